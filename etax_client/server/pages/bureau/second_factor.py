"""The page of the second factor: whose account it is, 获取验证码 and the code, or the face, 登录, 上一步 (BJ-33 to BJ-35, BJ-37)."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.flows.attempt import Entrance
from etax_client.domain.flows.face_check import FaceState
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.domain.sessions.qr_login import App
from etax_client.domain.units.units import Role
from etax_client.server.pages import forms
from etax_client.server.pages.bureau.first_factor import login_page, login_path
from etax_client.server.pages.bureau.wording import ATTEMPT, why_not
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import BUREAU, at_bureau
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.pages.wrong import unfit_said
from etax_client.server.routes.parameters import Wait
from etax_client.server.routes.reading import Anyone, seat_of
from etax_client.server.services.bureau.attempts import Second
from etax_client.texts.words import Phrase, phrase

SECOND = "/login/second"
_BY_FACE = (BUREAU.at(f"{SECOND}/face"), BUREAU.at(f"{SECOND}/enter"))
"""At the bureau alone: into its APP one comes by a code (BJ-78)."""
_ROLE = {"role": 32}
_IN_THE_FIELD = (RefusalCode.wrong_code, RefusalCode.code_void)
"""What is said beside the code."""


@get(at_bureau(SECOND), include_in_schema=False)
async def second(visit: Here) -> Response[str] | Redirect:
    """Home for whoever is in already."""
    return visit.go(visit.site.prefix) if visit.session is not None else second_page(visit)


@get(
    [path for form in ("code", "back", "face", "enter") for path in at_bureau(f"{SECOND}/{form}")] + [BUREAU.at(f"/{ATTEMPT}")],
    include_in_schema=False,
)
async def nothing_here(visit: Here) -> Redirect:
    """Addresses of forms, opened as pages."""
    return visit.go(visit.site.at(SECOND))


@acting(at_bureau(f"{SECOND}/code"))
async def send_code(visit: Here) -> Response[str] | Redirect:
    """获取验证码, to the number or to the mailbox (BJ-33, BJ-38)."""
    way = (await visit.form({"way": 8}))["way"]
    if way not in ("", *Medium):
        raise forms.not_offered("way")
    sent = visit.services.bureau.attempts.send_code(flow_pages.secret_in(visit, ATTEMPT), Medium(way or Medium.sms))
    if isinstance(sent, Refused):
        return second_page(visit, sent)
    visit.note.says("sent", "code.sent", "BJ-33")
    return visit.go(visit.site.at(SECOND))


@acting(at_bureau(SECOND))
async def by_code(visit: Here) -> Response[str] | Redirect:
    """登录."""
    form = await visit.form({"code": 64, **_ROLE})
    code, role = Secret(form["code"]), _role_in(form)
    result = visit.services.bureau.attempts.by_code(flow_pages.secret_in(visit, ATTEMPT), code, seat_of(visit.request), role)
    if isinstance(result, Refused):
        return second_page(visit, result, role=role or "")
    return visit.admit(result, "second.right", "BJ-33", *flow_pages.drop(visit, ATTEMPT))


@acting(_BY_FACE[0])
async def ask_face(visit: Here) -> Response[str] | Redirect:
    """税务APP扫码 or 个人所得税APP扫码 (BJ-35)."""
    way = (await visit.form({"way": 16}))["way"]
    if way not in (*App,):
        raise forms.not_offered("way")
    asked = visit.services.bureau.attempts.ask_face(flow_pages.secret_in(visit, ATTEMPT), App(way))
    if isinstance(asked, Refused):
        return second_page(visit, asked)
    visit.note.says("asked", "face.asked", "BJ-35")
    return flow_pages.to_face_check(visit, ATTEMPT, asked.link_id)


@get(BUREAU.at(f"{SECOND}/face-news"), include_in_schema=False)
async def face_news(request: Anyone, visit: Here, wait: Wait = 0) -> Response[None]:
    """Of the check that the page waits for."""
    return await flow_pages.face_news(request, visit.services.bureau.attempts.flow, flow_pages.secret_in(visit, ATTEMPT), wait)


@acting(_BY_FACE[1])
async def by_face(visit: Here) -> Response[str] | Redirect:
    """登录, behind the face."""
    role = _role_in(await visit.form(_ROLE))
    result = visit.services.bureau.attempts.by_face(flow_pages.secret_in(visit, ATTEMPT), seat_of(visit.request), role)
    if isinstance(result, Refused):
        return second_page(visit, result, role=role or "")
    return visit.admit(result, "second.by_face", "BJ-35", *flow_pages.drop(visit, ATTEMPT))


def _role_in(form: Mapping[str, str]) -> Role | None:
    if form["role"] not in ("", *Role):
        raise forms.not_offered("role")
    return Role(form["role"]) if form["role"] else None


@acting(at_bureau(f"{SECOND}/back"))
async def back(visit: Here) -> Response[str] | Redirect:
    """上一步, to the entrance that one came by (BJ-30)."""
    await visit.form({})
    moved = visit.services.bureau.attempts.back(flow_pages.secret_in(visit, ATTEMPT))
    if isinstance(moved, Refused):
        return second_page(visit, moved)
    visit.note.says("went_on", "entrance.begun", "BJ-30", entrance=moved.entrance.value)
    return visit.go(login_path(visit.site, moved.entrance))


def second_page(visit: Visit, refused: Refused | None = None, role: str = "", number: str | None = None) -> Response[str]:
    """The second factor, with what is wrong with it; the first one's form where none is due (any more). Raises StoreError."""
    found = visit.services.bureau.attempts.second(flow_pages.secret_in(visit, ATTEMPT))
    if isinstance(found, Refused):
        return login_page(visit, Entrance.person, refused=found, message=why_not(found))
    errors = {} if refused is None else unfit_said(refused)
    if refused is not None and refused.code in _IN_THE_FIELD:
        errors["code"] = _said_of_code(refused, found.withdrawn)
    if refused is not None and refused.field == "role":
        errors["role"] = phrase("bureau.role.choose")
    if refused is not None and refused.field == "number":
        errors["number"] = _said_of_number(refused)
    refused = refused or found.locked
    no_mobile = refused is not None and refused.code is RefusalCode.no_mobile
    by_face = found.by_face and not found.is_seen and visit.site is BUREAU
    face = _face(visit, found) if by_face else {"scripts": (flow_pages.GOES_ON_SCRIPT,) if found.is_seen else ()}
    scripts = (*(("/countdown.js",) if found.attempt.resend else ()), *face.pop("scripts"))
    return visit.page(
        "bureau_second.html",
        "bureau.second",
        refused=refused,
        here=visit.site.at(SECOND),
        scripts=scripts,
        action=visit.site.at(SECOND),
        name=found.masked_name,
        entrance=found.attempt.entrance.value,
        unit=found.ties[0].unit if found.ties else None,
        roles=[tie.role.value for tie in found.ties],
        role=role,
        choice=found.choice,
        number=found.choice.typed if number is None and found.choice is not None else number or "",
        mobile=found.masked_mobile,
        email=found.masked_email,
        flow=SECOND.removeprefix("/"),
        by_face=by_face,
        is_seen=found.is_seen,
        by_email=found.attempt.medium is Medium.email,
        resend=found.attempt.resend,
        withdrawn=found.withdrawn,
        no_mobile=no_mobile,
        old_login=visit.services.bureau.old_logins.now(),
        errors=errors,
        message=None if refused is None or errors or no_mobile else why_not(refused),
        **face,
    )


def _face(visit: Visit, found: Second) -> dict[str, Any]:
    """What the page shows of the check; of another person's face how many are left, and under a lock that alone."""
    part = flow_pages.face_part(visit, ATTEMPT, found.attempt.face, flow_pages.EITHER_APP)
    if found.attempt.face is not None and found.attempt.face.state is FaceState.other_person:
        fault = phrase("bureau.face_wrong", tries=found.faces_left) if found.locked is None else None
        return {**part, "face_message": None, "face_fault": fault}
    return part


def _said_of_number(refused: Refused) -> Phrase:
    return phrase("bureau.project.required" if refused.code is RefusalCode.project_required else "bureau.project.short")


def _said_of_code(refused: Refused, withdrawn: bool) -> Phrase:
    if refused.code is RefusalCode.code_void:
        return phrase("bureau.code_void.password" if withdrawn else "bureau.code_void")
    return phrase("bureau.code_wrong", tries=refused.attempts_left) if refused.attempts_left else phrase("smscode.burned")


HANDLERS = (second, nothing_here, send_code, by_code, ask_face, face_news, by_face, back)
