"""企业办税权限 in the phone beside the client: the units, and 重置申报密码 of one of them (AUT-01, DPW-01 to DPW-03). No widgets."""

from enum import StrEnum

from etax_client.api.carrier import Accident, attempt
from etax_client.api.phone import Phone
from etax_client.clock import Clock
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.phone_messages import PhoneInbox, PhoneMessage
from etax_client.domain.units.authorisations import ManagedList, ManagedUnit, PasswordReset
from etax_client.texts.words import Phrase

UNITS_PAGE = "/app/units"
"""Where a real phone finds 企业办税权限."""
_CODE = "sms.code.declaration_password"


class Stage(StrEnum):
    """Which page of 企业办税权限: the list, one unit, its reset, why there is none without a number, and that it is done."""

    listed = "listed"
    unit = "unit"
    reset = "reset"
    unbound = "unbound"
    done = "done"


class ManagedUnits:
    """Each step turns to the page that it leads to, and answers what went wrong."""

    def __init__(self, phone: Phone, clock: Clock) -> None:
        self._phone = phone
        self._clock = clock
        self.stage = Stage.listed
        self.units: tuple[ManagedUnit, ...] | None = None
        self.unit: ManagedUnit | None = None
        self.begun: PasswordReset | None = None
        self.came: PhoneMessage | None = None
        self._free = 0.0

    @property
    def scene(self) -> tuple[object, ...]:
        """What a page is drawn anew for; a code that comes is none of it, as a password may have been typed."""
        return self.stage, self.units, self.unit

    @property
    def resend(self) -> int | None:
        """Seconds until another code may be sent; None if none has been."""
        left = self._free - self._clock.monotonic()
        return max(0, round(left)) if self.came is not None or left > 0 else None

    async def open(self) -> Refused | Accident | None:
        """The list."""
        self.stage = Stage.listed
        outcome = await attempt(self._phone.managed_units())
        if not isinstance(outcome, ManagedList):
            return outcome
        self.units = outcome.units
        return None

    async def choose(self, unit: ManagedUnit) -> None:
        """查看详情."""
        self.stage, self.unit = Stage.unit, unit

    def back(self) -> None:
        """To the page before."""
        self.stage = Stage.unit if self.stage in (Stage.reset, Stage.unbound) else Stage.listed

    async def begin(self) -> Refused | Accident | None:
        """重置申报密码; who has no number bound comes to a page of its own (DPW-02)."""
        if self.unit is None:
            return None
        outcome = await attempt(self._phone.password_reset(self.unit.unit_id))
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.no_mobile:
            self.stage = Stage.unbound
            return None
        if not isinstance(outcome, PasswordReset):
            return outcome
        self.stage, self.came = Stage.reset, None
        self._hold(outcome)
        return None

    async def send_code(self) -> Refused | Accident | None:
        """获取验证码, and what has come to the phone by it."""
        if self.begun is None:
            return None
        outcome = await attempt(self._phone.send_reset_code(self.begun.unit_id))
        if isinstance(outcome, Refused) and outcome.code is RefusalCode.too_many:
            self._free = self._clock.monotonic() + (outcome.retry_after or 0)
        if not isinstance(outcome, PasswordReset):
            return outcome
        self._hold(outcome)
        inbox = await attempt(self._phone.messages())
        if not isinstance(inbox, PhoneInbox):
            return inbox
        self.came = next((message for message in inbox.messages if message.key == _CODE), None)
        return None

    async def reset(self, password: Secret, code: Secret) -> Refused | Accident | Phrase | None:
        """保存 (DPW-03)."""
        if self.begun is None:
            return None
        outcome = await attempt(self._phone.reset_declaration_password(self.begun.unit_id, password, code))
        if outcome is None:
            self.stage, self.came = Stage.done, None
        return outcome

    def _hold(self, begun: PasswordReset) -> None:
        self.begun = begun
        self._free = self._clock.monotonic() + begun.resend


def is_units_page(payload: str) -> bool:
    """Whether a QR code leads to 企业办税权限: on its own or in a world's folder."""
    return payload.lower().endswith(UNITS_PAGE)
