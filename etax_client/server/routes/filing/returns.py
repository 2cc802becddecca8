"""A unit's month and its returns over HTTP: what the desk shows, 报送, 更正, 作废, and what was sent (SUB, QRY-01, FLW-04)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from litestar import delete, get, post
from litestar.params import FromQuery, JSONBody

from etax_client.domain.filing.income import Item
from etax_client.domain.filing.returns import Marked, MonthDesk, MonthReturn, SentReturn
from etax_client.domain.filing.taxes.records import DeclaredLines, PersonYear
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.routes.answers import accepted, refusals
from etax_client.server.routes.filing.parts import (
    CLOSED,
    KIND,
    PERIOD,
    UNIT,
    YEAR,
    AfterPlace,
    Kind,
    Limit,
    Period,
    Year,
    key_after,
    month_of,
    said,
)
from etax_client.server.routes.parameters import Id, Place, Wait
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled, bearer_of, hung_up, noted
from etax_client.server.routes.repeating import keyed, once, person
from etax_client.server.services.bundle import Services
from etax_client.server.services.repeats import Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.wire.filing import income as months
from etax_client.wire.filing import returns as wire


@get(months.month(UNIT, PERIOD), security=SIGNED_IN, responses=refusals(*CLOSED, RefusalCode.malformed))
async def filing_month(
    request: Anyone, services: Served, unit_id: Id, period: Period, seen: Place[int | None] = None, wait: Wait = 0
) -> MonthDesk:
    """A unit's month, as soon as its revision is another than `seen`, or after `wait` seconds (FLW-01, FLW-04).

    Waiting is no use of the session, which ends in its time (SES-01).
    """
    token = bearer_of(request)
    async with hung_up(request) as gone:
        look = partial(services.sessions.find, token, used=not wait)
        return accepted(await services.filing.desks.watch(look, unit_id, month_of(period), seen, wait=wait, gone=gone))


@post(
    wire.returns(UNIT, PERIOD, KIND),
    dto=Spelled[wire.SendRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(*CLOSED, RefusalCode.malformed, RefusalCode.too_large, RefusalCode.outdated, RefusalCode.not_now, RefusalCode.unready),
)
async def send_return(
    request: Anyone,
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    period: Period,
    kind: Kind,
    data: JSONBody[wire.SendRequest],
) -> MonthReturn:
    """发送申报, of what was looked at; the answer comes later (SUB-02)."""
    act = partial(services.filing.returns.send, session, unit_id, month_of(period), kind, data.version)
    return await _moved(request, services, session, act, "return.sent", "SUB-02", period)


@post(wire.answer(UNIT, PERIOD, KIND), security=SIGNED_IN, status_code=200, **keyed(*CLOSED))
async def fetch_answer(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, period: Period, kind: Kind) -> MonthReturn:
    """立即获取, and 获取反馈 of a voiding (SUB-02, SUB-03)."""
    act = partial(services.filing.returns.answer, session, unit_id, month_of(period), kind)
    return await _moved(request, services, session, act, "return.answered", "SUB-02", period)


@post(wire.correction(UNIT, PERIOD, KIND), security=SIGNED_IN, status_code=200, **keyed(*CLOSED, RefusalCode.not_now))
async def begin_correction(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, period: Period, kind: Kind) -> MonthReturn:
    """更正 of what is in force (SUB-03)."""
    act = partial(services.filing.returns.correct, session, unit_id, month_of(period), kind)
    return await _moved(request, services, session, act, "return.correcting", "SUB-03", period)


@delete(wire.correction(UNIT, PERIOD, KIND), security=SIGNED_IN, status_code=200, **keyed(*CLOSED, RefusalCode.not_now))
async def withdraw_correction(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, period: Period, kind: Kind
) -> MonthReturn:
    """撤销更正: all is as it is in force (SUB-03)."""
    act = partial(services.filing.returns.withdraw, session, unit_id, month_of(period), kind)
    return await _moved(request, services, session, act, "return.withdrawn", "SUB-03", period)


@post(
    wire.voiding(UNIT, PERIOD, KIND),
    security=SIGNED_IN,
    status_code=200,
    **keyed(*CLOSED, RefusalCode.not_now, RefusalCode.already_paid, RefusalCode.later_filed),
)
async def void_return(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, period: Period, kind: Kind) -> MonthReturn:
    """作废; the answer comes later (SUB-03)."""
    act = partial(services.filing.returns.void, session, unit_id, month_of(period), kind)
    return await _moved(request, services, session, act, "return.voiding", "SUB-03", period)


@get(wire.marked(UNIT, YEAR), security=SIGNED_IN, responses=refusals(*CLOSED))
async def marked_months(services: Served, session: SomeoneIn, unit_id: Id, year: Year) -> tuple[Marked, ...]:
    """Later months that must be computed and sent again (SUB-03)."""
    return services.filing.redoing.marked(session, unit_id, year)


@post(
    wire.marked(UNIT, YEAR),
    security=SIGNED_IN,
    status_code=200,
    **keyed(*CLOSED, RefusalCode.not_now, RefusalCode.rows_locked, RefusalCode.calculation_stopped),
)
async def compute_marked(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, year: Year) -> tuple[Marked, ...]:
    """All of them computed anew, in order; each is sent by itself (SUB-03)."""
    act = partial(services.filing.redoing.compute, session, unit_id, year)
    found = accepted(await once(request, services, person(session), tuple[Marked, ...], act))
    noted(request).says("changed", "return.redone", "SUB-03", months=len(found))
    return found


@get(wire.versions(UNIT, YEAR), security=SIGNED_IN, responses=refusals(*CLOSED))
async def sent_returns(services: Served, session: SomeoneIn, unit_id: Id, year: Year) -> tuple[SentReturn, ...]:
    """单位申报记录: every version of a year (QRY-01)."""
    return services.filing.records.versions(session, unit_id, year)


@get(wire.lines(UNIT, "{return_id:int}"), security=SIGNED_IN, responses=refusals(*CLOSED, RefusalCode.malformed))
async def sent_lines(
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    return_id: Id,
    item: FromQuery[Item] = Item.wages,
    after: Place[int | None] = None,
    after_place: AfterPlace = 1,
    limit: Limit = 50,
) -> DeclaredLines:
    """A version's rows, as they were sent (SUB-03)."""
    key = key_after(after, after_place)
    return accepted(services.filing.records.lines(session, unit_id, return_id, item, after=key, limit=limit))


@get(wire.person(UNIT, YEAR, "{payee_id:int}"), security=SIGNED_IN, responses=refusals(*CLOSED))
async def person_year(services: Served, session: SomeoneIn, unit_id: Id, year: Year, payee_id: Id) -> PersonYear:
    """个人扣缴明细: a payee's months that are in force (QRY-01)."""
    return services.filing.records.person(session, unit_id, payee_id, year)


async def _moved(
    request: Anyone,
    services: Services,
    session: Session,
    act: Callable[[Once], MonthReturn | Refused],
    reason: str,
    rule: str,
    period: str,
) -> MonthReturn:
    """A step of a month's return, done once, and told in the journal."""
    found = accepted(await once(request, services, person(session), MonthReturn, act))
    last: Any = found.last
    told = {} if last is None else {"version": last.number, "state": last.state.value, "receipt": last.receipt}
    said(request, "changed", reason, rule, period, **told)
    return found


HANDLERS = (
    *(filing_month, send_return, fetch_answer, begin_correction, withdraw_correction, void_return),
    *(marked_months, compute_marked, sent_returns, sent_lines, person_year),
)
