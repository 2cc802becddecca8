"""What the tests of the phone beside the client need: a code on a screen, hands on the phone, and eyes for what stands on it."""

import re

from textual.app import ComposeResult
from textual.screen import Screen

from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPicture, CaptchaPurpose
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import Ticket, TicketView, scan_url
from etax_client.widgets.qr_code import QrCode
from tests.driving import DEVICE, Driver

PAGES = "http://etax.invalid"


class CodeScreen(Screen[None]):
    """A screen with nothing but a code on it."""

    def __init__(self, payload: str) -> None:
        super().__init__()
        self._payload = payload

    def compose(self) -> ComposeResult:
        yield QrCode(self._payload)


async def asked(etax: Driver, device: str = DEVICE) -> Ticket:
    """A client asks for a ticket, and shows its code."""
    ticket = await etax.app.desk.api.ask_for_ticket(device)
    assert isinstance(ticket, Ticket)
    await etax.app.push_screen(CodeScreen(scan_url(PAGES, ticket.scan_id)))
    return ticket


async def choose(etax: Driver, place: int = 0) -> None:
    """Take up the phone and choose the person at `place` in the list."""
    await etax.press("f9", *["down"] * place, "enter")


async def view_of(etax: Driver, ticket: Ticket) -> TicketView:
    view = await etax.app.desk.api.poll_ticket(ticket.poll_secret, None, 0)
    assert isinstance(view, TicketView)
    return view


def phone_of(etax: Driver) -> str:
    """What stands on the phone alone, in one line without blanks."""
    lines = [re.search(r"│(.*)│$", row) for row in etax.rows()]
    return re.sub(r"\s", "", "".join(line[1] for line in lines if line))


async def pick(etax: Driver, number: int | None) -> None:
    """The key of a number; None picks one that the client does not show."""
    shown = re.search(r"(?<!\d)(\d\d)\s+(\d\d)\s+(\d\d)(?!\d)", etax.text())
    assert shown is not None, etax.text()
    numbers = [int(found) for found in shown.groups()]
    place = numbers.index(number) if number is not None else 0
    await etax.press(str(place + 1))


async def scanned(etax: Driver, place: int = 0) -> Ticket:
    """The phone of the person at `place` has scanned a code."""
    ticket = await asked(etax)
    await choose(etax, place)
    await etax.press("enter")
    assert "确认登录" in etax.text()
    return ticket


async def lock(etax: Driver, account: str) -> None:
    """Five wrong passwords, as somebody else's client sends them."""
    api, captcha = etax.app.desk.api, None
    for _ in range(5):
        outcome = await api.login(account, Secret("Wrong@2026"), captcha)
        assert isinstance(outcome, Refused)
        picture = await api.captcha(CaptchaPurpose.login)
        assert isinstance(picture, CaptchaPicture)
        captcha = CaptchaAnswer(picture.captcha_id, etax.captcha_answer())
    assert isinstance(outcome, Refused)
    assert outcome.code is RefusalCode.locked
