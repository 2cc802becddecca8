"""The way into the APP and the portal, and their first page: log in, home, log out, and the language (QR-03)."""

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from etax_client.domain.guessing import passwords
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPicture, CaptchaPurpose
from etax_client.domain.policies import Policy
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER
from etax_client.server.pages import language
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import PORTAL, at_all, at_both
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import Served, address_of, seat_of
from etax_client.server.services.why import because
from etax_client.texts import account_ways
from etax_client.texts.lasting import lasting
from etax_client.texts.words import Phrase, phrase

_LONGEST_BACK = 64
_LOGIN_FORM = {"account": LONGEST_IDENTIFIER * 2, "password": 1024, "captcha_id": 64, "captcha": 16, "back": _LONGEST_BACK}


@get([*at_both(""), "/APP", "/PORTAL"], include_in_schema=False)
async def home(visit: Here) -> Response[str]:
    """Home, or the login form."""
    here = visit.site.prefix
    if visit.session is None:
        return login_page(visit, here)
    manages, is_authorised = visit.services.authorisations.pages(visit.session)
    if visit.site is PORTAL:
        return visit.page("portal_home.html", "portal.title", here=here, manages=manages, is_authorised=is_authorised)
    came = len(visit.services.messages.inbox(visit.session).messages)
    return visit.page("phone_home.html", "app.title", here=here, manages=manages, is_authorised=is_authorised, messages=came)


@get([*at_both("/login"), *at_both("/captcha"), *at_all("/logout"), *at_all("/language")], include_in_schema=False)
async def nothing_here(visit: Here) -> Redirect:
    """Addresses of forms, opened as pages: from a reload, or from the browser's history."""
    return visit.go(visit.site.prefix)


@acting(at_both("/login"))
async def log_in(visit: Here) -> Response[str] | Redirect:
    """Account and password, by the same rules as everywhere (LOG); then back to where the login was asked for."""
    form = await visit.form(_LOGIN_FORM)
    password = Secret(form.pop("password"))
    answer = CaptchaAnswer(form["captcha_id"], form["captcha"]) if form["captcha_id"] else None
    channel, seat = visit.site.channel, seat_of(visit.request)
    result = await visit.services.login.by_password(form["account"], password, answer, visit.client, channel, seat)
    if isinstance(result, Refused):
        message = _why_not(visit.services.policy, result, form["account"], password)
        asked = result.captcha_required or answer is not None
        return login_page(visit, form["back"], form["account"], refused=result, message=message, captcha=asked)
    return visit.admit(result, "right.login", "LOG-06", to=visit.site.back_to(form["back"]))


@get("/captchas/{captcha_id:str}", include_in_schema=False)
async def captcha_cells(services: Served, captcha_id: Name) -> CaptchaPicture:
    """What a captcha's picture shows, pixel by pixel, for whoever draws it in cells of text (PGS-03)."""
    picture = services.captchas.picture(captcha_id)
    if picture is None:
        raise NotFoundException
    return picture


@acting(at_both("/captcha"))
async def another_captcha(visit: Here) -> Response[str]:
    """换一张 (CAP-01)."""
    form = await visit.form(_LOGIN_FORM)
    visit.note.says("captcha", "captcha.drawn", "CAP-01")
    return login_page(visit, form["back"], form["account"], captcha=True)


@acting(at_all("/logout"))
async def log_out(visit: Here) -> Redirect:
    """退出."""
    await visit.form({})
    if visit.session is not None:
        visit.sessions.end(visit.session, EndReason.logged_out)
        visit.note.says("logged_out", "session.logged_out", "SES-01")
    return visit.go(visit.site.prefix, visit.jar.drop(visit.session_cookie))


@post(at_all("/language"), include_in_schema=False)
async def choose_language(visit: Here) -> Redirect:
    """The other language, from now on in this browser, at the same place."""
    return await language.change(visit, visit.site.pages, visit.site.prefix)


def login_page(
    visit: Visit,
    back: str,
    account: str = "",
    *,
    status: int = 200,
    refused: Refused | None = None,
    message: Phrase | None = None,
    captcha: bool = False,
) -> Response[str]:
    """The login form that leads to `back`; the account stays typed, never the password (LOG-12). Raises StoreError."""
    picture = visit.services.captchas.issue(visit.client, CaptchaPurpose.login, address_of(visit.request)) if captcha else None
    if isinstance(picture, Refused):
        refused, message, picture = picture, refusal(picture), None
    return visit.page(
        "login.html",
        "app.login",
        refused=refused,
        status=status,
        here=visit.site.back_to(back),
        back=visit.site.back_to(back),
        typed={"account": account},
        message=message,
        field=None if refused is None else refused.field,
        locked=refused is not None and refused.code is RefusalCode.locked,
        until_midnight=visit.services.policy.locks_until_midnight,
        ended=visit.ended,
        account_hint=account_ways.hint(visit.services.policy),
        what="portal.what" if visit.site is PORTAL else "app.what",
        captcha_id=None if picture is None else picture.captcha_id,
    )


def asked_to_log_in(visit: Visit, back: str) -> Response[str]:
    """Instead of a page that needs a session: the login form, which says why the last one ended (SES-03)."""
    note_no_session(visit)
    return login_page(visit, visit.site.page_of(back), status=401)


def note_no_session(visit: Visit) -> None:
    """For the journal: the session has ended, or there was none."""
    ended = Refused(RefusalCode.session_ended, ended=visit.ended)
    visit.note.refuses(ended if visit.held else because(ended, "session.none", "SES-01"))


def _why_not(policy: Policy, refused: Refused, account: str, password: Secret) -> Phrase:
    match refused.code:
        case RefusalCode.wrong_credentials:
            return account_ways.wrong(policy, refused.attempts_left or 0)
        case RefusalCode.locked:
            return account_ways.locked(policy, refused.retry_after or 0)
        case RefusalCode.captcha_required | RefusalCode.wrong_captcha:
            return phrase(f"refused.{refused.code}")
        case RefusalCode.malformed if refused.field == "account":
            return phrase("login.account_long" if account.strip() else "login.account_empty")
        case RefusalCode.malformed:
            return phrase(f"password.{passwords.typing_fault(password)}")
    return refusal(refused)


def refusal_at(visit: Visit, refused: Refused) -> Phrase:
    """As all pages say it, and with the other APP's name to a code that is for that one (BJ-79)."""
    app = visit.site.app
    if refused.code is RefusalCode.locked:
        return account_ways.locked(visit.own.system.policy, refused.retry_after or 0)
    return phrase(f"app.wrong_app.{app.other}") if refused.code is RefusalCode.wrong_app and app is not None else refusal(refused)


def refusal(refused: Refused) -> Phrase:
    """What any refusal says on a page, with the time to wait."""
    if refused.code is RefusalCode.locked:
        return phrase("app.locked", left=lasting(refused.retry_after or 0))
    if refused.code is RefusalCode.too_many:
        return phrase("app.too_many", seconds=refused.retry_after)
    return phrase(f"refused.{refused.code}")


HANDLERS = (home, nothing_here, captcha_cells, log_in, another_captcha, log_out, choose_language)
