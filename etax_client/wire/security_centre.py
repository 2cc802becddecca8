"""The security centre, SIM cards and face checks, as they are sent (FPW-02, WEB-5, REG-03)."""

import msgspec

from etax_client.domain.secret import Secret
from etax_client.wire.login import Captcha, ShortText


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


class FaceLinkRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The id in the address of a face check's page: whoever has it stands before the camera."""

    link: Secret
