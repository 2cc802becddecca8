"""What carries requests to a server, and the two accidents that can happen on the way.

Accident
├── Unreachable   no answer came; `sent` says whether the request may have been carried out
└── Garbled       an answer came that is not one of ours
"""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypedDict, TypeVar, Unpack

from etax_client.domain.secret import Secret

T = TypeVar("T")


class Why(StrEnum):
    """Why no answer came."""

    refused = "refused"
    timeout = "timeout"
    lost = "lost"
    tls = "tls"
    pin = "pin"
    """The server has another key than the one it was pinned by (TLS-2)."""


class Accident(Exception):
    """Base of what the api raises; a refusal is not one of them."""


class Unreachable(Accident):
    def __init__(self, why: Why, *, sent: bool) -> None:
        super().__init__(why.value)
        self.why = why
        self.sent = sent


class Garbled(Accident):
    """The answer was too large, of the wrong kind, or not what was asked for."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    media_type: str
    body: bytes
    location: str = ""
    """Where the answer leads, "" for nowhere; nobody goes there by itself."""
    cookies: tuple[str, ...] = ()
    """What is to be kept, as it came; a carrier keeps none."""


class How(TypedDict, total=False):
    """What a request has beside method and path; `patience` is how many seconds its answer may keep silent.

    `headers` stand in the place of the carrier's own.
    """

    query: Mapping[str, str] | None
    body: bytes | None
    token: Secret | None
    patience: float | None
    headers: Mapping[str, str] | None


class Carrier(Protocol):
    """One HTTP exchange. Raises Unreachable and Garbled, nothing else."""

    async def send(self, method: str, path: str, **how: Unpack[How]) -> Reply: ...

    async def close(self) -> None: ...


async def attempt(request: Awaitable[T]) -> T | Accident:
    """What a request answers, or the accident that befell it."""
    try:
        return await request
    except Accident as accident:
        return accident
