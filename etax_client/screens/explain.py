"""Refusals and accidents as phrases: what happened, and what the user can do next."""

from math import ceil

from etax_client.api.carrier import Accident, Unreachable, Why
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.texts.words import Phrase, phrase

_UNREACHABLE = {Why.timeout: "accident.timeout", Why.tls: "accident.tls", Why.pin: "accident.pin"}


def explain(outcome: Refused | Accident) -> Phrase:
    if isinstance(outcome, Refused):
        if outcome.code is RefusalCode.locked:
            return phrase("refused.locked", minutes=ceil((outcome.retry_after or 0) / 60))
        return phrase(f"refused.{outcome.code}")
    if isinstance(outcome, Unreachable):
        if outcome.sent:
            return phrase("accident.unknown")
        return phrase(_UNREACHABLE.get(outcome.why, "accident.unreachable"))
    return phrase("accident.garbled")
