"""Pages behind the bureau's login: who sees which, and what is said to whom a page, or a form, is not for (BJ-40, BJ-63, BJ-67)."""

from collections.abc import Callable, Sequence
from typing import Any

from litestar import Response
from litestar.response import Redirect

from etax_client.domain.bureau.capacities import Access, Errand, Place, access, errands
from etax_client.domain.bureau.ties import MOST_SHOWN, TieAct
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.pages.bureau.entering import asked_to_log_in
from etax_client.server.pages.bureau.wording import named
from etax_client.server.pages.login import refusal
from etax_client.server.pages.sites import BUREAU
from etax_client.server.pages.visit import Visit
from etax_client.server.services.repeats import Once
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.why import because
from etax_client.texts.words import phrase

CENTRE = BUREAU.at(BUREAU.centre)
Deciding = Callable[[Session, int, TieAct, Once], Refused | None]
Refusing = Callable[[Visit, Session, Refused], Response[str]]
_TOLD = {
    TieAct.confirm: ("staff.confirm", "BJ-59"),
    TieAct.decline: ("staff.decline", "BJ-59"),
    TieAct.withdraw: ("staff.withdrawn", "BJ-60"),
    TieAct.remove: ("staff.removed", "BJ-61"),
}
"""What the journal is told of each."""


def place_path(place: Place) -> str:
    return f"{CENTRE}/{place}"


def errand_path(errand: Errand) -> str:
    return BUREAU.at(f"/{errand}")


def offered(visit: Visit, errand: Errand) -> Session | Response[str]:
    """The session, if there is such an errand for whoever it acts as; else what they are told."""
    if visit.session is None:
        return asked_to_log_in(visit, visit.site.at(f"/{errand}"))
    # in the APP one is oneself alone
    if visit.capacity is None or errand in errands(visit.capacity):
        return visit.session
    return _not_for(visit, f"bureau.{errand.name}", errand.name, visit.site.prefix)


def admitted(visit: Visit, place: Place, needs: Access = Access.read) -> Session | Response[str]:
    """The session, if a page of 账户中心 is one for whoever it acts as; else what they are told. A form needs more than to read."""
    if visit.session is None or visit.capacity is None:
        return asked_to_log_in(visit, CENTRE)
    given = access(place, visit.capacity)
    if given is Access.full or given is needs:
        return visit.session
    return _not_for(visit, f"bureau.centre.{place}", place, CENTRE)


def _not_for(visit: Visit, title: str, what: str, back: str) -> Response[str]:
    refused = because(Refused(RefusalCode.beyond_rights), "identity.not_offered", "BJ-40")
    return visit.page("bureau_refused.html", title, refused=refused, message=phrase(f"bureau.not_for.{what}"), back=back)


async def tie_decided(visit: Visit, place: Place, tie_id: int, decide: Deciding, page: Refusing) -> Response[str] | Redirect:
    """A form about one tie, by the act that its address ends with: to the page that shows what came of it, or that again with why not."""
    await visit.form({})
    session, act = admitted(visit, place, Access.full), TieAct(visit.path.rpartition("/")[2])
    if isinstance(session, Response):
        return session
    refused = decide(session, tie_id, act, visit.keeping(act))
    if refused is not None:
        return page(visit, session, refused)
    visit.note.says("staff", *_TOLD[act])
    return visit.done(place_path(place))


def searched(found: Sequence[object], taxpayer_id: str, name: str) -> dict[str, Any]:
    """What a list of units says of itself: what was searched for, and whether there may be more than are shown."""
    most = MOST_SHOWN if len(found) == MOST_SHOWN else None
    return {"taxpayer_id": taxpayer_id, "name": name, "searched": bool(taxpayer_id.strip() or name.strip()), "most": most}


def over(visit: Visit, refused: Refused) -> Response[str]:
    """Instead of what was to be done by someone who may not any more: nothing was done, and it is said as whom one acts now."""
    if visit.capacity is None or refused.code is RefusalCode.session_ended:
        return asked_to_log_in(visit, CENTRE)
    said = phrase("bureau.identity.changed", identity=named(visit.capacity)) if refused.code is RefusalCode.identity_changed else None
    if said is None and visit.capacity.ended is None:
        said = refusal(refused)
    return visit.page("bureau_refused.html", "bureau.identity.check", refused=refused, message=said, here=CENTRE, back=CENTRE)
