"""Why the unit under the cursor opens as it does: what the person is there, for how long, and the time left of a lock (VER-03)."""

from functools import partial
from math import ceil

from textual.worker import Worker

from etax_client.clock import Clock
from etax_client.domain.units.units import Entry, Unit
from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.one_line import OneLine

_MINUTE = 60


class UnitStanding(OneLine):
    """Counts a lock down by the client's own monotonic clock, from the seconds that the server gave (CLK-3)."""

    def __init__(self, words: Words, clock: Clock, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(words, id=id)
        self._clock = clock
        self._since = 0.0
        self._counting: Worker[None] | None = None

    def show(self, unit: Unit | None, passed: float = 0) -> None:
        """The unit under the cursor, read so many seconds ago; None where there is none, or not yet."""
        if unit is None:
            if self._counting is not None:
                self._counting.cancel()
            self.say(None)
            return
        self._since = self._clock.monotonic() - passed
        self._tell(unit)
        # a callable: shown twice at once, the first is cancelled before it runs, and a coroutine would complain of that
        self._counting = self.run_worker(partial(self._count, unit), group="vigil", description="unit's lock", exclusive=True)

    async def _count(self, unit: Unit) -> None:
        """Say it anew with each minute of a lock that goes by."""
        while (left := (unit.locked_seconds or 0) - (self._clock.monotonic() - self._since)) > 0:
            await self._clock.sleep(left % _MINUTE or _MINUTE)
            self._tell(unit)

    def _tell(self, unit: Unit) -> None:
        self.say(*_told(unit, self._clock.monotonic() - self._since))


def _told(unit: Unit, passed: float) -> list[Phrase]:
    """In full; in fewer words, without why; and without what the parts are."""
    return [
        phrase(line, who=who(unit, short), term=term(unit, short), how=how(unit, passed, short))
        for line, short in (("standing.line", ""), ("standing.line", "short."), ("standing.short.line", "short."))
    ]


def who(unit: Unit, short: str = "") -> Phrase:
    if unit.role is not None:
        return phrase(f"standing.role.{unit.role}")
    return phrase("standing.none" if unit.permission is None else f"standing.{short}permission.{unit.permission}")


def term(unit: Unit, short: str = "") -> Phrase:
    if unit.permission is None:
        return phrase("standing.no_term")
    return phrase("standing.long_term") if unit.days_left is None else phrase(f"standing.{short}days_left", days=unit.days_left)


def is_free(unit: Unit) -> bool:
    """Whether it opens without a password, as far as the list knows."""
    return unit.opened or unit.entry is Entry.authorised


def is_shut(unit: Unit) -> bool:
    """Whether its password is locked, and needed."""
    return unit.locked_seconds is not None and not is_free(unit)


def how(unit: Unit, passed: float = 0, short: str = "") -> Phrase:
    if unit.entry is Entry.authorised:
        return phrase(f"standing.{short}authorised")
    if unit.opened:
        return phrase(f"standing.{short}opened")
    left = 0 if unit.locked_seconds is None else unit.locked_seconds - passed
    if left > 0:
        return phrase(f"standing.{short}locked", minutes=ceil(left / 60))
    by = phrase(f"standing.{short}certificate" if unit.has_certificate else f"standing.{short}password")
    return phrase(f"standing.{short}asked.{unit.entry}", by=by)
