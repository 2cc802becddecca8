"""The security centre: what someone who is logged in may change of their account, the password and what they are reached by (FPW-02).

Either needs the current password, which is guessed at as at login: counted, behind captchas, and locked after the fifth wrong one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, select

from etax_client.clock import Clock
from etax_client.domain.faults import Invalid
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPurpose
from etax_client.domain.guessing.one_time_codes import Purpose
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.own_acts import OwnAct
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.guessing.guesses import Guess, Guesses
from etax_client.server.services.guessing.new_passwords import NewPasswords, own_of, unfit_guess, unfit_in_form
from etax_client.server.services.identity import new_accounts, resets
from etax_client.server.services.identity.one_time_codes import OneTimeCodes, unfit_code
from etax_client.server.services.identity.reached import BY_NUMBER, Reached
from etax_client.server.services.news import News
from etax_client.server.services.repeats import UNKEYED, Once
from etax_client.server.services.sessions import messages, own_log
from etax_client.server.services.sessions.sessions import Session, Sessions
from etax_client.server.services.why import Unfit, Why, misfilled, of_person, unfit
from etax_client.server.store.database import Store
from etax_client.server.store.tables import persons

T = TypeVar("T")
_MEANWHILE = Refused(RefusalCode.busy, retry_after=1)
"""The password has changed since it was looked at."""


@dataclass(frozen=True, slots=True)
class Account:
    """What there is to change; `mobile` is None if no number is bound."""

    login_name: str | None
    mobile: str | None


@dataclass(frozen=True, slots=True)
class Bound:
    """What one is reached by from now on; `took_from` is the masked name of who had it until then, if somebody had (BJ-23)."""

    address: str
    took_from: str | None = None

    def why(self, by: Reached = BY_NUMBER) -> Why:
        """For the journal."""
        if self.took_from is None:
            return Why(f"security.{by.field}_bound", "FPW-02")
        return Why("takeover.from_centre", "BJ-23", {"holder": self.took_from})


@dataclass(frozen=True, slots=True)
class Security:
    """What is asked for by a session of any channel; `client` is the asker's mark, as at login.

    Each act looks the session up in each of its transactions (ACT-1), and raises Over; all raise StoreError.
    """

    store: Store
    clock: Clock
    system: AccountSystem
    guesses: Guesses
    sessions: Sessions
    codes: OneTimeCodes
    purpose: Purpose
    """That of the code to a new number."""
    new_passwords: NewPasswords
    news: News

    def account(self, session: Session) -> Account | Refused:
        """What the session's owner has."""
        row = self._row(session)
        return row if isinstance(row, Refused) else Account(row.login_name, row.mobile)

    async def change_password(
        self,
        session: Session,
        current: Secret,
        password: Secret,
        captcha: CaptchaAnswer | None,
        client: str,
        once: Once = UNKEYED,
        *,
        again: Secret | None = None,
    ) -> Refused | None:
        """From now on the new one; this session goes on, all others of the account are over (PWD-1).

        What is wrong with the new one is said first, and not counted; `again` is that as a form asks for it once more.
        """
        row = self._row(session)
        if isinstance(row, Refused):
            return row
        wrong = unfit_guess("current", current) | unfit_in_form(self.system.policy.password, password, again, "PWD-01")
        if wrong:
            return misfilled(wrong)
        refused = self.new_passwords.refusal(password, own_of(row), not_again=current)
        if refused is None:
            right = await self._guess(session, row, current, captcha, client, lambda connection: True, once)
            refused = right if isinstance(right, Refused) else await self._replace(session, row.password_hash, password, once)
        audit("change_password", person=session.person_id, session=session.session_id, outcome=_outcome(refused, "changed"))
        return of_person(refused, session.person_id)

    def send_code(self, session: Session, typed: str, once: Once = UNKEYED, *, by: Reached = BY_NUMBER) -> tuple[str, int] | Refused:
        """A code to the number or mailbox that is to be bound; that, and the seconds until another code may be sent to it (SMS-01).

        Whether somebody has it is said to who has read the code, and to nobody else.
        """
        address = by.judge(typed)
        if isinstance(address, Invalid):
            return unfit(by.field, address.fault, "FPW-02")
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            target, sender = by.target(address), f"person {session.person_id}"
            refused = self.codes.send(connection, self.purpose, target, session.flow, now, sent_in=session.flow, sender=sender)
            return refused or once.keep(connection, (address, self.codes.resend(connection, self.purpose, address, now)))

    async def bind(
        self,
        session: Session,
        typed: str,
        code: Secret,
        password: Secret,
        captcha: CaptchaAnswer | None,
        client: str,
        once: Once = UNKEYED,
        *,
        by: Reached = BY_NUMBER,
    ) -> Bound | Refused:
        """The number or mailbox that is the account's from now on; a number becomes empty where it was, if the policy says so (REG-3).

        A wrong password leaves the code good, and a wrong code is counted as such, not as a password.
        """
        address, row = by.judge(typed), self._row(session)
        if isinstance(row, Refused):
            return row
        unlike = {by.field: Unfit(address.fault, "FPW-02")} if isinstance(address, Invalid) else {}
        wrong = unlike | unfit_guess("password", password) | unfit_code(code)
        if wrong or isinstance(address, Invalid):
            return misfilled(wrong)

        def bind(connection: Connection) -> Bound | Refused:
            bound = self._bind(connection, session, row.password_hash, by, address, code)
            return once.counted(connection, bound) if isinstance(bound, Refused) else once.keep(connection, bound)

        bound = await self._guess(session, row, password, captcha, client, bind, once)
        audit(f"bind_{by.field}", person=session.person_id, session=session.session_id, outcome=_outcome(bound, "bound"))
        return of_person(bound, session.person_id)

    async def _guess(
        self,
        session: Session,
        row: Row[Any],
        password: Secret,
        captcha: CaptchaAnswer | None,
        client: str,
        then: Callable[[Connection], T | Refused],
        once: Once,
    ) -> T | Refused:
        """`then` in the transaction that settles a right password."""
        guess = Guess(
            self.system.subject_of(session.person_id),
            self.system.policy.account_lockout,
            row.password_hash,
            password,
            client,
            CaptchaPurpose.login,
            captcha,
            RefusalCode.wrong_credentials,
            lambda connection, renewed: then(connection),
            captchas=self.system.captchas,
            by=self.sessions.proof(session),
            locked_by=self.system.subjects_of(session.person_id)[1:],
            seat=session.seat,
            once=once,
        )
        return await self.guesses.attempt(guess)

    async def _replace(self, session: Session, old: str, password: Secret, once: Once) -> Refused | None:
        phc = await self.new_passwords.hasher.make(password)
        with self.sessions.acting(session) as connection:
            now = self.clock.now()
            if not resets.replace(
                connection, self.sessions, self.news, session.person_id, phc, now, old=old, keep_session=session.session_id
            ):
                return _MEANWHILE
            mobile = messages.mobile_of(connection, self.system, session.person_id)
            if mobile is not None:
                messages.send(connection, Medium.sms, mobile, f"{self.system.tells}.password_changed", {"at": now.isoformat()}, now)
            own_log.note(connection, self.system, session.person_id, OwnAct.password_changed, now, session.seat)
            once.keep(connection, None)
        return None

    def _bind(self, connection: Connection, session: Session, old: str, by: Reached, address: str, code: Secret) -> Bound | Refused:
        accounts, now = self.system.accounts, self.clock.now()
        mine = (accounts.c.person_id == session.person_id) & (accounts.c.password_hash == old)
        if connection.execute(select(accounts.c.person_id).where(mine)).first() is None:
            return _MEANWHILE
        taken = partial(self._taken, connection, session, by, address)
        refused = self.codes.spend(connection, self.purpose, by.target(address), session.flow, code, now, unless=taken)
        if refused is not None:
            return refused
        return Bound(address, new_accounts.bind(connection, self.system, session.person_id, by, address, now, session.seat))

    def _taken(self, connection: Connection, session: Session, by: Reached, address: str) -> Refused | None:
        accounts = self.system.accounts
        others = (accounts.c[by.field] == address) & (accounts.c.person_id != session.person_id)
        taken_over = by is BY_NUMBER and self.system.policy.takes_over_mobile
        if taken_over or not new_accounts.is_held(connection, self.system, others):
            return None
        return Refused(RefusalCode.mobile_taken if by is BY_NUMBER else RefusalCode.email_taken, field=by.field)

    def _row(self, session: Session) -> Row[Any] | Refused:
        """The account; gone with its owner while the session was being looked up."""
        accounts = self.system.accounts
        found = select(accounts, persons.c.document_number).join_from(accounts, persons).where(accounts.c.person_id == session.person_id)
        with self.store.read() as connection:
            row = connection.execute(found).one_or_none()
        return Refused(RefusalCode.session_ended, ended=EndReason.unknown) if row is None else row


def _outcome(result: object, well: str) -> str:
    return result.code.value if isinstance(result, Refused) else well
