"""Ties at the Beijing bureau as the hall makes and ends them, and the register that they follow (BJ-56, BJ-57, BJ-62)."""

from litestar.params import JSONBody

from etax_client.domain.bureau.ties import TieAct
from etax_client.domain.testing.bureau_views import TieSeen
from etax_client.domain.units.units import Role
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, person_id_of, unit_id_of
from etax_client.server.routes.answers import accepted
from etax_client.server.routes.parameters import Id, Search
from etax_client.server.routes.reading import Anyone, Served
from etax_client.wire.control.bureau_ties import (
    ADD_TIE,
    DECIDE_TIE,
    END_TIE,
    LIST_TIES,
    NAME_IN_REGISTER,
    DecisionRequest,
    RegisterRequest,
    TieRequest,
    TiesView,
)
from etax_client.wire.control.people import MOST_IN_A_PAGE


@handles(LIST_TIES)
async def list_ties(request: Anyone, services: Served, unit: Search[str] = "", person: Search[str] = "") -> TiesView:
    """Of a unit, of a person, or of anyone."""
    unit_id = unit_id_of(services, unit, "unit") if unit else None
    person_id = person_id_of(services, person, "person", at_bureau=True) if person else None
    acted(request, LIST_TIES, unit=unit_id or 0, person=person_id or 0)
    return TiesView(services.hall_ties.seen(unit_id, person_id, MOST_IN_A_PAGE))


@handles(ADD_TIE)
async def add_tie(request: Anyone, services: Served, data: JSONBody[TieRequest]) -> TieSeen:
    """办税员, added at the hall: it waits for the person to confirm it."""
    unit_id = unit_id_of(services, data.unit, "unit")
    person_id = person_id_of(services, data.person, "person", at_bureau=True)
    made = accepted(services.hall_ties.add(unit_id, person_id, data.until))
    acted(request, ADD_TIE, unit=unit_id, person=person_id)
    return made


@handles(DECIDE_TIE)
async def decide_tie(request: Anyone, services: Served, tie_id: Id, data: JSONBody[DecisionRequest]) -> TieSeen:
    """确认, 拒绝 or 撤回, in the place of those who could."""
    seen = accepted(services.hall_ties.decide(tie_id, TieAct(data.decision)))
    acted(request, DECIDE_TIE, tie=tie_id, decision=data.decision)
    return seen


@handles(END_TIE)
async def end_tie(request: Anyone, services: Served, tie_id: Id) -> None:
    """At once, in open sessions too."""
    accepted(services.hall_ties.end(tie_id))
    acted(request, END_TIE, tie=tie_id)


@handles(NAME_IN_REGISTER)
async def name_in_register(request: Anyone, services: Served, data: JSONBody[RegisterRequest]) -> None:
    """From now on; the ties that the register makes follow at once."""
    unit_id = unit_id_of(services, data.unit, "unit")
    person_id = None if data.person is None else person_id_of(services, data.person, "person", at_bureau=True)
    accepted(services.register.name(unit_id, Role(data.role), person_id))
    acted(request, NAME_IN_REGISTER, unit=unit_id, role=data.role)


HANDLERS = (list_ties, add_tie, decide_tie, end_tie, name_in_register)
