"""The two sides of QR login as tests drive them: a client with its ticket, and a phone whose person is logged in to the APP."""

import asyncio
from dataclasses import dataclass, field

import httpx

from etax_client.wire import paths
from tests.server.running import PASSWORD, Caller, Json, Running

DEVICE = "desk-3"


@dataclass
class Client:
    """A client and the ticket that it asked for."""

    caller: Caller
    ticket: Json = field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.ticket['poll_secret']}"}

    async def poll(self, **query: object) -> httpx.Response:
        """At once, unless `seen` and `wait` say otherwise."""
        return await self.caller.http.get(paths.QR_TICKET, params={key: str(value) for key, value in query.items()}, headers=self.headers)

    async def cancel(self) -> httpx.Response:
        return await self.caller.http.delete(paths.QR_TICKET, headers=self.headers)

    async def redeem(self) -> httpx.Response:
        return await self.caller.http.post(paths.QR_SESSION, headers=self.headers)


@dataclass
class Phone:
    """A phone; `headers` hold the session of whoever is logged in to its APP."""

    caller: Caller
    headers: dict[str, str]

    async def scan(self, code: str) -> httpx.Response:
        return await self.caller.http.post(paths.PHONE_SCANS, json={"code": code}, headers=self.headers)

    async def look(self, ticket_id: int) -> httpx.Response:
        return await self.caller.http.get(paths.phone_ticket(ticket_id), headers=self.headers)

    async def decide(self, ticket_id: int, decision: str, number: int | None = None) -> httpx.Response:
        body = {"decision": decision, "number": number}
        return await self.caller.http.post(paths.phone_decision(ticket_id), json=body, headers=self.headers)

    async def messages(self) -> Json:
        found: Json = (await self.caller.http.get(paths.PHONE_MESSAGES, headers=self.headers)).json()
        return found


async def waiting(client: Client, seen: str = "waiting", wait: float = 25) -> "asyncio.Task[httpx.Response]":
    """A poll that has got as far as it gets without news or time."""
    poll = asyncio.create_task(client.poll(seen=seen, wait=wait))
    await settle()
    assert not poll.done()
    return poll


async def answer(poll: "asyncio.Task[httpx.Response]") -> Json:
    """What a poll is told; one that is never answered fails rather than hangs."""
    told: Json = (await asyncio.wait_for(poll, 30)).json()
    return told


async def settle() -> None:
    """Everything in this process gets as far as it gets."""
    for _ in range(50):
        await asyncio.sleep(0)


async def asking(server: Running, device: str = DEVICE) -> Client:
    caller = server.caller()
    reply = await caller.http.post(paths.QR_TICKETS, json={"device": device})
    assert reply.status_code == 201, reply.text
    return Client(caller, reply.json())


async def phone_of(server: Running, account: str = "liming") -> Phone:
    caller = server.caller()
    reply = await caller.http.post(paths.SESSIONS, json={"account": account, "password": PASSWORD, "channel": "phone"})
    assert reply.status_code == 201, reply.text
    return Phone(caller, {"Authorization": f"Bearer {reply.json()['token']}"})


async def scanned(server: Running, client: Client, phone: Phone) -> tuple[int, int]:
    """The ticket's id at the phone, and the number that the client shows."""
    reply = await phone.scan(client.ticket["scan_id"])
    assert reply.status_code == 200, reply.text
    await server.manual.advance(1)
    number = (await client.poll()).json()["number"]
    await server.manual.advance(1)
    return reply.json()["ticket_id"], number


async def confirmed(server: Running, client: Client, phone: Phone) -> int:
    """The id of the client's ticket, which the phone has confirmed."""
    ticket_id, number = await scanned(server, client, phone)
    reply = await phone.decide(ticket_id, "confirm", number)
    assert reply.json()["state"] == "confirmed", reply.text
    return ticket_id


async def lock(server: Running, account: str = "liming") -> None:
    """Five wrong passwords."""
    caller = server.caller()
    await caller.login(account, "Wrong@2026")
    for _ in range(4):
        reply = await caller.solved_login(account, "Wrong@2026")
    assert reply.json()["code"] == "locked"
