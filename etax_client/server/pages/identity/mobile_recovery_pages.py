"""The pages of 找回手机号码: who it is, the number with its code, the face before either APP (BJ-47)."""

from etax_client.domain.flows.mobile_recovery import MOBILE_RECOVERY, STAGES, MobileRecovery, MobileStep, MobileView
from etax_client.domain.masking import mask_mobile
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.server.pages.fields.identity_fields import Plain
from etax_client.server.pages.identity import flow_pages, who_first
from etax_client.server.pages.identity.flow_handlers import Answer, Drawn, Filled, FlowPages, common
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU
from etax_client.server.pages.visit import Here, Visit

_NUMBER = {"mobile": 64, "code": 64}


def _identity(visit: Visit, view: MobileView, filled: Filled) -> Drawn:
    return Drawn("bureau.mobile", "forgot_identity.html", who_first.form(visit, view, filled, "bureau.mobile.note"))


def _number(visit: Visit, view: MobileView, filled: Filled) -> Drawn:
    typed = filled.typed or {"mobile": view.sent_to or ""}
    return Drawn("bureau.mobile", "bureau_mobile_number.html", {"typed": typed, "resend": view.resend, "scripts": ("/countdown.js",)})


def _face(visit: Visit, view: MobileView, filled: Filled) -> Drawn:
    shown = flow_pages.identity_shown(visit, view.identity)
    part = flow_pages.face_part(visit, FLOW.at, view.face, flow_pages.EITHER_APP)
    return Drawn(
        "bureau.mobile", "bureau_mobile_face.html", {**shown, **part, "mobile": view.mobile, "by_face": view.by_face, "resend": view.resend}
    )


def _done(visit: Visit, view: MobileView, filled: Filled) -> Drawn:
    return Drawn("bureau.mobile", "bureau_mobile_done.html", {"mobile": mask_mobile(view.mobile or "")})


_DRAWN = {MobileStep.identity: _identity, MobileStep.number: _number, MobileStep.face: _face, MobileStep.done: _done}
FLOW: FlowPages[MobileRecovery, MobileView] = FlowPages(
    at="mobile",
    kind=MOBILE_RECOVERY,
    engine=lambda services: services.bureau.mobile_recoveries.flow,
    forms=("identity", "number", "code", "email-proof"),
    first=lambda visit: MobileView(visit.own.system.policy.name, visit.site.channel, MobileStep.identity, None, None, None, True, 0),
    asked=lambda visit, view: tuple(stage.step for stage in STAGES),
    draw=lambda visit, view, filled: _DRAWN[view.step](visit, view, filled),
    face_by="BJ-47",
    sites=(BUREAU,),
)


@acting(FLOW.on_sites("/identity"))
async def identify(visit: Here) -> Answer:
    """Who it is: a flow begins with it, and nothing is said of whether anyone has this identity."""
    services = visit.services.bureau.mobile_recoveries

    def identified(held: str, who: Plain) -> MobileView | Refused:
        return services.identify(held, who.document_type, who.number, who.name)

    return who_first.taken(FLOW, visit, await visit.form(who_first.FIELDS), {}, identified)


@acting(FLOW.on_sites("/code"))
async def send_code(visit: Here) -> Answer:
    """获取验证码, to the number as it stands in the form."""
    mobile, held = (await visit.form(_NUMBER))["mobile"], FLOW.held(visit)
    sent = visit.services.bureau.mobile_recoveries.send_code(held, mobile)
    return FLOW.after(visit, sent, held, {"mobile": mobile}, told=("sent", "code.sent", "BJ-47"))


@acting(FLOW.on_sites("/number"))
async def prove(visit: Here) -> Answer:
    """The code of the number; the face comes next."""
    form = await visit.form(_NUMBER)
    code, held = Secret(form.pop("code")), FLOW.held(visit)
    return FLOW.after(visit, visit.services.bureau.mobile_recoveries.prove(held, form["mobile"], code), held, form)


@acting(FLOW.on_sites("/email-proof"))
async def prove_by_email(visit: Here) -> Answer:
    """The code that came to the mailbox, in place of the face."""
    code, held = Secret((await visit.form({"code": 64}))["code"]), FLOW.held(visit)
    return FLOW.after(visit, visit.services.bureau.mobile_recoveries.prove_by_email(held, code), held)


HANDLERS = (*common(FLOW), identify, send_code, prove, prove_by_email)
