"""A QR code under a clock that is set back: it is over, rather than good for as long as the clock went back (QR-01)."""

from datetime import timedelta

import pytest

from tests.server.control.testers import AtDoor
from tests.server.running import code


@pytest.mark.sql
async def test_a_code_from_a_time_to_come_is_over(tester: AtDoor) -> None:
    """As when a trainer has gone two hours on, and comes back to the true time."""
    await tester.advance(2 * 3600)
    waiting, held = [await tester.asking() for _ in range(2)]
    ticket = await tester.post("/phone/scan", {"person": "liming", "code": held.ticket["scan_id"]})
    for client in (waiting, waiting, held, held):
        await client.poll()
    await tester.delete("/clock")
    for client in (waiting, held):
        view = (await client.poll()).json()
        assert (view["state"], view["seconds"]) == ("expired", 0)
    assert (await tester.get("/tickets"))["tickets"] == []
    assert code(await tester.ask("POST", "/phone/scan", {"person": "liming", "code": waiting.ticket["scan_id"]})) == "ticket_unknown"
    confirmed = await tester.ask("POST", "/phone/confirm", {"ticket_id": ticket["ticket_id"]})
    assert confirmed.status_code != 200 or confirmed.json()["state"] == "expired"
    assert (await held.redeem()).status_code == 404


@pytest.mark.sql
async def test_servers_whose_clocks_differ_by_a_little_agree(tester: AtDoor) -> None:
    client = await tester.asking()
    await tester.post("/clock", {"set": (tester.services.clock.now() - timedelta(seconds=2)).isoformat()})
    assert (await client.poll()).json()["state"] == "waiting"


@pytest.mark.sql
async def test_guesses_in_a_time_to_come_are_not_held_against_anyone(tester: AtDoor) -> None:
    await tester.advance(2 * 3600)
    scans = [code(await tester.ask("POST", "/phone/scan", {"person": "liming", "code": "Z" * 26})) for _ in range(21)]
    assert scans[-1] == "too_many"
    await tester.delete("/clock")
    client = await tester.asking()
    await tester.post("/phone/scan", {"person": "liming", "code": client.ticket["scan_id"]})
