"""QR login as it is sent: read again as it was written, and nothing odd gets through (QR-04, INP-1)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.safe_text import safe_text
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.phone_messages import PhoneInbox, PhoneMessage
from etax_client.domain.sessions.qr_login import Decision, RefusedBecause, ScannedTicket, Ticket, TicketState, TicketView
from etax_client.wire.qr_login import DecisionRequest, ScanRequest, TicketRequest
from etax_client.wire.spelling import Misspelled, read_reply, read_request, write

TEXTS = st.text(max_size=40).map(safe_text)
PLAIN = st.text(st.characters(exclude_categories=["C"]), max_size=64)
COUNTS = st.integers(0, 10**9)
SECRETS = st.builds(Secret, TEXTS)
TIMES = st.datetimes(datetime(1970, 1, 2), datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
STATES, BECAUSE = st.sampled_from(TicketState), st.none() | st.sampled_from(RefusedBecause)
MESSAGES = st.builds(PhoneMessage, COUNTS, TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=3), TIMES)
REPLIES = st.one_of(
    st.builds(Ticket, SECRETS, SECRETS, SECRETS, COUNTS),
    st.builds(TicketView, STATES, COUNTS, st.none() | COUNTS, st.none() | TEXTS, BECAUSE),
    st.builds(ScannedTicket, COUNTS, STATES, TEXTS, TEXTS, TIMES, st.lists(COUNTS, max_size=4).map(tuple), COUNTS, BECAUSE),
    st.builds(PhoneInbox, st.none() | TEXTS, st.lists(MESSAGES, max_size=3).map(tuple)),
)
REQUESTS = st.one_of(
    st.builds(TicketRequest, PLAIN),
    st.builds(ScanRequest, st.builds(Secret, PLAIN)),
    st.builds(DecisionRequest, st.sampled_from(Decision), st.none() | st.integers(10, 99)),
)


@given(REPLIES)
def test_what_a_server_writes_a_client_reads(value: object) -> None:
    assert read_reply(write(value), type(value)) == value


@given(REQUESTS)
def test_what_a_client_writes_a_server_reads(value: object) -> None:
    assert read_request(write(value), type(value)) == value


@pytest.mark.parametrize(
    ("body", "kind", "field"),
    [
        (b'{"decision":"confirm","number":9}', DecisionRequest, "number"),
        (b'{"decision":"confirm","number":100}', DecisionRequest, "number"),
        (b'{"decision":"confirm","number":42.5}', DecisionRequest, "number"),
        (b'{"decision":"confirm","number":"42"}', DecisionRequest, "number"),
        (b'{"decision":"perhaps"}', DecisionRequest, "decision"),
        (b'{"number":42}', DecisionRequest, "decision"),
        (b'{"decision":"confirm","number":42,"person_id":1}', DecisionRequest, None),
        (b'{"code":1}', ScanRequest, "code"),
        (b"{}", ScanRequest, "code"),
        (b'{"device":"%s"}' % (b"a" * 65), TicketRequest, "device"),
        (b'{"device":null}', TicketRequest, "device"),
    ],
)
def test_the_odd_is_misspelled(body: bytes, kind: type, field: str | None) -> None:
    """QRT-3: a body that says who confirms is turned down, not ignored."""
    with pytest.raises(Misspelled) as caught:
        read_request(body, kind)
    assert caught.value.field == field
