"""The phone without a browser: tickets listed, scanned, confirmed and refused at the tester's door, by every rule of QR login."""

import pytest

from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import NOWHERE, scan_url, spaced
from etax_client.wire import paths
from tests.server.control.testers import AtDoor
from tests.server.running import Json, code
from tests.server.sessions.qr import Client, waiting


async def scan(tester: AtDoor, client: Client, person: str = "liming") -> Json:
    return await tester.post("/phone/scan", {"person": person, "code": client.ticket["scan_id"]})


@pytest.mark.sql
async def test_a_ticket_goes_all_the_way_without_a_phone(tester: AtDoor) -> None:
    """QR-02, QR-04, QR-05: the client is told of each step at once, and gets the session of whoever scanned."""
    client = await tester.asking()
    [ticket] = (await tester.get("/tickets"))["tickets"]
    assert (ticket["state"], ticket["device"], ticket["numbers"], ticket["person_id"], ticket["seconds"]) == (
        "waiting",
        "desk-3",
        [],
        None,
        180,
    )
    poll = await waiting(client)
    held = await scan(tester, client, "wangfang")
    assert (held["ticket_id"], held["state"]) == (ticket["ticket_id"], "scanned")
    told = (await poll).json()
    assert (told["state"], told["number"], told["masked_name"]) == ("scanned", ticket["number"], "王*")
    await tester.advance(10)
    [ticket] = (await tester.get("/tickets"))["tickets"]
    assert (ticket["person_id"], ticket["numbers"], ticket["seconds"]) == (2, held["numbers"], 170)
    poll = await waiting(client, "scanned")
    assert (await tester.post("/phone/confirm", {"ticket_id": held["ticket_id"]}))["state"] == "confirmed"
    assert (await poll).json()["state"] == "confirmed"
    assert (await client.redeem()).json()["profile"]["name"] == "王芳"
    assert (await tester.get("/tickets"))["tickets"] == []
    assert [session["channel"] for session in (await tester.get("/sessions"))["sessions"]] == ["client", "phone"]


@pytest.mark.parametrize("how", ["url", "scan_id", "short_code", "spaced", "small", "ticket_id"])
async def test_a_ticket_is_scanned_by_all_that_names_it(tester: AtDoor, how: str) -> None:
    await tester.asking("another")
    client = await tester.asking()
    scan_id, short = client.ticket["scan_id"], client.ticket["short_code"]
    codes = {
        "url": scan_url(NOWHERE, Secret(scan_id)),
        "scan_id": scan_id,
        "short_code": short,
        "spaced": spaced(Secret(short)),
        "small": short.lower(),
    }
    body = {"ticket_id": (await tester.get("/tickets"))["tickets"][0]["ticket_id"]} if how == "ticket_id" else {"code": codes[how]}
    assert (await tester.post("/phone/scan", {"person": "13800000001", **body}))["device"] == "desk-3"


async def test_a_ticket_is_refused_or_a_wrong_number_is_picked(tester: AtDoor) -> None:
    """QR-04: either way nobody is logged in, and the client is told which."""
    for path, body, because in (
        ("/phone/refuse", {}, "person"),
        ("/phone/wrong-number", {}, "wrong_number"),
        ("/phone/confirm", {"number": "wrong"}, "wrong_number"),
    ):
        client = await tester.asking()
        held = await scan(tester, client)
        [ticket] = (await tester.get("/tickets"))["tickets"]
        wrong = {"number": next(number for number in held["numbers"] if number != ticket["number"])} if body else {}
        done = await tester.post(path, {"ticket_id": held["ticket_id"], **wrong})
        assert (done["state"], done["because"]) == ("refused", because)
        view = (await client.poll()).json()
        assert (view["state"], view["because"]) == ("refused", because)
        assert code(await client.redeem()) == "ticket_unknown"
        again = await tester.post("/phone/confirm", {"ticket_id": held["ticket_id"]})
        assert again["state"] == "refused", "an end stays what it is"


async def test_every_rule_of_the_phone_holds(tester: AtDoor) -> None:
    client = await tester.asking()
    scan_id = client.ticket["scan_id"]
    for body, status, refusal, field in (
        ({"person": "sunlei", "code": scan_id}, 423, "locked", None),
        ({"person": "nobody", "code": scan_id}, 404, "not_found", "person"),
        ({"person": "9", "code": scan_id}, 404, "not_found", "person"),
        ({"person": "1", "code": "X"}, 422, "malformed", "code"),
        ({"person": "1"}, 422, "malformed", "code"),
        ({"person": "1", "code": scan_id, "ticket_id": 1}, 422, "malformed", "code"),
        ({"person": "1", "ticket_id": 0}, 422, "malformed", "ticket_id"),
        ({"person": "1", "code": "A" * 26}, 404, "ticket_unknown", None),
        ({"person": "1", "ticket_id": 99}, 404, "ticket_unknown", None),
    ):
        reply = await tester.ask("POST", "/phone/scan", body)
        assert (reply.status_code, code(reply), reply.json().get("field")) == (status, refusal, field), body
    assert (await tester.get("/sessions"))["sessions"] == [], "a phone that scanned nothing is put away"
    held = await scan(tester, client)
    assert code(await tester.ask("POST", "/phone/scan", {"person": "wangfang", "code": scan_id})) == "ticket_used", "QRT-3"
    await tester.post("/lock", {"account": "liming"})
    assert code(await tester.ask("POST", "/phone/confirm", {"ticket_id": held["ticket_id"]})) == "locked", "LCK-10"
    await tester.post("/unlock", {"account": "liming"})
    await tester.post("/phone/confirm", {"ticket_id": held["ticket_id"]})
    await tester.post("/lock", {"account": "liming"})
    assert code(await client.redeem()) == "locked", "LCK-10"
    await tester.advance(180)
    assert (await tester.post("/phone/confirm", {"ticket_id": held["ticket_id"]}))["state"] == "expired", "QR-01"
    assert (await tester.get("/tickets"))["tickets"] == []


@pytest.mark.parametrize("path", ["/phone/confirm", "/phone/refuse", "/phone/wrong-number"])
async def test_what_no_phone_holds_is_not_decided(tester: AtDoor, path: str) -> None:
    await tester.asking()
    for ticket_id in (1, 2):
        assert code(await tester.ask("POST", path, {"ticket_id": ticket_id})) == "ticket_unknown"
    assert (await tester.ask("POST", path, {})).json()["field"] == "ticket_id"
    [ticket] = (await tester.get("/tickets"))["tickets"]
    assert ticket["state"] == "waiting"


async def test_a_phone_that_was_put_away_decides_nothing(tester: AtDoor) -> None:
    """Its session ended under its hands."""
    client = await tester.asking()
    held = await scan(tester, client)
    await tester.delete("/sessions/1", reason="replaced")
    reply = await tester.ask("POST", "/phone/confirm", {"ticket_id": held["ticket_id"]})
    assert (code(reply), reply.json()["ended"]) == ("session_ended", "replaced")
    assert (await client.poll()).json()["state"] == "scanned"


async def test_a_real_phones_ticket_can_be_confirmed_here(tester: AtDoor) -> None:
    client, phone = await tester.asking(), await tester.phone()
    held = (await phone.scan(client.ticket["scan_id"])).json()
    await tester.post("/phone/confirm", {"ticket_id": held["ticket_id"]})
    assert (await phone.look(held["ticket_id"])).json()["state"] == "confirmed"
    token = (await client.redeem()).json()["token"]
    assert (await client.caller.http.get(paths.UNITS, headers={"Authorization": f"Bearer {token}"})).status_code == 200


@pytest.mark.sql
async def test_guessing_codes_here_is_cut_off_too(tester: AtDoor) -> None:
    """QRT-6: 20 codes that there are not within a minute."""
    body = {"person": "1", "code": "A" * 26}
    codes = [code(await tester.ask("POST", "/phone/scan", body)) for _ in range(21)]
    assert codes == ["ticket_unknown"] * 20 + ["too_many"]
