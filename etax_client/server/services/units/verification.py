"""Unit verification and the unit's home (VER, AUZ-1)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, delete, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.guessing import passwords as password_rules
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPurpose
from etax_client.domain.guessing.lockout import LockoutRule
from etax_client.domain.masking import mask_name
from etax_client.domain.policies import Phase
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.domain.units.tax_period import tax_period
from etax_client.domain.units.units import OpenedBy, UnitHome
from etax_client.server.services import made_up_people
from etax_client.server.services.audit import audit
from etax_client.server.services.guessing import counters
from etax_client.server.services.guessing.guesses import Guess, Guesses
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions import messages
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.units import rights
from etax_client.server.services.units.listing import Listing
from etax_client.server.services.units.phases import Phases
from etax_client.server.services.why import because, unfit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import listings, openings, units


@dataclass(frozen=True, slots=True)
class Verification:
    store: Store
    clock: Clock
    guesses: Guesses
    listing: Listing
    rule: LockoutRule
    sessions: Sessions
    phases: Phases
    news: News

    async def by_password(
        self, session: Session, unit_id: int, password: Secret, captcha: CaptchaAnswer | None, client: str, once: Once = UNKEYED
    ) -> UnitHome | Refused:
        """The unit's home, or why not; the counter is the unit's, whoever tries (VER-02). Raises Over, StoreError."""
        fault = password_rules.typing_fault(password)
        if fault is not None:
            return unfit("declaration_password", fault, "VER-02")
        with self.store.read() as connection:
            phc = connection.execute(_listed(session, unit_id)).scalar_one_or_none()
        if phc is None:
            return Refused(RefusalCode.unit_not_listed)

        def admit(connection: Connection, renewed: str | None) -> UnitHome | Refused:
            if connection.execute(_listed(session, unit_id)).first() is None:
                return Refused(RefusalCode.unit_not_listed)
            # a password that was right when it was looked at, and has been reset since, opens nothing (RST-3)
            same = (units.c.id == unit_id) & (units.c.declaration_hash == phc)
            if connection.execute(update(units).where(same).values(declaration_hash=renewed or phc)).rowcount == 0:
                return Refused(RefusalCode.busy, retry_after=1)
            return once.keep(connection, self.open(connection, session, unit_id, OpenedBy.declaration_password))

        def tell(connection: Connection, until: datetime) -> None:
            """Who runs the unit is told that somebody has locked it."""
            name = connection.execute(select(units.c.name).where(units.c.id == unit_id)).scalar_one()
            facts = {"unit": name, "until": until.isoformat()}
            for runner in sorted(rights.runners(connection, unit_id)):
                messages.tell(connection, self.sessions.system, runner, "sms.unit_locked", facts, self.clock.now())

        subject, purpose = counters.of_unit(unit_id), CaptchaPurpose.unit_verification
        wrong, by, seat = RefusalCode.wrong_declaration_password, self.sessions.proof(session), session.seat
        guess = Guess(subject, self.rule, phc, password, client, purpose, captcha, wrong, admit, by=by, seat=seat, locks=tell, once=once)
        result = await self.guesses.attempt(guess)
        outcome = result.code if isinstance(result, Refused) else "opened"
        audit("unit_verification", person=session.person_id, session=session.session_id, unit=unit_id, outcome=outcome)
        return result

    def home(self, session: Session, unit_id: int) -> UnitHome | Refused:
        """The home of a unit that this session has verified; in phase-2 whoever may act for it needs no verification (VER-03).

        Raises Over, StoreError.
        """
        with self.store.read() as connection:
            found = self._found(connection, session, unit_id)
        if found is not None:
            return found
        with self.sessions.acting(session) as connection:
            found = self._found(connection, session, unit_id)
            if found is not None:
                return found
            home = self.open(connection, session, unit_id, OpenedBy.authorisation)
        audit("unit_verification", person=session.person_id, session=session.session_id, unit=unit_id, outcome="entitled")
        return home

    def _found(self, connection: Connection, session: Session, unit_id: int) -> UnitHome | Refused | None:
        """The home of a unit that is open, or why it stays closed; None for one that opens to this session without more (VER-03)."""
        now, free = self.clock.now(), self.phases.now() is Phase.phase_2
        opened = select(openings).where(openings.c.session_id == session.session_id, openings.c.unit_id == unit_id)
        if connection.execute(_listed(session, unit_id)).first() is None:
            return Refused(RefusalCode.unit_not_listed)
        row = connection.execute(opened).one_or_none()
        entitled = free and unit_id in rights.may_enter(connection, session.person_id, [unit_id], now)
        if row is not None and (entitled or row.opened_by != OpenedBy.authorisation.value):
            return self._home(connection, session, unit_id, OpenedBy(row.opened_by), row.opened_at)
        if entitled:
            return None
        closed = Refused(RefusalCode.unit_closed)
        return because(closed, "unit.not_entitled", "VER-03") if free else closed

    async def watch(
        self, look: Callable[[], Session | Refused], unit_id: int, *, wait: float, gone: "asyncio.Future[None] | None" = None
    ) -> Refused | None:
        """Why a unit is no longer open to a session, as soon as it is not (VER-04, AUT-04); None if it still is after `wait` seconds.

        `look` gives the session without counting as its use (SES-01): who only waits is idle. Raises StoreError.
        """
        until = self.clock.monotonic() + min(wait, LONGEST_WAIT)
        goes_on = True
        while True:
            mark = self.news.mark()
            session = look()
            if isinstance(session, Refused):
                return session
            with self.store.read() as connection:
                closed = self.closed(connection, session, unit_id)
            left = until - self.clock.monotonic()
            if closed is not None or left <= 0 or not goes_on:
                return closed
            goes_on = await self.news.wait(mark, min(left, self._until_a_change(session, unit_id)), gone)

    def closed(self, connection: Connection, session: Session, unit_id: int) -> Refused | None:
        """Why the unit is not open to this session, as `home` says it, with nothing opened on the way; None if it is."""
        now = self.clock.now()
        opened = select(openings.c.opened_by).where(openings.c.session_id == session.session_id, openings.c.unit_id == unit_id)
        if connection.execute(_listed(session, unit_id)).first() is None:
            return Refused(RefusalCode.unit_not_listed)
        by = connection.execute(opened).scalar_one_or_none()
        entitled = unit_id in rights.may_enter(connection, session.person_id, [unit_id], now)
        if by is not None and by != OpenedBy.authorisation.value:
            return None
        if entitled and self.phases.now() is Phase.phase_2:
            return None
        closed = Refused(RefusalCode.unit_closed)
        return because(closed, "unit.not_entitled", "VER-04") if by is not None else closed

    def _until_a_change(self, session: Session, unit_id: int) -> float:
        """Seconds until an authorisation runs out, which nobody writes down."""
        now = self.clock.now()
        with self.store.read() as connection:
            term = rights.standing_of(connection, session.person_id, unit_id, now).term
        return LONGEST_WAIT if term is None or term.ends_at is None else max(0.0, (term.ends_at - now).total_seconds())

    def open(self, connection: Connection, session: Session, unit_id: int, by: OpenedBy) -> UnitHome:
        """Open to this session from now on, for whoever has proved the right to it in this transaction (VER-04)."""
        now = self.clock.now()
        made_up_people.make(connection, unit_id, now)
        connection.execute(delete(openings).where(openings.c.session_id == session.session_id, openings.c.unit_id == unit_id))
        connection.execute(insert(openings).values(session_id=session.session_id, unit_id=unit_id, opened_by=by.value, opened_at=now))
        return self._home(connection, session, unit_id, by, now)

    def _home(self, connection: Connection, session: Session, unit_id: int, by: OpenedBy, opened_at: datetime) -> UnitHome:
        now = self.clock.now()
        return UnitHome(
            unit=self.listing.one(connection, session, unit_id),
            tax_period=tax_period(now),
            opened_by=by,
            opened_at=opened_at,
            open_until=session.started_at + self.sessions.rule.absolute,
            role=rights.role_at(connection, session.person_id, unit_id, now),
            masked_person=mask_name(session.name),
        )


def _listed(session: Session, unit_id: int) -> Select[str]:
    """The unit's declaration hash, if the unit stands in the person's list: to everyone else it does not exist (AUZ-1)."""
    mine = (listings.c.person_id == session.person_id) & (listings.c.unit_id == unit_id)
    return select(units.c.declaration_hash).join_from(units, listings, listings.c.unit_id == units.c.id).where(mine)
