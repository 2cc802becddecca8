"""One recovery of a forgotten password at the server, step by step (FPW-01); the secret of its flow stays in here."""

from etax_client.api.carrier import Carrier
from etax_client.api.replies import LATE, done, read
from etax_client.domain.flows.face_check import FaceRequest, FaceState, FaceView
from etax_client.domain.flows.recovery import RecoveryView
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.wire import paths, spelling
from etax_client.wire.registration import BegunRecovery, CodeRequest, IdentityRequest, NewPasswordRequest

_NOT_BEGUN = Refused(RefusalCode.flow_ended)


class Recovering:
    """Each request returns how far the recovery has come, or a Refused, and raises only Accidents; as Registering."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._flow: Secret | None = None

    async def begin(self) -> RecoveryView | Refused:
        begun = read(await self._carrier.send("POST", paths.RECOVERIES), BegunRecovery)
        if isinstance(begun, Refused):
            return begun
        self._flow = begun.flow
        return begun.recovery

    async def view(self) -> RecoveryView | Refused:
        return await self._ask("GET", paths.RECOVERY)

    async def identify(self, identity: IdentityRequest) -> RecoveryView | Refused:
        """The same for an identity that nobody has."""
        return await self._ask("POST", paths.RECOVERY_IDENTITY, identity)

    async def send_code(self) -> RecoveryView | Refused:
        """An SMS code to the number that is bound, if there is one; `too_many` with the seconds to wait."""
        return await self._ask("POST", paths.RECOVERY_SMS_CODE)

    async def prove(self, code: Secret) -> RecoveryView | Refused:
        """`wrong_code` with the tries left, `code_void`."""
        return await self._ask("POST", paths.RECOVERY_SMS_PROOF, CodeRequest(code))

    async def ask_face(self) -> FaceRequest | Refused:
        return read(await self._carrier.send("POST", paths.RECOVERY_FACE, token=self._flow), FaceRequest)

    async def face(self, seen: FaceState | None, wait: int = LONGEST_WAIT) -> FaceView | Refused:
        query = {"wait": str(wait)} | ({} if seen is None else {"seen": str(seen)})
        return read(await self._carrier.send("GET", paths.RECOVERY_FACE, query=query, token=self._flow, patience=wait + LATE), FaceView)

    async def set_password(self, password: Secret) -> RecoveryView | Refused:
        """Unlocks the account and ends its sessions (RST-2); `password_refused`."""
        return await self._ask("POST", paths.RECOVERY_PASSWORD, NewPasswordRequest(password))

    async def back(self) -> RecoveryView | Refused:
        return await self._ask("POST", paths.RECOVERY_BACK)

    async def abandon(self) -> Refused | None:
        secret, self._flow = self._flow, None
        return None if secret is None else done(await self._carrier.send("DELETE", paths.RECOVERY, token=secret))

    async def _ask(self, method: str, path: str, request: object | None = None) -> RecoveryView | Refused:
        if self._flow is None:
            return _NOT_BEGUN
        body = None if request is None else spelling.write(request)
        return read(await self._carrier.send(method, path, body=body, token=self._flow), RecoveryView)
