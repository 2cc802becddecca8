"""What clients, phones and testers do, one deed for each decision of the server, QR tickets apart (ticket_deeds)."""

from etax_client.domain.units.taxpayer_ids import credit_code_check
from etax_client.wire import paths
from tests.server.running import PASSWORD, WRONG, Running
from tests.server.sessions.qr import lock, phone_of
from tests.server.testing.journal import BEARER

LISTED = "91440199MA0QJ0100K"
UNLISTED = "91440199MA0QJ0506W"
_NOBODYS = "91440199MA0QJ0707"


async def login_right(server: Running) -> None:
    await server.caller().login()


async def login_wrong(server: Running) -> None:
    await server.caller().login(password=WRONG)


async def login_wrong_thrice(server: Running) -> None:
    caller = server.caller()
    await caller.login(password=WRONG)
    await caller.solved_login(password=WRONG)
    await caller.solved_login(password=WRONG)


async def login_unknown(server: Running) -> None:
    await server.caller().login("nobody_has_it", WRONG)


async def login_locks(server: Running) -> None:
    await lock(server)


async def login_locked(server: Running) -> None:
    await lock(server)
    await server.manual.advance(minutes=30, seconds=48)
    await server.caller().login()


async def login_malformed(server: Running) -> None:
    await server.caller().login(password="a space")


async def login_unreadable(server: Running) -> None:
    await server.caller().http.post(paths.SESSIONS, json={"account": "liming"})


async def captcha_for_login(server: Running) -> None:
    await server.caller().captcha()


async def captcha_needed_by_account(server: Running) -> None:
    await server.caller().login(password=WRONG)
    await server.caller().login()


async def captcha_needed_by_client(server: Running) -> None:
    caller = server.caller()
    await caller.login(password=WRONG)
    await caller.login("wangfang")


async def captcha_wrong(server: Running) -> None:
    caller = server.caller()
    await caller.login(password=WRONG)
    await caller.login(captcha={**await caller.captcha(), "answer": "0000"})


async def captcha_of_another(server: Running) -> None:
    caller, thief = server.caller(), server.caller()
    await caller.login(password=WRONG)
    await thief.login(captcha=await caller.captcha())


async def captcha_used(server: Running) -> None:
    caller = server.caller()
    await caller.login(password=WRONG)
    solved = await caller.captcha()
    await caller.login(password=WRONG, captcha=solved)
    await caller.login(captcha=solved)


async def captcha_expired(server: Running) -> None:
    caller = server.caller()
    await caller.login(password=WRONG)
    solved = await caller.captcha()
    await server.manual.advance(minutes=5)
    await server.caller().captcha()
    await caller.login(captcha=solved)


async def captcha_replaced(server: Running) -> None:
    caller = server.caller()
    await caller.login(password=WRONG)
    solved = await caller.captcha()
    await caller.captcha()
    await caller.login(captcha=solved)


async def captcha_for_another_purpose(server: Running) -> None:
    caller = server.caller()
    await caller.login(password=WRONG)
    await caller.login(captcha=await caller.captcha("unit_verification"))


async def captcha_that_never_was(server: Running) -> None:
    caller = server.caller()
    await caller.login(password=WRONG)
    await caller.login(captcha={"captcha_id": "none", "answer": "ACDE"})


async def logout(server: Running) -> None:
    await (await server.signed_in()).http.delete(paths.SESSION)


async def session_none(server: Running) -> None:
    await server.caller().get(paths.UNITS)


async def session_unknown(server: Running) -> None:
    await server.caller().http.get(paths.UNITS, headers={"Authorization": "Bearer nobody"})


async def session_of_a_phone(server: Running) -> None:
    await server.caller().http.get(paths.UNITS, headers=(await phone_of(server)).headers)


async def session_idle(server: Running) -> None:
    caller = await server.signed_in()
    await server.manual.advance(minutes=30)
    await caller.get(paths.UNITS)


async def session_over(server: Running) -> None:
    caller = await server.signed_in()
    for _ in range(36):
        await server.manual.advance(minutes=20)
        await caller.get(paths.UNITS)


async def session_logged_out(server: Running) -> None:
    caller = await server.signed_in()
    await caller.http.delete(paths.SESSION)
    await caller.get(paths.UNITS)


async def session_replaced(server: Running) -> None:
    caller = await server.signed_in()
    for _ in range(50):
        await server.manual.advance(1)
        await server.caller().login()
    await caller.get(paths.UNITS)


async def units_add(server: Running, *numbers: str) -> None:
    units = [{"taxpayer_id": number, "confirmation": number} for number in numbers]
    await (await server.signed_in("wangfang")).http.post(paths.UNITS, json={"units": units})


async def unit_unknown(server: Running) -> None:
    await units_add(server, _NOBODYS + credit_code_check(_NOBODYS))


async def unit_malformed(server: Running) -> None:
    await units_add(server, "1")


async def unit_already_listed(server: Running) -> None:
    await units_add(server, LISTED)


async def unit_added(server: Running) -> None:
    await units_add(server, UNLISTED)


async def units_added(server: Running) -> None:
    await units_add(server, UNLISTED, LISTED, "1")


async def unit_removed(server: Running) -> None:
    await (await server.signed_in()).http.delete(paths.unit(1))


async def unit_not_there(server: Running) -> None:
    await (await server.signed_in()).http.delete(paths.unit(4000))


async def unit_order(server: Running) -> None:
    order = {"sort": "name", "descending": True, "moved": []}
    await (await server.signed_in()).http.put(paths.UNIT_ORDER, json=order)


async def unit_of_others(server: Running) -> None:
    await (await server.signed_in("zhaoqiang")).verify(6)


async def unit_wrong(server: Running) -> None:
    await (await server.signed_in()).verify(1, WRONG)


async def unit_captcha(server: Running) -> None:
    await (await server.signed_in("wangfang")).verify(1, WRONG)
    await (await server.signed_in()).verify(1)


async def unit_locked(server: Running) -> None:
    await (await server.signed_in()).verify(4)


async def unit_opened(server: Running) -> None:
    await (await server.signed_in()).verify(1)


async def unit_home(server: Running) -> None:
    caller = await server.signed_in()
    await caller.verify(1)
    await caller.get(paths.unit_home(1))


async def unit_closed(server: Running) -> None:
    await (await server.signed_in()).get(paths.unit_home(1))


async def other_host(server: Running) -> None:
    await server.caller().http.get(paths.INFO, headers={"Host": "evil.example"})


async def other_site(server: Running) -> None:
    await server.caller().http.post(paths.SESSIONS, json={}, headers={"Origin": "http://evil.example"})


async def form_of_others(server: Running) -> None:
    form = {"account": "liming", "password": PASSWORD, "back": "/app", "token": "made-up"}
    await server.caller().http.post("/app/login", data=form)


async def page_without_session(server: Running) -> None:
    await server.caller().get("/app/security")


async def too_large(server: Running) -> None:
    await server.caller().http.post(paths.SESSIONS, content=b" " * 70_000, headers={"Content-Type": "application/json"})


async def fault(server: Running) -> None:
    await server.caller().http.post(paths.SESSIONS, json={}, headers={"X-Etax-Scenario": "status=503"})


async def fault_after_the_deed(server: Running) -> None:
    body = {"account": "liming", "password": PASSWORD}
    await server.caller().http.post(paths.SESSIONS, json=body, headers={"X-Etax-Scenario": "garble=html"})


async def door_without_token(server: Running) -> None:
    await server.caller().get("/control/clock")


async def door_guessed(server: Running) -> None:
    for _ in range(21):
        await server.caller().http.get("/control/clock", headers={"Authorization": "Bearer wrong"})


async def door_verb(server: Running) -> None:
    await server.caller().http.post("/control/clock", json={"advance": 60}, headers=BEARER)


async def door_twin_world(server: Running) -> None:
    for _ in range(2):
        await server.caller().http.post("/control/worlds", json={"name": "seat-1"}, headers=BEARER)
