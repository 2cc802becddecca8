"""Accounts at the Beijing bureau as testers see and steer them: locks by method, and what is known of a face (BJ-42, BJ-53)."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from etax_client.clock import Clock
from etax_client.domain.bureau.levels import level_of
from etax_client.domain.guessing.methods import COUNTED, Method
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.testing.bureau_views import BureauAccountSeen
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.bureau import levels
from etax_client.server.services.guessing import locks
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.store.database import Store
from etax_client.server.store.tables import persons


@dataclass(frozen=True, slots=True)
class BureauAccounts:
    """Each by the person's id; Refused(not_found) for who has no account there. All raise StoreError."""

    store: Store
    clock: Clock
    system: AccountSystem

    def one(self, person_id: int) -> BureauAccountSeen | Refused:
        with self.store.read() as connection:
            return self._seen(connection, person_id)

    def lock(self, person_id: int, method: Method) -> BureauAccountSeen | Refused:
        """As if the last of the wrong tries that lock had come now."""
        with self.store.write() as connection:
            if isinstance(self._seen(connection, person_id), BureauAccountSeen):
                locks.lock(connection, _subject(person_id, method), self.system.policy.account_lockout, self.clock.now())
            return self._seen(connection, person_id)

    def unlock(self, person_id: int) -> BureauAccountSeen | Refused:
        """No wrong tries by any method and no lock, as after 忘记密码 (BJ-43)."""
        with self.store.write() as connection:
            for subject in self.system.subjects_of(person_id):
                locks.unlock(connection, subject, self.system.policy.account_lockout, self.clock.now())
            return self._seen(connection, person_id)

    def set_face_fact(self, person_id: int, known: bool) -> BureauAccountSeen | Refused:
        """From now on as if the face had been theirs, or had never been looked at: the level follows (BJ-03, BJ-53)."""
        with self.store.write() as connection:
            if known:
                levels.known_by_face(connection, self.system, person_id, self.clock.now())
            else:
                accounts = self.system.accounts
                connection.execute(update(accounts).where(accounts.c.person_id == person_id).values(face_at=None))
            return self._seen(connection, person_id)

    def _seen(self, connection: Connection, person_id: int) -> BureauAccountSeen | Refused:
        accounts, rule, now = self.system.accounts, self.system.policy.account_lockout, self.clock.now()
        wanted = select(persons.c.name, accounts).join_from(persons, accounts).where(persons.c.id == person_id)
        row = connection.execute(wanted).one_or_none()
        if row is None:
            return Refused(RefusalCode.not_found)
        facts = levels.facts_of(connection, self.system, person_id)
        subjects = {method: _subject(person_id, method) for method in Method}
        return BureauAccountSeen(
            person_id=person_id,
            name=row.name,
            login_name=row.login_name,
            mobile=row.mobile,
            has_password=row.password_hash is not None,
            guessing={method: locks.guessing(connection, [subject], rule, now)[subject] for method, subject in subjects.items()},
            email=row.email,
            level=level_of(facts),
            facts=facts,
        )


def _subject(person_id: int, method: Method) -> Subject:
    return Subject(COUNTED[method], str(person_id))
