"""Two account systems in one world: what happens to an account of one is nothing to the other's (LOG-05, LCK-10, RST-2, REG-3)."""

from dataclasses import dataclass, replace

from sqlalchemy import Column, ForeignKey, MetaData, Table, Text, insert

from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FacePage, FaceRequest, FaceState
from etax_client.domain.flows.recovery import RECOVERY, RecoveryView
from etax_client.domain.flows.registration import REGISTRATION
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.guessing.one_time_codes import Purpose
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.domain.sessions.qr_login import App, Audience, Decision, ScannedTicket, Ticket, TicketState, TicketView
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.bundle import Services
from etax_client.server.services.guessing.passwords import hash_password
from etax_client.server.services.identity import new_accounts
from etax_client.server.services.identity.face_requests import Faces
from etax_client.server.services.identity.resets import Resets
from etax_client.server.services.sessions import messages
from etax_client.server.services.sessions.login import Login
from etax_client.server.services.sessions.qr_login import QrLogin
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.store import tables
from tests.server.running import PASSWORD, WRONG, Running

OWN_PASSWORD = Secret("Second@2026")
OTHER_RECOVERY = replace(RECOVERY, name="none")
PERSON, NUMBER = 1, "13911110001"


@dataclass(frozen=True)
class Second:
    """Another system beside the platform's: its services, over a table of its own."""

    system: AccountSystem
    sessions: Sessions
    login: Login
    qr_login: QrLogin
    faces: Faces


def second(services: Services) -> Second:
    """Where 李明 has an account by the same names as at the platform, with another password and another number."""
    # the channel and the kinds of counters are ones that the platform does not use in these tests
    system = replace(
        services.system,
        accounts=Table(
            "second_accounts",
            MetaData(),
            Column("person_id", ForeignKey(tables.persons.c.id), primary_key=True),
            *(Column(name, Text) for name in ("login_name", "mobile", "password_hash", "household")),
        ),
        guessed=CounterKind.hall_code,
        unknown=CounterKind.new_password,
        flows=((replace(REGISTRATION, name="none either"), Purpose.registration), (OTHER_RECOVERY, Purpose.recovery)),
        channels=frozenset({Channel.portal}),
        app=App.bureau,
        audience=Audience.bureau,
    )
    with services.store.write() as connection:
        system.accounts.create(connection)
        phc = hash_password(services.hasher.cost, OWN_PASSWORD)
        values = {"person_id": PERSON, "login_name": "liming", "mobile": NUMBER, "password_hash": phc}
        connection.execute(insert(system.accounts).values(values))
    sessions = Sessions(services.store, services.clock, system)
    login = Login(services.store, system, services.guesses, sessions, b"another key")
    qr_login = replace(services.qr_login, system=system, sessions=sessions, becomes=Channel.portal, systems=(services.system, system))
    return Second(system, sessions, login, qr_login, replace(services.faces, app=system.app, systems=(system,)))


async def log_in(login: Login, password: str | Secret, channel: Channel) -> LoggedIn | Refused:
    return await login.by_password("liming", Secret(password) if isinstance(password, str) else password, None, "", channel)


def session_of(sessions: Sessions, logged_in: LoggedIn | Refused, channel: Channel) -> Session:
    assert isinstance(logged_in, LoggedIn)
    found = sessions.find(logged_in.token.reveal(), channel)
    assert isinstance(found, Session)
    return found


async def test_each_has_its_own_password_and_its_own_sessions(server: Running) -> None:
    first, other = server.services, second(server.services)
    refused = await log_in(other.login, PASSWORD, Channel.portal)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.attempts_left) == (RefusalCode.wrong_credentials, 4)
    # were it counted here too, a captcha would be asked for
    here = await log_in(first.login, PASSWORD, Channel.client)
    assert isinstance(here, LoggedIn)
    assert isinstance(other.sessions.find(here.token.reveal(), None), Refused)


async def test_a_lock_is_the_locked_systems_alone(server: Running) -> None:
    first, other = server.services, second(server.services)
    rule = first.policy.account_lockout
    first.locks.lock(other.system.subject_of(PERSON), rule)
    locked = await log_in(other.login, OWN_PASSWORD, Channel.portal)
    assert isinstance(locked, Refused)
    assert locked.code is RefusalCode.locked
    assert isinstance(await log_in(first.login, PASSWORD, Channel.client), LoggedIn)
    first.locks.unlock(other.system.subject_of(PERSON), rule)
    first.locks.lock(first.system.subject_of(PERSON), rule)
    assert isinstance(await log_in(first.login, PASSWORD, Channel.client), Refused)
    assert isinstance(await log_in(other.login, OWN_PASSWORD, Channel.portal), LoggedIn)


async def test_a_reset_ends_what_hung_on_that_systems_password_alone(server: Running) -> None:
    """The first's sessions, the ticket on its phone and its recovery go on, and so do those of the second when the first is reset."""
    first, other = server.services, second(server.services)
    client = session_of(first.sessions, await log_in(first.login, PASSWORD, Channel.client), Channel.client)
    phone = session_of(first.sessions, await log_in(first.login, PASSWORD, Channel.phone), Channel.phone)
    there = await log_in(other.login, OWN_PASSWORD, Channel.portal)
    ticket = first.qr_login.ask("desk", "192.0.2.1")
    assert isinstance(ticket, Ticket)
    scanned = first.qr_login.scan(phone, ticket.scan_id, "192.0.2.1")
    assert isinstance(scanned, ScannedTicket)
    recovering = recovery_of(first)

    again = Resets(first.store, first.clock, first.hasher, other.sessions, first.news)
    assert await again.account(PERSON, Secret(WRONG)) is None
    assert isinstance(there, LoggedIn)
    ended = other.sessions.find(there.token.reveal(), Channel.portal)
    assert isinstance(ended, Refused)
    assert ended.ended is EndReason.password_reset
    there = await log_in(other.login, WRONG, Channel.portal)
    assert isinstance(first.sessions.of_id(client.session_id), Session)
    kept = first.qr_login.show(phone, scanned.ticket_id)
    assert isinstance(kept, ScannedTicket)
    assert kept.state is TicketState.scanned
    assert isinstance(first.recoveries.flow.view(recovering), RecoveryView)
    assert isinstance(await log_in(first.login, PASSWORD, Channel.client), LoggedIn)

    # the platform as it is where the portal's channel is the second system's
    platform = replace(first.system, channels=first.system.channels - other.system.channels)
    assert await replace(first.resets, sessions=replace(first.sessions, system=platform)).account(PERSON, Secret("Third@2026")) is None
    assert isinstance(first.sessions.of_id(client.session_id), Refused)
    assert isinstance(first.recoveries.flow.view(recovering), Refused)
    session_of(other.sessions, there, Channel.portal)


async def test_a_ticket_is_for_who_asked_and_for_its_app(server: Running) -> None:
    """QRT-1, QRT-3, BJ-79: the other's poll secret sees and redeems nothing; the other's phone takes nothing, and is told why."""
    first, other = server.services, second(server.services)
    phone = session_of(first.sessions, await log_in(first.login, PASSWORD, Channel.phone), Channel.phone)
    others = session_of(other.sessions, await log_in(other.login, OWN_PASSWORD, Channel.portal), Channel.portal)
    for asked, mine, foreign, stranger in (
        (first.qr_login, phone, other.qr_login, others),
        (other.qr_login, others, first.qr_login, phone),
    ):
        ticket = asked.ask("desk", "192.0.2.1")
        assert isinstance(ticket, Ticket)
        secret = ticket.poll_secret.reveal()
        for refused, why in (
            (await foreign.poll(secret, "192.0.2.1", seen=None, wait=0), RefusalCode.ticket_unknown),
            (foreign.scan(stranger, ticket.scan_id, "192.0.2.1"), RefusalCode.wrong_app),
            (foreign.scan(stranger, ticket.short_code, "192.0.2.1"), RefusalCode.wrong_app),
        ):
            assert isinstance(refused, Refused)
            assert refused.code is why
        foreign.cancel(secret)
        taken = asked.scan(mine, ticket.scan_id, "192.0.2.1")
        assert isinstance(taken, ScannedTicket)
        view = await asked.poll(secret, "192.0.2.1", seen=None, wait=0)
        assert isinstance(view, TicketView)
        assert isinstance(asked.decide(mine, taken.ticket_id, Decision.confirm, view.number), ScannedTicket)
        assert isinstance(foreign.redeem(secret, "192.0.2.1"), Refused)
        assert isinstance(asked.redeem(secret, "192.0.2.1"), LoggedIn)


def test_a_face_is_looked_at_by_the_app_that_the_check_was_asked_for(server: Running) -> None:
    """REG-03, BJ-79: by the other nothing happens to it, whosever flow it is; to where no such flow is known it is no check at all."""
    first, other = server.services, second(server.services)
    asked = first.recoveries.flow.ask_face(recovery_of(first))
    assert isinstance(asked, FaceRequest)
    another_app, foreign_flows = replace(first.faces, app=App.bureau), replace(first.faces, systems=(other.system,))
    for faces, why in ((another_app, RefusalCode.wrong_app), (foreign_flows, RefusalCode.face_unknown)):
        for refused in (faces.page(asked.link_id, "192.0.2.1"), faces.check(asked.link_id, "192.0.2.1")):
            assert isinstance(refused, Refused)
            assert refused.code is why
    passed = first.faces.check(asked.link_id, "192.0.2.1")
    assert isinstance(passed, FacePage)
    assert passed.state is FaceState.passed


async def test_too_many_sessions_are_counted_by_system(server: Running) -> None:
    """SES-01: another log-in at the one never pushes out a session at the other."""
    first, other = server.services, second(server.services)
    here = await log_in(first.login, PASSWORD, Channel.client)
    with first.store.write() as connection:
        for _ in range(first.policy.session.most):
            other.sessions.start(connection, PERSON, Channel.portal)
    session_of(first.sessions, here, Channel.client)


def test_a_number_that_is_claimed_in_the_one_stays_bound_in_the_other(server: Running) -> None:
    first, other = server.services, second(server.services)
    with first.store.write() as connection:
        bound = messages.mobile_of(connection, first.system, PERSON)
        new_accounts.claim(connection, first.system, NUMBER, first.clock.now())
        assert messages.mobile_of(connection, other.system, PERSON) == NUMBER
        new_accounts.claim(connection, other.system, NUMBER, first.clock.now())
        assert messages.mobile_of(connection, other.system, PERSON) is None
        assert messages.mobile_of(connection, first.system, PERSON) == bound


def test_a_number_of_either_is_somebodys(server: Running) -> None:
    """WEB-5: its card shows nothing to who merely puts it in, whichever of the systems has it."""
    first, other = server.services, second(server.services)
    assert first.sims.put_in(NUMBER, "a phone", "192.0.2.1") == NUMBER
    with first.store.write() as connection:
        messages.send(connection, Medium.sms, NUMBER, "sms.registered", {}, first.clock.now())
    (alone,) = first.sims.cards("a phone")
    (shared,) = replace(first.sims, systems=(first.system, other.system)).cards("a phone")
    assert (len(alone.messages), shared.messages) == (1, ())


def recovery_of(services: Services) -> str:
    """The secret of a recovery in which 李明 has been named."""
    begun = services.recoveries.flow.begin(Channel.client, "192.0.2.1")
    assert not isinstance(begun, Refused)
    secret = begun[0].reveal()
    assert isinstance(services.recoveries.identify(secret, DocumentType.resident_id, "440199198805120030", "李明"), RecoveryView)
    return secret
