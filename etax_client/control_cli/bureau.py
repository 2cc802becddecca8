"""The Beijing bureau, from the shell: its accounts, their locks, and its old login."""

from collections.abc import Awaitable, Iterator
from datetime import datetime

import click

from etax_client.api.control import Control
from etax_client.control_cli.door import Command, once
from etax_client.control_cli.tables import Table, guessed
from etax_client.domain.guessing.methods import Method
from etax_client.domain.testing.bureau_views import BureauAccountSeen
from etax_client.texts.words import Words
from etax_client.wire.control.bureau import OldLoginView


def add(words: Words, command: Command) -> None:
    """Put the commands into the program."""
    say = words.say
    person = click.argument("person")
    methods = click.Choice([each.value for each in Method])

    @command("bureau", "show")
    @person
    def show(person: str) -> None:
        once(words, lambda control: control.bureau_account(person), lambda found: _account(words, found))

    @command("bureau", "lock")
    @person
    @click.option("--method", type=methods, default=Method.password.value, help=say("help.control_method_by"))
    def lock(person: str, method: str) -> None:
        once(words, lambda control: control.lock_bureau_account(person, Method(method)), lambda found: _account(words, found))

    @command("bureau", "unlock")
    @person
    def unlock(person: str) -> None:
        once(words, lambda control: control.unlock_bureau_account(person), lambda found: _account(words, found))

    @command("bureau", "old-login")
    @click.argument("switch", required=False, type=click.Choice(["on", "off"]))
    @click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=say("help.control_until"))
    def old_login(switch: str | None, until: datetime | None) -> None:
        last_day = None if until is None else until.date()

        def ask(control: Control) -> Awaitable[OldLoginView]:
            if switch is None and last_day is None:
                return control.old_login()
            return control.switch_old_login(switch != "off", last_day)

        once(words, ask, lambda found: [_old_login(words, found)])


def _account(words: Words, found: BureauAccountSeen) -> Iterator[str]:
    say = words.say
    heads = ("control.id", "control.person_name", "control.login_name", "control.mobile", *(f"control.method.{each}" for each in Method))
    row = (found.person_id, found.name, found.login_name, found.mobile, *(guessed(words, found.guessing[each]) for each in Method))
    yield from Table([say(head) for head in heads]).lines([row])
    if not found.has_password:
        yield say("control.no_bureau_password")


def _old_login(words: Words, found: OldLoginView) -> str:
    if not found.on:
        return words.say("control.old_login.off")
    return words.say("control.old_login.on") if found.last_day is None else words.say("control.old_login.until", date=found.last_day)
