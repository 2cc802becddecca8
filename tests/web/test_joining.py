"""The join code of a door that other machines reach: it opens by being typed, and is not to be guessed (TLS-1, LCK-2)."""

from etax_client.clock import ManualClock
from etax_client.domain.guessing.lockout import Locked
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import spaced
from etax_client.server.services.guessing.address_limits import MOST_MISSES
from etax_client.web.joining import Joining

WRONG = "22222222"


def test_the_code_is_exchanged_for_a_ticket_however_it_is_spelled() -> None:
    joining = Joining(ManualClock())
    for spelled in (joining.code.reveal(), spaced(joining.code), f" {joining.code.reveal().lower()} "):
        ticket = joining.join(spelled, "192.0.2.1")
        assert isinstance(ticket, Secret)
        assert joining.knows(ticket.reveal())
        assert not Joining(ManualClock()).knows(ticket.reveal()), "another door's"
    for wrong in ("", WRONG, "?", joining.code.reveal()[:-1]):
        assert joining.join(wrong, "192.0.2.2") is None
        assert not joining.knows(wrong)


async def test_after_twenty_wrong_ones_an_address_waits_and_no_other_does() -> None:
    clock = ManualClock()
    joining = Joining(clock)
    assert [joining.join(WRONG, "192.0.2.1") for _ in range(MOST_MISSES)] == [None] * MOST_MISSES
    assert joining.join(joining.code.reveal(), "192.0.2.1") == Locked(60)
    assert isinstance(joining.join(joining.code.reveal(), "192.0.2.2"), Secret)
    await clock.advance(minutes=1)
    assert isinstance(joining.join(joining.code.reveal(), "192.0.2.1"), Secret)
