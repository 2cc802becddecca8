"""重置申报密码: by who runs the unit, with an SMS code to their own number (DPW-01 to DPW-04, RST-3)."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, select

from etax_client.clock import Clock
from etax_client.domain.guessing import passwords
from etax_client.domain.guessing.one_time_codes import Purpose
from etax_client.domain.guessing.passwords import Own
from etax_client.domain.masking import mask_mobile
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.domain.units.authorisations import PasswordReset
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.guessing.guesses import Guesses
from etax_client.server.services.guessing.new_passwords import another, refused_as, unfit_in_form
from etax_client.server.services.guessing.passwords import Hasher
from etax_client.server.services.identity import one_time_codes, resets
from etax_client.server.services.identity.one_time_codes import OneTimeCodes, Target, unfit_code
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions import messages
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.units import rights
from etax_client.server.services.why import because, misfilled
from etax_client.server.store.database import Store
from etax_client.server.store.tables import units


@dataclass(frozen=True, slots=True)
class DeclarationPasswords:
    """A unit that one is nothing at is `unit_unknown`; who is something else there gets `beyond_rights`.

    What changes something looks session and right up in its own transaction (ACT-1), and raises Over; all raise StoreError.
    """

    store: Store
    clock: Clock
    system: AccountSystem
    sessions: Sessions
    hasher: Hasher
    guesses: Guesses
    codes: OneTimeCodes
    news: News
    common: Callable[[], Container[str]]

    def begin(self, session: Session, unit_id: int) -> PasswordReset | Refused:
        """Refused(no_mobile) for who has no number bound (DPW-02)."""
        with self.store.read() as connection:
            now = self.clock.now()
            target = self._allowed(connection, session, unit_id, now)
            return target if isinstance(target, Refused) else self._shown(connection, unit_id, target, now)

    def send_code(self, session: Session, unit_id: int, once: Once = UNKEYED) -> PasswordReset | Refused:
        """An SMS code to the number that is bound (DPW-03, SMS-01)."""
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            target = self._allowed(connection, session, unit_id, now)
            if isinstance(target, Refused):
                return target
            purpose, bound_to = Purpose.declaration_password, _bound_to(session, unit_id)
            refused = self.codes.send(connection, purpose, target, bound_to, now, sent_in=session.flow)
            return refused or once.keep(connection, self._shown(connection, unit_id, target, now))

    async def reset(
        self, session: Session, unit_id: int, password: Secret, code: Secret, once: Once = UNKEYED, *, again: Secret | None = None
    ) -> Refused | None:
        """The new password: the unit's lock and counter are gone, and its open verifications end (DPW-03, RST-3).

        What is wrong with the password is said before the code is looked at, which stays good then (COD-4); `again` is what a form asks
        for once more.
        """
        begun = self.begin(session, unit_id)
        if isinstance(begun, Refused):
            return begun
        wrong = unfit_in_form(self.system.policy.declaration_password, password, again, "DPW-04") | unfit_code(code)
        if wrong:
            return misfilled(wrong)
        weak = passwords.weakness(password, Own(numbers=(begun.taxpayer_id,)), self.common())
        if weak is not None:
            return refused_as(weak)
        phc = await self.hasher.make(password)
        purpose, bound_to = Purpose.declaration_password, _bound_to(session, unit_id)
        with self.store.read() as connection:
            old = connection.execute(select(units.c.declaration_hash).where(units.c.id == unit_id)).scalar_one_or_none()
            mobile = one_time_codes.to_number(messages.mobile_of(connection, self.system, session.person_id) or "")
            proof = self.codes.good_now(connection, purpose, mobile, bound_to, self.clock.now())

        def spend(connection: Connection, *, keep: bool = False) -> Target | Refused:
            now = self.clock.now()
            target = self._allowed(connection, session, unit_id, now)
            if isinstance(target, Refused):
                return target
            refused = self.codes.spend(connection, purpose, target, bound_to, code, now, keep=keep)
            return target if refused is None else once.counted(connection, refused)

        def fence(connection: Connection) -> Refused | None:
            """The code first: else the answer to a guess at the old password would be there for the asking (LOG-09)."""
            target = spend(connection, keep=True)
            return target if isinstance(target, Refused) else None

        def admit(connection: Connection) -> Literal["reset"] | Refused:
            target, now = spend(connection), self.clock.now()
            if isinstance(target, Refused):
                return target
            resets.replace_of_unit(connection, self.system.policy.unit_lockout, self.news, unit_id, phc, now)
            told = {"unit": begun.name, "at": now.isoformat()}
            messages.send(connection, Medium.sms, target.key, "sms.declaration_password", told, now)
            once.keep(connection, None)
            return "reset"

        result = await self.guesses.attempt(another(password, old, proof, admit, fence, once, self.sessions.proof(session)))
        if isinstance(result, Refused) and result.code is RefusalCode.too_many:
            with self.store.write() as connection:
                self.codes.burn(connection, purpose, mobile, bound_to)
            result = because(Refused(RefusalCode.code_void), "password.same_too_often", "PWD-1")
        outcome = result.code if isinstance(result, Refused) else result
        audit("declaration_password", person=session.person_id, unit=unit_id, outcome=outcome)
        return result if isinstance(result, Refused) else None

    def _allowed(self, connection: Connection, session: Session, unit_id: int, now: datetime) -> Target | Refused:
        """Where the code goes, for 法定代表人 and 财务负责人 alone (DPW-01)."""
        standing = rights.standing_of(connection, session.person_id, unit_id, now)
        if not standing.runs_it:
            if not standing.may_enter:
                return Refused(RefusalCode.unit_unknown)
            return because(Refused(RefusalCode.beyond_rights), "declaration_password.only_runners", "DPW-01")
        mobile = messages.mobile_of(connection, self.system, session.person_id)
        return Refused(RefusalCode.no_mobile) if mobile is None else one_time_codes.to_number(mobile)

    def _shown(self, connection: Connection, unit_id: int, target: Target, now: datetime) -> PasswordReset:
        unit = connection.execute(select(units.c.taxpayer_id, units.c.name).where(units.c.id == unit_id)).one()
        resend = self.codes.resend(connection, Purpose.declaration_password, target.key, now)
        return PasswordReset(unit_id, unit.taxpayer_id, unit.name, mask_mobile(target.key), resend)


def _bound_to(session: Session, unit_id: int) -> str:
    return f"unit {unit_id} person {session.person_id}"
