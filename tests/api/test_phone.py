"""The phone's requests: with its own session only, and nothing but values, refusals and accidents come back (QR-03, QR-04, TUI-3)."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from etax_client.api.carrier import Accident, Garbled, Reply, Unreachable, Why, attempt
from etax_client.api.phone import Phone
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPicture
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import AccountSecurity, LoggedIn, MaskedMobile, Profile
from etax_client.domain.sessions.phone_messages import PhoneInbox, PhoneMessage, SimCard, SimCards
from etax_client.domain.sessions.qr_login import Decision, RefusedBecause, ScannedTicket, TicketState
from etax_client.domain.units.authorisations import ManagedList, ManagedUnit, PasswordReset, Standing
from etax_client.domain.units.units import Role
from etax_client.wire import problems, spelling
from tests.api.scripted import Asked, Scripted

JSON = "application/json"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
IN = LoggedIn(Secret("phone-token"), Profile("1", "李明", "李*"), 1800, 43200)
SCANNED = ScannedTicket(7, TicketState.scanned, "desk", "192.0.2.1", NOW, (10, 42, 99), 160)
MESSAGES = PhoneInbox("138****0001", (PhoneMessage(3, "sms.qr_login", {"device": "desk", "at": "x"}, NOW),))
RESET = PasswordReset(3, "91440199MA0QJ0100K", "unit", "138****0002", 60)
Service = Callable[[Phone], Awaitable[object]]
ASKING: list[tuple[Service, object, Asked]] = [
    (
        lambda phone: phone.captcha(),
        CaptchaPicture("c", ("01",), 300),
        Asked("POST", "/api/captchas", None, b'{"purpose":"login"}', None, None),
    ),
    (
        lambda phone: phone.login("liming", Secret("pw"), CaptchaAnswer("c", "ABCD")),
        IN,
        Asked(
            "POST",
            "/api/sessions",
            None,
            b'{"account":"liming","password":"pw","captcha":{"captcha_id":"c","answer":"ABCD"},"channel":"phone"}',
            None,
            None,
        ),
    ),
    (lambda phone: phone.scan(Secret("CODE")), SCANNED, Asked("POST", "/api/phone/scans", None, b'{"code":"CODE"}', None, None)),
    (lambda phone: phone.ticket(7), SCANNED, Asked("GET", "/api/phone/tickets/7", None, None, None, None)),
    (
        lambda phone: phone.decide(7, Decision.confirm, 42),
        SCANNED,
        Asked("POST", "/api/phone/tickets/7/decision", None, b'{"decision":"confirm","number":42}', None, None),
    ),
    (
        lambda phone: phone.decide(7, Decision.refuse),
        ScannedTicket(7, TicketState.refused, "desk", "", NOW, (), 0, RefusedBecause.person),
        Asked("POST", "/api/phone/tickets/7/decision", None, b'{"decision":"refuse","number":null}', None, None),
    ),
    (lambda phone: phone.messages(), MESSAGES, Asked("GET", "/api/phone/messages", None, None, None, None)),
    (
        lambda phone: phone.put_in_sim("13800000009"),
        MaskedMobile("138****0009"),
        Asked("POST", "/api/phone/sims", None, b'{"mobile":"13800000009"}', None, None),
    ),
    (
        lambda phone: phone.sims(),
        SimCards((SimCard("13800000009", MESSAGES.messages),), False),
        Asked("GET", "/api/phone/sims", None, None, None, None),
    ),
    (lambda phone: phone.security(), AccountSecurity("national", "liming", None), Asked("GET", "/api/security", None, None, None, None)),
    (
        lambda phone: phone.send_mobile_code("13800000009"),
        MaskedMobile("138****0009", 60),
        Asked("POST", "/api/security/mobile/sms-code", None, b'{"mobile":"13800000009"}', None, None),
    ),
    (
        lambda phone: phone.bind_mobile("13800000009", Secret("123456"), Secret("pw")),
        MaskedMobile("138****0009"),
        Asked("PUT", "/api/security/mobile", None, b'{"mobile":"13800000009","code":"123456","password":"pw","captcha":null}', None, None),
    ),
    (
        lambda phone: phone.managed_units(),
        ManagedList((ManagedUnit(3, "91440199MA0QJ0100K", "unit", Standing(Role.finance_officer), 2),)),
        Asked("GET", "/api/managed-units", None, None, None, None),
    ),
    (lambda phone: phone.password_reset(3), RESET, Asked("GET", "/api/managed-units/3/declaration-password", None, None, None, None)),
    (
        lambda phone: phone.send_reset_code(3),
        RESET,
        Asked("POST", "/api/managed-units/3/declaration-password/sms-code", None, None, None, None),
    ),
]
SERVICES = [service for service, *_ in ASKING]


def answering(reply: Reply | Accident) -> tuple[Phone, Scripted]:
    carrier = Scripted(reply)
    return Phone(carrier), carrier


@pytest.mark.parametrize(("service", "sent", "asked"), ASKING)
async def test_what_is_asked_for_is_what_comes(service: Service, sent: object, asked: Asked) -> None:
    phone, carrier = answering(Reply(200, JSON, spelling.write(sent)))
    assert await service(phone) == sent
    assert carrier.asked == [asked]


async def test_the_phones_session_goes_along_from_login_to_logout() -> None:
    """QR-03."""
    phone, carrier = answering(Reply(201, JSON, spelling.write(IN)))
    await phone.logout()
    assert carrier.asked == [], "nobody is logged in"
    await phone.login("liming", Secret("pw"))
    for step in (phone.scan(Secret("CODE")), phone.ticket(7), phone.decide(7, Decision.refuse), phone.messages()):
        await attempt(step)
    await phone.logout()
    await attempt(phone.messages())
    tokens = [asked.token for asked in carrier.asked]
    assert tokens == [None, *[Secret("phone-token")] * 5, None]
    assert (carrier.asked[5].method, carrier.asked[5].path) == ("DELETE", "/api/sessions/current")


@pytest.mark.parametrize("outcome", [RefusalCode.wrong_credentials, RefusalCode.locked, RefusalCode.captcha_required])
async def test_a_login_that_was_refused_leaves_nobody_in(outcome: RefusalCode) -> None:
    phone, carrier = answering(Reply(401, problems.MEDIA_TYPE, spelling.write(problems.to_problem(Refused(outcome)))))
    assert await phone.login("liming", Secret("pw")) == Refused(outcome)
    assert await phone.messages() == Refused(outcome)
    assert carrier.asked[-1].token is None


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("accident", [Unreachable(Why.lost, sent=True), Garbled("size")])
async def test_an_accident_passes_through_once(service: Service, accident: Accident) -> None:
    """TUI-5."""
    phone, carrier = answering(accident)
    assert await attempt(service(phone)) is accident
    assert len(carrier.asked) == 1


HOSTILE = [
    Reply(200, "text/html", b"<html>"),
    Reply(200, JSON, b"{}"),
    Reply(200, JSON, b"null"),
    Reply(200, JSON, b"[" * 100_000),
    Reply(200, JSON, spelling.write(SCANNED).replace(b'"scanned"', b'"dancing"')),
    Reply(200, JSON, spelling.write(SCANNED).replace(b"[10,42,99]", b'["10"]')),
    Reply(302, "", b""),
    Reply(500, "text/plain", b"x"),
]


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("reply", HOSTILE, ids=lambda reply: repr(reply)[:60])
async def test_a_hostile_answer_is_garbled(service: Service, reply: Reply) -> None:
    """TUI-3."""
    phone, _ = answering(reply)
    with pytest.raises(Garbled):
        await service(phone)


async def test_texts_are_made_safe_as_they_come_in() -> None:
    """TUI-1: a device's name was written by whoever asks."""
    evil = "\x1b]52;c;eA==\x1b\\\x9b2J\u202e\u200b"
    phone, _ = answering(Reply(200, JSON, spelling.write(ScannedTicket(7, TicketState.scanned, evil, evil, NOW, (10,), 1))))
    shown = await phone.ticket(7)
    assert isinstance(shown, ScannedTicket)
    assert not set(shown.device + shown.address) & set("\x1b\x9b\u202e\u200b")


async def test_another_password_is_told_and_nothing_comes_back() -> None:
    """FPW-02."""
    phone, carrier = answering(Reply(204, "", b""))
    assert await phone.change_password(Secret("old"), Secret("new"), CaptchaAnswer("c", "ABCD")) is None
    body = b'{"current":"old","password":"new","captcha":{"captcha_id":"c","answer":"ABCD"}}'
    assert carrier.asked == [Asked("PUT", "/api/security/password", None, body, None, None)]


async def test_a_password_that_is_refused() -> None:
    refused = Refused(RefusalCode.password_refused, field="password")
    phone, _ = answering(Reply(422, problems.MEDIA_TYPE, spelling.write(problems.to_problem(refused))))
    assert await phone.change_password(Secret("old"), Secret("new")) == refused


async def test_a_new_declaration_password_is_told_and_nothing_comes_back() -> None:
    """DPW-03."""
    phone, carrier = answering(Reply(204, "", b""))
    assert await phone.reset_declaration_password(3, Secret("new"), Secret("123456")) is None
    path = "/api/managed-units/3/declaration-password"
    assert carrier.asked == [Asked("PUT", path, None, b'{"password":"new","code":"123456"}', None, None)]
