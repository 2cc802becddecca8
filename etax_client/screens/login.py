"""登录: real-name login by account and password (LOG-01 to LOG-13)."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key as KeyPress
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker
from typing_extensions import override

from etax_client.api.carrier import Accident, Unreachable, Why, attempt
from etax_client.domain.guessing.captcha import CaptchaPurpose
from etax_client.domain.masking import mask_identifier
from etax_client.domain.policies import NATIONAL, POLICIES
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.servers.server_info import ServerInfo
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER, LoggedIn, normalise_identifier
from etax_client.machine import settings
from etax_client.screens import keys
from etax_client.screens.desk import DemoPerson, Desk
from etax_client.screens.explain import explain
from etax_client.screens.forms.guess_form import Guess, GuessForm
from etax_client.screens.messages import InVain, LoginDone, TimeSteered
from etax_client.screens.waiting import waiting
from etax_client.texts import account_ways
from etax_client.texts.cleaned import cleaned
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets import sizes
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.fields.tick_box import TickBox
from etax_client.widgets.frame import Key, KeyLine, TopLine, bindings
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

if TYPE_CHECKING:
    from etax_client.domain.identity.identity import Identity
    from etax_client.screens.login_panel import LoginPanel

_KEYS = (
    keys.HELP,
    Key("f2", "qr", "key.qr", "smdl"),
    Key("f3", "keypad", "key.keypad", "rjp"),
    Key("f4", "forgotten", "key.forgotten", "wjmm"),
)
_CAPTCHA = Key("f5", "another_captcha", "key.another", "hyz")
_HIDDEN = (
    Key("escape", "back", "key.back", "fh", "Esc", shown=False),
    Key("ctrl+r", "accounts", "key.accounts", "xzzh", "Ctrl+R", shown=False),
    Key("ctrl+n", "register", "login.register", "ljzc", "Ctrl+N", shown=False),
)


class _Ways(Horizontal):
    """How one logs in here, and the other way at the right, with its key."""

    COMPONENT_CLASSES = {"ways--this", "ways--other"}

    def __init__(self, words: Words) -> None:
        self._other = PushButton(words, phrase("key.qr"), id="to-qr")
        super().__init__(self._other, id="way")
        self._words = words

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        this, other = (self.get_visual_style(name, partial=True) for name in ("ways--this", "ways--other"))
        way = Content.assemble((self._words.say("login.real_name"), this), "  ", (self._words.say("login.by_password"), other))
        key = Content.styled("F2 ", other)
        return way.truncate(self.content_size.width - self._other.outer_size.width - key.cell_length, pad=True).append(key)


class LoginScreen(Screen[None]):
    """Asks who is there; `notice` says why, where there is a reason (SES-01)."""

    CSS_PATH = "login.tcss"
    BINDINGS = bindings((*_KEYS, _CAPTCHA, *_HIDDEN))
    AUTO_FOCUS = ""
    GUIDE = ("login.place", "help.login")

    class QrWanted(Message):
        """The person would rather log in by QR code."""

    class RegistrationWanted(Message):
        """立即注册."""

    class RecoveryWanted(Message):
        """忘记密码."""

    def __init__(self, desk: Desk, notice: Phrase | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._errand: Worker[None] | None = None
        self._unreached = False
        self.policy = NATIONAL
        """Until the server has said which one it goes by."""
        words = desk.words
        self._notice = Said(words, notice, id="notice")
        self._account = TextField(id="account-field", max_length=LONGEST_IDENTIFIER * 2)
        self._account_row = FormRow(words, "login.account", self._account, hint=account_ways.hint(self.policy), id="account-row")
        self._submit = PushButton(words, phrase("login.submit"), id="submit", classes="-primary")
        self._remember = TickBox(words, phrase("login.remember"), ticked=desk.choices.settings.remember_accounts, id="remember")
        self._stay = TickBox(words, phrase("login.stay"), id="stay")
        self._form = GuessForm(desk, CaptchaPurpose.login, "login", "login.password", self._below())

    def _below(self) -> Sequence[Horizontal]:
        words = self._desk.words
        ticks = [self._remember, self._stay] if self._desk.can_stay else [self._remember]
        links = [
            PushButton(words, phrase(f"login.{name}"), id=f"link-{name}", classes="-link") for name in ("forgotten", "register", "phone")
        ]
        return [
            Horizontal(*ticks, self._submit, classes="actions"),
            Horizontal(*links, classes="links"),
        ]

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, *keys.beside(self._desk), _CAPTCHA, *keys.EVERYWHERE, *_HIDDEN)

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        if action == "another_captcha":
            return self._unreached or self._form.asks_captcha
        return action != "back" or self._submit.held

    @override
    def compose(self) -> ComposeResult:
        words = self._desk.words
        yield TopLine(words, phrase("login.place"), self._desk.place.label, insecure=self._desk.place.insecure)
        with Vertical(classes="middle"):
            yield from self._panel(self.app.size)
            with Vertical(classes="form"):
                yield _Ways(words)
                yield self._notice
                yield self._account_row
                yield self._form
        yield KeyLine(words, self.keys)

    def _panel(self, size: Size) -> "Iterator[LoginPanel]":
        """Where there is room for it; the style sheet hides it where there is none again."""
        if not sizes.classes(size)[sizes.NARROW]:
            from etax_client.screens.login_panel import LoginPanel  # start-up budget: a narrow terminal never shows it

            yield LoginPanel(self._desk)

    async def on_resize(self, event: Resize) -> None:
        middle = self.query_one(".middle")
        if middle.is_attached and not self.query("LoginPanel"):  # not while the client leaves
            await middle.mount(*self._panel(event.size), before=0)

    def choose_again(self) -> None:
        """On a shared machine nothing is there to be ticked (LOG-11)."""
        chosen = self._desk.choices.settings
        self._remember.ticked = chosen.remember_accounts
        for box in (self._remember, self._stay):
            if box.display == chosen.shared_machine:
                box.display = not chosen.shared_machine

    def on_mount(self) -> None:
        self.choose_again()
        remembered = self._desk.choices.settings.remembered
        if remembered:
            self._account.value = remembered[0]
            self._form.password.focus()
        else:
            self._account.focus()
        self.call_after_refresh(self._greet)

    def _greet(self) -> None:
        """Behind the first paint: see whether the server is there, and is one of ours; this also loads what the first request needs."""
        self.run_worker(self._look_for_server(), group="errand-greeting", exclusive=True, description="greeting")

    async def _look_for_server(self) -> None:
        found = await attempt(self._desk.api.info())
        if isinstance(found, ServerInfo) and found.simulated:
            if found.steered:
                self.post_message(TimeSteered())
            self.policy = POLICIES.get(found.policy, NATIONAL)
            self._account_row.hint(account_ways.hint(self.policy))
            self._form.locked_says = account_ways.locked_key(self.policy)
            if self._unreached:
                self._unreached = False
                self.refresh_bindings()
                self._notice.say(None)
            return
        self._unreached = True
        self.refresh_bindings()
        if isinstance(found, ServerInfo):
            self._notice.say(phrase("login.not_ours"))
        else:
            self._notice.say(phrase("login.no_server", why=explain(found, harmless=True)))

    def on_unmount(self) -> None:
        self._form.wipe()

    # --- logging in

    @on(GuessForm.Submitted)
    @on(PushButton.Pressed, "#submit")
    def _submitted(self, event: Message) -> None:
        event.stop()
        self._submit_typed()

    def _submit_typed(self) -> None:
        if self._submit.held:
            return
        account = self._checked_account()
        guess = None if account is None else self._form.guess()
        if account is not None and guess is not None:
            self._errand = self.run_worker(self._log_in(account, guess), group="errand", exclusive=True, description="login")

    def _checked_account(self) -> str | None:
        account = normalise_identifier(self._account.value)
        if account and len(account) <= LONGEST_IDENTIFIER:
            told = cleaned(self._account.value, account)
            self._account_row.clear() if told is None else self._account_row.note(told)
            return account
        self._account_row.error(phrase("login.account_long" if account else "login.account_empty"))
        self._account.focus()
        return None

    async def _log_in(self, account: str, guess: Guess) -> None:
        self._notice.say(None)
        async with waiting(self._desk.clock, self._submit, phrase("login.waiting")):
            outcome = await attempt(self._desk.api.login(account, guess.password, guess.captcha))
        if isinstance(outcome, LoggedIn):
            await self._form.settle(None)
            self._keep_account(account)
            self.post_message(LoginDone(outcome, self._wants(self._stay)))
            return
        await self._form.settle(outcome)
        self._remind(outcome)
        self.post_message(InVain())

    def _remind(self, outcome: Refused | Accident) -> None:
        """The message for every wrong pair reminds of what an account may be (LOG-02)."""
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.wrong_credentials:
            self._account_row.note(account_ways.reminder(self.policy))

    def _wants(self, box: TickBox) -> bool:
        """What is not offered was not asked for."""
        return box.ticked and box.is_attached and bool(box.display)

    def _keep_account(self, account: str) -> None:
        choices = self._desk.choices
        if self._wants(self._remember):
            choices.change(remember_accounts=True)
            choices.put(settings.remember(choices.settings, account))

    @on(TextField.Changed, "#account-field")
    def _account_changed(self) -> None:
        self._form.clear_lock()
        self._account_row.clear()

    @on(TextField.Submitted, "#account-field")
    def _account_done(self) -> None:
        if self._checked_account() is not None:
            self._form.password.focus()

    def action_back(self) -> None:
        """Esc: no longer wait for an answer."""
        if self._errand is not None and self._errand.is_running and self._submit.held:
            self.run_worker(self._give_up(), group="errand", exclusive=True, description="give up a login")

    async def _give_up(self) -> None:
        await self._form.settle(Unreachable(Why.lost, sent=True))
        self._form.say_on_password("login.cancelled")

    # --- the keys of this screen

    @on(PushButton.Pressed, "#to-qr")
    def action_qr(self) -> None:
        """The account stays, the password does not (SEC-3)."""
        self.action_back()
        self._form.wipe()
        (self._form.password if self._account.value else self._account).focus()  # for when they come back
        self.post_message(self.QrWanted())

    def action_keypad(self) -> None:
        self._form.toggle_keypad()

    def action_another_captcha(self) -> None:
        """F5: another captcha, and another look for a server that was not there."""
        if self._unreached:
            self._greet()
        self._form.ask_another_captcha()

    def action_forgotten(self) -> None:
        """As for the QR code: the account stays, the password does not."""
        self.action_back()
        self._form.wipe()
        self.post_message(self.RecoveryWanted())

    def welcome_recovered(self, identity: "Identity") -> None:
        """The account is open again; it stays as it was typed, else it is the number where that is one (LOG-02)."""
        self._form.clear_lock()
        if not self._account.value and identity.document_type in self.policy.number_types:
            self._account.value = identity.number
        (self._form.password if self._account.value else self._account).focus()
        self._notice.say(phrase("recovery.done"))

    def action_register(self) -> None:
        """As for the QR code: the account stays, the password does not."""
        self.action_back()
        self._form.wipe()
        self._account.focus()
        self.post_message(self.RegistrationWanted())

    @on(PushButton.Pressed, ".-link")
    def _link_pressed(self, event: PushButton.Pressed) -> None:
        event.stop()
        name = (event.button.id or "").removeprefix("link-")
        if name == "register":
            self.action_register()
            return
        if name == "forgotten":
            self.action_forgotten()
            return
        self._show_address(name, "/app" if name == "phone" else "/portal")

    def _show_address(self, name: str, path: str) -> None:
        from etax_client.screens.dialogs.address import AddressDialog  # start-up budget: not before a link is chosen

        self.app.push_screen(AddressDialog(self._desk, f"{name}.title", f"{name}.text", path))

    def action_accounts(self) -> None:
        self.run_worker(self._choose_account(), group="dialog", exclusive=True, description="accounts")

    async def on_key(self, event: KeyPress) -> None:
        if event.key == "down" and self._account.has_focus:
            event.stop()
            self.action_accounts()

    async def _choose_account(self) -> None:
        """One list: the accounts that this machine remembers (LOG-11), and in the demo its people."""
        from etax_client.screens.dialogs.choose import Choice, ChooseDialog, Deleted  # start-up budget: not before a list is asked for

        choices, place = self._desk.choices, self._desk.place
        hint = phrase("people.password", account=place.account_password, unit=place.unit_password) if place.people else None
        while True:
            offered = [Choice(account, mask_identifier(account), deletable=True) for account in choices.settings.remembered]
            offered += [Choice(person.login_name or "", self._line(person), person.note) for person in place.people]
            empty = phrase("remembered.shared" if choices.settings.shared_machine else "remembered.none")
            chosen = await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("accounts.title"), offered, hint=hint, empty=empty))
            if not isinstance(chosen, Deleted):
                break
            choices.put(settings.forget(choices.settings, chosen.value))
        if chosen:
            self.fill_account(chosen)

    def _line(self, person: DemoPerson) -> Phrase:
        widest = max(cell_len(other.name) for other in self._desk.place.people)
        beside = phrase("people.unregistered") if person.login_name is None else phrase("plain", text=person.login_name)
        return phrase("people.line", name=set_cell_size(person.name, widest), account=beside)

    def on_login_panel_chosen(self, event: "LoginPanel.Chosen") -> None:
        """点选即可登录: what that person would type is typed, in sight, and sent."""
        event.stop()
        person = event.person
        if person.login_name is None:
            self._notice.say(phrase("panel.to_register", name=person.name, code=person.hall_code or ""))
            self.query_one("#link-register").focus()
        elif not self._submit.held:
            self._notice.say(None)
            with self.prevent(TextField.Changed):  # it would come behind the answer, and take back what that says
                self.fill_account(person.login_name)
            self._account_changed()
            self._form.password.take()
            self._form.password.insert(person.password)
            self._submit_typed()

    def fill_account(self, account: str) -> None:
        """As if it had been typed; the password is next."""
        self._account.value = account
        self._account.cursor_position = len(account)
        self._form.password.focus()
