"""The phone APP's page of short messages: what came to this person's own number (WEB-5)."""

from litestar import Response, get

from etax_client.domain.masking import mask_mobile
from etax_client.server.web.login import asked_to_log_in
from etax_client.server.web.visit import Here
from etax_client.texts.short_messages import tell_message

_PATH = "/app/messages"


@get(_PATH, include_in_schema=False)
async def inbox(visit: Here) -> Response[str]:
    if visit.session is None:
        return asked_to_log_in(visit, _PATH)
    found = visit.services.messages.inbox(visit.session)
    words = visit.pages.words_for(visit.request)
    return visit.page(
        "phone_messages.html",
        "app.messages",
        mobile=None if found.mobile is None else mask_mobile(found.mobile),
        messages=[(tell_message(words, message.key, message.params), message.sent_at) for message in found.messages],
    )


HANDLERS = (inbox,)
