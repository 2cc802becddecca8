"""Registration and recovery, as they are sent: each step's form, and how far the flow has come."""

from datetime import date
from typing import Annotated

import msgspec

from etax_client.domain.flows.recovery import RecoveryView
from etax_client.domain.flows.registration import RegistrationView, Way
from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.secret import Secret
from etax_client.wire.login import ShortText

TypedName = Annotated[str, msgspec.Meta(max_length=200)]


class BegunRegistration(msgspec.Struct, frozen=True):
    """`flow` is the secret that opens this one registration; it goes into the Authorization header of every further step (REG-1)."""

    flow: Secret
    registration: RegistrationView

    @property
    def view(self) -> RegistrationView:
        return self.registration


class BegunRecovery(msgspec.Struct, frozen=True):
    """As above."""

    flow: Secret
    recovery: RecoveryView

    @property
    def view(self) -> RecoveryView:
        return self.recovery


class WayRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    way: Way


class IdentityRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As it was typed; the server judges it by the same function as the form (DOC-01). `nationality` is an alpha-2 code."""

    document_type: DocumentType
    number: ShortText
    name: TypedName
    nationality: Annotated[str, msgspec.Meta(max_length=2)] | None = None
    birth: date | None = None
    sex: Sex | None = None


class RegistrationIdentityRequest(IdentityRequest, frozen=True, forbid_unknown_fields=True):
    """With the code of the hall, where that is the way (REG-02)."""

    hall_code: Secret | None = None


class CodeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An SMS code."""

    code: Secret


class SettingsRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What REG-04 asks for; the login name and the 户籍所在地 where policy and channel have them."""

    password: Secret
    mobile: ShortText
    login_name: ShortText | None = None
    household: TypedName | None = None


class NewPasswordRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    password: Secret
