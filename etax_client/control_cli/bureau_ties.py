"""Ties between people and the bureau's units, from the shell, and the register that they follow."""

from collections.abc import Iterator
from datetime import datetime

import click

from etax_client.control_cli.door import IDS, Command, once
from etax_client.control_cli.tables import Table
from etax_client.domain.testing.bureau_views import TieSeen
from etax_client.texts.words import Words
from etax_client.wire.control.bureau_ties import Decision, Registered


def add(words: Words, command: Command) -> None:
    """Put the commands into the program."""
    say = words.say
    person = click.argument("person")

    @command("bureau", "ties")
    @click.option("--unit", default="", metavar="UNIT", help=say("help.control_ties_unit"))
    @click.option("--person", default="", metavar="PERSON", help=say("help.control_ties_person"))
    def ties(unit: str, person: str) -> None:
        once(words, lambda control: control.ties(unit, person), lambda found: _ties(words, found))

    @command("bureau", "add-staff")
    @click.argument("unit")
    @person
    @click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=say("help.control_tie_until"))
    def add_staff(unit: str, person: str, until: datetime | None) -> None:
        last_day = None if until is None else until.date()
        once(words, lambda control: control.add_tie(unit, person, last_day), lambda found: _ties(words, (found,)))

    @command("bureau", "decide-tie")
    @click.argument("tie", type=IDS)
    @click.argument("decision", type=click.Choice([each.value for each in Decision]), metavar="DECISION")
    def decide_tie(tie: int, decision: str) -> None:
        once(words, lambda control: control.decide_tie(tie, Decision(decision)), lambda found: _ties(words, (found,)))

    @command("bureau", "end-tie")
    @click.argument("tie", type=int)
    def end_tie(tie: int) -> None:
        once(words, lambda control: control.end_tie(tie), lambda _: [say("control.tie_ended")])

    @command("bureau", "register")
    @click.argument("unit")
    @click.argument("role", type=click.Choice([each.value for each in Registered]), metavar="ROLE")
    @click.argument("person", required=False)
    def register(unit: str, role: str, person: str | None) -> None:
        once(words, lambda control: control.name_in_register(unit, Registered(role), person), lambda _: [say("control.registered")])


def _ties(words: Words, found: tuple[TieSeen, ...]) -> Iterator[str]:
    say = words.say
    heads = [say(head) for head in ("control.id", "units.taxpayer_id", "control.person_name", "bureau.role", "control.tie_state")]
    rows = [(each.tie_id, each.taxpayer_id, each.person_name, say(f"home.role.{each.role}"), _state(words, each)) for each in found]
    yield from Table(heads).lines(rows)


def _state(words: Words, tie: TieSeen) -> str:
    told = [words.say(f"bureau.tie.state.{tie.state}"), words.say(f"bureau.tie.origin.{tie.origin}")]
    return ", ".join([*told, *([] if tie.until is None else [tie.until.isoformat()])])
