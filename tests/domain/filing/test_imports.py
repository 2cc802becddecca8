"""Lines of spreadsheets as the forms judge them (PER-05, PER-06, INC-02)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing import income_import, people_import
from etax_client.domain.filing.cells import Cell, Cells
from etax_client.domain.filing.income import ITEMS, IncomeRow, Item, Labour
from etax_client.domain.filing.income_import import IncomeLine, Who
from etax_client.domain.filing.people import Employment, PayeeField, TaxReason
from etax_client.domain.filing.people_import import PayeeLine
from etax_client.domain.filing.people_rules import PayeeFaults, Unfitting
from etax_client.domain.filing.people_template import COLUMNS, SHEET
from etax_client.domain.filing.tables import Table, find
from etax_client.domain.filing.typed_cells import typed
from etax_client.domain.identity.documents import DocumentType

F = PayeeField
TODAY = date(2026, 11, 20)
COUNTRIES = {"中国": "CN", "捷克": "CZ", "斯洛伐克": "SK"}
EMPLOYEE: Mapping[str, Cell] = {
    "*姓名": "王芳",
    "*证件类型": "居民身份证",
    "*证件号码": "110199198203150025",
    "*国籍(地区)": "中国",
    "*任职受雇从业类型": "雇员",
    "手机号码": Decimal("13800000001.0"),
    "任职受雇从业日期": date(2020, 3, 1),
    "是否残疾": "否",
    "银行账号": "6222020200112233445",
    "开户银行": "工商银行",
    "开户行省份": "北京",
}
FOREIGNER: Mapping[str, Cell] = {
    "*姓名": "PETER NOVAK",
    "*证件类型": "外国护照",
    "*证件号码": "X20260002",
    "*国籍(地区)": "捷克",
    "*性别": "男",
    "*出生日期": "1980/1/2",
    "*任职受雇从业类型": "其他",
    "其他情况说明": "译者",
    "涉税事由": "其他、提供临时劳务",
    "出生国家(地区)": "斯洛伐克",
    "首次入境时间": "2026-02-01",
    "预计离境时间": date(2026, 12, 31),
}
WHO: Mapping[str, Cell] = {"姓名": "王芳", "证件类型": "居民身份证", "证件号码": "110199198203150025"}


def table(*lines: Mapping[str, Cell], headings: list[str], title: str) -> Cells:
    return Cells(title, [list(headings), *([line.get(heading) for heading in headings] for line in lines)])


def people(*lines: Mapping[str, Cell]) -> list[PayeeLine]:
    found = find([table(*lines, headings=[column.heading for column in COLUMNS], title=SHEET)], people_import.SOUGHT, SHEET)
    assert isinstance(found, Table)
    return list(people_import.judge_lines(found, COUNTRIES, TODAY))


def incomes(item: Item, *lines: Mapping[str, Cell]) -> list[IncomeLine]:
    headings = [column.heading for column in ITEMS[item].columns]
    found = find([table(*({**WHO, **line} for line in lines), headings=headings, title="")], income_import.sought(item), "")
    assert isinstance(found, Table)
    return list(income_import.judge_lines(item, found, TODAY))


def test_people_are_read_as_the_template_spells_them() -> None:
    employee, foreigner = people(EMPLOYEE, FOREIGNER)
    assert employee.facts is not None, employee
    assert foreigner.facts is not None, foreigner
    assert (employee.facts.employment, employee.facts.mobile, employee.facts.birth) == (
        Employment.employee,
        "13800000001",
        date(1982, 3, 15),
    )
    assert foreigner.facts.tax_reasons == (TaxReason.temporary_labour, TaxReason.other)
    assert (foreigner.facts.nationality, foreigner.facts.birth_country) == ("CZ", "SK")


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"*证件号码": Decimal("1.10199198203150E+17")}, {F.document_number: Invalid(Fault.rounded)}),
        ({"*证件号码": "1.10199E+17"}, {F.document_number: Invalid(Fault.rounded)}),
        ({"*证件号码": "110199198203150000"}, {F.document_number: Invalid(Fault.rounded)}),
        ({"*证件号码": "110199198203150026"}, {F.document_number: Invalid(Fault.checksum)}),
        ({"银行账号": Decimal("6.22202020011223E+18")}, {F.bank_account: Invalid(Fault.rounded)}),
        ({"*证件类型": "港澳居民来往内地通行证_非中国籍"}, {F.document_type: Unfitting.non_chinese_permit}),
        ({"*证件类型": "驾驶证"}, {F.document_type: Unfitting.not_offered}),
        ({"*国籍(地区)": "火星"}, {F.nationality: Unfitting.not_offered}),
        ({"*姓名": None}, {F.name: Invalid(Fault.empty)}),
        ({"任职受雇从业日期": Decimal(46000)}, {F.employed_from: Invalid(Fault.form)}),
    ],
)
def test_what_is_wrong_with_a_person_is_said_of_its_cell(change: Mapping[str, Cell], faults: PayeeFaults) -> None:
    """A day that is a bare number of a spreadsheet is no day that anyone typed."""
    [line] = people({**EMPLOYEE, **change})
    assert line.facts is None
    assert line.faults == faults


def test_a_person_may_stand_in_a_sheet_once() -> None:
    first, second = people(EMPLOYEE, EMPLOYEE)
    assert first.facts is not None
    assert second.faults == {F.document_number: Unfitting.twice}


def test_wages_are_read_with_whom_they_are_for() -> None:
    [line] = incomes(Item.wages, {"本期收入": Decimal("30000.0"), "住房公积金": "1,200.50", "备注": " 年中 "})
    assert line.who == Who(DocumentType.resident_id, "110199198203150025", "王芳")
    assert line.row == IncomeRow(0, {"income": Decimal(30000), "housing_fund": Decimal("1200.50")}, None, "年中")


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"本期收入": Decimal("0.005")}, {"income": Invalid(Fault.decimals)}),
        ({"本期收入": "-1"}, {"income": Invalid(Fault.negative)}),
        ({"本期收入": "#DIV/0!"}, {"income": Invalid(Fault.form)}),
        ({"本期收入": "=1+1"}, {"income": Invalid(Fault.form)}),
        ({"本期收入": Decimal("100000000")}, {"income": Invalid(Fault.too_great)}),
        ({"姓名": None}, {"name": Invalid(Fault.empty)}),
        ({"证件类型": "驾驶证"}, {"document_type": Unfitting.not_offered}),
        ({"证件号码": Decimal("1.10199198203150E+17")}, {"document_number": Invalid(Fault.rounded)}),
        ({"证件号码": "110199198203150000"}, {"document_number": Invalid(Fault.rounded)}),
    ],
)
def test_what_is_wrong_with_an_income_is_said_of_its_cell(change: Mapping[str, Cell], faults: Mapping[str, object]) -> None:
    """Nothing is rounded behind the user's back (INC-02)."""
    [line] = incomes(Item.wages, change)
    assert (line.who, line.row, line.faults) == (None, None, faults)


def test_payments_of_one_payee_are_told_apart_by_their_order_where_there_may_be_several() -> None:
    paid: Mapping[str, Cell] = {"收入": "100", "所得项目": "其他非连续劳务"}
    lines = incomes(Item.labour, *[paid] * 10)
    assert [line.row.place for line in lines if line.row] == list(range(1, 10))
    assert {line.row.labour for line in lines if line.row} == {Labour.single}
    assert lines[9].faults == {"document_number": Unfitting.twice}
    assert [line.faults for line in incomes(Item.wages, {}, {})] == [{}, {"document_number": Unfitting.twice}]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "是"),
        (Decimal("3.0"), "3"),
        (Decimal("0.10"), "0.1"),
        (Decimal("1E+3"), "1000"),
        (date(2026, 1, 5), "2026-01-05"),
        ("'=x", "=x"),
        ("'quoted", "'quoted"),
        (Decimal("999999999999999"), "999999999999999"),
    ],
)
def test_a_cell_reads_as_if_it_had_been_typed(cell: Cell, text: str) -> None:
    assert typed(cell) == text
