"""Captcha, login and session over HTTP."""

from litestar import Response, delete, get, post
from litestar.params import JSONBody

from etax_client.domain.guessing.captcha import CaptchaPicture
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.sessions.accounts import CurrentSession, LoggedIn
from etax_client.server.routes.answers import Turned, accepted, refusals
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import (
    SIGNED_IN,
    Anyone,
    Served,
    SomeoneIn,
    Spelled,
    address_of,
    answer_of,
    client_of,
    noted,
    seat_of,
)
from etax_client.wire import paths
from etax_client.wire.login import CaptchaRequest, LoginRequest


@post(
    paths.CAPTCHAS,
    dto=Spelled[CaptchaRequest],
    return_dto=None,
    responses=refusals(RefusalCode.malformed, RefusalCode.too_large, RefusalCode.too_many),
)
async def fetch_captcha(request: Anyone, services: Served, data: JSONBody[CaptchaRequest]) -> CaptchaPicture:
    """A new captcha, good for one try of this client within five minutes, in place of the one that it had (CAP-02)."""
    picture = accepted(services.captchas.issue(client_of(request), data.purpose, address_of(request)))
    noted(request).says("captcha", "captcha.drawn", "CAP-01")
    return picture


@get(paths.CAPTCHAS + "/{file_name:str}", media_type="image/png", responses=refusals(RefusalCode.not_found))
async def captcha_png(services: Served, file_name: Name) -> Response[bytes]:
    """The picture of a captcha for pages: its id with `.png`."""
    picture = services.captchas.png(file_name.removesuffix(".png")) if file_name.endswith(".png") else None
    if picture is None:
        raise Turned(Refused(RefusalCode.not_found))
    return Response(picture, media_type="image/png")


@post(
    paths.SESSIONS,
    dto=Spelled[LoginRequest],
    return_dto=None,
    responses=refusals(
        RefusalCode.wrong_credentials,
        RefusalCode.captcha_required,
        RefusalCode.wrong_captcha,
        RefusalCode.malformed,
        RefusalCode.too_large,
        RefusalCode.locked,
        RefusalCode.busy,
    ),
)
async def log_in(request: Anyone, services: Served, data: JSONBody[LoginRequest]) -> LoggedIn:
    """Real-name login by account and password (LOG)."""
    captcha, client, seat = answer_of(data.captcha), client_of(request), seat_of(request)
    attempt = services.login.by_password(data.account, data.password, captcha, client, data.channel, seat)
    logged_in = accepted(await attempt)
    noted(request).says("admitted", "right.login", "LOG-06", person_id=int(logged_in.profile.person_id))
    return logged_in


@get(paths.SESSION, security=SIGNED_IN, responses=refusals(RefusalCode.session_ended))
async def current_session(services: Served, any_session: SomeoneIn) -> CurrentSession:
    """Whose session the token opens, and what is left of it (SES-01)."""
    return services.sessions.current(any_session)


@delete(paths.SESSION, security=SIGNED_IN, responses=refusals(RefusalCode.session_ended))
async def log_out(request: Anyone, services: Served, any_session: SomeoneIn) -> None:
    """退出."""
    services.sessions.end(any_session, EndReason.logged_out)
    noted(request).says("logged_out", "session.logged_out", "SES-01")


HANDLERS = (fetch_captcha, captcha_png, log_in, current_session, log_out)
