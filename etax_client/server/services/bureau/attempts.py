"""The bureau's new login: a right password, then a second factor, each decided in one transaction (BJ-14, BJ-33, BJ-34, BJ-43).

No session comes of it without both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.bureau.ties import MyTie
from etax_client.domain.channels import Channel
from etax_client.domain.flows import attempt as steps
from etax_client.domain.flows.attempt import Attempt, AttemptStep, AttemptView, Entrance
from etax_client.domain.flows.face_check import FaceRequest
from etax_client.domain.flows.flow import OUT_OF_ORDER
from etax_client.domain.guessing import lockout
from etax_client.domain.guessing.lockout import Counter, CounterKind
from etax_client.domain.guessing.sliders import Slid, SliderPurpose
from etax_client.domain.masking import mask_email, mask_mobile, mask_name
from etax_client.domain.numbers import normalise
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER, LoggedIn
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.domain.sessions.qr_login import App
from etax_client.domain.sessions.sessions import Seat
from etax_client.domain.units.units import Role
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.bureau import capacities, counted, levels, ties
from etax_client.server.services.bureau.capacities import Entering
from etax_client.server.services.bureau.projects import choosing
from etax_client.server.services.bureau.projects.choosing import Choice
from etax_client.server.services.guessing import counters
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.guessing.sliders import Sliders
from etax_client.server.services.identity import face_requests, flows, one_time_codes
from etax_client.server.services.identity.flow_engine import ENDED, Addressee, FlowEngine
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.identity.one_time_codes import Target
from etax_client.server.services.sessions import messages
from etax_client.server.services.sessions.login import Login
from etax_client.server.services.sessions.sessions import Sessions
from etax_client.server.services.why import Explained, because, of_person, unfit
from etax_client.server.store.tables import persons

_AS_FIRST: Mapping[str, tuple[str, str]] = {
    "wrong.login": ("first.wrong", "BJ-31"),
    "locked.login": ("first.locked", "BJ-43"),
    "now_locked.login": ("lock.password", "BJ-43"),
}
"""What the journal is told of a password here, which is but the first factor."""


@dataclass(frozen=True, slots=True)
class Second:
    """What stands beside the second factor: whose account it is; its number and mailbox, if any; whether a code was withdrawn (BJ-34).

    `by_face` whether a face may stand in place of a code, `is_seen` that it did (BJ-35). `ties` are those by which one may enter the unit
    that was asked for, of which one chooses (BJ-32); none where it is oneself. `faces_left` how many of others may still stand before it,
    `locked` once none may (BJ-42). `choice` is that of a project, where one comes for one (BJ-69).
    """

    attempt: AttemptView
    masked_name: str
    masked_mobile: str | None
    masked_email: str | None
    withdrawn: bool
    by_face: bool = False
    is_seen: bool = False
    ties: tuple[MyTie, ...] = ()
    faces_left: int = 0
    locked: Refused | None = None
    choice: Choice | None = None


def addressee(system: AccountSystem, connection: Connection, flow: Flow[Attempt]) -> Addressee | None:
    """The number that is bound, or the mailbox; a code is good in this attempt as long as it stays bound."""
    return _sent_to(system, connection, flow) if flow.state.step is AttemptStep.second else None


def _sent_to(system: AccountSystem, connection: Connection, flow: Flow[Attempt]) -> Addressee | None:
    return _by(flow.state.medium, system, connection, flow)


def _by(medium: Medium, system: AccountSystem, connection: Connection, flow: Flow[Attempt]) -> Addressee | None:
    person_id = flow.state.person_id
    address = None if person_id is None else messages.address_of(connection, system, person_id, medium)
    return None if address is None else Addressee(Target(address, address, medium), f"{flow.bound_to} to {address}")


@dataclass(frozen=True, slots=True)
class Attempts:
    """`held` is the secret of the attempt that a browser has begun, "" for none. All raise StoreError."""

    flow: FlowEngine[Attempt, AttemptView]
    login: Login
    sessions: Sessions
    sliders: Sliders

    @property
    def system(self) -> AccountSystem:
        return self.flow.system

    async def first(
        self,
        held: str,
        entrance: Entrance,
        account: str,
        password: Secret,
        slid: Slid,
        client: str,
        seat: Seat,
        channel: Channel = Channel.bureau,
        taxpayer_id: str = "",
    ) -> tuple[str, AttemptView] | Refused:
        """The attempt that a right password leads on, with its secret: the one that is held, or a new one at another entrance.

        At an entrance for units nothing is looked at of unit and tie before the password was right (BJ-32).
        """
        refused = self.sliders.spend(slid, client, SliderPurpose.bureau_login)
        if refused is None and entrance in steps.FOR_UNITS and not 0 < len(normalise(taxpayer_id)) <= LONGEST_IDENTIFIER:
            refused = unfit("taxpayer_id", "too_long" if taxpayer_id.strip() else "empty", "BJ-32")
        if refused is not None:
            return refused

        lock_over = self._lock_over(account)

        def then(connection: Connection, person_id: int) -> tuple[str, AttemptView] | Refused:
            now, secret = self.flow.clock.now(), held
            for subject in counted.locks_over(self.system, connection, person_id, now):
                counters.save(connection, subject, Counter(), now)
            found = _ties(connection, entrance, person_id, taxpayer_id, now)
            if isinstance(found, Refused):
                return of_person(found, person_id)
            flow = self._same(connection, held, entrance, channel, now)
            if flow is None:
                refused = flows.begun_too_often(connection, seat.address, now)
                if refused is not None:
                    return refused
                secret = flows.begin(connection, steps.ATTEMPT, channel, now).reveal()
                flow = self.flow.find(connection, secret, now)
            assert flow is not None  # noqa: S101
            face_requests.forget(connection, flow.flow_id)
            passed = steps.passed(flow.state, entrance, account, taxpayer_id, person_id, levels.identity_of(connection, person_id))
            if isinstance(passed, Refused):
                return passed
            flows.move(connection, flow, passed)
            return secret, replace(self.flow.show(connection, replace(flow, state=passed), now), lock_over=lock_over)

        def spoils(connection: Connection) -> None:
            flow = self.flow.find(connection, held, self.flow.clock.now())
            if flow is not None:
                self._withdraw(connection, flow)
                face_requests.forget(connection, flow.flow_id)
                flows.move(connection, flow, replace(flow.state, step=AttemptStep.first))

        result = await self.login.prove(account, password, then, channel, client, seat, spoils=spoils)
        if isinstance(result, Explained) and result.why.key in _AS_FIRST:
            key, rule = _AS_FIRST[result.why.key]
            return of_person(because(result, key, rule, **result.why.facts), result.person_id)
        return result

    def second(self, held: str) -> Second | Refused:
        """What there is to know where the second factor is due."""
        with self.flow.store.read() as connection:
            now = self.flow.clock.now()
            flow = self.flow.find(connection, held, now)
            if flow is None:
                return ENDED
            name = connection.execute(select(persons.c.name).where(persons.c.id == flow.state.person_id)).scalar_one_or_none()
            if flow.state.step not in (AttemptStep.second, AttemptStep.inside) or name is None:
                return OUT_OF_ORDER
            identity = flow.state.identity
            mobile, email = (_by(each, self.system, connection, flow) for each in (Medium.sms, Medium.email))
            found = _ties_of(connection, flow, now)
            return Second(
                self.flow.show(connection, flow, now),
                mask_name(name),
                None if mobile is None else mask_mobile(mobile.target.key),
                None if email is None else mask_email(email.target.key),
                self._was_withdrawn(connection, flow),
                _by_face(flow) and identity is not None and identity.document_type in self.system.policy.face_types,
                flow.state.step is AttemptStep.inside,
                () if isinstance(found, Refused) else found,
                self._faces_left(connection, flow, now),
                self.barred(connection, flow, now, flow.state.step),
                choosing.choice_of(connection, flow.state, now) if flow.state.entrance is Entrance.special else None,
            )

    def send_code(self, held: str, medium: Medium = Medium.sms) -> AttemptView | Refused:
        """A code to the number that is bound, or to the mailbox; one by another medium stays as it is (BJ-33, BJ-37, BJ-38)."""

        def act(connection: Connection, flow: Flow[Attempt], now: datetime) -> Attempt | Refused:
            goes = replace(flow, state=replace(flow.state, medium=medium))
            return self.barred(connection, goes, now) or self._unreachable(connection, goes) or self.flow.send(connection, goes, now)

        return self.flow.step(held, act)

    def ask_face(self, held: str, app: App) -> FaceRequest | Refused:
        """A link for the face before this APP; no login is needed there (BJ-35)."""

        def barred(connection: Connection, flow: Flow[Attempt], now: datetime) -> Refused | None:
            return self.barred(connection, flow, now) or (None if _by_face(flow) else OUT_OF_ORDER)

        return self.flow.ask_face(held, app, barred)

    def passed(self, connection: Connection, flow: Flow[Attempt], now: datetime) -> Attempt | Refused:
        """The face was theirs, which is known of them from now on; whoever has the attempt may enter by it."""
        moved, person_id = steps.ATTEMPT.take(flow.state, AttemptStep.second), flow.state.person_id
        if not isinstance(moved, Refused) and person_id is not None:
            levels.known_by_face(connection, self.system, person_id, now)
        return moved

    def by_face(self, held: str, seat: Seat, role: Role | None = None) -> LoggedIn | Refused:
        """As `by_code`, for the face that was looked at in this attempt."""
        return self._in(held, seat, role, AttemptStep.inside, lambda connection, flow, now: None)

    def by_code(self, held: str, code: Secret, seat: Seat, role: Role | None = None) -> LoggedIn | Refused:
        """A session for the code that was sent in this attempt, in that of one's roles at the unit; the attempt is over with it."""

        def spent(connection: Connection, flow: Flow[Attempt], now: datetime) -> Refused | None:
            return self._unreachable(connection, flow) or self._spent(connection, flow, code, seat, now)

        return self._in(held, seat, role, AttemptStep.second, spent)

    def _in(
        self,
        held: str,
        seat: Seat,
        role: Role | None,
        due: AttemptStep,
        proved: Callable[[Connection, Flow[Attempt], datetime], Refused | None],
    ) -> LoggedIn | Refused:
        """A session, if this step is due, nothing bars it, and the second factor is `proved`."""
        with self.flow.store.write() as connection:
            now = self.flow.clock.now()
            flow = self.flow.find(connection, held, now)
            if flow is None:
                return ENDED
            person_id = flow.state.person_id
            entering = self.barred(connection, flow, now, due) or _entering(connection, flow, role, now)
            refused = entering if isinstance(entering, Refused) else proved(connection, flow, now)
            entered = None if isinstance(entering, Refused) or refused is not None else self.enter(connection, flow, seat, entering)
        result = entered or of_person(refused, person_id)
        assert result is not None  # noqa: S101
        outcome = result.code if isinstance(result, Refused) else "admitted"
        audit("second_factor", person=person_id, channel=flow.state.channel, outcome=outcome)
        return result

    def search(self, held: str, number: str) -> AttemptView | Refused:
        """查询 of the project that one comes for, by the end of its number (BJ-69)."""
        return self._for_project(held, lambda connection, attempt, now: choosing.search(connection, attempt, number, now))

    def choose(self, held: str, project_id: int) -> AttemptView | Refused:
        """One of those that were found."""
        return self._for_project(held, lambda connection, attempt, now: choosing.choose(connection, attempt, project_id, now))

    def _for_project(self, held: str, act: Callable[[Connection, Attempt, datetime], Attempt | Refused]) -> AttemptView | Refused:
        """Before or behind the second factor's face."""

        def acted(connection: Connection, flow: Flow[Attempt], now: datetime) -> Attempt | Refused:
            due = AttemptStep.second if flow.state.step is AttemptStep.first else flow.state.step
            barred = OUT_OF_ORDER if flow.state.entrance is not Entrance.special else self.barred(connection, flow, now, due)
            return barred or act(connection, flow.state, now)

        return self.flow.step(held, acted)

    def back(self, held: str) -> AttemptView | Refused:
        """上一步, to the first factor (BJ-30)."""
        return self.flow.back(held)

    def enter(self, connection: Connection, flow: Flow[Attempt], seat: Seat, entering: Entering) -> LoggedIn:
        """As oneself, by a tie or for a project: whoever calls has seen both factors, which, and no lock, in this transaction."""
        assert flow.state.person_id is not None  # noqa: S101
        flows.forget(connection, flow)
        return capacities.begin(self.sessions, connection, flow.state.person_id, seat, entering, channel=flow.state.channel)[1]

    def _lock_over(self, account: str) -> bool:
        """Whether what is typed as an account was locked until midnight, for the journal: to count the next guess forgets it."""
        subject = self.login.subject_of(account)
        if subject is None:
            return False
        with self.flow.store.read() as connection:
            return bool(counted.locks_over(self.system, connection, int(subject.key), self.flow.clock.now()))

    def _same(self, connection: Connection, held: str, entrance: Entrance, channel: Channel, now: datetime) -> Flow[Attempt] | None:
        """The attempt that is held, if it is one by this entrance; one by another is over, and its code withdrawn (BJ-30, BJ-34)."""
        flow = self.flow.find(connection, held, now)
        if flow is None or (flow.state.entrance, flow.state.channel) == (entrance, channel):
            return flow
        self._withdraw(connection, flow)
        flows.forget(connection, flow)
        return None

    def _withdraw(self, connection: Connection, flow: Flow[Attempt]) -> None:
        self.flow.codes.withdraw(connection, self.flow.purpose, flow.bound_to)

    def _was_withdrawn(self, connection: Connection, flow: Flow[Attempt]) -> bool:
        to = _sent_to(self.system, connection, flow)
        return to is not None and one_time_codes.was_withdrawn(connection, to.target.key, to.bound_to)

    def barred(self, connection: Connection, flow: Flow[Attempt], now: datetime, due: AttemptStep = AttemptStep.second) -> Refused | None:
        """Why no second factor is taken here, if none is: another step is due, or the account is locked."""
        person_id = flow.state.person_id
        if flow.state.step is not due or person_id is None:
            return OUT_OF_ORDER
        return counted.lock_on(self.system, connection, person_id, now)

    def _faces_left(self, connection: Connection, flow: Flow[Attempt], now: datetime) -> int:
        rule, subject = self.system.policy.account_lockout, Subject(CounterKind.bureau_face, str(flow.state.person_id))
        return lockout.attempts_left(rule, lockout.current(rule, counters.load(connection, subject), now))

    def _unreachable(self, connection: Connection, flow: Flow[Attempt]) -> Refused | None:
        """There is nothing to which a code could go."""
        to = _sent_to(self.system, connection, flow)
        return because(Refused(RefusalCode.no_mobile), "second.no_mobile", "BJ-37") if to is None else None

    def _spent(self, connection: Connection, flow: Flow[Attempt], code: Secret, seat: Seat, now: datetime) -> Refused | None:
        """None for the right code; a wrong one is counted, and one that a wrong password has voided says so (BJ-34, BJ-42)."""
        assert flow.state.person_id is not None  # noqa: S101
        refused = counted.spend_code(self.flow, connection, flow, flow.state.person_id, code, seat, now)
        if refused is not None and refused.code is RefusalCode.code_void and self._was_withdrawn(connection, flow):
            return because(refused, "second.voided_by_password", "BJ-07")
        return refused


def _by_face(flow: Flow[Attempt]) -> bool:
    """At the bureau alone: into its APP one comes by a code (BJ-78), wherever the attempt is carried on."""
    return flow.state.channel is Channel.bureau


def _ties(connection: Connection, entrance: Entrance, person_id: int, taxpayer_id: str, now: datetime) -> tuple[MyTie, ...] | Refused:
    """By which the person may enter, at an entrance for units; none is needed at the others, nor for a project (BJ-69)."""
    if entrance not in steps.BY_TIES:
        return ()
    return ties.confirmed_at(connection, person_id, normalise(taxpayer_id), now, as_agency=entrance is Entrance.agency)


def _ties_of(connection: Connection, flow: Flow[Attempt], now: datetime) -> tuple[MyTie, ...] | Refused:
    state = flow.state
    assert state.person_id is not None  # noqa: S101
    return _ties(connection, state.entrance, state.person_id, state.taxpayer_id, now)


def _entering(connection: Connection, flow: Flow[Attempt], role: Role | None, now: datetime) -> Entering | Refused:
    """As whom one enters: for the chosen project; by the tie in this role, or the only one; else as oneself."""
    entrance = flow.state.entrance
    if entrance is Entrance.special:
        project_id = choosing.entered_for(connection, flow.state, now)
        return project_id if isinstance(project_id, Refused) else Entering(entrance, CapacityKind.project, project_id=project_id)
    found = _ties_of(connection, flow, now)
    if isinstance(found, Refused):
        return found
    if not found:
        return capacities.entering(entrance, None)
    chosen = found[0] if role is None and len(found) == 1 else next((tie for tie in found if tie.role is role), None)
    return unfit("role", "empty", "BJ-32") if chosen is None else capacities.entering(entrance, chosen.tie_id)
