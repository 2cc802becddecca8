"""The phone beside the client (F9): a browser of its own at the right of whatever screen is shown, or over it where there is no room."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol, runtime_checkable
from urllib.parse import urlsplit

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.pages.page import Block, Field, FieldKind, Heading, Link, Look, Page, Paragraph, Text, Tone
from etax_client.screens import keys
from etax_client.screens.desk import DemoPerson, Desk
from etax_client.screens.forms.face_check_form import FaceCheckForm
from etax_client.screens.pages.own_pages import own, paper, papers, said
from etax_client.screens.pages.pane import PagePane
from etax_client.screens.pages.phone import APPS, PhoneInHand
from etax_client.texts.words import phrase
from etax_client.widgets.frame import Key, KeyLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.qr_code import QrCode
from etax_client.widgets.said import Said

_KEYS = (
    Key("escape", "back", "key.back", "fh", "Esc"),
    Key("f9", "app.phone", "beside.close", "sq"),
    Key("f5", "reload", "key.reload", "sx"),
    keys.HELP,
    keys.LANGUAGE,
)
_SCANS, _MESSAGES, _TICKETS = [f"{at}/scan" for at in APPS], [f"{at}/messages" for at in APPS], "/app/tickets/"


@runtime_checkable
class AsksForAccount(Protocol):
    """A screen at which one logs in by account and password."""

    def fill_account(self, account: str) -> None: ...


@runtime_checkable
class AsksForIdentity(Protocol):
    """A screen that asks who someone is."""

    def fill_identity(self, document_type: DocumentType, number: str, name: str) -> None: ...


class PhonePanel(Vertical):
    """Keys that mean something here mean nothing else: what lies beside it hears them only while the focus is there."""

    DEFAULT_CSS = """
    PhonePanel { dock: right; width: 40; height: 100%; background: $surface; border-left: outer $primary; }
    PhonePanel.-over { layer: phone; width: 100%; border: none; }
    PhonePanel > .phone-bar { height: 1; width: 100%; background: $bar; color: $bar-text; }
    PhonePanel > .phone-bar > .phone-mark { background: $bar-text; color: $bar; text-style: bold; padding: 0 1; }
    PhonePanel > .phone-bar > .phone-title { width: 1fr; padding: 0 1; text-style: bold; }
    """
    BINDINGS = [
        *bindings(_KEYS[:1] + _KEYS[2:3]),
        Binding("backspace", "back"),
        Binding("tab", "app.focus_next"),
        Binding("shift+tab", "app.focus_previous"),
    ]
    GUIDE = ("beside.title", "help.beside")

    class PutAway(Message):
        """The phone is done with."""

    def __init__(self, desk: Desk, phone: PhoneInHand, *, takes_focus: bool) -> None:
        super().__init__()
        self._desk = desk
        self._phone = phone
        self.pane = PagePane(desk, phone.reading, self._more, takes_focus=takes_focus)

    @property
    @override
    def is_modal(self) -> bool:
        return True

    @property
    def unfinished(self) -> bool:
        """As on the screen of the pages."""
        return self.pane.view.filling.is_unsent

    @property
    def keys(self) -> tuple[Key, ...]:
        return _KEYS

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with Horizontal(classes="phone-bar"):
            yield Said(words, phrase("beside.title"), classes="phone-title")
            yield Said(words, phrase("simulated"), classes="phone-mark")
            yield PushButton(words, phrase("beside.close"), id="phone-close")
        yield self.pane
        yield KeyLine(words, self.keys)

    def rest(self) -> None:
        """It is put away, and does nothing there."""
        self.display = False
        self.pane.rest()

    def wake(self, *, focus: bool) -> None:
        self.display = True
        if not self.pane.wake_at_once(focus=focus):
            self.pane.call_next(self.pane.wake, focus=focus)

    def take_focus(self) -> None:
        self.pane.view.focus(scroll_visible=False)

    @on(KeyLine.Chosen)
    async def _key_chosen(self, event: KeyLine.Chosen) -> None:
        event.stop()
        await self.run_action(event.key.action)

    @on(PagePane.Shown)
    def _shown(self, event: PagePane.Shown) -> None:
        """Whoever logs in as one of the demo's people need not type what is known."""
        event.stop()
        if self._phone.person is not None:
            self.pane.view.filling.fill_login(self._phone.password)

    # --- what we add to its pages

    def _more(self, page: Page) -> Page:
        path = urlsplit(page.address).path
        if path in _SCANS:
            return replace(page, blocks=self._camera(page.blocks))
        if path in _MESSAGES:
            return replace(page, blocks=(*page.blocks, *self._numbers()))
        if path.startswith(_TICKETS) and self.has_class("-over") and _asks_for_number(page):
            return replace(page, blocks=(said(self._desk.words, phrase("beside.covered"), Tone.notice), *page.blocks))
        return page

    def _camera(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """What it sees, in place of the notice that a page without scripts has none."""
        words = self._desk.words
        if self._in_sight() is None:
            offer: Block = said(words, phrase("beside.no_code"), Tone.notice)
        else:
            offer = Link(words.say("beside.scan_screen"), own("scan"), look=Look.main)
        return offer, *(block for block in blocks if not (isinstance(block, Paragraph) and block.tone is Tone.notice))

    def _numbers(self) -> tuple[Block, ...]:
        """The SIM cards of the demo's people."""
        people = [(place, person) for place, person in enumerate(self._desk.place.people) if person.mobile]
        rows = [Link(person.name, own("sim", place), notes=(person.mobile or "",)) for place, person in people]
        return (Heading(2, (Text(self._desk.words.say("beside.sims")),)), *rows) if rows else ()

    def _in_sight(self) -> str | None:
        """What the code beside the phone says; where the screen is too small for it, by its address."""
        codes = (code.payload for code in self.screen.query(QrCode) if _stands(code) and code not in self.query(QrCode))
        forms = (form.payload for form in self.screen.query(FaceCheckForm) if _stands(form))
        return next((payload for payload in (*codes, *forms) if payload is not None), None)

    # --- what is done on it

    @on(PagePane.OwnChosen)
    def _own_chosen(self, event: PagePane.OwnChosen) -> None:
        event.stop()
        act, *about = event.act.split(":")
        person = self._desk.place.people[int(about[0])] if about else None
        acts: dict[str, Callable[[], None]] = {"scan": self._scan, "papers": self._papers}
        of_person: dict[str, Callable[[DemoPerson], None]] = {
            "person": self._log_in,
            "paper": self._paper,
            "sim": self._sim,
            "fill": self._fill,
            "identity": self._identity,
        }
        if person is None:
            acts[act]()
        else:
            of_person[act](person)

    def _scan(self) -> None:
        payload = self._in_sight()
        self.pane.begin(lambda: self._phone.scan(payload))

    def _log_in(self, person: DemoPerson) -> None:
        self.pane.begin(lambda: self._phone.log_in(person))

    def _sim(self, person: DemoPerson) -> None:
        self.pane.begin(lambda: self._phone.read_messages(person))

    def _papers(self) -> None:
        self._show(lambda: papers(self._desk.words, self._desk.place.people))

    def _paper(self, person: DemoPerson) -> None:
        place = self._desk.place.people.index(person)
        account, identity = isinstance(self.screen, AsksForAccount), isinstance(self.screen, AsksForIdentity)
        self._show(lambda: paper(self._desk.words, person, place, account=account, identity=identity))

    def _show(self, make: Callable[[], Page]) -> None:
        async def show() -> None:
            self._phone.reading.show_own(make)

        self.pane.begin(show)

    def _fill(self, person: DemoPerson) -> None:
        screen: Any = self.screen
        self.post_message(self.PutAway())
        if person.login_name is not None:
            screen.fill_account(person.login_name)

    def _identity(self, person: DemoPerson) -> None:
        screen: Any = self.screen
        self.post_message(self.PutAway())
        screen.fill_identity(person.document_type, person.document_number, person.name)

    def action_back(self) -> None:
        self.pane.back()

    def action_reload(self) -> None:
        self.pane.reload()

    @on(PagePane.Left)
    @on(PushButton.Pressed, "#phone-close")
    def _put_away(self, event: Message) -> None:
        event.stop()
        self.post_message(self.PutAway())


def _asks_for_number(page: Page) -> bool:
    return any(isinstance(block, Field) and block.kind is FieldKind.radio for block in page.blocks)


def _stands(widget: Widget) -> bool:
    """Whether it is on its screen, be it that the phone covers it."""
    return all(node.display for node in widget.ancestors_with_self)
