"""JSON in both directions: what is written is read again, and nothing hostile gets further than Misspelled (INP-1, TUI-1, SEC-1)."""

import json
import traceback
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.guessing.captcha import CaptchaPicture, CaptchaPurpose
from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.safe_text import safe_text
from etax_client.domain.secret import Secret
from etax_client.domain.servers.server_info import ServerInfo
from etax_client.domain.sessions.accounts import CurrentSession, LoggedIn, Profile
from etax_client.domain.units.units import (
    AddedUnit,
    EndsSoon,
    OpenedBy,
    Role,
    Unit,
    UnitHome,
    UnitPage,
    UnitSort,
    UnitTotals,
)
from etax_client.wire.login import Captcha, CaptchaRequest, LoginRequest
from etax_client.wire.spelling import DEEPEST, LARGEST_INTEGER, LARGEST_REQUEST, Misspelled, read_reply, read_request, write
from etax_client.wire.units import AddUnitsReply, AddUnitsRequest, NewUnit, UnitOrderRequest, VerificationRequest

TEXTS = st.text(max_size=40).map(safe_text)
PLAIN = st.text(st.characters(exclude_categories=["C"]), max_size=16)
COUNTS = st.integers(0, 10**9)
MAYBE_COUNTS = st.none() | COUNTS
SECRETS = st.builds(Secret, PLAIN)
TIMES = st.datetimes(datetime(1970, 1, 2), datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
PROFILES = st.builds(Profile, TEXTS, TEXTS, TEXTS)
SPELLED: dict[Any, st.SearchStrategy[Any]] = {int: COUNTS, int | None: MAYBE_COUNTS, str: TEXTS}
UNITS = st.builds(Unit, **{name: SPELLED.get(kind, st.from_type(kind)) for name, kind in get_type_hints(Unit).items()})
REFUSED = st.builds(
    Refused,
    st.sampled_from(RefusalCode),
    MAYBE_COUNTS,
    MAYBE_COUNTS,
    st.booleans(),
    st.none() | TEXTS,
    st.none() | st.sampled_from(EndReason),
)
REPLIES = st.one_of(
    st.builds(ServerInfo, TEXTS, TEXTS, st.booleans(), TEXTS, TEXTS, TIMES),
    st.builds(CaptchaPicture, TEXTS, st.lists(st.text("01", max_size=100)).map(tuple), COUNTS),
    st.builds(LoggedIn, st.builds(Secret, TEXTS), PROFILES, COUNTS, COUNTS),
    st.builds(CurrentSession, PROFILES, COUNTS, COUNTS),
    st.builds(UnitPage, st.lists(UNITS, max_size=4).map(tuple), COUNTS),
    st.builds(UnitTotals, COUNTS, COUNTS, COUNTS, st.tuples(TEXTS), st.tuples(st.builds(EndsSoon, TEXTS, st.dates()))),
    st.builds(UnitHome, UNITS, TEXTS, st.sampled_from(OpenedBy), TIMES, TIMES, st.none() | st.sampled_from(Role), TEXTS),
    st.builds(AddUnitsReply, st.lists(st.builds(AddedUnit, TEXTS, st.none() | TEXTS, st.none() | REFUSED), max_size=4).map(tuple)),
)
CAPTCHAS = st.none() | st.builds(Captcha, PLAIN, PLAIN)
UNIT_IDS = st.integers(1, LARGEST_INTEGER)
REQUESTS = st.one_of(
    st.builds(CaptchaRequest, st.sampled_from(CaptchaPurpose)),
    st.builds(LoginRequest, PLAIN, SECRETS, CAPTCHAS),
    st.builds(VerificationRequest, SECRETS, CAPTCHAS),
    st.builds(AddUnitsRequest, st.lists(st.builds(NewUnit, PLAIN, PLAIN), min_size=1, max_size=5)),
    st.builds(UnitOrderRequest, st.sampled_from(UnitSort), st.booleans(), st.lists(UNIT_IDS, max_size=5)),
)
LOGIN = {"account": "liming", "password": "Etax@2026"}


@given(REPLIES)
def test_what_a_server_writes_a_client_reads(value: object) -> None:
    assert read_reply(write(value), type(value)) == value


@given(REQUESTS)
def test_what_a_client_writes_a_server_reads(value: object) -> None:
    assert read_request(write(value), type(value)) == value


@given(st.text(max_size=100))
def test_no_text_reaches_a_client_as_a_terminal_would_obey_it(text: str) -> None:
    """TUI-1, in keys and in values."""
    read = read_reply(json.dumps({text: [text]}).encode(), dict)
    assert read == {safe_text(text): [safe_text(text)]}


def hostile_requests() -> list[tuple[str, bytes]]:
    def login(account: str) -> bytes:
        return b'{"account":' + account.encode("utf-8", "surrogatepass") + b',"password":"x"}'

    deep = DEEPEST + 1
    return [
        ("nothing", b""),
        ("blank", b" "),
        ("half", b'{"account":"liming"'),
        ("two", b"{}{}"),
        ("not utf-8", b"\xff\xfe{\x00}\x00"),
        ("surrogate as bytes", login('"\ud800"')),
        ("utf-16", json.dumps(LOGIN).encode("utf-16")),
        ("byte order mark", b"\xef\xbb\xbf" + json.dumps(LOGIN).encode()),
        ("NUL as bytes", login('"a\x00b"')),
        ("NUL", login('"a\\u0000b"')),
        ("ESC", login('"a\\u001bb"')),
        ("new line", login('"a\\nb"')),
        ("DEL", login('"a\\u007fb"')),
        ("C1", login('"a\\u009bb"')),
        ("lone surrogate", login('"a\\ud800b"')),
        ("low surrogate", login('"a\\udfffb"')),
        ("surrogates the wrong way round", login('"\\udc00\\ud800"')),
        ("noncharacter", login('"a\\uffffb"')),
        ("another noncharacter", login('"a\\ufdd0b"')),
        ("noncharacter of the last plane", login('"a\\udbff\\udfffb"')),
        ("noncharacter in a key", b'{"a\\uffff":1}'),
        ("twins", b'{"account":"a","account":"b","password":"x"}'),
        ("twins, escaped", b'{"account":"a","\\u0061ccount":"b","password":"x"}'),
        ("twins deep inside", b'{"account":"a","password":"x","captcha":{"answer":"1","answer":"2"}}'),
        ("NaN", login("NaN")),
        ("Infinity", login("-Infinity")),
        ("1e999", login("1e999")),
        ("-1e999", login("-1e999")),
        ("5,000 digits", login("9" * 5000)),
        ("5,000 digits and a point", login("9" * 5000 + ".5")),
        ("2**63", login(str(2**63))),
        ("2**53", login(str(2**53))),
        ("-2**53", login(str(-(2**53)))),
        ("depth", b'{"account":' + b"[" * deep + b"]" * deep + b"}"),
        ("objects", b'{"a":' * deep + b"1" + b"}" * deep),
        ("200,000 brackets", b"[" * 200_000),
        ("60,000 brackets", b"[" * 60_000),
        ("60,000 objects", b'{"":' * 15_000),
        ("60,000 closing brackets", b"]" * 60_000),
        ("brackets in a string that never ends", b'"' + b"[" * 60_000),
        ("64 KiB and one", json.dumps({"account": "a", "password": "x" * LARGEST_REQUEST}).encode()),
        ("a field too many", b'{"account":"a","password":"x","is_admin":true}'),
        ("a field too few", b'{"account":"a"}'),
        ("null", b"null"),
        ("a list", b"[]"),
        ("a text", b'"x"'),
        ("true", b"true"),
        ("a number for a text", login("1")),
        ("null for a text", login("null")),
        ("a number for a secret", b'{"account":"a","password":1}'),
        ("null for a secret", b'{"account":"a","password":null}'),
        ("an object for a secret", b'{"account":"a","password":{"_text":"x"}}'),
        ("too long an account", login('"' + "a" * 129 + '"')),
        ("a comment", b'{"account":"a","password":"x"}//'),
        ("single quotes", b"{'account':'a','password':'x'}"),
    ]


@pytest.mark.parametrize(("name", "body"), hostile_requests(), ids=[name for name, _ in hostile_requests()])
def test_hostile_requests_are_misspelled(name: str, body: bytes) -> None:
    with pytest.raises(Misspelled):
        read_request(body, LoginRequest)


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", str(2**53), "9" * 4000, "9" * 5000, "9" * 400 + ".5"]
)
def test_a_number_that_is_none_is_refused_wherever_any_number_would_do(number: str) -> None:
    for read in (read_request, read_reply):
        with pytest.raises(Misspelled) as caught:
            read(f'{{"n":{number}}}'.encode(), dict)
        assert caught.value.why == "number"


def test_the_borders_are_where_they_are_said_to_be() -> None:
    depth = DEEPEST - 1
    body = b'{"account":"a","password":"x","more":' + b"[" * depth + b"]" * depth + b"}"
    with pytest.raises(Misspelled) as caught:
        read_request(body, LoginRequest)
    assert caught.value.why == "shape"
    assert read_request(b'{"sort":"name","descending":false,"moved":[%d]}' % LARGEST_INTEGER, UnitOrderRequest).moved == [LARGEST_INTEGER]
    padded = json.dumps(LOGIN).encode().ljust(LARGEST_REQUEST)
    assert read_request(padded, LoginRequest).account == "liming"
    brackets = json.dumps({"account": '[{"\\' * 10, "password": "[" * 60})
    assert read_request(brackets.encode(), LoginRequest).password == Secret("[" * 60)


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(body: bytes) -> None:
    for read in (read_request, read_reply):
        try:
            read(body, LoginRequest)
        except Misspelled:
            continue


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("account", "password", "captcha", "purpose", "units", "sort", "moved"), ANYTHING)))
def test_no_json_raises_anything_else(value: object) -> None:
    body = json.dumps(value).encode()
    for kind in (LoginRequest, VerificationRequest, CaptchaRequest, AddUnitsRequest, UnitOrderRequest):
        try:
            read_request(body, kind)
        except Misspelled:
            continue


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"account":1,"password":"x"}', "account"),
        (b'{"account":"a"}', "password"),
        (b'{"account":"a","password":1}', "password"),
        (b'{"account":"a","password":"x","captcha":{"captcha_id":"c","answer":1}}', "captcha.answer"),
        (b'{"account":"a","password":"x","captcha":{"captcha_id":"c"}}', "captcha.answer"),
        (b'{"account":"a","password":"x","surprise":1}', None),
        (b'{"account":"a","password":"x","`$.evil\\u202e":1}', None),
        (b"[]", None),
    ],
)
def test_the_field_is_named_where_it_is_known(body: bytes, field: str | None) -> None:
    with pytest.raises(Misspelled) as caught:
        read_request(body, LoginRequest)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "body",
    [
        b'{"account":"canary","password":["canary"]}',
        b'{"account":["canary"],"password":"canary"}',
        b'{"account":"a","password":"canary","captcha":"canary"}',
        b'{"account":["\\u0000"],"password":"canary"}',
        b'{"account":"a","password":"canary',
        b'{"account":"a","password":"canary","canary":1}',
        b'{"account":"a","password":canary}',
        b'{"account":"a","password":"canary\xff"}',
        b'{"account":"a","password":"canary","password":"canary"}',
    ],
)
def test_an_error_never_holds_what_was_sent(body: bytes) -> None:
    """SEC-1: neither in its text, nor in what it was raised from."""
    for read in (read_request, read_reply):
        with pytest.raises(Misspelled) as caught:
            read(body, LoginRequest)
        error = caught.value
        assert "canary" not in repr(error) + str(error) + str(error.field) + str(vars(error))
        assert error.__cause__ is None
        assert "canary" not in "".join(traceback.format_exception(error))


def test_times_are_read_with_their_zone_or_not_at_all() -> None:
    whole = json.loads(write(ServerInfo("x", "1", True, "national", "phase-1", datetime(2026, 11, 20, 2, 0, tzinfo=UTC), False)))
    for now in ("2026-11-20T02:00:00", "2026-11-20", "02:00", "", "2026-11-20T25:00:00Z", "yesterday", 1_795_000_000):
        with pytest.raises(Misspelled):
            read_reply(json.dumps(whole | {"now": now}).encode(), ServerInfo)
    read = read_reply(json.dumps(whole | {"now": "2026-11-20T10:00:00+08:00"}).encode(), ServerInfo)
    assert read.now == datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_what_is_no_type_of_ours_is_not_written() -> None:
    with pytest.raises(NotImplementedError):
        write(object())
