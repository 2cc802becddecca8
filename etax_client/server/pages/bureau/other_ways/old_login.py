"""旧版登录 of a person: account, 个人用户密码 and captcha, while there are two tracks (BJ-74, BJ-77); and the form that units share."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPurpose
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER
from etax_client.server.pages.bureau.wording import login_fault, why_not
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.reading import address_of, seat_of
from etax_client.texts.words import Phrase, phrase

OLD = BUREAU.at("/old")
_FORM = {"account": LONGEST_IDENTIFIER * 2, "password": 1024, "captcha_id": 64, "captcha": 16}
_PATH = f"{OLD}/person"
_TABS = (("enterprise", OLD), ("person", _PATH))


@get(f"{_PATH}/captcha", include_in_schema=False)
async def to_the_form(visit: Here) -> Redirect:
    """The address of a form, opened as a page."""
    return visit.go(_PATH)


@get(_PATH, include_in_schema=False)
async def old_login(visit: Here) -> Response[str] | Redirect:
    return visit.go(BUREAU.prefix) if visit.session is not None else _page(visit)


@acting(_PATH)
async def by_person(visit: Here) -> Response[str] | Redirect:
    """登录."""
    form = await visit.form(_FORM)
    password, answer = Secret(form.pop("password")), answer_in(form)
    result = await visit.services.bureau.old_logins.by_person(form["account"], password, answer, visit.client, seat_of(visit.request))
    if isinstance(result, Refused):
        message = captcha_said(result) or login_fault(result, form["account"], password)
        return _page(visit, form["account"], refused=result, message=message, captcha=result.captcha_required or answer is not None)
    return visit.admit(result, "old.entered", "BJ-77")


@acting(f"{_PATH}/captcha")
async def another_captcha(visit: Here) -> Response[str]:
    """换一张 (CAP-01)."""
    form = await visit.form(_FORM)
    visit.note.says("captcha", "captcha.drawn", "CAP-01")
    return _page(visit, form["account"], captcha=True)


def answer_in(form: Mapping[str, str]) -> CaptchaAnswer | None:
    return CaptchaAnswer(form["captcha_id"], form["captcha"]) if form["captcha_id"] else None


def captcha_said(refused: Refused) -> Phrase | None:
    """What is said of a captcha that is missing or wrong."""
    asked = refused.code in (RefusalCode.captcha_required, RefusalCode.wrong_captcha)
    return phrase(f"refused.{refused.code}") if asked else None


def captcha_drawn(visit: Visit, purpose: CaptchaPurpose, captcha: bool, refused: Refused | None, message: Phrase | None) -> dict[str, Any]:
    """A captcha, where one is asked for, beside what a page has to say; or that there are too many. Raises StoreError."""
    issued = visit.services.captchas.issue(visit.client, purpose, address_of(visit.request)) if captcha else None
    if isinstance(issued, Refused):
        return {"captcha_id": None, "refused": issued, "message": why_not(issued)}
    return {"captcha_id": None if issued is None else issued.captcha_id, "refused": refused, "message": message}


def old_page(
    visit: Visit,
    path: str,
    typed: Mapping[str, str],
    purpose: CaptchaPurpose,
    *,
    refused: Refused | None = None,
    message: Phrase | None = None,
    captcha: bool = False,
) -> Response[str]:
    """The form of a person or of a unit, or that the old login is over. Raises StoreError."""
    track = visit.services.bureau.old_logins.now()
    shown = captcha_drawn(visit, purpose, track is not None and captcha, refused, message)
    refused, message = shown["refused"], shown["message"]
    return visit.page(
        "bureau_old.html",
        "bureau.old",
        refused=refused,
        here=path,
        is_open=track is not None,
        last_day=None if track is None else track.last_day,
        tabs=[(name, at, at == path) for name, at in _TABS],
        action=path,
        typed=dict(typed),
        message=None if refused is not None and refused.code is RefusalCode.old_login_closed else message,
        field=None if refused is None else refused.field,
        captcha_id=shown["captcha_id"],
    )


def _page(
    visit: Visit, account: str = "", *, refused: Refused | None = None, message: Phrase | None = None, captcha: bool = False
) -> Response[str]:
    return old_page(visit, _PATH, {"account": account}, CaptchaPurpose.login, refused=refused, message=message, captcha=captcha)


HANDLERS = (to_the_form, old_login, by_person, another_captcha)
