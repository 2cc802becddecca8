"""用户注册 at the bureau: papers, identity, settings with their code, the face by 北京税务APP, 注册完成! (BJ-15 to BJ-29)."""

from typing import Any

from litestar.handlers import HTTPRouteHandler

from etax_client.domain.faults import Invalid
from etax_client.domain.flows.attempt import Entrance
from etax_client.domain.flows.bureau_registration import BUREAU_REGISTRATION, EMAIL_REGISTRATION, Joining, JoiningView, JoinStep
from etax_client.domain.identity.identity import Identity
from etax_client.domain.local_time import local_day
from etax_client.domain.masking import mask_email, mask_mobile
from etax_client.domain.refusals import Refused
from etax_client.domain.secret import Secret
from etax_client.server.middleware import guard
from etax_client.server.pages.bureau.first_factor import login_path
from etax_client.server.pages.fields import identity_fields, new_password
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.identity.flow_handlers import Answer, Drawn, Filled, FlowPages, common, turned_down
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.pages.wrong import Wrong, said_of, wrong
from etax_client.server.routes.reading import address_of
from etax_client.server.services.bundle import Services
from etax_client.server.services.bureau.registration import Joinings
from etax_client.server.services.why import Unfit, unfit_in
from etax_client.texts import account_ways
from etax_client.texts.words import Phrase, phrase

PAPERS = {"register": ("consent", "face"), "register-foreigner": ("consent",)}
"""《个人信息保护告知同意书》 and 《人脸识别服务协议》, by what asks for them (BJ-16)."""
_STEPS = (JoinStep.papers, JoinStep.identity, JoinStep.settings, JoinStep.face, JoinStep.done)


def _pages(at: str, field: str, entrance: Entrance) -> FlowPages[Joining, JoiningView]:
    """`field` is what people are reached by."""

    def drawn(visit: Visit, view: JoiningView, filled: Filled) -> Drawn:
        values = {**_DRAWN[view.step](visit, flow, view, filled), "reached_by": field, "papers": PAPERS[at], "taken": view.taken}
        values |= {"login": login_path(BUREAU, entrance), "name_of_step": f"bureau.join.{view.step}"}
        return Drawn("bureau.join", f"bureau_register_{view.step}.html", values)

    flow = FlowPages(
        at=at,
        kind=BUREAU_REGISTRATION if entrance is Entrance.person else EMAIL_REGISTRATION,
        engine=lambda services: joinings(services, at).flow,
        forms=("papers", "identity", "code", "settings"),
        first=lambda visit: JoiningView(visit.own.system.policy.name, visit.site.channel, JoinStep.papers, None, None, 0),
        asked=lambda visit, view: _STEPS if entrance is Entrance.person else tuple(each for each in _STEPS if each is not JoinStep.face),
        draw=drawn,
        face_by="BJ-19",
        sites=(BUREAU,),
    )
    return flow


def joinings(services: Services, at: str) -> Joinings:
    return services.bureau.registrations if at == "register" else services.bureau.email_registrations


def _papers(visit: Visit, flow: FlowPages[Joining, JoiningView], view: JoiningView, filled: Filled) -> dict[str, Any]:
    return {"typed": filled.typed or {}}


def _identity(visit: Visit, flow: FlowPages[Joining, JoiningView], view: JoiningView, filled: Filled) -> dict[str, Any]:
    types = joinings(visit.services, flow.at).types
    return flow_pages.identity_form(visit, types, view.identity, filled.typed, whole=True)


def _settings(visit: Visit, flow: FlowPages[Joining, JoiningView], view: JoiningView, filled: Filled) -> dict[str, Any]:
    policy, held = visit.own.system.policy, view.settings
    known = {"login_name": (held and held.login_name) or "", "mobile": view.sent_to or "", "email": view.sent_to or ""}
    return {
        "typed": known if filled.typed is None else {**known, **filled.typed},
        "login_name_hint": policy.login_name and account_ways.login_name_hint(policy.login_name),
        "answered": view.answered,
        "resend": view.resend,
        "rule": policy.password,
        "rules": new_password.lines(policy.password, filled.password),
        "scripts": ("/password.js", "/countdown.js", "/send-code.js"),
        "headers": {"Content-Security-Policy": guard.POLICY_WITH_NEWS},
    }


def _face(visit: Visit, flow: FlowPages[Joining, JoiningView], view: JoiningView, filled: Filled) -> dict[str, Any]:
    return {**flow_pages.identity_shown(visit, view.identity), **flow_pages.face_part(visit, flow.at, view.face)}


def _done(visit: Visit, flow: FlowPages[Joining, JoiningView], view: JoiningView, filled: Filled) -> dict[str, Any]:
    settings = view.settings
    reached = "" if settings is None else mask_mobile(settings.mobile) if settings.mobile else mask_email(settings.email or "")
    return {**flow_pages.identity_shown(visit, view.identity), "settings": settings, "reached": reached, "hall": view.hall, "whole": True}


_DRAWN = {JoinStep.papers: _papers, JoinStep.identity: _identity, JoinStep.settings: _settings, JoinStep.face: _face, JoinStep.done: _done}
PERSON = _pages("register", "mobile", Entrance.person)
FOREIGNER = _pages("register-foreigner", "email", Entrance.foreigner)


def _handlers(flow: FlowPages[Joining, JoiningView], field: str) -> tuple[HTTPRouteHandler, ...]:
    at, papers = BUREAU.at(flow.path), [f"paper_{each}" for each in PAPERS[flow.at]]
    settings = {"login_name": 64, **new_password.FIELDS, field: 254, "code": 64}

    @acting(f"{at}/papers")
    async def agree(visit: Here) -> Answer:
        """下一步, with every paper ticked; a flow begins with it (BJ-16)."""
        typed = await visit.form(dict.fromkeys(papers, 3))
        if not all(typed[each] == "yes" for each in papers):
            said: dict[str, Wrong] = {"papers": wrong(phrase("bureau.join.papers_unread"), "empty", "BJ-16")}
            return flow.page(visit, None, turned_down(said, typed))
        begun = flow.begin(visit)
        if isinstance(begun, Refused):
            return flow.page(visit, None, Filled(refused=begun))
        held, _ = begun
        return flow.after(visit, joinings(visit.services, flow.at).agree(held), held, begins=True)

    @acting(f"{at}/identity")
    async def identify(visit: Here) -> Answer:
        """姓名, 证件类型, 证件号码, 性别, 国籍（地区） (BJ-17)."""
        typed, held, services = await visit.form(identity_fields.FIELDS), flow.held(visit), joinings(visit.services, flow.at)
        view = flow.due(visit, held, JoinStep.identity)
        if not isinstance(view, JoiningView):
            return view
        found = identity_fields.read(typed, services.types, local_day(visit.services.clock.now()), whole=True)
        if not isinstance(found, Identity):
            return flow.page(visit, view, turned_down(found, typed))
        return flow.after(visit, services.identify(held, found, address=address_of(visit.request)), held, typed)

    @acting(f"{at}/code")
    async def send_code(visit: Here) -> Answer:
        """获取验证码: what else was typed stays, as far as it is no secret (BJ-18)."""
        form = await visit.form(settings)
        typed, held = {name: form[name] for name in ("login_name", field)}, flow.held(visit)
        view = flow.due(visit, held, JoinStep.settings)
        if not isinstance(view, JoiningView):
            return view
        sent = joinings(visit.services, flow.at).send_code(held, typed[field])
        if isinstance(sent, Refused):
            return flow.after(visit, sent, held, typed)
        visit.note.says("sent", "code.sent", "BJ-18")
        return flow.page(visit, sent, Filled(typed))

    @acting(f"{at}/settings")
    async def set_up(visit: Here) -> Answer:
        """The right code leads on: to the face, which is asked for at once, or to the end (BJ-18, BJ-22)."""
        form, held = await visit.form(settings), flow.held(visit)
        password, again, code = (Secret(form.pop(name)) for name in ("password", "again", "code"))
        view = flow.due(visit, held, JoinStep.settings)
        if not isinstance(view, JoiningView):
            return view
        services = joinings(visit.services, flow.at)
        secrets, name, address = {"password": password, "again": again, "code": code}, form["login_name"], address_of(visit.request)
        result = await services.set_up(held, login_name=name, typed=form[field], **secrets, address=address)
        if isinstance(result, Refused):
            errors = {name: _said(visit, name, unfit) for name, unfit in unfit_in(result).items()} | flow_pages.field_errors(result)
            return flow.page(visit, view, Filled(form, errors, result, password))
        if result.step is JoinStep.face:
            asked = services.flow.ask_face(held)
            visit.note.says("asked", f"exempt.{result.hall}", "BJ-22")
            if not isinstance(asked, Refused):
                return flow_pages.to_face_check(visit, flow.at, asked.link_id)
        if result.took_from is not None:
            visit.note.says("registered", "takeover.from_registration", "BJ-23", holder=result.took_from)
            return visit.go(BUREAU.at(flow.path))
        told = ("registered", "registration.done" if result.hall is None else f"exempt.{result.hall}", "BJ-02")
        return flow.after(visit, result, held, told=told)

    return (*common(flow), agree, identify, send_code, set_up)


def _said(visit: Visit, field: str, unfit: Unfit) -> Phrase:
    """What is wrong in a field of the settings, beside it."""
    rule = visit.own.system.policy.login_name
    if field == "login_name" and rule is not None:
        return account_ways.login_name_wrong(Invalid(unfit.fault), rule)  # type: ignore[arg-type]
    return new_password.said(field, unfit) if field in new_password.FIELDS else said_of(field, unfit.fault)


HANDLERS = (*_handlers(PERSON, "mobile"), *_handlers(FOREIGNER, "email"))
