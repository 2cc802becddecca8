"""Locks: put on and taken off an account or a unit, as the hall does (LOG-06)."""

from typing import Any

from litestar.params import JSONBody

from etax_client.domain.guessing.lockout import CounterKind, LockoutRule
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.testing.tester_views import Guessing, GuessingOf
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, unit_id_of
from etax_client.server.routes.answers import Turned
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.services.bundle import Services
from etax_client.server.services.guessing import counters
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.why import unfit
from etax_client.wire.control.people import LOCK, UNLOCK, GuessedRequest
from etax_client.wire.control.verb import Verb


@handles(LOCK)
async def lock(request: Anyone, services: Served, data: JSONBody[GuessedRequest]) -> GuessingOf:
    """As if the last of the wrong guesses that lock had come now; the policy says for how long."""
    subject, rule = _subject(services, data)
    return _told(request, services, LOCK, subject, services.locks.lock(subject, rule))


@handles(UNLOCK)
async def unlock(request: Anyone, services: Served, data: JSONBody[GuessedRequest]) -> GuessingOf:
    """No wrong guesses and no lock, whether there was one or not; `person_id` is None for an account that nobody has."""
    subject, rule = _subject(services, data)
    return _told(request, services, UNLOCK, subject, services.locks.unlock(subject, rule))


def _subject(services: Services, data: GuessedRequest) -> tuple[Subject, LockoutRule]:
    if data.account is not None and data.unit is None:
        subject = services.login.subject_of(data.account)
        if subject is None:
            raise Turned(Refused(RefusalCode.not_found, field="account"))
        return subject, services.policy.account_lockout
    if data.unit is not None and data.account is None:
        return counters.of_unit(unit_id_of(services, data.unit, "unit")), services.policy.unit_lockout
    raise Turned(unfit("account", "one_of", "LOG-06"), detail="one of account and unit")


def _told(request: Anyone, services: Services, verb: Verb[Any], subject: Subject, guessing: Guessing) -> GuessingOf:
    person_id = int(subject.key) if subject.kind is services.system.guessed else None
    unit_id = int(subject.key) if subject.kind is CounterKind.unit else None
    acted(request, verb, person=person_id, unit=unit_id)
    return GuessingOf(person_id, unit_id, guessing)


HANDLERS = (lock, unlock)
