"""备注 of rows in which 60,000 is deducted at once, as the announcement wants it on the return (CAL-02)."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, select, update

from etax_client.domain.filing.income import LONGEST_REMARK
from etax_client.domain.filing.people_rules import NO
from etax_client.domain.filing.taxes.pages import AT_ONCE_REMARK, BESIDE_REMARK
from etax_client.server.store.tables import basic_choices, income_rows, payees

_REMARK = income_rows.c.remark
_SAID = _REMARK.contains(AT_ONCE_REMARK, autoescape=True)
_HAS_ROOM = func.length(_REMARK) <= LONGEST_REMARK - len(BESIDE_REMARK)


def remark(connection: Connection, unit_id: int, year: int, rows: ColumnElement[bool]) -> None:
    """Said of these rows where the year's choice is to deduct at once, and taken back where it no longer is; a clerk's own remark stays."""
    if connection.execute(select(basic_choices.c.unit_id).where(*_of(unit_id, year)).limit(1)).first() is None:
        return
    said = case((_REMARK == "", AT_ONCE_REMARK), else_=_REMARK + BESIDE_REMARK)
    wanted = _chosen(unit_id, year).where(basic_choices.c.at_once == 1, payees.c.takes_basic_deduction != NO)
    connection.execute(update(income_rows).where(rows, ~_SAID, _HAS_ROOM, income_rows.c.payee_id.in_(wanted)).values(remark=said))
    taken_back = func.replace(func.replace(_REMARK, BESIDE_REMARK, ""), AT_ONCE_REMARK, "")
    unwanted = _chosen(unit_id, year).where((basic_choices.c.at_once == 0) | (payees.c.takes_basic_deduction == NO))
    connection.execute(update(income_rows).where(rows, _SAID, income_rows.c.payee_id.in_(unwanted)).values(remark=taken_back))


def _chosen(unit_id: int, year: int) -> Any:
    return select(basic_choices.c.payee_id).join(payees, payees.c.id == basic_choices.c.payee_id).where(and_(*_of(unit_id, year)))


def _of(unit_id: int, year: int) -> tuple[ColumnElement[bool], ...]:
    return basic_choices.c.unit_id == unit_id, basic_choices.c.year == year
