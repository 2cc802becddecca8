"""The command list: keys in a column, nothing that is dead here, the theme of now marked; all of it by mouse alone too (looks.md)."""

from rich.cells import cell_len
from textual.widgets import OptionList

from etax_client.screens import keys
from etax_client.screens.dialogs.help import HelpDialog, key_table
from etax_client.screens.login import LoginScreen
from etax_client.texts.catalogue import words
from etax_client.widgets.frame import Key
from tests.driving import Driver, driving


async def listed(etax: Driver, typed: str = "") -> list[str]:
    await etax.press("ctrl+p", *typed)
    found = [" ".join(str(option.prompt).split()) for option in etax.screen.query_one(OptionList).options]
    await etax.press("ctrl+p")
    return found


def place_of(etax: Driver, words: str) -> tuple[int, int]:
    y, row = next((y, row) for y, row in enumerate(etax.rows()) if words in row)
    return cell_len(row[: row.index(words)]) + 1, y


async def click(etax: Driver, words: str) -> None:
    await etax.pilot.click(offset=place_of(etax, words))
    await etax.settle()


async def test_found_by_words_initials_and_key() -> None:
    async with driving(size=(100, 45)) as etax:
        assert await listed(etax, "smdl") == ["扫码登录 F2"]
        assert await listed(etax, "F8") == ["English F8"]
        assert await listed(etax, "zt") == ["主题：浅色（当前）", "主题：深色", "主题：高对比度", "主题：跟随终端配色"]
        await etax.press("ctrl+p", *"没有的")
        assert "未找到" in etax.text()


async def test_what_is_dead_here_is_not_listed() -> None:
    """There is no captcha to change before the first wrong password, and no answer that Esc could give up."""
    async with driving(size=(100, 45)) as etax:
        before = await listed(etax)
        assert before[:2] == ["帮助 F1", "扫码登录 F2"]
        assert not {"换一张 F5", "返回 Esc"} & {*before}
        await etax.log_in(password="Wrong2026a")
        assert "换一张 F5" in await listed(etax)
        assert "F5 换一张" in etax.rows()[-1]


def test_the_help_sets_keys_and_what_they_do_apart() -> None:
    """However long the name of a key is, a gap follows it."""
    shown = (keys.HELP, Key("ctrl+delete", "delete", "key.back", label="Ctrl+Delete"))
    assert key_table(shown, words()).plain.splitlines() == ["F1           帮助", "Ctrl+Delete  返回"]


async def test_everything_by_mouse_alone() -> None:
    """Language, help, quitting: nothing that only a key could do."""
    async with driving() as etax:
        await click(etax, "更多")
        await click(etax, "English")
        await click(etax, "More")
        await click(etax, "Help")
        assert isinstance(etax.screen, HelpDialog)
        await click(etax, "Esc Back")
        etax.on(LoginScreen)
        await click(etax, "More")
        await etax.pilot.click(offset=place_of(etax, "Quit"))
        assert etax.app.return_value == 0
