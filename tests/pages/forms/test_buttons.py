"""Forms with several buttons: each does its own once, whatever else was pressed before the page has changed (ACT-2, IDM-1)."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from importlib import resources

import pytest

from etax_client.server.pages.repeating import BUTTONS
from tests.pages.surfing import asking, surfer
from tests.pages.trainer.test_hall import trainer
from tests.server.running import PASSWORD
from tests.server.testing.journal import Door, door_open

PAGE = "/control/page"
ALONE = {"session", "fault", "key", "name", "sure", "tie", "voucher"}
"""Names of buttons that stand alone in their form; with the form's own key that is enough."""
TEMPLATES = resources.files("etax_client.server.pages").joinpath("templates")


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with door_open() as one:
        yield one


async def test_two_buttons_of_the_clock_both_act_and_each_once(door: Door) -> None:
    """+5 and then +120, each pressed twice, before the page has come anew."""
    one = await trainer(door)
    await door.http.post("/control/clock", json={"rate": 0})
    began = door.server.services.clock.now()
    fields = (await one.open(PAGE)).page.form(f"{PAGE}/clock").fields
    for do in ("5", "120", "5", "120"):
        assert (await one.http.post(f"{PAGE}/clock", data={**fields, "do": do})).status_code == 303
    assert door.server.services.clock.now() - began == timedelta(minutes=125)


async def test_a_world_is_removed_from_its_own_page(door: Door) -> None:
    """It leads to the main world's page, and so does a second press."""
    await door.http.post("/control/worlds", json={"name": "seat-1"})
    one = await trainer(door)
    await one.open("/w/seat-1/control/page")
    await one.send(f"{PAGE}/worlds/remove", name="seat-1")
    sure = {**one.page.form(f"{PAGE}/worlds/remove").fields, "sure": "yes"}
    pressed = [await one.http.post(f"{PAGE}/worlds/remove", data=sure) for _ in range(2)]
    assert [(reply.status_code, reply.headers["location"]) for reply in pressed] == [(303, PAGE)] * 2
    assert "seat-1" not in (await one.open(PAGE)).text


async def test_worlds_are_made_and_removed_at_the_main_door_alone(door: Door) -> None:
    """No world keeps what became of it."""
    await door.http.post("/control/worlds", json={"name": "seat-1"})
    one = await trainer(door)
    fields = (await one.open("/w/seat-1/control/page")).page.form(f"{PAGE}/worlds/remove").fields
    for form in ("worlds", "worlds/remove"):
        reply = await one.http.post(f"/w/seat-1/control/page/{form}", data={**fields, "name": "seat-1", "sure": "yes"})
        assert reply.status_code == 404
    assert "seat-1" in (await one.open(PAGE)).text


async def test_a_phone_that_confirms_and_then_refuses_is_told_what_became_of_it(door: Door) -> None:
    phone, client = await surfer(door.server).logged_in(), await asking(door.server)
    await phone.open("/app/scan")
    await phone.send("/app/scan", code=client.scan_id)
    fields = {**phone.page.form(phone.path).fields, "number": str((await client.view())["number"])}
    replies = [await phone.http.post(phone.path, data={**fields, "decision": decision}) for decision in ("confirm", "refuse", "confirm")]
    assert {reply.status_code for reply in replies} == {303}
    assert (await client.view())["state"] == "confirmed"


async def test_another_way_that_is_pressed_at_once_is_another_act(door: Door) -> None:
    """REG-1: the flow takes one of them, and the other is told how far it is."""
    one, action = await surfer(door.server).open("/app/register"), "/app/register/way"
    fields = one.page.form(action).fields
    replies = await asyncio.gather(*(one.http.post(action, data={**fields, "way": way}) for way in ("hall_code", "face")))
    assert 422 not in {reply.status_code for reply in replies}


async def test_another_address_of_the_same_form_is_another_act(door: Door) -> None:
    """换一张 and 登录 at once: neither keeps the other from being done."""
    one = await surfer(door.server).open("/app")
    fields = {**one.page.form("/app/login").fields, "account": "liming", "password": PASSWORD}
    replies = await asyncio.gather(one.http.post("/app/login", data=fields), one.http.post("/app/captcha", data=fields))
    assert [reply.status_code for reply in replies] == [303, 200]


def forms() -> Iterator[tuple[str, str]]:
    for each in TEMPLATES.iterdir():
        if each.name.endswith(".html"):
            for found in re.findall(r'<form method="post".*?</form>', each.read_text("utf-8"), re.DOTALL):
                yield each.name, found


def test_each_button_that_has_a_name_is_known_as_one() -> None:
    """So that what it does is told from what another button of its form does."""
    inputs = set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', "".join(each.read_text("utf-8") for each in TEMPLATES.iterdir())))
    seen: set[str] = set()
    for each in TEMPLATES.iterdir():
        seen |= set(re.findall(r'<button[^>]* name="(\w+)"', each.read_text("utf-8")))
    assert seen == {*BUTTONS, *ALONE}
    assert not inputs & set(BUTTONS), "a button's name is nothing that is typed"
    for where, form in forms():
        named = [name for name in re.findall(r'<button[^>]* name="(\w+)"', form) if name in ALONE]
        assert len(named) <= 1, where
        assert not named or (len(re.findall("<button", form)) == 1 and "{% for one" not in form.partition("<button")[0]), where
