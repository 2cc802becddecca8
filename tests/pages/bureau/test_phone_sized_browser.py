"""J4, J9 and J12 in a real browser at a phone's size: by e-mail, from an offered tie to its end, for projects; nothing is too wide."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.pages.browser import PHONE, Site, chromium, site, watched
from tests.server.running import PASSWORD

NEW = "Tulip2027x"
_LATEST = re.compile("验证码 ([0-9]{6})")
B1, H1 = "91110199MA0BJ01077", "91130199MA0HB0109Y"
PJ1, PJ2 = "冀示税跨报〔2026〕1234号", "冀示税跨报〔2025〕1234号"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site() as one:
        yield one


class Phone:
    """One browser; each step is looked at: nothing wider than the screen, nothing said in its console."""

    def __init__(self, browser: Any, served: Site) -> None:
        self.url = served.url
        self.context = browser.new_context(viewport=PHONE, locale="zh-CN", has_touch=True)
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self._trouble = watched(self.page)

    def fits(self) -> None:
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (self.page.url, wide)
        assert [each for each in self._trouble if "status of 40" not in each] == []

    def open(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")
        self.fits()

    def tap(self, what: str) -> None:
        with self.page.expect_navigation():
            self.page.tap(what)
        self.fits()

    def code(self, address: str, at: str, field: str) -> str:
        """As it is read in the simulated phone or mailbox, in another window of it."""
        beside = self.context.new_page()
        beside.goto(f"{self.url}{at}")
        beside.fill(f"[name={field}]", address)
        beside.click("main form button")
        found = _LATEST.search(beside.inner_text("main"))
        assert found is not None, beside.inner_text("main")
        beside.close()
        return found[1]

    def give_password(self, account: str, entrance: str = "person", unit: str = "") -> None:
        self.open(f"/bureau/login/{entrance}")
        if unit:
            self.page.fill("#taxpayer_id", unit)
        self.page.fill("#account", account)
        self.page.fill("#password", PASSWORD)
        self.page.focus("#slide")
        self.page.keyboard.press("End")
        self.tap("main button.primary")

    def give_code(self, mobile: str) -> None:
        self.tap("#resend")
        self.page.fill("#code", self.code(mobile, "/app/messages", "mobile"))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.fits()


def test_peter_novak_registers_by_email(browser: Any, served: Site) -> None:
    """J4, BJ-26."""
    phone = Phone(browser, served)
    page = phone.page
    phone.open("/bureau/login/foreigner")
    phone.tap("main nav a[href$='/bureau/register-foreigner']")
    page.check("main input[type=checkbox]")
    phone.tap("main form button.primary")
    page.select_option("#document_type", "foreign_passport")
    page.fill("#number", "X20260002")
    page.fill("#name", "PETER NOVAK")
    page.fill("#nationality", "捷克")
    page.select_option("#sex", "male")
    phone.tap("#typed button.primary")
    page.fill("#email", "peter.novak@example.com")
    page.fill("#password", NEW)
    page.fill("#again", NEW)
    page.tap("#resend")
    page.wait_for_selector("#seconds")
    phone.fits()
    page.fill("#code", phone.code("peter.novak@example.com", "/bjapp/mail", "email"))
    phone.tap("#typed > button.primary")
    assert "注册完成!" in page.inner_text("main")
    phone.context.close()


def test_zhou_min_confirms_and_removes(browser: Any, served: Site) -> None:
    """J9: what was offered is confirmed by its own button, who works there is removed behind a question."""
    phone = Phone(browser, served)
    page = phone.page
    phone.give_password("zhoumin")
    phone.give_code("13900000002")
    phone.open("/bureau/account/grants")
    phone.tap("button[aria-label^='确认']:visible >> nth=0")
    assert "北京示例科技有限公司" in page.inner_text("main")
    with page.expect_navigation():
        page.tap("header form.leave button")
    other = Phone(browser, served)
    other.give_password("liuyang", "enterprise", B1)
    other.give_code("13900000001")
    other.open("/bureau/account/staff")
    assert "该纳税人" not in other.page.inner_text("main")
    other.tap("button[aria-label='撤回 郑安']")
    assert "该纳税人不可以撤回，请到大厅办理" in other.page.inner_text("main")
    other.tap("a[aria-label='删除 吴磊']")
    other.tap("main form button")
    assert "吴磊" in other.page.inner_text("main")
    assert other.page.query_selector("a[aria-label='删除 吴磊']") is None
    other.open("/bureau/account/switch")
    other.open("/bureau/account/person")
    for one in (phone, other):
        one.context.close()


def test_lin_tao_comes_for_a_project_and_goes_to_another(browser: Any, served: Site) -> None:
    """J12, BJ-69, BJ-71: found by the end of its number; 项目切换主管税务机关 leads to the others by a tap."""
    phone = Phone(browser, served)
    page = phone.page
    phone.give_password("lintao", "special", H1)
    page.fill("#number", "1234")
    phone.tap("main button:has-text('查询')")
    phone.tap(f"main button:has-text('{PJ1}')")
    phone.give_code("13900000010")
    assert PJ1 in page.inner_text("main")
    phone.tap("header :text('项目切换主管税务机关')")
    phone.tap(f"button:visible:has-text('{PJ2}')")
    assert PJ2 in page.inner_text("main")
    phone.context.close()
