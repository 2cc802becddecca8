"""Units of the Beijing bureau, from the shell: what it knows of them, their 企业密码 and its lock, and agreements of agencies."""

import sys
from collections.abc import Iterator
from datetime import datetime

import click

from etax_client.control_cli.door import Command, once
from etax_client.control_cli.tables import Table, guessed
from etax_client.domain.secret import Secret
from etax_client.domain.testing.bureau_views import BureauUnitSeen
from etax_client.shell import Failure, has_terminal
from etax_client.texts.words import Words

_LONGEST = 256
"""Characters of a line that is read: far more than a password has."""


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

    @command("bureau", "enterprise-password")
    @unit
    def enterprise_password(unit: str) -> None:
        password = _password(words)
        once(words, lambda control: control.set_enterprise_password(unit, password), lambda _: [say("control.enterprise_password_set")])

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


def _password(words: Words) -> Secret:
    """Never an option: it would stand in the list of processes. Raises Failure."""
    if has_terminal():
        ask = words.say("control.ask_enterprise_password")
        return Secret(click.prompt(ask, hide_input=True, confirmation_prompt=True, err=True))
    typed = sys.stdin.readline(_LONGEST).rstrip("\r\n")
    if not typed:
        raise Failure(words.say("control.no_password_typed"))
    return Secret(typed)


def _unit(words: Words, found: BureauUnitSeen) -> Iterator[str]:
    say = words.say
    heads = [say(head) for head in ("control.id", "units.taxpayer_id", "units.name", "bureau.old.enterprise_password")]
    yield from Table(heads).lines([(found.unit_id, found.taxpayer_id, found.name, guessed(words, found.guessing))])
    if not found.has_password:
        yield say("control.no_enterprise_password")
    if found.is_agency:
        yield say("control.acts_for", units=", ".join(found.principals) or "-")
