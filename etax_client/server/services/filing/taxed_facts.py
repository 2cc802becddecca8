"""What is said of a payee and decides a tax; where it changes, the months that were computed from it are outdated (CAL-09)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from etax_client.domain.filing.income import Item, kind_of
from etax_client.domain.withholding.months import read_month
from etax_client.server.services.filing import months
from etax_client.server.store.tables import income_rows

FACTS = ("employment", "employed_from", "left_on", "first_year", "takes_basic_deduction", "person_state", "report_state", "document_type")
"""Columns of `payees`."""
_AT_ONCE = 500


def decides(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a payee's tax may be another with what is `new`; columns that it does not say stay as they are."""
    return any(name in new and new[name] != old[name] for name in FACTS)


def changed(connection: Connection, unit_id: int, payee_ids: Iterable[int], **who: Any) -> None:
    """Whatever has a row of one of them is to be computed anew, and a calculation that is under way stops."""
    ids, found = sorted(set(payee_ids)), set()
    for start in range(0, len(ids), _AT_ONCE):
        theirs = (income_rows.c.unit_id == unit_id, income_rows.c.payee_id.in_(ids[start : start + _AT_ONCE]))
        rows = connection.execute(select(income_rows.c.period, income_rows.c.item).where(*theirs).distinct())
        found |= {months.Key(unit_id, read_month(row.period), kind_of(Item(row.item))) for row in rows}
    if not found:
        return
    revision = months.revise(connection, unit_id)
    for key in found:
        months.touch(connection, key, revision, **who)
