"""Nothing of a request is decided before all of it has come (ACT-1)."""

from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest

from etax_client.server.middleware.arrival import arrived
from etax_client.wire import paths
from tests.pages.surfing import surfer
from tests.pages.units.authorising import ABDULLA, LONG, given
from tests.server.running import HOST, Running
from tests.server.testing.journal import door_open


async def test_a_form_held_back_over_logout_gives_nobody_anything(server: Running) -> None:
    """ACT-1: the head and its length first, then 退出 in another tab, then the form."""
    someone, tab = await surfer(server).logged_in("wangfang", "/portal"), surfer(server)
    form = (await someone.open("/portal/units/1/new")).page.form("/portal/units/1/new")
    tab.http.cookies = someone.http.cookies

    async def typed() -> AsyncIterator[bytes]:
        await (await tab.open("/portal")).send("/portal/logout")
        yield str(httpx.QueryParams({**form.fields, **ABDULLA, **LONG})).encode()

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = await someone.http.post("/portal/units/1/new", content=typed(), headers=headers)
    assert (reply.status_code, given(server, "阿卜杜拉·买买提", 1)) == (401, [])


BODIES = {"whole": (b'{"account":"liming",', b'"password":"Etax@2026"}'), "too large": (b" " * 65_000, b" " * 65_000, b" ")}


@pytest.mark.parametrize(("parts", "status"), [(BODIES["whole"], 201), (BODIES["too large"], 413)], ids=BODIES)
async def test_a_body_in_parts_is_one_body(server: Running, parts: tuple[bytes, ...], status: int) -> None:
    """INP-1: and one that is too large is refused before its end."""
    asked = 0

    async def sent() -> AsyncIterator[bytes]:
        nonlocal asked
        for part in parts:
            asked += 1
            yield part

    reply = await server.caller().http.post(paths.SESSIONS, content=sent(), headers={"Content-Type": "application/json"})
    assert (reply.status_code, asked) == (status, 2)


async def test_what_is_no_request_is_handed_on_as_it_is() -> None:
    """A web socket, or the server's own beginning and end: nobody waits for a body of theirs."""
    asked: list[tuple[Any, Any, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        asked.append((scope, receive, send))

    async def nobody(*_: Any) -> Any:
        raise AssertionError("nothing comes before it is asked for")

    scope: Any = {"type": "lifespan"}
    await arrived(app)(scope, nobody, nobody)
    assert asked == [(scope, nobody, nobody)]


async def test_a_request_that_breaks_off_has_never_been() -> None:
    """Nothing is decided, nothing goes wrong; the journal says that nobody was there to be answered."""
    async with door_open() as door:
        said: list[Any] = []
        come = [{"type": "http.request", "body": b'{"account":', "more_body": True}, {"type": "http.disconnect"}]

        async def receive() -> Any:
            return come.pop(0)

        async def send(message: Any) -> None:
            said.append(message)

        headers = [(b"host", HOST.removeprefix("http://").encode()), (b"content-type", b"application/json"), (b"content-length", b"100")]
        scope = {"type": "http", "method": "POST", "path": paths.SESSIONS, "raw_path": paths.SESSIONS.encode(), "scheme": "http"}
        scope |= {"query_string": b"", "root_path": "", "headers": headers, "client": ("127.0.0.1", 1), "http_version": "1.1"}
        await cast(Any, door.server.app)(scope, receive, send)
        assert (said, [row["decided"] for row in await door.rows()]) == ([], ["unanswered"])
