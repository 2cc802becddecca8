"""How addresses answer whoever asks: a page for people, a problem for programs, and a HEAD as the GET (RFC 9110, RFC 9457)."""

import httpx
import pytest

from tests.pages.surfing import Seen
from tests.server.running import HOST, Running

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def asked(server: Running) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=server.transport, base_url=HOST)


@pytest.mark.parametrize(("path", "home"), [("/nowhere", "/"), ("/app/nowhere", "/app")])
async def test_an_address_that_there_is_not_is_a_page_for_a_browser(server: Running, path: str, home: str) -> None:
    reply = await asked(server).get(path, headers={"Accept": BROWSER})
    assert (reply.status_code, reply.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "页面不存在" in reply.text
    assert home in Seen(reply.text).addresses


@pytest.mark.parametrize(("path", "accept"), [("/nowhere", "*/*"), ("/nowhere", "application/json"), ("/api/nowhere", BROWSER)])
async def test_programs_are_told_by_a_problem(server: Running, path: str, accept: str) -> None:
    reply = await asked(server).get(path, headers={"Accept": accept})
    assert (reply.status_code, reply.headers["content-type"]) == (404, "application/problem+json")
    assert reply.json()["code"] == "not_found"


@pytest.mark.parametrize("path", ["/", "/app", "/pages.css", "/api/server", "/nowhere"])
async def test_a_head_is_the_get_without_what_it_brings(server: Running, path: str) -> None:
    async with asked(server) as http:
        head, get = await http.head(path), await http.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert int(head.headers["content-length"]) > 0
