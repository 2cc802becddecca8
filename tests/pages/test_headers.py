"""What every page of the APP carries, and what none does (WEB-2, WEB-3, MCK-1, TLS-1)."""

import pytest
from sqlalchemy import update

from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.server.store.tables import qr_tickets
from tests.pages.surfing import Seen, asking, surfer
from tests.pages.test_qr_login import scanned
from tests.server.running import PASSWORD, Running, running

PAGES = ("/app/register", "/portal/register", "/app/forgot", "/portal/forgot", "/app/security", "/portal/security/mobile", "/F/" + "A" * 26)
OUT = ("/app", "/APP", "/app/scan", "/app/messages", "/app/tickets/1", "/app/none", "/Q/" + "A" * 26, "/Q/x", "/", "/portal", *PAGES)
IN = (*OUT, "/app/tickets/2")
NAMES = ["/identity.js", "/identity-check.js", "/rare-characters.js"]
ASKS = {"/app/forgot": NAMES, "/portal/forgot": NAMES}
"""Pages with a field for a name, whose dialog asks this server for characters."""
TYPED = {"/portal/forgot": ["/unsent.js"]}
"""Sites ask before a page is left on which something was typed."""
RUNS_SCRIPTS = {"/app/scan": ["/scan.js", "/vendor/jsqr.js"], "/app/tickets/1": ["/countdown.js"]}


@pytest.mark.parametrize("inside", [False, True])
async def test_the_matrix_of_headers(server: Running, inside: bool) -> None:
    someone = (await scanned(server))[0] if inside else surfer(server)
    for path in IN if inside else OUT:
        reply = await someone.http.get(path)
        assert reply.headers["Content-Type"] == "text/html; charset=utf-8", path
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["X-Frame-Options"] == "DENY"
        has_form = "form" in Seen(reply.text).tags
        assert reply.headers["Referrer-Policy"] == ("same-origin" if has_form else "no-referrer"), "to other hosts nothing; see visit.py"
        policy = dict(part.strip().partition(" ")[::2] for part in reply.headers["Content-Security-Policy"].split(";"))
        scripts = TYPED.get(path, []) + ASKS.get(path, []) or (RUNS_SCRIPTS.get(path, []) if inside else [])
        assert policy == {
            "default-src": "'none'",
            "style-src": "'self'",
            "img-src": "'self'",
            "connect-src": "'self'" if path in ASKS else "'none'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
            **({"script-src": "'self'"} if scripts else {}),
        }
        camera = "camera=(self)" if scripts and path == "/app/scan" else "camera=()"
        assert reply.headers["Permissions-Policy"] == f"{camera}, microphone=(), geolocation=()"
        page = Seen(reply.text)
        assert [address for address in page.addresses if address.endswith(".js")] == scripts
        assert not page.attributes & {"style", "srcdoc"}
        assert not {name for name in page.attributes if name.startswith("on")}
        assert not {"style", "iframe", "object", "base"} & set(page.tags)
        assert all(address.startswith("/") and not address.startswith("//") for address in page.addresses)
        assert "模拟环境" in page.text


DRAWN_WITH = {
    "/pages.css": "text/css",
    "/scan.js": "text/javascript",
    "/countdown.js": "text/javascript",
    "/face.js": "text/javascript",
    "/identity.js": "text/javascript",
    "/password.js": "text/javascript",
    "/vendor/jsqr.js": "text/javascript",
    "/icon.svg": "image/svg+xml",
}


async def test_what_pages_are_drawn_with_comes_from_here(server: Running) -> None:
    """No framework from elsewhere, no address of another host that would be asked."""
    for path, kind in DRAWN_WITH.items():
        reply = await surfer(server).http.get(path)
        assert (reply.status_code, reply.headers["Content-Type"].partition(";")[0]) == (200, kind)
        for asks in ("@import", "url(", "eval(", "fetch(", "XMLHttpRequest", "WebSocket"):
            assert asks not in reply.text


PLAIN = ("http://classroom.example", "http://192.168.1.7:8765")
SAFE = ("http://127.0.0.1:8765", "http://localhost", "http://[::1]:8765", "http://etax.invalid", "https://classroom.example")


async def test_an_unencrypted_way_is_marked_in_red() -> None:
    """TLS-1."""
    async with running(hosts=("classroom.example", "192.168.1.7")) as server:
        for host in (*PLAIN, *SAFE):
            for path in ("/app", "/", "/portal", "/app/none"):
                text = (await surfer(server, host=host).http.get(path)).text
                red = host in PLAIN
                assert ("连接未加密" in text, ' insecure"' in text) == (red, red), host


async def test_a_person_whom_the_guard_turns_away_is_told_why(server: Running) -> None:
    """WEB-1: the same statuses as ever; who asks for JSON gets a problem."""
    browser = {"Accept": "text/html,*/*", "Accept-Language": "en"}
    http = surfer(server).http
    reply = await http.get("/app", headers={**browser, "Host": "<b>evil.example"})
    assert (reply.status_code, reply.headers["Content-Type"]) == (421, "text/html; charset=utf-8")
    assert "Wrong server address" in reply.text
    assert "evil" not in reply.text
    assert "script-src" not in reply.headers["Content-Security-Policy"]
    reply = await http.post("/app/login", headers={**browser, "Origin": "http://evil.example"})
    assert (reply.status_code, "came from another site" in Seen(reply.text).text) == (403, True)
    for path, headers in (("/api/info", browser), ("/app", {"Accept": "*/*"})):
        reply = await http.get(path, headers={**headers, "Host": "evil.example"})
        assert (reply.status_code, reply.headers["Content-Type"]) == (421, "application/problem+json")


async def test_what_goes_wrong_inside_is_a_page_that_says_nothing_of_it(
    server: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """SEC-1: a bug, and a store that does not answer."""
    for wrong, status in ((ValueError(PASSWORD), 500), (StoreError(StoreFault.newer, PASSWORD), 503)):

        def fail(*_: object, wrong: Exception = wrong) -> None:
            raise wrong

        someone = await surfer(server).open("/app")
        monkeypatch.setattr(type(server.services.login), "_find", fail)
        await someone.log_in()
        assert (someone.status, "服务器暂时不可用" in someone.text) == (status, True)
        assert PASSWORD not in someone.text
    assert "ValueError at" in caplog.text


async def test_a_world_of_its_own_has_pages_of_its_own(server: Running) -> None:
    """Links, forms and redirects stay in the world that was asked."""
    assert server.app.state.worlds.make("one", None, None, None) is not None
    someone = surfer(server)
    await someone.open("/w/one/app")
    assert all(address.startswith("/w/one/") for address in someone.page.addresses)
    form = someone.page.form("/w/one/app/login")
    data = {**form.fields, "account": "liming", "password": PASSWORD}
    reply = await someone.http.post("/w/one/app/login", data=data)
    assert (reply.status_code, reply.headers["Location"]) == (303, "/w/one/app")
    assert "李*" in (await someone.open("/w/one/app")).text
    assert (await someone.open("/w/one/app/none")).status == 404
    assert "返回首页" in someone.text
    assert (await someone.open("/w/one/pages.css")).status == 200
    elsewhere = (await someone.open("/app")).text
    assert "忘记密码" in elsewhere, "another world knows nothing of it"
    assert "登录已失效" not in elsewhere
    assert "李*" in (await someone.open("/w/one/app")).text, "nor takes anything from it"


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7*7 }}{% raise %}",
    "&lt;b&gt;&amp;",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{device}{at}{0}",
    "a\u202eb\u2066c\u200fd",
)


async def test_names_of_others_are_text(server: Running) -> None:
    """WEB-3: on the page that asks and in the message afterwards; what would reorder the line is replaced."""
    someone = await surfer(server).logged_in()
    for device in HOSTILE:
        client = await asking(server, device)
        with server.services.store.write() as connection:
            # whatever let it in
            connection.execute(update(qr_tickets).where(qr_tickets.c.state == "waiting").values(device=device))
        await (await someone.open("/app/scan")).send("/app/scan", code=client.scan_id)
        shown = device.translate(dict.fromkeys((0x202E, 0x2066, 0x200F), "\ufffd"))
        assert shown in someone.text
        assert someone.page.tags.count("script") == 1
        await someone.send(someone.path, decision="confirm", number=str((await client.view())["number"]))
        assert (await client.redeem()).status_code == 201
        await someone.open("/app/messages")
        assert shown in someone.text
        assert not {"script", "svg", "img"} & set(someone.page.tags)


async def test_what_was_typed_is_text(server: Running) -> None:
    """WEB-3."""
    for typed in HOSTILE:
        someone = await (await surfer(server).open("/app")).log_in(typed, "Wrong@2026")
        assert someone.status == 401
        assert someone.page.inputs["account"]["value"] == typed
        assert not {"script", "svg"} & set(someone.page.tags)
