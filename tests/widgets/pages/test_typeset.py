"""What is read of a page, in cells: columns aligned, Chinese lines broken as they may be, and nothing wider than its room (PGS-02)."""

import pytest
from rich.cells import cell_len

from etax_client.domain.pages.page import Block, Cell, Countdown, Fact, Facts, Heading, Items, Link, Look, Paragraph, Table, Text
from etax_client.widgets.pages.parts import Acts, Prose, parts_of
from etax_client.widgets.pages.typeset import lines_of


def said(*texts: str) -> Paragraph:
    return Paragraph(tuple(Text(text) for text in texts))


def drawn(*blocks: Block, width: int, passed: float = 0) -> list[str]:
    [part] = parts_of(blocks)
    assert isinstance(part, Prose)
    lines = [line.plain for line in lines_of(part.drawn, width, passed)]
    assert all(cell_len(line) <= width for line in lines), lines
    return lines


def cell(text: str, span: int = 1) -> Cell:
    return Cell((said(text),), span=span)


PEOPLE = Table(
    ("证件号码", "姓名", "期限"),
    (
        (cell("4401**********0030"), cell("李明"), cell("长期")),
        (cell("6501**********0018"), cell("阿卜杜拉·买买提"), cell("2026-01-01 至 2026-12-31")),
    ),
)


def test_a_table_is_aligned_by_cells() -> None:
    heads, rule, *rows = drawn(PEOPLE, width=76)
    places = [cell_len(row[: row.index(word)]) for row, word in ((heads, "期限"), (rows[0], "长期"), (rows[1], "2026"))]
    assert len(set(places)) == 1, rows
    assert set(rule) == {"─"}


def test_a_table_without_room_wraps_its_widest_column_and_then_is_told_as_facts() -> None:
    assert len(drawn(PEOPLE, width=48)) > len(drawn(PEOPLE, width=76))
    facts = drawn(PEOPLE, width=20)
    assert facts[0].startswith("证")
    assert not any("─" in row for row in facts)


def test_a_cell_over_several_columns_has_the_room_of_all() -> None:
    table = Table((), ((cell("申请人"), cell("周婷")), (cell("您的注册码为 7Z3P93，请及时登录自然人税收管理系统进行注册。", span=2),)))
    assert len(drawn(table, width=76)) == 2


def test_facts_stand_in_a_column_and_wrap_beside_it() -> None:
    facts = Facts((Fact("单位", (Text("广东示例查账有限公司" * 3),)), Fact("纳税人识别号", (Text("91440199MA0QJ0100K"),))))
    lines = drawn(facts, width=40)
    assert [cell_len(lines[-1].partition("9144")[0]), cell_len(lines[0].partition("广")[0])] == [14, 14]
    assert lines[1].startswith(" " * 14), "the second line of a value stands below the first"


@pytest.mark.parametrize("width", [4, 9, 20])
def test_no_line_begins_with_what_closes(width: int) -> None:
    """looks.md: Chinese lines never begin with a mark that closes."""
    lines = drawn(said("请输入真实的身份信息。证件号码和姓名，会与公安、税务登记信息核对；不一致时不能继续。"), width=width)
    assert not [line for line in lines if line[0] in "，。、；：）」"]


def test_a_countdown_says_what_is_left() -> None:
    left = Paragraph((Text("剩余 "), Countdown(120), Text(" 秒")))
    assert drawn(left, width=20, passed=30) == ["剩余 90 秒"]
    assert drawn(left, width=20, passed=500) == ["剩余 0 秒"]


def test_what_leads_elsewhere_is_shown_and_is_nothing_to_go_to() -> None:
    """PGS-04."""
    blocks = (said("看"), Link("别处", None, elsewhere="https://evil.example/x"))
    assert drawn(*blocks, width=60)[-1] == "别处 (https://evil.example/x)"


def test_links_and_buttons_are_things_of_their_own_and_nothing_is_lost() -> None:
    """Wherever they stand: in a sentence, in a list, in a table's row."""
    row = (Cell((said("李明"),)), Cell((Link("解除", "/portal/end", look=Look.button),)))
    blocks = (
        Heading(2, (Text("授权"),)),
        Paragraph((Text("已有账号？"), Link("登录", "/portal"))),
        Items(((said("一"),), (Link("二", "/two"),))),
        Table(("姓名", ""), (row, row)),
    )
    parts = parts_of(blocks)
    kinds = [type(part).__name__ for part in parts]
    assert kinds == ["Prose", "Link", "Prose", "Link", "Prose", "Acts", "Prose", "Acts"]
    assert [act.text for part in parts if isinstance(part, Acts) for act in part.acts] == ["解除", "解除"]
    second = parts[6]
    assert isinstance(second, Prose)
    assert [line.plain for line in lines_of(second.drawn, 40)] == ["李明"], "the heads stand above the first row alone"
