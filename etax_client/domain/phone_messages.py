"""Short messages as the (simulated) network delivers them: to a mobile number, in no language yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT = timedelta(days=30)
MOST = 50
"""Messages kept for one number; the oldest go first."""


@dataclass(frozen=True, slots=True)
class PhoneMessage:
    """`key` says what it tells, `params` with which facts; put into words where it is read."""

    message_id: int
    key: str
    params: Mapping[str, str]
    sent_at: datetime
