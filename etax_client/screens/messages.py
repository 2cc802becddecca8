"""What screens tell whoever put them up."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from textual.events import Event
from textual.message import Message

from etax_client.domain.refusals import EndReason
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.texts.words import Language, Phrase
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


class LanguageChosen(Message):
    """All is said in this language from now on."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language


class ThemeChosen(Message):
    """All is shown in the colours of this theme from now on."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class ToBeRead(Message):
    """A word beside what was asked for, to be read and acted on, whatever is shown next."""

    def __init__(self, what: Phrase) -> None:
        super().__init__()
        self.what = what


class PageWanted(Message):
    """One of the server's pages is to be opened, in the client itself."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path


class ChoicesChanged(Message):
    """The user has chosen otherwise in 设置: what goes by it does so from now on."""


class KeptSessionsUnwanted(Message):
    """What the keyring keeps for these servers is to be forgotten (SES-02)."""

    def __init__(self, servers: Sequence[str]) -> None:
        super().__init__()
        self.servers = tuple(servers)


class TimeSteered(Message):
    """The server's time is in testers' hands: from now on the client goes by it."""
