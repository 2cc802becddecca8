"""Many at once for one name, document, number or code: one of them gets it (REG-3, COD-2, COD-3, COD-5)."""

import asyncio

import httpx
import pytest

from tests.server.identity.registering import CODE, SMITH, ZHOU, Applicant, accounts_of, applicant, inbox, issue, sms_code
from tests.server.running import Json, Running

pytestmark = pytest.mark.sql

AT_ONCE = 12


def outcomes(replies: list[httpx.Response]) -> dict[str, int]:
    """How often each end was met."""
    found: dict[str, int] = {}
    for reply in replies:
        said: Json = reply.json()
        end = str(said.get("step") or said["code"])
        found[end] = found.get(end, 0) + 1
    return found


async def ready(server: Running, number: int, **changed: str | None) -> Applicant:
    """Someone of their own who has only the SMS code left to give."""
    identity = {**SMITH, "number": f"AB12345{number:02}"}
    issue(server, identity)
    mobile = f"138000002{number:02}"
    settings: dict[str, str | None] = {"login_name": f"name_{number}", "mobile": mobile, **changed}
    return await applicant(server).at_code(identity, CODE, **settings)


async def finish_all(server: Running, people: list[Applicant], mobiles: list[str]) -> dict[str, int]:
    codes = [sms_code(server, mobile) for mobile in mobiles]
    pairs = zip(people, codes, strict=True)
    return outcomes(list(await asyncio.gather(*(one.finish(code) for one, code in pairs))))


async def test_one_login_name(server: Running) -> None:
    """REG-05, REG-3."""
    people = [await ready(server, each, login_name="same") for each in range(AT_ONCE)]
    found = await finish_all(server, people, [f"138000002{each:02}" for each in range(AT_ONCE)])
    assert found == {"done": 1, "login_name_taken": AT_ONCE - 1}


async def test_one_mobile_number(server: Running) -> None:
    """REG-3: each had a code of its own sent to it, in turn."""
    people = []
    for each in range(AT_ONCE - 3):
        people.append(await ready(server, each, mobile="13800000300"))
        await server.manual.advance(60)
    sent = [one.message.params["code"] for one in reversed(inbox(server, "13800000300"))]
    replies = await asyncio.gather(*(one.finish(code) for one, code in zip(people, sent, strict=True)))
    found = outcomes(list(replies))
    assert found["done"] == 1
    assert set(found) <= {"done", "mobile_taken", "code_void", "wrong_code"}


async def test_one_document(server: Running) -> None:
    """REG-05: several flows of one person, by one hall code."""
    issue(server)
    people = []
    for each in range(AT_ONCE):
        one = await applicant(server).at_settings()
        await one.set_up(login_name=f"name_{each}", mobile=f"138000002{each:02}")
        await one.send_code()
        people.append(one)
    found = await finish_all(server, people, [f"138000002{each:02}" for each in range(AT_ONCE)])
    assert found == {"done": 1, "already_registered": AT_ONCE - 1}
    assert len(accounts_of(server, ZHOU["number"])) == 1


async def test_one_flow_finished_many_times(server: Running) -> None:
    """IDM-1: all are told of the one account."""
    one = await ready(server, 1)
    right = sms_code(server, "13800000201")
    found = outcomes(list(await asyncio.gather(*(one.finish(right) for _ in range(AT_ONCE)))))
    assert found == {"done": AT_ONCE}


async def test_a_hundred_guesses_at_an_sms_code(server: Running) -> None:
    """COD-2, LCK-2: five of them are compared."""
    one = await ready(server, 1)
    right = sms_code(server, "13800000201")
    wrong = [f"{(int(right) + 1 + each) % 1_000_000:06}" for each in range(100)]
    found = outcomes(list(await asyncio.gather(*(one.finish(each) for each in wrong))))
    assert found == {"wrong_code": 5, "code_void": 95}


async def test_a_hundred_guesses_at_a_hall_code(server: Running) -> None:
    """COD-5, LCK-2: the fifth locks, and the right one among the rest is not looked at."""
    issue(server)
    one = await applicant(server).with_code()
    guesses = [f"ZZZ{each:03}" for each in range(99)]
    found = outcomes(list(await asyncio.gather(*(one.hall_code(each) for each in [*guesses, CODE]))))
    assert found == {"wrong_hall_code": 4, "locked": 96}


async def test_two_sends_at_once_are_one(server: Running) -> None:
    """COD-3: the place is taken before the code is written."""
    issue(server)
    one = await applicant(server).at_settings()
    await one.set_up()
    found = outcomes(list(await asyncio.gather(*(one.send_code() for _ in range(AT_ONCE)))))
    assert found == {"sms_code": 1, "too_many": AT_ONCE - 1}
    assert len([each for each in inbox(server) if each.message.key == "sms.code.registration"]) == 1


async def test_one_look_at_a_face(server: Running) -> None:
    """REG-2: single use."""
    one = await applicant(server).at_face()
    link = (await one.ask_face()).json()["link_id"]
    http = server.caller().http
    replies = await asyncio.gather(*(http.post("/api/phone/faces/checks", json={"link": link}) for _ in range(AT_ONCE)))
    found = [reply.json().get("state") or reply.json()["code"] for reply in replies]
    assert sorted(found) == sorted(["pass"] + ["face_unknown"] * (AT_ONCE - 1))
