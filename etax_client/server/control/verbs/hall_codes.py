"""Hall codes: handed out to someone or to a unit's handler, and what became of those that were (REG-02, REG-07)."""

from dataclasses import replace
from typing import Annotated, TypeVar

from litestar.params import JSONBody, QueryParameter

from etax_client.domain.faults import Invalid
from etax_client.domain.identity.hall import Claim, Declined, HallFault, HallReason, Proxy
from etax_client.domain.identity.hall_codes import Slip
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.safe_text import CLEAN
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, person_id_of, unit_id_of
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.services.bundle import Services
from etax_client.server.services.why import misfilled, unfit, unfit_of
from etax_client.wire.control.hall import (
    ISSUE_BY_PROXY,
    ISSUE_HALL_CODE,
    LIST_HALL_CODES,
    MOST_CODES,
    HallCodeRequest,
    HallCodesView,
    ProxyRequest,
    SlipsView,
)

T = TypeVar("T")
_Text = Annotated[str | None, QueryParameter(min_length=1, max_length=200, pattern=CLEAN)]
_Limit = Annotated[int, QueryParameter(ge=1, le=MOST_CODES)]


@handles(LIST_HALL_CODES)
async def list_hall_codes(request: Anyone, services: Served, person: _Text = None, limit: _Limit = 100) -> HallCodesView:
    """What became of the codes that were handed out, to anyone or to a person; never the codes themselves."""
    person_id = None if person is None else person_id_of(services, person, "person")
    acted(request, LIST_HALL_CODES, person=person_id)
    return HallCodesView(services.hall.codes(person_id, limit))


@handles(ISSUE_HALL_CODE)
async def issue_hall_code(request: Anyone, services: Served, data: JSONBody[HallCodeRequest]) -> Slip:
    """A code for someone, good for seven days by the world's clock; it replaces an older one. A new person is taken down."""
    slip = _issued(services, data)
    acted(request, ISSUE_HALL_CODE)
    return slip


@handles(ISSUE_BY_PROXY)
async def issue_hall_codes_by_proxy(request: Anyone, services: Served, data: JSONBody[ProxyRequest]) -> SlipsView:
    """Codes for foreigners to their unit's handler: all of them or none, as the papers say."""
    unit = accepted(services.people.unit(unit_id_of(services, data.unit, "unit")))
    handler = accepted(services.people.person(person_id_of(services, data.handler, "handler")))
    proxy = Proxy(
        unit.taxpayer_id,
        handler.name,
        handler.document_number,
        frozenset(data.papers),
        tuple(each.claim() for each in data.people),
    )
    slips = _granted(services.hall.issue_by_proxy(proxy))
    acted(request, ISSUE_BY_PROXY, unit=unit.unit_id, handler=handler.person_id, people=len(slips))
    return SlipsView(slips)


def _issued(services: Services, data: HallCodeRequest) -> Slip:
    """Raises Turned, StoreError."""
    hall = services.hall
    document = (data.document_type, data.number, data.name)
    if data.person is not None:
        if any(each is not None for each in (*document, data.nationality, data.birth, data.sex)) or data.correct:
            raise Turned(unfit("person", "one_of", "REG-07"), detail="either a person or a document")
        return _granted(hall.issue_to(person_id_of(services, data.person, "person")))
    if data.document_type is None or data.number is None or data.name is None:
        raise Turned(unfit("person", "one_of", "REG-07"), detail="a person, or document_type, number and name")
    claim = Claim(data.document_type, data.number, data.name, data.nationality, data.birth, data.sex)
    return _granted(hall.issue(claim, correct=data.correct))


def _granted(result: T | Declined | Refused) -> T:
    """What was asked for. Raises Turned with everything that is wrong."""
    if isinstance(result, Refused):
        raise Turned(result)
    if not isinstance(result, Declined):
        return result
    told = "; ".join(f"{fault.field}: {_name(fault)}" for fault in result.faults)
    registered = all(fault.why is HallReason.already_registered for fault in result.faults)
    code = RefusalCode.already_registered if registered else RefusalCode.malformed
    refused = misfilled({fault.field: unfit_of(fault) for fault in result.faults})
    raise Turned(replace(refused, code=code), detail=told)


def _name(fault: HallFault) -> str:
    return fault.why.fault.value if isinstance(fault.why, Invalid) else fault.why.value


HANDLERS = (list_hall_codes, issue_hall_code, issue_hall_codes_by_proxy)
