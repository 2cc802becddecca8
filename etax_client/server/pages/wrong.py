"""What is wrong in a field of a page: the words that stand beside it, and what the journal is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from etax_client.domain.faults import Fault
from etax_client.domain.identity import hall_codes
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.hall import HallFault, HallReason
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.why import Explained, Fact, Unfit, misfilled, unfit_in, unfit_of
from etax_client.texts.hall_lines import fault_line
from etax_client.texts.words import Phrase, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong(Phrase):
    """A phrase that can't be had without its rule, so that no page turns a form down without a reason."""

    unfit: Unfit


Wrongs = Mapping[str, Wrong]
"""Field by field."""


def wrong(said: Phrase, fault: str, rule: str, /, **facts: Fact) -> Wrong:
    return Wrong(said.key, said.params, unfit=Unfit(fault, rule, facts))


_SAID = {"code": "smscode", "mobile": "registration.mobile_fault", "email": "email.fault"}


def said_of(field: str, fault: str) -> Phrase:
    """What is wrong with a `code` that was sent, a `mobile` number or an `email` address, beside it."""
    return phrase(f"{_SAID[field]}.empty" if fault == Fault.empty else f"{_SAID[field]}.form")


def unfit_said(refused: Refused) -> dict[str, Phrase]:
    """What a service has found wrong in those fields."""
    return {field: said_of(field, each.fault) for field, each in unfit_in(refused).items() if field in _SAID}


def hall_code_wrong(code: Secret) -> dict[str, Wrong]:
    """What keeps what was typed from being a hall code, if anything does (REG-02)."""
    if hall_codes.read(code) is not None:
        return {}
    fault = Fault.form if code.reveal().strip() else Fault.empty
    return {"hall_code": wrong(phrase("registration.hall_code_form"), fault, "REG-02")}


def found_wrong(document_type: DocumentType, fault: HallFault) -> Wrong:
    """What the rules or the hall find wrong with who someone is; `document_type` is that person's."""
    said = fault_line(document_type, fault)
    return Wrong(said.key, said.params, unfit=unfit_of(fault))


def unit_unknown() -> Wrong:
    """At the counter and on its papers."""
    return found_wrong(DocumentType.foreign_passport, HallFault("unit", HallReason.unit_unknown))


def refused_for(found: Wrongs) -> Explained:
    """Refused(malformed) of a form in which this is wrong; never empty."""
    return misfilled({field: each.unfit for field, each in found.items()})
