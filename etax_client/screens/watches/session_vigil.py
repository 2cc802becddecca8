"""The watch over a session that time is about to end: that is said some minutes before, and a key goes on with it (SES-01)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from textual.app import App
from textual.worker import Worker

from etax_client.api.carrier import attempt
from etax_client.domain.local_time import local_time
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.sessions.sessions import WARNED
from etax_client.screens.desk import Desk
from etax_client.screens.messages import SessionEnded
from etax_client.texts.lasting import lasting
from etax_client.texts.words import Phrase, phrase

_WARNED = WARNED.total_seconds()


class SessionVigil:
    """`say` shows a notice for so many seconds, `unsay` takes it away.

    That nothing was done for long is said again and again, and is over with the next thing that the session asks for; that its hours
    are nearly over is said once, as nothing helps against it.
    """

    def __init__(self, desk: Desk, app: App[Any], say: Callable[[Phrase, float], None], unsay: Callable[[], None]) -> None:
        self._desk, self._app, self._say, self._unsay = desk, app, say, unsay
        self._near: EndReason | None = None
        self._told_of_the_last = False
        self._watching: Worker[None] | None = None
        desk.session.on_use = self._used

    @property
    def asks_for_a_key(self) -> bool:
        return self._near is EndReason.idle

    def begin(self) -> None:
        """A session has begun."""
        self._told_of_the_last = False
        self._look_again()

    def end(self) -> None:
        """It is over: nothing more is said of it."""
        if self._watching is not None:
            self._watching.cancel()
        self._take_back()

    def go_on(self) -> None:
        """A key was pressed: ask for the least that counts as use."""
        self._take_back()
        self._app.run_worker(self._use(), group="vigil-use", exclusive=True, description="session in use")

    async def _use(self) -> None:
        outcome = await attempt(self._desk.api.current_session())
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.session_ended:
            self._app.post_message(SessionEnded(outcome.ended or EndReason.unknown))
        else:
            self._look_again()  # it has so much longer now; or no answer came, and it is said once more

    def _used(self) -> None:
        if self.asks_for_a_key:
            self._take_back()
            self._look_again()

    def _take_back(self) -> None:
        if self._near is not None:
            self._near = None
            self._unsay()

    def _look_again(self) -> None:
        self._watching = self._app.run_worker(self._watch, group="vigil-session", exclusive=True, description="end of the session")

    async def _watch(self) -> None:
        clock, session = self._desk.clock, self._desk.session
        while (next_end := session.next_end(but_last=self._told_of_the_last)) is not None:
            reason, end = next_end
            left = end - clock.monotonic()
            if left > _WARNED:
                await clock.sleep(left - _WARNED)  # it may be used meanwhile: look again
                continue
            self._near = reason
            self._told_of_the_last = self._told_of_the_last or reason is EndReason.expired
            at = local_time(clock.now() + timedelta(seconds=left))[11:16]
            self._say(phrase(f"session.soon.{reason}", left=lasting(left), at=at), left)
            await clock.sleep(left)
            self._take_back()
            return
