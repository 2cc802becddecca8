"""Acts asked for again after a lost answer: done once, and answered alike (IDM-1, IDM-2)."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx
import pytest
from sqlalchemy import func, select

from etax_client.server.services.testing.journal import Wanted
from etax_client.server.store import rows
from etax_client.server.store.tables import answers
from etax_client.wire import paths
from tests.postgresql import Cluster
from tests.server.identity.recovering import forgetful, recovery_code
from tests.server.identity.registering import Applicant, inbox, issue, sms_code
from tests.server.identity.test_security import FREE, logged_in, sent_to
from tests.server.running import PASSWORD, WRONG, Caller, Json, Running, Start, code
from tests.server.units.authorising import NEWCOMER, NUMBERS

KEY, OTHER_KEY = "0123456789abcdef", "fedcba9876543210"
NEW = "Sunny7Days"
TERM = {"start": "2026-11-20", "end": "2026-12-01"}
UNLISTED = "91440199MA0QJ0506W"


@dataclass
class Asked:
    """One act, ready to be sent, with what else might come under its key."""

    http: httpx.AsyncClient
    method: str
    path: str
    body: Json | None
    other: Json | None
    effects: Callable[[], object]
    headers: dict[str, str] = field(default_factory=dict)

    async def send(self, key: str = KEY, body: Json | None = None) -> httpx.Response:
        headers = {**self.headers, paths.KEY_HEADER: f'"{key}"'}
        found = self.body if body is None else body
        return await self.http.request(self.method, self.path, json=found, headers=headers)


def register(server: Running) -> object:
    """Who is authorised where, and how."""
    with server.services.store.write() as connection:
        return rows.dump(connection)["authorisations"]


def messages(server: Running, mobile: str) -> Callable[[], object]:
    return lambda: [each.message.key for each in inbox(server, mobile)]


def whom(name: str = NEWCOMER, permission: str = "filing") -> Json:
    return {"name": name, "document_type": "resident_id", "number": NUMBERS[name], "permission": permission, **TERM}


async def authorise(server: Running) -> Asked:
    caller = await logged_in(server, "portal", "wangfang")
    return Asked(caller.http, "POST", paths.authorised(1), whom(), whom(permission="management"), lambda: register(server))


async def authorised(server: Running) -> tuple[Caller, int]:
    caller = await logged_in(server, "portal", "wangfang")
    return caller, (await caller.http.post(paths.authorised(1), json=whom())).json()["authorisation_id"]


async def change(server: Running) -> Asked:
    caller, made = await authorised(server)
    term = {"permission": "management", **TERM}
    return Asked(caller.http, "PUT", paths.authorisation(1, made), term, {**term, "permission": "filing"}, lambda: register(server))


async def revoke(server: Running) -> Asked:
    caller, made = await authorised(server)
    return Asked(caller.http, "DELETE", paths.authorisation(1, made), None, {}, lambda: register(server))


async def give_back(server: Running) -> Asked:
    caller = await logged_in(server)
    mine = (await caller.get(paths.MY_AUTHORISATIONS)).json()["authorisations"]
    one = next(each["authorisation_id"] for each in mine if each["state"] == "valid")
    return Asked(caller.http, "POST", paths.my_authorisation_end(one), None, {}, lambda: register(server))


async def reset_declaration_password(server: Running) -> Asked:
    caller = await logged_in(server, "portal", "wangfang")
    await caller.http.post(paths.declaration_password_code(1))
    sms = next(each.message.params["code"] for each in inbox(server, "13800000002") if each.message.key.startswith("sms.code"))
    body = {"password": "Unit2027b", "code": sms}
    return Asked(
        caller.http, "PUT", paths.declaration_password(1), body, {**body, "password": "Unit2028c"}, messages(server, "13800000002")
    )


async def change_password(server: Running) -> Asked:
    caller = await logged_in(server)
    body = {"current": PASSWORD, "password": NEW}
    return Asked(caller.http, "PUT", paths.SECURITY_PASSWORD, body, {**body, "password": "Rainy8Days"}, messages(server, "13800000001"))


async def ask_for_mobile_code(server: Running) -> Asked:
    caller = await logged_in(server)
    return Asked(caller.http, "POST", paths.SECURITY_MOBILE_CODE, {"mobile": FREE}, {"mobile": "13800000101"}, messages(server, FREE))


async def bind_mobile(server: Running) -> Asked:
    caller = await logged_in(server)
    await caller.http.post(paths.SECURITY_MOBILE_CODE, json={"mobile": FREE})
    body = {"mobile": FREE, "code": sent_to(server), "password": PASSWORD}
    return Asked(caller.http, "PUT", paths.SECURITY_MOBILE, body, {**body, "mobile": "13800000101"}, messages(server, FREE))


async def add_unit(server: Running) -> Asked:
    caller = await logged_in(server, account="wangfang")
    body = {"units": [{"taxpayer_id": UNLISTED, "confirmation": UNLISTED}]}
    return Asked(caller.http, "POST", paths.UNITS, body, {"units": [*body["units"], *body["units"]]}, lambda: None)


async def remove_unit(server: Running) -> Asked:
    caller = await logged_in(server)
    return Asked(caller.http, "DELETE", paths.unit(1), None, {}, lambda: None)


async def open_account(server: Running) -> Asked:
    issue(server)
    applicant = await Applicant(server, server.caller().http).at_code()
    body = {"code": sms_code(server)}
    headers = {"Authorization": f"Bearer {applicant.flow}"}
    return Asked(applicant.http, "POST", paths.REGISTRATION_ACCOUNT, body, {"code": "000000"}, messages(server, "13800000009"), headers)


async def recover(server: Running) -> Asked:
    one = await forgetful(server).at_password()
    others = {"password": "Rainy8Days"}
    return Asked(one.http, "POST", paths.RECOVERY_PASSWORD, {"password": NEW}, others, messages(server, "13800000001"), one.headers)


ACTS = [
    authorise,
    change,
    revoke,
    give_back,
    reset_declaration_password,
    change_password,
    ask_for_mobile_code,
    bind_mobile,
    add_unit,
    remove_unit,
    open_account,
    recover,
]


@pytest.mark.parametrize("made", ACTS)
async def test_an_act_asked_for_again_is_done_once_and_answered_alike(server: Running, made: Callable[[Running], Awaitable[Asked]]) -> None:
    """IDM-1, IDM-2: whoever lost the answer gets it; nothing else is done in its place under the same key."""
    asked = await made(server)
    first = await asked.send()
    assert first.is_success, first.text
    effects = asked.effects()
    again = await asked.send()
    assert (again.status_code, again.content) == (first.status_code, first.content)
    other = await asked.send(body=asked.other)
    assert (other.status_code, code(other)) == (422, "key_reused")
    assert asked.effects() == effects


async def test_the_same_key_for_another_act_is_refused(server: Running) -> None:
    caller, made = await authorised(server)
    headers = {paths.KEY_HEADER: KEY}
    assert (await caller.http.delete(paths.authorisation(1, made), headers=headers)).is_success
    assert code(await caller.http.delete(paths.authorisation(1, made + 1), headers=headers)) == "key_reused"


@pytest.mark.parametrize("key", ["", "short", "a key with blanks in it", "0123456789abcdef" * 5])
async def test_a_key_that_is_none_is_refused_before_anything_is_done(server: Running, key: str) -> None:
    asked = await change_password(server)
    reply = await asked.send(key)
    assert (reply.status_code, reply.json()["field"]) == (422, paths.KEY_HEADER)
    assert server.compared.count(PASSWORD) == 1  # to log in


async def test_a_wrong_guess_asked_again_is_counted_once(server: Running) -> None:
    """IDM-2: one failure counted; with another key it is another guess."""
    caller = await logged_in(server)
    asked = Asked(caller.http, "PUT", paths.SECURITY_PASSWORD, {"current": WRONG, "password": NEW}, None, lambda: None)
    first, again = await asked.send(), await asked.send()
    assert code(first) == "wrong_credentials"
    assert again.json() == first.json()
    assert server.compared.count(WRONG) == 1
    assert code(await asked.send(OTHER_KEY)) == "captcha_required"


async def test_a_wrong_code_asked_again_is_counted_once(server: Running) -> None:
    """IDM-2, COD-2."""
    asked = await reset_declaration_password(server)
    wrong = {"password": "Unit2027b", "code": "000000" if asked.body and asked.body["code"] != "000000" else "111111"}
    first, again = await asked.send(body=wrong), await asked.send(body=wrong)
    assert first.json()["attempts_left"] == again.json()["attempts_left"] == 4
    assert (await asked.send(OTHER_KEY)).is_success


async def test_a_refusal_that_changed_nothing_is_no_end(server: Running) -> None:
    """Whoever was told to wait, or what is wrong, may ask the same again when it is true no more."""
    asked = await ask_for_mobile_code(server)
    assert (await asked.send()).is_success
    assert code(await asked.send(OTHER_KEY)) == "too_many"
    await server.manual.advance(minutes=1)
    assert (await asked.send(OTHER_KEY)).is_success


async def test_while_it_is_being_done_the_same_is_refused(server: Running) -> None:
    """IDM-1: 409 in flight, then the answer."""
    asked = await change_password(server)
    hasher = server.services.hasher
    async with AsyncExitStack() as busy:
        while not hasher._slots.locked():
            await busy.enter_async_context(hasher.slot())
        first = asyncio.create_task(asked.send())
        for _ in range(1000):
            await asyncio.sleep(0)
        assert under_way(server) == 1
        meanwhile = await asked.send()
        assert (meanwhile.status_code, code(meanwhile)) == (409, "in_flight")
        assert code(await asked.send(body=asked.other)) == "key_reused"
    assert (await first).status_code == (await asked.send()).status_code == 204
    assert messages(server, "13800000001")() == ["sms.password_changed"]


async def test_parallel_repeats_have_one_effect(server: Running) -> None:
    asked = await authorise(server)
    before = len(register(server))  # type: ignore[arg-type]
    replies = await asyncio.gather(*(asked.send() for _ in range(20)))
    assert {reply.status_code for reply in replies} <= {201, 409}
    assert len({reply.content for reply in replies if reply.status_code == 201}) == 1
    assert len(register(server)) == before + 1  # type: ignore[arg-type]


async def test_two_servers_of_one_database_do_an_act_once(start: Start, postgres: Cluster) -> None:
    """CON-2: the key's row is in the database, whoever is asked."""
    place = postgres.fresh()
    one, two = await start(database=place), await start(database=place)
    asked = await change_password(one)
    headers = {**asked.http.headers, paths.KEY_HEADER: KEY}
    there = two.caller().http
    replies = await asyncio.gather(asked.send(), *(there.put(asked.path, json=asked.body, headers=headers) for _ in range(3)))
    assert {reply.status_code for reply in replies} <= {204, 409}
    assert (await there.put(asked.path, json=asked.body, headers=headers)).status_code == 204
    assert messages(one, "13800000001")() == ["sms.password_changed"]


async def test_an_answer_is_for_who_asked_alone(server: Running) -> None:
    """Another with the same key and body asks for something of their own; whoever may not ask any more gets no answer."""
    asked = await change_password(server)
    assert (await asked.send()).is_success
    stranger = await logged_in(server, account="wangfang")
    headers = {paths.KEY_HEADER: KEY}
    assert (await stranger.http.put(asked.path, json=asked.body, headers=headers)).is_success
    assert (await asked.http.delete(paths.SESSION)).is_success
    assert code(await asked.send()) == "session_ended"


async def test_the_answer_is_still_there_after_another_login(server: Running) -> None:
    """The key is bound to the person, not to a session that may have ended meanwhile."""
    asked = await authorise(server)
    first = await asked.send()
    again = await logged_in(server, "phone", "wangfang")
    reply = await again.http.post(asked.path, json=asked.body, headers={paths.KEY_HEADER: KEY})
    assert reply.json() == first.json()


async def test_nothing_of_it_can_be_read_in_the_database(server: Running) -> None:
    """SEC-1: neither key, body nor answer; without the key not even guesses at the body can be tried."""
    for made in (change_password, authorise):
        assert (await (await made(server)).send()).is_success
    with server.services.store.write() as connection:
        found = connection.execute(select(answers)).all()
    kept = str(found)
    assert len(found) == 2
    assert kept.count("PUT") == 0
    assert not [secret for secret in (KEY, PASSWORD, NEW, NUMBERS[NEWCOMER], "authorisation_id") if secret in kept]


async def test_the_journal_says_that_it_was_asked_again(start: Start) -> None:
    server = await start(control="0" * 64)
    asked = await change_password(server)
    await asked.send()
    await asked.send()
    seen = [(entry.decided, entry.why.key) for entry in server.services.journal.read(Wanted(path="password"), None, 10)]
    assert seen == [("reset", "security.password_changed"), ("repeated", "repeated")]


def under_way(server: Running) -> int:
    with server.services.store.read() as connection:
        return int(connection.execute(select(func.count()).where(answers.c.claim.is_not(None))).scalar_one())


# --- flows, with or without a key


async def test_a_finished_registration_has_one_end(server: Running) -> None:
    """IDM-1: the account is told once more to who asks the same, and to nobody with another code."""
    issue(server)
    applicant = await Applicant(server, server.caller().http).at_code()
    right = sms_code(server)
    assert (await applicant.finish(right)).json()["step"] == "done"
    assert (await applicant.finish(right)).json()["step"] == "done"
    other = await applicant.finish("000000" if right != "000000" else "111111")
    assert (other.status_code, code(other)) == (422, "key_reused")


async def test_a_step_asked_again_is_answered_by_how_far_the_flow_is(server: Running) -> None:
    """REG-06: not by where it was then."""
    one = await forgetful(server).at_code()
    headers = {**one.headers, paths.KEY_HEADER: KEY}
    body = {"code": recovery_code(server)}
    assert (await one.http.post(paths.RECOVERY_SMS_PROOF, json=body, headers=headers)).json()["step"] == "password"
    assert (await one.set_password()).json()["step"] == "done"
    assert (await one.http.post(paths.RECOVERY_SMS_PROOF, json=body, headers=headers)).json()["step"] == "done"
