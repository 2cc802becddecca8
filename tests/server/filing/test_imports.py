"""Spreadsheets of people on their way in: judged as they come, taken all at once or not at all (PER-05, FLW-04, FLW-06)."""

import pytest

from etax_client.server.services.filing.importing.imports import LIFE
from etax_client.server.services.why import MOST_LEFT_OUT
from etax_client.wire.filing import imports as wire
from etax_client.wire.filing import people as wire_people
from tests.server.filing.payees import LI, NOVAK, UNIT, WANG, add, clerk, report
from tests.server.running import Caller, Json, Running, code
from tests.server.testing.journal import Door, door_open


async def begin(caller: Caller, unit_id: int = UNIT) -> int:
    begun: int = (await caller.http.post(wire.imports(unit_id, "people"))).json()["import_id"]
    return begun


async def send(caller: Caller, import_id: int, *texts: Json, first: int = 2, unit_id: int = UNIT) -> Json:
    lines = [{"number": first + at, "texts": each} for at, each in enumerate(texts)]
    reply = await caller.http.put(wire.lines(unit_id, "people", import_id), json={"lines": lines})
    assert reply.status_code == 200, reply.text
    preview: Json = reply.json()
    return preview


async def take(caller: Caller, import_id: int, unit_id: int = UNIT, *, only_right: bool = False) -> Json:
    reply = await caller.http.post(wire.import_(unit_id, "people", import_id), json={"only_right": only_right})
    taken: Json = reply.json() if reply.status_code == 200 else {"code": code(reply)}
    return taken


async def why(door: Door) -> str:
    told: str = (await door.last())["why"]["zh"]
    return told


async def names(caller: Caller, unit_id: int = UNIT) -> list[str]:
    return [payee["name"] for payee in (await caller.get(wire_people.payees(unit_id))).json()["payees"]]


async def test_a_preview_counts_what_would_become_of_each_line_and_changes_nothing(server: Running) -> None:
    caller = await clerk(server)
    await add(caller, WANG)
    known = await add(caller, NOVAK)
    import_id = await begin(caller)
    first = await send(caller, import_id, WANG, {**NOVAK, "remark": "旺季"}, LI)
    assert first == {"counts": {"unchanged": 1, "changed": 1, "new": 1}, "wrong": []}
    second = await send(caller, import_id, LI, {**LI, "document_number": "1", "mobile": ""}, first=5)
    assert second["counts"] == {"unchanged": 1, "changed": 1, "new": 1, "twice": 1, "misfilled": 1}
    assert second["wrong"][0] == {"number": 5, "verdict": "twice", "faults": {}}
    assert second["wrong"][1]["faults"] == {"document_number": "length", "sex": "empty", "birth": "empty", "mobile": "empty"}
    assert await names(caller) == ["王芳", "PETER NOVAK"]
    assert (await caller.get(wire_people.payee(UNIT, known["payee_id"]))).json()["remark"] == ""


async def test_the_journal_tells_why_lines_are_wrong() -> None:
    """LOG-1: by their number in the sheet, and no value; the first ones, so that a row of the journal stays one that is read."""
    async with door_open() as door:
        caller = await clerk(door.server)
        import_id = await begin(caller)
        await send(caller, import_id, LI, LI, {**WANG, "mobile": "1"})
        assert (await why(door)) == "收到 3 行，其中 2 行有误：第 3 行内容：与前面的行重复，请删除一行；第 4 行手机号码：格式不正确"
        await send(caller, import_id, *[{**WANG, "mobile": "1"}] * 30, first=10)
        assert (await why(door)).count("行手机号码") == MOST_LEFT_OUT


async def test_all_of_it_is_taken_or_nothing_unless_one_asks_for_what_is_right(server: Running) -> None:
    caller = await clerk(server)
    await add(caller, NOVAK)
    import_id = await begin(caller)
    await send(caller, import_id, {**NOVAK, "remark": "旺季"}, LI, {**WANG, "mobile": "1"})
    assert await take(caller, import_id) == {"code": "import_wrong"}
    assert await names(caller) == ["PETER NOVAK"]
    assert await take(caller, import_id, only_right=True) == {"added": 1, "changed": 1}
    assert await names(caller) == ["PETER NOVAK", "李思远"]
    assert await take(caller, import_id) == {"code": "not_found"}, "it was taken"


async def test_a_wrong_line_that_is_sent_again_is_right(server: Running) -> None:
    caller = await clerk(server)
    import_id = await begin(caller)
    assert (await send(caller, import_id, {**WANG, "mobile": "1"}))["counts"] == {"misfilled": 1}
    assert (await send(caller, import_id, WANG))["counts"] == {"new": 1}
    assert await take(caller, import_id) == {"added": 1, "changed": 0}


async def test_what_a_sheet_has_no_column_for_stays_as_it_is(server: Running) -> None:
    caller = await clerk(server)
    added = await add(caller, {**WANG, "remark": "老员工"})
    import_id = await begin(caller)
    few = {name: WANG[name] for name in ("name", "document_type", "document_number")}
    assert (await send(caller, import_id, {**few, "mobile": "13900000009"}, {**few, "document_number": LI["document_number"]}))[
        "counts"
    ] == {
        "changed": 1,
        "misfilled": 1,
    }
    assert await take(caller, import_id, only_right=True) == {"added": 0, "changed": 1}
    now = (await caller.get(wire_people.payee(UNIT, added["payee_id"]))).json()
    assert (now["mobile"], now["remark"], now["version"], now["changed_by"]) == ("13900000009", "老员工", 2, "李明")


@pytest.mark.parametrize("meanwhile", ["changed", "added", "reported"])
async def test_what_somebody_has_changed_meanwhile_is_looked_at_again(server: Running, meanwhile: str) -> None:
    """FLW-04: it was compared with what is no more."""
    mine, theirs = await clerk(server, unit_id=1), await clerk(server, "wangfang", 1)
    known = await add(mine, WANG, 1)
    import_id = await begin(mine, 1)
    await send(mine, import_id, {**WANG, "remark": "a"}, LI, unit_id=1)
    if meanwhile == "changed":
        await theirs.http.put(wire_people.payee(1, known["payee_id"]), json={"version": 1, "facts": {**WANG, "remark": "b"}})
    elif meanwhile == "added":
        await add(theirs, LI, 1)
    else:
        await report(theirs, known["payee_id"], unit_id=1)
    assert await take(mine, import_id, 1) == {"code": "outdated"}
    assert (await mine.get(wire_people.payee(1, known["payee_id"]))).json()["remark"] == ("b" if meanwhile == "changed" else "")


async def test_who_awaits_feedback_is_not_changed(server: Running) -> None:
    """PER-04."""
    caller = await clerk(server)
    await report(caller, (await add(caller, WANG))["payee_id"])
    import_id = await begin(caller)
    assert (await send(caller, import_id, {**WANG, "remark": "a"}, LI))["wrong"] == [{"number": 2, "verdict": "awaiting", "faults": {}}]


async def test_an_import_is_its_clerk_s_own_and_ends(server: Running) -> None:
    """ACT-1: others' do not exist; a second one gives the first up, and so does time."""
    mine, theirs = await clerk(server, unit_id=1), await clerk(server, "wangfang", 1)
    first = await begin(mine, 1)
    for asked in (
        theirs.http.put(wire.lines(1, "people", first), json={"lines": [{"number": 2, "texts": WANG}]}),
        theirs.http.post(wire.import_(1, "people", first), json={}),
        theirs.http.delete(wire.import_(1, "people", first)),
    ):
        assert code(await asked) == "not_found"
    second = await begin(mine, 1)
    assert await take(mine, first, 1) == {"code": "not_found"}
    await server.manual.advance(seconds=LIFE.total_seconds() + 1)
    again = await clerk(server, "wangfang", 1)
    await begin(again, 1)
    assert await take(await clerk(server, unit_id=1), second, 1) == {"code": "not_found"}


async def test_a_column_that_nobody_knows_is_refused(server: Running) -> None:
    caller = await clerk(server)
    reply = await caller.http.put(
        wire.lines(UNIT, "people", await begin(caller)), json={"lines": [{"number": 2, "texts": {**WANG, "salary": "1"}}]}
    )
    assert (code(reply), reply.json()["field"]) == ("malformed", "lines")
    dropped = await begin(caller)
    assert (await caller.http.delete(wire.import_(UNIT, "people", dropped))).status_code == 204
    assert await take(caller, dropped) == {"code": "not_found"}
