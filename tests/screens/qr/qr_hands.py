"""What the tests of the QR login screen need: a phone in someone's hand, a line that can break, and a look at the server's tickets."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select

from etax_client.api.carrier import Carrier, Reply, Unreachable, Why
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import Decision, ScannedTicket, code_in
from etax_client.server.store.tables import qr_tickets
from etax_client.widgets.qr_code import QrCode
from etax_client.wire import paths, problems, spelling
from tests.driving import Driver, driving
from tests.phone_api import Phone


class Line:
    """Between client and server: it can go down, also under a request that waits, lose answers, and forge them."""

    def __init__(self, inner: Carrier) -> None:
        self._inner = inner
        self._broken = asyncio.Event()
        self.answered: list[tuple[str, str, int]] = []
        self.under_way: list[tuple[str, str]] = []
        self.most_under_way = 0
        self.lose: list[str] = []
        self.forged: dict[str, list[Reply]] = {}

    def cut(self) -> None:
        self._broken.set()

    def mend(self) -> None:
        self._broken.clear()

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
        if self._broken.is_set():
            raise Unreachable(Why.refused, sent=False)
        if self.forged.get(path):
            return self.forged[path].pop(0)
        polls = [request for request in [*self.under_way, (method, path)] if request == ("GET", paths.QR_TICKET)]
        self.under_way.append((method, path))
        self.most_under_way = max(self.most_under_way, len(polls))
        asking = asyncio.create_task(
            self._inner.send(method, path, query=query, body=body, token=token, patience=patience, headers=headers)
        )
        breaking = asyncio.create_task(self._broken.wait())
        try:
            await asyncio.wait((asking, breaking), return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise Unreachable(Why.lost, sent=True)
            reply = asking.result()
        finally:
            self.under_way.remove((method, path))
            asking.cancel()
            breaking.cancel()
        self.answered.append((method, path, reply.status))
        if path in self.lose:
            self.lose.remove(path)
            raise Unreachable(Why.lost, sent=True)
        return reply

    async def close(self) -> None:
        await self._inner.close()


@asynccontextmanager
async def at_the_code(**how: Any) -> AsyncIterator[tuple[Driver, Line]]:
    """The client with a QR code on its screen."""
    async with driving(**how) as etax:
        line = Line(etax.carrier._inner)
        etax.carrier._inner = line
        await etax.press("f2")
        yield etax, line


async def phone_of(etax: Driver, account: str = "liming") -> Phone:
    """A phone of one's own, logged in to the APP."""
    phone = Phone(etax.phone)
    assert isinstance(await phone.login(account, Secret("Etax@2026")), LoggedIn)
    return phone


def payload(etax: Driver) -> str:
    """What the code on the screen says."""
    code = etax.screen.query_one(QrCode)
    assert code.region, "no code is shown:\n" + etax.text()
    assert code.payload is not None
    return code.payload


async def scan(etax: Driver, phone: Phone) -> ScannedTicket:
    code = code_in(payload(etax))
    assert code is not None
    ticket = await phone.scan(code)
    assert isinstance(ticket, ScannedTicket)
    await until(etax, "扫描成功", "Scanned")
    return ticket


async def decide(phone: Phone, ticket: ScannedTicket, decision: Decision, number: int | None = None) -> ScannedTicket | Refused:
    return await phone.decide(ticket.ticket_id, decision, number)


async def until(etax: Driver, *texts: str) -> None:
    """Until one of these stands on the screen: news from the phone come by the long poll, which nobody else waits for."""
    for _ in range(100):
        await etax.settle()
        if any(text in etax.text() for text in texts):
            return
    raise AssertionError(f"{texts} never came:\n{etax.text()}")


async def wear_out(etax: Driver) -> None:
    """Let a ticket's time pass; a poll that was sent while the clock was being moved wakes up to a second late."""
    tickets = len(states(etax))
    await etax.advance(178)
    for _ in range(10):
        if len(states(etax)) > tickets or etax.screen.has_class("-over"):
            return
        await etax.advance(1)
    raise AssertionError("it never ends:\n" + etax.text())


def number_on_screen(etax: Driver) -> int:
    row = next(row for row in etax.rows() if "数字" in row and any(char.isdigit() for char in row))
    return int("".join(char for char in row.partition("数字")[2][:4] if char.isdigit()))


def states(etax: Driver) -> list[str]:
    """The tickets that the server knows, in the order in which they were asked for."""
    with etax.server.state.services.store.read() as connection:
        return [str(state) for state in connection.execute(select(qr_tickets.c.state).order_by(qr_tickets.c.id)).scalars()]


def polls(etax: Driver) -> int:
    return etax.carrier.sent.count(("GET", "/api/qr-tickets/current"))


def refused_by(refused: Refused) -> Reply:
    problem = problems.to_problem(refused)
    return Reply(problem.status, problems.MEDIA_TYPE, spelling.write(problem))


def answer(value: object, status: int = 200) -> Reply:
    return Reply(status, "application/json", spelling.write(value))
