"""The phone without a browser: QR tickets scanned, confirmed and refused in a person's place, by the rules of QR login."""

from typing import Any

from litestar.params import JSONBody

from etax_client.domain.flows.face_check import FacePage, link_in
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import ScannedTicket, code_in
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, person_id_of
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.reading import Anyone, Served, address_of
from etax_client.server.services.why import unfit
from etax_client.wire.control.codes import (
    CONFIRM,
    LIST_TICKETS,
    PICK_WRONG_NUMBER,
    REFUSE,
    SCAN,
    STAND_BEFORE_FACE,
    PhoneConfirmRequest,
    PhoneFaceRequest,
    PhoneScanRequest,
    PhoneTicketRequest,
    TicketsView,
)
from etax_client.wire.control.verb import Verb


@handles(LIST_TICKETS)
async def list_tickets(request: Anyone, services: Served) -> TicketsView:
    """Every QR ticket that is alive, with the number that its client shows."""
    acted(request, LIST_TICKETS)
    return TicketsView(services.tester_phone.tickets())


@handles(SCAN)
async def scan(request: Anyone, services: Served, data: JSONBody[PhoneScanRequest]) -> ScannedTicket:
    """Scan with a phone on which the person is logged in from now on, without a password."""
    if (data.code is None) is (data.ticket_id is None):
        raise Turned(unfit("code", "one_of", "QRT-6"), detail="one of code and ticket_id")
    code: Secret | int | None = data.ticket_id if data.code is None else code_in(data.code.reveal())
    if code is None:
        raise Turned(unfit("code", "no_qr_code", "QRT-6"), detail="neither a scan URL nor a short code")
    person_id = person_id_of(services, data.person, "person")
    result = services.tester_phone.scan(person_id, code, address_of(request))
    if isinstance(result, Refused) and result.code is RefusalCode.not_found:
        raise Turned(Refused(RefusalCode.not_found, field="person"), detail="the person has no account")
    return _told(request, SCAN, result)


@handles(CONFIRM)
async def confirm(request: Anyone, services: Served, data: JSONBody[PhoneConfirmRequest]) -> ScannedTicket:
    """Confirm on the phone that scanned it, a browser's too."""
    return _told(request, CONFIRM, services.tester_phone.confirm(data.ticket_id, data.number))


@handles(PICK_WRONG_NUMBER)
async def pick_wrong_number(request: Anyone, services: Served, data: JSONBody[PhoneTicketRequest]) -> ScannedTicket:
    """Pick a number that the client doesn't show, which refuses the ticket (QR-04)."""
    return _told(request, PICK_WRONG_NUMBER, services.tester_phone.pick_wrong_number(data.ticket_id))


@handles(REFUSE)
async def refuse(request: Anyone, services: Served, data: JSONBody[PhoneTicketRequest]) -> ScannedTicket:
    """Refuse on the phone that scanned it, a browser's too."""
    return _told(request, REFUSE, services.tester_phone.refuse(data.ticket_id))


@handles(STAND_BEFORE_FACE)
async def stand_before_face(request: Anyone, services: Served, data: JSONBody[PhoneFaceRequest]) -> FacePage:
    """Stand before a face check with the APP that it is for; what is said of the face was decided before."""
    link = None if data.link is None else link_in(data.link.reveal()) or data.link
    page = accepted(services.tester_phone.stand_before_face(link, address_of(request)))
    acted(request, STAND_BEFORE_FACE, outcome=page.state)
    return page


def _told(request: Anyone, verb: Verb[Any], result: ScannedTicket | Refused) -> ScannedTicket:
    ticket = accepted(result)
    acted(request, verb, ticket=ticket.ticket_id, outcome=ticket.because or ticket.state)
    return ticket


HANDLERS = (list_tickets, scan, confirm, pick_wrong_number, refuse, stand_before_face)
