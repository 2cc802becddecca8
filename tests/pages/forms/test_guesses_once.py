"""What a form guesses is counted once, however often that form is sent (ACT-2, IDM-2)."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from etax_client.server.store.tables import strangers
from tests.pages.surfing import Surfer, surfer
from tests.server.running import PASSWORD, WRONG
from tests.server.testing.journal import TOKEN, Door, door_open

PAGE = "/control/page"


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with door_open() as one:
        yield one


async def twice(one: Surfer, action: str, **typed: str) -> list[str]:
    """The form as it stands here, filled in, and reloaded."""
    data = {**one.page.form(action).fields, **typed}
    told = []
    for _ in range(2):
        one.reply = await one.http.post(action, data=data)
        told.append(one.reply.text)
    return told


async def test_a_wrong_login_reloaded_is_one_wrong_guess(door: Door) -> None:
    """LOG-05: and the page says the same."""
    one = await surfer(door.server).open("/app")
    first, again = await twice(one, "/app/login", account="liming", password=WRONG)
    assert "您还有 4 次机会" in first
    assert again == first
    assert door.server.compared.count(WRONG) == 1


async def test_what_is_typed_into_a_form_that_was_refused_is_tried(door: Door) -> None:
    """Whoever goes back has the form with its old key, and corrects it."""
    one = await surfer(door.server).open("/portal")
    form = one.page.form("/portal/login").fields
    for password, status in ((WRONG, 401), (PASSWORD, 403)):
        one.reply = await one.http.post("/portal/login", data={**form, "account": "liming", "password": password})
        assert one.status == status
    assert "验证码" in one.text, "the second time a captcha is asked for, as of any form"


async def test_a_login_pressed_twice_is_one_session(door: Door) -> None:
    one = await surfer(door.server).open("/app")
    data = {**one.page.form("/app/login").fields, "account": "liming", "password": PASSWORD}
    cookies = one.http.cookies
    replies = []
    for _ in range(2):
        async with type(one.http)(transport=door.server.transport, base_url=one.http.base_url, cookies=dict(cookies)) as browser:
            replies.append(await browser.post("/app/login", data=data))
    assert [each.status_code for each in replies] == [303, 303]
    assert replies[0].headers["set-cookie"] == replies[1].headers["set-cookie"]
    one.http.cookies.update(replies[1].cookies)
    assert (await one.open("/app/security")).path == "/app/security"


async def test_a_wrong_token_of_the_door_reloaded_is_one_wrong_guess(door: Door) -> None:
    """WEB-4."""
    one = await surfer(door.server).open(PAGE)
    first, again = await twice(one, f"{PAGE}/login", key="wrong")
    assert "口令不正确" in first
    assert again == first
    with door.server.services.store.read() as connection:
        assert sum(connection.execute(select(strangers.c.misses)).scalars()) == 1


async def test_a_clock_that_is_pressed_twice_goes_on_once(door: Door) -> None:
    one = await surfer(door.server).open(PAGE)
    await one.send(f"{PAGE}/login", key=TOKEN)
    before = door.server.services.clock.now()
    await twice(one, f"{PAGE}/clock", do="120")
    assert (door.server.services.clock.now() - before).total_seconds() == 120 * 60


async def test_a_wrong_hall_code_reloaded_is_one_wrong_guess(door: Door) -> None:
    """REG-02, COD-5: as the page says."""
    one = await surfer(door.server).open("/app/register")
    await one.send("/app/register/way", way="hall_code")
    await one.send("/app/register/agreement")
    typed = {"document_type": "resident_id", "number": "440199199607260029", "name": "周婷", "hall_code": "AAAAA2"}
    first, again = await twice(one, "/app/register/identity", **typed)
    assert "4" in first
    assert again == first
