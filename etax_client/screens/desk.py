"""What every screen is handed: the server, the session, the time, the words and the user's choices."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from etax_client.api.carrier import Carrier
from etax_client.clock import Clock
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.servers.pins import Pin
from etax_client.machine.settings import Settings
from etax_client.session import Session
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language, Phrase, Words

if TYPE_CHECKING:
    from etax_client.api.etax import Etax
    from etax_client.api.pages import PageUser


class Choices:
    """The user's settings as they are now; each change is saved at once, where it can be: it counts in any case (ENV-1).

    `on_unkept` is called the first time that one could not be saved; `kept` says whether the last one was.
    """

    def __init__(self, settings: Settings, save: Callable[[Settings], None], where: Path | None = None) -> None:
        """`where` is the file that `save` writes; None where there is none to speak of."""
        self.settings = settings
        self.where = where
        self.kept = True
        self.on_unkept: Callable[[], None] = lambda: None
        self._save = save
        self._said = False

    def change(self, **fields: Any) -> None:
        self.put(replace(self.settings, **fields))

    def put(self, settings: Settings) -> None:
        if settings != self.settings:
            self.settings = settings
            try:
                self._save(settings)
                self.kept = True
            except OSError:
                self.kept = False
                if not self._said:
                    self._said = True
                    self.on_unkept()


@runtime_checkable
class Choosing(Protocol):
    """What goes by the user's choices while it is shown."""

    def choose_again(self) -> None:
        """Look at them again: they have changed."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Someone to be in the demo: the login name (or none), what that person shows, and the papers that they have with them."""

    name: str
    login_name: str | None
    note: Phrase
    document_type: DocumentType
    document_number: str
    mobile: str | None = None
    hall_code: str | None = None
    password: str = ""
    """The demo's: no secret."""


@dataclass(frozen=True, slots=True)
class DemoCertificate:
    """A unit's certificate that the demo brings: a PKCS#12 file, and its PIN, which is no secret there."""

    taxpayer_id: str
    path: Path
    pin: str


async def _no_pin() -> Pin | None:
    return None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the client is connected: its name on top, the address of the pages if any are served, the demo's people."""

    label: Phrase
    pages: str | None = None
    pin: Callable[[], Awaitable[Pin | None]] = _no_pin
    """What the pages' key is known by; beside a demo one may have to wait for it, as it is read behind the first paint."""
    insecure: bool = False
    """Whether what is typed crosses a network in the clear (TLS-1)."""
    notice: Phrase | None = None
    """What the first screen says."""
    people: tuple[DemoPerson, ...] = ()
    account_password: str = ""
    unit_password: str = ""
    certificates: tuple[DemoCertificate, ...] = ()
    samples: Path | None = None
    """The demo's folder, into which sample spreadsheets are written when somebody asks for them; it is gone when the demo ends."""
    keeps_nothing: bool = False
    """Whether all that is done here ends with the program."""
    counter: Callable[[], tuple[str, str] | None] | None = None
    """Gives a device the cookie to which the hall's counter is open; None where it is not open to this user."""


@dataclass(frozen=True)
class Desk:
    carrier: Carrier
    session: Session
    clock: Clock
    words: Words
    choices: Choices
    place: Place
    can_stay: bool = False
    """Whether a session may be kept in the keyring."""
    device: str = ""
    """What this machine calls itself: the phone shows it as who asks for a QR login (QR-04)."""
    browser: "Callable[[], PageUser] | None" = None
    """Gives a browser of its own for the server's pages, like another device (F10)."""
    has_phone: bool = False
    """Whether there is a phone to use beside the client (F9); where people have real ones there is none."""
    shuffle: Callable[[list[str]], None] | None = None
    """Puts the soft keypad in order where a test wants the same one again; None takes the system's cryptographic source (KEY-02)."""
    visiting: bool = False
    """Whether who sits here looks on from a browser: this machine is somebody else's, and none of its files are read, written or shown."""

    @cached_property
    def api(self) -> "Etax":
        """The server, as this session sees it."""
        from etax_client.api.etax import Etax  # start-up budget: all that can be asked for; nothing is before the first paint

        return Etax(self.carrier, self.session.token, lambda: self.session.use(self.clock.monotonic()))


def lay_desk(
    carrier: Carrier,
    place: Place,
    choices: Choices,
    *,
    clock: Clock,
    language: Language,
    can_stay: bool = False,
    device: str = "",
    browser: "Callable[[], PageUser] | None" = None,
    has_phone: bool = False,
    shuffle: Callable[[list[str]], None] | None = None,
    visiting: bool = False,
) -> Desk:
    """A desk with a session of its own, nobody logged in."""
    session = Session()
    return Desk(carrier, session, clock, words(language), choices, place, can_stay, device, browser, has_phone, shuffle, visiting)
