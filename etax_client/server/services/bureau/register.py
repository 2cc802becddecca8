"""The register of who runs a unit: it changes here alone, and the bureau's ties follow it by themselves (BJ-56, BJ-57)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.bureau.ties import BORN, LIVE, TieOrigin, TieState
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.units.units import Role
from etax_client.server.services.audit import audit
from etax_client.server.services.why import unfit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import persons, roles, ties, units


@dataclass(frozen=True, slots=True)
class Register:
    store: Store
    clock: Clock

    def name(self, unit_id: int, role: Role, person_id: int | None) -> Refused | None:
        """From now on this person, or nobody, has a role that the register gives; whoever had it is tied no more. Raises StoreError."""
        if role not in BORN:
            return unfit("role", "not_offered", "BJ-56")
        with self.store.write() as connection:
            for table, each in ((units, unit_id), (persons, person_id)):
                if each is not None and connection.execute(select(table.c.id).where(table.c.id == each)).first() is None:
                    return Refused(RefusalCode.not_found)
            now = self.clock.now()
            # one person has one role at a unit, and one role is one person's
            others = (roles.c.unit_id == unit_id) & ((roles.c.role == role.value) | (roles.c.person_id == (person_id or 0)))
            same = (roles.c.role == role.value) & (roles.c.person_id == (person_id or 0))
            for row in connection.execute(select(roles).where(others & ~same)).all():
                _end(connection, row.unit_id, row.person_id, row.role, now)
            connection.execute(delete(roles).where(others))
            if person_id is not None:
                connection.execute(insert(roles).values(unit_id=unit_id, person_id=person_id, role=role.value))
                follow(connection, [(unit_id, person_id, role)], now)
        audit("register", unit=unit_id, person=person_id, role=role)
        return None


def follow(connection: Connection, named: Iterable[tuple[int, int, Role]], now: datetime) -> None:
    """What the register makes of those whom it names, where they are not tied so already: it may name again who declined."""
    for unit_id, person_id, role in named:
        if connection.execute(select(ties.c.id).where(_live(unit_id, person_id, role.value))).first() is None:
            values = {"unit_id": unit_id, "person_id": person_id, "role": role.value, "origin": TieOrigin.register.value}
            connection.execute(insert(ties).values(**values, state=BORN[role].value, made_at=now))


def _end(connection: Connection, unit_id: int, person_id: int, role: str, now: datetime) -> None:
    ended = {"state": TieState.register_ended.value, "decided_at": now}
    connection.execute(update(ties).where(_live(unit_id, person_id, role)).values(ended))


def _live(unit_id: int, person_id: int, role: str) -> ColumnElement[bool]:
    return (ties.c.unit_id == unit_id) & (ties.c.person_id == person_id) & (ties.c.role == role) & ties.c.state.in_(LIVE)
