"""A tax that is paid: by agreement, by voucher, with every answer of a bank and none, always once (PAY-01, PAY-02)."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from etax_client.domain.filing.income import Item, ReturnKind
from etax_client.domain.filing.taxes.payments import Agreement, Method, Payment, PaymentState
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.store.tables import tax_accounts
from tests.server.filing.books import OCTOBER, Books, books
from tests.server.filing.test_returns import code_of
from tests.server.running import Start

pytestmark = pytest.mark.sql
RESIDENTS = ReturnKind.residents
FEE = Decimal("1.80")
"""滞纳金 of 900.00 for four days."""


@pytest.fixture
async def ours(start: Start) -> Books:
    """October's return is in force: 900.00, four days late; there are 2,000.00 in the bank."""
    found = await books(await start())
    [one] = found.hire("employee", takes_basic_deduction="no")
    await found.file(OCTOBER, (one, 30_000))
    found.account(agreement="valid", known_agreement="valid", bank="示例银行", account="6222", balance=200_000)
    return found


def order(ours: Books, method: Method = Method.agreement, amount: int = 900, fee: Decimal = FEE) -> Payment | Refused:
    return ours.filing.payments.order(ours.session, ours.unit, OCTOBER, RESIDENTS, method, Decimal(amount), fee)


def balance(ours: Books) -> int:
    with ours.server.services.store.read() as connection:
        return int(connection.execute(select(tax_accounts.c.balance).where(tax_accounts.c.unit_id == ours.unit)).scalar_one())


def last(ours: Books) -> Payment:
    return ours.filing.payments.of_month(ours.session, ours.unit, OCTOBER)[-1]


async def test_a_debit_is_made_once_however_often_it_is_ordered(ours: Books) -> None:
    """PAY-01, SUB-04: ten presses; and the return can't be voided any more."""
    first = order(ours)
    assert isinstance(first, Payment)
    assert (first.state, first.late_fee) == (PaymentState.processing, FEE)
    assert {code_of(order(ours)) for _ in range(10)} == {RefusalCode.payment_live}
    assert code_of(ours.filing.returns.void(ours.session, ours.unit, OCTOBER, RESIDENTS)) is RefusalCode.already_paid
    await ours.server.manual.advance(5)
    for _ in range(3):
        ours.filing.payments.query(ours.session, ours.unit, first.payment_id)
    paid = last(ours)
    assert (paid.state, len(paid.receipt), balance(ours)) == (PaymentState.paid, 18, 200_000 - 90_180)
    assert [ours.month().paid, ours.month().unpaid] == [900, 0]
    assert code_of(order(ours)) is RefusalCode.nothing_due
    assert code_of(ours.filing.returns.void(ours.session, ours.unit, OCTOBER, RESIDENTS)) is RefusalCode.already_paid


@pytest.mark.parametrize(
    ("said", "state", "left"),
    [
        ({"balance": 100}, PaymentState.insufficient, 100),
        ({"agreement": "invalid"}, PaymentState.invalid, 200_000),
        ({"next_outcome": "insufficient"}, PaymentState.insufficient, 200_000),
    ],
)
async def test_a_debit_that_fails_takes_nothing_and_may_be_ordered_again(
    ours: Books, said: dict[str, object], state: PaymentState, left: int
) -> None:
    """PAY-01."""
    ours.account(**said)
    order(ours)
    await ours.server.manual.advance(5)
    assert (last(ours).state, balance(ours)) == (state, left)
    assert isinstance(order(ours), Payment)


@pytest.mark.parametrize(
    ("outcome", "state", "left"),
    [("unreachable_taken", PaymentState.paid, 109_820), ("unreachable_not_taken", PaymentState.not_taken, 200_000)],
)
async def test_a_debit_without_an_answer_is_asked_after_never_repeated(ours: Books, outcome: str, state: PaymentState, left: int) -> None:
    """PAY-01: 扣款状态不明."""
    ours.account(next_outcome=outcome)
    payment = order(ours)
    assert isinstance(payment, Payment)
    await ours.server.manual.advance(5)
    assert (last(ours).state, code_of(order(ours))) == (PaymentState.unknown, RefusalCode.payment_live)
    asked = ours.filing.payments.query(ours.session, ours.unit, payment.payment_id)
    assert isinstance(asked, Payment)
    assert asked.state is PaymentState.unknown
    await ours.server.manual.advance(60)
    asked = ours.filing.payments.query(ours.session, ours.unit, payment.payment_id)
    assert isinstance(asked, Payment)
    assert (asked.state, balance(ours)) == (state, left)


async def test_a_voucher_keeps_other_ways_closed_until_it_is_cancelled(ours: Books) -> None:
    """PAY-02."""
    voucher = order(ours, Method.voucher)
    assert isinstance(voucher, Payment)
    assert (voucher.state, len(voucher.voucher), str(voucher.pay_by)) == (PaymentState.issued, 17, "2026-11-20")
    assert code_of(order(ours)) is RefusalCode.payment_live
    cancelled = ours.filing.payments.cancel(ours.session, ours.unit, voucher.payment_id)
    assert isinstance(cancelled, Payment)
    assert cancelled.state is PaymentState.cancelled
    assert code_of(ours.filing.payments.cancel(ours.session, ours.unit, voucher.payment_id)) is RefusalCode.not_now
    assert isinstance(order(ours), Payment)


async def test_what_was_shown_is_what_is_paid(ours: Books) -> None:
    """FLW-04, PAY-01: another sum, another unit's, without an agreement: nothing."""
    assert code_of(order(ours, amount=899)) is RefusalCode.outdated
    ours.account(known_agreement="none")
    assert code_of(order(ours)) is RefusalCode.no_agreement
    assert ours.filing.payments.account(ours.session, ours.unit).agreement is Agreement.none
    renewed = ours.filing.payments.renew_agreement(ours.session, ours.unit)
    assert not isinstance(renewed, Refused)
    assert (renewed.agreement, renewed.bank) == (Agreement.valid, "示例银行")
    assert code_of(ours.filing.payments.query(ours.session, ours.unit, 99)) is RefusalCode.not_found


async def test_a_correction_pays_the_rest_or_leaves_a_refund_to_ask_for(ours: Books) -> None:
    """SUB-03."""
    order(ours)
    await ours.server.manual.advance(5)
    for income, unpaid, refund in ((31_000, 30, 0), (20_000, 0, 300)):
        ours.filing.returns.correct(ours.session, ours.unit, OCTOBER, RESIDENTS)
        [line] = ours.filing.incomes.page(ours.session, ours.unit, OCTOBER, Item.wages, limit=9).lines
        ours.fill(line.row.payee_id, income, version=line.version)
        await ours.calculate()
        month = ours.send()
        assert [month.paid, month.unpaid, month.refund] == [900, unpaid, refund]


async def test_a_yuan_or_less_is_not_collected(ours: Books) -> None:
    """PAY-02: 无需缴款."""
    ours.filing.returns.correct(ours.session, ours.unit, OCTOBER, RESIDENTS)
    [line] = ours.filing.incomes.page(ours.session, ours.unit, OCTOBER, Item.wages, limit=9).lines
    ours.fill(line.row.payee_id, 33, version=line.version)
    await ours.calculate()
    month = ours.send()
    assert [month.tax, month.unpaid] == [Decimal("0.99"), 0]
    assert code_of(order(ours)) is RefusalCode.nothing_due
