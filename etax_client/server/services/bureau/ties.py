"""Ties: offered, confirmed, withdrawn and removed, each by one conditional change of its state (BJ-56 to BJ-61, BJ-63)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, insert, select, true, update

from etax_client.clock import Clock
from etax_client.domain.bureau import ties as rules
from etax_client.domain.bureau.capacities import Capacity, CapacityKind
from etax_client.domain.bureau.ties import CHANGES, LIVE, MyTie, TieAct, TiedPerson, TieOrigin, TieState, state_at
from etax_client.domain.guessing.one_time_codes import DAY
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.local_time import local_day
from etax_client.domain.masking import mask_document, mask_name
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.domain.units.authorisations import term_of
from etax_client.domain.units.units import Role
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.bureau import capacities
from etax_client.server.services.bureau.standing import in_force, known_here
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.identity import new_accounts
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions import messages
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.units import rights
from etax_client.server.services.why import because, unfit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import bureau_units, persons, ties, units

MOST_ENDED = 50
"""Of 历史管理信息, the newest."""
_COUNTED_AS = "staff "
Which = ColumnElement[bool]
_OVER = Refused(RefusalCode.tie_over)
"""Of a tie that is in another state by now, or that is not the asker's: nobody is told which."""
_LIVE = ties.c.state.in_(LIVE)
_AN_AGENCY = exists().where(bureau_units.c.unit_id == ties.c.unit_id, bureau_units.c.is_agency == 1)


@dataclass(frozen=True, slots=True)
class Ties:
    """What changes one asks in its own transaction as whom it is done (AUZ-1), and raises Over; all raise StoreError."""

    store: Store
    clock: Clock
    system: AccountSystem
    sessions: Sessions

    # --- 企业授权管理, in one's own name

    def mine(self, session: Session, taxpayer_id: str = "", name: str = "") -> tuple[MyTie, ...]:
        """待确认授权, 已授权企业, and those that have ended: the newest of each, at units whose number and name hold these parts."""
        whole = _with_unit().where(*rights.named_like(taxpayer_id, name))
        live = [whole.where(ties.c.state == state.value).limit(rules.MOST_SHOWN) for state in LIVE]
        with self.store.read() as connection:
            return self._of_person(connection, session.person_id, *live, whole.where(~_LIVE).limit(MOST_ENDED))

    def in_force(self, session: Session, taxpayer_id: str = "", name: str = "") -> tuple[MyTie, ...]:
        """Where 企业办税 may lead, as far as it is shown and searched for (BJ-64)."""
        wanted = _with_unit().where(in_force(self.clock.now()), known_here(ties.c.unit_id), *rights.named_like(taxpayer_id, name))
        with self.store.read() as connection:
            return self._of_person(connection, session.person_id, wanted.limit(rules.MOST_SHOWN))

    def answer(self, session: Session, tie_id: int, act: TieAct, once: Once = UNKEYED) -> Refused | None:
        """确认 or 拒绝 (BJ-57, BJ-59)."""
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            if capacities.of(connection, session.session_id, now).kind is not CapacityKind.person:
                return Refused(RefusalCode.beyond_rights)
            row = _found(connection, (ties.c.id == tie_id) & (ties.c.person_id == session.person_id))
            refused = _OVER if row is None or act not in rules.BY_ONESELF else change(connection, row, act, now)
            if refused is not None:
                return refused
            once.keep(connection, None)
        audit("tie", person=session.person_id, tie=tie_id, outcome=CHANGES[act].after)
        return None

    # --- 人员权限管理, in the name of the unit

    def staff(self, session: Session) -> tuple[TiedPerson, ...]:
        """All who are tied to the unit that one runs, and the newest who are no more; newest first, nothing once one runs none.

        Who only reads sees no whole name, and nothing to be done (S-6).
        """
        now = self.clock.now()
        here = ties.c.unit_id == capacities.unit_seen_by(session.session_id, now)
        people = select(ties, persons.c.name, persons.c.document_type, persons.c.document_number).join_from(ties, persons).where(here)
        newest = people.order_by(ties.c.id.desc())
        with self.store.read() as connection:
            rows = [*connection.execute(newest.where(_LIVE)), *connection.execute(newest.where(~_LIVE).limit(MOST_ENDED))]
            runs_it = capacities.of(connection, session.session_id, now).runs_it
        found = tuple(_tied(row, now) for row in rows)
        return found if runs_it else tuple(replace(each, name=mask_name(each.name), acts=()) for each in found)

    def add(
        self,
        session: Session,
        *,
        name: str,
        document_type: DocumentType,
        number: str,
        until: date | None,
        address: str,
        once: Once = UNKEYED,
    ) -> int | Refused:
        """添加办税人员: a tie that waits for whom it ties; `number` is as documents keep it (BJ-58)."""
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            capacity = self._running(connection, session, now)
            if isinstance(capacity, Refused):
                return capacity
            fault = None if until is None else rules.until_fault(until, local_day(now))
            if fault is not None:
                return unfit("until", f"term.{fault}", "BJ-58")
            refused = address_limits.refusal(connection, address, now, _COUNTED_AS)
            if refused is not None:
                return refused
            whom = new_accounts.registered(connection, self.system, Identity(document_type, number, name))
            if whom is None:
                address_limits.miss(connection, address, now, _COUNTED_AS)
                return once.counted(connection, because(Refused(RefusalCode.not_registered), "staff.no_account", "BJ-58"))
            assert capacity.unit is not None  # noqa: S101
            refused = _offered_too_often(connection, capacity.unit.unit_id, whom, now)
            if refused is not None:
                return refused
            made = offer(connection, capacity.unit.unit_id, whom, TieOrigin.online, until, now)
            if isinstance(made, Refused):
                return made
            self._tell(connection, whom, "sms.bureau.tie_offered", capacity.unit.name, now)
            once.keep(connection, made)
        audit("tie", by=session.person_id, unit=capacity.unit.unit_id, person=whom, outcome="added")
        return made

    def end(self, session: Session, tie_id: int, act: TieAct, once: Once = UNKEYED) -> Refused | None:
        """撤回 of what waits, 删除 of what is confirmed; open sessions in it are at an end with it (BJ-60, BJ-61, BJ-63)."""
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            capacity = self._running(connection, session, now)
            if isinstance(capacity, Refused):
                return capacity
            assert capacity.unit is not None  # noqa: S101
            row = _found(connection, (ties.c.id == tie_id) & (ties.c.unit_id == capacity.unit.unit_id))
            if row is None or act in rules.BY_ONESELF:
                return _OVER
            if row.role != Role.tax_staff.value:
                return because(Refused(RefusalCode.beyond_rights), "staff.runs_it", "BJ-61")
            refused = change(connection, row, act, now)
            if refused is not None:
                return refused
            self._tell(connection, row.person_id, "sms.bureau.tie_ended", capacity.unit.name, now)
            once.keep(connection, None)
        audit("tie", by=session.person_id, tie=tie_id, person=row.person_id, outcome=CHANGES[act].after)
        return None

    def _running(self, connection: Connection, session: Session, now: datetime) -> Capacity | Refused:
        """As whom the asker runs a unit this moment."""
        capacity = capacities.of(connection, session.session_id, now)
        return capacity if capacity.runs_it else because(Refused(RefusalCode.beyond_rights), "staff.not_runner", "BJ-58")

    def _of_person(self, connection: Connection, person_id: int, *parts: Select[Any]) -> tuple[MyTie, ...]:
        mine, now = ties.c.person_id == person_id, self.clock.now()
        rows = (row for part in parts for row in connection.execute(part.where(mine).order_by(ties.c.id.desc())))
        return tuple(_mine(row, now) for row in rows)

    def _tell(self, connection: Connection, person_id: int, key: str, unit: str, now: datetime) -> None:
        mobile = messages.mobile_of(connection, self.system, person_id)
        if mobile is not None:
            messages.send(connection, Medium.sms, mobile, key, {"unit": unit, "at": now.isoformat()}, now)


def change(connection: Connection, row: Row[Any], act: TieAct, now: datetime) -> Refused | None:
    """What an act makes of a tie, if that is as it has to be; whoever calls has seen who acts, in this transaction."""
    what = CHANGES[act]
    if state_at(TieState(row.state), row.ends_at, now) is not what.before:
        return _OVER
    code = rules.why_not(act, TieOrigin(row.origin))
    if code is not None:
        return because(Refused(code), "staff.refused_hall", "BJ-60")
    connection.execute(update(ties).where(ties.c.id == row.id).values(state=what.after.value, decided_at=now))
    return None


def confirmed_at(
    connection: Connection, person_id: int, taxpayer_id: str, now: datetime, *, as_agency: bool = False
) -> tuple[MyTie, ...] | Refused:
    """By which a person may enter a unit, or an agency as such, the strongest role first; why by none (BJ-32, BJ-39)."""
    here = known_here(units.c.id) & (_AN_AGENCY if as_agency else true())
    theirs = (ties.c.person_id == person_id) & (units.c.taxpayer_id == taxpayer_id) & _LIVE & here
    live = [_mine(row, now) for row in connection.execute(_with_unit().where(theirs))]
    found = sorted((tie for tie in live if tie.state is TieState.confirmed), key=lambda tie: tuple(Role).index(tie.role))
    if found:
        return tuple(found)
    waits = any(tie.state is TieState.pending for tie in live)
    code, key = (RefusalCode.tie_pending, "tie.pending") if waits else (RefusalCode.no_tie, "tie.none")
    return because(Refused(code), key, "BJ-32")


def enterable(connection: Connection, person_id: int, now: datetime, as_agency: bool, *which: Which) -> tuple[MyTie, ...]:
    """By which a person may enter units, or agencies as such: as many as are shown, the newest (BJ-36)."""
    here = known_here(ties.c.unit_id) & (_AN_AGENCY if as_agency else true())
    mine = (ties.c.person_id == person_id) & in_force(now) & here
    newest = _with_unit().where(mine, *which).order_by(ties.c.id.desc()).limit(rules.MOST_SHOWN)
    return tuple(_mine(row, now) for row in connection.execute(newest))


def offer(connection: Connection, unit_id: int, person_id: int, origin: TieOrigin, until: date | None, now: datetime) -> int | Refused:
    """A tie as tax staff that waits for whom it ties: one of this role at most that is live, and no more of a unit or a person than go."""
    run_out(connection, now)
    live = select(func.count()).select_from(ties).where(_LIVE)
    same = (ties.c.unit_id == unit_id) & (ties.c.person_id == person_id) & (ties.c.role == Role.tax_staff.value)
    if connection.execute(live.where(same)).scalar_one():
        return Refused(RefusalCode.already_tied)
    for whose, most in ((ties.c.unit_id == unit_id, rules.MOST_OF_UNIT), (ties.c.person_id == person_id, rules.MOST_OF_PERSON)):
        if connection.execute(live.where(whose)).scalar_one() >= most:
            return Refused(RefusalCode.too_many_ties)
    values = {"unit_id": unit_id, "person_id": person_id, "role": Role.tax_staff.value, "origin": origin.value}
    made = insert(ties).values(**values, state=TieState.pending.value, ends_at=rules.end_of(until), made_at=now)
    return int(connection.execute(made.returning(ties.c.id)).scalar_one())


def _offered_too_often(connection: Connection, unit_id: int, person_id: int, now: datetime) -> Refused | None:
    """A person is told of each, whatever becomes of it: nobody is flooded by being added and withdrawn over and over."""
    same = (ties.c.unit_id == unit_id) & (ties.c.person_id == person_id) & (ties.c.origin == TieOrigin.online.value)
    lately = select(ties.c.made_at).where(same, ties.c.made_at > now - DAY, ties.c.made_at <= now).order_by(ties.c.made_at.desc())
    made = connection.execute(lately.limit(rules.MOST_OFFERED)).scalars().all()
    if len(made) < rules.MOST_OFFERED:
        return None
    wait = max(1, ceil((made[-1] + DAY - now).total_seconds()))
    return because(Refused(RefusalCode.too_many, retry_after=wait), "staff.too_often", "BJ-58")


def run_out(connection: Connection, now: datetime) -> None:
    """Those whose last day is over make room for others."""
    over = _LIVE & (ties.c.ends_at <= now)
    connection.execute(update(ties).where(over).values(state=TieState.expired.value, decided_at=ties.c.ends_at))


def _found(connection: Connection, which: Any) -> Row[Any] | None:
    return connection.execute(select(ties).where(which).with_for_update()).one_or_none()


def _with_unit() -> Select[Any]:
    return select(ties, units.c.taxpayer_id, units.c.name.label("unit_name")).join_from(ties, units)


def _mine(row: Row[Any], now: datetime) -> MyTie:
    return MyTie(row.id, capacities.unit_in(row), *_told(row, now))


def _tied(row: Row[Any], now: datetime) -> TiedPerson:
    role, origin, state, since, until = _told(row, now)
    return TiedPerson(
        tie_id=row.id,
        name=row.name,
        document_type=DocumentType(row.document_type),
        masked_number=mask_document(row.document_number),
        role=role,
        origin=origin,
        state=state,
        since=since,
        until=until,
        acts=rules.acts_on(role, state),
    )


def _told(row: Row[Any], now: datetime) -> tuple[Role, TieOrigin, TieState, datetime, date | None]:
    """What both sides see of it."""
    state = state_at(TieState(row.state), row.ends_at, now)
    since = row.ends_at if state is TieState.expired else row.decided_at or row.made_at
    until = None if row.ends_at is None else term_of(row.made_at, row.ends_at).end
    return Role(row.role), TieOrigin(row.origin), state, since, until
