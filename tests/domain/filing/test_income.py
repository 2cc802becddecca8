"""INC-01, INC-02: the sheets' columns, and what may stand in a row."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing import income
from etax_client.domain.filing.income import ITEMS, Content, IncomeRow, Item, Labour, ReturnKind, RowKey, Unfit, Use

CENTS = st.decimals(min_value=0, max_value=income.GREATEST, places=2)


@pytest.mark.parametrize(
    ("item", "title", "count", "required"),
    [
        (Item.wages, "正常工资薪金收入", 29, ["姓名", "证件类型", "证件号码"]),
        (Item.bonus, "全年一次性奖金收入", 11, ["姓名", "证件类型", "证件号码", "全年一次性奖金额"]),
        (Item.labour, "劳务报酬所得", 14, ["姓名", "证件类型", "证件号码", "所得项目", "收入"]),
        (Item.continuing, "连续劳务报酬所得", 14, ["姓名", "证件类型", "证件号码", "所得项目", "收入"]),
    ],
)
def test_sheets(item: Item, title: str, count: int, required: list[str]) -> None:
    """INC-02."""
    sheet = ITEMS[item]
    assert (sheet.title, len(sheet.columns)) == (title, count)
    assert [column.heading for column in sheet.columns if column.required] == required
    assert [column.heading for column in sheet.columns[:4]] == ["工号", "姓名", "证件类型", "证件号码"]
    assert sheet.columns[-1].heading == "备注"


def test_every_item_has_a_sheet_of_one_return() -> None:
    """INC-01, FLW-02; an amount of one name means the same in all sheets."""
    assert set(ITEMS) == set(Item) == {*income.items_of(ReturnKind.residents), *income.items_of(ReturnKind.nonresidents)}
    assert len(income.items_of(ReturnKind.residents)) == 6
    uses: dict[str, Use | None] = {}
    for sheet in ITEMS.values():
        for kept in ("name", "heading"):
            names = [getattr(column, kept) for column in sheet.columns]
            assert len(names) == len(set(names))
        for name, column in sheet.amounts.items():
            assert column.use is not None
            assert uses.setdefault(name, column.use) is column.use
        assert (sheet.labours != ()) is any(column.content is Content.choice for column in sheet.columns)
    assert set(income.AMOUNTS) == set(uses)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", "0"),
        ("12,345.60", "12345.60"),
        ("１２．５", "12.5"),
        (" 7. ", "7"),
        (".5", "0.5"),
        ("99999999.99", "99999999.99"),
        ("1.500", "1.5"),
    ],
)
def test_amounts_that_are_read(typed: str, amount: str) -> None:
    assert income.read_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        *[("", Fault.empty), (" ", Fault.empty), ("-1", Fault.negative), ("1.005", Fault.decimals), ("100000000", Fault.too_great)],
        *[(each, Fault.form) for each in ("1e5", "1,23", "abc", "NaN", "1 2", "+5", "¥5", "1.2.3", ".", "١٢")],
    ],
)
def test_amounts_that_are_not(typed: str, fault: Fault) -> None:
    """INC-02: nothing is rounded behind the user's back."""
    assert income.read_amount(typed) == Invalid(fault)


@given(CENTS)
def test_what_is_written_is_read_again(amount: Decimal) -> None:
    assert income.read_amount(income.write_amount(amount)) == amount


@given(st.text(max_size=12))
def test_no_text_ends_it(typed: str) -> None:
    read = income.read_amount(typed)
    assert isinstance(read, Invalid) or 0 <= read <= income.GREATEST


def test_rows_that_fit() -> None:
    assert income.judge(Item.wages, IncomeRow(1)) == ()
    assert income.judge(Item.labour, IncomeRow(1, {"income": Decimal(800)}, Labour.single, place=2)) == ()


@pytest.mark.parametrize(
    ("item", "row", "unfit"),
    [
        (Item.bonus, IncomeRow(1), [("income", Fault.empty)]),
        (
            Item.wages,
            IncomeRow(1, {"income": Decimal("1.001"), "tibet": Decimal(-1)}),
            [("income", Fault.decimals), ("tibet", Fault.negative)],
        ),
        (Item.wages, IncomeRow(1, {"income": Decimal("NaN")}), [("income", Fault.form)]),
        (Item.wages, IncomeRow(1, {"income": Decimal("1E8")}), [("income", Fault.too_great)]),
        (Item.wages, IncomeRow(1, {"permitted_taxes": Decimal(1)}), [("amounts", Fault.form)]),
        (Item.wages, IncomeRow(1, place=2), [("place", Fault.too_great)]),
        (Item.wages, IncomeRow(1, labour=Labour.single), [("labour", Fault.form)]),
        (Item.wages, IncomeRow(1, remark="x" * 201), [("remark", Fault.too_long)]),
        (Item.wages, IncomeRow(1, remark="\x1b"), [("remark", Fault.character)]),
        (Item.labour, IncomeRow(1, {"income": Decimal(1)}), [("labour", Fault.empty)]),
        (Item.labour, IncomeRow(1, {"income": Decimal(1)}, Labour.continuing), [("labour", Fault.form)]),
    ],
)
def test_rows_that_do_not(item: Item, row: IncomeRow, unfit: list[tuple[str, Fault]]) -> None:
    """INC-02."""
    assert income.judge(item, row) == tuple(Unfit(column, Invalid(fault)) for column, fault in unfit)


def test_sums_and_what_each_amount_is_for() -> None:
    """CAL-02."""
    row = IncomeRow(1, {"income": Decimal(9), "pension": Decimal(2), "medical": Decimal(1), "treaty": Decimal("0.5")})
    assert income.sums([row, IncomeRow(2, {"income": Decimal(1)})])["income"] == 10
    assert income.used(Item.wages, row) == {Use.income: 9, Use.insurance: 3, Use.reliefs: Decimal("0.5")}
    assert income.twice([row, IncomeRow(2), IncomeRow(1)]) == (RowKey(1),)
