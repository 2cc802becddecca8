"""A change of language keeps the place and what was typed, without a script, and never a secret (WEB-2, SEC-1)."""

from collections.abc import AsyncIterator

import pytest

from tests.pages.identity.registering import SETTINGS, agreed, proved
from tests.pages.surfing import Surfer, surfer
from tests.pages.trainer.test_hall import ERRAND, PAPERS, trainer
from tests.pages.units.authorising import LIMING
from tests.server.running import HOST
from tests.server.testing.journal import TOKEN, Door, door_open

HALL = "/control/page/hall"
CANARY = "Canary@2026"


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with door_open() as one:
        yield one


def fields(one: Surfer) -> dict[str, str]:
    return one.page.speaks.fields


async def at(door: Door, path: str) -> Surfer:
    if path.startswith("/control"):
        return await (await trainer(door)).open(path)
    if path == "/app/register":
        return await agreed(surfer(door.server))
    someone = surfer(door.server)
    if path not in ("/app", "/portal", "/app/forgot", "/portal/annexes", "/app/messages"):
        await someone.logged_in("wangfang", f"/{path.split('/')[1]}")
    return await someone.open(path)


LINES = {name: value for name, value in ERRAND.items() if name != "do"}
TYPED: dict[str, dict[str, str]] = {
    "/app": {"account": "wangfang"},
    "/portal": {"account": "440199198805120030"},
    "/app/forgot": {**LIMING, "document_type": "foreign_passport", "name": "<b>O'Neil"},
    "/app/register": {**LIMING},
    "/app/messages": {"mobile": "138 0000"},
    "/portal/security/mobile": {"mobile": "13800000009"},
    "/app/units/1/new": {**LIMING, "start": "2027-01-01", "end": "2027-02-02"},
    "/portal/annexes": {**LINES, "lines": "4", "name_4": "ANN", "document_type_4": "foreign_passport"},
    f"{HALL}/code": {**LIMING, "nationality": "法国"},
    f"{HALL}/proxy": LINES,
    "/control/page": {"name": "seat-1", "policy": "jiangmen"},
}
SECRET = {"/app": ("password",), "/portal/security/mobile": ("password", "code"), "/app/register": ("hall_code",)}


@pytest.mark.parametrize("path", TYPED)
async def test_the_place_and_what_was_typed_are_kept(door: Door, path: str) -> None:
    """The way back to the first language too; nothing that is secret comes back."""
    one, typed = await at(door, path), TYPED[path]
    secrets = dict.fromkeys(SECRET.get(path, ()), CANARY)
    await one.speak("en", **typed, **secrets)
    assert (one.status, one.path) == (200, path)
    assert one.reply is not None
    assert 'lang="en"' in one.reply.text
    assert {name: fields(one)[name] for name in typed} == typed
    assert CANARY not in one.reply.text
    await one.speak("zh")
    assert {name: fields(one)[name] for name in typed} == typed
    assert str(one.reply.url).count("kept=") == 1
    if path != "/control/page" and not path.startswith(HALL):
        stranger = surfer(door.server)
        await stranger.open(str(one.reply.url).removeprefix(HOST))
        assert {name: fields(stranger).get(name) for name in typed} != typed, "what someone else typed"


async def test_radios_and_ticks_are_kept(door: Door) -> None:
    """What is chosen is typed, too."""
    one = await at(door, "/app/units/1/new")
    await one.speak("en", permission="management", kind="fixed")
    assert one.reply is not None
    for chosen in ('value="management" required checked', 'value="fixed" required checked'):
        assert chosen in one.reply.text
    one = await at(door, f"{HALL}/proxy")
    await one.speak("en", **PAPERS)
    assert one.reply is not None
    assert one.reply.text.count(" checked") == len(PAPERS)


async def test_a_step_keeps_what_was_typed_and_its_rules(door: Door) -> None:
    """The settings of a registration: no password, though one was typed; the flow stands where it stood."""
    one = await proved(door.server, surfer(door.server))
    asked = {name: value for name, value in SETTINGS.items() if name in fields(one)}
    await one.speak("en", **{**asked, "password": CANARY, "again": CANARY})
    assert one.path == "/app/register"
    assert {name: fields(one)[name] for name in asked} == {**asked, "password": "", "again": ""}
    assert one.reply is not None
    assert CANARY not in one.reply.text
    found = door.server.services.repeats.find(f"browser {one.http.cookies['etax-device']}", one.reply.url.params["kept"])
    assert found is not None
    assert found.read(dict[str, str]) == {name: asked[name] for name in asked if name not in ("password", "again")}


@pytest.mark.parametrize("path", ["/portal/units?taxpayer_id=9144&name=%E5%B9%BF", f"{HALL}/certificates?unit=91440199MA0QJ0100K", HALL])
async def test_the_address_is_the_same_with_what_was_searched_for(door: Door, path: str) -> None:
    one = await at(door, path)
    before = one.page.rows
    await one.speak("en")
    assert one.reply is not None
    assert str(one.reply.url) == HOST + path
    assert len(one.page.rows) == len(before)


async def test_after_a_refusal_the_form_is_at_its_own_address(door: Door) -> None:
    """An answer to a form has the address of the form's page."""
    one = await at(door, "/app/units/1/new")
    await one.send("/app/units/1/new", **{**LIMING, "number": "1"})
    assert one.status == 422
    await one.speak("en")
    assert (one.status, one.path, fields(one)["number"], fields(one)["name"]) == (200, "/app/units/1/new", "1", "李明")


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example/app",
        "//evil.example",
        "/app/../control",
        "/app//evil.example",
        "/app?\r\nX: 1",
        "/app?" + "a" * 490,
        "",
        "/w/x/app",
    ],
)
async def test_only_pages_of_this_door_are_places(door: Door, place: str) -> None:
    """A form of ours with another place in it leads home."""
    one = await surfer(door.server).open("/app")
    data = {**fields(one), "language": "en", "here": place}
    reply = await one.http.post("/app/language", data=data)
    assert (reply.status_code, reply.headers.get("location", "/app").partition("?")[0]) in ((303, "/app"), (422, "/app"))


async def test_each_form_that_one_types_into_is_known(door: Door) -> None:
    """No field of such a form is unknown to the change of language, and Enter still presses the form's own button."""
    for path in TYPED:
        one = await at(door, path)
        [pressed] = [each for each in one.page.speaks.buttons if each.enter]
        assert (pressed.name == "language", pressed.action) == (False, None)
        await one.speak("en")
        assert one.status == 200, path


async def test_an_unknown_address_of_the_door_is_a_page_in_a_browser(door: Door) -> None:
    """A way back in the page's own design; programs are told in JSON, whatever they take."""
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    http = surfer(door.server).http
    for path in ("/control/nothing", "/control/page/nothing", "/control/page/hall/nothing", "/control/clock"):
        reply = await http.get(path, headers=browser)
        assert (reply.status_code, reply.headers["content-type"]) == (404, "text/html; charset=utf-8"), path
        assert 'href="/control/page"' in reply.text
        assert "trainer.css" in reply.text
        english = await http.get(path, headers={**browser, "Accept-Language": "en"})
        assert 'lang="en"' in english.text
        for accept in ("*/*", "application/json", "application/problem+json"):
            reply = await http.get(path, headers={"Accept": accept})
            if "/page/" not in path:
                assert reply.headers["content-type"] == "application/problem+json", (path, accept)
    reply = await http.get("/control/nothing", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
