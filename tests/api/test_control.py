"""The door's client: every verb that the door has, typed, with the refusals as they are meant (WEB-4)."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from litestar.routes import HTTPRoute

from etax_client.api.carrier import Garbled, Reply, Unreachable, Why
from etax_client.api.control import Control
from etax_client.api.control_door import Turned
from etax_client.api.http import HttpCarrier
from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.domain.guessing.captcha import CaptchaPurpose
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.hall import HallCodeState, Paper
from etax_client.domain.policies import Phase
from etax_client.domain.refusals import EndReason, RefusalCode
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import RefusedBecause, TicketState
from etax_client.domain.testing.tester_views import Guessing
from etax_client.domain.units.units import Filing
from etax_client.server import tester_door
from etax_client.server.control.door import digest
from etax_client.server.settings import ServerSettings
from etax_client.server.world.world_file import read_world
from etax_client.wire import paths
from tests.api.door_calls import CALLS, FIRST, MARY, NEW, WORLD
from tests.api.scripted import Scripted
from tests.server.control.testers import TOKEN, AtDoor, at_the_door
from tests.server.running import HOST, WRONG

PEOPLE = len(read_world().people)
PAGE = re.compile(r"^/page(/|$)|\.(css|js|svg)$")


@pytest.fixture
async def tester() -> AsyncIterator[AtDoor]:
    async with at_the_door() as one:
        yield one


@pytest.fixture
async def control(tester: AtDoor) -> AsyncIterator[Control]:
    carrier = HttpCarrier(HOST, transport=tester.server.transport)
    yield Control(carrier, TOKEN)
    await carrier.close()


async def turned(request: Awaitable[object]) -> Turned:
    with pytest.raises(Turned) as caught:
        await request
    return caught.value


async def asked_by(call: Callable[[Control], Awaitable[object]], world: str = "") -> tuple[str, str]:
    carrier = Scripted(Unreachable(Why.refused, sent=False))
    with pytest.raises(Unreachable):
        await call(Control(carrier, TOKEN, world))
    [asked] = carrier.asked
    return asked.method, asked.path


# --- the whole door


def test_every_verb_has_its_function_and_its_test() -> None:
    verbs = {name for name in dir(Control) if not name.startswith("_")}
    assert verbs - {"steer_clock"} == CALLS.keys(), "steer_clock is what three of them are made of"


async def test_the_door_has_no_verb_that_the_client_has_not() -> None:
    """One face of the door must not know less than another."""
    found = tester_door.create_app(ServerSettings(control=digest(TOKEN))).routes
    routes = {
        (method, re.compile("/control" + re.sub(r"\{[^}]*\}", "[^/]+", route.path) + "$"))
        for route in found
        if isinstance(route, HTTPRoute) and not PAGE.search(route.path) and not {"/openapi.json", "/"} & {route.path}
        for method in route.methods - {"OPTIONS"}
        if "path:str" not in route.path
    }
    asked = [await asked_by(call) for call in (*CALLS.values(), lambda control: control.clear_faults(3))]
    assert {(method, shape.pattern) for method, shape in routes if not any(method == m and shape.match(p) for m, p in asked)} == set()
    assert [one for one in asked if not any(one[0] == method and shape.match(one[1]) for method, shape in routes)] == []


async def test_a_world_stands_in_front_of_every_address() -> None:
    for call in CALLS.values():
        _, path = await asked_by(call, "seat-3")
        assert path.startswith("/w/seat-3/control/")


NAMED = ("person", "unit", "remove_person", "remove_unit", "remove_world", "restore_snapshot", "delete_snapshot", "captcha", "face")


@given(st.sampled_from(NAMED), st.text(min_size=1, max_size=20).filter(lambda text: text.strip(".")))
@example("remove_person", "../units/1")
@example("delete_snapshot", "a/restore?x=1#y")
@example("person", "1%2F..%2Fx")
def test_a_name_stays_one_part_of_an_address(verb: str, name: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:
        return
    _, usual = asyncio.run(asked_by(lambda control: getattr(control, verb)("x")))
    _, path = asyncio.run(asked_by(lambda control: getattr(control, verb)(name)))
    assert path.count("/") == usual.count("/")
    assert not set("?#") & set(path)


# --- by kind of thing


async def test_clock(control: Control, tester: AtDoor) -> None:
    shown = await control.clock()
    assert (shown.now, shown.rate) == (tester.server.clock.now(), 1)
    assert (await control.advance(timedelta(hours=2))).now == shown.now + timedelta(hours=2)
    moment = datetime(2027, 1, 1, 9, tzinfo=UTC)
    assert (await control.set_clock(moment)).now == moment
    assert (await control.set_speed(0)).rate == 0
    assert (await control.release_clock()).now == shown.now
    refused = await turned(control.set_clock(datetime(2027, 1, 1)))  # noqa: DTZ001
    assert (refused.refused.code, refused.refused.field) == (RefusalCode.malformed, "set")


async def test_worlds_and_snapshots(control: Control, tester: AtDoor) -> None:
    made = await control.make_world("seat-3", WORLD, policy="beijing", phase=Phase.phase_2)
    assert (made.name, made.policy, made.phase) == ("seat-3", "beijing", Phase.phase_2)
    assert [world.name for world in await control.worlds()] == ["", "seat-3"]
    carrier = HttpCarrier(HOST, transport=tester.server.transport)
    there = Control(carrier, TOKEN, "seat-3")
    assert (await there.people(), len(await control.people())) == ((), PEOPLE)
    await control.remove_world("seat-3")
    assert (await turned(there.people())).refused.code is RefusalCode.not_found
    await carrier.close()
    assert (await turned(control.remove_world("seat-3"))).refused.code is RefusalCode.not_found

    assert (await control.set_phase(Phase.phase_2)).phase is Phase.phase_2
    assert (await control.worlds())[0].phase is Phase.phase_2

    kept = await control.save_snapshot("before")
    assert await control.snapshots() == (kept,)
    await control.load_world(WORLD)
    assert await control.people() == ()
    await control.restore_snapshot("before")
    assert len(await control.people()) == PEOPLE
    await control.delete_snapshot("before")
    assert await control.snapshots() == ()
    await control.load_world(WORLD)
    await control.load_world()
    assert len(await control.people()) == PEOPLE
    await control.remove_person("liming")
    await control.reset()
    assert (await control.person("liming")).name == "李明"


async def test_a_world_that_is_wrong_is_told_with_its_line(control: Control) -> None:
    refused = await turned(control.load_world(WORLD + "[[people]]\nname = 1\n"))
    assert (refused.refused.code, refused.refused.field) == (RefusalCode.malformed, "toml")
    assert refused.detail is not None
    assert re.match(r"line [34]: ", refused.detail)
    assert "POST /world" in str(refused)
    assert refused.detail in str(refused)


async def test_people(control: Control, tester: AtDoor) -> None:
    one, other = await control.people(limit=2)
    assert (one.name, one.login_name, one.filing[:1]) == ("李明", "liming", (FIRST,))
    assert [person.person_id for person in await control.people(after=other.person_id, limit=1)] == [3]
    made = await control.add_person(
        "吴新", DocumentType.foreign_passport, "P7654321", login_name="wuxin", password=Secret("Neues@2026"), lists=[FIRST], filing=[FIRST]
    )
    assert (made.lists, made.filing) == ((FIRST,), (FIRST,))
    assert await control.person("wuxin") == made
    assert (await tester.caller().login("wuxin", "Neues@2026")).status_code == 201
    await control.set_password("wuxin", Secret("Anders@2026"))
    assert (await tester.caller().login("wuxin", "Anders@2026")).status_code == 201
    await control.remove_person("wuxin")
    assert (await turned(control.person("wuxin"))).refused.code is RefusalCode.not_found
    twice = await turned(control.add_person("李明", DocumentType.foreign_passport, "P8765432", login_name="liming"))
    assert (twice.refused.code, twice.refused.field) == (RefusalCode.malformed, "login_name")


async def test_units(control: Control, tester: AtDoor) -> None:
    assert [unit.unit_id for unit in await control.units(after=1, limit=2)] == [2, 3]
    made = await control.add_unit(NEW, "新厂", income_filing=Filing.pending, declaration_password=Secret("Neues2026a"))
    assert (made.name, made.income_filing) == ("新厂", Filing.pending)
    assert await control.unit(NEW) == made
    await control.set_declaration_password(FIRST, Secret("Anders2026a"))
    assert (await (await tester.signed_in()).verify(1, "Anders2026a")).status_code == 200
    await control.remove_unit(NEW)
    assert (await turned(control.unit(NEW))).refused.code is RefusalCode.not_found


async def test_locks(control: Control, tester: AtDoor) -> None:
    """LCK-10, LOG-06, LOG-08."""
    locked = await control.lock_account("liming")
    assert (locked.person_id, locked.unit_id, locked.guessing.locked_seconds) == (1, None, 7200)
    assert (await tester.caller().login()).status_code == 423
    assert (await control.unlock_account("13800000001")).guessing == Guessing(0, None)
    assert (await tester.caller().login()).status_code == 201
    assert (await control.lock_unit(FIRST)).unit_id == 1
    assert (await control.unit("1")).guessing.locked_seconds == 7200
    assert (await control.unlock_unit("1")).guessing == Guessing(0, None)
    nobodys = await control.lock_account("nobody")
    assert (nobodys.person_id, nobodys.unit_id) == (None, None)


async def test_sessions_and_faces(control: Control, tester: AtDoor) -> None:
    """SES-03, REG-03."""
    someone = await tester.signed_in()
    [session] = await control.sessions()
    assert (session.name, session.login_name, session.idle_seconds) == ("李明", "liming", 1800)
    await control.end_session(session.session_id, EndReason.replaced)
    assert (await someone.get(paths.SESSION)).json()["ended"] == "replaced"
    assert (await turned(control.end_session(session.session_id, EndReason.logged_out))).refused.field == "reason"
    assert await control.face("liming") is FaceOutcome.passed
    assert await control.set_face("liming", FaceOutcome.other_person) is FaceOutcome.other_person
    assert await control.face("1") is FaceOutcome.other_person


async def test_captchas(control: Control, tester: AtDoor) -> None:
    """CAP-03."""
    mine = tester.caller("mine")
    drawn = (await mine.http.post(paths.CAPTCHAS, json={"purpose": "login"})).json()
    seen = await control.captcha(drawn["captcha_id"])
    assert (seen.purpose, seen.seconds) == (CaptchaPurpose.login, 300)
    assert await control.latest_captcha() == await control.latest_captcha("mine", CaptchaPurpose.login) == seen
    assert (await turned(control.latest_captcha("other"))).refused.code is RefusalCode.not_found
    assert (await turned(control.latest_captcha(purpose=CaptchaPurpose.unit_verification))).refused.code is RefusalCode.not_found


async def test_phone_and_inbox(control: Control, tester: AtDoor) -> None:
    """QR-04, QR-05: by ticket, by short code, by what the QR code says; the message of the login comes in."""
    client = await tester.asking()
    [ticket] = await control.tickets()
    held = await control.scan("liming", ticket_id=ticket.ticket_id)
    assert (held.state, ticket.number in held.numbers) == (TicketState.scanned, True)
    assert (await control.confirm(held.ticket_id)).state is TicketState.confirmed
    assert (await client.redeem()).status_code == 201
    [message] = await control.inbox()
    assert await control.inbox("liming", limit=1) == await control.inbox(address="13800000001") == (message,)
    assert await control.inbox("wangfang") == ()
    assert "desk-3" in message.en
    assert (await turned(control.inbox("nobody"))).refused.field == "person"

    for code, decide, because in (
        ("short_code", control.refuse, RefusedBecause.person),
        ("scan_id", control.wrong_number, RefusedBecause.wrong_number),
    ):
        asking = await tester.asking()
        held = await control.scan("liming", code=Secret(asking.ticket[code]))
        assert (await decide(held.ticket_id)).because is because
    asking = await tester.asking()
    held = await control.scan("liming", code=Secret(asking.ticket["short_code"]))
    [alive] = await control.tickets()
    wrong = next(number for number in held.numbers if number != alive.number)
    assert (await control.confirm(held.ticket_id, wrong)).because is RefusedBecause.wrong_number


async def test_faults(control: Control, tester: AtDoor) -> None:
    made = await control.add_fault("status=503", method="GET", path="/api/info", percent=100, count=1)
    assert (await control.faults(), made.left) == ((made,), 1)
    assert (await tester.caller().get(paths.INFO)).status_code == 503
    [left] = await control.faults()
    assert left.left == 0
    await control.clear_faults(made.id)
    await control.add_fault("delay=1")
    await control.clear_faults()
    assert await control.faults() == ()
    refused = await turned(control.add_fault("status=200"))
    assert (refused.refused.field, refused.detail) == ("scenario", "status is a whole number from 400 to 599")


async def test_journal(control: Control, tester: AtDoor) -> None:
    await tester.caller().login("liming", WRONG)
    await tester.signed_in("wangfang")
    view = await control.journal(path=paths.SESSIONS)
    assert [(row.decided, {*row.why}) for row in view.rows] == [("wrong_credentials", {"zh", "en"}), ("admitted", {"zh", "en"})]
    assert (await control.journal(after=view.rows[0].id, limit=1)).rows == view.rows[1:]
    assert (await control.journal(person="wangfang", path=paths.SESSIONS)).rows == view.rows[1:]
    assert (await control.journal(decided="wrong_credentials")).rows == view.rows[:1]
    assert (await control.journal(rule=view.rows[0].rule, path=paths.SESSIONS, limit=1)).rows[0].rule == view.rows[0].rule
    waiting = asyncio.create_task(control.journal(after=view.last, wait=25, decided="captcha"))
    await tester.caller().http.post(paths.CAPTCHAS, json={"purpose": "login"})
    assert [row.decided for row in (await waiting).rows] == ["captcha"]


async def test_a_long_poll_is_given_the_patience_that_it_needs() -> None:
    carrier = Scripted(Unreachable(Why.timeout, sent=True))
    with pytest.raises(Unreachable):
        await Control(carrier, TOKEN).journal(wait=25)
    assert carrier.asked[0].patience == 35


# --- who may


async def test_a_wrong_token_and_a_shut_door(tester: AtDoor) -> None:
    carrier = HttpCarrier(HOST, transport=tester.server.transport)
    refused = await turned(Control(carrier, Secret("guessed")).clock())
    assert (refused.refused.code, refused.refused.ended) == (RefusalCode.session_ended, EndReason.unknown)
    await carrier.close()


async def test_the_token_is_in_no_error(control: Control) -> None:
    """SEC-1."""
    for refused in (await turned(control.person("nobody")), await turned(control.set_password("nobody", Secret("canary")))):
        assert not re.search("canary|" + re.escape(TOKEN.reveal()), f"{refused!r} {refused} {refused.__dict__}")


def test_everything_that_is_no_refusal_is_an_accident() -> None:
    """TUI-3: Garbled, not a crash."""
    for reply in (
        Reply(200, "application/json", b'{"now": 1}'),
        Reply(200, "text/html", b"<html>"),
        Reply(404, "text/html", b"<html>"),
        Reply(500, "application/problem+json", b'{"detail": "\\u001b[2J"}'),
    ):
        with pytest.raises(Garbled):
            asyncio.run(_clock_of(reply))


async def _clock_of(reply: Reply) -> object:
    return await Control(Scripted(reply), TOKEN).clock()


async def test_the_hall(control: Control) -> None:
    """REG-02, REG-07."""
    slip = await control.issue_hall_code("440199199607260029")
    assert (slip.name, len(slip.code.reveal()), slip.expires_at - slip.issued_at) == ("周婷", 6, timedelta(days=7))
    new = await control.issue_hall_code(document_type=DocumentType.foreign_passport, number="AB7654321", name="PETER PAN", nationality="GB")
    assert (await control.person(str(PEOPLE + 1))).name == new.name == "PETER PAN"
    slips = await control.issue_hall_codes_by_proxy(FIRST, "liming", tuple(Paper)[:3], [MARY])
    assert [one.name for one in slips] == ["MARY JONES"]
    states = [(one.name, one.state) for one in await control.hall_codes()]
    assert states == [
        ("MARY JONES", HallCodeState.issued),
        ("PETER PAN", HallCodeState.issued),
        ("周婷", HallCodeState.issued),
        ("周婷", HallCodeState.replaced),
    ]
    assert len(await control.hall_codes("440199199607260029")) == 2
    registered = await turned(control.issue_hall_code("liming"))
    assert registered.refused.code is RefusalCode.already_registered
