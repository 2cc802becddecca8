"""Keeps the session token of those who ask to stay logged in, in the system's keyring or nowhere (KEY-1, KEY-2, SES-02)."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from etax_client.domain.secret import Secret

T = TypeVar("T")
SERVICE = "etax-client"
LIMIT = 2.0
"""Seconds for one call: D-Bus can hang for ever."""


class Backend(Protocol):
    """What of a keyring is used; every call may raise anything."""

    def get_password(self, service: str, username: str, /) -> str | None: ...

    def set_password(self, service: str, username: str, password: str, /) -> None: ...

    def delete_password(self, service: str, username: str, /) -> None: ...


class Reason(StrEnum):
    """Why a token stays in memory only."""

    no_backend = "no_backend"
    unsafe_backend = "unsafe_backend"
    locked = "locked"
    hung = "hung"
    failed = "failed"
    not_kept = "not_kept"
    """The keyring took it and did not give it back."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The keyring has the token."""


@dataclass(frozen=True, slots=True)
class MemoryOnly:
    reason: Reason


class _Refused(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Vault:
    """One entry for each server. No method raises; after a call that hung no other is tried."""

    def __init__(self, find: Callable[[], Backend] | None = None, limit: float = LIMIT) -> None:
        self._find = find or system_backend
        self._limit = limit
        self._hung = False

    async def keep(self, server: str, token: Secret) -> Kept | MemoryOnly:
        """Store the token and read it back."""
        gave_up = threading.Event()

        def work() -> None:
            backend = self._find()
            backend.set_password(SERVICE, server, token.reveal())
            returned = backend.get_password(SERVICE, server)
            if gave_up.is_set():  # the user was told that it is not kept
                backend.delete_password(SERVICE, server)
            elif returned != token.reveal():
                raise _Refused(Reason.not_kept)

        result = await self._call(work, gave_up)
        return MemoryOnly(result) if isinstance(result, Reason) else Kept()

    async def fetch(self, server: str) -> Secret | None:
        """The token kept for a server, if there is one and the keyring gives it."""
        found = await self._call(lambda: self._find().get_password(SERVICE, server))
        return Secret(found) if found and not isinstance(found, Reason) else None

    async def forget(self, server: str) -> None:
        """Delete what is kept for a server."""
        await self._call(lambda: self._find().delete_password(SERVICE, server))

    async def check(self) -> str | Reason:
        """The backend's name, or why none can be used."""
        return await self._call(lambda: _name_of(self._find()))

    async def _call(self, work: Callable[[], T], gave_up: threading.Event | None = None) -> T | Reason:
        if self._hung:
            return Reason.hung
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T | Reason] = loop.create_future()

        def settle(result: T | Reason) -> None:
            if not answer.done():
                answer.set_result(result)

        def run() -> None:
            result = _guarded(work)
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, result)

        # A daemon thread, as the loop's own pool would keep a hung call from letting the program end.
        threading.Thread(target=run, name="keyring", daemon=True).start()
        try:
            return await asyncio.wait_for(answer, self._limit)
        except TimeoutError:
            self._hung = True
            return Reason.hung
        finally:
            if gave_up is not None and answer.cancelled():
                gave_up.set()


def system_backend() -> Backend:
    """The keyring of this system, where it has one that is no plain file and asks nothing in the terminal."""
    import keyring  # late and in a thread: 80 to 140 ms, and the search for backends as much again

    found = keyring.get_keyring()
    for backend in getattr(found, "backends", [found]):
        if is_safe(backend):
            return backend  # type: ignore[no-any-return]  # keyring's chainer is untyped
    raise _Refused(Reason.no_backend if _module(found) == "keyring.backends.fail" else Reason.unsafe_backend)


def is_safe(backend: object) -> bool:
    """Not the ones that fail, that store nothing, that write plain text, or (keyrings.alt) that ask for a password on the terminal."""
    module, name = _module(backend), type(backend).__name__.lower()
    refused = ("keyring.backends.fail", "keyring.backends.null", "keyring.backends.chainer", "keyrings.alt", "keyrings.cryptfile")
    return not module.startswith(refused) and "plaintext" not in name


def _guarded(work: Callable[[], T]) -> T | Reason:
    try:
        return work()
    except _Refused as error:
        return error.reason
    except Exception as error:  # a keyring raises whatever its system does, and may say the secret in it
        return {"NoKeyringError": Reason.no_backend, "KeyringLocked": Reason.locked}.get(type(error).__name__, Reason.failed)


def _module(backend: object) -> str:
    return type(backend).__module__


def _name_of(backend: object) -> str:
    return f"{_module(backend)}.{type(backend).__name__}"
