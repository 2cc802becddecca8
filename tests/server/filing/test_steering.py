"""What testers fix of a unit's filing holds for what its clerks do next (SUB-02, PAY-01, PAY-02)."""

from datetime import date

import pytest

from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.returns import ReturnState
from etax_client.domain.filing.taxes.payments import Method, Payment, PaymentState
from etax_client.server.world.world_file import WorldError, parse_world
from tests.acts.filers import filed, filled
from tests.server.control.testers import at_the_door
from tests.server.filing.books import OCTOBER, UNIT


async def test_the_next_answer_or_the_one_that_waits_is_fixed() -> None:
    """SUB-02."""
    async with at_the_door() as tester:
        ours, _ = await filled(tester.server)
        await tester.put(f"/units/{UNIT}/next-answer", {"refused_because": "不予受理"})
        month = await ours.calculate()
        ours.filing.returns.send(ours.session, ours.unit, OCTOBER, ReturnKind.residents, month.version)
        seen = await tester.put(f"/units/{UNIT}/next-answer", {})
        assert (seen["next_refusal"], seen["returns"][0]["state"]) == (None, "processing")
        await ours.server.manual.advance(30)
        last = ours.month().last
        assert last is not None
        assert last.state is ReturnState.accepted


async def test_bank_and_vouchers_are_in_a_testers_hand() -> None:
    """PAY-01, PAY-02."""
    async with at_the_door() as tester:
        ours = await filed(tester.server)
        bank = {"agreement": "invalid", "balance": "5.00", "bank": "示例银行", "next_outcome": "paid"}
        seen = await tester.put(f"/units/{UNIT}/bank", bank)
        assert (seen["agreement"], seen["known_agreement"], seen["balance"], seen["next_outcome"]) == ("invalid", "valid", "5.00", "paid")
        month = ours.month()
        sums = (month.unpaid, month.late_fee)
        made = ours.filing.payments.order(ours.session, ours.unit, OCTOBER, ReturnKind.residents, Method.voucher, *sums)
        assert isinstance(made, Payment)
        paid = await tester.post(f"/vouchers/{made.voucher}/payment")
        assert paid["state"] == PaymentState.paid
        assert ours.month().unpaid == 0


async def test_a_world_has_deadlines_of_its_own() -> None:
    """FLW-01, SUB-04: by its file, or by a tester; whoever follows the month hears of it; without a day it is as announced."""
    async with at_the_door() as tester:
        ours = await filed(tester.server)
        before = ours.filing.desks.month(ours.session, UNIT, OCTOBER)
        assert (before.deadline, ours.month().late_days) == (date(2026, 11, 16), 4)
        told = await tester.put(f"/deadlines/{OCTOBER}", {"day": "2026-11-18"})
        month = ours.filing.desks.month(ours.session, UNIT, OCTOBER)
        assert (told["day"], month.deadline, ours.month().late_days) == ("2026-11-18", date(2026, 11, 18), 2)
        assert month.revision > before.revision
        assert (await tester.put(f"/deadlines/{OCTOBER}", {}))["day"] == "2026-11-16"
        assert (await tester.ask("PUT", f"/deadlines/{OCTOBER}", {"day": "2026-10-31"})).status_code == 422
    head = 'account_password = "Etax@2026"\ndeclaration_password = "Unit2026a"\n[deadlines]\n'
    assert parse_world(f"{head}2026-11 = 2026-12-21").deadlines == {"2026-11": date(2026, 12, 21)}
    with pytest.raises(WorldError):
        parse_world(f"{head}november = 2026-12-21")
