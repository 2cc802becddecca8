"""What is counted of an account at the bureau beside its password, and what its locks stand against (BJ-42, BJ-43)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from etax_client.domain.guessing import lockout
from etax_client.domain.guessing.lockout import Counter, CounterKind
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.services.account_system import AccountSystem
from etax_client.server.services.guessing import counters, locks
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.identity.flow_engine import FlowEngine
from etax_client.server.services.identity.flows import Flow
from etax_client.server.services.why import because, moment


def lock_on(system: AccountSystem, connection: Connection, person_id: int, now: datetime) -> Refused | None:
    """The lock of a person's account, by whichever method it is: nothing more is looked at."""
    found = locks.lock_on(connection, system.subjects_of(person_id), system.policy.account_lockout, now)
    return None if found is None else locked(*found, "second.locked")


def locks_over(system: AccountSystem, connection: Connection, person_id: int, now: datetime) -> tuple[Subject, ...]:
    """What of an account was locked, and is no more since midnight, while nothing was counted since (BJ-44)."""
    found = {subject: counters.load(connection, subject).locked_until for subject in system.subjects_of(person_id)}
    return tuple(subject for subject, until in found.items() if until is not None and until <= now)


def locked(counter: Counter, lock: lockout.Locked, key: str) -> Refused:
    refused = Refused(RefusalCode.locked, attempts_left=0, retry_after=lock.seconds)
    return because(refused, key, "BJ-43", since=moment(counter.last_failure), left=lock.seconds, count=counter.failures)


def spend_code(
    engine: FlowEngine[Any, Any], connection: Connection, flow: Flow[Any], person_id: int, code: Secret, seat: Seat, now: datetime
) -> Refused | None:
    """None for the right code of a flow. A wrong one counts for the person too, over all codes of the day (BJ-42)."""
    rule, subject = engine.system.policy.account_lockout, Subject(CounterKind.bureau_code, str(person_id))
    refused = engine.spend_code(connection, flow, code, now)
    if refused is None:
        counters.save(connection, subject, Counter(), now)
    elif refused.code is RefusalCode.wrong_code:
        counter = lockout.miss(rule, counters.load(connection, subject), now)
        counters.save(connection, subject, counter, now, seat)
        lock = lockout.lock_of(counter, now)
        if lock is not None:
            return locked(counter, lock, "lock.code")
        left = min(refused.attempts_left or 0, lockout.attempts_left(rule, counter))
        return because(replace(refused, attempts_left=left), "second.wrong", "BJ-33", count=counter.failures, tries=rule.tries)
    elif refused.code is RefusalCode.locked:
        # the number is locked and not the account (COD-2): to whoever waits for a code it is a pause
        seconds = refused.retry_after or 0
        return because(Refused(RefusalCode.too_many, retry_after=seconds), "code.locked", "COD-2", left=seconds)
    return refused
