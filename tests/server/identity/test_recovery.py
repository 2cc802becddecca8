"""忘记密码: each way through it, what each step refuses, its times, and what a success ends (FPW-01, RST, COD)."""

import asyncio

import pytest

from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.server.services.identity import face_checks
from etax_client.wire import paths
from tests.server.identity.recovering import LIMING, MOBILE, NEW, SMITH, ZHAO, Forgetful, forgetful, keys, look, other_than, recovery_code
from tests.server.identity.registering import MOBILE as THEIRS
from tests.server.identity.registering import ZHOU, applicant, issue
from tests.server.running import PASSWORD, WRONG, Json, Running, Start, code
from tests.server.sessions.qr import asking, lock, phone_of, scanned

# --- ways through it


@pytest.mark.sql
async def test_by_sms_code(server: Running) -> None:
    """FPW-01: name, type and number, the code, a new password; nobody is logged in by it, and the owner is told."""
    one = forgetful(server)
    replies = [await one.begin(), await one.identify(), await one.send_code(), await one.prove(recovery_code(server))]
    replies.append(await one.set_password())
    assert [reply.json().get("recovery", reply.json())["step"] for reply in replies] == ["identity", "proof", "proof", "password", "done"]
    assert all("token" not in reply.text and "set-cookie" not in reply.headers for reply in replies)
    assert keys(server) == ["sms.password_reset", "sms.code.recovery"]
    await server.signed_in("liming", NEW)
    assert code(await server.caller().login("liming", PASSWORD)) == "wrong_credentials"


async def test_by_face(server: Running) -> None:
    """FPW-01: also for an account without a number; the client's poll ends as soon as the phone has looked."""
    one = await forgetful(server).at_proof(ZHAO)
    link = (await one.ask_face()).json()["link_id"]
    poll = asyncio.create_task(one.face(seen="waiting", wait="25"))
    while not poll.done():
        if server.services.news._waiting:
            assert (await look(server, link))["state"] == "pass"
            break
        await asyncio.sleep(0)
    assert (await poll).json()["state"] == "pass"
    assert (await one.view())["step"] == "password"
    assert (await one.set_password()).json()["step"] == "done"
    await server.signed_in("zhaoqiang", NEW)


@pytest.mark.parametrize("outcome", [FaceOutcome.other_person, FaceOutcome.unreachable])
async def test_a_face_check_that_does_not_pass(server: Running, outcome: FaceOutcome) -> None:
    with server.services.store.write() as connection:
        face_checks.decide(connection, 1, outcome)
    one = await forgetful(server).at_proof()
    assert (await look(server, (await one.ask_face()).json()["link_id"]))["state"] == outcome
    assert (await one.view())["step"] == "proof"
    assert code(await one.set_password()) == "out_of_order"


async def test_who_has_no_chinese_id_has_the_code_only(server: Running) -> None:
    """The types by face are the policy's; a name in Latin letters is the same in any case (HAN-03)."""
    one = await forgetful(server).at_proof({**SMITH, "name": "John  smith"})
    assert (await one.view())["proofs"] == ["sms_code"]
    assert code(await one.ask_face()) == "out_of_order"
    await one.send_code()
    assert (await one.prove(recovery_code(server, "13800000008"))).json()["step"] == "password"


async def test_the_types_by_face_are_the_policys(start: Start) -> None:
    passport = {"document_type": "cn_passport", "number": "E12345678", "name": "钱多多"}
    for policy, proofs in (("national", ["sms_code"]), ("jiangmen", ["sms_code", "face"])):
        server = await start(policy=policy)
        assert (await (await forgetful(server).at_proof(passport)).view())["proofs"] == proofs


# --- what a success ends, and what nothing else does


@pytest.mark.sql
async def test_a_success_unlocks_and_ends_sessions_tickets_and_other_recoveries(server: Running) -> None:
    """RST-2."""
    inside, phone, client = await server.signed_in(), await phone_of(server), await asking(server)
    ticket_id, number = await scanned(server, client, phone)
    rival, early, other = await forgetful(server).at_proof(), forgetful(server), await forgetful(server).at_proof(ZHAO)
    await early.begin()
    await lock(server)
    one = await forgetful(server).at_password()
    assert code(await server.caller().login()) == "locked"
    assert (await inside.get(paths.UNITS)).status_code == 200
    assert (await one.set_password()).json()["step"] == "done"
    await server.signed_in("liming", NEW)
    reply = await inside.get(paths.UNITS)
    assert (code(reply), reply.json()["ended"]) == ("session_ended", "password_reset")
    assert code(await phone.decide(ticket_id, "confirm", number)) == "session_ended"
    await server.manual.advance(1)
    assert (await client.poll()).json()["state"] == "cancelled"
    assert code(await rival.send_code()) == "flow_ended"
    assert (await early.view())["step"] == "identity"
    assert (await other.view())["step"] == "proof"


@pytest.mark.sql
async def test_a_proved_recovery_is_void_once_the_password_has_changed(server: Running) -> None:
    """RST-1, RST-2: what was proved before says nothing of the account as it is now."""
    thief = await forgetful(server).at_password()
    await server.manual.advance(60)
    owner = await forgetful(server).at_password()
    assert (await owner.set_password()).is_success
    assert code(await thief.set_password("Stolen2Day")) == "flow_ended"
    await server.signed_in("liming", NEW)


async def test_beginning_and_failing_change_nothing(server: Running) -> None:
    """RST-2: neither the account's lock nor its sessions, nor anything else of it."""
    inside = await server.signed_in()
    one = await forgetful(server).at_code()
    wrong = other_than(recovery_code(server))
    for _ in range(5):
        assert code(await one.prove(wrong)) == "wrong_code"
    assert code(await one.set_password()) == "out_of_order"
    assert (await one.abandon()).status_code == 204
    assert (await inside.get(paths.UNITS)).status_code == 200
    await server.signed_in()
    assert "sms.password_reset" not in keys(server)


@pytest.mark.sql
async def test_done_is_done(server: Running) -> None:
    """IDM-1: after a lost answer the same again gives the same end, and changes nothing."""
    one = await forgetful(server).at_password()
    await one.set_password()
    assert (await one.set_password(NEW)).json()["step"] == "done"
    assert code(await one.set_password("Another7Day")) == "key_reused"
    assert keys(server).count("sms.password_reset") == 1
    await server.signed_in("liming", NEW)
    for late in (await one.send_code(), await one.back(), await one.ask_face(), await one.identify()):
        assert code(late) == "out_of_order"


# --- the new password (PWD-1)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short1A", "malformed"),
        ("alllowercase", "malformed"),
        ("with Space1", "malformed"),
        ("P@ssw0rd1", "password_refused"),
        ("My.LiMing9", "password_refused"),
        ("Ab@000001", "password_refused"),
        ("Ab@880512003", "password_refused"),
        (PASSWORD, "password_refused"),
    ],
)
async def test_a_password_that_may_not_be_had(server: Running, password: str, said: str) -> None:
    """PWD-01, PWD-1, COD-4: the proof stands, and another may be tried."""
    one = await forgetful(server).at_password()
    reply = await one.set_password(password)
    assert (code(reply), reply.json()["field"]) == (said, "password")
    assert (await one.view())["step"] == "password"
    await server.signed_in()
    assert (await one.set_password()).json()["step"] == "done"


async def reset_before(server: Running) -> Forgetful:
    """A recovery that has its proof, of an account whose password is on no list; and locked."""
    assert (await (await forgetful(server).at_password()).set_password("Quiet7River")).is_success
    for _ in range(5):
        await server.caller().solved_login(password=WRONG)
    await server.manual.advance(60)
    one = await forgetful(server).at_password()
    server.compared.clear()
    return one


async def test_that_a_new_password_is_the_old_one_is_said_twice(server: Running) -> None:
    """PWD-1, LOG-09: each such answer is a guess that was right; then the flow is over, whatever is tried, and what was proved is void."""
    one = await reset_before(server)
    for _ in range(2):
        reply = await one.set_password("Quiet7River")
        assert (code(reply), reply.json()["field"]) == ("password_refused", "password")
    assert [code(await one.set_password(each)) for each in ("Other7Words", "Quiet7River")] == ["flow_ended", "flow_ended"]
    assert server.compared == ["Quiet7River"] * 2
    assert code(await server.caller().login(password="Quiet7River")) == "locked"


async def test_once_is_a_slip(server: Running) -> None:
    one = await reset_before(server)
    assert code(await one.set_password("Quiet7River")) == "password_refused"
    assert (await one.set_password("Other7Words")).json()["step"] == "done"
    await server.signed_in("liming", "Other7Words")


async def test_the_rule_is_the_policys(start: Start) -> None:
    """Letters and digits are two of three in Jiangmen."""
    server = await start(policy="jiangmen")
    one = await forgetful(server).at_password()
    assert (await one.set_password("sunny7days")).json()["step"] == "done"


# --- order (RST-1, REG-1)


async def test_steps_out_of_order(server: Running) -> None:
    one = forgetful(server)
    await one.begin()
    for reply in (await one.send_code(), await one.prove("123456"), await one.ask_face(), await one.set_password(), await one.back()):
        assert code(reply) == "out_of_order"
    assert code(await one.face()) == "face_unknown"
    await one.identify()
    assert code(await one.identify()) == "out_of_order"
    assert code(await one.set_password()) == "out_of_order"
    assert (await one.back()).json()["identity"]["name"] == "李明"
    await one.identify()
    await one.send_code()
    assert (await one.prove(recovery_code(server))).json()["step"] == "password"
    for reply in (await one.send_code(), await one.prove("123456"), await one.ask_face(), await one.identify(ZHAO), await one.back()):
        assert code(reply) == "out_of_order"


async def test_a_code_is_good_in_its_own_flow_only(server: Running) -> None:
    """COD-1, RST-1: two flows of one person; and none of another person, nor after the identity was changed in the same flow."""
    one, other = await forgetful(server).at_code(), await forgetful(server).at_proof()
    right = recovery_code(server)
    assert code(await other.prove(right)) == "code_void"
    await one.back()
    await one.identify(ZHAO)
    assert code(await one.prove(right)) == "code_void"
    await one.back()
    await one.identify()
    assert (await one.prove(right)).json()["step"] == "password"


async def test_a_code_is_good_for_its_own_purpose_only(server: Running) -> None:
    """COD-1: one for binding the same number is none."""
    inside = await server.signed_in()
    assert (await inside.http.post(paths.SECURITY_MOBILE_CODE, json={"mobile": MOBILE})).is_success
    bound = next(each.message.params["code"] for each in server.services.messages.delivered(MOBILE, None, 1))
    one = await forgetful(server).at_proof()
    assert code(await one.prove(bound)) == "code_void"


async def test_the_link_of_a_face_check_is_over_after_going_back(server: Running) -> None:
    """REG-2: nor does one that waits prove anything after the code did."""
    one = await forgetful(server).at_proof()
    link = (await one.ask_face()).json()["link_id"]
    await one.back()
    assert (await look(server, link))["code"] == "face_unknown"
    await one.identify()
    link = (await one.ask_face()).json()["link_id"]
    await one.send_code()
    await one.prove(recovery_code(server))
    assert (await look(server, link))["code"] == "face_unknown"


async def test_a_flow_of_another_kind_is_none(server: Running) -> None:
    one = await forgetful(server).at_proof()
    assert code(await one.http.get(paths.REGISTRATION, headers=one.headers)) == "flow_ended"
    registration = (await one.http.post(paths.REGISTRATIONS)).json()["flow"]
    assert code(await Forgetful(server, one.http, registration).identify()) == "flow_ended"


@pytest.mark.parametrize("flow", ["", "x", "x" * 2_000])
async def test_no_flow(server: Running, flow: str) -> None:
    one = Forgetful(server, server.caller().http, flow)
    for reply in (await one.identify(), await one.send_code(), await one.prove("123456"), await one.set_password(), await one.face()):
        assert code(reply) == "flow_ended"
    assert (await one.abandon()).status_code == 204


# --- times


async def test_a_flow_lasts_thirty_minutes(server: Running) -> None:
    """REG-1."""
    one = await forgetful(server).at_proof()
    await server.manual.advance(minutes=30, seconds=-1)
    assert (await one.view())["seconds"] == 1
    await server.manual.advance(1)
    assert code(await one.send_code()) == "flow_ended"


async def test_a_proved_flow_ends_in_time_too(server: Running) -> None:
    one = await forgetful(server).at_password()
    await server.manual.advance(minutes=30)
    assert code(await one.set_password()) == "flow_ended"
    await server.signed_in()


async def test_a_code_lasts_five_minutes_and_another_may_be_sent_after_one(server: Running) -> None:
    """SMS-01, COD-1, COD-3."""
    one = await forgetful(server).at_code()
    old = recovery_code(server)
    reply = await one.send_code()
    assert (code(reply), reply.json()["retry_after"]) == ("too_many", 60)
    assert (await one.view())["resend"] == 60
    await server.manual.advance(60)
    assert (await one.view())["resend"] == 0
    assert (await one.send_code()).is_success
    new = recovery_code(server)
    if new != old:
        assert code(await one.prove(old)) == "wrong_code"
    await server.manual.advance(300)
    assert code(await one.prove(new)) == "code_void"


@pytest.mark.sql
async def test_ten_codes_a_day_for_a_person(server: Running) -> None:
    """COD-3."""
    for _ in range(10):
        assert (await (await forgetful(server).at_proof()).send_code()).is_success
        await server.manual.advance(minutes=5)
    one = await forgetful(server).at_proof()
    reply = await one.send_code()
    assert (code(reply), reply.json()["retry_after"]) == ("too_many", 24 * 3600 - 50 * 60)


@pytest.mark.sql
async def test_ten_wrong_codes_an_hour_whatever_is_sent_anew(server: Running) -> None:
    """COD-2: five void a code, ten lock this proof for an hour; the face stays open, and so does the account."""
    one = await forgetful(server).at_proof()
    for _ in range(2):
        await one.send_code()
        wrong = other_than(recovery_code(server))
        replies = [await one.prove(wrong) for _ in range(5)]
        assert [reply.json()["attempts_left"] for reply in replies] == [4, 3, 2, 1, 0]
        await server.manual.advance(60)
    await one.send_code()
    reply = await one.prove(recovery_code(server))
    assert (code(reply), reply.json()["retry_after"]) == ("locked", 3600 - 60)
    await server.signed_in()
    assert (await one.ask_face()).is_success


async def test_a_face_check_lasts_three_minutes(server: Running) -> None:
    one = await forgetful(server).at_proof()
    link = (await one.ask_face()).json()["link_id"]
    await server.manual.advance(180)
    assert (await one.face()).json()["state"] == "expired"
    assert (await look(server, link))["code"] == "face_unknown"


@pytest.mark.sql
async def test_a_number_that_has_changed_hands_proves_nothing(start: Start) -> None:
    """REG-3: the code was sent to it while it was still bound."""
    server = await start(policy="beijing")
    one = await forgetful(server).at_code()
    right = recovery_code(server)
    other = await server.signed_in("wangfang")
    await other.http.post(paths.SECURITY_MOBILE_CODE, json={"mobile": MOBILE})
    bound = next(each.message.params["code"] for each in server.services.messages.delivered(MOBILE, None, 1))
    taken = {"mobile": MOBILE, "code": bound, "password": PASSWORD}
    assert (await other.http.put(paths.SECURITY_MOBILE, json=taken)).is_success
    assert code(await one.prove(right)) == "code_void"


async def test_a_number_that_is_bound_no_longer_proves_nothing(server: Running) -> None:
    """COD-1: the owner has another one by now."""
    one = await forgetful(server).at_code()
    right, owner, new = recovery_code(server), await server.signed_in(), "13800000100"
    await owner.http.post(paths.SECURITY_MOBILE_CODE, json={"mobile": new})
    bound = next(each.message.params["code"] for each in server.services.messages.delivered(new, None, 1))
    assert (await owner.http.put(paths.SECURITY_MOBILE, json={"mobile": new, "code": bound, "password": PASSWORD})).is_success
    assert code(await one.prove(right)) == "code_void"


async def test_beginnings_are_counted_by_address(server: Running) -> None:
    replies = [await forgetful(server).begin() for _ in range(121)]
    assert [reply.status_code for reply in replies] == [201] * 120 + [429]


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"number": "440199198805120031"}, "number"), ({"name": "李1"}, "name"), ({"name": "LI MING"}, "name"), ({"number": ""}, "number")],
)
async def test_what_could_be_nobodys_is_said_at_once(server: Running, changed: Json, field: str) -> None:
    """DOC-01: by form alone."""
    one = forgetful(server)
    await one.begin()
    reply = await one.identify({**LIMING, **changed})
    assert (code(reply), reply.json()["field"]) == ("malformed", field)
    assert (await one.view())["step"] == "identity"


async def test_a_registered_person_recovers_by_what_they_registered(server: Running) -> None:
    """REG-04, then FPW-01."""
    issue(server)
    registering = await applicant(server).at_code()
    assert (await registering.finish()).json()["step"] == "done"
    one = await forgetful(server).at_password(ZHOU, THEIRS)
    assert (await one.set_password("Rainy7Nights")).json()["step"] == "done"
    await server.signed_in("zhouting", "Rainy7Nights")


async def test_wrong_passwords_are_forgotten_with_the_old_one(server: Running) -> None:
    """LOG-06: the counter is 0, and a captcha is asked of the client that was wrong only."""
    await server.caller().login(password=WRONG)
    one = await forgetful(server).at_password()
    await one.set_password()
    await server.signed_in("liming", NEW)
