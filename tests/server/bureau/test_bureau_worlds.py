"""Accounts at the bureau in a world's description, at the tester's door: the same rules as for a file (docs/worlds.md)."""

import pytest

from etax_client.domain.flows.attempt import AttemptView
from tests.server.bureau.attempting import comer, told
from tests.server.control.test_control_world import PERSON
from tests.server.control.testers import at_the_door
from tests.server.running import Json

WRONG_ONES = (
    ({"login_name": "liuyang"}, "bureau.login_name", "used twice"),
    ({"mobile": "13900000001"}, "bureau.mobile", "used twice"),
    ({"email": "maria.rossi@example.com"}, "bureau.email", "used twice"),
    ({"email": "Maria@example"}, "bureau.email", "e-mail address"),
    ({"login_name": "short"}, "bureau.login_name", "is not a user name"),
    ({"mobile": "1"}, "bureau.mobile", "eleven digits"),
    ({"password": "a b"}, "bureau.password", "nobody can type it"),
    ({"password": "Own@2026", "no_password": True}, "bureau.password", "that have one"),
)


@pytest.mark.parametrize(("account", "field", "why"), WRONG_ONES)
async def test_an_account_that_no_world_could_have(account: Json, field: str, why: str) -> None:
    async with at_the_door() as tester:
        reply = await tester.ask("POST", "/people", {**PERSON, "bureau": account})
        assert (reply.status_code, reply.json()["field"], why in reply.json()["detail"]) == (422, field, True)


async def test_a_person_with_an_account_at_the_bureau_is_added_and_removed() -> None:
    """BJ-13: with a password of its own there; nothing is left of it, nor for who gets the number next."""
    async with at_the_door() as tester:
        account = {"login_name": "peterpan", "mobile": "13911110002", "password": "Own@2026", "locked": "code"}
        made = await tester.post("/people", {**PERSON, "bureau": account})
        one = comer(tester.server.services)
        assert told(await one.first("Own@2026", "peterpan")) == ("first.locked", "BJ-43")
        await tester.delete(f"/people/{made['person_id']}")
        again = await tester.post("/people", {**PERSON, "bureau": {**account, "locked": None}})
        assert again["person_id"] == made["person_id"]
        assert isinstance(await one.first("Own@2026", "peterpan"), AttemptView)
