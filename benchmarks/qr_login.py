"""P18, from the number picked on the phone to the client that knows, over loopback: `uv run python -m benchmarks.qr_login`."""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.goals import tell
from benchmarks.server import free_port, serving
from etax_client.api.etax import Etax
from etax_client.api.http import HttpCarrier
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import Decision, ScannedTicket, Ticket, TicketState, TicketView
from tests.phone_api import Phone

ROUNDS = 200
WATCHED = 60.0
"""Seconds for which the requests of one waiting client are counted."""


async def ticket_of(client: Etax) -> Ticket:
    ticket = await client.ask_for_ticket("bench")
    assert isinstance(ticket, Ticket), ticket
    return ticket


async def known_after(client: Etax, phone: Phone) -> tuple[list[float], list[float]]:
    """Milliseconds from sending the decision to the client's having the answer to its poll; and, in turn, of asking for a ticket."""
    taken, asking = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ticket = await ticket_of(client)
        asking.append(1000 * (time.perf_counter() - start))
        shown = await phone.scan(ticket.scan_id)
        assert isinstance(shown, ScannedTicket), shown
        seen = await client.poll_ticket(ticket.poll_secret, TicketState.waiting)
        assert isinstance(seen, TicketView), seen
        poll = asyncio.create_task(client.poll_ticket(ticket.poll_secret, TicketState.scanned))
        await asyncio.sleep(0.03)  # it is under way
        start = time.perf_counter()
        decided = asyncio.create_task(phone.decide(shown.ticket_id, Decision.confirm, seen.number))
        known = await poll
        taken.append(1000 * (time.perf_counter() - start))
        assert isinstance(known, TicketView), known
        assert known.state is TicketState.confirmed
        await decided
    return taken, asking


async def requests_while_waiting(client: Etax) -> float:
    """Requests a second of a client whose code nobody scans."""
    ticket, start, count = await ticket_of(client), time.perf_counter(), 0
    while time.perf_counter() - start < WATCHED:
        assert isinstance(await client.poll_ticket(ticket.poll_secret, TicketState.waiting), TicketView)
        count += 1
    return count / (time.perf_counter() - start)


async def measure(urls: tuple[str, str]) -> list[bool]:
    carriers = [HttpCarrier(url) for url in (urls[0], urls[0], urls[1], urls[0])]
    client, waiting = (Etax(carrier, lambda: None) for carrier in (carriers[0], carriers[3]))
    here, there = Phone(carriers[1]), Phone(carriers[2])
    for phone in (here, there):
        outcome = await phone.login("liming", Secret("Etax@2026"))
        assert isinstance(outcome, LoggedIn), outcome
    idle = asyncio.create_task(requests_while_waiting(waiting))
    same, across = await known_after(client, here), await known_after(client, there)
    results = []
    for what, (taken, asking) in (("one process", same), ("two processes", across)):
        middle = statistics.median(taken)
        ratio = middle / statistics.median(asking)
        print(f"P18   {what}: p50 {middle:.1f} ms, {ratio:.2f} x one request that writes (asking for a ticket)", flush=True)
        results.append(tell("P18", f"confirmed -> known, {what}, p95", statistics.quantiles(taken, n=20)[-1], 10, unit="ms"))
    results.append(tell("P18", "requests while waiting", await idle, 0.1, unit="/s"))
    for carrier in carriers:
        await carrier.close()
    return results


def main() -> int:
    ports = (free_port(), free_port())
    with tempfile.TemporaryDirectory() as folder:
        command = ("-m", "etax_client", "serve", "--database", str(Path(folder) / "bench.sqlite3"), "--port")
        with serving(*command, str(ports[0]), port=ports[0]) as first, serving(*command, str(ports[1]), port=ports[1]) as second:
            return 0 if all(asyncio.run(measure((first, second)))) else 1


if __name__ == "__main__":
    sys.exit(main())
