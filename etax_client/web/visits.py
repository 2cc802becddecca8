"""Places for visitors: only so many at a time, shared fairly, and one who does nothing for long gives theirs up."""

import asyncio
from datetime import timedelta

from etax_client.clock import Clock
from etax_client.domain.policies import NATIONAL

MOST = 8
"""Visitors at a time: each has a process of about a hundred megabytes."""
IDLE = NATIONAL.session.idle
"""As long as a session lasts that nobody uses: after that there is nothing to come back to."""
GIVES_WAY = timedelta(minutes=10)
"""Who has done nothing for so long makes room in a full house."""


class Visits:
    """`clock` says when a visitor has done nothing for too long.

    Visitors of one address are taken for one person. In a full house the place of a newcomer comes from whoever has at least two more than
    they, or has more and does nothing; so nobody can keep the others out, and a class behind one address still has all places.
    """

    def __init__(self, clock: Clock, most: int = MOST, idle: timedelta = IDLE) -> None:
        self.clock = clock
        self._idle = idle.total_seconds()
        self._most = most
        self._here: list[Visit] = []

    def wait(self, owner: str) -> float:
        """Seconds until there may be a place for them, at the soonest; 0 for at once."""
        if len(self._here) < self._most:
            return 0
        return min(self._until_free(visit, owner) for visit in self._here)

    async def enter(self, owner: str) -> "Visit | None":
        """A place, if there is one; it is taken until `leave`."""
        leaving = None
        if len(self._here) >= self._most:
            ready = [visit for visit in self._here if self._until_free(visit, owner) <= 0]
            if not ready:
                return None
            leaving = max(ready, key=lambda visit: (self._places(visit.owner), visit.unused))
            self.free(leaving)
        visit = Visit(self, self.clock, owner)
        self._here.append(visit)
        if leaving is not None:
            try:
                await leaving.give_way()
            except BaseException:
                visit.leave()
                raise
        return visit

    def free(self, visit: "Visit") -> None:
        if visit in self._here:
            self._here.remove(visit)

    def left(self, visit: "Visit") -> float:
        """Seconds that a visitor may still do nothing."""
        return self._idle - visit.unused

    def _until_free(self, visit: "Visit", newcomer: str) -> float:
        more = self._places(visit.owner) - self._places(newcomer)
        if more >= 2:
            return 0
        if more > 0 or visit.owner == newcomer:
            return max(0.0, GIVES_WAY.total_seconds() - visit.unused)
        return max(0.0, self.left(visit))

    def _places(self, owner: str) -> int:
        return sum(visit.owner == owner for visit in self._here)


class Visit:
    """One visitor's place."""

    def __init__(self, among: Visits, clock: Clock, owner: str) -> None:
        self.owner = owner
        self._among = among
        self._clock = clock
        self._since = clock.monotonic()
        self._wanted, self._left = asyncio.Event(), asyncio.Event()

    @property
    def unused(self) -> float:
        """Seconds in which the visitor has done nothing."""
        return self._clock.monotonic() - self._since

    def stir(self) -> None:
        """The visitor has done something."""
        self._since = self._clock.monotonic()

    async def idle(self) -> None:
        """Return once the visitor has done nothing for too long."""
        while (left := self._among.left(self)) > 0:
            await self._clock.sleep(left)

    async def wanted(self) -> None:
        """Return once somebody else is to have the place."""
        await self._wanted.wait()

    async def give_way(self) -> None:
        """Until the visitor has left, which takes no longer than a client has to end."""
        self._wanted.set()
        await self._left.wait()

    def leave(self) -> None:
        self._left.set()
        self._among.free(self)
