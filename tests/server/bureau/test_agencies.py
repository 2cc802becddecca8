"""代理业务: one comes as an agency, goes on to whom it acts for, and sees what an agency may (BJ-39, BJ-63, AUZ-1)."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from etax_client.domain.bureau.capacities import Access, CapacityKind, Place, access
from etax_client.domain.bureau.ties import TieAct
from etax_client.domain.flows.attempt import Entrance
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import agreements, bureau_units
from tests.server.bureau.tying import B1, B2, B3, B4, GAO, LIU, add, entered, inside, mine, unit_id_of
from tests.server.running import Running


async def agent(server: Running) -> Session:
    return await inside(server, GAO, B3, entrance=Entrance.agency)


async def test_from_the_agency_to_its_principals_and_to_oneself(server: Running) -> None:
    """J11: agency, B1, B2, the agency again, oneself; and no way back."""
    services, session = server.services, await agent(server)
    acts = services.bureau.capacities
    found = acts.find(session)
    assert (found.kind, found.unit and found.unit.taxpayer_id) == (CapacityKind.agency, B3)
    assert [unit.taxpayer_id for unit in acts.principals(session)] == [B1, B2]
    assert [unit.taxpayer_id for unit in acts.principals(session, B2)] == [B2]
    marks = {found.mark}
    for number in (B1, B2):
        assert acts.to_principal(session, unit_id_of(services, number)) is None
        found = acts.find(session)
        told = (found.kind, found.unit and found.unit.taxpayer_id, found.agency and found.agency.taxpayer_id)
        assert told == (CapacityKind.principal, number, B3)
        marks.add(found.mark)
    with services.store.write() as connection:
        connection.execute(update(bureau_units).where(bureau_units.c.unit_id == unit_id_of(services, B2)).values(is_agency=1))
    assert not isinstance(services.bureau.units.agree(unit_id_of(services, B2), unit_id_of(services, B4), None), Refused)
    assert acts.to_principal(session, unit_id_of(services, B4)) == Refused(RefusalCode.no_tie), "another agency acts for B4"
    assert acts.to_agency(session) is None
    assert acts.find(session).kind is CapacityKind.agency
    assert acts.to_person(session) is None
    refused = (acts.to_agency(session), acts.to_principal(session, unit_id_of(services, B1)))
    assert refused == (Refused(RefusalCode.switch_not_offered),) * 2
    assert (len(marks), acts.principals(session)) == (3, ())


async def test_an_agency_is_no_way_to_act_as_a_unit(server: Running) -> None:
    """BJ-39: not by a tie of one's own either; and what is no agency is none at its entrance."""
    session = await agent(server)
    tie = mine(server, session, B3)
    assert server.services.bureau.capacities.to_tie(session, tie.tie_id) == Refused(RefusalCode.switch_not_offered)
    assert await entered(server, LIU, B1, entrance=Entrance.agency) == Refused(RefusalCode.no_tie)
    assert await entered(server, LIU, B3, entrance=Entrance.agency) == Refused(RefusalCode.no_tie)
    enterprise = await inside(server, LIU, B1)
    assert server.services.bureau.capacities.to_principal(enterprise, unit_id_of(server.services, B2)) == Refused(
        RefusalCode.switch_not_offered
    )


async def test_it_reads_the_staff_and_changes_nothing(server: Running) -> None:
    """Section 5: masked names, nothing to press, and refused whatever is sent (S-6)."""
    services, session = server.services, await agent(server)
    assert [each.name for each in services.bureau.ties.staff(session)] == ["高*"]
    services.bureau.capacities.to_principal(session, unit_id_of(services, B1))
    staff = services.bureau.ties.staff(session)
    assert {each.name for each in staff} >= {"刘*", "吴*", "郑*", "冯*", "周*"}
    assert {each.acts for each in staff} == {()}
    ended = services.bureau.ties.end(session, staff[0].tie_id, TieAct.remove)
    assert (ended, add(server, session, "王芳", "440199197908230027")) == (Refused(RefusalCode.beyond_rights),) * 2
    assert access(Place.staff, services.bureau.capacities.find(session)) is Access.read


@pytest.mark.sql
@pytest.mark.parametrize("ends", ["agreement", "expired", "tie", "agency"])
async def test_what_ends_ends_at_once(server: Running, ends: str) -> None:
    """BJ-63: the next request finds itself in person identity, and no answer shows the principal's data."""
    services, session = server.services, await agent(server)
    acts, unit = services.bureau.capacities, unit_id_of(services, B1)
    acts.to_principal(session, unit)
    changed = {
        "agreement": delete(agreements).where(agreements.c.principal_id == unit),
        "expired": update(agreements).where(agreements.c.principal_id == unit).values(ends_at=services.clock.now() + timedelta(seconds=5)),
        "agency": update(bureau_units).values(is_agency=0),
    }
    if ends == "tie":
        assert services.hall_ties.end(mine(server, session, B3).tie_id) is None
    else:
        with services.store.write() as connection:
            connection.execute(changed[ends])
    if ends == "expired":
        assert acts.find(session).kind is CapacityKind.principal
        await server.manual.advance(5)
    found = acts.find(session)
    assert (found.kind, found.ended, services.bureau.ties.staff(session)) == (CapacityKind.person, "北京示例科技有限公司", ())
    assert acts.to_principal(session, unit) == Refused(RefusalCode.switch_not_offered)


async def test_a_principal_that_is_gone_leaves_oneself(server: Running) -> None:
    services, session = server.services, await agent(server)
    services.bureau.capacities.to_principal(session, unit_id_of(services, B1))
    assert services.people.remove_unit(unit_id_of(services, B1)) is None
    found = services.bureau.capacities.find(session)
    assert (found.kind, found.ended) == (CapacityKind.person, "")
