"""The client in Chromium: scan the code that the page shows, log in, open a unit, quit; nothing of it asks another host (WEB-2)."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyte
import pytest
import zxingcpp
from PIL import Image

from etax_client.server.listening.lan import lan_address
from tests.pages.browser import chromium, watched
from tests.web.serving import Web, wait_for_the_end, web

ROOM = {"width": 1000, "height": 640}
TURNS = 600


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("web")) as one:
        yield one


class Seen:
    """A page, and what its terminal shows: letters are drawn on a canvas, so the line to the client is listened to as well."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.Stream(self._screen)
        page.on("websocket", self._opened)

    def wait_for(self, text: str) -> None:
        for _ in range(TURNS):
            if text in "".join(self._screen.display).replace(" ", ""):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("\n".join(self._screen.display))

    def code(self) -> str:
        """What a camera reads off the page."""
        for _ in range(TURNS):
            for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(self.page.screenshot()))):
                return str(found.text)
            self.page.wait_for_timeout(50)
        raise AssertionError("\n".join(self._screen.display))

    def _opened(self, line: Any) -> None:
        columns, rows = map(int, re.findall(r"=(\d+)", line.url))
        self._screen.resize(rows, columns)
        line.on("framereceived", self._drawn)

    def _drawn(self, payload: str | bytes) -> None:
        if isinstance(payload, bytes):
            self._stream.feed(payload.decode())


@pytest.fixture
def seen() -> Iterator[Seen]:
    with chromium() as browser:
        page = browser.new_page(viewport=ROOM, locale="zh-CN", ignore_https_errors=True)  # a key of our own, known by its fingerprint
        yield Seen(page)
        page.close()


def test_a_visitor_scans_logs_in_opens_a_unit_and_quits(served: Web, seen: Seen) -> None:
    page, trouble = seen.page, watched(seen.page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served.url)
    seen.wait_for("实名登录")
    [client] = served.clients()
    page.keyboard.press("F2")
    assert re.fullmatch(r"HTTP://ETAX\.INVALID/Q/[A-Z2-7]{26}", seen.code())
    page.keyboard.press("F2")
    page.keyboard.type("liming\tEtax@2026\n")
    seen.wait_for("单位总数:6")
    page.keyboard.press("Enter")
    seen.wait_for("在线登录")
    page.keyboard.type("Unit2026a\n")
    seen.wait_for("办税首页")
    assert list(trouble) == []
    page.keyboard.press("Control+q")
    seen.wait_for("确定要退出程序吗")
    page.keyboard.press("Enter")
    assert page.wait_for_selector("#over a").inner_text() == "重新开始"
    assert wait_for_the_end(client)
    assert all(url.startswith(served.url) for url in asked)


def test_from_another_machine_one_joins_by_the_code(seen: Seen, tmp_path: Path) -> None:
    """TLS-1: by https, and without the code there is no terminal; the form is a page's own, as browsers say it (WEB-1)."""
    address = lan_address()
    if address is None:
        pytest.skip("this machine has no address in a network")
    with web(tmp_path, "--host", address) as served:
        page = seen.page
        page.goto(served.url)
        assert served.url.startswith("https://")
        page.fill("#code", "2222-2222")
        page.keyboard.press("Enter")
        page.wait_for_selector("#message")
        page.fill("#code", served.code.lower())
        page.keyboard.press("Enter")
        seen.wait_for("实名登录")
