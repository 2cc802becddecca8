"""企业办税权限 on the phone beside the client: 重置申报密码, and who may have it (AUT-01, DPW-01 to DPW-04)."""

import re

import pytest

from etax_client.texts.words import Language
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.wire import paths
from tests.driving import LARGE, SMALL, Driver, driving
from tests.screens.phone.phone_hands import choose, phone_of

WANG, ZHAO, CHEN = 1, 2, 3
NEW = "Tulip2027x"


async def press(etax: Driver, button: str) -> None:
    etax.screen.query_one(button).focus()
    await etax.press("enter")


async def at_the_form(etax: Driver) -> None:
    await choose(etax, WANG)
    await press(etax, "#units")
    await etax.press("enter", "enter")


def code_on(etax: Driver) -> str:
    found = re.search(r"验证码(\d{6})，|\](\d{6})is", phone_of(etax))
    assert found is not None, etax.text()
    return found[1] or found[2]


async def type_it(etax: Driver, password: str, again: str | None = None) -> None:
    await etax.fill("#new-password", password)
    await etax.fill("#new-password-again", again or password)


async def save(etax: Driver, password: str, again: str | None = None) -> None:
    await type_it(etax, password, again)
    await press(etax, "#save")


@pytest.mark.parametrize(("size", "language"), [(SMALL, Language.zh), (LARGE, Language.en)])
async def test_the_declaration_password_is_reset(size: tuple[int, int], language: Language) -> None:
    """DPW-03: a code to the own number, the new password twice, and a page that says it is done."""
    zh = language is Language.zh
    async with driving(size=size, language=language) as etax:
        await at_the_form(etax)
        await type_it(etax, NEW)
        await etax.press("enter", "enter")
        await etax.paste(code_on(etax))
        await etax.press("enter")
        assert ("申报密码重置成功" if zh else "Thedeclarationpasswordwasreset") in phone_of(etax), etax.text()
        await etax.press("escape")
        await etax.log_in()
        await etax.press("enter")
        await etax.type_password(NEW)
        assert ("办税首页" if zh else "Home") in etax.text()


async def test_what_keeps_it_from_being_reset() -> None:
    """COD-4, PWD-1: what is wrong by itself is said at its field, the rest by the server; the code stays good, what was typed stays."""
    async with driving() as etax:
        await at_the_form(etax)
        await save(etax, NEW)
        assert "请输入短信验证码；尚未获取的，请先【获取验证码】" in phone_of(etax), etax.text()
        await press(etax, "#get-code")
        code = code_on(etax)
        assert etax.screen.query_one("#new-password", SecretField).length == len(NEW), "a code that comes wipes nothing"
        await etax.fill("#sms-code", "000000" if code != "000000" else "000001")
        await save(etax, NEW)
        assert "验证码不正确" in phone_of(etax), etax.text()
        await etax.fill("#sms-code", code)
        for password, again, said in (
            ("tulip2027", None, "密码不符合下列要求"),
            (NEW, "Tulip2027y", "两次输入的密码不一致"),
            ("Unit2026a", None, "新密码不能与原密码相同"),
        ):
            await save(etax, password, again)
            assert said in phone_of(etax), etax.text()
        await save(etax, NEW)
        assert "申报密码重置成功" in phone_of(etax), etax.text()


async def test_the_code_may_be_sent_again_after_a_minute() -> None:
    """SMS-01: also where one has left the page in between."""
    async with driving() as etax:
        await at_the_form(etax)
        await press(etax, "#get-code")
        first = code_on(etax)
        await press(etax, "#leave-page")
        await press(etax, "#reset-password")
        assert "1:00后可重新获取" in phone_of(etax), etax.text()
        await etax.advance(60)
        await press(etax, "#get-code")
        assert code_on(etax) != first


@pytest.mark.parametrize(("size", "language"), [(SMALL, Language.zh), (LARGE, Language.en)])
async def test_without_a_number_the_way_leads_to_the_security_centre(size: tuple[int, int], language: Language) -> None:
    """DPW-02, word for word: 赵强."""
    zh = language is Language.zh
    async with driving(size=size, language=language) as etax:
        await choose(etax, ZHAO)
        await press(etax, "#units")
        await etax.press("enter")
        assert ("财务负责人" if zh else "financeofficer") in phone_of(etax)
        await etax.press("enter")
        told = "您账户的手机号码尚未绑定，请先进入安全中心绑定手机" if zh else "Nomobilenumberisboundtoyouraccount"
        assert told in phone_of(etax), etax.text()
        await press(etax, "#security")
        assert ("绑定手机" if zh else "Bindanumber") in phone_of(etax)
        assert "zhaoqiang" in phone_of(etax)


async def test_who_runs_no_unit_resets_nothing() -> None:
    """DPW-01: 陈静 manages unit 1 and is told who may; 李明 manages none; 返回 leads page by page to the APP's home."""
    async with driving() as etax:
        await choose(etax, CHEN)
        await press(etax, "#units")
        await etax.press("enter")
        assert "只有法定代表人和财务负责人可以重置申报密码" in phone_of(etax), etax.text()
        assert not etax.screen.query("#reset-password")
        await press(etax, "#leave-page")
        assert "企业办税权限" in phone_of(etax)
        await press(etax, "#leave-page")
        assert "扫一扫" in phone_of(etax)
        await press(etax, "#change")
        await etax.press("home", "enter")
        await press(etax, "#units")
        assert "您不是任何单位的法定代表人或财务负责人" in phone_of(etax), etax.text()


async def test_the_code_of_the_dialog_leads_to_the_units() -> None:
    """VER-05: 申报密码重置渠道选择 at the left, 扫一扫 on the phone."""
    async with driving(pages="http://127.0.0.1:8765") as etax:
        await etax.log_in()
        await etax.press("enter", "f4")
        await choose(etax, WANG)
        await press(etax, "#scan")
        assert "广东示例核定一厂" in phone_of(etax), etax.text()


async def test_a_session_that_is_over() -> None:
    """The phone asks for a person again, and shows nothing of the units."""
    async with driving() as etax:
        await at_the_form(etax)
        await etax.advance(hours=1)
        await press(etax, "#get-code")
        assert "手机上的登录已失效，请重新选择人员" in phone_of(etax), etax.text()
        assert "重置申报密码" not in phone_of(etax)


async def test_f5_reads_the_list_anew_and_a_form_stays_as_it_is() -> None:
    async with driving() as etax:
        await choose(etax, WANG)
        await press(etax, "#units")
        read = etax.phone.sent.count(("GET", paths.MANAGED_UNITS))
        await etax.press("f5")
        assert etax.phone.sent.count(("GET", paths.MANAGED_UNITS)) == read + 1
        await etax.press("enter", "enter")
        await etax.fill("#new-password", NEW)
        await etax.press("f5")
        assert etax.screen.query_one("#new-password", SecretField).length == len(NEW)
        assert etax.phone.sent.count(("GET", paths.MANAGED_UNITS)) == read + 1
