"""One registration at the server, step by step (REG); the secret of its flow stays in here."""

from etax_client.api.carrier import Carrier
from etax_client.api.replies import LATE, done, read
from etax_client.domain.flows.face_check import FaceRequest, FaceState, FaceView
from etax_client.domain.flows.registration import RegistrationView, Way
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.wire import paths, spelling
from etax_client.wire.registration import BegunRegistration, CodeRequest, RegistrationIdentityRequest, SettingsRequest, WayRequest

_NOT_BEGUN = Refused(RefusalCode.flow_ended)


class Registering:
    """Each request returns how far the registration has come, or a Refused, and raises only Accidents.

    After an accident `view` tells whether the step was taken (IDM-2); doing the last step again gives the same end.
    """

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._flow: Secret | None = None

    async def begin(self) -> RegistrationView | Refused:
        """A new flow; one begun before is left to its end."""
        begun = read(await self._carrier.send("POST", paths.REGISTRATIONS), BegunRegistration)
        if isinstance(begun, Refused):
            return begun
        self._flow = begun.flow
        return begun.registration

    async def view(self) -> RegistrationView | Refused:
        return await self._ask("GET", paths.REGISTRATION)

    async def agree(self) -> RegistrationView | Refused:
        return await self._ask("POST", paths.REGISTRATION_AGREEMENT)

    async def choose(self, way: Way) -> RegistrationView | Refused:
        return await self._ask("POST", paths.REGISTRATION_WAY, WayRequest(way))

    async def identify(self, identity: RegistrationIdentityRequest) -> RegistrationView | Refused:
        """A field that is wrong is named: `Refused(malformed, field=...)`; with a hall code `wrong_hall_code`, `locked`, ... (REG-02)."""
        return await self._ask("POST", paths.REGISTRATION_IDENTITY, identity)

    async def ask_face(self) -> FaceRequest | Refused:
        """A new face check; an earlier one of this flow is over (REG-03)."""
        return read(await self._carrier.send("POST", paths.REGISTRATION_FACE, token=self._flow), FaceRequest)

    async def face(self, seen: FaceState | None, wait: int = LONGEST_WAIT) -> FaceView | Refused:
        """The check as soon as its state is another than `seen`, or after `wait` seconds."""
        query = {"wait": str(wait)} | ({} if seen is None else {"seen": str(seen)})
        return read(await self._carrier.send("GET", paths.REGISTRATION_FACE, query=query, token=self._flow, patience=wait + LATE), FaceView)

    async def set_up(self, settings: SettingsRequest) -> RegistrationView | Refused:
        """`login_name_taken`, `mobile_taken`, `password_refused`, or `malformed` with the field."""
        return await self._ask("POST", paths.REGISTRATION_SETTINGS, settings)

    async def send_code(self) -> RegistrationView | Refused:
        """An SMS code to the number of the settings; `too_many` with the seconds to wait (SMS-01)."""
        return await self._ask("POST", paths.REGISTRATION_SMS_CODE)

    async def finish(self, code: Secret) -> RegistrationView | Refused:
        """The account is there once the step is `done`. `wrong_code` with the tries left, `code_void`, `already_registered`, ..."""
        return await self._ask("POST", paths.REGISTRATION_ACCOUNT, CodeRequest(code))

    async def back(self) -> RegistrationView | Refused:
        return await self._ask("POST", paths.REGISTRATION_BACK)

    async def abandon(self) -> Refused | None:
        """Nothing of it is kept."""
        secret, self._flow = self._flow, None
        return None if secret is None else done(await self._carrier.send("DELETE", paths.REGISTRATION, token=secret))

    async def _ask(self, method: str, path: str, request: object | None = None) -> RegistrationView | Refused:
        if self._flow is None:
            return _NOT_BEGUN
        body = None if request is None else spelling.write(request)
        return read(await self._carrier.send(method, path, body=body, token=self._flow), RegistrationView)
