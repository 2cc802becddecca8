"""The simulated CA of a world: issues the units' certificates, revokes them, and says whose a certificate is (CA-01, CA-02, MCK-1)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, insert, select, update

from etax_client.clock import Clock
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.units.ca import CertificateSeen, state_of
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.store.database import Store
from etax_client.server.store.tables import certificates, units


@dataclass(frozen=True, slots=True)
class Issued:
    """A new certificate, and the PKCS#12 file with its key and chain: it is given out this once."""

    certificate: CertificateSeen
    pkcs12: bytes


@dataclass(frozen=True, slots=True)
class CertificateAuthority:
    store: Store
    clock: Clock

    def issue(self, unit_id: int, pin: Secret, days: int, once: Once = UNKEYED) -> Issued | Refused:
        """A certificate for a unit, good for so many days from now, in a file behind a PIN (domain.ca.is_pin). Raises StoreError."""
        from etax_client.server.services.units import ca_key  # start-up budget: 40 ms, not before the first certificate

        now = self.clock.now().replace(microsecond=0)
        until = now + timedelta(days=days)
        with self.store.write() as connection:
            unit = connection.execute(select(units.c.taxpayer_id, units.c.name).where(units.c.id == unit_id)).one_or_none()
            if unit is None:
                return Refused(RefusalCode.not_found)
            serial = secrets.randbits(63) + 1
            file = ca_key.sealed(connection, unit.taxpayer_id, unit.name, serial, now, until, pin)
            values = {"serial": f"{serial:016x}", "taxpayer_id": unit.taxpayer_id, "not_before": now, "not_after": until}
            connection.execute(insert(certificates).values(**values, revoked_at=None))
            connection.execute(update(units).where(units.c.id == unit_id).values(has_certificate=1))
            seen = CertificateSeen(**values, revoked_at=None, state=state_of(now, until, None, now))
            return once.keep(connection, Issued(seen, file))

    def issued_to(self, unit_id: int) -> tuple[CertificateSeen, ...]:
        """The newest first. Raises StoreError."""
        whose = certificates.c.taxpayer_id == select(units.c.taxpayer_id).where(units.c.id == unit_id).scalar_subquery()
        found = select(certificates).where(whose).order_by(certificates.c.not_before.desc(), certificates.c.serial)
        with self.store.read() as connection:
            return tuple(self._seen(row) for row in connection.execute(found))

    def revoke(self, serial: str) -> CertificateSeen | Refused:
        """Good no more, from this moment on; the first time counts. Raises StoreError."""
        return self._change(serial, {"revoked_at": self.clock.now()}, certificates.c.revoked_at.is_(None))

    def expire(self, serial: str) -> CertificateSeen | Refused:
        """As if its last day had passed: the record says so, whatever stands in the certificate. Raises StoreError."""
        past = self.clock.now() - timedelta(seconds=1)
        return self._change(serial, {"not_after": past}, certificates.c.not_after > past)

    def _change(self, serial: str, values: dict[str, datetime], unless_done: ColumnElement[bool]) -> CertificateSeen | Refused:
        which = certificates.c.serial == serial
        with self.store.write() as connection:
            connection.execute(update(certificates).where(which, unless_done).values(**values))
            row = connection.execute(select(certificates).where(which)).one_or_none()
        return Refused(RefusalCode.not_found) if row is None else self._seen(row)

    def _seen(self, row: Row[tuple[object, ...]]) -> CertificateSeen:
        dates = (row.not_before, row.not_after, row.revoked_at)
        return CertificateSeen(row.serial, row.taxpayer_id, *dates, state_of(*dates, self.clock.now()))
