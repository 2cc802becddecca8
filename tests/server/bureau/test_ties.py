"""Ties at the bureau: made by the register, by who runs the unit and by the hall; confirmed, and ended (BJ-56 to BJ-61, BJ-63)."""

import pytest

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.bureau.ties import MOST_OF_UNIT, MOST_OFFERED, TieAct, TieOrigin, TieState
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.local_time import local_day
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.units.authorisations import Term
from etax_client.domain.units.units import Role
from etax_client.server.services.bureau import ties as service
from etax_client.server.store.tables import persons, ties
from tests.server.bureau.attempting import ADDRESS, id_of, told
from tests.server.bureau.tying import B1, B2, B4, LIU, WU, ZHENG, ZHOU, add, entered, inside, mine, tied, unit_id_of
from tests.server.running import Running

WANG = ("王芳", "440199197908230027")


async def test_the_legal_representative_enters_without_confirming_anything(server: Running) -> None:
    """BJ-04, BJ-56, BJ-32: in each of several roles at a unit."""
    session = await inside(server, LIU, B1)
    capacity = server.services.bureau.capacities.find(session)
    assert (capacity.kind, capacity.unit and capacity.unit.taxpayer_id, capacity.role) == (
        CapacityKind.enterprise,
        B1,
        Role.legal_representative,
    )
    refused = await entered(server, LIU, B2)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.field) == (RefusalCode.malformed, "role")
    session = await inside(server, LIU, B2, Role.tax_staff)
    assert server.services.bureau.capacities.find(session).role is Role.tax_staff


@pytest.mark.parametrize(
    ("account", "unit", "code", "key"),
    [
        (LIU, B4, RefusalCode.no_tie, "tie.none"),
        (LIU, "91130199MA0HB0109Y", RefusalCode.no_tie, "tie.none"),
        (ZHOU, B1, RefusalCode.tie_pending, "tie.pending"),
        (ZHENG, B1, RefusalCode.tie_pending, "tie.pending"),
    ],
)
async def test_unit_and_tie_are_looked_at_behind_the_password(
    server: Running, account: str, unit: str, code: RefusalCode, key: str
) -> None:
    """BJ-32: a unit that there is not looks like one without a tie; nothing is counted, and no attempt goes on."""
    refused = await entered(server, account, unit)
    assert (refused, told(refused)) == (Refused(code), (key, "BJ-32"))
    wrong = await entered(server, "nobody", unit)
    assert wrong == Refused(RefusalCode.not_registered)


async def test_the_finance_officer_confirms_and_enters(server: Running) -> None:
    """BJ-57: in her own name, once."""
    session = await inside(server, ZHOU)
    tie = mine(server, session, B1)
    assert (tie.role, tie.origin, tie.state) == (Role.finance_officer, TieOrigin.register, TieState.pending)
    assert server.services.bureau.ties.answer(session, tie.tie_id, TieAct.confirm) is None
    assert server.services.bureau.ties.answer(session, tie.tie_id, TieAct.confirm) == Refused(RefusalCode.tie_over)
    assert server.services.bureau.ties.answer(session, tie.tie_id, TieAct.decline) == Refused(RefusalCode.tie_over)
    assert server.services.bureau.capacities.find(await inside(server, ZHOU, B1)).runs_it


async def test_what_was_declined_is_offered_when_the_register_names_again(server: Running) -> None:
    """BJ-57: an end is final; what comes after it is another tie."""
    session, unit_id = await inside(server, ZHOU), unit_id_of(server.services, B1)
    tie = mine(server, session, B1)
    assert server.services.bureau.ties.answer(session, tie.tie_id, TieAct.decline) is None
    assert mine(server, session, B1).state is TieState.declined
    assert server.services.register.name(unit_id, Role.finance_officer, id_of(server.services, "周敏")) is None
    again = mine(server, session, B1)
    assert (again.state, again.tie_id != tie.tie_id) == (TieState.pending, True)
    assert server.services.register.name(unit_id, Role.finance_officer, id_of(server.services, "周敏")) is None
    assert mine(server, session, B1) == again, "who is tied already is not offered twice"


@pytest.mark.sql
async def test_a_change_in_the_register_ends_what_it_made(server: Running) -> None:
    """BJ-56, BJ-63: at once in an open session; the unit's next representative is there without confirming."""
    services, unit_id = server.services, unit_id_of(server.services, B1)
    session = await inside(server, LIU, B1)
    assert services.register.name(unit_id, Role.legal_representative, id_of(services, "吴磊")) is None
    capacity = services.bureau.capacities.find(session)
    assert (capacity.kind, capacity.ended) == (CapacityKind.person, "北京示例科技有限公司")
    assert services.bureau.ties.staff(session) == ()
    assert add(server, session, *WANG) == Refused(RefusalCode.beyond_rights)
    assert await entered(server, LIU, B1) == Refused(RefusalCode.no_tie)
    heir = await inside(server, WU, B1, Role.legal_representative)
    assert services.bureau.capacities.find(heir).runs_it
    assert services.register.name(unit_id, Role.legal_representative, None) is None
    assert services.bureau.capacities.find(heir).kind is CapacityKind.person
    assert mine(server, await inside(server, WU), B1, Role.legal_representative).state is TieState.register_ended


async def test_the_register_gives_one_person_one_role_at_a_unit(server: Running) -> None:
    services, unit_id = server.services, unit_id_of(server.services, B1)
    liu = id_of(services, "刘洋")
    assert services.register.name(unit_id, Role.finance_officer, liu) is None
    assert mine(server, await inside(server, LIU), B1, Role.legal_representative).state is TieState.register_ended
    assert mine(server, await inside(server, ZHOU), B1).state is TieState.register_ended
    assert services.register.name(unit_id, Role.tax_staff, liu) == Refused(RefusalCode.malformed, field="role")
    assert services.register.name(999, Role.finance_officer, liu) == Refused(RefusalCode.not_found)
    assert services.register.name(unit_id, Role.finance_officer, 999) == Refused(RefusalCode.not_found)


async def test_staff_are_added_confirm_and_enter(server: Running) -> None:
    """BJ-58, BJ-59: whoever has an account there, told by a message; what waits opens nothing."""
    services = server.services
    liu = await inside(server, LIU, B1)
    made = add(server, liu, *WANG)
    assert isinstance(made, int)
    assert add(server, liu, *WANG) == Refused(RefusalCode.already_tied)
    sent = services.messages.delivered("13800000002", None, 1)[0].message
    assert (sent.key, sent.params["unit"]) == ("sms.bureau.tie_offered", "北京示例科技有限公司")
    assert await entered(server, "wangfang", B1) == Refused(RefusalCode.tie_pending)
    wang = await inside(server, "wangfang")
    assert services.bureau.ties.answer(liu, made, TieAct.confirm) == Refused(RefusalCode.beyond_rights), "in one's own name alone"
    stranger = await inside(server, ZHOU)
    assert services.bureau.ties.answer(stranger, made, TieAct.confirm) == Refused(RefusalCode.tie_over), "nobody confirms for others"
    assert services.bureau.ties.answer(wang, made, TieAct.confirm) is None
    staff = await inside(server, "wangfang", B1)
    assert services.bureau.capacities.find(staff).role is Role.tax_staff
    assert add(server, staff, "郑安", "110199199309110026") == Refused(RefusalCode.beyond_rights), "tax staff add nobody"


async def test_nobody_is_added_who_is_not_registered_under_this_very_name(server: Running) -> None:
    """BJ-58: and to an address that is said so often."""
    liu = await inside(server, LIU, B1)
    for name, number in (("王方", WANG[1]), ("李明", "440199198805120030"), ("无人", "110199199604040016")):
        refused = add(server, liu, name, number)
        assert (refused, told(refused)) == (Refused(RefusalCode.not_registered), ("staff.no_account", "BJ-58"))
    for _ in range(17):
        add(server, liu, "王方", WANG[1])
    refused = add(server, liu, *WANG)
    assert isinstance(refused, Refused)
    assert refused.code is RefusalCode.too_many


async def test_what_the_hall_added_is_not_withdrawn_and_anything_confirmed_is_removed(server: Running) -> None:
    """BJ-60, BJ-61, D-6."""
    end = server.services.bureau.ties.end
    liu = await inside(server, LIU, B1)
    refused = end(liu, tied(server, liu, "郑安").tie_id, TieAct.withdraw)
    assert (refused, told(refused)) == (Refused(RefusalCode.not_withdrawable), ("staff.refused_hall", "BJ-60"))
    assert tied(server, liu, "郑安").state is TieState.pending
    assert end(liu, tied(server, liu, "冯云").tie_id, TieAct.withdraw) is None
    assert end(liu, tied(server, liu, "冯云").tie_id, TieAct.withdraw) == Refused(RefusalCode.tie_over)
    assert end(liu, tied(server, liu, "吴磊").tie_id, TieAct.withdraw) == Refused(RefusalCode.tie_over)
    for own in ("刘洋", "周敏"):
        refused = end(liu, tied(server, liu, own).tie_id, TieAct.remove)
        assert (refused, told(refused)) == (Refused(RefusalCode.beyond_rights), ("staff.runs_it", "BJ-61"))
    at_b2 = await inside(server, LIU, B2, Role.legal_representative)
    feng = tied(server, at_b2, "冯云")
    assert end(liu, feng.tie_id, TieAct.remove) == Refused(RefusalCode.tie_over), "another unit's"
    assert (feng.origin, end(at_b2, feng.tie_id, TieAct.remove)) == (TieOrigin.hall, None)
    assert tied(server, at_b2, "冯云").state is TieState.removed


async def test_who_is_removed_is_out_at_once(server: Running) -> None:
    """BJ-63: in the session in that identity, and in no other; the same session goes on in one's own name."""
    services = server.services
    wu, at_b2 = await inside(server, WU, B1), await inside(server, WU, B2)
    liu = await inside(server, LIU, B1)
    assert services.bureau.ties.end(liu, tied(server, liu, "吴磊").tie_id, TieAct.remove) is None
    assert services.bureau.capacities.find(wu).ended == "北京示例科技有限公司"
    assert services.bureau.capacities.find(at_b2).kind is CapacityKind.enterprise
    assert services.messages.delivered("13900000003", None, 1)[0].message.key == "sms.bureau.tie_ended"


@pytest.mark.sql
async def test_a_last_day_ends_with_its_last_second_in_shanghai(server: Running) -> None:
    """BJ-63: 23:59:59; after it the person may be added again."""
    services, today = server.services, local_day(server.clock.now())
    liu, (name, number) = await inside(server, LIU, B1), WANG
    made = services.bureau.ties.add(liu, name=name, document_type=DocumentType.resident_id, number=number, until=today, address=ADDRESS)
    assert isinstance(made, int)
    wang = await inside(server, "wangfang")
    assert services.bureau.ties.answer(wang, made, TieAct.confirm) is None
    with services.store.write() as connection:  # the staff are shown to who runs the unit alone
        connection.execute(ties.update().where(ties.c.id == made).values(role=Role.finance_officer.value))
    staff = await inside(server, "wangfang", B1)
    left = (Term(today, today).ends_at or server.clock.now()) - server.clock.now()
    await server.manual.advance(left.total_seconds() - 1)
    assert services.bureau.capacities.find(staff).kind is CapacityKind.enterprise
    assert services.bureau.ties.staff(staff)
    await server.manual.advance(1)
    assert services.bureau.capacities.find(staff).kind is CapacityKind.person
    assert services.bureau.ties.staff(staff) == ()
    assert mine(server, await inside(server, "wangfang"), B1).state is TieState.expired
    liu = await inside(server, LIU, B1)
    assert isinstance(add(server, liu, *WANG), int)
    assert mine(server, await inside(server, "wangfang"), B1).state is TieState.pending


async def test_a_unit_has_so_many_ties(server: Running) -> None:
    services, unit_id = server.services, unit_id_of(server.services, B1)
    liu = await inside(server, LIU, B1)
    with services.store.write() as connection:
        for number in range(MOST_OF_UNIT - 4):
            values = {"document_type": "foreign_passport", "document_number": f"X{number:07}", "name": "谁"}
            made = connection.execute(persons.insert().values(values).returning(persons.c.id)).scalar_one()
            row = {"unit_id": unit_id, "person_id": made, "role": "tax_staff", "origin": "hall", "state": "confirmed"}
            connection.execute(ties.insert().values(**row, made_at=server.clock.now()))
    assert add(server, liu, *WANG) == Refused(RefusalCode.too_many_ties)
    assert len(services.bureau.ties.staff(liu)) == MOST_OF_UNIT + 1
    assert service.MOST_ENDED == 50


async def test_nobody_is_flooded_by_being_added_and_withdrawn(server: Running) -> None:
    """BJ-58: each time a message tells them, which would push out all others in the end."""
    liu = await inside(server, LIU, B1)
    for _ in range(MOST_OFFERED):
        made = add(server, liu, *WANG)
        assert isinstance(made, int)
        assert server.services.bureau.ties.end(liu, made, TieAct.withdraw) is None
    refused = add(server, liu, *WANG)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.retry_after, told(refused)) == (RefusalCode.too_many, 86400, ("staff.too_often", "BJ-58"))
    await server.manual.advance(86400)
    assert isinstance(add(server, await inside(server, LIU, B1), *WANG), int)


async def test_the_staff_are_shown_to_who_runs_the_unit_alone(server: Running) -> None:
    """AUZ-1, BJ-40: decided in the query itself, as one may have switched since the page was asked for."""
    services = server.services
    session = await inside(server, LIU, B2, Role.legal_representative)
    assert services.bureau.ties.staff(session)
    staff = mine(server, session, B2, Role.tax_staff)
    assert services.bureau.capacities.to_tie(session, staff.tie_id) is None
    assert services.bureau.ties.staff(session) == ()
