"""Worlds that don't meet, on one server and on two that share a database; snapshots that hold all there is (CON-2, WEB-4)."""

import asyncio
import logging
import random
import threading
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from etax_client.domain.filing.annexes.annexes import Annex, AnnexLine, LineChange
from etax_client.domain.filing.imports import SentLine
from etax_client.domain.filing.income import Item, ReturnKind
from etax_client.domain.filing.taxes.payments import Method
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.withholding.months import Month
from etax_client.server.services.filing.importing.incomes import IncomeTarget
from etax_client.server.store.tables import basic_choices
from etax_client.server.world.world_file import read_world
from etax_client.wire import paths
from tests.server.bureau.attempting import comer
from tests.server.control.testers import BEARER, TOKEN, AtDoor, at_the_door
from tests.server.filing.books import OCTOBER, books
from tests.server.others import NO_TLS, OtherServer
from tests.server.running import PASSWORD, UNSHRUNK, WRONG, Json, Running, code
from tests.server.sessions.qr import waiting

Other = Callable[..., OtherServer]
Deed = Callable[[AtDoor, random.Random], Awaitable[None]]
PEOPLE = len(read_world().people)
TOML = """
account_password = "Seat@2026"
declaration_password = "Seat2026a"
[[people]]
name = "座位"
document_type = "resident_id"
document_number = "440199198805120030"
login_name = "liming"
"""


async def seats(tester: AtDoor) -> tuple[AtDoor, AtDoor]:
    """Two worlds beside the main one."""
    for name in ("seat-1", "seat-2"):
        await tester.post("/worlds", {"name": name})
    return AtDoor(tester.server, "seat-1"), AtDoor(tester.server, "seat-2")


@pytest.mark.sql
async def test_two_worlds_do_not_meet(tester: AtDoor, caplog: pytest.LogCaptureFixture) -> None:
    """The same login names, yet nothing of one is known in another: session, lock, captcha, ticket, clock, fault, message, snapshot."""
    one, two = await seats(tester)
    main, untouched = tester.dump(), two.dump()
    caplog.set_level(logging.INFO, logger="etax_client.audit")
    await one.post("/lock", {"account": "wangfang"})
    assert "control verb=lock world=seat-1 person=2" in caplog.text
    await one.post("/clock", {"advance": 3600, "rate": 0})
    caller, client = await one.signed_in(), await one.asking()
    await one.post("/faults", {"scenario": "status=503", "path": paths.UNITS})
    await one.post("/snapshots", {"name": "mine"})
    await one.caller("same").http.post(paths.CAPTCHAS, json={"purpose": "login"})
    await one.delete("/people/chenjing")
    ticket = await one.post("/phone/scan", {"person": "liming", "code": client.ticket["scan_id"]})
    await one.post("/phone/confirm", ticket_of(ticket))
    for other in (tester, two):
        token = caller.http.headers["Authorization"]
        assert (await other.caller().http.get(paths.UNITS, headers={"Authorization": token})).status_code == 401
        assert (await other.caller().http.get(paths.QR_TICKET, headers=client.headers)).status_code == 404
        assert code(await other.ask("POST", "/phone/scan", {"person": "1", "code": client.ticket["scan_id"]})) == "ticket_unknown"
        assert (await other.ask("GET", "/captchas/latest", client="same")).status_code == 404
        for path, kind in (("/inbox", "messages"), ("/tickets", "tickets"), ("/sessions", "sessions"), ("/snapshots", "snapshots")):
            assert (await other.get(path))[kind] == []
        assert other.services.clock.now() == tester.server.clock.now() != one.services.clock.now()
        assert (await (await other.signed_in("wangfang")).get(paths.UNITS)).status_code == 200
    assert (await client.redeem()).status_code == 201
    await one.post("/world", {"toml": TOML})
    assert [person["name"] for person in (await one.get("/people"))["people"]] == ["座位"]
    await one.signed_in("liming", "Seat@2026")
    for other, before in ((tester, main), (two, untouched)):
        assert other.dump()["persons"] == before["persons"]
        await other.signed_in("liming", PASSWORD)


def ticket_of(ticket: Json) -> Json:
    return {"ticket_id": ticket["ticket_id"]}


@pytest.mark.sql
async def test_a_world_of_ones_own_policy_and_source_is_reset_to_them(tester: AtDoor) -> None:
    await tester.post("/worlds", {"name": "bj", "policy": "beijing", "phase": "phase-2", "toml": TOML})
    bj = AtDoor(tester.server, "bj")
    await bj.post("/people", {"name": "x", "document_type": "cn_passport", "document_number": "E00000001"})
    told = await bj.post("/reset")
    assert (told["name"], told["policy"], told["phase"]) == ("bj", "beijing", "phase-2")
    assert {"world_policy", "world_phase", "world_source"} <= {key for key, _ in bj.dump()["meta"]}, "for the next server too"
    assert [person["name"] for person in (await bj.get("/people"))["people"]] == ["座位"]
    await bj.post("/world", {"toml": None})
    assert len((await bj.get("/people"))["people"]) == PEOPLE, "as the main one began"
    assert (await bj.caller().get(paths.INFO)).json()["policy"] == "beijing"


async def test_tests_in_parallel_worlds_do_not_meet(tester: AtDoor) -> None:
    """Four at once, each on its own clock and lock."""

    async def one(number: int) -> None:
        await tester.post("/worlds", {"name": f"t-{number}"})
        mine = AtDoor(tester.server, f"t-{number}")
        caller = mine.caller()
        assert code(await caller.login("liming", WRONG)) == "wrong_credentials"
        for _ in range(4):
            picture = (await caller.http.post(paths.CAPTCHAS, json={"purpose": "login"})).json()
            answer = (await mine.get(f"/captchas/{picture['captcha_id']}"))["answer"]
            reply = await caller.login("liming", WRONG, {"captcha_id": picture["captcha_id"], "answer": answer})
        assert reply.json()["retry_after"] == 7200
        await mine.advance(7200 - number)
        assert (await mine.get("/people/liming"))["guessing"]["locked_seconds"] == (number or None)

    await asyncio.gather(*(one(number) for number in range(4)))


# --- two servers


def at(server: OtherServer, method: str, path: str, body: Json | None = None) -> Json:
    reply = server.http.request(method, path, json=body, headers=BEARER)
    assert reply.is_success, reply.text
    found: Json = reply.json() if reply.content else {}
    return found


def test_what_one_server_steers_the_other_shows(other: Other, tmp_path: Path) -> None:
    """CON-2: worlds, their clocks, resets and snapshots, over one file; a client that waits at the other server is told at once."""
    database = tmp_path / "etax.sqlite3"
    one, two = (other(database, control=TOKEN.reveal()) for _ in range(2))
    at(one, "POST", "/control/worlds", {"name": "seat"})
    door = "/w/seat/control"
    assert [world["name"] for world in at(two, "GET", "/control/worlds")["worlds"]] == ["", "seat"]
    assert len(at(two, "GET", f"{door}/people")["people"]) == PEOPLE
    frozen = at(one, "POST", f"{door}/clock", {"set": "2030-01-01T00:00:00Z", "rate": 0})
    assert at(two, "GET", f"{door}/clock") == frozen
    at(two, "POST", f"{door}/lock", {"account": "liming"})
    assert at(one, "GET", f"{door}/people/liming")["guessing"]["locked_seconds"] == 7200
    at(one, "POST", f"{door}/snapshots", {"name": "locked"})
    at(two, "POST", f"{door}/world", {"toml": TOML})
    assert len(at(one, "GET", f"{door}/people")["people"]) == 1
    assert at(one, "GET", f"{door}/clock")["rate"] == 1
    at(two, "POST", f"{door}/snapshots/locked/restore")
    assert at(one, "GET", f"{door}/clock") == frozen
    assert at(one, "GET", f"{door}/people/liming")["guessing"]["locked_seconds"] == 7200

    ticket = one.http.post("/w/seat" + paths.QR_TICKETS, json={"device": "desk"}).json()
    polled: list[httpx.Response] = []

    def poll() -> None:
        with httpx.Client(base_url=one.url, trust_env=False, verify=NO_TLS, timeout=60) as http:
            query = {"seen": "waiting", "wait": "25"}
            polled.append(http.get(f"/w/seat{paths.QR_TICKET}", params=query, headers={"Authorization": f"Bearer {ticket['poll_secret']}"}))

    waiter = threading.Thread(target=poll)
    waiter.start()
    held = at(two, "POST", f"{door}/phone/scan", {"person": "wangfang", "code": ticket["scan_id"]})
    waiter.join(20)
    assert not waiter.is_alive()
    assert polled[0].json()["state"] == "scanned"
    assert at(one, "GET", f"{door}/tickets")["tickets"][0]["ticket_id"] == held["ticket_id"]
    at(one, "POST", f"{door}/reset")
    assert at(two, "GET", f"{door}/tickets") == {"tickets": []}
    at(one, "DELETE", "/control/worlds/seat")
    assert two.http.get(f"{door}/clock", headers=BEARER).status_code == 404


# --- snapshots


async def log_in(tester: AtDoor, draw: random.Random) -> None:
    await tester.caller(draw.choice(["a", "b"])).login(draw.choice(["liming", "wangfang", "nobody"]), draw.choice([PASSWORD, WRONG]))


async def draw_captcha(tester: AtDoor, draw: random.Random) -> None:
    await tester.caller().http.post(paths.CAPTCHAS, json={"purpose": draw.choice(["login", "unit_verification"])})


async def go_on(tester: AtDoor, draw: random.Random) -> None:
    await tester.post("/clock", {"advance": draw.randint(0, 4000), "rate": draw.randint(0, 3)})


async def verify(tester: AtDoor, draw: random.Random) -> None:
    caller = tester.caller()
    if (await caller.login("chenjing")).status_code == 201:
        await caller.sign_in("chenjing")
        await caller.verify(1, draw.choice(["Unit2026a", WRONG]))


async def scan(tester: AtDoor, draw: random.Random) -> None:
    client = await tester.asking(draw.choice(["desk", "前台"]))
    await tester.ask("POST", "/phone/scan", {"person": draw.choice(["liming", "sunlei", "2"]), "code": client.ticket["scan_id"]})
    for ticket in (await tester.get("/tickets"))["tickets"][: draw.randint(0, 2)]:
        verb = draw.choice(["confirm", "refuse", "wrong-number"])
        await tester.ask("POST", f"/phone/{verb}", ticket_of(ticket))
    await client.redeem()


async def change(tester: AtDoor, draw: random.Random) -> None:
    name = f"p{draw.randint(0, 3)}"
    person = {
        "name": name,
        "document_type": "cn_passport",
        "document_number": f"E0000001{name[1]}",
        "login_name": name,
        "locked": draw.random() < 0.5,
    }
    await tester.ask("POST", "/people", person)
    await tester.ask("DELETE", f"/people/{draw.choice(['p0', 'p1', 'jsmith', 'liming'])}")
    await tester.ask("PUT", f"/people/{draw.randint(1, 9)}/face", {"outcome": draw.choice(["pass", "unreachable"])})
    await tester.ask("DELETE", f"/units/{draw.randint(1, 9)}")


async def lock(tester: AtDoor, draw: random.Random) -> None:
    verb = draw.choice(["/lock", "/unlock"])
    await tester.ask("POST", verb, draw.choice([{"account": "liming"}, {"account": "nobody"}, {"unit": "1"}]))


async def break_something(tester: AtDoor, draw: random.Random) -> None:
    await tester.ask("POST", "/faults", {"scenario": "status=503", "path": "/api/nowhere", "count": draw.randint(1, 3)})


async def begin_anew(tester: AtDoor, draw: random.Random) -> None:
    await tester.post("/world", {"toml": draw.choice([None, TOML])})


DEEDS = (log_in, draw_captcha, go_on, verify, scan, change, lock, break_something, begin_anew)
deeds = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 2**32)), max_size=8)


@pytest.mark.sql
@settings(max_examples=20, phases=UNSHRUNK)
@given(deeds, deeds)
def test_whatever_was_done_is_kept_and_whatever_is_done_later_is_gone(
    before: list[tuple[Deed, int]], after: list[tuple[Deed, int]]
) -> None:
    """Restored, the world holds row for row what it held, shows the same time if it was steered, and the same snapshot can be taken."""

    async def there_and_back() -> None:
        async with at_the_door() as tester:
            for deed, seed in before:
                await deed(tester, random.Random(seed))
            shown, clock = await tester.get("/people"), tester.services.clock.now()
            await tester.post("/snapshots", {"name": "kept"})
            held, content = tester.dump(), tester.kept("kept")
            for deed, seed in after:
                await deed(tester, random.Random(seed))
            await tester.post("/snapshots/kept/restore")
            assert tester.dump() == held
            await tester.post("/snapshots", {"name": "again"})
            assert tester.kept("again") == content
            assert (await tester.get("/people"), tester.services.clock.now()) == (shown, clock)
            await tester.post("/people", {"name": "x", "document_type": "cn_passport", "document_number": "E00000002"})

    asyncio.run(there_and_back())


async def filled_with_the_rest(tester: AtDoor) -> None:
    """A recovery that waits for a code and a face, a hall code, a SIM card, a slider, a session at the bureau, a certificate with a
    challenge, an answer by key.
    """
    inside = comer(tester.services)
    assert isinstance(inside.second(await inside.at_code()), LoggedIn)
    http = tester.caller().http
    flow = (await http.post(paths.RECOVERIES)).json()["flow"]
    headers = {"Authorization": f"Bearer {flow}"}
    li = {"document_type": "resident_id", "number": "440199198805120030", "name": "李明"}
    assert (await http.post(paths.RECOVERY_IDENTITY, json=li, headers=headers)).is_success
    assert (await http.post(paths.RECOVERY_SMS_CODE, headers=headers)).is_success
    assert (await http.post(paths.RECOVERY_FACE, headers=headers)).is_success
    assert (await http.post(paths.PHONE_SIMS, json={"mobile": "13900000001"})).is_success
    assert (await http.get("/bureau/login/person")).is_success
    await tester.post(
        "/hall-codes", {"document_type": "foreign_passport", "number": "AB1234567", "name": "MARY JONES", "nationality": "GB"}
    )
    caller = await tester.signed_in("wangfang")
    [unit_id, *_] = await caller.unit_ids()
    await tester.post(f"/units/{unit_id}/certificates", {})
    assert (await caller.http.post(paths.unit_challenges(unit_id))).is_success
    keyed = {paths.KEY_HEADER: "one-act-once-and-for-all"}
    assert (await caller.http.post(paths.declaration_password_code(unit_id), headers=keyed)).is_success
    await a_month_of(tester.server, unit_id)


async def a_month_of(server: Running, unit_id: int) -> None:
    """A month of a unit that is declared with an annex and to be paid, a choice for the year, and lines of a spreadsheet that wait."""
    ours = await books(server, "wangfang", unit_id)
    [one] = ours.hire("employee", takes_basic_deduction="no")
    ours.fill(one, 30_000, health_insurance=200)
    await ours.calculate()
    insured = {"document": "110101202600000001", "day": "2026-01-01"}
    line = AnnexLine(one, Item.wages, insured, {"monthly": Decimal(200), "amount": Decimal(200)})
    ours.filing.annexes.save(ours.session, ours.unit, OCTOBER, ReturnKind.residents, Annex.health_insurance, [LineChange(line, 0)])
    ours.send()
    month = ours.month()
    ours.filing.payments.order(ours.session, ours.unit, OCTOBER, month.kind, Method.voucher, month.unpaid, month.late_fee)
    with server.services.store.write() as connection:
        connection.execute(insert(basic_choices).values(unit_id=ours.unit, year=2026, payee_id=one, at_once=0))
    target = IncomeTarget(ours.filing.incomes, Item.wages, Month(2026, 9))
    begun = ours.filing.imports.begin(ours.session, ours.unit, target)
    ours.filing.imports.send(ours.session, ours.unit, begun, target, [SentLine(2, {"income": "1"})])


@pytest.mark.sql
async def test_a_snapshot_goes_from_hand_to_hand(tester: AtDoor) -> None:
    """The same deeds on PostgreSQL as in memory: what is kept is restored, numbers go on, whoever waits is told."""
    draw = random.Random(7)
    for deed in (*DEEDS[:-1], *DEEDS[:-1]):
        await deed(tester, draw)
    await tester.caller().login("nobody", WRONG)
    caller, client = await tester.signed_in("wangfang"), await tester.asking()
    [unit_id, *_] = await caller.unit_ids()
    await tester.post("/unlock", {"unit": str(unit_id)})
    assert (await caller.verify(unit_id)).status_code == 200
    await tester.post("/phone/confirm", ticket_of(await tester.post("/phone/scan", {"person": "2", "code": client.ticket["scan_id"]})))
    await client.redeem()
    await tester.caller("").http.get("/control/clock")
    await filled_with_the_rest(tester)
    await tester.post("/snapshots", {"name": "kept"})
    held = tester.dump()
    assert [table for table in held if not held[table]] == [], "every kind of row"
    client = await tester.asking()
    poll = await waiting(client)
    await begin_anew(tester, draw)
    assert code(await poll) == "ticket_unknown"
    await tester.post("/snapshots/kept/restore")
    assert tester.dump() == held
    for deed in DEEDS[:-1]:
        await deed(tester, draw)
    assert tester.dump() != held


@pytest.mark.parametrize("place", ["file", "postgresql"], indirect=True)
async def test_a_world_that_is_made_anew_is_the_new_one_everywhere(place: str) -> None:
    """CON-2: a server that had the old one open goes over to the new one, and to none when there is none."""
    async with at_the_door(database=place) as here, at_the_door(database=place) as there:
        await here.post("/worlds", {"name": "seat"})
        for toml, names in ((TOML, ["座位"]), (None, PEOPLE)):
            assert len((await AtDoor(there.server, "seat").get("/people"))["people"]) in (1, PEOPLE)
            await here.delete("/worlds/seat")
            await here.post("/worlds", {"name": "seat", "toml": toml})
            people = [person["name"] for person in (await AtDoor(there.server, "seat").get("/people"))["people"]]
            assert names in (people, len(people))
        await here.delete("/worlds/seat")
        assert (await AtDoor(there.server, "seat").ask("GET", "/people")).status_code == 404
