"""What a QR code says and what a phone reads in it; short codes as they are shown and typed (QR-01, QR-05)."""

from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import (
    LIVE,
    SCAN_ID_ALPHABET,
    SCAN_ID_LENGTH,
    SHORT_CODE_ALPHABET,
    SHORT_CODE_LENGTH,
    TicketState,
    code_in,
    scan_url,
    spaced,
)

SCAN_IDS = st.text(SCAN_ID_ALPHABET, min_size=SCAN_ID_LENGTH, max_size=SCAN_ID_LENGTH)
SHORT_CODES = st.text(SHORT_CODE_ALPHABET, min_size=SHORT_CODE_LENGTH, max_size=SHORT_CODE_LENGTH)
QR_ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
ROOTS = st.sampled_from(["http://127.0.0.1:8765", "https://192.168.100.200:18765/", "http://[fe80::1]:80", "https://etax-demo.lan"])


@given(ROOTS, SCAN_IDS)
def test_a_phone_reads_what_the_client_draws(root: str, scan_id: str) -> None:
    """QR-01, QR-06: in capitals, which a QR code holds in the least room (but for the brackets of IPv6)."""
    drawn = scan_url(root, Secret(scan_id))
    assert len(drawn) <= 80
    assert set(drawn) <= QR_ALPHANUMERIC | set("[]")
    for seen in (drawn, drawn.lower(), f" {drawn}\n", scan_id):
        assert code_in(seen) == Secret(scan_id)


@given(
    SHORT_CODES, st.sampled_from([str, str.lower, lambda text: f"  {text} ", lambda text: text.replace("-", " "), lambda t: t[:4] + t[5:]])
)
def test_a_phone_reads_what_is_typed(short_code: str, how: object) -> None:
    """QR-05."""
    assert callable(how)
    shown = spaced(Secret(short_code))
    assert len(shown) == SHORT_CODE_LENGTH + 1
    assert code_in(how(shown)) == Secret(short_code)


@given(st.text() | st.text(SCAN_ID_ALPHABET + "-0189/Q ", max_size=60))
def test_anything_else_is_no_code(text: str) -> None:
    """INP-1: nothing raises, and what comes out can be looked for."""
    found = code_in(text)
    if found is None:
        return
    revealed = found.reveal()
    if len(revealed) == SCAN_ID_LENGTH:
        assert set(revealed) <= set(SCAN_ID_ALPHABET)
    else:
        assert len(revealed) == SHORT_CODE_LENGTH
        assert set(revealed) <= set(SHORT_CODE_ALPHABET)


def test_no_code_is_found_in_the_middle_of_another_text() -> None:
    """A longer one is not cut to fit, and what follows is not thrown away."""
    scan_id = "A" * SCAN_ID_LENGTH
    for text in (
        scan_id + "A",
        "A" + scan_id,
        f"HTTP://X/Q/{scan_id}?NEXT=1",
        f"HTTP://X/Q/{scan_id}/",
        f"HTTP://X/{scan_id}",
        "2345678",
        "23456789A",
    ):
        assert code_in(text) is None


def test_the_ends_are_the_states_that_are_not_live() -> None:
    """QR-02."""
    assert set(TicketState) - set(LIVE) == {TicketState.redeemed, TicketState.refused, TicketState.expired, TicketState.cancelled}
