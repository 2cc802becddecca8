"""人员权限管理, in the name of a unit: 添加办税人员, 待确认办税人员 with 撤回, 现有办税人员 with 删除, 历史管理信息 (BJ-58 to BJ-61)."""

from collections.abc import Mapping
from dataclasses import dataclass

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.bureau.capacities import Access, Place, access
from etax_client.domain.bureau.ties import TieAct, TiedPerson, TieState, until_fault
from etax_client.domain.faults import Fault
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.typed_dates import read_day
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.pages import rare_characters
from etax_client.server.pages.bureau.inside import admitted, place_path, tie_decided
from etax_client.server.pages.fields import identity_fields
from etax_client.server.pages.identity import identity_check
from etax_client.server.pages.login import refusal
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.pages.wrong import Wrong, refused_for, wrong
from etax_client.server.routes.parameters import Id
from etax_client.server.routes.reading import address_of
from etax_client.server.services.sessions.sessions import Session
from etax_client.texts.document_names import type_name
from etax_client.texts.words import Phrase, phrase

Answer = Response[str] | Redirect
_AT = place_path(Place.staff)
_NEW = f"{_AT}/new"
_ONE = f"{_AT}/{{tie_id:int}}"
_ACTS = (TieAct.withdraw, TieAct.remove)
_TYPES = tuple(DocumentType)
_FIELDS = {**{name: identity_fields.FIELDS[name] for name in ("document_type", "number", "name")}, "until": 20}
_ADDED = "added"


@dataclass(frozen=True, slots=True)
class _Row:
    person: TiedPerson
    document: Phrase


@get(_AT, include_in_schema=False)
async def staff(visit: Here) -> Response[str]:
    session = admitted(visit, Place.staff)
    return session if isinstance(session, Response) else _page(visit, session, said=visit.was_done(_ADDED, *_ACTS))


@get(_NEW, include_in_schema=False)
async def add_form(visit: Here) -> Response[str]:
    session = admitted(visit, Place.staff, Access.full)
    return session if isinstance(session, Response) else _add_page(visit)


@acting(_NEW)
async def add(visit: Here) -> Answer:
    """添加办税人员: each field judged by itself, what is right stays filled in."""
    typed = await visit.form(_FIELDS)
    session = admitted(visit, Place.staff, Access.full)
    if isinstance(session, Response):
        return session
    today = local_day(visit.services.clock.now())
    whom, until = identity_fields.read_plain(typed, _TYPES, today), read_day(typed["until"])
    errors: dict[str, Wrong] = {} if isinstance(whom, identity_fields.Plain) else dict(whom)
    fault = Fault.form if until is None and typed["until"].strip() else None if until is None else until_fault(until, today)
    if fault is not None:
        errors["until"] = wrong(phrase("managed.day.form" if fault == Fault.form else f"bureau.staff.until.{fault}"), fault, "BJ-58")
    if errors or not isinstance(whom, identity_fields.Plain):
        return _add_page(visit, typed, errors, refused_for(errors))
    made = visit.services.bureau.ties.add(
        session,
        name=whom.name,
        document_type=whom.document_type,
        number=whom.number,
        until=until,
        address=address_of(visit.request),
        once=visit.keeping(_ADDED),
    )
    if isinstance(made, Refused):
        return _add_page(visit, typed, _beside(made), made)
    visit.note.says("staff", "staff.added", "BJ-58")
    return visit.done(_AT)


@get([f"{_ONE}/{act}" for act in _ACTS], include_in_schema=False)
async def end_form(visit: Here, tie_id: Id) -> Answer:
    """撤回 asks nothing, 删除 asks whose access would end (BJ-61)."""
    session = admitted(visit, Place.staff, Access.full)
    if isinstance(session, Response):
        return session
    person = next((each for each in visit.services.bureau.ties.staff(session) if each.tie_id == tie_id), None)
    if person is None or TieAct.remove not in person.acts:
        return visit.go(_AT)
    return visit.page("bureau_staff_remove.html", "bureau.staff.remove", at=_AT, row=_row(person))


@acting([f"{_ONE}/{act}" for act in _ACTS])
async def end(visit: Here, tie_id: Id) -> Answer:
    """撤回 or 删除."""
    return await tie_decided(visit, Place.staff, tie_id, visit.services.bureau.ties.end, _page)


def _page(visit: Visit, session: Session, refused: Refused | None = None, said: str | None = None) -> Response[str]:
    people = [_row(each) for each in visit.services.bureau.ties.staff(session)]
    return visit.page(
        "bureau_staff.html",
        "bureau.centre.staff",
        refused=refused,
        here=_AT,
        at=_AT,
        message=None if refused is None else refusal(refused),
        said=None if said is None else f"bureau.tie.said.{said}",
        pending=[row for row in people if row.person.state is TieState.pending],
        may_change=visit.capacity is not None and access(Place.staff, visit.capacity) is Access.full,
        present=[row for row in people if row.person.state is TieState.confirmed],
        ended=[row for row in people if row.person.state not in (TieState.pending, TieState.confirmed)],
    )


def _add_page(
    visit: Visit,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Phrase] | None = None,
    refused: Refused | None = None,
) -> Response[str]:
    return visit.page(
        "bureau_staff_add.html",
        "bureau.staff.add",
        refused=refused,
        here=_NEW,
        scripts=("/identity.js", identity_check.SCRIPT, rare_characters.SCRIPT),
        headers=rare_characters.WITH_SCRIPT,
        at=_AT,
        typed=typed or {**dict.fromkeys(_FIELDS, ""), "document_type": _TYPES[0].value},
        errors=dict(errors or {}),
        message=None if refused is None or errors else refusal(refused),
        choices=identity_fields.choices(_TYPES, further=False),
        today=local_day(visit.services.clock.now()).isoformat(),
    )


def _beside(refused: Refused) -> dict[str, Phrase]:
    """What a refusal says beside the field that it is about."""
    match refused.code:
        case RefusalCode.not_registered:
            return {"number": phrase("bureau.staff.unregistered")}
        case RefusalCode.already_tied:
            return {"number": phrase("refused.already_tied")}
    return {}


def _row(person: TiedPerson) -> _Row:
    return _Row(person, type_name(person.document_type))


HANDLERS = (staff, add_form, add, end_form, end)
