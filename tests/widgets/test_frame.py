"""The line at the bottom: what is used most comes first, and what there is no room for stands behind 更多 (looks.md)."""

import pytest
from rich.cells import cell_len
from textual.screen import ModalScreen

from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from etax_client.widgets.frame import Key, KeyLine
from tests.widgets.stage import Stage

_ALL = Key("ctrl+p", "all", "key.commands", label="Ctrl+P", leads_to_all=True)
_KEYS = (Key("f1", "help", "key.help"), Key("f8", "language", "key.language"), _ALL, Key("ctrl+q", "quit", "key.quit", label="Ctrl+Q"))


@pytest.mark.parametrize(
    ("width", "expected"),
    [(25, " F1 帮助          更多 … "), (60, " F1 帮助  F8 English  Ctrl+Q 退出程序                更多 … ")],
)
async def test_the_list_of_all_has_the_end_of_the_line_always(width: int, expected: str) -> None:
    line = KeyLine(words(Language.zh), _KEYS)
    app = Stage(line)
    async with app.run_test(size=(width, 3)) as pilot:
        await app.settle(pilot)
        row = app.row_of(line)
        assert row == expected
        for name in ("F1", "更多"):
            await pilot.click(line, offset=(cell_len(row[: row.index(name)]), 0))
        assert [chosen.key.key for chosen in app.heard(KeyLine.Chosen)] == ["f1", "ctrl+p"]


async def test_under_a_dialog_it_names_no_keys() -> None:
    """Those that work there are the dialog's own; the line is back with its screen."""
    line = KeyLine(words(Language.zh), _KEYS)
    app = Stage(line)
    async with app.run_test(size=(40, 3)) as pilot:
        await app.push_screen(ModalScreen[None]())
        await app.settle(pilot)
        assert app.row_of(line).strip() == ""
        await app.pop_screen()
        await app.settle(pilot)
        assert "F1 帮助" in app.row_of(line)
