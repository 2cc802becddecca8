"""SIM cards: in which phone a number's messages are read, and who may put which card where (WEB-5, SMS-02)."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from etax_client.server.services import sims as service
from etax_client.server.settings import ServerSettings
from etax_client.wire import paths
from tests.server.recovering import forgetful, recovery_code
from tests.server.registering import applicant, issue
from tests.server.running import PASSWORD, Caller, Json, Running, code, running

LIMINGS, FREE = "13800000001", "13800000009"


async def put_in(phone: Caller, mobile: str = FREE) -> tuple[int, str]:
    reply = await phone.http.post(paths.PHONE_SIMS, json={"mobile": mobile})
    said: Json = reply.json()
    return reply.status_code, str(said.get("masked_mobile") or said["code"])


async def cards(phone: Caller) -> dict[str, list[str]]:
    """The keys of what came to each card in a phone."""
    found: Json = (await phone.get(paths.PHONE_SIMS)).json()
    return {sim["mobile"]: [message["key"] for message in sim["messages"]] for sim in found["sims"]}


async def log_in(phone: Caller, account: str = "liming") -> None:
    reply = await phone.http.post(paths.SESSIONS, json={"account": account, "password": PASSWORD, "channel": "phone"})
    assert reply.status_code == 201, reply.text


async def test_a_card_that_nobody_has_is_put_in_by_typing_it(server: Running) -> None:
    """A registration's code is read there, also if it was sent just before; a login is not needed."""
    phone = server.caller()
    assert await cards(phone) == {}
    issue(server)
    one = await applicant(server).at_code()
    await server.manual.advance(20)
    assert await put_in(phone, " 138-0000 0009 ") == (200, "138****0009")
    assert await cards(phone) == {FREE: ["sms.code.registration"]}
    assert await cards(server.caller()) == {}
    assert (await one.finish()).is_success
    assert await cards(phone) == {FREE: ["sms.registered", "sms.code.registration"]}


async def test_what_came_long_before_a_card_was_put_in_is_not_in_the_phone(server: Running) -> None:
    """A number that changes hands doesn't bring its past along."""
    issue(server)
    await applicant(server).at_code()
    await server.manual.advance(300)
    phone = server.caller()
    await put_in(phone)
    assert await cards(phone) == {FREE: []}


async def test_a_card_of_an_account_is_its_owners(server: Running) -> None:
    """WEB-5: it goes to the phone on which they log in, and from there to the next."""
    thief, first, second = server.caller(), server.caller(), server.caller()
    assert await put_in(thief, LIMINGS) == (409, "mobile_taken")
    await log_in(first)
    assert await cards(first) == {LIMINGS: []}
    assert await put_in(first, LIMINGS) == (200, "138****0001")
    assert await put_in(thief, LIMINGS) == (409, "mobile_taken")
    await log_in(second)
    assert (await cards(first), await cards(second)) == ({}, {LIMINGS: []})
    assert await cards(thief) == {}


async def test_a_card_in_another_phone_stays_there(server: Running) -> None:
    """Who types it first has it; once it is an account's, a login of its owner takes it from there."""
    first, second = server.caller(), server.caller()
    assert (await put_in(first))[0] == 200
    assert await put_in(second) == (409, "mobile_taken")
    issue(server)
    one = await applicant(server).at_code(mobile=FREE)
    assert (await one.finish()).is_success
    reply = await second.http.post(paths.SESSIONS, json={"account": FREE, "password": "Sunny7Days", "channel": "phone"})
    assert reply.status_code == 201
    assert (await cards(first), list(await cards(second))) == ({}, [FREE])


async def test_who_cannot_log_in_reads_the_code_on_the_phone_that_they_had(server: Running) -> None:
    """FPW-01: the card stays where it was."""
    phone = server.caller()
    await log_in(phone)
    one = await forgetful(server).at_code()
    found = (await phone.get(paths.PHONE_SIMS)).json()["sims"][0]["messages"][0]
    assert found["params"]["code"] == recovery_code(server)
    assert (await one.prove(found["params"]["code"])).is_success


async def test_a_login_elsewhere_puts_no_card_anywhere(server: Running) -> None:
    caller = await server.signed_in()
    assert await cards(caller) == {}
    phone = server.caller()
    await log_in(phone, "zhaoqiang")
    assert await cards(phone) == {}


async def test_a_caller_without_a_mark_has_no_phone(server: Running) -> None:
    """All who don't say who they are would share one."""
    unnamed = server.caller("")
    reply = await unnamed.http.post(paths.PHONE_SIMS, json={"mobile": FREE})
    assert (code(reply), reply.json()["field"]) == ("malformed", "client")
    await log_in(unnamed)
    assert await cards(unnamed) == {}


@pytest.mark.parametrize("mobile", ["", "12345", "liming", "1380000000９９"])
async def test_what_is_no_number(server: Running, mobile: str) -> None:
    reply = await server.caller().http.post(paths.PHONE_SIMS, json={"mobile": mobile})
    assert (code(reply), reply.json()["field"]) == ("malformed", "mobile")


async def test_several_cards_in_one_phone(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last one put in first; beyond the limits the first ones fall out."""
    monkeypatch.setattr(service, "MOST_IN_A_PHONE", 3)
    phone = server.caller()
    for number in range(5):
        await put_in(phone, f"1380000020{number}")
        await server.manual.advance(1)
    await put_in(phone, "13800000203")
    assert list(await cards(phone)) == ["13800000204", "13800000203", "13800000202"]


async def test_cards_do_not_fill_the_disk(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST", 4)
    phones = [server.caller() for _ in range(6)]
    for number, phone in enumerate(phones):
        await put_in(phone, f"1380000020{number}")
        await server.manual.advance(1)
    assert [len(await cards(phone)) for phone in phones] == [0, 0, 1, 1, 1, 1]


async def test_of_many_phones_at_once_one_gets_the_card(server: Running) -> None:
    phones = [server.caller() for _ in range(20)]
    statuses = [status for status, _ in await asyncio.gather(*(put_in(phone) for phone in phones))]
    assert sorted(statuses) == [200] + [409] * 19
    assert sum([len(await cards(phone)) for phone in phones]) == 1


@pytest.fixture
async def alone(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """A server of one user, as the demo's."""
    monkeypatch.setattr("tests.server.running.ServerSettings", lambda **chosen: ServerSettings(**chosen, open_inbox=True))
    async with running() as one:
        yield one


async def test_who_is_alone_may_put_any_card_anywhere(alone: Running) -> None:
    """WEB-5: the demo's user reads what comes to anyone."""
    first, second = alone.caller(), alone.caller()
    await log_in(first)
    assert await put_in(second, LIMINGS) == (200, "138****0001")
    await forgetful(alone).at_code()
    assert (await cards(first), await cards(second)) == ({}, {LIMINGS: ["sms.code.recovery"]})
