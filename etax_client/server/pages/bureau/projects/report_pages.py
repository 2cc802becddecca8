"""综合信息报告, in one's own name: 跨区域涉税事项报验（外省）, a report looked up and checked in (BJ-72, BJ-73)."""

from collections.abc import Mapping

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.bureau.capacities import Errand
from etax_client.domain.bureau.projects import LONGEST_NUMBER, ProjectState, Report
from etax_client.domain.refusals import Refused
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER
from etax_client.server.pages.bureau.inside import errand_path, offered
from etax_client.server.pages.bureau.level_pages import face_asked
from etax_client.server.pages.login import refusal
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.parameters import Id
from etax_client.server.routes.reading import address_of
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.why import unfit_in
from etax_client.texts.words import Phrase, phrase

Answer = Response[str] | Redirect
_REPORTS = errand_path(Errand.reports)
_AT = f"{_REPORTS}/cross-region"
_ONE = f"{_AT}/{{project_id:int}}"
_FORM = {"taxpayer_id": LONGEST_IDENTIFIER, "number": LONGEST_NUMBER * 2}
_DONE = "checked_in"


@get(_REPORTS, include_in_schema=False)
async def reports(visit: Here) -> Response[str]:
    """What there is to report."""
    session = offered(visit, Errand.reports)
    return session if isinstance(session, Response) else visit.page("bureau_reports.html", "bureau.reports", at=_AT)


@get(_AT, include_in_schema=False)
async def search_form(visit: Here) -> Response[str]:
    session = offered(visit, Errand.reports)
    return session if isinstance(session, Response) else _search_page(visit)


@acting(_AT)
async def find(visit: Here) -> Answer:
    """查询, by taxpayer id and the whole number."""
    typed = await visit.form(_FORM)
    session = offered(visit, Errand.reports)
    if isinstance(session, Response):
        return session
    found = visit.services.bureau.reports.find(session, typed["taxpayer_id"], typed["number"], address_of(visit.request))
    if isinstance(found, Refused):
        return _search_page(visit, typed, found)
    visit.note.says("went_on", "report.found", "BJ-72")
    return visit.go(f"{_AT}/{found}")


@get(_ONE, include_in_schema=False)
async def report(visit: Here, project_id: Id) -> Answer:
    """As it stands, and 提交 if it has not been checked in."""
    session = offered(visit, Errand.reports)
    return session if isinstance(session, Response) else _report_page(visit, session, project_id)


@get(f"{_ONE}/check-in", include_in_schema=False)
async def nothing_here(visit: Here, project_id: Id) -> Redirect:
    """The address of a form, opened as a page."""
    return visit.go(f"{_AT}/{project_id}")


@acting(f"{_ONE}/check-in")
async def check_in(visit: Here, project_id: Id) -> Answer:
    """提交; below the fourth level the page itself asks for the face, and leads back here (BJ-54)."""
    await visit.form({})
    session = offered(visit, Errand.reports)
    if isinstance(session, Response):
        return session
    refused = visit.services.bureau.reports.check_in(session, project_id, visit.keeping(_DONE))
    if refused is None:
        visit.note.says("went_on", "project.checked_in", "BJ-72")
        return visit.done(f"{_AT}/{project_id}")
    return _report_page(visit, session, project_id, refused)


def _search_page(visit: Visit, typed: Mapping[str, str] | None = None, refused: Refused | None = None) -> Response[str]:
    errors: dict[str, Phrase] = {}
    if refused is not None:
        errors = {field: phrase(f"bureau.report.{field}.empty") for field in unfit_in(refused)}
    return visit.page(
        "bureau_report_search.html",
        "bureau.report",
        refused=refused,
        here=_AT,
        at=_AT,
        typed=typed or dict.fromkeys(_FORM, ""),
        errors=errors,
        message=None if refused is None or errors else refusal(refused),
    )


def _report_page(visit: Visit, session: Session, project_id: int, refused: Refused | None = None) -> Response[str]:
    """The report with what was refused of it; the search where there is none for whoever asks. Raises StoreError."""
    found = visit.services.bureau.reports.read(session, project_id)
    if not isinstance(found, Report):
        return _search_page(visit, refused=found)
    here = f"{_AT}/{project_id}"
    asks = face_asked(visit, refused, here) if found.state is ProjectState.reported else None
    shown = {"message": None if refused is None else refusal(refused)} if asks is None else asks
    done = visit.was_done(_DONE) is not None
    page = ("bureau_report.html", "bureau.report")
    return visit.page(*page, refused=refused, here=here, at=_AT, report=found, done=done, asks=asks is not None, **shown)


HANDLERS = (reports, search_form, find, report, nothing_here, check_in)
