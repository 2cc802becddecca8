"""The bureau's slider in a real browser, on a page without scripts: by mouse, by finger, by keys (BJ-11); both factors (BJ-14)."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.pages.browser import PHONE, Site, chromium, site
from tests.server.running import PASSWORD

DESK = {"width": 1280, "height": 800}
FIRST_LINE = 60
"""Pixels."""
_LATEST = re.compile("验证码 ([0-9]{6})")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site() as one:
        yield one


def by_mouse(page: Any) -> None:
    box = page.locator("#slide").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 40, middle, steps=5)
    page.mouse.up()


def by_finger(page: Any) -> None:
    box = page.locator("#slide").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)


def by_arrows(page: Any) -> None:
    page.locator("#slide").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")


def by_end(page: Any) -> None:
    page.locator("#slide").focus()
    page.keyboard.press("End")


@pytest.mark.parametrize(
    ("bring", "size", "touch"), [(by_mouse, DESK, False), (by_finger, PHONE, True), (by_arrows, PHONE, False), (by_end, DESK, False)]
)
def test_the_slider_is_brought_to_its_end(browser: Any, served: Site, bring: Callable[[Any], None], size: Any, touch: bool) -> None:
    """And one that is left where it was lets no password be looked at."""
    # a drag of playwright's own mouse never ends where scripts are off; this page has none
    context = browser.new_context(viewport=size, locale="zh-CN", java_script_enabled=bring is by_mouse, has_touch=touch)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"{served.url}/bureau/login")
    page.fill("#account", "liuyang")
    page.fill("#password", PASSWORD)
    page.click("main button.primary")
    assert "请按住滑块，拖动到最右边" in page.inner_text("#message")
    page.fill("#password", PASSWORD)
    bring(page)
    page.click("main button.primary")
    page.wait_for_url("**/bureau/login/second")
    assert "139****0001" in page.inner_text("main")
    context.close()


def test_both_factors_at_the_size_of_a_phone(browser: Any, served: Site) -> None:
    """BJ-33, BJ-41: the code is read from the simulated phone; nothing is wider than the screen."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN")
    context.set_default_timeout(15_000)
    page, inbox = context.new_page(), context.new_page()
    page.goto(f"{served.url}/bureau/login")
    language = page.locator("header button[name=language]").bounding_box()
    assert language["y"] + language["height"] < FIRST_LINE, "where to go is in a line of its own"
    page.fill("#account", "wangfang")
    page.fill("#password", PASSWORD)
    by_end(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/bureau/login/second")
    page.click("#resend")
    inbox.goto(f"{served.url}/app/messages")
    inbox.fill("[name=mobile]", "13800000002")
    inbox.click("main form button")
    code = _LATEST.search(inbox.inner_text("main"))
    assert code is not None
    page.fill("#code", code[1])
    page.keyboard.press("Enter")
    page.wait_for_url("**/bureau")
    assert "王*" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_navigation():
        page.click("header form button")
    page.wait_for_load_state()
    page.go_back()
    assert "王*" not in page.inner_text("body")
    context.close()
