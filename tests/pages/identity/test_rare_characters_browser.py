"""Rare characters in a real browser: a dialog over the form, which keeps what is in it, and a page of its own without scripts (HAN-01)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from etax_client.server.pages.rare_characters import SCRIPT, WITH_SCRIPT
from etax_client.server.pages.rendering import Pages
from etax_client.texts.catalogue import words
from tests.pages.browser import PHONE, Site, chromium, site, watched

FORM = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/pages.css"><script src="{script}" defer></script>
<main><form method="get" action="/"><label for="number">n</label><input id="number" name="number"><label for="name">n</label>
<input id="name" name="name">{field}</form></main>"""
PORTAL = {"width": 960, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site() as one:
        yield one


@pytest.fixture
def opened(browser: Any, served: Site) -> Iterator[Callable[..., Any]]:
    """`opened(viewport, java_script_enabled=False)` is a page with the form of a name, under the policy of such pages."""
    contexts = []
    field = Pages()._environment.get_template("rare_characters_field.html").render(root="", say=words().say)

    def open_form(viewport: dict[str, int], **options: Any) -> Any:
        contexts.append(browser.new_context(viewport=viewport, locale="zh-CN", **options))
        page = contexts[-1].new_page()
        html = FORM.format(script=SCRIPT, field=field)
        page.route("**/form", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=WITH_SCRIPT))
        page.goto(f"{served.url}/form")
        return page

    yield open_form
    for context in contexts:
        context.close()


@pytest.mark.parametrize("viewport", [PHONE, PORTAL], ids=["phone", "portal"])
def test_the_character_comes_to_where_the_cursor_was(opened: Callable[..., Any], viewport: dict[str, int]) -> None:
    page = opened(viewport)
    trouble = watched(page)
    page.fill("#number", "440199")
    page.fill("#name", "王小")
    page.press("#name", "ArrowLeft")
    page.click("text=录入生僻字")
    page.click("dialog a[href*='radical=149.1']")
    page.click("dialog a[href*='strokes=11']")
    page.click("dialog a[href*='char=2B370']")
    page.wait_for_selector("dialog .rare-chosen")
    assert "U+2B370" in page.inner_text("dialog .rare-chosen")
    assert page.query_selector("dialog [data-alone]") is None
    box = page.locator("dialog [data-insert]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= viewport["width"]
    assert box["y"] + box["height"] <= viewport["height"]
    page.evaluate("document.getElementById('name').addEventListener('change', (event) => { event.target.title = event.target.value })")
    page.click("dialog [data-insert]")
    assert page.input_value("#name") == "王𫍰小"
    assert page.get_attribute("#name", "title") == "王𫍰小", "whoever judges the field is told"
    assert page.input_value("#number") == "440199"
    assert page.url.endswith("/form")
    page.keyboard.type("x")
    assert page.input_value("#name") == "王𫍰x小"
    assert trouble == []


def test_by_keys_alone_and_by_pinyin(opened: Callable[..., Any]) -> None:
    page = opened(PHONE)
    trouble = watched(page)
    page.focus("#name")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog #rare-q:focus")
    page.keyboard.type("yan3")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog a[href*='char=4DAE']")
    page.focus("dialog a[href*='char=4DAE']")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog [data-insert]:focus")
    page.keyboard.press("Enter")
    assert page.input_value("#name") == "䶮"
    assert trouble == []


def test_leaving_it_changes_nothing(opened: Callable[..., Any]) -> None:
    """By Esc or 取消, which a phone has in sight wherever in the table of radicals one is."""
    page = opened(PHONE)
    page.fill("#name", "王")
    page.click("text=录入生僻字")
    page.wait_for_selector("dialog #rare-q")
    page.keyboard.press("Escape")
    assert page.query_selector("dialog[open]") is None
    page.click("text=录入生僻字")
    page.wait_for_selector("dialog #rare-q")
    for place in (0, 1500):
        page.evaluate("(place) => { document.querySelector('dialog').scrollTop = place }", place)
        box = page.locator("dialog [data-close]").bounding_box()
        assert 0 <= box["y"] < PHONE["height"] - box["height"]
        assert box["height"] >= 44
    page.click("dialog [data-close]")
    assert page.input_value("#name") == "王"
    assert page.evaluate("document.activeElement.id") == "name"


def test_without_the_server_it_says_so(opened: Callable[..., Any]) -> None:
    page = opened(PHONE)
    page.route("**/rare-characters", lambda route: route.abort())
    page.click("text=录入生僻字")
    page.wait_for_selector("dialog [role=alert]")
    assert "请检查网络" in page.inner_text("dialog")


def test_without_scripts_it_is_a_page_of_its_own(opened: Callable[..., Any]) -> None:
    page = opened(PHONE, java_script_enabled=False)
    page.fill("#name", "王")
    with page.context.expect_page() as other:
        page.click("text=录入生僻字")
    alone = other.value
    alone.click("a[href*='radical=149.1']")
    alone.click("a[href*='strokes=11']")
    alone.click("a[href*='char=2B370']")
    assert alone.input_value("input[readonly]") == "𫍰"
    assert not alone.is_visible("[data-insert]")
    assert page.input_value("#name") == "王"
