"""【预填扣除信息】: which rows of a month's wages would say something else by what their payees claim (DED-02, INC-04).

They are saved as whatever a clerk fills in is, with their versions; saving the old ones again takes it back.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from etax_client.domain.filing.deductions.sums import Prefill, PrefillPage
from etax_client.domain.filing.income import Item as IncomeItem
from etax_client.domain.withholding.months import Month
from etax_client.server.services.filing.deductions.kept import NOTHING, as_columns, of_some
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.taxes.rows import row_of
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import income_rows, payees

_ROWS = select(income_rows, payees.c.name, payees.c.employed_from, payees.c.left_on).join(payees, payees.c.id == income_rows.c.payee_id)


@dataclass(frozen=True, slots=True)
class Prefilling:
    """Raises Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits

    def page(self, session: Session, unit_id: int, month: Month, *, after: int | None = None, limit: int) -> PrefillPage:
        """Up to `limit` rows are looked at, those after a payee."""
        columns = income_rows.c
        mine = (columns.unit_id == unit_id, columns.period == str(month), columns.item == IncomeItem.wages.value)
        wanted = _ROWS.where(*mine, columns.payee_id > (after or 0)).order_by(columns.payee_id).limit(limit)
        with self.units.reading(session, unit_id) as connection:
            rows = connection.execute(wanted).all()
            claimed = of_some(connection, [row.payee_id for row in rows])
        lines = []
        for row in rows:
            amounts = claimed.get(row.payee_id, NOTHING).amounts(month, _day(row.employed_from), _day(row.left_on))
            filled, new = row_of(IncomeItem.wages, row), as_columns(amounts)
            if any(filled.amount(name) != amount for name, amount in new.items()):
                lines.append(Prefill(filled, row.version, row.name, new))
        return PrefillPage(tuple(lines), len(rows), rows[-1].payee_id if len(rows) == limit else None)


def _day(spelled: str) -> date | None:
    return date.fromisoformat(spelled) if spelled else None
