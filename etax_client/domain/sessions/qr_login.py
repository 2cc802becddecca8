"""QR login: the states of a ticket, its times, and what each side is told of it (QR-01 to QR-08)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from etax_client.domain.numbers import normalise
from etax_client.domain.secret import Secret

LIFE = timedelta(seconds=180)
REDEEM_AGAIN = timedelta(seconds=30)
"""How long the same client gets the same session once more, should the answer have been lost (QRT-2)."""
LONGEST_WAIT = 25
"""Seconds that one poll may wait for news."""
OFFERED = 3
"""Numbers that the phone shows, the client's own among them (QR-04)."""
RENEWALS = 5
"""Codes that the client fetches by itself before it waits for a key (QR-08)."""
SCAN_ID_LENGTH = 26
SCAN_ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
"""26 of 32 characters are 130 bits; capitals and digits take the least room in a QR code."""
SHORT_CODE_LENGTH = 8
SHORT_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""For typing on a phone: no 0/O, 1/I/L; 39 bits that live 180 seconds behind the limit of QRT-6."""
NOWHERE = "http://etax.invalid"
"""The root of a server that is in this process: a host name that no resolver knows, so that what should ever leave gets nowhere."""
_SCAN_ID = re.compile(f"(?:^|/B?Q/)([A-Z2-7]{{{SCAN_ID_LENGTH}}})$")
_SHORT_CODE = re.compile(f"[{SHORT_CODE_ALPHABET}]{{{SHORT_CODE_LENGTH}}}")


class Audience(StrEnum):
    """Who asks for a ticket, and alone sees and redeems it: the withholding client, or the page of a bureau."""

    client = "client"
    bureau = "bureau"


class App(StrEnum):
    """Whose phone a code is for: 个人所得税APP, or the bureau's."""

    itax = "itax"
    bureau = "bureau"

    @property
    def other(self) -> "App":
        """There are two."""
        return App.bureau if self is App.itax else App.itax

    def at(self, mark: str) -> str:
        """How an address for this APP begins, `mark` being what the first APP's begin with."""
        return mark if self is App.itax else f"B{mark}"


class TicketState(StrEnum):
    """`waiting → scanned → confirmed → redeemed`, or one of the other ends; an end stays what it is."""

    waiting = "waiting"
    scanned = "scanned"
    confirmed = "confirmed"
    redeemed = "redeemed"
    refused = "refused"
    expired = "expired"
    cancelled = "cancelled"


LIVE = (TicketState.waiting, TicketState.scanned, TicketState.confirmed)


class Decision(StrEnum):
    """What the person does on the phone."""

    confirm = "confirm"
    refuse = "refuse"


class RefusedBecause(StrEnum):
    """Why a ticket ended as refused: the person said no, or picked a number that the client doesn't show (QR-04)."""

    person = "person"
    wrong_number = "wrong_number"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A new ticket as the asking client gets it: `scan_id` goes into the QR code, `short_code` is typed instead, `poll_secret` stays."""

    poll_secret: Secret
    scan_id: Secret
    short_code: Secret
    seconds: int


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket as its client sees it; number and masked name once it is scanned, `because` once it is refused."""

    state: TicketState
    seconds: int
    number: int | None = None
    masked_name: str | None = None
    because: RefusedBecause | None = None


@dataclass(frozen=True, slots=True)
class ScannedTicket:
    """A ticket as the phone that scanned it sees it: who asks, from where, since when, and the numbers to pick from (QR-04)."""

    ticket_id: int
    state: TicketState
    device: str
    address: str
    asked_at: datetime
    numbers: tuple[int, ...]
    seconds: int
    because: RefusedBecause | None = None


def scan_url(pages: str, scan_id: Secret, app: App = App.itax) -> str:
    """What the QR code says: the APP's scan page with the ticket (QR-01), in capitals; `pages` is a server's root."""
    return f"{pages.rstrip('/')}/{app.at('Q')}/{scan_id.reveal()}".upper()


def spaced(short_code: Secret) -> str:
    """A short code as it is shown: XXXX-XXXX."""
    text = short_code.reveal()
    half = len(text) // 2
    return f"{text[:half]}-{text[half:]}"


def code_in(text: str) -> Secret | None:
    """The scan id in what a phone has scanned, or the short code that was typed; None if it is neither."""
    shown = normalise(text)
    scanned = _SCAN_ID.search(shown)
    if scanned is not None:
        return Secret(scanned[1])
    typed = re.sub(r"[\s-]", "", shown)
    return Secret(typed) if _SHORT_CODE.fullmatch(typed) else None
