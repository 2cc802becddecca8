"""Hall codes as rows: issued against papers, matched with an identity, used up once; inside the caller's transaction (REG-02, COD-5)."""

import hashlib
import hmac
import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from etax_client.domain.guessing import lockout
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.identity import hall_codes
from etax_client.domain.identity.hall_codes import ALPHABET, GUESSES, LENGTH, LIFE
from etax_client.domain.identity.identity import Identity
from etax_client.domain.identity.names import same_name
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.services.guessing import address_limits, counters, locks
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.why import because, moment
from etax_client.server.store.tables import hall_codes as codes

MOST_WRONG = 30
"""A minute and address (COD-5)."""
_COUNTED_AS = "hall "


_OUT = (codes.c.document_type == bindparam("its_type"), codes.c.document_number == bindparam("its_number"), codes.c.state == "issued")
_FRESH = (codes.c.expires_at > bindparam("now"), codes.c.issued_at <= bindparam("now"))
_LIVE = select(codes).where(*_OUT, *_FRESH).order_by(codes.c.id.desc()).limit(1).with_for_update()
_END = update(codes).where(*_OUT)
_ISSUE = insert(codes).returning(codes.c.id)
_DROP_OLD = delete(codes).where(codes.c.expires_at <= bindparam("before"))


@dataclass(frozen=True, slots=True)
class HallCodes:
    """`key` is the installation's: six characters are too few for a plain hash."""

    key: bytes
    rng: random.Random

    def draw(self) -> Secret:
        """A code that nobody has been given yet, as far as chance goes: it is bound to its document, so that two alike do no harm."""
        return Secret("".join(self.rng.choice(ALPHABET) for _ in range(LENGTH)))

    def issue(self, connection: Connection, identity: Identity, code: Secret, now: datetime) -> int:
        """The id of the row; the newer code replaces the older, and the lock of wrong codes is over, as someone came with papers."""
        connection.execute(_DROP_OLD, {"before": now - LIFE})
        self.void(connection, identity)
        locks.unlock(connection, self._subject(identity), GUESSES, now)
        values = {
            "document_type": identity.document_type.value,
            "document_number": identity.number,
            "name": identity.name,
            "nationality": identity.nationality,
            "code_hash": self._keyed(identity, code),
            "state": "issued",
            "issued_at": now,
            "expires_at": now + LIFE,
        }
        return int(connection.execute(_ISSUE, values).scalar_one())

    def void(self, connection: Connection, identity: Identity) -> None:
        """What was handed out for this document is good no more."""
        connection.execute(_END, {**_named(identity), "state": "replaced"})

    def match(self, connection: Connection, identity: Identity, code: Secret, address: str, now: datetime) -> int | Refused:
        """The id of the code, which has been read already, if everything matches.

        A wrong one is counted for the document, whether it has a code or not.
        """
        refused = address_limits.refusal(connection, address, now, _COUNTED_AS, MOST_WRONG)
        if refused is not None:
            return refused
        subject = self._subject(identity)
        counter = lockout.current(GUESSES, counters.load(connection, subject), now)
        locked = lockout.lock_of(counter, now)
        if locked is not None:
            return _locked(counter, locked, "hall_code.locked")
        row = _live(connection, identity, now)
        theirs = row is not None and same_name(row.name, identity.name) and row.nationality in (None, identity.nationality)
        if row is not None and theirs and hmac.compare_digest(row.code_hash, self._keyed(identity, code)):
            counters.save(connection, subject, lockout.Counter(), now)
            return int(row.id)
        return self._missed(connection, subject, counter, identity, address, now)

    def use_up(self, connection: Connection, hall_code_id: int) -> bool:
        """Once, for one registration; False if it was used, or replaced, since it matched."""
        issued = (codes.c.id == hall_code_id) & (codes.c.state == "issued")
        return connection.execute(update(codes).where(issued).values(state="used")).rowcount == 1

    def _missed(
        self, connection: Connection, subject: Subject, counter: lockout.Counter, identity: Identity, address: str, now: datetime
    ) -> Refused:
        address_limits.miss(connection, address, now, _COUNTED_AS)
        reserved = lockout.reserve(GUESSES, counter, now, "one")
        assert isinstance(reserved, lockout.Reserved)  # noqa: S101
        counter = lockout.fail(GUESSES, reserved.counter, now, "one")
        counters.save(connection, subject, counter, now, Seat(address=address))
        locked = lockout.lock_of(counter, now)
        if locked is None:
            wrong = Refused(RefusalCode.wrong_hall_code, attempts_left=lockout.attempts_left(GUESSES, counter))
            return because(wrong, "hall_code.wrong", "REG-02", count=counter.failures, tries=GUESSES.tries)
        connection.execute(_END, {**_named(identity), "state": "burned"})
        return _locked(counter, locked, "hall_code.now_locked")

    def _subject(self, identity: Identity) -> Subject:
        """Keyed, so that the counters don't keep the numbers that people have tried; what a trainer reads of it stands on slips as well."""
        digest = hmac.new(self.key, _document(identity).encode(), hashlib.sha256).hexdigest()
        return Subject(CounterKind.hall_code, digest, f"{identity.name} {hall_codes.mask_on_slip(identity.number)}")

    def _keyed(self, identity: Identity, code: Secret) -> str:
        return hmac.new(self.key, f"hall {_document(identity)} {code.reveal()}".encode(), hashlib.sha256).hexdigest()


def _live(connection: Connection, identity: Identity, now: datetime) -> Row[Any] | None:
    return connection.execute(_LIVE, {**_named(identity), "now": now}).one_or_none()


def _named(identity: Identity) -> dict[str, str]:
    return {"its_type": identity.document_type.value, "its_number": identity.number}


def _document(identity: Identity) -> str:
    return f"{identity.document_type} {identity.number}"


def _locked(counter: lockout.Counter, locked: lockout.Locked, key: str) -> Refused:
    refused = Refused(RefusalCode.locked, attempts_left=0, retry_after=locked.seconds)
    return because(refused, key, "REG-02", since=moment(counter.last_failure), left=locked.seconds, count=counter.failures)
