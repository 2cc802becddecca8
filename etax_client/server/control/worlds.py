"""Worlds: made and ended by testers, so that parallel tests on one server, or the seats of a classroom, don't meet."""

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.world_names import MAIN
from etax_client.server.routes.answers import Turned, accepted, refusals
from etax_client.server.routes.reading import Anyone, Spelled
from etax_client.server.services.audit import audit
from etax_client.server.services.bundle import Services
from etax_client.server.world_file import WorldError
from etax_client.server.worlds import Worlds
from etax_client.wire.control import NewWorldRequest, WorldsView, WorldView


@get("/worlds")
async def list_worlds(request: Anyone) -> WorldsView:
    """Every world of the server, the main one (without a name) first."""
    worlds = _worlds(request)
    found = [(name, worlds.of(name)) for name in (MAIN, *worlds.names())]
    return WorldsView(tuple(_view(name, services) for name, services in found if services is not None))


@post(
    "/worlds",
    dto=Spelled[NewWorldRequest],
    return_dto=None,
    responses=refusals(RefusalCode.malformed, RefusalCode.world_exists, RefusalCode.too_many, RefusalCode.unavailable),
)
async def make_world(request: Anyone, data: JSONBody[NewWorldRequest]) -> WorldView:
    """A world of its own, at /w/NAME: the client joins it with `--world NAME`."""
    try:
        made = accepted(_worlds(request).make(data.name, data.toml, data.policy, data.phase))
    except WorldError as error:
        raise Turned(Refused(RefusalCode.malformed, field="toml"), detail=str(error)) from None
    audit("control", verb="make_world", world=data.name)
    return _view(data.name, made)


@delete("/worlds/{name:str}", responses=refusals(RefusalCode.not_found, RefusalCode.unavailable))
async def remove_world(request: Anyone, name: FromPath[str]) -> None:
    """End a named world and all that it kept."""
    refused = await _worlds(request).remove(name)
    if refused is not None:
        raise Turned(refused)
    audit("control", verb="remove_world", world=name)


def _worlds(request: Anyone) -> Worlds:
    worlds: Worlds = request.app.state.worlds
    return worlds


def _view(name: str, services: Services) -> WorldView:
    return WorldView(name, services.policy.name, services.phase, services.clock.now())


HANDLERS = (list_worlds, make_world, remove_world)
