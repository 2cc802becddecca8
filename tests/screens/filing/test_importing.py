"""导入 with a server behind it: told line by line, taken all at once, what is wrong saved in the same form (PER-05, INC-04, FLW-06)."""

import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from etax_client.domain.filing.cells import Unreadable
from etax_client.domain.filing.income import IncomeRow, Item
from etax_client.screens.files.browsing import read_file
from etax_client.screens.files.saving import SaveDialog
from etax_client.screens.filing.people import PeopleScreen
from etax_client.sheets.reading import read
from etax_client.sheets.templates import income_export, people_export
from etax_client.testing.running import EtaxRun, run
from etax_client.texts.catalogue import words
from etax_client.widgets.filing.payee_table import PayeeTable
from tests.domain.filing.test_people import EMPLOYEE, FOREIGNER
from tests.screens.filing.hiring import LI, UNIT, WANG, hire
from tests.sheets.test_templates import facts


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


async def save(etax: EtaxRun, key: str, path: Path) -> None:
    await etax.press(key)
    await etax.until(lambda: isinstance(etax.app.screen, SaveDialog), "the file is made")
    await etax.press("enter")
    await etax.until(path.exists, "it is saved")


async def test_people_are_told_line_by_line_and_then_taken(home: Path) -> None:
    """What is wrong is saved in a file of the same form; nothing is there before one says so."""
    one = facts(EMPLOYEE)
    path = home / "人员.xlsx"
    path.write_bytes(people_export([one, facts(FOREIGNER), replace(one, mobile="12", document_number="440199199912010018")], words()))
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await etax.people.open()
        await etax.people.read_file(path)
        text = etax.screen_text()
        assert "新增 2 行，更新 0 行，无变化 0 行，有误 1 行" in text, text
        assert "第 5 行 手机号码 [12] 格式不正确" in text, text
        await save(etax, "f7", home / "人员信息错误行.xlsx")
        saved = read((home / "人员信息错误行.xlsx").read_bytes())
        assert not isinstance(saved, Unreadable)
        assert saved[0].rows[2][1] == one.name
        await etax.press("f6")
        table = etax.on(PeopleScreen).query_one(PayeeTable)
        assert table.total == 2
        assert "已导入：新增 2 行，更新 0 行" in etax.screen_text()
        await save(etax, "e", home / "人员信息.xlsx")
        exported = read((home / "人员信息.xlsx").read_bytes())
        assert not isinstance(exported, Unreadable)
        assert [row[1] for row in exported[0].rows[2:]] == [one.name, facts(FOREIGNER).name], "what is exported can be imported"


async def test_what_cannot_be_taken_is_said_at_the_file(home: Path) -> None:
    (home / "a.xlsx").write_bytes(b"PK\x03\x04 no archive")
    (home / "b.csv").write_text("工号,收入\n1,2\n", encoding="utf-8")
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await etax.people.open()
        for name, said in (("a.xlsx", "文件已损坏"), ("b.csv", "缺少列：*姓名"), ("none.xlsx", "无法读取文件")):
            await etax.people.read_file(home / name)
            assert said in etax.screen_text(), etax.screen_text()
        (home / "人员.xlsx").write_bytes(people_export([facts(EMPLOYEE)], words()))
        await etax.people.read_file(home / "人员.xlsx")
        assert "新增 1 行" in etax.screen_text(), etax.screen_text()
        await etax.press("escape")
        assert etax.on(PeopleScreen).query_one(PayeeTable).total == 0
        await etax.people.read_file(home / "人员.xlsx")
        assert "新增 1 行" in etax.screen_text(), "what was given up is no hindrance"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_what_would_be_waited_for_without_an_end_is_no_file(tmp_path: Path) -> None:
    """A pipe, a terminal, a folder: whatever asks for a file reads it by this one function."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path(os.devnull)):
        with pytest.raises(FileNotFoundError):
            read_file(path, 1)


async def test_incomes_come_into_the_item_that_is_open(home: Path) -> None:
    path = home / "工资.xlsx"
    paid = [replace(facts(EMPLOYEE), name=name, document_number=number) for name, number in ((WANG, "110199198203150025"), (LI, "1"))]
    row = IncomeRow(0, {"income": Decimal("30000.50"), "pension": Decimal(100)})
    path.write_bytes(income_export(Item.wages, [(each, row) for each in paid], words()))
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG)
        await etax.income.open()
        await etax.income.import_file(path)
        assert etax.income.cells.text(0, 1) == "30000.50"
        assert "已导入：新增 1 行，更新 0 行" in etax.screen_text()
        await save(etax, "ctrl+e", home / "正常工资薪金收入 2026-10.xlsx")
        exported = read((home / "正常工资薪金收入 2026-10.xlsx").read_bytes())
        assert not isinstance(exported, Unreadable)
        assert [row[4] for row in exported[0].rows[2:]] == [row.amounts["income"]]
