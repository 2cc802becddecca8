"""What of one's own account one can read again: logins, and what was changed, by oneself or by what another did (日志管理)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from etax_client.domain.sessions.sessions import Seat

MOST = 50
"""Entries of one account; the oldest go first."""


class OwnAct(StrEnum):
    """What has happened to an account."""

    logged_in = "logged_in"
    password_changed = "password_changed"  # noqa: S105
    password_reset = "password_reset"  # noqa: S105
    enterprise_password_set = "enterprise_password_set"  # noqa: S105
    name_set = "name_set"
    mobile_bound = "mobile_bound"
    mobile_lost = "mobile_lost"
    email_bound = "email_bound"
    level_raised = "level_raised"
    task_done = "task_done"
    project_checked_in = "project_checked_in"


@dataclass(frozen=True, slots=True)
class Entry:
    """One of them, and where it came from, if that is known."""

    act: OwnAct
    at: datetime
    seat: Seat
