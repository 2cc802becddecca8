"""The units of a world: what there is, one more, one less, a new declaration password."""

from litestar.params import JSONBody

from etax_client.domain.testing.tester_views import KnownUnit
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import Entry, Limit, acted, flawed, made_of, typeable, unit_id_of
from etax_client.server.routes.answers import accepted
from etax_client.server.routes.parameters import Name, Place
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.world import world
from etax_client.server.world.world_file import Flaw, WorldUnit
from etax_client.wire.control.people import (
    ADD_UNIT,
    LIST_UNITS,
    ONE_UNIT,
    REMOVE_UNIT,
    SET_DECLARATION_PASSWORD,
    PasswordRequest,
    UnitsView,
)


@handles(LIST_UNITS)
async def list_units(request: Anyone, services: Served, after: Place[int] = 0, limit: Limit = 100) -> UnitsView:
    """Every unit that there is, whoever has it in a list."""
    acted(request, LIST_UNITS)
    return UnitsView(services.people.units(after, limit))


@handles(ONE_UNIT)
async def one_unit(request: Anyone, services: Served, which: Name) -> KnownUnit:
    """By id or taxpayer id."""
    unit_id = unit_id_of(services, which)
    acted(request, ONE_UNIT, unit=unit_id)
    return accepted(services.people.unit(unit_id))


@handles(ADD_UNIT, dto=Entry[WorldUnit])
async def add_unit(request: Anyone, services: Served, data: JSONBody[WorldUnit]) -> KnownUnit:
    """One unit more, described as in a world's file (docs/worlds.md); in nobody's list yet."""
    made = await world.add_unit(services, made_of(request, services), data)
    if isinstance(made, Flaw):
        raise flawed(made)
    acted(request, ADD_UNIT, unit=made)
    return accepted(services.people.unit(made))


@handles(REMOVE_UNIT)
async def remove_unit(request: Anyone, services: Served, which: Name) -> None:
    """One less, in nobody's list and open to nobody."""
    unit_id = unit_id_of(services, which)
    accepted(services.people.remove_unit(unit_id))
    acted(request, REMOVE_UNIT, unit=unit_id)


@handles(SET_DECLARATION_PASSWORD)
async def set_declaration_password(request: Anyone, services: Served, which: Name, data: JSONBody[PasswordRequest]) -> None:
    """A new declaration password, as a reset: unlocked, and whoever had the unit open has to verify again (DPW-03)."""
    password, unit_id = typeable(data.password), unit_id_of(services, which)
    accepted(await services.resets.unit(unit_id, password))
    acted(request, SET_DECLARATION_PASSWORD, unit=unit_id)


HANDLERS = (list_units, one_unit, add_unit, remove_unit, set_declaration_password)
