"""The server's services as functions of domain values: each returns what was asked for or a Refused; only Accidents are raised."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from etax_client.api.carrier import Carrier
from etax_client.api.replies import LATE, Asker, done, read
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPicture, CaptchaPurpose
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.servers.server_info import ServerInfo, ServerTime
from etax_client.domain.sessions.accounts import CurrentSession, LoggedIn
from etax_client.domain.sessions.qr_login import LONGEST_WAIT, Ticket, TicketState, TicketView
from etax_client.domain.units.ca import Challenge
from etax_client.domain.units.units import AddedUnit, ListMark, UnitHome, UnitPage, UnitQuery, UnitSort, UnitTotals
from etax_client.wire import ca, login, paths, qr_login, units

if TYPE_CHECKING:
    from etax_client.api.filing.annexes import UnitAnnexes
    from etax_client.api.filing.deductions import UnitDeductions
    from etax_client.api.filing.imports import UnitImports
    from etax_client.api.filing.people import UnitPeople
    from etax_client.api.filing.returns import Filing
    from etax_client.api.flows import Flow
    from etax_client.domain.flows.recovery import RecoveryView
    from etax_client.domain.flows.registration import RegistrationView

T = TypeVar("T")


class Etax:
    """The client's view of a server; `token` hands in the current session's token, or None; `used` is called when it has been of use."""

    def __init__(self, carrier: Carrier, token: Callable[[], Secret | None], used: Callable[[], None] = lambda: None) -> None:
        self._carrier = carrier
        self._token = token
        self._asker = Asker(carrier, token, used)

    async def info(self) -> ServerInfo | Refused:
        return await self._ask("GET", paths.INFO, ServerInfo)

    async def clock_news(self, seen: str | None, wait: int = LONGEST_WAIT) -> ServerTime | Refused:
        """A steered server's time as soon as it was steered since the revision `seen`, or after `wait` seconds."""
        query = {"wait": str(wait), **({} if seen is None else {"seen": seen})}
        return read(await self._carrier.send("GET", paths.CLOCK, query=query, patience=wait + LATE), ServerTime)

    async def captcha(self, purpose: CaptchaPurpose) -> CaptchaPicture | Refused:
        """Another captcha (CAP-01)."""
        return await self._ask("POST", paths.CAPTCHAS, CaptchaPicture, login.CaptchaRequest(purpose))

    async def login(self, account: str, password: Secret, captcha: CaptchaAnswer | None = None) -> LoggedIn | Refused:
        """Real-name login by account and password (LOG)."""
        return await self._ask("POST", paths.SESSIONS, LoggedIn, login.LoginRequest(account, password, spell(captcha)))

    async def ask_for_ticket(self, device: str) -> Ticket | Refused:
        """A ticket for QR login (QR-01); the phone shows `device` as who asks (QR-04)."""
        return await self._ask("POST", paths.QR_TICKETS, Ticket, qr_login.TicketRequest(device))

    async def poll_ticket(self, poll_secret: Secret, seen: TicketState | None, wait: int = LONGEST_WAIT) -> TicketView | Refused:
        """The ticket as soon as its state is another than `seen`, or after `wait` seconds (QR-02)."""
        query = {"wait": str(wait), **({} if seen is None else {"seen": seen.value})}
        reply = await self._carrier.send("GET", paths.QR_TICKET, query=query, token=poll_secret, patience=wait + LATE)
        return read(reply, TicketView)

    async def cancel_ticket(self, poll_secret: Secret) -> Refused | None:
        """Nothing that the phone does with it from now on logs anyone in (QRT-7)."""
        return done(await self._carrier.send("DELETE", paths.QR_TICKET, token=poll_secret))

    async def redeem_ticket(self, poll_secret: Secret) -> LoggedIn | Refused:
        """The session of a confirmed ticket; when the answer was lost, it may be asked for again within 30 s (QRT-2)."""
        return read(await self._carrier.send("POST", paths.QR_SESSION, token=poll_secret), LoggedIn)

    async def current_session(self) -> CurrentSession | Refused:
        """Whose session the token opens, for those who asked to stay logged in."""
        return await self._ask("GET", paths.SESSION, CurrentSession)

    async def logout(self) -> Refused | None:
        return await self._tell("DELETE", paths.SESSION)

    async def units(
        self, query: UnitQuery, *, at: int | None = None, after: int | None = None, before: int | None = None, limit: int = 50
    ) -> UnitPage | Refused:
        """Up to `limit` units: from place `at` (counted from 0), or next to the unit with the id `after` or `before` (UNT-07)."""
        asked = {
            "taxpayer_id": query.taxpayer_id,
            "name": query.name,
            "sort": str(query.sort),
            "descending": "true" if query.descending else "",
            "at": _number(at),
            "after": _number(after),
            "before": _number(before),
            "limit": str(limit),
        }
        return await self._ask("GET", paths.UNITS, UnitPage, query={key: value for key, value in asked.items() if value})

    async def unit_totals(self) -> UnitTotals | Refused:
        return await self._ask("GET", paths.UNIT_TOTALS, UnitTotals)

    async def watch_units(self, seen: str | None, wait: int = LONGEST_WAIT) -> ListMark | Refused:
        """The list's mark as soon as it is another than `seen`, or after `wait` seconds (FLW-03)."""
        query = {"wait": str(wait), **({} if seen is None else {"seen": seen})}
        return await self._asker.wait_for(paths.UNIT_NEWS, ListMark, query, wait)

    async def add_units(self, entries: Sequence[tuple[str, str]]) -> tuple[AddedUnit, ...] | Refused:
        """Add units by (taxpayer id, confirmation); each line has a fate of its own (UNT-04)."""
        request = units.AddUnitsRequest([units.NewUnit(typed, again) for typed, again in entries])
        reply = await self._ask("POST", paths.UNITS, units.AddUnitsReply, request)
        return reply if isinstance(reply, Refused) else reply.units

    async def remove_unit(self, unit_id: int) -> Refused | None:
        """Take a unit off one's list; the unit itself stays."""
        return await self._tell("DELETE", paths.unit(unit_id))

    async def set_unit_order(self, sort: UnitSort, descending: bool, moved: Sequence[int]) -> Refused | None:
        """「设定为默认排序」 (UNT-05): sorted so, then the `moved` units in this order in the places they hold together."""
        return await self._tell("PUT", paths.UNIT_ORDER, units.UnitOrderRequest(sort, descending, list(moved)))

    async def verify_unit(self, unit_id: int, declaration_password: Secret, captcha: CaptchaAnswer | None = None) -> UnitHome | Refused:
        """Unit verification with the declaration password (VER)."""
        request = units.VerificationRequest(declaration_password, spell(captcha))
        return await self._ask("POST", paths.unit_verification(unit_id), UnitHome, request)

    async def certificate_challenge(self, unit_id: int) -> Challenge | Refused:
        """What the unit's key is to sign; good for one try and 2 minutes (CA-01)."""
        return await self._ask("POST", paths.unit_challenges(unit_id), Challenge)

    async def verify_by_certificate(self, unit_id: int, challenge: str, certificate: bytes, signature: bytes) -> UnitHome | Refused:
        """Unit verification with the unit's certificate (DER), and its key's signature over the challenge (CA)."""
        request = ca.CertificateVerificationRequest(challenge, ca.spelled(certificate), ca.spelled(signature))
        return await self._ask("POST", paths.unit_certificate(unit_id), UnitHome, request)

    async def unit_home(self, unit_id: int) -> UnitHome | Refused:
        """The home of a unit that this session has verified; Refused(unit_closed) if it has not."""
        return await self._ask("GET", paths.unit_home(unit_id), UnitHome)

    async def watch_unit(self, unit_id: int, wait: int = LONGEST_WAIT) -> Refused | None:
        """Why the unit is no longer open to this session, as soon as it is not; None if it still is after `wait` seconds (VER-04)."""
        query = {"wait": str(wait)}
        path = paths.unit_opening(unit_id)
        return done(await self._carrier.send("GET", path, query=query, token=self._token(), patience=wait + LATE))

    def registering(self) -> "Flow[RegistrationView]":
        """A registration that has not begun yet (REG)."""
        from etax_client.api import flows  # start-up budget: not before 立即注册

        return flows.registering(self._carrier)

    def recovering(self) -> "Flow[RecoveryView]":
        """A recovery that has not begun yet (FPW-01)."""
        from etax_client.api import flows  # start-up budget: not before F4

        return flows.recovering(self._carrier)

    @property
    def filing(self) -> "Filing":
        """What is done in an open unit (INC, CAL, SUB, PAY, QRY)."""
        from etax_client.api.filing.returns import Filing  # start-up budget: not before 办税首页

        return Filing(self._asker)

    def people(self, unit_id: int) -> "UnitPeople":
        """The people whom an open unit pays (PER)."""
        from etax_client.api.filing.people import UnitPeople  # start-up budget: not before 人员信息采集

        return UnitPeople(self._asker, unit_id)

    def deductions(self, unit_id: int) -> "UnitDeductions":
        """专项附加扣除信息采集 of an open unit (DED)."""
        from etax_client.api.filing.deductions import UnitDeductions  # start-up budget: not before 专项附加扣除信息采集

        return UnitDeductions(self._asker, unit_id)

    def annexes(self, unit_id: int) -> "UnitAnnexes":
        """附表填写 of an open unit (SUB-01)."""
        from etax_client.api.filing.annexes import UnitAnnexes  # start-up budget, as above

        return UnitAnnexes(self._asker, unit_id)

    def imports_of_people(self, unit_id: int) -> "UnitImports":
        """Spreadsheets of people into an open unit (PER-05)."""
        from etax_client.api.filing.imports import into_people  # start-up budget, as above

        return into_people(self._asker, unit_id)

    def imports_of_incomes(self, unit_id: int, period: str, item: str) -> "UnitImports":
        """Spreadsheets of an item of a month (INC-04)."""
        from etax_client.api.filing.imports import into_item  # start-up budget, as above

        return into_item(self._asker, unit_id, period, item)

    async def close(self) -> None:
        await self._carrier.close()

    async def _ask(
        self, method: str, path: str, kind: type[T], request: object | None = None, query: dict[str, str] | None = None
    ) -> T | Refused:
        return await self._asker.ask(method, path, kind, request, query)

    async def _tell(self, method: str, path: str, request: object | None = None) -> Refused | None:
        return await self._asker.tell(method, path, request)


def spell(captcha: CaptchaAnswer | None) -> login.Captcha | None:
    """A captcha's answer as it is sent."""
    return None if captcha is None else login.Captcha(captcha.captcha_id, captcha.answer)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
