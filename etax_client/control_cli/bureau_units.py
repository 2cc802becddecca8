"""Units of the Beijing bureau, from the shell: what it knows of them, their old login's lock, and agreements of agencies."""

from collections.abc import Iterator
from datetime import datetime

import click

from etax_client.control_cli.door import Command, once
from etax_client.control_cli.tables import Table, guessed
from etax_client.domain.testing.bureau_views import BureauUnitSeen
from etax_client.texts.words import Words


def add(words: Words, command: Command) -> None:
    """Put the commands into the program."""
    say = words.say
    unit = click.argument("unit")

    @command("bureau", "unit")
    @unit
    def show(unit: str) -> None:
        once(words, lambda control: control.bureau_unit(unit), lambda found: _unit(words, found))

    @command("bureau", "lock-unit")
    @unit
    def lock(unit: str) -> None:
        once(words, lambda control: control.lock_bureau_unit(unit), lambda found: _unit(words, found))

    @command("bureau", "unlock-unit")
    @unit
    def unlock(unit: str) -> None:
        once(words, lambda control: control.unlock_bureau_unit(unit), lambda found: _unit(words, found))

    @command("bureau", "agree")
    @click.argument("agency")
    @click.argument("principal")
    @click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=say("help.control_tie_until"))
    def agree(agency: str, principal: str, until: datetime | None) -> None:
        last_day = None if until is None else until.date()
        once(words, lambda control: control.agree(agency, principal, last_day), lambda found: _unit(words, found))

    @command("bureau", "end-agreement")
    @click.argument("agency")
    @click.argument("principal")
    def end(agency: str, principal: str) -> None:
        once(words, lambda control: control.end_agreement(agency, principal), lambda _: [say("control.agreement_ended")])


def _unit(words: Words, found: BureauUnitSeen) -> Iterator[str]:
    say = words.say
    heads = [say(head) for head in ("control.id", "units.taxpayer_id", "units.name", "bureau.old.enterprise_password")]
    yield from Table(heads).lines([(found.unit_id, found.taxpayer_id, found.name, guessed(words, found.guessing))])
    if not found.has_password:
        yield say("control.no_enterprise_password")
    if found.is_agency:
        yield say("control.acts_for", units=", ".join(found.principals) or "-")
