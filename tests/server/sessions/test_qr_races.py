"""Two servers over one database, each in a thread: whatever meets, a ticket has one end and at most one session (QR-05, QRT-2, QRT-3)."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection, func, select, update

from etax_client.clock import ManualClock
from etax_client.domain.channels import Channel
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import LIFE, Decision, ScannedTicket, Ticket, TicketState, TicketView
from etax_client.server.services.bundle import Services, put_together
from etax_client.server.services.sessions.qr_login import QrLogin
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.settings import ServerSettings
from etax_client.server.store.database import Proof, Store, open_store
from etax_client.server.store.tables import qr_tickets, sessions
from etax_client.server.world import world
from etax_client.server.world.world_file import read_world
from tests.server.running import CHEAP

pytestmark = pytest.mark.sql

T = TypeVar("T")
ROUNDS = 50
"""Of each of the races, of which there are five."""
REDEEMERS = 20
HERE = "192.0.2.1"


@dataclass
class Meeting:
    """Two servers, and a phone at each; both are of the same person."""

    servers: tuple[Services, Services]
    phones: tuple[Session, Session]
    clock: ManualClock
    pool: ThreadPoolExecutor

    @property
    def at(self) -> tuple[QrLogin, QrLogin]:
        return (self.servers[0].qr_login, self.servers[1].qr_login)

    def at_once(self, *asks: Callable[[], T]) -> list[T]:
        barrier = threading.Barrier(len(asks))

        def one(ask: Callable[[], T]) -> T:
            barrier.wait()
            return ask()

        return list(self.pool.map(one, asks))

    def ask(self) -> Ticket:
        ticket = self.at[0].ask("desk", HERE)
        assert isinstance(ticket, Ticket)
        return ticket

    def scanned(self) -> tuple[Ticket, int]:
        """A ticket that the first phone has, and its id."""
        ticket = self.ask()
        shown = self.at[1].scan(self.phones[0], ticket.scan_id, HERE)
        assert isinstance(shown, ScannedTicket)
        return ticket, shown.ticket_id

    def confirmed(self) -> Ticket:
        ticket, ticket_id = self.scanned()
        self.at[1].decide(self.phones[0], ticket_id, Decision.confirm, self.number(ticket))
        return ticket

    def states(self, ticket: Ticket) -> set[TicketState]:
        """What both servers say of it, now."""
        said = set()
        for server in self.at:
            asyncio.run(self.clock.advance(1))
            view = asyncio.run(server.poll(ticket.poll_secret.reveal(), HERE, seen=None, wait=0))
            assert isinstance(view, TicketView)
            said.add(view.state)
        return said

    def number(self, ticket: Ticket) -> int:
        asyncio.run(self.clock.advance(1))
        view = asyncio.run(self.at[0].poll(ticket.poll_secret.reveal(), HERE, seen=None, wait=0))
        assert isinstance(view, TicketView)
        assert view.number is not None
        return view.number

    def client_sessions(self) -> int:
        with self.servers[0].store.read() as connection:
            return connection.execute(select(func.count()).where(sessions.c.channel == "client")).scalar_one()


@pytest.fixture
def meeting(tmp_path: Path) -> Iterator[Meeting]:
    clock, database = ManualClock(), str(tmp_path / "etax.sqlite3")
    first, second = (put_together(ServerSettings(hash_cost=CHEAP), open_store(database), clock) for _ in range(2))
    world.lay(first, read_world(None))
    phones = (phone(first), phone(first))
    with ThreadPoolExecutor(REDEEMERS) as pool:
        yield Meeting((first, second), phones, clock, pool)
    for services in (first, second):
        asyncio.run(services.close())


def phone(services: Services) -> Session:
    with services.store.write() as connection:
        token = services.sessions.start(connection, 1, Channel.phone).token
    found = services.sessions.find(token.reveal(), Channel.phone)
    assert isinstance(found, Session)
    return found


def test_two_phones_scan_one_ticket(meeting: Meeting) -> None:
    """QR-05, QRT-3: one has it, the other is told that it was used."""
    winners = Counter[int]()
    for turn in range(ROUNDS):
        ticket = meeting.ask()
        order = (turn % 2, 1 - turn % 2)
        results = meeting.at_once(*(partial(meeting.at[n].scan, meeting.phones[n], ticket.scan_id, HERE) for n in order))
        [(winner, shown)] = [(n, result) for n, result in zip(order, results, strict=True) if isinstance(result, ScannedTicket)]
        winners[winner] += 1
        assert Refused(RefusalCode.ticket_used) in results
        assert meeting.states(ticket) == {TicketState.scanned}
        assert meeting.at[0].show(meeting.phones[1 - winner], shown.ticket_id) == Refused(RefusalCode.ticket_unknown)
    assert len(winners) == 2, "it was no race"


def test_confirming_and_refusing_at_once(meeting: Meeting) -> None:
    """QRT-2: both are told the same end, and only a confirmed ticket lets in."""
    ends = Counter[TicketState]()
    for turn in range(ROUNDS):
        ticket, ticket_id = meeting.scanned()
        decisions = [(Decision.confirm, meeting.number(ticket)), (Decision.refuse, None)]
        order = decisions if turn % 2 else decisions[::-1]
        results = meeting.at_once(
            *(partial(at.decide, meeting.phones[0], ticket_id, *what) for at, what in zip(meeting.at, order, strict=True))
        )
        assert all(isinstance(result, ScannedTicket) for result in results)
        [end] = {result.state for result in results if isinstance(result, ScannedTicket)}
        assert meeting.states(ticket) == {end}
        ends[end] += 1
        let_in = meeting.at[1].redeem(ticket.poll_secret.reveal(), HERE)
        assert isinstance(let_in, LoggedIn) == (end is TicketState.confirmed)
    assert set(ends) == {TicketState.confirmed, TicketState.refused}, "it was no race"
    assert meeting.client_sessions() == ends[TicketState.confirmed]


def test_confirming_and_giving_up_at_once(meeting: Meeting) -> None:
    """QRT-7: whichever comes first, a ticket that was given up lets nobody in."""
    for _ in range(ROUNDS):
        ticket, ticket_id = meeting.scanned()
        number, secret = meeting.number(ticket), ticket.poll_secret.reveal()
        meeting.at_once(
            partial(meeting.at[0].decide, meeting.phones[0], ticket_id, Decision.confirm, number),
            partial(meeting.at[1].cancel, secret),
        )
        assert meeting.states(ticket) == {TicketState.cancelled}
        assert meeting.at[0].redeem(secret, HERE) == Refused(RefusalCode.ticket_unknown)
    assert meeting.client_sessions() == 0


def test_a_ticket_redeemed_twenty_times_at_once(meeting: Meeting) -> None:
    """QRT-2: one session, and everyone who has the secret gets that one."""
    for done in range(1, ROUNDS // 5 + 1):
        secret = meeting.confirmed().poll_secret.reveal()
        results = meeting.at_once(*(partial(meeting.at[n % 2].redeem, secret, HERE) for n in range(REDEEMERS)))
        assert all(isinstance(result, LoggedIn) for result in results)
        assert len({result.token.reveal() for result in results if isinstance(result, LoggedIn)}) == 1
        assert meeting.client_sessions() == done


def test_redeeming_and_giving_up_at_once(meeting: Meeting) -> None:
    """QRT-2, QRT-7: either there is a session and the ticket was used, or there is none."""
    expected = 0
    for _ in range(ROUNDS):
        ticket = meeting.confirmed()
        secret = ticket.poll_secret.reveal()
        result, _ = meeting.at_once(partial(meeting.at[0].redeem, secret, HERE), partial(meeting.at[1].cancel, secret))
        let_in = isinstance(result, LoggedIn)
        expected += let_in
        assert meeting.states(ticket) == {TicketState.redeemed if let_in else TicketState.cancelled}
    assert meeting.client_sessions() == expected


class Watched(Store):
    """A store that says when a write begins to wait for its turn."""

    def __init__(self, inner: Store) -> None:
        self.inner, self.begun = inner, threading.Event()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        self.begun.set()
        with self.inner.write() as connection:
            yield connection

    def acted_on(self, by: Proof) -> Store:
        asking = Watched(self.inner.acted_on(by))
        asking.begun = self.begun
        return asking

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)


@pytest.mark.parametrize("step", ["scan", "confirm", "redeem"])
def test_a_step_that_had_to_wait_until_the_ticket_ran_out_is_none(meeting: Meeting, step: str) -> None:
    """QRT-2: another server holds the database while the last second passes; what others were told meanwhile stays true."""
    ticket = meeting.ask() if step == "scan" else meeting.confirmed()
    ticket_id = 0
    if step == "confirm":
        ticket, ticket_id = meeting.scanned()
    number = meeting.number(ticket) if step == "confirm" else 0
    slow = Watched(meeting.servers[1].store)
    late = replace(meeting.at[1], store=slow, sessions=replace(meeting.at[1].sessions, store=slow))
    steps: dict[str, Callable[[], object]] = {
        "scan": lambda: late.scan(meeting.phones[0], ticket.scan_id, HERE),
        "confirm": lambda: late.decide(meeting.phones[0], ticket_id, Decision.confirm, number),
        "redeem": lambda: late.redeem(ticket.poll_secret.reveal(), HERE),
    }
    with meeting.servers[0].store.write():
        begun = meeting.pool.submit(steps[step])
        assert slow.begun.wait(30)
        asyncio.run(meeting.clock.advance(LIFE.total_seconds()))
    result = begun.result(30)
    if step == "confirm":
        assert isinstance(result, ScannedTicket)
        assert result.state is TicketState.expired
    else:
        assert result == Refused(RefusalCode.ticket_unknown)
    assert meeting.states(ticket) == {TicketState.expired}
    assert meeting.client_sessions() == 0


def test_confirming_while_it_runs_out(meeting: Meeting) -> None:
    """QRT-2: the last moment; who was told that it is confirmed is not let in when it has run out since."""
    for _ in range(ROUNDS):
        with meeting.servers[0].store.write() as connection:
            connection.execute(update(sessions).values(last_seen=meeting.clock.now()))  # many a round is longer than half an hour
        ticket, ticket_id = meeting.scanned()
        number = meeting.number(ticket)
        with meeting.servers[0].store.read() as connection:
            ends = connection.execute(select(qr_tickets.c.expires_at).where(qr_tickets.c.id == ticket_id)).scalar_one()
        asyncio.run(meeting.clock.advance((ends - meeting.clock.now() - timedelta(milliseconds=1)).total_seconds()))
        result, _ = meeting.at_once(
            partial(meeting.at[0].decide, meeting.phones[0], ticket_id, Decision.confirm, number),
            lambda: asyncio.run(meeting.clock.advance(0.001)),
        )
        assert isinstance(result, ScannedTicket)
        assert result.state in (TicketState.confirmed, TicketState.expired)
        assert meeting.at[1].redeem(ticket.poll_secret.reveal(), HERE) == Refused(RefusalCode.ticket_unknown)
        assert meeting.states(ticket) == {TicketState.expired}
    assert meeting.client_sessions() == 0
