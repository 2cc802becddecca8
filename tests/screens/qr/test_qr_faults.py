"""QR login under faults on demand: the code, its polls and its session; what is lost is asked for again only where that is safe (QRT-2)."""

import asyncio

import pytest

from etax_client.domain.sessions.qr_login import Decision, ScannedTicket, code_in
from etax_client.wire import paths
from tests.driving import Driver
from tests.screens.faults import OF_READING, fault, faulty, said, sent, sessions_begun
from tests.screens.qr.qr_hands import decide, number_on_screen, payload, phone_of, states, until


async def confirm(etax: Driver) -> None:
    """With a phone in hand: scan, pick the number, confirm; a second or two pass, as with people."""
    phone, code = await phone_of(etax), code_in(payload(etax))
    assert code is not None
    ticket = await phone.scan(code)
    assert isinstance(ticket, ScannedTicket)
    await etax.advance(2)
    await until(etax, "扫描成功")
    await decide(phone, ticket, Decision.confirm, number_on_screen(etax))


async def test_a_code_that_does_not_come() -> None:
    """Said with its reason; Enter asks for another. Nothing hangs on a ticket that nobody holds."""
    async with faulty() as etax:
        fault(etax, "drop", "POST", paths.QR_TICKETS)
        await etax.press("f2")
        said(etax, OF_READING["drop"])
        await etax.press("f8")
        assert "The connection to the server" in etax.text()
        await etax.press("f8")
        for scenario, expected in OF_READING.items():
            fault(etax, scenario, "POST", paths.QR_TICKETS)
            await etax.press("enter")
            said(etax, expected)
        await etax.press("enter")
        assert payload(etax)


@pytest.mark.parametrize("scenario", ["drop", "lose-answer", "truncate", "garble", "garble=html", "media-type", "status=503;retry-after=1"])
async def test_a_poll_that_is_lost_is_sent_again(scenario: str) -> None:
    """A poll changes nothing: it goes on by itself after a pause, with the same code."""
    async with faulty() as etax:
        fault(etax, scenario, "GET", paths.QR_TICKET)
        await etax.press("f2")
        await etax.advance(2)
        await confirm(etax)
        await until(etax, "单位总数: 6")
        assert sent(etax, "POST", paths.QR_TICKETS) == 1
        assert sessions_begun(etax) == 2, "the phone's and the client's"


@pytest.mark.parametrize("over", ["process", "socket"])
@pytest.mark.parametrize("scenario", ["drop", "lose-answer", "truncate", "garble=html", "status=503;retry-after=1"])
async def test_a_session_whose_answer_was_lost_is_given_again(scenario: str, over: str) -> None:
    """QRT-2: the same secret gets the same session, so that one login is one session whatever was lost."""
    async with faulty(over=over) as etax:
        fault(etax, scenario, "POST", paths.QR_SESSION)
        await etax.press("f2")
        await confirm(etax)
        for _ in range(600):  # a socket answers in its own time; the session is given again for half a minute of the clock's
            await etax.settle()
            if "单位总数: 6" in etax.text():
                break
            await asyncio.sleep(0.01)
            await etax.advance(0.04)
        assert "单位总数: 6" in etax.text()
        assert sent(etax, "POST", paths.QR_SESSION) == 2
        assert sessions_begun(etax) == 2, "the phone's and the client's"
        assert states(etax) == ["redeemed"]


async def test_a_session_that_never_comes_is_called_unknown() -> None:
    """Only then: the ticket was redeemed for all one knows."""
    async with faulty() as etax:
        fault(etax, "lose-answer", "POST", paths.QR_SESSION, None)
        await etax.press("f2")
        await confirm(etax)
        for _ in range(40):
            await etax.advance(1)
            if "登录结果未知" in etax.text():
                break
        assert "登录结果未知" in etax.text()
        etax.server.state.services.faults.remove()
        await etax.press("f2")
        await etax.log_in()
        assert "单位总数: 6" in etax.text()
