"""Every form of the APP's pages: where it must come from, what may stand in it, what its cookies are (WEB-1, WEB-2, INP-1)."""

import itertools

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.safe_text import is_clean
from etax_client.server.pages import cookies, forms
from etax_client.server.pages.sites import APP
from etax_client.server.routes.answers import Turned
from etax_client.server.store import tables
from tests.pages.surfing import Asking, Surfer, asking, surfer
from tests.server.running import PASSWORD, Running

FORMS = ("/app/login", "/app/captcha", "/app/logout", "/app/language", "/app/scan", "/app/tickets/1")
FILLED = {
    "/app/login": {"account": "wangfang", "password": PASSWORD},
    "/app/captcha": {"account": "wangfang"},
    "/app/logout": {},
    "/app/language": {"language": "en"},
    "/app/scan": {"code": "AAAA-2222"},
    "/app/tickets/1": {"decision": "refuse"},
}


async def token_of(someone: Surfer) -> str:
    return (await someone.open("/app")).page.forms[0].fields["token"]


def state(server: Running) -> dict[str, list[tuple[object, ...]]]:
    """The whole store."""
    with server.services.store.read() as connection:
        return {table.name: [tuple(row) for row in connection.execute(table.select())] for table in tables.metadata.sorted_tables}


async def ready(server: Running, someone: Surfer | None = None) -> tuple[Surfer, Asking]:
    """Someone who has scanned the first ticket there is."""
    someone, client = await (someone or surfer(server)).logged_in(), await asking(server)
    await (await someone.open("/app/scan")).send("/app/scan", code=client.short_code)
    assert someone.path == "/app/tickets/1"
    return someone, client


@pytest.mark.parametrize("action", FORMS)
async def test_a_form_counts_only_from_our_own_page(server: Running, action: str) -> None:
    """WEB-1: the token of this browser and this session, from this origin; else 403, a page, and nothing has changed."""
    someone = surfer(server)
    early = await token_of(someone)
    await ready(server, someone)
    right = await token_of(someone)
    foreign = await token_of(await surfer(server).logged_in("wangfang"))
    elsewhere = surfer(server)
    elsewhere.http.cookies.set(APP.session_cookie, someone.http.cookies[APP.session_cookie], domain="127.0.0.1")
    elsewhere_token = await token_of(elsewhere)
    untouched = state(server)
    for token in (None, "", "x", early, foreign, elsewhere_token, right[:-1], right + "A", right.swapcase(), "é"):
        sent = FILLED[action] | ({} if token is None else {"token": token})
        reply = await someone.http.post(action, data=sent, headers={"Content-Type": forms.MEDIA_TYPE})
        assert (reply.status_code, reply.headers["content-type"]) == (403, "text/html; charset=utf-8"), token
        assert state(server) == untouched
    for site, origin in itertools.product((None, "cross-site", "same-site"), (None, "null", "http://evil.example", "http://127.0.0.1:81")):
        if site or origin:
            headers = {name: value for name, value in (("Sec-Fetch-Site", site), ("Origin", origin)) if value}
            reply = await someone.http.post(action, data={**FILLED[action], "token": right}, headers=headers)
            assert reply.status_code == 403
            assert state(server) == untouched
    stripped = httpx.AsyncClient(transport=server.transport, base_url="http://127.0.0.1")
    assert (await stripped.post(action, data={**FILLED[action], "token": right})).status_code == 403
    assert state(server) == untouched
    reply = await someone.http.post(
        action, data={**FILLED[action], "token": right}, headers={"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    )
    assert reply.status_code in (200, 303, 404)
    assert action == "/app/language" or state(server) != untouched


HOSTILE = (
    (b'{"token": "x"}', "application/json", 422),
    (b"token=x", "", 422),
    (b"token=x", "multipart/form-data; boundary=x", 422),
    (b"token=%T&", forms.MEDIA_TYPE, 422),
    (b"nonsense", forms.MEDIA_TYPE, 422),
    (b"", forms.MEDIA_TYPE, 403),
    ("token=\u8d26".encode(), forms.MEDIA_TYPE, 422),
    (b"token=%FF%FE", forms.MEDIA_TYPE, 422),
    (b"token=%ED%A0%80", forms.MEDIA_TYPE, 422),
    (b"token=%00", forms.MEDIA_TYPE, 422),
    (b"token=%1B%5D52", forms.MEDIA_TYPE, 422),
    (b"token=a%0Ab", forms.MEDIA_TYPE, 422),
    (b"token=%C2%9B", forms.MEDIA_TYPE, 422),
    (b"token=%EF%BF%BF", forms.MEDIA_TYPE, 422),
    (b"token=x&token=x", forms.MEDIA_TYPE, 422),
    (b"token=x&person_id=1", forms.MEDIA_TYPE, 422),
    (b"token=" + b"x" * 65, forms.MEDIA_TYPE, 422),
    (b"&".join(b"%d=" % number for number in range(100)), forms.MEDIA_TYPE, 422),
    (b"token=" + b"x" * forms.LARGEST, forms.MEDIA_TYPE, 413),
)


@pytest.mark.parametrize("action", FORMS)
async def test_a_form_that_no_page_of_ours_has_is_turned_down(server: Running, action: str) -> None:
    """INP-1: a page says so, and never a 5xx."""
    someone = await surfer(server).open("/app")
    for content, media_type, status in HOSTILE:
        reply = await someone.http.post(action, content=content, headers={"Content-Type": media_type})
        assert (reply.status_code, reply.headers["content-type"]) == (status, "text/html; charset=utf-8"), content
        assert "返回首页" in reply.text


NEVER_TYPED: tuple[tuple[str, dict[str, str]], ...] = (
    ("/app/tickets/1", {"decision": "maybe"}),
    ("/app/tickets/1", {}),
    ("/app/tickets/1", {"decision": "confirm", "number": "123"}),
    ("/app/language", {"language": "fr"}),
    ("/app/scan", {"code": "A" * 201}),
    ("/app/login", {"account": "a" * 129, "password": PASSWORD}),
    ("/app/login", {"account": "li\u0007ming", "password": PASSWORD}),
    ("/app/login", {"account": "liming", "password": PASSWORD, "channel": "client"}),
)


async def test_what_no_form_lets_one_type_is_turned_down(server: Running) -> None:
    someone, client = await ready(server)
    token = await token_of(someone)
    for action, typed in NEVER_TYPED:
        reply = await someone.http.post(action, data={**typed, "token": token})
        assert reply.status_code == 422, typed
    assert (await client.view())["state"] == "scanned"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_form_or_are_not(body: bytes) -> None:
    try:
        found = forms.read(forms.MEDIA_TYPE, body, {"code": 5, "": 3})
    except Turned:
        return
    assert found.keys() == {"code", ""}
    assert len(found["code"]) <= 5


@given(st.fixed_dictionaries({"account": st.text(max_size=30), "code": st.text(max_size=30)}))
def test_what_is_typed_arrives(typed: dict[str, str]) -> None:
    """Every text without control characters, as a browser spells it."""
    if not all(is_clean(value) for value in typed.values()):
        return
    body = httpx.Request("POST", "http://x", data=typed).content
    assert forms.read(f"{forms.MEDIA_TYPE}; charset=UTF-8", body, {"account": 30, "code": 30}) == typed


@pytest.mark.parametrize(("host", "secure"), [("http://127.0.0.1", False), ("https://127.0.0.1:8765", True), ("https://localhost", True)])
async def test_cookies_are_out_of_reach(server: Running, host: str, secure: bool) -> None:
    """WEB-2: no script reads them; under TLS they are tied to it and to this host; they don't outlive the browser."""
    someone = surfer(server, host=host)
    reply = await someone.http.get("/app")
    made = [reply.headers["set-cookie"]]
    someone.reply = reply
    form = someone.page.form("/app/login")
    reply = await someone.http.post("/app/login", data={**form.fields, "account": "liming", "password": PASSWORD})
    assert reply.status_code == 303
    made += reply.headers.get_list("set-cookie")
    assert len(made) == 2
    for cookie, name in zip(made, (cookies.DEVICE, APP.session_cookie), strict=True):
        assert cookie.startswith(f"__Host-{name}=" if secure else f"{name}=")
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert flags == {"httponly", "path=/", "samesite=lax"} | ({"secure"} if secure else set())
    assert "set-cookie" not in (await someone.http.get("/app")).headers


async def test_a_cookie_that_could_not_be_ours_is_none(server: Running) -> None:
    for value in ("", "a b", "<script>", "x" * 65, '"'):
        reply = await surfer(server).http.get("/app", headers={"Cookie": f"{cookies.DEVICE}={value}; {cookies.LANGUAGE}={value}"})
        assert reply.status_code == 200
        assert reply.headers["set-cookie"].startswith(cookies.DEVICE)
        assert "<script>" not in reply.text
