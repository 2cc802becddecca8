"""查询统计 on the screen, with a server behind it: versions, slips, what leaves for a file (SUB-02, SUB-03, QRY-01, PAY-02)."""

import stat
from pathlib import Path

import pytest

from etax_client.domain.filing.cells import Unreadable
from etax_client.domain.filing.income import Item
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.dialogs.choose import ChooseDialog
from etax_client.screens.files.saving import SaveDialog
from etax_client.screens.filing.records.slip import SlipScreen
from etax_client.screens.filing.records.version import VersionScreen
from etax_client.screens.filing.returns.sending import SendScreen
from etax_client.screens.filing.statistics import StatisticsScreen
from etax_client.sheets.reading import read
from etax_client.testing.running import EtaxRun, run
from etax_client.widgets.fields.text_field import TextField
from tests.screens.filing.hiring import LI, UNIT, WANG, hire


async def filed(etax: EtaxRun) -> None:
    """October is in force: 王芳 with wages and a bonus, 李思远 with wages; from 申报表报送."""
    await etax.units.enter(UNIT, "Unit2026a")
    await hire(etax, WANG, LI)
    await etax.income.open()
    await etax.income.fill(WANG, income=20000, pension=800)
    await etax.income.fill(LI, income=9000)
    await etax.income.save()
    await etax.income.close()
    await etax.income.open(Item.bonus)
    await etax.income.fill(WANG, income=36000)
    await etax.income.save()
    await etax.income.close()
    await etax.returns.calculate()
    await etax.returns.send()
    await etax.returns.fetch_answer()


async def asked_where_to(etax: EtaxRun, path: Path) -> None:
    await etax.until(lambda: isinstance(etax.app.screen, SaveDialog), "the file is made")
    etax.on(SaveDialog).query_one("#save-path", TextField).value = str(path)
    await etax.press("enter")


async def save_as(etax: EtaxRun, path: Path) -> bytes:
    """Where the dialog asks for it; what came is only the user's."""
    await asked_where_to(etax, path)
    await etax.settle()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return path.read_bytes()


async def test_a_return_is_exported_in_either_form(tmp_path: Path) -> None:
    """SUB-02, EXP-1: never over a file without asking."""
    async with run(person="liming") as etax:
        await filed(etax)
        etax.on(SendScreen)
        for keys, title in (("enter",), "申报汇总"), (("down", "enter"), "个人所得税扣缴申报表"):
            await etax.press("e")
            etax.on(ChooseDialog)
            await etax.press(*keys)
            sheets = read(await save_as(etax, tmp_path / f"{title}.xlsx"))
            assert not isinstance(sheets, Unreadable)
            assert sheets[0].sheet == title
            assert "模拟环境 仅供练习" in str(sheets[0].rows[0][0])
        await etax.press("e", "enter")
        await asked_where_to(etax, tmp_path / "申报汇总.xlsx")
        etax.on(AskDialog)


async def test_each_version_stays_readable_and_slips_are_printed(tmp_path: Path) -> None:
    """SUB-03, QRY-01: the first version shows its lines when another one is in force; the slip of a person is of all items."""
    async with run(person="liming") as etax:
        await filed(etax)
        await etax.returns.correct()
        await etax.press("escape")
        await etax.income.open()
        await etax.income.fill(LI, income=9999)
        await etax.income.save()
        await etax.income.close()
        await etax.returns.calculate()
        await etax.returns.send()
        await etax.returns.fetch_answer()
        await etax.returns.close()
        await etax.press("5")
        etax.on(StatisticsScreen)
        await etax.press("down", "enter")
        etax.on(VersionScreen)
        assert all(told in etax.screen_text() for told in ("第 1 次 正常申报", "已被更正", "9,000.00", "（1/10）")), etax.screen_text()
        await etax.press("]")
        assert all(told in etax.screen_text() for told in ("全年一次性奖金收入", "36,000.00", "1,080.00")), etax.screen_text()
        await etax.press("enter")
        etax.on(SlipScreen)
        assert all(told in etax.screen_text() for told in ("王芳 工资条", "实发金额", "模拟环境 仅供练习")), etax.screen_text()
        await etax.press("escape", "d")
        page = (await save_as(etax, tmp_path / "工资条.html")).decode()
        assert page.count("<section") == 2
        assert "请用浏览器打开并打印" in etax.screen_text()


@pytest.mark.parametrize(("keys", "ending", "told"), [("e", ".xlsx", b"PK"), ("d", ".html", b"<!doctype html>")])
async def test_records_of_a_year_leave_as_a_workbook_or_a_page(tmp_path: Path, keys: str, ending: str, told: bytes) -> None:
    """QRY-01; a year without returns says so in the middle."""
    async with run(person="liming") as etax:
        await filed(etax)
        await etax.returns.close()
        await etax.press("5")
        etax.on(StatisticsScreen)
        await etax.press(keys)
        assert (await save_as(etax, tmp_path / f"unit{ending}")).startswith(told)
        await etax.press("p")
        await etax.fill("#wanted", WANG)
        await etax.press("enter", keys)
        assert (await save_as(etax, tmp_path / f"person{ending}")).startswith(told)
        await etax.press("[")
        assert "2025 年 王芳 尚无扣缴明细" in etax.screen_text()
        await etax.press("enter")
        assert "2025 年尚无申报记录" in etax.screen_text()


async def test_a_voucher_is_printed(tmp_path: Path) -> None:
    """PAY-02: with its number, while it waits to be paid; a month without payments says how to pay."""
    async with run(person="liming") as etax:
        await filed(etax)
        await etax.returns.close()
        await etax.press("4")
        assert "未签订三方协议，可开具凭证到银行缴款" in etax.screen_text()
        await etax.press("enter")  # 银行端缴款凭证, which has the focus
        etax.on(AskDialog)
        await etax.press("enter")
        await etax.press("d")
        page = (await save_as(etax, tmp_path / "voucher.html")).decode()
        [payment] = await etax.app.desk.api.filing.payments(UNIT, "2026-10")  # type: ignore[misc]
        assert payment.voucher in page
        assert "银行端查询缴税凭证" in page
