"""忘记密码 over HTTP: each step of a recovery; the flow's secret is the token of every step but the first (FPW-01, RST-1)."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated

from litestar import delete, get, post
from litestar.params import FromQuery, JSONBody, QueryParameter

from etax_client.domain.doors import Door
from etax_client.domain.flows.face_check import FaceRequest, FaceState, FaceView
from etax_client.domain.flows.recovery import RecoveryView
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.server.routes.answers import accepted, refusals
from etax_client.server.routes.reading import WITH_FLOW, Anyone, Served, Spelled, address_of, bearer_of, hung_up, noted
from etax_client.server.routes.repeating import keyed, step_once
from etax_client.server.services.bundle import Services
from etax_client.server.services.repeats import Once
from etax_client.wire import paths
from etax_client.wire.registration import BegunRecovery, CodeRequest, IdentityRequest, NewPasswordRequest

View = RecoveryView | Refused
_Wait = Annotated[float, QueryParameter(ge=0, le=LONGEST_WAIT)]
_STEP = (RefusalCode.flow_ended, RefusalCode.out_of_order)
_FORM = (*_STEP, RefusalCode.malformed, RefusalCode.too_large)


@post(paths.RECOVERIES, responses=refusals(RefusalCode.too_many))
async def begin_recovery(request: Anyone, services: Served) -> BegunRecovery:
    """A flow of the terminal's door, good for 30 minutes."""
    flow, view = accepted(services.recoveries.flow.begin(Door.terminal, address_of(request)))
    noted(request).says("begun", "recovery.begun", "FPW-01")
    return BegunRecovery(flow, view)


@get(paths.RECOVERY, security=WITH_FLOW, responses=refusals(RefusalCode.flow_ended))
async def recovery(request: Anyone, services: Served) -> RecoveryView:
    """How far it has come, with what was filled in, but for secrets (REG-06)."""
    return accepted(services.recoveries.flow.view(bearer_of(request)))


@post(
    paths.RECOVERY_IDENTITY,
    dto=Spelled[IdentityRequest],
    return_dto=None,
    security=WITH_FLOW,
    status_code=200,
    **keyed(*_FORM),
)
async def identify_for_recovery(request: Anyone, services: Served, data: JSONBody[IdentityRequest]) -> RecoveryView:
    """Whose password was forgotten, by name, document type and number; the answer is the same for an identity that nobody has."""
    typed = (data.document_type, data.number, data.name)
    return _told(request, await _once(request, services, lambda secret, once: services.recoveries.identify(secret, *typed, once)))


@post(paths.RECOVERY_SMS_CODE, security=WITH_FLOW, status_code=200, **keyed(*_STEP, RefusalCode.too_many))
async def send_recovery_code(request: Anyone, services: Served) -> RecoveryView:
    """An SMS code to the number that is bound, if there is one; the answer is the same if there is none (SMS-01)."""
    return _told(request, await _once(request, services, services.recoveries.flow.send_code), "sent", "code.asked", "SMS-01")


@post(
    paths.RECOVERY_SMS_PROOF,
    dto=Spelled[CodeRequest],
    return_dto=None,
    security=WITH_FLOW,
    status_code=200,
    **keyed(*_FORM, RefusalCode.wrong_code, RefusalCode.code_void, RefusalCode.locked),
)
async def prove_by_sms_code(request: Anyone, services: Served, data: JSONBody[CodeRequest]) -> RecoveryView:
    """The proof by the code that was sent in this flow (RST-1)."""
    return _told(request, await _once(request, services, lambda secret, once: services.recoveries.prove(secret, data.code, once)))


@post(paths.RECOVERY_FACE, security=WITH_FLOW, responses=refusals(*_STEP))
async def ask_for_face_check_of_recovery(request: Anyone, services: Served) -> FaceRequest:
    """A link to the page of a simulated face check, good for 180 seconds and one look."""
    asked = accepted(services.recoveries.flow.ask_face(bearer_of(request)))
    noted(request).says("asked", "face.asked", "FPW-01")
    return asked


@get(
    paths.RECOVERY_FACE,
    security=WITH_FLOW,
    responses=refusals(RefusalCode.malformed, RefusalCode.flow_ended, RefusalCode.face_unknown),
)
async def face_check_of_recovery(request: Anyone, services: Served, seen: FromQuery[FaceState | None] = None, wait: _Wait = 0) -> FaceView:
    """The check's state: at once if it is another than the one last `seen`, else as soon as it changes or after `wait` seconds."""
    async with hung_up(request) as gone:
        return accepted(await services.recoveries.flow.face(bearer_of(request), seen=seen, wait=wait, gone=gone))


@post(
    paths.RECOVERY_PASSWORD,
    dto=Spelled[NewPasswordRequest],
    return_dto=None,
    security=WITH_FLOW,
    status_code=200,
    **keyed(*_FORM, RefusalCode.password_refused),
)
async def set_new_password(request: Anyone, services: Served, data: JSONBody[NewPasswordRequest]) -> RecoveryView:
    """The new password: the account is unlocked, its sessions are over, and nobody is logged in by it (RST-2)."""
    view = await _once(request, services, lambda secret, once: services.recoveries.set_password(secret, data.password, once))
    return _told(request, view, "reset", "recovery.done", "RST-2")


@post(paths.RECOVERY_BACK, security=WITH_FLOW, status_code=200, **keyed(*_STEP))
async def go_back_in_recovery(request: Anyone, services: Served) -> RecoveryView:
    """From the proof to the identity (REG-06, REG-1)."""
    return _told(request, await _once(request, services, services.recoveries.flow.back))


@delete(paths.RECOVERY, security=WITH_FLOW, responses=refusals())
async def abandon_recovery(request: Anyone, services: Served) -> None:
    """Nothing of it is kept."""
    services.recoveries.flow.abandon(bearer_of(request))
    noted(request).says("cancelled", "recovery.abandoned", "REG-1")


async def _once(request: Anyone, services: Services, act: Callable[[str, Once], View | Awaitable[View]]) -> View:
    secret, service = bearer_of(request), services.recoveries.flow
    return await step_once(request, services, secret, RecoveryView, partial(act, secret), service.view)


def _told(
    request: Anyone, result: RecoveryView | Refused, decided: str = "went_on", key: str = "recovery.step", rule: str = "REG-1"
) -> RecoveryView:
    view = accepted(result)
    noted(request).says(decided, key, rule, step=view.step.value)
    return view


HANDLERS = (
    begin_recovery,
    recovery,
    identify_for_recovery,
    send_recovery_code,
    prove_by_sms_code,
    ask_for_face_check_of_recovery,
    face_check_of_recovery,
    set_new_password,
    go_back_in_recovery,
    abandon_recovery,
)
