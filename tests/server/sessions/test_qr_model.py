"""QR tickets against a model of them, in any order of what two phones, the client, time and a lock may do (QR-02, QR-05, QRT-2, LCK-10)."""

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv4Address
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from etax_client.clock import ManualClock
from etax_client.domain.channels import Channel
from etax_client.domain.guessing.lockout import Counter
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import (
    LIFE,
    LIVE,
    REDEEM_AGAIN,
    Decision,
    RefusedBecause,
    ScannedTicket,
    Ticket,
    TicketState,
    TicketView,
)
from etax_client.server.services.bundle import Services, put_together
from etax_client.server.services.guessing import counters
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.settings import ServerSettings
from etax_client.server.store.database import open_store
from etax_client.server.store.tables import qr_tickets, sessions
from etax_client.server.world import world
from etax_client.server.world.world_file import read_world
from tests.server.running import CHEAP

EXAMPLES, STEPS = 80, 50


@dataclass
class Known:
    """What must be true of a ticket."""

    ticket: Ticket
    ticket_id: int
    number: int
    asked: datetime
    state: TicketState = TicketState.waiting
    holder: Session | None = None
    because: RefusedBecause | None = None
    redeemed: datetime | None = None
    token: str | None = None
    polls: list[datetime] = field(default_factory=list)
    end_seen: TicketState | None = None

    def at(self, now: datetime) -> TicketState:
        return TicketState.expired if self.state in LIVE and now >= self.asked + LIFE else self.state


class Tickets(RuleBasedStateMachine):
    services: ClassVar[Services]
    clock: ClassVar[ManualClock]
    loop: ClassVar[asyncio.AbstractEventLoop]
    addresses: ClassVar[Iterator[int]]

    @initialize()
    def begin(self) -> None:
        self.known: list[Known] = []
        self.locked_until: dict[int, datetime] = {}
        for person in (1, 2):
            self._count(person, Counter())
        with self.services.store.write() as connection:
            self.phones = [self._phone(self.services.sessions.start(connection, person, Channel.phone)) for person in (1, 1, 2)]
            self.last_session = connection.execute(select(func.max(sessions.c.id))).scalar_one()

    # --- what may happen

    @precondition(lambda self: all(known.at(self.now) not in LIVE for known in self.known[-2:-1]))
    @rule()
    def ask(self) -> None:
        ticket = self.services.qr_login.ask("desk", self._nowhere())
        assert isinstance(ticket, Ticket)
        with self.services.store.read() as connection:
            row = connection.execute(select(qr_tickets).order_by(qr_tickets.c.id.desc()).limit(1)).one()
        self.known.append(Known(ticket, row.id, row.number, self.now))

    @rule(seconds=st.sampled_from([0.5, 1.0, 1.0, 10.0, 29.0, 30.0, 100.0, 180.0]))
    def wait(self, seconds: float) -> None:
        self.loop.run_until_complete(self.clock.advance(seconds))

    @precondition(lambda self: not self.locked_until)
    @rule(person=st.sampled_from([1, 2]), minutes=st.sampled_from([1, 120]))
    def lock(self, person: int, minutes: int) -> None:
        self.locked_until[person] = self.now + timedelta(minutes=minutes)
        self._count(person, Counter(5, self.now, self.locked_until[person]))

    @precondition(lambda self: self.locked_until)
    @rule()
    def unlock(self) -> None:
        for person in (1, 2):
            self._count(person, Counter())
        self.locked_until.clear()

    @rule(data=st.data())
    def go_ahead(self, data: st.DataObject) -> None:
        """What people do most of the time: without it hardly any ticket would get far."""
        if not self.known or self.known[-1].at(self.now) not in LIVE:
            self.ask()
        known = self.known[-1]
        if known.holder is None:
            self._scan(known, data.draw(st.sampled_from(self.phones)), by_code=False)
        if known.holder is not None and known.at(self.now) is TicketState.scanned:
            self._decide(known, known.holder, Decision.confirm, known.number)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), by_code=st.booleans())
    def scan(self, data: st.DataObject, by_code: bool) -> None:
        self._scan(self._one(data), data.draw(st.sampled_from(self.phones)), by_code)

    def _scan(self, known: Known, phone: Session, by_code: bool) -> None:
        state = known.at(self.now)
        result = self.services.qr_login.scan(phone, known.ticket.short_code if by_code else known.ticket.scan_id, self._nowhere())
        if state in (TicketState.expired, TicketState.cancelled):
            assert result == Refused(RefusalCode.ticket_unknown)
        elif known.holder is phone:
            self._is_shown(result, known)
        elif self._locked(phone.person_id):
            assert isinstance(result, Refused)
            assert result.code is RefusalCode.locked
        elif state is TicketState.waiting:
            known.state, known.holder = TicketState.scanned, phone
            self._is_shown(result, known)
        else:
            assert result == Refused(RefusalCode.ticket_used)

    @precondition(lambda self: self.known)
    @rule(
        data=st.data(),
        decision=st.sampled_from([Decision.confirm] * 3 + [Decision.refuse]),
        pick=st.sampled_from(["right"] * 4 + ["wrong", "none"]),
    )
    def decide(self, data: st.DataObject, decision: Decision, pick: str) -> None:
        known = self._one(data)
        # mostly the phone that has it, else hardly any ticket would get far
        phone = data.draw(st.sampled_from([known.holder] * 6 + self.phones if known.holder else self.phones))
        self._decide(known, phone, decision, {"right": known.number, "wrong": known.number ^ 1, "none": None}[pick])

    def _decide(self, known: Known, phone: Session, decision: Decision, number: int | None) -> None:
        state = known.at(self.now)
        result = self.services.qr_login.decide(phone, known.ticket_id, decision, number)
        if known.holder is not phone:
            assert result == Refused(RefusalCode.ticket_unknown)
            return
        if state is TicketState.scanned and decision is Decision.refuse:
            known.state, known.because = TicketState.refused, RefusedBecause.person
        elif state is TicketState.scanned and number is None:
            assert result == Refused(RefusalCode.malformed, field="number")
            return
        elif state is TicketState.scanned and self._locked(phone.person_id):
            assert isinstance(result, Refused)
            assert result.code is RefusalCode.locked
            return
        elif state is TicketState.scanned and number == known.number:
            known.state = TicketState.confirmed
        elif state is TicketState.scanned:
            known.state, known.because = TicketState.refused, RefusedBecause.wrong_number
        self._is_shown(result, known)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        known = self._one(data)
        self.services.qr_login.cancel(known.ticket.poll_secret.reveal())
        if known.at(self.now) in LIVE:
            known.state = TicketState.cancelled

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def redeem(self, data: st.DataObject) -> None:
        known = self._one(data)
        state = known.at(self.now)
        result = self.services.qr_login.redeem(known.ticket.poll_secret.reveal(), self._nowhere())
        if state is TicketState.redeemed:
            assert known.redeemed is not None
            if self.now < known.redeemed + REDEEM_AGAIN:
                assert isinstance(result, LoggedIn)
                assert result.token.reveal() == known.token
            else:
                assert result == Refused(RefusalCode.ticket_used)
        elif state is not TicketState.confirmed:
            expected = RefusalCode.ticket_not_confirmed if state in LIVE else RefusalCode.ticket_unknown
            assert result == Refused(expected)
        elif known.holder is not None and self._locked(known.holder.person_id):
            assert isinstance(result, Refused)
            assert result.code is RefusalCode.locked
        else:
            assert known.holder is not None
            assert isinstance(result, LoggedIn)
            assert result.profile.person_id == str(known.holder.person_id)
            known.state, known.redeemed, known.token = TicketState.redeemed, self.now, result.token.reveal()

    @precondition(lambda self: self.known)
    @rule(data=st.data(), seen=st.none() | st.sampled_from(TicketState))
    def poll(self, data: st.DataObject, seen: TicketState | None) -> None:
        known = self._one(data)
        polling = self.services.qr_login.poll(known.ticket.poll_secret.reveal(), self._nowhere(), seen=seen, wait=0)
        result = self.loop.run_until_complete(polling)
        if len([made for made in known.polls if made > self.now - timedelta(seconds=1)]) >= 2:
            assert result == Refused(RefusalCode.slow_down, retry_after=1)
            return
        known.polls.append(self.now)
        assert isinstance(result, TicketView)
        assert (result.state, result.because) == (known.at(self.now), known.because)
        told = result.state in (TicketState.scanned, TicketState.confirmed)
        assert result.number == (known.number if told else None)
        assert (result.masked_name is not None) == told
        assert (result.seconds > 0) == (result.state in LIVE)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def a_stranger_tries(self, data: st.DataObject) -> None:
        """QRT-1: with everything but the poll secret."""
        known = self._one(data)
        for secret in (known.ticket.scan_id.reveal(), known.ticket.short_code.reveal()):
            poll = self.services.qr_login.poll(secret, self._nowhere(), seen=None, wait=0)
            assert self.loop.run_until_complete(poll) == Refused(RefusalCode.ticket_unknown)
            assert self.services.qr_login.redeem(secret, self._nowhere()) == Refused(RefusalCode.ticket_unknown)
            self.services.qr_login.cancel(secret)

    # --- what is always true

    @invariant()
    def one_session_for_each_redeemed_ticket(self) -> None:
        if hasattr(self, "known"):
            tokens = [known.token for known in self.known if known.token is not None]
            assert len(set(tokens)) == len(tokens) == self._client_sessions()

    @invariant()
    def an_end_stays_what_it_is(self) -> None:
        for known in getattr(self, "known", []):
            for holder in [known.holder] if known.holder else []:
                shown = self.services.qr_login.show(holder, known.ticket_id)
                assert isinstance(shown, ScannedTicket)
                assert known.end_seen in (None, shown.state)
                if shown.state not in LIVE:
                    known.end_seen = shown.state

    # --- how it is told

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def _one(self, data: st.DataObject) -> Known:
        """Mostly the newest."""
        return data.draw(st.sampled_from([*self.known[-3:], *self.known[-1:] * 3]))

    def _is_shown(self, result: object, known: Known) -> None:
        assert isinstance(result, ScannedTicket)
        assert (result.ticket_id, result.state, result.because) == (known.ticket_id, known.at(self.now), known.because)
        assert known.number in result.numbers

    def _locked(self, person: int) -> bool:
        return person in self.locked_until and self.now < self.locked_until[person]

    def _count(self, person: int, counter: Counter) -> None:
        with self.services.store.write() as connection:
            counters.save(connection, self.services.system.subject_of(person), counter, self.now)

    def _phone(self, logged_in: LoggedIn) -> Session:
        with self.services.store.read() as connection:
            made = connection.execute(select(func.max(sessions.c.id))).scalar_one()
        return Session(made, int(logged_in.profile.person_id), logged_in.profile.name, self.now, Channel.phone)

    def _client_sessions(self) -> int:
        with self.services.store.read() as connection:
            mine = (sessions.c.channel == "client") & (sessions.c.id > self.last_session)
            return connection.execute(select(func.count()).where(mine)).scalar_one()

    def _nowhere(self) -> str:
        """Another address each time: the limit on guessing is told elsewhere."""
        return str(IPv4Address(next(self.addresses)))


@pytest.fixture
def machine() -> Iterator[type[Tickets]]:
    """Over one store for all examples, as making one takes longer than an example."""
    store, clock, loop = open_store(None), ManualClock(), asyncio.new_event_loop()
    services = put_together(ServerSettings(hash_cost=CHEAP), store, clock)
    world.lay(services, read_world(None))
    yield type("TicketsHere", (Tickets,), {"services": services, "clock": clock, "loop": loop, "addresses": itertools.count(1)})
    loop.run_until_complete(services.close())
    loop.close()


def test_tickets_behave_as_their_model(machine: type[Tickets]) -> None:
    """QRT-2."""
    chosen = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=chosen)
