"""The client's side of a ticket: its secrets, its life, how it is waited for and given up (QR-01, QR-02, QRT-1, QRT-6, QRT-7)."""

import asyncio
import hashlib
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update

from etax_client.domain.sessions.qr_login import SCAN_ID_ALPHABET, SHORT_CODE_ALPHABET
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.sessions import qr_tickets as rows
from etax_client.server.store.tables import qr_tickets
from etax_client.server.store.tables import strangers as stranger_rows
from etax_client.wire import paths
from tests.server.running import HOST, Running, code
from tests.server.sessions.qr import Client, answer, asking, confirmed, phone_of, scanned, settle, waiting

Reply = httpx.Response


@pytest.mark.sql
async def test_a_ticket_and_its_secrets(server: Running) -> None:
    """QR-01, QRT-1: 130 bits to scan, 256 to poll, 39 to type; every one new."""
    tickets = [(await asking(server)).ticket for _ in range(50)]
    assert {ticket["seconds"] for ticket in tickets} == {180}
    for name, length, alphabet in (
        ("scan_id", 26, SCAN_ID_ALPHABET),
        ("short_code", 8, SHORT_CODE_ALPHABET),
        ("poll_secret", 43, None),
    ):
        found = {ticket[name] for ticket in tickets}
        assert len(found) == 50
        assert {len(each) for each in found} == {length}
        assert alphabet is None or set("".join(found)) <= set(alphabet)
    assert len(SCAN_ID_ALPHABET) == len(set(SCAN_ID_ALPHABET)) == 32
    assert not set("01OIL") & set(SHORT_CODE_ALPHABET)


async def test_only_the_poll_secret_sees_a_ticket(server: Running) -> None:
    """QRT-1: neither what the QR code holds, nor what is typed, nor what the store keeps."""
    client = await asking(server)
    others = [client.ticket["scan_id"], client.ticket["short_code"], hashlib.sha256(client.ticket["poll_secret"].encode()).hexdigest(), ""]
    phone = await phone_of(server)
    await confirmed(server, client, phone)
    for other in others:
        stranger = Client(server.caller(), {"poll_secret": other})
        assert code(await stranger.poll()) == code(await stranger.redeem()) == "ticket_unknown"
        assert (await stranger.cancel()).status_code == 204
    assert (await client.poll()).json()["state"] == "confirmed"
    assert code(await phone.scan(client.ticket["poll_secret"])) == "malformed"


async def test_its_secrets_are_kept_as_hashes(server: Running) -> None:
    """QRT-1: the short code, which is short, under the installation's key."""
    client = await asking(server)
    with server.services.store.read() as connection:
        row = connection.execute(select(qr_tickets)).one()
    assert row.poll_hash == hashlib.sha256(client.ticket["poll_secret"].encode()).hexdigest()
    assert row.scan_hash == hashlib.sha256(client.ticket["scan_id"].encode()).hexdigest()
    assert row.code_hash != hashlib.sha256(client.ticket["short_code"].encode()).hexdigest()
    assert len({row.poll_hash, row.scan_hash, row.code_hash}) == 3


@pytest.mark.parametrize("how_far", ["waiting", "scanned", "confirmed"])
async def test_it_is_good_for_180_seconds_in_all(server: Running, how_far: str) -> None:
    """QR-01, QR-02, QRT-2: a ticket that was confirmed and not fetched runs out like any other."""
    client, phone = await asking(server), await phone_of(server)
    begun, ticket_id = server.manual.monotonic(), 0
    if how_far == "scanned":
        ticket_id, _ = await scanned(server, client, phone)
    elif how_far == "confirmed":
        ticket_id = await confirmed(server, client, phone)
    await server.manual.advance(begun + 179 - server.manual.monotonic())
    shown = (await client.poll()).json()
    assert (shown["state"], shown["seconds"]) == (how_far, 1)
    await server.manual.advance(1)
    shown = (await client.poll()).json()
    assert (shown["state"], shown["seconds"], shown["number"], shown["masked_name"]) == ("expired", 0, None, None)
    assert code(await client.redeem()) == "ticket_unknown"
    assert code(await phone.scan(client.ticket["scan_id"])) == "ticket_unknown"
    if ticket_id:
        assert (await phone.decide(ticket_id, "refuse")).json()["state"] == "expired"
    await client.cancel()
    await server.manual.advance(1)
    assert (await client.poll()).json()["state"] == "expired", "an end stays what it is"


@pytest.mark.sql
async def test_it_is_remembered_for_an_hour(server: Running) -> None:
    client = await asking(server)
    await server.manual.advance(minutes=62)
    await asking(server)
    assert (await client.poll()).json()["state"] == "expired"
    await server.manual.advance(minutes=1)
    await asking(server)
    assert code(await client.poll()) == "ticket_unknown"


@pytest.mark.sql
async def test_one_address_cannot_push_out_the_tickets_of_others(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """A7: asking is cut off long before live tickets would have to go."""
    monkeypatch.setattr(rows, "MOST_ASKED", 3)
    caller = server.caller()
    replies = [await caller.http.post(paths.QR_TICKETS, json={"device": "x"}) for _ in range(4)]
    assert [reply.status_code for reply in replies] == [201, 201, 201, 429]
    assert (code(replies[3]), replies[3].headers["retry-after"]) == ("too_many", "60")
    await server.manual.advance(60)
    assert (await caller.http.post(paths.QR_TICKETS, json={"device": "x"})).status_code == 201


@pytest.mark.sql
async def test_asking_does_not_fill_the_disk(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST", 3)
    clients = []
    for _ in range(5):
        clients.append(await asking(server))
        await server.manual.advance(1)
    assert [(await client.poll()).status_code for client in clients] == [404, 404, 200, 200, 200]


@pytest.mark.parametrize(
    ("device", "shown"),
    [("  财务室-3 ", "财务室-3"), ("", ""), ("a\u202eb\u2066c\u200bd\u061c", "a\ufffdb\ufffdc\ufffdd\ufffd"), ("宽" * 64, "宽" * 32)],
)
async def test_a_device_cannot_write_what_it_likes_on_the_phone(server: Running, device: str, shown: str) -> None:
    """QR-04, TUI-1: nothing that turns the text around, and no more than a line."""
    client, phone = await asking(server, device), await phone_of(server)
    assert (await phone.scan(client.ticket["scan_id"])).json()["device"] == shown


@pytest.mark.parametrize(
    "body", [{}, {"device": "a" * 65}, {"device": "a\n"}, {"device": "a\x1b[2J"}, {"device": 1}, {"device": "a", "x": 1}]
)
async def test_an_odd_request_is_malformed(server: Running, body: dict[str, Any]) -> None:
    """INP-1."""
    reply = await server.caller().http.post(paths.QR_TICKETS, json=body)
    assert (reply.status_code, code(reply)) == (422, "malformed")


# --- waiting (QR-02, QRT-6)


async def test_nothing_is_told_before_it_is_scanned(server: Running) -> None:
    """QR-02, QR-04: the number and the name are for the client once there is a phone."""
    shown = (await (await asking(server)).poll()).json()
    assert shown == {"state": "waiting", "seconds": 180, "number": None, "masked_name": None, "because": None}


@pytest.mark.sql
async def test_a_poll_is_answered_when_the_phone_acts(server: Running) -> None:
    """QR-02: by push; no time passes in this test."""
    client, phone = await asking(server), await phone_of(server)
    poll = await waiting(client)
    await server.manual.advance(3)
    assert not poll.done()
    ticket_id = (await phone.scan(client.ticket["scan_id"])).json()["ticket_id"]
    shown = await answer(poll)
    assert (shown["state"], shown["seconds"], shown["masked_name"]) == ("scanned", 177, "李*")
    poll = await waiting(client, "scanned")
    await server.manual.advance(1)
    assert not poll.done()
    await phone.decide(ticket_id, "refuse")
    assert (await answer(poll))["because"] == "person"


async def test_news_of_other_tickets_do_not_end_a_poll(server: Running) -> None:
    client, other, phone = await asking(server), await asking(server), await phone_of(server)
    poll = await waiting(client)
    await server.manual.advance(24.5)
    await phone.scan(other.ticket["scan_id"])
    await settle()
    assert not poll.done()
    await server.manual.advance(0.5)
    assert (await answer(poll))["seconds"] == 155


async def test_a_poll_ends_after_the_seconds_that_it_asked_for(server: Running) -> None:
    client = await asking(server)
    poll = await waiting(client, wait=7.5)
    await server.manual.advance(7.4)
    assert not poll.done()
    await server.manual.advance(0.1)
    assert (await answer(poll))["state"] == "waiting"


async def test_a_poll_is_answered_when_the_ticket_runs_out(server: Running) -> None:
    """QR-02: the client needs no clock of its own."""
    client = await asking(server)
    await server.manual.advance(170)
    poll = await waiting(client)
    await server.manual.advance(10)
    assert (await answer(poll))["state"] == "expired"


@pytest.mark.parametrize("seen", ["scanned", "confirmed", "expired"])
async def test_a_poll_that_has_seen_something_else_is_answered_at_once(server: Running, seen: str) -> None:
    assert (await (await asking(server)).poll(seen=seen, wait=25)).json()["state"] == "waiting"


async def test_a_ticket_that_is_over_is_not_waited_for(server: Running) -> None:
    client = await asking(server)
    await client.cancel()
    assert (await client.poll(seen="cancelled", wait=25)).json()["state"] == "cancelled"


@pytest.mark.parametrize("query", [{"wait": 26}, {"wait": -1}, {"wait": "nan"}, {"wait": "inf"}, {"wait": "x"}, {"seen": "asleep"}])
async def test_an_odd_wait_is_malformed(server: Running, query: dict[str, object]) -> None:
    """INP-1."""
    reply = await (await asking(server)).poll(**query)
    assert (reply.status_code, code(reply)) == (422, "malformed")


async def test_a_poll_ends_when_the_asker_hangs_up(server: Running) -> None:
    """Nothing is kept alive for someone who is gone: the clock stands still here, and the request ends all the same."""
    client = await asking(server)
    gone, answered = asyncio.Event(), asyncio.Event()
    first = True

    async def receive() -> Any:
        nonlocal first
        if first:
            first = False
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answered.set()

    headers = [(b"host", HOST.removeprefix("http://").encode()), (b"authorization", client.headers["Authorization"].encode())]
    scope: Any = {
        "type": "http",
        "method": "GET",
        "path": paths.QR_TICKET,
        "raw_path": paths.QR_TICKET.encode(),
        "root_path": "",
        "query_string": b"seen=waiting&wait=25",
        "headers": headers,
        "http_version": "1.1",
        "scheme": "http",
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 1),
    }
    request = asyncio.create_task(server.app(scope, receive, send))
    await server.manual.advance(5)
    assert not request.done()
    gone.set()
    await asyncio.wait_for(request, 30)
    assert answered.is_set()


async def test_a_server_that_ends_answers_who_waits(server: Running) -> None:
    """Ctrl+C is not held up by a long poll; what comes later is answered without waiting."""
    client = await asking(server)
    poll = await waiting(client)
    await server.manual.advance(5)
    assert not poll.done()
    await server.services.qr_login.news.close()
    assert (await answer(poll))["state"] == "waiting"
    assert (await client.poll(seen="waiting", wait=25)).json()["state"] == "waiting"


async def test_two_polls_a_second_and_no_more(server: Running) -> None:
    """QRT-6."""
    client, other = await asking(server), await asking(server)
    for _ in range(2):
        assert (await client.poll()).status_code == 200
    reply = await client.poll()
    assert (reply.status_code, code(reply), reply.headers["Retry-After"]) == (429, "slow_down", "1")
    assert (await other.poll()).status_code == 200
    await server.manual.advance(0.5)
    assert code(await client.poll()) == "slow_down"
    await server.manual.advance(0.5)
    assert (await client.poll()).status_code == 200, "being told to slow down does not count against it"


# --- guessing (QRT-6)


async def misses(server: Running, client: Client, phone: Any) -> list[Reply]:
    """One of each kind of question about a ticket that there is not."""
    return [await client.poll(), await client.redeem(), await phone.scan("A" * 26), await phone.scan("AAAA-AAAA")]


@pytest.mark.sql
async def test_twenty_misses_a_minute_from_one_address(server: Running) -> None:
    """QRT-6: whichever the question; the tickets that there are go on."""
    mine, phone, nobody = await asking(server), await phone_of(server), Client(server.caller(), {"poll_secret": "x"})
    for _ in range(5):
        for reply in await misses(server, nobody, phone):
            assert (reply.status_code, code(reply)) == (404, "ticket_unknown")
    await server.manual.advance(10)
    for reply in await misses(server, nobody, phone):
        assert (reply.status_code, code(reply), reply.headers["Retry-After"]) == (429, "too_many", "50")
    assert code(await phone.scan(mine.ticket["scan_id"])) == "too_many", "a lucky guess is no way to tell"
    assert (await mine.poll()).status_code == 200
    await server.manual.advance(50)
    assert (await phone.scan(mine.ticket["scan_id"])).status_code == 200
    assert code(await nobody.poll()) == "ticket_unknown"


async def test_unknown_expired_and_cancelled_look_alike_to_a_phone(server: Running) -> None:
    """QRT-6."""
    phone, cancelled, expired = await phone_of(server), await asking(server), await asking(server)
    await cancelled.cancel()
    replies = [await phone.scan(cancelled.ticket["short_code"]), await phone.scan("A" * 26)]
    await server.manual.advance(180)
    replies.append(await phone.scan(expired.ticket["scan_id"]))
    assert len({(reply.status_code, reply.content) for reply in replies}) == 1
    assert len({tuple(sorted(reply.headers)) for reply in replies}) == 1


@pytest.mark.sql
async def test_misses_are_counted_by_the_address_and_in_a_bounded_place(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """QRT-6: one machine has a whole /64 of IPv6 addresses."""
    monkeypatch.setattr(address_limits, "MOST", 3)
    now, store = server.clock.now(), server.services.store
    mapped = ["192.0.2.7", "::ffff:192.0.2.7"]
    neighbours = ["2001:db8:0:1::1", "2001:db8:0:1:ffff::2%eth0"]
    with store.write() as connection:
        for address in [*mapped * 10, *neighbours * 10]:
            address_limits.miss(connection, address, now)
        found = {row.address: row.misses for row in connection.execute(select(stranger_rows))}
        assert found == {"192.0.2.7": 20, "2001:db8:0:1::/64": 20}
        for address in [*mapped, *neighbours]:
            assert address_limits.refusal(connection, address, now) is not None
        assert address_limits.refusal(connection, "2001:db8:0:2::1", now) is None
        for address in ("a socket", "192.0.2.8", "192.0.2.9"):
            address_limits.miss(connection, address, now)
        assert connection.execute(select(func.count()).select_from(stranger_rows)).scalar_one() == 3
        connection.execute(update(stranger_rows).values(since=now - address_limits.SPAN))
        address_limits.miss(connection, "192.0.2.7", now)
        assert connection.execute(select(stranger_rows.c.address)).scalars().all() == ["192.0.2.7"]


# --- giving up (QRT-7)


@pytest.mark.parametrize("how_far", ["waiting", "scanned", "confirmed"])
async def test_a_ticket_that_was_given_up_logs_nobody_in(server: Running, how_far: str) -> None:
    """QRT-7: a late confirmation changes nothing, nor does one that came before."""
    client, phone, ticket_id, number = await asking(server), await phone_of(server), 0, 0
    if how_far != "waiting":
        ticket_id, number = await scanned(server, client, phone)
    if how_far == "confirmed":
        assert (await phone.decide(ticket_id, "confirm", number)).json()["state"] == "confirmed"
    for _ in range(2):
        assert (await client.cancel()).status_code == 204
    assert (await client.poll()).json()["state"] == "cancelled"
    assert code(await client.redeem()) == "ticket_unknown"
    if how_far == "waiting":
        assert code(await phone.scan(client.ticket["scan_id"])) == "ticket_unknown"
    else:
        for decision in ("confirm", "refuse"):
            assert (await phone.decide(ticket_id, decision, number)).json()["state"] == "cancelled"


async def test_giving_up_wakes_the_poll(server: Running) -> None:
    client = await asking(server)
    poll = await waiting(client)
    await server.manual.advance(1)
    await client.cancel()
    assert (await answer(poll))["state"] == "cancelled"


async def test_a_ticket_that_was_used_cannot_be_given_up(server: Running) -> None:
    client, phone = await asking(server), await phone_of(server)
    await confirmed(server, client, phone)
    token = (await client.redeem()).json()["token"]
    await client.cancel()
    assert (await client.poll()).json()["state"] == "redeemed"
    assert (await client.caller.http.get(paths.SESSION, headers={"Authorization": f"Bearer {token}"})).status_code == 200
