"""Projects of units from elsewhere as tax offices have them: reported, and closed (BJ-73)."""

from litestar.params import JSONBody

from etax_client.domain.bureau.projects import ProjectRole
from etax_client.domain.testing.bureau_views import ProjectSeen
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, person_id_of, unit_id_of
from etax_client.server.routes.answers import accepted
from etax_client.server.routes.parameters import Id, Search
from etax_client.server.routes.reading import Anyone, Served
from etax_client.wire.control.bureau_projects import CLOSE_PROJECT, LIST_PROJECTS, REPORT_PROJECT, ProjectsView, ReportRequest
from etax_client.wire.control.people import MOST_IN_A_PAGE


@handles(LIST_PROJECTS)
async def list_projects(request: Anyone, services: Served, unit: Search[str] = "") -> ProjectsView:
    """Of a unit, or of all."""
    unit_id = unit_id_of(services, unit, "unit") if unit else None
    acted(request, LIST_PROJECTS, unit=unit_id or 0)
    return ProjectsView(services.project_office.seen(unit_id, MOST_IN_A_PAGE))


@handles(REPORT_PROJECT)
async def report_project(request: Anyone, services: Served, data: JSONBody[ReportRequest]) -> ProjectSeen:
    """By the office at home: it waits to be checked in."""
    unit_id = unit_id_of(services, data.unit, "unit")
    wanted = ((data.handler, ProjectRole.handler), (data.contact, ProjectRole.contact))
    named = [(person_id_of(services, who, role, at_bureau=True), role) for who, role in wanted if who is not None]
    made = accepted(services.project_office.report(unit_id, data.number, data.name, data.place, data.authority, data.until, named))
    acted(request, REPORT_PROJECT, unit=unit_id, project=made.project_id)
    return made


@handles(CLOSE_PROJECT)
async def close_project(request: Anyone, services: Served, project_id: Id) -> None:
    """At once, in open sessions too."""
    accepted(services.project_office.close(project_id))
    acted(request, CLOSE_PROJECT, project=project_id)


HANDLERS = (list_projects, report_project, close_project)
