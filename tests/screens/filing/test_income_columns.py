"""A sheet of income as a table: headings, what may be typed, and a row there and back (INC-02)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from etax_client.domain.filing.income import ITEMS, Content, IncomeRow, Item, Labour
from etax_client.domain.filing.taxes.pages import IncomeLine
from etax_client.domain.identity.documents import DocumentType
from etax_client.screens.filing.income.columns import columns_of, line_of, names_of, row_of
from etax_client.texts.catalogue import words
from etax_client.texts.income_lines import heading
from etax_client.texts.words import Language
from etax_client.widgets.said import wrapped

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize("item", list(Item))
def test_headings_are_the_tax_authoritys_and_fit_in_two_lines(item: Item) -> None:
    for column in ITEMS[item].columns:
        if column.content is not Content.payee:
            assert words().tell(heading(item, column.name)) == column.heading
    for language in Language:
        for shown in columns_of(words(language), item):
            lines = wrapped(words(language).tell(shown.heading), shown.cells)
            assert len(lines) <= 2, lines
    assert tuple(column.name for column in columns_of(words(), item)) == names_of(item)


@pytest.mark.parametrize("item", list(Item))
def test_a_row_becomes_a_line_and_a_row_again(item: Item) -> None:
    amounts = {name: Decimal(place) / 4 for place, name in enumerate(ITEMS[item].amounts, 1)}
    labour = ITEMS[item].labours[0] if ITEMS[item].labours else None
    row = IncomeRow(7, amounts, labour, "备注", merged=item is Item.bonus)
    line = IncomeLine(row, 3, "王芳", DocumentType.resident_id, "110199198203150025", "", "李明", NOW)
    assert row_of(item, row.key, line_of(item, line)) == row


def test_what_may_be_typed() -> None:
    """Nothing is rounded; full-width digits and thousands apart are read; a choice is known by its words."""
    read = {column.name: column.read for column in columns_of(words(), Item.continuing)}
    income, labour = read["income"], read["labour"]
    assert income is not None
    assert labour is not None
    assert (income("12,345.6"), income("１２３"), labour("其他连续劳务")) == ("12345.60", "123.00", Labour.continuing)
    for typed, told in (("1.005", "两位小数"), ("-1", "负数"), ("100000000", "不能超过"), ("x", "应为数字"), ("", "请输入金额")):
        wrong = income(typed)
        assert not isinstance(wrong, str)
        assert told in words().tell(wrong)
    assert not isinstance(labour("一般劳务"), str), "not of this item"
    assert read["tax"] is None
