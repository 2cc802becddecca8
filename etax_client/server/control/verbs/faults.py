"""Faults on demand: asked for by method, path, rate and count, listed with what is left of them, taken back."""

from litestar.params import JSONBody

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.testing.scenarios import BREAKING, BadScenario, Scenario, parse
from etax_client.server.control.handling import handles
from etax_client.server.middleware.faulty import CANNOT_BREAK, hanging_up
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.parameters import Id
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.services.testing.faults import Fault
from etax_client.server.services.why import unfit
from etax_client.wire.control.faults import ADD_FAULT, LIST_FAULTS, REMOVE_FAULT, REMOVE_FAULTS, FaultRequest, FaultsView, FaultView


@handles(LIST_FAULTS)
async def list_faults(services: Served) -> FaultsView:
    """Every fault that was asked for, those that are used up too, with what is left."""
    return FaultsView(tuple(_view(fault) for fault in services.faults.all()))


@handles(ADD_FAULT)
async def add_fault(request: Anyone, services: Served, data: JSONBody[FaultRequest]) -> FaultView:
    """Have requests go wrong from now on; a single one does so by the header X-Etax-Scenario with the same words."""
    scenario = _parsed(data.scenario)
    if scenario.kind in BREAKING and hanging_up(request.scope) is None:
        raise Turned(Refused(RefusalCode.unavailable), detail=CANNOT_BREAK)
    return _view(accepted(services.faults.add(scenario, data.method, data.path, data.percent, data.count)))


@handles(REMOVE_FAULTS)
async def remove_faults(request: Anyone, services: Served) -> None:
    """Everything goes well again."""
    services.faults.remove()


@handles(REMOVE_FAULT)
async def remove_fault(request: Anyone, services: Served, fault_id: Id) -> None:
    """Take one back."""
    refused = services.faults.remove(fault_id)
    if refused is not None:
        raise Turned(refused)


def _parsed(text: str) -> Scenario:
    try:
        return parse(text)
    except BadScenario as error:
        raise Turned(unfit("scenario", "unusable", "WEB-4"), detail=str(error)) from None


def _view(fault: Fault) -> FaultView:
    return FaultView(fault.fault_id, fault.method, fault.path, str(fault.scenario), fault.percent, fault.left)


HANDLERS = (list_faults, add_fault, remove_faults, remove_fault)
