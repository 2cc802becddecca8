"""A unit's filing on the trainer's page: bank, answers, vouchers, the register, what employees file (PER-04, DED-02, SUB-02, PAY-01)."""

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from etax_client.domain.filing.taxes.payments import BankOutcome, Method, Payment
from etax_client.server.services.testing.filings import Filings
from tests.pages.trainer.test_bureau_desk import PAGE, trainer
from tests.server.filing.books import OCTOBER, UNIT, Books, books
from tests.server.testing.journal import Door, door_open

FILING = f"{PAGE}/filing"
SECOND = "91440199MA0QJ0207Y"


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with door_open() as one:
        yield one


@pytest.fixture
async def ours(door: Door) -> Books:
    """October in force, of one employee; another one is still to be reported."""
    found = await books(door.server)
    [one] = found.hire("employee", takes_basic_deduction="no")
    found.hire("employee", serial="2", report_state="pending")
    await found.file(OCTOBER, (one, 30_000))
    return found


async def test_bank_and_answers_are_fixed(door: Door, ours: Books) -> None:
    """What is wrong is said beside its field, and nothing is done then; markup in a name is text."""
    services = door.server.services
    filings = Filings(services.store, services.clock, services.news)
    one = await trainer(door, f"{FILING}?unit={SECOND}")
    assert ("申报成功" in one.text, "2026-10 申报期限 2026-11-16" in one.text) == (True, True)
    for balance in ("NaN", "-1", "1.001", "1e999", "千"):
        await one.send(f"{FILING}/bank", agreement="valid", bank="银行", account="6222", balance=balance, next="")
        assert (one.status, "最多两位小数" in one.text) == (422, True), balance
        await one.open(f"{FILING}?unit={SECOND}")
    await one.send(f"{FILING}/bank", agreement="valid", bank="<b>银行", account="6222", balance="1,250.50", next="insufficient")
    seen = filings.seen(UNIT)
    assert (seen.bank, seen.balance, seen.next_outcome) == ("<b>银行", Decimal("1250.50"), BankOutcome.insufficient)
    assert "<b>银行" not in one.html
    await one.send(f"{FILING}/bank", agreement="valid", bank="", account="", balance="0", next="")
    assert filings.seen(UNIT).next_outcome is None
    await one.send(f"{FILING}/answer", reason="材料不全")
    assert filings.seen(UNIT).next_refusal == "材料不全"
    await one.send(f"{FILING}/answer", reason="")
    assert filings.seen(UNIT).next_refusal is None
    await one.open(f"{FILING}?unit=nobody")
    assert (one.status, "没有该企业" in one.text) == (422, True)


async def test_a_voucher_is_paid_and_people_are_reported_once_one_is_sure(door: Door, ours: Books) -> None:
    due = ours.month()
    made = ours.filing.payments.order(ours.session, ours.unit, OCTOBER, due.kind, Method.voucher, due.unpaid, due.late_fee)
    assert isinstance(made, Payment)
    one = await trainer(door, f"{FILING}?unit={SECOND}")
    await one.send(f"{FILING}/voucher", voucher=made.voucher)
    assert "【按凭证缴款】" in one.text
    assert ours.month().unpaid == due.unpaid, "it is asked first"
    await one.send(f"{FILING}/voucher", sure="yes")
    assert ("缴款成功" in one.text, ours.month().unpaid) == (True, Decimal(0))
    await one.send(f"{FILING}/register", number="X00000200", outcome="refused", why="证件已注销")
    await one.send(f"{FILING}/report")
    assert "待报送" not in one.text
    await one.send(f"{FILING}/report", sure="yes")
    assert ("报送失败" in one.text, "证件已注销" in one.text) == (True, True)


async def test_an_employee_files_a_deduction(door: Door, ours: Books) -> None:
    one = await trainer(door, f"{FILING}?unit={SECOND}")
    await one.send(f"{FILING}/deduction", employee="X00000100", kind="loan", begins="2026-13")
    assert one.status == 422
    await one.open(f"{FILING}?unit={SECOND}")
    await one.send(f"{FILING}/deduction", employee="X00000100", kind="loan", begins="2026-01")
    assert ours.filing.claims.waiting(ours.session, ours.unit).people == 1
