"""Places for visitors: only so many at a time, and one who does nothing for long gives theirs up."""

from dataclasses import dataclass, field
from datetime import timedelta

from etax_client.clock import Clock
from etax_client.domain.policies import NATIONAL

MOST = 8
"""Visitors at a time: each has a process of about a hundred megabytes."""
IDLE = NATIONAL.session.idle
"""As long as a session lasts that nobody uses: after that there is nothing to come back to."""


class Visits:
    """`clock` says when a visitor has done nothing for too long."""

    def __init__(self, clock: Clock, most: int = MOST, idle: timedelta = IDLE) -> None:
        self._clock = clock
        self._idle = idle.total_seconds()
        self._free = most

    @property
    def full(self) -> bool:
        return self._free == 0

    def enter(self) -> "Visit | None":
        """A place, if there is one; it is taken until `leave`."""
        if self.full:
            return None
        self._free -= 1
        return Visit(self, self._clock, self._idle)

    def free(self) -> None:
        self._free += 1


@dataclass
class Visit:
    """One visitor's place."""

    _of: Visits
    _clock: Clock
    _patience: float
    _since: float = field(init=False)
    _left: bool = False

    def __post_init__(self) -> None:
        self.stir()

    def stir(self) -> None:
        """The visitor has done something."""
        self._since = self._clock.monotonic()

    async def idle(self) -> None:
        """Return once the visitor has done nothing for too long."""
        while (left := self._since + self._patience - self._clock.monotonic()) > 0:
            await self._clock.sleep(left)

    def leave(self) -> None:
        if not self._left:
            self._left = True
            self._of.free()
