"""The unit list: pages, queries, orders, additions (UNT)."""

import itertools
import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert

from etax_client.domain.secret import Secret
from etax_client.domain.units.taxpayer_ids import credit_code_check
from etax_client.domain.units.units import UnitSort
from etax_client.server.services.guessing.passwords import hash_password
from etax_client.server.store.tables import listings, units
from etax_client.wire import paths
from tests.server.running import CHEAP, UNSHRUNK, Caller, Running, Start, code, running

FIRST, FIFTH = "91440199MA0QJ0100K", "91440199MA0QJ0506W"


def put(server: Running, count: int, person_id: int = 5, names: Sequence[str] = ()) -> None:
    """A list of `count` made-up units for a person who has none, abdulla: half filed, names that repeat, every tenth with a department."""
    hashed = hash_password(CHEAP, Secret("Unit2026a"))
    rows: list[dict[str, Any]] = []
    for number in range(count):
        first17 = f"91440199MA{number:07d}"
        rows.append(
            {
                "id": 1000 + number,
                "taxpayer_id": first17 + credit_code_check(first17),
                "name": names[number] if names else f"单位{number * 7919 % 1000:04d}",
                "department": f"{number % 3}部" if number % 10 == 0 else "",
                "department_filing": "enabled" if number % 5 == 0 else "unregistered",
                "income_filing": ("filed", "pending")[number % 2],
                "business_filing": ("none", "pending", "filed")[number % 3],
                "has_certificate": 0,
                "declaration_hash": hashed,
            }
        )
    listed = [
        {"person_id": person_id, "unit_id": row["id"], "position": place, "taxpayer_id": row["taxpayer_id"], "name": row["name"]}
        for place, row in enumerate(rows, 1)
    ]
    with server.services.store.write() as connection:
        connection.execute(insert(units), rows)
        connection.execute(insert(listings), listed)


async def add(caller: Caller, *lines: tuple[str, str]) -> list[dict[str, Any]]:
    reply = await caller.http.post(paths.UNITS, json={"units": [{"taxpayer_id": one, "confirmation": two} for one, two in lines]})
    assert reply.status_code == 200, reply.text
    fates: list[dict[str, Any]] = reply.json()["units"]
    return fates


async def order(caller: Caller, sort: str, descending: bool = False, moved: tuple[int, ...] = ()) -> httpx.Response:
    return await caller.http.put(paths.UNIT_ORDER, json={"sort": sort, "descending": descending, "moved": list(moved)})


async def test_the_list_as_the_demo_has_it(server: Running) -> None:
    """UNT-01, commands.md: the hostile name of unit 5 is data like any other."""
    caller = await server.signed_in()
    page = (await caller.get(paths.UNITS)).json()
    assert page["total"] == 6
    assert page["units"][2] == {
        "unit_id": 3,
        "taxpayer_id": "91440199MA0QJ03038",
        "name": "广东示例云合伙企业",
        "department": "1[1]",
        "department_filing": "enabled",
        "income_filing": "pending",
        "business_filing": "pending",
        "has_certificate": False,
        "locked_seconds": None,
        "opened": False,
        "role": None,
        "permission": "filing",
        "days_left": None,
        "entry": "everyone_verifies",
    }
    assert page["units"][4]["name"] == "广东示例[/]科技公司"
    assert [unit["locked_seconds"] for unit in page["units"]] == [None, None, None, 7200, None, None]
    assert [unit["has_certificate"] for unit in page["units"]] == [True, False, False, False, False, False]


@pytest.mark.sql
async def test_totals_are_over_the_whole_list(server: Running) -> None:
    """UNT-02."""
    nothing_to_tell: dict[str, list[str]] = {"unlisted": [], "ends_soon": []}
    caller = await server.signed_in()
    assert (await caller.get(paths.UNIT_TOTALS)).json() == {"units": 6, "income_filed": 1, "business_filed": 0, **nothing_to_tell}
    empty = await server.signed_in("abdulla")
    assert (await empty.get(paths.UNIT_TOTALS)).json() == {"units": 0, "income_filed": 0, "business_filed": 0, **nothing_to_tell}
    assert (await empty.get(paths.UNITS)).json() == {"units": [], "total": 0}


@pytest.mark.sql
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"taxpayer_id": "0QJ02"}, [2]),
        ({"taxpayer_id": "ma0qj0100k"}, [1]),
        ({"taxpayer_id": "ＭＡ０ＱＪ０１"}, [1]),
        ({"taxpayer_id": "  0QJ02 "}, [2]),
        ({"name": "核定"}, [2, 4]),
        ({"name": "[/]"}, [5]),
        ({"name": "核定", "taxpayer_id": "040X"}, [4]),
        ({"name": "%"}, []),
        ({"name": "_"}, []),
        ({"name": "\\"}, []),
        ({"name": "' OR 1=1 --"}, []),
    ],
)
async def test_a_query_looks_anywhere_and_takes_no_wildcards(server: Running, query: dict[str, str], found: list[int]) -> None:
    """UNT-03."""
    caller = await server.signed_in()
    assert await caller.unit_ids(**query) == found
    assert (await caller.get(paths.UNITS, **query)).json()["total"] == len(found)


@pytest.mark.sql
async def test_wildcards_in_a_name_are_found_as_they_are(server: Running) -> None:
    """UNT-03."""
    with server.services.store.write() as connection:
        connection.execute(units.update().where(units.c.id == 2).values(name="100%_a\\b"))
    caller = await server.signed_in()
    for part in ("%", "_", "\\", "%_A\\B"):
        assert await caller.unit_ids(name=part) == [2]


@pytest.mark.sql
async def test_lists_follow_a_unit_that_is_renamed(server: Running) -> None:
    """The copies that lists keep for their indexes are one with the unit, by foreign key."""
    with server.services.store.write() as connection:
        connection.execute(units.update().where(units.c.id == 2).values(name="改名"))
    caller = await server.signed_in()
    assert await caller.unit_ids(name="改名") == [2]
    assert await caller.unit_ids(name="核定") == [4]


ORDERS = list(itertools.product(UnitSort, (False, True)))


@pytest.mark.sql
@pytest.mark.parametrize(("sort", "descending"), ORDERS, ids=str)
async def test_pages_put_together_are_the_list(server: Running, sort: UnitSort, descending: bool) -> None:
    """UNT-07: forwards by `after`, backwards by `before`, and by `at`: each unit once, in one order, whatever it is sorted by."""
    put(server, 97)
    caller = await server.signed_in("abdulla")
    asked = {"sort": sort.value, "descending": "true" if descending else "false"}
    whole = await caller.unit_ids(**asked, limit=200)
    assert sorted(whole) == list(range(1000, 1097))
    forwards = await caller.unit_ids(**asked, limit=13)
    while more := await caller.unit_ids(**asked, limit=13, after=forwards[-1]):
        forwards += more
    backwards = [whole[-1]]
    while more := await caller.unit_ids(**asked, limit=13, before=backwards[0]):
        backwards = more + backwards
    by_place = [unit for at in range(0, 97, 13) for unit in await caller.unit_ids(**asked, limit=13, at=at)]
    assert forwards == backwards == by_place == whole
    if descending:
        assert whole == list(reversed(await caller.unit_ids(sort=sort.value, limit=200)))


@pytest.mark.sql
async def test_names_sort_by_pinyin(server: Running) -> None:
    """UNT-03: syllable, tone and strokes, character by character, behind digits and letters; the same on every page and database."""
    names = ["1号店", "a公司", "B公司", "安徽茶", "安庆茶", "北京", "光明", "广东", "广州", "湛江", "张家口", "重庆", "𫍰", "(甲)", "安"]
    put(server, len(names), names=names)
    caller = await server.signed_in("abdulla")
    page = (await caller.get(paths.UNITS, sort="name")).json()["units"]
    right = ["(甲)", "1号店", "a公司", "B公司", "安", "安徽茶", "安庆茶", "北京", "光明", "广东", "广州", "𫍰", "湛江", "张家口", "重庆"]
    assert [unit["name"] for unit in page] == right
    first = page[0]["unit_id"]
    rest = (await caller.get(paths.UNITS, sort="name", after=first, limit=200)).json()["units"]
    assert [unit["name"] for unit in rest] == right[1:]


@pytest.mark.sql
async def test_states_sort_by_what_is_to_be_done(server: Running) -> None:
    """UNT-03: 待申报 first, what needs none last."""
    put(server, 30)
    caller = await server.signed_in("abdulla")
    page = (await caller.get(paths.UNITS, sort="business_filing")).json()["units"]
    states = [unit["business_filing"] for unit in page]
    assert [state for state, _ in itertools.groupby(states)] == ["pending", "filed", "none"]


async def test_a_neighbour_that_the_query_leaves_out_still_marks_its_place(server: Running) -> None:
    put(server, 20)
    caller = await server.signed_in("abdulla")
    assert await caller.unit_ids(taxpayer_id="MA000001", after=1004) == list(range(1010, 1020))
    assert code(await caller.get(paths.UNITS, after=1)) == "unit_not_listed"


@pytest.mark.sql
async def test_adding_gives_each_line_its_fate(server: Running) -> None:
    """UNT-04: a confirmation that differs, a malformed one, an unknown one, one that is listed, and good ones in any width and case."""
    caller = await server.signed_in("wangfang")
    unknown = "91440199MA0QJ07074"
    fates = await add(caller, (FIFTH.lower(), f" {FIFTH} "), (FIFTH, FIFTH), (FIRST, FIRST), (FIRST, FIFTH), ("91", "91"), ("", ""))
    assert [(fate["name"], fate["refused"] and fate["refused"]["code"], (fate["refused"] or {}).get("field")) for fate in fates] == [
        ("广东示例[/]科技公司", None, None),
        ("广东示例[/]科技公司", "unit_already_listed", None),
        ("广东示例查账有限公司", "unit_already_listed", None),
        (None, "malformed", "confirmation"),
        (None, "malformed", "taxpayer_id"),
        (None, "malformed", "taxpayer_id"),
    ]
    first17 = unknown[:17]
    [fate] = await add(caller, ((first17 + credit_code_check(first17)),) * 2)
    assert fate["refused"]["code"] == "unit_unknown"
    assert await caller.unit_ids() == [1, 2, 5]
    assert await (await server.signed_in("zhaoqiang")).unit_ids() == [1]


async def test_two_hundred_lines_at_once_and_no_more(server: Running) -> None:
    caller = await server.signed_in("wangfang")
    line = {"taxpayer_id": FIFTH, "confirmation": FIFTH}
    assert (await caller.http.post(paths.UNITS, json={"units": [line] * 200})).status_code == 200
    for count in (201, 0):
        reply = await caller.http.post(paths.UNITS, json={"units": [line] * count})
        assert (reply.status_code, reply.json()["field"]) == (422, "units")


async def test_removing_leaves_the_unit_itself(server: Running) -> None:
    """UNT-04."""
    caller = await server.signed_in()
    assert (await caller.http.delete(paths.unit(2))).status_code == 204
    assert await caller.unit_ids() == [1, 3, 4, 5, 6]
    assert code(await caller.http.delete(paths.unit(2))) == "unit_not_listed"
    assert await (await server.signed_in("wangfang")).unit_ids() == [1, 2]
    [fate] = await add(caller, ("91440199MA0QJ0207Y",) * 2)
    assert fate["refused"] is None
    assert await caller.unit_ids() == [1, 3, 4, 5, 6, 2]


async def test_a_removed_unit_is_closed(server: Running) -> None:
    """UNT-04, VER-04: listed again, it is verified again."""
    caller = await server.signed_in()
    assert (await caller.verify(2)).status_code == 200
    await caller.http.delete(paths.unit(2))
    assert code(await caller.get(paths.unit_home(2))) == "unit_not_listed"
    await add(caller, ("91440199MA0QJ0207Y",) * 2)
    assert code(await caller.get(paths.unit_home(2))) == "unit_closed"


async def test_a_moved_unit_keeps_its_place_for_next_time(server: Running) -> None:
    """UNT-05."""
    caller = await server.signed_in()
    assert (await order(caller, "custom", moved=(2, 1))).status_code == 204
    assert await caller.unit_ids() == [2, 1, 3, 4, 5, 6]
    assert await (await server.signed_in()).unit_ids() == [2, 1, 3, 4, 5, 6]
    assert (await order(caller, "custom", moved=(6, 1, 2))).status_code == 204
    assert await caller.unit_ids() == [6, 1, 3, 4, 5, 2]


async def test_an_order_of_strangers_or_twins_changes_nothing(server: Running) -> None:
    """UNT-05."""
    caller = await server.signed_in("wangfang")
    assert code(await order(caller, "name", True, (1, 3))) == "unit_not_listed"
    twins = await order(caller, "custom", False, (1, 1))
    assert (twins.status_code, twins.json()["field"]) == (422, "moved")
    assert (await order(caller, "custom", moved=tuple(range(1, 2002)))).status_code == 422
    assert await caller.unit_ids() == [1, 2]


@pytest.mark.sql
@settings(max_examples=25, phases=UNSHRUNK)
@given(sort=st.sampled_from(UnitSort), descending=st.booleans(), moved=st.permutations(range(1000, 1012)), count=st.integers(0, 12))
async def test_any_order_is_the_sorted_one_with_the_moved_in_their_places(
    sort: UnitSort, descending: bool, moved: list[int], count: int
) -> None:
    """UNT-05, `UnitOrderRequest`: against the same done in Python."""
    async with running() as server:
        put(server, 12)
        caller = await server.signed_in("abdulla")
        expected = await caller.unit_ids(sort=sort.value, descending=descending, limit=200)
        chosen = iter(moved[:count])
        expected = [next(chosen) if unit in moved[:count] else unit for unit in expected]
        assert (await order(caller, sort.value, descending, tuple(moved[:count]))).status_code == 204
        assert await caller.unit_ids() == expected


@pytest.mark.parametrize("place", ["memory"], indirect=True)
async def test_a_page_costs_the_same_in_a_list_of_any_length(start: Start, place: str | None) -> None:
    """UNT-07: SQLite's count of its own steps, for the page itself (the total is counted along the index)."""
    steps: dict[int, dict[str, int]] = {}
    for length in (300, 6000):
        server = await start(database=place)
        put(server, length)
        caller = await server.signed_in("abdulla")
        with server.services.store.read() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            event.listen(connection, "before_cursor_execute", partial(_begin_to_count, driver, counted := [0]))
        steps[length] = {}
        for sort in ("custom", "taxpayer_id", "name"):
            for asked in ({}, {"after": 1200}, {"before": 1200}):
                assert len(await caller.unit_ids(sort=sort, **asked)) == 50
                steps[length][f"{sort} {asked}"] = counted[0]
    assert min(steps[300].values()) > 100
    assert {name: count for name, count in steps[6000].items() if count > 2 * steps[300][name]} == {}


def _begin_to_count(driver: sqlite3.Connection, counted: list[int], _c: object, _cursor: object, statement: str, *_: object) -> None:
    """Count from the statement that fetches a page on, until the next one."""

    def step() -> None:
        counted[0] += 1

    if "LIMIT" in statement and "chosen" in statement:
        counted[0] = 0
        driver.set_progress_handler(step, 1)
    else:
        driver.set_progress_handler(None, 1)
