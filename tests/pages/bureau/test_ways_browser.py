"""扫码登录 and the face in a real browser: the page goes on by itself to the inside, with no click there (BJ-35, BJ-36)."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.pages.browser import PHONE, Site, chromium, site
from tests.server.running import PASSWORD

INSIDE = "**/bureau"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site() as one:
        yield one


def page_of(browser: Any, size: Any = None) -> Any:
    context = browser.new_context(viewport=size or {"width": 1280, "height": 800}, locale="zh-CN")
    context.set_default_timeout(15_000)
    return context.new_page()


def test_in_by_a_scanned_code(browser: Any, served: Site) -> None:
    phone, desk = page_of(browser, PHONE), page_of(browser)
    phone.goto(f"{served.url}/app")
    phone.fill("#account", "wangfang")
    phone.fill("#password", PASSWORD)
    phone.click("main button.primary")
    desk.goto(f"{served.url}/bureau/login")
    desk.click("text=个人所得税APP")
    code = desk.get_attribute("svg.qr", "data-payload")
    phone.goto(f"{served.url}/{'/'.join(code.split('/')[3:])}")
    phone.click("main button.primary")
    number = desk.wait_for_selector("dd b").inner_text()
    phone.click(f"label:has(input[value='{number}'])")
    phone.click("button[value=confirm]")
    desk.wait_for_url(INSIDE)
    assert "王*" in desk.inner_text("body")
    for page in (phone, desk):
        page.context.close()


def test_in_by_a_face(browser: Any, served: Site) -> None:
    phone, desk = page_of(browser, PHONE), page_of(browser)
    desk.goto(f"{served.url}/bureau/login")
    desk.fill("#account", "liuyang")
    desk.fill("#password", PASSWORD)
    desk.locator("#slide").focus()
    desk.keyboard.press("End")
    desk.click("main button.primary")
    desk.click("button[value=bureau]")
    code = desk.get_attribute("svg.qr", "data-payload")
    phone.goto(f"{served.url}/{'/'.join(code.split('/')[3:])}")
    phone.click("#start")
    desk.wait_for_url(INSIDE)
    assert "刘*" in desk.inner_text("body")
    for page in (phone, desk):
        page.context.close()
