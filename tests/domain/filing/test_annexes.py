"""What stands in an annex's line, and which columns of income need one (SUB-01)."""

from decimal import Decimal

import pytest

from etax_client.domain.faults import Fault
from etax_client.domain.filing.annexes.annexes import (
    AMOUNTS,
    COUNTED,
    FORMS,
    TEXTS,
    Annex,
    AnnexLine,
    Matter,
    annexes_of,
    counts_as,
    items_with,
    judge,
)
from etax_client.domain.filing.income import ITEMS, Item, ReturnKind
from etax_client.domain.units.taxpayer_ids import credit_code_check
from etax_client.domain.withholding.months import Month

OCTOBER, RESIDENTS = Month(2026, 10), ReturnKind.residents
CODE = "53100000500006300" + credit_code_check("53100000500006300")
HEALTH = AnnexLine(
    1, Item.wages, {"document": "110101202600000001", "day": "2026-01-01"}, {"monthly": Decimal(200), "amount": Decimal(200)}
)
DONATION = AnnexLine(
    1,
    Item.wages,
    {"receiver": "希望工程", "receiver_id": CODE, "document": "A-1", "day": "2026-10-31", "share": "30"},
    {"donated": Decimal("500.50"), "amount": Decimal("500.50")},
)
RELIEF = AnnexLine(1, Item.bonus, {"matter": "treaty", "document": "中新协定第十五条"}, {"amount": Decimal("0.01")})
PENSION = AnnexLine(
    1, Item.continuing, {"document": "3100", "check_code": "77"}, {"yearly": Decimal(6000), "monthly": Decimal(500), "amount": Decimal(500)}
)
RIGHT = {Annex.health_insurance: HEALTH, Annex.donations: DONATION, Annex.reliefs: RELIEF, Annex.deferred_pension: PENSION}


def faults(annex: Annex, line: AnnexLine, **changes: object) -> list[tuple[str, Fault]]:
    """Of a line that is right but for these columns."""
    texts = {**line.texts, **{name: str(value) for name, value in changes.items() if name in TEXTS}}
    amounts = {**line.amounts, **{name: Decimal(str(value)) for name, value in changes.items() if name in AMOUNTS}}
    item = Item(str(changes.get("item", line.item)))
    changed = AnnexLine(1, item, texts, amounts, int(str(changes.get("place", 1))))
    return [(each.column, each.invalid.fault) for each in judge(annex, changed, RESIDENTS, OCTOBER)]


@pytest.mark.parametrize("annex", Annex)
def test_a_line_that_is_filled_in_whole_is_right(annex: Annex) -> None:
    assert faults(annex, RIGHT[annex]) == []


@pytest.mark.parametrize("annex", Annex)
def test_what_is_needed_is_named_where_it_lacks(annex: Annex) -> None:
    """In the order of the form."""
    needed = [column.name for column in FORMS[annex].columns if column.required and column.name != "item"]
    assert [name for name, _ in faults(annex, AnnexLine(1, RIGHT[annex].item))] == needed


@pytest.mark.parametrize(
    ("annex", "changes", "expected"),
    [
        (Annex.health_insurance, {"amount": "200.01", "monthly": 300}, ("amount", Fault.too_great)),  # 财税〔2017〕39号
        (Annex.health_insurance, {"amount": "150", "monthly": 100}, ("amount", Fault.too_great)),
        (Annex.deferred_pension, {"amount": "1000.01", "monthly": 2000}, ("amount", Fault.too_great)),  # 财税〔2018〕22号
        (Annex.donations, {"amount": "500.51"}, ("amount", Fault.too_great)),
        (Annex.donations, {"amount": "0.001"}, ("amount", Fault.decimals)),
        (Annex.donations, {"amount": "-1"}, ("amount", Fault.negative)),
        (Annex.donations, {"day": "2026-11-01"}, ("day", Fault.too_great)),
        (Annex.donations, {"day": "20261001"}, ("day", Fault.form)),
        (Annex.donations, {"receiver_id": CODE[:17] + ("A" if CODE[17] != "A" else "C")}, ("receiver_id", Fault.checksum)),
        (Annex.donations, {"share": "50"}, ("share", Fault.form)),
        (Annex.donations, {"receiver": "好\x1b[2J"}, ("receiver", Fault.character)),
        (Annex.donations, {"receiver": "好" * 61}, ("receiver", Fault.too_long)),
        (Annex.donations, {"item": "labour"}, ("item", Fault.form)),  # it has no such column
        (Annex.donations, {"item": "nonresident_wages"}, ("item", Fault.form)),
        (Annex.donations, {"matter": "other"}, ("matter", Fault.form)),
        (Annex.donations, {"place": 10}, ("place", Fault.form)),
    ],
)
def test_what_is_wrong_is_told_by_its_column(annex: Annex, changes: dict[str, object], expected: tuple[str, Fault]) -> None:
    assert faults(annex, RIGHT[annex], **changes) == [expected]


def test_a_relief_stands_behind_the_column_that_it_is_for() -> None:
    counted = {matter: counts_as(Annex.reliefs, AnnexLine(1, Item.wages, {"matter": matter.value})) for matter in Matter}
    assert counted[Matter.exempt] == "exempt"
    assert counted[Matter.treaty] == "treaty"
    assert {counted[each] for each in (Matter.hardship, Matter.disaster, Matter.other)} == {"reliefs"}
    assert all(counts_as(annex, RIGHT[annex]) == annex.value for annex in Annex if annex is not Annex.reliefs)


def test_annexes_are_about_columns_that_there_are() -> None:
    """Non-residents insure nothing here."""
    assert annexes_of(RESIDENTS) == tuple(Annex)
    assert annexes_of(ReturnKind.nonresidents) == (Annex.reliefs, Annex.donations)
    for name, annex in COUNTED.items():
        assert all(name in ITEMS[item].amounts or annex is Annex.reliefs for item in items_with(annex, RESIDENTS))
