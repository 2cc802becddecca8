"""The phone's side of a ticket: scanned by one logged-in phone, which picks the number and decides (QR-03 to QR-05, QRT-3, QRT-4)."""

import pytest

from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import scan_url
from etax_client.wire import paths
from tests.server.running import Running, code
from tests.server.sessions.qr import DEVICE, Phone, answer, asking, confirmed, phone_of, scanned, settle, waiting


async def test_the_phone_sees_who_asks_and_three_numbers(server: Running) -> None:
    """QR-04: the client's number is one of them; the phone is not told which."""
    begun = server.clock.now()
    client, phone = await asking(server), await phone_of(server)
    await server.manual.advance(20)
    reply = await phone.scan(client.ticket["scan_id"])
    shown = reply.json()
    numbers = shown.pop("numbers")
    assert shown == {
        "ticket_id": shown["ticket_id"],
        "state": "scanned",
        "device": DEVICE,
        "address": "127.0.0.1",
        "asked_at": begun.isoformat().replace("+00:00", "Z"),
        "seconds": 160,
        "because": None,
    }
    number = (await client.poll()).json()["number"]
    assert number in numbers
    assert len(set(numbers)) == 3
    assert all(10 <= each <= 99 for each in numbers)
    assert (await phone.look(shown["ticket_id"])).content == reply.content


async def test_the_right_number_is_anywhere_among_the_three(server: Running) -> None:
    """QR-04: always the first would be no question."""
    places = set()
    for _ in range(30):
        client, phone = await asking(server), await phone_of(server)
        offered = (await phone.scan(client.ticket["scan_id"])).json()["numbers"]
        places.add(offered.index((await client.poll()).json()["number"]))
    assert places == {0, 1, 2}


@pytest.mark.parametrize("how", ["url", "capitals", "scan id", "code", "small", "spaced", "full width"])
async def test_what_a_camera_sees_and_what_is_typed(server: Running, how: str) -> None:
    """QR-01, QR-05."""
    client, phone = await asking(server), await phone_of(server)
    scan_id, short = client.ticket["scan_id"], client.ticket["short_code"]
    typed = {
        "url": f"http://127.0.0.1:8765/q/{scan_id}",
        "capitals": scan_url("https://192.0.2.1:8765/", Secret(scan_id)),
        "scan id": scan_id,
        "code": short,
        "small": f"{short[:4]}-{short[4:]}".lower(),
        "spaced": f"  {short[:4]} {short[4:]}\n".replace("\n", ""),
        "full width": "".join(chr(ord(char) + 0xFEE0) for char in short),
    }
    assert (await phone.scan(typed[how])).json()["state"] == "scanned"


@pytest.mark.parametrize("typed", ["", "x", "A" * 27, "http://127.0.0.1/q/", "AAAA-AAA0", "A" * 300])
async def test_what_is_no_code_is_malformed_and_no_miss(server: Running, typed: str) -> None:
    """QRT-6: it could not be anybody's."""
    phone = await phone_of(server)
    for _ in range(25):
        reply = await phone.scan(typed)
        assert (reply.status_code, code(reply), reply.json()["field"]) == (422, "malformed", "code")
    assert code(await phone.scan("A" * 26)) == "ticket_unknown"


async def test_the_right_number_confirms(server: Running) -> None:
    """QR-02, QR-04: and the client knows."""
    client, phone = await asking(server), await phone_of(server)
    ticket_id, number = await scanned(server, client, phone)
    poll = await waiting(client, "scanned")
    for _ in range(2):
        shown = (await phone.decide(ticket_id, "confirm", number)).json()
        assert (shown["state"], shown["because"]) == ("confirmed", None)
    assert (await answer(poll))["state"] == "confirmed"
    assert (await phone.decide(ticket_id, "refuse")).json()["state"] == "confirmed", "it is too late for that"


async def test_a_wrong_number_refuses(server: Running) -> None:
    """QR-04: there is no second try."""
    client, phone = await asking(server), await phone_of(server)
    ticket_id, number = await scanned(server, client, phone)
    offered = (await phone.look(ticket_id)).json()["numbers"]
    wrong = next(each for each in offered if each != number)
    for picked in (wrong, number):
        shown = (await phone.decide(ticket_id, "confirm", picked)).json()
        assert (shown["state"], shown["because"], shown["seconds"]) == ("refused", "wrong_number", 0)
    seen = (await client.poll()).json()
    assert (seen["state"], seen["because"], seen["number"], seen["masked_name"]) == ("refused", "wrong_number", None, None)
    assert code(await client.redeem()) == "ticket_unknown"


async def test_a_number_that_was_not_offered_refuses_as_well(server: Running) -> None:
    client, phone = await asking(server), await phone_of(server)
    ticket_id, _ = await scanned(server, client, phone)
    offered = (await phone.look(ticket_id)).json()["numbers"]
    other = next(each for each in range(10, 100) if each not in offered)
    assert (await phone.decide(ticket_id, "confirm", other)).json()["because"] == "wrong_number"


@pytest.mark.parametrize("number", [None, 9, 100, -1])
async def test_confirming_without_a_number_changes_nothing(server: Running, number: int | None) -> None:
    client, phone = await asking(server), await phone_of(server)
    ticket_id, _ = await scanned(server, client, phone)
    reply = await phone.decide(ticket_id, "confirm", number)
    assert (reply.status_code, reply.json()["field"]) == (422, "number")
    assert (await phone.look(ticket_id)).json()["state"] == "scanned"


async def test_a_refusal_is_the_last_word(server: Running) -> None:
    """QR-02."""
    client, phone = await asking(server), await phone_of(server)
    ticket_id, number = await scanned(server, client, phone)
    shown = (await phone.decide(ticket_id, "refuse")).json()
    assert (shown["state"], shown["because"]) == ("refused", "person")
    assert (await phone.decide(ticket_id, "confirm", number)).json()["state"] == "refused"
    assert code(await client.redeem()) == "ticket_unknown"
    await client.cancel()
    assert (await client.poll()).json()["state"] == "refused"


@pytest.mark.parametrize("account", ["wangfang", "liming"])
async def test_a_second_phone_is_told_that_the_code_was_used(server: Running, account: str) -> None:
    """QR-05, QRT-3: be it the same person's; and it can neither look nor decide."""
    client, first, second = await asking(server), await phone_of(server), await phone_of(server, account)
    ticket_id, number = await scanned(server, client, first)
    for typed in (client.ticket["scan_id"], client.ticket["short_code"]):
        reply = await second.scan(typed)
        assert (reply.status_code, code(reply)) == (409, "ticket_used")
    for reply in (
        await second.look(ticket_id),
        await second.decide(ticket_id, "confirm", number),
        await second.decide(ticket_id, "refuse"),
    ):
        assert (reply.status_code, code(reply)) == (404, "ticket_unknown")
    assert (await first.look(ticket_id)).json()["state"] == "scanned"
    assert (await first.scan(client.ticket["scan_id"])).json()["state"] == "scanned", "the phone that has it may come back to it"
    await first.decide(ticket_id, "confirm", number)
    assert code(await second.scan(client.ticket["scan_id"])) == "ticket_used"
    assert (await client.redeem()).json()["profile"]["person_id"] == "1"


@pytest.mark.parametrize("ticket_id", ["0", "-1", "9" * 15, "9" * 30, "x", "1.5"])
async def test_a_ticket_that_cannot_be_is_not_there(server: Running, ticket_id: str) -> None:
    """INP-1."""
    phone = await phone_of(server)
    for reply in (
        await phone.caller.http.get(paths.phone_ticket(ticket_id), headers=phone.headers),
        await phone.caller.http.post(paths.phone_decision(ticket_id), json={"decision": "refuse"}, headers=phone.headers),
    ):
        assert reply.status_code == 404


async def test_the_person_is_whose_phone_it_is(server: Running) -> None:
    """QRT-3: nothing in a body says who."""
    client, phone = await asking(server), await phone_of(server, "wangfang")
    body = {"code": client.ticket["scan_id"], "person_id": 1}
    reply = await phone.caller.http.post(paths.PHONE_SCANS, json=body, headers=phone.headers)
    assert code(reply) == "malformed"
    await confirmed(server, client, phone)
    assert (await client.redeem()).json()["profile"] == {"person_id": "2", "name": "王芳", "masked_name": "王*"}


async def test_nobody_scans_without_being_logged_in_on_the_phone(server: Running) -> None:
    """QR-03: a client's session is no phone's, nor the other way round; nor is a ticket's secret."""
    client, phone = await asking(server), await phone_of(server)
    ticket_id, number = await scanned(server, client, phone)
    inside = await server.signed_in()
    for headers in ({}, {"Authorization": inside.http.headers["Authorization"]}, client.headers, {"Authorization": "Bearer "}):
        stranger = Phone(server.caller(), headers)
        for reply in (
            await stranger.scan(client.ticket["scan_id"]),
            await stranger.look(ticket_id),
            await stranger.decide(ticket_id, "confirm", number),
            await stranger.caller.http.get(paths.PHONE_MESSAGES, headers=headers),
        ):
            assert (reply.status_code, code(reply), reply.json()["ended"]) == (401, "session_ended", "unknown")
    assert (await phone.caller.http.get(paths.UNITS, headers=phone.headers)).status_code == 401


async def test_a_phone_that_logged_out_decides_nothing(server: Running) -> None:
    """QR-03: and another login of the same person is another phone."""
    client, phone = await asking(server), await phone_of(server)
    ticket_id, number = await scanned(server, client, phone)
    assert (await phone.caller.http.delete(paths.SESSION, headers=phone.headers)).status_code == 204
    assert (await phone.decide(ticket_id, "confirm", number)).json()["ended"] == "logged_out"
    again = await phone_of(server)
    assert code(await again.scan(client.ticket["scan_id"])) == "ticket_used"
    assert code(await again.decide(ticket_id, "confirm", number)) == "ticket_unknown"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_changes_nothing(server: Running, method: str) -> None:
    """QRT-4: whoever fetches links ahead of the person neither scans nor decides."""
    client, phone = await asking(server), await phone_of(server)
    scan_id = client.ticket["scan_id"]
    poll = await waiting(client)
    for path in (paths.PHONE_SCANS, f"{paths.PHONE_SCANS}/{scan_id}", paths.QR_SESSION, paths.QR_TICKETS):
        assert (await phone.caller.http.request(method, path, params={"code": scan_id}, headers=phone.headers)).status_code in (404, 405)
    await settle()
    assert not poll.done()
    ticket_id = (await phone.scan(scan_id)).json()["ticket_id"]
    assert (await answer(poll))["state"] == "scanned"
    for path in (paths.phone_decision(ticket_id), paths.phone_ticket(ticket_id)):
        await phone.caller.http.request(method, path, params={"decision": "refuse"}, headers=phone.headers)
    assert (await phone.look(ticket_id)).json()["state"] == "scanned"


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"}])
async def test_another_sites_page_does_nothing(server: Running, headers: dict[str, str]) -> None:
    """QRT-4, WEB-1."""
    client, phone = await asking(server), await phone_of(server)
    foreign = Phone(phone.caller, {**phone.headers, **headers})
    assert (await foreign.scan(client.ticket["scan_id"])).status_code in (403, 421)
    assert (await client.poll()).json()["state"] == "waiting"
