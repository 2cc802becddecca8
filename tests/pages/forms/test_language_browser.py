"""The other language in a real browser, without scripts: the place and what was typed stay; and each page of the door on a small phone."""

from collections.abc import Iterator
from typing import Any

import pytest

from etax_client.domain.secret import Secret
from etax_client.server.control.door import digest
from tests.pages.browser import Site, chromium, site
from tests.server.running import PASSWORD
from tests.server.testing.journal import BEARER, TOKEN

SMALL = {"width": 320, "height": 700}
TOO_SMALL = """() => [...document.querySelectorAll("a, button, select, input:not([type=hidden])")]
  .filter((each) => each.offsetParent && !each.closest("label"))
  .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect().height])
  .filter(([, height]) => height < 44)"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
BROKEN = """() => [...document.querySelectorAll("#now td")].filter((each) => {
  const range = document.createRange();
  for (const node of each.childNodes) if (node.nodeType === 3 && /^[a-z]+$/.test(node.data.trim())) {
    range.selectNodeContents(node);
    if (range.getClientRects().length > 1) return true;
  }
  return false;
}).map((each) => each.innerText)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site(digest(Secret(TOKEN))) as one:
        yield one


def focused(page: Any) -> str:
    found: str = page.evaluate("document.activeElement.outerHTML.slice(0, 60)")
    return found


def test_a_clerk_changes_the_language_in_the_middle_of_a_form(browser: Any, served: Site) -> None:
    """From the login to 新增授权人员: nothing is typed twice, no secret comes back, and Enter presses what it pressed before."""
    context = browser.new_context(viewport=SMALL, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}/portal/units")
    page.fill("#account", "wangfang")
    page.fill("#password", PASSWORD)
    page.click("text=English")
    assert page.url.startswith(f"{served.url}/portal/units?")
    assert (page.input_value("#account"), page.input_value("#password")) == ("wangfang", "")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Units I manage")
    page.goto(f"{served.url}/portal/units/1/new")
    page.select_option("#document_type", "foreign_passport")
    page.fill("#number", "X98765432")
    page.check("input[value=management]")
    page.fill("#start", "2027-01-01")
    page.click("text=中文")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert (page.input_value("#document_type"), page.input_value("#number")) == ("foreign_passport", "X98765432")
    assert (page.is_checked("input[value=management]"), page.input_value("#start")) == (True, "2027-01-01")
    page.fill("#name", "Anna Smith")
    page.check("input[value=long]")
    page.focus("#number")
    page.keyboard.press("Enter")
    page.wait_for_selector(".wrong, .error")
    assert page.url == f"{served.url}/portal/units/1/new", "the form itself was sent"
    context.close()


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_each_page_of_the_door_fits_a_small_phone(browser: Any, served: Site, language: str) -> None:
    """Nothing moves sideways but wide tables, which keys move too; what one presses is 44 px high; no word is broken in two."""
    served.http.post("/control/faults", json={"path": "/api/nothing", "scenario": "status=503", "count": 3}, headers=BEARER)
    served.ticket()
    context = browser.new_context(viewport=SMALL, locale=language)
    page = context.new_page()
    page.goto(f"{served.url}/control/page")
    page.fill("#key", TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_selector("#journal")
    assert page.evaluate(BROKEN) == []
    hall = [f"/page/hall{act}" for act in ("", "/code", "/account", "/declaration", "/collect", "/proxy", "/certificates")]
    for path in ("/page", *hall, "/page/hall/certificates?unit=91440199MA0QJ0100K", "/nothing"):
        page.goto(f"{served.url}/control{path}")
        assert page.evaluate(TOO_WIDE) <= 0, path
        assert page.evaluate(TOO_SMALL) == [], path
        for wide in page.locator(".wide").all():
            assert wide.get_attribute("tabindex") == "0"
    page.click("main a")
    assert page.url == f"{served.url}/control/page", "the way back"
    page.focus(".wide")
    assert "wide" in focused(page)
    context.close()
