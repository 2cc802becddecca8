"""The people whom units pay, from the shell."""

from collections.abc import Iterator, Sequence

import click

from etax_client.control_cli.door import IDS, Command, once
from etax_client.control_cli.tables import Table
from etax_client.domain.filing.deductions.sums import WaitingClaims
from etax_client.domain.filing.people_list import Feedback, PayeeLine
from etax_client.domain.filing.people_states import Outcome
from etax_client.shell import Failure
from etax_client.texts.words import Words
from etax_client.wire.control.people import MOST_IN_A_PAGE


def add(words: Words, command: Command) -> None:
    """Put the commands into the program."""
    say = words.say
    unit = click.argument("unit")

    @command("payees", "list")
    @unit
    @click.option("--after", type=IDS, metavar="ID", help=say("help.control_after"))
    def listed(unit: str, after: int | None) -> None:
        once(words, lambda control: control.payees(unit, after or 0), lambda found: _payees(words, found))

    @command("payees", "add")
    @unit
    @click.argument("said", nargs=-1, required=True, metavar="FIELD=TEXT ...")
    def added(unit: str, said: tuple[str, ...]) -> None:
        facts = _facts(words, said)
        once(words, lambda control: control.add_payee(unit, **facts), lambda found: _payees(words, (found,)))

    @command("payees", "outcome")
    @unit
    @click.argument("number")
    @click.argument("outcome", required=False, type=click.Choice([each.value for each in Outcome]), metavar="[OUTCOME]")
    @click.option("--reason", default="", metavar="TEXT", help=say("help.control_payee_reason"))
    def outcome(unit: str, number: str, outcome: str | None, reason: str) -> None:
        fixed = None if outcome is None else Outcome(outcome)
        once(words, lambda control: control.set_outcome(unit, number, fixed, reason), lambda found: _payees(words, (found,)))

    @command("payees", "deduct")
    @unit
    @click.argument("number")
    @click.argument("said", nargs=-1, required=True, metavar="FIELD=TEXT ...")
    def deduct(unit: str, number: str, said: tuple[str, ...]) -> None:
        facts = _facts(words, said)
        once(words, lambda control: control.file_deduction(unit, number, **facts), lambda found: _waiting(words, found))

    @command("payees", "report")
    @unit
    def report(unit: str) -> None:
        once(words, lambda control: control.report_payees(unit), lambda found: _fed_back(words, found))


def _facts(words: Words, said: Sequence[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in said]
    if not all(equals for _, equals, _ in pairs):
        raise Failure(words.say("control.payee_field"))
    return {name: text for name, _, text in pairs}


def _waiting(words: Words, found: WaitingClaims) -> Iterator[str]:
    yield words.say("control.deductions_waiting", people=found.people, count=found.claims)


def _payees(words: Words, found: tuple[PayeeLine, ...]) -> Iterator[str]:
    say = words.say
    heads = ("control.id", "control.person_name", "control.document", "payee.column.person", "payee.column.report", "payee.column.identity")
    rows = [
        (
            each.payee_id,
            each.name,
            each.document_number,
            say(f"payee.person.{each.standing.person}"),
            say(f"payee.report.{each.standing.report}"),
            say(f"payee.identity.{each.standing.identity}"),
        )
        for each in found
    ]
    yield from Table([say(head) for head in heads]).lines(rows)
    if len(found) == MOST_IN_A_PAGE:
        yield say("control.more", id=found[-1].payee_id)


def _fed_back(words: Words, found: Feedback) -> Iterator[str]:
    yield words.say("people.fed_back", accepted=found.accepted, failed=found.failed, waiting=found.waiting)
