"""The counter's page for a unit's handler: papers ticked, annexes filled in and printed, codes for several foreigners (REG-07)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.hall import Declined, Paper, Proxy
from etax_client.domain.identity.hall_codes import Slip
from etax_client.server.control.tester_acts import acted
from etax_client.server.pages.fields import annexes
from etax_client.server.pages.fields.annexes import HEAD, Line
from etax_client.server.pages.language import kept
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.trainer.hall_pages import HALL, SLIPS, PaperSlip, slip_of, slips, unit_at
from etax_client.server.pages.trainer.trainer_visit import TrainerVisit, Visited
from etax_client.server.pages.wrong import Wrong, Wrongs, found_wrong

PROXY = f"{HALL}/proxy"
_PAPERS = {f"paper_{paper}": 3 for paper in Paper}


@get(PROXY, include_in_schema=False)
async def empty(visit: Visited) -> Response[str] | Redirect:
    """The form, or what it has handed over, or the way in."""
    if not visit.is_in:
        return visit.go()
    found = slips(visit)
    before = annexes.before(kept(visit))
    return _form(visit, dict.fromkeys((*HEAD, *_PAPERS), ""), before) if found is None else found


@acting(PROXY)
async def proxy(visit: Visited) -> Response[str] | Redirect:
    """The codes of all, the annexes to print, or the form again: for one line more, or for what is wrong."""
    typed = await visit.form({**annexes.FIELDS, **_PAPERS})
    lines = annexes.lines_of(typed)
    if typed["do"] == "issue":
        return await _issue(visit, typed, lines)
    if typed["do"] == "annexes":
        return _annexes(visit, typed, lines)
    return _form(visit, typed, lines)


async def _issue(visit: TrainerVisit, typed: Mapping[str, str], lines: list[Line]) -> Response[str] | Redirect:
    if any(line.country_error for line in lines):
        return _form(visit, typed, [replace(line, errors=line.country_error) for line in lines])
    filled = [line for line in lines if not line.is_blank]
    papers = frozenset(paper for paper in Paper if typed[f"paper_{paper}"] == "yes")
    claims = tuple(line.claim for line in filled)
    proxy = Proxy(typed["unit"], typed["handler_name"], typed["handler_number"], papers, claims)

    found = visit.services.hall.issue_by_proxy(proxy, visit.keeping(SLIPS).telling(_on_paper))
    if isinstance(found, Declined):
        return _form(visit, typed, *_told(found, lines, filled))
    acted(visit.request, "hall_proxy", people=len(found))
    return visit.done(PROXY)


def _on_paper(found: Sequence[Slip]) -> list[PaperSlip]:
    return [slip_of(slip) for slip in found]


def _annexes(visit: TrainerVisit, typed: Mapping[str, str], lines: list[Line]) -> Response[str]:
    lines = annexes.checked(visit, lines)
    if any(line.errors for line in lines):
        return _form(visit, typed, lines)
    unit = unit_at(visit.services, typed["unit"])
    printed = annexes.printed(visit, typed, lines, "" if unit is None else unit.name)
    return visit.page("hall_annexes.html", "annex.title", papers=tuple(Paper), **printed)


def _form(visit: TrainerVisit, typed: Mapping[str, str], lines: list[Line], errors: Wrongs | None = None) -> Response[str]:
    return visit.page("hall_proxy.html", "hall.proxy", papers=tuple(Paper), **annexes.to_fill_in(visit, typed, lines, errors))


def _told(declined: Declined, lines: list[Line], filled: list[Line]) -> tuple[list[Line], dict[str, Wrong]]:
    """The lines with what is wrong in each, and what is wrong above them; the service counts only lines that hold something."""
    above: dict[str, Wrong] = {}
    beside: dict[int, dict[str, Wrong]] = {line.place: {} for line in filled}
    for fault in declined.faults:
        first, _, rest = fault.field.partition(".")
        if first == "people" and rest:
            number, _, name = rest.partition(".")
            line = filled[int(number) - 1]
            beside[line.place].setdefault(name, found_wrong(DocumentType(line.document_type), fault))
        else:
            above[fault.field] = found_wrong(DocumentType.foreign_passport, fault)
    return [replace(line, errors=beside.get(line.place, {})) for line in lines], above


HANDLERS = (empty, proxy)
