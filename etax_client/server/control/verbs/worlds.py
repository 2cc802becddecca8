"""Worlds: made and ended by testers, so that parallel tests on one server, or the seats of a classroom, don't meet."""

from collections.abc import Iterator

from litestar.params import JSONBody

from etax_client.domain.servers.world_names import MAIN
from etax_client.server.control.clock import steered
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, no_world, worlds_of
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import Anyone, Served, SpelledInLines, world_of
from etax_client.server.services.audit import audit
from etax_client.server.services.bundle import Services
from etax_client.server.store.errors import StoreError
from etax_client.server.world.world_file import WorldError
from etax_client.server.world.worlds import Worlds
from etax_client.wire.control.worlds import (
    LIST_WORLDS,
    LOAD_WORLD,
    MAKE_WORLD,
    REMOVE_WORLD,
    RESET_WORLD,
    SWITCH_PHASE,
    LoadRequest,
    NewWorldRequest,
    PhaseRequest,
    WorldsView,
    WorldView,
)


@handles(LIST_WORLDS)
async def list_worlds(request: Anyone) -> WorldsView:
    """Every world of the server, the main one (without a name) first."""
    return WorldsView(tuple(_views(worlds_of(request))))


@handles(MAKE_WORLD, dto=SpelledInLines[NewWorldRequest])
async def make_world(request: Anyone, data: JSONBody[NewWorldRequest]) -> WorldView:
    """A world of its own, at /w/NAME: the client joins it with `--world NAME`."""
    try:
        made = accepted(worlds_of(request).make(data.name, data.toml, data.policy, data.phase))
    except WorldError as error:
        raise no_world(error) from None
    audit("control", verb="make_world", world=data.name)
    return _view(data.name, made)


@handles(REMOVE_WORLD)
async def remove_world(request: Anyone, name: Name) -> None:
    """End a named world and all that it kept."""
    refused = await worlds_of(request).remove(name)
    if refused is not None:
        raise Turned(refused)
    audit("control", verb="remove_world", world=name)


@handles(RESET_WORLD)
async def reset_world(request: Anyone, services: Served) -> WorldView:
    """As it was laid: nobody is logged in, no fault is left, the clock shows the true time; snapshots and journal stay."""
    try:
        await worlds_of(request).reset(services, steered(services))
    except WorldError as error:
        raise no_world(error) from None
    acted(request, RESET_WORLD)
    return _view(world_of(request), services)


@handles(LOAD_WORLD, dto=SpelledInLines[LoadRequest])
async def load_world(request: Anyone, services: Served, data: JSONBody[LoadRequest]) -> WorldView:
    """Other people and units in place of all that there is, as after a reset; a text that is no world changes nothing."""
    try:
        await worlds_of(request).load(services, steered(services), data.toml)
    except WorldError as error:
        raise no_world(error) from None
    acted(request, LOAD_WORLD, source="none" if data.toml is None else "toml")
    return _view(world_of(request), services)


@handles(SWITCH_PHASE)
async def switch_phase(request: Anyone, services: Served, data: JSONBody[PhaseRequest]) -> WorldView:
    """The phase of unit verification from now on, in open sessions too (VER-03)."""
    services.phases.switch(data.phase)
    acted(request, SWITCH_PHASE, phase=data.phase)
    return _view(world_of(request), services)


def _views(worlds: Worlds) -> Iterator[WorldView]:
    for name in (MAIN, *worlds.names()):
        try:
            services = worlds.of(name)
            if services is not None:
                yield _view(name, services)
        except StoreError:
            # another process may have ended it since it was named
            if name in worlds.names():
                raise


def _view(name: str, services: Services) -> WorldView:
    return WorldView(name, services.policy.name, services.phase, services.clock.now())


HANDLERS = (list_worlds, make_world, remove_world, reset_world, load_world, switch_phase)
