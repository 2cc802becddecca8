"""编号 and 查询 on the page of the second factor, for who comes by 特定主体 (BJ-08, BJ-69)."""

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.bureau.projects import LONGEST_NUMBER
from etax_client.domain.refusals import Refused
from etax_client.server.pages import forms
from etax_client.server.pages.bureau.second_factor import SECOND, second_page
from etax_client.server.pages.bureau.wording import ATTEMPT
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU
from etax_client.server.pages.visit import Here

_AT = BUREAU.at(f"{SECOND}/project")


@get(_AT, include_in_schema=False)
async def nothing_here(visit: Here) -> Redirect:
    """The address of a form, opened as a page."""
    return visit.go(BUREAU.at(SECOND))


@acting(_AT)
async def find_or_choose(visit: Here) -> Response[str] | Redirect:
    """查询, or one of what was found."""
    form = await visit.form({"number": LONGEST_NUMBER * 2, "way": 16})
    attempts, held = visit.services.bureau.attempts, flow_pages.secret_in(visit, ATTEMPT)
    way = forms.id_in(form, "way") if form["way"] else None
    result = attempts.search(held, form["number"]) if way is None else attempts.choose(held, way)
    if isinstance(result, Refused):
        return second_page(visit, result, number=form["number"])
    visit.note.says("went_on", "project.searched" if way is None else "project.chosen", "BJ-69")
    return visit.go(BUREAU.at(SECOND))


HANDLERS = (nothing_here, find_or_choose)
