"""The client's map: which screen follows which; what happens on a screen is the screen's own business."""

from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.screen import Screen
from typing_extensions import override

from etax_client.api.carrier import attempt
from etax_client.base_app import LONG_ENOUGH, Everywhere
from etax_client.clock import FollowingClock
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import CurrentSession, LoggedIn
from etax_client.screens.desk import Desk
from etax_client.screens.login import LoginScreen
from etax_client.screens.messages import KeptSessionsUnwanted, LoginDone, LogoutWanted, SessionEnded, TimeSteered
from etax_client.screens.waiting import telling
from etax_client.screens.watches.session_vigil import SessionVigil
from etax_client.session import Keeper
from etax_client.texts.words import phrase
from etax_client.widgets.said import Said

if TYPE_CHECKING:
    from etax_client.screens.home import HomeScreen
    from etax_client.screens.recovery import RecoveryScreen
    from etax_client.screens.registration import RegistrationScreen
    from etax_client.screens.units.units import UnitsScreen


class EtaxApp(Everywhere):
    """Login, unit list, home; `desk` is what every screen works with, `keeper` keeps a session for next time if asked to."""

    def __init__(self, desk: Desk, keeper: Keeper) -> None:
        super().__init__(desk)
        self._keeper = keeper
        self._vigil = SessionVigil(desk, self, lambda what, seconds: self.tell(what, seconds=seconds), self.clear_notifications)

    def on_mount(self) -> None:
        self.title = self.desk.words.say("product")
        self.call_later(self._begin)  # in here, what is painted is thrown away, and painted again (P1)

    def _begin(self) -> None:
        self.push_screen(self.fitted(LoginScreen(self.desk, self.desk.place.notice)))
        if self.desk.can_stay:
            self.call_after_refresh(self._look_for_session)

    def _look_for_session(self) -> None:
        """Behind the first paint, as opening a keyring takes long (P1)."""
        self.run_worker(self._come_back(), group="errand-kept", description="kept session")

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
            self._begin_to_watch(found)
            self._show_units()
        else:
            self.desk.session.close()
            await self._keeper.forget()

    @on(LoginDone)
    def _logged_in(self, event: LoginDone) -> None:
        before, after = self.desk.session.profile, event.logged_in.profile
        self.desk.session.open(event.logged_in.token, after)
        self._begin_to_watch(event.logged_in)
        if event.stay:
            self.run_worker(self._keep(event.logged_in.token), group="errand-kept", description="keep session")
        depth = self._login_depth()
        if before is not None and before.person_id == after.person_id and depth is not None and depth > 1:
            self._cut(depth)
        else:
            self._show_units()

    def _begin_to_watch(self, session: LoggedIn | CurrentSession) -> None:
        self.desk.session.lasts(session.idle_seconds, session.absolute_seconds, self.desk.clock.monotonic())
        self._vigil.begin()

    @override
    async def on_event(self, event: events.Event) -> None:
        if self._vigil.asks_for_a_key and isinstance(event, events.Key | events.Paste | events.MouseDown):
            self._vigil.go_on()
        await super().on_event(event)

    def on_login_screen_qr_wanted(self) -> None:
        from etax_client.screens.qr_login import QrLoginScreen  # start-up budget: not before F2

        if isinstance(self.screen, LoginScreen):
            self.push_screen(QrLoginScreen(self.desk, self.screen.policy))

    def on_login_screen_registration_wanted(self) -> None:
        from etax_client.screens.registration import RegistrationScreen  # start-up budget: not before 立即注册

        if isinstance(self.screen, LoginScreen):
            self.push_screen(RegistrationScreen(self.desk))

    def on_registration_screen_left(self, event: "RegistrationScreen.Left") -> None:
        depth = self._login_depth()
        if depth is not None:
            self._cut(depth + 1)
        if event.account is not None and isinstance(self.screen, LoginScreen):
            self.screen.fill_account(event.account)

    def on_login_screen_recovery_wanted(self) -> None:
        from etax_client.screens.recovery import RecoveryScreen  # start-up budget: not before F4

        if isinstance(self.screen, LoginScreen):
            self.push_screen(RecoveryScreen(self.desk))

    def on_recovery_screen_left(self, event: "RecoveryScreen.Left") -> None:
        depth = self._login_depth()
        if depth is not None:
            self._cut(depth + 1)
        if event.identity is not None and isinstance(self.screen, LoginScreen):
            self.screen.welcome_recovered(event.identity)

    def on_qr_login_screen_password_wanted(self) -> None:
        depth = self._login_depth()
        if depth is not None:
            self._cut(depth + 1)

    def _login_depth(self) -> int | None:
        """Where in the stack the login stands: alone above the ground, or on top of what was open (SES-03)."""
        return next((depth for depth, screen in enumerate(self.screen_stack) if isinstance(screen, LoginScreen)), None)

    def _cut(self, depth: int) -> None:
        """Leave so many screens, the ground counted."""
        while len(self.screen_stack) > depth:
            self.pop_screen()

    async def _keep(self, token: Secret) -> None:
        if not await self._keeper.keep(token):
            self.tell(phrase("login.keyring_missing"))

    @on(KeptSessionsUnwanted)
    def _forget_kept(self, event: KeptSessionsUnwanted) -> None:
        self.run_worker(self._keeper.forget_all(event.servers), group="errand-kept", description="forget kept sessions")

    def _show_units(self) -> None:
        from etax_client.screens.units.units import UnitsScreen  # start-up budget: not before login

        self._only(UnitsScreen(self.desk))

    def _only(self, screen: Screen[Any]) -> None:
        """Leave everything that is open, and show this screen."""
        self._cut(2)
        self.switch_screen(self.fitted(screen))

    def on_units_screen_opened(self, event: "UnitsScreen.Opened") -> None:
        from etax_client.screens.filing.entrances import ENTRANCES  # start-up budget: not before a unit is open
        from etax_client.screens.home import HomeScreen

        self.push_screen(HomeScreen(self.desk, event.home, {place: partial(enter, self.desk) for place, enter in ENTRANCES.items()}))

    def on_home_screen_left(self, event: "HomeScreen.Left") -> None:
        if event.home is self.screen:
            self.pop_screen()
            if event.why is not None:
                self.tell(event.why, seconds=LONG_ENOUGH)

    @on(SessionEnded)
    def _session_ended(self, event: SessionEnded) -> None:
        """Ask for login on top of what is open: after it, the user is back where they were (SES-03)."""
        self.ahead.drop()
        self._vigil.end()
        if self._login_depth() is None:
            self.push_screen(LoginScreen(self.desk, phrase(f"login.ended.{event.reason}")))

    @on(LogoutWanted)
    async def _logout_wanted(self, event: LogoutWanted) -> None:
        self.run_worker(self._log_out(event.line), group="errand", exclusive=True, description="logout")

    async def _log_out(self, line: Said) -> None:
        async with telling(self.desk.clock, line, phrase("key.logging_out")):
            outcome = await attempt(self.desk.api.logout())
        heard = outcome is None or (isinstance(outcome, Refused) and outcome.code is RefusalCode.session_ended)
        await self._keeper.forget()
        self._vigil.end()
        self.desk.session.close()
        self._only(LoginScreen(self.desk, phrase("login.logged_out" if heard else "login.logged_out_here")))

    @on(TimeSteered)
    def _time_steered(self) -> None:
        from etax_client.api.following import follow  # start-up budget: only where testers steer the time

        clock = self.desk.clock
        if isinstance(clock, FollowingClock):
            self.run_worker(follow(self.desk.api, clock), group="vigil", exclusive=True, description="steered time")
