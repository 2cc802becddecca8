"""The counter in a real browser: from the trainer's page to a slip, codes by proxy, and what comes out of the printer (REG-07)."""

from collections.abc import Iterator
from typing import Any

import pytest

from etax_client.domain.secret import Secret
from etax_client.server.control.door import digest
from tests.pages.browser import PHONE, Site, chromium, site, watched
from tests.server.testing.journal import TOKEN

DESK = {"width": 960, "height": 900}
PAPERS = ("authorisation", "principals_copy", "handlers_document", "detail_list")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site(digest(Secret(TOKEN))) as one:
        yield one


@pytest.fixture
def counter(browser: Any, served: Site) -> Iterator[Any]:
    """The counter's page, reached from the trainer's."""
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{served.url}/control/page")
    page.fill("#key", TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_selector("#journal")
    page.click("text=办税服务厅窗口")
    page.wait_for_selector(".acts")
    yield page
    context.close()


def fill_in_two(page: Any) -> None:
    values = {"unit": "91440199MA0QJ0100K", "handler_name": "李明", "handler_number": "440199198805120030"}
    values |= {"name_1": "MARY JONES", "number_1": "AB1234567", "nationality_1": "英国"}
    values |= {"name_2": "PIERRE DUPONT", "number_2": "123456789012", "nationality_2": "法国"}
    for name, value in values.items():
        page.fill(f"#{name}", value)
    page.select_option("#document_type_2", "work_permit_a")


def is_shown(page: Any, selector: str) -> list[bool]:
    return [one.is_visible() for one in page.locator(selector).all()]


def test_a_slip_is_handed_over_and_printed(counter: Any) -> None:
    """On paper there is the slip alone, dark on white, with its mark of a simulation (MCK-1); F5 shows it once more (ACT-2)."""
    trouble = watched(counter)
    counter.click("a[href$='/hall/code']")
    counter.fill("#number", "440199199607260029")
    counter.fill("#name", "周婷")
    counter.check("#seen")
    counter.click("button.primary")
    counter.wait_for_selector(".slip")
    assert "440*****029" in counter.inner_text(".slip")
    handed = counter.inner_text(".secret")
    counter.reload()
    assert counter.inner_text(".secret") == handed
    assert is_shown(counter, "[data-print]") == [True], "the script shows the button"
    counter.emulate_media(media="print", color_scheme="dark")
    assert is_shown(counter, "header, h1, .screen-only") == [False, False, False]
    assert is_shown(counter, ".slip .mock, .slip .secret") == [True, True]
    assert len(counter.pdf(prefer_css_page_size=True).split(b"/Type /Page\n")) == 2, "one sheet of paper"
    assert list(trouble) == []


def test_codes_for_two_with_their_annexes(counter: Any) -> None:
    """The annexes are printed, a sheet each; back, tick, and a slip for each of them."""
    counter.click("a[href$='/hall/proxy']")
    fill_in_two(counter)
    counter.click("text=增加一人")
    counter.wait_for_selector("#name_4")
    assert counter.input_value("#name_2") == "PIERRE DUPONT"
    counter.click("text=填写附件并打印")
    counter.wait_for_selector(".sheet")
    assert counter.locator(".sheet h2").all_inner_texts() == [
        "办理个人所得税办税系统注册码事项授权委托书",
        "办理个人所得税办税系统注册码事项授权委托书",
        "外籍人员申请个人所得税办税系统注册码明细表",
    ]
    printed = counter.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 3
    counter.click("text=返回修改")
    for paper in PAPERS:
        counter.check(f"#paper_{paper}")
    counter.click("text=核发全部注册码")
    counter.wait_for_selector(".slip")
    codes = counter.locator(".secret").all_inner_texts()
    assert (len(codes), len(set(codes)), {len(code) for code in codes}) == (2, 2, {6})


def test_nothing_is_wider_than_a_phone(browser: Any, counter: Any, served: Site) -> None:
    """At 390 pixels, with annexes filled in: no page moves sideways."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN", storage_state=counter.context.storage_state())
    page = context.new_page()
    for path in ("", "/code", "/account", "/declaration", "/collect", "/proxy"):
        page.goto(f"{served.url}/control/page/hall{path}")
        assert page.locator("html").evaluate("page => page.scrollWidth") <= PHONE["width"], path
    fill_in_two(page)
    page.click("text=填写附件并打印")
    page.wait_for_selector(".sheet")
    assert page.locator("html").evaluate("page => page.scrollWidth") <= PHONE["width"]
    page.goto(f"{served.url}/portal/annexes")
    assert page.locator("html").evaluate("page => page.scrollWidth") <= PHONE["width"]
    context.close()
