"""What screens tell whoever put them up."""

from textual.message import Message

from etax_client.domain.accounts import LoggedIn
from etax_client.domain.refusals import EndReason


class SessionEnded(Message):
    """The server no longer knows this session: log in again, then go on here (SES-03)."""

    def __init__(self, reason: EndReason) -> None:
        super().__init__()
        self.reason = reason


class LogoutWanted(Message):
    """The user has confirmed that they want to log out."""


class LoginDone(Message):
    """Someone has logged in; `stay` if the session may be kept in the keyring."""

    def __init__(self, logged_in: LoggedIn, stay: bool) -> None:
        super().__init__()
        self.logged_in = logged_in
        self.stay = stay


class TimeSteered(Message):
    """The server's time is in testers' hands: from now on the client goes by it."""
