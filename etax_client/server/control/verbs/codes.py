"""Codes: every message that was delivered, and what is in a captcha's picture (CAP-03: only here)."""

import hashlib
from typing import Annotated

from litestar.params import FromQuery, QueryParameter

from etax_client.domain.guessing.captcha import CaptchaPurpose
from etax_client.domain.safe_text import CLEAN
from etax_client.domain.testing.tester_views import CaptchaSeen, MessageSeen
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, person_id_of
from etax_client.server.routes.answers import accepted
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.services.sessions.messages import Delivered
from etax_client.texts.catalogue import words
from etax_client.texts.short_messages import tell_message
from etax_client.texts.words import Language
from etax_client.wire.control.codes import LATEST_CAPTCHA, MOST_MESSAGES, ONE_CAPTCHA, READ_INBOX, InboxView

_Text = Annotated[str | None, QueryParameter(min_length=1, max_length=200, pattern=CLEAN)]
_Limit = Annotated[int, QueryParameter(ge=1, le=MOST_MESSAGES)]


@handles(READ_INBOX)
async def read_inbox(request: Anyone, services: Served, address: _Text = None, person: _Text = None, limit: _Limit = 50) -> InboxView:
    """What was delivered to anyone, to an address, or to a person (an id or any identifier); by SMS and e-mail."""
    person_id = None if person is None else person_id_of(services, person, "person")
    acted(request, READ_INBOX, person=person_id)
    found = services.messages.delivered(address, person_id, limit)
    said = [words(language) for language in (Language.zh, Language.en)]
    return InboxView(tuple(_seen(one, *(tell_message(told, one.message.key, one.message.params) for told in said)) for one in found))


@handles(LATEST_CAPTCHA)
async def latest_captcha(
    request: Anyone, services: Served, client: _Text = None, purpose: FromQuery[CaptchaPurpose | None] = None
) -> CaptchaSeen:
    """The newest that is still good, of a client (by its X-Etax-Client) or of anyone."""
    mark = None if client is None else hashlib.sha256(client.encode()).hexdigest()
    found = accepted(services.captchas.latest(mark, purpose))
    acted(request, LATEST_CAPTCHA, captcha=found.captcha_id)
    return found


@handles(ONE_CAPTCHA)
async def one_captcha(request: Anyone, services: Served, captcha_id: Name) -> CaptchaSeen:
    """One that is still good."""
    found = accepted(services.captchas.peek(captcha_id))
    acted(request, ONE_CAPTCHA, captcha=found.captcha_id)
    return found


def _seen(one: Delivered, zh: str, en: str) -> MessageSeen:
    message = one.message
    return MessageSeen(message.message_id, one.medium, one.address, message.sent_at, message.key, message.params, zh, en)


HANDLERS = (read_inbox, latest_captcha, one_captcha)
