"""A form that has acted, sent again or reloaded, shows what came of it and does nothing more (ACT-2, IDM-1)."""

import re
from collections.abc import AsyncIterator
from importlib import resources

import pytest

from etax_client.server.services.repeats import SECRETS_SHOWN
from tests.pages.surfing import Surfer, surfer
from tests.pages.trainer.test_hall import ERRAND, FIRST, HALL, LIMING, PAPERS, ZHOU, secret, trainer
from tests.server.running import PASSWORD, WRONG
from tests.server.testing.journal import Door, door_open

SLIPS = {
    f"{HALL}/code": {**ZHOU, "seen": "yes"},
    f"{HALL}/account": {**LIMING, "seen": "yes"},
    f"{HALL}/declaration": {**LIMING, "unit": FIRST, "seen": "yes"},
    f"{HALL}/proxy": {**ERRAND, **PAPERS, "do": "issue"},
}
each_slip = pytest.mark.parametrize(("act", "typed"), SLIPS.items())


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with door_open() as one:
        yield one


async def sent(one: Surfer, act: str, typed: dict[str, str]) -> dict[str, str]:
    """What the form was sent with; it was answered by a redirect to what is seen now."""
    await one.open(act)
    fields = {**one.page.form(act).fields, **typed}
    reply = await one.http.post(act, data=fields)
    assert reply.status_code == 303, reply.text
    await one.open(reply.headers["location"])
    return fields


@each_slip
async def test_a_slip_that_is_reloaded_or_sent_again_is_the_same_slip(door: Door, act: str, typed: dict[str, str]) -> None:
    """Nothing that was handed over is void by it, and no secret stands in an address (WEB-3)."""
    one = await trainer(door)
    fields = await sent(one, act, typed)
    handed = secret(one)
    assert handed
    assert one.reply is not None
    address = str(one.reply.url)
    assert not [each for each in handed if each in address]
    assert secret(await one.open(address)) == handed
    one.reply = await one.http.post(act, data=fields, follow_redirects=True)
    assert secret(one) == handed


@each_slip
async def test_a_slip_is_shown_to_who_drew_it_and_not_for_long(door: Door, act: str, typed: dict[str, str]) -> None:
    one, other = await trainer(door), await trainer(door)
    await sent(one, act, typed)
    assert one.reply is not None
    address = str(one.reply.url)
    assert secret(await other.open(address)) == []
    await door.server.manual.advance(SECRETS_SHOWN.total_seconds())
    assert secret(await one.open(address)) == []


@each_slip
async def test_what_is_typed_into_a_form_that_has_acted_is_no_other_act(door: Door, act: str, typed: dict[str, str]) -> None:
    """Whoever goes back and sends something else under the same key is refused, and gets nothing."""
    one = await trainer(door)
    fields = await sent(one, act, typed)
    name = "name_1" if "name_1" in typed else "name"
    one.reply = await one.http.post(act, data={**fields, name: typed[name] + " "}, follow_redirects=True)
    assert one.status == 422
    assert secret(one) == []


def test_every_form_that_is_sent_carries_its_key() -> None:
    """ACT-2: beside the token that shows it to be ours."""
    folder = resources.files("etax_client.server.pages") / "templates"
    bare = []
    for template in folder.iterdir():
        text = template.read_text(encoding="utf-8")
        spelled = '{% include "hidden.html" %}', "{{ hidden() }}", "{{ kept() }}"
        hidden = sum(map(text.count, spelled)) - text.count("macro hidden()") - text.count("macro kept()")
        if hidden != len(re.findall(r'<form method="post"', text)):
            bare.append(template.name)
    assert bare == []


@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("liming", "/app/security/password/done"),
        ("liming", "/portal/security/mobile/done"),
        ("wangfang", "/app/units/1/password/done"),
        ("wangfang", "/portal/units/1?said=added"),
        ("liming", "/app/authorisations?said=ended"),
    ],
)
async def test_an_address_that_is_merely_opened_claims_nothing(door: Door, account: str, path: str) -> None:
    """ACT-2: that something was done is said by what was done, not by an address."""
    someone = await surfer(door.server).logged_in(account, path[: path.index("/", 1)])
    for more in ("", f"{'&' if '?' in path else '?'}done=0123456789abcdef"):
        await someone.open(f"{path}{more}")
        assert (someone.status, "/done" in someone.path) == (200, False)
        assert someone.reply is not None
        assert '<p class="done"' not in someone.reply.text


async def test_a_wrong_password_reloaded_is_counted_once(door: Door) -> None:
    """IDM-2: F5 on what was refused sends the form again."""
    someone = await (await surfer(door.server).logged_in()).open("/app/security/password")
    data = {**someone.page.form("/app/security/password").fields, "current": WRONG, "password": "Sunny7Days", "again": "Sunny7Days"}
    for _ in range(2):
        someone.reply = await someone.http.post("/app/security/password", data=data)
        assert "您还有 4 次机会" in someone.text
    assert door.server.compared.count(WRONG) == 1


async def test_a_form_sent_again_says_once_more_that_it_was_done(door: Door) -> None:
    """A lost answer, a second press: one change, and both are told of it."""
    someone = await (await surfer(door.server).logged_in()).open("/app/security/password")
    data = {**someone.page.form("/app/security/password").fields, "current": PASSWORD, "password": "Sunny7Days", "again": "Sunny7Days"}
    for _ in range(2):
        someone.reply = await someone.http.post("/app/security/password", data=data, follow_redirects=True)
        assert someone.path == "/app/security/password/done"
    assert someone.reply is not None
    address = str(someone.reply.url)
    assert (await someone.open(address)).path == "/app/security/password/done"
    other = await surfer(door.server).open("/app")
    await other.log_in(password="Sunny7Days")
    assert (await other.open(address)).path == "/app/security"
