"""扫码登录 over a bad line, and before a server that answers strangely: what is said, and what is tried again (QRT-2, QRT-6, TUI-3)."""

import pytest

from etax_client.api.carrier import Reply
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import LIFE, Decision, ScannedTicket, Ticket, TicketState, TicketView
from etax_client.wire import paths
from tests.driving import Driver, driving
from tests.screens.qr.qr_hands import (
    Line,
    answer,
    at_the_code,
    decide,
    number_on_screen,
    payload,
    phone_of,
    polls,
    refused_by,
    scan,
    states,
    until,
    wear_out,
)


async def confirmed(etax: Driver) -> ScannedTicket:
    """Scanned and confirmed on a phone; what comes of it is the test's."""
    phone = await phone_of(etax)
    ticket = await scan(etax, phone)
    outcome = await decide(phone, ticket, Decision.confirm, number_on_screen(etax))
    assert isinstance(outcome, ScannedTicket)
    return outcome


async def test_the_server_goes_and_comes_back() -> None:
    """It says so, tries again with growing pauses, and the same code goes on to be good."""
    async with at_the_code() as (etax, line):
        code = payload(etax)
        line.cut()
        await until(etax, "连接中断，正在重试")
        assert payload(etax) == code, "the code stays: the phone may reach the server all the same"
        tries = polls(etax)
        for pause in (1, 2, 4, 8):
            await etax.advance(pause - 0.5)
            assert polls(etax) == tries
            await etax.advance(0.5)
            assert polls(etax) == tries + 1
            tries += 1
        line.mend()
        await etax.advance(8)
        await etax.advance(25)
        await until(etax, "剩余")
        assert "连接中断" not in etax.text()
        phone = await phone_of(etax)
        ticket = await scan(etax, phone)
        line.cut()
        await until(etax, "连接中断，正在重试")
        await decide(phone, ticket, Decision.confirm, number_on_screen(etax))
        line.mend()
        await etax.advance(1)
        await until(etax, "单位总数: 6")
        assert states(etax) == ["redeemed"]


async def test_the_server_stays_away() -> None:
    """Until the ticket's time is over; then it says so, and F5 finds out whether the server is back."""
    async with at_the_code() as (etax, line):
        line.cut()
        await etax.advance(179)
        assert "连接中断，正在重试" in etax.text()
        await wear_out(etax)
        assert "连接中断，二维码已失效" in etax.text()
        assert "按F5刷新" in "".join(etax.text().split())
        assert polls(etax) < 40
        await etax.press("f5")
        assert "无法扫码登录" in etax.text()
        assert "请检查网络" in "".join(etax.text().split())
        line.mend()
        await etax.press("enter")
        assert payload(etax)


@pytest.mark.parametrize("losses", [1, 3])
async def test_the_answer_to_the_redeeming_is_lost(losses: int) -> None:
    """QRT-2: the same secret asks again within 30 seconds, and gets the same session: one session, not two."""
    async with at_the_code() as (etax, line):
        line.lose = [paths.QR_SESSION] * losses
        await confirmed(etax)
        await until(etax, "连接中断，正在重试")
        for _ in range(losses):
            await etax.advance(4)
        await until(etax, "单位总数: 6")
        assert line.answered.count(("POST", paths.QR_SESSION, 201)) == losses + 1
        assert etax.app.desk.session.profile is not None
        assert etax.app.desk.session.profile.masked_name == "李*"


async def test_the_result_is_never_known() -> None:
    """After 30 seconds without an answer it says that the result is unknown, and what to do."""
    async with at_the_code() as (etax, line):
        line.lose = [paths.QR_SESSION] * 100
        await confirmed(etax)
        await until(etax, "连接中断，正在重试")
        for _ in range(8):
            await etax.advance(4)
        await until(etax, "登录结果未知")
        assert "未收到服务器响应" in "".join(etax.text().split())
        assert etax.app.desk.session.profile is None


async def test_a_restart_forgets_the_ticket() -> None:
    """A server that keeps nothing knows no ticket of before: the client fetches a new one by itself."""
    async with at_the_code() as (etax, line):
        code = payload(etax)
        line.forged[paths.QR_TICKET] = [refused_by(Refused(RefusalCode.ticket_unknown))]
        await etax.advance(25)
        await until(etax, "剩余 3:00")
        assert payload(etax) != code


@pytest.mark.parametrize(
    ("refused", "seconds"),
    [(Refused(RefusalCode.slow_down, retry_after=1), 1), (Refused(RefusalCode.too_many, retry_after=20), 20)],
)
async def test_asked_to_slow_down(refused: Refused, seconds: int) -> None:
    """QRT-6: it waits as long as it is told to, and says nothing, as nothing is wrong for the person."""
    async with at_the_code() as (etax, line):
        line.forged[paths.QR_TICKET] = [refused_by(refused)]
        while line.forged[paths.QR_TICKET]:
            await etax.advance(1)
        tries = polls(etax)
        for _ in range(seconds - 1):
            await etax.advance(1)
            assert polls(etax) == tries
        assert "连接中断" not in etax.text()
        await etax.advance(2)
        assert polls(etax) == tries + 1


@pytest.mark.parametrize("refused", [Refused(RefusalCode.not_found), Refused(RefusalCode.malformed)])
async def test_a_refusal_that_no_patience_mends(refused: Refused) -> None:
    async with at_the_code() as (etax, line):
        line.forged[paths.QR_TICKET] = [refused_by(refused)]
        await etax.advance(26)
        await until(etax, "无法扫码登录")
        assert "（F5重试）" in "".join(etax.text().split())
        assert states(etax) == ["cancelled"]


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (Refused(RefusalCode.ticket_used), "该二维码已被使用"),
        (Refused(RefusalCode.ticket_unknown), "确认超时，二维码已过期"),
        (Refused(RefusalCode.ticket_not_confirmed), "尚未在手机上确认"),
        (Refused(RefusalCode.locked, attempts_left=0, retry_after=90), "剩余 1:30"),
    ],
)
async def test_a_redeeming_that_is_refused(refused: Refused, said: str) -> None:
    async with at_the_code() as (etax, line):
        line.forged[paths.QR_SESSION] = [refused_by(refused)]
        await confirmed(etax)
        await until(etax, said)
        assert etax.app.desk.session.profile is None
        await etax.press("f5")
        assert payload(etax)


SOUND = Ticket(Secret("p" * 43), Secret("A" * 26), Secret("2345ABCD"), int(LIFE.total_seconds()))


@pytest.mark.parametrize(
    "strange",
    [
        Reply(200, "text/html", b"<html>"),
        answer({"poll_secret": "p", "scan_id": "A" * 5000, "short_code": "2345ABCD", "seconds": 180}),
        answer({"poll_secret": "p", "scan_id": "A" * 26, "short_code": "\x1b]52;c;", "seconds": 180}),
        answer({"poll_secret": "p", "scan_id": "A" * 26, "short_code": "2345ABCD", "seconds": 10**9}),
        answer({"poll_secret": "p", "scan_id": "A" * 26, "short_code": "2345ABCD", "seconds": -1}),
        answer({"poll_secret": "p" * 10, "scan_id": "[/]", "short_code": "2345ABCD", "seconds": 180}),
    ],
)
async def test_a_ticket_that_is_none(strange: Reply) -> None:
    """TUI-3: nothing of it is drawn, and the client lives."""
    async with driving() as etax:
        line = Line(etax.carrier._inner)
        etax.carrier._inner = line
        line.forged[paths.QR_TICKETS] = [strange]
        await etax.press("f2")
        assert "无法识别服务器返回的内容" in "".join(etax.text().split())
        await etax.press("f5")
        assert payload(etax)


async def test_a_server_that_does_not_wait_is_not_asked_without_end() -> None:
    """QRT-6: an answer without news that comes at once is followed by a pause."""
    async with at_the_code() as (etax, line):
        line.forged[paths.QR_TICKET] = [answer(TicketView(TicketState.waiting, 150))] * 1000
        tries = polls(etax)
        await etax.advance(25)
        await etax.advance(10)
        assert 5 < polls(etax) - tries <= 12


@pytest.mark.parametrize("number", [None, 7, 100, -5])
async def test_a_scanned_ticket_without_its_number_is_not_shown(number: int | None) -> None:
    """QR-04: without a number to compare nobody is asked to confirm."""
    async with at_the_code() as (etax, line):
        line.forged[paths.QR_TICKET] = [answer(TicketView(TicketState.scanned, 150, number, "李*"))]
        await etax.advance(26)
        assert "扫描成功" not in etax.text()
        assert payload(etax)
