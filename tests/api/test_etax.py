"""Replies of every shape become a value, a refusal or Garbled: nothing else, and nothing that a terminal would obey (TUI-1, TUI-3)."""

import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.api.carrier import Accident, Garbled, Reply, Unreachable, Why, attempt
from etax_client.api.etax import Etax
from etax_client.api.replies import read
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPicture, CaptchaPurpose
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.servers.server_info import ServerInfo
from etax_client.domain.sessions.accounts import CurrentSession, LoggedIn, Profile
from etax_client.domain.sessions.qr_login import RefusedBecause, Ticket, TicketState, TicketView
from etax_client.domain.units.units import (
    AddedUnit,
    EndsSoon,
    OpenedBy,
    Role,
    UnitHome,
    UnitPage,
    UnitQuery,
    UnitSort,
    UnitTotals,
)
from etax_client.wire import problems, spelling
from etax_client.wire.units import AddUnitsReply
from tests.api.scripted import Asked, Scripted
from tests.units import PLAIN

JSON = "application/json"
INFO = ServerInfo("etax-client", "0.1.0", True, "national", "phase-1", datetime(2026, 11, 20, tzinfo=UTC), False)
PROFILE = Profile("p1", "李明", "李*")
TOTALS = UnitTotals(6, 1, 0, ("91440199MA0QJ0100K",), (EndsSoon("广东示例查账有限公司", date(2026, 11, 25)),))
UNIT = replace(PLAIN, unit_id=5, taxpayer_id="91440199MA0QJ0506W", name="广东示例[/]科技公司")
TICKET = Ticket(Secret("poll"), Secret("SCAN"), Secret("CODE"), 180)
POLL_SECRET = Secret("poll")
HOME = UnitHome(UNIT, "2026-10", OpenedBy.declaration_password, INFO.now, INFO.now, Role.tax_staff, "李*")


def answering(reply: Reply | Accident, token: Secret | None = None) -> tuple[Etax, Scripted]:
    carrier = Scripted(reply)
    return Etax(carrier, lambda: token), carrier


def good(value: object) -> Reply:
    return Reply(200, JSON, spelling.write(value))


Service = Callable[[Etax], Awaitable[object]]
ASKING: list[tuple[Service, object, object, Asked]] = [
    (lambda etax: etax.info(), INFO, INFO, Asked("GET", "/api/info", None, None, None, None)),
    (
        lambda etax: etax.captcha(CaptchaPurpose.login),
        CaptchaPicture("c1", ("0110", "1001"), 300),
        CaptchaPicture("c1", ("0110", "1001"), 300),
        Asked("POST", "/api/captchas", None, b'{"purpose":"login"}', None, None),
    ),
    (
        lambda etax: etax.login("liming", Secret("pw"), CaptchaAnswer("c1", "ABCD")),
        LoggedIn(Secret("tok"), PROFILE, 1800, 43200),
        LoggedIn(Secret("tok"), PROFILE, 1800, 43200),
        Asked(
            "POST",
            "/api/sessions",
            None,
            b'{"account":"liming","password":"pw","captcha":{"captcha_id":"c1","answer":"ABCD"},"channel":"client"}',
            None,
            None,
        ),
    ),
    (
        lambda etax: etax.current_session(),
        CurrentSession(PROFILE, 1, 2),
        CurrentSession(PROFILE, 1, 2),
        Asked("GET", "/api/sessions/current", None, None, None, None),
    ),
    (
        lambda etax: etax.units(UnitQuery("914", "示例", UnitSort.name, descending=True), at=0, limit=20),
        UnitPage((UNIT,), 1),
        UnitPage((UNIT,), 1),
        Asked(
            "GET",
            "/api/units",
            {"taxpayer_id": "914", "name": "示例", "sort": "name", "descending": "true", "at": "0", "limit": "20"},
            None,
            None,
            None,
        ),
    ),
    (
        lambda etax: etax.units(UnitQuery(), after=7),
        UnitPage((), 0),
        UnitPage((), 0),
        Asked("GET", "/api/units", {"sort": "custom", "after": "7", "limit": "50"}, None, None, None),
    ),
    (lambda etax: etax.unit_totals(), TOTALS, TOTALS, Asked("GET", "/api/units/totals", None, None, None, None)),
    (
        lambda etax: etax.add_units([("91", "92")]),
        AddUnitsReply((AddedUnit("91", None, Refused(RefusalCode.malformed, field="different")), AddedUnit("X", "名"))),
        (AddedUnit("91", None, Refused(RefusalCode.malformed, field="different")), AddedUnit("X", "名")),
        Asked("POST", "/api/units", None, b'{"units":[{"taxpayer_id":"91","confirmation":"92"}]}', None, None),
    ),
    (
        lambda etax: etax.verify_unit(5, Secret("pw")),
        HOME,
        HOME,
        Asked("POST", "/api/units/5/verification", None, b'{"declaration_password":"pw","captcha":null}', None, None),
    ),
    (lambda etax: etax.unit_home(5), HOME, HOME, Asked("GET", "/api/units/5/home", None, None, None, None)),
    (
        lambda etax: etax.ask_for_ticket("desk-3"),
        TICKET,
        TICKET,
        Asked("POST", "/api/qr-tickets", None, b'{"device":"desk-3"}', None, None),
    ),
    (
        lambda etax: etax.poll_ticket(POLL_SECRET, TicketState.waiting),
        TicketView(TicketState.scanned, 160, 42, "李*"),
        TicketView(TicketState.scanned, 160, 42, "李*"),
        Asked("GET", "/api/qr-tickets/current", {"wait": "25", "seen": "waiting"}, None, POLL_SECRET, 35),
    ),
    (
        lambda etax: etax.poll_ticket(POLL_SECRET, None, wait=0),
        TicketView(TicketState.refused, 0, because=RefusedBecause.wrong_number),
        TicketView(TicketState.refused, 0, because=RefusedBecause.wrong_number),
        Asked("GET", "/api/qr-tickets/current", {"wait": "0"}, None, POLL_SECRET, 10),
    ),
    (
        lambda etax: etax.redeem_ticket(POLL_SECRET),
        LoggedIn(Secret("tok"), PROFILE, 1800, 43200),
        LoggedIn(Secret("tok"), PROFILE, 1800, 43200),
        Asked("POST", "/api/qr-tickets/current/session", None, None, POLL_SECRET, None),
    ),
]
TELLING: list[tuple[Service, Asked]] = [
    (lambda etax: etax.logout(), Asked("DELETE", "/api/sessions/current", None, None, None, None)),
    (lambda etax: etax.remove_unit(5), Asked("DELETE", "/api/units/5", None, None, None, None)),
    (
        lambda etax: etax.set_unit_order(UnitSort.name, False, [3, 1]),
        Asked("PUT", "/api/units/order", None, b'{"sort":"name","descending":false,"moved":[3,1]}', None, None),
    ),
    (lambda etax: etax.cancel_ticket(POLL_SECRET), Asked("DELETE", "/api/qr-tickets/current", None, None, POLL_SECRET, None)),
]
EVERY_SERVICE = [service for service, *_ in ASKING] + [service for service, _ in TELLING]
_SENT = [(service, asked) for service, _, _, asked in ASKING] + TELLING
WITH_THE_SESSION = [service for service, asked in _SENT if asked.token is None]


@pytest.mark.parametrize(("service", "sent", "expected", "asked"), ASKING)
async def test_what_is_asked_for_is_what_comes(service: Service, sent: object, expected: object, asked: Asked) -> None:
    etax, carrier = answering(good(sent))
    assert await service(etax) == expected
    assert carrier.asked == [asked]


@pytest.mark.parametrize(("service", "asked"), TELLING)
@pytest.mark.parametrize("reply", [Reply(204, "", b""), Reply(200, JSON, b"null")])
async def test_what_is_told_is_done(service: Service, asked: Asked, reply: Reply) -> None:
    etax, carrier = answering(reply)
    assert await service(etax) is None
    assert carrier.asked == [asked]


@pytest.mark.parametrize("service", WITH_THE_SESSION)
async def test_every_service_sends_the_token_of_the_moment(service: Service) -> None:
    etax, carrier = answering(
        Reply(404, problems.MEDIA_TYPE, spelling.write(problems.to_problem(Refused(RefusalCode.not_found)))), Secret("t")
    )
    assert await service(etax) == Refused(RefusalCode.not_found)
    assert [asked.token for asked in carrier.asked] == [Secret("t")]


@pytest.mark.parametrize("service", EVERY_SERVICE)
@pytest.mark.parametrize("accident", [Unreachable(Why.lost, sent=True), Garbled("size")])
async def test_an_accident_passes_through_once(service: Service, accident: Accident) -> None:
    """TUI-5: nothing is tried again."""
    etax, carrier = answering(accident)
    assert await attempt(service(etax)) is accident
    assert len(carrier.asked) == 1


HOSTILE = [
    Reply(200, "text/html", b"<html>Welcome to the airport</html>"),
    Reply(200, "text/html", b"{}"),
    Reply(302, "text/html", b""),
    Reply(500, "text/plain", b"Internal Server Error"),
    Reply(500, JSON, b'{"detail":"x"}'),
    Reply(401, problems.MEDIA_TYPE, b'{"type":"x","title":"x","status":401,"code":"no_such_code"}'),
    Reply(401, problems.MEDIA_TYPE, b'{"type":"x","title":"x","status":401,"code":"session_ended","ended":"no_such_reason"}'),
    Reply(401, problems.MEDIA_TYPE, b'{"type":"x","title":"x","status":401,"code":"locked","retry_after":-1}'),
    Reply(401, problems.MEDIA_TYPE, b'{"type":"x","title":"x","status":401,"code":"locked","retry_after":1e999}'),
    Reply(401, problems.MEDIA_TYPE, b'{"type":"x","title":"x","status":401,"code":["locked"]}'),
    Reply(401, problems.MEDIA_TYPE, b"[" * 200_000),
    Reply(401, problems.MEDIA_TYPE, b"null"),
    Reply(401, problems.MEDIA_TYPE, b"\xff\xfe"),
    Reply(101, "", b""),
]


@pytest.mark.parametrize("service", EVERY_SERVICE)
@pytest.mark.parametrize("reply", HOSTILE, ids=repr)
async def test_a_hostile_answer_is_garbled(service: Service, reply: Reply) -> None:
    etax, _ = answering(reply)
    with pytest.raises(Garbled):
        await service(etax)


@pytest.mark.parametrize("media_type", ["text/html", "text/plain", "", problems.MEDIA_TYPE])
async def test_an_answer_under_a_wrong_name_is_garbled_however_right_it_looks(media_type: str) -> None:
    etax, _ = answering(Reply(200, media_type, spelling.write(INFO)))
    with pytest.raises(Garbled):
        await etax.info()


@pytest.mark.parametrize("media_type", ["text/html", "", JSON])
async def test_a_refusal_under_a_wrong_name_is_garbled(media_type: str) -> None:
    etax, _ = answering(Reply(423, media_type, spelling.write(problems.to_problem(Refused(RefusalCode.locked)))))
    with pytest.raises(Garbled):
        await etax.info()


BODIES = [
    b"",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b'"x"',
    b"1",
    b"NaN",
    b"[" * 200_000,
    b'{"a":' * 30 + b"1" + b"}" * 30,
    b"9" * 5000,
    b"\xef\xbb\xbf{}",
    b"\x00",
    b'{"units":"x","total":1}',
    b'{"units":[1],"total":1}',
    b'{"units":[{}],"total":1}',
    b'{"units":[],"total":1e999,"income_filed":0,"business_filed":0}',
    b'{"units":[],"units":[],"total":1}',
    b'{"token":1,"profile":null,"idle_seconds":"x","absolute_seconds":{}}',
    b'{"product":"x","version":"x","simulated":"yes","policy":"x","phase":"x","now":"x"}',
    b'{"product":"x","version":"x","simulated":true,"policy":"x","phase":"x","now":"2026-13-40T99:99:99Z"}',
]


@pytest.mark.parametrize(("service", "sent", "expected", "asked"), ASKING)
@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:30]))
async def test_a_wrong_shape_is_garbled(service: Service, sent: object, expected: object, asked: Asked, body: bytes) -> None:
    etax, _ = answering(Reply(200, JSON, body))
    with pytest.raises(Garbled):
        await service(etax)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(ANYTHING, st.sampled_from([ServerInfo, LoggedIn, CurrentSession, CaptchaPicture, UnitPage, UnitTotals, UnitHome, AddUnitsReply]))
def test_any_json_is_read_or_garbled(value: object, kind: type) -> None:
    body = json.dumps(value).encode()
    with contextlib.suppress(Garbled):
        assert isinstance(read(Reply(200, JSON, body), kind), kind)


@pytest.mark.parametrize("change", ["drop", "null", "number", "list"])
@pytest.mark.parametrize("value", [INFO, LoggedIn(Secret("t"), PROFILE, 1, 2), TOTALS, UnitPage((UNIT,), 1)])
def test_every_field_that_is_missing_or_of_a_wrong_type_is_garbled(value: object, change: str) -> None:
    whole = json.loads(spelling.write(value))
    for name in whole:
        hurt = dict(whole)
        match change:
            case "drop":
                del hurt[name]
            case "null":
                hurt[name] = None
            case "number":
                hurt[name] = 0.5
            case _:
                hurt[name] = [[]]
        with pytest.raises(Garbled):
            read(Reply(200, JSON, json.dumps(hurt).encode()), type(value))


async def test_texts_are_made_safe_as_they_come_in() -> None:
    """TUI-1: no text of a server can hold what a terminal obeys, wherever it stands."""
    evil = "\x1b]52;c;eA==\x1b\\\x9b2J\u202e\u200b\x7f"
    unit = replace(PLAIN, taxpayer_id=evil, name=evil, department=evil)
    etax, _ = answering(good(UnitPage((unit,), 1)))
    page = await etax.units(UnitQuery())
    assert isinstance(page, UnitPage)
    text = page.units[0].taxpayer_id + page.units[0].name + page.units[0].department
    assert not set(text) & set(evil) - set("52;ceA=\\J]")
    problem = json.dumps({"type": "x", "title": "x", "status": 409, "code": "malformed", "field": evil})
    etax, _ = answering(Reply(409, problems.MEDIA_TYPE, problem.encode()))
    refused = await etax.unit_totals()
    assert isinstance(refused, Refused)
    assert refused.field is not None
    assert "\x1b" not in refused.field


async def test_an_accident_tells_no_secret() -> None:
    """SEC-1: a body that is nearly right holds a token; the accident about it does not."""
    body = b'{"token":"canary","profile":{"person_id":"canary","name":1,"masked_name":"canary"},"idle_seconds":1,"absolute_seconds":1}'
    etax, _ = answering(Reply(200, JSON, body))
    with pytest.raises(Garbled) as caught:
        await etax.login("liming", Secret("canary"))
    assert "canary" not in repr(caught.value)
    assert caught.value.__cause__ is None


async def test_closing_closes_the_carrier() -> None:
    etax, carrier = answering(good(INFO))
    await etax.close()
    assert carrier.closed
