"""The pages of registration at both doors: each step as the server sees it, its form, and the way back (REG-01 to REG-06, REG-1)."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.response import Redirect

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.flows import registration as steps
from etax_client.domain.flows.flow import OUT_OF_ORDER
from etax_client.domain.flows.registration import REGISTRATION, RegistrationView, Step, Way
from etax_client.domain.identity import login_names
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.local_time import local_day
from etax_client.domain.masking import mask_mobile
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.server.pages import forms
from etax_client.server.pages.fields import identity_fields, new_password
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.identity.flow_pages import REGISTER, Errors
from etax_client.server.pages.page_doors import both
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.pages.wrong import Wrong, hall_code_wrong, mobile_wrong, refused_for, wrong
from etax_client.server.routes.reading import address_of
from etax_client.texts import account_ways
from etax_client.texts.document_names import for_whom
from etax_client.texts.words import phrase

Page = Response[str]
Answer = Page | Redirect
Typed = Mapping[str, str]
_AT = f"/{REGISTER}"
_SETTINGS = {"login_name": 64, **new_password.FIELDS, "mobile": 64, "household": 200}
"""In the order of the form."""
_IDENTITY = {"hall_code": 64, **identity_fields.FIELDS}
_FORMS = ("agreement", "way", "identity", "face", "settings", "sms-code", "account", "back", "leave")


@get(both(_AT), include_in_schema=False)
async def registration(visit: Here) -> Page:
    """The step that is due; the first one, if nothing has begun here."""
    held = flow_pages.secret_in(visit, REGISTER)
    if not held:
        return _first_page(visit)
    view = visit.services.registrations.flow.view(held)
    return _ended(visit, view) if isinstance(view, Refused) else _page(visit, view)


@get([path for form in _FORMS for path in both(f"{_AT}/{form}")], include_in_schema=False)
async def nothing_here(visit: Here) -> Redirect:
    """Addresses of forms, opened as pages."""
    return visit.go(visit.door.at(_AT))


@acting(both(f"{_AT}/agreement"))
async def agree(visit: Here) -> Answer:
    """「同意并继续」; at the portal a flow begins with it (REG-01)."""
    await visit.form({})
    begun = _begun_at(visit, Step.agreement)
    if isinstance(begun, Refused):
        return _first_page(visit, begun)
    held, begins = begun
    agreed = visit.services.registrations.agree(held)
    return _after(visit, _over_the_only_way(visit, held, agreed), held, begins=begins)


@acting(both(f"{_AT}/way"))
async def choose(visit: Here) -> Answer:
    """By hall code or by face; in the APP a flow begins with it (REG-01)."""
    form = await visit.form({"way": 16})
    if form["way"] not in set(Way):
        raise forms.not_offered("way")
    begun = _begun_at(visit, Step.way)
    if isinstance(begun, Refused):
        return _first_page(visit, begun)
    held, begins = begun
    return _after(visit, visit.services.registrations.choose(held, Way(form["way"])), held, begins=begins)


@acting(both(f"{_AT}/identity"))
async def identify(visit: Here) -> Answer:
    """Who it is, each field judged by itself, with the code of the hall where that is the way (DOC-01, REG-02)."""
    typed = await visit.form(_IDENTITY)
    code = Secret(typed.pop("hall_code"))
    held = flow_pages.secret_in(visit, REGISTER)
    view = _due(visit, held, Step.identity)
    if not isinstance(view, RegistrationView):
        return view
    by_code = view.way is Way.hall_code
    errors = hall_code_wrong(code) if by_code else {}
    found = identity_fields.read(typed, _types(visit, view), local_day(visit.services.clock.now()))
    if errors or not isinstance(found, Identity):
        errors |= {} if isinstance(found, Identity) else found
        return _page(visit, view, errors, typed, refused_for(errors))
    whole = (found.document_type, found.number, found.name, found.nationality, found.birth, found.sex)
    result = visit.services.registrations.identify(held, *whole, hall_code=code if by_code else None, address=address_of(visit.request))
    return _after(visit, result, held, typed)


@acting(both(f"{_AT}/face"))
async def ask_for_face(visit: Here) -> Answer:
    """A face check: on a phone here, from elsewhere by a code to scan (REG-03)."""
    await visit.form({})
    held = flow_pages.secret_in(visit, REGISTER)
    asked = visit.services.registrations.flow.ask_face(held)
    if isinstance(asked, Refused):
        return _after(visit, asked, held)
    visit.note.says("asked", "face.asked", "REG-03")
    return flow_pages.to_face_check(visit, REGISTER, asked.link_id)


@acting(both(f"{_AT}/settings"))
async def set_up(visit: Here) -> Answer:
    """Login name, password, mobile number and 户籍所在地; the password goes no further than the service (REG-04)."""
    form = await visit.form(_SETTINGS)
    password, again = Secret(form.pop("password")), Secret(form.pop("again"))
    held = flow_pages.secret_in(visit, REGISTER)
    view = _due(visit, held, Step.settings)
    if not isinstance(view, RegistrationView):
        return view
    policy = visit.services.policy
    asks_household = visit.door.door in policy.household_doors
    errors = _wrong_settings(form, policy.has_login_name, asks_household)
    errors |= new_password.errors(policy.password, password, again)
    if errors:
        in_order = {field: errors[field] for field in _SETTINGS if field in errors}
        return _page(visit, view, in_order, form, refused_for(in_order), password)
    found = await visit.services.registrations.set_up(
        held,
        login_name=form["login_name"] if policy.has_login_name else None,
        password=password,
        mobile=form["mobile"],
        household=form["household"] if asks_household else None,
    )
    return _after(visit, found, held, form)


@acting(both(f"{_AT}/sms-code"))
async def send_code(visit: Here) -> Answer:
    """获取验证码 (SMS-01)."""
    await visit.form({})
    held = flow_pages.secret_in(visit, REGISTER)
    return _after(visit, visit.services.registrations.flow.send_code(held), held, told=("sent", "code.sent", "SMS-01"))


@acting(both(f"{_AT}/account"))
async def finish(visit: Here) -> Answer:
    """The account, once the code is right; a second press gives the same end (IDM-1)."""
    code = Secret((await visit.form({"code": 64})).pop("code"))
    held = flow_pages.secret_in(visit, REGISTER)
    view = visit.services.registrations.flow.view(held)
    errors = flow_pages.code_wrong(code)
    if isinstance(view, RegistrationView) and view.step is Step.sms_code and errors:
        return _page(visit, view, errors, refused=refused_for(errors))
    return _after(visit, visit.services.registrations.finish(held, code), held, told=("registered", "registration.done", "REG-04"))


@acting(both(f"{_AT}/back"))
async def back(visit: Here) -> Answer:
    """One step back; over a choice of one way, where there is nothing to choose (REG-06)."""
    await visit.form({})
    held, services = flow_pages.secret_in(visit, REGISTER), visit.services.registrations.flow
    moved = services.back(held)
    if isinstance(moved, RegistrationView) and moved.step is Step.way and _only_way(visit) is not None:
        moved = services.back(held)
    return _after(visit, moved, held)


@acting(both(f"{_AT}/leave"))
async def leave(visit: Here) -> Redirect:
    """Nothing of it is kept."""
    await visit.form({})
    visit.services.registrations.flow.abandon(flow_pages.secret_in(visit, REGISTER))
    visit.note.says("cancelled", "registration.abandoned", "REG-1")
    return visit.go(visit.door.at(_AT), *flow_pages.drop(visit, REGISTER))


def _after(
    visit: Visit,
    result: RegistrationView | Refused,
    held: str,
    typed: Typed | None = None,
    told: tuple[str, str, str] = ("went_on", "registration.step", "REG-1"),
    *,
    begins: bool = False,
) -> Answer:
    """What follows an act: the page of the step that is due by a GET, or the same one with what is wrong."""
    if isinstance(result, RegistrationView):
        visit.note.says(*told, step=result.step.value)
        kept = [flow_pages.keep(visit, REGISTER, held)] if begins else []
        return visit.go(visit.door.at(_AT), *kept)
    view = visit.services.registrations.flow.view(held)
    if isinstance(view, Refused):
        return _ended(visit, view)
    return _page(visit, view, flow_pages.field_errors(result), typed, result)


def _due(visit: Visit, held: str, step: Step) -> RegistrationView | Page:
    """The flow, if this is its step; else the page that says so."""
    view = visit.services.registrations.flow.view(held)
    if isinstance(view, Refused):
        return _ended(visit, view)
    return view if view.step is step else _page(visit, view, refused=OUT_OF_ORDER)


def _ended(visit: Visit, refused: Refused) -> Page:
    """There is no such flow any more: from the beginning."""
    return _first_page(visit, refused, drops=True)


def _first_page(visit: Visit, refused: Refused | None = None, *, drops: bool = False) -> Page:
    """Before anything has begun."""
    first = RegistrationView(visit.services.policy.name, visit.door.door, _asked(visit, None)[0], None, None, None, 0)
    return _page(visit, first, refused=refused, begun=False, cookies=flow_pages.drop(visit, REGISTER) if drops else ())


def _begun_at(visit: Visit, step: Step) -> tuple[str, bool] | Refused:
    """The flow that an act of this step belongs to, and whether it has just begun: a flow begins with the first step at this door."""
    services = visit.services.registrations.flow
    held = flow_pages.secret_in(visit, REGISTER)
    view = services.view(held) if held else None
    stands = isinstance(view, RegistrationView) and view.step is step
    if stands or step is not _asked(visit, None)[0]:
        return held, False
    begun = services.begin(visit.door.door, address_of(visit.request))
    if isinstance(begun, Refused):
        return begun
    held = begun[0].reveal()
    _over_the_only_way(visit, held, begun[1])
    return held, True


def _only_way(visit: Visit) -> Way | None:
    """The way where there is but one at this door: it is taken without asking."""
    open_ways = steps.ways(visit.services.policy, visit.door.door)
    return open_ways[0] if len(open_ways) == 1 else None


def _over_the_only_way(visit: Visit, held: str, result: RegistrationView | Refused) -> RegistrationView | Refused:
    only = _only_way(visit)
    if isinstance(result, Refused) or result.step is not Step.way or only is None:
        return result
    return visit.services.registrations.choose(held, only)


def _asked(visit: Visit, way: Way | None) -> tuple[Step, ...]:
    """The steps that this door asks for, in order."""
    stages, only = steps.order(visit.door.door, way or _only_way(visit)), _only_way(visit)
    return tuple(Step(stage.step) for stage in stages if stage.step is not Step.way or only is None)


def _page(
    visit: Visit,
    view: RegistrationView,
    errors: Errors | None = None,
    typed: Typed | None = None,
    refused: Refused | None = None,
    password: Secret | None = None,
    *,
    begun: bool = True,
    cookies: tuple[Cookie, ...] = (),
) -> Page:
    """The page of a step, with what is wrong with it; `typed` stays in the fields, `password` only tells which rules it met."""
    wrong = dict(errors or {})
    title, template, values = _DRAWN[view.step](visit, view, typed, password)
    earlier = REGISTRATION.before(view)
    goes_back = begun and earlier is not None and view.step is not _asked(visit, view.way)[0]
    said = None if wrong else refused
    return visit.page(
        template,
        title,
        refused=refused,
        here=visit.door.at(_AT),
        set_cookies=cookies,
        **flow_pages.frame(REGISTER, *_place(visit, view), said, goes_back=goes_back, begun=begun and view.step is not Step.done),
        errors=wrong,
        **values,
    )


Drawn = tuple[str, str, dict[str, Any]]
"""Title, template and values of a page."""


def _way(visit: Visit, view: RegistrationView, typed: Typed | None, password: Secret | None) -> Drawn:
    policy = visit.services.policy
    ways = [(way, for_whom(steps.types(policy, way))) for way in steps.ways(policy, view.door)]
    return "registration.way_title", "register_way.html", {"ways": ways}


def _agreement(visit: Visit, view: RegistrationView, typed: Typed | None, password: Secret | None) -> Drawn:
    return "signup.title", "register_agreement.html", {}


def _identity(visit: Visit, view: RegistrationView, typed: Typed | None, password: Secret | None) -> Drawn:
    values = flow_pages.identity_form(visit, _types(visit, view), view.identity, typed)
    return "signup.step.identity", "register_identity.html", {**values, "by_code": view.way is Way.hall_code}


def _face(visit: Visit, view: RegistrationView, typed: Typed | None, password: Secret | None) -> Drawn:
    shown = flow_pages.identity_shown(visit, view.identity)
    return "face.title", "register_face.html", {**shown, **flow_pages.face_part(visit, REGISTER, view.face)}


def _settings(visit: Visit, view: RegistrationView, typed: Typed | None, password: Secret | None) -> Drawn:
    policy, held = visit.services.policy, view.settings
    kept = {
        "login_name": "" if held is None else held.login_name or "",
        "mobile": "" if held is None else held.mobile,
        "household": "" if held is None else held.household or "",
    }
    values = {
        "typed": kept if typed is None else typed,
        "has_login_name": policy.has_login_name,
        "has_household": view.door in policy.household_doors,
        "scripts": ("/password.js",),
        "rule": policy.password,
        "rules": new_password.lines(policy.password, password),
    }
    return "signup.step.settings", "register_settings.html", values


def _sms_code(visit: Visit, view: RegistrationView, typed: Typed | None, password: Secret | None) -> Drawn:
    mobile = "" if view.settings is None else mask_mobile(view.settings.mobile)
    values = {
        "mobile": mobile,
        "resend": view.resend,
        "proves": "account",
        "proves_button": "registration.finish",
        "scripts": ("/countdown.js",),
    }
    return "signup.step.sms_code", "register_sms_code.html", values


def _done(visit: Visit, view: RegistrationView, typed: Typed | None, password: Secret | None) -> Drawn:
    mobile = "" if view.settings is None else mask_mobile(view.settings.mobile)
    by = None if view.identity is None else view.identity.document_type
    ways = account_ways.registered(visit.services.policy, by)
    values = {"identity": view.identity, "settings": view.settings, "mobile": mobile, "next": ways}
    return "signup.step.done", "register_done.html", values


_DRAWN = {
    Step.way: _way,
    Step.agreement: _agreement,
    Step.identity: _identity,
    Step.proof: _face,
    Step.settings: _settings,
    Step.sms_code: _sms_code,
    Step.done: _done,
}


def _place(visit: Visit, view: RegistrationView) -> tuple[int, int]:
    """Which of how many steps; 0 is the end."""
    asked = [step for step in _asked(visit, view.way) if step is not Step.done]
    return (asked.index(view.step) + 1 if view.step in asked else 0), len(asked)


def _types(visit: Visit, view: RegistrationView) -> tuple[DocumentType, ...]:
    return () if view.way is None else steps.types(visit.services.policy, view.way)


def _wrong_settings(form: Typed, has_login_name: bool, asks_household: bool) -> dict[str, Wrong]:
    errors: dict[str, Wrong] = {}
    name = login_names.judge(form["login_name"])
    if has_login_name and isinstance(name, Invalid):
        errors["login_name"] = wrong(phrase(f"registration.login_name_fault.{name.fault.name}"), name.fault, "REG-04")
    errors |= mobile_wrong(form["mobile"], "REG-04")
    if asks_household and not form["household"].strip():
        errors["household"] = wrong(phrase("signup.household.empty"), Fault.empty, "REG-04")
    return errors


HANDLERS = (
    registration,
    nothing_here,
    agree,
    choose,
    identify,
    ask_for_face,
    set_up,
    send_code,
    finish,
    back,
    leave,
)
