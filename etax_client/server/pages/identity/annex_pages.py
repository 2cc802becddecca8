"""Annexes 1 and 2 for anyone, at the portal: a form, and what it becomes on paper; nothing is kept (REG-07)."""

from collections.abc import Mapping

from litestar import Response, get, post

from etax_client.domain.faults import Invalid
from etax_client.domain.units.taxpayer_ids import judge
from etax_client.server.pages.fields import annexes
from etax_client.server.pages.fields.annexes import HEAD, Line
from etax_client.server.pages.language import kept
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.pages.wrong import Wrongs, unit_unknown

PATH = "/portal/annexes"


@get(PATH, include_in_schema=False)
async def empty(visit: Here) -> Response[str]:
    """A form to fill in."""
    return _form(visit, dict.fromkeys(HEAD, ""), annexes.before(kept(visit)))


@post(PATH, status_code=200, include_in_schema=False)
async def filled_in(visit: Here) -> Response[str]:
    """The annexes to print, or the form again: for one line more, to change something, or for what can't be right."""
    typed = await visit.form(annexes.FIELDS)
    lines = annexes.lines_of(typed)
    if typed["do"] != "print":
        return _form(visit, typed, lines)
    lines = annexes.checked(visit, lines)
    is_odd = typed["unit"].strip() and isinstance(judge(typed["unit"], annexes.today(visit)), Invalid)
    wrong = {"unit": unit_unknown()} if is_odd else {}
    if wrong or any(line.errors for line in lines):
        return _form(visit, typed, lines, wrong)
    return visit.page("annex_print.html", "annex.title", **annexes.printed(visit, typed, lines, typed["unit_name"].strip()))


def _form(visit: Visit, typed: Mapping[str, str], lines: list[Line], errors: Wrongs | None = None) -> Response[str]:
    return visit.page("annex_form.html", "annex.title", **annexes.to_fill_in(visit, typed, lines, errors))


HANDLERS = (empty, filled_in)
