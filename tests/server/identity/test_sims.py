"""SIM cards: in which phone a number's messages are read, and by whom (WEB-5, SMS-02)."""

from collections.abc import AsyncIterator

import pytest

from etax_client.domain.identity.documents import DocumentType
from etax_client.server.services.identity import sims as service
from etax_client.server.settings import ServerSettings
from etax_client.server.world.world import add_person
from etax_client.server.world.world_file import WorldPerson, read_world
from etax_client.wire import paths
from tests.server.identity.recovering import NOBODY, forgetful, recovery_code
from tests.server.identity.registering import ZHOU, applicant, issue
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


async def log_in(phone: Caller, account: str = "liming", password: str = PASSWORD) -> None:
    reply = await phone.http.post(paths.SESSIONS, json={"account": account, "password": password, "channel": "phone"})
    assert reply.status_code == 201, reply.text
    phone.http.headers["Authorization"] = f"Bearer {reply.json()['token']}"


async def inbox(phone: Caller) -> list[str]:
    """The keys of what came to the number of whoever is logged in on a phone."""
    found: Json = (await phone.get(paths.PHONE_MESSAGES)).json()
    return [message["key"] for message in found["messages"]]


async def test_a_card_that_nobody_has_is_put_in_by_typing_it(server: Running) -> None:
    """A registration's code is read there, also if it was sent just before; a login is not needed. Another phone has a card of its own."""
    phone, other = server.caller(), server.caller()
    assert await cards(phone) == {}
    issue(server)
    await applicant(server).at_code()
    await server.manual.advance(20)
    assert await put_in(phone, " 138-0000 0009 ") == (200, "138****0009")
    assert await cards(phone) == {FREE: ["sms.code.registration"]}
    assert await cards(other) == {}
    assert await put_in(other) == (200, "138****0009")
    assert await cards(other) == {FREE: ["sms.code.registration"]}


@pytest.mark.sql
async def test_a_number_that_becomes_an_accounts_leaves_the_phones_of_others(server: Running) -> None:
    """WEB-5: who has put its card in before it had an owner reads nothing of the owner's, nor by putting it in again."""
    thief, owner = server.caller(), server.caller()
    await put_in(thief)
    issue(server)
    assert (await (await applicant(server).at_code(mobile=FREE)).finish()).is_success
    assert await cards(thief) == {}
    assert await put_in(thief) == (200, "138****0009")
    await forgetful(server).at_code(ZHOU)
    assert await cards(thief) == {FREE: []}
    await log_in(owner, FREE, "Sunny7Days")
    assert await inbox(owner) == ["sms.code.recovery", "sms.registered", "sms.code.registration"]


async def test_a_number_that_is_bound_leaves_the_phones_of_others(server: Running) -> None:
    """REG-3, WEB-5: and so does the one that was bound before, with all that had come to it while it was the account's."""
    thief, owner = server.caller(), server.caller()
    for number in (LIMINGS, FREE):
        await put_in(thief, number)
    await log_in(owner)
    await owner.http.post(paths.SECURITY_MOBILE_CODE, json={"mobile": FREE})
    [sent] = server.services.messages.delivered(FREE, None, 1)
    body = {"mobile": FREE, "code": sent.message.params["code"], "password": PASSWORD}
    assert (await owner.http.put(paths.SECURITY_MOBILE, json=body)).is_success
    assert await cards(thief) == {}


async def test_a_number_that_a_tester_gives_away_leaves_the_phones_of_others(server: Running) -> None:
    """WEB-5: the owner is a person of the tester's; with them gone the number brings nothing along."""
    thief, services = server.caller(), server.services
    await put_in(thief)
    person = WorldPerson(
        name=NOBODY["name"],
        document_type=DocumentType.resident_id,
        document_number=NOBODY["number"],
        login_name="duoduo",
        mobile=FREE,
    )
    made = await add_person(services, read_world(), person)
    assert isinstance(made, int), made
    assert await cards(thief) == {}
    await put_in(thief)
    assert services.people.remove_person(made) is None
    assert await cards(thief) == {}


async def test_what_came_long_before_a_card_was_put_in_is_not_in_the_phone(server: Running) -> None:
    """A number that changes hands doesn't bring its past along."""
    issue(server)
    await applicant(server).at_code()
    await server.manual.advance(300)
    phone = server.caller()
    await put_in(phone)
    assert await cards(phone) == {FREE: []}


async def test_what_comes_to_an_account_is_read_by_its_owner_alone(server: Running) -> None:
    """WEB-5: while they are logged in; the card says nothing of whether there is an account."""
    thief, owner = server.caller(), server.caller()
    assert await put_in(thief, LIMINGS) == (200, "138****0001")
    await log_in(owner)
    await forgetful(server).at_code()
    assert await inbox(owner) == ["sms.code.recovery"]
    assert (await cards(thief), await cards(owner)) == ({LIMINGS: []}, {})
    await owner.http.delete(paths.SESSION)
    assert code(await owner.get(paths.PHONE_MESSAGES)) == "session_ended"
    assert await cards(owner) == {}


async def test_who_cannot_log_in_elsewhere_reads_the_code_on_the_phone_where_they_are(server: Running) -> None:
    """FPW-01."""
    phone = server.caller()
    await log_in(phone)
    one = await forgetful(server).at_code()
    found = (await phone.get(paths.PHONE_MESSAGES)).json()["messages"][0]
    assert found["params"]["code"] == recovery_code(server)
    assert (await one.prove(found["params"]["code"])).is_success


async def test_a_caller_without_a_mark_has_a_phone_of_its_own(server: Running) -> None:
    """Who doesn't say who they are is given a phone with the answer, and shares none."""
    unnamed = server.caller("")
    reply = await unnamed.http.post(paths.PHONE_SIMS, json={"mobile": FREE})
    assert await cards(unnamed) == {}
    unnamed.http.headers[paths.CLIENT_HEADER] = reply.headers[paths.CLIENT_HEADER]
    assert await cards(unnamed) == {FREE: []}


@pytest.mark.parametrize("mobile", ["", "12345", "liming", "1380000000９９"])
async def test_what_is_no_number(server: Running, mobile: str) -> None:
    reply = await server.caller().http.post(paths.PHONE_SIMS, json={"mobile": mobile})
    assert (code(reply), reply.json()["field"]) == ("malformed", "mobile")


@pytest.mark.sql
async def test_several_cards_in_one_phone(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last one put in first; beyond the limits the first ones fall out."""
    monkeypatch.setattr(service, "MOST_IN_A_PHONE", 3)
    phone = server.caller()
    for number in range(5):
        await put_in(phone, f"1380000020{number}")
        await server.manual.advance(1)
    await put_in(phone, "13800000203")
    assert list(await cards(phone)) == ["13800000204", "13800000203", "13800000202"]


@pytest.mark.sql
async def test_cards_do_not_fill_the_disk(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST", 4)
    phones = [server.caller() for _ in range(6)]
    for number, phone in enumerate(phones):
        await put_in(phone, f"1380000020{number}")
        await server.manual.advance(1)
    assert [len(await cards(phone)) for phone in phones] == [0, 0, 1, 1, 1, 1]


@pytest.mark.sql
async def test_an_address_puts_in_so_many_cards_a_minute(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """LOG-08: whether anything can be read tells who has an account."""
    monkeypatch.setattr(service, "MOST_PUT_IN", 3)
    for number in range(3):
        assert (await put_in(server.caller(), f"1380000020{number}"))[0] == 200
    assert await put_in(server.caller(), "13800000203") == (429, "too_many")
    await server.manual.advance(60)
    assert (await put_in(server.caller(), "13800000203"))[0] == 200


@pytest.fixture
async def alone(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """A server of one user, as the demo's."""
    monkeypatch.setattr("tests.server.running.ServerSettings", lambda **chosen: ServerSettings(**chosen, open_inbox=True))
    async with running() as one:
        yield one


async def test_who_is_alone_may_put_any_card_anywhere(alone: Running) -> None:
    """WEB-5: the demo's user reads what comes to anyone."""
    phone = alone.caller()
    assert await put_in(phone, LIMINGS) == (200, "138****0001")
    await forgetful(alone).at_code()
    assert await cards(phone) == {LIMINGS: ["sms.code.recovery"]}
