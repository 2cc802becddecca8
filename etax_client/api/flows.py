"""One flow at the server, step by step: a registration (REG) or a recovery (FPW-01); its secret stays in here."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from etax_client.api.carrier import Carrier
from etax_client.api.replies import LATE, done, read
from etax_client.domain.flows.face_check import FaceRequest, FaceState, FaceView
from etax_client.domain.flows.recovery import RecoveryView
from etax_client.domain.flows.registration import RegistrationView, Way
from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.identity.identity import Identity
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.wire import paths, registration, spelling

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)
_NOT_BEGUN = Refused(RefusalCode.flow_ended)


class Begun(Protocol[V_co]):
    """What a flow begins with."""

    @property
    def flow(self) -> Secret: ...
    @property
    def view(self) -> V_co: ...


@dataclass(frozen=True, slots=True)
class Step(Generic[V]):
    """A step of a flow of its kind, with what was filled in."""

    path: str
    form: object | None = None


class Flow(Generic[V]):
    """Each request returns how far the flow has come, or a Refused, and raises only Accidents.

    After an accident `view` tells whether the step was taken (IDM-2); doing the last step again gives the same end.
    """

    def __init__(self, carrier: Carrier, at: paths.FlowPaths, begun: type[Begun[V]], view: type[V]) -> None:
        self._carrier = carrier
        self._at = at
        self._begun = begun
        self._view = view
        self._secret: Secret | None = None

    async def begin(self) -> V | Refused:
        """A new flow; one begun before is left to its end."""
        begun = read(await self._carrier.send("POST", self._at.begin), self._begun)
        if isinstance(begun, Refused):
            return begun
        self._secret = begun.flow
        return begun.view

    async def view(self) -> V | Refused:
        return await self._ask("GET", self._at.current)

    async def take(self, step: Step[V]) -> V | Refused:
        return await self._ask("POST", step.path, step.form)

    async def send_code(self) -> V | Refused:
        """An SMS code, if there is a number; `too_many` with the seconds to wait (SMS-01)."""
        return await self._ask("POST", self._at.sms_code)

    async def ask_face(self) -> FaceRequest | Refused:
        """A new face check; an earlier one of this flow is over (REG-03)."""
        return read(await self._carrier.send("POST", self._at.face, token=self._secret), FaceRequest)

    async def face(self, seen: FaceState | None, wait: int = LONGEST_WAIT) -> FaceView | Refused:
        """The check as soon as its state is another than `seen`, or after `wait` seconds."""
        query = {"wait": str(wait)} | ({} if seen is None else {"seen": str(seen)})
        return read(await self._carrier.send("GET", self._at.face, query=query, token=self._secret, patience=wait + LATE), FaceView)

    async def back(self) -> V | Refused:
        return await self._ask("POST", self._at.back)

    async def abandon(self) -> Refused | None:
        """Nothing of it is kept."""
        secret, self._secret = self._secret, None
        return None if secret is None else done(await self._carrier.send("DELETE", self._at.current, token=secret))

    async def _ask(self, method: str, path: str, form: object | None = None) -> V | Refused:
        if self._secret is None:
            return _NOT_BEGUN
        body = None if form is None else spelling.write(form)
        return read(await self._carrier.send(method, path, body=body, token=self._secret), self._view)


# --- registration


def registering(carrier: Carrier) -> Flow[RegistrationView]:
    """One that has not begun yet."""
    return Flow(carrier, paths.REGISTRATION_FLOW, registration.BegunRegistration, RegistrationView)


def agree() -> Step[RegistrationView]:
    return Step(paths.REGISTRATION_AGREEMENT)


def choose(way: Way) -> Step[RegistrationView]:
    return Step(paths.REGISTRATION_WAY, registration.WayRequest(way))


def register(who: Identity, hall_code: Secret | None = None) -> Step[RegistrationView]:
    """A field that is wrong is named: `Refused(malformed, field=...)`; with a hall code `wrong_hall_code`, `locked`, ... (REG-02)."""
    return Step(paths.REGISTRATION_IDENTITY, registration.RegistrationIdentityRequest(*_spelled(who), hall_code=hall_code))


def set_up(password: Secret, mobile: str, login_name: str | None = None) -> Step[RegistrationView]:
    """`login_name_taken`, `mobile_taken`, `password_refused`, or `malformed` with the field."""
    return Step(paths.REGISTRATION_SETTINGS, registration.SettingsRequest(password, mobile, login_name))


def open_account(code: Secret) -> Step[RegistrationView]:
    """The account is there once the step is `done`. `wrong_code` with the tries left, `code_void`, `already_registered`, ..."""
    return Step(paths.REGISTRATION_ACCOUNT, registration.CodeRequest(code))


# --- recovery


def recovering(carrier: Carrier) -> Flow[RecoveryView]:
    """One that has not begun yet."""
    return Flow(carrier, paths.RECOVERY_FLOW, registration.BegunRecovery, RecoveryView)


def recover(who: Identity) -> Step[RecoveryView]:
    """The same for an identity that nobody has."""
    return Step(paths.RECOVERY_IDENTITY, registration.IdentityRequest(*_spelled(who)))


def prove(code: Secret) -> Step[RecoveryView]:
    """`wrong_code` with the tries left, `code_void`."""
    return Step(paths.RECOVERY_SMS_PROOF, registration.CodeRequest(code))


def set_password(password: Secret) -> Step[RecoveryView]:
    """Unlocks the account and ends its sessions (RST-2); `password_refused`."""
    return Step(paths.RECOVERY_PASSWORD, registration.NewPasswordRequest(password))


def _spelled(who: Identity) -> tuple[DocumentType, str, str, str | None, date | None, Sex | None]:
    return who.document_type, who.number, who.name, who.nationality, who.birth, who.sex
