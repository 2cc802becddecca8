"""A phone as a program: the JSON that the API has for it, for tests of what it decides while a client looks on."""

from typing import TypeVar

from etax_client.api.carrier import Carrier
from etax_client.api.etax import spell
from etax_client.api.replies import done, read
from etax_client.domain.channels import Channel
from etax_client.domain.flows.face_check import FacePage
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPicture, CaptchaPurpose
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn, MaskedMobile
from etax_client.domain.sessions.qr_login import Decision, ScannedTicket
from etax_client.domain.units.authorisations import PasswordReset
from etax_client.wire import login, paths, qr_login, spelling
from etax_client.wire.authorisations import DeclarationPasswordRequest
from etax_client.wire.security_centre import BindMobileRequest, ChangePasswordRequest, FaceLinkRequest, MobileRequest

T = TypeVar("T")


class Phone:
    """Nobody is logged in at first; each request returns what was asked for or a Refused, and raises only Accidents."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._token: Secret | None = None

    async def captcha(self) -> CaptchaPicture | Refused:
        body = spelling.write(login.CaptchaRequest(CaptchaPurpose.login))
        return read(await self._carrier.send("POST", paths.CAPTCHAS, body=body), CaptchaPicture)

    async def login(self, account: str, password: Secret, captcha: CaptchaAnswer | None = None) -> LoggedIn | Refused:
        """Log in to the APP (QR-03)."""
        request = login.LoginRequest(account, password, spell(captcha), Channel.phone)
        outcome = read(await self._carrier.send("POST", paths.SESSIONS, body=spelling.write(request)), LoggedIn)
        if isinstance(outcome, LoggedIn):
            self._token = outcome.token
        return outcome

    async def scan(self, code: Secret) -> ScannedTicket | Refused:
        """What the camera saw, or a short code (QR-05)."""
        return await self._ask("POST", paths.PHONE_SCANS, ScannedTicket, qr_login.ScanRequest(code))

    async def decide(self, ticket_id: int, decision: Decision, number: int | None = None) -> ScannedTicket | Refused:
        """Confirm with the number picked, or refuse (QR-04)."""
        return await self._ask("POST", paths.phone_decision(ticket_id), ScannedTicket, qr_login.DecisionRequest(decision, number))

    async def change_password(self, current: Secret, password: Secret, captcha: CaptchaAnswer | None = None) -> Refused | None:
        """`password_refused` for the new one; the current one is guessed at as at login: `wrong_credentials`, `locked`, captchas."""
        body = spelling.write(ChangePasswordRequest(current, password, spell(captcha)))
        return done(await self._carrier.send("PUT", paths.SECURITY_PASSWORD, body=body, token=self._token))

    async def send_mobile_code(self, mobile: str) -> MaskedMobile | Refused:
        """A code to the number that is to be bound; `too_many` with the seconds to wait (SMS-01)."""
        return await self._ask("POST", paths.SECURITY_MOBILE_CODE, MaskedMobile, MobileRequest(mobile))

    async def bind_mobile(
        self, mobile: str, code: Secret, password: Secret, captcha: CaptchaAnswer | None = None
    ) -> MaskedMobile | Refused:
        """Against the code and the account's password; `wrong_code` with the tries left, `code_void`, and as for the password above."""
        return await self._ask("PUT", paths.SECURITY_MOBILE, MaskedMobile, BindMobileRequest(mobile, code, password, spell(captcha)))

    async def send_reset_code(self, unit_id: int) -> PasswordReset | Refused:
        """A code to one's own number; `too_many` with the seconds to wait (DPW-03, SMS-01)."""
        return await self._ask("POST", paths.declaration_password_code(unit_id), PasswordReset)

    async def reset_declaration_password(self, unit_id: int, password: Secret, code: Secret) -> Refused | None:
        """`password_refused` before the code is looked at; `wrong_code` with the tries left, `code_void` (DPW-03, COD-4)."""
        body = spelling.write(DeclarationPasswordRequest(password, code))
        return done(await self._carrier.send("PUT", paths.declaration_password(unit_id), body=body, token=self._token))

    async def check_face(self, link: Secret) -> FacePage | Refused:
        """The one look; its outcome is the server's, and no picture is sent (REG-2)."""
        return await self._ask("POST", paths.PHONE_FACE_CHECKS, FacePage, FaceLinkRequest(link))

    async def _ask(self, method: str, path: str, kind: type[T], request: object | None = None) -> T | Refused:
        body = None if request is None else spelling.write(request)
        return read(await self._carrier.send(method, path, body=body, token=self._token), kind)
