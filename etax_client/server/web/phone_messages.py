"""The phone's page of short messages: what came to its owner's number, and to the SIM cards in it (WEB-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.response import Redirect

from etax_client.domain.masking import mask_mobile
from etax_client.domain.phone_messages import PhoneMessage
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.routes.reading import address_of
from etax_client.server.web.login import refusal
from etax_client.server.web.visit import Here, Visit
from etax_client.texts.short_messages import tell_message
from etax_client.texts.words import Phrase, phrase

_PATH = "/app/messages"


@dataclass(frozen=True, slots=True)
class _Card:
    """A number with what came to it, newest first."""

    mobile: str
    messages: Sequence[tuple[str, datetime]]


@get(_PATH, include_in_schema=False)
async def inbox(visit: Here) -> Response[str]:
    return _shown(visit)


@post(_PATH, status_code=200, include_in_schema=False)
async def put_in(visit: Here) -> Response[str] | Redirect:
    """A SIM card into this phone: a number that is nobody's else."""
    typed = (await visit.form({"mobile": 64}))["mobile"]
    number = visit.services.sims.put_in(typed, visit.client, address_of(visit.request))
    if not isinstance(number, Refused):
        visit.note.says("put_in", "sim.put_in", "WEB-5")
        return visit.go(_PATH)
    if number.code is RefusalCode.malformed:
        wrong = phrase("registration.mobile_fault.form" if typed.strip() else "registration.mobile_fault.empty")
    else:
        wrong = phrase("sims.taken") if number.code is RefusalCode.mobile_taken else refusal(number)
    return _shown(visit, number, typed, {"mobile": wrong})


def _shown(visit: Visit, refused: Refused | None = None, typed: str = "", errors: dict[str, Phrase] | None = None) -> Response[str]:
    """The number of whoever is logged in comes first, with all that ever came; then the other cards in this phone."""
    services, mobile = visit.services, None
    cards: list[_Card] = []
    if visit.session is not None:
        found = services.messages.inbox(visit.session)
        mobile = found.mobile
        cards = [] if mobile is None else [_card(visit, mobile, found.messages)]
    cards += [_card(visit, card.mobile, card.messages) for card in services.sims.cards(visit.client) if card.mobile != mobile]
    return visit.page(
        "phone_messages.html",
        "sims.title",
        refused=refused,
        cards=cards,
        numberless=visit.session is not None and mobile is None,
        open_to_all=services.sims.open_to_all,
        typed=typed,
        errors=errors or {},
    )


def _card(visit: Visit, mobile: str, messages: Sequence[PhoneMessage]) -> _Card:
    words = visit.pages.words_for(visit.request)
    return _Card(mask_mobile(mobile), [(tell_message(words, message.key, message.params), message.sent_at) for message in messages])


HANDLERS = (inbox, put_in)
