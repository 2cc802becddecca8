"""A unit's filing, from the shell: its bank, the next answers, a voucher that is paid."""

from collections.abc import Iterator
from datetime import datetime

import click

from etax_client.control_cli.door import Command, once
from etax_client.control_cli.tables import Table
from etax_client.domain.filing.taxes.payments import Agreement, BankOutcome, Payment
from etax_client.domain.testing.filing_views import FilingSeen
from etax_client.texts.words import Words
from etax_client.wire.control.filing import BankRequest

_OUTCOMES = click.Choice([each.value for each in BankOutcome])
_HEADS = ("control.id", "control.filing_month", "control.filing_state", "control.filing_tax")


def add(words: Words, command: Command) -> None:
    """Put the commands into the program."""
    say = words.say
    unit = click.argument("unit")

    @command("filing", "show")
    @unit
    def show(unit: str) -> None:
        once(words, lambda control: control.read_filing(unit), lambda seen: _seen(words, seen))

    @command("filing", "bank")
    @unit
    @click.option("--agreement", type=click.Choice([each.value for each in Agreement]), metavar="STATE", help=say("help.filing_agreement"))
    @click.option("--bank", metavar="NAME", help=say("help.filing_bank"))
    @click.option("--account", metavar="NUMBER", help=say("help.filing_account"))
    @click.option("--balance", metavar="YUAN", help=say("help.filing_balance"))
    @click.option("--next", "outcome", type=_OUTCOMES, metavar="OUTCOME", help=say("help.filing_next"))
    def bank(unit: str, agreement: str | None, bank: str | None, account: str | None, balance: str | None, outcome: str | None) -> None:
        request = BankRequest(
            None if agreement is None else Agreement(agreement),
            bank,
            account,
            balance,
            None if outcome is None else BankOutcome(outcome),
        )
        once(words, lambda control: control.set_bank(unit, request), lambda seen: _seen(words, seen))

    @command("filing", "answer")
    @unit
    @click.argument("reason", required=False)
    def answer(unit: str, reason: str | None) -> None:
        once(words, lambda control: control.set_answer(unit, reason), lambda seen: _seen(words, seen))

    @command("filing", "deadline")
    @click.argument("month")
    @click.argument("day", required=False, type=click.DateTime(["%Y-%m-%d"]))
    def deadline(month: str, day: datetime | None) -> None:
        own = None if day is None else day.date()
        told = "control.filing_due" if own else "control.filing_due_announced"
        once(words, lambda control: control.set_deadline(month, own), lambda found: (say(told, month=month, day=found.day.isoformat()),))

    @command("filing", "pay")
    @click.argument("voucher")
    def pay(voucher: str) -> None:
        once(words, lambda control: control.pay_voucher(voucher), lambda paid: _payments(words, (paid,)))


def _seen(words: Words, seen: FilingSeen) -> Iterator[str]:
    say = words.say
    yield say("control.filing_bank", agreement=seen.agreement.value, bank=seen.bank, account=seen.account, balance=f"{seen.balance:,.2f}")
    if seen.next_outcome is not None:
        yield say("control.filing_next", outcome=seen.next_outcome.value)
    if seen.next_refusal is not None:
        yield say("control.filing_refusal", reason=seen.next_refusal)
    heads = [
        say(head) for head in ("control.id", "control.filing_month", "control.filing_state", "control.filing_tax", "control.filing_receipt")
    ]
    rows = [(each.return_id, f"{each.period} {each.number}", each.state.value, f"{each.tax:,.2f}", each.receipt) for each in seen.returns]
    yield from Table(heads).lines(rows)
    if seen.payments:
        yield from _payments(words, seen.payments)


def _payments(words: Words, found: tuple[Payment, ...]) -> Iterator[str]:
    say = words.say
    heads = [
        say(head) for head in ("control.id", "control.filing_month", "control.filing_state", "control.filing_tax", "control.filing_voucher")
    ]
    rows = [(each.payment_id, each.period, each.state.value, f"{each.amount + each.late_fee:,.2f}", each.voucher) for each in found]
    yield from Table(heads).lines(rows)
