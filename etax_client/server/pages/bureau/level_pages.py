"""个人实名等级 and its raising by a face, and the key task, which asks for the face itself; in 北京税务APP too (BJ-53, BJ-54)."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.bureau.capacities import Errand, Place
from etax_client.domain.bureau.levels import KEY_TASKS, level_of
from etax_client.domain.flows.raising import RaisingView
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.qr_login import App
from etax_client.server.pages import forms
from etax_client.server.pages.bureau.entering import asked_to_log_in
from etax_client.server.pages.bureau.inside import CENTRE, admitted, offered, place_path
from etax_client.server.pages.bureau.wording import why_not
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU_APP, at_bureau
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.parameters import Wait
from etax_client.server.routes.reading import Anyone
from etax_client.server.services.bureau import levels
from etax_client.server.services.bureau.own_accounts import OwnAccount
from etax_client.server.services.sessions.sessions import Session
from etax_client.texts.words import phrase

Page = Response[str]
RAISING = "level"
"""The flow, as its address and cookie name it."""
LEVEL, LEVEL_IN_APP = place_path(Place.level), BUREAU_APP.at("/mine/level")
_TASK, _FLOW = at_bureau("/tasks/risk"), at_bureau(f"/{RAISING}")


@get([LEVEL, LEVEL_IN_APP], include_in_schema=False)
async def level(visit: Here) -> Page:
    """The level, what it rests on, and the ways to a higher one (BJ-55)."""
    session = _in(visit)
    return session if isinstance(session, Response) else _level_page(visit)


@get(_TASK, include_in_schema=False)
async def task(visit: Here) -> Page:
    """实名风险业务（模拟）: below the fourth level the page asks for the face, and goes on by itself when that has passed."""
    session = offered(visit, Errand.task)
    return session if isinstance(session, Response) else _task_page(visit)


@acting(_TASK)
async def do_task(visit: Here) -> Page | Redirect:
    """提交: the level is looked at once more, where it is decided."""
    await visit.form({})
    session = offered(visit, Errand.task)
    if isinstance(session, Response):
        return session
    refused = visit.services.bureau.raisings.do_task(session, visit.keeping("task"))
    if refused is not None:
        return _task_page(visit, refused)
    visit.note.says("went_on", "level.enough", "BJ-54")
    return visit.done(f"{_task(visit)}/done")


@get([f"{each}/done" for each in _TASK], include_in_schema=False)
async def task_is_done(visit: Here) -> Page | Redirect:
    """It is, by the form that led here; else there is nothing to say."""
    if visit.session is None:
        return asked_to_log_in(visit, _task(visit))
    at = _task(visit)
    return visit.go(at) if visit.was_done("task") is None else visit.page("bureau_task_done.html", "bureau.task", here=at)


@get([*_FLOW, *(f"{each}/face" for each in _FLOW)], include_in_schema=False)
async def begun_from(visit: Here) -> Redirect:
    """The page from which the face was asked for."""
    view = None if visit.session is None else _view(visit, visit.session)
    return visit.go((view.task if view is not None else "") or _level(visit))


@acting([f"{each}/face" for each in _FLOW])
async def ask_face(visit: Here) -> Page | Redirect:
    """税务APP扫码 or 个人所得税APP扫码, from either page."""
    form = await visit.form({"way": 16, "task": 64})
    task, way = form["task"], form["way"] if visit.site.app is None else visit.site.app
    if way not in (*App,):
        raise forms.not_offered("way")
    if task and visit.site.back_to(task) != task:
        raise forms.not_offered("task")
    session = visit.session if task else _in(visit)
    if not isinstance(session, Session):
        return session or asked_to_log_in(visit, _task(visit))
    held = flow_pages.secret_in(visit, RAISING)
    asked = visit.services.bureau.raisings.ask(session, held, App(way), task)
    if isinstance(asked, Refused):
        return _asks_page(visit, asked, task) if task else _level_page(visit, asked)
    visit.note.says("asked", "face.asked", "BJ-53")
    secret, face = asked
    return flow_pages.to_face_check(visit, RAISING, face.link_id, flow_pages.keep(visit, RAISING, secret))


@get([f"{each}/face-news" for each in _FLOW], include_in_schema=False)
async def face_news(request: Anyone, visit: Here, wait: Wait = 0) -> Response[None]:
    """Of the check that the page waits for."""
    return await flow_pages.face_news(request, visit.services.bureau.raisings.flow, flow_pages.secret_in(visit, RAISING), wait)


def _in(visit: Visit) -> Session | Page:
    """Whose level it is; in the APP one is oneself alone."""
    if visit.site is not BUREAU_APP:
        return admitted(visit, Place.level)
    return visit.session or asked_to_log_in(visit, LEVEL_IN_APP)


def _level(visit: Visit) -> str:
    return LEVEL_IN_APP if visit.site is BUREAU_APP else LEVEL


def _task(visit: Visit) -> str:
    return visit.site.at("/tasks/risk")


def _back(visit: Visit) -> str:
    """From where one looks at the level: 我的, 账户中心."""
    return BUREAU_APP.at("/mine") if visit.site is BUREAU_APP else CENTRE


def _level_page(visit: Visit, refused: Refused | None = None) -> Page:
    own = _own(visit)
    if not isinstance(own, OwnAccount):
        return own
    found, raises = level_of(own.facts), own.identity.document_type in visit.own.system.policy.face_types
    values: dict[str, Any] = {"level": found, "facts": own.facts, "raises": raises and found < KEY_TASKS}
    values |= {"back": _back(visit)}
    return visit.page("bureau_level.html", "bureau.centre.level", refused=refused, here=_level(visit), **_face(visit, refused), **values)


def _task_page(visit: Visit, refused: Refused | None = None) -> Page:
    own = _own(visit)
    if not isinstance(own, OwnAccount):
        return own
    if level_of(own.facts) >= KEY_TASKS:
        return visit.page("bureau_task.html", "bureau.task", here=_task(visit))
    return _asks_page(visit, refused or levels.below(level_of(own.facts)), _task(visit))


def _asks_page(visit: Visit, refused: Refused, task: str) -> Page:
    """A key task that is to be gone on with behind the face (BJ-54)."""
    own = _own(visit)
    if not isinstance(own, OwnAccount):
        return own
    title = "bureau.task" if task == _task(visit) else "bureau.level.raise"
    return visit.page("bureau_task_asks.html", title, refused=refused, here=task, **_raising(visit, own, refused, task))


def face_asked(visit: Visit, refused: Refused | None, task: str) -> Mapping[str, Any] | None:
    """What the page of a key task shows of the face that it asks for, if it asks: it was refused for the level, or waits for one."""
    own, view = _own(visit), None if visit.session is None else _view(visit, visit.session)
    if not isinstance(own, OwnAccount) or level_of(own.facts) >= KEY_TASKS:
        return None
    waits = view is not None and view.task == task and view.face is not None
    asks = waits or (refused is not None and refused.code is RefusalCode.level_too_low)
    return _raising(visit, own, Refused(RefusalCode.level_too_low), task) if asks else None


def _raising(visit: Visit, own: OwnAccount, refused: Refused, task: str) -> Mapping[str, Any]:
    raises = own.identity.document_type in visit.own.system.policy.face_types
    return {"raises": raises, **_face(visit, refused, task)}


def _face(visit: Visit, refused: Refused | None, task: str = "") -> Mapping[str, Any]:
    """What the page shows of the check that waits, and what was refused."""
    view = None if visit.session is None else _view(visit, visit.session)
    message = None if refused is None else why_not(refused)
    if refused is not None and refused.code is RefusalCode.level_too_low:
        message = phrase("bureau.level_too_low")
    # a phone goes before its own camera
    apps = flow_pages.EITHER_APP if visit.site.app is None else ()
    part = flow_pages.face_part(visit, RAISING, None if view is None else view.face, apps)
    return {**part, "flow": RAISING, "task": task, "message": message}


def _view(visit: Visit, session: Session) -> RaisingView | None:
    view = visit.services.bureau.raisings.view(session, flow_pages.secret_in(visit, RAISING))
    return None if isinstance(view, Refused) else view


def _own(visit: Visit) -> OwnAccount | Page:
    own = None if visit.session is None else visit.services.bureau.own_accounts.read(visit.session)
    return own if isinstance(own, OwnAccount) else asked_to_log_in(visit, visit.path)


HANDLERS = (level, task, do_task, task_is_done, begun_from, ask_face, face_news)
