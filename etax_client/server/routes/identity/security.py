"""The security centre over HTTP: what the account has, another password, another mobile number (FPW-02); for sessions of any channel."""

from functools import partial
from types import NoneType

from litestar import get, post, put
from litestar.params import JSONBody

from etax_client.domain.masking import mask_mobile
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.sessions.accounts import AccountSecurity, MaskedMobile
from etax_client.server.routes.answers import accepted, refusals
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled, answer_of, client_of, noted
from etax_client.server.routes.repeating import keyed, once, person
from etax_client.server.services.identity.security import Bound
from etax_client.wire import paths
from etax_client.wire.security_centre import BindMobileRequest, ChangePasswordRequest, MobileRequest

_FORM = (RefusalCode.session_ended, RefusalCode.malformed, RefusalCode.too_large)
_GUESS = (
    *_FORM,
    RefusalCode.wrong_credentials,
    RefusalCode.captcha_required,
    RefusalCode.wrong_captcha,
    RefusalCode.locked,
    RefusalCode.busy,
)


@get(paths.SECURITY, security=SIGNED_IN, responses=refusals(RefusalCode.session_ended))
async def account_security(services: Served, any_session: SomeoneIn) -> AccountSecurity:
    """The login name and the masked mobile number of whoever is logged in."""
    account = accepted(services.security.account(any_session))
    masked = None if account.mobile is None else mask_mobile(account.mobile)
    return AccountSecurity(services.policy.name, account.login_name, masked)


@put(
    paths.SECURITY_PASSWORD,
    dto=Spelled[ChangePasswordRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=204,
    **keyed(*_GUESS, RefusalCode.password_refused),
)
async def change_password(request: Anyone, services: Served, any_session: SomeoneIn, data: JSONBody[ChangePasswordRequest]) -> None:
    """Another password against the current one; this session goes on, all others of the account are over."""
    asked = (any_session, data.current, data.password, answer_of(data.captcha), client_of(request))
    accepted(await once(request, services, person(any_session), NoneType, partial(services.security.change_password, *asked)))
    noted(request).says("reset", "security.password_changed", "FPW-02")


@post(
    paths.SECURITY_MOBILE_CODE,
    dto=Spelled[MobileRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    **keyed(*_FORM, RefusalCode.too_many),
)
async def send_mobile_code(request: Anyone, services: Served, any_session: SomeoneIn, data: JSONBody[MobileRequest]) -> MaskedMobile:
    """An SMS code to the number that is to be bound; never in the answer (SMS-02)."""
    act = partial(services.security.send_code, any_session, data.mobile)
    number, resend = accepted(await once(request, services, person(any_session), tuple[str, int], act))
    noted(request).says("sent", "code.sent", "SMS-01")
    return MaskedMobile(mask_mobile(number), resend)


@put(
    paths.SECURITY_MOBILE,
    dto=Spelled[BindMobileRequest],
    return_dto=None,
    security=SIGNED_IN,
    **keyed(*_GUESS, RefusalCode.wrong_code, RefusalCode.code_void, RefusalCode.mobile_taken),
)
async def bind_mobile(request: Anyone, services: Served, any_session: SomeoneIn, data: JSONBody[BindMobileRequest]) -> MaskedMobile:
    """This number from now on, against its code and the account's password (FPW-02, REG-3)."""
    asked = (any_session, data.mobile, data.code, data.password, answer_of(data.captcha), client_of(request))
    bound = accepted(await once(request, services, person(any_session), Bound, partial(services.security.bind, *asked)))
    noted(request).tells("bound", bound.why())
    return MaskedMobile(mask_mobile(bound.address))


HANDLERS = (account_security, change_password, send_mobile_code, bind_mobile)
