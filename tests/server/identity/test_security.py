"""The security centre: another password, another number, by sessions of every channel (FPW-02, PWD-1, REG-3, COD)."""

import httpx
import pytest
from sqlalchemy import delete

from etax_client.domain.guessing.one_time_codes import MOST_BY_SENDER
from etax_client.server.store.tables import accounts
from etax_client.wire import paths
from tests.server.identity.recovering import forgetful
from tests.server.identity.registering import inbox
from tests.server.running import PASSWORD, WRONG, Caller, Json, Running, Start, code
from tests.server.sessions.qr import answer, asking, phone_of, scanned, waiting

MINE, FREE, WANGS = "13800000001", "13800000100", "13800000002"
NEW = "Sunny7Days"


async def logged_in(server: Running, channel: str = "client", account: str = "liming") -> Caller:
    caller = server.caller()
    reply = await caller.http.post(paths.SESSIONS, json={"account": account, "password": PASSWORD, "channel": channel})
    assert reply.status_code == 201, reply.text
    caller.http.headers["Authorization"] = f"Bearer {reply.json()['token']}"
    return caller


async def view(caller: Caller) -> Json:
    found: Json = (await caller.get(paths.SECURITY)).json()
    return found


async def change(caller: Caller, password: str = NEW, current: str = PASSWORD, captcha: Json | None = None) -> httpx.Response:
    more = {} if captcha is None else {"captcha": captcha}
    return await caller.http.put(paths.SECURITY_PASSWORD, json={"current": current, "password": password, **more})


async def send(caller: Caller, mobile: str = FREE) -> httpx.Response:
    return await caller.http.post(paths.SECURITY_MOBILE_CODE, json={"mobile": mobile})


async def bind(
    caller: Caller, mobile: str = FREE, sms: str | None = None, password: str = PASSWORD, captcha: Json | None = None
) -> httpx.Response:
    body = {"mobile": mobile, "code": sent_to(caller.server, mobile) if sms is None else sms, "password": password}
    return await caller.http.put(paths.SECURITY_MOBILE, json=body if captcha is None else {**body, "captcha": captcha})


def sent_to(server: Running, mobile: str = FREE) -> str:
    return next(each.message.params["code"] for each in inbox(server, mobile) if each.message.key == "sms.code.mobile")


def other_than(right: str) -> str:
    return f"{(int(right) + 1) % 1_000_000:06}"


# --- the password


@pytest.mark.parametrize("channel", ["client", "phone", "portal"])
async def test_another_password(server: Running, channel: str) -> None:
    """FPW-02: this session goes on, all others of the account end; the owner is told."""
    here, there, stranger = await logged_in(server, channel), await logged_in(server), await logged_in(server, account="wangfang")
    assert (await change(here)).status_code == 204
    assert (await view(here))["login_name"] == "liming"
    reply = await there.get(paths.SECURITY)
    assert (code(reply), reply.json()["ended"]) == ("session_ended", "password_reset")
    assert (await stranger.get(paths.SECURITY)).status_code == 200
    assert [each.message.key for each in inbox(server, MINE)] == ["sms.password_changed"]
    await server.signed_in("liming", NEW)
    assert code(await server.caller().login()) == "wrong_credentials"


@pytest.mark.sql
async def test_pending_tickets_and_recoveries_end_with_the_old_password(server: Running) -> None:
    """RST-2: whoever had begun to get in by other ways has to begin anew, and who waits hears of it at once."""
    phone, client, recovery = await phone_of(server), await asking(server), await forgetful(server).at_password()
    await scanned(server, client, phone)
    poll = await waiting(client, "scanned")
    assert (await change(await logged_in(server))).status_code == 204
    assert (await answer(poll))["state"] == "cancelled"
    assert code(await recovery.set_password("Stolen2Day")) == "flow_ended"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short1A", "malformed"),
        ("alllowercase", "malformed"),
        ("Ｆull2Width", "malformed"),
        (PASSWORD, "password_refused"),
        ("Woaini1314", "password_refused"),
        ("x.LIMING.9", "password_refused"),
        ("Ab@138000", "password_refused"),
        ("Ab@198805", "password_refused"),
    ],
)
async def test_a_password_that_may_not_be_had(server: Running, password: str, said: str) -> None:
    """PWD-1, LCK-8: said before the current one is looked at, and not counted."""
    caller = await logged_in(server)
    server.compared.clear()
    for _ in range(6):
        reply = await change(caller, password)
        assert (code(reply), reply.json()["field"]) == (said, "password")
    assert server.compared == []
    assert (await change(caller)).status_code == 204


async def test_the_current_password_is_guessed_at_as_at_login(server: Running) -> None:
    """PWD-1, CAP-1, LOG-05: one counter with the login's, captchas from the second try on, and a lock; the session goes on under it."""
    caller = await logged_in(server)
    reply = await change(caller, current=WRONG)
    assert (code(reply), reply.json()["attempts_left"], reply.json()["captcha_required"]) == ("wrong_credentials", 4, True)
    assert code(await change(caller)) == "captcha_required"
    assert code(await server.caller().solved_login(password=WRONG)) == "wrong_credentials"
    for _ in range(2):
        assert code(await change(caller, current=WRONG, captcha=await caller.captcha())) == "wrong_credentials"
    reply = await bind(caller, sms="123456", password=WRONG, captcha=await caller.captcha())
    assert (code(reply), reply.json()["retry_after"]) == ("locked", 7200)
    server.compared.clear()
    assert code(await change(caller, captcha=await caller.captcha())) == "locked"
    assert server.compared == []
    assert (await caller.get(paths.SECURITY)).status_code == 200
    await server.manual.advance(minutes=29)
    assert (await caller.get(paths.SECURITY)).status_code == 200


async def test_a_right_one_sets_the_count_to_zero(server: Running) -> None:
    """LOG-06."""
    caller = await logged_in(server)
    for _ in range(3):
        await change(caller, current=WRONG, captcha=await caller.captcha())
    assert (await change(caller, captcha=await caller.captcha())).status_code == 204
    reply = await change(caller, "Another7Day", WRONG)
    assert reply.json()["attempts_left"] == 4


@pytest.mark.parametrize("current", ["", "a b", "x" * 65, "Ｅtax@2026"])
async def test_what_could_be_no_password_is_not_counted(server: Running, current: str) -> None:
    """LCK-8."""
    caller = await logged_in(server)
    reply = await change(caller, current=current)
    assert (code(reply), reply.json()["field"]) == ("malformed", "current")
    assert (await change(caller)).status_code == 204


# --- the number


@pytest.mark.sql
@pytest.mark.parametrize("channel", ["client", "phone", "portal"])
async def test_another_number(server: Running, channel: str) -> None:
    """FPW-02: against its code and the password; both numbers are told, and the new one logs in."""
    caller = await logged_in(server, channel)
    assert await view(caller) == {"policy": "national", "login_name": "liming", "masked_mobile": "138****0001"}
    reply = await send(caller, " +86 138-0000 0100")
    assert reply.json() == {"masked_mobile": "138****0100", "resend": 60}
    assert sent_to(server) not in reply.text
    assert (await bind(caller)).json() == {"masked_mobile": "138****0100", "resend": None}
    assert (await view(caller))["masked_mobile"] == "138****0100"
    [changed] = inbox(server, MINE)
    assert (changed.message.key, changed.message.params["mobile"]) == ("sms.mobile_changed", "138****0100")
    assert [each.message.key for each in inbox(server, FREE)] == ["sms.mobile_bound", "sms.code.mobile"]
    await server.signed_in(FREE)
    assert code(await server.caller().login(MINE)) == "wrong_credentials"


async def test_a_first_number(server: Running) -> None:
    """FPW-02: 赵强 has none."""
    caller = await logged_in(server, account="zhaoqiang")
    assert (await view(caller))["masked_mobile"] is None
    await send(caller)
    assert (await bind(caller)).is_success
    await server.signed_in(FREE)


@pytest.mark.sql
async def test_a_number_of_another_account_is_refused(server: Running) -> None:
    """National: said to who has read the code that was sent there, and to nobody else (LOG-08); the code stays good (COD-4)."""
    caller, other = await logged_in(server), await logged_in(server, account="wangfang")
    for number, masked in ((WANGS, "138****0002"), (FREE, "138****0100")):
        assert (await send(caller, number)).json() == {"masked_mobile": masked, "resend": 60}
    theirs = sent_to(server, WANGS)
    assert code(await bind(caller, WANGS, other_than(theirs))) == "wrong_code"
    for _ in range(2):
        assert code(await bind(caller, WANGS, theirs)) == "mobile_taken"
    assert (await view(caller))["masked_mobile"] == "138****0001"
    assert (await view(other))["masked_mobile"] == "138****0002"


@pytest.mark.sql
async def test_a_person_has_so_many_codes_sent_to_numbers_of_their_choice(server: Running) -> None:
    """SMS-01, COD-3: whatever the numbers and the sessions are, so that nobody is a nuisance to many."""
    callers = [await logged_in(server), await logged_in(server, "phone")]
    for place in range(MOST_BY_SENDER):
        assert (await send(callers[place % 2], f"13900000{place:03}")).is_success
    refused = [await send(caller, "13900000999") for caller in callers]
    assert {(code(each), each.json()["retry_after"]) for each in refused} == {("too_many", 24 * 3600)}
    assert inbox(server, "13900000999") == []
    assert (await send(await logged_in(server, account="wangfang"), "13900000999")).is_success
    await server.manual.advance(24 * 3600)
    assert (await send(await logged_in(server), "13900000999")).is_success


@pytest.mark.sql
async def test_a_number_is_taken_over_where_the_policy_says_so(start: Start) -> None:
    """BJ-01, REG-3: empty at its old holder in the same transaction, and codes that were sent to it are void."""
    server = await start(policy="beijing")
    caller, other = await logged_in(server), await logged_in(server, account="wangfang")
    await send(other, WANGS)
    theirs = sent_to(server, WANGS)
    await server.manual.advance(120)
    assert (await send(caller, WANGS)).is_success
    assert (await bind(caller, WANGS)).is_success
    assert (await view(caller))["masked_mobile"] == "138****0002"
    assert (await view(other))["masked_mobile"] is None
    assert code(await bind(other, WANGS, theirs)) == "code_void"
    await server.signed_in(WANGS)


async def test_a_code_is_good_in_its_own_session_for_its_own_number(server: Running) -> None:
    """COD-1."""
    caller, elsewhere, other = await logged_in(server), await logged_in(server), await logged_in(server, account="wangfang")
    await send(caller)
    right = sent_to(server)
    assert code(await bind(elsewhere, sms=right)) == "code_void"
    assert code(await bind(other, sms=right)) == "code_void"
    assert code(await bind(caller, "13800000101", right)) == "code_void"
    assert (await bind(caller, sms=right)).is_success
    assert code(await bind(caller, sms=right)) == "code_void"


async def test_a_wrong_code_is_no_wrong_password_nor_the_other_way_round(server: Running) -> None:
    """COD-2, COD-4, LCK-8: five wrong codes void it, and the account is not locked."""
    caller = await logged_in(server)
    await send(caller)
    right = sent_to(server)
    reply = await bind(caller, password=WRONG)
    assert (code(reply), reply.json()["attempts_left"]) == ("wrong_credentials", 4)
    replies = [await bind(caller, sms=other_than(right), captcha=await caller.captcha())]
    replies += [await bind(caller, sms=other_than(right)) for _ in range(4)]
    assert [(code(each), each.json()["attempts_left"]) for each in replies] == [("wrong_code", left) for left in (4, 3, 2, 1, 0)]
    assert code(await bind(caller, sms=right)) == "code_void"
    assert code(await bind(caller, sms="12345")) == "malformed"
    await server.signed_in()


async def test_times_of_a_code(server: Running) -> None:
    """SMS-01, COD-3."""
    caller, other = await logged_in(server), await logged_in(server, account="wangfang")
    await send(caller)
    for early in (await send(caller), await send(other)):
        assert (code(early), early.json()["retry_after"]) == ("too_many", 60)
    await server.manual.advance(300)
    assert code(await bind(caller)) == "code_void"


@pytest.mark.parametrize("mobile", ["", "1380000010", "23800000100", "liming"])
async def test_what_is_no_number(server: Running, mobile: str) -> None:
    caller = await logged_in(server)
    for reply in (await send(caller, mobile), await bind(caller, mobile, "123456")):
        assert (code(reply), reply.json()["field"]) == ("malformed", "mobile")


async def test_nobody_is_asked_in(server: Running) -> None:
    """SES-01: without a session, and with one that is over."""
    caller = server.caller()
    over = await logged_in(server)
    await over.http.delete(paths.SESSION)
    for one in (caller, over):
        replies = (await one.get(paths.SECURITY), await change(one), await send(one), await bind(one, sms="123456"))
        assert {code(reply) for reply in replies} == {"session_ended"}


async def test_an_account_that_is_gone(server: Running) -> None:
    """Its owner is still a person, as the hall has collected them; the session has nothing to change."""
    caller = await logged_in(server)
    with server.services.store.write() as connection:
        connection.execute(delete(accounts).where(accounts.c.person_id == 1))
    for reply in (await caller.get(paths.SECURITY), await change(caller), await bind(caller, sms="123456")):
        assert code(reply) == "session_ended"
