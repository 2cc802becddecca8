"""QR login, the whole way: a terminal shows the code, a browser's camera films it, a person decides, the terminal shows what came of it."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

if sys.platform == "win32":
    pytest.skip("there are no ptys on Windows", allow_module_level=True)

from tests.e2e.picture import picture
from tests.e2e.terminal import Terminal, terminal
from tests.pages.browser import PHONE, Site, chromium, site, watched
from tests.pages.filming import filmed
from tests.server.running import PASSWORD


@contextmanager
def client(served: Site, tmp_path: Path, **environment: str) -> Iterator[Terminal]:
    settings = {"ETAX_CONFIG": str(tmp_path / "config.toml"), "ETAX_LANG": "zh", **environment}
    arguments = ["-m", "etax_client", "--server", served.url]
    with terminal(arguments, settings) as shown:
        shown.wait_for("实名登录")
        yield shown


def show_code(shown: Terminal) -> None:
    shown.type("\x1bOQ")
    shown.wait_for("剩余")
    shown.quiet()


@contextmanager
def phone(camera: Path) -> Iterator[tuple[Any, Sequence[str]]]:
    """A page of a phone whose camera sees `camera`, and what goes wrong on it."""
    switches = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", f"--use-file-for-fake-video-capture={camera}")
    with chromium(*switches) as browser:
        page = browser.new_context(viewport=PHONE, locale="zh-CN", permissions=["camera"]).new_page()
        yield page, watched(page)


def scan(page: Any, served: Site, account: str = "liming") -> None:
    """Log in to the APP and film the terminal: the confirmation appears."""
    page.goto(f"{served.url}/app")
    page.fill("#account", account)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.click(".scan")
    page.wait_for_selector(".tiles")


def number_on(shown: Terminal, page: Any) -> str:
    """The number that the terminal says is to be picked, one of those that the phone offers; the port above may hold any of them."""
    offered = [tile.get_attribute("value") for tile in page.query_selector_all("input[name=number]")]
    said = re.search(r"请在手机上选择数字(\d+)", shown.text().replace(" ", ""))
    assert said is not None, shown.text()
    assert said[1] in offered, offered
    return said[1]


@pytest.fixture
def served() -> Iterator[Site]:
    with site() as one:
        yield one


def test_scanned_and_confirmed(served: Site, tmp_path: Path) -> None:
    """QR-01 to QR-06: nobody types anything into the terminal, and it shows the unit list."""
    with client(served, tmp_path) as shown:
        show_code(shown)
        (tmp_path / "camera.y4m").write_bytes(filmed(picture(shown.screen)))
        with phone(tmp_path / "camera.y4m") as (page, trouble):
            scan(page, served)
            shown.wait_for("扫描成功，请在手机上确认登录")
            shown.quiet()
            assert "李*" in shown.text()
            page.check(f"input[name=number][value='{number_on(shown, page)}']")
            page.click("button[value=confirm]")
            page.wait_for_selector(".done")
            shown.wait_for("单位总数")
            assert list(trouble) == []
        shown.type("\x11")
        shown.wait_for("确定要退出程序吗")
        shown.type("\r")
        assert shown.end() == 0


def test_scanned_and_refused(served: Site, tmp_path: Path) -> None:
    """QR-04: the phone says no, the terminal says so, and a new code can be had."""
    with client(served, tmp_path, COLORTERM="truecolor") as shown:
        show_code(shown)
        (tmp_path / "camera.y4m").write_bytes(filmed(picture(shown.screen)))
        with phone(tmp_path / "camera.y4m") as (page, trouble):
            scan(page, served)
            shown.wait_for("扫描成功，请在手机上确认登录")
            page.click("button[value=refuse]")
            page.wait_for_selector(".notice")
            shown.wait_for("已在手机上取消登录")
            assert list(trouble) == []
        assert "单位总数" not in shown.text()
        shown.type("\x1b[15~")
        shown.wait_for("剩余")


@pytest.mark.parametrize("environment", [{"COLORTERM": "truecolor"}, {"COLORTERM": ""}, {"NO_COLOR": "1"}, {"TERM": "screen-256color"}])
def test_the_code_on_a_real_terminal_can_be_read(served: Site, tmp_path: Path, environment: dict[str, str]) -> None:
    """QR-06: what the terminal is told to paint, whatever it can do with colours, on a dark ground."""
    with client(served, tmp_path, **environment) as shown:
        show_code(shown)
        [found] = zxingcpp.read_barcodes(picture(shown.screen))
        assert found.text.startswith(f"{served.url}/Q/".upper())
