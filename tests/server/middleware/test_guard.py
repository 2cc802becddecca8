"""Who may be asked, from where, and what every answer carries (WEB-1, WEB-2)."""

import itertools

import httpx
import pytest

from etax_client.domain.sessions.qr_login import NOWHERE
from etax_client.server.control.door import digest
from etax_client.wire import paths
from tests.server.control.testers import TOKEN
from tests.server.running import PASSWORD, Running, Start, code

OWN = "http://127.0.0.1"


OURS = ("127.0.0.1", "127.0.0.1:8765", "localhost", "LOCALHOST:1", "[::1]", "[::1]:8765")
STRANGERS = (
    *("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8765", "127.0.0.1@evil.example", "evil.example@127.0.0.1"),
    *("[::2]", "::1", "[::1", "127.0.0.1:x", "127.0.0.1/x", "127.0.0.1?x", "127.0.0.2", "0.0.0.0", "", " ", "课堂.example"),
    *(
        "[::1]evil",
        "[::1].evil.example",
        "[::1]:",
        "127.0.0.1:",
        "127.0.0.1:65536",
        "127.0.0.1:80:80",
        "127.0.0.1 ",
        "127.0.0.1#",
        "etax.invalid",
    ),
)


@pytest.mark.parametrize("path", [paths.INFO, "/", "/no/such/page"])
async def test_only_names_of_this_machine_are_answered(server: Running, path: str) -> None:
    """WEB-1: a name that a stranger's DNS points here is not ours."""
    http = server.caller().http
    replies = {host: await http.get(path, headers=[(b"Host", host.encode())]) for host in (*OURS, *STRANGERS)}
    assert {host for host, reply in replies.items() if reply.status_code == 421} == set(STRANGERS)
    assert {code(replies[host]) for host in STRANGERS} == {"forbidden"}


async def test_names_can_be_added(start: Start) -> None:
    """WEB-1."""
    server = await start(hosts=("Classroom.example",))
    assert (await server.caller().http.get(paths.INFO, headers={"Host": "classroom.example:8765"})).status_code == 200


async def test_a_server_in_the_same_process_has_a_name_of_its_own(server: Running) -> None:
    """WEB-1: behind a socket nobody goes by it, see above."""
    async with httpx.AsyncClient(transport=server.transport, base_url=NOWHERE) as http:
        assert (await http.get(paths.INFO)).status_code == 200


SITES = (None, "none", "same-origin", "same-site", "cross-site", "x")
ORIGINS = (None, OWN, "http://127.0.0.1:81", "https://127.0.0.1", "http://localhost", "http://evil.example", "null", "")


async def test_no_other_site_can_make_a_browser_write(server: Running) -> None:
    """WEB-1: the matrix of the two headers that browsers send and pages can't forge."""
    http = server.caller().http
    for site, origin in itertools.product(SITES, ORIGINS):
        headers = {name: value for name, value in (("Sec-Fetch-Site", site), ("Origin", origin)) if value is not None}
        own = site in (None, "none", "same-origin") and origin in (None, OWN)
        server.compared.clear()
        login = await http.post(paths.SESSIONS, json={"account": "liming", "password": PASSWORD}, headers=headers)
        assert login.status_code == (201 if own else 403), headers
        assert server.compared == ([PASSWORD] if own else [])
        for method in ("PUT", "DELETE", "PATCH"):
            assert ((await http.request(method, paths.UNIT_ORDER, headers=headers)).status_code == 403) is not own, (method, headers)
        assert (await http.get(paths.INFO, headers=headers)).status_code == 200


async def test_whoever_says_two_things_of_the_site_is_refused(server: Running) -> None:
    """WEB-1: a page can't, but what stands between might take the other one for true; safe methods included."""
    http = server.caller().http
    for first, second in (("same-origin", "cross-site"), ("cross-site", "same-origin"), ("same-origin", "same-origin")):
        twice = [("Sec-Fetch-Site", first), ("Sec-Fetch-Site", second)]
        for method, path in (("GET", paths.INFO), ("POST", paths.SESSIONS)):
            reply = await http.request(method, path, headers=twice)
            assert (reply.status_code, code(reply)) == (403, "forbidden"), (method, first, second)


async def test_nobody_is_given_leave_to_read_across_origins(server: Running) -> None:
    """WEB-1: no CORS."""
    headers = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    for reply in (
        await server.caller().http.options(paths.SESSIONS, headers=headers),
        await server.caller().http.get(paths.INFO, headers=headers),
    ):
        assert not [name for name in reply.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", paths.INFO, 200),
        ("GET", "/", 200),
        ("GET", "/app", 200),
        ("GET", "/pages.css", 200),
        ("GET", paths.OPENAPI, 200),
        ("GET", paths.UNITS, 401),
        ("GET", "/none", 404),
        ("GET", paths.CAPTCHAS + "/x.png", 404),
        ("DELETE", paths.INFO, 405),
        ("POST", paths.SESSIONS, 400),
    ],
)
async def test_every_answer_is_kept_by_nobody_and_framed_by_nobody(server: Running, method: str, path: str, status: int) -> None:
    """WEB-2: and each refusal is a problem detail."""
    reply = await server.caller().http.request(method, path)
    assert reply.status_code == status
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    # a page with a form says `same-origin`: see web/visit.py
    assert reply.headers["Referrer-Policy"] == ("same-origin" if path == "/app" else "no-referrer")
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "Server" not in reply.headers
    if status >= 400:
        assert reply.json()["status"] == status
        code(reply)


async def test_what_goes_wrong_inside_says_nothing_of_it(
    server: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """SEC-1: neither in the answer nor in the log, where the type and the place stand."""

    def fail(*_: object) -> None:
        raise ValueError(PASSWORD)

    monkeypatch.setattr(type(server.services.login), "_find", fail)
    reply = await server.caller().login()
    assert (reply.status_code, code(reply)) == (500, "unavailable")
    assert PASSWORD not in reply.text + caplog.text
    assert "ValueError at" in caplog.text
    assert "test_guard.py" in caplog.text


async def test_two_host_headers_are_one_too_many(server: Running) -> None:
    reply = await server.caller().http.get(paths.INFO, headers=[("Host", "127.0.0.1"), ("Host", "evil.example")])
    assert isinstance(reply, httpx.Response)
    assert reply.status_code == 421


async def test_no_limit_is_moved_by_what_another_sites_page_has_a_browser_ask(start: Start) -> None:
    """FAIR-1: thirty pictures of a ticket's address, or of the tester's door, keep nobody from scanning and steering; frames neither."""
    server = await start(control=digest(TOKEN))
    http = server.caller().http
    for dest, mode in (("image", "no-cors"), ("iframe", "navigate"), ("empty", "cors")):
        sent = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
        for path in (paths.QR_TICKET, f"{paths.CONTROL}/people", "/app"):
            reply = await http.get(path, headers=sent)
            assert (reply.status_code, code(reply)) == (403, "forbidden"), (path, dest)
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert (await http.get("/app", headers=followed)).status_code == 200
    for path, status in ((paths.QR_TICKET, 404), (f"{paths.CONTROL}/people", 401)):
        for headers in (followed, {}):
            assert {(await http.get(path, headers=headers)).status_code for _ in range(30)} == {status}
        guessed = [(await http.get(path, headers={"Authorization": f"Bearer {number}"})).status_code for number in range(22)]
        assert (guessed[0], guessed[-1]) == (status, 429), "whoever guesses has to wait, as ever"
