"""The pages of 忘记密码 on every site: who it is, the proof by SMS code or face, the new password (FPW-01, RST-1, BJ-45)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from litestar.handlers import HTTPRouteHandler

from etax_client.domain.faults import Fault
from etax_client.domain.flows.flow import FlowKind
from etax_client.domain.flows.recovery import (
    BUREAU_RECOVERY,
    ENTERPRISE_RECOVERY,
    RECOVERY,
    STAGES,
    OfUnitView,
    Proof,
    Recovery,
    RecoveryStep,
    RecoveryView,
)
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LONGEST_IDENTIFIER
from etax_client.server.pages.fields import new_password
from etax_client.server.pages.fields.identity_fields import Plain
from etax_client.server.pages.identity import flow_pages, who_first
from etax_client.server.pages.identity.flow_handlers import Answer, Drawn, Filled, FlowPages, common
from etax_client.server.pages.identity.flow_pages import FORGOT
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import APP, BUREAU, PORTAL, Site
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.pages.wrong import wrong
from etax_client.server.routes.reading import seat_of
from etax_client.server.services.bundle import Services
from etax_client.server.services.identity.recovery import Recoveries
from etax_client.texts.words import phrase


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the pages of one kind of recovery have for themselves: its name in addresses and cookies, and how its words begin (texts/).

    `also` are the fields that it asks for beside who it is.
    """

    at: str
    kind: FlowKind[Recovery, RecoveryView]
    recoveries: Callable[[Services], Recoveries]
    sites: tuple[Site, ...]
    place: str
    note: str
    words: str
    login: str
    also: Mapping[str, int] = field(default_factory=dict)


def _identity(kind: _Kind, visit: Visit, view: RecoveryView, filled: Filled) -> Drawn:
    form = who_first.form(visit, view, filled, kind.note)
    if kind.also and not filled.typed:
        form["typed"] = {**form["typed"], **{name: getattr(view, name) for name in kind.also}}
    return Drawn(kind.place, "forgot_identity.html", {**form, "of_unit": bool(kind.also)})


def _proof(kind: _Kind, visit: Visit, view: RecoveryView, filled: Filled) -> Drawn:
    values = {
        **flow_pages.identity_shown(visit, view.identity),
        **flow_pages.face_part(visit, kind.at, view.face, flow_pages.EITHER_APP if visit.site is BUREAU else ()),
        "by_face": Proof.face in view.proofs,
        "by_email": visit.site is BUREAU,
        "resend": view.resend,
        "proves": "sms-proof",
        "proves_button": "recovery.next",
        "scripts": ("/countdown.js", flow_pages.WAITS_SCRIPT),
    }
    return Drawn("recovery.step.proof", "forgot_proof.html", values)


def _password(kind: _Kind, visit: Visit, view: RecoveryView, filled: Filled) -> Drawn:
    rule = visit.own.system.policy.password
    note = {"note": f"{kind.words}.password_note"}
    values = {"rule": rule, "rules": new_password.lines(rule, filled.password), "scripts": ("/password.js",), **note}
    return Drawn("recovery.step.password", "forgot_password.html", values)


def _done(kind: _Kind, visit: Visit, view: RecoveryView, filled: Filled) -> Drawn:
    said = {"done": f"{kind.words}.done", "done_note": f"{kind.words}.done_note", "to_login": f"{kind.words}.to_login"}
    return Drawn("recovery.step.done", "forgot_done.html", {"login": visit.site.at(kind.login), **said})


_DRAWN = {
    RecoveryStep.identity: _identity,
    RecoveryStep.proof: _proof,
    RecoveryStep.password: _password,
    RecoveryStep.done: _done,
}


def _pages(kind: _Kind) -> tuple[HTTPRouteHandler, ...]:
    """Those of one kind of recovery, on the sites of its account system."""
    recoveries, first = kind.recoveries, RecoveryView if not kind.also else OfUnitView
    by_email = ("email-code",) if BUREAU in kind.sites else ()
    flow: FlowPages[Recovery, RecoveryView] = FlowPages(
        at=kind.at,
        kind=kind.kind,
        engine=lambda services: recoveries(services).flow,
        forms=("identity", *by_email, "sms-proof", "password"),
        first=lambda visit: first(visit.own.system.policy.name, visit.site.channel, RecoveryStep.identity, None, (), 0),
        asked=lambda visit, view: tuple(stage.step for stage in STAGES),
        draw=lambda visit, view, filled: _DRAWN[view.step](kind, visit, view, filled),
        face_by="FPW-01",
        send=lambda services, held: recoveries(services).send_code(held, Proof.sms_code),
        sites=kind.sites,
    )

    @acting(flow.on_sites("/identity"))
    async def identify(visit: Here) -> Answer:
        """Who it is: a flow begins with it, and nothing is said of whether anyone has this identity."""
        typed = await visit.form({**kind.also, **who_first.FIELDS})
        errors = {name: wrong(phrase("bureau.taxpayer_id.empty"), Fault.empty, "BJ-76") for name in kind.also if not typed[name].strip()}
        also, services = {name: typed[name] for name in kind.also}, recoveries(visit.services)

        def identified(held: str, who: Plain) -> RecoveryView | Refused:
            return services.identify(held, who.document_type, who.number, who.name, also=also)

        return who_first.taken(flow, visit, typed, errors, identified)

    @acting(flow.on_sites("/email-code"))
    async def send_email_code(visit: Here) -> Answer:
        """获取邮箱验证码, where accounts have a mailbox (BJ-45)."""
        await visit.form({})
        held = flow.held(visit)
        sent = recoveries(visit.services).send_code(held, Proof.email_code)
        return flow.after(visit, sent, held, told=("sent", "code.sent", "SMS-01"))

    @acting(flow.on_sites("/sms-proof"))
    async def prove(visit: Here) -> Answer:
        """The code."""
        code = Secret((await visit.form({"code": 64})).pop("code"))
        held = flow.held(visit)
        return flow.after(visit, recoveries(visit.services).prove(held, code), held)

    @acting(flow.on_sites("/password"))
    async def set_password(visit: Here) -> Answer:
        """The new password; a second press gives the same end (IDM-1)."""
        form = await visit.form(new_password.FIELDS)
        password, again = Secret(form.pop("password")), Secret(form.pop("again"))
        held = flow.held(visit)
        result = await recoveries(visit.services).set_password(held, password, again=again, seat=seat_of(visit.request))
        ends = not isinstance(result, Refused) and result.unlocked
        return flow.after(visit, result, held, told=("reset", "lock.ended_recovery", "RST-2") if ends else None, password=password)

    return (*common(flow), identify, prove, set_password, *([send_email_code] if by_email else []))


_KINDS = (
    _Kind(FORGOT, RECOVERY, lambda services: services.recoveries, (APP, PORTAL), "recovery.place", "forgot.note", "recovery", ""),
    _Kind(
        FORGOT,
        BUREAU_RECOVERY,
        lambda services: services.bureau.recoveries,
        (BUREAU,),
        "recovery.place",
        "bureau.forgot.note",
        "recovery",
        "/login",
    ),
    _Kind(
        "old-password",
        ENTERPRISE_RECOVERY,
        lambda services: services.bureau.enterprise_passwords,
        (BUREAU,),
        "bureau.old.forgot",
        "bureau.enterprise.note",
        "bureau.enterprise",
        "/old",
        {"taxpayer_id": LONGEST_IDENTIFIER},
    ),
)
HANDLERS = tuple(handler for kind in _KINDS for handler in _pages(kind))
