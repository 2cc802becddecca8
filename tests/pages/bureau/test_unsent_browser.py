"""A page on which something was typed asks before it is left, in a real browser; one that was sent, or holds a login, does not (FLW-05)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.pages.browser import Site, chromium, site
from tests.server.running import PASSWORD


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site() as one:
        yield one


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def asks(page: Any, leave: Callable[[], Any]) -> None:
    """It asks, and whoever is asked stays."""
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        leave()
    assert asked.value.type == "beforeunload"


def leaves(page: Any, leave: Callable[[], Any]) -> None:
    """It is left without a question: where one is asked, the page stands still, and nothing is loaded."""
    with page.expect_event("load"):
        leave()


@pytest.mark.parametrize("at", ["/portal/forgot", "/bureau/forgot"])
def test_what_was_typed_is_asked_about_until_it_is_sent(page: Any, served: Site, at: str) -> None:
    """One mechanism for both sites: nothing typed, nothing asked; back, reload and a link ask; the form itself leaves."""
    page.goto(f"{served.url}{at}")
    leaves(page, lambda: page.evaluate("location.reload()"))
    page.click("#name")
    page.keyboard.type("刘洋")
    asks(page, lambda: page.evaluate("location.reload()"))
    assert page.input_value("#name") == "刘洋", "whoever stays finds what was typed"
    asks(page, lambda: page.click("header a", no_wait_after=True))
    page.fill("#number", "110199198001010016")
    leaves(page, lambda: page.click("#typed button.primary"))
    assert page.locator("#number").count() == 0


def test_a_login_asks_nothing(page: Any, served: Site) -> None:
    """An account's name and a password are typed again."""
    page.goto(f"{served.url}/bureau/login/enterprise")
    page.click("#account")
    page.keyboard.type("liuyang")
    page.fill("#password", PASSWORD)
    leaves(page, lambda: page.click("text=自然人业务"))
    assert page.url.endswith("/person")
