"""企业授权管理, in one's own name: 待确认授权, 已授权企业, 历史管理信息 (BJ-57, BJ-59)."""

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.bureau.capacities import Place
from etax_client.domain.bureau.ties import LIVE, TieAct
from etax_client.domain.refusals import Refused
from etax_client.server.pages.bureau.inside import admitted, place_path, searched, tie_decided
from etax_client.server.pages.login import refusal
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.parameters import Id, Search
from etax_client.server.services.sessions.sessions import Session

Answer = Response[str] | Redirect
_AT = place_path(Place.grants)
_ACTS = (TieAct.confirm, TieAct.decline)


@get(_AT, include_in_schema=False)
async def grants(visit: Here, taxpayer_id: Search[str] = "", name: Search[str] = "") -> Response[str]:
    session = admitted(visit, Place.grants)
    if isinstance(session, Response):
        return session
    return _page(visit, session, said=visit.was_done(*_ACTS), taxpayer_id=taxpayer_id, name=name)


@get([f"{_AT}/{{tie_id:int}}/{act}" for act in _ACTS], include_in_schema=False)
async def nothing_here(visit: Here, tie_id: Id) -> Redirect:
    """Addresses of forms, opened as pages."""
    return visit.go(_AT)


@acting([f"{_AT}/{{tie_id:int}}/{act}" for act in _ACTS])
async def answer(visit: Here, tie_id: Id) -> Answer:
    """确认 or 拒绝."""
    return await tie_decided(visit, Place.grants, tie_id, visit.services.bureau.ties.answer, _page)


def _page(
    visit: Visit, session: Session, refused: Refused | None = None, said: str | None = None, taxpayer_id: str = "", name: str = ""
) -> Response[str]:
    mine = visit.services.bureau.ties.mine(session, taxpayer_id, name)
    pending, confirmed = ([tie for tie in mine if tie.state is state] for state in LIVE)
    return visit.page(
        "bureau_grants.html",
        "bureau.centre.grants",
        refused=refused,
        here=_AT,
        at=_AT,
        message=None if refused is None else refusal(refused),
        said=None if said is None else f"bureau.tie.said.{said}",
        pending=pending,
        confirmed=confirmed,
        ended=[tie for tie in mine if tie.state not in LIVE],
        **searched(max(pending, confirmed, key=len), taxpayer_id, name),
    )


HANDLERS = (grants, nothing_here, answer)
