"""Who is logged in here, and with which token: in memory, or kept for the next start by whoever can (SES-02)."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Protocol

from etax_client.domain.refusals import EndReason
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import Profile
from etax_client.domain.sessions.sessions import SEEN_EVERY


class Session:
    """One run's session; `profile` is None when nobody is logged in."""

    def __init__(self) -> None:
        self._token: Secret | None = None
        self.profile: Profile | None = None
        self.on_use: Callable[[], None] = lambda: None
        """Called with each request that counts as use."""
        self.unsent: dict[Hashable, Any] = {}
        """What was filled in and not sent yet, by where it belongs: it is there again after a login, and for nobody else (FLW-05)."""
        self.places: dict[Hashable, Any] = {}
        """Where someone was in what they had open, by what it is (FLW-01)."""
        self._ends: dict[EndReason, float] = {}
        self._idle = 0.0

    def token(self) -> Secret | None:
        return self._token

    def open(self, token: Secret, profile: Profile | None) -> None:
        if self.profile is not None and (profile is None or profile.person_id != self.profile.person_id):
            self._forget()
        self._token, self.profile = token, profile

    def lasts(self, idle_seconds: float, absolute_seconds: float, now: float) -> None:
        """So long if nothing is asked for, and so long in any case; `now` is of a clock that goes on (CLK-3)."""
        self._idle = idle_seconds - SEEN_EVERY.total_seconds()
        self._ends = {EndReason.idle: now + self._idle, EndReason.expired: now + absolute_seconds}

    def use(self, now: float) -> None:
        """Something was asked for with it."""
        if EndReason.idle in self._ends:
            self._ends[EndReason.idle] = now + self._idle
        self.on_use()

    def next_end(self, *, but_last: bool) -> tuple[EndReason, float] | None:
        """What of time alone ends it first, and when; `but_last` leaves out that of its hours."""
        ends = [(end, reason) for reason, end in self._ends.items() if not (but_last and reason is EndReason.expired)]
        return min(((reason, end) for end, reason in ends), key=lambda each: each[1], default=None)

    def close(self) -> None:
        self._token = self.profile = None
        self._ends = {}
        self._forget()

    def _forget(self) -> None:
        """What was this person's alone."""
        self.unsent.clear()
        self.places.clear()


class Keeper(Protocol):
    """What keeps a session for the next start, if the user asks to stay logged in (SES-02, KEY-1)."""

    async def keep(self, token: Secret) -> bool:
        """Whether it could be kept in the system's keyring; if not, it lives until the program ends."""

    async def fetch(self) -> Secret | None: ...

    async def forget(self) -> None: ...

    async def forget_all(self, kept: Sequence[str]) -> None:
        """What the keyring has under these names, of whatever server, is deleted."""


class KeepsNothing:
    """For the offline demo and for shared machines."""

    async def keep(self, token: Secret) -> bool:
        return False

    async def fetch(self) -> Secret | None:
        return None

    async def forget(self) -> None:
        return None

    async def forget_all(self, kept: Sequence[str]) -> None:
        return None
