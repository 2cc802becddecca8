"""The pages around the terminal, and who gets a line to a client: before any client is started (WEB-1, WEB-2, TLS-1)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import pytest

from etax_client.clock import ManualClock
from etax_client.domain.secret import Secret
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from etax_client.web.joining import Joining
from etax_client.web.site import COOKIE, create_site, is_installed
from etax_client.web.visits import MOST, Visits

OWN = "https://class.example:8766"
NOTHING = ["/no/such/program"]


@asynccontextmanager
async def browsing(
    visits: Visits, joining: Joining | None, url: str = OWN, command: Sequence[str] = NOTHING
) -> AsyncIterator[tuple[Any, httpx.AsyncClient]]:
    site: Any = create_site(command, visits, joining, ("class.example",))
    transport = httpx.ASGITransport(site, client=("192.0.2.7", 1))
    async with httpx.AsyncClient(transport=transport, base_url=url, headers={"Accept": "text/html", "Origin": url}) as http:
        yield site, http


async def ask_for_a_line(site: Any, headers: dict[str, str], scheme: str = "wss") -> str:
    """What is said first to whoever asks for a web socket; nothing more can be."""
    sent: list[str] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message["type"])
        if message["type"] == "websocket.accept":
            raise ConnectionError("accepted")

    given = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    path = {"scheme": scheme, "path": "/line", "raw_path": b"/line", "query_string": b"", "root_path": ""}
    ends = {"server": ("127.0.0.1", 8766), "client": None, "app": site, "state": {}}
    with suppress(ConnectionError):
        await site({"type": "websocket", "headers": given, "subprotocols": [], "extensions": {}, **path, **ends}, receive, send)
    return sent[0]


async def test_the_code_opens_the_page_with_the_terminal() -> None:
    joining = Joining(ManualClock())
    async with browsing(Visits(ManualClock()), joining) as (_, http):
        assert "加入码" in (await http.get("/")).text
        wrong = await http.post("/join", data={"code": "22222222"})
        assert (wrong.status_code, "不正确" in wrong.text, "etax-visitor" in wrong.headers.get("set-cookie", "")) == (401, True, False)
        entered = await http.post("/join", data={"code": joining.code.reveal()})
        assert (entered.status_code, entered.headers["location"]) == (303, "/")
        cookie = entered.headers["set-cookie"].lower()
        assert all(flag in cookie for flag in ("__host-", "httponly", "secure", "samesite=strict"))
        page = await http.get("/")
        assert 'data-session-websocket-url="wss://class.example:8766/line"' in page.text
        assert "connect-src wss://class.example:8766/line;" in page.headers["content-security-policy"]
        assert joining.code.reveal() not in page.text
        assert (await http.get("/nothing")).status_code == 404


async def test_too_many_wrong_codes_are_told_to_wait() -> None:
    async with browsing(Visits(ManualClock()), Joining(ManualClock())) as (_, http):
        codes = [(await http.post("/join", data={"code": "2"})).status_code for _ in range(21)]
    assert codes == [401] * 20 + [429]


@pytest.mark.parametrize("language", list(Language))
async def test_the_ninth_is_told_in_both_languages(language: Language) -> None:
    clock = ManualClock()
    visits = Visits(clock)
    taken = [await visits.enter(f"192.0.2.{number}") for number in range(MOST)]
    await clock.advance(30, minutes=2)
    async with browsing(visits, None) as (site, http):
        page = await http.get("/", headers={"Accept-Language": language.value})
        assert page.status_code == 503
        for each in Language:
            assert words(each).say("web.full", most=MOST, minutes=8) in page.text
        assert page.headers["retry-after"] == "450"
        assert await ask_for_a_line(site, {"Host": "class.example", "Origin": "https://class.example"}) == "websocket.close"
        assert taken[0] is not None
        taken[0].leave()
        assert (await http.get("/")).status_code == 200


async def test_no_other_site_gets_a_line() -> None:
    """A browser lets any page open a web socket to any address, with its cookies: it is up to us to look where the page is from."""
    async with browsing(Visits(ManualClock()), None) as (site, _):
        for headers, scheme, served in (
            ({"Host": "class.example", "Origin": "https://class.example"}, "wss", True),
            ({"Host": "127.0.0.1:8766", "Origin": "http://127.0.0.1:8766", "Sec-Fetch-Site": "same-origin"}, "ws", True),
            ({"Host": "class.example", "Origin": "http://class.example"}, "wss", False),
            ({"Host": "class.example", "Origin": "https://evil.example"}, "wss", False),
            ({"Host": "class.example", "Origin": "null"}, "wss", False),
            ({"Host": "class.example"}, "wss", False),
            ({"Host": "evil.example", "Origin": "https://evil.example"}, "wss", False),
            ({"Host": "class.example", "Origin": "https://class.example", "Sec-Fetch-Site": "cross-site"}, "wss", False),
            ({"Host": "127.0.0.1:8766", "Origin": "http://127.0.0.1:8767"}, "ws", False),
        ):
            assert await ask_for_a_line(site, headers, scheme) == ("websocket.accept" if served else "websocket.close"), headers


async def test_who_has_not_joined_gets_no_line_and_no_place() -> None:
    visits, joining = Visits(ManualClock(), most=1), Joining(ManualClock())
    own = {"Host": "class.example", "Origin": "https://class.example"}
    async with browsing(visits, joining) as (site, _):
        for cookie in ({}, {"Cookie": f"__Host-{COOKIE}=guess"}, {"Cookie": f"{COOKIE}=guess"}):
            assert await ask_for_a_line(site, {**own, **cookie}) == "websocket.close"
            assert visits.wait("") == 0
        ticket = joining.join(joining.code.reveal(), "192.0.2.7")
        assert isinstance(ticket, Secret)
        assert await ask_for_a_line(site, {**own, "Cookie": f"__Host-{COOKIE}={ticket.reveal()}"}) == "websocket.accept"
        assert visits.wait("") == 0, "a place is given back whatever goes wrong"


async def test_what_the_page_is_made_of_is_there() -> None:
    if not is_installed():
        pytest.skip("textual-serve is not installed (the extra `web`)")
    async with browsing(Visits(ManualClock()), None) as (_, http):
        for path in ("/pages.css", "/web.css", "/web.js", "/textual.js", "/xterm.css", "/letters.ttf", "/icon.svg"):
            assert (await http.get(path)).status_code == 200, path
        page = (await http.get("/")).text
        assert "http://" not in page.replace("ws://", "")
        assert "googleapis" not in page
