"""Units at the Beijing bureau as testers see and steer them: 企业密码 and its lock, and for whom agencies act (BJ-39, BJ-44, BJ-76)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from etax_client.clock import Clock
from etax_client.domain.bureau import ties as rules
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.testing.bureau_views import BureauUnitSeen
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.bureau.other_ways import enterprise_passwords
from etax_client.server.services.bureau.standing import agreed
from etax_client.server.services.guessing import counters, locks
from etax_client.server.services.guessing.passwords import Hasher
from etax_client.server.services.why import unfit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import agreements, bureau_units, units


@dataclass(frozen=True, slots=True)
class BureauUnits:
    """Each by the unit's id. All raise StoreError."""

    store: Store
    clock: Clock
    system: AccountSystem
    hasher: Hasher

    def one(self, unit_id: int) -> BureauUnitSeen | Refused:
        with self.store.read() as connection:
            return self._seen(connection, unit_id)

    def lock(self, unit_id: int) -> BureauUnitSeen | Refused:
        """As if the last of the wrong tries that lock had come now."""
        with self.store.write() as connection:
            locks.lock(connection, counters.of_enterprise(unit_id), self.system.policy.account_lockout, self.clock.now())
            return self._seen(connection, unit_id)

    def unlock(self, unit_id: int) -> BureauUnitSeen | Refused:
        with self.store.write() as connection:
            locks.unlock(connection, counters.of_enterprise(unit_id), self.system.policy.account_lockout, self.clock.now())
            return self._seen(connection, unit_id)

    async def set_password(self, unit_id: int, password: Secret) -> Refused | None:
        """Another 企业密码, which testers may set as they like, as in a world's file."""
        phc = await self.hasher.make(password)
        with self.store.write() as connection:
            if isinstance(self._seen(connection, unit_id), Refused):
                return Refused(RefusalCode.not_found)
            enterprise_passwords.replace_of_unit(connection, self.system.policy.account_lockout, unit_id, phc, self.clock.now())
        return None

    def agree(self, agency_id: int, principal_id: int, until: date | None) -> BureauUnitSeen | Refused:
        """The agency acts for the unit, until the last day if there is one; in place of an agreement that they had."""
        with self.store.write() as connection:
            fault = None if until is None else rules.until_fault(until, local_day(self.clock.now()))
            if fault is not None:
                return unfit("until", f"term.{fault}", "BJ-39")
            seen = self._seen(connection, agency_id)
            if isinstance(seen, Refused) or not seen.is_agency:
                return unfit("agency", "not_offered", "BJ-39")
            if principal_id == agency_id:
                return unfit("principal", "not_offered", "BJ-39")
            connection.execute(delete(agreements).where(_between(agency_id, principal_id)))
            ends_at = rules.end_of(until)
            connection.execute(insert(agreements).values(agency_id=agency_id, principal_id=principal_id, ends_at=ends_at))
            return self._seen(connection, agency_id)

    def end_agreement(self, agency_id: int, principal_id: int) -> Refused | None:
        with self.store.write() as connection:
            ended = connection.execute(delete(agreements).where(_between(agency_id, principal_id))).rowcount
        return None if ended else Refused(RefusalCode.not_found)

    def _seen(self, connection: Connection, unit_id: int) -> BureauUnitSeen | Refused:
        now, there = self.clock.now(), bureau_units.c
        columns = (units.c.id, units.c.taxpayer_id, units.c.name, there.province, there.authority, there.is_agency, there.enterprise_hash)
        row = connection.execute(select(*columns).outerjoin_from(units, bureau_units).where(units.c.id == unit_id)).one_or_none()
        if row is None:
            return Refused(RefusalCode.not_found)
        acts_for = select(units.c.taxpayer_id).join_from(agreements, units, agreements.c.principal_id == units.c.id)
        in_force = acts_for.where(agreements.c.agency_id == unit_id, agreed(now)).order_by(units.c.id)
        subject = counters.of_enterprise(unit_id)
        return BureauUnitSeen(
            unit_id=unit_id,
            taxpayer_id=row.taxpayer_id,
            name=row.name,
            province=row.province,
            authority=row.authority or "",
            is_agency=bool(row.is_agency),
            has_password=row.enterprise_hash is not None,
            guessing=locks.guessing(connection, [subject], self.system.policy.account_lockout, now)[subject],
            principals=tuple(connection.execute(in_force).scalars()),
        )


def _between(agency_id: int, principal_id: int) -> ColumnElement[bool]:
    return (agreements.c.agency_id == agency_id) & (agreements.c.principal_id == principal_id)
