"""The fields of a page that ask who someone is: read, judged by the rules of every form, and filled in again (DOC-01, REG-06)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity import identity as identities
from etax_client.domain.identity import identity_numbers, names
from etax_client.domain.identity.documents import FOR_FOREIGNERS, DocumentType, Sex
from etax_client.domain.identity.hall import HallFault
from etax_client.domain.identity.identity import Identity, IdentityField
from etax_client.domain.identity.identity_numbers import Contradiction
from etax_client.domain.identity.nationalities import Nationality, search
from etax_client.reference.countries import foreign, nationalities
from etax_client.server.pages import forms
from etax_client.server.pages.wrong import Wrong, Wrongs, found_wrong, wrong
from etax_client.texts import identity_lines
from etax_client.texts.document_names import type_name
from etax_client.texts.words import Language, Phrase, phrase

FIELDS = {"document_type": 40, "number": 64, "name": 200, "nationality": 100, "birth": 10, "sex": 6}
"""With the most characters of each."""
_TOLD_BY_NUMBER = frozenset(
    {
        DocumentType.resident_id,
        DocumentType.hk_macao_residence,
        DocumentType.taiwan_residence,
        DocumentType.foreign_permanent_resident,
    }
)
"""The types whose number tells birth and sex."""

Typed = Mapping[str, str]
Errors = Wrongs
_RULE = "DOC-01"


@dataclass(frozen=True, slots=True)
class Choice:
    """A document type on the page, with what its number looks like, and which of the further fields go with it."""

    name: str
    label: Phrase
    form: Phrase
    fields: str


@dataclass(frozen=True, slots=True)
class Plain:
    """A document and a name, as they are kept."""

    document_type: DocumentType
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Country:
    """A row of the list: `name` is what stands in the field, `more` what else finds it."""

    name: str
    more: str


def read(typed: Typed, types: Sequence[DocumentType], today: date, *, whole: bool = False) -> Identity | Errors:
    """Who it is, or what is wrong, field by field; `whole` with a sex. Raises Turned for a type or a sex that the form doesn't offer."""
    document_type = _type_in(typed, types)
    if typed["sex"] not in ("", *Sex.__members__):
        raise forms.not_offered("sex")
    errors: dict[str, Wrong] = {}
    country = country_of(typed["nationality"])
    if country is None and typed["nationality"].strip():
        errors["nationality"] = unknown_country()
    birth = _day(typed["birth"])
    if birth is None and typed["birth"].strip():
        errors["birth"] = wrong(phrase("idform.birth_form"), Fault.form, _RULE)
    sex = Sex[typed["sex"]] if typed["sex"] else None
    judged = identities.judge(
        document_type, typed["number"], typed["name"], today, country.alpha2 if country else None, birth, sex, needs_sex=whole
    )
    for field, fault in judged.faults.items():
        errors.setdefault(field.value, _said(document_type, field, fault))
    return judged.identity if judged.identity is not None and not errors else {field: errors[field] for field in FIELDS if field in errors}


def read_plain(typed: Typed, types: Sequence[DocumentType], today: date) -> Plain | Errors:
    """As above, where document and name are all that is asked for."""
    document_type = _type_in(typed, types)
    number, name = identity_numbers.judge(document_type, typed["number"], today), names.judge(typed["name"], document_type)
    errors: dict[str, Wrong] = {}
    if isinstance(number, Invalid):
        errors["number"] = _said(document_type, IdentityField.number, number)
    if isinstance(name, Invalid):
        errors["name"] = _said(document_type, IdentityField.name, name)
    return errors if isinstance(number, Invalid) or isinstance(name, Invalid) else Plain(document_type, number.number, name.text)


def typed_of(identity: Identity | None, first: DocumentType, language: Language, *, whole: bool = False) -> dict[str, str]:
    """What stands in the fields to begin with: what was filled in before, if anything was; `whole` where each type has all of them."""
    if identity is None:
        return {**dict.fromkeys(FIELDS, ""), "document_type": first.value}
    held = next((row for row in nationalities() if row.alpha2 == identity.nationality), None)
    asked = (whole or identity.document_type in FOR_FOREIGNERS) and held is not None
    told = identity.document_type in _TOLD_BY_NUMBER and not whole
    return {
        "document_type": identity.document_type.value,
        "number": identity.number,
        "name": identity.name,
        "nationality": _name(held, language) if asked and held is not None else "",
        "birth": "" if told or identity.birth is None else identity.birth.isoformat(),
        "sex": "" if told or identity.sex is None else identity.sex.name,
    }


def choices(types: Sequence[DocumentType], *, further: bool = True, whole: bool = False) -> list[Choice]:
    """The list of document types, in the order of the rules; without `further` fields than document and name.

    `whole`: nationality and sex are asked for with each.
    """
    asked = {one: "nationality sex" if whole else _further(one) if further else "" for one in types}
    return [Choice(one.value, type_name(one), identity_lines.number_form(one), fields) for one, fields in asked.items()]


def countries(types: Sequence[DocumentType], language: Language, *, whole: bool = False) -> list[Country]:
    """The nationalities that may be chosen, if any of the types asks for one; `whole`: by Chinese people too."""
    if not whole and not FOR_FOREIGNERS & set(types):
        return []
    return [
        Country(
            _name(row, language),
            f"{row.en if language is Language.zh else row.zh} {row.pinyin.replace(' ', '')} {row.initials} {row.alpha2}",
        )
        for row in (nationalities() if whole else foreign())
    ]


def _type_in(typed: Typed, types: Sequence[DocumentType]) -> DocumentType:
    if typed["document_type"] not in types:
        raise forms.not_offered("document_type")
    return DocumentType(typed["document_type"])


def _further(document_type: DocumentType) -> str:
    """The names of the fields that a page shows for a type beside number and name."""
    fields = ["nationality"] if document_type in FOR_FOREIGNERS else []
    return " ".join(fields if document_type in _TOLD_BY_NUMBER else [*fields, "birth", "sex"])


def _name(row: Nationality, language: Language) -> str:
    return row.zh if language is Language.zh else row.en


def country_of(text: str) -> Nationality | None:
    """The only nationality that a text can mean; two letters are no name, as codes and initials of pinyin are not told apart."""
    wanted = text.strip()
    if not wanted:
        return None
    found = search(nationalities(), wanted)
    exact = [row for row in found if wanted.casefold() in (row.zh, row.en.casefold(), row.alpha3.casefold())]
    only = exact or found
    return only[0] if len(only) == 1 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def unknown_country() -> Wrong:
    return wrong(phrase("find.none"), Fault.nationality, _RULE)


def _said(document_type: DocumentType, field: IdentityField, fault: Invalid | Contradiction) -> Wrong:
    return found_wrong(document_type, HallFault(field.value, fault))
