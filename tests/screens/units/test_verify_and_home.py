"""在线登录, 申报密码重置渠道选择 and 办税首页 at both sizes and in both languages (VER-01 to VER-05)."""

import pytest

from etax_client.api.carrier import Unreachable, Why
from etax_client.machine.settings import Settings
from etax_client.screens.verification.verification_form import VerificationForm
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.texts.words import Language
from etax_client.widgets.qr_code import QrCode
from tests.driving import LARGE, SMALL, driving


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("language", list(Language))
async def test_verification_with_keypad_and_captcha_fits(size: tuple[int, int], language: Language) -> None:
    """VER-01, VER-02: unit, taxpayer id, password, captcha, the ways out and the keypad: in a dialog, or beside the list."""
    expected = {
        Language.zh: ("在线登录", "申报密码", "验证码", "忘记申报密码?", "退格", "您还有 4 次机"),
        Language.en: ("Unit login", "Password", "Captcha", "Forgot?", "Clear", "4 tries left"),
    }
    async with driving(size=size, language=language, settings=Settings(keypad=True)) as etax:
        await etax.log_in()
        await etax.press("enter")
        await etax.type_password("Wrong2026a")
        text = etax.text()
        for words in (*expected[language], "广东示例查账有限公司", "91440199MA0QJ0100K"):
            assert words in text, f"{words} is missing:\n{text}"


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("language", list(Language))
async def test_reset_channels(size: tuple[int, int], language: Language) -> None:
    """VER-05: in the offline demo both ways are there, and no address that leads nowhere: they are read here."""
    expected = {
        Language.zh: ("申报密码重置渠道选择", "温馨提示：申报密码遗失", "离线演示：按 F9", "在此打开"),
        Language.en: ("Ways to reset", "finance officer", "press F9", "Open here"),
    }
    async with driving(size=size, language=language) as etax:
        await etax.log_in()
        await etax.press("enter", "f4")
        for words in expected[language]:
            assert words in etax.text(), etax.text()
        assert "etax.invalid" not in etax.text()
        await etax.press("escape")
        assert etax.screen.query(VerificationForm)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("pages", ["http://127.0.0.1:8765", "https://192.168.100.100:8765/w/some-world-1"])
async def test_everything_of_the_reset_channels_fits(pages: str, language: Language) -> None:
    """On 80x24, also for a long address."""
    async with driving(pages=pages, language=language) as etax:
        await etax.log_in()
        await etax.press("enter", "f4")
        rows = etax.rows()
        assert any("F9" in row and "Enter" not in row for row in rows), etax.text()
        assert any(("关闭" if language is Language.zh else "Close") in row for row in rows), etax.text()


async def test_without_a_phone_nothing_is_said_of_it() -> None:
    """A client of a real server has no F9."""
    async with driving(phone_beside=False) as etax:
        await etax.log_in()
        await etax.press("enter", "f4")
        assert "申报密码重置渠道选择" in etax.text()
        assert "F9" not in etax.text()


async def test_reset_channels_of_a_server_with_pages() -> None:
    """VER-05: the APP's QR code and the portal's link, of the configured server and of no other (TUI-4)."""
    async with driving(pages="http://127.0.0.1:8765") as etax:
        await etax.log_in()
        await etax.press("enter", "f4")
        text = etax.text()
        assert "扫码下载 个人所得税APP" in text
        assert "点击打开 个人所得税WEB" in text
        assert "http://127.0.0.1:8765/portal" in text
        assert etax.app.screen.query_one(QrCode).payload == "HTTP://127.0.0.1:8765/APP/UNITS"
        assert "▀▀▀▀▀" in text


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("language", list(Language))
async def test_home(size: tuple[int, int], language: Language) -> None:
    """The unit, the tax period, how it was opened and until when, the person and the role (commands.md)."""
    expected = {
        Language.zh: (
            "3 综合所得申报",
            "5 查询统计",
            "2026 年 10 月，申报期限 11-16",
            "申报密码，2026-11-20 10:00 验证",
            "2026-11-20 22:00",
            "李明",
            "办税员",
            "切换单位",
            "退出",
        ),
        Language.en: (
            "3 Income filing",
            "5 Statistics",
            "2026-10, due 11-16",
            "declaration password, at 2026-11-20 10:00",
            "2026-11-20 22:00",
            "tax staff",
            "Other unit",
        ),
    }
    async with driving(size=size, language=language) as etax:
        await etax.log_in()
        await etax.press("enter")
        await etax.type_password("Unit2026a")
        for _ in range(2):
            shown = etax.text()
            await etax.press("i")  # where there is room for one of both, the facts take the place of the places
            shown += etax.text()
            await etax.press("i")
            for words in expected[language]:
                assert words in shown, shown
            await etax.press("f8", "f8")


async def test_a_lost_answer_is_said_to_be_unknown() -> None:
    """IDM-2's kin: the request was sent, no answer came; nothing is repeated, the password is gone."""
    async with driving() as etax:
        await etax.log_in()
        await etax.press("enter")
        await etax.paste("Unit2026a")
        etax.carrier.fail.append(Unreachable(Why.lost, sent=True))
        before = len(etax.carrier.sent)
        await etax.press("enter")
        assert "结果未知，请核对" in etax.text()
        assert len(etax.carrier.sent) == before + 1
        assert "*" not in etax.text().replace("李*", "")


async def test_esc_leaves_and_forgets_the_password() -> None:
    """SEC-3."""
    async with driving() as etax:
        await etax.log_in()
        await etax.press("enter")
        await etax.paste("Unit2026a")
        dialog = etax.app.screen
        assert isinstance(dialog, VerifyDialog)
        form = dialog._form
        await etax.press("escape")
        assert form.take().reveal() == ""
        assert "在线登录" not in etax.text()


@pytest.mark.parametrize("key", ["f1", "ctrl+q"])
async def test_an_answer_that_comes_under_another_screen_closes_both(key: str) -> None:
    """VER-01: help or a question lies on top of the dialog by then; what is left is the home, and the list behind it."""
    async with driving() as etax:
        await etax.log_in()
        await etax.press("enter")
        await etax.paste("Unit2026a")
        etax.carrier.hold()
        await etax.pilot.press("enter")
        await etax.pilot.pause()
        await etax.pilot.press(key)
        await etax.pilot.pause()
        assert not isinstance(etax.app.screen, VerifyDialog)
        etax.carrier.release()
        await etax.settle()
        assert type(etax.app.screen).__name__ == "HomeScreen"
        await etax.press("escape")
        assert "单位总数" in etax.text()


async def test_an_answer_that_comes_under_the_phone_opens_the_unit_behind_it() -> None:
    """PGS-05: where the phone covers the screen it stays, and the home stands behind it."""
    async with driving() as etax:
        await etax.log_in()
        await etax.press("enter")
        await etax.paste("Unit2026a")
        etax.carrier.hold()
        await etax.pilot.press("enter")
        await etax.pilot.pause()
        await etax.pilot.press("f9")
        await etax.pilot.pause()
        etax.carrier.release()
        await etax.settle()
        assert "手机（模拟）" in etax.text()
        assert type(etax.app.screen).__name__ == "HomeScreen"
        await etax.press("escape")
        assert "办税首页" in etax.text()
        await etax.press("escape")
        assert "单位总数" in etax.text()


async def test_an_answer_under_help_opens_nothing_on_top_of_it() -> None:
    """The unit was asked for, then F1: help stays where it is, and Enter asks again afterwards."""
    async with driving() as etax:
        await etax.log_in()
        etax.carrier.hold()
        await etax.pilot.press("enter", "f1")
        help_dialog = etax.app.screen
        etax.carrier.release()
        await etax.settle()
        assert etax.app.screen is help_dialog
        await etax.press("escape", "enter")
        etax.on(VerifyDialog)
