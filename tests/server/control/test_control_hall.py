"""Hall codes at the tester's door, and the one that waits in the demo's world: on each kind of database (REG-02, REG-07, WEB-4)."""

import pytest

from etax_client.domain.secret import Secret
from etax_client.server.world.world_file import WorldError, parse_world, read_world
from tests.server.control.testers import AtDoor, at_the_door
from tests.server.identity.registering import Applicant
from tests.server.running import Json, code

FIRST = "91440199MA0QJ0100K"
ZHOU = "440199199607260029"
WAITING = "568068"
NEW = {"document_type": "foreign_passport", "number": "ab 7654321", "name": "PETER PAN", "nationality": "GB"}
MARY = {"document_type": "foreign_passport", "number": "AB1234567", "name": "MARY JONES", "nationality": "GB"}
PIERRE = {"document_type": "work_permit_a", "number": "123456789012", "name": "PIERRE DUPONT", "nationality": "FR"}
PROXY: Json = {
    "unit": FIRST,
    "handler": "liming",
    "papers": ["authorisation", "principals_copy", "handlers_document", "detail_list"],
    "people": [MARY, PIERRE],
}


async def registers(tester: AtDoor, secret: str) -> bool:
    """Whether 周婷 gets through with a code."""
    one = await Applicant(tester.server, tester.caller().http).with_code()
    return (await one.hall_code(secret)).is_success


async def states(tester: AtDoor) -> list[str]:
    return [one["state"] for one in (await tester.get("/hall-codes"))["codes"]]


async def test_the_demos_code_waits(tester: AtDoor) -> None:
    """Seven days from the moment the world is laid, by the server's clock."""
    [seen] = (await tester.get("/hall-codes"))["codes"]
    assert (seen["name"], seen["document_number"], seen["state"], seen["seconds"]) == ("周婷", ZHOU, "issued", 604800)
    assert await registers(tester, WAITING)


async def test_the_demos_code_is_there_again_after_a_reset(tester: AtDoor) -> None:
    await tester.post("/hall-codes", {"person": ZHOU})
    assert not await registers(tester, WAITING)
    await tester.advance(604_800)
    assert await states(tester) == ["expired", "replaced"]
    await tester.post("/reset")
    assert await states(tester) == ["issued"]
    assert await registers(tester, WAITING)


async def test_the_demos_code_ends(tester: AtDoor) -> None:
    """REG-02: good at 6 days 23:59:59, not at 7 days."""
    await tester.advance(604_799)
    assert await registers(tester, WAITING)
    await tester.advance(1)
    assert not await registers(tester, WAITING)


async def test_codes_are_told_once_and_never_kept(tester: AtDoor) -> None:
    """COD-5: an HMAC is all that there is of them."""
    slip = await tester.post("/hall-codes", {"person": ZHOU})
    assert slip["code"] not in (await tester.ask("GET", "/hall-codes")).text
    assert slip["code"] not in str(tester.dump())
    assert await registers(tester, slip["code"])


@pytest.mark.sql
async def test_someone_new_gets_one_too(tester: AtDoor) -> None:
    slip = await tester.post("/hall-codes", NEW)
    assert (slip["document_number"], slip["name"]) == ("AB7654321", "PETER PAN")
    person = await tester.get(f"/people/{len(read_world().people) + 1}")
    assert (person["name"], person["login_name"]) == ("PETER PAN", None)
    one = await Applicant(tester.server, tester.caller().http).with_code(NEW)
    assert (await one.hall_code(slip["code"])).is_success


@pytest.mark.parametrize(
    ("body", "status", "field", "told"),
    [
        ({"person": "liming"}, 409, "number", "already_registered"),
        ({"person": "nobody"}, 404, "person", "no such person"),
        ({}, 422, "person", "a person, or document_type"),
        ({"person": ZHOU, "name": "周婷"}, 422, "person", "either"),
        ({"person": ZHOU, "correct": True}, 422, "person", "either"),
        ({**NEW, "nationality": None}, 422, "nationality", "nationality: empty"),
        ({**NEW, "number": "", "name": ""}, 422, "name", "name: empty; number: empty"),
        ({**NEW, "nationality": "CN"}, 422, "nationality", "not_foreign"),
        ({"document_type": "resident_id", "number": ZHOU, "name": "周听"}, 422, "name", "name: differs"),
        ({**NEW, "code": "ABC234"}, 422, None, None),
    ],
)
async def test_what_is_wrong_is_told_field_by_field(tester: AtDoor, body: Json, status: int, field: str | None, told: str | None) -> None:
    before = tester.dump()
    reply = await tester.ask("POST", "/hall-codes", body)
    assert (reply.status_code, reply.json().get("field")) == (status, field)
    assert told is None or told in reply.json()["detail"]
    assert tester.dump() == before


@pytest.mark.sql
async def test_by_proxy_all_or_none(tester: AtDoor) -> None:
    """REG-07: with every line's own error."""
    before = tester.dump()
    for change, told in (
        ({"people": [MARY, {**PIERRE, "number": "1"}, {**MARY, "name": "X"}]}, ("people.2.number", "people.3.name")),
        ({"papers": []}, ("papers.authorisation", "papers.detail_list")),
        ({"handler": "abdulla"}, ("handler_not_entitled",)),
        ({"handler": ZHOU}, ("handler_unknown",)),
    ):
        reply = await tester.ask("POST", "/hall-codes/proxy", {**PROXY, **change})
        assert (reply.status_code, code(reply)) == (422, "malformed")
        assert all(part in reply.json()["detail"] for part in told), reply.text
    assert (await tester.ask("POST", "/hall-codes/proxy", {**PROXY, "unit": "91440199MA0QJ0717C"})).json()["field"] == "unit"
    assert tester.dump() == before
    slips = (await tester.post("/hall-codes/proxy", PROXY))["slips"]
    assert [slip["name"] for slip in slips] == ["MARY JONES", "PIERRE DUPONT"]
    for claim, slip in zip((MARY, PIERRE), slips, strict=True):
        one = await Applicant(tester.server, tester.caller().http).with_code(claim)
        assert (await one.hall_code(slip["code"])).is_success


async def test_without_the_token_there_is_no_hall(tester: AtDoor) -> None:
    """WEB-4: issuing codes is the hall's alone."""
    http = tester.caller().http
    for method, path in (("GET", "/hall-codes"), ("POST", "/hall-codes"), ("POST", "/hall-codes/proxy")):
        assert (await http.request(method, f"/control{path}", json=NEW)).status_code == 401
    assert await states(tester) == ["issued"]


async def test_a_person_may_be_added_with_a_code(tester: AtDoor) -> None:
    person = {"name": "吴新", "document_type": "resident_id", "document_number": "440199199001010017", "hall_code": "AB12CD"}
    reply = await tester.ask("POST", "/people", person)
    assert reply.is_success, reply.text
    identity = {"document_type": "resident_id", "number": person["document_number"], "name": "吴新"}
    one = await Applicant(tester.server, tester.caller().http).with_code(identity)
    assert (await one.hall_code("ab12cd")).is_success


async def test_one_seed_gives_the_same_codes() -> None:
    """Repeatable: as captchas are."""
    drawn = []
    for _ in range(2):
        async with at_the_door(seed=7) as tester:
            drawn.append([(await tester.post("/hall-codes", {"person": ZHOU}))["code"] for _ in range(3)])
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == 3


def test_the_demos_world_says_so() -> None:
    assert [(one.name, one.hall_code) for one in read_world().people if one.hall_code] == [("周婷", WAITING)]
    assert Secret(WAITING).reveal() in next(one.shows_zh for one in read_world().people if one.name == "周婷")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('hall_code = "12345"', "must have 6"),
        ('hall_code = "ab12cd"', "must have 6"),
        ('hall_code = "AB12CD"\nlogin_name = "zhouting"', "without an account"),
    ],
)
def test_a_world_with_an_impossible_code_is_none(line: str, why: str) -> None:
    text = f"""
account_password = "Etax@2026"
declaration_password = "Unit2026a"
[[people]]
name = "周婷"
document_type = "resident_id"
document_number = "{ZHOU}"
{line}
"""
    with pytest.raises(WorldError, match=why):
        parse_world(text)
