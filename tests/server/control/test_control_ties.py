"""Ties at the tester's door: as the hall makes and ends them, and as they follow the register (BJ-56, BJ-57, BJ-62)."""

from tests.server.bureau.tying import B1, LIU, WU, ZHENG
from tests.server.control.testers import AtDoor

WANG = {"unit": B1, "person": "wangfang"}


async def test_the_hall_adds_and_ends(tester: AtDoor) -> None:
    """What it adds waits, once in a role, and has its last day; what it ends is over."""
    made = await tester.post("/bureau/ties", {**WANG, "until": "2027-12-31"})
    told = {"taxpayer_id": B1, "person_name": "王芳", "role": "tax_staff", "origin": "hall", "state": "pending", "until": "2027-12-31"}
    assert told.items() <= made.items()
    assert (await tester.ask("POST", "/bureau/ties", WANG)).json()["code"] == "already_tied"
    late = {**WANG, "person": "chenjing", "until": "2020-01-01"}
    assert (await tester.ask("POST", "/bureau/ties", late)).json()["field"] == "until"
    for unknown in ({**WANG, "unit": "999"}, {**WANG, "person": "nobody"}):
        assert (await tester.ask("POST", "/bureau/ties", unknown)).json()["code"] == "not_found"
    await tester.delete(f"/bureau/ties/{made['tie_id']}")
    assert (await tester.ask("DELETE", f"/bureau/ties/{made['tie_id']}")).json()["code"] == "tie_over"
    [seen] = [each for each in (await tester.get("/bureau/ties", unit=B1, person="wangfang"))["ties"] if each["tie_id"] == made["tie_id"]]
    assert seen["state"] == "removed"


async def test_ties_are_told_of_a_unit_and_of_a_person(tester: AtDoor) -> None:
    every = (await tester.get("/bureau/ties"))["ties"]
    of_unit = (await tester.get("/bureau/ties", unit=B1))["ties"]
    assert {each["person_name"] for each in of_unit} == {"刘洋", "周敏", "吴磊", "郑安", "冯云"}
    of_person = (await tester.get("/bureau/ties", person=ZHENG))["ties"]
    assert [(each["person_name"], each["origin"], each["state"]) for each in of_person] == [("郑安", "hall", "pending")]
    assert len(every) > len(of_unit) > len(of_person)
    assert (await tester.ask("GET", "/bureau/ties", unit="nowhere")).json()["code"] == "not_found"


async def test_the_register_names_others_and_the_hall_does_not_end_them(tester: AtDoor) -> None:
    await tester.put("/bureau/register", {"unit": B1, "role": "legal_representative", "person": WU})
    ties = {each["tie_id"]: each for each in (await tester.get("/bureau/ties", unit=B1))["ties"]}
    states = {each["person_name"]: each["state"] for each in ties.values() if each["role"] == "legal_representative"}
    assert states == {"刘洋": "register_ended", "吴磊": "confirmed"}
    wus = next(each for each in ties.values() if (each["person_name"], each["role"]) == ("吴磊", "legal_representative"))
    assert (await tester.ask("DELETE", f"/bureau/ties/{wus['tie_id']}")).json()["code"] == "tie_over", "it is the register's"
    await tester.put("/bureau/register", {"unit": B1, "role": "legal_representative"})
    after = (await tester.get("/bureau/ties", unit=B1))["ties"]
    assert not [each for each in after if each["role"] == "legal_representative" and each["state"] == "confirmed"]
    reply = await tester.ask("PUT", "/bureau/register", {"unit": B1, "role": "tax_staff", "person": LIU})
    assert reply.status_code == 422


async def test_what_waits_is_dealt_with_in_anothers_place(tester: AtDoor) -> None:
    """BJ-57, BJ-59, BJ-60: as they could themselves: once, and what the hall has added is not withdrawn."""
    waits = {
        each["person_name"]: each["tie_id"] for each in (await tester.get("/bureau/ties", unit=B1))["ties"] if each["state"] == "pending"
    }

    async def told(name: str, decision: str) -> str:
        found = (await tester.ask("POST", f"/bureau/ties/{waits[name]}/decision", {"decision": decision})).json()
        return str(found.get("code") or found["state"])

    assert await told("郑安", "withdraw") == "not_withdrawable"
    assert [await told(name, each) for name, each in (("郑安", "confirm"), ("冯云", "withdraw"), ("周敏", "decline"))] == [
        "confirmed",
        "withdrawn",
        "declined",
    ]
    assert await told("冯云", "confirm") == "tie_over"
    assert (await tester.ask("POST", "/bureau/ties/999/decision", {"decision": "confirm"})).json()["code"] == "not_found"
