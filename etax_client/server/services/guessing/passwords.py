"""Password hashes: Argon2id in PHC form, computed off the event loop, few at a time (security.md 5, E12)."""

import asyncio
import os
import secrets
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from etax_client.domain.secret import Secret
from etax_client.server.settings import HashCost

_SALT = 16
_LENGTH = 32
_LANES = 1
"""More than one deadlocks in cryptography 50 when two threads derive at once (security.md 5)."""


def hash_password(cost: HashCost, password: Secret) -> str:
    """A new hash in PHC form."""
    return _argon2id(cost).derive_phc_encoded(password.reveal().encode())


def matches(phc: str, password: Secret) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        Argon2id.verify_phc_encoded(password.reveal().encode(), phc)
    except InvalidKey:
        return False
    return True


def is_weaker(phc: str, cost: HashCost) -> bool:
    """Whether a hash was made with less than today's parameters and is due to be made anew."""
    found = dict(part.partition("=")[::2] for part in phc.split("$")[3].split(","))
    return int(found["m"]) < cost.memory_kib or int(found["t"]) < cost.passes


def _nobodys(cost: HashCost) -> str:
    """Looks like a hash of a password, costs as much to compare, and none is known that matches it."""
    salt, output = (b64encode(secrets.token_bytes(length)).decode().rstrip("=") for length in (_SALT, _LENGTH))
    return f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p={_LANES}${salt}${output}"


def _argon2id(cost: HashCost) -> Argon2id:
    return Argon2id(salt=secrets.token_bytes(_SALT), length=_LENGTH, iterations=cost.passes, lanes=_LANES, memory_cost=cost.memory_kib)


class Hasher:
    """A bounded place to hash in: whoever wants to waits for `slot`, so that the rest of the server stays quick (P17).

    `compare` is handed in by tests that count comparisons.
    """

    def __init__(self, cost: HashCost, compare: Callable[[str, Secret], bool] = matches) -> None:
        self.cost = cost
        self._compare = compare
        at_once = max(1, (os.cpu_count() or 1) - 1)
        self._slots = asyncio.Semaphore(at_once)
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="hash")
        self._dummy = _nobodys(cost)

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        async with self._slots:
            yield

    async def verify(self, phc: str | None, password: Secret) -> bool:
        """Compare, in a slot; without a hash a dummy is compared, which takes as long and never matches (LOG-08)."""
        same = await asyncio.get_running_loop().run_in_executor(self._pool, self._compare, phc or self._dummy, password)
        return same and phc is not None

    async def make(self, password: Secret) -> str:
        """A new hash, made when there is a place for it."""
        async with self.slot():
            return await asyncio.get_running_loop().run_in_executor(self._pool, hash_password, self.cost, password)

    async def renew(self, phc: str, password: Secret) -> str | None:
        """A stronger hash of a password that has just matched, or None if it is strong enough."""
        if not is_weaker(phc, self.cost):
            return None
        return await asyncio.get_running_loop().run_in_executor(self._pool, hash_password, self.cost, password)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
