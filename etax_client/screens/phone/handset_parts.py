"""What the phone beside the client does besides QR logins: SIM cards, the face check, the security centre. No widgets."""

from enum import StrEnum

from etax_client.api.carrier import Accident, attempt
from etax_client.api.phone import Phone
from etax_client.domain.flows.face_check import FacePage, FaceState, link_in
from etax_client.domain.guessing import one_time_codes
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import AccountSecurity, MaskedMobile
from etax_client.domain.sessions.phone_messages import SimCard, SimCards
from etax_client.screens.explain import explain
from etax_client.texts.words import Phrase, phrase


class SimTray:
    """The cards that are in the phone, and what came to their numbers, newest first (WEB-5)."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self.cards: tuple[SimCard, ...] = ()
        self.open_to_all = False

    async def put_in(self, mobile: str) -> Phrase | None:
        """A card, as its number was typed; why not, if it can't be had."""
        outcome = await attempt(self._phone.put_in_sim(mobile))
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.malformed:
            return phrase("beside.sim.malformed")
        if not isinstance(outcome, MaskedMobile):
            return explain(outcome)
        return await self.look()

    async def look(self) -> Phrase | None:
        """What has come meanwhile; why it can't be known."""
        outcome = await attempt(self._phone.sims())
        if not isinstance(outcome, SimCards):
            return explain(outcome, harmless=True)
        self.cards, self.open_to_all = outcome.sims, outcome.open_to_all
        return None


class FaceStage(StrEnum):
    """How far one has come before the camera."""

    frame = "frame"
    blink = "blink"
    over = "over"


class FaceStand:
    """Before the (simulated) camera: nothing is seen or sent, and the outcome is the server's (REG-3, REG-2)."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._link: Secret | None = None
        self.seen: FacePage | None = None
        self.stage = FaceStage.frame

    async def open(self, link: Secret) -> Refused | Accident | None:
        """The page of a check."""
        outcome = await attempt(self._phone.face_page(link))
        if not isinstance(outcome, FacePage):
            return outcome
        self._link, self.seen = link, outcome
        self.stage = FaceStage.frame if outcome.state is FaceState.waiting else FaceStage.over
        return None

    def step_in(self) -> None:
        """The face is in the frame."""
        self.stage = FaceStage.blink

    async def blink(self) -> Refused | Accident | None:
        """The one look."""
        if self._link is None:
            return None
        outcome = await attempt(self._phone.check_face(self._link))
        if not isinstance(outcome, FacePage):
            return outcome
        self.seen, self.stage = outcome, FaceStage.over
        return None

    async def look_again(self) -> Refused | Accident | None:
        return None if self._link is None else await self.open(self._link)


def face_link(payload: str | None) -> Secret | None:
    """The link of a check in a QR code; None if it is another code, or none."""
    return None if payload is None else link_in(payload)


class SecurityCentre:
    """安全中心 of whoever is logged in (FPW-02); `password` is the account's, as far as the phone knows it."""

    def __init__(self, phone: Phone, password: Secret) -> None:
        self._phone = phone
        self._password = password
        self.account: AccountSecurity | None = None
        self.mobile = ""

    async def open(self) -> Refused | Accident | None:
        outcome = await attempt(self._phone.security())
        if not isinstance(outcome, AccountSecurity):
            return outcome
        self.account = outcome
        return None

    async def send_code(self, mobile: str) -> Refused | Accident | None:
        """To the number that is to be bound."""
        outcome = await attempt(self._phone.send_mobile_code(mobile))
        if not isinstance(outcome, MaskedMobile):
            return outcome
        self.mobile = mobile
        return None

    async def bind(self, typed: str) -> Refused | Accident | Phrase | None:
        """The number that the last code went to, against that code."""
        code = one_time_codes.read(Secret(typed))
        if not self.mobile or code is None:
            return phrase("smscode.form" if self.mobile and typed.strip() else "smscode.empty")
        outcome = await attempt(self._phone.bind_mobile(self.mobile, code, self._password))
        if not isinstance(outcome, MaskedMobile):
            return outcome
        self.mobile = ""
        return await self.open()

    async def change_password(self, password: Secret) -> Refused | Accident | None:
        """From now on the phone knows this one."""
        outcome = await attempt(self._phone.change_password(self._password, password))
        if outcome is None:
            self._password = password
        return outcome
