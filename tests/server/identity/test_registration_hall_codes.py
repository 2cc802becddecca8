"""Hall codes at registration: bound to one identity, used once, for seven days, and few wrong ones (REG-02, COD-5)."""

from datetime import timedelta

from tests.server.identity.registering import SMITH, applicant, issue, sms_code
from tests.server.running import Running, code

WRONG = "ZZZZZZ"
LI = {"document_type": "resident_id", "number": "440199198805120030", "name": "李明"}


async def test_the_fifth_wrong_hall_code_locks_this_way_and_voids_the_code(server: Running) -> None:
    """REG-02, COD-5: 120 minutes for this document, with a countdown; the hall may issue a new one at once."""
    issue(server)
    one = await applicant(server).with_code()
    left = [(await one.hall_code(WRONG)).json()["attempts_left"] for _ in range(4)]
    assert left == [4, 3, 2, 1]
    locked = await one.hall_code(WRONG)
    assert (code(locked), locked.json()["retry_after"]) == ("locked", 7200)
    assert code(await one.hall_code()) == "locked"
    await server.manual.advance(7200)
    later = await applicant(server).with_code()
    assert code(await later.hall_code()) == "wrong_hall_code"
    issue(server, code="NEW234")
    assert (await later.hall_code("NEW234")).json()["step"] == "settings"


async def test_a_new_hall_code_lifts_the_lock(server: Running) -> None:
    """LOG-06: someone has come with papers."""
    issue(server)
    one = await applicant(server).with_code()
    for _ in range(5):
        await one.hall_code(WRONG)
    issue(server, code="NEW234")
    assert (await one.hall_code("NEW234")).is_success


async def test_a_document_without_a_code_looks_like_one_with(server: Running) -> None:
    """COD-5: unknown and wrong are told apart by nothing."""
    issue(server)
    with_code, without = await applicant(server).with_code(), await applicant(server).with_code(LI)
    for _ in range(6):
        one, other = await with_code.hall_code(WRONG), await without.hall_code(WRONG)
        assert (one.status_code, one.content) == (other.status_code, other.content)


async def test_a_code_is_bound_to_its_identity(server: Running) -> None:
    """REG-02: type, number, name and nationality must match."""
    issue(server, SMITH)
    for changed in ({"name": "MARY JONAS"}, {"nationality": "US"}, {"number": "AB1234568"}, {"document_type": "work_permit_a"}):
        one = await applicant(server).with_code({**SMITH, **changed})
        assert code(await one.hall_code()) == "wrong_hall_code"
    same = await applicant(server).with_code({**SMITH, "name": "Mary  Jones"})
    assert (await same.hall_code()).is_success


async def test_a_code_is_good_for_seven_days(server: Running) -> None:
    """REG-02, by the server's clock; a newer one replaces the older."""
    issue(server)
    await server.manual.advance(timedelta(days=7).total_seconds() - 1)
    assert (await (await applicant(server).with_code()).hall_code()).is_success
    await server.manual.advance(1)
    assert code(await (await applicant(server).with_code()).hall_code()) == "wrong_hall_code"
    issue(server, code="OLD234")
    issue(server, code="NEW234")
    one = await applicant(server).with_code()
    assert code(await one.hall_code("OLD234")) == "wrong_hall_code"
    assert (await one.hall_code("NEW234")).is_success


async def test_a_code_is_used_once(server: Running) -> None:
    """REG-02: used up by the account, not by a look."""
    issue(server)
    await applicant(server).at_settings()
    first = await applicant(server).at_code()
    second = await applicant(server).at_settings()
    assert (await second.set_up(login_name="other", mobile="13800000019")).is_success
    assert (await first.finish()).json()["step"] == "done"
    await second.send_code()
    assert code(await second.finish(sms_code(server, "13800000019"))) == "already_registered"


async def test_thirty_wrong_codes_a_minute_from_one_address(server: Running) -> None:
    """COD-5."""
    seen = []
    for each in range(8):
        one = await applicant(server).with_code({**SMITH, "number": f"AB123456{each}"})
        seen += [code(await one.hall_code(WRONG)) for _ in range(4)]
    assert seen == ["wrong_hall_code"] * 30 + ["too_many"] * 2
    await server.manual.advance(60)
    assert (await (await applicant(server).with_code()).hall_code(WRONG)).json()["code"] == "wrong_hall_code"
