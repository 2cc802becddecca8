"""Inbox, captchas, locks, sessions and the face check at the tester's door: on each kind of database (WEB-4, WEB-5, CAP-03)."""

from datetime import timedelta

import pytest

from etax_client.domain.flows.attempt import AttemptView
from etax_client.domain.flows.face_check import FaceState
from etax_client.domain.refusals import Refused
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.phone_messages import KEPT, Medium
from etax_client.domain.sessions.qr_login import App, Ticket
from etax_client.server.services.bureau.attempts import Second
from etax_client.server.services.sessions import messages
from etax_client.wire import paths
from tests.server.bureau.attempting import comer
from tests.server.control.testers import AtDoor, at_the_door
from tests.server.identity.registering import Applicant
from tests.server.running import PASSWORD, UNIT_PASSWORD, WRONG, Json, code, running

FIRST = "91440199MA0QJ0100K"


async def login_by_code(tester: AtDoor, person: str, device: str = "desk-3") -> str:
    """The token of a session that came of a QR code."""
    client = await tester.asking(device)
    ticket = await tester.post("/phone/scan", {"person": person, "code": client.ticket["short_code"]})
    await tester.post("/phone/confirm", {"ticket_id": ticket["ticket_id"]})
    token: str = (await client.redeem()).json()["token"]
    return token


# --- inbox


async def test_the_inbox_holds_everyones_messages_in_both_languages(tester: AtDoor) -> None:
    await login_by_code(tester, "liming", "前台")
    await tester.advance(10)
    await login_by_code(tester, "wangfang")
    newer, older = (await tester.get("/inbox"))["messages"]
    assert (older["medium"], older["address"], older["key"]) == ("sms", "13800000001", "sms.qr_login")
    assert older["params"] == {"device": "前台", "at": tester.server.clock.now().isoformat()}
    assert "在设备 前台 上扫码登录" in older["zh"]
    assert "by QR code on 前台" in older["en"]
    for query in ({"person": "wangfang"}, {"person": "2"}, {"address": "13800000002"}, {"limit": 1}):
        assert (await tester.get("/inbox", **query))["messages"] == [newer]
    assert (await tester.get("/inbox", person="zhaoqiang"))["messages"] == [], "who has no number"
    assert (await tester.get("/inbox", person="1", address="13800000002"))["messages"] == []
    assert (await tester.ask("GET", "/inbox", person="nobody")).json()["field"] == "person"
    await tester.advance(KEPT.total_seconds())
    assert (await tester.get("/inbox"))["messages"] == []


async def test_mail_stands_in_the_inbox_but_on_no_phone(tester: AtDoor) -> None:
    """SMS-02: each medium keeps to itself, the same address or not."""
    with tester.services.store.write() as connection:
        for medium in Medium:
            messages.send(connection, medium, "13800000001", "sms.qr_login", {"device": medium, "at": ""}, tester.services.clock.now())
    assert {message["medium"] for message in (await tester.get("/inbox", address="13800000001"))["messages"]} == {"sms", "email"}
    assert [message["params"]["device"] for message in (await (await tester.phone()).messages())["messages"]] == ["sms"]
    assert [message["medium"] for message in (await tester.get("/inbox", person="liming"))["messages"]] == ["sms"]


# --- captchas


async def test_what_is_in_a_picture(tester: AtDoor) -> None:
    """CAP-03: the answer is told here; it is the one that counts, and it is spent with its captcha."""
    mine, other = tester.caller("mine"), tester.caller("other")
    await mine.login("liming", WRONG)
    drawn = (await mine.http.post(paths.CAPTCHAS, json={"purpose": "login"})).json()
    await mine.http.post(paths.CAPTCHAS, json={"purpose": "unit_verification"})
    last = (await other.http.post(paths.CAPTCHAS, json={"purpose": "login"})).json()
    assert "answer" not in drawn
    await tester.advance(60.5)
    seen = await tester.get(f"/captchas/{drawn['captcha_id']}")
    assert (seen["captcha_id"], seen["purpose"], seen["seconds"]) == (drawn["captcha_id"], "login", 240)
    assert seen == await tester.get("/captchas/latest", client="mine", purpose="login")
    assert (await tester.get("/captchas/latest", client="mine"))["purpose"] == "unit_verification", "the newest, though the clock stood"
    assert (await tester.get("/captchas/latest"))["captcha_id"] == last["captcha_id"]
    assert (await tester.ask("GET", "/captchas/latest", client="nobody")).status_code == 404
    captcha = {"captcha_id": seen["captcha_id"], "answer": seen["answer"]}
    assert (await mine.login("liming", PASSWORD, captcha)).status_code == 201
    assert (await tester.ask("GET", f"/captchas/{seen['captcha_id']}")).status_code == 404, "spent"
    assert (await tester.ask("GET", "/captchas/latest", client="mine", purpose="login")).status_code == 404
    await tester.advance(240)
    assert (await tester.ask("GET", "/captchas/latest")).status_code == 404, "run out"
    assert (await tester.ask("GET", "/captchas/latest", purpose="other")).status_code == 422


# --- locks


@pytest.mark.sql
@pytest.mark.parametrize("account", ["liming", "13800000001", "138 0000 0001", "440199198805120030"])
async def test_an_account_is_locked_and_unlocked_by_any_identifier(tester: AtDoor, account: str) -> None:
    """LOG-05, LOG-06: a lock as after the fifth wrong password; all identifiers share it."""
    told = await tester.post("/lock", {"account": account})
    assert told == {"person_id": 1, "unit_id": None, "guessing": {"failures": 5, "locked_seconds": 7200}}
    refused = (await tester.caller().login()).json()
    assert (refused["code"], refused["retry_after"]) == ("locked", 7200)
    assert (await tester.caller().login("wangfang")).status_code == 201
    told = await tester.post("/unlock", {"account": account})
    assert told["guessing"] == {"failures": 0, "locked_seconds": None}
    assert (await tester.caller().login()).status_code == 201


async def test_a_lock_lasts_as_long_as_any(tester: AtDoor) -> None:
    """LCK-1: 7,199 s and 7,200 s; locking again begins anew, unlocking what is not locked changes nothing."""
    await tester.post("/lock", {"account": "liming"})
    await tester.advance(3600)
    await tester.post("/lock", {"account": "liming"})
    await tester.advance(7199)
    assert code(await tester.caller().login()) == "locked"
    await tester.advance(1)
    assert (await tester.caller().login()).status_code == 201
    assert (await tester.post("/unlock", {"account": "liming"}))["guessing"]["failures"] == 0


@pytest.mark.sql
async def test_a_unit_is_locked_and_unlocked(tester: AtDoor) -> None:
    """VER-02: other units and the account are not affected."""
    caller = await tester.signed_in()
    for unit, unit_id in ((FIRST, 1), ("2", 2)):
        assert (await tester.post("/lock", {"unit": unit}))["unit_id"] == unit_id
    assert [code(await caller.verify(1)), code(await caller.verify(2))] == ["locked", "locked"]
    assert (await caller.verify(3)).status_code == 200
    await tester.post("/unlock", {"unit": FIRST})
    assert (await caller.verify(1, UNIT_PASSWORD)).status_code == 200
    assert code(await caller.verify(2)) == "locked"
    assert (await tester.post("/unlock", {"unit": "4"}))["unit_id"] == 4, "the demo's locked one"


async def test_a_name_that_nobody_has_is_locked_like_any(tester: AtDoor) -> None:
    """LOG-08."""
    told = await tester.post("/lock", {"account": "nobody"})
    assert told == {"person_id": None, "unit_id": None, "guessing": {"failures": 5, "locked_seconds": 7200}}
    assert code(await tester.caller().login("nobody")) == "locked"
    await tester.post("/unlock", {"account": "nobody"})
    assert code(await tester.caller().login("nobody")) == "wrong_credentials"


@pytest.mark.parametrize("verb", ["/lock", "/unlock"])
@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "account"),
        ({"account": "liming", "unit": FIRST}, 422, "account"),
        ({"account": ""}, 422, "account"),
        ({"unit": "91440199MA0QJ0717C"}, 404, "unit"),
        ({"unit": 1}, 422, "unit"),
    ],
)
async def test_a_lock_needs_one_to_lock(verb: str, body: Json, status: int, field: str) -> None:
    async with at_the_door() as tester:
        reply = await tester.ask("POST", verb, body)
        assert (reply.status_code, reply.json()["field"]) == (status, field)


async def test_a_lock_goes_by_the_worlds_policy() -> None:
    """Beijing: until the next midnight."""
    async with at_the_door(policy="beijing") as tester:
        assert (await tester.post("/lock", {"account": "liming"}))["guessing"]["locked_seconds"] == 14 * 3600, "10:00 there"


# --- sessions


@pytest.mark.sql
async def test_who_is_logged_in(tester: AtDoor) -> None:
    caller = await tester.signed_in()
    await caller.verify(2)
    await caller.verify(1)
    await tester.advance(600)
    await tester.phone("wangfang")
    phone, client = (await tester.get("/sessions"))["sessions"]
    began = tester.server.clock.now()
    moment = began.isoformat().replace("+00:00", "Z")
    assert client == {
        "session_id": 1,
        "person_id": 1,
        "name": "李明",
        "login_name": "liming",
        "channel": "client",
        "seat": {"address": "127.0.0.1", "device": client["seat"]["device"]},
        "started_at": moment,
        "last_seen": moment,
        "idle_seconds": 1200,
        "absolute_seconds": 12 * 3600 - 600,
        "opened": [
            {"unit_id": 1, "taxpayer_id": FIRST, "opened_at": moment},
            {"unit_id": 2, "taxpayer_id": "91440199MA0QJ0207Y", "opened_at": moment},
        ],
        "acting": None,
    }
    assert (phone["name"], phone["channel"], phone["started_at"]) == (
        "王芳",
        "phone",
        (began + timedelta(seconds=600)).isoformat().replace("+00:00", "Z"),
    )
    await tester.advance(1200)
    assert [session["session_id"] for session in (await tester.get("/sessions"))["sessions"]] == [2], "SES-01: idle ones are out"
    await tester.delete("/sessions/2")
    assert (await tester.get("/sessions"))["sessions"] == []


@pytest.mark.parametrize("reason", ["expired", "idle", "password_reset", "replaced", "trainer"])
async def test_a_session_ends_under_the_users_hands(tester: AtDoor, reason: str) -> None:
    """SES-01, SES-03: the client is told the reason; others' sessions, the same person's too, go on."""
    caller, other = await tester.signed_in(), await tester.signed_in()
    await tester.delete("/sessions/1", reason=reason)
    ended = (await caller.get(paths.UNITS)).json()
    assert (ended["code"], ended["ended"]) == ("session_ended", reason)
    assert (await other.get(paths.UNITS)).status_code == 200
    await tester.delete("/sessions/1", reason="replaced")
    assert (await caller.get(paths.UNITS)).json()["ended"] == reason, "the first reason stays"


async def test_a_session_that_there_is_not_cannot_end(tester: AtDoor) -> None:
    await tester.signed_in()
    for path, status in (("/sessions/2", 404), ("/sessions/0", 404), (f"/sessions/{10**30}", 404), ("/sessions/x", 404)):
        assert (await tester.ask("DELETE", path)).status_code == status
    for reason in ("logged_out", "unknown", "bored"):
        reply = await tester.ask("DELETE", "/sessions/1", reason=reason)
        assert (reply.status_code, reply.json()["field"]) == (422, "reason")
    assert len((await tester.get("/sessions"))["sessions"]) == 1


# --- face check


@pytest.mark.sql
async def test_what_the_face_check_will_say_is_kept(tester: AtDoor) -> None:
    """REG-03: three outcomes; for people without an account too, as it is they who register."""
    assert await tester.get("/people/9/face") == {"outcome": "pass"}
    for outcome in ("unreachable", "other_person", "pass", "other_person"):
        assert await tester.put("/people/440199199607260029/face", {"outcome": outcome}) == {"outcome": outcome}
        assert await tester.get("/people/9/face") == {"outcome": outcome}
        assert (await tester.get("/people/9"))["face"] == outcome
    assert await tester.get("/people/1/face") == {"outcome": "pass"}
    assert (await tester.ask("PUT", "/people/9/face", {"outcome": "maybe"})).json()["field"] == "outcome"
    assert (await tester.ask("PUT", "/people/99/face", {"outcome": "pass"})).status_code == 404
    await tester.post("/reset")
    assert await tester.get("/people/9/face") == {"outcome": "pass"}


async def test_a_face_is_shown_without_a_phone_by_the_app_that_it_is_for(tester: AtDoor) -> None:
    """REG-03, BJ-79: by its link, or the newest that waits; what was decided of it is said, and no link serves twice."""
    assert (await tester.ask("POST", "/phone/face", {})).json()["code"] == "face_unknown"
    by_itax = await Applicant(tester.server, tester.caller().http).at_face()
    link = (await by_itax.ask_face()).json()["link_id"]
    one = comer(tester.services)
    assert isinstance(await one.first(), AttemptView)
    by_bureau = tester.services.bureau.attempts.ask_face(one.held, App.bureau)
    assert not isinstance(by_bureau, Refused)
    assert (await tester.post("/phone/face", {}))["masked_name"] == "刘*", "the newest"
    seen = tester.services.bureau.attempts.second(one.held)
    assert isinstance(seen, Second)
    assert seen.attempt.face is not None
    assert seen.attempt.face.state is FaceState.passed
    await tester.put("/people/9/face", {"outcome": "other_person"})
    assert (await tester.post("/phone/face", {"link": f"https://example/F/{link}"}))["state"] == "other_person"
    assert (await tester.ask("POST", "/phone/face", {"link": link})).json()["code"] == "face_unknown"


async def test_a_bureau_code_is_scanned_by_the_app_that_it_is_for(tester: AtDoor) -> None:
    """BJ-36, BJ-79: with either APP, by its id or its short code; who has no account there is told so."""
    for app, person in ((App.bureau, "liuyang"), (App.itax, "wangfang")):
        asked = tester.services.bureau.qr_login.ask("Firefox", "192.0.2.7", app)
        assert isinstance(asked, Ticket)
        [seen] = (await tester.get("/tickets"))["tickets"]
        if app is App.itax:
            refused = await tester.ask("POST", "/phone/scan", {"person": "liming", "ticket_id": seen["ticket_id"]})
            assert refused.json()["code"] == "not_registered"
        await tester.post("/phone/scan", {"person": person, "code": asked.short_code.reveal()})
        confirmed = await tester.post("/phone/confirm", {"ticket_id": seen["ticket_id"]})
        assert confirmed["state"] == "confirmed"
        assert isinstance(tester.services.bureau.qr_login.redeem(asked.poll_secret.reveal(), "192.0.2.7"), LoggedIn)


async def test_no_answer_of_a_captcha_leaves_by_the_normal_api() -> None:
    """CAP-03: with the door shut the verbs are like any address that there is not."""
    async with running() as server:
        caller = server.caller()
        for path in ("/control/captchas/latest", "/control/inbox", "/control/people", "/control/sessions"):
            assert (await caller.get(path)).status_code == 404
