"""Messages, captchas and the phone, from the shell."""

from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator
from datetime import datetime

import click

from etax_client.api.control import Control
from etax_client.clock import Clock, SystemClock
from etax_client.control_cli.door import IDS, Command, follow, once
from etax_client.control_cli.tables import Table
from etax_client.domain.guessing.captcha import CaptchaPurpose
from etax_client.domain.local_time import local_time
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import ScannedTicket, TicketState
from etax_client.domain.testing import durations
from etax_client.domain.testing.tester_views import CaptchaSeen, MessageSeen, TicketSeen
from etax_client.shell import FAILED, Failure
from etax_client.texts.words import Language, Words
from etax_client.wire.control.codes import MOST_MESSAGES

EVERY = 1.0
"""Seconds between two looks at the inbox."""


def add(words: Words, command: Command) -> None:
    """Put the commands into the program."""
    say = words.say
    ticket = click.argument("ticket", required=False, type=IDS)

    @command("inbox")
    @click.option("--person", metavar="NAME", help=say("help.control_person"))
    @click.option("--follow", "following", is_flag=True, help=say("help.control_follow"))
    def inbox(person: str | None, following: bool) -> None:
        table = Table([say("control.sent_at"), say("control.address"), say("control.medium"), say("control.text")])

        def tell(found: Iterable[MessageSeen]) -> Iterator[str]:
            return table.lines(_message(words, one) for one in found)

        if following:
            follow(words, lambda control: newly_delivered(control, person, SystemClock()), tell)
        else:
            once(words, lambda control: control.inbox(person), tell)

    @command("captcha")
    @click.argument("captcha_id", metavar="ID", required=False)
    @click.option("--latest", is_flag=True, help=say("help.control_latest"))
    @click.option("--purpose", type=click.Choice([purpose.value for purpose in CaptchaPurpose]), help=say("help.control_purpose"))
    def captcha(captcha_id: str | None, latest: bool, purpose: str | None) -> None:
        if captcha_id is not None and (latest or purpose):
            raise Failure(say("control.id_or_latest"))
        for_this = None if purpose is None else CaptchaPurpose(purpose)

        def ask(control: Control) -> Awaitable[CaptchaSeen]:
            return control.latest_captcha(purpose=for_this) if captcha_id is None else control.captcha(captcha_id)

        once(words, ask, lambda found: [say("control.captcha", answer=found.answer, time=durations.spell(found.seconds))])

    @command("phone", "list")
    def list_tickets() -> None:
        once(words, Control.tickets, lambda found: _tickets(words, found))

    @command("phone", "scan")
    @click.argument("person")
    @ticket
    @click.option("--code", metavar="CODE", help=say("help.control_code"))
    def scan(person: str, ticket: int | None, code: str | None) -> None:
        if code is not None and ticket is not None:
            raise Failure(say("control.code_or_ticket"))

        async def ask(control: Control) -> ScannedTicket:
            if code is not None:
                return await control.scan(person, code=Secret(code))
            return await control.scan(person, ticket_id=await _only(words, control, ticket, TicketState.waiting))

        once(words, ask, lambda found: [_told(words, found)])

    @command("phone", "confirm")
    @ticket
    @click.option("--number", type=click.IntRange(10, 99), metavar="N", help=say("help.control_number"))
    def confirm(ticket: int | None, number: int | None) -> None:
        async def ask(control: Control) -> ScannedTicket:
            return await control.confirm(await _only(words, control, ticket, TicketState.scanned), number)

        once(words, ask, lambda found: [_told(words, found)])

    @command("phone", "refuse")
    @ticket
    def refuse(ticket: int | None) -> None:
        async def ask(control: Control) -> ScannedTicket:
            return await control.refuse(await _only(words, control, ticket, TicketState.scanned))

        once(words, ask, lambda found: [_told(words, found)])

    @command("phone", "wrong-number")
    @ticket
    def wrong_number(ticket: int | None) -> None:
        async def ask(control: Control) -> ScannedTicket:
            return await control.wrong_number(await _only(words, control, ticket, TicketState.scanned))

        once(words, ask, lambda found: [_told(words, found)])

    @command("phone", "face")
    @click.argument("link", required=False)
    def face(link: str | None) -> None:
        secret = None if link is None else Secret(link)
        once(words, lambda control: control.stand_before_face(secret), lambda found: [words.say(f"control.face.{found.state}")])


async def newly_delivered(control: Control, person: str | None, clock: Clock) -> AsyncIterator[list[MessageSeen]]:
    """What is in the inbox, then what comes in, the oldest first; a world set back begins again."""
    known: set[tuple[int, datetime]] = set()
    while True:
        found = await control.inbox(person, limit=MOST_MESSAGES)
        yield [one for one in reversed(found) if (one.message_id, one.sent_at) not in known]
        known = {(one.message_id, one.sent_at) for one in found}
        await clock.sleep(EVERY)


async def _only(words: Words, control: Control, ticket: int | None, state: TicketState) -> int:
    """The ticket that was named, else the only one in this state. Raises Failure."""
    if ticket is not None:
        return ticket
    found = [one.ticket_id for one in await control.tickets() if one.state is state]
    if len(found) != 1:
        raise Failure(words.say("control.which_ticket" if found else f"control.none_{state}", ids=" ".join(map(str, found))), FAILED)
    return found[0]


def _message(words: Words, one: MessageSeen) -> tuple[str, ...]:
    text = one.zh if words.language is Language.zh else one.en
    return local_time(one.sent_at), one.address, words.say(f"control.medium.{one.medium}"), text


def _tickets(words: Words, found: tuple[TicketSeen, ...]) -> Iterator[str]:
    heads = ("control.id", "control.state", "control.number", "control.device", "control.asked_at", "control.person_id", "control.ends_in")
    rows = [
        (
            one.ticket_id,
            words.say(f"control.ticket.{one.state}"),
            one.number,
            one.device,
            local_time(one.asked_at),
            one.person_id,
            durations.spell(one.seconds),
        )
        for one in found
    ]
    return Table([words.say(head) for head in heads]).lines(rows)


def _told(words: Words, ticket: ScannedTicket) -> str:
    return words.say("control.ticket", id=ticket.ticket_id, state=words.say(f"control.ticket.{ticket.because or ticket.state}"))
