"""Who is logged in here, and with which token: in memory, or kept for the next start by whoever can (SES-02)."""

from collections.abc import Sequence
from typing import Protocol

from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import Profile


class Session:
    """One run's session; `profile` is None when nobody is logged in."""

    def __init__(self) -> None:
        self._token: Secret | None = None
        self.profile: Profile | None = None

    def token(self) -> Secret | None:
        return self._token

    def open(self, token: Secret, profile: Profile | None) -> None:
        self._token, self.profile = token, profile

    def close(self) -> None:
        self._token = self.profile = None


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
