"""Sessions: who is logged in, and their end under the user's hands (SES-03)."""

from litestar.params import FromQuery

from etax_client.domain.refusals import EndReason
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted
from etax_client.server.routes.answers import Turned
from etax_client.server.routes.parameters import Id
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.services.why import unfit
from etax_client.wire.control.people import END_SESSION, ENDS, LIST_SESSIONS, SessionsView


@handles(LIST_SESSIONS)
async def list_sessions(request: Anyone, services: Served) -> SessionsView:
    """Who is logged in, where, since when, and which units they have opened."""
    acted(request, LIST_SESSIONS)
    return SessionsView(services.logged_in.sessions())


@handles(END_SESSION)
async def end_session(request: Anyone, services: Served, session_id: Id, reason: FromQuery[EndReason] = EndReason.expired) -> None:
    """End it; its client is told `reason`: expired, idle, password_reset, replaced or trainer. One that is over keeps its own."""
    if reason not in ENDS:
        raise Turned(unfit("reason", "not_offered", "SES-03"))
    refused = services.sessions.end_by_id(session_id, reason)
    if refused is not None:
        raise Turned(refused)
    acted(request, END_SESSION, session=session_id, reason=reason)


HANDLERS = (list_sessions, end_session)
