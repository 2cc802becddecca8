"""The pages of registration on both sites: each step as the server sees it, and its form (REG-01 to REG-06, REG-1)."""

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.flows import registration as steps
from etax_client.domain.flows.registration import REGISTRATION, Registration, RegistrationView, Step, Way
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.local_time import local_day
from etax_client.domain.masking import mask_mobile
from etax_client.domain.policies import Policy
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.server.pages import forms
from etax_client.server.pages.fields import identity_fields, new_password
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.identity.flow_handlers import Answer, Drawn, Filled, FlowPages, common, turned_down
from etax_client.server.pages.identity.flow_pages import REGISTER
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import at_both
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.pages.wrong import hall_code_wrong, said_of
from etax_client.server.routes.reading import address_of
from etax_client.server.services.why import Unfit, unfit_in
from etax_client.texts import account_ways
from etax_client.texts.document_names import for_whom
from etax_client.texts.words import Phrase, phrase

_SETTINGS = {"login_name": 64, **new_password.FIELDS, "mobile": 64, "household": 200}
"""In the order of the form."""
_IDENTITY = {"hall_code": 64, **identity_fields.FIELDS}


def _way(visit: Visit, view: RegistrationView, filled: Filled) -> Drawn:
    policy = visit.services.policy
    ways = [(way, for_whom(steps.types(policy, way))) for way in steps.ways(policy, view.channel)]
    return Drawn("registration.way_title", "register_way.html", {"ways": ways})


def _agreement(visit: Visit, view: RegistrationView, filled: Filled) -> Drawn:
    return Drawn("signup.title", "register_agreement.html", {})


def _identity(visit: Visit, view: RegistrationView, filled: Filled) -> Drawn:
    values = flow_pages.identity_form(visit, _types(visit, view), view.identity, filled.typed)
    return Drawn("signup.step.identity", "register_identity.html", {**values, "by_code": view.way is Way.hall_code})


def _face(visit: Visit, view: RegistrationView, filled: Filled) -> Drawn:
    shown = flow_pages.identity_shown(visit, view.identity)
    return Drawn("face.title", "register_face.html", {**shown, **flow_pages.face_part(visit, REGISTER, view.face)})


def _settings(visit: Visit, view: RegistrationView, filled: Filled) -> Drawn:
    policy, held = visit.services.policy, view.settings
    kept = {
        "login_name": "" if held is None else held.login_name or "",
        "mobile": "" if held is None else held.mobile,
        "household": "" if held is None else held.household or "",
    }
    values = {
        "typed": kept if filled.typed is None else filled.typed,
        "login_name_hint": policy.login_name and account_ways.login_name_hint(policy.login_name),
        "has_household": view.channel in policy.household_channels,
        "scripts": ("/password.js",),
        "rule": policy.password,
        "rules": new_password.lines(policy.password, filled.password),
    }
    return Drawn("signup.step.settings", "register_settings.html", values)


def _sms_code(visit: Visit, view: RegistrationView, filled: Filled) -> Drawn:
    values = {
        "mobile": _mobile(view),
        "resend": view.resend,
        "proves": "account",
        "proves_button": "registration.finish",
        "scripts": ("/countdown.js",),
    }
    return Drawn("signup.step.sms_code", "register_sms_code.html", values)


def _done(visit: Visit, view: RegistrationView, filled: Filled) -> Drawn:
    by = None if view.identity is None else view.identity.document_type
    ways = account_ways.registered(visit.services.policy, by)
    values = {"identity": view.identity, "settings": view.settings, "mobile": _mobile(view), "next": ways}
    return Drawn("signup.step.done", "register_done.html", values)


def _first(visit: Visit) -> RegistrationView:
    return RegistrationView(visit.services.policy.name, visit.site.channel, _asked(visit, None)[0], None, None, None, 0)


def _asked(visit: Visit, way: Way | None) -> tuple[Step, ...]:
    """The steps that this site asks for, in order."""
    stages, only = steps.order(visit.site.channel, way or _only_way(visit)), _only_way(visit)
    return tuple(Step(stage.step) for stage in stages if stage.step is not Step.way or only is None)


def _only_way(visit: Visit) -> Way | None:
    """The way where there is but one on this site: it is taken without asking."""
    open_ways = steps.ways(visit.services.policy, visit.site.channel)
    return open_ways[0] if len(open_ways) == 1 else None


_DRAWN = {
    Step.way: _way,
    Step.agreement: _agreement,
    Step.identity: _identity,
    Step.proof: _face,
    Step.settings: _settings,
    Step.sms_code: _sms_code,
    Step.done: _done,
}
FLOW: FlowPages[Registration, RegistrationView] = FlowPages(
    at=REGISTER,
    kind=REGISTRATION,
    engine=lambda services: services.registrations.flow,
    forms=("agreement", "way", "identity", "settings", "account"),
    first=_first,
    asked=lambda visit, view: _asked(visit, view.way),
    draw=lambda visit, view, filled: _DRAWN[view.step](visit, view, filled),
    face_by="REG-03",
)


@acting(at_both(f"{FLOW.path}/agreement"))
async def agree(visit: Here) -> Answer:
    """「同意并继续」; at the portal a flow begins with it (REG-01)."""
    await visit.form({})
    begun = _begun_at(visit, Step.agreement)
    if isinstance(begun, Refused):
        return FLOW.page(visit, None, Filled(refused=begun))
    held, begins = begun
    agreed = visit.services.registrations.agree(held)
    return FLOW.after(visit, _over_the_only_way(visit, held, agreed), held, begins=begins)


@acting(at_both(f"{FLOW.path}/way"))
async def choose(visit: Here) -> Answer:
    """By hall code or by face; in the APP a flow begins with it (REG-01)."""
    form = await visit.form({"way": 16})
    if form["way"] not in set(Way):
        raise forms.not_offered("way")
    begun = _begun_at(visit, Step.way)
    if isinstance(begun, Refused):
        return FLOW.page(visit, None, Filled(refused=begun))
    held, begins = begun
    return FLOW.after(visit, visit.services.registrations.choose(held, Way(form["way"])), held, begins=begins)


@acting(at_both(f"{FLOW.path}/identity"))
async def identify(visit: Here) -> Answer:
    """Who it is, each field judged by itself, with the code of the hall where that is the way (DOC-01, REG-02)."""
    typed = await visit.form(_IDENTITY)
    code = Secret(typed.pop("hall_code"))
    held = FLOW.held(visit)
    view = FLOW.due(visit, held, Step.identity)
    if not isinstance(view, RegistrationView):
        return view
    by_code = view.way is Way.hall_code
    errors = hall_code_wrong(code) if by_code else {}
    found = identity_fields.read(typed, _types(visit, view), local_day(visit.services.clock.now()))
    if errors or not isinstance(found, Identity):
        errors |= {} if isinstance(found, Identity) else found
        return FLOW.page(visit, view, turned_down(errors, typed))
    result = visit.services.registrations.identify(held, found, hall_code=code if by_code else None, address=address_of(visit.request))
    return FLOW.after(visit, result, held, typed)


@acting(at_both(f"{FLOW.path}/settings"))
async def set_up(visit: Here) -> Answer:
    """Login name, password, mobile number and 户籍所在地; the password goes no further than the service (REG-04)."""
    form = await visit.form(_SETTINGS)
    password, again = Secret(form.pop("password")), Secret(form.pop("again"))
    held = FLOW.held(visit)
    view = FLOW.due(visit, held, Step.settings)
    if not isinstance(view, RegistrationView):
        return view
    policy = visit.services.policy
    found = await visit.services.registrations.set_up(
        held,
        login_name=form["login_name"] if policy.login_name else None,
        password=password,
        again=again,
        mobile=form["mobile"],
        household=form["household"] if visit.site.channel in policy.household_channels else None,
        address=address_of(visit.request),
    )
    if isinstance(found, Refused) and (wrong := unfit_in(found)):
        errors = {field: _said(field, wrong[field], policy) for field in _SETTINGS if field in wrong}
        return FLOW.page(visit, view, Filled(form, errors, found, password))
    return FLOW.after(visit, found, held, form)


@acting(at_both(f"{FLOW.path}/account"))
async def finish(visit: Here) -> Answer:
    """The account, once the code is right; a second press gives the same end (IDM-1)."""
    code = Secret((await visit.form({"code": 64})).pop("code"))
    held = FLOW.held(visit)
    finished = visit.services.registrations.finish(held, code)
    return FLOW.after(visit, finished, held, told=("registered", "registration.done", "REG-04"))


def _begun_at(visit: Visit, step: Step) -> tuple[str, bool] | Refused:
    """The flow that an act of this step belongs to, and whether it has just begun: a flow begins with the first step on this site."""
    services, held = visit.services.registrations, FLOW.held(visit)
    view = services.flow.view(held) if held else None
    stands = isinstance(view, RegistrationView) and view.step is step
    if stands or step is not _asked(visit, None)[0]:
        return held, False
    begun = FLOW.begin(visit)
    if isinstance(begun, Refused):
        return begun
    held, first = begun
    _over_the_only_way(visit, held, first)
    return held, True


def _over_the_only_way(visit: Visit, held: str, result: RegistrationView | Refused) -> RegistrationView | Refused:
    only = _only_way(visit)
    if isinstance(result, Refused) or result.step is not Step.way or only is None:
        return result
    return visit.services.registrations.choose(held, only)


def _mobile(view: RegistrationView) -> str:
    return "" if view.settings is None else mask_mobile(view.settings.mobile)


def _types(visit: Visit, view: RegistrationView) -> tuple[DocumentType, ...]:
    return () if view.way is None else steps.types(visit.services.policy, view.way)


def _said(field: str, unfit: Unfit, policy: Policy) -> Phrase:
    """What is wrong in a field of the settings, beside it."""
    if field == "login_name" and policy.login_name is not None:
        return account_ways.login_name_wrong(Invalid(Fault(unfit.fault)), policy.login_name)
    if field in new_password.FIELDS:
        return new_password.said(field, unfit)
    if field == "household":
        return phrase("signup.household.empty" if unfit.fault == Fault.empty else "refused.malformed")
    return said_of(field, unfit.fault)


HANDLERS = (*common(FLOW), agree, choose, identify, set_up, finish)
