"""企业办税权限 and 我的办税权限: authorisations given, changed and ended at once, in open sessions too (AUT, AUZ-1 to AUZ-3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from etax_client.clock import Clock
from etax_client.domain.faults import Invalid
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.identity.identity_numbers import judge as judge_number
from etax_client.domain.local_time import local_day
from etax_client.domain.masking import mask_document
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.units import authorisations as rules
from etax_client.domain.units.authorisations import AuthorisationState, AuthorisedPerson, ManagedUnit, MyAuthorisation, Standing, Term
from etax_client.domain.units.units import Permission
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.identity import new_accounts
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions import messages
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.units import rights
from etax_client.server.services.why import because, unfit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import authorisations as given
from etax_client.server.store.tables import persons, units

MOST_UNITS = 200
"""Shown at once; whoever has more of them searches."""
_COUNTED_AS = "person "
_UNKNOWN_UNIT = Refused(RefusalCode.unit_unknown)
_UNKNOWN = Refused(RefusalCode.authorisation_unknown)


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who asks, what that is at the unit, and who runs it."""

    person_id: int
    standing: Standing
    runners: set[int]


@dataclass(frozen=True, slots=True)
class Authorisations:
    """Each call asks anew what the person is at the unit, which does not exist where that is nothing (AUZ-1).

    What changes something asks it in its own transaction, after the session (ACT-1), and raises Over; all raise StoreError.
    """

    store: Store
    clock: Clock
    system: AccountSystem
    sessions: Sessions
    news: News

    def pages(self, session: Session) -> tuple[bool, bool]:
        """Whether the person sees 企业办税权限, and 我的办税权限: what there is something in."""
        now = self.clock.now()
        mine = select(given.c.id).where(given.c.person_id == session.person_id, given.c.hidden == 0).limit(1)
        with self.store.read() as connection:
            manages = connection.execute(rights.managed_units(session.person_id, "", "", now).limit(1)).first() is not None
            return manages, connection.execute(mine).first() is not None

    # --- 企业办税权限

    def managed(self, session: Session, taxpayer_id: str = "", name: str = "") -> tuple[ManagedUnit, ...]:
        """The units where one may see who is authorised, in the order of their taxpayer ids, searched by parts of number and name."""
        now = self.clock.now()
        with self.store.read() as connection:
            found = []
            for row in connection.execute(rights.managed_units(session.person_id, taxpayer_id, name, now).limit(MOST_UNITS)):
                standing = rights.standing_of(connection, session.person_id, row.id, now)
                if standing.may_see_others:
                    found.append(_managed(connection, row, standing, now))
        return tuple(found)

    def detail(self, session: Session, unit_id: int) -> tuple[ManagedUnit, tuple[AuthorisedPerson, ...]] | Refused:
        """查看详情: the unit, and everyone whose authorisation there was not ended; those that ran out too."""
        now = self.clock.now()
        with self.store.read() as connection:
            standing = rights.standing_of(connection, session.person_id, unit_id, now)
            if not standing.may_see_others:
                return _UNKNOWN_UNIT
            row = connection.execute(select(units).where(units.c.id == unit_id)).one()
            people = select(given, persons.c.name, persons.c.document_type, persons.c.document_number).join_from(given, persons)
            rows = connection.execute(people.where(given.c.unit_id == unit_id, given.c.ended_at.is_(None)).order_by(given.c.id)).all()
            asker = _Asker(session.person_id, standing, rights.runners(connection, unit_id))
            return _managed(connection, row, standing, now), tuple(_person(each, asker, now) for each in rows)

    def add(
        self,
        session: Session,
        unit_id: int,
        *,
        name: str,
        document_type: DocumentType,
        number: str,
        permission: Permission,
        term: Term,
        address: str,
        once: Once = UNKEYED,
    ) -> int | Refused:
        """The id of the new authorisation, in force from the first moment of its term (AUT-02)."""
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            standing = rights.standing_of(connection, session.person_id, unit_id, now)
            refused = _may_not(standing, term, now) or address_limits.refusal(connection, address, now, _COUNTED_AS)
            if refused is not None:
                return refused
            whom = self._registered(connection, name, document_type, number, now)
            if isinstance(whom, Refused):
                if whom.code is RefusalCode.person_unknown:
                    address_limits.miss(connection, address, now, _COUNTED_AS)
                return once.counted(connection, whom)
            refused = self._not_theirs(connection, session, whom, unit_id)
            if refused is not None:
                return refused
            if _has_one(connection, unit_id, whom, now):
                return Refused(RefusalCode.already_authorised)
            made = int(
                connection.execute(
                    insert(given)
                    .values(
                        unit_id=unit_id,
                        person_id=whom,
                        permission=permission.value,
                        valid_from=term.begins_at,
                        valid_until=term.ends_at,
                    )
                    .returning(given.c.id)
                ).scalar_one()
            )
            self._tell(connection, whom, unit_id, f"sms.authorised.{_kind(term)}", _facts(permission, term), now)
            once.keep(connection, made)  # no news: whoever waits for an end of something waits on
        audit("authorisation", by=session.person_id, unit=unit_id, person=whom, permission=permission, outcome="added")
        return made

    def change(
        self, session: Session, unit_id: int, authorisation_id: int, permission: Permission, term: Term, once: Once = UNKEYED
    ) -> Refused | None:
        """Another permission or another term, at once (AUT-04)."""
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            found = self._theirs(connection, session, unit_id, authorisation_id, now)
            if isinstance(found, Refused):
                return found
            row, standing = found
            refused = _may_not(standing, term, now, _term(row))
            if refused is None and _has_one(connection, unit_id, row.person_id, now, but=authorisation_id):
                refused = Refused(RefusalCode.already_authorised)
            if refused is not None:
                return refused
            # who had it may have deleted it from their list when it had run out: it is back there now (AUT-05)
            values = {"permission": permission.value, "valid_from": term.begins_at, "valid_until": term.ends_at, "hidden": 0}
            connection.execute(update(given).where(given.c.id == authorisation_id).values(values))
            what = f"sms.authorisation_changed.{_kind(term)}"
            self._tell(connection, row.person_id, unit_id, what, _facts(permission, term), now)
            self.news.tell(connection)
            once.keep(connection, None)
        audit("authorisation", by=session.person_id, unit=unit_id, person=row.person_id, permission=permission, outcome="changed")
        return None

    def end(self, session: Session, unit_id: int, authorisation_id: int, once: Once = UNKEYED) -> Refused | None:
        """解除授权, at once (AUT-04)."""
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            found = self._theirs(connection, session, unit_id, authorisation_id, now)
            if isinstance(found, Refused):
                return found
            row, _ = found
            connection.execute(update(given).where(given.c.id == authorisation_id).values(ended_at=now))
            self._tell(connection, row.person_id, unit_id, "sms.authorisation_ended", {}, now)
            self.news.tell(connection)
            once.keep(connection, None)
        audit("authorisation", by=session.person_id, unit=unit_id, person=row.person_id, outcome="ended")
        return None

    # --- 我的办税权限

    def mine(self, session: Session) -> tuple[MyAuthorisation, ...]:
        """What one was given, newest first, but for what one has deleted (AUT-05)."""
        now = self.clock.now()
        with self.store.read() as connection:
            whole = select(given, units.c.taxpayer_id, units.c.name.label("unit_name")).join_from(given, units)
            seen = (given.c.person_id == session.person_id) & (given.c.hidden == 0)
            rows = connection.execute(whole.where(seen).order_by(given.c.id.desc())).all()
        return tuple(_mine(row, now) for row in rows)

    def end_mine(self, session: Session, authorisation_id: int, once: Once = UNKEYED) -> Refused | None:
        """解除授权 by who has it."""
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            mine = (given.c.id == authorisation_id) & (given.c.person_id == session.person_id) & given.c.ended_at.is_(None)
            if connection.execute(update(given).where(mine).values(ended_at=now)).rowcount == 0:
                return _UNKNOWN
            self.news.tell(connection)
            once.keep(connection, None)
        audit("authorisation", by=session.person_id, authorisation=authorisation_id, outcome="given_back")
        return None

    def forget_mine(self, session: Session, authorisation_id: int, once: Once = UNKEYED) -> Refused | None:
        """删除, of one that was ended or has run out (AUT-05); it stays in the register."""
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            over = given.c.ended_at.is_not(None) | (given.c.valid_until.is_not(None) & (given.c.valid_until <= now))
            mine = (given.c.id == authorisation_id) & (given.c.person_id == session.person_id) & (given.c.hidden == 0)
            if connection.execute(update(given).where(mine, over).values(hidden=1)).rowcount == 0:
                return _UNKNOWN
            return once.keep(connection, None)

    def _theirs(
        self, connection: Connection, session: Session, unit_id: int, authorisation_id: int, now: datetime
    ) -> tuple[Row[Any], Standing] | Refused:
        """An authorisation that the asker may change, with what the asker is there."""
        standing = rights.standing_of(connection, session.person_id, unit_id, now)
        if not standing.may_see_others:
            return _UNKNOWN_UNIT
        wanted = (given.c.id == authorisation_id) & (given.c.unit_id == unit_id) & given.c.ended_at.is_(None)
        row = connection.execute(select(given).where(wanted).with_for_update()).one_or_none()
        if row is None:
            return _UNKNOWN
        asker = _Asker(session.person_id, standing, rights.runners(connection, unit_id))
        return (row, standing) if _may_change(row, asker) else Refused(RefusalCode.beyond_rights)

    def _tell(self, connection: Connection, whom: int, unit_id: int, key: str, facts: dict[str, str], now: datetime) -> None:
        """What becomes of one's authorisation one learns by a message, before the client says it (AUT-04)."""
        unit = connection.execute(select(units.c.name).where(units.c.id == unit_id)).scalar_one()
        messages.tell(connection, self.system, whom, key, {"unit": unit, **facts}, now)

    def _registered(self, connection: Connection, name: str, document_type: DocumentType, number: str, now: datetime) -> int | Refused:
        judged = judge_number(document_type, number, local_day(now))
        if isinstance(judged, Invalid):
            return unfit("number", judged.fault, "DOC-01")
        found = new_accounts.registered(connection, self.system, Identity(document_type, judged.number, name))
        return Refused(RefusalCode.person_unknown) if found is None else found

    def _not_theirs(self, connection: Connection, session: Session, whom: int, unit_id: int) -> Refused | None:
        """Nobody authorises themself, and who runs the unit needs no authorisation (AUZ-2)."""
        if whom == session.person_id:
            return because(Refused(RefusalCode.beyond_rights, field="number"), "authorisation.self", "AUZ-2")
        if whom in rights.runners(connection, unit_id):
            return because(Refused(RefusalCode.already_authorised), "authorisation.runs_it", "AUT-03")
        return None


def _kind(term: Term) -> str:
    return "long" if term.end is None else "fixed"


def _facts(permission: Permission, term: Term) -> dict[str, str]:
    """Of an authorisation, as a message tells it."""
    facts = {"permission": permission.value, "start": term.start.isoformat()}
    return facts if term.end is None else {**facts, "end": term.end.isoformat()}


def _may_not(standing: Standing, term: Term, now: datetime, before: Term | None = None) -> Refused | None:
    if not standing.may_see_others:
        return _UNKNOWN_UNIT
    fault = rules.term_fault(term, local_day(now), before)
    if fault is not None:
        return unfit("term", f"term.{fault}", "AUT-02")
    return None if standing.may_give(term) else because(Refused(RefusalCode.beyond_rights), "authorisation.beyond_term", "AUZ-2")


def _may_change(row: Row[Any], asker: _Asker) -> bool:
    """Not one's own, nothing beyond one's own term, and by 管理权限 nobody's who runs the unit (AUT-03, AUZ-2)."""
    if row.person_id == asker.person_id or (row.person_id in asker.runners and not asker.standing.runs_it):
        return False
    return asker.standing.may_give(_term(row))


def _has_one(connection: Connection, unit_id: int, person_id: int, now: datetime, but: int = 0) -> bool:
    """Whether the person has one there that counts, now or later: nobody has two."""
    theirs = (given.c.unit_id == unit_id) & (given.c.person_id == person_id) & (given.c.id != but)
    return connection.execute(select(given.c.id).where(theirs, _open(now))).first() is not None


def _open(now: datetime) -> Any:
    """Neither ended nor run out: valid now, or from a later day on."""
    return given.c.ended_at.is_(None) & or_(given.c.valid_until.is_(None), given.c.valid_until > now)


def _managed(connection: Connection, row: Row[Any], standing: Standing, now: datetime) -> ManagedUnit:
    count = select(func.count()).select_from(given).where(given.c.unit_id == row.id, _open(now))
    return ManagedUnit(row.id, row.taxpayer_id, row.name, standing, connection.execute(count).scalar_one())


def _person(row: Row[Any], asker: _Asker, now: datetime) -> AuthorisedPerson:
    term = _term(row)
    return AuthorisedPerson(
        authorisation_id=row.id,
        name=row.name,
        document_type=DocumentType(row.document_type),
        masked_number=mask_document(row.document_number),
        permission=Permission(row.permission),
        term=term,
        state=rules.state_of(term, row.ended_at is not None, now),
        may_change=_may_change(row, asker),
    )


def _mine(row: Row[Any], now: datetime) -> MyAuthorisation:
    term = _term(row)
    state = rules.state_of(term, row.ended_at is not None, now)
    return MyAuthorisation(
        authorisation_id=row.id,
        taxpayer_id=row.taxpayer_id,
        unit_name=row.unit_name,
        permission=Permission(row.permission),
        term=term,
        state=state,
        days_left=rules.days_left(term, now) if state is AuthorisationState.valid else None,
    )


def _term(row: Row[Any]) -> Term:
    return rules.term_of(row.valid_from, row.valid_until)
