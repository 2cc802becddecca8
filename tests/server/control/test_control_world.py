"""People and units at the tester's door, reset, other worlds loaded, snapshots: on each kind of database (WEB-4)."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from etax_client.domain.policies import Phase
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.secret import Secret
from etax_client.server.control import tester_acts
from etax_client.server.control.clock import steered
from etax_client.server.services.guessing import passwords
from etax_client.server.services.testing import snapshots
from etax_client.server.store import rows
from etax_client.server.world import world
from etax_client.server.world.world_file import read_world
from etax_client.wire import paths
from tests.server.control.testers import AtDoor
from tests.server.running import PASSWORD, UNIT_PASSWORD, WRONG, Json, code
from tests.server.sessions.qr import scanned, settle, waiting

FIRST, LOCKED = "91440199MA0QJ0100K", "91440199MA0QJ040XE"
NEXT_UNIT, NEXT_PERSON = len(read_world().units) + 1, len(read_world().people) + 1
PERSON = {"name": "吴新", "document_type": "foreign_passport", "document_number": "P7654321", "login_name": "wuxin"}
UNIT = {"taxpayer_id": "91440199MA0QJ0717C", "name": "广东示例新厂"}
OTHER = """
account_password = "Other@2026"
declaration_password = "Other2026a"

[[units]]
taxpayer_id = "91440199MA0QJ0100K"
name = "别的厂"

[[people]]
name = "别人"
document_type = "resident_id"
document_number = "440199198805120030"
login_name = "liming"
lists = ["91440199MA0QJ0100K"]
"""


async def names(tester: AtDoor) -> list[str]:
    return [person["name"] for person in (await tester.get("/people"))["people"]]


async def test_people_are_told_with_all_but_their_passwords(tester: AtDoor) -> None:
    reply = await tester.ask("GET", "/people", limit=2)
    assert "argon2" not in reply.text
    liming, wangfang = reply.json()["people"]
    assert liming == await tester.get("/people/liming") == await tester.get("/people/1") == await tester.get("/people/13800000001")
    assert liming == await tester.get("/people/440199198805120030")
    assert (liming["person_id"], liming["name"], liming["login_name"], liming["mobile"]) == (1, "李明", "liming", "13800000001")
    assert (len(liming["lists"]), liming["filing"], liming["guessing"]) == (6, liming["lists"][:3], {"failures": 0, "locked_seconds": None})
    assert wangfang["legal_representative"] == liming["lists"][:2]
    [nobody] = (await tester.get("/people", after=8, limit=1))["people"]
    assert (nobody["name"], nobody["login_name"]) == ("周婷", None), "without an account"
    assert (await tester.get("/people/sunlei"))["guessing"] == {"failures": 5, "locked_seconds": 7200}
    assert (await tester.get("/people/zhaoqiang"))["finance_officer"] == [FIRST]
    assert (await tester.get("/people/chenjing"))["management"] == [FIRST]


async def test_units_are_told_with_all_but_their_passwords(tester: AtDoor) -> None:
    reply = await tester.ask("GET", "/units")
    assert "argon2" not in reply.text
    found = reply.json()["units"]
    assert [unit["taxpayer_id"][:15] for unit in found] == [unit.taxpayer_id[:15] for unit in read_world().units]
    assert found[3] == await tester.get(f"/units/{LOCKED}") == await tester.get("/units/4")
    assert found[3]["guessing"] == {"failures": 5, "locked_seconds": 7200}
    assert (await tester.get("/units", after=4, limit=1))["units"] == [found[4]]


async def test_a_person_and_a_unit_are_added_as_in_a_file(tester: AtDoor) -> None:
    unit = await tester.post("/units", UNIT)
    person = await tester.post("/people", {**PERSON, "mobile": "13900000010", "lists": [UNIT["taxpayer_id"], FIRST], "filing": [FIRST]})
    assert (unit["unit_id"], person["person_id"]) == (NEXT_UNIT, NEXT_PERSON)
    caller = await tester.signed_in("13900000010", PASSWORD)
    assert await caller.unit_ids() == [NEXT_UNIT, 1]
    assert (await caller.verify(NEXT_UNIT, UNIT_PASSWORD)).status_code == 200
    own = await tester.post(
        "/people", {**PERSON, "document_number": "P8765432", "login_name": "other", "password": "Own@2026", "locked": True}
    )
    assert own["guessing"]["locked_seconds"] == 7200
    await tester.post("/unlock", {"account": "other"})
    await tester.signed_in("other", "Own@2026")
    locked = await tester.post("/units", {**UNIT, "taxpayer_id": "91440199MA0QJ0804P", "locked": True, "declaration_password": "Own2026a"})
    assert locked["guessing"]["failures"] == 5


@pytest.mark.parametrize(
    ("path", "body", "field", "why"),
    [
        ("/people", {**PERSON, "login_name": "liming"}, "login_name", "used twice"),
        ("/people", {**PERSON, "mobile": "13800000001"}, "mobile", "used twice"),
        ("/people", {**PERSON, "document_number": "X12345678"}, "document_number", "used twice"),
        ("/people", {**PERSON, "document_type": "resident_id"}, "document_number", "not the number of a"),
        ("/people", {**PERSON, "lists": [UNIT["taxpayer_id"]]}, "lists", "there is no unit"),
        ("/people", {**PERSON, "password": "a b"}, "password", "nobody can type it"),
        ("/people", {**PERSON, "lokced": True}, "lokced", None),
        ("/people", {**PERSON, "document_type": "passport"}, "document_type", None),
        ("/people", {"name": "x"}, "document_type", None),
        ("/units", {**UNIT, "taxpayer_id": FIRST}, "taxpayer_id", "used twice"),
        ("/units", {**UNIT, "taxpayer_id": "91440199MA0QJ0717B"}, "taxpayer_id", "not a taxpayer id"),
        ("/units", {**UNIT, "name": ""}, "name", "1 to 200"),
        ("/units", {**UNIT, "income_filing": "later"}, "income_filing", None),
    ],
)
async def test_what_no_file_could_hold_is_refused_by_field(tester: AtDoor, path: str, body: Json, field: str, why: str | None) -> None:
    before = tester.dump()
    reply = await tester.ask("POST", path, body)
    assert (reply.status_code, code(reply), reply.json().get("field")) == (422, "malformed", field)
    assert why is None or why in reply.json()["detail"]
    assert tester.dump() == before


@pytest.mark.sql
async def test_a_person_is_taken_away_with_all_that_was_theirs(tester: AtDoor) -> None:
    """A later one with the same id inherits nothing, a lock neither."""
    last = await tester.post("/people", {**PERSON, "lists": [FIRST]})
    caller = await tester.signed_in("wuxin")
    client = await tester.asking()
    await tester.post("/phone/scan", {"person": "wuxin", "code": client.ticket["scan_id"]})
    poll = await waiting(client, "scanned")
    await tester.post("/lock", {"account": "wuxin"})
    await tester.delete("/people/wuxin")
    assert code(await poll) == "ticket_unknown", "QR-02: told at once"
    assert code(await caller.get(paths.UNITS)) == "session_ended"
    assert (await tester.ask("DELETE", "/people/wuxin")).status_code == 404
    assert "吴新" not in await names(tester)
    again = await tester.post("/people", PERSON)
    assert again["guessing"] == {"failures": 0, "locked_seconds": None}
    assert again["lists"] == [] != last["lists"]


@pytest.mark.sql
async def test_a_unit_is_taken_away_from_every_list(tester: AtDoor) -> None:
    caller = await tester.signed_in()
    assert (await caller.verify(1)).status_code == 200
    await tester.delete(f"/units/{FIRST}")
    await tester.delete("/units/4")
    assert await caller.unit_ids() == [2, 3, 5, 6]
    assert code(await caller.get(paths.unit_home(1))) == "unit_not_listed"
    assert (await tester.ask("DELETE", "/units/4")).status_code == 404
    await tester.post("/units", {**UNIT, "taxpayer_id": LOCKED})
    assert (await tester.get(f"/units/{LOCKED}"))["guessing"]["failures"] == 0


async def test_a_new_account_password_ends_what_hung_on_the_old(tester: AtDoor) -> None:
    """RST-2, SES-01: unlocked, logged out with the reason, pending tickets dead."""
    caller, phone, client = await tester.signed_in(), await tester.phone(), await tester.asking()
    ticket_id, number = await scanned(tester.server, client, phone)
    await phone.decide(ticket_id, "confirm", number)
    await tester.post("/lock", {"account": "liming"})
    await tester.put("/people/liming/password", {"password": "Neues@2026"})
    ended = (await caller.get(paths.UNITS)).json()
    assert (ended["code"], ended["ended"]) == ("session_ended", "password_reset")
    assert code(await client.redeem()) == "ticket_unknown"
    assert code(await tester.caller().login("liming", PASSWORD)) == "wrong_credentials"
    assert (await tester.caller().solved_login("liming", "Neues@2026")).status_code == 201
    for who, body, status in (
        ("nobody", {"password": "Neues@2026"}, 404),
        ("9", {"password": "Neues@2026"}, 404),
        ("1", {"password": "a b"}, 422),
        ("1", {"password": ""}, 422),
    ):
        assert (await tester.ask("PUT", f"/people/{who}/password", body)).status_code == status


async def test_a_new_declaration_password_closes_the_unit(tester: AtDoor) -> None:
    """DPW-03: unlocked, and its open verifications end; other units stay open."""
    caller = await tester.signed_in()
    await caller.verify(1)
    await caller.verify(2)
    await tester.post("/lock", {"unit": FIRST})
    await tester.put(f"/units/{FIRST}/declaration-password", {"password": "Neues2026a"})
    assert code(await caller.get(paths.unit_home(1))) == "unit_closed"
    assert (await caller.get(paths.unit_home(2))).status_code == 200
    assert (await caller.verify(1, "Neues2026a")).status_code == 200
    assert (await tester.ask("PUT", "/units/77/declaration-password", {"password": "Neues2026a"})).status_code == 404
    assert (await tester.ask("PUT", "/units/1/declaration-password", {"password": "a b"})).json()["field"] == "password"


@pytest.mark.sql
async def test_a_reset_lays_the_world_anew(tester: AtDoor) -> None:
    """The true time again, no faults, nobody logged in, a waiting client told; the ids begin at 1."""
    fresh = tester.dump()
    await tester.post("/clock", {"advance": 100_000, "rate": 0})
    caller, client = await tester.signed_in(), await tester.asking()
    await tester.caller().login("wangfang", WRONG)
    await tester.post("/people", PERSON)
    await tester.delete("/units/1")
    await tester.post("/faults", {"scenario": "status=503", "path": "/api/nowhere"})
    await tester.post("/snapshots", {"name": "kept"})
    poll = await waiting(client)
    await tester.post("/reset")
    assert code(await poll) == "ticket_unknown"
    assert tester.dump() == laid_again(fresh, tester)
    assert (await tester.get("/clock"))["now"] == tester.server.clock.now().isoformat().replace("+00:00", "Z")
    assert code(await caller.get(paths.UNITS)) == "session_ended"
    assert [kept["name"] for kept in (await tester.get("/snapshots"))["snapshots"]] == ["kept"]
    assert await (await tester.signed_in()).unit_ids() == [1, 2, 3, 4, 5, 6]
    assert (await tester.post("/people", PERSON))["person_id"] == NEXT_PERSON


def laid_again(fresh: rows.Rows, tester: AtDoor) -> rows.Rows:
    """Each laying hashes the passwords with another salt."""
    now = tester.dump()
    for table, column in (("accounts", 3), ("bureau_accounts", 3), ("units", 8), ("bureau_units", 4)):
        for row in (*fresh[table], *now[table]):
            row[column] = row[column] and row[column][:10]
    assert now == fresh
    return tester.dump()


async def test_another_world_is_loaded_and_stays_the_one_to_reset_to(tester: AtDoor) -> None:
    caller = await tester.signed_in()
    await tester.post("/clock", {"advance": 3600})
    assert (await tester.post("/world", {"toml": OTHER}))["name"] == ""
    assert await names(tester) == ["别人"]
    assert code(await caller.get(paths.UNITS)) == "session_ended"
    inside = await tester.signed_in("liming", "Other@2026")
    assert (await inside.verify(1, "Other2026a")).status_code == 200
    added = await tester.post("/people", PERSON)
    await tester.signed_in("wuxin", "Other@2026")
    assert added["person_id"] == 2
    await tester.post("/reset")
    assert await names(tester) == ["别人"]
    await tester.post("/world", {"toml": None})
    assert len(await names(tester)) == NEXT_PERSON - 1
    await tester.post("/reset")
    assert len(await names(tester)) == NEXT_PERSON - 1


@pytest.mark.parametrize(
    ("change", "line", "why"),
    [
        (('name = "别的厂"', "name = 1"), 7, "str"),
        (('"liming"', '"1"'), 13, "not a login name"),
        (("[[people]]", "[[people"), 9, "expected"),
    ],
)
async def test_a_text_that_is_no_world_changes_nothing(tester: AtDoor, change: tuple[str, str], line: int, why: str) -> None:
    await tester.signed_in()
    before = tester.dump()
    for method, path, body in (("POST", "/world", {}), ("POST", "/worlds", {"name": "seat-1"})):
        reply = await tester.ask(method, path, {**body, "toml": OTHER.replace(*change)})
        assert (reply.status_code, reply.json()["field"]) == (422, "toml")
        assert reply.json()["detail"].startswith(f"line {line}: ")
        assert why in reply.json()["detail"].lower()
    assert tester.dump() == before


@pytest.mark.sql
async def test_a_snapshot_is_the_world_as_it_was(tester: AtDoor) -> None:
    """Whoever was logged in is so again, wherever the others had gone; what came later is gone."""
    caller, client = await tester.signed_in(), await tester.asking()
    await caller.verify(1)
    await tester.caller().login("wangfang", WRONG)
    await tester.put("/people/liming/face", {"outcome": "unreachable"})
    made = await tester.post("/snapshots", {"name": "Before-1"})
    before, content = tester.dump(), tester.kept("Before-1")
    assert (made["name"], made["size"]) == ("Before-1", len(content))
    assert (await tester.get("/snapshots"))["snapshots"] == [made]
    await caller.http.delete(paths.SESSION)
    await client.cancel()
    await tester.delete("/units/2")
    await tester.post("/people", PERSON)
    await tester.post("/world", {"toml": OTHER})
    await tester.post("/snapshots/Before-1/restore")
    assert tester.dump() == before
    await tester.post("/snapshots", {"name": "again"})
    assert tester.kept("again") == content
    assert (await caller.get(paths.unit_home(1))).status_code == 200
    assert (await client.poll()).json()["state"] == "waiting"
    assert (await tester.get("/people/wangfang"))["guessing"]["failures"] == 1
    assert (await tester.post("/people", PERSON))["person_id"] == NEXT_PERSON, "numbers go on after the highest there is"
    await tester.post("/reset")
    assert len(await names(tester)) == NEXT_PERSON - 1, "the source is part of the snapshot"


async def test_the_steered_clock_is_part_of_a_snapshot(tester: AtDoor) -> None:
    """Frozen, it shows what it showed; going fast, it goes on from there; never steered, it stays the true one."""
    await tester.post("/snapshots", {"name": "true"})
    true = tester.server.clock.now()
    frozen = await tester.post("/clock", {"advance": 1000, "rate": 0})
    await tester.post("/snapshots", {"name": "frozen"})
    fast = await tester.post("/clock", {"advance": 1000, "rate": 10})
    await tester.post("/snapshots", {"name": "fast"})
    await tester.server.manual.advance(60)
    await tester.post("/snapshots/frozen/restore")
    await tester.server.manual.advance(60)
    assert await tester.get("/clock") == frozen
    await tester.post("/snapshots/fast/restore")
    assert await tester.get("/clock") == fast
    await tester.server.manual.advance(60)
    assert (tester.services.clock.now() - true).total_seconds() == 2000 + 600
    await tester.post("/snapshots/true/restore")
    assert tester.services.clock.now() == tester.server.clock.now()


async def test_whoever_waits_is_told_of_a_restore(tester: AtDoor) -> None:
    """QR-02: a client whose ticket is not there any more, and one whose ticket is another step."""
    await tester.post("/snapshots", {"name": "none"})
    client = await tester.asking()
    await tester.post("/snapshots", {"name": "asked"})
    await tester.post("/phone/scan", {"person": "liming", "code": client.ticket["scan_id"]})
    poll = await waiting(client, "scanned")
    await tester.post("/snapshots/asked/restore")
    assert (await poll).json()["state"] == "waiting"
    await tester.server.manual.advance(2)
    poll = await waiting(client)
    await tester.post("/snapshots/none/restore")
    assert code(await poll) == "ticket_unknown"


@pytest.mark.parametrize("place", ["memory"], indirect=True)
async def test_whatever_takes_a_ticket_away_tells_whoever_waits_for_it(tester: AtDoor) -> None:
    """QR-02: each by itself, and not because the journal has news at the same time."""
    await tester.post("/snapshots", {"name": "here"})
    services = tester.services
    resets, people, clock = services.resets, services.people, steered(services)

    async def restore() -> None:
        tester_acts.snapshots_of(services).restore("here")

    async def remove() -> None:
        people.remove_person(tester_acts.person_id_of(services, "wangfang"))

    deeds: tuple[Callable[[], Awaitable[object]], ...] = (
        restore,
        lambda: resets.account(1, Secret("Neues@2026")),
        remove,
        lambda: world.lay_anew(services, clock, read_world(), None),
    )
    for deed in deeds:
        waiter = asyncio.create_task(services.news.wait(services.news.mark(), 25))
        await settle()
        assert not waiter.done()
        await deed()
        assert await asyncio.wait_for(waiter, 10)


@pytest.mark.sql
async def test_a_guess_under_way_is_not_settled_in_what_was_restored(tester: AtDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    """LCK-11: its reservation is gone, so nobody is let in for it, however right it was."""
    await tester.post("/snapshots", {"name": "before"})
    before, compared, restored = tester.dump(), threading.Event(), threading.Event()

    def slowly(phc: str, password: Secret) -> bool:
        compared.set()
        return restored.wait(30)

    monkeypatch.setattr(passwords, "matches", slowly)
    guess = asyncio.create_task(tester.caller().login())
    while not compared.is_set():
        await settle()
    assert tester.dump()["guess_counters"] != before["guess_counters"]
    await tester.post("/snapshots/before/restore")
    restored.set()
    assert code(await guess) == "busy"
    assert tester.dump()["sessions"] == []


async def test_snapshots_are_named_few_and_removable(tester: AtDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "MOST", 2)
    for name in ("a", "b", "a"):
        await tester.post("/snapshots", {"name": name})
    assert code(await tester.ask("POST", "/snapshots", {"name": "c"})) == RefusalCode.too_many
    await tester.delete("/snapshots/a")
    for method, path in (("DELETE", "/snapshots/a"), ("POST", "/snapshots/a/restore"), ("POST", "/snapshots/%00/restore")):
        assert (await tester.ask(method, path)).status_code == 404
    for name in ("", "a/b", "ä", "a" * 41, "-a", "a\n"):
        reply = await tester.ask("POST", "/snapshots", {"name": name})
        assert (reply.status_code, code(reply)) == (422, "malformed")
    assert [kept["name"] for kept in (await tester.get("/snapshots"))["snapshots"]] == ["b"]


async def test_a_snapshot_of_another_version_is_refused(tester: AtDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    await tester.post("/snapshots", {"name": "old"})
    before = tester.dump()
    monkeypatch.setattr(rows, "revision", lambda connection: "9999")
    reply = await tester.ask("POST", "/snapshots/old/restore")
    assert (reply.status_code, reply.json()["detail"]) == (422, "kept by another version")
    assert tester.dump() == before


async def test_a_switched_phase_comes_back_with_a_snapshot_and_goes_with_a_reset(tester: AtDoor) -> None:
    """VER-03: what the world began with stands again, as after every reset."""
    assert (await tester.put("/phase", {"phase": "phase-2"}))["phase"] == "phase-2"
    await tester.post("/snapshots", {"name": "switched"})
    assert (await tester.post("/reset"))["phase"] == "phase-1"
    await tester.post("/snapshots/switched/restore")
    assert tester.services.phase is Phase.phase_2
    assert (await tester.post("/worlds", {"name": "second", "phase": "phase-2"}))["phase"] == "phase-2"
    second = AtDoor(tester.server, "second")
    await second.put("/phase", {"phase": "phase-1"})
    assert (await second.post("/reset"))["phase"] == "phase-2"
