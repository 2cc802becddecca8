"""设置: each choice is in force at once, is saved, and says where it is kept (LOG-11, SES-02, ENV-1)."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from typing_extensions import override

from etax_client.machine.settings import Settings
from etax_client.screens.login import LoginScreen
from etax_client.screens.settings.settings import SettingsScreen
from etax_client.session import KeepsNothing
from etax_client.texts.words import Language
from etax_client.widgets.fields.soft_keypad import SoftKeypad
from tests.driving import Driver, driving

REMEMBERED = ("13800000001", "liming")


class Keyring(KeepsNothing):
    def __init__(self) -> None:
        self.forgotten: list[str] = []

    @override
    async def forget_all(self, kept: Sequence[str]) -> None:
        self.forgotten += kept


async def press(etax: Driver, selector: str) -> None:
    """A click, as by a mouse."""
    await etax.pilot.click(selector)
    await etax.settle()


async def test_choices_are_in_force_at_once_and_saved(tmp_path: Path) -> None:
    """By keys: language, theme and keypad; what lies beneath goes by them too."""
    async with driving(where=tmp_path / "settings.toml", can_stay=True) as etax:
        await etax.press("ctrl+s")
        assert "设置文件" in etax.text()
        assert "系统钥匙串" in etax.text()
        assert "仅本次" not in etax.text()
        await etax.press("right")
        assert "Settings" in etax.text()
        await etax.press("down", "right")
        assert etax.app.theme == "etax-dark"
        await etax.press("down", "space")
        assert etax.app.animation_level == "none"
        await etax.press("down", "down", "space")
        assert etax.saved[-1] == Settings(language="en", theme="etax-dark", keypad=True, reduced_motion=True)
        await etax.press("escape")
        login = etax.on(LoginScreen)
        assert "Log in" in etax.text()
        assert login.query_one(SoftKeypad).is_open
        await etax.press("ctrl+s", "down", "down", "down", "down", "space", "escape")
        assert not login.query_one(SoftKeypad).is_open


async def test_a_file_that_cannot_be_written_is_said_and_the_choice_counts(tmp_path: Path) -> None:
    """ENV-1."""

    def full(_: Settings) -> None:
        raise OSError(28, "no space left")

    async with driving(save=full, where=tmp_path / "settings.toml", size=(120, 36)) as etax:
        await etax.press("ctrl+s", "down", "right")
        assert etax.app.theme == "etax-dark"
        assert "仅保留到退出程序" in etax.text()
        assert "设置文件无法写入" in etax.text()
        assert "仅本次" in etax.text()


async def test_what_is_forgotten_is_asked_for_before() -> None:
    """LOG-11, by mouse alone: one account, then all of a shared machine with what the keyring keeps; on a no nothing changes."""
    kept = Settings(keypad=False, remembered=(*REMEMBERED, "wangfang"), kept_sessions=("https://a.example",))
    async with driving(settings=kept, can_stay=True, size=(100, 30)) as etax:
        keeper = Keyring()
        etax.app._keeper = keeper
        await etax.press("ctrl+s")
        await press(etax, "#forget-one")
        await etax.press("down", "enter")
        assert "li***g" in etax.text()
        await press(etax, "#no")
        assert etax.saved == []
        await press(etax, "#forget-one")
        await etax.press("down", "enter", "enter")
        assert etax.saved[-1].remembered == ("13800000001", "wangfang")
        await press(etax, "#shared_machine")
        await press(etax, "#no")
        assert "[x] 不保留任何记录" not in etax.text()
        await press(etax, "#shared_machine")
        await press(etax, "#yes")
        assert not etax.saved[-1].remembered
        assert not etax.saved[-1].kept_sessions
        assert keeper.forgotten == ["https://a.example"]
        await press(etax, "#back")
        etax.on(LoginScreen)
        assert "记住账号" not in etax.text()


@pytest.mark.parametrize(
    ("typed", "server", "fault"),
    [
        ("http://127.0.0.1:8765/", "http://127.0.0.1:8765", None),
        ("https://etax.chinatax.gov.cn", None, "url.real_tax_office"),
        ("http://192.168.1.20", None, "url.plain_http"),
    ],
)
async def test_a_server_is_judged_before_it_is_kept(typed: str, server: str | None, fault: str | None, tmp_path: Path) -> None:
    """TLS-3, MCK-1."""
    async with driving(where=tmp_path / "settings.toml") as etax:
        await etax.press("ctrl+s")
        await etax.fill("#server", typed)
        await etax.press("enter")
        assert etax.app.desk.choices.settings.server == server
        says = re.sub(r"\s", "", etax.app.desk.words.say(fault) if fault else "已保存")
        assert says in re.sub(r"\s", "", etax.text())


async def test_it_opens_once_over_anything_and_goes_back_to_it() -> None:
    async with driving(language=Language.en) as etax:
        await etax.log_in()
        await etax.press("enter", "ctrl+s")
        etax.on(SettingsScreen)
        await etax.press("f1", "f1", "ctrl+s")
        assert "Unit login" in etax.text()
