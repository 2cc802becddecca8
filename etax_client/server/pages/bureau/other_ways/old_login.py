"""旧版登录 of a person: account, 个人用户密码 and captcha, as long as there are two tracks (BJ-74, BJ-77)."""

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

_FORM = {"account": LONGEST_IDENTIFIER * 2, "password": 1024, "captcha_id": 64, "captcha": 16}
_PATH = BUREAU.at("/old/person")


@get([BUREAU.at("/old"), f"{_PATH}/captcha"], include_in_schema=False)
async def to_the_form(visit: Here) -> Redirect:
    """The way in that is open."""
    return visit.go(_PATH)


@get(_PATH, include_in_schema=False)
async def old_login(visit: Here) -> Response[str] | Redirect:
    return visit.go(BUREAU.prefix) if visit.session is not None else _page(visit)


@acting(_PATH)
async def by_person(visit: Here) -> Response[str] | Redirect:
    """登录."""
    form = await visit.form(_FORM)
    password = Secret(form.pop("password"))
    answer = CaptchaAnswer(form["captcha_id"], form["captcha"]) if form["captcha_id"] else None
    result = await visit.services.bureau.old_logins.by_person(form["account"], password, answer, visit.client, seat_of(visit.request))
    if isinstance(result, Refused):
        message = _message(result, form["account"], password)
        return _page(visit, form["account"], refused=result, message=message, captcha=result.captcha_required or answer is not None)
    return visit.admit(result, "old.entered", "BJ-77")


@acting(f"{_PATH}/captcha")
async def another_captcha(visit: Here) -> Response[str]:
    """换一张 (CAP-01)."""
    form = await visit.form(_FORM)
    visit.note.says("captcha", "captcha.drawn", "CAP-01")
    return _page(visit, form["account"], captcha=True)


def _page(
    visit: Visit, account: str = "", *, refused: Refused | None = None, message: Phrase | None = None, captcha: bool = False
) -> Response[str]:
    """The form, or that the old login is over. Raises StoreError."""
    track = visit.services.bureau.old_logins.now()
    picture = None
    if track is not None and captcha:
        issued = visit.services.captchas.issue(visit.client, CaptchaPurpose.login, address_of(visit.request))
        picture, refused, message = (None, issued, why_not(issued)) if isinstance(issued, Refused) else (issued, refused, message)
    return visit.page(
        "bureau_old.html",
        "bureau.old",
        refused=refused,
        here=_PATH,
        is_open=track is not None,
        last_day=None if track is None else track.last_day,
        action=_PATH,
        typed={"account": account},
        message=None if refused is not None and refused.code is RefusalCode.old_login_closed else message,
        field=None if refused is None else refused.field,
        captcha_id=None if picture is None else picture.captcha_id,
    )


def _message(refused: Refused, account: str, password: Secret) -> Phrase:
    if refused.code in (RefusalCode.captcha_required, RefusalCode.wrong_captcha):
        return phrase(f"refused.{refused.code}")
    return login_fault(refused, account, password)


HANDLERS = (to_the_form, old_login, by_person, another_captcha)
