"""What a world brings of a unit's filing, laid when somebody first looks at it: months computed, and filed as if they had been sent."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from etax_client.domain.filing.income import Item, ReturnKind, kind_of, read_row
from etax_client.domain.filing.returns import Progress, ReturnState, ReturnType
from etax_client.domain.filing.taxes.payments import Agreement
from etax_client.domain.local_time import local_day
from etax_client.domain.units.tax_period import tax_period
from etax_client.domain.withholding.months import read_month
from etax_client.domain.withholding.quick import in_cents
from etax_client.server.services.filing import months
from etax_client.server.services.filing.months import Key
from etax_client.server.services.filing.taxes.computing import AT_ONCE, compute, next_part
from etax_client.server.services.filing.taxes.laid import Laid, WorldBank, WorldMonth, key_of
from etax_client.server.services.filing.taxes.lines import keep_lines
from etax_client.server.services.filing.taxes.rows import columns_of
from etax_client.server.store import meta
from etax_client.server.store.tables import income_rows, income_taxes, payees, returns, tax_accounts


def lacks(connection: Connection, unit_id: int) -> bool:
    """Whether something is still to be laid."""
    return meta.get(connection, key_of(unit_id)) is not None


def make(connection: Connection, unit_id: int, now: datetime) -> None:
    """What the unit still lacks, in the transaction of whoever looks or acts there first."""
    kept = meta.get(connection, key_of(unit_id))
    if kept is None:
        return
    meta.drop(connection, key_of(unit_id))
    laid = msgspec.json.decode(kept, type=Laid)
    if laid.bank is not None:
        _lay_bank(connection, unit_id, laid.bank)
    ids = dict(connection.execute(select(payees.c.document_number, payees.c.id).where(payees.c.unit_id == unit_id)).all())
    for month in sorted(laid.months, key=lambda month: -month.back):
        _lay_month(connection, unit_id, month, ids, now)


def _lay_bank(connection: Connection, unit_id: int, bank: WorldBank) -> None:
    months.revise(connection, unit_id)
    held = {"agreement": Agreement.valid.value, "known_agreement": Agreement.valid.value}
    said = {"bank": bank.bank, "account": bank.account, "balance": in_cents(Decimal(bank.balance))}
    connection.execute(update(tax_accounts).where(tax_accounts.c.unit_id == unit_id).values(**held, **said))


def _lay_month(connection: Connection, unit_id: int, month: WorldMonth, ids: Mapping[str, int], now: datetime) -> None:
    period = read_month(tax_period(now)).plus(-month.back)
    version, filled = months.revise(connection, unit_id), dict[Item, int]()
    rows = []
    for entry in month.incomes:
        item, row = read_row(entry, ids[entry["payee"]])
        said: dict[str, Any] = {"unit_id": unit_id, "period": str(period), "item": item.value, "version": version}
        rows.append(said | {"changed_at": now, "changed_by": ""} | columns_of(row))
        filled[item] = filled.get(item, 0) + 1
    if rows:
        connection.execute(insert(income_rows), rows)
    for kind in ReturnKind if month.filed else ():
        items = [item for item in filled if kind_of(item) is kind]
        if items:
            _file(connection, Key(unit_id, period, kind), items, now)


def _file(connection: Connection, key: Key, items: list[Item], now: datetime) -> None:
    for item in items:
        after = 0
        while (found := next_part(connection, key, item, after, AT_ONCE)) is not None:
            compute(connection, found[0])
            after = found[0].last
    codes = [item.value for item in items]
    of_rows, of_taxes = (
        (table.c.unit_id == key.unit_id, table.c.period == key.period, table.c.item.in_(codes)) for table in (income_rows, income_taxes)
    )
    people, income = connection.execute(
        select(func.count(income_rows.c.payee_id.distinct()), func.sum(income_rows.c.income)).where(*of_rows)
    ).one()
    tax = connection.execute(select(func.sum(income_taxes.c.due)).where(*of_taxes)).scalar_one()
    states = {"type": ReturnType.normal.value, "state": ReturnState.accepted.value, "number": 1}
    sums = {"people": people, "income": int(income), "tax": int(tax)}
    sent = {"sent_at": now, "sent_by": ""}
    return_id = connection.execute(insert(returns).values(**key.values, **states, **sums, **sent).returning(returns.c.id)).scalar_one()
    connection.execute(update(returns).where(returns.c.id == return_id).values(receipt=f"{local_day(now):%Y%m%d}{return_id:010}"))
    keep_lines(connection, key, return_id)
    revision = months.revise(connection, key.unit_id)
    more = {"in_force": return_id, "changed": revision, "calculated": revision, "calculated_at": now}
    months.write(connection, key, months.read(connection, key), Progress(in_force=True), **more)
