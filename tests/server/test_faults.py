"""Faults on demand: who meets them, what they do and leave undone, how they are counted, and who may ask for them (issue of the door)."""

import asyncio
import logging
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any, cast

import httpx
import pytest

from etax_client.domain.scenarios import parse
from etax_client.server.services.faults import MOST, Faults
from etax_client.server.store.database import open_store
from etax_client.wire import paths
from etax_client.wire.control_faults import SCENARIO_HEADER
from tests.postgresql import Cluster, cluster
from tests.server.faults import FAULTS, TOKEN, open_door
from tests.server.running import HOST, PASSWORD, WRONG, Running, code

BROKEN = "Server disconnected without sending a response."
CUT = "peer closed connection without sending complete message body"


@contextmanager
def no_errors() -> Iterator[None]:
    """Nothing is logged as an error, by whomever."""
    found: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(f"{record.name}: {record.getMessage()}")

    root, keeping = logging.getLogger(), Keeping(logging.ERROR)
    root.addHandler(keeping)
    try:
        yield
    finally:
        root.removeHandler(keeping)
    assert not found


async def met(request: Awaitable[httpx.Response]) -> httpx.Response | str:
    """The answer, or how the connection ended."""
    try:
        return await request
    except httpx.RemoteProtocolError as error:
        return str(error).partition(" (")[0]


# --- what they do


@pytest.mark.parametrize(
    ("scenario", "status", "said", "wait"),
    [
        ("status=503", 503, "unavailable", None),
        ("status=500", 500, "unavailable", None),
        ("status=502;retry-after=5", 502, "unavailable", "5"),
        ("status=404", 404, "not_found", None),
        ("status=429;retry-after=1", 429, "too_many", "1"),
        ("status=418", 418, "malformed", None),
        ("code=locked;retry-after=7200", 423, "locked", "7200"),
        ("status=503;code=busy", 503, "busy", None),
        ("retry-after=0;code=unavailable", 503, "unavailable", "0"),
    ],
)
async def test_a_status_is_answered_and_nothing_is_done(scenario: str, status: int, said: str, wait: str | None) -> None:
    async with open_door() as tester:
        await tester.fault(scenario, paths.SESSIONS, method="POST")
        reply = await tester.server.caller().login()
        assert (reply.status_code, code(reply), reply.headers.get("Retry-After")) == (status, said, wait)
        assert reply.json().get("retry_after") == (None if wait is None else int(wait))
        assert reply.headers["X-Content-Type-Options"] == "nosniff", "it is an answer like any other"
        assert tester.server.compared == []


@pytest.mark.parametrize("over", ["process", "socket"])
@pytest.mark.parametrize(
    ("scenario", "ended", "carried_out"), [("drop", BROKEN, False), ("lose-answer", BROKEN, True), ("truncate", CUT, True)]
)
async def test_the_connection_breaks_before_or_after_it_is_done(over: str, scenario: str, ended: str, carried_out: bool) -> None:
    """IDM-2: what a client sees is the same, in process as over a socket; what the server has done is not."""
    with no_errors():
        async with open_door(over) as tester:
            await tester.fault(scenario, paths.SESSIONS, method="POST", count=1)
            caller = tester.server.caller()
            assert await met(caller.login()) == ended
            assert (tester.server.compared, tester.sessions()) == (([PASSWORD], 1) if carried_out else ([], 0))
            assert (await caller.login()).status_code == 201, "the next one is answered"


@pytest.mark.parametrize("over", ["process", "socket"])
async def test_an_answer_without_a_body_is_lost_whole(over: str) -> None:
    with no_errors():
        async with open_door(over) as tester:
            caller = await tester.server.signed_in()
            [first, *_] = await caller.unit_ids()
            await tester.fault("truncate", paths.unit("*"), method="DELETE")
            assert await met(caller.http.delete(paths.unit(first))) == BROKEN
            assert first not in await caller.unit_ids()
            await tester.fault("truncate", "/app*")
            assert await met(caller.http.head("/app")) == BROKEN


async def test_not_a_byte_of_a_lost_answer_and_half_of_a_cut_one() -> None:
    """What goes over the wire, to the byte."""
    async with open_door("socket") as tester:
        url = cast(Any, tester.server.transport)._port
        for scenario, whole in (("drop", False), ("lose-answer", False), ("truncate", True)):
            reader, writer = await asyncio.open_connection("127.0.0.1", url)
            writer.write(f"GET {paths.INFO} HTTP/1.1\r\nHost: localhost\r\n{SCENARIO_HEADER}: {scenario}\r\n\r\n".encode())
            got = await reader.read()
            writer.close()
            head, _, body = got.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
            assert (len(body) == length // 2 and length > 0) if whole else got == b""


@pytest.mark.parametrize("over", ["process", "socket"])
@pytest.mark.parametrize(
    ("scenario", "media_type", "readable"),
    [
        ("garble", "application/json", False),
        ("garble=json", "application/json", True),
        ("garble=html", "text/html", False),
        ("media-type", "text/plain", True),
    ],
)
async def test_garbled_answers_come_after_it_is_done(over: str, scenario: str, media_type: str, readable: bool) -> None:
    async with open_door(over) as tester:
        caller = tester.server.caller()
        await tester.fault(scenario, paths.SESSIONS, method="POST")
        reply = await caller.login()
        assert (reply.status_code, reply.headers["Content-Type"]) == (201, media_type)
        assert int(reply.headers["Content-Length"]) == len(reply.content) > 0
        try:
            said = reply.json()
        except ValueError:
            said = None
        assert (said is not None) is readable
        assert (said is not None and "token" in said) is (scenario == "media-type")
        assert tester.sessions() == 1
        wrong = await caller.login(password=WRONG)
        assert (wrong.status_code, len(tester.server.compared)) == (401, 2), "refusals are garbled too, and counted"


async def test_garbage_comes_also_where_nothing_would() -> None:
    async with open_door() as tester:
        caller = await tester.server.signed_in()
        await tester.fault("garble=html", paths.SESSION, method="DELETE")
        reply = await caller.http.delete(paths.SESSION)
        assert (reply.status_code, reply.headers["Content-Type"]) == (200, "text/html")
        assert code(await caller.get(paths.SESSION)) == "session_ended"


@pytest.mark.parametrize("scenario", ["delay=2", "delay=2;status=503", "delay=2;lose-answer", "delay=2;drop"])
async def test_a_delay_comes_first_by_the_servers_clock(scenario: str) -> None:
    async with open_door() as tester:
        await tester.fault(scenario, paths.SESSIONS)
        asked = asyncio.create_task(met(tester.server.caller().login()))
        await tester.server.manual.advance(1.99)
        assert not asked.done()
        assert tester.server.compared == []
        await tester.server.manual.advance(0.02)
        assert isinstance(await asked, str) is (scenario.endswith(("drop", "lose-answer")))


async def test_a_jitter_is_bounded_and_not_always_the_same() -> None:
    async with open_door(seed=7) as tester:
        faults = tester.server.services.faults
        pauses = [faults.pause(parse("delay=2;jitter=0.5")) for _ in range(200)]
        assert all(2 <= pause <= 2.5 for pause in pauses)
        assert len(set(pauses)) > 100
        assert faults.pause(parse("delay=2")) == 2


# --- who meets them


async def test_by_method_and_by_path() -> None:
    async with open_door() as tester:
        caller = await tester.server.signed_in()
        await tester.fault("status=503", "/api/units*", method="GET")
        statuses = [(await caller.get(path)).status_code for path in (paths.UNITS, paths.UNIT_TOTALS, paths.INFO, paths.SESSION)]
        assert statuses == [503, 503, 200, 200]
        assert (await caller.http.delete(paths.unit(1))).status_code == 204
        await tester.fault("status=502", "/app")
        await tester.fault("status=504", "/api/info?")
        assert [(await caller.get(path)).status_code for path in ("/app", paths.INFO)] == [502, 200]


async def test_the_first_that_fits_is_met_and_no_other() -> None:
    async with open_door() as tester:
        await tester.fault("status=500", count=1)
        await tester.fault("status=501", "/api/info", count=2)
        await tester.fault("status=502", method="POST", count=1)
        caller = tester.server.caller()
        assert [(await caller.get(paths.INFO)).status_code for _ in range(4)] == [500, 501, 501, 200]
        assert await tester.left() == [0, 0, 1]


async def test_the_next_one_and_the_next_three() -> None:
    async with open_door() as tester:
        for count in (1, 3):
            await tester.fault("status=503", count=count)
            statuses = [(await tester.server.caller().get(paths.INFO)).status_code for _ in range(5)]
            assert statuses == [503] * count + [200] * (5 - count)
        assert await tester.left() == [0, 0], "they stay to be looked at"


async def test_by_rate() -> None:
    """One seed gives the same ones again."""
    runs = []
    for seed in (3, 3, 4):
        async with open_door(seed=seed) as tester:
            await tester.fault("status=503", percent=30)
            caller = tester.server.caller()
            runs.append([(await caller.get(paths.INFO)).status_code for _ in range(200)])
    assert runs[0] == runs[1] != runs[2]
    assert all(30 <= run.count(503) <= 90 for run in runs)


async def test_by_rate_and_count() -> None:
    async with open_door(seed=3) as tester:
        await tester.fault("status=503", percent=50, count=10)
        caller = tester.server.caller()
        statuses = [(await caller.get(paths.INFO)).status_code for _ in range(200)]
        assert statuses.count(503) == 10
        assert statuses[:10] != [503] * 10
        assert await tester.left() == [0]


async def test_worlds_have_faults_of_their_own() -> None:
    async with open_door() as tester:
        assert (await tester.http.post("/control/worlds", json={"name": "seat-7"})).status_code == 201
        await tester.fault("status=503", paths.INFO)
        await tester.fault("status=502", paths.INFO, world="/w/seat-7", count=1)
        caller = tester.server.caller()
        statuses = [(await caller.get(path + paths.INFO)).status_code for path in ("", "/w/seat-7", "/w/seat-7", "", "/w/nowhere")]
        assert statuses == [503, 502, 200, 503, 404]
        assert (await tester.left(), await tester.left("/w/seat-7")) == ([None], [0])


async def test_the_testers_door_itself_always_works() -> None:
    async with open_door() as tester:
        await tester.fault("drop")
        assert await met(tester.server.caller().get(paths.INFO)) == BROKEN
        assert (await tester.http.delete(FAULTS, headers={SCENARIO_HEADER: "drop"})).status_code == 204
        assert (await tester.server.caller().get(paths.INFO)).status_code == 200


# --- by a header of the request's own


async def test_a_request_may_ask_for_its_own_fault() -> None:
    async with open_door() as tester:
        await tester.fault("status=503", count=1)
        caller = tester.server.caller()
        get = caller.http.get
        assert await met(get(paths.INFO, headers={SCENARIO_HEADER: "drop"})) == BROKEN
        assert await tester.left() == [1], "a fault that was asked for is not used up by it"
        assert (await get(paths.INFO, headers={SCENARIO_HEADER.lower(): "status=418"})).status_code == 418
        assert [(await get(paths.INFO)).status_code for _ in range(2)] == [503, 200]


async def test_a_header_that_is_no_scenario_says_why() -> None:
    async with open_door() as tester:
        post = tester.server.caller().http.post
        body = {"account": "liming", "password": PASSWORD}
        for headers in ([(SCENARIO_HEADER, "explode")], [(SCENARIO_HEADER, "drop"), (SCENARIO_HEADER, "drop")], [(SCENARIO_HEADER, "")]):
            reply = await post(paths.SESSIONS, json=body, headers=headers)
            assert (reply.status_code, code(reply), reply.json()["field"]) == (400, "malformed", SCENARIO_HEADER)
            assert reply.json()["detail"] in ("no such item: explode", "drop is said twice", "empty")
        assert tester.server.compared == []


async def test_while_the_door_is_shut_the_header_says_nothing(server: Running) -> None:
    """WEB-4: and there is no door to ask at."""
    caller = server.caller()
    for scenario in ("drop", "status=503", "explode"):
        assert (await caller.http.get(paths.INFO, headers={SCENARIO_HEADER: scenario})).status_code == 200
    asked = await caller.http.post(FAULTS, json={"scenario": "drop"}, headers={"Authorization": f"Bearer {TOKEN.reveal()}"})
    assert asked.status_code == 404
    server.services.faults.add(parse("status=503"), "*", "*", 100, None)
    assert (await caller.get(paths.INFO)).status_code == 200, "left over from a time when it was open"


# --- the verbs


async def test_asked_for_listed_and_taken_back() -> None:
    async with open_door() as tester:
        first = await tester.fault(" garble ; delay=2.50", "/api/units/*", method="PUT", percent=20, count=3)
        second = await tester.fault("drop")
        [one, two] = await tester.faults()
        assert one == {
            "id": first,
            "method": "PUT",
            "path": "/api/units/*",
            "scenario": "delay=2.5;garble=text",
            "percent": 20,
            "left": 3,
        }
        assert two == {"id": second, "method": "*", "path": "*", "scenario": "drop", "percent": 100, "left": None}
        assert [(await tester.http.delete(f"{FAULTS}/{first}")).status_code for _ in range(2)] == [204, 404]
        assert [fault["id"] for fault in await tester.faults()] == [second]
        for strange in (0, -1, 999, 2**63, 10**30):
            assert (await tester.http.delete(f"{FAULTS}/{strange}")).status_code == 404
        assert [(await tester.http.delete(FAULTS)).status_code for _ in range(2)] == [204, 204]
        assert await tester.faults() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "scenario"),
        ({"scenario": ""}, "scenario"),
        ({"scenario": "explode"}, "scenario"),
        ({"scenario": "status=200"}, "scenario"),
        ({"scenario": "drop;" * 50}, "scenario"),
        ({"scenario": "drop", "method": "get"}, "method"),
        ({"scenario": "drop", "method": ""}, "method"),
        ({"scenario": "drop", "path": "api/info"}, "path"),
        ({"scenario": "drop", "path": "/" * 201}, "path"),
        ({"scenario": "drop", "percent": 0}, "percent"),
        ({"scenario": "drop", "percent": 101}, "percent"),
        ({"scenario": "drop", "count": 0}, "count"),
        ({"scenario": "drop", "count": 1_000_001}, "count"),
        ({"scenario": "drop", "rate": 5}, None),
    ],
)
async def test_what_is_no_fault_says_which_field(wrong: dict[str, object], field: str | None) -> None:
    async with open_door() as tester:
        reply = await tester.http.post(FAULTS, json=wrong)
        assert (reply.status_code, code(reply), reply.json().get("field")) == (422, "malformed", field)
        assert await tester.faults() == []


async def test_only_with_the_token() -> None:
    """WEB-4."""
    async with open_door() as tester:
        caller = tester.server.caller()
        for method, path in (("GET", FAULTS), ("POST", FAULTS), ("DELETE", FAULTS), ("DELETE", f"{FAULTS}/1")):
            body = {"scenario": "drop"} if method == "POST" else None
            assert (await caller.http.request(method, path, json=body)).status_code == 401
        assert await tester.faults() == []


async def test_there_is_room_for_so_many_and_those_used_up_make_room() -> None:
    async with open_door() as tester:
        await tester.fault("status=503", count=1)
        for _ in range(MOST - 1):
            await tester.fault("drop", "/nowhere")
        assert code(await tester.http.post(FAULTS, json={"scenario": "drop"})) == "too_many"
        assert (await tester.server.caller().get(paths.INFO)).status_code == 503
        await tester.fault("drop", "/nowhere")
        assert len(await tester.faults()) == MOST
        assert 0 not in await tester.left()


async def test_every_act_and_every_fault_that_is_met_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """WEB-4, SEC-5: and neither a path nor a password of the request."""
    caplog.set_level(logging.INFO, "etax_client.audit")
    async with open_door() as tester:
        first = await tester.fault("status=503", "/api/*", count=1)
        await tester.server.caller().login()
        await tester.server.caller().http.get(paths.INFO, headers={SCENARIO_HEADER: "status=418"})
        await tester.http.delete(f"{FAULTS}/{first}")
        await tester.http.delete(FAULTS)
    told = [record.getMessage() for record in caplog.records if record.name == "etax_client.audit"]
    assert [line for line in told if line.startswith(("control", "fault"))] == [
        f"control verb=add_fault fault={first} method=* path=/api/* scenario=status=503 percent=100 count=1",
        f"fault fault={first} method=* path=/api/* scenario=status=503",
        "fault fault=header method=GET scenario=status=418",
        f"control verb=remove_faults fault={first}",
        "control verb=remove_faults fault=all",
    ]
    assert PASSWORD not in caplog.text


async def test_the_journal_says_what_was_a_fault_on_demand() -> None:
    """What was decided stands beside it, where anything was."""
    async with open_door() as tester:
        caller = tester.server.caller()
        for scenario in ("status=503", "drop", "lose-answer"):
            await met(
                caller.http.post(paths.SESSIONS, json={"account": "liming", "password": PASSWORD}, headers={SCENARIO_HEADER: scenario})
            )
        rows = (await tester.http.get("/control/journal")).json()["rows"]
        told = [(row["decided"], row["status"], row["facts"].get("fault")) for row in rows]
        assert told == [("fault", 503, "status=503"), ("fault", 0, "drop"), ("admitted", 0, "lose-answer")]


async def test_a_server_that_cannot_break_connections_says_so() -> None:
    """Without httptools uvicorn gives no hold on the connection; plain ASGI doesn't either."""
    async with open_door() as tester:
        await tester.fault("drop", "/api/*", count=1)
        plain = httpx.ASGITransport(app=cast(Any, tester.server.app))
        async with httpx.AsyncClient(transport=plain, base_url=HOST, headers=dict(tester.http.headers)) as http:
            for scenario in ("drop", "lose-answer", "truncate"):
                asked = await http.post(FAULTS, json={"scenario": scenario})
                assert (asked.status_code, code(asked)) == (503, "unavailable")
                assert "httptools" in asked.json()["detail"]
            assert (await http.post(FAULTS, json={"scenario": "garble", "path": "/nowhere"})).status_code == 201
            assert (await http.get(paths.INFO)).status_code == 501, "asked for where it can be done, and met where it can't"
            assert (await http.get(paths.INFO)).status_code == 200


# --- how they are counted


async def test_of_many_at_once_so_many_meet_it() -> None:
    async with open_door() as tester:
        await tester.fault("status=503", count=7)
        callers = [tester.server.caller() for _ in range(50)]
        statuses = [reply.status_code for reply in await asyncio.gather(*(caller.get(paths.INFO) for caller in callers))]
        assert statuses.count(503) == 7
        assert await tester.left() == [0]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Cluster]:
    with cluster() as made:
        yield made


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_servers_count_down_together_and_never_below_nothing(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """CON-2: stores of their own, as separate processes have, that ask at once; each of ten rounds hands out exactly what there was."""
    database = str(tmp_path / "etax.sqlite3") if kind == "sqlite" else request.getfixturevalue("postgres").fresh()
    stores = [open_store(database) for _ in range(3)]
    try:
        counted = [Faults(store, rng=cast(Any, None)) for store in stores]
        for _ in range(10):
            counted[0].remove()
            counted[0].add(parse("drop"), "*", "*", 100, 5)
            taken: list[object] = []
            start = Barrier(len(counted))

            def take(faults: Faults, taken: list[object] = taken, start: Barrier = start) -> None:
                start.wait()
                taken.extend(faults.befalling("GET", paths.INFO) for _ in range(6))

            threads = [Thread(target=take, args=(faults,)) for faults in counted]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert [found is not None for found in taken].count(True) == 5
            assert len(taken) == 18
            assert [fault.left for fault in counted[0].all()] == [0]
    finally:
        for store in stores:
            store.close()


async def test_another_server_on_the_same_database_meets_them_too(tmp_path: Path) -> None:
    """CON-2."""
    database = str(tmp_path / "etax.sqlite3")
    async with open_door(database=database) as one, open_door(database=database) as two:
        await one.fault("status=503", count=3)
        statuses = [(await tester.server.caller().get(paths.INFO)).status_code for tester in (one, two, two, one, two)]
        assert statuses == [503, 503, 503, 200, 200]
        assert await one.left() == await two.left() == [0]
