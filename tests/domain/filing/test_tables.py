"""Tables found by their headings (PER-05)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.filing.cells import Cell, Cells
from etax_client.domain.filing.tables import Missing, NoTable, Sought, Table, column_letters, find
from etax_client.domain.safe_text import safe_text

COLUMNS = [
    Sought("number", "工号"),
    Sought("name", "姓名", required=True),
    Sought("income", "本期收入"),
    Sought("annuity", "企业(职业)年金"),
]
ROW: list[Cell] = ["01", "李明", Decimal("12.5"), Decimal(3)]
HEADINGS: list[Cell] = ["工号", "*姓名", "本期收入", "企业(职业)年金"]


@given(st.permutations(range(4)), st.integers(0, 25), st.integers(0, 3))
def test_headings_are_found_in_any_order_and_place(order: list[int], above: int, before: int) -> None:
    blank: list[list[Cell]] = [[None]] * above
    rows: list[list[Cell]] = [["说明"], *blank, *([*[None] * before, *(row[at] for at in order)] for row in (HEADINGS, ROW))]
    found = find([Cells("填表说明", [["怎样填写"]]), Cells("Sheet1", rows)], COLUMNS, "正常工资薪金收入")
    assert isinstance(found, Table)
    assert (found.sheet, found.columns, found.ignored) == ("Sheet1", ("number", "name", "income", "annuity"), ())
    assert [(line.number, line.cells) for line in found.lines] == [(above + 3, dict(zip(found.columns, ROW, strict=True)))]


@pytest.mark.parametrize("heading", ["企业（职业）年金", " 企业(职业)\n年金 ", "＊企业(职业)年金"])
def test_a_heading_is_known_in_the_spellings_that_people_have(heading: str) -> None:
    found = find([Cells("", [["姓名", heading], ["李明", Decimal(3)]])], COLUMNS, "")
    assert isinstance(found, Table)
    assert found.lines[0].cells["annuity"] == Decimal(3)


def test_lines_without_anything_are_passed_over_and_counted() -> None:
    found = find([Cells("", [["姓名"], ["李明"], [], [None, None], ["王芳"]])], COLUMNS, "")
    assert isinstance(found, Table)
    assert [line.number for line in found.lines] == [2, 5]


def test_a_column_that_is_not_known_is_named_and_left_out() -> None:
    found = find([Cells("", [["序号", "姓名", "部门", "电话"], [Decimal(1), "李明", "财务", Decimal(13800138000)]])], COLUMNS, "")
    assert isinstance(found, Table)
    assert found.ignored == ("部门", "电话")


@pytest.mark.parametrize("amount", [Decimal("300.5"), Decimal(7), "1,200.00", "-5", "０"])
@pytest.mark.parametrize(("heading", "told"), [("奖金", "奖金"), (None, "B"), ("  ", "B")])
def test_amounts_that_would_be_lost_stop_the_import(amount: Cell, heading: Cell, told: str) -> None:
    found = find([Cells("", [["姓名", heading], ["李明", None], ["王芳", amount]])], COLUMNS, "")
    assert found == NoTable(Missing.unknown_amounts, (told,))


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ([], NoTable(Missing.headings, ("姓名",))),
        ([Cells("", [["工号", "本期收入"], ["1", "2"]])], NoTable(Missing.headings, ("姓名",))),
        ([Cells("", [["姓名", "本期收入", "本期收入"], ["李明", "1", "2"]])], NoTable(Missing.twice, ("本期收入",))),
        ([Cells("", [["姓名"], [None]])], NoTable(Missing.no_rows)),
        ([Cells("一月", [["姓名"], ["李明"]]), Cells("二月", [["姓名"], ["李明"]])], NoTable(Missing.several, ("一月", "二月"))),
        ([Cells("表", [["姓名"], ["李明"]]), Cells("表", [["姓名"], ["李明"]])], NoTable(Missing.several, ("表", "表"))),
    ],
)
def test_where_there_is_no_table_it_is_said_why(sheets: list[Cells], told: NoTable) -> None:
    assert find(sheets, COLUMNS, "表") == told


def test_of_two_sheets_that_of_the_template_s_name_is_taken() -> None:
    rows: list[list[Cell]] = [["姓名"], ["李明"]]
    found = find([Cells("草稿", rows), Cells("正常工资薪金收入", rows)], COLUMNS, "正常工资薪金收入")
    assert isinstance(found, Table)
    assert found.sheet == "正常工资薪金收入"


def test_letters_of_columns_are_those_of_a_spreadsheet() -> None:
    assert [column_letters(at) for at in (0, 25, 26, 255, 16383)] == ["A", "Z", "AA", "IV", "XFD"]


@pytest.mark.parametrize("evil", ["\x1b]52;c;aGk=\x07", "\x9b2J", "a\u202eb"])
def test_what_whoever_made_the_file_has_chosen_is_told_without_commands(evil: str) -> None:
    """TUI-1: a heading that is not known, one over amounts, the names of sheets."""
    headings: list[Cell] = ["姓名", evil]
    named = find([Cells("a", [headings, ["李明", "x"]])], COLUMNS, "b")
    assert isinstance(named, Table)
    refused = [
        find([Cells("a", [headings, ["李明", "2.00"]])], COLUMNS, "b"),
        find([Cells(f"{evil}{each}", [["姓名"], ["李明"]]) for each in "ab"], COLUMNS, "c"),
    ]
    told = [*named.ignored, *(text for each in refused if isinstance(each, NoTable) for text in each.headings)]
    assert (len(told), told) == (4, [safe_text(text) for text in told])
