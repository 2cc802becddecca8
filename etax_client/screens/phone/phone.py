"""The phone beside the client in the demo (F9): a panel at the right, through which one sees and uses the handset."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, runtime_checkable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Event
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import OptionList
from typing_extensions import override

from etax_client.domain.identity.documents import DocumentType
from etax_client.screens import keys
from etax_client.screens.desk import DemoPerson, Desk
from etax_client.screens.forms.face_check_form import FaceCheckForm
from etax_client.screens.forms.new_password_form import NewPasswordForm
from etax_client.screens.messages import InVain
from etax_client.screens.phone.handset import Handset
from etax_client.screens.phone.handset_pages import RELOADED, Page
from etax_client.screens.phone.phone_pages import NumberButton, page_of
from etax_client.screens.phone.phone_unit_pages import ResetForm
from etax_client.texts.words import phrase
from etax_client.widgets.countdown import Countdown
from etax_client.widgets.fields.captcha_view import CaptchaView
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.frame import Key, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.qr_code import QrCode
from etax_client.widgets.said import Said

_KEYS = (
    keys.HELP,
    Key("f5", "reload", "key.reload", "sx"),
    keys.LANGUAGE,
    Key("escape", "leave", "beside.close", "gb", "Esc"),
)


@runtime_checkable
class AsksForAccount(Protocol):
    """A screen at which one logs in by account and password."""

    def fill_account(self, account: str) -> None: ...


@runtime_checkable
class AsksForIdentity(Protocol):
    """A screen that asks who someone is."""

    def fill_identity(self, document_type: DocumentType, number: str, name: str) -> None: ...


class PhonePanel(ModalScreen[None]):
    """Esc or F9 puts it away; the handset stays as it is."""

    CSS_PATH = "phone.tcss"
    BINDINGS = [
        *bindings(_KEYS),
        Binding("up,left", "app.focus_previous", show=False),
        Binding("down,right", "app.focus_next", show=False),
        *(Binding(str(place + 1), f"pick({place})", show=False) for place in range(3)),
    ]
    AUTO_FOCUS = ""
    GUIDE = ("beside.title", "help.beside")

    class Changed(Message):
        """The handset is no longer as it is shown."""

    def __init__(self, desk: Desk, handset: Handset) -> None:
        super().__init__()
        self._desk = desk
        self._handset = handset
        self._scene: tuple[object, ...] | None = None
        words = desk.words
        self._frame = Vertical(id="phone")
        self._body = Vertical(id="body")
        self._owner = Said(words, id="owner")
        self._notice = Said(words, id="phone-notice")

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, keys.PHONE)

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        with self._frame:
            with Horizontal(id="status"):
                yield Said(words, phrase("simulated"), id="mark")
                yield self._owner
                yield PushButton(words, phrase("beside.close"), id="close")
            yield self._body
            yield self._notice

    async def on_mount(self) -> None:
        self.reword()
        await self._draw()
        if self._handset.logged_in or self._handset.page in RELOADED:
            self._begin(self._handset.look_again)

    def on_screen_resume(self) -> None:
        """Another panel may have been open on top, where a session ended and a login was asked for."""
        self._handset.changed = self._tell
        self._tell()

    def reword(self) -> None:
        self._frame.border_title = Content(self._desk.words.say("beside.title"))

    def _below(self) -> Screen[Any]:
        """What the phone lies beside, and what its camera sees."""
        return next(screen for screen in reversed(self.app.screen_stack) if not isinstance(screen, PhonePanel))

    # --- showing the handset

    def _tell(self) -> None:
        self.post_message(self.Changed())

    async def on_phone_panel_changed(self) -> None:
        await self._draw()

    async def _draw(self) -> None:
        handset = self._handset
        if handset.scene != self._scene:
            self._scene = handset.scene
            below = self._below()
            page = page_of(
                handset,
                self._desk,
                asks_for_account=isinstance(below, AsksForAccount),
                asks_for_identity=isinstance(below, AsksForIdentity),
            )
            self._frame.set_class(handset.page in (Page.captcha, Page.password, Page.units), "-wide")
            await self._body.remove_children()
            await self._body.mount(page)
            for countdown in page.query(Countdown):
                countdown.start(handset.seconds_left)
            self._focus_first(page)
        for button in self.query(NumberButton):
            button.show(handset.picked)
        for form in self.query(ResetForm):
            await form.follow(handset.units)
        self._owner.say(phrase("plain", text=handset.masked_name))
        self._notice.set_class(handset.is_good_news, "-good")
        self._notice.say(handset.notice)

    def _focus_first(self, page: Widget) -> None:
        for widget in (*page.query(".begin"), *page.query("*").results(Widget)):
            if widget.focusable:
                widget.focus()
                return

    @on(OptionList.OptionHighlighted, "#people")
    def _under_cursor(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        people = self._desk.place.people
        self.query_one("#person-note", Said).say(people[event.option_index].note)

    # --- what a thumb can do; one press is one request (TUI-5)

    async def _carry_out(self, step: Callable[[], Awaitable[None]]) -> None:
        await self._handset.run(step)
        if self._handset.notice is not None and not self._handset.is_good_news:
            self.app.post_message(InVain())

    def awaited(self, event: Event) -> Sequence[str]:
        """What is typed is for the page that comes of the step that is being carried out."""
        return ("errand-phone",)

    def _begin(self, step: Callable[[], Awaitable[None]]) -> None:
        """The app carries it out, so that it comes to its end when the panel is put away meanwhile."""
        if not self._handset.busy:
            self._handset.busy = True
            self.app.run_worker(self._carry_out(step), group="errand-phone", description="phone")

    @on(OptionList.OptionSelected, "#people")
    def _person_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        person = self._desk.place.people[event.option_index]
        self._begin(lambda: self._handset.choose(person))

    @on(PushButton.Pressed, "#answer")
    @on(TextField.Submitted, "#captcha-answer")
    def _answered(self, event: Message) -> None:
        event.stop()
        typed = self.query_one("#captcha-answer", TextField).value
        self._begin(lambda: self._handset.answer(typed))

    @on(PushButton.Pressed, "#another")
    @on(CaptchaView.Wanted)
    def action_reload(self) -> None:
        """F5: another captcha, or what has come meanwhile."""
        if self._handset.page is Page.captcha:
            self._begin(self._handset.another_captcha)
        elif self._handset.logged_in or self._handset.page in RELOADED:
            self._begin(self._handset.look_again)

    def _in_sight(self) -> str | None:
        """What the QR code beside the phone says."""
        return next((code.payload for code in self._below().query(QrCode) if code.region), None)

    @on(PushButton.Pressed, "#scan")
    def _scan(self) -> None:
        payload = self._in_sight()
        self._begin(lambda: self._handset.scan(payload))

    @on(PushButton.Pressed, "#type")
    @on(TextField.Submitted, "#short-code")
    def _code_typed(self, event: Message) -> None:
        event.stop()
        typed = self.query_one("#short-code", TextField).value
        self._begin(lambda: self._handset.type_code(typed))

    @on(PushButton.Pressed, ".number")
    def _number_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        if isinstance(event.button, NumberButton):
            self._pick(event.button)

    def action_pick(self, place: int) -> None:
        numbers = list(self.query(NumberButton))
        if place < len(numbers):
            self._pick(numbers[place])

    def _pick(self, button: NumberButton) -> None:
        self._handset.pick(button.number)
        self.query_one("#confirm").focus()

    @on(PushButton.Pressed, "#confirm")
    def _confirm(self) -> None:
        self._begin(self._handset.confirm)

    @on(PushButton.Pressed, "#refuse")
    def _refuse(self) -> None:
        self._begin(self._handset.refuse)

    @on(Countdown.Ended)
    def _time_over(self, event: Countdown.Ended) -> None:
        event.stop()
        if self._handset.page in (Page.confirm, Page.face):
            self._begin(self._handset.look_again)

    @on(PushButton.Pressed, "#messages")
    def _open_messages(self) -> None:
        self._begin(self._handset.open_messages)

    @on(PushButton.Pressed, "#change")
    def _change_person(self) -> None:
        self._begin(self._handset.log_out)

    @on(PushButton.Pressed, "#to-home")
    def _to_home(self) -> None:
        self._begin(self._handset.go_home)

    @on(PushButton.Pressed, "#to-people")
    def _to_people(self) -> None:
        self._begin(self._handset.go_to_people)

    @on(PushButton.Pressed, "#fill")
    def _fill_account(self) -> None:
        below, person = self._below(), self._handset.person
        self.dismiss()
        if isinstance(below, AsksForAccount) and person is not None and person.login_name is not None:
            below.fill_account(person.login_name)

    # --- what needs no login, and the security centre

    def _person(self) -> DemoPerson | None:
        """Who is under the cursor, or holds the phone."""
        at = next((listed.highlighted for listed in self.query("#people").results(OptionList)), None)
        return self._handset.person if at is None else self._desk.place.people[at]

    @on(PushButton.Pressed, "#sims")
    def _open_sims(self) -> None:
        person = self._person()
        self._begin(lambda: self._handset.open_sims(person))

    @on(PushButton.Pressed, "#put-in")
    @on(TextField.Submitted, "#sim-number")
    def _put_in(self, event: Message) -> None:
        event.stop()
        typed = self.query_one("#sim-number", TextField).value
        self._begin(lambda: self._handset.put_in_sim(typed))

    @on(PushButton.Pressed, "#papers")
    def _open_papers(self) -> None:
        person = self._person()
        if person is not None:
            self._begin(lambda: self._handset.open_papers(person))

    @on(PushButton.Pressed, "#fill-identity")
    def _fill_identity(self) -> None:
        below, person = self._below(), self._handset.person
        self.dismiss()
        if isinstance(below, AsksForIdentity) and person is not None:
            below.fill_identity(person.document_type, person.document_number, person.name)

    @on(PushButton.Pressed, "#face")
    def _stand_before(self) -> None:
        """Where the screen is too small for the code, by its address."""
        payload = self._in_sight() or next((form.payload for form in self._below().query(FaceCheckForm) if form.region), None)
        self._begin(lambda: self._handset.stand_before(payload))

    @on(PushButton.Pressed, "#face-frame")
    def _step_in(self) -> None:
        self._begin(self._handset.step_in)

    @on(PushButton.Pressed, "#face-blink")
    def _blink(self) -> None:
        self._begin(self._handset.blink)

    @on(PushButton.Pressed, "#security")
    def _open_security(self) -> None:
        self._begin(self._handset.open_security)

    @on(PushButton.Pressed, "#bind")
    def _open_bind(self) -> None:
        self._begin(self._handset.open_bind)

    @on(PushButton.Pressed, "#send-code")
    @on(TextField.Submitted, "#new-mobile")
    def _send_code(self, event: Message) -> None:
        event.stop()
        mobile = self.query_one("#new-mobile", TextField).value
        self._begin(lambda: self._handset.send_mobile_code(mobile))

    @on(PushButton.Pressed, "#bind-it")
    @on(TextField.Submitted, "#mobile-code")
    def _bind(self, event: Message) -> None:
        event.stop()
        typed = self.query_one("#mobile-code", TextField).value
        self._begin(lambda: self._handset.bind_mobile(typed))

    @on(PushButton.Pressed, "#change-password")
    def _open_password(self) -> None:
        self._begin(self._handset.open_password)

    @on(PushButton.Pressed, "#change-it")
    @on(NewPasswordForm.Submitted)
    def _change_password(self, event: Message) -> None:
        event.stop()
        password = self.query_one(NewPasswordForm).password()
        if password is not None:
            self._begin(lambda: self._handset.change_password(password))

    # --- 企业办税权限

    @on(PushButton.Pressed, "#units")
    def _open_units(self) -> None:
        self._begin(lambda: self._handset.at_units(self._handset.units.open))

    @on(OptionList.OptionSelected, "#managed")
    def _unit_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        units = self._handset.units.units or ()
        self._begin(lambda: self._handset.at_units(lambda: self._handset.units.choose(units[event.option_index])))

    @on(PushButton.Pressed, "#reset-password")
    def _begin_reset(self) -> None:
        self._begin(lambda: self._handset.at_units(self._handset.units.begin))

    @on(ResetForm.CodeWanted)
    def _send_reset_code(self, event: Message) -> None:
        event.stop()
        self._begin(lambda: self._handset.at_units(self._handset.units.send_code))

    @on(ResetForm.Submitted)
    def _reset(self, event: ResetForm.Submitted) -> None:
        event.stop()
        self._begin(lambda: self._handset.at_units(lambda: self._handset.units.reset(event.password, event.code)))

    @on(PushButton.Pressed, "#leave-page")
    def _leave_page(self) -> None:
        self._begin(self._handset.leave_page)

    @on(PushButton.Pressed, "#close")
    def action_leave(self) -> None:
        self.dismiss()
