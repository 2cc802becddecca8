"""登录: what the screen does with input, refusals and accidents (LOG, CAP, KEY)."""

import asyncio

import pytest

from etax_client.api.carrier import Garbled, Unreachable, Why
from etax_client.domain.secret import Secret
from etax_client.machine.settings import Settings
from etax_client.screens.login import LoginScreen
from etax_client.screens.qr_login import QrLoginScreen
from etax_client.server.settings import ServerSettings
from etax_client.texts.words import Language
from etax_client.widgets.fields.secret_field import SecretField
from tests.driving import CHEAP, LARGE, SMALL, driving


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("language", list(Language))
async def test_everything_is_on_the_screen(size: tuple[int, int], language: Language) -> None:
    """LOG-01, LOG-13, commands.md: also with the keypad open and the captcha shown, nothing falls off 80x24."""
    expected = {
        Language.zh: (
            "实名登录",
            "账号",
            "密码",
            "验证码",
            "软键盘",
            "记住账号",
            "忘记密码",
            "立即注册",
            "手机端下载",
            "登  录",
            "模拟环境",
            "F1 帮助",
            "关闭",
            "退格",
        ),
        Language.en: (
            "Real-name login",
            "Account",
            "Password",
            "Captcha",
            "Keypad",
            "Remember account",
            "Forgot?",
            "Register",
            "Get the app",
            "SIMULATION",
            "F1 Help",
        ),
    }
    async with driving(size=size, language=language, settings=Settings(keypad=True)) as etax:
        await etax.log_in("liming", "Wrong@2026")
        text = etax.text()
        for words in expected[language]:
            assert words in text, f"{words} is missing:\n{text}"


async def test_the_last_try_says_what_comes_after_it() -> None:
    """LOG-05: the tries left are counted, and the last one is told to be the last."""
    async with driving() as etax:
        await etax.log_in("liming", "Wrong@2026")
        for left in (3, 2, 1):
            assert "再次输错将锁定" not in etax.text()
            await etax.type_password("Wrong@2026")
            await etax.answer_captcha()
            assert f"您还有 {left} 次机会" in etax.text()
        assert "您还有 1 次机会，再次输错将锁定" in etax.text()


async def test_no_account_no_request() -> None:
    async with driving() as etax:
        before = len(etax.carrier.sent)
        await etax.press("enter")
        assert "请输入账号" in etax.text()
        assert len(etax.carrier.sent) == before


@pytest.mark.parametrize(
    ("password", "said"), [("", "请输入密码"), ("Etax @2026", "不能有空格"), ("Ｅtax@2026", "全角"), ("Etax密2026", "只能由")]
)
async def test_a_password_that_is_none_is_never_sent(password: str, said: str) -> None:
    """LOG-03, INP-2."""
    async with driving() as etax:
        await etax.paste("liming")
        await etax.press("enter")
        before = len(etax.carrier.sent)
        if password:
            await etax.paste(password)
        await etax.press("enter")
        assert said in etax.text()
        assert "liming" in etax.text()
        assert len(etax.carrier.sent) == before


async def test_a_wrong_captcha_costs_no_try_and_keeps_the_password() -> None:
    """CAP-02, CAP-3, LCK-8, LOG-12."""
    async with driving() as etax:
        await etax.log_in("liming", "Wrong@2026")
        await etax.paste("Etax@2026")
        await etax.press("enter")
        await etax.paste("0000")
        await etax.press("enter")
        assert "验证码不正确" in etax.text()
        assert "*********" in etax.text(), "the password was not looked at, so it is kept"
        await etax.answer_captcha()
        assert "单位总数: 6" in etax.text()


async def test_f5_and_time_bring_another_captcha() -> None:
    """CAP-01; and none expires under the user's hands."""
    async with driving() as etax:
        await etax.log_in("liming", "Wrong@2026")
        count = len(etax.carrier.sent)
        await etax.press("f5")
        assert etax.carrier.sent[count:] == [("POST", "/api/captchas")]
        await etax.advance(minutes=5)
        assert etax.carrier.sent[count + 1 :] == [("POST", "/api/captchas")]
        assert "验证码已过期并已更换" in etax.text()


@pytest.mark.parametrize("account", [" liming ", "１３８０００００００１", "13800000001", "440199198805120030"])
async def test_all_identifiers_open_the_same_account(account: str) -> None:
    """LOG-02, LOG-03."""
    async with driving() as etax:
        await etax.log_in(account)
        assert "单位总数: 6" in etax.text()


async def test_another_document_is_no_account() -> None:
    """LOG-02: for all but residents an ID number is an unknown account, and the message reminds of it."""
    async with driving() as etax:
        await etax.log_in("X12345678")
        assert "您还有 4 次机会" in etax.text()
        assert "非居民身份证注册的，请使用登录名或手机号码登录" in etax.text()


@pytest.mark.parametrize(
    ("accident", "said", "kept"),
    [
        (Unreachable(Why.refused, sent=False), "无法连接服务器", True),
        (Unreachable(Why.timeout, sent=True), "结果未知", False),
        (Garbled("html"), "无法识别", False),
    ],
)
async def test_accidents_are_said_and_nothing_good_is_lost(accident: Exception, said: str, kept: bool) -> None:
    """TUI-3, TUI-5: one request for one press, no repetition."""
    async with driving() as etax:
        await etax.paste("liming")
        await etax.press("enter")
        await etax.paste("Etax@2026")
        etax.carrier.fail.append(accident)
        before = len(etax.carrier.sent)
        await etax.press("enter")
        assert said in etax.text()
        assert "liming" in etax.text()
        assert ("*********" in etax.text()) is kept
        assert len(etax.carrier.sent) == before + 1


async def test_one_request_however_often_enter_is_pressed_and_esc_stops_waiting() -> None:
    """TUI-5; looks.md: above 300 ms the button says what is going on, and Esc cancels."""
    async with driving() as etax:
        await etax.paste("liming")
        await etax.press("enter")
        await etax.paste("Etax@2026")
        etax.carrier.gate = asyncio.Event()
        before = len(etax.carrier.sent)
        await etax.pilot.press("enter", "enter", "enter")
        await etax.clock.advance(0.4)
        await etax.pilot.pause()
        assert "正在登录" in etax.text()
        assert len(etax.carrier.sent) == before + 1
        await etax.pilot.press("escape")
        await etax.pilot.pause()
        assert "已取消等待" in etax.text()
        etax.carrier.gate.set()
        etax.carrier.gate = None


async def test_a_server_that_is_not_there_is_said_at_once() -> None:
    async with driving() as etax:
        await etax.log_in()
        etax.carrier.fail.append(Unreachable(Why.refused, sent=False))
        etax.carrier.fail.append(Unreachable(Why.refused, sent=False))
        await etax.press("l", "enter")
        assert "F5 重试" in etax.text()
        await etax.press("f5")
        assert "F5 重试" not in etax.text()


async def test_remembered_accounts() -> None:
    """LOG-11: newest first, masked in the list, each deletable; never on a shared machine."""
    settings = Settings(keypad=False, remembered=("13800000001", "wangfang"))
    async with driving(settings=settings) as etax:
        assert "13800000001" in etax.text(), "the newest is filled in"
        await etax.press("shift+tab", "down")
        assert "138****0001" in etax.text()
        assert "wa*****g" in etax.text()
        await etax.press("down", "delete")
        assert "wa*****g" not in etax.text()
        assert etax.saved[-1].remembered == ("13800000001",)
        assert "账号密码均为 Etax@2026" in etax.text(), "the demo's people are in the same list"
        await etax.press("down", "delete")
        assert "wangfang" in etax.text(), "they can't be deleted"
        await etax.press("down", "enter")
        assert "wangfang" in etax.text()
        assert "选择账号" not in etax.text()
    async with driving(settings=Settings(keypad=False, shared_machine=True)) as etax:
        assert "记住账号" not in etax.text()
        await etax.log_in()
        assert not any(settings.remembered for settings in etax.saved)


async def test_a_list_without_accounts_says_why_and_is_closed_by_its_button() -> None:
    """looks.md, Empty: what to do about it, and one button, which has the focus."""
    async with driving(people=False) as etax:
        await etax.press("down")
        assert "尚无记住的账号。登录时勾选【记住账号】即可。" in etax.text()
        assert etax.app.focused is etax.app.screen.query_one("#close")
        await etax.press("enter")
        etax.on(LoginScreen)


@pytest.mark.parametrize("ticked", [True, False])
async def test_who_has_logged_in_is_remembered_if_they_want_it(ticked: bool) -> None:
    """LOG-11: on top of those before, and with the box unticked not at all."""
    async with driving(settings=Settings(keypad=False, remember_accounts=ticked, remembered=("wangfang",) if ticked else ())) as etax:
        await etax.fill("#account-field", "liming")
        await etax.fill("#password-field", "Etax@2026")
        await etax.press("enter")
        kept = [settings.remembered for settings in etax.saved]
        assert (kept[-1] == ("liming", "wangfang")) if ticked else not any(kept)


async def test_the_soft_keypad_by_keys() -> None:
    """KEY-01, KEY-03, KEY-04: F3 opens and closes it and the choice is kept; Down goes to it, Enter types, Esc comes back."""
    async with driving() as etax:
        assert "退格" not in etax.text()
        await etax.press("f3")
        assert "退格" in etax.text()
        assert etax.saved[-1].keypad is True
        await etax.paste("liming")
        await etax.press("enter", "down", "enter", "right", "enter")
        await etax.press("escape")
        assert "▏" in etax.text() or "**" in etax.text()
        assert "**" in etax.text()
        await etax.press("f3")
        assert "退格" not in etax.text()
        assert etax.saved[-1].keypad is False


async def test_nothing_secret_in_the_widgets() -> None:
    """SEC-1, SEC-3: no repr of anything on the screen holds the password, and leaving the screen forgets it."""
    async with driving() as etax:
        await etax.paste("liming")
        await etax.press("enter")
        await etax.paste("Canary#77x")
        for node in etax.screen.walk_children(with_self=True):
            assert "Canary" not in repr(node)
            assert "Canary" not in repr(list(node.__rich_repr__()))
        assert "Canary" not in etax.app.export_screenshot()
        await etax.press("ctrl+a", "ctrl+c")
        assert etax.app.clipboard == ""


async def test_leaving_for_another_way_in_forgets_the_password() -> None:
    """SEC-3: for the QR code, for 忘记密码 and for 立即注册; the account stays."""
    async with driving() as etax:
        login = etax.on(LoginScreen)
        password = login.query_one(SecretField)
        await etax.paste("liming")
        for key in ("f2", "f4", "ctrl+n"):
            await etax.fill("#password-field", "Canary#77x")
            assert password.length == 10
            await etax.press(key)
            assert etax.screen is not login
            assert password.length == 0
            await etax.press("escape")
            etax.on(LoginScreen)
            assert "liming" in etax.text()


async def test_an_answer_that_comes_after_one_has_left_logs_nobody_in() -> None:
    """TUI-5: whoever turns to the QR code, by the mouse that waits for nothing, no longer waits for the answer."""
    async with driving() as etax:
        etax.carrier.hold()
        await etax.log_in()
        await etax.pilot.click("#to-qr")
        etax.carrier.release()
        await etax.settle()
        etax.on(QrLoginScreen)
        assert etax.app.desk.session.token() is None


async def test_f8_changes_every_word_and_keeps_what_was_typed() -> None:
    async with driving() as etax:
        await etax.log_in("liming", "Wrong@2026")
        await etax.press("f8")
        text = etax.text()
        assert "Wrong account or password; 4 tries left" in text
        assert "liming" in text
        assert "密码" not in text
        await etax.press("f8")
        assert "您还有 4 次机会" in etax.text()


async def test_blanks_around_an_account_are_said_to_be_left_out() -> None:
    """LOG-03: once, when the field is done; a login name that was typed as it is says nothing."""
    async with driving() as etax:
        await etax.paste(" ｌiming")
        await etax.press("enter")
        assert "已去除空格，全角已改为半角" in etax.text()
        await etax.press("shift+tab", "ctrl+u")
        await etax.paste("liming")
        await etax.press("enter")
        assert "已去除空格" not in etax.text()


async def test_help_commands_and_quit() -> None:
    async with driving() as etax:
        await etax.press("f1")
        assert "帮助：登录" in etax.text()
        await etax.press("escape")
        await etax.press("ctrl+p")
        assert "忘记密码" in etax.text()
        await etax.press("escape")
        await etax.press("down")
        assert "赵强" in etax.text()
        await etax.press("down", "enter")
        assert "wangfang" in etax.text()
        await etax.press("ctrl+q")
        assert etax.app.return_value == 0


def test_the_secret_type_is_what_the_field_gives() -> None:
    assert "Canary" not in f"{Secret('Canary')!r} {Secret('Canary')}"


async def test_a_lock_until_midnight_is_said_to_be_one() -> None:
    """LOG-07 under beijing: the time left, and that it ends with the day."""
    server = ServerSettings(policy="beijing", hash_cost=CHEAP, open_inbox=True)
    async with driving(server=server) as etax:
        await etax.log_in("liming", "Wrong2026a")
        for _ in range(4):
            await etax.paste("Wrong2026a")
            await etax.press("enter")
            await etax.answer_captcha()
        assert "已锁定，剩余 14:00:00" in etax.text()
        assert "次日零时自动解锁；也可按 F4 找回密码" in etax.text()


async def test_what_a_paste_lost_is_said() -> None:
    """Nobody looks for the fault in what they see: a second line, a line break in a password, what was too long."""
    async with driving() as etax:
        for field, pasted, said in (
            ("#account-field", "liming\nwangfang\n", "粘贴的内容有多行，只填入了第一行。"),
            ("SecretField", "Etax@\r\n2026", "粘贴的内容有换行，已去除，请核对。"),
            ("SecretField", "x" * 80, "粘贴的内容过长，超出部分未填入。"),
            ("SecretField", "", None),
            ("#account-field", "liming\n", None),
        ):
            etax.screen.query_one(field).focus()
            etax.app.clear_notifications()
            await etax.press("ctrl+u")
            await etax.paste(pasted)
            assert [each.message.replace("\n", "") for each in etax.app._notifications] == ([] if said is None else [said])
