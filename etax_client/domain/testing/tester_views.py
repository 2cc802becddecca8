"""What testers see of a world: more than anyone in it does, yet never a password, a hash or a token (WEB-4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.domain.guessing.captcha import CaptchaPurpose
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.domain.sessions.qr_login import TicketState
from etax_client.domain.sessions.sessions import Seat
from etax_client.domain.units.units import Role, UnitFacts


@dataclass(frozen=True, slots=True)
class Guessing:
    """Where a guess counter stands: wrong guesses in a row, and the seconds that its lock has left."""

    failures: int
    locked_seconds: int | None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person; without a login name there is no account. The lists hold taxpayer ids, the permissions those that are valid now."""

    person_id: int
    name: str
    document_type: DocumentType
    document_number: str
    login_name: str | None
    mobile: str | None
    lists: tuple[str, ...]
    legal_representative: tuple[str, ...]
    finance_officer: tuple[str, ...]
    filing: tuple[str, ...]
    management: tuple[str, ...]
    guessing: Guessing
    face: FaceOutcome


@dataclass(frozen=True, slots=True)
class KnownUnit(UnitFacts):
    guessing: Guessing


@dataclass(frozen=True, slots=True)
class GuessingOf:
    """Whose guesses are counted: a person's or a unit's, or neither's for an account that nobody has (LOG-08)."""

    person_id: int | None
    unit_id: int | None
    guessing: Guessing


@dataclass(frozen=True, slots=True)
class SnapshotSeen:
    """`made_at` is the time that the world's clock showed."""

    name: str
    made_at: datetime
    size: int
    """Characters in the store."""


@dataclass(frozen=True, slots=True)
class MessageSeen:
    """A message that was delivered: as it was sent, and in both languages."""

    message_id: int
    medium: Medium
    address: str
    sent_at: datetime
    key: str
    params: Mapping[str, str]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class CaptchaSeen:
    """A captcha that is still good, with what is in the picture (CAP-03: only here)."""

    captcha_id: str
    purpose: CaptchaPurpose
    answer: str
    seconds: int


@dataclass(frozen=True, slots=True)
class OpenedUnit:
    unit_id: int
    taxpayer_id: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class ActingAs:
    """As whom a session at the bureau acts (BJ-40)."""

    kind: CapacityKind
    taxpayer_id: str | None = None
    unit_name: str | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """Someone who is logged in and where, the seconds until the session ends untouched and at most, and the units that it has opened.

    Where one acts for others there too, `acting` says as whom.
    """

    session_id: int
    person_id: int
    name: str
    login_name: str | None
    channel: Channel
    seat: Seat
    started_at: datetime
    last_seen: datetime
    idle_seconds: int
    absolute_seconds: int
    opened: tuple[OpenedUnit, ...]
    acting: ActingAs | None = None


@dataclass(frozen=True, slots=True)
class TicketSeen:
    """A QR ticket that is alive; person and offered numbers once a phone has scanned it."""

    ticket_id: int
    state: TicketState
    device: str
    address: str
    asked_at: datetime
    number: int
    numbers: tuple[int, ...]
    person_id: int | None
    seconds: int
