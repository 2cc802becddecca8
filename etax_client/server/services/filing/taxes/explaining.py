"""Why a row's tax is what it is, computed again from what is there now, with all that it is made of (CAL-08)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from etax_client.domain.filing.income import Item, Labour, RowKey, kind_of
from etax_client.domain.filing.taxes import calculation
from etax_client.domain.filing.taxes.calculation import CUMULATIVE, RULES, Failed, Single, Taxpayer
from etax_client.domain.filing.taxes.explanation import BonusWays, Explanation, explain, table_for
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.cumulative import PaidMonth, Withholding
from etax_client.domain.withholding.months import Month
from etax_client.domain.withholding.payments import Payment
from etax_client.server.services.filing import months
from etax_client.server.services.filing.months import Key
from etax_client.server.services.filing.open_units import OpenUnits
from etax_client.server.services.filing.taxes import history
from etax_client.server.services.filing.taxes.computing import payer_of, payers, single_of
from etax_client.server.services.filing.taxes.history import PARTS
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.why import because
from etax_client.server.store.tables import income_rows


@dataclass(frozen=True, slots=True)
class Explanations:
    """Raises Over where the unit is not open to the session, and StoreError."""

    units: OpenUnits

    def explain(self, session: Session, unit_id: int, month: Month, item: Item, row: RowKey) -> Explanation | Refused:
        with self.units.reading(session, unit_id) as connection:
            found = _Looking(connection, Key(unit_id, month, kind_of(item))).explained(item, row)
        if isinstance(found, Failed):
            return because(Refused(RefusalCode.not_calculated), f"calculation.{found}", RULES[item])
        return Refused(RefusalCode.not_found) if found is None else found


@dataclass(frozen=True, slots=True)
class _Looking:
    """One look at a month; `None` where there is no such row."""

    connection: Connection
    key: Key

    def explained(self, item: Item, at: RowKey) -> Explanation | Failed | None:
        rows = self._rows(item, at.payee_id)
        row = next((each for each in rows if each.place == at.place), None)
        if row is None:
            return None
        if item in CUMULATIVE:
            return self._cumulative(item, item, payer_of(row), row)
        return self._single(item, rows, row)

    def _rows(self, item: Item, payee_id: int) -> list[Any]:
        return list(self.connection.execute(payers(self.key, item, *PARTS).where(income_rows.c.payee_id == payee_id)))

    def _cumulative(self, item: Item, source: Item, payer: Taxpayer, row: Any, ways: BonusWays | None = None) -> Explanation | Failed:
        """A row of `item`, whose tax is that of the row of `source`."""
        found = self._cumulated(source, payer, row, self._bonus(row.payee_id))
        if isinstance(found, Failed):
            return found
        return explain(item, RULES[item], found[0], table_for(source)[0], found[1], ways=ways)

    def _cumulated(self, item: Item, payer: Taxpayer, row: Any, bonus: PaidMonth | None) -> tuple[Withholding, list[Month]] | Failed:
        key, payee_id, month = self.key, row.payee_id, self.key.month
        earlier = months.in_force(self.connection, key.unit_id, key.kind, month.year, month)
        of_item = history.wages_rows() if item is Item.wages else income_rows.c.item == item.value
        labour = Labour(row.labour) if row.labour else None
        past = history.monthly(self.connection, key.unit_id, earlier, of_item, payee_id, payee_id).get(payee_id, [])
        counting = calculation.counted(payer, labour, past, month)
        decided = calculation.decide(payer, item, labour, month, calculation.summed(counting))
        if isinstance(decided, Failed):
            return decided
        now = calculation.month_of(month, history.parts_in(row))
        if bonus is not None and item is Item.wages:
            now = calculation.together(now, bonus)
        return decided.explained([*counting, now]), [*(each.month for each in counting), month]

    def _single(self, item: Item, rows: list[Any], row: Any) -> Explanation | Failed:
        month, payer, one = self.key.month, payer_of(row), single_of(item, row)
        wages = next(iter(self._rows(Item.wages, row.payee_id)), None)
        failed = calculation.failed_single(payer, one, taken=self._is_taken(item, row.payee_id), has_wages=wages is not None)
        if failed is not None:
            return failed
        ways = self._ways(payer, wages, one) if item is Item.bonus and wages is not None else None
        if one.merged:
            return self._cumulative(item, Item.wages, payer, wages, ways)
        before: list[Payment] = []
        if calculation.continues(one.labour):
            for each in rows[: rows.index(row)]:
                paid = single_of(item, each)
                before.append(calculation.payment_of(paid.parts, calculation.single(paid, month, before).due.amount))
        table, spread = table_for(item)
        return explain(item, RULES[item], calculation.single(one, month, before), table, [month], spread, ways)

    def _ways(self, payer: Taxpayer, wages: Any, bonus: Single) -> BonusWays | None:
        """Both results, where there is a choice (CAL-04)."""
        if calculation.must_merge(self.key.month):
            return None
        added = calculation.month_of(self.key.month, bonus.parts)
        merged, apart = (self._cumulated(Item.wages, payer, wages, each) for each in (added, None))
        if isinstance(merged, Failed) or isinstance(apart, Failed):
            return None
        by_itself = calculation.single(bonus, self.key.month).due.amount
        return BonusWays(apart[0].due.amount + by_itself, merged[0].due.amount)

    def _bonus(self, payee_id: int) -> PaidMonth | None:
        """A bonus of the month that is added to the wages."""
        row = next((each for each in self._rows(Item.bonus, payee_id) if each.merged), None)
        return None if row is None else calculation.month_of(self.key.month, history.parts_in(row))

    def _is_taken(self, item: Item, payee_id: int) -> bool:
        key = self.key
        others = [each for each in months.in_force(self.connection, key.unit_id, key.kind, key.month.year) if each != key.month]
        return payee_id in history.taken(self.connection, key.unit_id, others, item, payee_id, payee_id)
