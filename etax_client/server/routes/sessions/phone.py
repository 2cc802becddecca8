"""The phone APP's side over HTTP: scan, look, decide, and read what came to its number; the APP's pages use the same services."""

from litestar import get, post
from litestar.params import JSONBody

from etax_client.domain.masking import mask_mobile
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.sessions.phone_messages import PhoneInbox
from etax_client.domain.sessions.qr_login import ScannedTicket, TicketState, code_in
from etax_client.server.routes.answers import Turned, accepted, refusals
from etax_client.server.routes.parameters import Id
from etax_client.server.routes.reading import SIGNED_IN, Anyone, Served, SomeoneIn, Spelled, address_of, noted
from etax_client.server.services.why import unfit
from etax_client.wire import paths
from etax_client.wire.qr_login import DecisionRequest, ScanRequest

_PATH = "{ticket_id:int}"


@post(
    paths.PHONE_SCANS,
    dto=Spelled[ScanRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    responses=refusals(
        RefusalCode.session_ended,
        RefusalCode.malformed,
        RefusalCode.too_large,
        RefusalCode.ticket_unknown,
        RefusalCode.ticket_used,
        RefusalCode.wrong_app,
        RefusalCode.not_registered,
        RefusalCode.locked,
        RefusalCode.too_many,
    ),
)
async def scan_ticket(request: Anyone, services: Served, phone_session: SomeoneIn, data: JSONBody[ScanRequest]) -> ScannedTicket:
    """Take the ticket of a QR code or of a short code for this phone (QR-05)."""
    code = code_in(data.code.reveal())
    if code is None:
        raise Turned(unfit("code", "no_qr_code", "QRT-6"))
    ticket = accepted(services.qr_login.scan(phone_session, code, address_of(request)))
    noted(request).says(*told(ticket))
    return ticket


@get(paths.phone_ticket(_PATH), security=SIGNED_IN, responses=refusals(RefusalCode.session_ended, RefusalCode.ticket_unknown))
async def scanned_ticket(services: Served, phone_session: SomeoneIn, ticket_id: Id) -> ScannedTicket:
    """What this phone has scanned: who asks, since when, and the numbers to pick from (QR-04)."""
    return accepted(services.qr_login.show(phone_session, ticket_id))


@post(
    paths.phone_decision(_PATH),
    dto=Spelled[DecisionRequest],
    return_dto=None,
    security=SIGNED_IN,
    status_code=200,
    responses=refusals(
        RefusalCode.session_ended,
        RefusalCode.malformed,
        RefusalCode.too_large,
        RefusalCode.ticket_unknown,
        RefusalCode.not_registered,
        RefusalCode.locked,
    ),
)
async def decide_ticket(
    request: Anyone, services: Served, phone_session: SomeoneIn, ticket_id: Id, data: JSONBody[DecisionRequest]
) -> ScannedTicket:
    """Confirm with the number that was picked, or refuse; the answer tells what became of the ticket (QR-04)."""
    ticket = accepted(services.qr_login.decide(phone_session, ticket_id, data.decision, data.number))
    noted(request).says(*told(ticket))
    return ticket


@get(paths.PHONE_MESSAGES, security=SIGNED_IN, responses=refusals(RefusalCode.session_ended))
async def phone_messages(services: Served, phone_session: SomeoneIn) -> PhoneInbox:
    """The short messages that came to this person's number, newest first (WEB-5)."""
    inbox = services.messages.inbox(phone_session)
    return PhoneInbox(None if inbox.address is None else mask_mobile(inbox.address), inbox.messages)


def told(ticket: ScannedTicket) -> tuple[str, str, str]:
    """What became of a ticket in a phone's hands, for the journal: outcome, reason, rule."""
    outcome = ticket.because or ticket.state
    return outcome.value, f"ticket.{outcome}", _RULES.get(ticket.state, "QR-04")


_RULES = {TicketState.scanned: "QR-05", TicketState.expired: "QR-01", TicketState.cancelled: "QRT-7", TicketState.redeemed: "QR-05"}


HANDLERS = (scan_ticket, scanned_ticket, decide_ticket, phone_messages)
