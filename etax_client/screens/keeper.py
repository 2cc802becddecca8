"""What keeps a session for the next start, if the user asks to stay logged in (SES-02, KEY-1)."""

from typing import Protocol

from etax_client.domain.secret import Secret


class Keeper(Protocol):
    async def keep(self, token: Secret) -> bool:
        """Whether it could be kept in the system's keyring; if not, it lives until the program ends."""

    async def fetch(self) -> Secret | None: ...

    async def forget(self) -> None: ...


class KeepsNothing:
    """For the offline demo and for shared machines."""

    async def keep(self, token: Secret) -> bool:
        return False

    async def fetch(self) -> Secret | None:
        return None

    async def forget(self) -> None:
        return None
