"""How long a session lasts (SES-01)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from etax_client.domain.refusals import EndReason


@dataclass(frozen=True, slots=True)
class Seat:
    """Where someone sits, for trainers to see: what the machine calls itself, "" if it does not say, and its address."""

    device: str = ""
    address: str = ""


NOWHERE = Seat()


SEEN_EVERY = timedelta(minutes=1)
"""The server keeps when a session was last used at most so often: it may end so much sooner than its owner thinks."""
WARNED = timedelta(minutes=5)
"""So long before time alone ends a session its owner is told."""


@dataclass(frozen=True, slots=True)
class SessionRule:
    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)
    most: int = 50
    """Sessions of one person at a time; beyond it the oldest ends."""


def ended(rule: SessionRule, started: datetime, last_seen: datetime, now: datetime) -> EndReason | None:
    """Why a session is over by time alone, if it is."""
    if now - started >= rule.absolute:
        return EndReason.expired
    return EndReason.idle if now - last_seen >= rule.idle else None
