"""Scan login at the bureau by either APP: its ticket, whose account it becomes, and what stands against it (BJ-36)."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.channels import Channel
from etax_client.domain.flows.attempt import AttemptView, Entrance
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import App, Decision, ScannedTicket, Ticket, TicketState, TicketView
from etax_client.server.services.identity import resets
from etax_client.server.services.sessions.sessions import Session
from tests.server.bureau.attempting import ADDRESS, comer, id_of, told
from tests.server.bureau.tying import session_of
from tests.server.running import Running

WANG = "王芳"


@dataclass
class Scanner:
    """A browser with its ticket, and a phone that is logged in to an APP."""

    server: Running
    app: App
    phone: Session
    ticket: Ticket

    @property
    def secret(self) -> str:
        return self.ticket.poll_secret.reveal()

    def scan(self) -> ScannedTicket | Refused:
        services = self.server.services
        return (services.bureau if self.app is App.bureau else services).qr_login.scan(self.phone, self.ticket.scan_id, ADDRESS)

    def view(self) -> TicketView:
        found = self.server.services.bureau.qr_login.view(self.secret)
        assert isinstance(found, TicketView)
        return found

    def decide(self, ticket_id: int) -> ScannedTicket | Refused:
        services = self.server.services
        login = (services.bureau if self.app is App.bureau else services).qr_login
        return login.decide(self.phone, ticket_id, Decision.confirm, self.view().number)

    def redeem(self) -> LoggedIn | Refused:
        return self.server.services.bureau.qr_login.redeem(self.secret, ADDRESS)

    def scanned(self) -> int:
        found = self.scan()
        assert isinstance(found, ScannedTicket), found
        return found.ticket_id

    def confirmed(self) -> None:
        result = self.decide(self.scanned())
        assert isinstance(result, ScannedTicket)
        assert result.state is TicketState.confirmed


async def phone_in(server: Running, account: str, app: App) -> Session:
    services = server.services
    if app is App.itax:
        with services.store.write() as connection:
            person_id = id_of(services, {"wangfang": WANG, "liming": "李明"}[account])
            token = services.sessions.start(connection, person_id, Channel.phone).token
        found = services.sessions.find(token.reveal(), Channel.phone)
    else:
        one = comer(services)
        assert isinstance(await one.first(account=account), AttemptView)
        one.send()
        logged_in = one.second(one.sent("13800000002"))
        assert isinstance(logged_in, LoggedIn)
        found = services.bureau.sessions.find(logged_in.token.reveal(), Channel.bureau)
    assert isinstance(found, Session)
    return found


async def scanner(server: Running, app: App = App.itax, account: str = "wangfang") -> Scanner:
    ticket = server.services.bureau.qr_login.ask("Firefox", ADDRESS, app)
    assert isinstance(ticket, Ticket)
    return Scanner(server, app, await phone_in(server, account, app), ticket)


@pytest.mark.parametrize("app", App)
async def test_either_app_brings_its_person_in_their_own_name(server: Running, app: App) -> None:
    """J7: a session of the bureau's own, told to the number there; the same once more for a lost answer."""
    it = await scanner(server, app)
    assert it.view().state is TicketState.waiting
    assert told(it.redeem())[0] != "", "not before the phone has confirmed"
    it.confirmed()
    logged_in = it.redeem()
    assert isinstance(logged_in, LoggedIn)
    session = server.services.bureau.sessions.find(logged_in.token.reveal(), Channel.bureau)
    assert isinstance(session, Session)
    assert session.person_id == id_of(server.services, WANG)
    capacity = server.services.bureau.capacities.find(session_of(server.services, logged_in))
    assert (capacity.kind, capacity.entrance) == (CapacityKind.person, Entrance.person)
    assert isinstance(server.services.sessions.find(logged_in.token.reveal(), None), Refused)
    sent = server.services.messages.delivered("13800000002", None, 1)[0].message
    assert (sent.key, sent.params["device"]) == ("sms.bureau.qr_login", "Firefox")
    again = it.redeem()
    assert isinstance(again, LoggedIn)
    assert again.token.reveal() == logged_in.token.reveal()


async def test_who_has_no_account_here_is_told_on_the_phone(server: Running) -> None:
    """BJ-36: and the ticket waits as before."""
    it = await scanner(server, account="liming")
    refused = it.scan()
    assert (refused, told(refused)) == (Refused(RefusalCode.not_registered, elsewhere=True), ("scan.no_account", "BJ-36"))
    assert it.view().state is TicketState.waiting


async def test_a_code_for_one_app_is_left_by_the_other(server: Running) -> None:
    """BJ-79."""
    it = await scanner(server, App.itax)
    it.app, it.phone = App.bureau, await phone_in(server, "wangfang", App.bureau)
    assert it.scan() == Refused(RefusalCode.wrong_app)


@pytest.mark.parametrize("when", ["scan", "confirm", "redeem"])
async def test_a_lock_at_the_bureau_stops_each_step(server: Running, when: str) -> None:
    """LCK-10, BJ-36, BJ-43."""
    services, it = server.services, await scanner(server)
    system = services.bureau.system
    ticket_id = 0 if when == "scan" else it.scanned()
    if when == "redeem":
        it.decide(ticket_id)
    services.locks.lock(system.subjects_of(id_of(services, WANG))[2], system.policy.account_lockout)
    refused = {"scan": it.scan, "confirm": lambda: it.decide(ticket_id), "redeem": it.redeem}[when]()
    assert told(refused) == ("locked.ticket", "LCK-10")


async def test_a_lock_of_the_platform_stops_its_own_app_only(server: Running) -> None:
    services, by_itax, by_bureau = server.services, await scanner(server), await scanner(server, App.bureau)
    services.locks.lock(services.system.subject_of(id_of(services, WANG)), services.system.policy.account_lockout)
    assert told(by_itax.scan()) == ("locked.ticket", "LCK-10")
    by_bureau.confirmed()
    assert isinstance(by_bureau.redeem(), LoggedIn)


@pytest.mark.parametrize("app", App)
async def test_a_reset_at_the_bureau_ends_what_leads_there(server: Running, app: App) -> None:
    """BJ-45, RST-2."""
    services, it = server.services, await scanner(server, app)
    it.confirmed()
    with services.store.write() as connection:
        accounts, person_id = services.bureau.system.accounts, id_of(services, WANG)
        own = connection.execute(select(accounts.c.password_hash).where(accounts.c.person_id == person_id)).scalar_one()
        resets.replace(connection, services.bureau.sessions, services.news, person_id, own, services.clock.now())
    assert isinstance(it.redeem(), Refused)


async def test_the_clients_ticket_is_nothing_here(server: Running) -> None:
    """QRT-3: nor the other way round."""
    ticket = server.services.qr_login.ask("desk", ADDRESS)
    assert isinstance(ticket, Ticket)
    assert server.services.bureau.qr_login.view(ticket.poll_secret.reveal()) == Refused(RefusalCode.ticket_unknown)
    it = await scanner(server)
    it.confirmed()
    assert isinstance(server.services.qr_login.redeem(it.secret, ADDRESS), Refused)
    assert isinstance(it.redeem(), LoggedIn)
