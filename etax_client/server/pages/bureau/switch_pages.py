"""企业信息管理 and 身份切换: as whom one acts, and as whom one may instead (BJ-05, BJ-64, BJ-65)."""

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.bureau.capacities import CapacityKind, Place, moves
from etax_client.domain.bureau.ties import MOST_SHOWN
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.pages import forms
from etax_client.server.pages.bureau.inside import admitted, place_path, searched
from etax_client.server.pages.login import refusal
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.parameters import Search
from etax_client.server.services.bureau.capacities import Capacities
from etax_client.server.services.sessions.sessions import Session
from etax_client.texts.words import phrase

Answer = Response[str] | Redirect
_SWITCH = place_path(Place.switch)
_NUMBERED = {
    "": Capacities.to_tie,
    CapacityKind.principal.value: Capacities.to_principal,
    CapacityKind.project.value: Capacities.to_project,
}
"""What stands before the number of an identity, and how one becomes it."""


@get(place_path(Place.unit), include_in_schema=False)
async def unit(visit: Here) -> Response[str]:
    """企业信息管理: what stands beside as whom one acts is all that is told of a unit."""
    session = admitted(visit, Place.unit)
    return session if isinstance(session, Response) else visit.page("bureau_unit.html", "bureau.centre.unit")


@get(_SWITCH, include_in_schema=False)
async def switch_form(visit: Here, taxpayer_id: Search[str] = "", name: Search[str] = "", number: Search[str] = "") -> Response[str]:
    session = admitted(visit, Place.switch)
    if isinstance(session, Response):
        return session
    return _switch_page(visit, session, taxpayer_id=taxpayer_id, name=name, number=number)


@acting(_SWITCH)
async def switch(visit: Here) -> Answer:
    """To oneself, to one of one's ties, or to whom an agency acts for and back, or to a project of the unit (BJ-39, BJ-64 to BJ-66)."""
    form = await visit.form({"identity": 32})
    session = admitted(visit, Place.switch)
    if isinstance(session, Response):
        return session
    to, capacities = form["identity"], visit.services.bureau.capacities
    kind, _, number = to.rpartition("-")
    if to == CapacityKind.person:
        refused = capacities.to_person(session)
    elif to == CapacityKind.agency:
        refused = capacities.to_agency(session)
    elif kind in _NUMBERED:
        refused = _NUMBERED[kind](capacities, session, forms.id_in({"identity": number}, "identity"))
    else:
        raise forms.not_offered("identity")
    if refused is not None:
        return _switch_page(visit, session, refused, for_project=kind == CapacityKind.project)
    visit.note.says("switched", "identity.switched", "BJ-64")
    return visit.go(BUREAU.prefix)


def _switch_page(
    visit: Visit,
    session: Session,
    refused: Refused | None = None,
    *,
    taxpayer_id: str = "",
    name: str = "",
    number: str = "",
    for_project: bool = False,
) -> Response[str]:
    assert visit.capacity is not None  # noqa: S101
    to = moves(visit.capacity)
    ties = visit.services.bureau.ties.in_force(session, taxpayer_id, name) if CapacityKind.enterprise in to else ()
    acts_for = visit.services.bureau.capacities.principals(session, taxpayer_id, name) if CapacityKind.principal in to else ()
    not_offered = refused is not None and refused.code is RefusalCode.switch_not_offered
    never = visit.capacity.project is not None and CapacityKind.enterprise not in to
    said = "bureau.switch.not_the_unit" if never else "bureau.switch.refused" if not_offered else None
    projects = visit.services.bureau.capacities.projects(session, number)
    here = None if visit.capacity.project is None else visit.capacity.project.project_id
    return visit.page(
        "bureau_switch.html",
        "bureau.centre.switch",
        refused=refused,
        here=_SWITCH,
        action=_SWITCH,
        message=None if refused is None or not_offered else phrase("bureau.switch.project_over") if for_project else refusal(refused),
        why_none=said or (None if to else "bureau.switch.none"),
        ties=[tie for tie in ties if tie.tie_id != visit.capacity.tie_id],
        principals=[unit for unit in acts_for if unit != visit.capacity.unit],
        **searched(ties or acts_for, taxpayer_id, name),
        to_principal=CapacityKind.principal in to,
        to_agency=CapacityKind.agency in to,
        to_enterprise=CapacityKind.enterprise in to,
        to_person=CapacityKind.person in to,
        # a unit of this province has none, and is not asked about any
        to_project=CapacityKind.project in to and (visit.capacity.project is not None or bool(projects) or bool(number)),
        projects=[each for each in projects if each.project_id != here],
        most_projects=len(projects) == MOST_SHOWN,
        number=number,
    )


HANDLERS = (unit, switch_form, switch)
