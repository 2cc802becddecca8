"""An APP's page of messages, and of mail in the bureau's: to who is logged in here, in flows that run here, to what was put in (WEB-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.faults import Fault
from etax_client.domain.masking import mask_email, mask_mobile
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.phone_messages import Medium, PhoneMessage
from etax_client.server.pages import cookies
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.login import refusal
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import ALL, BUREAU_APP, at_apps
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.pages.wrong import said_of
from etax_client.server.routes.reading import address_of
from etax_client.server.services.identity.sims import FIELDS
from etax_client.server.services.sessions.messages import Inbox
from etax_client.server.services.sessions.sessions import Session
from etax_client.texts.short_messages import tell_message
from etax_client.texts.words import Phrase

_AT = "/messages"
_MAIL = BUREAU_APP.at("/mail")
_SAID = {
    Medium.sms: {
        "title": "sims.title",
        "what": "sims.what",
        "number": "sims.number",
        "open": "sims.open",
        "closed": "sims.closed",
        "put_in": "sims.put_in",
        "of": "app.messages.of",
        "none": "app.messages.none",
        "type": "tel",
    },
    Medium.email: {
        "title": "mail.title",
        "what": "mail.what",
        "number": "mail.number",
        "open": "mail.open",
        "closed": "mail.closed",
        "put_in": "mail.put_in",
        "of": "mail.of",
        "none": "mail.none",
        "type": "email",
    },
}
"""Each page's words, and what is typed there."""
_MASKS = {Medium.sms: mask_mobile, Medium.email: mask_email}


@dataclass(frozen=True, slots=True)
class _Card:
    """A number or a mailbox with what came to it, newest first."""

    address: str
    messages: Sequence[tuple[str, datetime]]


@get([*at_apps(_AT), _MAIL], include_in_schema=False)
async def inbox(visit: Here) -> Response[str]:
    return _shown(visit)


@acting([*at_apps(_AT), _MAIL])
async def put_in(visit: Here) -> Response[str] | Redirect:
    """A SIM card, or a mailbox, into this phone."""
    medium = _medium(visit)
    field = FIELDS[medium]
    typed = (await visit.form({field: 254}))[field]
    number = visit.services.sims.put_in(typed, visit.client, address_of(visit.request), medium)
    if not isinstance(number, Refused):
        visit.note.says("put_in", "sim.put_in" if medium is Medium.sms else "mail.put_in", "WEB-5")
        return visit.go(visit.path)
    malformed = number.code is RefusalCode.malformed
    wrong = said_of(field, Fault.form if typed.strip() else Fault.empty) if malformed else refusal(number)
    return _shown(visit, number, typed, {field: wrong})


def _medium(visit: Visit) -> Medium:
    return Medium.email if visit.path.endswith("/mail") else Medium.sms


def _shown(visit: Visit, refused: Refused | None = None, typed: str = "", errors: dict[str, Phrase] | None = None) -> Response[str]:
    """The number of whoever is logged in comes first, with all that ever came; then what is being proved here, then cards."""
    services, medium = visit.services, _medium(visit)
    logged_in = _logged_in_here(visit, medium)
    here = [session for session, _ in logged_in]
    came: dict[str, dict[int, PhoneMessage]] = {}
    inboxes = [inbox for _, inbox in logged_in]
    proved = services.sims.sent_in(flow_pages.secrets_here(visit), here, medium)
    for each in (*inboxes, *proved, *services.sims.held(visit.client, medium)):
        if each.address is not None:
            came.setdefault(each.address, {}).update({message.message_id: message for message in each.messages})
    cards = [
        _card(visit, _MASKS[medium](address), [found[number] for number in sorted(found, reverse=True)]) for address, found in came.items()
    ]
    return visit.page(
        "phone_messages.html",
        _SAID[medium]["title"],
        refused=refused,
        said=_SAID[medium],
        field=FIELDS[medium],
        action=visit.path,
        cards=cards,
        numberless=medium is Medium.sms and any(each.address is None for each in inboxes),
        open_to_all=services.sims.open_to_all,
        recovers=not (services.sims.open_to_all or here) and flow_pages.recovers_here(visit),
        typed={FIELDS[medium]: typed},
        errors=errors or {},
    )


def _logged_in_here(visit: Visit, medium: Medium) -> list[tuple[Session, Inbox]]:
    """On each site in this browser, with what came to the number bound there; to read is no use of another site's session (SES-01)."""
    found = []
    for site in sorted(ALL, key=lambda each: each is not visit.site):
        own, token = site.own(visit.services), visit.jar.get(cookies.in_world(site.session_cookie, visit.world))
        session = own.sessions.find(token, site.channel, used=False) if token else None
        if isinstance(session, Session):
            found.append((session, own.messages.inbox(session, medium)))
    return found


def _card(visit: Visit, address: str, messages: Sequence[PhoneMessage]) -> _Card:
    words = visit.pages.words_for(visit.request)
    return _Card(address, [(tell_message(words, message.key, message.params), message.sent_at) for message in messages])


HANDLERS = (inbox, put_in)
