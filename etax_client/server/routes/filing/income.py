"""收入及减除填写 and 税款计算 over HTTP (INC, CAL)."""

from functools import partial
from types import NoneType

from litestar import delete, get, post, put
from litestar.params import JSONBody

from etax_client.domain.filing.income import RowKey
from etax_client.domain.filing.taxes.explanation import Explanation
from etax_client.domain.filing.taxes.pages import AtOnce, Calculated, EarlierRows, FailedRows, IncomePage, IncomeSums, IncomeWarnings, Saved
from etax_client.domain.refusals import RefusalCode
from etax_client.server.routes.answers import accepted, refusals
from etax_client.server.routes.filing.parts import (
    CLOSED,
    ITEM,
    KIND,
    PERIOD,
    UNIT,
    YEAR,
    AfterPlace,
    ItemName,
    Kind,
    Limit,
    Period,
    RowPlace,
    Year,
    key_after,
    month_of,
    said,
)
from etax_client.server.routes.parameters import Id, Place
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled, noted
from etax_client.server.routes.repeating import keyed, once, person
from etax_client.wire.filing import income as wire

_EDITED = (RefusalCode.month_not_open, RefusalCode.rows_locked, RefusalCode.correction_limited)

_CHOSEN = (RefusalCode.not_eligible, RefusalCode.bound_at_once, RefusalCode.bound_monthly)


@get(wire.item(UNIT, PERIOD, ITEM), security=SIGNED_IN, responses=refusals(*CLOSED, RefusalCode.malformed))
async def income_page(
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    period: Period,
    item: ItemName,
    at: Place[int] = 0,
    after: Place[int | None] = None,
    after_place: AfterPlace = 1,
    limit: Limit = 50,
) -> IncomePage:
    """Part of an item's rows, by payee: from place `at`, or those after a row (INC-01)."""
    key = key_after(after, after_place)
    return services.filing.incomes.page(session, unit_id, month_of(period), item, after=key, at=at, limit=limit)


@get(wire.sums(UNIT, PERIOD, ITEM), security=SIGNED_IN, responses=refusals(*CLOSED))
async def income_sums(services: Served, session: SomeoneIn, unit_id: Id, period: Period, item: ItemName) -> IncomeSums:
    """What stands below the sheet (INC-03)."""
    return services.filing.incomes.sums(session, unit_id, month_of(period), item)


@post(
    wire.rows(UNIT, PERIOD, ITEM),
    dto=Spelled[wire.SaveRowsRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(*CLOSED, *_EDITED, RefusalCode.malformed, RefusalCode.too_large, RefusalCode.outdated, RefusalCode.payee_unknown),
)
async def save_rows(
    request: Anyone,
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    period: Period,
    item: ItemName,
    data: JSONBody[wire.SaveRowsRequest],
) -> Saved:
    """A block of rows, all of it or nothing (INC-02, FLW-04)."""
    changes, removed = [wire.change_of(row) for row in data.rows], [wire.removal_of(row) for row in data.removed]
    act = partial(services.filing.incomes.save, session, unit_id, month_of(period), item, changes, removed)
    saved = accepted(await once(request, services, person(session), Saved, act))
    said(request, "changed", "income.saved", "INC-02", period, item=item.value, rows=saved.rows)
    return saved


@delete(wire.item(UNIT, PERIOD, ITEM), security=SIGNED_IN, status_code=200, **keyed(*CLOSED, *_EDITED))
async def clear_rows(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, period: Period, item: ItemName) -> Saved:
    """清除数据 (INC-01)."""
    act = partial(services.filing.incomes.clear, session, unit_id, month_of(period), item)
    gone = accepted(await once(request, services, person(session), Saved, act))
    said(request, "removed", "income.cleared", "INC-01", period, item=item.value, rows=gone.rows)
    return gone


@get(wire.copies(UNIT, PERIOD, ITEM), security=SIGNED_IN, responses=refusals(*CLOSED))
async def earlier_rows(services: Served, session: SomeoneIn, unit_id: Id, period: Period, item: ItemName) -> tuple[EarlierRows, ...]:
    """Which months 复制往期数据 may take, the newest first (INC-04)."""
    return services.filing.incomes.earlier(session, unit_id, month_of(period), item)


@post(
    wire.copies(UNIT, PERIOD, ITEM),
    dto=Spelled[wire.CopyRowsRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(*CLOSED, *_EDITED, RefusalCode.malformed, RefusalCode.too_large),
)
async def copy_rows(
    request: Anyone,
    services: Served,
    session: SomeoneIn,
    unit_id: Id,
    period: Period,
    item: ItemName,
    data: JSONBody[wire.CopyRowsRequest],
) -> Saved:
    """复制往期数据, for whoever has no row yet (INC-04)."""
    act = partial(services.filing.incomes.copy, session, unit_id, month_of(period), item, month_of(data.source))
    made = accepted(await once(request, services, person(session), Saved, act))
    said(request, "changed", "income.copied", "INC-04", period, item=item.value, rows=made.rows, source=data.source)
    return made


@post(wire.zero_wages(UNIT, PERIOD), security=SIGNED_IN, status_code=200, **keyed(*CLOSED, *_EDITED, RefusalCode.earlier_data))
async def zero_wages(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, period: Period) -> Saved:
    """生成零工资记录, where nothing was filled in before (INC-04)."""
    act = partial(services.filing.incomes.zeros, session, unit_id, month_of(period))
    made = accepted(await once(request, services, person(session), Saved, act))
    said(request, "changed", "income.zeros", "INC-04", period, rows=made.rows)
    return made


@get(
    wire.explanation(UNIT, PERIOD, ITEM, "{payee_id:int}", "{place:int}"),
    security=SIGNED_IN,
    responses=refusals(*CLOSED, RefusalCode.not_calculated),
)
async def explanation(
    services: Served, session: SomeoneIn, unit_id: Id, period: Period, item: ItemName, payee_id: Id, place: RowPlace
) -> Explanation:
    """Why a row's tax is what it is (CAL-08)."""
    key = RowKey(payee_id, place)
    return accepted(services.filing.explanations.explain(session, unit_id, month_of(period), item, key))


@post(
    wire.calculation(UNIT, PERIOD, KIND),
    security=SIGNED_IN,
    status_code=200,
    **keyed(*CLOSED, RefusalCode.rows_locked, RefusalCode.calculation_stopped),
)
async def calculate(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, period: Period, kind: Kind) -> Calculated:
    """税款计算 of a whole return; how far it is, the month tells meanwhile (CAL-02, FLW-06)."""
    act = partial(services.filing.calculations.calculate, session, unit_id, month_of(period), kind)
    found = accepted(await once(request, services, person(session), Calculated, act))
    said(request, "changed", "calculation.done", "CAL-02", period, rows=found.rows, failed=found.failed)
    return found


@delete(wire.calculation(UNIT, PERIOD, KIND), security=SIGNED_IN, **keyed(*CLOSED))
async def stop_calculation(request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, period: Period, kind: Kind) -> None:
    """One that is under way stops, and nothing is computed (FLW-06)."""
    act = partial(services.filing.calculations.cancel, session, unit_id, month_of(period), kind)
    accepted(await once(request, services, person(session), NoneType, act))
    said(request, "changed", "calculation.stopped", "FLW-06", period)


@get(wire.failures(UNIT, PERIOD, KIND), security=SIGNED_IN, responses=refusals(*CLOSED))
async def failures(services: Served, session: SomeoneIn, unit_id: Id, period: Period, kind: Kind) -> FailedRows:
    """Rows without a tax, and why (CAL-09)."""
    return services.filing.calculations.failed(session, unit_id, month_of(period), kind)


@get(wire.warnings(UNIT, PERIOD, KIND), security=SIGNED_IN, responses=refusals(*CLOSED))
async def warnings(services: Served, session: SomeoneIn, unit_id: Id, period: Period, kind: Kind) -> IncomeWarnings:
    """What looks wrong, and holds nothing up (INC-05)."""
    return services.filing.checks.warnings(session, unit_id, month_of(period), kind)


@get(wire.at_once(UNIT, YEAR), security=SIGNED_IN, responses=refusals(*CLOSED))
async def offered_at_once(services: Served, session: SomeoneIn, unit_id: Id, year: Year) -> tuple[AtOnce, ...]:
    """减除费用扣除确认: who may be deducted 60,000 at once in a year (CAL-02)."""
    return services.filing.choices.offered(session, unit_id, year)


@put(
    wire.at_once(UNIT, YEAR),
    dto=Spelled[wire.ChoiceRequest],
    return_dto=None,
    security=SIGNED_IN,
    **keyed(*CLOSED, RefusalCode.malformed, RefusalCode.too_large, *_CHOSEN),
)
async def choose_at_once(
    request: Anyone, services: Served, session: SomeoneIn, unit_id: Id, year: Year, data: JSONBody[wire.ChoiceRequest]
) -> tuple[AtOnce, ...]:
    """From January on; the choice binds (CAL-02)."""
    act = partial(services.filing.choices.choose, session, unit_id, year, data.payees, data.at_once)
    found = accepted(await once(request, services, person(session), tuple[AtOnce, ...], act))
    noted(request).says("changed", "income.at_once" if data.at_once else "income.by_month", "CAL-02", count=len(data.payees))
    return found


HANDLERS = (
    *(offered_at_once, choose_at_once),
    *(income_page, income_sums, save_rows, clear_rows, earlier_rows, copy_rows, zero_wages),
    *(explanation, calculate, stop_calculation, failures, warnings),
)
