"""Unit verification and the unit's home (VER, LCK-6, AUZ)."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update

from etax_client.domain.policies import Phase
from etax_client.server.store.tables import authorisations
from etax_client.wire import paths
from tests.server.running import PASSWORD, UNIT_PASSWORD, WRONG, Caller, Running, Start, code


async def fail(caller: Caller, unit_id: int, times: int) -> list[httpx.Response]:
    return [await caller.solved_verify(unit_id, WRONG) for _ in range(times)]


async def test_the_right_password_opens_the_unit(server: Running) -> None:
    """VER-01, VER-04: and it stays open to that session."""
    caller = await server.signed_in()
    assert code(await caller.get(paths.unit_home(1))) == "unit_closed"
    await server.manual.advance(minutes=5)
    opened = await caller.verify(1)
    assert opened.status_code == 200
    home = opened.json()
    assert (home["unit"]["name"], home["unit"]["opened"]) == ("广东示例查账有限公司", True)
    assert (home["tax_period"], home["opened_by"], home["role"]) == ("2026-10", "declaration_password", "tax_staff")
    assert home["masked_person"] == "李*"
    assert home["opened_at"] == "2026-11-20T02:05:00Z"
    assert home["open_until"] == "2026-11-20T14:00:00Z"
    await server.manual.advance(minutes=20)
    assert (await caller.get(paths.unit_home(1))).json() == home
    page = (await caller.get(paths.UNITS)).json()
    assert [unit["opened"] for unit in page["units"]] == [True, False, False, False, False, False]


async def test_another_session_has_to_verify_for_itself(server: Running) -> None:
    """VER-04."""
    await (await server.signed_in()).verify(1)
    assert code(await (await server.signed_in()).get(paths.unit_home(1))) == "unit_closed"


@pytest.mark.parametrize(
    ("account", "role"),
    [("liming", "tax_staff"), ("wangfang", "legal_representative"), ("zhaoqiang", "finance_officer"), ("chenjing", "tax_staff")],
)
async def test_the_home_says_what_one_is_there(server: Running, account: str, role: str) -> None:
    caller = await server.signed_in(account)
    assert (await caller.verify(1)).json()["role"] == role


async def test_without_a_right_one_has_no_role(server: Running) -> None:
    caller = await server.signed_in()
    assert (await caller.verify(5)).json()["role"] is None


@pytest.mark.sql
async def test_the_fifth_wrong_one_locks_the_unit_for_everyone(server: Running) -> None:
    """LCK-6, VER-02: one counter over all clerks and sessions; other units, and the login, are untouched."""
    one, two = await server.signed_in("liming"), await server.signed_in("wangfang")
    replies = [*await fail(one, 1, 3), *await fail(two, 1, 2)]
    assert [reply.status_code for reply in replies] == [403, 403, 403, 403, 423]
    assert [reply.json()["attempts_left"] for reply in replies] == [4, 3, 2, 1, 0]
    server.compared.clear()
    await server.manual.advance(60)
    for caller in (one, two, await server.signed_in("chenjing")):
        reply = await caller.solved_verify(1)
        assert (code(reply), reply.json()["retry_after"]) == ("locked", 7140)
    assert UNIT_PASSWORD not in server.compared
    assert (await one.get(paths.UNITS)).json()["units"][0]["locked_seconds"] == 7140
    assert (await one.solved_verify(2)).status_code == 200
    await server.manual.advance(minutes=119)
    assert (await (await server.signed_in()).solved_verify(1)).status_code == 200


@pytest.mark.sql
async def test_a_unit_locked_under_ones_hands_stays_open_to_who_is_in(server: Running) -> None:
    """VER-04: it ends by a reset or by the end of the authorisation, not by a lock."""
    inside = await server.signed_in("liming")
    await inside.verify(1)
    await fail(await server.signed_in("wangfang"), 1, 5)
    assert (await inside.get(paths.unit_home(1))).status_code == 200


async def test_unit_4_is_locked_when_the_world_is_laid(server: Running) -> None:
    caller = await server.signed_in()
    assert code(await caller.verify(4)) == "locked"
    await server.manual.advance(minutes=120)
    assert (await (await server.signed_in()).verify(4)).status_code == 200


@pytest.mark.parametrize("unit_id", ["3", "7", "9007199254740991", "0", "9007199254740992", "99999999999999999999999999", "-1"])
async def test_a_unit_that_is_not_in_the_list_does_not_exist(server: Running, unit_id: str) -> None:
    """AUZ-1: foreign and unknown ids are told apart by nothing, at what can be no id there is nothing; and no password is compared."""
    caller = await server.signed_in("wangfang")
    server.compared.clear()
    asked = {"declaration_password": UNIT_PASSWORD}
    replies = [
        await caller.http.post(paths.unit_verification(unit_id), json=asked),
        await caller.get(paths.unit_home(unit_id)),
        await caller.http.delete(paths.unit(unit_id)),
    ]
    assert {(reply.status_code, reply.content) for reply in replies} == {(404, replies[0].content)}
    assert code(replies[0]) == ("unit_not_listed" if unit_id in ("3", "7", "9007199254740991") else "not_found")
    assert server.compared == []


async def test_everything_needs_a_session(server: Running) -> None:
    """AUZ-1."""
    caller = server.caller()
    replies = [
        await caller.get(paths.UNITS),
        await caller.get(paths.UNIT_TOTALS),
        await caller.get(paths.unit_home(1)),
        await caller.verify(1),
        await caller.http.delete(paths.unit(1)),
        await caller.http.put(paths.UNIT_ORDER, json={"sort": "name", "descending": False, "moved": []}),
        await caller.http.post(paths.UNITS, json={"units": [{"taxpayer_id": "x", "confirmation": "x"}]}),
        await caller.get(paths.SESSION),
        await caller.http.delete(paths.SESSION),
    ]
    assert {code(reply) for reply in replies} == {"session_ended"}


@pytest.mark.parametrize("password", ["", "with space", "Ｕnit2026a", "x" * 65])
async def test_what_can_be_no_password_is_not_counted(server: Running, password: str) -> None:
    """LCK-8."""
    caller = await server.signed_in()
    for _ in range(6):
        reply = await caller.verify(1, password)
        assert (reply.status_code, reply.json()["field"]) == (422, "declaration_password")
    assert (await caller.verify(1)).status_code == 200


async def test_an_account_password_opens_no_unit(server: Running) -> None:
    caller = await server.signed_in()
    assert code(await caller.verify(1, PASSWORD)) == "wrong_declaration_password"


async def test_in_phase_2_the_authorised_enter_without_it(start: Start) -> None:
    """VER-03: by role or authorisation; the others give the password."""
    server = await start(phase=Phase.phase_2)
    clerk = await server.signed_in("liming")
    page = (await clerk.get(paths.UNITS)).json()
    assert [unit["opened"] for unit in page["units"]] == [True, True, True, False, False, False]
    home = await clerk.get(paths.unit_home(1))
    assert (home.status_code, home.json()["opened_by"], home.json()["role"]) == (200, "authorisation", "tax_staff")
    assert (await clerk.get(paths.unit_home(1))).json() == home.json()
    assert code(await clerk.get(paths.unit_home(5))) == "unit_closed"
    assert (await clerk.verify(5)).json()["opened_by"] == "declaration_password"
    assert (await (await server.signed_in("wangfang")).get(paths.unit_home(2))).json()["role"] == "legal_representative"
    assert (await (await server.signed_in("chenjing")).get(paths.unit_home(1))).status_code == 200


@pytest.mark.sql
async def test_in_phase_2_an_ended_authorisation_closes_what_it_opened(start: Start) -> None:
    """VER-04, AUT-04: on the next request, in open sessions too."""
    server = await start(phase=Phase.phase_2)
    clerk = await server.signed_in("liming")
    assert (await clerk.get(paths.unit_home(1))).status_code == 200
    with server.services.store.write() as connection:
        connection.execute(update(authorisations).values(valid_until=server.clock.now() + timedelta(seconds=30)))
    assert (await clerk.get(paths.unit_home(1))).status_code == 200
    await server.manual.advance(30)
    assert code(await clerk.get(paths.unit_home(1))) == "unit_closed"
    assert (await clerk.verify(1)).status_code == 200
    assert (await clerk.get(paths.unit_home(1))).json()["opened_by"] == "declaration_password"


async def test_in_phase_1_an_authorisation_opens_nothing(server: Running) -> None:
    """VER-03."""
    caller = await server.signed_in("liming")
    assert code(await caller.get(paths.unit_home(1))) == "unit_closed"
    assert [unit["opened"] for unit in (await caller.get(paths.UNITS)).json()["units"]] == [False] * 6


@pytest.mark.sql
async def test_a_unit_that_was_removed_while_its_password_was_compared_is_not_opened(server: Running) -> None:
    """AUZ-1: looked at again in the transaction that opens it."""
    caller = await server.signed_in("liming")
    guesses = server.services.guesses
    verify = guesses.hasher.verify

    async def remove_meanwhile(phc: str | None, password: object) -> bool:
        assert (await caller.http.delete(paths.unit(1))).status_code == 204
        return await verify(phc, password)  # type: ignore[arg-type]

    guesses.hasher.verify = remove_meanwhile  # type: ignore[method-assign]
    assert code(await caller.verify(1)) == "unit_not_listed"
