"""The demo's sheet with eight mistakes: told one by one, saved, mended in a spreadsheet program and imported again (PER-05)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from etax_client.demo import demo_place
from etax_client.domain.filing.cells import Cell, Unreadable
from etax_client.domain.filing.people_template import COLUMNS
from etax_client.screens.desk import Place
from etax_client.screens.dialogs.choose import ChooseDialog
from etax_client.screens.files.saving import SaveDialog
from etax_client.screens.filing.people import PeopleScreen
from etax_client.sheets.reading import read
from etax_client.sheets.writing import Heading, Written, write
from etax_client.testing.running import run
from etax_client.widgets.filing.payee_table import PayeeTable
from tests.screens.filing.hiring import UNIT

TOLD = (
    "第 3 行 姓名",
    "第 4 行 证件号码",
    "第 5 行 证件号码",
    "第 6 行 证件类型",
    "第 7 行 出生日期",
    "第 8 行 手机号码",
    "第 9 行 任职受雇从业日期",
    "第 10 行 离职日期",
)


def rows_in(path: Path) -> list[Sequence[Cell]]:
    """Below the headings."""
    sheets = read(path.read_bytes())
    assert not isinstance(sheets, Unreadable)
    return list(sheets[0].rows[2:])


async def test_eight_mistakes_are_mended_by_their_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "demo"
    folder.mkdir()

    def place(**said: Any) -> Place:
        return replace(demo_place(**said), samples=folder)

    monkeypatch.setattr("etax_client.testing.running.demo_place", partial(place))
    async with run(person="liming", size=(120, 36)) as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await etax.people.open()
        await etax.press("i")
        assert list(folder.iterdir()) == [], "nothing is made before it is asked for"
        await etax.press("f3")
        await etax.until(lambda: isinstance(etax.app.screen, ChooseDialog), "the samples are made")
        assert len(list(folder.iterdir())) == 12 + 1
        etax.on(ChooseDialog).dismiss(str(folder / "人员信息示例（含 8 处错误）.xlsx"))
        await etax.until(lambda: "有误 8 行" in etax.screen_text(), "it is read")
        text = etax.screen_text()
        assert "新增 4 行" in text
        assert [told for told in TOLD if told not in text] == [], text
        saved = tmp_path / "人员信息错误行.xlsx"
        await etax.press("f7")
        await etax.until(lambda: isinstance(etax.app.screen, SaveDialog), "the wrong rows are made")
        await etax.press("enter")
        await etax.until(saved.exists, "they are saved")
        await etax.press("f6")
        assert etax.on(PeopleScreen).query_one(PayeeTable).total == 4
        right = {row[0]: row for row in rows_in(folder / "人员信息示例.xlsx")}
        wrong = rows_in(saved)
        assert all(row[-1] for row in wrong), "each row says what is wrong"
        mended = [right[row[0]] for row in wrong]
        headings = [Heading(column.heading) for column in COLUMNS]
        saved.write_bytes(write([Written("人员信息", headings, mended)]))
        await etax.people.import_file(saved)
        assert etax.on(PeopleScreen).query_one(PayeeTable).total == 12, etax.screen_text()
