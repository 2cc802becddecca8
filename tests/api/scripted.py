"""A carrier that answers from a script and remembers what it was asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from etax_client.api.carrier import Accident, Reply
from etax_client.domain.secret import Secret


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: Mapping[str, str] | None
    body: bytes | None
    token: Secret | None
    patience: float | None


class Scripted:
    """Gives its outcome to every request."""

    def __init__(self, outcome: Reply | Accident) -> None:
        self.asked: list[Asked] = []
        self.closed = False
        self._outcome = outcome

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        token: Secret | None = None,
        patience: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        self.asked.append(Asked(method, path, query, body, token, patience))
        if isinstance(self._outcome, Accident):
            raise self._outcome
        return self._outcome

    async def close(self) -> None:
        self.closed = True
