"""A new password, judged alike wherever people set one: its form, how common it is, what it must not hold, that it is another (PWD-1)."""

import hashlib
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Row

from etax_client.domain.faults import Fault
from etax_client.domain.guessing import new_passwords, passwords
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.guessing.passwords import Own, PasswordRule, Weakness
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.guessing.guesses import Guess
from etax_client.server.services.guessing.passwords import Hasher
from etax_client.server.services.repeats import Once
from etax_client.server.services.why import Unfit, because, misfilled
from etax_client.server.store.database import Proof

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NewPasswords:
    """`common` gives the list of common passwords, which is read when it is first needed."""

    rule: PasswordRule
    hasher: Hasher
    common: Callable[[], Container[str]]

    def refusal(self, password: Secret, own: Own, *, again: Secret | None = None, not_again: Secret | None = None) -> Refused | None:
        """Refused(malformed) for what the form turns down too, Refused(password_refused) for what only the server can tell.

        `own` is what the account has; `again` is what a form asks for once more, `not_again` the password that it has, if that is at hand.
        """
        wrong = unfit_in_form(self.rule, password, again, "PWD-01")
        if wrong:
            return misfilled(wrong)
        if password == not_again:
            return refused_as(Weakness.same)
        weak = passwords.weakness(password, own, self.common())
        return None if weak is None else refused_as(weak)


def unfit_in_form(rule: PasswordRule, password: Secret, again: Secret | None, named: str) -> dict[str, Unfit]:
    """What is wrong with a new password by itself, or where a form asks for it twice with the second one; `named` is the rule's id."""
    unmet = unmet_in(rule, password, named) if password.reveal() else Unfit(Fault.empty, named)
    if unmet is not None:
        return {"password": unmet}
    if again is None or password == again:
        return {}
    return {"again": Unfit(Fault.different if again.reveal() else Fault.empty, named)}


def unfit_guess(field: str, typed: Secret) -> dict[str, Unfit]:
    """What keeps what was typed from being a password that somebody has (LOG-03)."""
    fault = passwords.typing_fault(typed)
    return {} if fault is None else {field: Unfit(fault, "LOG-03")}


def unmet_in(rule: PasswordRule, password: Secret, named: str) -> Unfit | None:
    """The first of the rule's checks that a password does not meet; `named` is the rule's id."""
    unmet = passwords.first_unmet(rule, password)
    if unmet is None:
        return None
    return Unfit(f"password.{unmet}", named, {"shortest": rule.shortest, "longest": rule.longest, "classes": rule.at_least})


def another(
    password: Secret,
    old: str | None,
    proof: str,
    admit: Callable[[Connection], T | Refused],
    fence: Callable[[Connection], T | Refused | None],
    once: Once,
    by: Proof | None = None,
) -> Guess[T]:
    """That a new password is another than the one with the hash `old`: who has proved something would else guess at it without an end.

    `proof` names what was proved: it is said twice on its strength, then `too_many`. `admit` sets the password, in the transaction that
    settles; `fence` looks at the proof in the one that reserves; `by` is the guess's.
    """
    subject = Subject(CounterKind.new_password, hashlib.sha256(proof.encode()).hexdigest())
    return Guess(
        subject,
        new_passwords.TOLD,
        old,
        password,
        "",
        None,
        None,
        RefusalCode.password_refused,
        lambda connection, renewed: admit(connection),
        fence,
        another=True,
        by=by,
        once=once,
    )


def own_of(account: Row[Any]) -> Own:
    """What the account of a row has."""
    return Own(account.login_name, tuple(each for each in (account.mobile, account.document_number) if each))


def refused_as(weakness: Weakness) -> Refused:
    """Why a password that follows the rule is refused, said to who set it and to the journal."""
    return because(Refused(RefusalCode.password_refused, field="password", weakness=weakness), f"password.{weakness}", "PWD-1")
