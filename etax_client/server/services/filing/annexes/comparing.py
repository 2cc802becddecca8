"""What a return's annexes state beside what its rows of income say: by sums, and payee by payee (SUB-01)."""

from typing import Any

from sqlalchemy import Connection, Select, case, func, literal, or_, select, union_all

from etax_client.domain.filing.annexes.annexes import COUNTED, Annex, AnnexSums, Difference, Differences
from etax_client.domain.filing.income import Item, items_of
from etax_client.domain.withholding.figures import ZERO
from etax_client.domain.withholding.quick import in_yuan
from etax_client.server.services.filing.months import Key
from etax_client.server.services.filing.taxes.rows import of_month
from etax_client.server.store.tables import annex_lines, income_rows, payees

MOST_SHOWN = 1_000


def sums(connection: Connection, key: Key) -> tuple[AnnexSums, ...]:
    """Of each annex that applies: something stands in a column that it is about, or in itself."""
    if not _applies(connection, key):
        return ()
    both, lines = _compared(key).subquery(), _counted_lines(connection, key)
    differ = func.sum(case((both.c.wanted != both.c.stated, 1), else_=0))
    wanted = select(both.c.counted, func.sum(both.c.wanted), func.sum(both.c.stated), differ).group_by(both.c.counted)
    found: dict[Annex, AnnexSums] = {}
    for counted, income, stated, differences in connection.execute(wanted):
        annex = COUNTED[counted]
        before = found.get(annex, AnnexSums(annex, ZERO, ZERO, lines.get(annex.value, 0), 0))
        amounts = before.wanted + in_yuan(int(income)), before.stated + in_yuan(int(stated))
        found[annex] = AnnexSums(annex, *amounts, before.lines, before.differences + int(differences))
    return tuple(found[annex] for annex in Annex if annex in found)


def differences(connection: Connection, key: Key) -> Differences:
    """By annex, column and payee."""
    both = _compared(key).subquery()
    differ = (
        select(both, payees.c.name, payees.c.document_number)
        .join(payees, payees.c.id == both.c.payee_id)
        .where(both.c.wanted != both.c.stated)
    )
    total = connection.execute(select(func.count()).select_from(differ.subquery())).scalar_one()
    rows = connection.execute(differ.order_by(both.c.counted, both.c.item, both.c.payee_id).limit(MOST_SHOWN)).all()
    return Differences(tuple(_difference(row) for row in rows), total)


def _difference(row: Any) -> Difference:
    who, amounts = (row.payee_id, row.name, row.document_number), (in_yuan(int(row.wanted)), in_yuan(int(row.stated)))
    return Difference(COUNTED[row.counted], row.counted, Item(row.item), *who, *amounts)


def _applies(connection: Connection, key: Key) -> bool:
    """Nearly always not, and asked whenever a month is looked at."""
    some = or_(*(income_rows.c[name] != 0 for name in COUNTED))
    rows = select(income_rows.c.payee_id).where(*of_month(key.unit_id, key.period, items_of(key.kind)), some)
    lines = select(annex_lines.c.payee_id).where(*of_return(key))
    return any(connection.execute(wanted.limit(1)).first() is not None for wanted in (rows, lines))


def _counted_lines(connection: Connection, key: Key) -> dict[str, int]:
    counted = select(annex_lines.c.annex, func.count().label("lines")).where(*of_return(key)).group_by(annex_lines.c.annex)
    return {row.annex: row.lines for row in connection.execute(counted)}


def _compared(key: Key) -> Select[Any]:
    """Of each payee in each item what a column has, and what the lines behind it state."""
    rows, lines = income_rows.c, annex_lines.c
    of_rows = of_month(key.unit_id, key.period, items_of(key.kind))
    nothing = literal(0)
    stated = select(lines.counted, lines.item, lines.payee_id, nothing.label("wanted"), lines.amount.label("stated")).where(*of_return(key))
    parts = [
        select(literal(name).label("counted"), rows.item, rows.payee_id, rows[name].label("wanted"), nothing.label("stated")).where(
            *of_rows, rows[name] != 0
        )
        for name in COUNTED
    ]
    every = union_all(stated, *parts).subquery()
    same = (every.c.counted, every.c.item, every.c.payee_id)
    return select(*same, func.sum(every.c.wanted).label("wanted"), func.sum(every.c.stated).label("stated")).group_by(*same)


def of_return(key: Key, source: Any = annex_lines) -> tuple[Any, ...]:
    return source.c.unit_id == key.unit_id, source.c.period == key.period, source.c.kind == key.kind.value
