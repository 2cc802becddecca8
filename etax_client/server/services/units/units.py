"""Changes to a person's unit list: add, remove, keep an order (UNT-04, UNT-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.numbers import normalise
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.spans import SHANGHAI
from etax_client.domain.units.units import AddedUnit, UnitSort, check_new
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.units import listing
from etax_client.server.services.why import unfit
from etax_client.server.store.tables import listings, openings, units


@dataclass(frozen=True, slots=True)
class UnitLists:
    """Each change looks the session up in its own transaction (ACT-1): all raise Over, StoreError."""

    sessions: Sessions
    clock: Clock

    def add(self, session: Session, entries: Sequence[tuple[str, str]], once: Once = UNKEYED) -> tuple[AddedUnit, ...]:
        """Add units by (taxpayer id, confirmation), each line with a fate of its own (UNT-04)."""
        now = self.clock.now()
        with self.sessions.acting(session) as connection:
            last = connection.execute(select(func.max(listings.c.position)).where(_mine(session))).scalar_one() or 0
            added = []
            for typed, again in entries:
                one = _add(connection, session, typed, again, last + 1, now)
                last += one.refused is None
                added.append(one)
            return once.keep(connection, tuple(added))

    def remove(self, session: Session, unit_id: int, once: Once = UNKEYED) -> Refused | None:
        """Take a unit off the list, which also closes it; the unit itself stays."""
        with self.sessions.acting(session) as connection:
            if connection.execute(delete(listings).where(_mine(session), listings.c.unit_id == unit_id)).rowcount == 0:
                return Refused(RefusalCode.unit_not_listed)
            connection.execute(delete(openings).where(openings.c.session_id == session.session_id, openings.c.unit_id == unit_id))
            return once.keep(connection, None)

    def set_order(self, session: Session, sort: UnitSort, descending: bool, moved: Sequence[int], once: Once = UNKEYED) -> Refused | None:
        """Sorted so, then the `moved` units in this order in the places they hold together (UNT-05)."""
        if len(set(moved)) != len(moved):
            return unfit("moved", "twice", "UNT-05")
        with self.sessions.acting(session) as connection:
            listed = connection.execute(select(func.count()).where(_mine(session), listings.c.unit_id.in_(moved))).scalar_one()
            if listed != len(moved):
                return Refused(RefusalCode.unit_not_listed)
            if sort is not UnitSort.custom or descending:
                _renumber(connection, session, sort, descending)
            places = connection.execute(
                select(listings.c.position).where(_mine(session), listings.c.unit_id.in_(moved)).order_by(listings.c.position)
            ).scalars()
            new = [{"moved_id": unit_id, "place": place} for unit_id, place in zip(moved, places, strict=True)]
            if new:
                one = _mine(session) & (listings.c.unit_id == bindparam("moved_id"))
                connection.execute(update(listings).where(one).values(position=bindparam("place")), new)
            return once.keep(connection, None)


def _add(connection: Connection, session: Session, typed: str, again: str, position: int, now: datetime) -> AddedUnit:
    number = normalise(typed)
    judged = check_new(typed, again, now.astimezone(ZoneInfo(SHANGHAI)).date())
    if isinstance(judged, Invalid):
        field = "confirmation" if judged.fault is Fault.different else "taxpayer_id"
        return AddedUnit(number, refused=unfit(field, judged.fault, "UNT-04"))
    unit = connection.execute(select(units.c.id, units.c.name).where(units.c.taxpayer_id == judged.number)).one_or_none()
    if unit is None:
        return AddedUnit(number, refused=Refused(RefusalCode.unit_unknown))
    if connection.execute(select(listings.c.unit_id).where(_mine(session), listings.c.unit_id == unit.id)).first() is not None:
        return AddedUnit(number, unit.name, Refused(RefusalCode.unit_already_listed))
    connection.execute(
        insert(listings).values(person_id=session.person_id, unit_id=unit.id, position=position, taxpayer_id=number, name=unit.name)
    )
    return AddedUnit(number, unit.name)


def _renumber(connection: Connection, session: Session, sort: UnitSort, descending: bool) -> None:
    """Places from 1 in the order asked for, in one statement, whatever the length of the list."""
    place = func.row_number().over(order_by=listing.order_by(sort, descending)).label("place")
    new = listing.from_list(select(listings.c.unit_id, place), session.person_id, sort).subquery()
    connection.execute(update(listings).where(_mine(session), listings.c.unit_id == new.c.unit_id).values(position=new.c.place))


def _mine(session: Session) -> ColumnElement[bool]:
    return listings.c.person_id == session.person_id
