"""忘记密码 over HTTP: what a recovery has beside what every flow does; the flow's secret is the token of every step (FPW-01, RST-1)."""

from litestar import post
from litestar.params import JSONBody

from etax_client.domain.flows.recovery import Recovery, RecoveryView
from etax_client.domain.refusals import RefusalCode
from etax_client.server.routes.identity.flow_routes import FORM, FlowRoutes, common
from etax_client.server.routes.reading import WITH_FLOW, Anyone, Served, Spelled
from etax_client.server.routes.repeating import keyed
from etax_client.wire import paths
from etax_client.wire.registration import BegunRecovery, CodeRequest, IdentityRequest, NewPasswordRequest

FLOW: FlowRoutes[Recovery, RecoveryView] = FlowRoutes(
    name="recovery",
    engine=lambda services: services.recoveries.flow,
    at=paths.RECOVERY_FLOW,
    view=RecoveryView,
    begun=BegunRecovery,
    begins_by="FPW-01",
    asks_face=("ask_for_face_check_of_recovery", "A link to the page of a simulated face check, good for 180 seconds and one look."),
    face_by="FPW-01",
    sends_code=(
        "send_recovery_code",
        "An SMS code to the number that is bound, if there is one; the answer is the same if there is none (SMS-01).",
    ),
    code_told="code.asked",
    goes_back=("go_back_in_recovery", "From the proof to the identity (REG-06, REG-1)."),
)


@post(
    paths.RECOVERY_IDENTITY,
    dto=Spelled[IdentityRequest],
    return_dto=None,
    security=WITH_FLOW,
    status_code=200,
    **keyed(*FORM),
)
async def identify_for_recovery(request: Anyone, services: Served, data: JSONBody[IdentityRequest]) -> RecoveryView:
    """Whose password was forgotten, by name, document type and number; the answer is the same for an identity that nobody has."""
    typed = (data.document_type, data.number, data.name)
    return await FLOW.step(request, services, lambda secret, once: services.recoveries.identify(secret, *typed, once))


@post(
    paths.RECOVERY_SMS_PROOF,
    dto=Spelled[CodeRequest],
    return_dto=None,
    security=WITH_FLOW,
    status_code=200,
    **keyed(*FORM, RefusalCode.wrong_code, RefusalCode.code_void, RefusalCode.locked),
)
async def prove_by_sms_code(request: Anyone, services: Served, data: JSONBody[CodeRequest]) -> RecoveryView:
    """The proof by the code that was sent in this flow (RST-1)."""
    return await FLOW.step(request, services, lambda secret, once: services.recoveries.prove(secret, data.code, once))


@post(
    paths.RECOVERY_PASSWORD,
    dto=Spelled[NewPasswordRequest],
    return_dto=None,
    security=WITH_FLOW,
    status_code=200,
    **keyed(*FORM, RefusalCode.password_refused),
)
async def set_new_password(request: Anyone, services: Served, data: JSONBody[NewPasswordRequest]) -> RecoveryView:
    """The new password: the account is unlocked, its sessions are over, and nobody is logged in by it (RST-2)."""
    told = ("reset", "recovery.done", "RST-2")
    return await FLOW.step(request, services, lambda secret, once: services.recoveries.set_password(secret, data.password, once), *told)


HANDLERS = (*common(FLOW), identify_for_recovery, prove_by_sms_code, set_new_password)
