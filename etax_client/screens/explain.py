"""Refusals and accidents as phrases: what happened, and what the user can do next."""

from etax_client.api.carrier import Accident, Unreachable, Why
from etax_client.domain.local_time import local_time
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.texts.lasting import lasting
from etax_client.texts.words import Phrase, phrase

_UNREACHABLE = {Why.timeout: "accident.timeout", Why.tls: "accident.tls", Why.pin: "accident.pin"}


def is_unsure(outcome: Refused | Accident) -> bool:
    """Whether the request may have been carried out, without an answer that says so."""
    return isinstance(outcome, Accident) and not (isinstance(outcome, Unreachable) and not outcome.sent)


def found_out(what: str, done: bool, **facts: object) -> Phrase:
    """What was looked up about something, named by a text, whose answer was lost (IDM-2)."""
    return phrase("found_out.done" if done else "found_out.not_done", what=phrase(what, **facts))


def explain(outcome: Refused | Accident, *, harmless: bool = False) -> Phrase:
    """`harmless`: nothing hangs on whether the request was carried out, so that its result can't be unknown (IDM-2)."""
    if isinstance(outcome, Refused):
        if outcome.code is RefusalCode.locked:
            return phrase("refused.locked", left=lasting(outcome.retry_after or 0))
        if outcome.weakness is not None:
            return phrase(f"weakness.{outcome.weakness}")
        why = phrase(f"refused.{outcome.code}")
        if outcome.changed_by and outcome.changed_at is not None:
            return phrase("refused.by", why=why, who=outcome.changed_by, at=local_time(outcome.changed_at)[5:16])
        return why
    if isinstance(outcome, Unreachable):
        if outcome.sent and not harmless:
            return phrase("accident.unknown")
        if outcome.sent and outcome.why is Why.lost:
            return phrase("accident.lost")
        return phrase(_UNREACHABLE.get(outcome.why, "accident.unreachable"))
    return phrase("accident.garbled" if harmless else "accident.garbled_unknown")
