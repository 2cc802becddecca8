"""Files for a visitor: a page that is saved is a download of their own browser (PGS-06, SEC-1)."""

import asyncio
import json
import sys
import uuid
from typing import Any

import pytest
from textual._binary_encode import dump

from etax_client.clock import ManualClock
from etax_client.domain.secret import Secret
from etax_client.web.handing import LARGEST, LASTS, MOST, Coming, Handing
from etax_client.web.joining import Joining
from etax_client.web.site import COOKIE
from etax_client.web.visits import Visits
from tests.driving import LARGE, driving
from tests.screens.pages.reader_hands import fill, press
from tests.web.test_site import browsing

KEY = uuid.uuid4().hex
"""As Textual makes them."""
PAGE = b"<html>e:\n</html>"
CLIENT = f"""
import json, sys
out, into = sys.stdout.buffer, sys.stdin.buffer
def say(kind, payload): out.write(kind + len(payload).to_bytes(4, "big") + payload); out.flush()
def asked(): head = into.read(5); return json.loads(into.read(int.from_bytes(head[1:], "big")))
out.write(b"__GANGLION__\\n")
say(b"M", json.dumps({{"type": "deliver_file_start", "key": "{KEY}", "path": "/home/someone/\\u5355\\u636e.html"}}).encode())
assert asked() == {{"type": "deliver_chunk_request", "key": "{KEY}", "size": {LARGEST}}}
say(b"P", {dump(("deliver_chunk", KEY, PAGE))!r})
asked()
say(b"P", {dump(("deliver_chunk", KEY, b""))!r})
asked()
"""


async def line(site: Any, until: str) -> list[Any]:
    """What a browser is told over a line to a client, until it is told this; then it leaves."""
    told: list[Any] = []
    over = asyncio.Event()
    came = iter([{"type": "websocket.connect"}])

    async def receive() -> dict[str, Any]:
        for message in came:
            return message
        await over.wait()
        return {"type": "websocket.disconnect", "code": 1001}

    async def send(message: dict[str, Any]) -> None:
        if message.get("text"):
            told.append(json.loads(message["text"]))
            if told[-1][0] == until:
                over.set()

    headers = [(b"host", b"127.0.0.1:8766"), (b"origin", b"http://127.0.0.1:8766")]
    path = {"scheme": "ws", "path": "/line", "raw_path": b"/line", "query_string": b"", "root_path": ""}
    ends = {"server": ("127.0.0.1", 8766), "client": ("127.0.0.1", 1), "app": site, "state": {}}
    await site({"type": "websocket", "headers": headers, "subprotocols": [], "extensions": {}, **path, **ends}, receive, send)
    return told


async def test_what_a_client_hands_over_is_fetched_once() -> None:
    async with browsing(Visits(ManualClock()), None, "http://127.0.0.1:8766", [sys.executable, "-c", CLIENT]) as (site, http):
        [[_, ticket]] = await line(site, "deliver_file_start")
        file = await http.get(f"/download/{ticket}")
        assert (file.status_code, file.content) == (200, PAGE)
        assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''%E5%8D%95%E6%8D%AE.html", "not where it lay"
        assert "sandbox" in file.headers["content-security-policy"]
        assert file.headers["x-content-type-options"] == "nosniff"
        assert (await http.get(f"/download/{ticket}")).status_code == 404


async def test_who_has_not_joined_fetches_nothing() -> None:
    joining = Joining(ManualClock())
    async with browsing(Visits(ManualClock()), joining) as (site, http):
        ticket = site.state.site.handing.put("slip.html", PAGE)
        assert (await http.get(f"/download/{ticket}")).status_code == 404
        entry = joining.join(joining.code.reveal(), "192.0.2.7")
        assert isinstance(entry, Secret)
        http.cookies.set(f"__Host-{COOKIE}", entry.reveal())
        assert (await http.get(f"/download/{ticket}")).content == PAGE


async def test_files_wait_for_a_minute_and_are_few_and_small() -> None:
    clock = ManualClock()
    handing = Handing(clock)
    tickets = [handing.put("a", b"a") for _ in range(MOST + 1)]
    assert handing.take(tickets[0]) is None, "the oldest makes room"
    assert handing.take(tickets[1]) is not None
    await clock.advance(LASTS.total_seconds())
    assert handing.take(tickets[2]) is None
    assert handing.put("a", b"") == handing.put("a", bytes(LARGEST + 1)) == ""


@pytest.mark.parametrize(
    "packed", [b"", b"ts5:helloe", dump(("deliver_chunk", KEY[::-1], b"a"))], ids=["nothing", "no chunk", "of another file"]
)
def test_what_is_no_chunk_of_the_file_ends_it(packed: bytes) -> None:
    assert Coming(KEY, "a").add(packed) == ""


async def test_a_visitor_is_offered_a_download(monkeypatch: pytest.MonkeyPatch) -> None:
    async with driving(size=LARGE, visiting=True) as etax:
        given: list[tuple[bytes, str]] = []
        monkeypatch.setattr(etax.app, "deliver_binary", lambda file, *, save_filename, **_: given.append((file.read(), save_filename)))
        await etax.press("f10")
        await press(etax, "个人所得税网站")
        await press(etax, "外籍人员注册码申请附件")
        await fill(etax, 扣缴义务人名称="某公司")
        await etax.press("enter")
        await press(etax, "保存")
        [(content, name)] = given
        assert content.startswith(b"<!doctype html>")
        assert f"已交给浏览器下载：{name}" in etax.text()
