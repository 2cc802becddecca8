"""Authorisations at the server: who may do what at which unit, and terms in the tax office's days (AUT, AUZ-1 to AUZ-3, DPW-01)."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from etax_client.clock import ManualClock
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.policies import Phase
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.units.authorisations import LAST_DAY, AuthorisationState, Term, TermFault, term_fault
from etax_client.domain.units.units import Permission, UnitPage, UnitQuery
from etax_client.server.store.tables import authorisations
from etax_client.wire import paths
from tests.server.identity.registering import inbox
from tests.server.running import Caller, Running, Start, code
from tests.server.units.authorising import (
    BEYOND,
    NEWCOMER,
    NUMBERS,
    OTHER,
    OWN,
    PEOPLE,
    TODAY,
    WITHIN,
    Act,
    Cast,
    cast,
    give,
    register,
    restore,
    run,
    session_of,
    verdict,
)

# --- role x action x unit


def see(one: Cast, role: str, unit: int) -> str:
    return verdict(one.service.detail(one.sessions[role], unit))


def add_oneself(one: Cast, role: str, unit: int) -> str:
    return one.add(role, unit, PEOPLE[role][1])


def end_own(one: Cast, role: str, unit: int) -> str:
    return one.end_mine(role, one.own.get(role, 0) if unit == OWN else 0)


def change_own(one: Cast, role: str, unit: int) -> str:
    return one.change(role, unit, one.own.get(role, one.guests[OTHER]))


def reset(one: Cast, role: str, unit: int) -> str:
    return verdict(one.server.services.declaration_passwords.begin(one.sessions[role], unit))


def send_a_code(one: Cast, role: str, unit: int) -> str:
    return verdict(one.server.services.declaration_passwords.send_code(one.sessions[role], unit))


ROLES = tuple(PEOPLE)
ACTS: dict[str, tuple[Act, str, str]] = {
    # act: at unit 1 for each of ROLES in turn, and at unit 6 for whoever runs that one
    "see the list": (see, "ok ok ok ok 404 404 404", "ok"),
    "add filing": (lambda one, role, unit: one.add(role, unit, NEWCOMER), "ok ok ok ok 404 404 404", "ok"),
    "add management": (
        lambda one, role, unit: one.add(role, unit, NEWCOMER, permission=Permission.management),
        "ok ok ok ok 404 404 404",
        "ok",
    ),
    "add beyond own term": (lambda one, role, unit: one.add(role, unit, NEWCOMER, BEYOND), "ok ok ok beyond 404 404 404", "ok"),
    "add without an end": (lambda one, role, unit: one.add(role, unit, NEWCOMER, Term(TODAY)), "ok ok ok beyond 404 404 404", "ok"),
    "add oneself": (add_oneself, "beyond beyond beyond beyond 404 404 404", "beyond"),
    "add who runs unit 1": (lambda one, role, unit: one.add(role, unit, "王芳"), "beyond has_one has_one has_one 404 404 404", "ok"),
    "add who has one there": (lambda one, role, unit: one.add(role, unit, "李明"), "has_one has_one has_one has_one 404 404 404", "ok"),
    "change": (lambda one, role, unit: one.change(role, unit, one.guests[unit]), "ok ok ok ok 404 404 404", "ok"),
    "change beyond own term": (
        lambda one, role, unit: one.change(role, unit, one.guests[unit], BEYOND),
        "ok ok ok beyond 404 404 404",
        "ok",
    ),
    "change a longer one": (lambda one, role, unit: one.change(role, unit, one.longer), "ok ok ok beyond 404 404 404", "gone"),
    "change a manager's": (lambda one, role, unit: one.change(role, unit, one.managers), "ok ok beyond beyond 404 404 404", "gone"),
    "change own": (change_own, "gone gone beyond beyond 404 404 404", "ok"),
    "change another unit's": (
        lambda one, role, unit: one.change(role, unit, one.guests[OTHER if unit == OWN else OWN]),
        "gone gone gone gone 404 404 404",
        "gone",
    ),
    "end": (lambda one, role, unit: one.end(role, unit, one.guests[unit]), "ok ok ok ok 404 404 404", "ok"),
    "end a longer one": (lambda one, role, unit: one.end(role, unit, one.longer), "ok ok ok beyond 404 404 404", "gone"),
    "end own": (end_own, "gone gone ok ok ok gone gone", "gone"),
    "end another's as if own": (lambda one, role, unit: one.end_mine(role, one.guests[unit]), "gone gone gone gone gone gone gone", "gone"),
    "reset declaration password": (reset, "ok no_mobile beyond beyond beyond 404 404", "ok"),
    "have a code sent for it": (send_a_code, "ok no_mobile beyond beyond beyond 404 404", "ok"),
}
OUTSIDE = {"end own": "gone", "end another's as if own": "gone"}
"""What is one's own is asked for without a unit; all else at a unit where one is nothing is 404."""
READING = ("see the list", "reset declaration password", "have a code sent for it")


async def test_aut_03_auz_1_auz_2_dpw_01_role_by_action_by_unit(server: Running) -> None:
    """Each act is done anew on the same register: what is refused changes nothing, what is granted does."""
    one = await cast(server)
    before = register(server)
    expected, found = {}, {}
    for act, (do, at_own, at_other) in ACTS.items():
        for place, role in enumerate(ROLES):
            expected[act, role, OWN] = at_own.split()[place].replace("has_one", "has one")
            expected[act, role, OTHER] = at_other if role == "person of another unit" else OUTSIDE.get(act, "404")
            for unit in (OWN, OTHER):
                got = found[act, role, unit] = do(one, role, unit)
                assert (register(server) != before) == (got == "ok" and act not in READING), (act, role, unit)
                restore(server, before)
    assert found == expected


async def test_dpw_01_a_reset_asks_again_who_may(server: Running) -> None:
    one = await cast(server)
    reset_it = server.services.declaration_passwords.reset
    for role, expected in zip(ROLES, ["void", "no_mobile", "beyond", "beyond", "beyond", "404", "404"], strict=True):
        got = verdict(await reset_it(one.sessions[role], OWN, Secret("Brandnew2026"), Secret("000000")))
        assert got in (expected, "code_void", "wrong_code") if expected == "void" else got == expected, role


async def test_auz_1_a_unit_that_there_is_not(server: Running) -> None:
    one = await cast(server)
    for unit in (0, 999, 2**53):
        assert {see(one, role, unit) for role in ROLES} == {"404"}
        assert {reset(one, role, unit) for role in ROLES} == {"404"}


@pytest.mark.sql
async def test_aut_01_who_sees_which_units(server: Running) -> None:
    one = await cast(server)
    give(server, "陈静", 3, Term(date(2026, 11, 21)), Permission.management)
    give(server, "陈静", 4, Term(date(2026, 10, 1), date(2026, 11, 19)), Permission.management)
    seen = {role: [unit.unit_id for unit in one.service.managed(session)] for role, session in one.sessions.items()}
    assert seen == dict(zip(ROLES, ([1, 2], [1], [1], [1], [], [], [6]), strict=True)), "not yet valid, and run out, are nothing"
    pages = [one.service.pages(one.sessions[role]) for role in ROLES]
    assert pages == [(True, False), (True, False), (True, True), (True, True), (False, True), (False, False), (True, False)]
    fang = one.sessions["legal representative"]
    assert [unit.unit_id for unit in one.service.managed(fang, name="核定")] == [2]
    assert [unit.unit_id for unit in one.service.managed(fang, taxpayer_id="0100k")] == [1]
    assert one.service.managed(fang, name="%") == ()


async def test_aut_03_management_does_not_touch_who_runs_the_unit(server: Running) -> None:
    """What the finance officer was given before is left alone by managers, even one's own term permitting."""
    one = await cast(server)
    run(server, "李明", OWN)
    for role in ("manager long-term", "manager fixed-term"):
        assert one.change(role, OWN, one.longer) == "beyond"
        assert one.end(role, OWN, one.longer) == "beyond"
    assert one.end("finance officer", OWN, one.longer) == "ok"


@pytest.mark.sql
async def test_aut_02_nobody_has_two_that_count(server: Running) -> None:
    one = await cast(server)
    old = give(server, NEWCOMER, OWN, Term(date(2026, 10, 1), date(2026, 10, 31)))
    assert one.add("legal representative", OWN, NEWCOMER, Term(date(2026, 12, 1))) == "ok", "the other has run out"
    assert one.add("legal representative", OWN, NEWCOMER) == "has one", "one that is not yet valid counts"
    assert one.change("legal representative", OWN, old, Term(TODAY, TODAY)) == "has one"


@pytest.mark.sql
async def test_aut_05_what_is_over_may_be_deleted_and_stays_in_the_register(server: Running) -> None:
    one = await cast(server)
    session, mine = one.sessions["clerk with filing"], one.own["clerk with filing"]
    forget = one.service.forget_mine
    assert verdict(forget(session, mine)) == "gone", "it still counts"
    assert one.end("finance officer", OWN, mine) == "ok"
    assert [each.state for each in one.service.mine(session) if each.authorisation_id == mine] == [AuthorisationState.ended]
    assert verdict(forget(one.sessions["manager long-term"], mine)) == "gone", "it is another's"
    assert verdict(forget(session, mine)) == "ok"
    assert mine not in [each.authorisation_id for each in one.service.mine(session)]
    assert verdict(forget(session, mine)) == "gone"
    assert next(row for row in register(server) if row.id == mine).hidden == 1
    assert one.add("legal representative", OWN, "李明") == "ok", "authorised anew"


@pytest.mark.sql
async def test_aut_02_guessing_who_is_registered_is_cut_off(server: Running) -> None:
    """Twenty wrong ones a minute from one address; what is right after that is not looked at either."""
    one = await cast(server)

    def add(name: str) -> object:
        whom: dict[str, Any] = {"name": name, "document_type": DocumentType.resident_id, "number": NUMBERS[NEWCOMER]}
        fang = one.sessions["legal representative"]
        return one.service.add(fang, OWN, **whom, permission=Permission.filing, term=WITHIN, address="10.0.0.1")

    found = [add("王二") for _ in range(21)]
    assert {result.code for result in found[:20] if isinstance(result, Refused)} == {RefusalCode.person_unknown}
    assert [result.code for result in (found[20], add(NEWCOMER)) if isinstance(result, Refused)] == [RefusalCode.too_many] * 2


# --- days at the tax office


@pytest.fixture(params=["UTC", "America/New_York"])
def host_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine stands elsewhere."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system takes no zone from the environment")
    with monkeypatch.context() as changed:
        changed.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


async def entered(server: Running, caller: Caller) -> str:
    reply = await caller.get(paths.unit_home(OWN))
    return "in" if reply.status_code == 200 else code(reply)


async def someone_in(server: Running, account: str = "abdulla") -> Caller:
    """With unit 1 in the list."""
    caller = await server.signed_in(account)
    await caller.http.post(paths.UNITS, json={"units": [{"taxpayer_id": "91440199MA0QJ0100K", "confirmation": "91440199MA0QJ0100K"}]})
    return caller


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC), ("unit_closed", AuthorisationState.not_yet, None)),
        (datetime(2026, 11, 21, 16, 0, 0, tzinfo=UTC), ("in", AuthorisationState.valid, 2)),
        (datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC), ("in", AuthorisationState.valid, 1)),
        (datetime(2026, 11, 23, 16, 0, 0, tzinfo=UTC), ("unit_closed", AuthorisationState.expired, None)),
    ],
    ids=["the second before", "the first second", "the last second", "the second after"],
)
async def test_auz_3_a_term_is_of_whole_days_at_the_tax_office(
    start: Start, host_zone: str, at: datetime, expected: tuple[str, AuthorisationState, int | None]
) -> None:
    """From 00:00:00 of the first day to 23:59:59 of the last one, eight hours before UTC, whatever the zone of the host."""
    server = await start(phase=Phase.phase_2)
    fang = await session_of(server, "wangfang")
    term = Term(date(2026, 11, 22), date(2026, 11, 23))
    whom: dict[str, Any] = {"name": "阿卜杜拉·买买提", "document_type": DocumentType.resident_id, "number": NUMBERS["阿卜杜拉·买买提"]}
    made = server.services.authorisations.add(fang, OWN, **whom, permission=Permission.filing, term=term, address="")
    assert isinstance(made, int)
    await server.manual.advance((at - server.clock.now()).total_seconds())
    theirs = await session_of(server, "abdulla")
    (mine,) = server.services.authorisations.mine(theirs)
    assert (await entered(server, await someone_in(server)), mine.state, mine.days_left) == expected
    assert mine.term == term, "the days that were typed"


@pytest.mark.sql
async def test_auz_3_midnight_ends_what_is_open_and_begins_what_is_to_come(start: Start, host_zone: str) -> None:
    """Without anyone doing anything, in sessions that are open."""
    server = await start(phase=Phase.phase_2, clock=ManualClock(datetime(2026, 11, 20, 15, 45, tzinfo=UTC)))
    give(server, "阿卜杜拉·买买提", OWN, Term(TODAY, TODAY))
    give(server, "孙磊", OWN, Term(date(2026, 11, 21)))
    await session_of(server, "sunlei")  # the demo has that account locked
    leaving, coming = await someone_in(server), await someone_in(server, "sunlei")
    assert [await entered(server, each) for each in (leaving, coming)] == ["in", "unit_closed"]
    await server.manual.advance(minutes=14, seconds=59)
    assert [await entered(server, each) for each in (leaving, coming)] == ["in", "unit_closed"]
    await server.manual.advance(seconds=1)
    assert [await entered(server, each) for each in (leaving, coming)] == ["unit_closed", "in"]


async def test_aut_02_today_is_the_day_at_the_tax_office(start: Start, host_zone: str) -> None:
    """At 00:30 there, it is still the day before in UTC and in New York."""
    server = await start(clock=ManualClock(datetime(2026, 11, 20, 16, 30, tzinfo=UTC)))
    fang = await session_of(server, "wangfang")
    one = Cast(server, {"fang": fang}, {}, 0, 0, {})
    assert one.add("fang", OWN, NEWCOMER, Term(date(2026, 11, 20), date(2026, 11, 20))) == "malformed"
    assert one.add("fang", OWN, NEWCOMER, Term(date(2026, 11, 21), date(2026, 11, 21))) == "ok"


@pytest.mark.parametrize(
    ("term", "before", "fault"),
    [
        (Term(TODAY), None, None),
        (Term(TODAY, TODAY), None, None),
        (Term(TODAY - timedelta(1)), None, TermFault.start_past),
        (Term(TODAY - timedelta(1)), Term(TODAY - timedelta(1)), None),
        (Term(TODAY - timedelta(2)), Term(TODAY - timedelta(1)), TermFault.start_past),
        (Term(TODAY - timedelta(2), TODAY - timedelta(1)), Term(TODAY - timedelta(2)), TermFault.end_past),
        (Term(TODAY, TODAY - timedelta(1)), None, TermFault.end_before_start),
        (Term(TODAY, LAST_DAY), None, None),
        (Term(TODAY, date.max), None, TermFault.too_far),
        (Term(date.max), None, TermFault.too_far),
    ],
)
def test_aut_02_what_can_be_wrong_with_a_term(term: Term, before: Term | None, fault: TermFault | None) -> None:
    assert term_fault(term, TODAY, before) is fault


async def test_who_has_a_unit_and_not_in_the_list_is_told_of_it(server: Running) -> None:
    """UNT-04, AUT-04: by an authorisation that is valid now or a role that runs the unit; and of one that runs out within 7 days."""
    soon, later = Term(TODAY, TODAY + timedelta(days=6)), Term(TODAY, TODAY + timedelta(days=7))
    for unit_id, term in ((2, Term(TODAY)), (4, soon), (5, later), (3, Term(TODAY + timedelta(days=1)))):
        give(server, "王𫍰", unit_id, term)
    run(server, "王𫍰", 1)
    listed = {1: "91440199MA0QJ0100K", 2: "91440199MA0QJ0207Y", 4: "91440199MA0QJ040XE", 5: "91440199MA0QJ0506W"}
    session = await session_of(server, "wangzhan")
    totals = server.services.listing.totals(session)
    page = server.services.listing.page(session, UnitQuery(), limit=9)
    assert isinstance(page, UnitPage)
    own = {row.taxpayer_id for row in page.units}
    assert totals.unlisted == tuple(sorted(set(listed.values()) - own))
    assert [(one.unit, one.day) for one in totals.ends_soon] == [("广东示例核定四厂", soon.end)]
    server.services.unit_lists.add(session, [(each, each) for each in totals.unlisted])
    assert server.services.listing.totals(session).unlisted == ()


async def test_who_logs_in_is_told_once_of_an_authorisation_that_runs_out_soon(server: Running) -> None:
    """AUT-04: once for each end that it has, by whichever door."""
    given = give(server, "王𫍰", 4, Term(TODAY, TODAY + timedelta(days=6)))
    give(server, "王𫍰", 5, Term(TODAY, TODAY + timedelta(days=7)))

    def told() -> list[str]:
        sent = [each.message for each in inbox(server, "13800000006")]
        return [each.params["day"] for each in sent if each.key == "sms.authorisation_ends_soon"]

    for _ in range(2):
        await session_of(server, "wangzhan")
        assert told() == ["2026-11-26"]
    with server.services.store.write() as connection:
        ends = Term(TODAY, TODAY + timedelta(days=3)).ends_at
        connection.execute(update(authorisations).where(authorisations.c.id == given).values(valid_until=ends))
    await session_of(server, "wangzhan")
    assert told() == ["2026-11-23", "2026-11-26"]
