"""Faults on demand: who meets them, what they do and leave undone, how they are counted, and who may ask for them (WEB-4)."""

import asyncio
from typing import Any, cast

import pytest

from etax_client.domain.testing.scenarios import parse
from etax_client.wire import paths
from etax_client.wire.control.faults import SCENARIO_HEADER
from tests.server.running import PASSWORD, WRONG, Running, code
from tests.server.testing.faults import FAULTS, TOKEN, met, no_errors, open_door

BROKEN = "Server disconnected without sending a response."
CUT = "peer closed connection without sending complete message body"


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


@pytest.mark.sql
async def test_the_first_that_fits_is_met_and_no_other() -> None:
    async with open_door() as tester:
        await tester.fault("status=500", count=1)
        await tester.fault("status=501", "/api/info", count=2)
        await tester.fault("status=502", method="POST", count=1)
        caller = tester.server.caller()
        assert [(await caller.get(paths.INFO)).status_code for _ in range(4)] == [500, 501, 501, 200]
        assert await tester.left() == [0, 0, 1]


@pytest.mark.sql
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
            runs.append([(await caller.get(paths.INFO)).status_code for _ in range(60)])
    assert runs[0] == runs[1] != runs[2]
    assert all(9 <= run.count(503) <= 27 for run in runs)


@pytest.mark.sql
async def test_by_rate_and_count() -> None:
    async with open_door(seed=3) as tester:
        await tester.fault("status=503", percent=50, count=10)
        caller = tester.server.caller()
        statuses = [(await caller.get(paths.INFO)).status_code for _ in range(200)]
        assert statuses.count(503) == 10
        assert statuses[:10] != [503] * 10
        assert await tester.left() == [0]


@pytest.mark.sql
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
