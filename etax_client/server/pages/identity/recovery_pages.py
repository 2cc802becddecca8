"""The pages of 忘记密码 on both sites: who it is, the proof by SMS code or face, the new password (FPW-01, RST-1)."""

from etax_client.domain.flows.recovery import RECOVERY, STAGES, Proof, Recovery, RecoveryStep, RecoveryView
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.server.pages.fields import identity_fields, new_password
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.identity.flow_handlers import Answer, Drawn, Filled, FlowPages, common, turned_down
from etax_client.server.pages.identity.flow_pages import FORGOT
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import at_both
from etax_client.server.pages.visit import Here, Visit

_IDENTITY = {name: identity_fields.FIELDS[name] for name in ("document_type", "number", "name")}
_TYPES = tuple(DocumentType)


def _identity(visit: Visit, view: RecoveryView, filled: Filled) -> Drawn:
    form = flow_pages.identity_form(visit, _TYPES, view.identity, filled.typed)
    choices = identity_fields.choices(_TYPES, further=False)
    return Drawn("recovery.place", "forgot_identity.html", {**form, "countries": (), "choices": choices})


def _proof(visit: Visit, view: RecoveryView, filled: Filled) -> Drawn:
    values = {
        **flow_pages.identity_shown(visit, view.identity),
        **flow_pages.face_part(visit, FORGOT, view.face),
        "by_face": Proof.face in view.proofs,
        "resend": view.resend,
        "proves": "sms-proof",
        "proves_button": "recovery.next",
        "scripts": ("/countdown.js", flow_pages.WAITS_SCRIPT),
    }
    return Drawn("recovery.step.proof", "forgot_proof.html", values)


def _password(visit: Visit, view: RecoveryView, filled: Filled) -> Drawn:
    rule = visit.services.policy.password
    values = {"rule": rule, "rules": new_password.lines(rule, filled.password), "scripts": ("/password.js",)}
    return Drawn("recovery.step.password", "forgot_password.html", values)


def _done(visit: Visit, view: RecoveryView, filled: Filled) -> Drawn:
    return Drawn("recovery.step.done", "forgot_done.html", {})


_DRAWN = {
    RecoveryStep.identity: _identity,
    RecoveryStep.proof: _proof,
    RecoveryStep.password: _password,
    RecoveryStep.done: _done,
}
FLOW: FlowPages[Recovery, RecoveryView] = FlowPages(
    at=FORGOT,
    kind=RECOVERY,
    engine=lambda services: services.recoveries.flow,
    forms=("identity", "sms-proof", "password"),
    first=lambda visit: RecoveryView(visit.services.policy.name, visit.site.channel, RecoveryStep.identity, None, (), 0),
    asked=lambda visit, view: tuple(stage.step for stage in STAGES),
    draw=lambda visit, view, filled: _DRAWN[view.step](visit, view, filled),
    face_by="FPW-01",
)


@acting(at_both(f"{FLOW.path}/identity"))
async def identify(visit: Here) -> Answer:
    """Who it is: a flow begins with it, and nothing is said of whether anyone has this identity."""
    typed = await visit.form(_IDENTITY)
    found = identity_fields.read_plain(typed, _TYPES, local_day(visit.services.clock.now()))
    if not isinstance(found, identity_fields.Plain):
        return FLOW.page(visit, None, turned_down(found, typed))
    services, held = visit.services.recoveries, FLOW.held(visit)
    view = services.flow.view(held) if held else None
    if not isinstance(view, RecoveryView) or view.step is RecoveryStep.done:
        begun = FLOW.begin(visit)
        if isinstance(begun, Refused):
            return FLOW.page(visit, None, Filled(typed, refused=begun))
        held, _ = begun
    return FLOW.after(visit, services.identify(held, found.document_type, found.number, found.name), held, begins=True)


@acting(at_both(f"{FLOW.path}/sms-proof"))
async def prove(visit: Here) -> Answer:
    """The code."""
    code = Secret((await visit.form({"code": 64})).pop("code"))
    held = FLOW.held(visit)
    return FLOW.after(visit, visit.services.recoveries.prove(held, code), held)


@acting(at_both(f"{FLOW.path}/password"))
async def set_password(visit: Here) -> Answer:
    """The new password; a second press gives the same end (IDM-1)."""
    form = await visit.form(new_password.FIELDS)
    password, again = Secret(form.pop("password")), Secret(form.pop("again"))
    held = FLOW.held(visit)
    return FLOW.after(visit, await visit.services.recoveries.set_password(held, password, again=again), held, password=password)


HANDLERS = (*common(FLOW), identify, prove, set_password)
