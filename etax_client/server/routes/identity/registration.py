"""Registration over HTTP: each step of a flow; the flow's secret is the token of every step but the first (REG, REG-1)."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated

from litestar import delete, get, post
from litestar.params import FromQuery, JSONBody, QueryParameter

from etax_client.domain.doors import Door
from etax_client.domain.flows.face_check import FaceRequest, FaceState, FaceView
from etax_client.domain.flows.registration import RegistrationView
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.qr_login import LONGEST_WAIT
from etax_client.server.routes.answers import accepted, refusals
from etax_client.server.routes.reading import WITH_FLOW, Anyone, Served, Spelled, address_of, bearer_of, hung_up, noted
from etax_client.server.routes.repeating import keyed, step_once
from etax_client.server.services.bundle import Services
from etax_client.server.services.repeats import Once
from etax_client.wire import paths
from etax_client.wire.registration import BegunRegistration, CodeRequest, RegistrationIdentityRequest, SettingsRequest, WayRequest

View = RegistrationView | Refused
_Wait = Annotated[float, QueryParameter(ge=0, le=LONGEST_WAIT)]
_STEP = (RefusalCode.flow_ended, RefusalCode.out_of_order)
_FORM = (*_STEP, RefusalCode.malformed, RefusalCode.too_large)


@post(paths.REGISTRATIONS, responses=refusals(RefusalCode.too_many))
async def begin_registration(request: Anyone, services: Served) -> BegunRegistration:
    """A flow of the terminal's door, good for 30 minutes."""
    flow, view = accepted(services.registrations.flow.begin(Door.terminal, address_of(request)))
    noted(request).says("begun", "registration.begun", "REG-01")
    return BegunRegistration(flow, view)


@get(paths.REGISTRATION, security=WITH_FLOW, responses=refusals(RefusalCode.flow_ended))
async def registration(request: Anyone, services: Served) -> RegistrationView:
    """How far it has come, with what was filled in, but for secrets (REG-06)."""
    return accepted(services.registrations.flow.view(bearer_of(request)))


@post(paths.REGISTRATION_AGREEMENT, security=WITH_FLOW, status_code=200, **keyed(*_STEP))
async def agree_to_registration(request: Anyone, services: Served) -> RegistrationView:
    """The agreement (REG-01)."""
    return _told(request, await _once(request, services, services.registrations.agree))


@post(paths.REGISTRATION_WAY, dto=Spelled[WayRequest], return_dto=None, security=WITH_FLOW, status_code=200, **keyed(*_FORM))
async def choose_way_of_registration(request: Anyone, services: Served, data: JSONBody[WayRequest]) -> RegistrationView:
    """Hall code or face check, as policy and door have them (REG-01)."""
    return _told(request, await _once(request, services, lambda secret, once: services.registrations.choose(secret, data.way, once)))


@post(
    paths.REGISTRATION_IDENTITY,
    dto=Spelled[RegistrationIdentityRequest],
    return_dto=None,
    security=WITH_FLOW,
    status_code=200,
    **keyed(*_FORM, RefusalCode.wrong_hall_code, RefusalCode.locked, RefusalCode.too_many, RefusalCode.already_registered),
)
async def identify_for_registration(request: Anyone, services: Served, data: JSONBody[RegistrationIdentityRequest]) -> RegistrationView:
    """Who registers, by hall code with the code that was issued for them; a field that is wrong is named (DOC-01, REG-02)."""
    typed = (data.document_type, data.number, data.name, data.nationality, data.birth, data.sex)
    address = address_of(request)
    view = await _once(
        request,
        services,
        lambda secret, once: services.registrations.identify(secret, *typed, hall_code=data.hall_code, address=address, once=once),
    )
    return _told(request, view)


@post(paths.REGISTRATION_FACE, security=WITH_FLOW, responses=refusals(*_STEP))
async def ask_for_face_check(request: Anyone, services: Served) -> FaceRequest:
    """A link to the page of a simulated face check, good for 180 seconds and one look (REG-03)."""
    asked = accepted(services.registrations.flow.ask_face(bearer_of(request)))
    noted(request).says("asked", "face.asked", "REG-03")
    return asked


@get(
    paths.REGISTRATION_FACE,
    security=WITH_FLOW,
    responses=refusals(RefusalCode.malformed, RefusalCode.flow_ended, RefusalCode.face_unknown),
)
async def face_check_of_registration(
    request: Anyone, services: Served, seen: FromQuery[FaceState | None] = None, wait: _Wait = 0
) -> FaceView:
    """The check's state: at once if it is another than the one last `seen`, else as soon as it changes or after `wait` seconds."""
    async with hung_up(request) as gone:
        return accepted(await services.registrations.flow.face(bearer_of(request), seen=seen, wait=wait, gone=gone))


@post(
    paths.REGISTRATION_SETTINGS,
    dto=Spelled[SettingsRequest],
    return_dto=None,
    security=WITH_FLOW,
    status_code=200,
    **keyed(
        *_FORM,
        RefusalCode.password_refused,
        RefusalCode.already_registered,
        RefusalCode.login_name_taken,
        RefusalCode.mobile_taken,
    ),
)
async def set_up_account(request: Anyone, services: Served, data: JSONBody[SettingsRequest]) -> RegistrationView:
    """Login name, password, mobile number and 户籍所在地, as policy and door have them (REG-04)."""

    def act(secret: str, once: Once) -> Awaitable[View]:
        return services.registrations.set_up(
            secret, login_name=data.login_name, password=data.password, mobile=data.mobile, household=data.household, once=once
        )

    return _told(request, await _once(request, services, act))


@post(paths.REGISTRATION_SMS_CODE, security=WITH_FLOW, status_code=200, **keyed(*_STEP, RefusalCode.too_many))
async def send_registration_code(request: Anyone, services: Served) -> RegistrationView:
    """An SMS code to the number of the settings (SMS-01); never in the answer (SMS-02)."""
    return _told(request, await _once(request, services, services.registrations.flow.send_code), "sent", "code.sent", "SMS-01")


@post(
    paths.REGISTRATION_ACCOUNT,
    dto=Spelled[CodeRequest],
    return_dto=None,
    security=WITH_FLOW,
    status_code=200,
    **keyed(
        *_FORM,
        RefusalCode.wrong_code,
        RefusalCode.code_void,
        RefusalCode.locked,
        RefusalCode.wrong_hall_code,
        RefusalCode.already_registered,
        RefusalCode.login_name_taken,
        RefusalCode.mobile_taken,
    ),
)
async def open_account(request: Anyone, services: Served, data: JSONBody[CodeRequest]) -> RegistrationView:
    """The account, once the code is right; asked again, the same end (IDM-1)."""
    view = await _once(request, services, lambda secret, once: services.registrations.finish(secret, data.code, once))
    return _told(request, view, "registered", "registration.done", "REG-04")


@post(paths.REGISTRATION_BACK, security=WITH_FLOW, status_code=200, **keyed(*_STEP))
async def go_back_in_registration(request: Anyone, services: Served) -> RegistrationView:
    """One step back, never behind a proof (REG-06, REG-1)."""
    return _told(request, await _once(request, services, services.registrations.flow.back))


@delete(paths.REGISTRATION, security=WITH_FLOW, responses=refusals())
async def abandon_registration(request: Anyone, services: Served) -> None:
    """Nothing of it is kept."""
    services.registrations.flow.abandon(bearer_of(request))
    noted(request).says("cancelled", "registration.abandoned", "REG-1")


async def _once(request: Anyone, services: Services, act: Callable[[str, Once], View | Awaitable[View]]) -> View:
    secret, service = bearer_of(request), services.registrations.flow
    return await step_once(request, services, secret, RegistrationView, partial(act, secret), service.view)


def _told(
    request: Anyone, result: RegistrationView | Refused, decided: str = "went_on", key: str = "registration.step", rule: str = "REG-1"
) -> RegistrationView:
    view = accepted(result)
    noted(request).says(decided, key, rule, step=view.step.value)
    return view


HANDLERS = (
    begin_registration,
    registration,
    agree_to_registration,
    choose_way_of_registration,
    identify_for_registration,
    ask_for_face_check,
    face_check_of_registration,
    set_up_account,
    send_registration_code,
    open_account,
    go_back_in_registration,
    abandon_registration,
)
