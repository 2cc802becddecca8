"""The new login of the bureau: two factors, a slider before the first, and a session of its own (BJ-11, BJ-14, BJ-30)."""

import pytest

from etax_client.domain.channels import Channel
from etax_client.domain.flows.attempt import AttemptView, Entrance
from etax_client.domain.flows.flow import OUT_OF_ORDER
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.guessing.sliders import LIFE
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import App
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.services.bureau.attempts import Second
from etax_client.server.services.identity import new_accounts
from etax_client.server.services.sessions.login import MOST_UNKNOWN
from etax_client.server.services.sessions.sessions import Session
from etax_client.wire import paths
from tests.server.bureau.attempting import ADDRESS, FENG, LIU, MOBILE, change, comer, failures, other_than, told
from tests.server.running import PASSWORD, WRONG, Running


async def test_both_factors_give_a_session_of_the_bureaus_own(server: Running) -> None:
    """BJ-14, SES-1: the platform knows nothing of it, nor the other way round."""
    one = comer(server.services)
    code = await one.at_code()
    logged_in = one.second(code)
    assert isinstance(logged_in, LoggedIn)
    token = logged_in.token.reveal()
    assert isinstance(server.services.bureau.sessions.find(token, Channel.bureau), Session)
    assert told(server.services.sessions.find(token, None)) == ("session.other_channel", "SES-01")
    caller = await server.signed_in("wangfang")
    theirs = caller.http.headers["Authorization"].removeprefix("Bearer ")
    assert told(server.services.bureau.sessions.find(theirs, None)) == ("session.other_channel", "SES-01")
    assert one.second(code) == Refused(RefusalCode.flow_ended), "an attempt lets in once"


async def test_the_platforms_password_opens_nothing_here(server: Running) -> None:
    """SES-1, BJ-14: at the API one may ask for a session of any channel."""
    body = {"account": "wangfang", "password": PASSWORD, "channel": "bureau"}
    reply = await server.caller().http.post(paths.SESSIONS, json=body)
    assert (reply.status_code, reply.json()["field"], server.compared) == (422, "channel", [])
    assert server.services.logged_in.sessions() == ()


async def test_what_stands_beside_the_second_factor(server: Running) -> None:
    """BJ-33: whose account, masked; the code waits for 120 seconds."""
    one = comer(server.services)
    await one.first()
    second = server.services.bureau.attempts.second(one.held)
    assert isinstance(second, Second)
    assert (second.masked_name, second.masked_mobile, second.attempt.resend, second.withdrawn) == ("刘*", "139****0001", None, False)
    one.send()
    again = one.send()
    assert isinstance(again, Refused)
    assert (again.code, again.retry_after) == (RefusalCode.too_many, 120)
    await server.manual.advance(120)
    assert isinstance(one.send(), AttemptView)


@pytest.mark.parametrize("account", ["liuyang", MOBILE, "110199198001010016", " 139 0000 0001 "])
async def test_every_identifier_of_the_account_leads_to_it(server: Running, account: str) -> None:
    """LOG-02, LCK-5."""
    one = comer(server.services)
    found = await one.first(account=account)
    assert isinstance(found, AttemptView)
    assert found.account == account.strip() or found.account == account


async def test_a_slider_is_one_browsers_and_good_for_one_try(server: Running) -> None:
    """BJ-11: without it nothing is counted, and the password is not looked at."""
    one, thief = comer(server.services), comer(server.services)
    for slid, key in ((one.slid(99), "missing"), (one.slid(0), "missing"), (thief.slid(), "other_client")):
        refused = await one.first(slid=slid)
        assert (refused, told(refused)) == (Refused(RefusalCode.slider_required), (f"slider.{key}", "BJ-11"))
    used = one.slid()
    assert isinstance(await one.first(WRONG, slid=used), Refused)
    assert told(await one.first(slid=used)) == ("slider.used", "BJ-11")
    late = one.slid()
    await server.manual.advance(LIFE.total_seconds())
    assert told(await one.first(slid=late)) == ("slider.expired", "BJ-11")
    assert (server.compared, failures(server.services, CounterKind.bureau_password)) == ([WRONG], 1)


async def test_nobody_is_said_to_be_nobody_so_often_to_an_address(server: Running) -> None:
    """BJ-31."""
    one = comer(server.services)
    refused = await one.first(account="liming")
    assert (refused, told(refused)) == (Refused(RefusalCode.not_registered), ("first.no_account", "BJ-31"))
    for number in range(MOST_UNKNOWN - 1):
        await one.first(account=f"nobody{number}")
    refused = await one.first(account="liming")
    assert isinstance(refused, Refused)
    assert (refused.code, server.compared) == (RefusalCode.too_many, [])
    assert isinstance(await one.first(), AttemptView), "whom there is one is told of"


async def test_an_account_without_a_password_has_a_wrong_one(server: Running) -> None:
    """BJ-13, BJ-31."""
    change(server.services, LIU, password_hash=None)
    refused = await comer(server.services).first()
    assert refused == Refused(RefusalCode.wrong_credentials, attempts_left=4)
    assert told(refused) == ("first.wrong", "BJ-31")


async def test_a_wrong_password_voids_the_code_of_its_attempt_and_another_may_be_sent_at_once(server: Running) -> None:
    """BJ-07, BJ-34: the code that was sent in another browser is another matter."""
    one, elsewhere = comer(server.services), comer(server.services)
    code = await one.at_code()
    server.services.bureau.attempts.back(one.held)
    assert isinstance(await elsewhere.first(WRONG), Refused)
    assert isinstance(await one.first(), AttemptView)
    second = server.services.bureau.attempts.second(one.held)
    assert isinstance(second, Second)
    assert not second.withdrawn
    server.services.bureau.attempts.back(one.held)
    assert isinstance(await one.first(WRONG), Refused)
    assert isinstance(await one.first(), AttemptView)
    second = server.services.bureau.attempts.second(one.held)
    assert isinstance(second, Second)
    assert second.withdrawn
    refused = one.second(code)
    assert (refused, told(refused)) == (Refused(RefusalCode.code_void), ("second.voided_by_password", "BJ-07"))
    assert isinstance(one.send(), AttemptView)
    assert isinstance(one.second(one.sent()), LoggedIn)


async def test_a_wrong_password_needs_no_step_back_to_void_the_code(server: Running) -> None:
    """BJ-07: the first factor's page is still open in another tab; the second one is due no more."""
    one = comer(server.services)
    code = await one.at_code()
    await one.first(WRONG)
    assert one.second(code) == Refused(RefusalCode.out_of_order)


async def test_another_entrance_ends_the_attempt(server: Running) -> None:
    """BJ-30, BJ-34: with its code, after which another is sent at once."""
    one = comer(server.services)
    code, held = await one.at_code(), one.held
    assert isinstance(await one.first(entrance=Entrance.foreigner), AttemptView)
    assert one.held != held
    assert isinstance(one.second(code), Refused)
    assert isinstance(one.send(), AttemptView)
    assert server.services.bureau.attempts.send_code(held) == Refused(RefusalCode.flow_ended)


async def test_an_attempt_lasts_ten_minutes(server: Running) -> None:
    """BJ-30."""
    one = comer(server.services)
    await one.first()
    await server.manual.advance(599)
    assert isinstance(one.send(), AttemptView)
    await server.manual.advance(1)
    assert one.second(one.sent()) == Refused(RefusalCode.flow_ended)


async def test_without_a_number_there_is_no_code(server: Running) -> None:
    """BJ-37: said behind the password only."""
    one = comer(server.services)
    assert isinstance(await one.first(WRONG, "110199197512240011"), Refused)
    assert isinstance(await one.first(PASSWORD, "110199197512240011"), AttemptView)
    second = server.services.bureau.attempts.second(one.held)
    assert isinstance(second, Second)
    assert second.masked_mobile is None
    for refused in (one.send(), one.second("123456")):
        assert (refused, told(refused)) == (Refused(RefusalCode.no_mobile), ("second.no_mobile", "BJ-37"))
    assert failures(server.services, CounterKind.bureau_code, FENG) == 0


async def test_a_number_that_has_become_another_accounts_lets_nobody_in(server: Running) -> None:
    """REG-3, BJ-23, BJ-33: the code went to who has it no more."""
    one = comer(server.services)
    code = await one.at_code()
    with server.services.store.write() as connection:
        new_accounts.claim(connection, server.services.bureau.system, MOBILE, server.services.clock.now())
    assert one.second(code) == Refused(RefusalCode.out_of_order), "the step that waited for it is over"
    assert isinstance(await one.first(), AttemptView)
    assert told(one.second(code)) == ("second.no_mobile", "BJ-37")
    change(server.services, LIU, mobile="13900000099")
    assert one.second(code) == Refused(RefusalCode.code_void)


async def test_a_code_is_the_attempts_in_which_it_was_sent(server: Running) -> None:
    """COD-1."""
    one, two = comer(server.services), comer(server.services)
    code = await one.at_code()
    await two.first()
    assert two.second(code) == Refused(RefusalCode.code_void)
    wrong = one.second(other_than(code))
    assert isinstance(wrong, Refused)
    assert (wrong.code, wrong.attempts_left, told(wrong)) == (RefusalCode.wrong_code, 4, ("second.wrong", "BJ-33"))
    assert isinstance(one.second(code), LoggedIn)


def test_sliders_are_given_to_an_address_so_often(server: Running) -> None:
    one = comer(server.services)
    for _ in range(240):
        one.slid()
    refused = server.services.bureau.sliders.issue("another", "bureau_login", ADDRESS)  # type: ignore[arg-type]
    assert told(refused) == ("slider.too_many", "BJ-11")


async def test_a_wrong_password_voids_every_code_of_its_attempt(server: Running) -> None:
    """BJ-07, BJ-34: that of another account too, to which the attempt came back."""
    one = comer(server.services)
    code = await one.at_code()
    assert isinstance(await one.first(account="wangfang"), AttemptView)
    assert isinstance(await one.first(WRONG), Refused)
    assert isinstance(await one.first(), AttemptView)
    assert told(one.second(code)) == ("second.voided_by_password", "BJ-07")


async def test_into_the_app_one_comes_by_a_code_wherever_the_attempt_is_carried(server: Running) -> None:
    """BJ-78, SES-1: the face is the bureau's own, and an attempt of the one is none of the other's."""
    one, attempts = comer(server.services), server.services.bureau.attempts
    seat = Seat("", ADDRESS)
    first = await attempts.first("", Entrance.person, "liuyang", Secret(PASSWORD), one.slid(), one.mark, seat, Channel.bureau_app)
    assert not isinstance(first, Refused)
    one.held = first[0]
    second = attempts.second(one.held)
    assert isinstance(second, Second)
    assert not second.by_face
    assert attempts.ask_face(one.held, App.bureau) == OUT_OF_ORDER
    in_the_app = one.held
    assert isinstance(await one.first(), AttemptView)
    assert one.held != in_the_app
    assert attempts.second(one.held) != second


async def test_a_code_is_void_and_sent_anew_three_times_over(server: Running) -> None:
    """J5, BJ-07, BJ-34: each time at once, each older one is void and says why; the day's ten go on counting, and the newest leads in."""
    one, sent = comer(server.services), []
    sent.append(await one.at_code())
    for _ in range(3):
        server.services.bureau.attempts.back(one.held)
        assert await one.first(WRONG) == Refused(RefusalCode.wrong_credentials, attempts_left=4)
        assert isinstance(await one.first(), AttemptView)
        assert [told(one.second(old)) for old in sent] == [("second.voided_by_password", "BJ-07")] * len(sent)
        assert isinstance(one.send(), AttemptView), "nothing holds back the one after it"
        sent.append(one.sent())
        held_back = one.send()
        assert isinstance(held_back, Refused), "but another one waits as ever"
        assert held_back.retry_after == 120
    assert len(set(sent)) == 4
    assert failures(server.services, CounterKind.bureau_code) == 0, "a code that is void is no wrong code"
    assert isinstance(one.second(sent[-1]), LoggedIn)
