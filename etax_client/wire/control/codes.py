"""Messages, captchas and the phone at the tester's door, as they are sent."""

from typing import Annotated

import msgspec

from etax_client.domain.flows.face_check import FacePage
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import ScannedTicket
from etax_client.domain.testing.tester_views import CaptchaSeen, MessageSeen, TicketSeen
from etax_client.wire.control.people import Identifier
from etax_client.wire.control.verb import Order, Verb
from etax_client.wire.spelling import LARGEST_INTEGER

MOST_MESSAGES = 500
TicketId = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_INTEGER)]


class InboxView(msgspec.Struct, frozen=True):
    """The newest first."""

    messages: tuple[MessageSeen, ...]


class TicketsView(msgspec.Struct, frozen=True):
    """The newest first."""

    tickets: tuple[TicketSeen, ...]


class PhoneScanRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`person` is an id or any identifier; `code` what is in the QR code, its scan id or the short code, else `ticket_id` says which."""

    person: Identifier
    code: Secret | None = None
    ticket_id: TicketId | None = None


class PhoneConfirmRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`number` is the one that is picked; left out, it is the one that the client shows."""

    ticket_id: TicketId
    number: Annotated[int, msgspec.Meta(ge=10, le=99)] | None = None


class PhoneFaceRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`link` is what is in the QR code, or its id; left out, it is the newest check that waits."""

    link: Secret | None = None


class PhoneTicketRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ticket_id: TicketId


_ASKED = (RefusalCode.malformed, RefusalCode.not_found)
_OF_A_TICKET = (RefusalCode.ticket_unknown, RefusalCode.session_ended, RefusalCode.locked)

READ_INBOX = Verb("read_inbox", "GET", "/inbox", InboxView, refuses=_ASKED)
LATEST_CAPTCHA = Verb("latest_captcha", "GET", "/captchas/latest", CaptchaSeen, refuses=_ASKED)
ONE_CAPTCHA = Verb("one_captcha", "GET", "/captchas/{captcha_id:str}", CaptchaSeen, refuses=(RefusalCode.not_found,))

LIST_TICKETS = Verb("list_tickets", "GET", "/tickets", TicketsView)
SCAN = Order(
    "scan",
    "POST",
    "/phone/scan",
    ScannedTicket,
    PhoneScanRequest,
    refuses=(
        RefusalCode.not_found,
        RefusalCode.not_registered,
        RefusalCode.ticket_unknown,
        RefusalCode.ticket_used,
        RefusalCode.locked,
        RefusalCode.too_many,
    ),
)
CONFIRM = Order("confirm", "POST", "/phone/confirm", ScannedTicket, PhoneConfirmRequest, refuses=_OF_A_TICKET)
PICK_WRONG_NUMBER = Order("pick_wrong_number", "POST", "/phone/wrong-number", ScannedTicket, PhoneTicketRequest, refuses=_OF_A_TICKET)
STAND_BEFORE_FACE = Order(
    "stand_before_face",
    "POST",
    "/phone/face",
    FacePage,
    PhoneFaceRequest,
    refuses=(RefusalCode.face_unknown, RefusalCode.locked, RefusalCode.too_many),
)
REFUSE = Order("refuse", "POST", "/phone/refuse", ScannedTicket, PhoneTicketRequest, refuses=_OF_A_TICKET)
