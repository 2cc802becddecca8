"""The bureau's units at the tester's door: 企业密码, its lock, and agreements of agencies (BJ-39, BJ-44, BJ-76)."""

from etax_client.domain.bureau.capacities import CapacityKind
from tests.server.bureau.test_agencies import agent
from tests.server.bureau.test_old_enterprises import Door, code_of
from tests.server.bureau.tying import B1, B2, B3, B4, unit_id_of
from tests.server.control.testers import AtDoor


async def test_a_units_old_login_is_locked_unlocked_and_given_another_password(tester: AtDoor) -> None:
    locked = await tester.get(f"/bureau/units/{B4}")
    assert (locked["has_password"], locked["guessing"]["failures"], locked["is_agency"]) == (True, 5, False)
    assert (await tester.post(f"/bureau/units/{B4}/unlock"))["guessing"] == {"failures": 0, "locked_seconds": None}
    assert code_of(await Door(tester.server).unit(B4)) is None
    await tester.post(f"/bureau/units/{B4}/lock")
    assert code_of(await Door(tester.server).unit(B4)) == "locked"
    await tester.put(f"/bureau/units/{B4}/password", {"password": "Qiye@2027"})
    assert code_of(await Door(tester.server).unit(B4, "Qiye@2027")) is None
    unknown = await tester.ask("GET", "/bureau/units/nowhere")
    assert unknown.json()["code"] == "not_found"


async def test_a_unit_that_had_none_is_given_one(tester: AtDoor) -> None:
    unit = {"taxpayer_id": "91440199MA0QJ0207Y", "password": "Erste@2026"}
    assert (await tester.get(f"/bureau/units/{unit['taxpayer_id']}"))["has_password"] is False
    await tester.put(f"/bureau/units/{unit['taxpayer_id']}/password", {"password": unit["password"]})
    assert code_of(await Door(tester.server).unit(unit["taxpayer_id"], unit["password"])) is None


async def test_agreements_begin_and_end_at_once(tester: AtDoor) -> None:
    """BJ-63: in open sessions too; made again, it has another end."""
    server = tester.server
    session, acts = await agent(server), server.services.bureau.capacities
    made = await tester.put("/bureau/agreements", {"agency": B3, "principal": B4, "until": "2027-12-31"})
    assert made["principals"] == [B1, B2, B4]
    assert (await tester.put("/bureau/agreements", {"agency": B3, "principal": B4}))["principals"] == [B1, B2, B4]
    assert acts.to_principal(session, unit_id_of(server.services, B4)) is None
    await tester.delete(f"/bureau/agreements/{B3}/{B4}")
    assert acts.find(session).kind is CapacityKind.person
    assert (await tester.ask("DELETE", f"/bureau/agreements/{B3}/{B4}")).json()["code"] == "not_found"
    wrong = (
        ({"agency": B1, "principal": B2}, "agency"),
        ({"agency": B3, "principal": B3}, "principal"),
        ({"agency": B3, "principal": B4, "until": "2020-01-01"}, "until"),
    )
    for body, field in wrong:
        reply = await tester.ask("PUT", "/bureau/agreements", body)
        assert (reply.status_code, reply.json()["field"]) == (422, field)
