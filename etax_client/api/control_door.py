"""Requests through the tester's door, and its no."""

from typing import TypeVar

from etax_client.api.carrier import Carrier, Reply
from etax_client.api.replies import read
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.servers.world_names import prefix
from etax_client.wire import problems, spelling
from etax_client.wire.control.verb import Order, Verb

A = TypeVar("A")
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

    async def ask(self, verb: Verb[T], query: dict[str, str] | None = None, patience: float | None = None, **parts: object) -> T:
        """What comes back; `parts` are those of the verb's path, `patience` as a Carrier's."""
        return await self._sent(verb, verb.at(parts), None, query, patience)

    async def order(self, order: Order[A, T], request: A, **parts: object) -> T:
        """As `ask`, with a body."""
        return await self._sent(order, order.at(parts), spelling.write(request))

    async def _sent(
        self, verb: Verb[T], path: str, body: bytes | None, query: dict[str, str] | None = None, patience: float | None = None
    ) -> T:
        reply = await self._carrier.send(verb.method, self._at + path, query=query, body=body, token=self._token, patience=patience)
        found = read(reply, verb.tells)
        if isinstance(found, Refused):
            raise _turned(found, f"{verb.method} {path}", reply)
        return found


def _turned(refused: Refused, asked: str, reply: Reply) -> Turned:
    return Turned(refused, asked, spelling.read_reply(reply.body, problems.Problem).detail)
