"""Requests through the tester's door, and its no."""

from typing import TypeVar

from etax_client.api.carrier import Carrier, Reply
from etax_client.api.replies import done, read
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.servers.world_names import prefix
from etax_client.wire import problems, spelling

T = TypeVar("T")


class Turned(Exception):
    """The door said no; testers want to see that at once, so here a refusal is no value. `detail` says more to programs, in English."""

    def __init__(self, refused: Refused, asked: str, detail: str | None = None) -> None:
        why = ", ".join(part for part in (refused.field, detail) if part)
        super().__init__(f"{asked}: {refused.code}" + (f" ({why})" if why else ""))
        self.refused = refused
        self.detail = detail


class Door:
    """The door of one world; a request raises Turned and Accidents."""

    def __init__(self, carrier: Carrier, token: Secret, world: str) -> None:
        self._carrier = carrier
        self._token = token
        self._at = f"{prefix(world)}/control"

    async def ask(
        self,
        method: str,
        path: str,
        kind: type[T],
        request: object | None = None,
        query: dict[str, str] | None = None,
        patience: float | None = None,
    ) -> T:
        """What comes back, of this kind; `patience` as a Carrier's."""
        reply = await self._send(method, path, request, query, patience)
        found = read(reply, kind)
        if isinstance(found, Refused):
            raise _turned(found, f"{method} {path}", reply)
        return found

    async def tell(self, method: str, path: str, request: object | None = None, query: dict[str, str] | None = None) -> None:
        """Nothing comes back."""
        reply = await self._send(method, path, request, query)
        refused = done(reply)
        if refused is not None:
            raise _turned(refused, f"{method} {path}", reply)

    async def _send(
        self, method: str, path: str, request: object | None, query: dict[str, str] | None, patience: float | None = None
    ) -> Reply:
        body = None if request is None else spelling.write(request)
        return await self._carrier.send(method, self._at + path, query=query, body=body, token=self._token, patience=patience)


def _turned(refused: Refused, asked: str, reply: Reply) -> Turned:
    return Turned(refused, asked, spelling.read_reply(reply.body, problems.Problem).detail)
