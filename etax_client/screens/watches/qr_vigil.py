"""The watch over QR tickets: ask for one, wait for news of it, renew it, redeem it; what happens comes out as values."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from etax_client.api.carrier import Accident, Garbled, Unreachable, attempt
from etax_client.api.etax import Etax
from etax_client.clock import Clock
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import (
    LIFE,
    LIVE,
    REDEEM_AGAIN,
    RENEWALS,
    RefusedBecause,
    Ticket,
    TicketState,
    TicketView,
    code_in,
)
from etax_client.screens.watches.tries import Interrupted, Tries, is_final


class End(StrEnum):
    """How a watch ended without a login."""

    expired = "expired"
    """Nobody scanned the code, and it was renewed as often as it may be (QR-08)."""
    expired_scanned = "expired_scanned"
    refused = "refused"
    wrong_number = "wrong_number"
    used = "used"
    locked = "locked"
    lost = "lost"
    """The server was gone until the ticket's time was over."""
    unknown = "unknown"
    """It was confirmed, and whether a session began can't be found out."""
    failed = "failed"


@dataclass(frozen=True, slots=True)
class Ended:
    """`outcome` is what the server said, or what befell the request."""

    end: End
    outcome: Refused | Accident | None = None


News = Ticket | TicketView | Interrupted | Ended | LoggedIn
"""A new code to show, where its ticket stands, a broken connection, and the two ways in which the watch ends."""


class Vigil:
    """One watch, from the first code to the login or to whatever ends it; `tell` is called with each piece of news in turn."""

    def __init__(self, api: Etax, clock: Clock, device: str, tell: Callable[[News], None]) -> None:
        self._api = api
        self._clock = clock
        self._device = device
        self._tell = tell
        self._live: Secret | None = None

    def give_up(self) -> Secret | None:
        """The poll secret of the ticket that is to be cancelled (QRT-7), once; None if no ticket can log anyone in any more."""
        live, self._live = self._live, None
        return live

    async def keep(self) -> None:
        """Run until it ends. Cancelling the task stops the poll at once."""
        for _ in range(1 + RENEWALS):
            ticket = await attempt(self._api.ask_for_ticket(self._device))
            if not isinstance(ticket, Ticket):
                return self._tell(Ended(End.failed, ticket))
            if not _is_sound(ticket):
                return self._tell(Ended(End.failed, Garbled("ticket")))
            self._live = ticket.poll_secret
            self._tell(ticket)
            outcome = await self._follow(ticket)
            if outcome is not None:
                return self._tell(outcome)
        return self._tell(Ended(End.expired))

    async def _follow(self, ticket: Ticket) -> LoggedIn | Ended | None:
        """Wait for what becomes of a ticket; None if nobody scanned it in time. One request at a time, each as long as the server waits."""
        tries, seen = Tries(self._clock, ticket.seconds), TicketState.waiting
        while True:
            outcome = await tries.ask(self._api.poll_ticket(ticket.poll_secret, seen))
            if isinstance(outcome, TicketView) and _is_clear(outcome):
                if outcome.state not in LIVE:
                    self._live = None
                    return _ended(outcome, seen)
                self._tell(outcome)
                if outcome.state is TicketState.confirmed:
                    return await self._redeem(ticket)
                await tries.answered(news=outcome.state is not seen)
                seen = outcome.state
                continue
            if isinstance(outcome, Refused) and outcome.code is RefusalCode.ticket_unknown:
                self._live = None
                return None if seen is TicketState.waiting else Ended(End.expired_scanned)
            if isinstance(outcome, Refused) and is_final(outcome):
                return Ended(End.failed, outcome)
            if tries.left <= 0:
                return Ended(End.lost)
            await self._try_again(tries, outcome)

    async def _redeem(self, ticket: Ticket) -> LoggedIn | Ended:
        """The session; when the answer was lost the same secret gives the same session for 30 seconds (QRT-2)."""
        tries, unanswered = Tries(self._clock, REDEEM_AGAIN.total_seconds()), False
        while True:
            outcome = await tries.ask(self._api.redeem_ticket(ticket.poll_secret))
            if isinstance(outcome, LoggedIn):
                self._live = None
                return outcome
            if isinstance(outcome, Refused) and is_final(outcome):
                return _not_redeemed(outcome, unanswered)
            unanswered = unanswered or not (isinstance(outcome, Refused) or (isinstance(outcome, Unreachable) and not outcome.sent))
            if tries.left <= 0:
                return Ended(End.unknown if unanswered else End.failed, outcome)
            await self._try_again(tries, outcome)

    async def _try_again(self, tries: Tries, outcome: Refused | Accident | TicketView) -> None:
        """A view that is not clear is as good as none."""
        if not isinstance(outcome, Refused):
            self._tell(Interrupted())
        await tries.pause(outcome)


def _is_sound(ticket: Ticket) -> bool:
    """Whether both codes are such as a phone would take: anything else is not drawn (TUI-3)."""
    codes = (ticket.scan_id, ticket.short_code)
    return all(code_in(code.reveal()) == code for code in codes) and 0 < ticket.seconds <= LIFE.total_seconds()


def _is_clear(view: TicketView) -> bool:
    """Whether a view of a scanned ticket has the number in it that the person is to pick (QR-04)."""
    return view.state is not TicketState.scanned or (view.number is not None and 10 <= view.number <= 99)


def _ended(view: TicketView, seen: TicketState) -> Ended | None:
    if view.state is TicketState.refused:
        return Ended(End.wrong_number if view.because is RefusedBecause.wrong_number else End.refused)
    if view.state is TicketState.redeemed:
        return Ended(End.used)
    return None if seen is TicketState.waiting else Ended(End.expired_scanned)


def _not_redeemed(refused: Refused, unanswered: bool) -> Ended:
    """Why a confirmed ticket gave no session; after an answer that was lost, the session may have begun all the same."""
    if refused.code is RefusalCode.locked:
        return Ended(End.locked, refused)
    if unanswered:
        return Ended(End.unknown, refused)
    if refused.code is RefusalCode.ticket_used:
        return Ended(End.used)
    return Ended(End.expired_scanned) if refused.code is RefusalCode.ticket_unknown else Ended(End.failed, refused)
