"""Who someone says they are: a document, a name, and what goes with them, judged alike in a form and at the server (DOC-01)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity import identity_numbers, names
from etax_client.domain.identity.documents import FOR_FOREIGNERS, DocumentType, Sex
from etax_client.domain.identity.identity_numbers import Contradiction, IdentityNumber
from etax_client.domain.identity.names import Name


@dataclass(frozen=True, slots=True)
class Said:
    """Who someone says they are, as they say it; `nationality` as an ISO 3166 alpha-2 code, None where nobody said."""

    document_type: DocumentType
    number: str
    name: str
    nationality: str | None = None
    birth: date | None = None
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class Identity(Said):
    """A judged identity: number and name normalised, `nationality` as an ISO 3166 alpha-2 code; None where nobody said."""


class IdentityField(StrEnum):
    """What a form asks beside the type of the document; spelled as the wire has it."""

    number = "number"
    name = "name"
    nationality = "nationality"
    birth = "birth"
    sex = "sex"


@dataclass(frozen=True, slots=True)
class JudgedIdentity:
    """`identity` is there if nothing is wrong; else `faults` says what, field by field, contradictions among them.

    `number` and `name` are there as soon as they are right by themselves, with what they tell and what was changed.
    """

    identity: Identity | None
    number: IdentityNumber | Invalid
    name: Name | Invalid
    faults: Mapping[IdentityField, Invalid | Contradiction]


_AT = {
    Contradiction.birth: IdentityField.birth,
    Contradiction.sex: IdentityField.sex,
    Contradiction.nationality: IdentityField.nationality,
    Contradiction.not_foreign: IdentityField.nationality,
    Contradiction.not_chinese: IdentityField.nationality,
}


def judge(
    document_type: DocumentType,
    number: str,
    name: str,
    today: date,
    nationality: str | None = None,
    birth: date | None = None,
    sex: Sex | None = None,
    *,
    needs_sex: bool = False,
) -> JudgedIdentity:
    """What was typed, judged field by field; what the number tells is filled in, and what contradicts it is a fault (documents.md).

    A nationality is asked of foreigners whose number doesn't tell it; everyone else's documents are for Chinese citizens.
    Where a form `needs_sex`, it is told by the number or said (BJ-17).
    """
    judged, named = identity_numbers.judge(document_type, number, today), names.judge(name, document_type)
    faults: dict[IdentityField, Invalid | Contradiction] = {}
    if isinstance(named, Invalid):
        faults[IdentityField.name] = named
    if isinstance(judged, Invalid):
        faults[IdentityField.number] = judged
        return JudgedIdentity(None, judged, named, faults)
    faults |= {_AT[each]: each for each in identity_numbers.contradictions(judged, birth, sex, nationality)}
    told = nationality or judged.nationality or (None if document_type in FOR_FOREIGNERS else "CN")
    if told is None:
        faults[IdentityField.nationality] = Invalid(Fault.empty)
    if needs_sex and sex is None and judged.sex is None:
        faults[IdentityField.sex] = Invalid(Fault.empty)
    if isinstance(named, Invalid) or faults:
        return JudgedIdentity(None, judged, named, faults)
    identity = Identity(document_type, judged.number, named.text, told, birth or judged.birth, sex or judged.sex)
    return JudgedIdentity(identity, judged, named, faults)


def judge_said(said: Said, today: date, *, needs_sex: bool = False) -> JudgedIdentity:
    """As `judge`, for all of it at once."""
    known = (said.nationality, said.birth, said.sex)
    return judge(said.document_type, said.number, said.name, today, *known, needs_sex=needs_sex)


def same(one: Identity, other: Identity) -> bool:
    """Whether two people who say so are one: the document, and the name however it was typed."""
    return (one.document_type, one.number) == (other.document_type, other.number) and names.same_name(one.name, other.name)
