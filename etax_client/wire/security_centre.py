"""The security centre, SIM cards and face checks, as they are sent (FPW-02, WEB-5, REG-03)."""

import msgspec

from etax_client.domain.secret import Secret
from etax_client.domain.sessions.phone_messages import PhoneMessage
from etax_client.wire.login import Captcha, ShortText


class SecurityReply(msgspec.Struct, frozen=True):
    """What the account has; `masked_mobile` is None if no number is bound."""

    policy: str
    login_name: str | None
    masked_mobile: str | None


class ChangePasswordRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The current password is guessed at as at login: counted, and behind a captcha after a wrong one (PWD-1)."""

    current: Secret
    password: Secret
    captcha: Captcha | None = None


class MobileRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number that a code is to be sent to, or a SIM card that is put into this phone."""

    mobile: ShortText


class BindMobileRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The number, the code that was sent to it, and the account's password."""

    mobile: ShortText
    code: Secret
    password: Secret
    captcha: Captcha | None = None


class MobileReply(msgspec.Struct, frozen=True):
    """Whose number it now is; `resend` are the seconds until another code may be sent."""

    masked_mobile: str
    resend: int | None = None


class Sim(msgspec.Struct, frozen=True):
    """A SIM card in this phone, and what came to its number, newest first."""

    mobile: str
    messages: tuple[PhoneMessage, ...]


class SimsReply(msgspec.Struct, frozen=True):
    """`open_to_all`: there is one user alone, who reads what comes to any number."""

    sims: tuple[Sim, ...]
    open_to_all: bool


class FaceLinkRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The id in the address of a face check's page: whoever has it stands before the camera."""

    link: Secret
