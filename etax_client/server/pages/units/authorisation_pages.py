"""企业办税权限 on both sites: units, who is authorised there, and giving, changing and ending authorisations (AUT-01 to AUT-04, AUZ-2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.units.authorisations import AuthorisedPerson, ManagedUnit, Term
from etax_client.server.pages import rare_characters
from etax_client.server.pages.fields import authorisation_fields, identity_fields
from etax_client.server.pages.fields.authorisation_fields import Granted, Typed, term_line
from etax_client.server.pages.identity import identity_check
from etax_client.server.pages.login import asked_to_log_in, refusal
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import at_both
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.pages.wrong import refused_for
from etax_client.server.routes.answers import accepted
from etax_client.server.routes.parameters import Id, Search
from etax_client.server.routes.reading import address_of
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.units.authorisations import MOST_UNITS
from etax_client.texts.document_names import type_name
from etax_client.texts.words import Phrase, phrase

Page = Response[str]
Answer = Page | Redirect
Errors = Mapping[str, Phrase]
_AT = "/units"
_UNIT = f"{_AT}/{{unit_id:int}}"
_ADD = f"{_UNIT}/new"
_PERSON = f"{_UNIT}/people/{{authorisation_id:int}}"
_TYPES = tuple(DocumentType)
_IDENTITY = {name: identity_fields.FIELDS[name] for name in ("document_type", "number", "name")}
_SAID = ("added", "changed", "ended")


@dataclass(frozen=True, slots=True)
class Row:
    """A person in the list, with their document and term in words."""

    person: AuthorisedPerson
    document: Phrase
    term: Phrase


@get([*at_both(_AT), f"/APP{_AT.upper()}"], include_in_schema=False)
async def managed_units(visit: Here, taxpayer_id: Search[str] = "", name: Search[str] = "") -> Page:
    """The units that one manages, or those whose number and name hold what was asked for (AUT-01)."""
    here = visit.site.at(_AT)
    if visit.session is None:
        return asked_to_log_in(visit, here)
    found = visit.services.authorisations.managed(visit.session, taxpayer_id, name)
    return visit.page(
        "managed_units.html",
        "managed.title",
        here=here,
        units=found,
        taxpayer_id=taxpayer_id,
        name=name,
        searched=bool(taxpayer_id.strip() or name.strip()),
        most=MOST_UNITS if len(found) == MOST_UNITS else None,
    )


@get(at_both(_UNIT), include_in_schema=False)
async def unit(visit: Here, unit_id: Id) -> Page:
    """查看详情: everyone who is authorised (AUT-04)."""
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    return detail(visit, visit.session, unit_id, said=visit.was_done(*_SAID))


@get(at_both(_ADD), include_in_schema=False)
async def add_form(visit: Here, unit_id: Id) -> Page:
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    return _add_page(visit, _unit(visit, visit.session, unit_id))


@acting(at_both(_ADD))
async def add(visit: Here, unit_id: Id) -> Answer:
    """新增授权人员: each field judged by itself, what is right stays filled in (AUT-02)."""
    typed = await visit.form({**_IDENTITY, **authorisation_fields.FIELDS})
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    shown = _unit(visit, visit.session, unit_id)
    today = local_day(visit.services.clock.now())
    whom, given = identity_fields.read_plain(typed, _TYPES, today), authorisation_fields.read(typed, shown.standing, today)
    if not isinstance(whom, identity_fields.Plain) or not isinstance(given, Granted):
        errors = {field: said for found in (whom, given) if isinstance(found, Mapping) for field, said in found.items()}
        return _add_page(visit, shown, typed, errors, refused_for(errors))
    act = partial(
        visit.services.authorisations.add,
        visit.session,
        shown.unit_id,
        name=whom.name,
        document_type=whom.document_type,
        number=whom.number,
        permission=given.permission,
        term=given.term,
        address=address_of(visit.request),
    )
    made = act(once=visit.keeping("added"))
    if isinstance(made, Refused):
        return _add_page(visit, shown, typed, _beside(made), made)
    visit.note.says("added", "authorisation.added", "AUT-02")
    return visit.done(f"{visit.site.at(_AT)}/{unit_id}")


@get(at_both(_PERSON), include_in_schema=False)
async def change_form(visit: Here, unit_id: Id, authorisation_id: Id) -> Page:
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    found = _person(visit, visit.session, unit_id, authorisation_id)
    return detail(visit, visit.session, unit_id, found) if isinstance(found, Refused) else _change_page(visit, *found)


@acting(at_both(_PERSON))
async def change(visit: Here, unit_id: Id, authorisation_id: Id) -> Answer:
    """变更 (AUT-04)."""
    typed = await visit.form(authorisation_fields.FIELDS)
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    found = _person(visit, visit.session, unit_id, authorisation_id)
    if isinstance(found, Refused):
        return detail(visit, visit.session, unit_id, found)
    shown, person = found
    given = authorisation_fields.read(typed, shown.standing, local_day(visit.services.clock.now()), person.term)
    if not isinstance(given, Granted):
        return _change_page(visit, shown, person, typed, given, refused_for(given))
    asked = (visit.session, shown.unit_id, person.authorisation_id, given.permission, given.term)
    refused = visit.services.authorisations.change(*asked, visit.keeping("changed"))
    if refused is not None:
        return _change_page(visit, shown, person, typed, refused=refused)
    visit.note.says("changed", "authorisation.changed", "AUT-04")
    return visit.done(f"{visit.site.at(_AT)}/{unit_id}")


@get(at_both(f"{_PERSON}/end"), include_in_schema=False)
async def end_form(visit: Here, unit_id: Id, authorisation_id: Id) -> Page:
    """Whose authorisation would end."""
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    found = _person(visit, visit.session, unit_id, authorisation_id)
    if isinstance(found, Refused):
        return detail(visit, visit.session, unit_id, found)
    shown, person = found
    return visit.page("authorisation_end.html", "managed.end.title", unit=shown, row=_row(person))


@acting(at_both(f"{_PERSON}/end"))
async def end(visit: Here, unit_id: Id, authorisation_id: Id) -> Answer:
    """解除授权, at once (AUT-04)."""
    await visit.form({})
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    act = partial(visit.services.authorisations.end, visit.session, unit_id, authorisation_id)
    refused = act(visit.keeping("ended"))
    if refused is not None:
        return detail(visit, visit.session, unit_id, refused)
    visit.note.says("ended", "authorisation.ended", "AUT-04")
    return visit.done(f"{visit.site.at(_AT)}/{unit_id}")


def detail(visit: Visit, session: Session, unit_id: int, refused: Refused | None = None, said: str | None = None) -> Page:
    """The unit's page, with what was refused, or what was done. Raises Turned for a unit at which one is nothing (AUZ-1)."""
    shown, people = accepted(visit.services.authorisations.detail(session, unit_id))
    return visit.page(
        "managed_unit.html",
        "managed.detail",
        refused=refused,
        here=f"{visit.site.at(_AT)}/{unit_id}",
        unit=shown,
        own_term=None if shown.standing.runs_it or shown.standing.term is None else term_line(shown.standing.term),
        rows=[_row(each) for each in people],
        message=None if refused is None else refusal(refused),
        said=None if said is None else f"managed.said.{said}",
    )


def _unit(visit: Visit, session: Session, unit_id: int) -> ManagedUnit:
    return accepted(visit.services.authorisations.detail(session, unit_id))[0]


def _person(visit: Visit, session: Session, unit_id: int, authorisation_id: int) -> tuple[ManagedUnit, AuthorisedPerson] | Refused:
    """The unit, and whose authorisation is to be changed, if the asker may."""
    shown, people = accepted(visit.services.authorisations.detail(session, unit_id))
    person = next((each for each in people if each.authorisation_id == authorisation_id), None)
    if person is None:
        return Refused(RefusalCode.authorisation_unknown)
    return (shown, person) if person.may_change else Refused(RefusalCode.beyond_rights)


def _add_page(
    visit: Visit, shown: ManagedUnit, typed: Typed | None = None, errors: Errors | None = None, refused: Refused | None = None
) -> Page:
    today = local_day(visit.services.clock.now())
    return visit.page(
        "authorisation_add.html",
        "managed.add.title",
        refused=refused,
        scripts=("/identity.js", identity_check.SCRIPT, rare_characters.SCRIPT),
        headers=rare_characters.WITH_SCRIPT,
        **_form_values(shown, today, None),
        typed=typed or {**dict.fromkeys(_IDENTITY, ""), "document_type": _TYPES[0].value, **authorisation_fields.empty(today)},
        errors=dict(errors or {}),
        message=None if refused is None or errors else refusal(refused),
        choices=identity_fields.choices(_TYPES, further=False),
    )


def _change_page(
    visit: Visit,
    shown: ManagedUnit,
    person: AuthorisedPerson,
    typed: Typed | None = None,
    errors: Errors | None = None,
    refused: Refused | None = None,
) -> Page:
    return visit.page(
        "authorisation_change.html",
        "managed.change.title",
        refused=refused,
        **_form_values(shown, local_day(visit.services.clock.now()), person.term),
        typed=typed or authorisation_fields.filled(person.permission, person.term),
        errors=dict(errors or {}),
        message=None if refused is None or errors else refusal(refused),
        row=_row(person),
    )


def _form_values(shown: ManagedUnit, today: date, before: Term | None) -> dict[str, Any]:
    own = None if shown.standing.runs_it else shown.standing.term
    return {
        "unit": shown,
        "own_term": None if own is None else term_line(own),
        "limits": authorisation_fields.limits(shown.standing, today, before),
    }


def _row(person: AuthorisedPerson) -> Row:
    return Row(person, type_name(person.document_type), term_line(person.term))


def _beside(refused: Refused) -> dict[str, Phrase]:
    """What a refusal says beside the field that it is about."""
    match refused.code:
        case RefusalCode.person_unknown:
            return {"number": phrase("managed.unregistered")}
        case RefusalCode.already_authorised:
            return {"number": phrase("managed.has_one")}
        case RefusalCode.beyond_rights if refused.field == "number":
            return {"number": phrase("managed.self")}
    return {}


HANDLERS = (managed_units, unit, add_form, add, change_form, change, end_form, end)
