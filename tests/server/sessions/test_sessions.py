"""Sessions: how they end, what is said then, and how they are kept (SES)."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.server.store.tables import sessions
from etax_client.wire import paths
from tests.server.running import Running, Start, code


async def test_whose_session_and_what_is_left_of_it(server: Running) -> None:
    """SES-01."""
    caller = await server.signed_in()
    await server.manual.advance(minutes=10)
    assert (await caller.get(paths.SESSION)).json() == {
        "profile": {"person_id": "1", "name": "李明", "masked_name": "李*"},
        "idle_seconds": 1800,
        "absolute_seconds": 12 * 3600 - 600,
    }


async def test_ended_by_its_number_is_that_one_alone(server: Running) -> None:
    """SES-03: with another one beside it, and under a number that nobody has."""
    service = server.services.sessions
    first, second = await server.signed_in("liming"), await server.signed_in("wangfang")
    with server.services.store.read() as connection:
        numbers = list(connection.execute(select(sessions.c.id).order_by(sessions.c.id)).scalars())
    assert service.end_by_id(numbers[-1] + 1, EndReason.trainer) == Refused(RefusalCode.not_found)
    assert service.end_by_id(numbers[0], EndReason.trainer) is None
    assert (await first.get(paths.SESSION)).json()["ended"] == "trainer"
    assert (await second.get(paths.SESSION)).status_code == 200
    assert service.end_by_id(numbers[0], EndReason.replaced) is None
    assert (await first.get(paths.SESSION)).json()["ended"] == "trainer"


@pytest.mark.sql
@pytest.mark.parametrize(("minutes", "alive"), [(29.99, True), (30, False)])
async def test_thirty_idle_minutes_end_it(server: Running, minutes: float, alive: bool) -> None:
    """SES-1."""
    caller = await server.signed_in()
    for _ in range(3):
        await server.manual.advance(minutes=29)
        assert (await caller.get(paths.SESSION)).status_code == 200
    await server.manual.advance(minutes=minutes)
    reply = await caller.get(paths.UNITS)
    assert (reply.status_code == 200) is alive
    if not alive:
        assert (reply.status_code, code(reply), reply.json()["ended"]) == (401, "session_ended", "idle")
        assert reply.headers["WWW-Authenticate"] == "Bearer"


async def test_twelve_hours_end_it_however_busy(server: Running) -> None:
    """SES-1."""
    caller = await server.signed_in()
    for _ in range(36):
        await server.manual.advance(minutes=20)
        reply = await caller.get(paths.SESSION)
    assert reply.json()["ended"] == "expired"


async def test_logging_out_ends_it_at_the_server(server: Running) -> None:
    """SES-1."""
    caller = await server.signed_in()
    assert (await caller.http.delete(paths.SESSION)).status_code == 204
    for path in (paths.SESSION, paths.UNITS, paths.UNIT_TOTALS, paths.unit_home(1)):
        assert (await caller.get(path)).json()["ended"] == "logged_out"


@pytest.mark.sql
async def test_the_oldest_of_fifty_gives_way(server: Running) -> None:
    """SES-1: not counted as a failure, and only that person's."""
    other = await server.signed_in("wangfang")
    callers = []
    for _ in range(51):
        callers.append(await server.signed_in())
        await server.manual.advance(1)
    assert (await callers[0].get(paths.SESSION)).json()["ended"] == "replaced"
    assert {(await caller.get(paths.SESSION)).status_code for caller in [*callers[1:], other]} == {200}


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic bGltaW5nOng=", "Bearer \xff\xfe"])
async def test_a_token_that_is_none_opens_nothing(server: Running, header: str) -> None:
    caller = server.caller()
    reply = await caller.http.get(paths.SESSION, headers=[(b"Authorization", header.encode("latin-1"))])
    assert (reply.status_code, reply.json()["ended"]) == (401, "unknown")


async def test_tokens_are_long_new_and_kept_as_hashes(server: Running) -> None:
    """SES-1, SES-02."""
    tokens = {(await server.caller().login()).json()["token"] for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) == 43 for token in tokens)
    with server.services.store.read() as connection:
        kept = set(connection.execute(select(sessions.c.token_hash)).scalars())
    assert kept == {hashlib.sha256(token.encode()).hexdigest() for token in tokens}


@pytest.mark.sql
async def test_last_seen_is_written_once_a_minute(server: Running) -> None:
    """SES-1: reading the list does not write each time."""
    caller = await server.signed_in()

    def seen() -> object:
        with server.services.store.read() as connection:
            return connection.execute(select(sessions.c.last_seen)).scalar_one()

    first = seen()
    await server.manual.advance(59)
    await caller.get(paths.SESSION)
    assert seen() == first
    await server.manual.advance(1)
    await caller.get(paths.SESSION)
    assert seen() == server.clock.now()


@pytest.mark.sql
async def test_reading_goes_on_while_nothing_can_be_written(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    caller = await server.signed_in()
    await server.manual.advance(minutes=2)

    def refuse(*_: object) -> None:
        raise StoreError(StoreFault.busy)

    monkeypatch.setattr(server.services.store, "before_commit", refuse)
    assert (await caller.get(paths.UNITS)).status_code == 200


@pytest.mark.sql
async def test_old_ones_are_swept_away_but_their_end_is_remembered_for_a_day(server: Running) -> None:
    caller = await server.signed_in()
    await server.manual.advance(hours=35)
    await server.signed_in()
    assert (await caller.get(paths.SESSION)).json()["ended"] == "expired"
    await server.manual.advance(hours=2)
    await server.signed_in()
    assert (await caller.get(paths.SESSION)).json()["ended"] == "unknown"
    with server.services.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(sessions)).scalar_one() == 2


async def test_a_session_survives_a_restart(start: Start, tmp_path: Path) -> None:
    """SES-02: it lies in the store, and so does its end."""
    database = str(tmp_path / "etax.sqlite3")
    first = await start(database=database)
    caller, leaver = await first.signed_in(), await first.signed_in()
    await leaver.http.delete(paths.SESSION)
    second = await start(database=database, clock=first.clock)
    headers = {"Authorization": caller.http.headers["Authorization"]}
    assert (await second.caller().http.get(paths.SESSION, headers=headers)).status_code == 200
    headers = {"Authorization": leaver.http.headers["Authorization"]}
    assert (await second.caller().http.get(paths.SESSION, headers=headers)).json()["ended"] == "logged_out"


async def test_a_reset_password_ends_it_with_that_reason(server: Running) -> None:
    """SES-01: the reason that the store holds is the one that is told."""
    caller = await server.signed_in()
    with server.services.store.write() as connection:
        connection.execute(update(sessions).values(ended_at=server.clock.now(), end_reason="password_reset"))
    assert (await caller.get(paths.SESSION)).json()["ended"] == "password_reset"
