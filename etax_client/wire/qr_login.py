"""QR login, as it is sent: the client's side of a ticket, and the phone's."""

from typing import Annotated

import msgspec

from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import Decision
from etax_client.wire.login import ShortText


class TicketRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`device` is what the asking machine calls itself; the phone shows it (QR-04)."""

    device: ShortText


class ScanRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the phone has scanned, or the short code that was typed."""

    code: Secret


class DecisionRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The number is the one that was picked; a refusal needs none."""

    decision: Decision
    number: Annotated[int, msgspec.Meta(ge=10, le=99)] | None = None
