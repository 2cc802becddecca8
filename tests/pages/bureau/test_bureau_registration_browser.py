"""J1 in a real browser: the code is sent without leaving the form, the phone looks at the face, the page goes on by itself."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.pages.browser import PHONE, Site, chromium, site

DESK = {"width": 1280, "height": 800}
NEW, MOBILE = "Tulip2027x", "13900000012"
_LATEST = re.compile("验证码 ([0-9]{6})")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site() as one:
        yield one


def sms(context: Any, served: Site, mobile: str) -> str:
    inbox = context.new_page()
    inbox.goto(f"{served.url}/bjapp/messages")
    inbox.fill("[name=mobile]", mobile)
    inbox.click("main form button")
    code = _LATEST.search(inbox.inner_text("main"))
    assert code is not None
    inbox.close()
    return code[1]


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_he_jing_registers_and_logs_in(browser: Any, served: Site) -> None:
    """BJ-15 to BJ-21: nothing is wider than its screen; 「+」 opens 扫一扫 without a script."""
    desk, phone = browser.new_context(viewport=DESK, locale="zh-CN"), browser.new_context(viewport=PHONE, locale="zh-CN")
    page, app = desk.new_page(), phone.new_page()
    page.goto(f"{served.url}/bureau/login/person")
    page.click("main nav a[href$='/bureau/register']")
    for box in page.query_selector_all("main input[type=checkbox]"):
        box.check()
    page.click("main form button.primary")
    page.fill("#number", "110199199406080025")
    page.fill("#name", "何静")
    page.click("#typed button.primary")
    page.fill("#login_name", "hejing")
    page.fill("#password", NEW)
    page.fill("#again", NEW)
    page.fill("#mobile", MOBILE)
    page.click("#resend")
    page.wait_for_selector("#seconds")
    assert page.input_value("#password") == NEW, "what is typed stays"
    page.fill("#code", sms(phone, served, MOBILE))
    page.click("#typed > button.primary")
    code = page.wait_for_selector("svg.qr").get_attribute("data-payload")
    assert fits(page)
    app.goto(f"{served.url}/bjapp")
    app.click("summary")
    app.click("details a.scan")
    app.fill("#code", code)
    app.click("#code-form button.primary")
    app.wait_for_selector("#face-form")
    assert fits(app)
    app.click("#start")
    app.wait_for_selector(".done")
    page.wait_for_selector("text=注册完成!")
    page.click("main a.button.primary")
    page.fill("#account", "hejing")
    page.fill("#password", NEW)
    page.focus("#slide")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bureau/login/second")
    page.click("#resend")
    page.fill("#code", sms(phone, served, MOBILE))
    page.keyboard.press("Enter")
    page.wait_for_url("**/bureau")
    assert "何*" in page.inner_text("main")
    desk.close()
    phone.close()
