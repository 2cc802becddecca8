"""The APP's pages in a real browser: without scripts, by the camera, from a picture, and with names that try to be more than text."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import scan_url
from tests.pages.browser import PHONE, Site, chromium, site, watched
from tests.pages.filming import BLANK, drawn, filmed
from tests.pages.test_headers import HOSTILE
from tests.server.running import PASSWORD


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the camera sees: nothing yet; it is read anew each time that the camera opens."""
    path = tmp_path_factory.mktemp("camera") / "camera.y4m"
    path.write_bytes(filmed(BLANK))
    return path


@pytest.fixture(scope="module")
def browser(film: Path) -> Iterator[Any]:
    with chromium(
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", f"--use-file-for-fake-video-capture={film}"
    ) as one:
        yield one


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with site() as one:
        yield one


@pytest.fixture
def phone(browser: Any) -> Iterator[Callable[..., Any]]:
    """`phone(java_script_enabled=False, ...)` is a page of a phone of its own."""
    contexts = []

    def new(**options: Any) -> Any:
        contexts.append(browser.new_context(viewport=PHONE, locale="zh-CN", **options))
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()


def log_in(page: Any, url: str, account: str = "liming") -> None:
    page.goto(url)
    page.fill("#account", account)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")


def confirm(page: Any, served: Site, ticket: dict[str, Any]) -> None:
    page.wait_for_selector(".tiles")
    page.check(f"input[name=number][value='{served.view(ticket)['number']}']")
    page.click("button[value=confirm]")
    page.wait_for_selector(".done")
    assert served.view(ticket)["state"] == "confirmed"


def address(served: Site, ticket: dict[str, Any]) -> str:
    return scan_url(served.url, Secret(ticket["scan_id"]))


def test_without_scripts(served: Site, phone: Callable[..., Any]) -> None:
    """QR-03, WEB-2: from the phone's own camera to the confirmation, and by the short code; then the inbox, and out."""
    page, first, second = phone(java_script_enabled=False), served.ticket(), served.ticket()
    log_in(page, address(served, first).replace("HTTP:", "http:"))
    page.click("main button.primary")
    confirm(page, served, first)
    page.goto(f"{served.url}/app")
    page.click(".scan")
    assert page.locator("#camera").is_hidden()
    page.get_by_text("浏览器未启用脚本").wait_for()
    page.fill("#code", f"{second['short_code'][:4]}-{second['short_code'][4:]}")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tiles")
    page.keyboard.press("Tab")
    page.click("button[value=refuse]")
    page.wait_for_selector(".notice")
    assert served.view(second)["because"] == "person"
    page.goto(f"{served.url}/app/messages")
    assert page.get_by_role("heading").inner_text() == "短信（模拟）"
    page.goto(f"{served.url}/app")
    page.get_by_role("button", name="退出登录").click()
    page.locator("#password").wait_for()


def test_by_the_camera(served: Site, phone: Callable[..., Any], film: Path) -> None:
    """QR-03: another's code is said to be none, ours is followed; nothing breaks the page's own policy."""
    page, ticket = phone(permissions=["camera"]), served.ticket()
    trouble = watched(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    film.write_bytes(filmed(drawn("https://example.com/" + "A" * 40)))
    log_in(page, f"{served.url}/app")
    page.click(".scan")
    page.wait_for_selector("#trouble:not([hidden])")
    assert "这不是扫码登录的二维码" in page.inner_text("#trouble")
    film.write_bytes(filmed(drawn(address(served, ticket))))
    page.reload()
    confirm(page, served, ticket)
    assert list(trouble) == []
    assert all(url.startswith(served.url) for url in asked)


def test_from_a_picture(served: Site, phone: Callable[..., Any], film: Path) -> None:
    """A screenshot with the code somewhere in it; a picture without one is said to have none; no picture leaves the page."""
    film.write_bytes(filmed(BLANK))
    page, ticket = phone(), served.ticket()
    trouble = watched(page)
    log_in(page, f"{served.url}/app/scan")
    page.wait_for_selector("#picture-part:not([hidden])")
    page.set_input_files("#picture", {"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"})
    page.wait_for_selector("#trouble:not([hidden])")
    screen = Image.new("RGB", (1900, 1000), "#12181f")
    brush = ImageDraw.Draw(screen)
    for line in range(0, 1000, 25):
        brush.text((20, line), "etax-client 0123456789 " * 12, fill="#dfe6ee")
    file = io.BytesIO()
    screen.save(file, "PNG")
    page.set_input_files("#picture", {"name": "empty.png", "mimeType": "image/png", "buffer": file.getvalue()})
    page.wait_for_selector("#trouble:has-text('未找到二维码')")
    screen.paste(drawn(address(served, ticket), box=9), (1200, 300))
    file = io.BytesIO()
    screen.save(file, "PNG")
    page.set_input_files("#picture", {"name": "screen.png", "mimeType": "image/png", "buffer": file.getvalue()})
    confirm(page, served, ticket)
    assert [line for line in trouble if "401" not in line] == []


def test_without_a_camera(served: Site, phone: Callable[..., Any]) -> None:
    """Over plain http from another machine a browser has none: the page says so and offers the rest."""
    page = phone()
    page.add_init_script("Object.defineProperty(navigator, 'mediaDevices', {value: undefined})")
    log_in(page, f"{served.url}/app")
    page.click(".scan")
    page.locator("#camera-absent").wait_for()
    assert page.locator("#camera").is_hidden()
    page.locator("label[for=picture]").wait_for()


def test_the_seconds_count_down(served: Site, phone: Callable[..., Any]) -> None:
    """By a clock of the page's own, moved by hand; when they are over, the server is asked."""
    page, ticket = phone(), served.ticket()
    page.clock.install()
    log_in(page, f"{served.url}/app/scan")
    page.fill("#code", ticket["short_code"])
    page.keyboard.press("Enter")
    page.wait_for_selector(".tiles")
    before = int(page.inner_text("#seconds"))
    page.clock.run_for(5000)
    assert before - int(page.inner_text("#seconds")) in (4, 5, 6)
    with page.expect_navigation():
        page.clock.run_for(200_000)
    assert page.locator(".tiles").is_visible(), "its own time has not passed"


def test_names_of_others_run_nothing(served: Site, phone: Callable[..., Any]) -> None:
    """WEB-3, in a browser that would."""
    page = phone()
    trouble = watched(page)
    log_in(page, f"{served.url}/app")
    page.wait_for_selector(".scan")
    for device in HOSTILE:
        ticket = served.ticket(device)
        page.goto(f"{served.url}/Q/{ticket['scan_id']}")
        page.click("main button.primary")
        page.wait_for_selector(".tiles")
        assert device[0] in page.inner_text("dl bdi")
        confirm(page, served, ticket)
        headers = {"Authorization": f"Bearer {ticket['poll_secret']}"}
        assert served.http.post("/api/qr-tickets/current/session", headers=headers).status_code == 201
    page.goto(f"{served.url}/app/messages")
    assert page.locator(".inbox li").count() >= len(HOSTILE)
    assert page.locator(".inbox script, .inbox img, .inbox svg").count() == 0
    assert list(trouble) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_is_large_enough_for_a_thumb(served: Site, phone: Callable[..., Any], scheme: str) -> None:
    """looks.md, QRT-5: controls of 44 px or more, nothing wider than the screen, both answers equally large."""
    page, ticket = phone(color_scheme=scheme), served.ticket("a-very-long-name-of-a-machine-" * 2)
    small = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]):not([type=file]), .button')]
        .filter(one => one.offsetParent && Math.min(one.offsetHeight, one.offsetWidth) < 44).map(one => one.outerHTML)"""
    wide = "() => document.documentElement.scrollWidth > innerWidth"
    log_in(page, f"{served.url}/app")
    page.wait_for_selector(".scan")
    for path in ("/app", "/app/scan", "/app/messages", f"/Q/{ticket['scan_id']}", "/app/none", "/portal"):
        page.goto(served.url + path)
        assert page.evaluate(small) == [], path
        assert not page.evaluate(wide), path
    page.goto(f"{served.url}/Q/{ticket['scan_id']}")
    page.click("main button.primary")
    page.wait_for_selector(".tiles")
    assert page.evaluate(small) == []
    assert not page.evaluate(wide)
    yes, no = (page.locator(f"button[value={value}]").bounding_box() for value in ("confirm", "refuse"))
    assert (yes["width"], yes["height"]) == (no["width"], no["height"])
