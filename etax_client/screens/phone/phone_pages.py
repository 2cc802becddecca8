"""The pages of the phone beside the client, each made of what its handset knows."""

from collections.abc import Callable

from rich.cells import cell_len, set_cell_size
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from etax_client.domain.local_time import local_time
from etax_client.domain.sessions.qr_login import OFFERED
from etax_client.screens.desk import DemoPerson, Desk
from etax_client.screens.phone import phone_other_pages, phone_unit_pages
from etax_client.screens.phone.handset import Handset
from etax_client.screens.phone.handset_pages import Page
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.fields.captcha_view import CaptchaView
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

_LONGEST_CODE = 40


class PeopleList(OptionList):
    """The demo's people, with the login name of those who have one."""

    def __init__(self, words: Words, people: tuple[DemoPerson, ...]) -> None:
        self._words = words
        self.people = people
        super().__init__(*(Option(self._line(person)) for person in people), compact=True, id="people")

    def _line(self, person: DemoPerson) -> Content:
        widest = max(cell_len(other.name) for other in self.people)
        beside = person.login_name or self._words.say("people.unregistered")
        return Content(f"{set_cell_size(person.name, widest)}  {beside}")

    def reword(self) -> None:
        for index, person in enumerate(self.people):
            self.replace_option_prompt_at_index(index, self._line(person))


class NumberButton(PushButton):
    """One of the numbers to pick from (QR-04)."""

    def __init__(self, words: Words, number: int) -> None:
        super().__init__(words, phrase("beside.number", number=number), classes="number")
        self.number = number

    def show(self, picked: int | None) -> None:
        is_picked = self.number == picked
        self.set_class(is_picked, "-picked")
        self.say(phrase("beside.number_picked" if is_picked else "beside.number", number=self.number))


def page_of(handset: Handset, desk: Desk, *, asks_for_account: bool, asks_for_identity: bool) -> Widget:
    """The page that the handset is on; `asks_for_...` if the screen at its left has fields for that."""
    make: dict[Page, Callable[[], list[Widget]]] = {
        Page.people: lambda: _people(handset, desk),
        Page.captcha: lambda: _captcha(handset, desk),
        Page.home: lambda: _home(handset, desk, asks_for_account),
        Page.scan: lambda: _scan(desk),
        Page.confirm: lambda: _confirm(handset, desk),
        Page.messages: lambda: _messages(handset, desk),
        Page.sims: lambda: phone_other_pages.sims(handset, desk),
        Page.papers: lambda: phone_other_pages.papers(handset, desk, asks_for_identity=asks_for_identity),
        Page.face: lambda: phone_other_pages.face(handset, desk),
        Page.security: lambda: phone_other_pages.security(handset, desk),
        Page.bind: lambda: phone_other_pages.bind(handset, desk),
        Page.password: lambda: phone_other_pages.password(handset, desk),
        Page.units: lambda: phone_unit_pages.units(handset, desk),
    }
    return Vertical(*make[handset.page](), classes="page", id=f"page-{handset.page}")


def _people(handset: Handset, desk: Desk) -> list[Widget]:
    """The cursor stands on whom the phone was used for last."""
    words, people = desk.words, desk.place.people
    listed = PeopleList(words, people)
    if handset.person in people:
        listed.highlighted = people.index(handset.person)
    return [
        Said(words, phrase("beside.people"), classes="page-title"),
        Said(words, phrase("beside.people_hint"), classes="hint"),
        listed,
        Said(words, None, id="person-note"),
        Said(words, phrase("beside.without_login"), classes="hint"),
        Horizontal(
            PushButton(words, phrase("beside.sims"), id="sims"),
            PushButton(words, phrase("beside.face"), id="face"),
            PushButton(words, phrase("beside.papers"), id="papers"),
            classes="field-line",
        ),
    ]


def _captcha(handset: Handset, desk: Desk) -> list[Widget]:
    words = desk.words
    view = CaptchaView(words)
    if handset.captcha is not None:
        view.show(handset.captcha.rows)
    return [
        Said(words, phrase("beside.captcha"), classes="page-title"),
        Said(words, phrase("plain", text=handset.person.name if handset.person else ""), classes="hint"),
        view,
        Horizontal(
            TextField(id="captcha-answer", max_length=8), PushButton(words, phrase("beside.another"), id="another"), classes="field-line"
        ),
        Horizontal(
            PushButton(words, phrase("beside.back"), id="to-people"),
            PushButton(words, phrase("dialog.ok"), id="answer", classes="-primary"),
            classes="answer-line",
        ),
    ]


def _home(handset: Handset, desk: Desk, asks_for_account: bool) -> list[Widget]:
    words = desk.words
    count = len(handset.inbox.messages) if handset.inbox else 0
    buttons = [
        PushButton(words, phrase("beside.scan"), id="scan", classes="-primary entry"),
        PushButton(words, phrase("beside.messages", count=count), id="messages", classes="entry"),
    ]
    if asks_for_account:
        buttons.append(PushButton(words, phrase("beside.fill"), id="fill", classes="entry"))
    buttons.append(PushButton(words, phrase("managed.title"), id="units", classes="entry"))
    buttons.append(PushButton(words, phrase("beside.security"), id="security", classes="entry"))
    buttons.append(PushButton(words, phrase("beside.change"), id="change", classes="entry"))
    return [Said(words, phrase("beside.home"), classes="page-title"), *buttons]


def _scan(desk: Desk) -> list[Widget]:
    words = desk.words
    return [
        Said(words, phrase("beside.scan"), classes="page-title"),
        Said(words, phrase("beside.scan_hint"), classes="hint"),
        PushButton(words, phrase("beside.scan_again"), id="scan", classes="-primary entry"),
        Said(words, phrase("beside.short_code"), classes="field-label"),
        Horizontal(
            TextField(id="short-code", max_length=_LONGEST_CODE), PushButton(words, phrase("dialog.ok"), id="type"), classes="field-line"
        ),
        PushButton(words, phrase("beside.back"), id="to-home", classes="entry"),
    ]


def _confirm(handset: Handset, desk: Desk) -> list[Widget]:
    words, ticket = desk.words, handset.ticket
    if ticket is None:
        return []
    facts = (("device", ticket.device), ("address", ticket.address), ("asked_at", local_time(ticket.asked_at)))
    return [
        Said(words, phrase("beside.confirm"), classes="page-title"),
        Said(words, phrase("beside.confirm_hint"), classes="hint"),
        *(phone_other_pages.fact(words, f"beside.{name}", value) for name, value in facts),
        Countdown(desk.clock, words, "beside.left", id="left"),
        Said(words, phrase("beside.pick"), classes="hint"),
        Horizontal(*(NumberButton(words, number) for number in ticket.numbers[:OFFERED]), classes="row"),
        Horizontal(
            PushButton(words, phrase("beside.log_in"), id="confirm", classes="-primary"),
            PushButton(words, phrase("beside.refuse"), id="refuse"),
            classes="row",
        ),
    ]


def _messages(handset: Handset, desk: Desk) -> list[Widget]:
    words, inbox = desk.words, handset.inbox
    if inbox is None or inbox.masked_mobile is None:
        title = phrase("beside.inbox")
    else:
        title = phrase("beside.inbox_of", mobile=inbox.masked_mobile)
    content: list[Widget] = []
    if inbox is not None:
        content = [part for message in inbox.messages for part in phone_other_pages.message(words, message)]
        if not content:
            content = [Said(words, _empty(inbox.masked_mobile), classes="hint")]
    return [
        Said(words, title, classes="page-title"),
        VerticalScroll(*content, id="inbox"),
        PushButton(words, phrase("beside.back"), id="to-home", classes="entry"),
    ]


def _empty(masked_mobile: str | None) -> Phrase:
    return phrase("beside.no_mobile" if masked_mobile is None else "beside.no_messages")
