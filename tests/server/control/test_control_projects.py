"""Projects at the tester's door: as the office at home reports them, and as they are closed (BJ-72, BJ-73)."""

from tests.server.bureau.projecting import H1, PJ1, PJ3, PJ5, UNIT_1
from tests.server.bureau.tying import B1
from tests.server.control.testers import AtDoor

NEW = {"unit": H1, "number": "冀示税跨报〔2027〕0001号", "name": "示例工程"}


async def test_one_is_reported_and_closed(tester: AtDoor) -> None:
    named = {"handler": "lintao", "contact": "songyu", "place": "路", "authority": "局", "until": "2099-12-31"}
    made = await tester.post("/bureau/projects", {**NEW, **named})
    told = {"taxpayer_id": H1, "kind": "reported", "state": "reported", "place": "路", "authority": "局", "until": "2099-12-31"}
    assert told.items() <= made.items()
    assert [(each["name"], each["role"]) for each in made["people"]] == [("林涛", "handler"), ("宋玉", "contact")]
    await tester.ask("POST", f"/bureau/projects/{made['project_id']}/close")
    found = {each["project_id"]: each["state"] for each in (await tester.get("/bureau/projects", unit=H1))["projects"]}
    assert found[made["project_id"]] == "closed"
    assert (await tester.ask("POST", "/bureau/projects/9999/close")).json()["code"] == "not_found"


async def test_what_is_no_report_is_none(tester: AtDoor) -> None:
    for wrong, field in (
        ({"number": PJ1.replace("〔", "(").replace("〕", ")")}, "number"),
        ({"number": "123 号"}, "number"),
        ({"unit": B1}, "unit"),
        ({"until": "2020-01-01"}, "until"),
    ):
        reply = await tester.ask("POST", "/bureau/projects", {**NEW, **wrong})
        assert (reply.status_code, reply.json()["code"], reply.json()["field"]) == (422, "malformed", field), wrong
    for unknown in ({"unit": "999"}, {"handler": "nobody"}):
        assert (await tester.ask("POST", "/bureau/projects", {**NEW, **unknown})).json()["code"] == "not_found"


async def test_projects_are_told_of_a_unit_and_of_all(tester: AtDoor) -> None:
    every, of_unit = await tester.get("/bureau/projects"), await tester.get("/bureau/projects", unit=UNIT_1)
    assert [(each["number"], [one["name"] for one in each["people"]]) for each in of_unit["projects"]] == [(PJ5, ["陈静"])]
    states = {each["number"]: each["state"] for each in every["projects"]}
    assert (len(states), states[PJ1], states[PJ3]) == (5, "checked_in", "reported")
    assert (await tester.ask("GET", "/bureau/projects", unit="nowhere")).json()["code"] == "not_found"
