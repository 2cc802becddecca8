"""A unit's books, as tests keep them: payees put into the store as others leave them, and a clerk's session that has the unit open."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, update

from etax_client.domain.filing.income import IncomeRow, Item, Labour, ReturnKind
from etax_client.domain.filing.returns import MonthReturn
from etax_client.domain.filing.taxes.calculation import Failed
from etax_client.domain.filing.taxes.pages import RowChange, Saved
from etax_client.domain.refusals import Refused
from etax_client.domain.withholding.months import Month
from etax_client.server.services.filing.district import Filing
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import payees, tax_accounts
from tests.server.running import Caller, Running

UNIT = 2
"""A unit of the demo's for which nothing has been entered."""
OCTOBER = Month(2026, 10)
"""The month to declare: the clock of tests stands in November 2026."""


@dataclass
class Books:
    """What one clerk does in one unit, by the services."""

    server: Running
    caller: Caller
    session: Session
    unit: int = UNIT

    @property
    def filing(self) -> Filing:
        return self.server.services.filing

    def hire(self, *employments: str, **facts: str) -> list[int]:
        """So many payees, who may be declared; the same facts are said of each."""
        now = self.server.clock.now()
        with self.server.services.store.write() as connection:
            made: list[int] = []
            for employment in employments:
                serial = len(made) + int(facts.get("serial", "1")) * 100
                row = {
                    "unit_id": self.unit,
                    "name": f"员工{serial}",
                    "document_type": "foreign_passport" if facts.get("abroad") else "resident_id",
                    "document_number": f"X{serial:08}",
                    "employment": employment,
                    "employed_from": "2020-03-01" if employment in ("employee", "insurance_agent") else "",
                    "report_state": "accepted",
                    "changed_at": now,
                    "changed_by": "",
                    **{name: value for name, value in facts.items() if name not in ("serial", "abroad")},
                }
                made.append(connection.execute(insert(payees).values(row).returning(payees.c.id)).scalar_one())
        return made

    def say(self, payee_id: int, **facts: str) -> None:
        """Something else of a payee, from now on."""
        with self.server.services.store.write() as connection:
            changed = {**facts, "changed_at": self.server.clock.now()}
            connection.execute(update(payees).where(payees.c.id == payee_id).values(changed))

    def account(self, **values: Any) -> None:
        """What bank and tax office have of the unit, as a tester says it."""
        with self.server.services.store.write() as connection:
            changed = update(tax_accounts).where(tax_accounts.c.unit_id == self.unit).values(values)
            if connection.execute(changed).rowcount == 0:
                connection.execute(insert(tax_accounts).values(unit_id=self.unit, **values))

    def fill(
        self, payee_id: int, income: float | str, month: Month = OCTOBER, item: Item = Item.wages, version: int = 0, **more: Any
    ) -> Saved | Refused:
        """A row for someone."""
        amounts = {name: Decimal(str(amount)) for name, amount in more.items() if name not in ("labour", "place", "merged", "remark")}
        rest = {name: value for name, value in more.items() if name in ("labour", "place", "merged", "remark")}
        row = IncomeRow(payee_id, {"income": Decimal(str(income)), **amounts}, **rest)
        return self.filing.incomes.save(self.session, self.unit, month, item, [RowChange(row, version)])

    async def calculate(self, month: Month = OCTOBER, kind: ReturnKind = ReturnKind.residents) -> MonthReturn:
        found = await self.filing.calculations.calculate(self.session, self.unit, month, kind)
        assert not isinstance(found, Refused), found
        return self.month(month, kind)

    def month(self, month: Month = OCTOBER, kind: ReturnKind = ReturnKind.residents) -> MonthReturn:
        desk = self.filing.desks.month(self.session, self.unit, month)
        return next(each for each in desk.returns if each.kind is kind)

    def taxes(self, month: Month = OCTOBER, item: Item = Item.wages) -> list[Decimal | Failed | None]:
        """By row."""
        page = self.filing.incomes.page(self.session, self.unit, month, item, limit=200)
        return [line.failed or line.tax for line in page.lines]

    def send(self, month: Month = OCTOBER, kind: ReturnKind = ReturnKind.residents) -> MonthReturn:
        """Sent, as it was looked at, and accepted."""
        sent = self.filing.returns.send(self.session, self.unit, month, kind, self.month(month, kind).version)
        assert isinstance(sent, MonthReturn), sent
        answered = self.filing.returns.answer(self.session, self.unit, month, kind)
        assert isinstance(answered, MonthReturn), answered
        return answered

    async def file(self, month: Month, *rows: tuple[int, float], item: Item = Item.wages, labour: Labour | None = None) -> MonthReturn:
        """A month from its rows to 申报成功."""
        for payee_id, income in rows:
            assert isinstance(self.fill(payee_id, income, month, item, labour=labour), Saved)
        await self.calculate(month)
        return self.send(month)


async def books(server: Running, account: str = "liming", unit: int = UNIT) -> Books:
    caller = await server.signed_in(account)
    assert (await caller.verify(unit)).status_code == 200
    session = server.services.sessions.find(caller.http.headers["Authorization"].removeprefix("Bearer "))
    assert isinstance(session, Session)
    return Books(server, caller, session, unit)


def yuan(*amounts: float | str) -> Sequence[Decimal]:
    return [Decimal(str(each)) for each in amounts]
