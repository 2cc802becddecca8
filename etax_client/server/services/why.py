"""Why something was decided, for the journal alone: it rides on a refusal and is never sent on the normal API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from etax_client.domain.faults import Invalid
from etax_client.domain.identity.hall import HallFault, HallReason
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.texts.journal_lines import UNFIT

T = TypeVar("T")
MOST_LEFT_OUT = 20
"""Lines of one request whose reasons are told: a journal is read, and has its size."""
Fact = str | int
"""An id, a number, a masked name or a code: never a secret, never a full number (SEC-5)."""


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: the key of its words (texts/journal.py), the rule that it follows, and its facts; a moment among them is ISO 8601."""

    key: str
    rule: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Explained(Refused):
    """A refusal that says more to the journal than to who was refused; it equals the same refusal without."""

    why: Why = Why("unavailable", "LCK-11")
    person_id: int | None = None
    unfit: Mapping[str, "Unfit"] = field(default_factory=dict)
    """Of a form, all that is wrong in it, field by field."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refused) and _bare(self) == _bare(other)

    def __hash__(self) -> int:
        return hash(_bare(self))


def because(refused: Refused, key: str, rule: str, /, **facts: Fact) -> Explained:
    """`refused` with its reason."""
    bare = {each.name: getattr(refused, each.name) for each in fields(Refused)}
    return Explained(**bare, why=Why(key, rule, facts))


@dataclass(frozen=True, slots=True)
class Unfit:
    """What a rule finds wrong in a form's field: `fault` has its words in texts/journal_forms.py, `facts` are numbers in them."""

    fault: str
    rule: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def unfit(field: str, fault: str, rule: str, /, **facts: Fact) -> Explained:
    """Refused(malformed) of a form's field, with what its rule finds wrong."""
    return misfilled({field: Unfit(fault, rule, facts)})


def misfilled(wrong: Mapping[str, Unfit]) -> Explained:
    """Refused(malformed) of a form, with all that is wrong in it, field by field: what was typed is no part of it."""
    first = next(iter(wrong))
    facts = {name: fact for each in wrong.values() for name, fact in each.facts.items()}
    found = {f"{UNFIT}{name}": each.fault for name, each in wrong.items()}
    explained = because(Refused(RefusalCode.malformed, field=first), "unfit", wrong[first].rule, **facts, **found)
    return replace(explained, unfit=dict(wrong))


def unfit_in(refused: Refused) -> Mapping[str, Unfit]:
    """What a form's rules find wrong, field by field."""
    return refused.unfit if isinstance(refused, Explained) else {}


def left_out(rows: str, refused: Sequence[Refused | None]) -> dict[str, Fact]:
    """What an act that took some lines of a request says of the first of those that it left, each by its place among `rows`."""
    found: dict[str, Fact] = {}
    for place, why in [(place, why_of(each)) for place, each in enumerate(refused) if each is not None][:MOST_LEFT_OUT]:
        row = f"{UNFIT}{rows}[{place}]"
        wrong = {name.replace(UNFIT, f"{row}.", 1): fact for name, fact in why.facts.items() if name.startswith(UNFIT)}
        found |= wrong or {row: why.key}
    return found


def unfit_of(fault: HallFault) -> Unfit:
    """What the rules of documents find wrong, or the hall."""
    if isinstance(fault.why, Invalid):
        return Unfit(fault.why.fault, "DOC-01")
    return Unfit(f"hall.reason.{fault.why}", "REG-07") if isinstance(fault.why, HallReason) else Unfit("contradiction", "DOC-01")


def of_person(result: T, person_id: int | None) -> T:
    """A refusal with the person whom it met; anything else as it is."""
    return replace(result, person_id=person_id) if isinstance(result, Explained) else result


def moment(when: datetime | None) -> str:
    """A moment as a fact."""
    return "" if when is None else when.isoformat()


def why_of(refused: Refused) -> Why:
    """Its own reason, else the one that its code gives."""
    if isinstance(refused, Explained):
        return refused.why
    if refused.code is RefusalCode.session_ended:
        return Why(f"session.{refused.ended or EndReason.unknown}", "SES-01")
    if refused.code is RefusalCode.malformed and refused.field is not None:
        return unfit(refused.field, "malformed", "INP-1").why
    return Why(refused.code.reason, refused.code.rule)


def _bare(refused: Refused) -> tuple[Any, ...]:
    return tuple(getattr(refused, each.name) for each in fields(Refused))
