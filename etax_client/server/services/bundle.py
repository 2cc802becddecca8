"""All services of one running server, put together once."""

import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, partial
from typing import Any, TypeVar

from sqlalchemy import Connection

from etax_client.clock import Clock
from etax_client.domain.channels import Channel
from etax_client.domain.flows.attempt import ATTEMPT
from etax_client.domain.flows.bureau_registration import BUREAU_REGISTRATION, EMAIL_REGISTRATION, Joining, JoiningView
from etax_client.domain.flows.flow import FlowKind
from etax_client.domain.flows.mobile_recovery import MOBILE_RECOVERY
from etax_client.domain.flows.old_enterprise import OLD_ENTERPRISE
from etax_client.domain.flows.raising import RAISING
from etax_client.domain.flows.recovery import BUREAU_RECOVERY, ENTERPRISE_RECOVERY, RECOVERY, Recovery, RecoveryView
from etax_client.domain.flows.registration import REGISTRATION
from etax_client.domain.guessing.one_time_codes import Purpose
from etax_client.domain.policies import POLICIES, Phase, Policy
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.sessions import Seat
from etax_client.reference.common_passwords import common_passwords
from etax_client.server.services.account_system import BUREAU, NEW_NUMBER, AccountSystem, platform
from etax_client.server.services.bureau import attempts, capacities
from etax_client.server.services.bureau import mobile_recoveries as mobile_recoveries_of
from etax_client.server.services.bureau import registration as joinings
from etax_client.server.services.bureau.attempts import Attempts
from etax_client.server.services.bureau.capacities import Capacities
from etax_client.server.services.bureau.hall_ties import HallTies
from etax_client.server.services.bureau.mobile_recoveries import MobileRecoveries
from etax_client.server.services.bureau.other_ways import enterprise_passwords, old_enterprises
from etax_client.server.services.bureau.other_ways.old_enterprises import OldEnterprises
from etax_client.server.services.bureau.other_ways.old_login import OldLogins
from etax_client.server.services.bureau.other_ways.scans import Scans
from etax_client.server.services.bureau.own_accounts import OwnAccounts
from etax_client.server.services.bureau.projects.office import ProjectOffice
from etax_client.server.services.bureau.projects.reports import Reports
from etax_client.server.services.bureau.raising import Raisings
from etax_client.server.services.bureau.register import Register
from etax_client.server.services.bureau.registration import Joinings
from etax_client.server.services.bureau.ties import Ties
from etax_client.server.services.filing.district import Filing, filing
from etax_client.server.services.filing.list_news import ListNews
from etax_client.server.services.guessing import passwords
from etax_client.server.services.guessing.captchas import Captchas
from etax_client.server.services.guessing.guesses import Guesses
from etax_client.server.services.guessing.locks import Locks
from etax_client.server.services.guessing.new_passwords import NewPasswords
from etax_client.server.services.guessing.passwords import Hasher
from etax_client.server.services.guessing.sliders import Sliders
from etax_client.server.services.hall import Hall
from etax_client.server.services.identity import recovery, registration
from etax_client.server.services.identity.face_requests import Faces, Passing
from etax_client.server.services.identity.flow_engine import FlowEngine
from etax_client.server.services.identity.hall_codes import HallCodes
from etax_client.server.services.identity.one_time_codes import OneTimeCodes
from etax_client.server.services.identity.reached import BY_MAILBOX, BY_NUMBER, Reached
from etax_client.server.services.identity.recovery import Recovered, Recoveries
from etax_client.server.services.identity.registration import Registrations
from etax_client.server.services.identity.resets import Resets
from etax_client.server.services.identity.security import Security
from etax_client.server.services.identity.sims import Sims
from etax_client.server.services.news import News
from etax_client.server.services.repeats import Repeats
from etax_client.server.services.seals import Seal
from etax_client.server.services.sessions import ending_soon
from etax_client.server.services.sessions.form_tokens import FormTokens
from etax_client.server.services.sessions.login import Login
from etax_client.server.services.sessions.messages import Messages
from etax_client.server.services.sessions.qr_login import QrLogin
from etax_client.server.services.sessions.sessions import Sessions
from etax_client.server.services.testing.bureau_accounts import BureauAccounts
from etax_client.server.services.testing.bureau_sessions import BureauSessions
from etax_client.server.services.testing.bureau_units import BureauUnits
from etax_client.server.services.testing.faults import Faults
from etax_client.server.services.testing.journal import Journal
from etax_client.server.services.testing.locked_now import LockedNow
from etax_client.server.services.testing.logged_in import LoggedInNow
from etax_client.server.services.testing.payees import PayeesOfUnits
from etax_client.server.services.testing.people import People
from etax_client.server.services.testing.tester_phone import TesterApp, TesterPhone
from etax_client.server.services.units.authorisations import Authorisations
from etax_client.server.services.units.ca import CertificateAuthority
from etax_client.server.services.units.certificate_verification import CertificateVerification
from etax_client.server.services.units.declaration_passwords import DeclarationPasswords
from etax_client.server.services.units.listing import Listing
from etax_client.server.services.units.phases import Phases
from etax_client.server.services.units.units import UnitLists
from etax_client.server.services.units.verification import Verification
from etax_client.server.settings import ServerSettings
from etax_client.server.store import meta
from etax_client.server.store.clocks.steered_clock import SteeredClock
from etax_client.server.store.database import Proof, Store

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bureau:
    """Those of the second account system, beside the platform's; what both have is called alike."""

    system: AccountSystem
    sessions: Sessions
    messages: Messages
    faces: Faces
    qr_login: QrLogin
    scans: Scans
    registrations: Joinings
    email_registrations: Joinings
    sliders: Sliders
    attempts: Attempts
    old_logins: OldLogins
    old_enterprises: OldEnterprises
    security: Security
    own_accounts: OwnAccounts
    accounts: BureauAccounts
    units: BureauUnits
    on_the_way: BureauSessions
    recoveries: Recoveries
    enterprise_passwords: Recoveries
    capacities: Capacities
    ties: Ties
    mobile_recoveries: MobileRecoveries
    raisings: Raisings
    reports: Reports


@dataclass(frozen=True, slots=True)
class Services:
    system: AccountSystem
    phases: Phases
    clock: Clock
    store: Store
    news: News
    hasher: Hasher
    guesses: Guesses
    captchas: Captchas
    sessions: Sessions
    login: Login
    qr_login: QrLogin
    messages: Messages
    form_tokens: FormTokens
    faults: Faults
    listing: Listing
    list_news: ListNews
    unit_lists: UnitLists
    verification: Verification
    ca: CertificateAuthority
    certificate_verification: CertificateVerification
    journal: Journal
    codes: OneTimeCodes
    hall_codes: HallCodes
    faces: Faces
    registrations: Registrations
    authorisations: Authorisations
    declaration_passwords: DeclarationPasswords
    recoveries: Recoveries
    security: Security
    sims: Sims
    repeats: Repeats
    hall: Hall
    people: People
    resets: Resets
    locks: Locks
    locked_now: LockedNow
    logged_in: LoggedInNow
    tester_phone: TesterPhone
    register: Register
    hall_ties: HallTies
    project_office: ProjectOffice
    payees: PayeesOfUnits
    filing: Filing
    bureau: Bureau

    @property
    def policy(self) -> Policy:
        return self.system.policy

    @property
    def phase(self) -> Phase:
        """The phase that this world is in now (VER-03). Raises StoreError."""
        return self.phases.now()

    def acted_on(self, by: Proof) -> "Services":
        """The same in the hands of whoever acts: all that they write, by whatever service, they write while `by` holds."""
        return _in_hands(self, self.store.acted_on(by), {})

    async def close(self) -> None:
        """Answer who waits, settle what has begun, then let go of the store."""
        await self.news.close()
        await self.guesses.finish()
        self.hasher.close()
        self.store.close()


def _in_hands(service: T, store: Store, known: dict[int, Any]) -> T:
    """A service over `store`, with all services that it is made of; `known` are those that have been met, by their ids."""
    kind: Any = type(service)
    names = _parts(kind)
    if not names:
        return service
    if id(service) not in known:
        changed = False
        parts: dict[str, Any] = {}
        for name in names:
            part = getattr(service, name)
            parts[name] = store if isinstance(part, Store) else _in_hands(part, store, known)
            changed = changed or parts[name] is not part
        known[id(service)] = kind(**parts) if changed else service
    found: T = known[id(service)]
    return found


@cache
def _parts(kind: type[Any]) -> tuple[str, ...]:
    """What may be a service or hold one, in something of this kind: looked up once, as whatever is done asks for it (ACT-1)."""
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) and kind is not AccountSystem else ()


def put_together(
    settings: ServerSettings, store: Store, clock: Clock, compare: Callable[[str, Secret], bool] = passwords.matches
) -> Services:
    """The services over an open store. Raises StoreError; KeyError for a policy that there is not."""
    system = platform(POLICIES[settings.policy])
    policy, systems = system.policy, (system, BUREAU)
    rng = secrets.SystemRandom() if settings.seed is None else random.Random(settings.seed)  # noqa: S311
    hasher = Hasher(settings.hash_cost, compare)
    key = meta.install_key(store)
    captchas = Captchas(store, clock, rng, Seal(key, "captcha"))
    guesses = Guesses(store, clock, hasher, captchas)
    sessions = Sessions(store, clock, system)
    news = News(store, clock)
    codes, hall_codes = OneTimeCodes(key, rng, policy.code_interval), HallCodes(key, rng)
    new_passwords = NewPasswords(policy.password, hasher, common_passwords)
    phases = Phases(store, news, settings.phase)
    listing = Listing(store, clock, policy.unit_lockout, phases)

    def at_client(connection: Connection, person_id: int, token: str, seat: Seat) -> tuple[int, LoggedIn]:
        ending_soon.tell(connection, system, person_id, clock.now())
        return sessions.start_with(connection, person_id, Channel.client, token, seat)

    qr_login = QrLogin(store, clock, system, sessions, Channel.client, key, rng, news, systems, at_client)
    verification = Verification(store, clock, guesses, listing, policy.unit_lockout, sessions, phases, news)
    unit_filing = filing(store, clock, sessions, verification, news)
    flowing = (store, clock, system, codes, news)
    registering = FlowEngine(REGISTRATION, registration.addressee, *flowing)
    own_password = recovery.of_account(sessions, news)
    recovering = FlowEngine(RECOVERY, partial(recovery.addressee, system, key, own_password), *flowing)
    bureau = _bureau(store, clock, systems, hasher, guesses, key, rng, news)
    faces = Faces(store, clock, system.app, systems, news, bureau.faces.passes)
    return Services(
        system=system,
        phases=phases,
        clock=clock,
        store=store,
        news=news,
        hasher=hasher,
        guesses=guesses,
        captchas=captchas,
        sessions=sessions,
        login=Login(store, system, guesses, sessions, key),
        qr_login=qr_login,
        messages=Messages(store, clock, system),
        form_tokens=FormTokens(key),
        faults=Faults(store, random.Random(settings.seed)),  # noqa: S311
        listing=listing,
        list_news=ListNews(listing, unit_filing.answers, clock, news),
        unit_lists=UnitLists(sessions, clock),
        verification=verification,
        ca=CertificateAuthority(store, clock),
        certificate_verification=CertificateVerification(sessions, clock, verification),
        journal=Journal(store, clock, systems, news),
        codes=codes,
        hall_codes=hall_codes,
        faces=faces,
        authorisations=Authorisations(store, clock, system, sessions, news),
        declaration_passwords=DeclarationPasswords(store, clock, system, sessions, hasher, guesses, codes, news, common_passwords),
        registrations=Registrations(registering, system, hall_codes, new_passwords),
        recoveries=Recoveries(recovering, system, sessions, guesses, new_passwords, own_password),
        security=Security(store, clock, system, guesses, sessions, codes, NEW_NUMBER, new_passwords, news),
        sims=Sims(store, clock, systems, settings.open_inbox),
        repeats=Repeats(store, clock.true if isinstance(clock, SteeredClock) else clock, key),
        hall=Hall(store, clock, system, BUREAU, hall_codes),
        people=People(store, clock, news, system, (BUREAU,)),
        resets=Resets(store, clock, hasher, sessions, news),
        locks=Locks(store, clock),
        locked_now=LockedNow(store, clock, systems),
        logged_in=LoggedInNow(store, clock, systems),
        tester_phone=TesterPhone(
            store,
            clock,
            TesterApp(system, sessions, Channel.phone, qr_login, faces),
            TesterApp(BUREAU, bureau.sessions, Channel.bureau_app, bureau.qr_login, bureau.faces),
        ),
        register=Register(store, clock),
        hall_ties=HallTies(store, clock),
        payees=PayeesOfUnits(store, clock),
        filing=unit_filing,
        project_office=ProjectOffice(store, clock),
        bureau=bureau,
    )


def _bureau(
    store: Store,
    clock: Clock,
    systems: tuple[AccountSystem, ...],
    hasher: Hasher,
    guesses: Guesses,
    key: bytes,
    rng: random.Random,
    news: News,
) -> Bureau:
    sessions, sliders = Sessions(store, clock, BUREAU), Sliders(store, clock)
    codes = OneTimeCodes(key, rng, BUREAU.policy.code_interval)
    flowing = (store, clock, BUREAU, codes, news)
    login = Login(store, BUREAU, guesses, sessions, key, tells_unknown=True)
    old = Login(store, replace(BUREAU, captchas=True), guesses, sessions, key)
    new_passwords = NewPasswords(BUREAU.policy.password, hasher, common_passwords)

    def recovering(kind: FlowKind[Recovery, RecoveryView], recovered: Recovered) -> Recoveries:
        engine = FlowEngine(kind, partial(recovery.addressee, BUREAU, key, recovered), *flowing)
        return Recoveries(engine, BUREAU, sessions, guesses, new_passwords, recovered)

    def joining(kind: FlowKind[Joining, JoiningView], reached: Reached) -> Joinings:
        return Joinings(FlowEngine(kind, partial(joinings.addressee, reached), *flowing), reached, new_passwords)

    registrations = joining(BUREAU_REGISTRATION, BY_NUMBER)
    mobile_recoveries = MobileRecoveries(FlowEngine(MOBILE_RECOVERY, partial(mobile_recoveries_of.addressee, BUREAU, key), *flowing))
    raisings = Raisings(FlowEngine(RAISING, lambda connection, flow: None, *flowing), sessions)
    acting = FlowEngine(OLD_ENTERPRISE, partial(old_enterprises.addressee, BUREAU), *flowing)
    attempting = Attempts(FlowEngine(ATTEMPT, partial(attempts.addressee, BUREAU), *flowing), login, sessions, sliders)
    at_site = partial(capacities.scanned, sessions)
    qr_login = QrLogin(store, clock, BUREAU, sessions, Channel.bureau, key, rng, news, systems, at_site)
    passes: Mapping[str, Passing] = {
        ATTEMPT.name: attempting.passed,
        BUREAU_REGISTRATION.name: registrations.passed,
        MOBILE_RECOVERY.name: mobile_recoveries.passed,
        RAISING.name: raisings.passed,
    }
    return Bureau(
        system=BUREAU,
        sessions=sessions,
        messages=Messages(store, clock, BUREAU),
        faces=Faces(store, clock, BUREAU.app, systems, news, passes),
        qr_login=qr_login,
        scans=Scans(qr_login, attempting),
        registrations=registrations,
        email_registrations=joining(EMAIL_REGISTRATION, BY_MAILBOX),
        sliders=sliders,
        attempts=attempting,
        old_logins=OldLogins(store, clock, old, sessions),
        old_enterprises=OldEnterprises(acting, old, guesses, sessions, key),
        security=Security(store, clock, BUREAU, guesses, sessions, codes, Purpose.bureau_mobile, new_passwords, news),
        own_accounts=OwnAccounts(BUREAU, sessions),
        accounts=BureauAccounts(store, clock, BUREAU),
        units=BureauUnits(store, clock, BUREAU, hasher),
        on_the_way=BureauSessions(Capacities(sessions)),
        recoveries=recovering(BUREAU_RECOVERY, recovery.of_account(sessions, news)),
        enterprise_passwords=recovering(ENTERPRISE_RECOVERY, enterprise_passwords.of_unit(sessions, news)),
        capacities=Capacities(sessions),
        ties=Ties(store, clock, BUREAU, sessions),
        mobile_recoveries=mobile_recoveries,
        raisings=raisings,
        reports=Reports(store, clock, BUREAU, sessions),
    )
