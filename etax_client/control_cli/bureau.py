"""The Beijing bureau, from the shell: its accounts with locks and levels, who is on the way in or inside, and its old login."""

from collections.abc import Awaitable, Iterator
from datetime import datetime

import click

from etax_client.api.control import Control
from etax_client.control_cli.door import IDS, Command, once
from etax_client.control_cli.tables import Table, guessed
from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.guessing.methods import Method
from etax_client.domain.testing import durations
from etax_client.domain.testing.bureau_views import AttemptSeen, BureauAccountSeen
from etax_client.domain.testing.tester_views import ActingAs
from etax_client.domain.units.units import Role
from etax_client.texts.capacity_lines import tell_capacity
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

    @command("bureau", "face-fact")
    @person
    @click.argument("switch", type=click.Choice(["on", "off"]))
    def face_fact(person: str, switch: str) -> None:
        once(words, lambda control: control.set_face_fact(person, switch == "on"), lambda found: _account(words, found))

    @command("bureau", "attempts")
    def attempts() -> None:
        once(words, Control.attempts, lambda found: _attempts(words, found))

    @command("bureau", "switch")
    @click.argument("session", type=IDS)
    @click.argument("identity", type=click.Choice([each.value for each in CapacityKind]), metavar="IDENTITY")
    @click.option("--unit", metavar="UNIT", help=say("help.control_switch_unit"))
    @click.option("--role", type=click.Choice([each.value for each in Role]), metavar="ROLE", help=say("help.control_switch_role"))
    @click.option("--project", type=IDS, metavar="ID", help=say("help.control_switch_project"))
    def switch_identity(session: int, identity: str, unit: str | None, role: str | None, project: int | None) -> None:
        def ask(control: Control) -> Awaitable[ActingAs]:
            whom = None if role is None else Role(role)
            return control.switch_identity(session, CapacityKind(identity), unit=unit, role=whom, project=project)

        once(words, ask, lambda found: [words.tell(tell_capacity(found.kind, found.taxpayer_id, found.role))])

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
    facts = ", ".join(say(f"bureau.fact.{each}") for each in found.facts or ("none",))
    yield say("control.level", level=say(f"bureau.level.{found.level}"), facts=facts)


def _attempts(words: Words, found: tuple[AttemptSeen, ...]) -> Iterator[str]:
    say = words.say
    heads = (
        "control.id",
        "control.channel",
        "control.entrance",
        "control.due",
        "control.person_name",
        "units.taxpayer_id",
        "control.ends_in",
    )
    rows = [
        (
            one.attempt_id,
            say(f"control.channel.{one.channel}"),
            say(f"bureau.entrance.{one.entrance}"),
            say(f"control.due.{one.step}"),
            one.name,
            one.taxpayer_id,
            durations.spell(one.seconds),
        )
        for one in found
    ]
    yield from Table([say(head) for head in heads]).lines(rows)


def _old_login(words: Words, found: OldLoginView) -> str:
    if not found.on:
        return words.say("control.old_login.off")
    return words.say("control.old_login.on") if found.last_day is None else words.say("control.old_login.until", date=found.last_day)
