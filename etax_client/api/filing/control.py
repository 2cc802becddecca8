"""What testers see and fix of a unit's filing, a part of the tester's door."""

from datetime import date

from etax_client.api.control_door import Door
from etax_client.domain.filing.deductions.sums import WaitingClaims
from etax_client.domain.filing.people_list import Feedback, PayeeLine
from etax_client.domain.filing.people_states import Outcome
from etax_client.domain.filing.taxes.payments import Payment
from etax_client.domain.testing.filing_views import FilingSeen
from etax_client.domain.withholding.deadlines import Deadline
from etax_client.wire.control import filing, payees


class FilingVerbs:
    """Those of `Control` that are about a unit's filing."""

    _door: Door

    async def read_filing(self, unit: str) -> FilingSeen:
        """A unit's bank, the answers that are fixed, what was sent and paid."""
        return await self._door.ask(filing.READ_FILING, which=unit)

    async def set_bank(self, unit: str, request: filing.BankRequest) -> FilingSeen:
        """Its agreement, balance, and what the bank answers to the next debit (PAY-01)."""
        return await self._door.order(filing.SET_BANK, request, which=unit)

    async def set_answer(self, unit: str, refused_because: str | None = None) -> FilingSeen:
        """What the tax office answers to the return that waits, else to the next one (SUB-02)."""
        return await self._door.order(filing.SET_ANSWER, filing.AnswerRequest(refused_because), which=unit)

    async def set_deadline(self, period: str, day: date | None = None) -> Deadline:
        """Until when a month is to be declared in this world; None: as announced (FLW-01)."""
        return await self._door.order(filing.SET_DEADLINE, filing.DeadlineRequest(day), period=period)

    async def pay_voucher(self, number: str) -> Payment:
        """As whoever goes to the bank with it (PAY-02)."""
        return await self._door.ask(filing.PAY_VOUCHER, number=number)

    async def payees(self, unit: str, after: int = 0) -> tuple[PayeeLine, ...]:
        """500 of the people whom a unit pays, in the order in which they were added (PER-01)."""
        return (await self._door.ask(payees.LIST_PAYEES, query={"after": str(after)}, which=unit)).payees

    async def add_payee(self, unit: str, **said: str) -> PayeeLine:
        """Someone more, with the fields and states that a world's file has for them (docs/worlds.md)."""
        return await self._door.order(payees.ADD_PAYEE, payees.AddPayeeRequest(said), which=unit)

    async def set_outcome(self, unit: str, number: str, outcome: Outcome | None, reason: str = "") -> PayeeLine:
        """What the register says of whoever has the document's number; None: what the world's people make of it (PER-04)."""
        return await self._door.order(payees.SET_OUTCOME, payees.OutcomeRequest(outcome, reason), which=unit, number=number)

    async def report_payees(self, unit: str) -> Feedback:
        """报送 of all who are to be reported, answered at once (PER-04)."""
        return await self._door.ask(payees.REPORT_PAYEES_NOW, which=unit)

    async def file_deduction(self, unit: str, number: str, **said: str) -> WaitingClaims:
        """What an employee files in the APP, with the fields of a world's file; what waits to be downloaded (DED-02)."""
        return await self._door.order(payees.FILE_DEDUCTION, payees.FileDeductionRequest(said), which=unit, number=number)
