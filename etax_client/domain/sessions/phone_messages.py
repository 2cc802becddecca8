"""Messages as the (simulated) network delivers them: to a mobile number or a mailbox, in no language yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

KEPT = timedelta(days=30)
MOST = 50
"""Messages kept for one address; the oldest go first."""


class Medium(StrEnum):
    """How a message goes: its address is a mobile number or an e-mail address."""

    sms = "sms"
    email = "email"


@dataclass(frozen=True, slots=True)
class PhoneMessage:
    """`key` says what it tells, `params` with which facts; put into words where it is read."""

    message_id: int
    key: str
    params: Mapping[str, str]
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class PhoneInbox:
    """What came to the phone's own number, newest first; `masked_mobile` is None if no number is bound."""

    masked_mobile: str | None
    messages: tuple[PhoneMessage, ...]


@dataclass(frozen=True, slots=True)
class SimCard:
    """A SIM card, and what came to its number: newest first, from shortly before it was put in."""

    mobile: str
    messages: tuple[PhoneMessage, ...]


@dataclass(frozen=True, slots=True)
class SimCards:
    """Those in a phone; `open_to_all`: there is one user alone, who reads what comes to any number."""

    sims: tuple[SimCard, ...]
    open_to_all: bool
