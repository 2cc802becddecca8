"""Unit verification by certificate: a challenge, and the one try to sign it (CA-01, VER-06)."""

import hashlib
import secrets
from base64 import b64encode
from dataclasses import dataclass
from math import ceil

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Connection, delete, insert, select

from etax_client.clock import Clock
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.units.ca import CHALLENGE_BYTES, CHALLENGE_LIFE, Challenge, to_sign
from etax_client.domain.units.units import OpenedBy, UnitHome
from etax_client.server.services.audit import audit
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.units.verification import Verification
from etax_client.server.services.why import because
from etax_client.server.store.tables import ca_challenges, listings, units


@dataclass(frozen=True, slots=True)
class CertificateVerification:
    sessions: Sessions
    clock: Clock
    verification: Verification

    def challenge(self, session: Session, unit_id: int) -> Challenge | Refused:
        """What this session is to sign for this unit, in place of what it was asked to sign before. Raises Over, StoreError."""
        now, drawn = self.clock.now(), secrets.token_bytes(CHALLENGE_BYTES)
        asked = (ca_challenges.c.session_id == session.session_id) & (ca_challenges.c.unit_id == unit_id)
        with self.sessions.acting(session) as connection:
            if _taxpayer_id(connection, session, unit_id) is None:
                return Refused(RefusalCode.unit_not_listed)
            connection.execute(delete(ca_challenges).where(asked | (ca_challenges.c.expires_at <= now)))
            values = {"session_id": session.session_id, "unit_id": unit_id, "challenge_hash": _hash(drawn)}
            connection.execute(insert(ca_challenges).values(**values, expires_at=now + CHALLENGE_LIFE))
        return Challenge(b64encode(drawn).decode(), ceil(CHALLENGE_LIFE.total_seconds()))

    def verify(self, session: Session, unit_id: int, challenge: bytes, certificate: bytes, signature: bytes) -> UnitHome | Refused:
        """The unit's home for a certificate of its own and the signature of its key, or which of both is wrong (CA-02).

        The challenge is spent whatever comes of it. A locked unit opens: the lock is on guesses at the declaration password,
        and a certificate is no guess. Raises Over, StoreError.
        """
        with self.sessions.acting(session) as connection:
            result = self._verify(connection, session, unit_id, challenge, certificate, signature)
        outcome = result.code if isinstance(result, Refused) else "opened"
        audit("unit_certificate", person=session.person_id, session=session.session_id, unit=unit_id, outcome=outcome)
        return result

    def _verify(
        self, connection: Connection, session: Session, unit_id: int, challenge: bytes, certificate: bytes, signature: bytes
    ) -> UnitHome | Refused:
        from etax_client.server.services.units import ca_key  # start-up budget: as for the first that is issued

        now = self.clock.now()
        taxpayer_id = _taxpayer_id(connection, session, unit_id)
        if taxpayer_id is None:
            return Refused(RefusalCode.unit_not_listed)
        mine = (ca_challenges.c.session_id == session.session_id) & (ca_challenges.c.unit_id == unit_id)
        # neither after its time nor before it, should the clock have been set back
        live = (ca_challenges.c.expires_at > now) & (ca_challenges.c.expires_at <= now + CHALLENGE_LIFE)
        if connection.execute(delete(ca_challenges).where(mine, live, ca_challenges.c.challenge_hash == _hash(challenge))).rowcount != 1:
            return because(Refused(RefusalCode.challenge_void), "certificate.challenge_void", "CA-01")
        key = ca_key.judge(connection, certificate, taxpayer_id, now)
        if isinstance(key, Refused):
            return key
        try:
            key.verify(signature, to_sign(challenge, taxpayer_id), ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return because(Refused(RefusalCode.signature_invalid), "certificate.signature", "CA-01")
        return self.verification.open(connection, session, unit_id, OpenedBy.certificate)


def _taxpayer_id(connection: Connection, session: Session, unit_id: int) -> str | None:
    """The unit's, if it stands in the person's list: to everyone else it does not exist (AUZ-1)."""
    mine = (listings.c.person_id == session.person_id) & (listings.c.unit_id == unit_id)
    found = select(units.c.taxpayer_id).join_from(units, listings, listings.c.unit_id == units.c.id).where(mine)
    return connection.execute(found).scalar_one_or_none()


def _hash(challenge: bytes) -> str:
    """256 random bits need no key."""
    return hashlib.sha256(challenge).hexdigest()
