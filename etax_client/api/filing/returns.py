"""What is done in an open unit, as functions of domain values: income, tax, returns, payments (INC, CAL, SUB, PAY, QRY)."""

from collections.abc import Sequence
from decimal import Decimal

from etax_client.api.replies import Asker
from etax_client.domain.filing.income import Item, ReturnKind, RowKey
from etax_client.domain.filing.returns import Marked, MonthDesk, MonthReturn, SentReturn
from etax_client.domain.filing.taxes.explanation import Explanation
from etax_client.domain.filing.taxes.pages import (
    AtOnce,
    Calculated,
    EarlierRows,
    FailedRows,
    IncomePage,
    IncomeSums,
    IncomeWarnings,
    RowChange,
    RowRemoval,
    Saved,
)
from etax_client.domain.filing.taxes.payments import BankAccount, Method, Payment
from etax_client.domain.filing.taxes.records import DeclaredLines, PersonYear
from etax_client.domain.refusals import Refused
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.wire.filing import income, payments, returns


class Filing:
    """A unit by its id, a month as YYYY-MM; each returns what was asked for or a Refused, only Accidents are raised."""

    def __init__(self, asking: Asker) -> None:
        self._asking = asking

    async def month(self, unit_id: int, period: str) -> MonthDesk | Refused:
        """What the desk shows (FLW-01)."""
        return await self._asking.ask("GET", income.month(unit_id, period), MonthDesk)

    async def watch_month(self, unit_id: int, period: str, seen: int | None, wait: int = LONGEST_WAIT) -> MonthDesk | Refused:
        """The same, as soon as the unit's revision is another than `seen`, or after `wait` seconds (FLW-04)."""
        query = {"wait": str(wait), **({} if seen is None else {"seen": str(seen)})}
        return await self._asking.wait_for(income.month(unit_id, period), MonthDesk, query, wait)

    async def rows(
        self, unit_id: int, period: str, item: Item, *, after: RowKey | None = None, at: int = 0, limit: int = 50
    ) -> IncomePage | Refused:
        """Up to `limit` rows of an item by payee, from place `at` or `after` a row (INC-01)."""
        query = {"limit": str(limit), **({"at": str(at)} if after is None else _after(after))}
        return await self._asking.ask("GET", income.item(unit_id, period, item), IncomePage, query=query)

    async def sums(self, unit_id: int, period: str, item: Item) -> IncomeSums | Refused:
        """What stands below the sheet (INC-03)."""
        return await self._asking.ask("GET", income.sums(unit_id, period, item), IncomeSums)

    async def save(
        self, unit_id: int, period: str, item: Item, changes: Sequence[RowChange], removals: Sequence[RowRemoval] = ()
    ) -> Saved | Refused:
        """A block of rows, all of it or nothing (FLW-04)."""
        rows, removed = [income.spelled(each) for each in changes], [income.spelled_removal(each) for each in removals]
        request = income.SaveRowsRequest(rows, removed)
        return await self._asking.ask("POST", income.rows(unit_id, period, item), Saved, request)

    async def clear(self, unit_id: int, period: str, item: Item) -> Saved | Refused:
        """清除数据 (INC-01)."""
        return await self._asking.ask("DELETE", income.item(unit_id, period, item), Saved)

    async def earlier(self, unit_id: int, period: str, item: Item) -> tuple[EarlierRows, ...] | Refused:
        """The months from which rows may be copied, the newest first (INC-04)."""
        return await self._asking.ask("GET", income.copies(unit_id, period, item), tuple[EarlierRows, ...])

    async def copy(self, unit_id: int, period: str, item: Item, source: str) -> Saved | Refused:
        """复制往期数据 of the month `source` (INC-04)."""
        request = income.CopyRowsRequest(source)
        return await self._asking.ask("POST", income.copies(unit_id, period, item), Saved, request)

    async def zeros(self, unit_id: int, period: str) -> Saved | Refused:
        """生成零工资记录 (INC-04)."""
        return await self._asking.ask("POST", income.zero_wages(unit_id, period), Saved)

    async def explain(self, unit_id: int, period: str, item: Item, row: RowKey) -> Explanation | Refused:
        """Why a row's tax is what it is (CAL-08)."""
        return await self._asking.ask("GET", income.explanation(unit_id, period, item, row.payee_id, row.place), Explanation)

    async def offered_at_once(self, unit_id: int, year: int) -> tuple[AtOnce, ...] | Refused:
        """减除费用扣除确认 (CAL-02)."""
        return await self._asking.ask("GET", income.at_once(unit_id, year), tuple[AtOnce, ...])

    async def choose_at_once(self, unit_id: int, year: int, payees: Sequence[int], at_once: bool) -> tuple[AtOnce, ...] | Refused:
        """Whether these are deducted 60,000 at once (CAL-02)."""
        request = income.ChoiceRequest(list(payees), at_once)
        return await self._asking.ask("PUT", income.at_once(unit_id, year), tuple[AtOnce, ...], request)

    async def calculate(self, unit_id: int, period: str, kind: ReturnKind) -> Calculated | Refused:
        """税款计算 of a whole return (CAL-02)."""
        return await self._asking.ask("POST", income.calculation(unit_id, period, kind), Calculated)

    async def stop_calculation(self, unit_id: int, period: str, kind: ReturnKind) -> Refused | None:
        """One that is under way (FLW-06)."""
        return await self._asking.tell("DELETE", income.calculation(unit_id, period, kind))

    async def failed(self, unit_id: int, period: str, kind: ReturnKind) -> FailedRows | Refused:
        """Rows without a tax (CAL-09)."""
        return await self._asking.ask("GET", income.failures(unit_id, period, kind), FailedRows)

    async def warnings(self, unit_id: int, period: str, kind: ReturnKind) -> IncomeWarnings | Refused:
        """What looks wrong, and holds nothing up (INC-05)."""
        return await self._asking.ask("GET", income.warnings(unit_id, period, kind), IncomeWarnings)

    async def send(self, unit_id: int, period: str, kind: ReturnKind, version: int) -> MonthReturn | Refused:
        """发送申报 of what was looked at (SUB-02)."""
        return await self._asking.ask("POST", returns.returns(unit_id, period, kind), MonthReturn, returns.SendRequest(version))

    async def answer(self, unit_id: int, period: str, kind: ReturnKind) -> MonthReturn | Refused:
        """立即获取 (SUB-02)."""
        return await self._asking.ask("POST", returns.answer(unit_id, period, kind), MonthReturn)

    async def correct(self, unit_id: int, period: str, kind: ReturnKind) -> MonthReturn | Refused:
        """更正 (SUB-03)."""
        return await self._asking.ask("POST", returns.correction(unit_id, period, kind), MonthReturn)

    async def withdraw(self, unit_id: int, period: str, kind: ReturnKind) -> MonthReturn | Refused:
        """撤销更正 (SUB-03)."""
        return await self._asking.ask("DELETE", returns.correction(unit_id, period, kind), MonthReturn)

    async def void(self, unit_id: int, period: str, kind: ReturnKind) -> MonthReturn | Refused:
        """作废 (SUB-03)."""
        return await self._asking.ask("POST", returns.voiding(unit_id, period, kind), MonthReturn)

    async def marked(self, unit_id: int, year: int) -> tuple[Marked, ...] | Refused:
        """Later months that must be sent again (SUB-03)."""
        return await self._asking.ask("GET", returns.marked(unit_id, year), tuple[Marked, ...])

    async def redo(self, unit_id: int, year: int) -> tuple[Marked, ...] | Refused:
        """All of them computed anew, in order (SUB-03)."""
        return await self._asking.ask("POST", returns.marked(unit_id, year), tuple[Marked, ...])

    async def versions(self, unit_id: int, year: int) -> tuple[SentReturn, ...] | Refused:
        """单位申报记录 (QRY-01)."""
        return await self._asking.ask("GET", returns.versions(unit_id, year), tuple[SentReturn, ...])

    async def lines(
        self, unit_id: int, return_id: int, item: Item, *, after: RowKey | None = None, limit: int = 50
    ) -> DeclaredLines | Refused:
        """A version's rows, as they were sent (SUB-03)."""
        query = {"item": item.value, "limit": str(limit), **({} if after is None else _after(after))}
        return await self._asking.ask("GET", returns.lines(unit_id, return_id), DeclaredLines, query=query)

    async def person(self, unit_id: int, year: int, payee_id: int) -> PersonYear | Refused:
        """个人扣缴明细 (QRY-01)."""
        return await self._asking.ask("GET", returns.person(unit_id, year, payee_id), PersonYear)

    async def payments(self, unit_id: int, period: str) -> tuple[Payment, ...] | Refused:
        """A month's payments."""
        return await self._asking.ask("GET", payments.payments(unit_id, period), tuple[Payment, ...])

    async def pay(
        self, unit_id: int, period: str, kind: ReturnKind, method: Method, amount: Decimal, late_fee: Decimal
    ) -> Payment | Refused:
        """立即缴款, or a voucher, of the sums that were shown (PAY-01, PAY-02)."""
        request = payments.payment(method, amount, late_fee)
        return await self._asking.ask("POST", payments.new_payment(unit_id, period, kind), Payment, request)

    async def query_payment(self, unit_id: int, payment_id: int) -> Payment | Refused:
        """What has become of a payment (PAY-01)."""
        return await self._asking.ask("POST", payments.query(unit_id, payment_id), Payment)

    async def cancel_payment(self, unit_id: int, payment_id: int) -> Payment | Refused:
        """A voucher that was not paid (PAY-02)."""
        return await self._asking.ask("POST", payments.cancellation(unit_id, payment_id), Payment)

    async def agreement(self, unit_id: int) -> BankAccount | Refused:
        """What the unit knows of its 三方协议 (PAY-01)."""
        return await self._asking.ask("GET", payments.agreement(unit_id), BankAccount)

    async def renew_agreement(self, unit_id: int) -> BankAccount | Refused:
        """更新三方协议 (PAY-01)."""
        return await self._asking.ask("POST", payments.agreement(unit_id), BankAccount)


def _after(row: RowKey) -> dict[str, str]:
    return {"after": str(row.payee_id), "after_place": str(row.place)}
