"""Annexes 1 and 2 for anyone, at the portal: a form, and what it becomes on paper; nothing is kept (REG-07)."""

from collections.abc import Mapping
from dataclasses import replace

from litestar import Response, get, post

from etax_client.domain.faults import Invalid
from etax_client.domain.identity.hall import MOST_BY_PROXY
from etax_client.domain.local_time import local_day
from etax_client.domain.units.taxpayer_ids import judge
from etax_client.server.pages.fields import annexes
from etax_client.server.pages.fields.annexes import HEAD, TYPES, Line
from etax_client.server.pages.fields.identity_fields import choices, countries
from etax_client.server.pages.language import kept
from etax_client.server.pages.rendering import language_for
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.pages.wrong import Wrong, Wrongs, unit_unknown

PATH = "/portal/annexes"


@get(PATH, include_in_schema=False)
async def empty(visit: Here) -> Response[str]:
    """A form to fill in."""
    return _form(visit, dict.fromkeys(HEAD, ""), annexes.before(kept(visit)))


@post(PATH, status_code=200, include_in_schema=False)
async def filled_in(visit: Here) -> Response[str]:
    """The annexes to print, or the form again: for one line more, to change something, or for what can't be right."""
    typed = await visit.form(annexes.FIELDS)
    today = local_day(visit.services.clock.now())
    lines = annexes.lines_of(typed)
    if typed["do"] != "print":
        return _form(visit, typed, lines)
    lines = [replace(line, errors=annexes.errors_of(line, today)) for line in lines]
    wrong: dict[str, Wrong] = {}
    if typed["unit"].strip() and isinstance(judge(typed["unit"], today), Invalid):
        wrong["unit"] = unit_unknown()
    if wrong or any(line.errors for line in lines):
        return _form(visit, typed, lines, wrong)
    language = language_for(visit.request)
    return visit.page(
        "annex_print.html",
        "annex.title",
        scripts=("/print.js",),
        typed=typed,
        lines=lines,
        people=annexes.people(lines, today, language),
        today=today,
        unit_name=typed["unit_name"].strip(),
    )


def _form(visit: Visit, typed: Mapping[str, str], lines: list[Line], errors: Wrongs | None = None) -> Response[str]:
    language = language_for(visit.request)
    errors = errors or {}
    annexes.note(visit.note, lines, errors)
    return visit.page(
        "annex_form.html",
        "annex.title",
        status=422 if errors or any(line.errors for line in lines) else 200,
        typed=typed,
        lines=lines,
        errors=errors,
        choices=choices(TYPES),
        countries=countries(TYPES, language),
        may_more=len(lines) < MOST_BY_PROXY,
    )


HANDLERS = (empty, filled_in)
