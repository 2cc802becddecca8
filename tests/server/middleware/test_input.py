"""Whatever is sent, the answer is a refusal and never a failure of the server (INP-1)."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etax_client.wire import paths
from tests.server.running import Caller, Running, code

BODIES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("POST", paths.SESSIONS, {"account": "liming", "password": "x", "captcha": {"captcha_id": "x", "answer": "x"}}),
    ("POST", paths.CAPTCHAS, {"purpose": "login"}),
    ("POST", paths.UNITS, {"units": [{"taxpayer_id": "x", "confirmation": "x"}]}),
    ("PUT", paths.UNIT_ORDER, {"sort": "name", "descending": False, "moved": [1]}),
    ("POST", paths.unit_verification(1), {"declaration_password": "x", "captcha": None}),
)
JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def caller(server: Running) -> Caller:
    return await server.signed_in()


BAD_BODIES = (
    (b"", 400),
    (b"{", 400),
    (b"nonsense", 400),
    (b"\xff\xfe", 400),
    (b"\xef\xbb\xbf{}", 400),
    (b"[" * 30, 400),
    (b"[" * 60_000, 400),
    (b'{"a":' * 5000, 400),
    (b'{"account":"a","account":"b","password":"c"}', 400),
    (b'{"account":NaN,"password":"c"}', 400),
    (b'{"account":1e999,"password":"c"}', 400),
    (b'{"account":' + b"9" * 5000 + b"}", 400),
    (b'{"account":9223372036854775808,"password":"c"}', 400),
    (b"[]", 422),
    (b"null", 422),
    (b'"x"', 422),
    (b"{}", 422),
    (b'{"account":1,"password":"c"}', 422),
    (b'{"account":null,"password":"c"}', 422),
    (b'{"account":"a","password":["c"]}', 422),
    (b'{"account":"a","password":"c","extra":1}', 422),
    (b'{"account":"a\\u0000","password":"c"}', 422),
    (b'{"account":"a\\ud800","password":"c"}', 422),
    (b'{"account":"a\\uffff","password":"c"}', 422),
    (b'{"account":"a\\u001b[2J","password":"c"}', 422),
    (b'{"account":"' + b"a" * 129 + b'","password":"c"}', 422),
    (b" " * (64 * 1024 + 1), 413),
)


async def test_each_kind_of_bad_body_has_its_status(server: Running) -> None:
    """INP-1."""
    for body, status in BAD_BODIES:
        reply = await server.caller().http.post(paths.SESSIONS, content=body, headers=JSON)
        assert (reply.status_code, code(reply)) == (status, "too_large" if status == 413 else "malformed"), body[:60]
    assert server.compared == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"account": 1}, "account"),
        ({"password": None}, "password"),
        ({"captcha": {"captcha_id": "x"}}, "captcha.answer"),
        ({"captcha": {"captcha_id": "x", "answer": "x" * 17}}, "captcha.answer"),
    ],
)
async def test_a_wrong_shape_names_its_field(server: Running, changes: dict[str, Any], field: str) -> None:
    """INP-1."""
    reply = await server.caller().http.post(paths.SESSIONS, json={"account": "a", "password": "b", **changes})
    assert (reply.status_code, reply.json()["field"]) == (422, field)


OTHER_TYPES = ("", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx")


async def test_bodies_are_json_and_say_so(server: Running) -> None:
    """WEB-1: a form of another site can send the other types without asking."""
    body = json.dumps({"account": "liming", "password": "Etax@2026"}).encode()
    http = server.caller().http
    for media_type in OTHER_TYPES:
        reply = await http.post(paths.SESSIONS, content=body, headers={"Content-Type": media_type} if media_type else {})
        assert (reply.status_code, code(reply)) == (415, "malformed"), media_type
    accepted = {"Content-Type": "application/JSON; charset=utf-8"}
    assert (await http.post(paths.SESSIONS, content=body, headers=accepted)).status_code == 201


BAD_QUERIES: tuple[dict[str, str], ...] = (
    {"limit": "0"},
    {"limit": "201"},
    {"limit": "x"},
    {"limit": "9" * 30},
    {"at": "-1"},
    {"at": "1", "after": "1"},
    {"after": "1.5"},
    {"after": "9" * 30},
    {"before": "9" * 5000},
    {"sort": "position"},
    {"sort": "name; DROP TABLE units"},
    {"descending": "perhaps"},
    {"name": "x" * 65},
    {"name": "\x00"},
    {"taxpayer_id": "\x1b[2J"},
    {"name": "\ufffe"},
)


async def test_each_bad_parameter_is_refused_by_name(caller: Caller) -> None:
    """INP-1."""
    for query in BAD_QUERIES:
        reply = await caller.get(paths.UNITS, **query)
        assert (reply.status_code, code(reply)) == (422, "malformed"), query
        assert reply.json()["field"] in query


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)

SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
"""One server for all examples is meant."""


def well_answered(reply: httpx.Response) -> None:
    assert reply.status_code < 500, reply.text
    if reply.status_code >= 400:
        code(reply)


@settings(max_examples=60, suppress_health_check=SHARED)
@given(data=st.data())
async def test_no_json_breaks_the_server(caller: Caller, data: st.DataObject) -> None:
    """INP-1: a known body with some of its parts replaced by anything."""
    method, path, body = data.draw(st.sampled_from(BODIES))
    changed: Any = {key: data.draw(st.just(value) | ANYTHING, label=key) for key, value in body.items()}
    sent = json.dumps(data.draw(st.just(changed) | ANYTHING), ensure_ascii=data.draw(st.booleans())).encode("utf-8", "surrogatepass")
    well_answered(await caller.http.request(method, path, content=sent, headers=JSON))


@settings(max_examples=40, suppress_health_check=SHARED)
@given(body=st.binary(max_size=300), where=st.sampled_from(BODIES))
async def test_no_bytes_break_the_server(caller: Caller, body: bytes, where: tuple[str, str, object]) -> None:
    """INP-1."""
    well_answered(await caller.http.request(where[0], where[1], content=body, headers=JSON))


METHODS = ("GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE")
HEADERS = ("Authorization", "Accept-Language", "Content-Type", "Origin", "Sec-Fetch-Site", paths.CLIENT_HEADER, "Content-Length")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=60, suppress_health_check=SHARED)
@given(query=st.dictionaries(st.sampled_from(["taxpayer_id", "name", "sort", "descending", "at", "after", "before", "limit", "x"]), TEXT))
async def test_no_query_breaks_the_server(caller: Caller, query: dict[str, str]) -> None:
    """INP-1."""
    well_answered(await caller.get(paths.UNITS, **query))


@settings(max_examples=60, suppress_health_check=SHARED)
@given(tail=st.binary(max_size=20), method=st.sampled_from(METHODS), root=st.sampled_from(["/", "/api/", "/api/units/", "/api/captchas/"]))
async def test_no_path_breaks_the_server(caller: Caller, tail: bytes, method: str, root: str) -> None:
    """INP-1: any bytes, percent-encoded."""
    path = root + "".join(f"%{byte:02X}" for byte in tail)
    reply = await caller.http.request(method, path)
    assert reply.status_code < 500


@settings(max_examples=40, suppress_health_check=SHARED)
@given(
    value=st.binary(max_size=60).map(lambda raw: raw.replace(b"\r", b"").replace(b"\n", b"").replace(b"\x00", b"")),
    name=st.sampled_from(HEADERS),
)
async def test_no_header_breaks_the_server(server: Running, name: str, value: bytes) -> None:
    """INP-1."""
    sent = [(name.encode(), value)]
    for method, path in (("GET", "/"), ("GET", paths.UNITS), ("POST", paths.SESSIONS)):
        reply = await server.caller().http.request(method, path, headers=sent)
        assert reply.status_code < 500, (method, path)
