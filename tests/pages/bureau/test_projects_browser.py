"""项目切换主管税务机关 in a real browser, on a page without scripts: by pointer, by focus, by finger (BJ-71)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.pages.browser import PHONE, Site, chromium, site
from tests.server.bureau.projecting import H1, PJ1, PJ2
from tests.server.running import PASSWORD

DESK = {"width": 1280, "height": 800}
_LATEST = re.compile("验证码 ([0-9]{6})")
_OTHER = ".menu .drop button"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site() as one:
        yield one


def in_project(browser: Any, served: Site) -> Any:
    """宋玉 in PJ1, by 特定主体, with scripts for the slider alone."""
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    context.set_default_timeout(15_000)
    page, inbox = context.new_page(), context.new_page()
    page.goto(f"{served.url}/bureau/login/special")
    page.fill("#taxpayer_id", H1)
    page.fill("#account", "songyu")
    page.fill("#password", PASSWORD)
    page.locator("#slide").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bureau/login/second")
    page.fill("#number", "20261234")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"text={PJ1}")
    page.click("#resend")
    inbox.goto(f"{served.url}/app/messages")
    inbox.fill("[name=mobile]", "13900000011")
    inbox.click("main form button")
    code = _LATEST.search(inbox.inner_text("main"))
    assert code is not None
    page.fill("#code", code[1])
    page.keyboard.press("Enter")
    page.wait_for_url("**/bureau")
    return context


def test_the_menu_opens_by_pointer_by_focus_and_leads_on_by_finger(browser: Any, served: Site) -> None:
    """And is over nothing that it should not be, at a phone's size too."""
    context = in_project(browser, served)
    state = context.storage_state()
    context.close()
    for size, touch in ((DESK, False), (PHONE, True)):
        other = browser.new_context(viewport=size, locale="zh-CN", java_script_enabled=False, has_touch=touch, storage_state=state)
        other.set_default_timeout(15_000)
        page = other.new_page()
        page.goto(f"{served.url}/bureau/account")
        assert not page.is_visible(_OTHER)
        if touch:
            page.tap(".menu > a")
            page.wait_for_url("**/account/switch")
            assert PJ2 in page.inner_text("main")
        else:
            page.hover(".menu > a")
            page.wait_for_selector(_OTHER)
            page.mouse.move(5, 700)
            page.wait_for_selector(_OTHER, state="hidden")
            page.focus(".menu > a")
            page.wait_for_selector(_OTHER)
            page.hover(".menu > a")
            page.click(f"{_OTHER} >> text={PJ2}")
            page.wait_for_url("**/bureau")
            assert PJ2 in page.inner_text("header .who")
        box = page.locator("header").bounding_box()
        assert box["x"] >= 0
        assert box["width"] <= size["width"]
        other.close()
