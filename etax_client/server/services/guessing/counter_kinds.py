"""Each kind of guess counter in one table: the rule it follows, whether anyone can make up its subjects, and whose it is."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from etax_client.domain.guessing import new_passwords, one_time_codes
from etax_client.domain.guessing.lockout import CounterKind, LockoutRule
from etax_client.domain.identity import hall_codes
from etax_client.domain.masking import mask_mobile
from etax_client.domain.policies import Policy
from etax_client.server.store.tables import accounts, persons, units


@dataclass(frozen=True, slots=True)
class Whose:
    """A person's name and what they log in with, or a unit's with its taxpayer id; "" for what nobody knows."""

    name: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class KindOfCounter:
    """`whose` finds out by the key of a counter; what it does not tell is what the counter itself keeps to be shown."""

    rule: Callable[[Policy], LockoutRule]
    whose: Callable[[Connection, str], Whose]
    made_up: bool = False


def _person(connection: Connection, key: str) -> Whose:
    found = (
        select(persons.c.name, accounts.c.login_name, accounts.c.mobile).outerjoin_from(persons, accounts).where(persons.c.id == int(key))
    )
    row = connection.execute(found).one_or_none()
    return Whose() if row is None else Whose(row.name, row.login_name or mask_mobile(row.mobile or ""))


def _unit(connection: Connection, key: str) -> Whose:
    row = connection.execute(select(units.c.name, units.c.taxpayer_id).where(units.c.id == int(key))).one_or_none()
    return Whose() if row is None else Whose(row.name, row.taxpayer_id)


def _nobody(connection: Connection, key: str) -> Whose:
    """The key is a hash."""
    return Whose()


KINDS: dict[CounterKind, KindOfCounter] = {
    CounterKind.account: KindOfCounter(lambda policy: policy.account_lockout, _person),
    CounterKind.unit: KindOfCounter(lambda policy: policy.unit_lockout, _unit),
    CounterKind.unknown: KindOfCounter(lambda policy: policy.account_lockout, _nobody, made_up=True),
    CounterKind.sms_target: KindOfCounter(lambda policy: one_time_codes.PER_TARGET, _nobody, made_up=True),
    CounterKind.hall_code: KindOfCounter(lambda policy: hall_codes.GUESSES, _nobody, made_up=True),
    CounterKind.new_password: KindOfCounter(lambda policy: new_passwords.TOLD, _nobody, made_up=True),
}
"""A kind is here or it is nowhere: its words are `trainer.locks.KIND` (texts/trainer.py)."""
