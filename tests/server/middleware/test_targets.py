"""Whatever stands where a request's method and address should be, the answer is a refusal, never a failure (INP-1)."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pytest

from etax_client.server.control.door import digest
from etax_client.server.pages import errors
from etax_client.server.services.testing.journal import Journal
from tests.server.control.testers import TOKEN
from tests.server.running import PASSWORD, Running, Start

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "CONNECT", "TRACE", "PRI", "M-SEARCH", "get", "")
NO_ADDRESSES = ("*", "", "app", "api/info", "127.0.0.1:80", "http://127.0.0.1/api/info", "?x")
ODD_ADDRESSES = (
    *("/%", "/%2", "/%zz", "/%00", "/%FF%FE", "/%ED%A0%80", "/%C0%AF", "//", "//app//", "/.", "/../..", "/;", "/*", "/%2F%2F", "/%0D%0Ax"),
    *("/app/%00", "/app/*", "//app/none", "//portal/none", "/app/tickets/%00", "/app/tickets/99999999999999999999", "/Q/%00", "/api/%00"),
    *("/w", "/w/", "/w/%00/app", "/w/none/app/x", "/w/*", "/control/%00", "/control//", "/control/page/%00", "/control/page/*"),
)


@dataclass
class Answer:
    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""


async def ask(server: Running, method: str, target: str) -> Answer:
    """As a server behind a socket asks the application: no client makes such requests."""
    path, _, query = target.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "root_path": "",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "headers": [(b"host", b"127.0.0.1")],
    }
    answer = Answer()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], dict(message["headers"])
        else:
            answer.body += message["body"]

    await server.app(scope, receive, send)  # type: ignore[arg-type]
    return answer


@pytest.mark.parametrize("door", [False, True], ids=["door_shut", "door_open"])
async def test_no_method_and_no_target_is_a_failure(start: Start, caplog: pytest.LogCaptureFixture, door: bool) -> None:
    """INP-1: what is no address is 400 whatever is asked of it; what is one may be unknown."""
    server = await start(control=digest(TOKEN) if door else None)
    for method in METHODS:
        for target in NO_ADDRESSES:
            answer = await ask(server, method, target)
            assert (answer.status, answer.headers[b"content-type"]) == (400, b"application/problem+json"), (method, target)
            assert answer.headers[b"cache-control"] == b"no-store"
        for target in ODD_ADDRESSES:
            answer = await ask(server, method, target)
            assert 200 <= answer.status < 500, (method, target, answer.body)
    assert "unforeseen" not in caplog.text


async def test_the_error_page_of_an_address_is_that_of_its_door(server: Running) -> None:
    """However many slashes it has: routes are found without them too."""
    for target in ("/portal/none", "//portal/none", "//portal//none"):
        answer = await ask(server, "GET", target)
        assert (answer.status, b'href="/portal"' in answer.body) == (404, True), target


async def test_an_error_on_the_way_to_an_error_page_is_answered_too(
    server: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """SEC-1: said in the log by type and place, and with nothing of the request."""

    def fail(*_: object) -> None:
        raise IndexError("app/secret")

    monkeypatch.setattr(errors, "root_of", fail)
    answer = await ask(server, "GET", "/app/secret")
    assert (answer.status, answer.headers[b"content-type"]) == (500, b"application/problem+json")
    assert answer.headers[b"cache-control"] == b"no-store"
    assert "unforeseen IndexError" in caplog.text
    assert "secret" not in caplog.text + answer.body.decode()


async def test_a_journal_that_fails_keeps_nobody_from_the_answer(
    start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """SEC-1: as above."""

    def fail(*_: object) -> None:
        raise UnicodeError(PASSWORD)

    server = await start(control=digest(TOKEN))
    monkeypatch.setattr(Journal, "write", fail)
    assert (await ask(server, "POST", "/api/none")).status == 405
    assert "unforeseen UnicodeError" in caplog.text
    assert PASSWORD not in caplog.text
