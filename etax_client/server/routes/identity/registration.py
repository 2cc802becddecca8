"""Registration over HTTP: what it has beside what every flow does; the flow's secret is the token of every step (REG, REG-1)."""

from collections.abc import Awaitable

from litestar import post
from litestar.params import JSONBody

from etax_client.domain.flows.registration import Registration, RegistrationView
from etax_client.domain.identity.identity import Said
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.routes.identity.flow_routes import FORM, STEP, FlowRoutes, common
from etax_client.server.routes.reading import WITH_FLOW, Anyone, Served, Spelled, address_of
from etax_client.server.routes.repeating import keyed
from etax_client.server.services.repeats import Once
from etax_client.wire import paths
from etax_client.wire.registration import BegunRegistration, CodeRequest, RegistrationIdentityRequest, SettingsRequest, WayRequest

FLOW: FlowRoutes[Registration, RegistrationView] = FlowRoutes(
    name="registration",
    engine=lambda services: services.registrations.flow,
    at=paths.REGISTRATION_FLOW,
    view=RegistrationView,
    begun=BegunRegistration,
    begins_by="REG-01",
    asks_face=("ask_for_face_check", "A link to the page of a simulated face check, good for 180 seconds and one look (REG-03)."),
    face_by="REG-03",
    sends_code=("send_registration_code", "An SMS code to the number of the settings (SMS-01); never in the answer (SMS-02)."),
    code_told="code.sent",
    goes_back=("go_back_in_registration", "One step back, never behind a proof (REG-06, REG-1)."),
)


@post(paths.REGISTRATION_AGREEMENT, security=WITH_FLOW, status_code=200, **keyed(*STEP))
async def agree_to_registration(request: Anyone, services: Served) -> RegistrationView:
    """The agreement (REG-01)."""
    return await FLOW.step(request, services, services.registrations.agree)


@post(paths.REGISTRATION_WAY, dto=Spelled[WayRequest], return_dto=None, security=WITH_FLOW, status_code=200, **keyed(*FORM))
async def choose_way_of_registration(request: Anyone, services: Served, data: JSONBody[WayRequest]) -> RegistrationView:
    """Hall code or face check, as policy and channel have them (REG-01)."""
    return await FLOW.step(request, services, lambda secret, once: services.registrations.choose(secret, data.way, once))


@post(
    paths.REGISTRATION_IDENTITY,
    dto=Spelled[RegistrationIdentityRequest],
    return_dto=None,
    security=WITH_FLOW,
    status_code=200,
    **keyed(*FORM, RefusalCode.wrong_hall_code, RefusalCode.locked, RefusalCode.too_many, RefusalCode.already_registered),
)
async def identify_for_registration(request: Anyone, services: Served, data: JSONBody[RegistrationIdentityRequest]) -> RegistrationView:
    """Who registers, by hall code with the code that was issued for them; a field that is wrong is named (DOC-01, REG-02)."""
    said = Said(data.document_type, data.number, data.name, data.nationality, data.birth, data.sex)
    address = address_of(request)
    return await FLOW.step(
        request,
        services,
        lambda secret, once: services.registrations.identify(secret, said, hall_code=data.hall_code, address=address, once=once),
    )


@post(
    paths.REGISTRATION_SETTINGS,
    dto=Spelled[SettingsRequest],
    return_dto=None,
    security=WITH_FLOW,
    status_code=200,
    **keyed(
        *FORM,
        RefusalCode.password_refused,
        RefusalCode.too_many,
        RefusalCode.already_registered,
        RefusalCode.login_name_taken,
        RefusalCode.mobile_taken,
    ),
)
async def set_up_account(request: Anyone, services: Served, data: JSONBody[SettingsRequest]) -> RegistrationView:
    """Login name, password, mobile number and 户籍所在地, as policy and channel have them (REG-04)."""

    def act(secret: str, once: Once) -> Awaitable[RegistrationView | Refused]:
        return services.registrations.set_up(
            secret,
            login_name=data.login_name,
            password=data.password,
            mobile=data.mobile,
            household=data.household,
            address=address_of(request),
            once=once,
        )

    return await FLOW.step(request, services, act)


@post(
    paths.REGISTRATION_ACCOUNT,
    dto=Spelled[CodeRequest],
    return_dto=None,
    security=WITH_FLOW,
    status_code=200,
    **keyed(
        *FORM,
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
    told = ("registered", "registration.done", "REG-04")
    return await FLOW.step(request, services, lambda secret, once: services.registrations.finish(secret, data.code, once), *told)


HANDLERS = (
    *common(FLOW),
    agree_to_registration,
    choose_way_of_registration,
    identify_for_registration,
    set_up_account,
    open_account,
)
