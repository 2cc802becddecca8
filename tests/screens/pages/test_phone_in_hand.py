"""What the phone of F9 does with a code that it sees: by the APP that is open, else by the one that the code is for (BJ-79, J15)."""

from types import SimpleNamespace
from typing import Any

import pytest

from etax_client.domain.flows.face_check import face_url
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import NOWHERE, App, scan_url
from etax_client.screens.pages.phone import PhoneInHand
from etax_client.texts.catalogue import words
from tests.journeys.at_the_pages import Demo, at_the_demo

NOBODYS = Secret("A" * 26)


def phone_of(demo: Demo) -> PhoneInHand:
    desk: Any = SimpleNamespace(clock=demo.clock, words=words(), place=SimpleNamespace(people=()))
    return PhoneInHand(demo.phone.user, desk)


@pytest.mark.parametrize(
    ("opened", "payload", "leads_to"),
    [
        (None, face_url(NOWHERE, NOBODYS, App.bureau), f"/BF/{NOBODYS.reveal()}"),
        (None, face_url(NOWHERE, NOBODYS), f"/F/{NOBODYS.reveal()}"),
        ("/bjapp", face_url(NOWHERE, NOBODYS), f"/BF/{NOBODYS.reveal()}"),
        ("/bjapp", None, "/bjapp/scan"),
        ("/bjapp/scan", scan_url(NOWHERE, NOBODYS), "/bjapp/scan"),
        (None, None, "/app/scan"),
        (None, f"{NOWHERE}/BJAPP".upper(), "/bjapp"),
    ],
)
async def test_a_code_is_scanned_by_the_app_that_is_open(opened: str | None, payload: str | None, leads_to: str) -> None:
    async with at_the_demo("zh") as demo:
        phone = phone_of(demo)
        if opened is not None:
            await phone.reading.open(opened)
        await phone.scan(payload)
        assert phone.reading.page.address == leads_to
