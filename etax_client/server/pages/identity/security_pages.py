"""安全中心 on both sites, and of it in the bureau's account centre: change the password, bind or change the mobile number (FPW-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPurpose
from etax_client.domain.masking import mask_mobile
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER
from etax_client.server.pages.fields import new_password
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.login import refusal
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU, at_both, at_centres
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.reading import address_of
from etax_client.server.services.acting import Over
from etax_client.server.services.identity.reached import BY_MAILBOX, BY_NUMBER, Reached
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.services.why import because, unfit_in
from etax_client.texts.words import Phrase, phrase

Page = Response[str]
Answer = Page | Redirect
_PASSWORD, _MOBILE, _EMAIL = "/password", "/mobile", "/email"
_CAPTCHA = {"captcha_id": 64, "captcha": 16}
_PASSWORD_FORM = {"current": 1024, **new_password.FIELDS, **_CAPTCHA}


def _reaching(form: str = "") -> list[str]:
    """Where a number is bound, at every site, and a mailbox, where accounts have one."""
    return [*at_centres(_MOBILE + form), BUREAU.at(BUREAU.centre + _EMAIL + form)]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a form is shown again with: why it was refused, and what is wrong, field by field."""

    refused: Refused | None = None
    errors: Mapping[str, Phrase] | None = None
    captcha: bool = False


@get(at_both("/security"), include_in_schema=False)
async def centre(visit: Here) -> Page:
    """What the account has."""
    session = _session(visit)
    account = visit.own.security.account(session)
    if isinstance(account, Refused):
        raise Over(account)
    return visit.page("security.html", "app.security", login_name=account.login_name, mobile=account.mobile and mask_mobile(account.mobile))


@get([*at_centres(f"{_PASSWORD}/done"), *_reaching("/done")], include_in_schema=False)
async def done(visit: Here) -> Answer:
    """It is changed, by the form that led here; else there is nothing to say."""
    _session(visit)
    what = "password" if visit.path == _at(visit, f"{_PASSWORD}/done") else _by(visit).field
    if visit.was_done(what) is None:
        return visit.go(_at(visit))
    return visit.page("security_done.html", f"{visit.site.words}.{what}", here=_at(visit), what=what, **_centre(visit))


_CAPTCHAS = [path for form in (_PASSWORD, _MOBILE) for path in at_both(f"/security{form}/captcha")]
"""Where captchas are asked for."""


@get([*_reaching("/sms-code"), *_CAPTCHAS], include_in_schema=False)
async def nothing_here(visit: Here) -> Redirect:
    """Addresses of forms, opened as pages."""
    return visit.go(visit.path.rpartition("/")[0])


@get(at_centres(_PASSWORD), include_in_schema=False)
async def password_form(visit: Here) -> Page:
    _session(visit)
    return _password_page(visit)


@acting(at_both(f"/security{_PASSWORD}/captcha"))
async def another_captcha_for_password(visit: Here) -> Page:
    """换一张 (CAP-01)."""
    await visit.form(_PASSWORD_FORM)
    _session(visit)
    return _password_page(visit, _Said(captcha=True))


@acting(at_centres(_PASSWORD))
async def change_password(visit: Here) -> Answer:
    """The new password goes for every other session; the current one is guessed at as at login (PWD-1)."""
    form = await visit.form(_PASSWORD_FORM)
    current, password, again = (Secret(form.pop(name)) for name in ("current", "password", "again"))
    session = _session(visit)
    answer = _answer(form)
    asked = (session, current, password, answer, visit.client)
    refused = await visit.own.security.change_password(*asked, visit.keeping("password"), again=again)
    if refused is not None:
        return _password_page(visit, _said(refused, "current", answer), password)
    visit.note.says("reset", "security.password_changed", "FPW-02")
    return visit.done(_at(visit, f"{_PASSWORD}/done"))


@get(_reaching(), include_in_schema=False)
async def reached_form(visit: Here) -> Page:
    """The form; after 获取验证码 with what the code went to."""
    _session(visit)
    sent, by = visit.result("sent", tuple[str, int]), _by(visit)
    return _reached_page(visit, by, {}) if sent is None else _reached_page(visit, by, {by.field: sent[0]}, resend=sent[1])


@acting(at_both(f"/security{_MOBILE}/captcha"))
async def another_captcha_for_mobile(visit: Here) -> Page:
    form = await visit.form(_form_of(BY_NUMBER))
    _session(visit)
    return _reached_page(visit, BY_NUMBER, form, _Said(captcha=True))


@acting(_reaching("/sms-code"))
async def send_code(visit: Here) -> Answer:
    """获取验证码, to the new number or mailbox (SMS-01)."""
    by = _by(visit)
    form = await visit.form(_form_of(by))
    session, answer = _session(visit), _answer(form)
    sent = visit.own.security.send_code(session, form[by.field], visit.keeping("sent"), by=by)
    if isinstance(sent, Refused):
        return _reached_page(visit, by, form, _said(sent, "password", answer))
    visit.note.says("sent", "code.sent", "SMS-01")
    return visit.done(_at(visit, f"/{by.field}"))


@acting(_reaching())
async def bind(visit: Here) -> Answer:
    """The number, or the mailbox, is the account's, with the code that came to it and the account's password (BJ-50, BJ-52)."""
    by = _by(visit)
    form = await visit.form(_form_of(by))
    code, password = Secret(form.pop("code")), Secret(form.pop("password"))
    answer = _answer(form)
    asked = (_session(visit), form[by.field], code, password, answer, visit.client)
    bound = await visit.own.security.bind(*asked, visit.keeping(by.field), by=by)
    if isinstance(bound, Refused):
        return _reached_page(visit, by, form, _said(bound, "password", answer))
    visit.note.tells("bound", bound.why(by))
    return visit.done(_at(visit, f"/{by.field}/done"))


def _password_page(visit: Visit, said: _Said | None = None, password: Secret | None = None) -> Page:
    rule = visit.own.security.system.policy.password
    rules = new_password.lines(rule, password if password is not None and password.reveal() else None)
    return _form_page(visit, "security_password.html", _PASSWORD, said or _Said(), scripts=("/password.js",), rule=rule, rules=rules)


def _by(visit: Visit) -> Reached:
    """What the address is about."""
    return BY_MAILBOX if visit.path.startswith(_at(visit, _EMAIL)) else BY_NUMBER


def _form_of(by: Reached) -> dict[str, int]:
    return {by.field: LONGEST_IDENTIFIER * 2, "code": 64, "password": 1024, **_CAPTCHA}


def _reached_page(visit: Visit, by: Reached, form: Mapping[str, str], said: _Said | None = None, resend: int | None = None) -> Page:
    typed, scripts = {by.field: form.get(by.field, "")}, ("/countdown.js",)
    return _form_page(
        visit, "security_reached.html", f"/{by.field}", said or _Said(), scripts=scripts, typed=typed, reached=by.field, resend=resend
    )


def _form_page(visit: Visit, template: str, at: str, said: _Said, *, scripts: tuple[str, ...], **values: Any) -> Page:
    picture = visit.services.captchas.issue(visit.client, CaptchaPurpose.login, address_of(visit.request)) if said.captcha else None
    if isinstance(picture, Refused):
        said, picture = _Said(picture), None
    return visit.page(
        template,
        f"{visit.site.words}.{at.removeprefix('/')}",
        refused=said.refused,
        here=_at(visit, at),
        scripts=scripts,
        errors=dict(said.errors or {}),
        message=None if said.refused is None or said.errors else refusal(said.refused),
        captcha_id=None if picture is None else picture.captcha_id,
        another=_at(visit, f"{at}/captcha"),
        **_centre(visit),
        **values,
    )


def _session(visit: Visit) -> Session:
    """That of whoever is logged in. Raises Over, which leads to where one logs in."""
    if visit.session is None:
        ended = Refused(RefusalCode.session_ended, ended=visit.ended)
        raise Over(ended if visit.held else because(ended, "session.none", "SES-01"))
    return visit.session


def _at(visit: Visit, path: str = "") -> str:
    return visit.site.at(visit.site.centre + path)


def _centre(visit: Visit) -> dict[str, Any]:
    """Where the forms are, and how what is said in them begins."""
    words = visit.site.words
    return {"centre": visit.site.centre, "words": words, "own_password": f"{words}.account_password"}


def _said(refused: Refused, guessed: str, answer: CaptchaAnswer | None) -> _Said:
    """`guessed` is the field with the account's password."""
    errors = flow_pages.field_errors(refused)
    if refused.code is RefusalCode.malformed:
        errors |= _unfit_said(refused, guessed)
    if refused.code is RefusalCode.wrong_credentials:
        errors = {guessed: phrase("security.wrong", tries=refused.attempts_left)}
    return _Said(refused, errors, refused.captcha_required or answer is not None)


def _answer(form: Mapping[str, str]) -> CaptchaAnswer | None:
    return CaptchaAnswer(form["captcha_id"], form["captcha"]) if form["captcha_id"] else None


def _unfit_said(refused: Refused, guessed: str) -> dict[str, Phrase]:
    """What is wrong with the account's password as it was typed, or with another one."""
    found = unfit_in(refused)
    mine = {guessed: phrase(f"password.{found[guessed].fault}")} if guessed in found else {}
    return mine if guessed == "password" else mine | new_password.unfit_said(refused)


HANDLERS = (
    centre,
    done,
    nothing_here,
    password_form,
    another_captcha_for_password,
    change_password,
    reached_form,
    another_captcha_for_mobile,
    send_code,
    bind,
)
