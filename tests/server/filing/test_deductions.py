"""A unit's claims: entered, downloaded, summed, and put into the month's wages (DED-01, DED-02, FLW-04)."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert

from etax_client.domain.filing.deductions.claims import ClaimField, KeptClaim
from etax_client.domain.filing.deductions.sums import DeductionPage, Downloaded, PayeeClaims, WaitingClaims
from etax_client.domain.filing.income import Item as IncomeItem
from etax_client.domain.filing.income import ReturnKind
from etax_client.domain.filing.taxes.pages import RowChange, Saved
from etax_client.domain.filing.taxes.warnings import Warned
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.withholding.deductions import Item
from etax_client.server.services.filing.deductions.claims import filed
from etax_client.server.services.why import unfit_in
from etax_client.server.store.tables import claims
from etax_client.wire.filing import deductions as wire
from tests.server.filing.books import OCTOBER, UNIT, Books, books, yuan
from tests.server.running import Running, Start, code

LOAN, RENT = {"kind": "loan", "begins": "2026-01"}, {"kind": "rent", "begins": "2026-03", "city": "large"}
CHILD = {"kind": "child", "person": "王一", "born": "2015-03-08"}


@pytest.fixture
async def ours(start: Start) -> Books:
    return await books(await start())


def typed(said: dict[str, str]) -> dict[ClaimField, str]:
    return {ClaimField(name): text for name, text in said.items()}


def add(ours: Books, payee_id: int, **said: str) -> KeptClaim:
    added = ours.filing.claims.add(ours.session, ours.unit, payee_id, typed(said))
    assert isinstance(added, KeptClaim), added
    return added


def file(ours: Books, payee_id: int, **said: str) -> None:
    """By the employee, in the APP."""
    with ours.server.services.store.write() as connection:
        connection.execute(insert(claims).values(filed(payee_id, typed(said), ours.server.clock.now())))


def amounts(ours: Books, payee_id: int) -> dict[Item, Decimal]:
    found = ours.filing.claims.one(ours.session, ours.unit, OCTOBER, payee_id)
    assert isinstance(found, PayeeClaims)
    return dict(found.line.amounts)


def why(outcome: Any) -> RefusalCode:
    assert isinstance(outcome, Refused), outcome
    return outcome.code


async def test_what_is_entered_counts_from_the_first_month_of_employment(ours: Books) -> None:
    """DED-02: cumulative to the month, of months of employment alone."""
    [one] = ours.hire("employee")
    [late] = ours.hire("employee", employed_from="2026-08-15", serial="2")
    for payee in (one, late):
        add(ours, payee, **CHILD)
        add(ours, payee, **RENT)
    assert amounts(ours, one) == {Item.children: Decimal(20_000), Item.rent: Decimal(12_000)}
    assert amounts(ours, late) == {Item.children: Decimal(6_000), Item.rent: Decimal(4_500)}
    page = ours.filing.claims.page(ours.session, ours.unit, OCTOBER, "员工2", limit=9)
    assert isinstance(page, DeductionPage)
    assert [(line.payee_id, line.claims, line.waiting, dict(line.amounts)) for line in page.lines] == [(late, 2, 0, amounts(ours, late))]


async def test_what_may_not_be_claimed_is_refused(ours: Books) -> None:
    """DED-01: a rent beside a loan, a child twice, 大病医疗, a share that is too great; ending the loan makes room for the rent."""
    [one] = ours.hire("employee")
    loan, act = add(ours, one, **LOAN), ours.filing.claims
    add(ours, one, **CHILD)
    assert why(act.add(ours.session, ours.unit, one, typed(RENT))) is RefusalCode.claims_clash
    assert why(act.add(ours.session, ours.unit, one, typed(CHILD))) is RefusalCode.claim_listed
    wrong = act.add(ours.session, ours.unit, one, typed({"kind": "illness"}))
    assert isinstance(wrong, Refused)
    assert unfit_in(wrong)["kind"].fault == "annual_only"
    share = act.add(ours.session, ours.unit, one, typed({"kind": "elder", "person": "王", "born": "1950-01-01", "amount": "1500.01"}))
    assert isinstance(share, Refused)
    assert unfit_in(share)["amount"].fault == "too_great"
    assert why(act.add(ours.session, ours.unit, 99, typed(LOAN))) is RefusalCode.payee_unknown
    ended = act.change(ours.session, ours.unit, one, loan.claim_id, 1, typed({**LOAN, "ends": "2026-02"}))
    assert isinstance(ended, KeptClaim)
    add(ours, one, **RENT)
    assert amounts(ours, one) == {Item.children: Decimal(20_000), Item.loan: Decimal(2_000), Item.rent: Decimal(12_000)}


async def test_an_outdated_version_changes_nothing(ours: Books) -> None:
    """FLW-04: who has changed it is told; a claim of somebody else's is none."""
    one, other = ours.hire("employee", "employee")
    loan, act = add(ours, one, **LOAN), ours.filing.claims
    assert isinstance(act.change(ours.session, ours.unit, one, loan.claim_id, 1, typed({**LOAN, "whole": "no"})), KeptClaim)
    refused = act.change(ours.session, ours.unit, one, loan.claim_id, 1, typed(LOAN))
    assert isinstance(refused, Refused)
    assert (refused.code, refused.changed_by) == (RefusalCode.outdated, ours.session.name)
    assert why(act.remove(ours.session, ours.unit, one, loan.claim_id, 1)) is RefusalCode.outdated
    assert why(act.remove(ours.session, ours.unit, other, loan.claim_id, 2)) is RefusalCode.claim_unknown
    assert amounts(ours, one) == {Item.loan: Decimal(5_000)}
    assert act.remove(ours.session, ours.unit, one, loan.claim_id, 2) is None
    assert amounts(ours, one) == {}


@pytest.mark.sql
async def test_what_employees_filed_counts_once_it_is_downloaded(ours: Books) -> None:
    """DED-02: it waits, and is told; one that would clash stays until the other is ended."""
    one, other = ours.hire("employee", "employee")
    loan, act = add(ours, one, **LOAN), ours.filing.claims
    for said in (CHILD, CHILD, RENT):
        file(ours, one, **said)
    file(ours, other, **RENT)
    assert act.waiting(ours.session, ours.unit) == WaitingClaims(people=2, claims=4)
    warned = ours.filing.checks.warnings(ours.session, ours.unit, OCTOBER, ReturnKind.residents).warnings
    assert [(each.payee_id, each.what) for each in warned] == [(payee, Warned.new_deductions) for payee in (one, other)]
    assert (amounts(ours, one), amounts(ours, other)) == ({Item.loan: Decimal(10_000)}, {})
    assert act.download(ours.session, ours.unit) == Downloaded(people=2, claims=2, clashing=2)
    assert amounts(ours, one) == {Item.loan: Decimal(10_000), Item.children: Decimal(20_000)}
    assert act.download(ours.session, ours.unit) == Downloaded(0, 0, clashing=2)
    assert act.remove(ours.session, ours.unit, one, loan.claim_id, 1) is None
    assert act.download(ours.session, ours.unit) == Downloaded(people=1, claims=1, clashing=1)
    assert amounts(ours, one) == {Item.rent: Decimal(12_000), Item.children: Decimal(20_000)}


@pytest.mark.sql
async def test_rows_of_wages_are_filled_in_and_taken_back(ours: Books) -> None:
    """DED-02, INC-04: only what would change is told, with its version; the old rows, saved again, are what was there."""
    one, other, third = ours.hire("employee", "employee", "employee")
    for payee in (one, other, third):
        ours.fill(payee, 10_000)
    add(ours, one, **CHILD)
    add(ours, third, kind="pension", begins="2026-02", amount="1200")
    first = ours.filing.prefilling.page(ours.session, ours.unit, OCTOBER, limit=2)
    assert ([line.row.payee_id for line in first.lines], first.looked_at, first.after) == ([one], 2, other)
    rest = ours.filing.prefilling.page(ours.session, ours.unit, OCTOBER, after=first.after, limit=2)
    assert (rest.looked_at, rest.after, rest.lines[0].amounts["private_pension"]) == (1, None, Decimal(1200))
    lines = [*first.lines, *rest.lines]
    changes = [RowChange(line.filled(line.amounts.keys()), line.version) for line in lines]
    saved = ours.filing.incomes.save(ours.session, ours.unit, OCTOBER, IncomeItem.wages, changes)
    assert isinstance(saved, Saved)
    assert ours.filing.prefilling.page(ours.session, ours.unit, OCTOBER, limit=9).lines == ()
    sums = ours.filing.incomes.sums(ours.session, ours.unit, OCTOBER, IncomeItem.wages).amounts
    assert [sums[name] for name in ("income", "children", "private_pension")] == yuan(30_000, 20_000, 1_200)
    undone = ours.filing.incomes.save(
        ours.session, ours.unit, OCTOBER, IncomeItem.wages, [RowChange(line.row, saved.version) for line in lines]
    )
    assert isinstance(undone, Saved)
    assert ours.filing.incomes.sums(ours.session, ours.unit, OCTOBER, IncomeItem.wages).amounts["children"] == 0


async def test_over_http_the_journal_is_told_and_a_closed_unit_shows_nothing(server: Running) -> None:
    """VER-04; what is asked, answered and refused is spelled alike on both sides."""
    ours = await books(server)
    [one] = ours.hire("employee")
    file(ours, one, **CHILD)
    http, month = ours.caller.http, str(OCTOBER)
    added = await http.post(wire.claims(UNIT, one), json={"claim": LOAN})
    assert (added.status_code, added.json()["texts"]) == (201, LOAN)
    assert (await http.post(wire.waiting(UNIT))).json() == {"people": 1, "claims": 1, "clashing": 0}
    shown = (await ours.caller.get(wire.of_payee(UNIT, month, one))).json()
    assert shown["line"]["amounts"] == {"children": "20000.00", "loan": "10000.00"}
    assert [claim["texts"]["kind"] for claim in shown["claims"]] == ["child", "loan"]
    clash = await http.post(wire.claims(UNIT, one), json={"claim": RENT})
    assert (clash.status_code, code(clash)) == (409, "claims_clash")
    both = await ours.caller.get(wire.deductions(UNIT, month), at=1, after=1)
    assert code(both) == "malformed"
    stranger = await server.signed_in("wangfang")
    paths = (wire.deductions(UNIT, month), wire.of_payee(UNIT, month, one), wire.prefill(UNIT, month), wire.waiting(UNIT))
    assert {code(await stranger.get(path)) for path in paths} <= {"unit_closed", "unit_not_listed"}
