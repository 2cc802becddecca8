"""The pages of the phone beside the client that need no QR login: SIM cards, papers, the face check, the security centre."""

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from etax_client.domain.guessing.passwords import Own
from etax_client.domain.identity import mobiles
from etax_client.domain.local_time import local_time
from etax_client.domain.policies import NATIONAL, POLICIES
from etax_client.domain.safe_text import safe_text
from etax_client.domain.sessions.phone_messages import PhoneMessage
from etax_client.screens.desk import Desk
from etax_client.screens.forms.new_password_form import NewPasswordForm
from etax_client.screens.phone.handset import Handset
from etax_client.screens.phone.handset_parts import FaceStage
from etax_client.texts.document_names import type_name
from etax_client.texts.short_messages import tell_message
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said, Told

_LONGEST = 24
_FACES = {
    FaceStage.frame: "+---------------+\n|               |\n|               |\n|               |\n+---------------+",
    FaceStage.blink: "+---------------+\n|    o     o    |\n|       ^       |\n|     \\___/     |\n+---------------+",
    FaceStage.over: "+---------------+\n|    -     -    |\n|       ^       |\n|     \\___/     |\n+---------------+",
}


class MessageText(Static):
    """A short message, in the current language."""

    def __init__(self, words: Words, message: PhoneMessage) -> None:
        super().__init__(classes="message-text", markup=False)
        self._words = words
        self._message = message
        self.reword()

    def reword(self) -> None:
        self.update(Told(safe_text(tell_message(self._words, self._message.key, self._message.params), 400)))


def message(words: Words, each: PhoneMessage) -> list[Widget]:
    """A message with its time."""
    return [Static(Content(local_time(each.sent_at)), classes="message-time", markup=False), MessageText(words, each)]


def fact(words: Words, label: str, value: str | Phrase) -> Widget:
    """One line of a page: what it is, and what it says; words of others as they are."""
    said: Widget = Said(words, value, classes="fact-value") if isinstance(value, Phrase) else _plain(value)
    return Horizontal(Said(words, phrase(label), classes="fact-label"), said, classes="fact")


def _plain(text: str) -> Static:
    return Static(Content(safe_text(text)), classes="fact-value", markup=False)


def sims(handset: Handset, desk: Desk) -> list[Widget]:
    """What came to the cards in the phone, and one more card (WEB-5)."""
    words = desk.words
    content: list[Widget] = []
    for card in handset.tray.cards:
        content.append(Said(words, phrase("beside.sim_of", mobile=safe_text(card.mobile)), classes="sim"))
        content += [part for each in card.messages for part in message(words, each)]
        if not card.messages:
            content.append(Said(words, phrase("beside.no_messages"), classes="hint"))
    if not content:
        content = [Said(words, phrase("beside.no_sims"), classes="hint")]
    return [
        Said(words, phrase("beside.sims"), classes="page-title"),
        VerticalScroll(*content, id="inbox"),
        Said(words, phrase("beside.sims_hint" if handset.tray.open_to_all else "beside.sims_owned"), classes="hint"),
        Horizontal(
            TextField(id="sim-number", max_length=_LONGEST), PushButton(words, phrase("beside.put_in"), id="put-in"), classes="field-line"
        ),
        PushButton(words, phrase("beside.back"), id="leave-page", classes="entry begin"),
    ]


def papers(handset: Handset, desk: Desk, *, asks_for_identity: bool) -> list[Widget]:
    """What the person would lay on the counter: to be read off, or put into the form at the left."""
    words, person = desk.words, handset.person
    if person is None:
        return []
    facts = [
        fact(words, "beside.paper.name", person.name),
        fact(words, "beside.paper.type", type_name(person.document_type)),
        fact(words, "beside.paper.number", person.document_number),
        fact(words, "beside.paper.mobile", person.mobile or phrase("beside.paper.none")),
    ]
    if person.hall_code is not None:
        facts.append(fact(words, "beside.paper.hall_code", person.hall_code))
    buttons = [PushButton(words, phrase("beside.back"), id="leave-page", classes="entry")]
    if asks_for_identity:
        buttons.insert(0, PushButton(words, phrase("beside.fill_identity"), id="fill-identity", classes="entry -primary"))
    return [Said(words, phrase("beside.papers"), classes="page-title"), *facts, *buttons]


def face(handset: Handset, desk: Desk) -> list[Widget]:
    """Frame, blink, outcome: a simulation that says so (REG-03)."""
    words, seen, stage = desk.words, handset.face.seen, handset.face.stage
    if seen is None:
        return []
    parts: list[Widget] = [
        Said(words, phrase("beside.face"), classes="page-title"),
        Said(words, phrase("beside.face.simulated"), classes="hint"),
        fact(words, "beside.face.who", seen.masked_name),
        Static(Content(_FACES[stage]), id="face-picture", markup=False),
    ]
    if stage is not FaceStage.over:
        parts += [
            Said(words, phrase(f"beside.face.at_{stage}"), classes="hint"),
            Countdown(desk.clock, words, "beside.left", id="left"),
            PushButton(words, phrase(f"beside.face.do_{stage}"), id=f"face-{stage}", classes="-primary entry"),
        ]
    return [*parts, PushButton(words, phrase("beside.back"), id="leave-page", classes="entry")]


def security(handset: Handset, desk: Desk) -> list[Widget]:
    """安全中心 (FPW-02)."""
    words, account = desk.words, handset.centre.account
    back = PushButton(words, phrase("beside.back"), id="leave-page", classes="entry")
    title = Said(words, phrase("beside.security"), classes="page-title")
    if account is None:
        return [title, back]
    bound = account.masked_mobile
    return [
        title,
        fact(words, "beside.account.name", account.login_name or phrase("beside.paper.none")),
        fact(words, "beside.paper.mobile", bound or phrase("beside.paper.none")),
        PushButton(words, phrase("beside.bind" if bound is None else "beside.rebind"), id="bind", classes="entry"),
        PushButton(words, phrase("beside.change_password"), id="change-password", classes="entry"),
        back,
    ]


def bind(handset: Handset, desk: Desk) -> list[Widget]:
    """Another mobile number: the code comes to its card, which is put in here."""
    words, mobile = desk.words, handset.centre.mobile
    number = mobiles.judge(mobile) if mobile else None
    came = next((each for card in handset.tray.cards if card.mobile == number for each in card.messages), None)
    return [
        Said(words, phrase("beside.bind"), classes="page-title"),
        Said(words, phrase("beside.bind_hint"), classes="hint"),
        Said(words, phrase("beside.paper.mobile"), classes="field-label"),
        Horizontal(
            TextField(mobile, id="new-mobile", max_length=_LONGEST, classes="" if mobile else "begin"),
            PushButton(words, phrase("smscode.get"), id="send-code"),
            classes="field-line",
        ),
        Said(words, phrase("smscode.code"), classes="field-label"),
        Horizontal(
            TextField(id="mobile-code", max_length=_LONGEST, classes="begin" if mobile else ""),
            PushButton(words, phrase("beside.bind_it"), id="bind-it", classes="-primary"),
            classes="field-line",
        ),
        *([] if came is None else message(words, came)),
        PushButton(words, phrase("beside.back"), id="leave-page", classes="entry"),
    ]


def password(handset: Handset, desk: Desk) -> list[Widget]:
    """修改密码, from the one that the phone has logged in with."""
    words, account = desk.words, handset.centre.account
    policy = POLICIES.get("" if account is None else account.policy, NATIONAL)
    form = NewPasswordForm(desk, policy.password, with_keypad=False)
    form.own = Own() if account is None else Own(account.login_name)
    return [
        Said(words, phrase("beside.change_password"), classes="page-title"),
        form,
        Horizontal(
            PushButton(words, phrase("beside.back"), id="leave-page"),
            PushButton(words, phrase("beside.change_it"), id="change-it", classes="-primary"),
            classes="answer-line",
        ),
    ]
