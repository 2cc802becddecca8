"""As whom one acts at the bureau: moves, marks and races, at the services (BJ-05, BJ-63, BJ-64, BJ-65, BJ-67, AUZ-1)."""

import asyncio
from collections.abc import Callable

import pytest

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.bureau.ties import TieAct, TieState
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.units.units import Role
from etax_client.server.services.acting import Over
from etax_client.server.services.bundle import Services
from etax_client.server.services.sessions.sessions import Session
from tests.server.bureau.attempting import id_of
from tests.server.bureau.tying import B1, B2, B4, LIU, WU, ZHOU, add, inside, mine, tied, unit_id_of
from tests.server.running import Running

LEGAL, STAFF = Role.legal_representative, Role.tax_staff


def drawn(services: Services, session: Session) -> Services:
    """What a form may do that is drawn now, whenever it is sent."""
    mark = services.bureau.capacities.find(session).mark
    return services.acted_on(services.bureau.capacities.proof(session, mark))


def refused_over(act: Callable[[], object]) -> RefusalCode:
    with pytest.raises(Over) as over:
        act()
    return over.value.refused.code


async def test_one_session_goes_from_unit_to_unit_and_to_oneself_for_good(server: Running) -> None:
    """BJ-64, BJ-65: only by one's own ties that are confirmed."""
    services = server.services
    switch, session = services.bureau.capacities, await inside(server, LIU, B1)
    marks = {switch.find(session).mark}
    for role in (STAFF, LEGAL):
        assert switch.to_tie(session, mine(server, session, B2, role).tie_id) is None
        found = switch.find(session)
        assert (found.unit and found.unit.taxpayer_id, found.role) == (B2, role)
        marks.add(found.mark)
    wus = mine(server, await inside(server, WU), B1).tie_id
    assert switch.to_tie(session, wus) == Refused(RefusalCode.no_tie), "another person's"
    assert switch.to_person(session) is None
    assert switch.find(session).kind is CapacityKind.person
    for refused in (switch.to_tie(session, mine(server, session, B1).tie_id), switch.to_person(session)):
        assert refused == Refused(RefusalCode.switch_not_offered)
    assert len(marks) == 3, "each has a mark of its own"


async def test_who_came_in_their_own_name_stays_so(server: Running) -> None:
    """BJ-05."""
    session = await inside(server, LIU)
    tie = mine(server, session, B1)
    assert server.services.bureau.capacities.to_tie(session, tie.tie_id) == Refused(RefusalCode.switch_not_offered)


async def test_a_tie_that_waits_or_has_ended_leads_nowhere(server: Running) -> None:
    services = server.services
    zhou = await inside(server, ZHOU, B4)
    assert services.bureau.capacities.to_tie(zhou, mine(server, zhou, B1).tie_id) == Refused(RefusalCode.no_tie)
    wu = await inside(server, WU, B1)
    liu = await inside(server, LIU, B2, LEGAL)
    at_b2 = mine(server, wu, B2).tie_id
    assert services.bureau.ties.end(liu, at_b2, TieAct.remove) is None
    assert services.bureau.capacities.to_tie(wu, at_b2) == Refused(RefusalCode.no_tie)


async def test_a_form_does_nothing_for_another_than_it_was_drawn_for(server: Running) -> None:
    """BJ-67: asked in the transaction of the act, whatever was looked at before."""
    services = server.services
    session = await inside(server, LIU, B1)
    old, withdrawn = drawn(services, session), tied(server, session, "冯云").tie_id
    assert services.bureau.capacities.to_tie(session, mine(server, session, B2, LEGAL).tie_id) is None
    assert refused_over(lambda: old.bureau.ties.end(session, withdrawn, TieAct.withdraw)) is RefusalCode.identity_changed
    assert services.bureau.capacities.to_tie(session, mine(server, session, B1).tie_id) is None
    assert refused_over(lambda: old.bureau.ties.end(session, withdrawn, TieAct.withdraw)) is RefusalCode.identity_changed
    assert tied(server, session, "冯云").state is TieState.pending
    assert drawn(services, session).bureau.ties.end(session, withdrawn, TieAct.withdraw) is None


@pytest.mark.sql
async def test_a_form_whose_tie_has_ended_says_so(server: Running) -> None:
    """BJ-63, AUZ-1: after the register has changed no answer shows the unit's data, and nothing is done in its name."""
    services = server.services
    session = await inside(server, LIU, B1)
    old = drawn(services, session)
    assert services.register.name(unit_id_of(services, B1), LEGAL, None) is None
    act: Callable[[], object] = lambda: old.bureau.capacities.to_tie(session, mine(server, session, B2, LEGAL).tie_id)  # noqa: E731
    assert refused_over(act) is RefusalCode.identity_ended
    assert old.bureau.ties.staff(session) == ()


@pytest.mark.sql
async def test_a_unit_that_is_gone_leaves_oneself(server: Running) -> None:
    services = server.services
    session = await inside(server, LIU, B1)
    assert services.people.remove_unit(unit_id_of(services, B1)) is None
    found = services.bureau.capacities.find(session)
    assert (found.kind, found.ended) == (CapacityKind.person, "")


def ends(results: list[object]) -> dict[str, int]:
    told = [each.code.value if isinstance(each, Refused) else "done" for each in results]
    return {each: told.count(each) for each in told}


async def at_once(*acts: Callable[[], object]) -> list[object]:
    return list(await asyncio.gather(*(asyncio.to_thread(act) for act in acts)))


@pytest.mark.sql
async def test_of_confirming_and_withdrawing_at_once_one_happens(server: Running) -> None:
    """Races 5: one conditional change each; whoever comes second is told that it has been dealt with."""
    ties = server.services.bureau.ties
    liu = await inside(server, LIU, B1)
    made = add(server, liu, "王芳", "440199197908230027")
    assert isinstance(made, int)
    wang = await inside(server, "wangfang")
    results = await at_once(
        *[lambda: ties.answer(wang, made, TieAct.confirm)] * 4,
        *[lambda: ties.end(liu, made, TieAct.withdraw)] * 4,
    )
    assert ends(results) == {"done": 1, "tie_over": 7}


@pytest.mark.sql
async def test_of_two_who_add_the_same_person_one_does(server: Running) -> None:
    ties = server.services.bureau.ties
    liu, zhou = await inside(server, LIU, B1), await inside(server, ZHOU)
    assert ties.answer(zhou, mine(server, zhou, B1).tie_id, TieAct.confirm) is None
    zhou = await inside(server, ZHOU, B1)
    by = (liu, zhou) * 4
    results = await at_once(*[lambda one=one: add(server, one, "王芳", "440199197908230027") for one in by])
    assert ends(results) == {"done": 1, "already_tied": 7}


async def test_of_removing_and_acting_at_once_nothing_is_done_after_the_end(server: Running) -> None:
    """Races 6: whoever is removed does nothing more for the unit, nor twice."""
    services = server.services
    liu, zhou = await inside(server, LIU, B1), await inside(server, ZHOU)
    assert services.bureau.ties.answer(zhou, mine(server, zhou, B1).tie_id, TieAct.confirm) is None
    zhou = await inside(server, ZHOU, B1)
    wu = tied(server, liu, "吴磊").tie_id
    results = await at_once(
        *[lambda: services.bureau.ties.end(liu, wu, TieAct.remove)] * 4,
        *[lambda: services.bureau.ties.end(zhou, wu, TieAct.remove)] * 4,
        lambda: services.register.name(unit_id_of(services, B1), Role.finance_officer, id_of(services, "吴磊")),
    )
    told = ends(results)
    assert told["done"] == 2, "one removal, and the register"
    assert services.bureau.capacities.find(zhou).kind is CapacityKind.person
    assert told.get("tie_over", 0) + told.get("beyond_rights", 0) == 7
