"""人员信息采集 over HTTP: the list of an open unit's payees, one of them, changes, 报送 and 获取反馈 (PER-01 to PER-04)."""

from functools import partial
from types import NoneType
from typing import Annotated

from litestar import delete, get, post, put
from litestar.params import FromQuery, JSONBody, QueryParameter

from etax_client.domain.filing.people import Payee
from etax_client.domain.filing.people_list import Feedback, PayeeCounts, PayeePage, PayeeQuery, PayeeSort, Reported, WholePayees
from etax_client.domain.filing.people_states import IdentityState, PersonState, ReportState
from etax_client.domain.refusals import RefusalCode
from etax_client.server.routes.answers import Turned, accepted, refusals
from etax_client.server.routes.parameters import Id, Place, Search
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled, noted
from etax_client.server.routes.repeating import keyed, once, person
from etax_client.server.services.why import unfit
from etax_client.wire.filing import people as wire

_UNIT, _PAYEE = "{unit_id:int}", "{payee_id:int}"
_CLOSED = (RefusalCode.session_ended, RefusalCode.unit_not_listed, RefusalCode.unit_closed)
_FILLED_IN = (RefusalCode.malformed, RefusalCode.too_large, RefusalCode.payee_listed)
_ONE = (RefusalCode.payee_unknown, RefusalCode.outdated)
_Limit = Annotated[int, QueryParameter(ge=1, le=wire.MOST_IN_A_PAGE)]
_Version = Annotated[int, QueryParameter(ge=1, le=2**53 - 1)]


@get(wire.payees(_UNIT), security=SIGNED_IN, responses=refusals(*_CLOSED, RefusalCode.malformed, RefusalCode.payee_unknown))
async def payee_page(
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    text: Search[str] = "",
    person_state: FromQuery[PersonState | None] = None,
    report_state: FromQuery[ReportState | None] = None,
    identity_state: FromQuery[IdentityState | None] = None,
    sort: FromQuery[PayeeSort] = PayeeSort.entry,
    descending: FromQuery[bool] = False,
    at: Place[int | None] = None,
    after: Place[int | None] = None,
    before: Place[int | None] = None,
    limit: _Limit = 50,
) -> PayeePage:
    """Part of the list (PER-01); at most one of `at`, `after` and `before` may be given."""
    if sum(place is not None for place in (at, after, before)) > 1:
        raise Turned(unfit("at", "one_of", "INP-1"))
    query = PayeeQuery(text, person_state, report_state, identity_state, sort, descending)
    return accepted(services.filing.payee_lists.page(session, unit_id, query, at=at, after=after, before=before, limit=limit))


@get(wire.counts(_UNIT), security=SIGNED_IN, responses=refusals(*_CLOSED))
async def payee_counts(services: Served, session: SomeoneIn, unit_id: Id) -> PayeeCounts:
    """How many are in each state."""
    return services.filing.payee_lists.counts(session, unit_id)


@get(wire.whole(_UNIT), security=SIGNED_IN, responses=refusals(*_CLOSED, RefusalCode.malformed))
async def whole_payees(services: Served, session: SomeoneIn, unit_id: Id, after: Place[int] = 0, limit: _Limit = 50) -> WholePayees:
    """All that is said of those after one, in the order of their entry (PER-05)."""
    return WholePayees(services.filing.payee_lists.whole(session, unit_id, after=after, limit=limit))


@get(wire.payee(_UNIT, _PAYEE), security=SIGNED_IN, responses=refusals(*_CLOSED, RefusalCode.payee_unknown))
async def payee(services: Served, session: SomeoneIn, unit_id: Id, payee_id: Id) -> Payee:
    """All that is said of one."""
    return accepted(services.filing.payee_lists.one(session, unit_id, payee_id))


@post(
    wire.payees(_UNIT),
    dto=Spelled[wire.AddPayeeRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=201,
    **keyed(*_CLOSED, *_FILLED_IN),
)
async def add_payee(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, data: JSONBody[wire.AddPayeeRequest]) -> Payee:
    """Someone more (PER-02)."""
    act = partial(services.filing.payees.add, session, unit_id, data.facts)
    added = accepted(await once(request, services, person(session), Payee, act))
    noted(request).says("added", "payee.added", "PER-02")
    return added


@put(
    wire.payee(_UNIT, _PAYEE),
    dto=Spelled[wire.ChangePayeeRequest],
    return_dto=None,
    security=SIGNED_IN,
    **keyed(*_CLOSED, *_FILLED_IN, *_ONE, RefusalCode.payee_awaiting),
)
async def change_payee(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, payee_id: Id, data: JSONBody[wire.ChangePayeeRequest]
) -> Payee:
    """What is said of someone, all of it anew (PER-02, FLW-04)."""
    act = partial(services.filing.payees.change, session, unit_id, payee_id, data.version, data.facts)
    changed = accepted(await once(request, services, person(session), Payee, act))
    noted(request).says("changed", "payee.changed", "PER-02")
    return changed


@put(
    wire.payee_state(_UNIT, _PAYEE),
    dto=Spelled[wire.MarkPayeeRequest],
    return_dto=None,
    security=SIGNED_IN,
    **keyed(*_CLOSED, *_ONE, RefusalCode.malformed, RefusalCode.too_large, RefusalCode.payee_awaiting),
)
async def mark_payee(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, payee_id: Id, data: JSONBody[wire.MarkPayeeRequest]
) -> Payee:
    """正常 or 非正常 (PER-03)."""
    act = partial(services.filing.payees.mark, session, unit_id, payee_id, data.version, data.person)
    marked = accepted(await once(request, services, person(session), Payee, act))
    noted(request).says("changed", f"payee.{data.person}", "PER-03")
    return marked


@delete(wire.payee(_UNIT, _PAYEE), security=SIGNED_IN, **keyed(*_CLOSED, *_ONE, RefusalCode.malformed, RefusalCode.payee_reported))
async def remove_payee(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, payee_id: Id, version: _Version) -> None:
    """Whoever was never reported (PER-03)."""
    act = partial(services.filing.payees.remove, session, unit_id, payee_id, version)
    accepted(await once(request, services, person(session), NoneType, act))
    noted(request).says("removed", "payee.removed", "PER-03")


@post(
    wire.reports(_UNIT),
    dto=Spelled[wire.ChosenPayeesRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(*_CLOSED, RefusalCode.malformed, RefusalCode.too_large),
)
async def report_payees(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, data: JSONBody[wire.ChosenPayeesRequest]
) -> Reported:
    """报送 of those who are 待报送 (PER-04)."""
    act = partial(services.filing.payee_reports.report, session, unit_id, data.payees)
    reported = accepted(await once(request, services, person(session), Reported, act))
    noted(request).says("sent", "payee.sent", "PER-04", count=reported.count)
    return reported


@post(wire.feedback(_UNIT), security=SIGNED_IN, status_code=200, **keyed(*_CLOSED))
async def fetch_feedback(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id) -> Feedback:
    """获取反馈 of those whose answer is there (PER-04)."""
    act = partial(services.filing.payee_reports.fetch_feedback, session, unit_id)
    found = accepted(await once(request, services, person(session), Feedback, act))
    facts = {"accepted": found.accepted, "failed": found.failed, "waiting": found.waiting}
    noted(request).says("done", "payee.feedback", "PER-04", **facts)
    return found


@post(
    wire.verifications(_UNIT),
    dto=Spelled[wire.ChosenPayeesRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(*_CLOSED, RefusalCode.malformed, RefusalCode.too_large),
)
async def verify_payees_again(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, data: JSONBody[wire.ChosenPayeesRequest]
) -> wire.VerifiedAgain:
    """身份验证状态更新, once the hall has looked at the papers (PER-04)."""
    act = partial(services.filing.payee_reports.verify_again, session, unit_id, data.payees)
    found = accepted(await once(request, services, person(session), int, act))
    noted(request).says("done", "payee.verified", "PER-04", count=found)
    return wire.VerifiedAgain(found)


HANDLERS = (
    payee_page,
    payee_counts,
    whole_payees,
    payee,
    add_payee,
    change_payee,
    mark_payee,
    remove_payee,
    report_payees,
    fetch_feedback,
    verify_payees_again,
)
