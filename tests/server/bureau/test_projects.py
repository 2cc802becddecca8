"""Projects of units from elsewhere, at the services: 特定主体, 跨区域办税, 报验, and what ends (BJ-08, BJ-66, BJ-68 to BJ-73)."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from etax_client.domain.bureau.capacities import CapacityKind, moves
from etax_client.domain.bureau.projects import ProjectState, Report
from etax_client.domain.flows.attempt import AttemptView, Entrance
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.units.authorisations import Term
from etax_client.domain.units.units import Role
from etax_client.server.services.acting import Over
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import projects
from tests.server.bureau.attempting import change, id_of, told
from tests.server.bureau.projecting import (
    CHEN_JING,
    H1,
    LIN,
    PJ1,
    PJ2,
    PJ3,
    PJ4,
    PJ5,
    SONG,
    UNIT_1,
    WANG,
    at_second,
    find,
    found,
    inside_project,
    project_id,
    report,
)
from tests.server.bureau.tying import B1, LIU, WU, entered, inside, mine, unit_id_of
from tests.server.running import Running

PERSON, ENTERPRISE, PROJECT = CapacityKind.person, CapacityKind.enterprise, CapacityKind.project


def numbers(server: Running, session: Session, typed: str = "") -> list[str]:
    return sorted(each.number for each in server.services.bureau.capacities.projects(session, typed))


@pytest.mark.sql
async def test_a_number_is_found_by_its_end_among_ones_own(server: Running) -> None:
    """BJ-08, BJ-69, J12: 1234 finds two; what waits, is another's, another unit's or nobody's is not found, all alike."""
    lin = await at_second(server)
    assert found(server, lin, "1234") == [PJ2, PJ1]
    assert found(server, lin, "2025)1234号") == [PJ2]
    for nothing in (PJ3, PJ4, PJ5, "9999", "%%%%", "____"):
        assert found(server, lin, nothing) == []
    song = await at_second(server, SONG)
    assert found(server, song, "1234") == [PJ2, PJ1]
    assert found(server, song, "0001") == [PJ4]
    for account, unit in ((WU, H1), (LIN, B1), (LIN, "91110199MA0BJ99999")):
        assert found(server, await at_second(server, account, unit), "1234") == []


async def test_three_characters_are_too_few(server: Running) -> None:
    lin = await at_second(server)
    for typed in ("", "234", "〔234〕号"):
        result = server.services.bureau.attempts.search(lin.held, typed)
        assert isinstance(result, Refused)
        assert (result.code, result.field) == (RefusalCode.malformed, "number"), typed


async def test_nobody_is_in_without_a_project_and_no_code_is_spent_by_it(server: Running) -> None:
    """BJ-70: and the only one that is found is chosen at once."""
    attempts, lin = server.services.bureau.attempts, await at_second(server)
    assert isinstance(lin.send(), AttemptView)
    code = lin.sent("13900000010")
    for act in (None, "1234", PJ3):
        if act is not None:
            found(server, lin, act)
        refused = lin.second(code)
        assert told(refused) == ("project.required", "BJ-70")
        assert refused == Refused(RefusalCode.project_required, field="number")
    for others in (PJ3, PJ4, PJ5):
        assert attempts.choose(lin.held, project_id(server.services, others)) == Refused(RefusalCode.project_required, field="number")
    found(server, lin, PJ2)
    assert not isinstance(lin.second(code), Refused)


@pytest.mark.sql
async def test_a_project_that_is_closed_meanwhile_is_not_entered(server: Running) -> None:
    """BJ-73: seen in the transaction that makes the session."""
    lin = await at_second(server)
    found(server, lin, PJ2)
    assert isinstance(lin.send(), AttemptView)
    assert server.services.project_office.close(project_id(server.services, PJ2)) is None
    assert lin.second(lin.sent("13900000010")) == Refused(RefusalCode.project_required, field="number")


async def test_another_account_or_unit_forgets_what_was_chosen(server: Running) -> None:
    """BJ-30: what a first factor found is not the next one's."""
    attempts, lin = server.services.bureau.attempts, await at_second(server)
    found(server, lin, PJ2)
    assert isinstance(attempts.back(lin.held), AttemptView)
    assert attempts.search(lin.held, "1234") == Refused(RefusalCode.out_of_order), "no first factor, no search"
    assert attempts.choose(lin.held, project_id(server.services, PJ2)) == Refused(RefusalCode.out_of_order)
    assert isinstance(await lin.first(account=LIU, entrance=Entrance.special, taxpayer_id=H1), AttemptView)
    second = attempts.second(lin.held)
    assert not isinstance(second, Refused)
    assert second.choice is not None
    assert (second.choice.typed, second.choice.hits, second.choice.chosen, second.choice.is_none) == ("", (), None, True)


async def test_who_comes_for_a_project_is_never_the_unit(server: Running) -> None:
    """BJ-66, the table of moves: other projects that one is tied to, and oneself for good."""
    capacities, lin = server.services.bureau.capacities, await inside_project(server)
    capacity = capacities.find(lin)
    assert (capacity.kind, capacity.project and capacity.project.number, capacity.role) == (PROJECT, PJ1, None)
    assert [each.number for each in capacity.beside] == [PJ2]
    assert set(moves(capacity)) == {PERSON, PROJECT}
    assert numbers(server, lin) == [PJ2, PJ1]
    assert capacities.to_project(lin, project_id(server.services, PJ2)) is None
    for other in (PJ3, PJ4, PJ5):
        assert capacities.to_project(lin, project_id(server.services, other)) == Refused(RefusalCode.no_tie)
    song = await inside_project(server, SONG, PJ4)
    assert capacities.to_tie(song, mine(server, song, H1).tie_id) == Refused(RefusalCode.switch_not_offered), "also who has a tie"
    assert capacities.to_person(song) is None
    assert capacities.to_project(song, project_id(server.services, PJ4)) == Refused(RefusalCode.switch_not_offered)


@pytest.mark.sql
async def test_the_three_see_all_projects_of_their_unit(server: Running) -> None:
    """BJ-66, J12: from 企业业务 to a project, to another, back to the unit, to oneself."""
    capacities, song = server.services.bureau.capacities, await inside(server, SONG, H1)
    assert numbers(server, song) == sorted([PJ1, PJ2, PJ4])
    assert numbers(server, song, "0001") == [PJ4]
    for number in (PJ1, PJ4):
        assert capacities.to_project(song, project_id(server.services, number)) is None
        assert set(moves(capacities.find(song))) == {ENTERPRISE, PERSON, PROJECT}
    assert capacities.to_project(song, project_id(server.services, PJ5)) == Refused(RefusalCode.no_tie)
    assert capacities.to_tie(song, mine(server, song, H1).tie_id) is None
    assert capacities.find(song).role is Role.legal_representative
    liu = await inside(server, LIU, B1)
    assert numbers(server, liu) == [], "a unit of Beijing's has none"
    assert capacities.to_project(liu, project_id(server.services, PJ1)) == Refused(RefusalCode.no_tie)


@pytest.mark.sql
async def test_a_unit_from_elsewhere_is_known_once_a_project_was_checked_in(server: Running) -> None:
    """BJ-68, J7: by 企业业务, and by switching; it stays known when the project is closed."""
    services = server.services
    assert await entered(server, WANG, UNIT_1) == Refused(RefusalCode.no_tie)
    change(services, "王芳", face_at=server.clock.now())
    wang = await inside(server, WANG)
    assert services.bureau.reports.check_in(wang, project_id(services, PJ5)) is None
    assert services.project_office.close(project_id(services, PJ5)) is None
    assert isinstance(await entered(server, WANG, UNIT_1), Session)


async def test_a_unit_that_nobody_knows_here_is_not_switched_to(server: Running) -> None:
    services = server.services
    assert services.register.name(unit_id_of(services, UNIT_1), Role.legal_representative, id_of(services, "宋玉")) is None
    song = await inside(server, SONG, H1)
    assert {tie.unit.taxpayer_id for tie in services.bureau.ties.in_force(song)} == {H1}
    assert services.bureau.capacities.to_tie(song, mine(server, song, UNIT_1).tie_id) == Refused(RefusalCode.no_tie)


@pytest.mark.sql
async def test_a_report_is_shown_and_checked_in_by_whom_it_concerns(server: Running) -> None:
    """BJ-72: who is not named is told the same as of no report."""
    services, reports = server.services, server.services.bureau.reports
    lin, song, liu = await inside(server, LIN), await inside(server, SONG), await inside(server, LIU)
    assert find(server, lin, "冀示税跨报2026-0077号") == Refused(RefusalCode.report_unknown)
    one = find(server, lin, "冀示税跨报(2026)0077")
    assert one == find(server, song, PJ3) == project_id(services, PJ3)
    for asker, number, unit in ((liu, PJ3, H1), (lin, PJ5, UNIT_1), (lin, PJ4, H1), (song, PJ4, H1), (lin, PJ3, B1), (lin, "0077", H1)):
        assert find(server, asker, number, unit) == Refused(RefusalCode.report_unknown), (number, unit)
    shown = reports.read(lin, int(str(one)))
    assert isinstance(shown, Report)
    assert (shown.state, shown.place, shown.until) == (ProjectState.reported, "北京市示例区二号路", None)
    assert [(each.role.value, each.masked_name) for each in shown.people] == [("contact", "林*")]
    assert reports.read(liu, int(str(one))) == reports.check_in(liu, int(str(one))) == Refused(RefusalCode.report_unknown)
    assert reports.check_in(lin, int(str(one))) is None
    assert reports.check_in(song, int(str(one))) == Refused(RefusalCode.already_checked_in)
    assert found(server, await at_second(server), "0077") == [PJ3]


async def test_checking_in_needs_the_fourth_level_and_ones_own_name(server: Running) -> None:
    """BJ-54, BJ-72."""
    reports, waiting = server.services.bureau.reports, project_id(server.services, PJ5)
    chen = await inside(server, CHEN_JING)
    assert reports.check_in(chen, waiting) == Refused(RefusalCode.level_too_low)
    change(server.services, "陈静", face_at=server.clock.now())
    song = await inside(server, SONG, H1)
    for refused in (find(server, song, PJ3), reports.read(song, waiting), reports.check_in(song, waiting)):
        assert refused == Refused(RefusalCode.beyond_rights)
    assert reports.check_in(chen, waiting) is None
    assert next(each.act.value for each in server.services.bureau.own_accounts.log(chen)) == "project_checked_in"


async def test_twenty_misses_are_enough_for_a_minute(server: Running) -> None:
    """BJ-72: and what was found counts for nothing."""
    liu = await inside(server, LIU)
    for _ in range(20):
        assert find(server, liu, PJ3) == Refused(RefusalCode.report_unknown)
    refused = find(server, liu, PJ3)
    assert isinstance(refused, Refused)
    assert refused.code is RefusalCode.too_many
    assert isinstance(find(server, await inside(server, LIN), PJ3), int), "in another minute"


@pytest.mark.sql
async def test_of_two_who_check_in_at_once_one_does(server: Running) -> None:
    """Races: one conditional change; the other is told that it is done."""
    reports, waiting = server.services.bureau.reports, project_id(server.services, PJ3)
    both = [await inside(server, LIN), await inside(server, SONG)] * 4
    results = await asyncio.gather(*(asyncio.to_thread(reports.check_in, one, waiting) for one in both))
    assert sorted("done" if each is None else each.code.value for each in results) == ["already_checked_in"] * 7 + ["done"]


@pytest.mark.sql
async def test_what_is_closed_ends_who_acts_for_it_at_once(server: Running) -> None:
    """BJ-63, BJ-73, AUZ-1: in oneself's name from the next request on, by a form that was drawn before too."""
    services = server.services
    lin, song = await inside_project(server), await inside(server, SONG, H1)
    mark = services.bureau.capacities.find(lin).mark
    old = services.acted_on(services.bureau.capacities.proof(lin, mark))
    assert services.project_office.close(project_id(services, PJ1)) is None
    found_now = services.bureau.capacities.find(lin)
    assert (found_now.kind, found_now.project, found_now.ended) == (PERSON, None, f"河北示例建筑有限公司 {PJ1}")
    assert moves(found_now) == ()
    with pytest.raises(Over) as over:
        old.bureau.capacities.to_project(lin, project_id(services, PJ2))
    assert over.value.refused.code is RefusalCode.identity_ended
    assert numbers(server, song) == sorted([PJ2, PJ4])
    assert services.bureau.capacities.to_project(song, project_id(services, PJ1)) == Refused(RefusalCode.no_tie)
    assert find(server, await inside(server, LIN), PJ1) == Refused(RefusalCode.report_unknown)
    assert services.project_office.close(10**6) == Refused(RefusalCode.not_found)


@pytest.mark.parametrize("until_midnight", [1, 0])
async def test_its_last_day_closes_a_project_at_midnight_in_shanghai(server: Running, until_midnight: int) -> None:
    """BJ-73: 23:59:59 of the last day is in it; nobody has to notice."""
    services, lin = server.services, await inside_project(server)
    today = local_day(server.clock.now())
    ends_at = Term(today, today).ends_at
    assert ends_at is not None
    with services.store.write() as connection:
        connection.execute(update(projects).where(projects.c.number == PJ1).values(ends_at=ends_at))
    await server.manual.advance((ends_at - server.clock.now()).total_seconds() - until_midnight)
    assert services.bureau.capacities.find(lin).kind is (PROJECT if until_midnight else PERSON)
    seen = {each.number: (each.state, each.until) for each in services.project_office.seen(unit_id_of(services, H1), 10)}
    assert seen[PJ1] == (ProjectState.checked_in if until_midnight else ProjectState.closed, today)
    assert found(server, await at_second(server), "1234") == [PJ2], "another day by then"


async def test_who_is_tied_to_the_unit_no_more_is_out_of_its_projects(server: Running) -> None:
    """BJ-63: the register changes while 宋玉 is in one; whoever is named stays."""
    services = server.services
    song, lin = await inside_project(server, SONG, PJ2), await inside_project(server, LIN, PJ2)
    assert services.register.name(unit_id_of(services, H1), Role.legal_representative, None) is None
    assert services.bureau.capacities.find(song).kind is PERSON
    assert services.bureau.capacities.find(lin).kind is PROJECT


async def test_a_report_of_the_office_at_home_has_a_number_of_its_own(server: Running) -> None:
    services = server.services
    made = report(server, "冀示税跨报〔2027〕0001号")
    assert (made.state, made.until, [each.name for each in made.people]) == (ProjectState.reported, None, ["林涛"])
    for unit, number, until, field in (
        (H1, "冀示税跨报(2027)0001", None, "number"),
        (H1, "001号", None, "number"),
        (B1, "京示税跨报〔2027〕0001号", None, "unit"),
        (H1, "冀示税跨报〔2027〕0002号", local_day(server.clock.now()) - timedelta(days=1), "until"),
    ):
        refused = services.project_office.report(unit_id_of(services, unit), number, "示例工程", "", "", until, [])
        assert isinstance(refused, Refused)
        assert (refused.code, refused.field) == (RefusalCode.malformed, field), number
    lin = await inside(server, LIN)
    assert find(server, lin, "冀示税跨报〔2027〕0001号") == made.project_id
