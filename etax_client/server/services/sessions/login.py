"""Real-name login by account and password (LOG)."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

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
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.guessing.guesses import Guess, Guesses
from etax_client.server.services.sessions.account_names import counted_as, holder
from etax_client.server.services.sessions.sessions import Sessions
from etax_client.server.services.why import Explained, because, of_person, unfit
from etax_client.server.store.database import Store

_CHANGED = Refused(RefusalCode.busy, retry_after=1)
"""The password was right when it was looked at, and has been replaced since: it is looked at once more (RST-2)."""


@dataclass(frozen=True, slots=True)
class Login:
    store: Store
    system: AccountSystem
    guesses: Guesses
    sessions: Sessions
    key: bytes

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
        identifier = identifiers.normalise_identifier(account)
        malformed = _malformed(identifier, password)
        if malformed is not None:
            return malformed
        result: LoggedIn | Refused = _CHANGED
        while result is _CHANGED:
            person_id, phc = self._find(identifier)
            subject, admit = self._subject(identifier, person_id), self._admitting(person_id, phc, channel, seat)
            rule, purpose, wrong = self.system.policy.account_lockout, CaptchaPurpose.login, RefusalCode.wrong_credentials
            result = await self.guesses.attempt(Guess(subject, rule, phc, password, client, purpose, captcha, wrong, admit, seat=seat))
        outcome = result.code if isinstance(result, Refused) else "admitted"
        audit("login", account=mask_identifier(identifier), person=person_id, channel=channel, outcome=outcome)
        if person_id is None and isinstance(result, Explained) and result.code is RefusalCode.wrong_credentials:
            return because(result, "no_account", "LOG-02", **{**result.why.facts, "account": mask_identifier(identifier)})
        return of_person(result, person_id)

    def _admitting(
        self, person_id: int | None, phc: str | None, channel: Channel, seat: Seat
    ) -> Callable[[Connection, str | None], LoggedIn | Refused]:
        """What lets in whoever gave the password with this hash, if it still is the account's."""

        def admit(connection: Connection, renewed: str | None) -> LoggedIn | Refused:
            assert person_id is not None  # noqa: S101
            accounts = self.system.accounts
            mine = (accounts.c.person_id == person_id) & (accounts.c.password_hash == phc)
            if connection.execute(update(accounts).where(mine).values(password_hash=renewed or phc)).rowcount == 0:
                return _CHANGED
            return self.sessions.start(connection, person_id, channel, seat)

        return admit

    def subject_of(self, account: str) -> Subject:
        """Whose guesses are counted for what is typed as an account. Raises StoreError."""
        identifier = identifiers.normalise_identifier(account)
        person_id, _ = self._find(identifier)
        return self._subject(identifier, person_id)

    def _find(self, identifier: str) -> tuple[int, str] | tuple[None, None]:
        """The person and password hash of an account; the policy says whose document number is one (LOG-02)."""
        accounts = self.system.accounts
        with self.store.read() as connection:
            person_id = holder(connection, self.system, identifier)
            phc = connection.execute(select(accounts.c.password_hash).where(accounts.c.person_id == person_id)).scalar_one_or_none()
        return (None, None) if person_id is None or phc is None else (person_id, phc)

    def _subject(self, identifier: str, person_id: int | None) -> Subject:
        """All identifiers of a person share one counter (LCK-5); what is typed for nobody is kept as a keyed hash only."""
        if person_id is not None:
            return self.system.subject_of(person_id)
        counted = counted_as(identifier, self.system.policy.number_types)
        digest = hmac.new(self.key, counted.encode(), hashlib.sha256).hexdigest()
        return Subject(self.system.unknown, digest, mask_identifier(identifier))


def _malformed(identifier: str, password: Secret) -> Refused | None:
    """What could not be right in any account, so that nothing is counted (LCK-8)."""
    if not identifier or len(identifier) > LONGEST_IDENTIFIER:
        return unfit("account", "too_long" if identifier else "empty", "LOG-02")
    fault = password_rules.typing_fault(password)
    return None if fault is None else unfit("password", fault, "LOG-03")
