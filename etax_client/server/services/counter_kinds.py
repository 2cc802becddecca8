"""Each kind of guess counter in one table: the rule it follows, whether anyone can make up its subjects, and whose it is."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from etax_client.domain import hall_codes, new_passwords, one_time_codes
from etax_client.domain.lockout import CounterKind, LockoutRule
from etax_client.domain.masking import mask_name
from etax_client.domain.policies import Policy
from etax_client.server.store.tables import persons, units


@dataclass(frozen=True, slots=True)
class KindOfCounter:
    """`name` finds whose counter a key is, None where there is nobody to name."""

    rule: Callable[[Policy], LockoutRule]
    name: Callable[[Connection, str], str | None]
    made_up: bool = False


def _person(connection: Connection, key: str) -> str | None:
    name = connection.execute(select(persons.c.name).where(persons.c.id == int(key))).scalar_one_or_none()
    return None if name is None else mask_name(name)


def _unit(connection: Connection, key: str) -> str | None:
    return connection.execute(select(units.c.name).where(units.c.id == int(key))).scalar_one_or_none()


def _nobody(connection: Connection, key: str) -> None:
    """The key is a hash."""


KINDS: dict[CounterKind, KindOfCounter] = {
    CounterKind.account: KindOfCounter(lambda policy: policy.account_lockout, _person),
    CounterKind.unit: KindOfCounter(lambda policy: policy.unit_lockout, _unit),
    CounterKind.unknown: KindOfCounter(lambda policy: policy.account_lockout, _nobody, made_up=True),
    CounterKind.sms_target: KindOfCounter(lambda policy: one_time_codes.PER_TARGET, _nobody, made_up=True),
    CounterKind.hall_code: KindOfCounter(lambda policy: hall_codes.GUESSES, _nobody, made_up=True),
    CounterKind.new_password: KindOfCounter(lambda policy: new_passwords.TOLD, _nobody, made_up=True),
}
"""A kind is here or it is nowhere: its words are `trainer.locks.KIND` (texts/trainer.py)."""
