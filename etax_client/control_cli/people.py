"""People, units, their locks, sessions and faces, from the shell."""

from collections.abc import Awaitable, Iterator

import click

from etax_client.api.control import Control
from etax_client.control_cli.door import IDS, Command, once
from etax_client.control_cli.tables import Table, guessed
from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.domain.local_time import local_time
from etax_client.domain.refusals import EndReason
from etax_client.domain.testing import durations
from etax_client.domain.testing.tester_views import GuessingOf, KnownPerson, KnownUnit, SessionSeen
from etax_client.shell import Failure
from etax_client.texts.capacity_lines import tell_capacity
from etax_client.texts.words import Words
from etax_client.wire.control.people import ENDS, MOST_IN_A_PAGE


def add(words: Words, command: Command) -> None:
    """Put the commands into the program."""
    say = words.say
    after = click.option("--after", type=IDS, metavar="ID", help=say("help.control_after"))
    unit = click.option("--unit", metavar="ID", help=say("help.control_unit"))

    @command("people")
    @after
    def people(after: int | None) -> None:
        once(words, lambda control: control.people(after or 0), lambda found: _people(words, found))

    @command("units")
    @after
    def units(after: int | None) -> None:
        once(words, lambda control: control.units(after or 0), lambda found: _units(words, found))

    @command("lock")
    @click.argument("account", required=False)
    @unit
    def lock(account: str | None, unit: str | None) -> None:
        account, unit = _one_of(words, account, unit)

        def ask(control: Control) -> Awaitable[GuessingOf]:
            return control.lock_account(account) if unit is None else control.lock_unit(unit)

        once(
            words,
            ask,
            lambda found: _guessed(words, found, say("control.now_locked", time=durations.spell(found.guessing.locked_seconds or 0))),
        )

    @command("unlock")
    @click.argument("account", required=False)
    @unit
    def unlock(account: str | None, unit: str | None) -> None:
        account, unit = _one_of(words, account, unit)

        def ask(control: Control) -> Awaitable[GuessingOf]:
            return control.unlock_account(account) if unit is None else control.unlock_unit(unit)

        once(words, ask, lambda found: _guessed(words, found, say("control.now_unlocked")))

    @command("sessions")
    @click.option("--end", type=IDS, metavar="ID", help=say("help.control_end"))
    @click.option("--reason", type=click.Choice([reason.value for reason in ENDS]), help=say("help.control_reason"))
    def sessions(end: int | None, reason: str | None) -> None:
        if end is None:
            if reason is not None:
                raise Failure(say("control.reason_alone"))
            once(words, Control.sessions, lambda found: _sessions(words, found))
        else:
            because = EndReason(reason or EndReason.expired)
            once(words, lambda control: control.end_session(end, because), lambda _: [say("control.ended", id=end)])

    @command("face")
    @click.argument("person")
    @click.argument("outcome", required=False, type=click.Choice([outcome.value for outcome in FaceOutcome]))
    def face(person: str, outcome: str | None) -> None:
        def ask(control: Control) -> Awaitable[FaceOutcome]:
            return control.face(person) if outcome is None else control.set_face(person, FaceOutcome(outcome))

        once(words, ask, lambda found: [_face(words, found)])


def _one_of(words: Words, account: str | None, unit: str | None) -> tuple[str, str | None]:
    """The account, or else the unit."""
    if (account is None) is (unit is None):
        raise Failure(words.say("control.account_or_unit"))
    return account or "", unit


def _guessed(words: Words, found: GuessingOf, happened: str) -> Iterator[str]:
    """A lock that was put on or taken off; an account that nobody has may have been mistyped."""
    yield happened
    if found.person_id is None and found.unit_id is None:
        yield words.say("control.nobody")


def _people(words: Words, found: tuple[KnownPerson, ...]) -> Iterator[str]:
    say = words.say
    heads = ("control.id", "control.person_name", "control.login_name", "control.mobile", "control.document", "control.guesses")
    rows = [(one.person_id, one.name, one.login_name, one.mobile, one.document_number, guessed(words, one.guessing)) for one in found]
    yield from Table([say(head) for head in heads]).lines(rows)
    yield from _more(words, found[-1].person_id if len(found) == MOST_IN_A_PAGE else None)


def _units(words: Words, found: tuple[KnownUnit, ...]) -> Iterator[str]:
    heads = ("control.id", "units.taxpayer_id", "units.name", "control.guesses")
    rows = [(one.unit_id, one.taxpayer_id, one.name, guessed(words, one.guessing)) for one in found]
    yield from Table([words.say(head) for head in heads]).lines(rows)
    yield from _more(words, found[-1].unit_id if len(found) == MOST_IN_A_PAGE else None)


def _more(words: Words, last: int | None) -> Iterator[str]:
    if last is not None:
        yield words.say("control.more", id=last)


def _sessions(words: Words, found: tuple[SessionSeen, ...]) -> Iterator[str]:
    heads = (
        "control.id",
        "control.person_name",
        "control.login_name",
        "control.channel",
        "control.device",
        "control.from",
        "control.since",
        "control.ends_in",
        "control.opened",
    )
    rows = [
        (
            one.session_id,
            one.name,
            one.login_name,
            words.say(f"control.channel.{one.channel}"),
            one.seat.device or "-",
            one.seat.address or "-",
            local_time(one.started_at),
            durations.spell(min(one.idle_seconds, one.absolute_seconds)),
            _acting_for(words, one),
        )
        for one in found
    ]
    return Table([words.say(head) for head in heads]).lines(rows)


def _acting_for(words: Words, one: SessionSeen) -> str:
    """As whom at the bureau, else the units that were opened."""
    if one.acting is None:
        return " ".join(unit.taxpayer_id for unit in one.opened)
    return words.tell(tell_capacity(one.acting.kind, one.acting.taxpayer_id, one.acting.role))


def _face(words: Words, outcome: FaceOutcome) -> str:
    return words.say(f"control.face.{outcome}")
