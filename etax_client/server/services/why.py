"""Why something was decided, for the journal alone: it rides on a refusal and is never sent on the normal API."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from etax_client.domain.faults import Invalid
from etax_client.domain.identity.hall import HallFault, HallReason
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.texts.journal_lines import UNFIT

T = TypeVar("T")
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
    return because(Refused(RefusalCode.malformed, field=first), "unfit", wrong[first].rule, **facts, **found)


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
    key, rule = _BY_CODE.get(refused.code, (refused.code.value, ""))
    return Why(key, rule)


def _bare(refused: Refused) -> tuple[Any, ...]:
    return tuple(getattr(refused, each.name) for each in fields(Refused))


_BY_CODE = {
    RefusalCode.busy: ("busy", "LOG-09"),
    RefusalCode.malformed: ("malformed", "INP-1"),
    RefusalCode.unit_unknown: ("unit.unknown", "UNT-04"),
    RefusalCode.unit_already_listed: ("unit.already_listed", "UNT-04"),
    RefusalCode.unit_not_listed: ("unit.not_listed", "AUZ-1"),
    RefusalCode.unit_closed: ("unit.closed", "VER-04"),
    RefusalCode.ticket_unknown: ("ticket.unknown", "QRT-6"),
    RefusalCode.ticket_used: ("ticket.used", "QRT-2"),
    RefusalCode.ticket_not_confirmed: ("ticket.not_confirmed", "QR-03"),
    RefusalCode.slow_down: ("slow_down", "QRT-6"),
    RefusalCode.too_many: ("too_many", "QRT-6"),
    RefusalCode.world_exists: ("world_exists", "WEB-4"),
    RefusalCode.flow_ended: ("flow.ended", "REG-1"),
    RefusalCode.out_of_order: ("flow.out_of_order", "REG-1"),
    RefusalCode.wrong_hall_code: ("hall_code.used_meanwhile", "REG-02"),
    RefusalCode.wrong_code: ("code.void", "COD-2"),
    RefusalCode.code_void: ("code.void", "SMS-01"),
    RefusalCode.already_registered: ("already_registered", "REG-05"),
    RefusalCode.login_name_taken: ("login_name_taken", "REG-05"),
    RefusalCode.mobile_taken: ("mobile_taken", "REG-3"),
    RefusalCode.password_refused: ("password_refused", "PWD-1"),
    RefusalCode.face_unknown: ("face.unknown", "REG-03"),
    RefusalCode.no_mobile: ("no_mobile", "DPW-02"),
    RefusalCode.person_unknown: ("person_unknown", "AUT-02"),
    RefusalCode.already_authorised: ("already_authorised", "AUT-02"),
    RefusalCode.authorisation_unknown: ("authorisation_unknown", "AUT-04"),
    RefusalCode.beyond_rights: ("beyond_rights", "AUZ-2"),
    RefusalCode.certificate_expired: ("certificate.expired", "CA-02"),
    RefusalCode.certificate_revoked: ("certificate.revoked", "CA-02"),
    RefusalCode.certificate_foreign: ("certificate.foreign", "CA-02"),
    RefusalCode.certificate_other_unit: ("certificate.other_unit", "CA-02"),
    RefusalCode.signature_invalid: ("certificate.signature", "CA-01"),
    RefusalCode.challenge_void: ("certificate.challenge_void", "CA-01"),
    RefusalCode.key_reused: ("key_reused", "IDM-1"),
    RefusalCode.in_flight: ("in_flight", "IDM-1"),
    RefusalCode.forbidden: ("forbidden", "WEB-1"),
    RefusalCode.not_found: ("not_found", "WEB-4"),
    RefusalCode.too_large: ("too_large", "INP-1"),
    RefusalCode.unavailable: ("unavailable", "LCK-11"),
}
