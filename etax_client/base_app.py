"""What works on every screen: help, language, theme, command list, quitting, keys typed ahead, and a crash that shows nothing secret."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from rich.text import Text
from textual import constants, events, on
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.worker import Worker
from typing_extensions import override

from etax_client.machine import crash, files, terminal
from etax_client.machine.terminal_driver import Unreadable
from etax_client.screens import keys
from etax_client.screens.desk import Choosing, Desk
from etax_client.screens.messages import Awaiting, ChoicesChanged, InVain, LanguageChosen, PageWanted, ThemeChosen, ToBeRead
from etax_client.texts.words import Language, Phrase, phrase
from etax_client.widgets import sizes
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.fitting import PLAIN
from etax_client.widgets.frame import KeyLine, bindings
from etax_client.widgets.said import Worded, wrapped
from etax_client.widgets.themes import THEMES
from etax_client.widgets.typing_ahead import TypingAhead

if TYPE_CHECKING:
    from etax_client.screens.pages.beside import PhoneBeside
    from etax_client.screens.pages.reading import Reading


_Screen = TypeVar("_Screen", bound=Screen[Any])
_COMMANDS = "commands"
_MANY_COLOURS = ("256", "truecolor")
"""As Rich calls the terminals in which a field can be told by its ground."""
_AWAITED = ("errand", "errand-act", "dialog", "act", "act-read", "act-month")
"""Groups of workers that typed keys wait for; a dialog that is open is a screen of its own, for which they do not.

An `errand` asks the server alone; an `act` may have to ask the user on its way.
"""
_NOTICE, _NOTICE_FRAME = 62, 3
"""Cells of a notice, and what of them is frame."""
LONG_ENOUGH = 15
"""Seconds that a notice to be read and acted on stands in view."""


class _WholeCells(ScrollBarRender):
    """Bars end where a cell ends: not every terminal gives Textual's eighths of one the same width (terminal.md)."""

    VERTICAL_BARS = [" "]
    HORIZONTAL_BARS = [" "]


ScrollBar.renderer = _WholeCells  # of all there are: Textual asks no app


class Everywhere(App[int]):
    """An application without a screen yet; `desk` is what every screen works with."""

    CSS_PATH = ["etax.tcss", "screens/login.tcss"]
    """The first screen's with it: a sheet that comes later makes Textual parse all of them again."""
    BINDINGS = bindings((keys.HELP, keys.COMMANDS, keys.LANGUAGE, keys.PHONE, keys.PAGES, keys.SETTINGS, keys.QUIT))
    ENABLE_COMMAND_PALETTE = False  # ours is a dialog like the others
    HORIZONTAL_BREAKPOINTS = sizes.WIDTHS
    VERTICAL_BREAKPOINTS = sizes.HEIGHTS

    def __init__(self, desk: Desk) -> None:
        super().__init__(ansi_color=desk.choices.settings.theme == "etax-ansi")
        self.desk = desk
        self._beside: PhoneBeside | None = None
        self._reading: Reading | None = None
        self.ahead = TypingAhead(self, self._awaited, self._say_dropped)
        for theme in THEMES:
            self.register_theme(theme)
        self._begin_in(desk.choices.settings.theme)
        self.set_class(desk.choices.settings.ascii, PLAIN, update=False)
        self._move_as_chosen()
        self._told_of_unreadable = False
        desk.choices.on_unkept = self._say_unkept

    def _begin_in(self, theme: str) -> None:
        """In these colours, as they are before anything has been styled: nothing has to be parsed anew for them (P1)."""
        self.set_reactive(Everywhere.theme, theme)
        dark = self.current_theme.dark
        self.update_classes({f"-theme-{theme}": True, "-dark-mode": dark, "-light-mode": not dark}, update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    @override
    def get_driver_class(self) -> type[Driver]:
        if terminal.in_a_browser(os.environ):
            from etax_client.machine.browser_driver import BrowserDriver  # start-up budget: few are served in one

            return BrowserDriver
        if sys.platform == "win32":
            return super().get_driver_class()
        from etax_client.machine.terminal_driver import TerminalDriver  # not there on Windows

        return TerminalDriver

    @override
    def _handle_exception(self, error: Exception) -> None:
        """Leave with a sentence and a report: Textual's own would print every local variable, passwords included (SEC-2, E8)."""
        self._return_code = 1
        if self._exception is not None:  # what fails on the way out adds nothing
            self._close_messages_no_wait()
            return
        self._exception = error
        self._exception_event.set()
        path = crash.report(error, files.log_folder())
        say = self.desk.words.say
        self.panic(Text(say("shell.crashed", path=path) if path else say("shell.crashed_no_report")))

    def fitted(self, screen: _Screen) -> _Screen:
        """With the classes of its size from the start: else its styles are put on once more as it learns it (P1)."""
        screen.update_classes(sizes.classes(self.size), update=False)
        return screen

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, self.ahead.look_again, immediate=True)
        self.screen_change_signal.subscribe(self, self._take_phone_along)
        if not self.is_headless:
            self.set_class(self.no_color or self.console.color_system not in _MANY_COLOURS, "-few-colours")
            self._end_when_told()

    def _end_when_told(self) -> None:
        """By a signal, or as its terminal closes: as if it were quit, so that the terminal is given back and nothing is left behind."""
        if sys.platform == "win32":  # its event loop takes no signals: whoever ends a process there ends it at once
            return
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, partial(self.exit, return_code=128 + number))

    async def on_unmount(self) -> None:
        await self.desk.carrier.close()

    @override
    async def on_event(self, event: events.Event) -> None:
        typed = isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded
        if not typed or self.ahead.is_due(event):
            await super().on_event(event)

    def _awaited(self, event: events.Event) -> list[Worker[Any]]:
        """What keys on this screen have set going, and what it says itself: an event may be meant for what comes of it."""
        here = self.screen
        asked = (here, *(() if here.focused is None else here.focused.ancestors))
        groups = (*_AWAITED, *(group for each in asked if isinstance(each, Awaiting) for group in each.awaited(event)))
        going = [worker for worker in self.workers if worker.group in groups and not worker.is_finished]
        # a dialog that the app itself waits for, like the question before quitting, lies on every screen
        return [worker for worker in going if here in worker.node.ancestors_with_self or (worker.node is self and worker.group != "dialog")]

    @on(InVain)
    def _came_to_nothing(self) -> None:
        self.ahead.drop()

    def tell(self, what: Phrase, *, seconds: float | None = None) -> None:
        """A notice above the key line, for so many seconds, in lines as ours are."""
        room = min(_NOTICE, self.size.width) - _NOTICE_FRAME
        told = "\n".join(wrapped(self.desk.words.tell(what), room))
        self.notify(told, severity="warning", timeout=seconds, markup=False)

    @on(TextField.Pasted)
    @on(SecretField.CutShort)
    def _cut_short(self, event: TextField.Pasted | SecretField.CutShort) -> None:
        if event.cut is not None:
            self.tell(phrase(f"pasted.{event.cut}"))

    @on(ToBeRead)
    def _to_be_read(self, event: ToBeRead) -> None:
        self.tell(event.what, seconds=LONG_ENOUGH)

    def _say_dropped(self) -> None:
        self.tell(phrase("keys.dropped"))

    @on(Unreadable)
    def _left_out(self) -> None:
        """Said once: who types in such a terminal does it again and again."""
        if not self._told_of_unreadable:
            self._told_of_unreadable = True
            self.tell(phrase("terminal.unreadable"), seconds=LONG_ENOUGH)

    async def on_key_line_chosen(self, event: KeyLine.Chosen) -> None:
        await self.screen.run_action(event.key.action)

    def action_help(self) -> None:
        """F1 on every screen and dialog; pressed again it closes what it opened."""
        from etax_client.screens.dialogs.help import HelpDialog, guide  # start-up budget: not before F1

        self._close_commands()
        if isinstance(self.screen, HelpDialog):
            self.screen.dismiss()
        else:
            here = self._here
            place, text = guide(here)
            self.push_screen(HelpDialog(self.desk, place, text, getattr(here, "keys", keys.EVERYWHERE)))

    @property
    def _here(self) -> Any:
        """The phone while the focus is there, else the screen: what keys mean something to."""
        focused = self.screen.focused
        return next((node for node in (() if focused is None else focused.ancestors) if node.is_modal), self.screen)

    def _close_commands(self) -> None:
        """As if what was pressed had been chosen there, where it is a line of the list."""
        if self.screen.name == _COMMANDS:
            self.screen.dismiss()

    def action_language(self) -> None:
        self._close_commands()
        self.choose_language(Language.en if self.desk.words.language is Language.zh else Language.zh)

    def choose_language(self, language: Language) -> None:
        self.desk.words.language = language
        self.desk.choices.change(language=language.value)
        for node in self._shown():
            if isinstance(node, Worded):
                node.reword()

    def _shown(self) -> Iterator[Any]:
        """Screens and all that is on them, also on those that lie under others."""
        return (node for screen in self.screen_stack for node in screen.walk_children(with_self=True))

    @on(LanguageChosen)
    def _language_chosen(self, event: LanguageChosen) -> None:
        self.choose_language(event.language)

    @on(ThemeChosen)
    def _theme_chosen(self, event: ThemeChosen) -> None:
        self.choose_theme(event.name)

    @on(ChoicesChanged)
    def _choices_changed(self) -> None:
        self.set_class(self.desk.choices.settings.ascii, PLAIN)
        self._move_as_chosen()
        for node in self._shown():
            if isinstance(node, Choosing):
                node.choose_again()

    def _move_as_chosen(self) -> None:
        self.animation_level = "none" if self.desk.choices.settings.reduced_motion else constants.TEXTUAL_ANIMATIONS

    def action_settings(self) -> None:
        """设置, on top of whatever is open; pressed again it is left."""
        from etax_client.screens.settings.settings import SettingsScreen  # start-up budget: not before Ctrl+S

        self._close_commands()
        if isinstance(self.screen, SettingsScreen):
            self.screen.dismiss()
        elif not any(isinstance(each, SettingsScreen) for each in self.screen_stack):
            self.push_screen(SettingsScreen(self.desk))

    def action_phone(self) -> None:
        """Take up the phone beside the client, go to it, or put it away; without a demo there is none."""
        if self.desk.has_phone and self.desk.browser is not None:
            if self._beside is None:
                from etax_client.screens.pages.beside import PhoneBeside  # start-up budget: not before F9

                self._beside = PhoneBeside(self.desk, self.desk.browser())
            self._beside.toggle(self.screen)

    def on_phone_panel_put_away(self) -> None:
        if self._beside is not None:
            self._beside.put_away()

    def _take_phone_along(self, screen: Screen[Any]) -> None:
        if self._beside is not None:
            self._beside.follow(screen)

    def on_resize(self) -> None:
        if self._beside is not None:
            self.call_later(self._beside.fit)  # the new size is known by then

    def action_pages(self) -> None:
        """The server's pages, on top of whatever is open; pressed again they are left."""
        self.open_page(None)

    @on(PageWanted)
    def _page_wanted(self, event: PageWanted) -> None:
        self.open_page(event.path)

    def open_page(self, path: str | None) -> None:
        if self.desk.browser is None:
            return
        from etax_client.screens.pages.pages import PagesScreen, opening_of  # start-up budget: not before F10
        from etax_client.screens.pages.reading import Reading

        self._close_commands()
        if self._reading is None:
            self._reading = Reading(self.desk.browser(), self.desk.clock, opening_of(self.desk))
        shown = next((each for each in self.screen_stack if isinstance(each, PagesScreen)), None)
        if shown is None:
            self.push_screen(self.fitted(PagesScreen(self.desk, self._reading, path)))
        elif path is not None:
            shown.open(path)
        elif shown is self.screen:
            shown.dismiss()

    def _say_unkept(self) -> None:
        self.tell(phrase("settings.unkept"), seconds=LONG_ENOUGH)

    def choose_theme(self, name: str) -> None:
        self.theme = name
        self.ansi_color = name == "etax-ansi"
        self.desk.choices.change(theme=name)

    def action_choose_theme(self, name: str) -> None:
        self.choose_theme(name)

    async def action_commands(self) -> None:
        """Ctrl+P, and 更多 at the end of the key line; pressed again it closes what it opened."""
        from etax_client.screens.commands import CommandList  # start-up budget: not before Ctrl+P

        if self.screen.name == _COMMANDS:
            self.screen.dismiss()
            return
        under = self._here

        async def run(action: str | None) -> None:
            if action is not None:
                await under.run_action(action)

        await self.push_screen(CommandList(self.desk, under, name=_COMMANDS), run)

    def action_ask_quit(self) -> None:
        if any(worker.description == "quit" and worker.is_running for worker in self.workers):
            return  # it is being asked already
        self.run_worker(self._ask_quit(), group="dialog", exclusive=True, description="quit")

    async def _ask_quit(self) -> None:
        """Asked only where something would be lost: a session, or what stands on an `unfinished` screen."""
        from etax_client.screens.dialogs.ask import AskDialog  # start-up budget: not before Ctrl+Q

        question = self._lost_by_quitting()
        if question is not None and not await self.push_screen_wait(AskDialog(self.desk, question, phrase("quit.yes"))):
            return
        self.exit(0)

    def _lost_by_quitting(self) -> Phrase | None:
        """What to ask, by what would be lost: the nearest thing first."""
        beside = [] if self._beside is None or self._beside.panel is None else [self._beside.panel]
        places: list[Any] = [*reversed(self.screen_stack), *beside]
        unfinished = next((place for place in places if getattr(place, "unfinished", False)), None)
        if unfinished is not None:
            from etax_client.screens.dialogs.help import guide  # start-up budget: as above

            return phrase("quit.ask.unfinished", what=guide(unfinished)[0])
        if self.desk.session.profile is None:
            return None
        return phrase("quit.ask.demo" if self.desk.place.keeps_nothing else "quit.ask")
