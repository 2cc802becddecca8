"""Later months after a correction: which must be computed and sent again, in order, and one order to compute them (SUB-03)."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from etax_client.domain.filing.income import ReturnKind, items_of
from etax_client.domain.filing.returns import Marked
from etax_client.domain.refusals import Refused
from etax_client.domain.withholding.months import Month, read_month
from etax_client.domain.withholding.quick import in_yuan
from etax_client.server.services.filing import months
from etax_client.server.services.filing.months import Key
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.taxes.calculating import Calculations, Run
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import filing_months, income_taxes, returns


@dataclass(frozen=True, slots=True)
class Redoing:
    """All raise Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits
    calculations: Calculations

    def marked(self, session: Session, unit_id: int, year: int) -> tuple[Marked, ...]:
        """A year's months that wait to be sent again, in order, with the tax in force and the new one if it is computed."""
        with self.units.reading(session, unit_id) as connection:
            return tuple(self._marked(connection, unit_id, year))

    async def compute(self, session: Session, unit_id: int, year: int, once: Once = UNKEYED) -> tuple[Marked, ...] | Refused:
        """Begin a correction of each and compute it, in order; what is done stays done where one of them stops."""
        keys = [Key(unit_id, read_month(each.period), ReturnKind.residents) for each in self.marked(session, unit_id, year)]

        def finish(connection: Connection) -> tuple[Marked, ...]:
            return once.keep(connection, tuple(self._marked(connection, unit_id, year)))

        return await self.calculations.run(session, unit_id, Run(keys, correct=True), finish)

    def _marked(self, connection: Connection, unit_id: int, year: int) -> list[Marked]:
        columns = filing_months.c
        mine = (columns.unit_id == unit_id, columns.kind == ReturnKind.residents.value, columns.redo == 1)
        of_year = (*mine, columns.period >= str(Month(year, 1)), columns.period <= str(Month(year, 12)))
        wanted = select(columns.period, returns.c.tax).join(returns, returns.c.id == columns.in_force).where(*of_year)
        found = []
        for period, tax in connection.execute(wanted.order_by(columns.period)):
            key = Key(unit_id, read_month(period), ReturnKind.residents)
            kept, taxes = months.read(connection, key), income_taxes.c
            new = None
            if kept.progress.correcting and kept.calculated is not None and not months.is_outdated(kept):
                of_month = (taxes.unit_id == unit_id, taxes.period == period, taxes.item.in_(items_of(key.kind)))
                new = in_yuan(int(connection.execute(select(func.sum(taxes.due)).where(*of_month)).scalar_one() or 0))
            found.append(Marked(period, kept.progress.stage, in_yuan(tax), new))
        return found
