"""QR login over HTTP, the client's side: ask for a ticket, wait for news of it, redeem it."""

from litestar import delete, get, post
from litestar.params import FromQuery, JSONBody

from etax_client.domain.refusals import RefusalCode
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import Ticket, TicketState, TicketView
from etax_client.server.routes.answers import accepted, refusals
from etax_client.server.routes.parameters import Wait
from etax_client.server.routes.reading import WITH_TICKET, Anyone, Served, Spelled, address_of, bearer_of, hung_up, noted
from etax_client.wire import paths
from etax_client.wire.qr_login import TicketRequest


@post(
    paths.QR_TICKETS,
    dto=Spelled[TicketRequest],
    return_dto=None,
    responses=refusals(RefusalCode.malformed, RefusalCode.too_large, RefusalCode.too_many),
)
async def ask_for_ticket(request: Anyone, services: Served, data: JSONBody[TicketRequest]) -> Ticket:
    """A ticket, good for 180 seconds (QR-01); its poll secret is the token of the other three requests."""
    noted(request).says("asked", "ticket.asked", "QR-01")
    return accepted(services.qr_login.ask(data.device, address_of(request)))


@get(
    paths.QR_TICKET,
    security=WITH_TICKET,
    responses=refusals(RefusalCode.malformed, RefusalCode.ticket_unknown, RefusalCode.slow_down, RefusalCode.too_many),
)
async def poll_ticket(request: Anyone, services: Served, seen: FromQuery[TicketState | None] = None, wait: Wait = 0) -> TicketView:
    """The ticket's state: at once if it is another than the one last `seen`, else as soon as it changes or after `wait` seconds (QR-02)."""
    async with hung_up(request) as gone:
        view = accepted(await services.qr_login.poll(bearer_of(request), address_of(request), seen=seen, wait=wait, gone=gone))
    if view.state is TicketState.expired:
        noted(request).says("expired", "ticket.expired", "QR-01")
    return view


@delete(paths.QR_TICKET, security=WITH_TICKET, responses=refusals())
async def cancel_ticket(request: Anyone, services: Served) -> None:
    """The client goes another way: the ticket is of no use any more (QRT-7)."""
    services.qr_login.cancel(bearer_of(request))
    noted(request).says("cancelled", "ticket.cancelled", "QRT-7")


@post(
    paths.QR_SESSION,
    security=WITH_TICKET,
    responses=refusals(
        RefusalCode.ticket_unknown,
        RefusalCode.ticket_not_confirmed,
        RefusalCode.ticket_used,
        RefusalCode.not_registered,
        RefusalCode.locked,
        RefusalCode.too_many,
    ),
)
async def redeem_ticket(request: Anyone, services: Served) -> LoggedIn:
    """The session of a ticket that the phone has confirmed; asked again within 30 seconds, the same session (QRT-2)."""
    logged_in = accepted(services.qr_login.redeem(bearer_of(request), address_of(request)))
    noted(request).says("admitted", "ticket.redeemed", "QR-05", person_id=int(logged_in.profile.person_id))
    return logged_in


HANDLERS = (ask_for_ticket, poll_ticket, cancel_ticket, redeem_ticket)
