"""忘记密码: what the screen does with keys, mouse, faults and leaving (FPW-01, LOG-13, IDM-2, TUI-5, SEC-3, REG-06)."""

import re

import pytest

from etax_client.api.carrier import Unreachable, Why
from etax_client.screens.login import LoginScreen
from etax_client.screens.recovery import RecoveryScreen
from etax_client.texts.words import Language
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.qr_code import QrCode
from tests.driving import LARGE, SMALL, Driver, driving
from tests.screens.faults import fault, faulty, sent

NUMBER, NAME, PASSWORD = "440199198402150016", "孙磊", "Sunny7Days"
TINY = (60, 20)
ROOT = "/api/recoveries/current"
CARRIED_OUT = ("lose-answer", "truncate", "garble", "garble=html", "media-type")


def code_of(etax: Driver) -> str:
    """What the newest message says; from the server's store, as the door is shut."""
    [newest] = etax.server.state.services.messages.delivered(None, None, 1)
    return str(newest.message.params["code"])


async def identify(etax: Driver) -> None:
    await etax.press("f4")
    await etax.fill("#document-number", NUMBER)
    await etax.fill("#person-name", NAME)
    await etax.press("enter")


async def prove(etax: Driver) -> None:
    await identify(etax)
    await etax.press("enter")
    await etax.paste(code_of(etax))
    await etax.press("enter")


async def set_password(etax: Driver, password: str = PASSWORD) -> None:
    await etax.fill("#new-password", password)
    await etax.fill("#new-password-again", password)
    await etax.press("enter")


def step(etax: Driver) -> str:
    return etax.on(RecoveryScreen).step.value


@pytest.mark.parametrize("size", [SMALL, LARGE, TINY])
@pytest.mark.parametrize("language", list(Language))
async def test_each_step_fits_its_screen(size: tuple[int, int], language: Language) -> None:
    """commands.md, looks.md: at 80x24 and below, the main button and the way out are in sight, and only one language."""
    zh = language is Language.zh
    async with driving(size=size, language=language) as etax:
        etax.carrier.hold()
        await etax.press("f4")
        assert not [button for button in etax.screen.query(".back") if button.region], "there is no way back yet"
        etax.carrier.release()
        await etax.settle()
        assert ("按F6在网页上办理" if zh else "pressF6forthewebpage") in re.sub(r"\s", "", etax.text())
        for main in ("下一步", "下一步", "设置新密码", "去登录") if zh else ("Next", "Next", "Set new password", "Log in"):
            assert any(main in row for row in etax.rows()), etax.text()
            assert "F1 帮助" in etax.text() if zh else "F1 Help" in etax.text()
            if not zh:
                assert not re.search("[\u4e00-\u9fff]", re.sub(f"{NAME}|中文", "", etax.text())), etax.text()
            if main == "设置新密码" or main == "Set new password":
                await set_password(etax)
            elif step(etax) == "identity":
                await etax.fill("#document-number", NUMBER)
                await etax.fill("#person-name", NAME)
                await etax.press("enter")
            elif step(etax) == "proof":
                await etax.press("enter")
                await etax.paste(code_of(etax))
                await etax.press("enter")
        assert step(etax) == "done"


async def test_with_the_mouse_alone() -> None:
    async with driving() as etax:

        async def click(selector: str) -> None:
            await etax.pilot.click(next(found for found in etax.screen.query(selector) if found.region))
            await etax.settle()

        await click("#link-forgotten")
        await click("#document-number")
        await etax.paste(NUMBER)
        await click("#person-name")
        await etax.paste(NAME)
        await click(".next")
        assert step(etax) == "proof"
        await click("#way-face")
        assert [code for code in etax.screen.query(QrCode) if code.region]
        await click("#way-sms_code")
        await click("#get-code")
        await etax.paste(code_of(etax))
        await click(".next")
        await click(".keypad-toggle")
        assert "退格" in etax.text()
        await etax.paste(PASSWORD)
        await click("#new-password-again")
        await etax.paste(PASSWORD)
        await click(".next")
        await click(".next")
        etax.on(LoginScreen)
        assert "账号已解锁，请用新密码登录" in etax.text()


async def test_the_pages_are_offered_too() -> None:
    """LOG-13: link and QR code of the web portal; where no address leads there, it is read here."""
    async with driving(pages="http://127.0.0.1:8765") as etax:
        await etax.press("f4", "f6")
        assert "http://127.0.0.1:8765/portal/forgot" in etax.text()
        assert etax.screen.query_one(QrCode).payload == "HTTP://127.0.0.1:8765/PORTAL/FORGOT"
    async with driving() as etax:
        await etax.press("f4", "f6")
        assert "在此打开" in etax.text()
        assert "etax.invalid" not in etax.text()


@pytest.mark.parametrize("scenario", CARRIED_OUT)
async def test_an_answer_that_is_lost_is_found_out(scenario: str) -> None:
    """IDM-2: each act is done once, the flow is looked at, and the screen goes on; a false failure is never shown."""
    async with faulty() as etax:
        fault(etax, scenario, "POST", f"{ROOT}/identity")
        await identify(etax)
        assert step(etax) == "proof"
        fault(etax, scenario, "POST", f"{ROOT}/sms-code")
        await etax.press("enter")
        assert "验证码已发送至绑定的手机号码" in etax.text()
        fault(etax, scenario, "POST", f"{ROOT}/sms-proof")
        await etax.paste(code_of(etax))
        await etax.press("enter")
        assert step(etax) == "password"
        fault(etax, scenario, "POST", f"{ROOT}/password")
        await set_password(etax)
        assert step(etax) == "done"
        for act in ("identity", "sms-code", "sms-proof", "password"):
            assert sent(etax, "POST", f"{ROOT}/{act}") == 1


@pytest.mark.parametrize(("scenario", "said"), [("drop", "本步骤未完成，请重试"), ("status=503;retry-after=2", "服务器暂时不可用")])
async def test_what_was_not_carried_out_can_be_tried_again(scenario: str, said: str) -> None:
    """LOG-12: what was typed stays, and the same again goes on."""
    async with faulty() as etax:
        fault(etax, scenario, "POST", f"{ROOT}/identity")
        await identify(etax)
        assert said in etax.text()
        await etax.press("enter")
        fault(etax, scenario, "POST", f"{ROOT}/sms-code")
        await etax.press("enter")
        assert said in etax.text()
        etax.screen.query_one("#get-code").focus()
        await etax.press("enter")
        fault(etax, scenario, "POST", f"{ROOT}/sms-proof")
        await etax.paste(code_of(etax))
        await etax.press("enter")
        assert said in etax.text()
        await etax.press("enter")
        fault(etax, scenario, "POST", f"{ROOT}/password")
        await set_password(etax)
        assert said in etax.text()
        etax.screen.query_one("#new-password-again").focus()
        await etax.press("enter")
        assert step(etax) == "done", etax.text()


async def test_when_not_even_looking_works_the_result_is_unknown() -> None:
    """IDM-2: 结果未知, and F5 looks again."""
    async with faulty() as etax:
        await identify(etax)
        await etax.press("enter")
        fault(etax, "lose-answer", "POST", f"{ROOT}/sms-proof")
        fault(etax, "drop", "GET", ROOT)
        await etax.paste(code_of(etax))
        await etax.press("enter")
        assert "结果未知" in etax.text()
        assert step(etax) == "proof"
        await etax.press("f5")
        assert step(etax) == "password"


async def test_without_a_server() -> None:
    """It says so at once; F5 tries again, and so does 下一步 with what was typed meanwhile."""
    async with driving() as etax:
        etax.carrier.fail_next(times=2)
        await etax.press("f4")
        assert "无法连接服务器" in etax.text()
        assert "F5 重试" in etax.text()
        await etax.press("f5")
        assert "无法连接服务器" in etax.text()
        await etax.fill("#document-number", NUMBER)
        await etax.fill("#person-name", NAME)
        await etax.press("enter")
        assert step(etax) == "proof"
        assert "无法连接服务器" not in etax.text()


async def test_one_press_is_one_request_and_esc_no_longer_waits() -> None:
    """TUI-5, looks.md: above 300 ms the button says what is going on; after Esc the flow is looked at."""
    async with driving() as etax:
        await etax.press("f4")
        await etax.fill("#document-number", NUMBER)
        await etax.fill("#person-name", NAME)
        etax.carrier.hold()
        await etax.pilot.press("enter", "enter", "enter")
        await etax.clock.advance(0.4)
        await etax.pilot.pause()
        assert "正在提交" in etax.text()
        assert sent(etax, "POST", f"{ROOT}/identity") == 1
        await etax.pilot.press("escape")
        etax.carrier.release()
        await etax.settle()
        assert sent(etax, "GET", ROOT) == 1
        assert "正在提交" not in etax.text()
        assert "已取消等待，本步骤未完成" in etax.text()
        await etax.press("enter")
        assert step(etax) == "proof"
        assert "已取消等待" not in etax.text()


async def test_going_back_keeps_the_identity_and_no_code() -> None:
    """REG-06."""
    async with driving() as etax:
        await identify(etax)
        await etax.press("enter")
        await etax.paste("123")
        await etax.press("escape")
        assert step(etax) == "identity"
        assert NUMBER in etax.text()
        assert NAME in etax.text()
        await etax.press("enter")
        assert step(etax) == "proof"
        assert "123" not in etax.text()
        assert "后可重新获取" in etax.text(), "going back sends no second code"


async def test_leaving_asks_where_something_would_be_lost() -> None:
    """looks.md: nothing typed, no question; and the server forgets the flow. The password stays as it was (RST-2)."""
    async with driving() as etax:
        await etax.press("f4", "escape")
        etax.on(LoginScreen)
        await prove(etax)
        assert step(etax) == "password"
        await etax.paste(PASSWORD)
        field = etax.screen.query_one("#new-password", SecretField)
        await etax.press("escape")
        assert "离开后密码不变" in etax.text()
        await etax.press("escape")
        assert step(etax) == "password"
        assert field.length == len(PASSWORD)
        await etax.press("escape", "enter")
        etax.on(LoginScreen)
        assert field.length == 0
        assert etax.carrier.sent[-1] == ("DELETE", ROOT)
        await etax.paste("wangfang")
        await etax.press("enter")
        await etax.type_password("Etax@2026")
        assert "单位总数: 2" in etax.text()


async def test_the_rules_turn_met_while_one_types() -> None:
    """PWD-01; never by colour alone."""
    async with driving() as etax:
        await prove(etax)
        assert etax.text().count("未满足") == 5
        for typed, met in (("sunn", 3), ("y7", 3), ("D", 4), ("a", 5)):
            await etax.paste(typed)
            assert etax.text().count("已满足") == met, etax.text()
        await etax.press("ctrl+u")
        await etax.paste("Password1")
        assert "未满足  不是常见密码" in etax.text()
        await etax.press("ctrl+u")
        await etax.paste("Aa198402")
        assert "未满足  不是常见密码" in etax.text(), "six digits of the number"


async def test_f8_rewords_it() -> None:
    async with driving() as etax:
        await identify(etax)
        await etax.press("f8")
        for words in ("Forgot password", "[2 Verify]", "SMS code", "Send a code", "No message?", "Next", "Face check"):
            assert words in etax.text(), etax.text()
        await etax.press("f1")
        assert "Help: Forgot password" in etax.text()


async def test_the_line_cut_and_a_late_answer() -> None:
    """What never left the machine is no unknown result."""
    async with driving() as etax:
        await identify(etax)
        etax.carrier.fail.append(Unreachable(Why.refused, sent=False))
        await etax.press("enter")
        assert "无法连接服务器" in etax.text()
        assert sent(etax, "GET", ROOT) == 0
