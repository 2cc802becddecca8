"""The units of a world: what there is, one more, one less, a new declaration password."""

from litestar import get
from litestar.params import JSONBody

from etax_client.domain.guessing.passwords import typing_fault
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.testing.tester_views import KnownUnit
from etax_client.server.control.answers import refusals
from etax_client.server.control.repeating import delete, post, put
from etax_client.server.control.tester_acts import Entry, Limit, acted, flawed, made_of, unit_id_of
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.parameters import Name, Place
from etax_client.server.routes.reading import Anyone, Served, Spelled
from etax_client.server.services.why import unfit
from etax_client.server.world import world
from etax_client.server.world.world_file import Flaw, WorldUnit
from etax_client.wire.control.people import PasswordRequest, UnitsView


@get("/units", responses=refusals(RefusalCode.malformed))
async def list_units(request: Anyone, services: Served, after: Place[int] = 0, limit: Limit = 100) -> UnitsView:
    """Every unit that there is, whoever has it in a list."""
    acted(request, "list_units")
    return UnitsView(services.people.units(after, limit))


@get("/units/{which:str}", responses=refusals(RefusalCode.not_found))
async def one_unit(request: Anyone, services: Served, which: Name) -> KnownUnit:
    """By id or taxpayer id."""
    unit_id = unit_id_of(services, which)
    acted(request, "one_unit", unit=unit_id)
    return accepted(services.people.unit(str(unit_id)))


@post("/units", dto=Entry[WorldUnit], return_dto=None, refused=(RefusalCode.malformed, RefusalCode.too_large))
async def add_unit(request: Anyone, services: Served, data: JSONBody[WorldUnit]) -> KnownUnit:
    """One unit more, described as in a world's file (docs/worlds.md); in nobody's list yet."""
    made = await world.add_unit(services, made_of(request, services), data)
    if isinstance(made, Flaw):
        raise flawed(made)
    acted(request, "add_unit", unit=made)
    return accepted(services.people.unit(str(made)))


@delete("/units/{which:str}", refused=(RefusalCode.not_found,))
async def remove_unit(request: Anyone, services: Served, which: Name) -> None:
    """One less, in nobody's list and open to nobody."""
    unit_id = accepted(services.people.remove_unit(str(unit_id_of(services, which))))
    acted(request, "remove_unit", unit=unit_id)


@put(
    "/units/{which:str}/declaration-password",
    dto=Spelled[PasswordRequest],
    return_dto=None,
    status_code=204,
    refused=(RefusalCode.not_found, RefusalCode.malformed, RefusalCode.too_large),
)
async def set_declaration_password(request: Anyone, services: Served, which: Name, data: JSONBody[PasswordRequest]) -> None:
    """A new declaration password, as a reset: unlocked, and whoever had the unit open has to verify again (DPW-03)."""
    if typing_fault(data.password) is not None:
        raise Turned(unfit("password", "character", "LOG-03"), detail="password: nobody can type it")
    unit_id = unit_id_of(services, which)
    refused = await services.resets.unit(unit_id, data.password)
    if refused is not None:
        raise Turned(refused)
    acted(request, "set_declaration_password", unit=unit_id)


HANDLERS = (list_units, one_unit, add_unit, remove_unit, set_declaration_password)
