"""What screens tell whoever put them up."""

from textual.message import Message

from etax_client.domain.refusals import EndReason


class SessionEnded(Message):
    """The server no longer knows this session: log in again, then go on here (SES-03)."""

    def __init__(self, reason: EndReason) -> None:
        super().__init__()
        self.reason = reason


class LogoutWanted(Message):
    """The user has confirmed that they want to log out."""
