"""Spreadsheets of every kind and state, and those that are traps (PER-05)."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from etax_client.domain.filing.cells import Cell, Unreadable
from etax_client.sheets.packages import MOST_COLUMNS, MOST_ROWS, _Texts
from etax_client.sheets.reading import MOST_BYTES, read
from etax_client.sheets.writing import Heading, Written, defused, write

FILES = Path(__file__).parent / "files"
"""What no library that is kept can write: a workbook of Excel 97, and one with a password."""
PEOPLE = Written("人员信息", [Heading("*姓名"), Heading("*证件号码")], [["李明", "11010119900307002X"]])


def changed(change: Callable[[str], str], part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook one of whose parts someone has changed by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write([PEOPLE]))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, change(text) if name == part else text)
    return out.getvalue()


def with_cell(xml: str) -> bytes:
    return changed(lambda sheet: sheet.replace("</sheetData>", f"{xml}</sheetData>"))


def test_what_is_written_is_read_again() -> None:
    row: list[Cell] = ["李明", "110101199003070000", Decimal("12345.67"), Decimal("0.10"), date(2026, 1, 5), None, "=1+1"]
    sheets = read(write([Written("表", [Heading(f"列{at}") for at in range(7)], [row], above="模拟环境 仅供练习")]))
    assert not isinstance(sheets, Unreadable)
    assert sheets[0].sheet == "表"
    assert sheets[0].rows[0][0] == "模拟环境 仅供练习"
    assert list(sheets[0].rows[2]) == [*row[:6], defused("=1+1")]


def test_a_workbook_of_excel_97_is_read_alike() -> None:
    sheets = read((FILES / "old.xls").read_bytes())
    assert not isinstance(sheets, Unreadable)
    assert list(sheets[0].rows[1]) == ["李明", "居民身份证", "11010119900307231X", Decimal("12345.67"), date(2026, 1, 5)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_values_with_separators_in_each_encoding(encoding: str, separator: str) -> None:
    text = f'*姓名{separator}收入{separator}备注\r\n"李{separator}明"{separator}1,000.00{separator}"两\n行"\r\n'
    if separator == ",":
        text = text.replace("1,000.00", '"1,000.00"')
    sheets = read(text.encode(encoding))
    assert not isinstance(sheets, Unreadable)
    assert list(sheets[0].rows[1]) == [f"李{separator}明", "1,000.00", "两\n行"]


def test_a_formula_that_went_wrong_is_no_empty_cell() -> None:
    """Else an amount would be lost in silence."""
    sheets = read(with_cell('<row r="9"><c r="A9" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'))
    assert not isinstance(sheets, Unreadable)
    assert sheets[0].rows[8][0] == "#DIV/0!"


def test_a_formula_counts_as_what_it_came_to() -> None:
    sheets = read(with_cell('<row r="9"><c r="A9"><f>1+2</f><v>3</v></c></row>'))
    assert not isinstance(sheets, Unreadable)
    assert sheets[0].rows[8][0] == Decimal("3.0")


def test_a_million_coloured_rows_without_anything_in_them_are_nothing() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(1_048_570, 1_048_577))
    sheets = read(with_cell(rows))
    assert not isinstance(sheets, Unreadable)
    assert len(sheets[0].rows) == 2


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Unreadable.empty),
        (b" \r\n", Unreadable.empty),
        (write([Written("空", [])]), Unreadable.empty),
        (b"\xff\xd8\xff\xe0 a picture \x81", Unreadable.kind),
        (b"a,b\0c", Unreadable.kind),
        (b"PK\x03\x04 no archive", Unreadable.damaged),
        (write([PEOPLE])[:900], Unreadable.damaged),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 900, Unreadable.damaged),
        ((FILES / "protected.xlsx").read_bytes(), Unreadable.protected),
        (b" " * (MOST_BYTES + 1), Unreadable.too_large),
        (b"a\n" * (MOST_ROWS + 1), Unreadable.too_many_rows),
        (b"a," * MOST_COLUMNS + b"a", Unreadable.too_many_columns),
    ],
    ids=lambda value: value.value if isinstance(value, Unreadable) else "",
)
def test_what_is_no_spreadsheet_is_turned_down_with_its_reason(data: bytes, why: Unreadable) -> None:
    assert read(data) is why


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', Unreadable.too_many_rows),
        ('<row r="2"><c r="XFD2"><v>1</v></c></row>', Unreadable.too_many_columns),
        ("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", Unreadable.too_many_rows),
        ('<row r="1048576"><c s="1" r="A&#49;048576"><v>1</v></c></row>', Unreadable.too_many_rows),
        ('<x:row xmlns:x="urn:x" r="1048576"><x:c r="A1048576"><x:v>1</x:v></x:c></x:row>', Unreadable.too_many_rows),
        ('<row r="1048575"/><row><c><v>1</v></c></row>', Unreadable.too_many_rows),
        (f'<row r="2">{"<c><v>1</v></c>" * (MOST_COLUMNS + 1)}</row>', Unreadable.too_many_columns),
        ('<row r="2"><c r="A2"><v>1</v></row>', Unreadable.damaged),
    ],
)
def test_a_sheet_that_would_fill_memory_is_turned_down_however_it_is_spelled(xml: str, why: Unreadable) -> None:
    assert read(with_cell(xml)) is why


def test_a_document_that_declares_entities_is_turned_down() -> None:
    assert read(changed(lambda sheet: sheet.replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1))) is Unreadable.damaged


def test_what_unpacks_to_more_than_memory_is_turned_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etax_client.sheets.packages.MOST_UNPACKED", 1_000_000)
    assert read(with_cell(" " * 1_000_000)) is Unreadable.too_large


def test_an_archive_of_something_else_is_no_spreadsheet() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert read(out.getvalue()) is Unreadable.kind


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_nothing_that_is_read_ends_the_program(data: bytes, start: bytes) -> None:
    assert isinstance(read(start + data), (Unreadable, list))


@given(st.data())
def test_a_damaged_workbook_ends_nothing(data: st.DataObject) -> None:
    whole = bytearray(write([PEOPLE]))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    assert isinstance(read(bytes(whole)), (Unreadable, list))


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\tx", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    """EXP-1: neither here nor in whatever it is saved as next."""
    data = write([Written("表", [Heading("备注")], [[text]])])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()
    sheets = read(data)
    assert not isinstance(sheets, Unreadable)
    assert str(sheets[0].rows[1][0]).startswith("'")


def test_the_same_is_written_as_the_same_file() -> None:
    assert write([PEOPLE]) == write([PEOPLE])


def made(fill: Callable[[Workbook], object], **options: object) -> bytes:
    """As a spreadsheet program may write it."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, **options}) as book:
        fill(book)
    return out.getvalue()


def first_row(data: bytes) -> list[Cell]:
    sheets = read(data)
    assert not isinstance(sheets, Unreadable), sheets
    return list(sheets[0].rows[0])


def test_a_number_has_the_fifteen_digits_that_people_see() -> None:
    """INC-02: a sum that a formula made is no amount with a dozen decimals; nor is there a zero below zero."""
    sums = (0.1 + 0.2, 3333.33 * 3, 9999.990000000002, -0.0, 99_999_999.99, 12_345.675)
    said = first_row(made(lambda book: book.add_worksheet().write_row(0, 0, sums)))
    assert [str(cell) for cell in said] == ["0.3", "9999.99", "9999.99", "0", "99999999.99", "12345.675"]


def test_what_nobody_sees_is_not_taken_over() -> None:
    """Hidden sheets, of both kinds, and sheets that are a chart."""

    def fill(book: Workbook) -> None:
        for title in ("人员", "旧的", "最旧的"):
            book.add_worksheet(title).write(0, 0, title)
        book.get_worksheet_by_name("旧的").hide()
        book.get_worksheet_by_name("最旧的").very_hidden()
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=人员!$A$1:$A$2"})
        book.add_chartsheet("图").set_chart(chart)

    sheets = read(made(fill))
    assert not isinstance(sheets, Unreadable)
    assert [sheet.sheet for sheet in sheets] == ["人员"]


@pytest.mark.parametrize("date_1904", [False, True])
def test_a_day_is_the_same_in_each_calendar_and_number_format(date_1904: bool) -> None:
    formats = ("yyyy-mm-dd", "[$-804]yyyy-mm-dd;@", 'yyyy"年"m"月"d"日"', "m/d/yy", "d-mmm-yy")

    def fill(book: Workbook) -> None:
        page = book.add_worksheet()
        for at, number_format in enumerate(formats):
            page.write_datetime(0, at, date(2026, 1, 5), book.add_format({"num_format": number_format}))
        for at, number_format in enumerate(('"¥"#,##0.00', "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "General", "0.00%", "_ * #,##0.00_ ")):
            page.write_number(0, len(formats) + at, 1234.5, book.add_format({"num_format": number_format}))

    assert first_row(made(fill, date_1904=date_1904)) == [date(2026, 1, 5)] * 5 + [Decimal("1234.5")] * 5


def test_a_quotation_mark_that_is_left_open_swallows_no_lines() -> None:
    assert read('姓名,备注\n李,"试用\n王,2\n赵,3\n'.encode()) is Unreadable.damaged
    sheets = read('姓名,备注\n李,"试用"\n王,2'.encode())
    assert not isinstance(sheets, Unreadable)
    assert [list(row) for row in sheets[0].rows] == [["姓名", "备注"], ["李", "试用"], ["王", "2"]]


def test_one_text_of_many_cells_is_turned_down_before_it_fills_memory() -> None:
    """It stands in the file once, and would be made once for each cell: 100 KB become gigabytes."""

    def fill(book: Workbook, rows: int) -> None:
        page = book.add_worksheet()
        for row in range(rows):
            page.write_string(row, 0, "长" * 30_000)

    assert read(made(lambda book: fill(book, 3_000))) is Unreadable.too_large
    assert not isinstance(read(made(lambda book: fill(book, 30))), Unreadable)


def test_many_short_texts_beside_one_long_one_are_no_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etax_client.sheets.packages._Texts", partial(_Texts, left=100_000))

    def fill(book: Workbook) -> None:
        page = book.add_worksheet()
        page.write_string(0, 0, "长" * 10_000)
        for row in range(1, 200):
            page.write_string(row, 0, f"员工{row}")

    assert not isinstance(read(made(fill)), Unreadable)
