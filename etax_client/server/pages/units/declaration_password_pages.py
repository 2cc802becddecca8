"""重置申报密码 on both sites: a new password and a code by SMS, for 法定代表人 and 财务负责人 (DPW-01 to DPW-04, RST-3)."""

from collections.abc import Mapping
from functools import partial

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.units.authorisations import PasswordReset
from etax_client.server.pages.fields import new_password
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.login import asked_to_log_in, refusal
from etax_client.server.pages.rare_characters import WITH_SCRIPT
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import at_both
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.answers import Turned
from etax_client.server.routes.parameters import Id
from etax_client.server.services.sessions.sessions import Session
from etax_client.texts.words import Phrase, phrase

Page = Response[str]
Answer = Page | Redirect
_AT = "/units/{unit_id:int}/password"


@get(at_both(_AT), include_in_schema=False)
async def form(visit: Here, unit_id: Id) -> Page:
    """The form; without a bound number what to do first (DPW-02)."""
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    begun = _begun(visit, visit.session, unit_id)
    sent = visit.was_done("sent") is not None
    return _refused(visit, unit_id, begun) if isinstance(begun, Refused) else _page(visit, begun, sent=sent)


@get(at_both(f"{_AT}/sms-code"), include_in_schema=False)
async def nothing_here(visit: Here, unit_id: Id) -> Redirect:
    """The address of a form, opened as a page."""
    return visit.go(_path(visit, unit_id))


@acting(at_both(f"{_AT}/sms-code"))
async def send_code(visit: Here, unit_id: Id) -> Answer:
    """获取验证码, to the number that is bound (SMS-01)."""
    await visit.form({})
    if visit.session is None:
        return asked_to_log_in(visit, _path(visit, unit_id))
    act = partial(visit.services.declaration_passwords.send_code, visit.session, unit_id)
    sent = act(visit.keeping("sent"))
    if isinstance(sent, Refused):
        return _after(visit, visit.session, unit_id, sent)
    visit.note.says("sent", "code.sent", "SMS-01")
    return visit.done(_path(visit, unit_id))


@acting(at_both(_AT))
async def reset(visit: Here, unit_id: Id) -> Answer:
    """保存 or 确定: what is wrong by itself is said field by field, before the code is looked at (COD-4)."""
    typed = await visit.form({**new_password.FIELDS, "code": 64})
    password, again, code = (Secret(typed.pop(name)) for name in ("password", "again", "code"))
    if visit.session is None:
        return asked_to_log_in(visit, visit.path)
    act = partial(visit.services.declaration_passwords.reset, visit.session, unit_id, password, code, again=again)
    refused = await act(visit.keeping("reset"))
    if refused is not None:
        return _after(visit, visit.session, unit_id, refused, _beside(refused), password)
    visit.note.says("reset", "declaration_password.reset", "DPW-03")
    return visit.done(f"{_path(visit, unit_id)}/done")


@get(at_both(f"{_AT}/done"), include_in_schema=False)
async def done(visit: Here, unit_id: Id) -> Answer:
    """The page that says it is done (DPW-03), to whom it was done; else the form."""
    if visit.session is None:
        return asked_to_log_in(visit, _path(visit, unit_id))
    begun = _begun(visit, visit.session, unit_id)
    if isinstance(begun, Refused):
        return _refused(visit, unit_id, begun)
    if visit.was_done("reset") is None:
        return visit.go(_path(visit, unit_id))
    return visit.page("declaration_password_done.html", "newdecl.title", here=_path(visit, unit_id), unit=begun)


def _begun(visit: Visit, session: Session, unit_id: int) -> PasswordReset | Refused:
    return visit.services.declaration_passwords.begin(session, unit_id)


def _after(
    visit: Visit,
    session: Session,
    unit_id: int,
    refused: Refused,
    errors: Mapping[str, Phrase] | None = None,
    password: Secret | None = None,
) -> Page:
    """The form again with what was refused, if the asker may have the form at all."""
    begun = _begun(visit, session, unit_id)
    return _refused(visit, unit_id, begun) if isinstance(begun, Refused) else _page(visit, begun, refused, errors, password)


def _page(
    visit: Visit,
    begun: PasswordReset,
    refused: Refused | None = None,
    errors: Mapping[str, Phrase] | None = None,
    password: Secret | None = None,
    *,
    sent: bool = False,
) -> Page:
    """`password` only tells which rules it met; nothing secret is filled in again."""
    rule = visit.services.policy.declaration_password
    return visit.page(
        "declaration_password.html",
        "newdecl.title",
        refused=refused,
        here=_path(visit, begun.unit_id),
        scripts=("/password.js", "/countdown.js", "/send-code.js"),
        headers=WITH_SCRIPT,
        unit=begun,
        sent=sent,
        errors=dict(errors or {}),
        message=None if refused is None or errors else refusal(refused),
        rule=rule,
        rules=new_password.lines(rule, password if password is not None and password.reveal() else None),
        button=f"newdecl.save.{visit.site.channel}",
    )


def _refused(visit: Visit, unit_id: int, refused: Refused) -> Page:
    """Why there is no form. Raises Turned for a unit at which one is nothing (AUZ-1)."""
    if refused.code is RefusalCode.no_mobile:
        return visit.page("declaration_password_refused.html", "newdecl.title", refused=refused, message=refusal(refused), binds=True)
    if refused.code is RefusalCode.beyond_rights:
        only = phrase("newdecl.only")
        return visit.page("declaration_password_refused.html", "newdecl.title", refused=refused, message=only, binds=False)
    raise Turned(refused)


def _beside(refused: Refused) -> dict[str, Phrase]:
    return flow_pages.field_errors(refused) | new_password.unfit_said(refused)


def _path(visit: Visit, unit_id: int) -> str:
    return visit.site.at(f"/units/{unit_id}/password")


HANDLERS = (form, nothing_here, send_code, reset, done)
