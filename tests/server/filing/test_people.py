"""A unit's payees: added, changed, marked, deleted, found; sent, and answered by the simulated register (PER-01 to PER-04, FLW-04)."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from sqlalchemy import update

from etax_client.domain.filing.income import IncomeRow, Item, ReturnKind
from etax_client.domain.filing.people import Payee, PayeeField
from etax_client.domain.filing.people_states import FEEDBACK_AFTER, Outcome, PersonState
from etax_client.domain.filing.returns import Unready
from etax_client.domain.filing.taxes.pages import RowChange, Saved
from etax_client.domain.withholding.months import Month
from etax_client.server.store.tables import payees, units
from etax_client.wire import paths
from etax_client.wire.filing import people as wire
from tests.server.filing.books import OCTOBER, books
from tests.server.filing.payees import LI, NOVAK, UNIT, WANG, add, clerk, feedback, report, standing
from tests.server.filing.test_imports import begin, send, take
from tests.server.running import Caller, Running, code

WAIT = FEEDBACK_AFTER.total_seconds()


async def page(caller: Caller, unit_id: int = UNIT, **query: object) -> list[str]:
    reply = await caller.get(wire.payees(unit_id), **query)
    assert reply.status_code == 200, reply.text
    assert reply.json()["total"] >= len(reply.json()["payees"])
    return [payee["name"] for payee in reply.json()["payees"]]


async def test_nothing_of_a_unit_is_seen_or_done_while_it_is_closed(server: Running) -> None:
    """VER-04: every route; a unit that is on nobody's list does not exist."""
    payee = await add(await clerk(server), WANG)
    stranger, path = await server.signed_in(), wire.payee(UNIT, payee["payee_id"])
    gets = [wire.payees(UNIT), wire.counts(UNIT), path]
    posts = [(wire.payees(UNIT), {"facts": WANG}), (wire.reports(UNIT), {}), (wire.feedback(UNIT), None), (wire.verifications(UNIT), {})]
    asked = [await stranger.get(each) for each in gets]
    asked += [await stranger.http.post(each, json=body) for each, body in posts]
    asked += [await stranger.http.put(path, json={"version": 1, "facts": WANG})]
    asked += [await stranger.http.put(f"{path}/state", json={"version": 1, "person": "abnormal"})]
    asked += [await stranger.http.delete(f"{path}?version=1")]
    assert {code(reply) for reply in asked} == {"unit_closed"}
    assert code(await stranger.get(wire.payees(7))) == "unit_not_listed"


async def test_someone_is_added_once(server: Running) -> None:
    """PER-02: judged as in the form; what the number tells is filled in."""
    caller = await clerk(server)
    added = await add(caller, {**WANG, "mobile": " 138 0000 0001"})
    assert (added["sex"], added["birth"], added["nationality"], added["mobile"]) == ("女", "1982-03-15", "CN", "13800000001")
    assert (added["version"], added["changed_by"], added["changed_at"]) == (1, "李明", "2026-11-20T02:00:00Z")
    again = await caller.http.post(wire.payees(UNIT), json={"facts": {**WANG, "name": "王方"}})
    assert (code(again), again.json()["field"]) == ("payee_listed", "document_number")
    wrong = await caller.http.post(wire.payees(UNIT), json={"facts": {**LI, "bank": "银行"}})
    assert (code(wrong), wrong.json()["field"]) == ("malformed", "bank_account")
    unknown = await caller.http.post(wire.payees(UNIT), json={"facts": {**LI, "salary": "1"}})
    assert (code(unknown), await page(caller)) == ("malformed", ["王芳"])
    elsewhere = await clerk(server, unit_id=1)
    assert (await add(elsewhere, WANG, 1))["payee_id"] != added["payee_id"], "another unit may pay them too"


async def test_who_saves_an_outdated_version_is_told_who_changed_it(server: Running) -> None:
    """FLW-04: nothing of the other's is lost, whatever is done with the old one."""
    mine, theirs = await clerk(server, unit_id=1), await clerk(server, "wangfang", 1)
    payee = await add(mine, WANG, 1)
    path = wire.payee(1, payee["payee_id"])
    await server.manual.advance(minutes=1)
    changed = await theirs.http.put(path, json={"version": 1, "facts": {**WANG, "remark": "a"}})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    asked = [
        await mine.http.put(path, json={"version": 1, "facts": {**WANG, "remark": "b"}}),
        await mine.http.put(f"{path}/state", json={"version": 1, "person": "abnormal"}),
        await mine.http.delete(f"{path}?version=1"),
    ]
    for reply in asked:
        told = (code(reply), reply.json()["changed_by"], reply.json()["changed_at"])
        assert told == ("outdated", "王芳", "2026-11-20T02:01:00Z")
    assert (await mine.get(path)).json()["remark"] == "a"


async def test_who_was_reported_is_marked_and_not_deleted(server: Running) -> None:
    """PER-03."""
    caller = await clerk(server)
    first, second = [(await add(caller, each))["payee_id"] for each in (WANG, LI)]
    assert await report(caller, first) == 1
    path = wire.payee(UNIT, first)
    assert code(await caller.http.delete(f"{path}?version=1")) == "payee_reported"
    assert code(await caller.http.put(path, json={"version": 1, "facts": WANG})) == "payee_awaiting"
    assert code(await caller.http.put(f"{path}/state", json={"version": 1, "person": "abnormal"})) == "payee_awaiting"
    await server.manual.advance(WAIT)
    await feedback(caller)
    marked = await caller.http.put(f"{path}/state", json={"version": 1, "person": "abnormal"})
    assert marked.json()["standing"] == {"person": "abnormal", "report": "pending", "identity": "failed", "was_reported": True}
    assert (await caller.http.delete(f"{wire.payee(UNIT, second)}?version=1")).status_code == 204
    assert await page(caller) == ["王芳"]


@pytest.mark.sql
async def test_reports_are_answered_after_a_while_by_the_worlds_people(server: Running) -> None:
    """PER-04: another name for the number fails the identity, unless a tester has fixed the outcome; a passport is in no register."""
    caller = await clerk(server)
    wang, li, novak = [(await add(caller, each))["payee_id"] for each in (WANG, LI, NOVAK)]
    fourth = (await add(caller, {**WANG, "document_number": "440199199912010018", "sex": "", "name": "许可"}))["payee_id"]
    with server.services.store.write() as connection:
        fixed = {"outcome": Outcome.refused.value, "outcome_reason": "人员信息有误"}
        connection.execute(update(payees).where(payees.c.id == fourth).values(fixed))
        connection.execute(update(payees).where(payees.c.id == wang).values(outcome="passed"))
    assert (await report(caller), await report(caller)) == (4, 0)
    assert await feedback(caller) == {"accepted": 0, "failed": 0, "waiting": 4, "seconds": WAIT}
    await server.manual.advance(WAIT)
    assert await feedback(caller) == {"accepted": 3, "failed": 1, "waiting": 0, "seconds": 0}
    assert await standing(caller, wang) == ("normal", "accepted", "passed")
    assert await standing(caller, li) == ("normal", "accepted", "failed")
    assert await standing(caller, novak) == ("normal", "accepted", "deferred")
    assert await standing(caller, fourth) == ("normal", "failed", "unverified")
    assert (await caller.get(wire.payee(UNIT, fourth))).json()["reason"] == "人员信息有误"
    counts = (await caller.get(wire.counts(UNIT))).json()
    assert counts == {
        "person": {"normal": 4},
        "report": {"accepted": 3, "failed": 1},
        "identity": {"unverified": 1, "passed": 1, "failed": 1, "deferred": 1},
    }
    with server.services.store.write() as connection:
        connection.execute(update(payees).where(payees.c.id == li).values(outcome="passed"))
    again = await caller.http.post(wire.verifications(UNIT), json={})
    assert (again.json(), await standing(caller, li)) == ({"found": 1}, ("normal", "accepted", "passed"))


async def test_a_name_or_a_number_is_mended_one_at_a_time_and_verified_anew(server: Running) -> None:
    """PER-04."""
    caller = await clerk(server)
    payee = (await add(caller, WANG))["payee_id"]
    await report(caller)
    await server.manual.advance(WAIT)
    await feedback(caller)
    path = wire.payee(UNIT, payee)
    both = await caller.http.put(path, json={"version": 1, "facts": {**LI, "sex": ""}})
    assert (code(both), both.json()["field"]) == ("malformed", "document_number")
    assert (await caller.http.put(path, json={"version": 1, "facts": {**WANG, "name": "王方"}})).status_code == 200
    assert await standing(caller, payee) == ("normal", "pending", "unverified")


async def test_an_act_under_a_key_is_done_once(server: Running) -> None:
    """IDM-1."""
    caller = await clerk(server)
    key = {paths.KEY_HEADER: "a" * 20}
    replies = [await caller.http.post(wire.payees(UNIT), json={"facts": WANG}, headers=key) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [201, 201]
    assert replies[0].json() == replies[1].json()
    assert await page(caller) == ["王芳"]


@pytest.mark.sql
async def test_the_list_is_searched_filtered_and_sorted_page_by_page(server: Running) -> None:
    """PER-01: by any part of the name, its initials or the number; a page beside a payee goes on where the last one ended."""
    caller = await clerk(server)
    ouyang = {**WANG, "name": "欧阳娜", "document_number": "440199199912010018", "sex": ""}
    wang, *_ = [(await add(caller, typed))["payee_id"] for typed in (WANG, LI, NOVAK, ouyang)]
    entered = ["王芳", "李思远", "PETER NOVAK", "欧阳娜"]
    assert await page(caller) == entered
    assert await page(caller, sort="name") == ["PETER NOVAK", "李思远", "欧阳娜", "王芳"]
    assert await page(caller, sort="number", descending=True) == ["PETER NOVAK", "欧阳娜", "李思远", "王芳"]
    for text, found in (
        ("ly", []),
        ("LSY", ["李思远"]),
        ("novak", ["PETER NOVAK"]),
        ("芳", ["王芳"]),
        ("%", []),
        ("2026", ["PETER NOVAK"]),
    ):
        assert await page(caller, text=text) == found
    await report(caller, wang)
    assert await page(caller, report_state="awaiting") == ["王芳"]
    assert await page(caller, identity_state="unverified", text="199") == ["李思远", "欧阳娜"]
    ids = [payee["payee_id"] for payee in (await caller.get(wire.payees(UNIT), sort="name")).json()["payees"]]
    assert await page(caller, sort="name", after=ids[1], limit=1) == ["欧阳娜"]
    assert await page(caller, sort="name", before=ids[2], limit=2) == ["PETER NOVAK", "李思远"]
    assert await page(caller, sort="name", descending=True, after=ids[2]) == ["李思远", "PETER NOVAK"]
    assert code(await caller.get(wire.payees(UNIT), after=999)) == "payee_unknown"


async def test_the_people_of_a_large_unit_are_made_when_it_is_entered(server: Running) -> None:
    """PER-01: no start waits for them; each has a number of their own that is a number."""
    with server.services.store.write() as connection:
        connection.execute(update(units).where(units.c.id == UNIT).values(made_up_people=250))
    caller = await clerk(server)
    reply = (await caller.get(wire.payees(UNIT), limit=200)).json()
    assert reply["total"] == 250
    one = (await caller.get(wire.payee(UNIT, reply["payees"][0]["payee_id"]))).json()
    facts = {name: one[name] for name in ("name", "document_type", "document_number", "employment", "mobile", "employed_from")}
    assert (await caller.http.put(wire.payee(UNIT, one["payee_id"]), json={"version": 1, "facts": facts})).status_code == 200
    assert (await (await clerk(server)).get(wire.counts(UNIT))).json()["person"] == {"normal": 250}


async def test_what_was_filled_in_for_who_is_paid_no_more_goes(server: Running) -> None:
    """PER-03: in months that are not declared yet; others' rows stay."""
    ours = await books(server)
    added = ours.filing.payees.add(ours.session, ours.unit, {PayeeField(name): text for name, text in WANG.items()})
    assert isinstance(added, Payee)
    first, [second] = added.payee_id, ours.hire("employee")
    with server.services.store.write() as connection:
        connection.execute(update(payees).values(report_state="accepted"))
    changes = [RowChange(IncomeRow(each, {"income": Decimal(100)})) for each in (first, second)]
    assert isinstance(ours.filing.incomes.save(ours.session, ours.unit, OCTOBER, Item.wages, changes), Saved)
    marked = ours.filing.payees.mark(ours.session, ours.unit, first, 1, PersonState.abnormal)
    assert isinstance(marked, Payee)
    left = ours.filing.incomes.page(ours.session, ours.unit, OCTOBER, Item.wages, limit=10)
    assert [line.row.payee_id for line in left.lines] == [second]


async def test_what_decides_a_tax_makes_it_outdated(server: Running) -> None:
    """CAL-09: by form, by sheet and by feedback, in the same moment too; a remark decides nothing, and what is in force stands."""
    ours = await books(server)
    caller, filed = await clerk(server), Month(2026, 9)
    payee_id = (await add(caller, WANG))["payee_id"]
    path = wire.payee(UNIT, payee_id)

    async def change(facts: Mapping[str, str]) -> None:
        version = (await caller.get(path)).json()["version"]
        assert (await caller.http.put(path, json={"version": version, "facts": facts})).status_code == 200

    async def answer() -> None:
        await report(caller)
        await server.manual.advance(WAIT)
        await feedback(caller)

    await answer()
    await ours.file(filed, (payee_id, 8_000))
    ours.fill(payee_id, 8_000)
    assert not (await ours.calculate()).outdated
    await change({**WANG, "remark": "a"})
    await answer()
    assert not (await ours.calculate()).outdated
    await change({**WANG, "takes_basic_deduction": "no"})
    await answer()
    assert (ours.month().outdated, ours.month().unready) == (True, (Unready.outdated,))
    assert not ours.month(filed).outdated
    assert not (await ours.calculate()).outdated
    import_id = await begin(caller)
    await send(caller, import_id, {**WANG, "takes_basic_deduction": "yes"})
    assert await take(caller, import_id) == {"added": 0, "changed": 1}
    assert ours.month().outdated
    await ours.calculate()
    await answer()
    assert ours.month().outdated, "who was not 报送成功 had no tax"
    ours.filing.returns.correct(ours.session, UNIT, filed, ReturnKind.residents)
    assert ours.month(filed).outdated, "a correction is of those who are paid as they are now"
