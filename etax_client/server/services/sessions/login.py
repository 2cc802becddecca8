"""Real-name login by account and password (LOG)."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, select, update

from etax_client.domain.channels import Channel
from etax_client.domain.guessing import passwords as password_rules
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPurpose
from etax_client.domain.masking import mask_identifier
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions import accounts as identifiers
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER, LoggedIn
from etax_client.domain.sessions.sessions import NOWHERE, Seat
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.audit import audit
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.guessing.guesses import Guess, Guesses
from etax_client.server.services.sessions import ending_soon, messages
from etax_client.server.services.sessions.account_names import counted_as, holder
from etax_client.server.services.sessions.sessions import Sessions
from etax_client.server.services.why import Explained, because, of_person, unfit
from etax_client.server.store.database import Store

T = TypeVar("T")
_CHANGED = Refused(RefusalCode.busy, retry_after=1)
"""The password was right when it was looked at, and has been replaced since: it is looked at once more (RST-2)."""


MOST_UNKNOWN = 60
"""Accounts that nobody has, in a minute and from one address, where that is said (BJ-31)."""
_AT_THE_DOOR = "account "


@dataclass(frozen=True, slots=True)
class Login:
    store: Store
    system: AccountSystem
    guesses: Guesses
    sessions: Sessions
    key: bytes
    tells_unknown: bool = False
    """Whether it says that an account is nobody's (BJ-31); else that looks like any other (LOG-08)."""

    async def by_password(
        self,
        account: str,
        password: Secret,
        captcha: CaptchaAnswer | None,
        client: str,
        channel: Channel = Channel.client,
        seat: Seat = NOWHERE,
    ) -> LoggedIn | Refused:
        """A session, or why not; the same for accounts that nobody has (LOG-08). Raises StoreError."""
        if channel not in self.system.channels:
            return unfit("channel", "not_offered", "SES-1")

        def start(connection: Connection, person_id: int) -> LoggedIn:
            if channel is Channel.client and self.sessions.is_elsewhere(connection, person_id, seat):
                messages.tell(connection, self.system, person_id, "sms.login", {"device": seat.device}, self.sessions.clock.now())
            ending_soon.tell(connection, self.system, person_id, self.sessions.clock.now())
            return self.sessions.start(connection, person_id, channel, seat)

        return await self.prove(account, password, start, channel, client, seat, captcha=captcha)

    async def prove(
        self,
        account: str,
        password: Secret,
        then: Callable[[Connection, int], T | Refused],
        channel: Channel,
        client: str,
        seat: Seat,
        *,
        captcha: CaptchaAnswer | None = None,
        spoils: Callable[[Connection], None] = lambda connection: None,
    ) -> T | Refused:
        """What a right password comes to by `then`, in the transaction that settles it; what a wrong one does besides is `spoils`.

        Raises StoreError.
        """
        identifier = identifiers.normalise_identifier(account)
        malformed = _malformed(identifier, password)
        if malformed is not None:
            return malformed
        result: T | Refused = _CHANGED
        while result is _CHANGED:
            person_id, phc = self._find(identifier)
            subject = self._subject(identifier, person_id)
            if subject is None:
                result = self._said_of_nobody(identifier, seat.address)
                break
            admit = self._admitting(person_id, phc, then)
            result = await self.guesses.attempt(self._guess(subject, person_id, phc, password, admit, client, seat, captcha, spoils))
        outcome = result.code if isinstance(result, Refused) else "admitted"
        audit("login", account=mask_identifier(identifier), person=person_id, channel=channel, outcome=outcome)
        if person_id is None and isinstance(result, Explained) and result.code is RefusalCode.wrong_credentials:
            return because(result, "no_account", "LOG-02", **{**result.why.facts, "account": mask_identifier(identifier)})
        return of_person(result, person_id)

    async def prove_own(
        self,
        person_id: int,
        password: Secret,
        then: Callable[[Connection, int], T | Refused],
        channel: Channel,
        client: str,
        seat: Seat,
        captcha: CaptchaAnswer | None,
    ) -> T | Refused:
        """As `prove`, for someone who is known already and says no account. Raises StoreError."""
        fault = password_rules.typing_fault(password)
        if fault is not None:
            return unfit("password", fault, "LOG-03")
        accounts, subject = self.system.accounts, self.system.subject_of(person_id)
        given: T | Refused = _CHANGED
        while given is _CHANGED:
            with self.store.read() as connection:
                phc = connection.execute(select(accounts.c.password_hash).where(accounts.c.person_id == person_id)).scalar_one_or_none()
            admit = self._admitting(person_id, phc, then)
            given = await self.guesses.attempt(self._guess(subject, person_id, phc, password, admit, client, seat, captcha))
        outcome = given.code if isinstance(given, Refused) else "admitted"
        audit("login", person=person_id, channel=channel, outcome=outcome)
        return of_person(given, person_id)

    def _guess(
        self,
        subject: Subject,
        person_id: int | None,
        phc: str | None,
        password: Secret,
        admit: Callable[[Connection, str | None], T | Refused],
        client: str,
        seat: Seat,
        captcha: CaptchaAnswer | None,
        spoils: Callable[[Connection], None] = lambda connection: None,
    ) -> Guess[T]:
        """At an account's password; a lock by another method stops it too."""
        return Guess(
            subject,
            self.system.policy.account_lockout,
            phc,
            password,
            client,
            CaptchaPurpose.login,
            captcha,
            RefusalCode.wrong_credentials,
            admit,
            captchas=self.system.captchas,
            locked_by=() if person_id is None else self.system.subjects_of(person_id)[1:],
            seat=seat,
            spoils=spoils,
            locks=self._telling(person_id),
        )

    def _telling(self, person_id: int | None) -> Callable[[Connection, datetime], None]:
        """Whose account gets locked is told so."""

        def tell(connection: Connection, until: datetime) -> None:
            if person_id is not None:
                messages.tell(connection, self.system, person_id, "sms.locked", {"until": until.isoformat()}, self.sessions.clock.now())

        return tell

    def _admitting(
        self, person_id: int | None, phc: str | None, then: Callable[[Connection, int], T | Refused]
    ) -> Callable[[Connection, str | None], T | Refused]:
        """What lets in whoever gave the password with this hash, if it still is the account's."""

        def admit(connection: Connection, renewed: str | None) -> T | Refused:
            assert person_id is not None  # noqa: S101
            accounts = self.system.accounts
            mine = (accounts.c.person_id == person_id) & (accounts.c.password_hash == phc)
            if connection.execute(update(accounts).where(mine).values(password_hash=renewed or phc)).rowcount == 0:
                return _CHANGED
            return then(connection, person_id)

        return admit

    def _said_of_nobody(self, identifier: str, address: str) -> Refused:
        """That nobody is called so, where that is said: to one address so often in a minute (BJ-31)."""
        with self.store.write() as connection:
            now = self.sessions.clock.now()
            refused = address_limits.refusal(connection, address, now, _AT_THE_DOOR, MOST_UNKNOWN)
            if refused is None:
                address_limits.miss(connection, address, now, _AT_THE_DOOR)
        nobody = refused or Refused(RefusalCode.not_registered)
        return because(nobody, "first.no_account", "BJ-31", account=mask_identifier(identifier))

    def subject_of(self, account: str) -> Subject | None:
        """Whose guesses are counted for what is typed as an account, None for nobody's. Raises StoreError."""
        identifier = identifiers.normalise_identifier(account)
        person_id, _ = self._find(identifier)
        return self._subject(identifier, person_id)

    def _find(self, identifier: str) -> tuple[int | None, str | None]:
        """The person and password hash of an account, which may have none; the policy says whose document number is one (LOG-02)."""
        accounts = self.system.accounts
        with self.store.read() as connection:
            person_id = holder(connection, self.system, identifier)
            phc = connection.execute(select(accounts.c.password_hash).where(accounts.c.person_id == person_id)).scalar_one_or_none()
        return person_id, phc

    def _subject(self, identifier: str, person_id: int | None) -> Subject | None:
        """All identifiers of a person share one counter (LCK-5); what is typed for nobody is kept as a keyed hash only."""
        if person_id is not None:
            return self.system.subject_of(person_id)
        if self.tells_unknown:
            return None
        counted = counted_as(identifier, self.system.policy.number_types)
        digest = hmac.new(self.key, counted.encode(), hashlib.sha256).hexdigest()
        return Subject(self.system.unknown, digest, mask_identifier(identifier))


def _malformed(identifier: str, password: Secret) -> Refused | None:
    """What could not be right in any account, so that nothing is counted (LCK-8)."""
    if not identifier or len(identifier) > LONGEST_IDENTIFIER:
        return unfit("account", "too_long" if identifier else "empty", "LOG-02")
    fault = password_rules.typing_fault(password)
    return None if fault is None else unfit("password", fault, "LOG-03")
