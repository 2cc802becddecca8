"""旧版登录 of a unit: 纳税人识别号 and 企业密码, then who acts, by their own password and a captcha or by a code (BJ-75)."""

from typing import Any

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.guessing.captcha import CaptchaPurpose
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER
from etax_client.server.pages import forms
from etax_client.server.pages.bureau.other_ways.old_login import OLD, answer_in, captcha_drawn, captcha_said, old_page
from etax_client.server.pages.bureau.wording import left_of, login_fault, why_not
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.reading import seat_of
from etax_client.texts.words import Phrase, phrase

WHO = f"{OLD}/who"
_BEGUN = "old-unit"
"""The cookie with the secret of what was begun behind the 企业密码."""
_CAPTCHA = {"captcha_id": 64, "captcha": 16}
_UNIT = {"taxpayer_id": LONGEST_IDENTIFIER * 2, "password": 1024, **_CAPTCHA}
_OWN = {"password": 1024, **_CAPTCHA}


@get([OLD, f"{OLD}/captcha"], include_in_schema=False)
async def unit_form(visit: Here) -> Response[str] | Redirect:
    return visit.go(BUREAU.prefix) if visit.session is not None else _unit_page(visit)


@acting(OLD)
async def by_unit(visit: Here) -> Response[str] | Redirect:
    """企业密码: the right one leads on to who acts."""
    form = await visit.form(_UNIT)
    password, answer = Secret(form.pop("password")), answer_in(form)
    logins = visit.services.bureau.old_enterprises
    result = await logins.by_unit(form["taxpayer_id"], password, answer, visit.client, seat_of(visit.request))
    if isinstance(result, Refused):
        message = _said_of_unit(result, form["taxpayer_id"], password)
        asked = result.captcha_required or answer is not None
        return _unit_page(visit, form["taxpayer_id"], refused=result, message=message, captcha=asked)
    visit.note.says("first_factor", "old.unit", "BJ-75")
    return visit.go(WHO, flow_pages.keep(visit, _BEGUN, result[0]))


@acting(f"{OLD}/captcha")
async def another_captcha(visit: Here) -> Response[str]:
    """换一张 (CAP-01)."""
    form = await visit.form(_UNIT)
    visit.note.says("captcha", "captcha.drawn", "CAP-01")
    return _unit_page(visit, form["taxpayer_id"], captcha=True)


@get(WHO, include_in_schema=False)
async def who(visit: Here) -> Response[str] | Redirect:
    return visit.go(BUREAU.prefix) if visit.session is not None else _who_page(visit)


@get([f"{WHO}/{form}" for form in ("choose", "password", "code", "enter", "captcha")], include_in_schema=False)
async def nothing_here(visit: Here) -> Redirect:
    """Addresses of forms, opened as pages."""
    return visit.go(WHO)


@acting(f"{WHO}/choose")
async def choose(visit: Here) -> Response[str] | Redirect:
    """Who acts, out of those who may; without anyone, to choose another."""
    form = await visit.form({"tie": 32})
    chosen = visit.services.bureau.old_enterprises.choose(_held(visit), forms.id_in(form, "tie") if form["tie"] else None)
    if isinstance(chosen, Refused):
        return _who_page(visit, chosen)
    visit.note.says("went_on", "old.who", "BJ-75")
    return visit.go(WHO)


@acting(f"{WHO}/password")
async def by_password(visit: Here) -> Response[str] | Redirect:
    """登录, by the acting person's own password."""
    form = await visit.form(_OWN)
    password, answer = Secret(form.pop("password")), answer_in(form)
    logins = visit.services.bureau.old_enterprises
    result = await logins.by_password(_held(visit), password, answer, visit.client, seat_of(visit.request))
    if isinstance(result, Refused):
        said = _said_of_own(result, password)
        return _who_page(visit, result, message=said, captcha=result.captcha_required or answer is not None)
    return visit.admit(result, "old.entered_unit", "BJ-75", *flow_pages.drop(visit, _BEGUN))


@acting(f"{WHO}/captcha")
async def another_for_who(visit: Here) -> Response[str]:
    """换一张 (CAP-01)."""
    await visit.form(_OWN)
    visit.note.says("captcha", "captcha.drawn", "CAP-01")
    return _who_page(visit, captcha=True)


@acting(f"{WHO}/code")
async def send_code(visit: Here) -> Response[str] | Redirect:
    """获取验证码, to the acting person's number."""
    await visit.form({})
    sent = visit.services.bureau.old_enterprises.send_code(_held(visit))
    if isinstance(sent, Refused):
        return _who_page(visit, sent)
    visit.note.says("sent", "code.sent", "BJ-75")
    return visit.go(WHO)


@acting(f"{WHO}/enter")
async def by_code(visit: Here) -> Response[str] | Redirect:
    """登录, by the code."""
    code = Secret((await visit.form({"code": 64}))["code"])
    result = visit.services.bureau.old_enterprises.by_code(_held(visit), code, seat_of(visit.request))
    if isinstance(result, Refused):
        return _who_page(visit, result)
    return visit.admit(result, "old.entered_unit", "BJ-75", *flow_pages.drop(visit, _BEGUN))


def _held(visit: Visit) -> str:
    return flow_pages.secret_in(visit, _BEGUN)


def _said_of_unit(refused: Refused, taxpayer_id: str, password: Secret) -> Phrase:
    match refused.code:
        case RefusalCode.wrong_enterprise_password:
            return phrase("bureau.old.wrong_unit", tries=refused.attempts_left)
        case RefusalCode.malformed if refused.field == "taxpayer_id" and taxpayer_id.strip():
            return phrase("login.account_long")
    return _locked(refused) or captcha_said(refused) or login_fault(refused, taxpayer_id, password)


def _said_of_own(refused: Refused, password: Secret) -> Phrase:
    """Of the acting person's own password: whose it is stands there."""
    if refused.code is RefusalCode.wrong_credentials:
        return phrase("bureau.old.wrong_own", tries=refused.attempts_left)
    return captcha_said(refused) or login_fault(refused, "", password)


def _locked(refused: Refused) -> Phrase | None:
    """Of the unit's old login, which its own people can open again."""
    return phrase("bureau.old.locked_unit", left=left_of(refused)) if refused.code is RefusalCode.locked else None


def _unit_page(
    visit: Visit, taxpayer_id: str = "", *, refused: Refused | None = None, message: Phrase | None = None, captcha: bool = False
) -> Response[str]:
    typed = {"taxpayer_id": taxpayer_id}
    return old_page(visit, OLD, typed, CaptchaPurpose.enterprise_password, refused=refused, message=message, captcha=captcha)


def _who_page(visit: Visit, refused: Refused | None = None, *, message: Phrase | None = None, captcha: bool = False) -> Response[str]:
    """Who may act, or the one who is to; the first page where that is over. Raises StoreError."""
    found = visit.services.bureau.old_enterprises.who(_held(visit))
    if isinstance(found, Refused):
        said = _locked(found) or (None if found.code is RefusalCode.old_login_closed else why_not(found))
        return _unit_page(visit, refused=found, message=said)
    errors = {} if refused is None else flow_pages.field_errors(refused)
    shown: dict[str, Any] = captcha_drawn(visit, CaptchaPurpose.login, captcha, refused, message)
    refused, message = shown.pop("refused"), shown.pop("message")
    return visit.page(
        "bureau_old_who.html",
        "bureau.old.who" if found.chosen is None else "bureau.old.proof",
        refused=refused,
        here=WHO,
        scripts=("/countdown.js",) if found.resend else (),
        action=WHO,
        unit=found.unit,
        actors=found.actors,
        chosen=found.chosen,
        resend=found.resend,
        errors=errors,
        message=None if refused is None or errors else message or why_not(refused),
        field=None if refused is None else refused.field,
        **shown,
    )


HANDLERS = (unit_form, by_unit, another_captcha, who, nothing_here, choose, by_password, another_for_who, send_code, by_code)
