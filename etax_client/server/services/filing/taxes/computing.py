"""The tax of some payees of one item, from the rows that are there and back into the store (CAL-02 to CAL-07, CAL-09)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, func, insert, select

from etax_client.domain.filing.income import Item, Labour
from etax_client.domain.filing.people import DOMESTIC, Employment
from etax_client.domain.filing.people_rules import NO
from etax_client.domain.filing.people_states import PersonState, ReportState
from etax_client.domain.filing.taxes import calculation
from etax_client.domain.filing.taxes.calculation import CUMULATIVE, Failed, Now, Quickly, Single, Taxpayer
from etax_client.domain.withholding.payments import Payment
from etax_client.domain.withholding.quick import in_cents
from etax_client.server.services.filing import months
from etax_client.server.services.filing.months import Key
from etax_client.server.services.filing.taxed_facts import FACTS
from etax_client.server.services.filing.taxes import history
from etax_client.server.services.filing.taxes.history import NOW, PARTS
from etax_client.server.services.filing.taxes.remarks import remark
from etax_client.server.store.tables import basic_choices, income_rows, income_taxes, payees

_PART = ("unit_id", "period", "item")
_OUTCOME = ("payee_id", "place", "due", "carried", "failed")
Outcome = tuple[int, int, int, int, str]
"""Payee, place, due, carried (both in 分), why it failed."""
AT_ONCE = 2000
"""Payees in one transaction: what is held in memory of 100,000 (P24), and what others wait for."""


@dataclass(frozen=True, slots=True)
class Part:
    """Payees from `first` to `last` of a month's item."""

    key: Key
    item: Item
    first: int
    last: int


def next_part(connection: Connection, key: Key, item: Item, after: int, most: int) -> tuple[Part, int] | None:
    """The next payees `after` one, so many at most, and how many rows they have; None if there are no more."""
    mine = and_(*_of(key, item), income_rows.c.payee_id > after)
    ids = select(income_rows.c.payee_id).where(mine).distinct().order_by(income_rows.c.payee_id).limit(most).subquery()
    first, last = connection.execute(select(func.min(ids.c.payee_id), func.max(ids.c.payee_id))).one()
    if first is None:
        return None
    part = Part(key, item, first, last)
    return part, connection.execute(select(func.count()).select_from(income_rows).where(*_in(part))).scalar_one()


def compute(connection: Connection, part: Part) -> None:
    """Their tax anew, each row's beside it or why there is none."""
    if part.item in CUMULATIVE:
        remark(connection, part.key.unit_id, part.key.month.year, and_(*_in(part)))
    outcomes = _cumulative(connection, part) if part.item in CUMULATIVE else _single(connection, part)
    gone = (income_taxes.c[name] == value for name, value in _named(part).items())
    connection.execute(delete(income_taxes).where(*gone, income_taxes.c.payee_id.between(part.first, part.last)))
    _put(connection, tuple(_named(part).values()), outcomes)


def _put(connection: Connection, same: tuple[Any, ...], outcomes: Iterator[Outcome]) -> None:
    """The driver is given the rows as they are: to have them bound one by one takes longer than to write them (P22)."""
    names = (*_PART, *_OUTCOME)
    statement = insert(income_taxes).values({name: bindparam(name) for name in names}).compile(dialect=connection.dialect)
    if statement.positiontup is not None:
        place = itemgetter(*(names.index(name) for name in statement.positiontup))
        tuples = [place((*same, *outcome)) for outcome in outcomes]
        if tuples:
            connection.exec_driver_sql(str(statement), tuples)
        return
    rows = [dict(zip(names, (*same, *outcome), strict=True)) for outcome in outcomes]
    if rows:
        connection.exec_driver_sql(str(statement), rows)


def payer_of(row: Any) -> Taxpayer:
    """What is known of a payee, of a row that was selected with `payers`."""
    return Taxpayer(
        Employment(row.employment),
        _day(row.employed_from),
        _day(row.left_on),
        row.first_year != "",
        row.takes_basic_deduction != NO,
        bool(row.at_once),
        row.person_state == PersonState.normal.value and row.report_state == ReportState.accepted.value,
        row.document_type in DOMESTIC,
    )


def payers(key: Key, item: Item, *columns: Any) -> Select[Any]:
    """The rows of an item with what is known of whom they are for, and these columns."""
    chosen = and_(
        basic_choices.c.unit_id == income_rows.c.unit_id,
        basic_choices.c.year == key.month.year,
        basic_choices.c.payee_id == income_rows.c.payee_id,
    )
    taken = [income_rows.c[name] for name in ("payee_id", "place", "labour", "merged")]
    wanted = select(*taken, *(payees.c[name] for name in FACTS), basic_choices.c.at_once, *columns)
    joined = wanted.join_from(income_rows, payees, payees.c.id == income_rows.c.payee_id).outerjoin(basic_choices, chosen)
    return joined.where(*_of(key, item)).order_by(income_rows.c.payee_id, income_rows.c.place)


_DECIDING = 4 + len(FACTS) + 1
"""Where the amounts begin in a row that was selected with `payers` and `NOW`: before them stand the row's key, what it says, the facts."""


def _cumulative(connection: Connection, part: Part) -> Iterator[Outcome]:
    month, key = part.key.month, part.key
    earlier = months.in_force(connection, key.unit_id, key.kind, month.year, month)
    span = (key.unit_id, earlier)
    wages = part.item is Item.wages
    summed = history.wages_summed(connection, *span, part.first, part.last) if wages else {}
    merged = history.merged_now(connection, key.unit_id, month, part.first, part.last) if wages else {}
    labour_rows = income_rows.c.item == part.item.value
    monthly = {} if wages else history.monthly(connection, *span, labour_rows, part.first, part.last)
    wanted = payers(key, part.item, *NOW).where(income_rows.c.payee_id.between(part.first, part.last))
    known: dict[tuple[Any, ...], Quickly | Failed] = {}
    for row in connection.execute(wanted).all():
        payee_id, place, labour = row[0], row[1], row[2]
        if wages:
            past = summed.get(payee_id)
        else:
            kind = Labour(labour) if labour else None
            past = calculation.summed(calculation.counted(payer_of(row), kind, monthly.get(payee_id, []), month))
        # most payees are alike in all that decides
        alike = (*row[2:_DECIDING], None if past is None else (past.first, past.months))
        decided = known.get(alike)
        if decided is None:
            found = calculation.decide(payer_of(row), part.item, Labour(labour) if labour else None, month, past)
            decided = known[alike] = found if isinstance(found, Failed) else found.at(month)
        if isinstance(decided, Failed):
            yield payee_id, place, 0, 0, decided.value
            continue
        now = Now(*row[_DECIDING:])
        if payee_id in merged:
            now = now.plus(merged[payee_id])
        balance = decided.due(past, now)
        yield payee_id, place, max(balance, 0), min(balance, 0), ""


def _single(connection: Connection, part: Part) -> Iterator[Outcome]:
    month, key = part.key.month, part.key
    others = [each for each in months.in_force(connection, key.unit_id, key.kind, month.year) if each != month]
    taken = history.taken(connection, key.unit_id, others, part.item, part.first, part.last)
    of_wages = (*_of(key, Item.wages), income_rows.c.payee_id.between(part.first, part.last))
    waged = set(connection.execute(select(income_rows.c.payee_id).where(*of_wages)).scalars())
    wanted = payers(key, part.item, *PARTS).where(income_rows.c.payee_id.between(part.first, part.last))
    before: tuple[int, list[Payment]] = (0, [])
    for row in connection.execute(wanted).all():
        one = single_of(part.item, row)
        payer = payer_of(row)
        failed = calculation.failed_single(payer, one, taken=row.payee_id in taken, has_wages=row.payee_id in waged)
        if failed is not None or one.merged:
            yield row.payee_id, row.place, 0, 0, "" if failed is None else failed.value
            continue
        before = before if before[0] == row.payee_id else (row.payee_id, [])
        outcome = calculation.single(one, month, before[1] if calculation.continues(one.labour) else ())
        if calculation.continues(one.labour):
            before[1].append(calculation.payment_of(one.parts, outcome.due.amount))
        yield row.payee_id, row.place, in_cents(outcome.due.amount), in_cents(outcome.carried), ""


def single_of(item: Item, row: Row[Any]) -> Single:
    """A row that was selected with `PARTS`."""
    return Single(item, history.parts_in(row), Labour(row.labour) if row.labour else None, bool(row.merged))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _named(part: Part) -> dict[str, Any]:
    return dict(zip(_PART, (part.key.unit_id, part.key.period, part.item.value), strict=True))


def _of(key: Key, item: Item) -> tuple[Any, ...]:
    return income_rows.c.unit_id == key.unit_id, income_rows.c.period == key.period, income_rows.c.item == item.value


def _in(part: Part) -> tuple[Any, ...]:
    return *_of(part.key, part.item), income_rows.c.payee_id.between(part.first, part.last)
