"""What is exported can be imported, what is wrong can be mended where it is told, an empty template is one (PER-05, PER-06, INC-02)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from etax_client.domain.filing import income_import, people_import
from etax_client.domain.filing.cells import Cells, Unreadable
from etax_client.domain.filing.income import ITEMS, IncomeRow, Item, Labour
from etax_client.domain.filing.people import PayeeFacts, PayeeField
from etax_client.domain.filing.people_rules import judge
from etax_client.domain.filing.people_template import COLUMNS, SHEET
from etax_client.domain.filing.tables import Missing, NoTable, Sought, Table, find
from etax_client.reference.countries import nationalities
from etax_client.sheets.reading import read
from etax_client.sheets.templates import Mistaken, income_export, income_template, mistakes, people_export, people_template
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language, Words
from tests.domain.filing.test_people import EMPLOYEE, FOREIGNER

F = PayeeField
TODAY = date(2026, 11, 20)
COUNTRIES = {each.zh: each.alpha2 for each in nationalities()}
MORE = {
    F.work_number: "007",
    F.is_disabled: "yes",
    F.disability_document: "disabled_soldier",
    F.disability_number: "残123",
    F.takes_basic_deduction: "no",
    F.invested: "1000.50",
    F.share: "33.33",
    F.remark: "=1+1",
    F.bank: "工商银行",
    F.bank_account: "6222020200112233445",
    F.bank_province: "北京",
    F.education: "bachelor",
    F.left_on: "2026-10-31",
    F.is_paid_after_leaving: "yes",
    F.back_pay_period: "2026-11",
}


def facts(texts: dict[PayeeField, str]) -> PayeeFacts:
    judged = judge(texts, TODAY)
    assert judged.facts is not None, judged.faults
    return judged.facts


def cells(data: bytes) -> Sequence[Cells]:
    sheets = read(data)
    assert not isinstance(sheets, Unreadable)
    return sheets


def table(data: bytes, sought: Sequence[Sought], title: str) -> Table:
    found = find(cells(data), sought, title)
    assert isinstance(found, Table), found
    return found


@pytest.fixture(params=Language)
def said(request: pytest.FixtureRequest) -> Words:
    return words(request.param)


def test_people_that_are_exported_are_imported_as_they_are(said: Words) -> None:
    people = [facts(EMPLOYEE), facts(EMPLOYEE | MORE | {F.document_number: "110101196001010011"}), facts(FOREIGNER)]
    found = table(people_export(people, said), people_import.SOUGHT, SHEET)
    lines = list(people_import.judge_lines(found, COUNTRIES, TODAY))
    assert [line.facts for line in lines] == people, lines


@pytest.mark.parametrize("item", Item)
def test_incomes_that_are_exported_are_imported_as_they_are(item: Item, said: Words) -> None:
    who = facts(EMPLOYEE)
    amounts = {name: Decimal(at) + Decimal("0.05") for at, name in enumerate(ITEMS[item].amounts)}
    row = IncomeRow(0, amounts, Labour.general if item is Item.labour else Labour.continuing if item is Item.continuing else None, "备注")
    [line] = income_import.judge_lines(item, table(income_export(item, [(who, row)], said), income_import.sought(item), ""), TODAY)
    assert line.row == row, line
    assert line.who is not None
    assert (line.who.name, line.who.document_number) == (who.name, who.document_number)


def test_a_template_has_the_headings_and_nothing_else(said: Words) -> None:
    for data, sought, title in (
        (people_template(said), people_import.SOUGHT, SHEET),
        *((income_template(item, said), income_import.sought(item), ITEMS[item].title) for item in Item),
    ):
        first, guide = cells(data)
        assert first.sheet == title
        assert find([first, guide], sought, title) == NoTable(Missing.no_rows)
        assert len(guide.rows) == len(sought) + 2
    assert len(COLUMNS) == 51


def test_what_is_wrong_is_mended_in_the_file_that_tells_it(said: Words) -> None:
    good = people_export([facts(EMPLOYEE)], said)
    found = table(good, people_import.SOUGHT, SHEET)
    line = replace(found.lines[0], cells={**found.lines[0].cells, F.document_number: "1"})
    headings = {column.field.value: column.heading for column in COLUMNS}
    told = mistakes(SHEET, headings, [Mistaken(line, {F.document_number: "位数不正确", F.name: "不一致"})], said)
    again = table(told, people_import.SOUGHT, SHEET)
    [judged] = people_import.judge_lines(again, COUNTRIES, TODAY)
    assert list(judged.faults) == [F.document_number]
    mended = replace(again, lines=[replace(again.lines[0], cells={**again.lines[0].cells, F.document_number: EMPLOYEE[F.document_number]})])
    assert [line.facts for line in people_import.judge_lines(mended, COUNTRIES, TODAY)] == [facts(EMPLOYEE)]
