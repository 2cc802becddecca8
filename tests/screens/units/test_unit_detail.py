"""The unit under the cursor beside the list, with the same form as 在线登录 in a dialog (UNT-06, VER-01 to VER-06; looks.md)."""

from etax_client.domain.policies import Phase
from etax_client.machine.settings import Settings
from etax_client.screens.home import HomeScreen
from etax_client.screens.units.units import UnitsScreen
from etax_client.screens.verification.certificate import CertificateDialog
from etax_client.screens.verification.verification_form import VerificationForm
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.server.settings import ServerSettings
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.fields.soft_keypad import SoftKeypad
from etax_client.widgets.units.unit_table import UnitTable
from tests.driving import CHEAP, Driver, driving

WIDE = (120, 36)


def typed(etax: Driver) -> int:
    return etax.screen.query_one(VerificationForm).query_one(SecretField).length


def beside(etax: Driver) -> str:
    """What stands right of the list, as one text."""
    left = etax.screen.query_one("UnitDetail").region.x
    return "".join(row[-(120 - left) :] if len(row) > 60 else "" for row in etax.rows())


async def test_a_unit_is_opened_from_the_detail() -> None:
    """Enter goes to the field, the password opens; seen again, the unit says that it is open, and opens without one, by mouse."""
    async with driving(size=WIDE) as etax:
        await etax.log_in()
        assert "办税员，办税权限（长期）" in etax.text()
        await etax.press("down", "down")
        assert "广东示例云合伙企业" in etax.text()
        assert "1[1]" in etax.text(), "what the list has no room for"
        await etax.press("enter")
        assert isinstance(etax.screen.focused, SecretField)
        etax.on(UnitsScreen)
        await etax.type_password("Unit2026a")
        etax.on(HomeScreen)
        await etax.press("escape")
        assert "已进入" in etax.text()
        assert isinstance(etax.screen.focused, UnitTable)
        await etax.pilot.click("#enter-free")
        await etax.settle()
        etax.on(HomeScreen)


async def test_a_refusal_is_told_there_and_forgotten_with_the_unit() -> None:
    """VER-02, SEC-3: tries left and a captcha; another unit under the cursor has nothing of that, and asks nothing of the server."""
    async with driving(size=WIDE) as etax:
        await etax.log_in()
        await etax.press("down", "enter")
        await etax.type_password("Wrong2026a")
        assert "您还有 4 次机" in etax.text()
        assert "验证码" in etax.text()
        await etax.paste("Unit2026a")
        await etax.pilot.press("shift+tab")
        before = len(etax.carrier.sent)
        etax.screen.query_one(UnitTable).focus()
        await etax.press("up")
        assert typed(etax) == 0
        assert "次机" not in etax.text()
        assert "验证码" not in etax.text()
        await etax.press("down", "down", "up")
        assert "次机" not in etax.text()
        assert len(etax.carrier.sent) == before
        await etax.press("enter")
        await etax.paste("Unit2026a")
        await etax.press("escape")
        assert typed(etax) == 0
        assert isinstance(etax.screen.focused, UnitTable)


async def test_a_lock_counts_down_beside_the_list_and_stands_in_its_row_at_once() -> None:
    """VER-02: the fourth unit is locked from the start; the second after its fifth wrong password; after 120 minutes that is over."""
    async with driving(size=WIDE) as etax:
        await etax.log_in()
        await etax.press("down", "down", "down")
        assert "剩余 120:00" in etax.text()
        await etax.advance(minutes=1)
        assert "剩余 119:00" in etax.text()
        await etax.press("up", "down")
        assert "剩余 119:00" in etax.text(), "it goes on while one looks elsewhere"
        await etax.press("up", "up", "enter")
        for attempt in range(5):
            await etax.paste("Wrong2026a")
            await etax.press("enter")
            if attempt:
                await etax.answer_captcha()
        assert "剩余 120:00" in etax.text()
        assert etax.text().count("锁定 ") == 2, "both rows"
        await etax.advance(minutes=121)
        assert "锁定已解除" in etax.text()


async def test_ways_out_are_those_of_the_dialog() -> None:
    """VER-05, VER-06: 忘记申报密码? for all, CA 登录 for who has a certificate; keys of the form only while one is at it."""
    async with driving(size=WIDE) as etax:
        await etax.log_in()
        await etax.press("f4")
        etax.on(UnitsScreen)
        await etax.pilot.click("#certificate")
        await etax.settle()
        etax.on(CertificateDialog)
        await etax.press("escape", "escape", "down")
        assert "CA 登录" not in etax.text()
        await etax.press("enter", "f6")
        etax.on(UnitsScreen)
        await etax.press("f4")
        assert "申报密码重置渠道选择" in etax.text()
        await etax.press("escape")
        assert isinstance(etax.screen.focused, SecretField)


async def test_the_keypad_opens_where_a_password_is_about_to_be_typed() -> None:
    """KEY-01: and not while one only looks through the list."""
    async with driving(size=(100, 24), settings=Settings(keypad=True)) as etax:
        await etax.log_in()
        assert "退格" not in etax.text()
        await etax.press("enter")
        assert "退格" in etax.text()
        keypad = etax.screen.query_one(SoftKeypad)
        assert keypad.region.right <= 100
        await etax.press("down", "down", "enter")
        assert typed(etax) == 1
        await etax.press("escape", "escape")
        assert "退格" not in etax.text()


async def test_the_terminal_becomes_narrower_and_wider_under_ones_hands() -> None:
    """What is half typed goes on in the dialog; a dialog that is open stays."""
    async with driving(size=WIDE) as etax:
        await etax.log_in()
        await etax.press("down", "enter")
        await etax.paste("Unit202")
        await etax.pilot.resize_terminal(90, 30)
        await etax.settle()
        etax.on(VerifyDialog)
        assert "广东示例核定一厂" in str(etax.screen.query_one("UnitFacts").render())
        assert typed(etax) == 7
        await etax.pilot.resize_terminal(*WIDE)
        await etax.settle()
        etax.on(VerifyDialog)
        await etax.paste("6a")
        await etax.press("enter")
        etax.on(HomeScreen)
        await etax.press("escape")
        assert "91440199MA0QJ0207Y" in beside(etax)


async def test_who_is_authorised_needs_no_password() -> None:
    """VER-03, in phase 2."""
    async with driving(size=WIDE, server=ServerSettings(hash_cost=CHEAP, open_inbox=True, phase=Phase.phase_2)) as etax:
        await etax.log_in()
        assert "无须申报密码，可直接进入" in etax.text()
        assert "在线登录" not in etax.text()
        await etax.press("enter")
        etax.on(HomeScreen)


async def test_an_answer_that_comes_under_help_opens_the_unit() -> None:
    """As in the dialog."""
    async with driving(size=WIDE) as etax:
        await etax.log_in()
        await etax.press("enter")
        await etax.paste("Unit2026a")
        etax.carrier.hold()
        await etax.pilot.press("enter")
        await etax.pilot.pause()
        await etax.pilot.press("f1")
        await etax.pilot.pause()
        etax.carrier.release()
        await etax.settle()
        etax.on(HomeScreen)
        await etax.press("escape")
        etax.on(UnitsScreen)


async def test_an_empty_list_says_why_and_what_to_do() -> None:
    """looks.md: the one thing to do has the focus, by key and by mouse."""
    async with driving(size=WIDE) as etax:
        await etax.log_in()
        await etax.press("slash", "tab")
        await etax.paste("xxxx")
        assert "未查询到符合条件的单位" in etax.text()
        assert not etax.screen.query_one("UnitDetail").display
        await etax.press("enter", "enter")
        assert "单位总数: 6" in etax.text()
        assert "广东示例核定一厂" in etax.text()
        for _ in range(6):
            await etax.press("delete", "enter")
        assert "尚未添加单位" in etax.text()
        await etax.pilot.click("#remedy")
        await etax.settle()
        assert "确认识别号" in etax.text()
