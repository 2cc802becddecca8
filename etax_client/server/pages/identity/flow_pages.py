"""What the pages of registration and recovery share: the cookie with the flow's secret, the identity, the face check, the refusals."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response
from litestar.datastructures import Cookie
from litestar.response import Redirect

from etax_client.domain.flows.face_check import FaceState, FaceView, face_url
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import App
from etax_client.reference.countries import nationalities
from etax_client.server.middleware import guard
from etax_client.server.pages import cookies, rare_characters
from etax_client.server.pages.fields import identity_fields
from etax_client.server.pages.identity import identity_check
from etax_client.server.pages.login import refusal
from etax_client.server.pages.qr_picture import drawn
from etax_client.server.pages.rendering import language_for, root_of
from etax_client.server.pages.sites import ALL, Site
from etax_client.server.pages.visit import Visit
from etax_client.server.pages.wrong import unfit_said
from etax_client.server.routes.reading import Anyone, hung_up, world_of
from etax_client.server.services.identity.flow_engine import FlowEngine
from etax_client.texts.document_names import type_name
from etax_client.texts.lasting import lasting
from etax_client.texts.words import Language, Phrase, phrase

REGISTER, FORGOT = "register", "forgot"
"""The flows, as their addresses and cookies name them."""
EITHER_APP = (App.bureau, App.itax)
"""To choose from, where the face may stand before either."""
_FACE = "face"
WAITS_SCRIPT = "/waits.js"
"""Asks what has become of what is done elsewhere, by the address that `data-waits` names."""
GOES_ON_SCRIPT = "/goes-on.js"
"""Sends the form that has nothing left to ask."""

Errors = Mapping[str, Phrase]


def secret_in(visit: Visit, flow: str) -> str:
    """The secret of the flow that this browser has begun on this site, "" if there is none (REG-1)."""
    return visit.jar.get(_cookie(visit, flow))


def secrets_here(visit: Visit) -> list[str]:
    """Those of all flows that run in this browser, on whichever site."""
    return [secret for site in ALL for flow in site.flows if (secret := visit.jar.get(_cookie_at(site, visit, flow)))]


def recovers_here(visit: Visit) -> bool:
    """Whether a recovery runs in this browser."""
    return any(visit.jar.get(_cookie_at(site, visit, FORGOT)) for site in ALL)


def keep(visit: Visit, flow: str, secret: str) -> Cookie:
    return visit.jar.keep(_cookie(visit, flow), secret)


def drop(visit: Visit, flow: str) -> tuple[Cookie, Cookie]:
    """Of a flow that is over, with its last face check."""
    return forget(visit, flow), forget(visit, f"{flow}-{_FACE}")


def forget(visit: Visit, name: str) -> Cookie:
    return visit.jar.drop(_cookie(visit, name))


def to_face_check(visit: Visit, flow: str, link_id: Secret, *set_cookies: Cookie) -> Redirect:
    """The phone itself goes before the camera; elsewhere the flow's page shows the way. The server keeps a hash of the id only."""
    kept, app = visit.jar.keep(_cookie(visit, f"{flow}-{_FACE}"), link_id.reveal()), visit.site.app
    return visit.go(visit.site.at(f"/{flow}") if app is None else _looked_at(app, link_id.reveal()), kept, *set_cookies)


async def face_news(request: Anyone, engine: FlowEngine[Any, Any], held: str, wait: float) -> Response[None]:
    """No content while the check of this flow waits; else the page is to be read anew, which says what has become of it."""
    async with hung_up(request) as gone:
        found = await engine.face(held, seen=FaceState.waiting, wait=wait, gone=gone)
    waits = isinstance(found, FaceView) and found.state is FaceState.waiting
    return Response(None, status_code=204 if waits else 200)


def begun_here(visit: Visit, link_id: Secret) -> list[tuple[str, str]]:
    """The flows of this very phone that have asked for a check, each with its address: from its page one comes back to it."""
    held = [(site, flow, visit.jar.get(_cookie_at(site, visit, f"{flow}-{_FACE}"))) for site in ALL for flow in site.flows]
    return [(flow, site.at(f"/{flow}")) for site, flow, link in held if link == link_id.reveal()]


def _looked_at(app: App, link_id: str) -> str:
    return f"/{app.at('F')}/{link_id}"


def face_part(visit: Visit, flow: str, face: FaceView | None, apps: Sequence[App] = ()) -> dict[str, Any]:
    """What a page shows of the check that its flow has asked for; `apps` are those to choose from, where there is a choice."""
    link_id = visit.jar.get(_cookie(visit, f"{flow}-{_FACE}"))
    waits = face is not None and face.state is FaceState.waiting and bool(link_id)
    root = f"{str(visit.request.base_url).rstrip('/')}{root_of(visit.request)}"
    over = face is not None and face.state not in (FaceState.waiting, FaceState.passed)
    by = visit.own.system.app if face is None else face.app
    return {
        "face_link": f"{root_of(visit.request)}{_looked_at(by, link_id)}" if waits else None,
        "face_code": drawn(face_url(root, Secret(link_id), by)) if waits and visit.site.app is None else None,
        "face_seen": face is not None,
        "face_apps": apps,
        "scripts": (WAITS_SCRIPT,),
        "headers": {"Content-Security-Policy": guard.POLICY_WITH_NEWS},
        "face_message": f"face.next.{face.state.name}" if over and face is not None else None,
    }


def identity_form(
    visit: Visit, types: Sequence[DocumentType], identity: Identity | None, typed: Mapping[str, str] | None, *, whole: bool = False
) -> dict[str, Any]:
    """The values of the fields that ask who it is, with their scripts; `whole` where nationality and sex are asked of everyone."""
    language = _language(visit)
    return {
        "scripts": ("/identity.js", identity_check.SCRIPT, rare_characters.SCRIPT),
        "headers": rare_characters.WITH_SCRIPT,
        "choices": identity_fields.choices(types, whole=whole),
        "by_code": False,
        "countries": identity_fields.countries(types, language, whole=whole),
        "typed": typed or identity_fields.typed_of(identity, types[0], language, whole=whole),
        "today": local_day(visit.services.clock.now()).isoformat(),
    }


def identity_shown(visit: Visit, identity: Identity | None) -> dict[str, Any]:
    """Who it is, to be checked by whoever said so."""
    if identity is None:
        return {"identity": None}
    held = next((row for row in nationalities() if row.alpha2 == identity.nationality), None)
    named = None if held is None or held.is_chinese else held.zh if _language(visit) is Language.zh else held.en
    return {"identity": identity, "identity_type": type_name(identity.document_type), "nationality": named}


def frame(flow: str, step: int, steps: int, refused: Refused | None, *, goes_back: bool = False, begun: bool = False) -> dict[str, Any]:
    """What stands around every step: where one is, what was refused, and the ways out."""
    return {
        "flow": flow,
        "step": step,
        "steps": steps,
        "message": None if refused is None else why_not(refused),
        "registered": refused is not None and refused.code is RefusalCode.already_registered,
        "goes_back": goes_back,
        "begun": begun,
    }


def field_errors(refused: Refused) -> dict[str, Phrase]:
    """What a refusal says beside a field, if it is about one."""
    match refused.code:
        case RefusalCode.login_name_taken | RefusalCode.mobile_taken | RefusalCode.email_taken if refused.field is not None:
            return {refused.field: phrase(f"refused.{refused.code}")}
        case RefusalCode.password_refused:
            return {"password": phrase("refused.password_refused" if refused.weakness is None else f"weakness.{refused.weakness}")}
        case RefusalCode.wrong_hall_code if refused.attempts_left is not None:
            return {"hall_code": phrase("registration.hall_code_wrong", tries=refused.attempts_left)}
        case RefusalCode.wrong_hall_code:
            return {"hall_code": phrase("refused.wrong_hall_code")}
        case RefusalCode.malformed:
            return unfit_said(refused)
        case RefusalCode.code_void:
            return {"code": phrase("refused.code_void")}
        case RefusalCode.wrong_code:
            return {"code": phrase("smscode.wrong", tries=refused.attempts_left) if refused.attempts_left else phrase("smscode.burned")}
    return {}


def why_not(refused: Refused) -> Phrase:
    """What any refusal says over a step."""
    if refused.code is RefusalCode.locked:
        return phrase("signup.locked", left=lasting(refused.retry_after or 0))
    return refusal(refused)


def _language(visit: Visit) -> Language:
    return language_for(visit.request)


def _cookie(visit: Visit, flow: str) -> str:
    return _cookie_at(visit.site, visit, flow)


def _cookie_at(site: Site, visit: Visit, flow: str) -> str:
    return cookies.in_world(f"{site.session_cookie}-{flow}", world_of(visit.request))
