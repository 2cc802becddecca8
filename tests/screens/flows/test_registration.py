"""用户注册: what the wizard says of each field, keeps, forgets and refuses, step by step (REG-01 to REG-06, DOC-01, PWD-01, SMS-01)."""

import pytest

from etax_client.domain.secret import Secret
from etax_client.machine.settings import Settings
from etax_client.screens.dialogs.ask import AskDialog
from etax_client.screens.login import LoginScreen
from etax_client.screens.registration import RegistrationScreen
from etax_client.testing.verbs.registration import Registration
from etax_client.texts.words import Language
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.text_field import TextField
from etax_client.wire import paths
from tests.driving import driving
from tests.screens.faults import sent
from tests.screens.flows.registration_hands import ACTS, CODE, LOGIN_NAME, MOBILE, NAME, NUMBER, PASSWORD, at, flat, sms_code


@pytest.mark.parametrize(("size", "language"), [((80, 24), Language.zh), ((120, 40), Language.en), ((60, 20), Language.zh)])
async def test_every_step_by_the_keyboard(size: tuple[int, int], language: Language) -> None:
    """What the user goes on with is in sight at each step, whatever the size; each step is named on top (REG-01 to REG-04)."""
    steps = {
        Language.zh: ("1 方式", "2 协议", "3 身份", "4 设置", "5 短信", "6 完成"),
        Language.en: ("1 Way", "2 Terms", "3 ID", "4 Setup", "5 SMS", "6 Done"),
    }[language]
    async with driving(size=size, language=language, settings=Settings(keypad=True)) as etax:
        await etax.press("ctrl+n")
        typed = (
            ("enter",),
            ("enter",),
            (CODE, "enter", NUMBER, "enter", NAME, "enter"),
            (LOGIN_NAME, "enter", MOBILE, "enter", PASSWORD, "enter", PASSWORD, "enter"),
            ("enter",),
        )
        for at_step, keys in enumerate(typed):
            assert f"[{steps[at_step]}]" in etax.text()
            assert "SIMULATION" in etax.text() or "模拟环境" in etax.text()
            for key in keys:
                assert etax.screen.focused is not None
                assert etax.screen.focused.region.bottom < etax.app.size.height, f"{key}: out of sight\n{etax.text()}"
                await (etax.press(key) if key == "enter" else etax.paste(key))
        await etax.paste(sms_code(etax))
        await etax.press("enter")
        assert f"[{steps[5]}]" in etax.text()
        await etax.press("enter")
        etax.on(LoginScreen)
        assert LOGIN_NAME in etax.text()
        await etax.paste(PASSWORD)
        await etax.press("enter")
        assert "单位总数: 0" in etax.text() or "Units: 0" in etax.text()


async def test_every_step_by_the_mouse() -> None:
    """Buttons for all that keys do; only text is pasted."""
    async with driving() as etax:
        await etax.pilot.click("#link-register")
        await etax.settle()
        for button in ("#way-hall_code", ".next"):
            await etax.pilot.click(next(found for found in etax.screen.query(button) if found.region))
            await etax.settle()
        wizard = etax.on(RegistrationScreen)
        for field, text in (("#document-number", NUMBER), ("#person-name", NAME)):
            await etax.pilot.click(field)
            await etax.paste(text)
        await etax.pilot.click(next(found for found in wizard.query(".next") if found.region))
        await etax.settle()
        assert "注册码为 6 位数字、字母" in etax.text(), "the code is asked for with the identity (REG-02)"
        await etax.pilot.click(next(found for found in wizard.query(".back") if found.region))
        await etax.settle()
        assert "用户注册协议" in etax.text()
        await etax.pilot.click(next(found for found in wizard.query(".next") if found.region))
        await etax.settle()
        await etax.pilot.click("#document-type")
        await etax.settle()
        await etax.pilot.click("OptionList", offset=(2, 1))
        await etax.settle()
        assert "港澳居民来往内地通行证" in etax.text()
        assert "疑似居民身份证号码" in flat(etax), "the number that stands there belongs to another document"


async def test_a_field_says_at_once_whether_it_is_right() -> None:
    """DOC-01: what more typing could mend is said when the field is left; what it can't, at once."""
    async with at("identity", "face") as (etax, _):
        await etax.paste(NUMBER[:10])
        assert "18 位，末位可为 X" in etax.text()
        await etax.press("tab")
        assert "位数不正确" in etax.text()
        await etax.fill("#document-number", NUMBER[:17] + "0")
        assert "号码有误，请对照证件逐位核对" in etax.text()
        await etax.fill("#document-number", "H12345678")
        await etax.press("tab")
        assert "疑似港澳居民来往内地通行证号码" in flat(etax)
        await etax.fill("#document-number", NUMBER)
        assert "正确" in etax.text()
        assert etax.text().count("由证件号码自动带出") == 2
        assert "1996-07-26" in etax.text()
        await etax.fill("#person-name", "zhou")
        assert "请填写证件上的中文姓名" in etax.text()
        await etax.fill("#person-name", "阿卜杜拉.买买提")
        assert "间隔号已统一" in etax.text()
        await etax.fill("#birth", "1996-07-27")
        await etax.press("tab")
        assert "与证件号码中的出生日期不一致" in etax.text()
        await etax.press("f8")
        assert "This is not the date of birth" in etax.text(), "what was said is said again in the other language"


async def test_what_the_number_told_goes_with_it_and_what_was_typed_stays() -> None:
    async with at("identity", "face") as (etax, _):
        await etax.paste(NUMBER)
        birth = etax.screen.query_one("#birth", TextField)
        assert birth.value == "1996-07-26"
        await etax.fill("#document-number", "440199198805120030")
        assert birth.value == "1988-05-12"
        await etax.fill("#document-number", "4401")
        assert birth.value == ""
        await etax.fill("#birth", "1990/1/31")
        await etax.fill("#document-number", NUMBER)
        assert birth.value == "1990/1/31"
        assert "与证件号码中的出生日期不一致" in etax.text()


async def test_nothing_is_sent_that_is_wrong() -> None:
    async with at("identity", "face") as (etax, wizard):
        asked = len(etax.carrier.sent)
        await etax.fill("#person-name", NAME)
        await etax.press("enter")
        assert "请输入证件号码" in etax.text()
        assert etax.screen.query_one("#document-number").has_focus
        assert len(etax.carrier.sent) == asked
        await etax.fill("#document-number", NUMBER)
        await etax.press("enter")
        assert wizard.step == "proof"


async def test_a_foreigner_chooses_a_nationality() -> None:
    """DOC-01: found by code (MG) and by pinyin initials; none is asked of the holders of Chinese documents."""
    async with at("identity") as (etax, _):
        assert "国籍" not in etax.text()
        etax.screen.query_one("#document-number").focus()
        await etax.press("shift+tab", "enter", *["down"] * 7, "enter")
        assert "外国护照" in etax.text()
        await etax.fill("#document-number", "AB1234567")
        await etax.fill("#person-name", "MARY JONES")
        await etax.press("enter")
        assert etax.screen.query_one("#nationality").has_focus
        await etax.press("enter")
        await etax.paste("zzzz")
        assert "未找到" in etax.text()
        await etax.press("enter", "ctrl+u")
        await etax.paste("mg")
        assert "美国" in etax.text()
        await etax.press("pagedown", "pageup", "down", "enter")
        assert "美国（" in etax.text()
        await etax.fill("#birth", "1990-02-30")
        await etax.press("tab")
        assert "日期不正确" in etax.text()
        await etax.fill("#birth", "")
        await etax.press("ctrl+u")
        await etax.fill("#hall-code", CODE)
        await etax.press("enter", "enter")
        assert "您还有 4 次机会" in etax.text(), "it is another person's"


async def test_going_back_keeps_what_was_filled_in_and_no_secrets() -> None:
    """REG-06, SEC-3."""
    async with at("identity") as (etax, wizard):
        await etax.paste("56")
        await etax.fill("#document-number", NUMBER)
        await etax.fill("#person-name", NAME)
        await wizard.back()
        await wizard.back()
        assert wizard.step == "way"
        await wizard.choose("hall_code")
        await wizard.agree()
        assert NUMBER in etax.text()
        assert etax.screen.query_one("#hall-code", TextField).value == ""
        await etax.paste(CODE.lower())
        await etax.press("enter", "enter")
        await wizard.set_up(MOBILE, PASSWORD, LOGIN_NAME)
        await wizard.get_code()
        await etax.paste("123")
        await wizard.back()
        assert wizard.step == "settings"
        assert LOGIN_NAME in etax.text()
        assert MOBILE in etax.text()
        assert all(field.length == 0 for field in etax.screen.query(SecretField))
        await etax.paste(PASSWORD)
        await etax.press("enter")
        await etax.paste(PASSWORD)
        await etax.press("enter")
        assert wizard.step == "sms_code"
        assert "123" not in etax.screen.query_one("#sms-code", TextField).value


async def test_the_other_way_has_its_own_types() -> None:
    """DOC-02: a document that the other way does not take makes room for one that it does."""
    async with at("identity") as (etax, wizard):
        etax.screen.query_one("#document-number").focus()
        await etax.press("shift+tab", "enter", "down", "enter")
        assert "港澳居民来往内地通行证" in etax.text()
        await wizard.back()
        await wizard.back()
        await wizard.choose("face")
        await wizard.agree()
        assert "居民身份证" in etax.text()
        assert "港澳居民来往内地通行证" not in etax.text()


async def test_the_password_and_each_of_its_rules() -> None:
    """PWD-01, PWD-1: met or unmet while one types; what was typed before may not be in it."""
    async with at("settings") as (etax, wizard):
        await etax.fill("#login-name", "sunny")
        await etax.fill("#mobile", MOBILE)
        await etax.fill("#new-password", "Sun")
        assert "未满足  8 至 15 位" in etax.text()
        assert etax.text().count("未满足") == 2
        await etax.paste("ny7Days")
        assert "已满足  8 至 15 位" in etax.text()
        assert etax.text().count("未满足") == 1, "it holds the login name"
        await etax.press("enter")
        await etax.paste("Sunny7Days")
        await etax.press("enter")
        assert wizard.step == "settings"
        await etax.fill("#login-name", "zhou_ting")
        assert "未满足" not in etax.text()
        await etax.fill("#new-password-again", "Sunny7Day")
        await etax.press("enter")
        assert "两次输入的密码不一致" in etax.text()
        assert wizard.step == "settings"
        await etax.fill("#new-password-again", "Sunny7Days")
        await etax.press("enter")
        assert wizard.step == "sms_code"


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("#login-name", "a-b", "只能由字母、数字、中文、下划线构成"),
        ("#login-name", "12345", "登录名不支持纯数字"),
        ("#login-name", "a", "登录名应为 2 至 16 位"),
        ("#mobile", "1380000", "1 开头的 11 位数字"),
    ],
)
async def test_login_name_and_mobile_are_judged_as_one_types(field: str, text: str, said: str) -> None:
    async with at("settings") as (etax, _):
        await etax.fill(field, text)
        await etax.press("tab")
        assert said in etax.text()
        await etax.fill(field, LOGIN_NAME if field == "#login-name" else MOBILE)
        assert "正确" in etax.text()
        assert said not in etax.text()


async def test_what_others_have() -> None:
    """REG-05: a login name and a number that are taken, each said at its field, nothing else is cleared."""
    async with at("settings") as (etax, wizard):
        await wizard.set_up("13800000001", PASSWORD, "liming")
        assert "该登录名已被使用" in etax.text()
        assert etax.screen.query_one("#login-name").has_focus
        await etax.fill("#login-name", LOGIN_NAME)
        assert "该登录名已被使用" not in etax.text()
        await etax.press(*["tab"] * 4, "enter")
        assert "该手机号码已绑定其他账号" in etax.text()
        assert etax.screen.query_one("#mobile").has_focus
        await etax.fill("#mobile", MOBILE)
        await etax.press(*["tab"] * 3, "enter")
        assert wizard.step == "sms_code", etax.text()


async def test_sms_codes() -> None:
    """SMS-01, COD-2: another one after 60 seconds, the tries left, void after five, and a void one is replaced."""
    async with at("settings") as (etax, wizard):
        await wizard.set_up(MOBILE, PASSWORD, LOGIN_NAME)
        assert "138****0009" in etax.text()
        await etax.press("tab", "tab", "tab", "enter")
        await wizard.get_code()
        assert "已发送至 138****0009" in etax.text()
        assert "1:00 后可重新获取" in etax.text()
        right = sms_code(etax)
        wrong = "111111" if right != "111111" else "222222"
        for left in (4, 3, 2, 1):
            await wizard.give_code(wrong)
            assert f"您还有 {left} 次机会" in etax.text()
        await wizard.give_code(wrong)
        assert "失效" in etax.text()
        await wizard.give_code(right)
        assert wizard.step == "sms_code"
        await etax.advance(60)
        await wizard.get_code()
        await wizard.give_code(sms_code(etax))
        assert wizard.step == "done"


async def test_half_an_hour_is_over() -> None:
    """REG-1: it says so, and begins again with what was typed, but for secrets."""
    async with at("settings") as (etax, wizard):
        await etax.fill("#login-name", LOGIN_NAME)
        await etax.fill("#new-password", PASSWORD)
        await etax.advance(minutes=29, seconds=59)
        assert "剩余 0:01" in etax.text()
        await etax.advance(2)
        assert "按 F5 重新开始" in etax.text()
        assert all(field.length == 0 for field in etax.screen.query(SecretField))
        await etax.press("f5")
        assert wizard.step == "way"
        assert "已重新开始" in etax.text()
        await wizard.choose("hall_code")
        assert "已重新开始" not in etax.text()
        await wizard.agree()
        assert NUMBER in etax.text()
        await etax.paste(CODE)
        await etax.press("enter", "enter")
        assert LOGIN_NAME in etax.text()


@pytest.mark.parametrize("step", ["agreement", "identity"])
async def test_a_flow_that_ended_under_any_step(step: str) -> None:
    """The next act finds it out, and begins anew."""
    async with at(step) as (etax, wizard):
        await etax.advance(minutes=31)
        await ACTS[step][1](wizard)
        assert wizard.step == "way"
        assert "已重新开始" in etax.text()


async def test_leaving() -> None:
    """Asked only where something is lost; then the server forgets it at once."""
    async with driving() as etax:
        wizard = Registration(etax, None)  # type: ignore[arg-type]
        await wizard.open()
        await etax.press("escape")
        etax.on(LoginScreen)
        assert sent(etax, "DELETE", paths.REGISTRATION) == 1
        await wizard.open()
        for _, act, after in ACTS.values():
            await act(wizard)
            assert wizard.step == after
            if after == "settings":
                break
        await etax.press("escape")
        etax.on(AskDialog)
        await etax.press("escape")
        assert wizard.step == "settings"
        await etax.press("escape", "enter")
        etax.on(LoginScreen)
        assert sent(etax, "DELETE", paths.REGISTRATION) == 2


async def test_quitting_in_the_middle_is_asked_about() -> None:
    async with at("identity") as (etax, _):
        await etax.press("ctrl+q")
        etax.on(AskDialog)
        assert "用户注册尚未完成，已填内容不会保留。确定要退出程序吗？" in flat(etax)
        await etax.press("escape")
        assert "证件号码" in etax.text()


async def test_the_other_ways_to_register_are_offered() -> None:
    """LOG-13: F6 shows the page of the web portal, as a code, as text, and to open."""
    async with driving(pages="http://127.0.0.1:8765") as etax:
        await etax.press("ctrl+n", "f6")
        assert "http://127.0.0.1:8765/portal/register" in etax.text()
        assert etax.text().count("▀") > 100
        await etax.press("escape", "f1")
        assert "上方标出当前步骤" in etax.text()


async def test_no_secret_is_left_on_the_screen_or_in_the_wizard() -> None:
    """SEC-1, KEY-04."""
    async with at("settings") as (etax, _):
        await etax.fill("#new-password", PASSWORD)
        assert PASSWORD not in etax.text()
        assert "*" * len(PASSWORD) in etax.text()
        fields = list(etax.screen.query(SecretField))
        await etax.press("escape", "enter")
        assert all(field.peek() == Secret("") for field in fields)
