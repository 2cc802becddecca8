"""The people whom units pay, in testers' hands (PER-01, PER-04)."""

from litestar.params import JSONBody

from etax_client.domain.filing.people_list import Feedback, PayeeLine
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import Limit, acted, flawed, unit_id_of
from etax_client.server.routes.answers import accepted
from etax_client.server.routes.parameters import Name, Place
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.world.payee_rows import add_payee as add_to_world
from etax_client.server.world.world_file import Flaw
from etax_client.wire.control.payees import (
    ADD_PAYEE,
    LIST_PAYEES,
    REPORT_PAYEES_NOW,
    SET_OUTCOME,
    AddPayeeRequest,
    OutcomeRequest,
    PayeesView,
)
from etax_client.wire.control.people import MOST_IN_A_PAGE


@handles(LIST_PAYEES)
async def list_payees(request: Anyone, services: Served, which: Name, after: Place[int] = 0, limit: Limit = MOST_IN_A_PAGE) -> PayeesView:
    """Of a unit, by id or taxpayer id, in the order in which they were added."""
    unit_id = unit_id_of(services, which)
    acted(request, LIST_PAYEES, unit=unit_id)
    return PayeesView(services.payees.page(unit_id, after, limit))


@handles(ADD_PAYEE)
async def add_payee(request: Anyone, services: Served, which: Name, data: JSONBody[AddPayeeRequest]) -> PayeeLine:
    """Someone more whom a unit pays, as in a world's file (docs/worlds.md)."""
    unit_id = unit_id_of(services, which)
    made = add_to_world(services, unit_id, data.payee)
    if isinstance(made, Flaw):
        raise flawed(made)
    acted(request, ADD_PAYEE, unit=unit_id, payee=made)
    return accepted(services.payees.one(unit_id, made))


@handles(SET_OUTCOME)
async def set_outcome(request: Anyone, services: Served, which: Name, number: Name, data: JSONBody[OutcomeRequest]) -> PayeeLine:
    """What the register says of whoever has the number when their next feedback is fetched."""
    unit_id = unit_id_of(services, which)
    found = accepted(services.payees.set_outcome(unit_id, number, data.outcome, data.reason))
    acted(request, SET_OUTCOME, unit=unit_id, payee=found.payee_id, outcome=data.outcome or "")
    return found


@handles(REPORT_PAYEES_NOW)
async def report_payees_now(request: Anyone, services: Served, which: Name) -> Feedback:
    """报送 of all who are to be reported, answered at once."""
    unit_id = unit_id_of(services, which)
    acted(request, REPORT_PAYEES_NOW, unit=unit_id)
    return services.payees.report_now(unit_id)


HANDLERS = (list_payees, add_payee, set_outcome, report_payees_now)
