"""SMS codes: their life, their five tries, and how often they are sent (SMS-01, SMS-02, COD-1 to COD-4)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from etax_client.domain.guessing.one_time_codes import Purpose
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.server.services.identity import one_time_codes
from etax_client.server.services.identity.one_time_codes import Target
from etax_client.server.store.tables import messages
from etax_client.server.store.tables import one_time_codes as codes
from tests.server.identity.registering import MOBILE, SMITH, applicant, inbox, issue, sms_code
from tests.server.running import Running, code


def other_than(right: str) -> str:
    return f"{(int(right) + 1) % 1_000_000:06}"


async def test_a_code_is_six_digits_and_only_in_the_inbox(server: Running) -> None:
    """SMS-01, SMS-02, COD-1: marked as simulated, never in an answer."""
    issue(server)
    one = await applicant(server).at_settings()
    replies = [await one.set_up(), await one.send_code(), await one.finish("999999")]
    sent = sms_code(server)
    assert len(sent) == 6
    assert sent.isascii()
    assert sent.isdecimal()
    assert all(sent not in reply.text for reply in replies)
    assert inbox(server)[0].message.key == "sms.code.registration"


async def test_a_code_is_good_for_five_minutes(server: Running) -> None:
    """SMS-01."""
    issue(server)
    one = await applicant(server).at_code()
    await server.manual.advance(300)
    assert code(await one.finish()) == "code_void"
    await one.send_code()
    await server.manual.advance(299)
    assert (await one.finish()).json()["step"] == "done"


async def test_a_new_one_after_sixty_seconds_voids_the_old(server: Running) -> None:
    """SMS-01, COD-3: the view says how long to wait."""
    issue(server)
    one = await applicant(server).at_code()
    old = sms_code(server)
    early = await one.send_code()
    assert (code(early), early.json()["retry_after"], early.headers["retry-after"]) == ("too_many", 60, "60")
    assert (await one.view())["resend"] == 60
    await server.manual.advance(59)
    assert (await one.send_code()).json()["retry_after"] == 1
    await server.manual.advance(1)
    assert (await one.view())["resend"] == 0
    assert (await one.send_code()).is_success
    new = sms_code(server)
    if new != old:
        assert code(await one.finish(old)) == "wrong_code"
    assert (await one.finish(new)).json()["step"] == "done"


async def test_five_wrong_tries_void_it(server: Running) -> None:
    """SMS-01, COD-2: the right one comes too late."""
    issue(server)
    one = await applicant(server).at_code()
    right = sms_code(server)
    left = [(await one.finish(other_than(right))).json()["attempts_left"] for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    assert code(await one.finish(right)) == "code_void"


async def test_ten_wrong_tries_an_hour_for_a_number_whatever_is_sent(server: Running) -> None:
    """COD-2: another code, and another flow, don't set them back."""
    issue(server)
    issue(server, SMITH)
    one, other = await applicant(server).at_code(), await applicant(server).at_settings(SMITH)
    for _ in range(5):
        await one.finish(other_than(sms_code(server)))
    await server.manual.advance(60)
    assert (await other.set_up(login_name="mary")).is_success
    assert (await other.send_code()).is_success
    seen = [code(await other.finish(other_than(sms_code(server)))) for _ in range(5)]
    assert seen == ["wrong_code"] * 5
    await server.manual.advance(60)
    await other.send_code()
    locked = await other.finish()
    assert (code(locked), locked.json()["retry_after"]) == ("locked", 3600 - 60)


async def test_what_can_not_be_a_code_is_not_counted(server: Running) -> None:
    """LCK-8: full-width digits are forgiven, anything else is an error of input."""
    issue(server)
    one = await applicant(server).at_code()
    for typed in ("", "12345", "1234567", "12a456", "１２３４５", "٣٣٣٣٣٣"):
        reply = await one.finish(typed)
        assert (code(reply), reply.json()["field"]) == ("malformed", "code")
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in sms_code(server))
    assert (await one.finish(f" {wide} ")).json()["step"] == "done"


async def test_ten_a_day_and_number(server: Running) -> None:
    """SMS-01: the eleventh has to wait until the first is a day old."""
    issue(server)
    one = await applicant(server).at_settings()
    await one.set_up()
    for _ in range(10):
        assert (await one.send_code()).is_success
        await server.manual.advance(60)
    full = await one.send_code()
    assert (code(full), full.json()["retry_after"]) == ("too_many", 24 * 3600 - 600)


async def test_a_code_of_another_purpose_flow_or_number_is_none(server: Running) -> None:
    """COD-1."""
    sender, store, now = server.services.codes, server.services.store, server.clock.now()
    target = one_time_codes.to_number(MOBILE)
    with store.write() as connection:
        assert sender.send(connection, Purpose.registration, target, "flow 1", now) is None
    sent = Secret(sms_code(server))
    elsewhere = one_time_codes.to_number("13800000019")
    for purpose, where, bound_to in (
        (Purpose.recovery, target, "flow 1"),
        (Purpose.registration, target, "flow 2"),
        (Purpose.registration, elsewhere, "flow 1"),
    ):
        with store.write() as connection:
            refused = sender.spend(connection, purpose, where, bound_to, sent, now)
        assert refused is not None
        assert refused.code == "code_void"
    with store.write() as connection:
        assert sender.spend(connection, Purpose.registration, target, "flow 1", sent, now) is None
    with store.write() as connection:
        assert sender.spend(connection, Purpose.registration, target, "flow 1", sent, now) is not None


async def test_a_flow_that_takes_the_place_of_another_knows_nothing_of_its_codes(server: Running) -> None:
    """COD-1: a database may give an id once more."""
    issue(server)
    first = await applicant(server).at_code()
    await first.abandon()
    second = await applicant(server).at_settings()
    assert (await second.set_up()).json()["resend"] is None
    assert code(await second.finish()) == "code_void"


async def test_codes_do_not_fill_the_disk(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """LCK-12 in spirit: of what anyone can have sent, the oldest go."""
    monkeypatch.setattr(one_time_codes, "MOST", 3)
    with server.services.store.write() as connection:
        for number in range(6):
            target = one_time_codes.to_number(f"1390000000{number}")
            assert server.services.codes.send(connection, Purpose.mobile, target, "x", server.clock.now()) is None
        left = connection.execute(select(func.count()).select_from(codes)).scalar_one()
    assert left == 3


async def test_a_code_for_something_else_makes_nobody_wait(server: Running) -> None:
    """SMS-01: right after a number was bound, the reset of a declaration password offers its first code; the day's limit counts all."""
    codes_of, target, now = server.services.codes, one_time_codes.to_number(MOBILE), server.clock.now()
    with server.services.store.write() as connection:
        assert codes_of.send(connection, Purpose.mobile, target, "one", now) is None
        assert codes_of.resend(connection, Purpose.mobile, MOBILE, now) == 60
        assert codes_of.resend(connection, Purpose.declaration_password, MOBILE, now) == 0
        assert codes_of.send(connection, Purpose.declaration_password, target, "two", now) is None


def test_the_interval_is_the_policys_and_the_medium_the_targets(server: Running) -> None:
    """SMS-01: another policy's codes wait as long as that says; what goes to a mailbox is told in its own words."""
    patient, now = replace(server.services.codes, interval=timedelta(seconds=120)), server.clock.now()
    mailbox = Target("li@example.com", "li@example.com", Medium.email)
    with server.services.store.write() as connection:
        assert patient.send(connection, Purpose.mobile, mailbox, "one", now) is None
        early = patient.send(connection, Purpose.mobile, mailbox, "one", now + timedelta(seconds=60))
        assert early is not None
        assert early.retry_after == 60
        assert patient.send(connection, Purpose.mobile, mailbox, "one", now + timedelta(seconds=120)) is None
        came = connection.execute(select(messages.c.medium, messages.c.key).where(messages.c.address == mailbox.address)).all()
    assert [tuple(row) for row in came] == [("email", "email.code.mobile")] * 2
