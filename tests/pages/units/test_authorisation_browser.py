"""Authorisations and declaration passwords in a real browser: a whole way each, on a phone, at the portal (AUT-02 to AUT-05, DPW-03)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.pages.browser import PHONE, Site, chromium, site, watched
from tests.pages.units.authorising import ABDULLA
from tests.server.running import PASSWORD

NEW = "Shuiwu2026x"
WIDE = {"width": 960, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture
def served() -> Iterator[Site]:
    with site() as one:
        yield one


def logged_in(browser: Any, url: str, account: str, **options: Any) -> Any:
    page = browser.new_context(locale="zh-CN", **options).new_page()
    page.goto(url)
    page.fill("#account", account)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:not(:text('登录'))")
    return page


def test_aut_02_aut_05_authorised_on_a_phone_and_given_back(browser: Any, served: Site) -> None:
    """From the client's QR code: units, details, a fixed term that its fields appear for; then the clerk gives it back and deletes it."""
    page = logged_in(browser, f"{served.url}/app/units", "wangfang", viewport=PHONE)
    trouble = watched(page)
    page.click("text=查看详情 >> nth=0")
    page.click("text=新增授权人员")
    page.fill("#number", ABDULLA["number"])
    page.fill("#name", ABDULLA["name"])
    page.check("input[name=permission][value=filing]")
    page.check("input[name=kind][value=long]")
    assert not page.is_visible("#end"), "长期 has no last day"
    page.check("input[name=kind][value=fixed]")
    page.fill("#end", page.input_value("#start"))
    page.click("text=确认授权")
    page.wait_for_selector("text=授权已添加")
    page.wait_for_selector("text=阿卜杜拉·买买提")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    theirs = logged_in(browser, f"{served.url}/app", "abdulla", viewport=PHONE)
    theirs.click("text=我的办税权限")
    theirs.wait_for_selector("text=剩余 1 天")
    theirs.click("a:text('解除授权')")
    theirs.click("button:text('解除授权')")
    theirs.click("button:text('删除')")
    theirs.wait_for_selector("text=尚无单位向您授权")
    page.reload()
    assert not page.is_visible("text=阿卜杜拉·买买提")
    assert trouble == []


def code_in(messages: Any) -> str:
    """The code in the newest message, read on the phone."""
    messages.reload()
    found = re.search("[0-9]{6}", messages.inner_text(".inbox li >> nth=0").replace(" ", ""))
    assert found
    return found[0]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_dpw_03_a_new_declaration_password_at_the_portal(browser: Any, served: Site, scripts: bool) -> None:
    """The code is read on the phone meanwhile; with scripts what is typed stays when one has it sent."""
    phone = logged_in(browser, f"{served.url}/app", "wangfang", viewport=PHONE)
    page = logged_in(browser, f"{served.url}/portal/units/1", "wangfang", viewport=WIDE, java_script_enabled=scripts)
    trouble = watched(page)
    page.click("text=重置申报密码")
    if scripts:
        page.fill("#password", NEW)
        page.fill("#again", NEW)
    page.click("text=获取验证码")
    page.wait_for_selector("text=验证码已发送至 138****0002")
    if scripts:
        assert page.is_disabled("#resend")
        assert page.input_value("#password") == NEW
    else:
        page.fill("#password", NEW)
        page.fill("#again", NEW)
    phone.goto(f"{served.url}/app/messages")
    page.fill("#code", code_in(phone))
    page.click("button:text('确定')")
    page.wait_for_selector("text=申报密码重置成功")
    assert trouble == []
