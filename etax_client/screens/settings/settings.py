"""设置: the user's choices on this machine, each in force as soon as it is made, with where it is kept."""

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input
from typing_extensions import override

from etax_client.domain.masking import mask_identifier
from etax_client.domain.safe_text import safe_text
from etax_client.domain.servers.server_urls import ServerUrl, judge
from etax_client.machine import settings
from etax_client.machine.settings import LANGUAGE_NAMES, LONGEST_SERVER, THEME_NAMES, Settings
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.choose import Choice, ChooseDialog
from etax_client.screens.messages import ChoicesChanged, KeptSessionsUnwanted, LanguageChosen, ThemeChosen
from etax_client.screens.settings.rows import KEYRING, SESSION, SettingRow, is_kept, told_file
from etax_client.screens.settings.theme_sample import ThemeSample
from etax_client.texts.words import Language, Phrase, phrase
from etax_client.widgets.fields.pick_one import PickOne
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.fields.tick_box import TickBox
from etax_client.widgets.frame import Key, KeyLine, TopLine, bindings
from etax_client.widgets.one_line import OneLine
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.said import Said

_KEYS = (Key("escape", "back", "key.back", "fh", "Esc"), keys.HELP)
_HIDDEN = (
    Key("up", "app.focus_previous", "settings.up"),
    Key("down", "app.focus_next", "settings.down"),
)


class SettingsScreen(Screen[None]):
    """The names of its fields are those of the settings that they set."""

    CSS_PATH = "settings.tcss"
    BINDINGS = bindings((*_KEYS, *_HIDDEN))
    AUTO_FOCUS = "PickOne"
    GUIDE = ("settings.place", "help.settings")

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        words = desk.words
        self._accounts = OneLine(words, id="accounts", classes="setting-words")
        self._session = Said(words, id="session", classes="setting-words")
        self._server = TextField(desk.choices.settings.server or "", id="server", max_length=LONGEST_SERVER)
        self._file = Said(words, id="file")
        self._status = Said(words, id="status")

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*_KEYS, *keys.everywhere(self._desk))

    @property
    def _chosen(self) -> Settings:
        return self._desk.choices.settings

    @override
    def compose(self) -> ComposeResult:
        words, place = self._desk.words, self._desk.place
        yield TopLine(words, phrase("settings.place"), place.label, insecure=place.insecure)
        with Vertical(classes="middle"), Vertical(classes="sheet"):
            yield Said(words, phrase("settings.display"), classes="group")
            languages = [(each, phrase(f"language.{each}")) for each in LANGUAGE_NAMES]
            yield SettingRow(words, "language", PickOne(words, languages, words.language.value, id="language"))
            themes = [(each, phrase(f"theme.{each}")) for each in THEME_NAMES]
            yield SettingRow(words, "theme", PickOne(words, themes, self._chosen.theme, id="theme"))
            yield SettingRow(words, "preview", ThemeSample(words), place=None)
            yield self._tick("reduced_motion")
            yield self._tick("ascii")
            yield Said(words, phrase("settings.logging_in"), classes="group")
            yield self._tick("keypad")
            yield self._tick("remember_accounts")
            yield SettingRow(words, "remembered", self._accounts, self._button("forget-one"), self._button("forget-all"))
            kept_in = KEYRING if self._desk.can_stay else SESSION
            yield SettingRow(words, "session", self._session, self._button("forget-session"), place=kept_in)
            yield self._tick("shared_machine")
            yield Said(words, phrase("settings.connection"), classes="group")
            yield SettingRow(words, "server", self._server, self._button("save"))
            yield Said(words, phrase("settings.server_hint", now=place.label), id="server-hint")
            yield self._status
            yield self._file
            with Horizontal(classes="actions"):
                yield PushButton(words, phrase("key.back"), id="back", classes="-primary")
        yield KeyLine(words, self.keys)

    def _tick(self, name: str) -> SettingRow:
        box = TickBox(self._desk.words, phrase(f"settings.{name}.tick"), ticked=getattr(self._chosen, name), id=name)
        return SettingRow(self._desk.words, name, box)

    def _button(self, name: str) -> PushButton:
        return PushButton(self._desk.words, phrase(f"settings.{name}"), id=name)

    def on_mount(self) -> None:
        self._show()

    def reword(self) -> None:
        """F8 chooses a language too."""
        self.query_one("#language", PickOne).value = self._desk.words.language.value

    def on_screen_resume(self) -> None:
        """The command list sets some of it too."""
        self._show()

    def _show(self) -> None:
        """All as it is now; what was asked for may not have come to be."""
        chosen, kept = self._chosen, is_kept(self._desk.choices)
        for row in self.query(SettingRow):
            row.tell_place(kept)
        for box in self.query(TickBox):
            box.ticked = getattr(chosen, box.id or "")
        self.query_one("#theme", PickOne).value = chosen.theme
        accounts = [mask_identifier(each) for each in chosen.remembered]
        if accounts:
            self._accounts.say(phrase("plain", text=safe_text("  ".join(accounts))), phrase("settings.accounts", count=len(accounts)))
        else:
            self._accounts.say(phrase("settings.no_accounts"))
        if self._desk.can_stay:
            self._session.say(phrase("settings.session_kept" if chosen.kept_sessions else "settings.session_unkept"))
        else:
            self._session.say(phrase("settings.session_never"))
        for name, there in (("one", accounts), ("all", accounts), ("session", chosen.kept_sessions)):
            self.query_one(f"#forget-{name}").display = bool(there)
        self._file.say(told_file(self._desk.choices.where, kept))

    # --- changing

    def _change(self, changed: Settings) -> None:
        """In force at once; said is whether it also is there next time."""
        unwanted = tuple(each for each in self._chosen.kept_sessions if each not in changed.kept_sessions)
        self._desk.choices.put(changed)
        if unwanted:
            self.post_message(KeptSessionsUnwanted(unwanted))
        self.post_message(ChoicesChanged())
        self._show()
        kept = is_kept(self._desk.choices)
        self._say(phrase("settings.changed" if kept else "settings.changed_unkept"), wrong=not kept)

    def _say(self, what: Phrase, *, wrong: bool = False) -> None:
        self._status.say(what)
        self._status.set_class(wrong, "-error")

    @on(PickOne.Picked, "#language")
    def _language_picked(self, event: PickOne.Picked) -> None:
        event.stop()
        self._change(replace(self._chosen, language=event.value))
        self.post_message(LanguageChosen(Language(event.value)))

    @on(PickOne.Picked, "#theme")
    def _theme_picked(self, event: PickOne.Picked) -> None:
        event.stop()
        self._change(replace(self._chosen, theme=event.value))
        self.post_message(ThemeChosen(event.value))

    @on(TickBox.Changed)
    def _ticked(self, event: TickBox.Changed) -> None:
        event.stop()
        name = event.box.id or ""
        changed = settings.choose(self._chosen, name, str(event.ticked).lower())
        if _lost(self._chosen, changed):
            self._ask(phrase(f"settings.{name}.ask"), phrase("settings.forget"), changed)
        else:
            self._change(changed)

    def _ask(self, question: Phrase, yes: Phrase, changed: Settings) -> None:
        """What would be forgotten is asked for before."""
        self.run_worker(self._change_if(question, yes, changed), group="dialog", exclusive=True, description="forget")

    async def _change_if(self, question: Phrase, yes: Phrase, changed: Settings) -> None:
        if await self.app.push_screen_wait(AskDialog(self._desk, question, yes)):
            self._change(changed)
        else:
            self._show()

    # --- what is remembered

    @on(PushButton.Pressed, "#forget-all")
    def _forget_all(self) -> None:
        question = phrase("settings.forget_all_ask", count=len(self._chosen.remembered))
        self._ask(question, phrase("settings.forget"), replace(self._chosen, remembered=()))

    @on(PushButton.Pressed, "#forget-one")
    def _forget_one(self) -> None:
        self.run_worker(self._choose_whom(), group="dialog", exclusive=True, description="forget an account")

    async def _choose_whom(self) -> None:
        offered = [Choice(each, mask_identifier(each)) for each in self._chosen.remembered]
        whom = await self.app.push_screen_wait(ChooseDialog(self._desk, phrase("settings.forget_whom"), offered))
        if isinstance(whom, str):
            question = phrase("settings.forget_one_ask", account=mask_identifier(whom))
            await self._change_if(question, phrase("settings.forget"), settings.forget(self._chosen, whom))

    @on(PushButton.Pressed, "#forget-session")
    def _forget_session(self) -> None:
        self._ask(phrase("settings.forget_session_ask"), phrase("settings.forget"), replace(self._chosen, kept_sessions=()))

    # --- the server

    @on(PushButton.Pressed, "#save")
    @on(TextField.Submitted, "#server")
    @on(Input.Blurred, "#server")
    def _server_typed(self) -> None:
        typed = self._server.value.strip()
        if typed == (self._chosen.server or ""):
            return
        url = judge(typed, insecure_lan=self._chosen.insecure_lan) if typed else None
        if url is None or isinstance(url, ServerUrl):
            self._change(replace(self._chosen, server=None if url is None else url.text))
        else:
            self._say(phrase(f"url.{url}"), wrong=True)

    @on(PushButton.Pressed, "#back")
    def action_back(self) -> None:
        self.dismiss()


def _lost(before: Settings, after: Settings) -> bool:
    """Whether something would be forgotten that cannot be had back by choosing otherwise."""
    names = ("remembered", "certificates", "kept_sessions")
    return any(len(getattr(after, name)) < len(getattr(before, name)) for name in names)
