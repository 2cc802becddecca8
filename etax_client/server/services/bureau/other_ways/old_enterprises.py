"""旧版登录 of a unit: its 企业密码, then who acts for it, by their own password and a captcha or by a code (BJ-75, BJ-76, D-10).

A unit that there is not, one without a 企业密码 and a wrong one look alike, and take alike (LOG-08); of people nothing is shown before.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, select, update

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.bureau.ties import UnitName
from etax_client.domain.channels import Channel
from etax_client.domain.flows.attempt import Entrance
from etax_client.domain.flows.flow import OUT_OF_ORDER
from etax_client.domain.flows.old_enterprise import Acting, ActingStep, ActingView
from etax_client.domain.guessing import lockout
from etax_client.domain.guessing import passwords as password_rules
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPurpose
from etax_client.domain.guessing.lockout import Counter
from etax_client.domain.masking import mask_document, mask_mobile, mask_name
from etax_client.domain.numbers import normalise
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER, LoggedIn
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.domain.sessions.sessions import Seat
from etax_client.domain.units.units import Role
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.bureau import capacities, counted
from etax_client.server.services.bureau.capacities import Entering
from etax_client.server.services.bureau.other_ways import old_login
from etax_client.server.services.bureau.standing import in_force, known_here
from etax_client.server.services.guessing import counters, locks
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.guessing.guesses import Guess, Guesses
from etax_client.server.services.identity import flows, one_time_codes
from etax_client.server.services.identity.flow_engine import ENDED, Addressee, FlowEngine
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.sessions import messages
from etax_client.server.services.sessions.login import Login
from etax_client.server.services.sessions.sessions import Sessions
from etax_client.server.services.why import because, moment, of_person, unfit
from etax_client.server.store.tables import bureau_units, persons, ties, units

_CHANGED = Refused(RefusalCode.busy, retry_after=1)
"""The 企业密码 was right when it was looked at, and has been replaced since: it is looked at once more."""
_STRONGEST_FIRST = case({role.value: place for place, role in enumerate(Role)}, value=ties.c.role)


@dataclass(frozen=True, slots=True)
class Actor:
    """One of those who may act for a unit: by a tie that is confirmed, and with an account; masked, as who asks need not be one of them."""

    tie_id: int
    masked_name: str
    role: Role
    masked_mobile: str | None


@dataclass(frozen=True, slots=True)
class ActingFor:
    """What stands where the acting person is due: the unit, who may act for it, and who is to."""

    unit: UnitName
    actors: tuple[Actor, ...]
    chosen: Actor | None
    resend: int | None


def addressee(system: AccountSystem, connection: Connection, flow: Flow[Acting]) -> Addressee | None:
    """The number of whom was chosen, as long as it is theirs."""
    person_id = flow.state.person_id
    mobile = None if person_id is None else messages.address_of(connection, system, person_id, Medium.sms)
    return None if mobile is None else Addressee(one_time_codes.to_number(mobile), f"{flow.bound_to} to {mobile}")


@dataclass(frozen=True, slots=True)
class OldEnterprises:
    """`held` is the secret of what a browser has begun, "" for none. `login` is by captchas. All raise StoreError."""

    flow: FlowEngine[Acting, ActingView]
    login: Login
    guesses: Guesses
    sessions: Sessions
    key: bytes

    async def by_unit(
        self, taxpayer_id: str, password: Secret, captcha: CaptchaAnswer | None, client: str, seat: Seat
    ) -> tuple[str, ActingView] | Refused:
        """Behind the right 企业密码: who acts is asked for next. Five wrong ones on a day lock this login of the unit alone (BJ-44)."""
        number, fault = normalise(taxpayer_id), password_rules.typing_fault(password)
        if not 0 < len(number) <= LONGEST_IDENTIFIER:
            return unfit("taxpayer_id", "too_long" if number else "empty", "BJ-75")
        if fault is not None:
            return unfit("password", fault, "BJ-75")
        with self.flow.store.read() as connection:
            over = old_login.closed(connection, self.flow.clock.now())
        if over is not None:
            return over
        result: tuple[str, ActingView] | Refused = _CHANGED
        while result is _CHANGED:
            unit_id, phc = self._find(number)
            guess = Guess(
                self._subject(number, unit_id),
                self.flow.system.policy.account_lockout,
                phc,
                password,
                client,
                CaptchaPurpose.enterprise_password,
                captcha,
                RefusalCode.wrong_enterprise_password,
                self._admitting(unit_id, phc, seat),
                seat=seat,
            )
            result = await self.guesses.attempt(guess)
        outcome = result.code if isinstance(result, Refused) else "admitted"
        audit("enterprise_password", unit=unit_id, number=mask_document(number), outcome=outcome)
        return result

    def who(self, held: str) -> ActingFor | Refused:
        """Who may act for the unit, and who is to."""
        with self.flow.store.read() as connection:
            now = self.flow.clock.now()
            flow = self.flow.find(connection, held, now)
            if flow is None:
                return ENDED
            unit = self._unit(connection, flow, now)
            if isinstance(unit, Refused):
                return unit
            actors = tuple(_actor(row) for row in connection.execute(_acting(self.flow.system, flow.state.unit_id, now)))
            chosen = next((each for each in actors if each.tie_id == flow.state.tie_id), None)
            return ActingFor(unit, actors, chosen, self.flow.show(connection, flow, now).resend)

    def choose(self, held: str, tie_id: int | None) -> ActingView | Refused:
        """The one who acts, out of those who may; or nobody, to choose another."""

        def act(connection: Connection, flow: Flow[Acting], now: datetime) -> Acting | Refused:
            unit = self._unit(connection, flow, now)
            if isinstance(unit, Refused):
                return unit
            row = (
                None
                if tie_id is None
                else connection.execute(_acting(self.flow.system, unit.unit_id, now).where(ties.c.id == tie_id)).one_or_none()
            )
            if tie_id is not None and row is None:
                return because(Refused(RefusalCode.no_tie), "tie.ended", "BJ-75")
            return replace(flow.state, tie_id=tie_id, person_id=None if row is None else row.person_id)

        return self.flow.step(held, act)

    def send_code(self, held: str) -> ActingView | Refused:
        """获取验证码, to the number of whom was chosen."""

        def act(connection: Connection, flow: Flow[Acting], now: datetime) -> Acting | Refused:
            barred = self._barred(connection, flow, now)
            return barred if isinstance(barred, Refused) else self._reached(connection, flow) or self.flow.send(connection, flow, now)

        return self.flow.step(held, act)

    async def by_password(self, held: str, password: Secret, captcha: CaptchaAnswer | None, client: str, seat: Seat) -> LoggedIn | Refused:
        """In, by the acting person's own password: the same counter and locks as everywhere (BJ-42)."""
        with self.flow.store.read() as connection:
            now = self.flow.clock.now()
            flow = self.flow.find(connection, held, now)
            barred = ENDED if flow is None else self._barred(connection, flow, now)
        if isinstance(barred, Refused):
            return barred

        def then(connection: Connection, person_id: int) -> LoggedIn | Refused:
            now = self.flow.clock.now()
            flow = self.flow.find(connection, held, now)
            if flow is None or flow.state.person_id != person_id:
                return ENDED
            return self._enter(connection, flow, seat, now, lambda: None)

        return await self.login.prove_own(barred.person_id, password, then, Channel.bureau, client, seat, captcha)

    def by_code(self, held: str, code: Secret, seat: Seat) -> LoggedIn | Refused:
        """In, by the code that was sent to whom was chosen."""
        with self.flow.store.write() as connection:
            now = self.flow.clock.now()
            flow = self.flow.find(connection, held, now)
            if flow is None:
                return ENDED
            person_id = flow.state.person_id or 0

            def spend() -> Refused | None:
                wrong = self._reached(connection, flow)
                return wrong or counted.spend_code(self.flow, connection, flow, person_id, code, seat, now)

            result = self._enter(connection, flow, seat, now, spend)
        outcome = result.code if isinstance(result, Refused) else "admitted"
        audit("login", person=person_id, channel=Channel.bureau, outcome=outcome)
        return of_person(result, person_id)

    def _enter(
        self, connection: Connection, flow: Flow[Acting], seat: Seat, now: datetime, proved: Callable[[], Refused | None]
    ) -> LoggedIn | Refused:
        """A session for the unit, if nothing bars it and the acting person is `proved`; what was begun is over with it."""
        barred = self._barred(connection, flow, now)
        refused = barred if isinstance(barred, Refused) else proved()
        if isinstance(barred, Refused) or refused is not None:
            return refused or ENDED
        flows.forget(connection, flow)
        entering = Entering(Entrance.enterprise, CapacityKind.enterprise, barred.id)
        return capacities.begin(self.sessions, connection, barred.person_id, seat, entering)[1]

    def _barred(self, connection: Connection, flow: Flow[Acting], now: datetime) -> Row[Any] | Refused:
        """The tie of whom was chosen; or why nobody acts by it: all of it looked at in the transaction that acts (S-1)."""
        unit = self._unit(connection, flow, now)
        if isinstance(unit, Refused):
            return unit
        if flow.state.tie_id is None:
            return OUT_OF_ORDER
        row = connection.execute(_acting(self.flow.system, unit.unit_id, now).where(ties.c.id == flow.state.tie_id)).one_or_none()
        if row is None:
            return because(Refused(RefusalCode.no_tie), "tie.ended", "BJ-75")
        return counted.lock_on(self.flow.system, connection, row.person_id, now) or row

    def _unit(self, connection: Connection, flow: Flow[Acting], now: datetime) -> UnitName | Refused:
        """The unit that was entered, as long as this login is open, its 企业密码 the one that was given, and not locked meanwhile."""
        over = old_login.closed(connection, now)
        if over is not None:
            return over
        state = flow.state
        columns = (units.c.id.label("unit_id"), units.c.taxpayer_id, units.c.name.label("unit_name"), bureau_units.c.enterprise_hash)
        this: Select[Any] = select(*columns).join_from(units, bureau_units).where(units.c.id == state.unit_id)
        row = connection.execute(this).one_or_none()
        if row is None or row.enterprise_hash != flow.password_hash or state.step is not ActingStep.who:
            return ENDED
        found = locks.lock_on(connection, [counters.of_enterprise(row.unit_id)], self.flow.system.policy.account_lockout, now)
        return capacities.unit_in(row) if found is None else _locked(*found)

    def _reached(self, connection: Connection, flow: Flow[Acting]) -> Refused | None:
        to = self.flow.addressee(connection, flow)
        return because(Refused(RefusalCode.no_mobile), "second.no_mobile", "BJ-37") if to is None else None

    def _find(self, number: str) -> tuple[int | None, str | None]:
        with self.flow.store.read() as connection:
            found = select(units.c.id, bureau_units.c.enterprise_hash).outerjoin_from(units, bureau_units)
            row = connection.execute(found.where(units.c.taxpayer_id == number)).one_or_none()
        return (None, None) if row is None else (row.id, row.enterprise_hash)

    def _subject(self, number: str, unit_id: int | None) -> Subject:
        """What is typed for no unit is kept as a keyed hash only."""
        if unit_id is not None:
            return counters.of_enterprise(unit_id)
        digest = hmac.new(self.key, b"enterprise " + number.encode(), hashlib.sha256).hexdigest()
        return Subject(self.flow.system.unknown, digest, mask_document(number))

    def _admitting(
        self, unit_id: int | None, phc: str | None, seat: Seat
    ) -> Callable[[Connection, str | None], tuple[str, ActingView] | Refused]:
        """What begins behind the 企业密码 with this hash, if it still is the unit's."""

        def admit(connection: Connection, renewed: str | None) -> tuple[str, ActingView] | Refused:
            now, kept = self.flow.clock.now(), renewed or phc
            over = old_login.closed(connection, now)
            if over is not None:
                return over
            mine = (bureau_units.c.unit_id == unit_id) & (bureau_units.c.enterprise_hash == phc)
            if connection.execute(update(bureau_units).where(mine).values(enterprise_hash=kept)).rowcount == 0:
                return _CHANGED
            refused = flows.begun_too_often(connection, seat.address, now)
            if refused is not None:
                return refused
            secret = flows.begin(connection, self.flow.kind, Channel.bureau, now).reveal()
            flow = self.flow.find(connection, secret, now)
            assert flow is not None  # noqa: S101
            flows.move(connection, flow, replace(flow.state, unit_id=unit_id))
            flows.note(connection, flow, password_hash=kept)
            return secret, self.flow.show(connection, flow, now)

        return admit


def _acting(system: AccountSystem, unit_id: int | None, now: datetime) -> Select[Any]:
    """Those who may act for a unit, the strongest role first; whoever has no account yet can't."""
    accounts = system.accounts
    whole = select(ties, persons.c.name, accounts.c.mobile).join_from(ties, persons).join(accounts, accounts.c.person_id == persons.c.id)
    return whole.where(ties.c.unit_id == unit_id, in_force(now), known_here(ties.c.unit_id)).order_by(_STRONGEST_FIRST, ties.c.id)


def _actor(row: Row[Any]) -> Actor:
    return Actor(row.id, mask_name(row.name), Role(row.role), None if row.mobile is None else mask_mobile(row.mobile))


def _locked(counter: Counter, lock: lockout.Locked) -> Refused:
    refused = Refused(RefusalCode.locked, attempts_left=0, retry_after=lock.seconds)
    since, left, count = moment(counter.last_failure), lock.seconds, counter.failures
    return because(refused, "locked.enterprise_password", "BJ-44", since=since, left=left, count=count)
