"""What screens tell whoever put them up."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from textual.events import Event
from textual.message import Message

from etax_client.domain.refusals import EndReason
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.widgets.said import Said


class SessionEnded(Message):
    """The server no longer knows this session: log in again, then go on here (SES-03)."""

    def __init__(self, reason: EndReason) -> None:
        super().__init__()
        self.reason = reason


class InVain(Message):
    """What keys had set going came to nothing: what was typed meanwhile was for what should have come of it."""


@runtime_checkable
class Awaiting(Protocol):
    """A screen on which keys wait for more than an `errand`."""

    def awaited(self, event: Event) -> Sequence[str]:
        """The groups of workers that this event waits for."""


class LogoutWanted(Message):
    """The user has confirmed that they want to log out; `line` is where it is said that it is being done."""

    def __init__(self, line: Said) -> None:
        super().__init__()
        self.line = line


class LoginDone(Message):
    """Someone has logged in; `stay` if the session may be kept in the keyring."""

    def __init__(self, logged_in: LoggedIn, stay: bool) -> None:
        super().__init__()
        self.logged_in = logged_in
        self.stay = stay


class TimeSteered(Message):
    """The server's time is in testers' hands: from now on the client goes by it."""
