"""单位管理, with its dialogs: query, sort, add, remove, custom order (UNT-01 to UNT-07)."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etax_client.api.carrier import Garbled
from etax_client.domain.units.authorisations import Term
from etax_client.domain.units.taxpayer_ids import credit_code_check
from etax_client.screens.units.units import UnitsScreen
from etax_client.server.settings import ServerSettings
from etax_client.texts.words import Language
from etax_client.widgets.fields.text_field import TextField
from etax_client.widgets.said import Said
from etax_client.widgets.units.unit_table import UnitTable
from tests.driving import CHEAP, LARGE, SMALL, Driver, driving
from tests.server.units.authorising import give

UNKNOWN = "91440199MA0QJ9999" + credit_code_check("91440199MA0QJ9999")


def names(etax: Driver) -> list[str]:
    table = etax.screen.query_one(UnitTable)
    units = [table.row_of(index) for index in range(table.total)]
    return [unit.name if unit else ".." for unit in units]


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("language", list(Language))
async def test_everything_is_on_the_screen(size: tuple[int, int], language: Language) -> None:
    """UNT-01, UNT-02: columns, totals, buttons, keys; unit 4 is locked, and that is a word."""
    expected = {
        Language.zh: (
            *(
                "模拟环境",
                "单位管理",
                "李*",
                "添加",
                "移除",
                "自定义排序",
                "序号",
                "纳税人识别号",
                "纳税人名称",
                "部门",
                "综合所得",
                "经营所得",
            ),
            *("未备案", "已启用", "待申报", "已申报", "锁定", "单位总数: 6", "Enter 进入", "A 添加", "Del 移除", "/ 查询"),
        ),
        Language.en: ("SIMULATION", "Units", "Add", "Remove", "Arrange", "Units: 6", "Enter Open", "A Add"),
    }
    async with driving(size=size, language=language) as etax:
        await etax.log_in()
        text = etax.text()
        for words in expected[language]:
            assert words in text, f"{words} is missing:\n{text}"


async def test_a_hostile_name_is_shown_letter_by_letter_everywhere() -> None:
    """TUI-2: unit 5 is called 广东示例[/]科技公司, in the list, in every dialog that names it, and at home."""
    async with driving() as etax:
        await etax.log_in()
        assert "广东示例[/]科技公司" in etax.text()
        await etax.press("down", "down", "down", "down", "delete")
        assert "广东示例[/]科技公司" in etax.text()
        await etax.press("escape", "enter")
        assert "在线登录" in etax.text()
        assert "广东示例[/]科技公司" in etax.text()
        await etax.type_password("Unit2026a")
        await etax.press("i")
        assert etax.text().count("广东示例[/]科技公司") == 2, "on top, and as the unit"


async def test_query_as_one_types() -> None:
    """UNT-03; Esc brings the whole list back."""
    async with driving() as etax:
        await etax.log_in()
        await etax.press("slash", "tab")
        await etax.paste("核定")
        assert names(etax) == ["广东示例核定一厂", "广东示例核定四厂"]
        assert "符合查询条件的单位: 2" in etax.text()
        assert "单位总数: 6" in etax.text(), "the totals are those of the whole list"
        await etax.press("shift+tab")
        await etax.paste("0qj02")
        assert names(etax) == ["广东示例核定一厂"]
        await etax.paste("%")
        assert names(etax) == []
        assert "未查询到符合条件的单位" in etax.text()
        assert "进入方式：" not in etax.text(), "no row, and nothing said of one"
        await etax.press("escape")
        assert len(names(etax)) == 6


async def test_the_button_beside_the_query_and_f5_look_again_and_say_so() -> None:
    """UNT-03; looks.md: 「已刷新 12:03:05」, also where nothing has changed."""
    async with driving() as etax:
        await etax.log_in()
        await etax.press("f5")
        assert re.search(r"已刷新 \d\d:\d\d:\d\d", etax.text())
        await etax.press("slash", "tab")
        await etax.paste("核定")
        await etax.press("tab", "enter")
        assert re.search(r"已刷新 \d\d:\d\d:\d\d   符合查询条件的单位: 2", etax.text())
        assert isinstance(etax.screen.focused, UnitTable)
        await etax.press("enter", "escape", "escape", "enter")
        await etax.type_password("Unit2026a")
        await etax.press("f5")
        assert re.search(r"已刷新 \d\d:\d\d:\d\d", etax.text()), "办税首页 too"


async def test_sort_by_a_column_and_back() -> None:
    async with driving() as etax:
        await etax.log_in()
        await etax.press("o", "down", "enter")
        await etax.press("o", "down", "enter")
        assert names(etax)[0] == "广东示例农村合作社", "the same column again reverses the order"
        await etax.press("o", "enter")
        assert names(etax)[0] == "广东示例查账有限公司"


@pytest.mark.parametrize(
    ("typed", "again", "said"),
    [
        ("", "", "请输入纳税人识别号"),
        ("9144", "9144", "位数不正确"),
        ("91440199MA0QJ0100A", "91440199MA0QJ0100A", "校验位不正确"),
        ("91440199MA0QJ0100K", "91440199MA0QJ0207Y", "不一致"),
        ("91440199MA0QJ0100K", "91440199ma0qj0100k", "该单位已在列表中"),
        (UNKNOWN, UNKNOWN, "未查询到该纳税人识别号对应的单位"),
    ],
)
async def test_every_error_of_an_addition_is_said_and_the_input_stays(typed: str, again: str, said: str) -> None:
    """UNT-04."""
    async with driving() as etax:
        await etax.log_in()
        await etax.press("a")
        if typed:
            await etax.paste(typed)
        await etax.press("enter")
        if again and "确认识别号" in etax.text() and "位数" not in etax.text() and "校验位" not in etax.text():
            await etax.paste(again)
            await etax.press("enter")
        assert said in etax.text(), etax.text()
        assert typed in etax.text()


async def test_remove_and_add_again() -> None:
    """UNT-04: the dialog names what is removed; the name comes from the server."""
    async with driving() as etax:
        await etax.log_in()
        await etax.press("down", "delete")
        assert "广东示例核定一厂" in etax.text()
        assert "移出单位列表吗" in etax.text()
        await etax.press("enter")
        assert "已移出 广东示例核定一厂" in etax.text()
        assert "单位总数: 5" in etax.text()
        await etax.press("a")
        await etax.paste("91440199MA0QJ0207Y")
        await etax.press("enter")
        await etax.paste("91440199MA0QJ0207Y")
        await etax.press("enter")
        assert "已添加 1 个单位" in etax.text()
        assert names(etax)[-1] == "广东示例核定一厂"


async def test_paste_several_and_correct_those_that_failed() -> None:
    async with driving() as etax:
        await etax.log_in("wangfang")
        await etax.press("a", "f2")
        await etax.paste("91440199MA0QJ03038\n91440199MA0QJ0100K\n91440199MA0QJ06026\nABC\n")
        await etax.press("tab", "tab", "tab", "enter")
        text = etax.text()
        assert "已添加 2 个，2 个未添加" in text
        assert "91440199MA0QJ0100K: 该单位已在列表中" in text
        assert "ABC: 位数不正确" in text
        await etax.press("escape")
        assert "单位总数: 4" in etax.text()


async def test_several_that_are_pasted_into_the_single_field_are_several() -> None:
    """UNT-04: columns of a table, each failure with its reason; one row gives its id to the field."""
    async with driving() as etax:
        await etax.log_in("wangfang")
        await etax.press("a")
        await etax.paste("一厂\t91440199MA0QJ03038")
        assert str(etax.screen.query_one("#typed", TextField).value) == "91440199MA0QJ03038"
        wrong = [f"91440199MA0QJ0100{last}" for last in "ABCDEF"]
        await etax.paste("\n".join(f"{place}\t{number}\t第{place}厂" for place, number in enumerate(["91440199MA0QJ03038", *wrong])))
        await etax.press("tab", "tab", "tab", "enter")
        assert "已添加 1 个，6 个未添加" in etax.text()
        reasons = str(etax.screen.query_one("#fates", Said).visual)
        assert [f"{number}: 校验位不正确" in reasons for number in wrong] == [True] * 6


@pytest.mark.parametrize("over", ["process", "socket"])
async def test_a_custom_order_is_kept_for_next_time(over: str) -> None:
    """UNT-05: moved units, 「设定为默认排序」, logout, login: the order is there."""
    async with driving(over=over) as etax:
        await etax.log_in()
        before = names(etax)
        await etax.press("s", "right_square_bracket", "right_square_bracket")
        moved = [before[1], before[2], before[0], *before[3:]]
        assert names(etax) == moved
        await etax.press("d")
        assert "已设定为默认排序" in etax.text()
        assert names(etax) == moved
        await etax.press("l", "enter")
        await etax.type_password("Etax@2026")
        assert names(etax) == moved


async def test_leaving_the_custom_order_asks_before_it_is_lost() -> None:
    async with driving() as etax:
        await etax.log_in()
        before = names(etax)
        await etax.press("s", "right_square_bracket", "escape")
        assert "是否设定为默认排序" in etax.text()
        await etax.press("escape")
        assert names(etax) != before, "Esc goes on arranging"
        await etax.press("escape", "shift+tab", "enter")
        assert names(etax) == before


async def test_a_list_of_thousands_opens_at_both_ends(tmp_path: Path) -> None:
    """UNT-07: pages come when they are seen."""
    world = tmp_path / "world.toml"
    ids = [f"440199{index:09}" for index in range(3000)]
    people = "\n".join(
        [
            'account_password = "Etax@2026"',
            'declaration_password = "Unit2026a"',
            *(f'[[units]]\ntaxpayer_id = "{number}"\nname = "第{index}号公司"' for index, number in enumerate(ids)),
            '[[people]]\nname = "李明"\nlogin_name = "liming"\nmobile = "13800000001"',
            'document_type = "resident_id"\ndocument_number = "440199198805120030"',
            f"lists = {ids!r}",
        ]
    )
    world.write_text(people, encoding="utf-8")
    async with driving(server=ServerSettings(hash_cost=CHEAP, world=str(world))) as etax:
        await etax.log_in()
        assert "单位总数: 3000" in etax.text()
        assert "第0号公司" in etax.text()
        before = len(etax.carrier.sent)
        await etax.press("end")
        assert "第2999号公司" in etax.text()
        await etax.press("pageup", "pageup", "home")
        assert "第0号公司" in etax.text()
        assert len(etax.carrier.sent) - before < 6


async def test_accidents_in_the_list_are_said() -> None:
    async with driving() as etax:
        await etax.log_in()
        etax.carrier.fail.append(Garbled("html"))
        await etax.press("f5")
        assert "无法识别" in etax.text()
        assert "广东示例查账有限公司" in etax.text(), "what was there stays"
        await etax.press("f5")
        assert "无法识别" not in etax.text()


async def test_what_was_pasted_together_is_not_lost_by_one_key() -> None:
    """Leaving and quitting ask first, and name it; an empty dialog is left at once."""
    async with driving() as etax:
        await etax.log_in()
        await etax.press("ctrl+q")
        assert "离线演示的数据不会保留。确定要退出程序吗？" in etax.text()
        await etax.press("escape", "a", "escape")
        etax.on(UnitsScreen)
        await etax.press("a")
        await etax.paste("91440199MA0QJ0207Y\n91440199MA0QJ03038")
        await etax.press("ctrl+q")
        assert "添加单位尚未完成，已填内容不会保留。" in etax.text()
        await etax.press("escape", "escape")
        assert "已输入的 2 个纳税人识别号尚未添加，确定要离开吗？" in etax.text()
        await etax.press("escape")
        assert "91440199MA0QJ0207Y" in etax.text()
        await etax.press("escape", "enter")
        etax.on(UnitsScreen)


async def test_what_is_left_out_of_a_number_is_said() -> None:
    async with driving() as etax:
        await etax.log_in()
        await etax.press("a")
        await etax.paste(" ９１440199MA0QJ0207Y")
        assert "已去除空格，全角已改为半角" in etax.text()


async def test_authorised_units_that_are_not_in_the_list_are_offered() -> None:
    """UNT-04: in one line above a list, as the one thing to do in an empty one; nothing is said again that was put aside."""
    async with driving(size=SMALL) as etax:
        server: Any = etax.server.state
        for unit_id in (1, 2):
            give(server, "阿卜杜拉·买买提", unit_id, Term(date(2026, 11, 1)))
        await etax.log_in("abdulla")
        assert "有 2 个已授权单位未在列表中" in etax.text()
        await etax.press("enter")
        assert "已添加 2 个单位" in etax.text()
        assert "单位总数: 2" in etax.text()
        give(server, "阿卜杜拉·买买提", 3, Term(date(2026, 11, 1), date(2026, 11, 25)))
        await etax.press("f5")
        assert "有 1 个已授权单位未在列表中，是否添加？" in etax.text()
        await etax.pilot.click("#news-aside")
        await etax.settle()
        assert "将于 2026-11-25 到期" in etax.text()
        await etax.pilot.click("#news-aside")
        await etax.press("f5")
        assert "到期" not in etax.text()
        assert "未在列表中" not in etax.text()
