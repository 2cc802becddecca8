"""What is claimed, as it is typed: each kind with its fields, what may not stand side by side, months of employment (DED-01, DED-02)."""

from datetime import date
from decimal import Decimal

import pytest

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing.deductions.claims import (
    FIELDS,
    ClaimField,
    ClaimKind,
    Misfit,
    claim_in,
    clashes,
    is_required,
    judge,
    same_child,
)
from etax_client.domain.filing.deductions.sums import employed
from etax_client.domain.withholding.deductions import Claim, Item, amount_in, cumulative, item_of
from etax_client.domain.withholding.months import Month

TODAY = date(2026, 11, 20)
TYPED = {"person": "王一", "born": "2015-03-08", "begins": "2026-01", "ends": "2026-09", "whole": "no", "city": "middle", "amount": "1000"}
WORTH = {"child": 1000, "infant": 0, "degree": 400, "certificate": 0, "loan": 500, "rent": 1100, "elder": 1000, "pension": 0}


def texts(kind: str, **said: str) -> dict[ClaimField, str]:
    return {ClaimField(name): text for name, text in {"kind": kind, **said}.items()}


def claim(kind: str, **said: str) -> Claim:
    judged = judge(texts(kind, **said), TODAY)
    assert judged.claim is not None, judged.faults
    return judged.claim


@pytest.mark.parametrize("kind", ClaimKind)
def test_what_is_judged_is_spelled_and_read_again_alike(kind: ClaimKind) -> None:
    """Every kind, with all its fields; each is worth what the law says."""
    born = "1950-01-01" if kind is ClaimKind.elder else "2015-03-08"
    judged = judge(texts(kind, **{**TYPED, "born": born, "ends": "2027-09"}), TODAY)
    assert judged.faults == {}
    assert judged.claim is not None
    assert claim_in(judged.texts) == judged.claim
    assert set(judged.texts) == {ClaimField.kind, *FIELDS[kind]}
    assert amount_in(judged.claim, Month(2026, 8)) == WORTH[kind]
    assert item_of(judged.claim) in Item
    needed = {each for each in FIELDS[kind] if is_required(kind, each)}
    assert judge(texts(kind), TODAY).faults == dict.fromkeys(sorted(needed, key=list(ClaimField).index), Invalid(Fault.empty))


@pytest.mark.parametrize(
    ("kind", "said", "field", "fault"),
    [
        ("illness", {}, "kind", Misfit.annual_only),
        ("", {}, "kind", Invalid(Fault.empty)),
        ("pet", {}, "kind", Misfit.not_offered),
        ("child", {"born": "2026-11-21"}, "born", Misfit.in_future),
        ("child", {"ends": "2015-02"}, "ends", Misfit.too_early),
        ("child", {"whole": "half"}, "whole", Misfit.not_offered),
        ("loan", {"begins": "2026-10"}, "ends", Misfit.too_early),
        ("loan", {"begins": "2026"}, "begins", Invalid(Fault.form)),
        ("rent", {"city": "Paris"}, "city", Misfit.not_offered),
        ("elder", {"amount": "1500.01"}, "amount", Invalid(Fault.too_great)),
        ("elder", {"amount": "0"}, "amount", Misfit.nothing),
        ("elder", {"person": "王" * 51}, "person", Invalid(Fault.too_long)),
        ("pension", {"amount": "12000.01"}, "amount", Invalid(Fault.too_great)),
    ],
)
def test_what_is_wrong_is_said_of_its_field(kind: str, said: dict[str, str], field: str, fault: object) -> None:
    assert judge(texts(kind, **{**TYPED, **said}), TODAY).faults == {ClaimField(field): fault}


def test_a_loan_and_a_rent_clash_where_they_meet() -> None:
    loan, early = claim("loan", begins="2020-01", ends="2026-05"), claim("rent", begins="2019-01", ends="2019-12", city="large")
    assert not clashes([loan, early, claim("rent", begins="2026-06", city="large")])
    assert clashes([loan, early, claim("rent", begins="2026-05", city="large")])
    assert clashes([claim("loan", begins="2006-06"), claim("rent", begins="2026-05", city="small")])
    assert not clashes([claim("loan", begins="2006-05"), claim("rent", begins="2026-05", city="small")]), "over after 240 months"


def test_a_child_is_claimed_once_and_may_grow_up() -> None:
    one = texts("child", person="王一", born="2015-03-08")
    assert same_child(one, {**one, ClaimField.whole: "no"})
    assert not same_child(one, texts("child", person="王二", born="2015-03-08"))
    assert not same_child(one, texts("infant", person="王一", born="2015-03-08"))
    assert not same_child(texts("degree"), texts("degree"))


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (None, None, 10),
        (date(2020, 3, 1), None, 10),
        (date(2026, 7, 31), None, 4),
        (None, date(2026, 8, 1), 8),
        (date(2026, 11, 1), None, 0),
    ],
)
def test_months_of_employment_are_those_of_the_year(since: date | None, until: date | None, months: int) -> None:
    """DED-02: what fell into them is what an item comes to."""
    found = employed(Month(2026, 10), since, until)
    assert len(found) == months
    assert cumulative([claim("rent", begins="2020-01", city="large")], found)[Item.rent] == Decimal(1500) * months
