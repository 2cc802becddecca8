"""A new account password, judged alike wherever people set one: its form, how common it is, what it must not hold (PWD-1)."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

from etax_client.domain import passwords
from etax_client.domain.passwords import PasswordRule
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.passwords import Hasher
from etax_client.server.services.why import because

_REFUSED = Refused(RefusalCode.password_refused, field="password")
_SAME = because(_REFUSED, "password.same", "PWD-1")


@dataclass(frozen=True, slots=True)
class NewPasswords:
    """`common` gives the list of common passwords, which is read when it is first needed."""

    rule: PasswordRule
    hasher: Hasher
    common: Callable[[], Container[str]]

    def refusal(self, password: Secret, holds: Iterable[str | None], *, not_again: Secret | None = None) -> Refused | None:
        """Refused(malformed) for what the form turns down too, Refused(password_refused) for what only the server can tell.

        `holds` are the login name and the numbers that the account has; `not_again` is the password that it has, if that is at hand.
        """
        if not passwords.fits(self.rule, password):
            return Refused(RefusalCode.malformed, field="password")
        if password == not_again:
            return _SAME
        weak = passwords.weakness(password, [each for each in holds if each], self.common())
        return None if weak is None else because(_REFUSED, f"password.{weak}", "PWD-1")

    async def hash(self, password: Secret, holds: Iterable[str | None], old: str) -> str | Refused:
        """The hash of a password that may be had, and that is not the one with the hash `old`."""
        refused = self.refusal(password, holds)
        if refused is not None:
            return refused
        async with self.hasher.slot():
            if await self.hasher.verify(old, password):
                return _SAME
        return await self.hasher.make(password)
