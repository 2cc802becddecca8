"""No secret of a QR login lies in the database's files or is said in a log (SEC-1, SEC-5, QRT-1)."""

import logging
from pathlib import Path

import pytest

from etax_client.wire import paths
from tests.server.running import PASSWORD, Start
from tests.server.sessions.qr import Client, answer, asking, confirmed, phone_of, scanned, waiting


async def test_neither_in_the_files_nor_in_the_log(start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """SEC-1: from the asking to the second redeeming, with every refusal on the way, everything logged."""
    caplog.set_level(logging.DEBUG)
    server = await start(database=str(tmp_path / "etax.sqlite3"))
    client, refused, wrong, given_up = [await asking(server, "canary-desk") for _ in range(4)]
    phone, second = await phone_of(server), await phone_of(server, "wangfang")
    poll = await waiting(client)
    await confirmed(server, client, phone)
    await answer(poll)
    tokens = {(await client.redeem()).json()["token"] for _ in range(2)}
    await second.scan(client.ticket["scan_id"])
    await second.scan(client.ticket["short_code"])
    ticket_id, _ = await scanned(server, refused, second)
    await second.decide(ticket_id, "refuse")
    ticket_id, number = await scanned(server, wrong, second)
    await second.decide(ticket_id, "confirm", number ^ 1)
    await given_up.cancel()
    await second.scan(given_up.ticket["scan_id"])
    await second.scan("Z" * 26)
    await Client(server.caller(), {"poll_secret": "canary-unknown-poll-secret"}).redeem()
    await phone.caller.http.post(paths.PHONE_SCANS, content=b'{"code": "canary-broken', headers=phone.headers)

    everyone = (client, refused, wrong, given_up)
    secrets = {one.ticket[name] for one in everyone for name in ("poll_secret", "scan_id", "short_code")} | tokens
    secrets |= {one.headers["Authorization"].removeprefix("Bearer ") for one in (phone, second)}
    secrets |= {PASSWORD, "Z" * 26, "canary-unknown-poll-secret", "canary-broken"}
    assert len(secrets) == 4 * 3 + 1 + 2 + 4
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"canary-desk" in kept, "what is no secret is found in this way"
    assert [secret for secret in secrets if secret.encode() in kept] == []
    # httpx's own lines are the test's, not the server's
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    assert [secret for secret in secrets if secret in said] == []
    for outcome in ("outcome=scanned", "outcome=confirmed", "outcome=admitted", "outcome=admitted_again", "outcome=ticket_used"):
        assert outcome in said
    for outcome in ("outcome=person", "outcome=wrong_number", "outcome=ticket_unknown"):
        assert outcome in said
    assert "李明" not in said
