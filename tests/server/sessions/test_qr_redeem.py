"""How a confirmed ticket becomes a session: once, for the client that asked, and for no account that is locked (QR-05, QRT-2, LCK-10)."""

import hashlib

import pytest
from sqlalchemy import func, select

from etax_client.server.store.tables import qr_tickets, sessions
from etax_client.wire import paths
from tests.server.running import Running, code
from tests.server.sessions.qr import Client, asking, confirmed, lock, phone_of, scanned


def client_sessions(server: Running) -> int:
    with server.services.store.read() as connection:
        return connection.execute(select(func.count()).where(sessions.c.channel == "client")).scalar_one()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.sql
async def test_the_client_is_in(server: Running) -> None:
    """QR-05: as after a login by password."""
    client, phone = await asking(server), await phone_of(server)
    await confirmed(server, client, phone)
    reply = await client.redeem()
    told = reply.json()
    assert reply.status_code == 201
    assert told == {
        "token": told["token"],
        "profile": {"person_id": "1", "name": "李明", "masked_name": "李*"},
        "idle_seconds": 1800,
        "absolute_seconds": 43200,
    }
    assert len(told["token"]) == 43
    units = await client.caller.http.get(paths.UNITS, headers=bearer(told["token"]))
    assert units.status_code == 200
    assert (await client.poll()).json()["state"] == "redeemed"
    assert (await phone.look((await phone.scan(client.ticket["scan_id"])).json()["ticket_id"])).json()["state"] == "redeemed"
    with server.services.store.read() as connection:
        kept = set(connection.execute(select(sessions.c.token_hash)).scalars())
    assert hashlib.sha256(told["token"].encode()).hexdigest() in kept


@pytest.mark.parametrize("how_far", ["waiting", "scanned"])
async def test_nothing_comes_of_it_before_the_phone_has_confirmed(server: Running, how_far: str) -> None:
    """QRT-2."""
    client, phone = await asking(server), await phone_of(server)
    if how_far == "scanned":
        await scanned(server, client, phone)
    reply = await client.redeem()
    assert (reply.status_code, code(reply)) == (409, "ticket_not_confirmed")
    assert client_sessions(server) == 0


@pytest.mark.sql
async def test_asked_again_within_thirty_seconds_it_is_the_same_session(server: Running) -> None:
    """QRT-2: the answer may have been lost."""
    client, phone = await asking(server), await phone_of(server)
    await confirmed(server, client, phone)
    first = await client.redeem()
    await server.manual.advance(29)
    again = await client.redeem()
    assert again.json()["token"] == first.json()["token"]
    assert again.json()["profile"] == first.json()["profile"]
    assert again.json()["absolute_seconds"] == first.json()["absolute_seconds"] - 29
    await server.manual.advance(1)
    reply = await client.redeem()
    assert (reply.status_code, code(reply)) == (409, "ticket_used")
    assert client_sessions(server) == 1
    assert len((await phone.messages())["messages"]) == 1, "one login, one message"
    assert (await client.caller.http.get(paths.UNITS, headers=bearer(first.json()["token"]))).status_code == 200


async def test_a_session_that_has_ended_is_not_given_again(server: Running) -> None:
    """QRT-2."""
    client, phone = await asking(server), await phone_of(server)
    await confirmed(server, client, phone)
    token = (await client.redeem()).json()["token"]
    assert (await client.caller.http.delete(paths.SESSION, headers=bearer(token))).status_code == 204
    assert code(await client.redeem()) == "ticket_used"
    assert client_sessions(server) == 1


@pytest.mark.sql
async def test_another_client_gets_nothing(server: Running) -> None:
    """QR-05: not with what the QR code holds, nor with its own ticket, nor with the phone's token."""
    client, thief, phone = await asking(server), await asking(server), await phone_of(server)
    await confirmed(server, client, phone)
    assert code(await thief.redeem()) == "ticket_not_confirmed"
    for secret in (client.ticket["scan_id"], client.ticket["short_code"], phone.headers["Authorization"].removeprefix("Bearer ")):
        assert code(await Client(thief.caller, {"poll_secret": secret}).redeem()) == "ticket_unknown"
    assert client_sessions(server) == 0


async def test_tokens_of_different_tickets_differ(server: Running) -> None:
    """SES-1."""
    tokens = set()
    for _ in range(3):
        client, phone = await asking(server), await phone_of(server)
        await confirmed(server, client, phone)
        tokens.add((await client.redeem()).json()["token"])
        tokens.add(client.ticket["poll_secret"])
    assert len(tokens) == 6


@pytest.mark.sql
async def test_the_ticket_goes_with_what_it_was_about(server: Running) -> None:
    """A person who is removed takes phone, session and tickets along."""
    client, phone = await asking(server), await phone_of(server)
    await confirmed(server, client, phone)
    await client.redeem()
    with server.services.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM persons WHERE id = 1")
        assert connection.execute(select(func.count()).select_from(qr_tickets)).scalar_one() == 0
    assert code(await client.redeem()) == "ticket_unknown"


# --- LCK-10


async def test_a_locked_account_cannot_scan(server: Running) -> None:
    """LCK-10: the phone was logged in before the lock, and stays so."""
    client, phone = await asking(server), await phone_of(server)
    await lock(server)
    reply = await phone.scan(client.ticket["scan_id"])
    assert (reply.status_code, code(reply), reply.json()["retry_after"]) == (423, "locked", 7200)
    assert (await client.poll()).json()["state"] == "waiting"
    other = await phone_of(server, "wangfang")
    assert (await other.scan(client.ticket["scan_id"])).status_code == 200, "the ticket is still anybody's"


async def test_a_locked_account_cannot_confirm_but_can_refuse(server: Running) -> None:
    """LCK-10."""
    client, phone = await asking(server), await phone_of(server)
    ticket_id, number = await scanned(server, client, phone)
    await lock(server)
    for picked in (number, 10 if number != 10 else 11):
        reply = await phone.decide(ticket_id, "confirm", picked)
        assert (reply.status_code, code(reply)) == (423, "locked")
    assert (await client.poll()).json()["state"] == "scanned"
    assert (await phone.decide(ticket_id, "refuse")).json()["because"] == "person"


async def test_a_locked_account_is_not_let_in_by_a_ticket_confirmed_earlier(server: Running) -> None:
    """LCK-10: checked in the transaction that makes the session; when the lock is over, so is the ticket."""
    client, phone = await asking(server), await phone_of(server)
    await confirmed(server, client, phone)
    await lock(server)
    for _ in range(2):
        reply = await client.redeem()
        assert (reply.status_code, code(reply)) == (423, "locked")
    assert client_sessions(server) == 0
    await server.manual.advance(hours=2)
    assert code(await client.redeem()) == "ticket_unknown"
    assert client_sessions(server) == 0


async def test_a_locked_account_cannot_log_in_on_a_phone(server: Running) -> None:
    """LCK-10, LCK-5: one counter for every channel."""
    await lock(server)
    body = {"account": "liming", "password": "Etax@2026", "channel": "phone"}
    reply = await server.caller().http.post(paths.SESSIONS, json=body)
    assert code(reply) == "locked"


async def test_a_login_by_code_leaves_the_counter_alone(server: Running) -> None:
    """LCK-8: no password was compared, so none is forgiven."""
    client, phone = await asking(server), await phone_of(server)
    await server.caller().login("liming", "Wrong@2026")
    await confirmed(server, client, phone)
    assert (await client.redeem()).status_code == 201
    assert (await server.caller().solved_login("liming", "Wrong@2026")).json()["attempts_left"] == 3
