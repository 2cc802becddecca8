"""The Beijing bureau at the tester's door (BJ-30, BJ-42, BJ-43, BJ-53, BJ-64, BJ-74)."""

from etax_client.domain.flows.attempt import AttemptView, Entrance
from tests.server.bureau.attempting import comer, told
from tests.server.bureau.tying import B1, B2, LIU, WU, inside
from tests.server.control.testers import AtDoor
from tests.server.running import Json

WRONG_METHOD = {method: {"failures": 0, "locked_seconds": None} for method in ("password", "code", "face")}
LOCKED = {"failures": 5, "locked_seconds": 14 * 3600}


async def test_an_account_is_shown_locked_by_a_method_and_unlocked(tester: AtDoor) -> None:
    """BJ-43: either method's lock is the account's, until midnight in Asia/Shanghai."""
    seen: Json = await tester.get("/bureau/accounts/liuyang")
    assert (seen["name"], seen["mobile"], seen["has_password"], seen["guessing"]) == ("刘洋", "13900000001", True, WRONG_METHOD)
    locked = await tester.post("/bureau/lock", {"person": "liuyang", "method": "code"})
    assert locked["guessing"] == {**WRONG_METHOD, "code": LOCKED}
    one = comer(tester.server.services)
    assert told(await one.first()) == ("first.locked", "BJ-43")
    assert (await tester.post("/bureau/unlock", {"person": "13900000001"}))["guessing"] == WRONG_METHOD
    assert isinstance(await one.first(), AttemptView)


async def test_a_person_without_an_account_there_has_none_to_lock(tester: AtDoor) -> None:
    for method, path, body in (
        ("GET", "/bureau/accounts/liming", None),
        ("POST", "/bureau/lock", {"person": "liming"}),
        ("POST", "/bureau/unlock", {"person": "liming"}),
    ):
        assert (await tester.ask(method, path, body)).json()["code"] == "not_found"


async def test_a_name_of_both_systems_is_each_ones_own(tester: AtDoor) -> None:
    """Whose name it is depends on where one looks: at the door, or at the bureau's part of it."""
    person = {"name": "吴新", "document_type": "foreign_passport", "document_number": "P7654321"}
    made = await tester.post("/people", {**person, "bureau": {"login_name": "liming"}})
    assert (await tester.get("/people/liming"))["name"] == "李明"
    assert (await tester.get("/bureau/accounts/liming"))["person_id"] == made["person_id"]
    assert (await tester.get("/people/liuyang"))["name"] == "刘洋", "who is known at the bureau alone is known"


async def test_a_session_says_as_whom_it_acts(tester: AtDoor) -> None:
    """BJ-40, BJ-63: at a unit in a role, as oneself when that has ended; the platform's sessions act for nobody else."""
    await inside(tester.server, WU, B1)
    await inside(tester.server, LIU)
    await tester.server.signed_in()

    async def acting() -> list[Json]:
        return [each.get("acting") for each in (await tester.get("/sessions"))["sessions"]]

    at_unit = {"kind": "enterprise", "taxpayer_id": B1, "unit_name": "北京示例科技有限公司", "role": "tax_staff"}
    oneself = {"kind": "person", "taxpayer_id": None, "unit_name": None, "role": None}
    assert await acting() == [None, oneself, at_unit]
    [tie] = (await tester.get("/bureau/ties", unit=B1, person=WU))["ties"]
    await tester.delete(f"/bureau/ties/{tie['tie_id']}")
    assert await acting() == [None, oneself, oneself]


async def test_the_old_login_is_ended_and_opened_again(tester: AtDoor) -> None:
    """BJ-74."""
    assert await tester.get("/bureau/old-login") == {"on": True, "last_day": None}
    for track in ({"on": True, "last_day": "2026-12-31"}, {"on": False, "last_day": None}):
        assert await tester.put("/bureau/old-login", track) == track == await tester.get("/bureau/old-login")
    assert tester.server.services.bureau.old_logins.now() is None


async def test_a_face_is_known_or_not_and_the_level_follows(tester: AtDoor) -> None:
    """BJ-03, BJ-53: the old account's third level is what is left without it; who has none there has no face to know."""
    seen = await tester.get("/bureau/accounts/liuyang")
    assert (seen["level"], seen["facts"]) == (4, ["face", "mobile"])
    without = await tester.put("/bureau/accounts/liuyang/face", {"known": False})
    assert (without["level"], without["facts"]) == (3, ["mobile"])
    again = await tester.put("/bureau/accounts/13900000001/face", {"known": True})
    assert (again["level"], again["facts"]) == (4, ["face", "mobile"])
    assert (await tester.ask("PUT", "/bureau/accounts/liming/face", {"known": True})).json()["code"] == "not_found"


async def test_who_is_on_the_way_in(tester: AtDoor) -> None:
    """BJ-30: whose, by which entrance, and what is due; no longer than the attempt lives, and nobody before a password was right."""
    services = tester.server.services
    await comer(services).first()
    await comer(services).first(account=WU, entrance=Entrance.enterprise, taxpayer_id=B1)
    await comer(services).first(password="Wrong@2026")
    seen = (await tester.get("/bureau/attempts"))["attempts"]
    told_of = [(each["name"], each["channel"], each["entrance"], each["step"], each["taxpayer_id"], each["seconds"]) for each in seen]
    assert told_of == [("吴磊", "bureau", "enterprise", "second", B1, 600), ("刘洋", "bureau", "person", "second", "", 600)]
    await tester.advance(600)
    assert (await tester.get("/bureau/attempts"))["attempts"] == []


async def test_a_session_is_switched_under_the_users_hands(tester: AtDoor) -> None:
    """BJ-64, BJ-65, BJ-67: as the user could, and no further; the form that was drawn before is one of before."""
    server = tester.server
    session = await inside(server, LIU, B1)
    drawn = server.services.bureau.capacities.find(session).mark
    at = f"/bureau/sessions/{session.session_id}/identity"
    moved = await tester.put(at, {"identity": "enterprise", "unit": B2, "role": "tax_staff"})
    assert (moved["taxpayer_id"], moved["role"]) == (B2, "tax_staff")
    assert server.services.bureau.capacities.find(session).mark != drawn
    for wrong in ({"identity": "enterprise", "unit": B1, "role": "finance_officer"}, {"identity": "enterprise"}, {"identity": "project"}):
        assert (await tester.ask("PUT", at, wrong)).json()["code"] == "no_tie"
    assert (await tester.ask("PUT", at, {"identity": "principal", "unit": B1})).json()["code"] == "switch_not_offered"
    assert (await tester.put(at, {"identity": "person"}))["kind"] == "person"
    back = {"identity": "enterprise", "unit": B1, "role": "legal_representative"}
    assert (await tester.ask("PUT", at, back)).json()["code"] == "switch_not_offered"
    for gone in ("/bureau/sessions/999/identity", f"/bureau/sessions/{await of_the_platform(tester)}/identity"):
        refused = (await tester.ask("PUT", gone, {"identity": "person"})).json()["code"]
        assert refused in ("not_found", "switch_not_offered")


async def of_the_platform(tester: AtDoor) -> int:
    await tester.server.signed_in()
    found: int = next(each["session_id"] for each in (await tester.get("/sessions"))["sessions"] if each["channel"] == "client")
    return found
