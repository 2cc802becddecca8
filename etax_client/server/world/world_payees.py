"""The people whom a unit of a world pays, as its file has them: what a form would have of each, and how they stand (PER-01 to PER-04)."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from etax_client.domain.filing.people_states import IdentityState, Outcome, PersonState, ReportState
from etax_client.domain.safe_text import is_clean

WorldPayee = dict[str, Annotated[str, msgspec.Meta(max_length=200)]]
"""The fields of a form, by name, and beside them the states, the reason of a failed report, and what the register is to say."""
STATES: dict[str, type[StrEnum]] = {"person": PersonState, "report": ReportState, "identity": IdentityState, "outcome": Outcome}
REASON = "reason"
MOST_MADE_UP = 100_000


def flaw_of_payees(given: Iterable[Mapping[str, str]], today: date) -> str | None:
    """The first thing that is wrong with them."""
    seen: set[tuple[str, str]] = set()
    for place, payee in enumerate(given, 1):
        why = flaw_of_payee(payee, today)
        if why is not None:
            return f"payee {place}: {why}"
        key = payee["document_type"], payee["document_number"]
        if key in seen:
            return f"payee {place}: document_number: is used twice"
        seen.add(key)
    return None


def flaw_of_payee(payee: Mapping[str, str], today: date) -> str | None:
    """The first thing that is wrong with one, and where."""
    from etax_client.domain.filing.people import PayeeField  # start-up budget: the demo's own world is not judged before the first paint
    from etax_client.domain.filing.people_rules import judge

    for name, text in payee.items():
        if name not in {*PayeeField, *STATES, REASON}:
            return f"{name}: there is no such field"
        if not is_clean(text):
            return f"{name}: has a character that no text may hold"
        if name in STATES and text not in set(STATES[name]):
            return f"{name}: is none of {', '.join(STATES[name])}"
    judged = judge({field: payee[field] for field in PayeeField if field in payee}, today)
    if judged.facts is not None and judged.facts.document_number != payee["document_number"]:
        return f"document_number: is to be written as {judged.facts.document_number!r}"
    found = next(iter(judged.faults.items()), None)
    return None if found is None else f"{found[0]}: {getattr(found[1], 'fault', found[1])}"
