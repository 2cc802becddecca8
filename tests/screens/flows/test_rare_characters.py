"""录入生僻字 in the terminal: by keys alone, by mouse alone, in both languages, at both sizes (HAN-01, HAN-02)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from typing_extensions import override

from etax_client.reference import hanzi
from etax_client.screens.desk import Desk
from etax_client.screens.dialogs.rare_characters import RareCharactersDialog
from etax_client.screens.forms.rare_characters import enter_rare_character
from etax_client.screens.registration import RegistrationScreen
from etax_client.texts.words import Language
from etax_client.widgets.fields.form_row import FormRow
from etax_client.widgets.fields.name_field import NameField, RareCharacterButton
from etax_client.widgets.fields.text_field import TextField
from tests.driving import SMALL, Driver, driving
from tests.screens.flows.registration_hands import at

TINY = (60, 20)
OTHER = {Language.zh: "换部首", Language.en: "Other radical"}


class Form(Screen[None]):
    """A form with a name, as the builder of one makes it."""

    CSS = "Form NameField { width: 1fr; }"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.field = NameField("王小")

    @override
    def compose(self) -> ComposeResult:
        yield FormRow(self._desk.words, "login.account", self.field, beside=[RareCharacterButton(self._desk.words, self.field)])

    @on(NameField.RareCharacterWanted)
    def _wanted(self, event: NameField.RareCharacterWanted) -> None:
        enter_rare_character(self, self._desk, event.field)


@asynccontextmanager
async def form(size: tuple[int, int] = SMALL, language: Language = Language.zh) -> AsyncIterator[tuple[Driver, NameField]]:
    async with driving(size=size, language=language) as etax:
        screen = Form(etax.app.desk)
        etax.app.push_screen(screen)
        await etax.settle()
        screen.field.focus()
        await etax.press("end", "left")
        yield etax, screen.field


async def click_text(etax: Driver, text: str, *, times: int = 1, last: bool = False) -> None:
    """Where it stands on the screen."""
    for y, row in enumerate(etax.rows()):
        if text in row:
            x = cell_len(row[: row.rindex(text) if last else row.index(text)])
            await etax.pilot.click(offset=(x, y), times=times)
            await etax.settle()
            return
    raise AssertionError(f"{text} is not there:\n{etax.text()}")


SPEECH = {SMALL: ("down", "down", "down", "right", "right"), TINY: ("down", "down", "down", "right", "right", "right", "right")}
"""To 讠, which stands in the third line of two strokes."""
ACROSS = 10
"""Characters in a line."""


@pytest.mark.parametrize(("size", "language"), [(SMALL, Language.zh), (TINY, Language.en)])
async def test_by_keys_alone(size: tuple[int, int], language: Language) -> None:
    """Radical 讠, 11 strokes, 𫍰: it comes to where the cursor was, and one goes on there."""
    async with form(size, language) as (etax, field):
        await etax.press("f7", *SPEECH[size])
        assert "言字旁" in etax.text()
        await etax.press("enter")
        assert OTHER[language] in etax.text()
        await etax.press(*["down"] * 9)
        assert "[11" in etax.text()
        table = hanzi.load()
        radical = table.radical(149, 1)
        assert radical is not None
        rows = table.narrow(table.under(radical), 11, beside=False)
        down, right = divmod([table.char(row) for row in rows].index("𫍰"), ACROSS)
        await etax.press("right", *["down"] * down, *["right"] * right)
        text = etax.text()
        assert "[𫍰]" in text
        assert "U+2B370" in text
        assert "xǐ" in text
        await etax.press("enter")
        etax.on(Form)
        assert field.value == "王𫍰小"
        assert field.has_focus
        await etax.press("x")
        assert field.value == "王𫍰x小"


@pytest.mark.parametrize(("size", "language"), [(SMALL, Language.zh), (TINY, Language.en)])
async def test_by_mouse_alone(size: tuple[int, int], language: Language) -> None:
    button, ok = {Language.zh: ("录入生僻字", "确定"), Language.en: ("Rare character", "OK")}[language]
    async with form(size, language) as (etax, field):
        await click_text(etax, button, last=True)
        await click_text(etax, "讠")
        await click_text(etax, {Language.zh: "11画", Language.en: "11 st"}[language])
        await click_text(etax, "谌")
        assert "[谌]" in etax.text()
        assert "U+8C0C" in etax.text()
        await click_text(etax, ok, last=True)
        assert field.value == "王谌小"
        await click_text(etax, button, last=True)
        await click_text(etax, "讠")
        await click_text(etax, {Language.zh: "11画", Language.en: "11 st"}[language])
        await click_text(etax, "谋", times=2)
        assert field.value == "王谌谋小"


async def test_by_pinyin_and_by_code() -> None:
    """HAN-02; what is typed over the radicals is searched at once."""
    async with form() as (etax, field):
        await etax.press("f7", "y", "a", "n", "3")
        assert "找到 146 字" in etax.text()
        await etax.press("enter", "right", "right", "right")
        assert "[䶮]" in etax.text()
        await etax.press("f2")
        await etax.paste("U+20BB7")
        assert "找到 1 字" in etax.text()
        await etax.press("enter", "enter")
        assert field.value == "王𠮷小"


async def test_a_pasted_radical_brings_its_characters() -> None:
    async with form() as (etax, _):
        await etax.press("f7")
        await etax.paste("月")
        assert "找到 1885 字" in etax.text()
        await etax.press("f2", "ctrl+u")
        assert "请选择偏旁部首" in etax.text()
        await etax.paste("zz")
        assert "未找到，请改用部首查找" in etax.text()
        await etax.press("enter", "escape")
        assert "请选择偏旁部首" in etax.text()
        assert etax.screen.query_one("#query", TextField).value == ""


@pytest.mark.parametrize("keys", [("escape",), ("enter", "escape", "escape"), ("f2", "escape")])
async def test_leaving_changes_nothing(keys: tuple[str, ...]) -> None:
    async with form() as (etax, field):
        await etax.press("f7", *keys)
        etax.on(Form)
        assert field.value == "王小"
        assert field.has_focus
        await etax.press("f7")
        await click_text(etax, "取消")
        assert field.value == "王小"


async def test_strokes_beside_the_radical() -> None:
    """F4; 王 is under 0, though the database says -1."""
    async with form() as (etax, _):
        await etax.press("f7", "f4")
        assert "请选择偏旁部首" in etax.text()
        await etax.paste("王")
        await etax.press("enter", "left")
        assert "[全部 1506]" in etax.text()
        assert "4画    3" in etax.text()
        await etax.press("f4", "down")
        assert "部首外" in etax.text()
        assert "[ 0画    5]" in etax.text()
        assert "部首 王 王字旁(斜玉旁)，部首外 0 画，整字 4 画" in etax.text()
        await etax.press("f4")
        assert "[全部 1506]" in etax.text()


async def test_the_two_ears_are_told_apart_and_the_zero_is_there() -> None:
    async with form() as (etax, field):
        await etax.press("f7")
        assert "数字零" in etax.text()
        await etax.press("down", "down", "down", *["right"] * 3)
        assert "右耳旁(邑)" in etax.text()
        await etax.press("right")
        assert "左耳旁(阜)" in etax.text()
        await etax.press("home", "enter", "right", "enter")
        assert field.value == "王〇小"


async def test_codes_in_place_of_what_a_terminal_may_not_draw() -> None:
    """terminal.md: Ext G and later by default, all beyond the basic plane, or none; the character under the cursor stays."""
    async with form() as (etax, field):
        await etax.press("f7")
        await etax.paste("zhe2")
        for key, newest, beyond in ((None, True, False), ("f3", True, True), ("f3", False, False), ("f3", True, False)):
            if key:
                await etax.press(key)
            chars = "".join(etax.rows())
            assert any(ord(char) >= 0x30000 for char in chars) is not newest
            assert any(0x20000 <= ord(char) < 0x2EBF0 for char in chars) is not beyond
        await etax.press("f2")
        await etax.paste("U+31350")
        assert "[U+31350]" in etax.text()
        assert "\U00031350" not in etax.text()
        await etax.press("f3", "f3")
        assert "[\U00031350]" in etax.text()
        await etax.press("enter", "enter")
        assert field.value == "王\U00031350小"


async def test_the_cursor_stays_on_its_character() -> None:
    async with form() as (etax, _):
        await etax.press("f7")
        await etax.paste("yan3")
        await etax.press("enter", "right", "right", "right", "f3")
        assert "[䶮]" in etax.text()
        await etax.press("f4")
        assert "[䶮]" in etax.text()


async def test_what_is_kept_for_compatibility_says_what_a_name_keeps() -> None:
    async with form() as (etax, _):
        await etax.press("f7")
        await etax.paste("U+FA20")
        assert "兼容字：姓名中存为 U+8612" in etax.text()


async def test_in_another_language_while_it_is_open() -> None:
    async with form() as (etax, _):
        await etax.press("f7", *SPEECH[SMALL], "enter", "f8")
        text = etax.text()
        assert all(words in text for words in ("Rare character", "Radical 讠: 395", " 2 st", "radical 讠", "Find"))
        assert "画" not in text
        await etax.press("f1")
        assert "Choose the radical, narrow down" in " ".join(etax.text().replace("│", " ").split())


async def test_everything_fits() -> None:
    """60x20: nothing is cut off, in either language."""
    for language in Language:
        async with form(TINY, language) as (etax, _):
            await etax.press("f7", "enter", "f4", "f3")
            rows = etax.rows()
            assert rows[0].startswith("╭─")
            assert rows[-1].startswith("╰─")
            assert not any("…" in row for row in rows)
            assert all(len(row) and cell_len(row) == 60 for row in rows)


async def test_a_rare_character_of_someone_who_registers() -> None:
    """HAN-01: F7, wherever the focus is, and back into the name."""
    async with at("identity") as (etax, _):
        assert not etax.screen.query_one("#person-name").has_focus
        await etax.press("f7")
        etax.on(RareCharactersDialog)
        await etax.press("escape")
        assert etax.on(RegistrationScreen).query_one("#person-name").has_focus
