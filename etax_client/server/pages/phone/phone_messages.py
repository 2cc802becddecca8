"""An APP's page of short messages: to whoever is logged in here, in the flows that run here, and to the SIM cards put in (WEB-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get
from litestar.response import Redirect

from etax_client.domain.masking import mask_mobile
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.phone_messages import PhoneMessage
from etax_client.server.pages import cookies
from etax_client.server.pages.identity import flow_pages
from etax_client.server.pages.login import refusal
from etax_client.server.pages.repeating import acting
from etax_client.server.pages.sites import ALL, at_apps
from etax_client.server.pages.visit import Here, Visit
from etax_client.server.routes.reading import address_of
from etax_client.server.services.sessions.messages import Inbox
from etax_client.server.services.sessions.sessions import Session
from etax_client.texts.short_messages import tell_message
from etax_client.texts.words import Phrase, phrase

_AT = "/messages"


@dataclass(frozen=True, slots=True)
class _Card:
    """A number with what came to it, newest first."""

    mobile: str
    messages: Sequence[tuple[str, datetime]]


@get(at_apps(_AT), include_in_schema=False)
async def inbox(visit: Here) -> Response[str]:
    return _shown(visit)


@acting(at_apps(_AT))
async def put_in(visit: Here) -> Response[str] | Redirect:
    """A SIM card into this phone."""
    typed = (await visit.form({"mobile": 64}))["mobile"]
    number = visit.services.sims.put_in(typed, visit.client, address_of(visit.request))
    if not isinstance(number, Refused):
        visit.note.says("put_in", "sim.put_in", "WEB-5")
        return visit.go(visit.site.at(_AT))
    if number.code is RefusalCode.malformed:
        wrong = phrase("registration.mobile_fault.form" if typed.strip() else "registration.mobile_fault.empty")
    else:
        wrong = refusal(number)
    return _shown(visit, number, typed, {"mobile": wrong})


def _shown(visit: Visit, refused: Refused | None = None, typed: str = "", errors: dict[str, Phrase] | None = None) -> Response[str]:
    """The number of whoever is logged in comes first, with all that ever came; then what is being proved here, then cards."""
    services, logged_in = visit.services, _logged_in_here(visit)
    here = [session for session, _ in logged_in]
    came: dict[str, dict[int, PhoneMessage]] = {}
    inboxes = [inbox for _, inbox in logged_in]
    proved = services.sims.sent_in(flow_pages.secrets_here(visit), here)
    put_in = [Inbox(card.mobile, card.messages) for card in services.sims.cards(visit.client)]
    for each in (*inboxes, *proved, *put_in):
        if each.mobile is not None:
            came.setdefault(each.mobile, {}).update({message.message_id: message for message in each.messages})
    cards = [_card(visit, mobile, [found[number] for number in sorted(found, reverse=True)]) for mobile, found in came.items()]
    return visit.page(
        "phone_messages.html",
        "sims.title",
        refused=refused,
        cards=cards,
        numberless=any(each.mobile is None for each in inboxes),
        open_to_all=services.sims.open_to_all,
        recovers=not (services.sims.open_to_all or here) and flow_pages.recovers_here(visit),
        typed={"mobile": typed},
        errors=errors or {},
    )


def _logged_in_here(visit: Visit) -> list[tuple[Session, Inbox]]:
    """On each site in this browser, with what came to the number bound there; to read is no use of another site's session (SES-01)."""
    found = []
    for site in sorted(ALL, key=lambda each: each is not visit.site):
        own, token = site.own(visit.services), visit.jar.get(cookies.in_world(site.session_cookie, visit.world))
        session = own.sessions.find(token, site.channel, used=False) if token else None
        if isinstance(session, Session):
            found.append((session, own.messages.inbox(session)))
    return found


def _card(visit: Visit, mobile: str, messages: Sequence[PhoneMessage]) -> _Card:
    words = visit.pages.words_for(visit.request)
    return _Card(mask_mobile(mobile), [(tell_message(words, message.key, message.params), message.sent_at) for message in messages])


HANDLERS = (inbox, put_in)
