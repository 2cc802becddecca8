"""The trainer's page in a real browser: what happens in the room appears by itself, and nothing that others type is more than text."""

from collections.abc import Iterator
from typing import Any

import pytest

from etax_client.domain.secret import Secret
from etax_client.server.control.door import digest
from etax_client.wire import paths
from tests.pages.browser import PHONE, Site, chromium, site, watched
from tests.server.running import PASSWORD, WRONG
from tests.server.testing.journal import BEARER, TOKEN

ROOM = {"width": 1100, "height": 900}
SOON = 30_000
"""Milliseconds."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture
def served() -> Iterator[Site]:
    with site(digest(Secret(TOKEN))) as one:
        yield one


@pytest.fixture
def room(browser: Any, served: Site) -> Iterator[Any]:
    """The page of a trainer who has come in."""
    context = browser.new_context(viewport=ROOM, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{served.url}/control/page")
    page.fill("#key", TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_selector("#journal")
    yield page
    context.close()


def try_to_log_in(served: Site, account: str, password: str) -> dict[str, Any]:
    """With a captcha, solved at the tester's door."""
    mark = {paths.CLIENT_HEADER: "a-client"}
    served.http.post(paths.CAPTCHAS, json={"purpose": "login"}, headers=mark)
    seen = served.http.get("/control/captchas/latest", headers=BEARER).json()
    captcha = {"captcha_id": seen["captcha_id"], "answer": seen["answer"]}
    reply = served.http.post(paths.SESSIONS, json={"account": account, "password": password, "captcha": captcha}, headers=mark)
    found: dict[str, Any] = reply.json()
    return found


def test_a_lock_appears_and_is_taken_off(room: Any, served: Site) -> None:
    """LOG-05, LOG-06: while a client fails five times the page tells it, without a hand on it; the trainer unlocks, and it goes on."""
    trouble = watched(room)
    room.wait_for_selector("#live:has-text('实时更新')")
    assert "账号 李明" not in room.inner_text("#now")
    for _ in range(5):
        last = try_to_log_in(served, "liming", WRONG)
    assert last["code"] == "locked"
    room.wait_for_selector("#now td:has-text('账号 李明')", timeout=SOON)
    room.wait_for_selector("#journal tr:has-text('LOG-05'):has-text('账号从现在起锁定 120:00')", timeout=SOON)
    rows = room.locator("#journal tr").all_inner_texts()
    assert "第 5 次密码错误" in rows[0], "the newest first"
    assert sum("密码错误，第" in row for row in rows) == 4
    room.wait_for_selector("#now td.left:has-text('119:5')", timeout=SOON)
    room.click("#now tr:has-text('账号 李明') button")
    room.wait_for_selector("#journal")
    assert "账号 李明" not in room.inner_text("#now")
    assert "token" in try_to_log_in(served, "liming", PASSWORD)
    room.wait_for_selector("#now tr:has-text('liming'):has-text('客户端')", timeout=SOON)
    room.wait_for_selector("#journal tr.new:has-text('密码正确，失败次数清零')", timeout=SOON)
    assert list(trouble) == []


def lock(served: Site, account: str) -> None:
    served.http.post("/control/lock", json={"account": account}, headers=BEARER)


def centre(room: Any, selector: str) -> tuple[float, float]:
    box = room.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_press_across_an_update_is_not_lost_and_the_focus_stays(room: Any, served: Site) -> None:
    """The page changes between the button's going down and up; what stands there is the same as before."""
    room.focus("#do-120")
    room.evaluate("window.kept = document.getElementById('unlock-account-7')")
    room.mouse.move(*centre(room, "#unlock-account-7"))
    lock(served, "wangfang")
    room.wait_for_selector("#now td:has-text('账号 王芳')", timeout=SOON)
    assert room.evaluate("document.activeElement.id") == "do-120"
    assert room.evaluate("window.kept === document.getElementById('unlock-account-7')")
    room.mouse.down()
    lock(served, "liming")
    room.wait_for_selector("#journal tr:has-text('POST /control/lock') >> nth=1", timeout=SOON)
    room.mouse.up()
    room.wait_for_selector("#now:not(:has-text('账号 孙磊'))", timeout=SOON)
    assert "账号 李明" in room.inner_text("#now")


def test_a_button_that_has_come_under_the_pointer_asks_first(room: Any, served: Site) -> None:
    """Two are locked; the first lock ends, and the other's 解锁 is where the first one's was."""
    lock(served, "wangfang")
    room.wait_for_selector("#unlock-account-2", timeout=SOON)
    first = room.locator("#now button:has-text('解锁')").first
    place = centre(room, f"#{first.get_attribute('id')}")
    room.mouse.move(*place)
    served.http.post("/control/unlock", json={"account": "sunlei"}, headers=BEARER)
    room.wait_for_selector("#unlock-account-7", state="detached", timeout=SOON)
    room.mouse.down()
    room.mouse.up()
    under = room.evaluate("([x, y]) => document.elementFromPoint(x, y).id", list(place))
    room.wait_for_selector("dialog#ask[open]")
    assert "页面刚刚更新" in room.inner_text("#ask-what")
    room.click("#ask button[value=no]")
    assert room.locator(f"#{under or 'unlock-account-2'}").count() == 1
    room.mouse.move(*centre(room, "#unlock-account-2"))
    room.click("#unlock-account-2")
    room.wait_for_selector("#unlock-account-2", state="detached", timeout=SOON)


def test_a_live_part_that_cannot_be_fetched_says_so(room: Any, served: Site) -> None:
    """It stands still, and does not say that it is live; it goes on when the server does."""
    room.wait_for_selector("#live:has-text('实时更新')")
    assert not room.is_visible("#stale")
    room.route("**/control/page", lambda route: route.fulfill(status=500, body="no"))
    lock(served, "wangfang")
    room.wait_for_selector("#stale:has-text('暂时无法更新（500）')", timeout=SOON)
    assert "实时更新" not in room.inner_text("#live")
    room.unroute("**/control/page")
    lock(served, "liming")
    room.wait_for_selector("#now td:has-text('账号 李明')", timeout=SOON)
    room.wait_for_selector("#stale", state="hidden", timeout=SOON)
    assert "实时更新" in room.inner_text("#live")


def test_time_is_stopped_and_set(room: Any, served: Site) -> None:
    """The locks' time left follows: 120 minutes later they are gone."""
    assert "账号 孙磊" in room.inner_text("#now")
    room.click("#do-freeze")
    room.wait_for_selector("#do-go")
    before = room.inner_text("#time")
    assert served.http.get("/control/clock", headers=BEARER).json()["rate"] == 0
    room.click("#do-120")
    room.wait_for_selector("#now td:has-text('账号 孙磊')", state="detached")
    assert room.inner_text("#time") != before
    served.http.post("/control/clock", json={"advance": 60}, headers=BEARER)
    after = room.inner_text("#time")
    room.wait_for_function("shown => document.getElementById('time').textContent !== shown", arg=after, timeout=SOON)


def test_what_others_type_stays_text(room: Any, served: Site) -> None:
    """WEB-3: a device that would be a picture, a fault that would be a script; in the page that came and in what its script adds."""
    trouble = watched(room)
    hostile = "<img src=x onerror=alert(1)>"
    served.ticket(hostile)
    served.http.post(f"/{hostile}", json={})
    room.wait_for_selector("#now td bdi:has-text('onerror')", timeout=SOON)
    room.wait_for_selector("#journal tr:has-text('POST /...')", timeout=SOON)
    room.reload()
    assert hostile in room.inner_text("#now")
    assert room.locator("main img").count() == 0
    assert list(trouble) == []


def test_it_works_without_a_script(browser: Any, served: Site) -> None:
    context = browser.new_context(viewport=ROOM, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}/control/page")
    page.fill("#key", TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_selector("#journal")
    try_to_log_in(served, "wangfang", WRONG)
    assert "王*" not in page.inner_text("#journal")
    page.click("text=刷新")
    assert "密码错误，第 1 次" in page.inner_text("#journal")
    page.fill("#world-name", "seat-1")
    page.click("text=新建")
    page.click("tr:has-text('seat-1') button")
    page.click("text=确定")
    assert page.locator("a:has-text('seat-1')").count() == 0
    context.close()


@pytest.mark.parametrize(("size", "scheme"), [(ROOM, "light"), (ROOM, "dark"), (PHONE, "dark")], ids=["light", "dark", "phone"])
def test_it_fits(room: Any, size: dict[str, int], scheme: str) -> None:
    """looks.md: 960 px wide at most, nothing wider than the screen, controls of 44 px or more."""
    room.set_viewport_size(size)
    room.emulate_media(color_scheme=scheme)
    assert room.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert room.evaluate("document.querySelector('main').getBoundingClientRect().width") <= 960
    heights = room.eval_on_selector_all(
        "main button, main input:not([type=hidden]), select",
        "all => all.filter(one => one.closest('dialog') === null).map(one => one.offsetHeight)",
    )
    assert heights
    assert min(heights) >= 44
