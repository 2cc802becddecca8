"""A month's return and a payment, whatever happens in whatever order (SUB-02, SUB-03, PAY-01, PAY-02)."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.filing import returns
from etax_client.domain.filing.returns import EMPTY, Progress, ReturnType, Stage
from etax_client.domain.filing.taxes import payments
from etax_client.domain.filing.taxes.payments import LIVE, TAKES, Agreement, BankOutcome, PaymentState

Step = Callable[[Progress], Progress | None]
STEPS: dict[str, Step] = {
    "sent": returns.sent,
    "accepted": lambda old: returns.answered(old, accepted=True),
    "refused": lambda old: returns.answered(old, accepted=False),
    "corrected": returns.corrected,
    "withdrawn": returns.withdrawn,
    "void": lambda old: returns.void_asked(old, ReturnType.normal, paid=False, later_filed=False),
    "voided": lambda old: returns.void_answered(old, accepted=True),
    "not voided": lambda old: returns.void_answered(old, accepted=False),
    "marked": returns.earlier_changed,
}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=30))
def test_a_return_is_always_in_one_place(steps: Sequence[str]) -> None:
    """Its rows change only before it is sent; what is corrected, marked or voided is in force; only what is on its way is answered."""
    state = EMPTY
    for step in steps:
        after = STEPS[step](state)
        if after is None:
            continue
        assert after.may_be_edited is (after.stage in (Stage.filling, Stage.correcting))
        assert sum((after.on_way is not None, after.voiding)) <= 1
        assert after.in_force or not (after.correcting or after.redo or after.voiding or after.on_way is ReturnType.correction)
        assert step not in ("accepted", "refused") or state.on_way is not None
        if step in ("withdrawn", "refused", "not voided"):
            assert after.in_force == state.in_force, "what is in force stays"
        state = after


def test_what_may_not_be_voided() -> None:
    """SUB-03."""
    filed = Progress(in_force=True)
    assert returns.void_asked(filed, ReturnType.normal, paid=False, later_filed=False) == Progress(in_force=True, voiding=True)
    assert returns.void_asked(filed, ReturnType.correction, paid=False, later_filed=False) is None
    assert returns.void_asked(filed, ReturnType.normal, paid=True, later_filed=False) is None
    assert returns.void_asked(filed, ReturnType.normal, paid=False, later_filed=True) is None


@given(st.sampled_from(PaymentState), st.lists(st.sampled_from([*BankOutcome, True, False, "collected", "cancelled"]), max_size=8))
def test_a_payment_ends_once(state: PaymentState, events: Sequence[object]) -> None:
    """PAY-01: from an end nothing leads on; money that was taken is paid for in the end, if anybody asks."""
    for event in events:
        if isinstance(event, BankOutcome):
            after = payments.answered(state, event)
            assert after is None or (event in TAKES) is (after is PaymentState.paid or event is BankOutcome.unreachable_taken)
        elif isinstance(event, bool):
            after = payments.cleared(state, taken=event)
        else:
            after = payments.collected(state) if event == "collected" else payments.cancelled(state)
        assert after is None or state in LIVE
        state = after or state


def test_what_the_bank_makes_of_a_debit_by_itself() -> None:
    """PAY-01, PAY-02."""
    assert payments.outcome_of(Agreement.valid, Decimal(5), Decimal(5)) is BankOutcome.paid
    assert payments.outcome_of(Agreement.valid, Decimal(5), Decimal("5.01")) is BankOutcome.insufficient
    assert payments.outcome_of(Agreement.invalid, Decimal(5), Decimal(1)) is BankOutcome.invalid
    assert [payments.collectable(Decimal(each)) for each in ("0", "1.00", "1.01")] == [0, 0, Decimal("1.01")]
