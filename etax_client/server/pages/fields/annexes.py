"""Annexes 1 and 2 of the foreigners' guide: filled in on a page and printed, at the portal and at the hall's counter (REG-07)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity import identity as identities
from etax_client.domain.identity.documents import FOR_FOREIGNERS, DocumentType
from etax_client.domain.identity.hall import MOST_BY_PROXY, Claim, HallFault
from etax_client.domain.identity.identity import Identity
from etax_client.domain.local_time import local_day
from etax_client.reference.countries import nationalities
from etax_client.server.pages import forms
from etax_client.server.pages.fields.identity_fields import choices, countries, country_of, unknown_country
from etax_client.server.pages.rendering import language_for
from etax_client.server.pages.visiting import Visiting
from etax_client.server.pages.wrong import Wrong, Wrongs, found_wrong, refused_for
from etax_client.texts.document_names import type_name
from etax_client.texts.words import Language, Phrase, phrase

SHOWN = 3
"""Lines of people that stand on the page to begin with."""
TYPES = tuple(one for one in DocumentType if one in FOR_FOREIGNERS)
HEAD = {"unit": 64, "unit_name": 200, "handler_name": 200, "handler_number": 64}
_LINE = {"name": 200, "document_type": 40, "number": 64, "nationality": 100}
FIELDS = {
    **HEAD,
    "lines": 2,
    "do": 8,
    **{f"{name}_{place}": most for place in range(1, MOST_BY_PROXY + 1) for name, most in _LINE.items()},
}
"""With the most characters of each."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page as it was typed, the first at place 1, with what is wrong with it."""

    place: int
    name: str = ""
    document_type: str = DocumentType.foreign_passport.value
    number: str = ""
    nationality: str = ""
    errors: Wrongs = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not (self.name.strip() or self.number.strip() or self.nationality.strip())

    @property
    def claim(self) -> Claim:
        """What the line says; a nationality that there is not is left out, and `country_error` tells."""
        country = country_of(self.nationality)
        return Claim(DocumentType(self.document_type), self.number, self.name, country.alpha2 if country else None)

    @property
    def country_error(self) -> dict[str, Wrong]:
        is_odd = self.nationality.strip() and country_of(self.nationality) is None
        return {"nationality": unknown_country()} if is_odd else {}


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the annexes as it is printed; "" leaves room to write."""

    name: str
    type: Phrase
    number: str
    nationality: str


def lines_of(form: Mapping[str, str]) -> list[Line]:
    """The lines that the page showed, one more if that was asked for. Raises Turned for what no page of ours sends."""
    count = form["lines"]
    if not (count.isascii() and count.isdigit() and SHOWN <= int(count) <= MOST_BY_PROXY):
        raise forms.not_offered("lines")
    shown = min(int(count) + (form["do"] == "more"), MOST_BY_PROXY)
    found = [_line(form, place) for place in range(1, shown + 1)]
    if any(line.document_type not in (*TYPES, "") for line in found):
        raise forms.not_offered("document_type")
    # a line that has just come has no type yet
    return [line if line.document_type else Line(line.place) for line in found]


def _line(form: Mapping[str, str], place: int) -> Line:
    name, document_type, number, nationality = (form[f"{field}_{place}"] for field in _LINE)
    return Line(place, name, document_type, number, nationality)


def before(typed: Mapping[str, str]) -> list[Line]:
    """The lines to begin with: empty, or as they were typed before the language was changed."""
    return lines_of({**dict.fromkeys(FIELDS, ""), "lines": str(SHOWN), **typed})


def today(visit: Visiting) -> date:
    return local_day(visit.services.clock.now())


def checked(visit: Visiting, lines: list[Line]) -> list[Line]:
    """With what is wrong with what was typed; what was left out may be written by hand."""
    return [replace(line, errors=_errors_of(line, today(visit))) for line in lines]


def to_fill_in(visit: Visiting, typed: Mapping[str, str], lines: list[Line], above: Wrongs | None = None) -> dict[str, Any]:
    """What a page with the form shows, `above` the lines too; tells the journal what is wrong, if anything is."""
    found = {**(above or {}), **{f"people.{line.place}.{name}": each for line in lines for name, each in line.errors.items()}}
    if found:
        visit.note.refuses(refused_for(found))
    return {
        "status": 422 if found else 200,
        "typed": typed,
        "lines": lines,
        "errors": above or {},
        "choices": choices(TYPES),
        "countries": countries(TYPES, language_for(visit.request)),
        "may_more": len(lines) < MOST_BY_PROXY,
    }


def printed(visit: Visiting, typed: Mapping[str, str], lines: list[Line], unit_name: str) -> dict[str, Any]:
    """What a page shows that is for paper."""
    return {
        "scripts": ("/print.js",),
        "typed": typed,
        "lines": lines,
        "people": _people(lines, today(visit), language_for(visit.request)),
        "today": today(visit),
        "unit_name": unit_name,
    }


def _errors_of(line: Line, day: date) -> dict[str, Wrong]:
    if line.is_blank:
        return {}
    claim = line.claim
    judged = identities.judge(claim.document_type, claim.number, claim.name, day, claim.nationality)
    wrong = {name: why for name, why in judged.faults.items() if why != Invalid(Fault.empty)}
    said = {name.value: found_wrong(claim.document_type, HallFault(name.value, why)) for name, why in wrong.items()}
    return {**said, **line.country_error}


def _people(lines: list[Line], today: date, language: Language) -> list[Person]:
    """The lines that hold anything, as the annexes print them; a single one to write on if none does."""
    filled = [line for line in lines if not line.is_blank]
    return [_person(line, today, language) for line in filled] or [Person("", phrase("identity.type.foreign_passport"), "", "")]


def _person(line: Line, today: date, language: Language) -> Person:
    claim = line.claim
    judged = identities.judge(claim.document_type, claim.number, claim.name, today, claim.nationality)
    known: Identity | None = judged.identity
    alpha2 = claim.nationality if known is None else known.nationality
    country = next((row for row in nationalities() if row.alpha2 == alpha2), None)
    said = line.nationality.strip() if country is None else country.zh if language is Language.zh else country.en
    name, number = (line.name.strip(), line.number.strip()) if known is None else (known.name, known.number)
    return Person(name, type_name(claim.document_type), number, said)
