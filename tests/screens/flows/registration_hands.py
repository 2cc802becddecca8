"""What the tests of the registration wizard need: someone who has come as far as a step, and what was sent to their number."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select

from etax_client.api.control import Control
from etax_client.domain.flows.face_check import FaceOutcome, FacePage, FaceState, link_in
from etax_client.domain.secret import Secret
from etax_client.screens.forms.face_check_form import FaceCheckForm
from etax_client.server.services.identity import face_checks
from etax_client.server.store.tables import persons
from etax_client.testing.verbs.registration import Registration
from etax_client.wire import paths
from tests.driving import Driver
from tests.phone_api import Phone
from tests.screens.faults import faulty

NUMBER, NAME, CODE = "440199199607260029", "周婷", "568068"
"""周婷, who is not registered, and her hall code."""
MOBILE, LOGIN_NAME, PASSWORD = "13800000009", "zhouting", "Sunny7Days"
Act = Callable[[Registration], Awaitable[None]]

ACTS: dict[str, tuple[str, Act, str]] = {
    "way": (paths.REGISTRATION_WAY, lambda way: way.choose("hall_code"), "agreement"),
    "agreement": (paths.REGISTRATION_AGREEMENT, lambda way: way.agree(), "identity"),
    "identity": (paths.REGISTRATION_IDENTITY, lambda way: way.identify(NUMBER, NAME, hall_code=CODE), "settings"),
    "settings": (paths.REGISTRATION_SETTINGS, lambda way: way.set_up(MOBILE, PASSWORD, LOGIN_NAME), "sms_code"),
}
"""Each step that is one act: its path, the act, and the step behind it. The SMS code takes two, sending and finishing."""


@asynccontextmanager
async def at(step: str, way: str = "hall_code", **how: Any) -> AsyncIterator[tuple[Driver, Registration]]:
    """The client with the wizard at a step."""
    async with faulty(**how) as etax:
        wizard = Registration(etax, Control(etax.carrier, Secret("t")))
        await wizard.open()
        for here, (_, act, _) in ACTS.items():
            if here == step:
                break
            await (wizard.choose(way) if here == "way" else act(wizard))
        assert wizard.step == step, etax.text()
        yield etax, wizard


def sms_code(etax: Driver) -> str:
    """The newest code that came to the number."""
    delivered = etax.server.state.services.messages.delivered(MOBILE, None, 50)
    return next(str(each.message.params["code"]) for each in delivered if "code" in each.message.params)


async def look_into_the_camera(etax: Driver) -> FaceState:
    """A phone opens what the code on the screen says, and looks."""
    payload = etax.screen.query_one(FaceCheckForm).payload
    link = None if payload is None else link_in(payload)
    assert link is not None, etax.text()
    page = await Phone(etax.phone).check_face(link)
    assert isinstance(page, FacePage)
    await etax.settle()
    return page.state


def decide_face(etax: Driver, outcome: FaceOutcome) -> None:
    """What the check says of 周婷 from now on."""
    with etax.server.state.services.store.write() as connection:
        person = connection.execute(select(persons.c.id).where(persons.c.document_number == NUMBER)).scalar_one()
        face_checks.decide(connection, person, outcome)


def flat(etax: Driver) -> str:
    """The screen without its blanks and line breaks."""
    return "".join("".join(etax.rows()).split())
