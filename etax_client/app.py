"""The client's map: which screen follows which, the theme and the language; what happens on a screen is the screen's own business."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import events, on
from textual.app import App, SystemCommand
from textual.screen import Screen
from typing_extensions import override

from etax_client import crash
from etax_client.api.attempt import attempt
from etax_client.domain.accounts import CurrentSession
from etax_client.domain.secret import Secret
from etax_client.screens import keys
from etax_client.screens.desk import Desk
from etax_client.screens.keeper import Keeper
from etax_client.screens.login import LoginScreen
from etax_client.screens.messages import LogoutWanted, SessionEnded
from etax_client.texts.words import Language, phrase
from etax_client.widgets.frame import bindings
from etax_client.widgets.said import Worded
from etax_client.widgets.themes import THEMES
from etax_client.widgets.typing_ahead import TypingAhead

if TYPE_CHECKING:
    from textual.command import Provider

    from etax_client.screens.home import HomeScreen
    from etax_client.screens.units import UnitsScreen


def commands() -> "type[Provider]":
    from etax_client.screens.commands import EtaxCommands  # start-up budget: not before Ctrl+P

    return EtaxCommands


class EtaxApp(App[int]):
    """Login, unit list, home; `desk` is what every screen works with, `keeper` keeps a session for next time if asked to."""

    CSS_PATH = "etax.tcss"
    BINDINGS = bindings((keys.HELP, keys.LANGUAGE, keys.QUIT))
    COMMANDS = {commands}
    ENABLE_COMMAND_PALETTE = True
    VERTICAL_BREAKPOINTS = [(0, "-compact"), (30, "-roomy")]

    def __init__(self, desk: Desk, keeper: Keeper) -> None:
        super().__init__(ansi_color=desk.choices.settings.theme == "etax-ansi")
        self.desk = desk
        self._keeper = keeper
        self._ahead = TypingAhead(super().on_event, lambda: self.focused)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = desk.choices.settings.theme

    def on_mount(self) -> None:
        self.title = self.desk.words.say("product")
        self.push_screen(LoginScreen(self.desk))
        if self.desk.can_stay:
            self.run_worker(self._come_back(), group="errand", description="kept session")

    @override
    def _handle_exception(self, error: Exception) -> None:
        """Leave with a sentence and a report: Textual's own would print every local variable, passwords included (SEC-2, E8)."""
        self._return_code = 1
        if self._exception is not None:  # what fails on the way out adds nothing
            self._close_messages_no_wait()
            return
        self._exception = error
        self._exception_event.set()
        path = crash.report(error, crash.crash_folder())
        say = self.desk.words.say
        self.panic(Text(say("shell.crashed", path=path) if path else say("shell.crashed_no_report")))

    async def on_unmount(self) -> None:
        await self.desk.api.close()

    # --- which screen follows which

    async def _come_back(self) -> None:
        """A session that was kept opens the list at once, if the server still knows it."""
        token = await self._keeper.fetch()
        if token is None:
            return
        self.desk.session.open(token, None)
        found = await attempt(self.desk.api.current_session())
        if isinstance(found, CurrentSession):
            self.desk.session.open(token, found.profile)
            self._show_units()
        else:
            self.desk.session.close()
            await self._keeper.forget()

    @on(LoginScreen.Done)
    def _logged_in(self, event: LoginScreen.Done) -> None:
        before, after = self.desk.session.profile, event.logged_in.profile
        self.desk.session.open(event.logged_in.token, after)
        if event.stay:
            self.run_worker(self._keep(event.logged_in.token), group="errand", description="keep session")
        if before is not None and before.person_id == after.person_id and len(self.screen_stack) > 2:
            self.pop_screen()
        else:
            self._show_units()

    async def _keep(self, token: Secret) -> None:
        if not await self._keeper.keep(token):
            self.notify(self.desk.words.say("login.keyring_missing"), markup=False)

    def _show_units(self) -> None:
        from etax_client.screens.units import UnitsScreen  # start-up budget: not before login

        self._only(UnitsScreen(self.desk))

    def _only(self, screen: Screen[Any]) -> None:
        """Leave everything that is open, and show this screen."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        self.switch_screen(screen)

    def on_units_screen_opened(self, event: "UnitsScreen.Opened") -> None:
        from etax_client.screens.home import HomeScreen  # start-up budget: not before a unit is open

        self.push_screen(HomeScreen(self.desk, event.home))

    def on_home_screen_left(self, event: "HomeScreen.Left") -> None:
        if event.home is self.screen:
            self.pop_screen()

    @on(SessionEnded)
    def _session_ended(self, event: SessionEnded) -> None:
        """Ask for login on top of what is open: after it, the user is back where they were (SES-03)."""
        if not isinstance(self.screen, LoginScreen):
            self.push_screen(LoginScreen(self.desk, phrase(f"login.ended.{event.reason}")))

    @on(LogoutWanted)
    async def _logout_wanted(self) -> None:
        self.run_worker(self._log_out(), group="errand", exclusive=True, description="logout")

    async def _log_out(self) -> None:
        await attempt(self.desk.api.logout())
        await self._keeper.forget()
        self.desk.session.close()
        self._only(LoginScreen(self.desk, phrase("login.logged_out")))

    # --- what works everywhere

    @override
    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._ahead.take(event)
        else:
            await super().on_event(event)

    def action_help(self) -> None:
        from etax_client.screens.dialogs.help import HelpDialog  # start-up budget: not before F1

        place, text = getattr(self.screen, "GUIDE", ("product", "help.everywhere"))
        if not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.desk, place, text, getattr(self.screen, "keys", keys.EVERYWHERE)))

    def action_language(self) -> None:
        words = self.desk.words
        words.language = Language.en if words.language is Language.zh else Language.zh
        self.desk.choices.change(language=words.language.value)
        for screen in self.screen_stack:
            for node in screen.walk_children(with_self=True):
                if isinstance(node, Worded):
                    node.reword()

    def choose_theme(self, name: str) -> None:
        self.theme = name
        self.ansi_color = name == "etax-ansi"
        self.desk.choices.change(theme=name)

    @override
    def action_command_palette(self) -> None:
        from textual.command import CommandPalette  # start-up budget: not before Ctrl+P

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=self.desk.words.say("palette.placeholder"), id="--command-palette"))

    @override
    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        return ()

    def action_ask_quit(self) -> None:
        self.run_worker(self._ask_quit(), group="dialog", exclusive=True, description="quit")

    async def _ask_quit(self) -> None:
        """Asked only where something would be lost: at the login screen nothing is."""
        from etax_client.screens.dialogs.ask import AskDialog  # start-up budget: not before Ctrl+Q

        question = AskDialog(self.desk, phrase("quit.ask"), phrase("quit.yes"))
        if self.desk.session.profile is not None and not await self.push_screen_wait(question):
            return
        self.exit(0)
