"""What a screen asks the server in an open unit, and what becomes of an answer that is none (VER-04, SES-03, FLW-05)."""

from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from functools import partial
from typing import Any, TypeVar

from textual.screen import Screen
from textual.worker import Worker

from etax_client.api.carrier import Accident, attempt
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.units.units import OpenedBy, UnitHome
from etax_client.screens.desk import Desk
from etax_client.screens.explain import explain, is_unsure
from etax_client.screens.messages import InVain, SessionEnded
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.screens.waiting import telling
from etax_client.screens.work import Work
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.said import Said

T = TypeVar("T")


class Asking:
    """A unit that is closed meanwhile is verified again over the screen, on which nothing is lost; then it is asked once more.

    `lost` is called where that is not done: the screen leaves. All else that is no answer is said on `line`.
    """

    def __init__(self, desk: Desk, work: Work, screen: Screen[Any], line: Said, lost: Callable[[], object]) -> None:
        self._desk = desk
        self._work = work
        self._screen = screen
        self._line = line
        self._lost = lost
        self.unsure = False
        """Whether what was asked last may have been done, without an answer that says so (IDM-2)."""

    async def ask(
        self,
        request: Callable[[], Awaitable[T | Refused]],
        waiting: Phrase,
        *,
        harmless: bool = True,
        own: Collection[RefusalCode] = (),
    ) -> T | Refused | None:
        """The answer, a refusal that the caller has words of its `own` for, or None: then it has been said what happened.

        `harmless`: nothing hangs on whether a request was carried out whose answer was lost (IDM-2).
        """
        self.unsure = False
        async with telling(self._desk.clock, self._line, waiting):
            outcome = await attempt(request())
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.unit_closed and await self._verify_again():
            async with telling(self._desk.clock, self._line, waiting):
                outcome = await attempt(request())
        if isinstance(outcome, Refused) and outcome.code in own:
            return outcome
        if not isinstance(outcome, Refused | Accident):
            return outcome
        self._tell(outcome, harmless=harmless)
        return None

    async def all_of(self, page: Callable[[T | None], Awaitable[tuple[Sequence[T], int] | Refused]]) -> list[T] | None:
        """Page after page, each after the last line of the one before, told how far it has got; None: as above."""
        lines: list[T] = []
        while True:
            found = await self.ask(partial(page, lines[-1] if lines else None), phrase("income.loading", done=len(lines)))
            if not isinstance(found, tuple):
                return None
            lines += found[0]
            if len(lines) >= found[1] or not found[0]:
                return lines

    def read(self, reading: Callable[[], Coroutine[Any, Any, object]], description: str) -> None:
        """In a worker, on which typed keys wait; what is begun in its place while it has not begun itself takes its place."""
        # a callable: a coroutine that is cancelled before it runs complains of that
        _: Worker[object] = self._screen.run_worker(reading, group="act-read", exclusive=True, description=description)

    def _tell(self, outcome: Refused | Accident, *, harmless: bool) -> None:
        self._screen.post_message(InVain())
        self.unsure = not harmless and is_unsure(outcome)
        code = outcome.code if isinstance(outcome, Refused) else None
        if isinstance(outcome, Refused) and code is RefusalCode.session_ended:
            self._screen.post_message(SessionEnded(outcome.ended or EndReason.unknown))
        elif code in (RefusalCode.unit_closed, RefusalCode.unit_not_listed):
            self._lost()
        else:
            self.say(explain(outcome, harmless=harmless), wrong=True)

    def say(self, what: Phrase | None, *, wrong: bool = False) -> None:
        self._line.say(what)
        self._line.set_class(wrong, "-error")

    async def _verify_again(self) -> bool:
        """Not where an authorisation opened it, which has ended then: that is told by who goes back."""
        if self._work.home.opened_by is OpenedBy.authorisation or not self._screen.is_active:
            return False
        home = await self._screen.app.push_screen_wait(VerifyDialog(self._desk, self._work.home.unit))
        return isinstance(home, UnitHome)
