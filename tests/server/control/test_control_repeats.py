"""A tester's act sent again after a lost answer: what its key outlives, and what it does not (IDM-1, IDM-2)."""

import asyncio
from pathlib import Path

import httpx
import pytest

from etax_client.domain.secret import Secret
from etax_client.server.control.door import digest
from etax_client.server.services.repeats import LIFE, SECRETS_SHOWN, Repeats
from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.wire import paths
from tests.server.control.testers import BEARER, AtDoor
from tests.server.running import Json, Start, code

KEY, OTHER_KEY = "0123456789abcdef", "fedcba9876543210"


async def keyed(tester: AtDoor, method: str, path: str, body: Json | None = None, key: str = KEY, token: str = "") -> httpx.Response:
    bearer = {"Authorization": f"Bearer {token}"} if token else BEARER
    async with httpx.AsyncClient(transport=tester.server.transport, base_url=f"{tester.root}/control") as http:
        return await http.request(method, path, json=body, headers={**bearer, paths.KEY_HEADER: f'"{key}"'})


async def advance(tester: AtDoor, key: str = KEY) -> str:
    """What the clock showed when it was done."""
    reply = await keyed(tester, "POST", "/clock", {"advance": 300}, key)
    assert reply.is_success, reply.text
    return str(reply.json()["now"])


async def test_what_was_done_stays_done_when_the_world_is_set_back(tester: AtDoor) -> None:
    """IDM-2: neither the act before it nor the setting back itself is done once more, on each kind of database."""
    await tester.post("/clock", {"rate": 0})
    await tester.post("/snapshots", {"name": "morning"})
    first = await advance(tester)
    assert (await keyed(tester, "POST", "/snapshots/morning/restore", key=OTHER_KEY)).status_code == 204
    begun = (await tester.get("/clock"))["now"]
    assert await advance(tester) == first
    assert (await tester.get("/clock"))["now"] == begun < first
    await tester.advance(60)
    assert (await keyed(tester, "POST", "/snapshots/morning/restore", key=OTHER_KEY)).status_code == 204
    assert (await tester.get("/clock"))["now"] > begun, "what has been done since is still there"


async def test_a_reset_asked_again_undoes_nothing(tester: AtDoor) -> None:
    assert (await keyed(tester, "POST", "/reset")).is_success
    await tester.delete("/people/sunlei")
    assert (await keyed(tester, "POST", "/reset")).is_success
    assert (await tester.ask("GET", "/people/sunlei")).status_code == 404


async def test_a_world_is_made_and_ended_once_also_from_its_own_door(tester: AtDoor) -> None:
    """What became of a world is kept in the main one, which outlives it."""
    made = [await keyed(tester, "POST", "/worlds", {"name": "seat-1"}) for _ in range(2)]
    assert [reply.status_code for reply in made] == [201, 201]
    assert made[0].json() == made[1].json()
    seat = AtDoor(tester.server, "seat-1")
    ended = [await keyed(seat, "DELETE", "/worlds/seat-1", key=OTHER_KEY) for _ in range(2)]
    assert [reply.status_code for reply in ended] == [204, 204]
    assert (await keyed(tester, "POST", "/worlds", {"name": "seat-1"})).status_code == 201
    assert (await tester.get("/worlds"))["worlds"][1:] == [], "the first answer again: it was made once"


async def test_a_refusal_is_no_end(tester: AtDoor) -> None:
    """What is true no more is not said again: neither where nothing was written, nor where a look was taken in a write."""
    await tester.post("/worlds", {"name": "seat-1"})
    assert code(await keyed(tester, "POST", "/worlds", {"name": "seat-1"})) == "world_exists"
    await tester.delete("/worlds/seat-1")
    assert (await keyed(tester, "POST", "/worlds", {"name": "seat-1"})).status_code == 201
    zhou = {"document_type": "resident_id", "number": "440199198805120030", "name": "李明"}
    assert code(await keyed(tester, "POST", "/hall-codes", zhou, OTHER_KEY)) == "already_registered"
    await tester.delete("/people/liming")
    assert (await keyed(tester, "POST", "/hall-codes", zhou, OTHER_KEY)).status_code == 201


async def test_a_key_is_of_one_world(tester: AtDoor) -> None:
    await tester.post("/worlds", {"name": "seat-1"})
    seat = AtDoor(tester.server, "seat-1")
    for each in (tester, seat):
        await each.post("/clock", {"rate": 0})
    before = [(await each.get("/clock"))["now"] for each in (tester, seat)]
    assert all([await advance(each) > was for each, was in zip((tester, seat), before, strict=True)])


async def test_secrets_are_told_for_half_an_hour_and_the_rest_for_a_day(tester: AtDoor) -> None:
    """After that nothing is done once more, and nobody is told that it was."""
    first = await advance(tester)
    slip = await keyed(tester, "POST", "/hall-codes", {"person": "440199199607260029"}, OTHER_KEY)
    assert (await keyed(tester, "POST", "/hall-codes", {"person": "440199199607260029"}, OTHER_KEY)).json() == slip.json()
    await tester.server.manual.advance(SECRETS_SHOWN.total_seconds())
    late = await keyed(tester, "POST", "/hall-codes", {"person": "440199199607260029"}, OTHER_KEY)
    assert (late.status_code, code(late), "told no more" in late.json()["detail"]) == (422, "key_reused", True)
    await tester.server.manual.advance((LIFE - SECRETS_SHOWN).total_seconds() - 1)
    assert await advance(tester) == first
    await tester.server.manual.advance(1)
    assert await advance(tester) > first, "forgotten"


async def test_many_at_once_are_one(tester: AtDoor) -> None:
    """IDM-1: whoever comes while it is being done waits."""
    ask = {"person": "440199199607260029"}
    before = len((await tester.get("/hall-codes"))["codes"])
    replies = await asyncio.gather(*(keyed(tester, "POST", "/hall-codes", ask) for _ in range(10)))
    assert {reply.status_code for reply in replies} <= {201, 409}
    assert len({reply.content for reply in replies if reply.status_code == 201}) == 1
    assert len((await tester.get("/hall-codes"))["codes"]) == before + 1


async def test_an_act_whose_answer_was_lost_with_the_server_is_not_done_again(tester: AtDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if it had ended between the act and the keeping of its answer."""
    await tester.post("/clock", {"rate": 0})
    with monkeypatch.context() as patch:

        def ends(*_: object) -> None:
            raise StoreError(StoreFault.busy)

        patch.setattr(Repeats, "_leave", ends)
        first = await advance(tester)
    again = await keyed(tester, "POST", "/clock", {"advance": 300})
    assert (again.status_code, code(again)) == (422, "key_reused")
    assert (await tester.get("/clock"))["now"] == first


async def test_a_key_outlives_the_server_and_its_token(start: Start, tmp_path: Path) -> None:
    """A server that is started again prints another token; who comes with an old one is told nothing."""
    place = str(tmp_path / "etax.sqlite3")
    one = AtDoor(await start(database=place, control=digest(Secret("first"))))
    made = await keyed(one, "POST", "/hall-codes", {"person": "440199199607260029"}, token="first")
    two = AtDoor(await start(database=place, control=digest(Secret("second"))))
    again = await keyed(two, "POST", "/hall-codes", {"person": "440199199607260029"}, token="second")
    assert (again.status_code, again.json()) == (201, made.json())
    assert (await keyed(two, "POST", "/hall-codes", {"person": "440199199607260029"}, token="first")).status_code == 401


async def test_the_journal_says_that_it_was_asked_again(tester: AtDoor) -> None:
    await advance(tester)
    await advance(tester)
    rows = (await tester.get("/journal?path=/clock"))["rows"]
    assert [row["decided"] for row in rows] == ["done", "repeated"]


async def test_a_session_is_ended_for_one_reason_under_one_key(tester: AtDoor) -> None:
    """What is asked for in the address is a part of what was asked."""
    await tester.signed_in()
    [one] = (await tester.get("/sessions"))["sessions"]
    assert (await keyed(tester, "DELETE", f"/sessions/{one['session_id']}?reason=idle")).status_code == 204
    assert code(await keyed(tester, "DELETE", f"/sessions/{one['session_id']}?reason=replaced")) == "key_reused"
