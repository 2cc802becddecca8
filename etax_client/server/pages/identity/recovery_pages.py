"""The pages of 忘记密码 at both doors: who it is, the proof by SMS code or face, the new password (FPW-01, RST-1)."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.flows.flow import OUT_OF_ORDER
from etax_client.domain.flows.recovery import Proof, RecoveryStep, RecoveryView
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.server.pages.fields import identity_fields, new_password
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.identity.flow_pages import FORGOT, Errors
from etax_client.server.pages.page_doors import both
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.pages.wrong import refused_for
from etax_client.server.routes.reading import address_of

Page = Response[str]
Answer = Page | Redirect
Typed = Mapping[str, str]
_AT = f"/{FORGOT}"
_FORMS = ("identity", "sms-code", "sms-proof", "face", "password", "back", "leave")
_IDENTITY = {name: identity_fields.FIELDS[name] for name in ("document_type", "number", "name")}
_TYPES = tuple(DocumentType)
_PLACES: dict[RecoveryStep, int] = {step: number for number, step in enumerate(RecoveryStep, 1) if step is not RecoveryStep.done}


@get(both(_AT), include_in_schema=False)
async def recovery(visit: Here) -> Page:
    """The step that is due; the identity, if nothing has begun here."""
    held = flow_pages.secret_in(visit, FORGOT)
    if not held:
        return _identity_page(visit)
    view = visit.services.recoveries.flow.view(held)
    return _ended(visit, view) if isinstance(view, Refused) else _page(visit, view)


@get([path for form in _FORMS for path in both(f"{_AT}/{form}")], include_in_schema=False)
async def nothing_here(visit: Here) -> Redirect:
    """Addresses of forms, opened as pages."""
    return visit.go(visit.door.at(_AT))


@acting(both(f"{_AT}/identity"))
async def identify(visit: Here) -> Answer:
    """Who it is: a flow begins with it, and nothing is said of whether anyone has this identity."""
    typed = await visit.form(_IDENTITY)
    found = identity_fields.read_plain(typed, _TYPES, local_day(visit.services.clock.now()))
    if not isinstance(found, identity_fields.Plain):
        return _identity_page(visit, typed=typed, errors=found, refused=refused_for(found))
    services, held = visit.services.recoveries, flow_pages.secret_in(visit, FORGOT)
    view = services.flow.view(held) if held else None
    if not isinstance(view, RecoveryView) or view.step is RecoveryStep.done:
        begun = services.flow.begin(visit.door.door, address_of(visit.request))
        if isinstance(begun, Refused):
            return _identity_page(visit, typed=typed, refused=begun)
        held = begun[0].reveal()
    return _after(visit, services.identify(held, found.document_type, found.number, found.name), held, begins=True)


@acting(both(f"{_AT}/sms-code"))
async def send_code(visit: Here) -> Answer:
    """获取验证码, to the number that is bound (SMS-01)."""
    await visit.form({})
    held = flow_pages.secret_in(visit, FORGOT)
    return _after(visit, visit.services.recoveries.flow.send_code(held), held, ("sent", "code.sent", "SMS-01"))


@acting(both(f"{_AT}/sms-proof"))
async def prove(visit: Here) -> Answer:
    """The code."""
    code = Secret((await visit.form({"code": 64})).pop("code"))
    held = flow_pages.secret_in(visit, FORGOT)
    view = _due(visit, held, RecoveryStep.proof)
    if not isinstance(view, RecoveryView):
        return view
    errors = flow_pages.code_wrong(code)
    if errors:
        return _page(visit, view, errors, refused_for(errors))
    return _after(visit, visit.services.recoveries.prove(held, code), held)


@acting(both(f"{_AT}/face"))
async def ask_for_face(visit: Here) -> Answer:
    """A face check, where the policy has it for this type."""
    await visit.form({})
    held = flow_pages.secret_in(visit, FORGOT)
    asked = visit.services.recoveries.flow.ask_face(held)
    if isinstance(asked, Refused):
        return _after(visit, asked, held)
    visit.note.says("asked", "face.asked", "FPW-01")
    return flow_pages.to_face_check(visit, FORGOT, asked.link_id)


@acting(both(f"{_AT}/password"))
async def set_password(visit: Here) -> Answer:
    """The new password; a second press gives the same end (IDM-1)."""
    form = await visit.form(new_password.FIELDS)
    password, again = Secret(form.pop("password")), Secret(form.pop("again"))
    held, rule = flow_pages.secret_in(visit, FORGOT), visit.services.policy.password
    view = visit.services.recoveries.flow.view(held)
    if isinstance(view, RecoveryView) and view.step is RecoveryStep.password:
        errors = new_password.errors(rule, password, again)
        if errors:
            return _page(visit, view, errors, refused_for(errors), password)
    return _after(visit, await visit.services.recoveries.set_password(held, password), held)


@acting(both(f"{_AT}/back"))
async def back(visit: Here) -> Answer:
    """To the identity."""
    await visit.form({})
    held = flow_pages.secret_in(visit, FORGOT)
    return _after(visit, visit.services.recoveries.flow.back(held), held)


@acting(both(f"{_AT}/leave"))
async def leave(visit: Here) -> Redirect:
    """Nothing of it is kept."""
    await visit.form({})
    visit.services.recoveries.flow.abandon(flow_pages.secret_in(visit, FORGOT))
    visit.note.says("cancelled", "recovery.abandoned", "REG-1")
    return visit.go(visit.door.at(_AT), *flow_pages.drop(visit, FORGOT))


def _after(
    visit: Visit,
    result: RecoveryView | Refused,
    held: str,
    told: tuple[str, str, str] = ("went_on", "recovery.step", "REG-1"),
    *,
    begins: bool = False,
) -> Answer:
    """What follows an act: the page of the step that is due by a GET, or the same one with what is wrong."""
    if isinstance(result, RecoveryView):
        visit.note.says(*told, step=result.step.value)
        kept = [flow_pages.keep(visit, FORGOT, held)] if begins else []
        return visit.go(visit.door.at(_AT), *kept)
    view = visit.services.recoveries.flow.view(held)
    if isinstance(view, Refused):
        return _ended(visit, view)
    return _page(visit, view, flow_pages.field_errors(result), result)


def _due(visit: Visit, held: str, step: RecoveryStep) -> RecoveryView | Page:
    """The flow, if this is its step; else the page that says so."""
    view = visit.services.recoveries.flow.view(held)
    if isinstance(view, Refused):
        return _ended(visit, view)
    return view if view.step is step else _page(visit, view, refused=OUT_OF_ORDER)


def _ended(visit: Visit, refused: Refused) -> Page:
    return _identity_page(visit, refused=refused, drops=True)


def _identity_page(
    visit: Visit,
    view: RecoveryView | None = None,
    *,
    typed: Typed | None = None,
    errors: Errors | None = None,
    refused: Refused | None = None,
    drops: bool = False,
) -> Page:
    form = flow_pages.identity_form(visit, _TYPES, None if view is None else view.identity, typed)
    return visit.page(
        "forgot_identity.html",
        "recovery.place",
        refused=refused,
        here=visit.door.at(_AT),
        set_cookies=flow_pages.drop(visit, FORGOT) if drops else (),
        **flow_pages.frame(FORGOT, 1, len(_PLACES), None if errors else refused, begun=view is not None),
        errors=dict(errors or {}),
        **{**form, "countries": (), "choices": identity_fields.choices(_TYPES, further=False)},
    )


def _page(
    visit: Visit, view: RecoveryView, errors: Errors | None = None, refused: Refused | None = None, password: Secret | None = None
) -> Page:
    """The page of a step, with what is wrong with it; `password` only tells which rules it met."""
    if view.step is RecoveryStep.identity:
        return _identity_page(visit, view, errors=errors, refused=refused)
    title, template, values = _drawn(visit, view, password)
    return visit.page(
        template,
        title,
        refused=refused,
        here=visit.door.at(_AT),
        **flow_pages.frame(
            FORGOT,
            _PLACES.get(view.step, 0),
            len(_PLACES),
            None if errors else refused,
            goes_back=view.step is RecoveryStep.proof,
            begun=view.step is not RecoveryStep.done,
        ),
        errors=dict(errors or {}),
        **values,
    )


def _drawn(visit: Visit, view: RecoveryView, password: Secret | None) -> tuple[str, str, dict[str, Any]]:
    """Title, template and values of a step's page."""
    if view.step is RecoveryStep.proof:
        values = {
            **flow_pages.identity_shown(visit, view.identity),
            **flow_pages.face_part(visit, FORGOT, view.face),
            "by_face": Proof.face in view.proofs,
            "resend": view.resend,
            "proves": "sms-proof",
            "proves_button": "recovery.next",
            "scripts": ("/countdown.js", flow_pages.FACE_SCRIPT),
        }
        return "recovery.step.proof", "forgot_proof.html", values
    if view.step is RecoveryStep.password:
        rule = visit.services.policy.password
        return (
            "recovery.step.password",
            "forgot_password.html",
            {"rule": rule, "rules": new_password.lines(rule, password), "scripts": ("/password.js",)},
        )
    return "recovery.step.done", "forgot_done.html", {}


HANDLERS = (recovery, nothing_here, identify, send_code, prove, ask_for_face, set_password, back, leave)
