"""The phone APP's view of a server, for the phone beside the client in the demo: the same requests as a real phone's."""

from etax_client.api.carrier import Carrier
from etax_client.api.etax import spell
from etax_client.api.replies import read
from etax_client.domain.accounts import LoggedIn
from etax_client.domain.captcha import CaptchaAnswer, CaptchaPicture, CaptchaPurpose
from etax_client.domain.qr_login import Decision, ScannedTicket
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions import Channel
from etax_client.wire import login, paths, qr_login, spelling
from etax_client.wire.qr_login import MessagesReply


class Phone:
    """A phone with nobody logged in to its APP; each request returns what was asked for or a Refused, and raises only Accidents."""

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

    async def logout(self) -> None:
        token, self._token = self._token, None
        if token is not None:
            await self._carrier.send("DELETE", paths.SESSION, token=token)

    async def scan(self, code: Secret) -> ScannedTicket | Refused:
        """What the camera saw, or a short code (QR-05)."""
        return await self._ask("POST", paths.PHONE_SCANS, qr_login.ScanRequest(code))

    async def ticket(self, ticket_id: int) -> ScannedTicket | Refused:
        return await self._ask("GET", paths.phone_ticket(ticket_id))

    async def decide(self, ticket_id: int, decision: Decision, number: int | None = None) -> ScannedTicket | Refused:
        """Confirm with the number picked, or refuse (QR-04)."""
        return await self._ask("POST", paths.phone_decision(ticket_id), qr_login.DecisionRequest(decision, number))

    async def messages(self) -> MessagesReply | Refused:
        return read(await self._carrier.send("GET", paths.PHONE_MESSAGES, token=self._token), MessagesReply)

    async def _ask(self, method: str, path: str, request: object | None = None) -> ScannedTicket | Refused:
        body = None if request is None else spelling.write(request)
        return read(await self._carrier.send(method, path, body=body, token=self._token), ScannedTicket)
