"""Registration: each way through it, and what each step refuses (REG-01 to REG-06, COD-5)."""

import pytest
from sqlalchemy import insert, select, update

from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.server.services.identity import face_checks
from etax_client.server.store.tables import flows, persons
from etax_client.wire import paths
from tests.server.identity.registering import CODE, MOBILE, NEW, SMITH, ZHOU, accounts_of, applicant, inbox, issue, sms_code
from tests.server.running import Json, Running, Start, code

STEPS = ["way", "agreement", "identity", "settings", "sms_code", "sms_code", "done"]
"""By hall code, from the client (REG-01)."""
WRONG = "ZZZZZZ"
LI = {"document_type": "resident_id", "number": "440199198805120030", "name": "李明"}


async def test_by_hall_code(server: Running) -> None:
    """REG-01, REG-02, REG-04: step by step to an account that works with mobile number, login name and ID number."""
    issue(server)
    one = applicant(server)
    replies = [await one.begin(), await one.choose(), await one.agree(), await one.hall_code(CODE.lower())]
    replies += [await one.set_up(), await one.send_code(), await one.finish()]
    assert [reply.json().get("registration", reply.json())["step"] for reply in replies] == STEPS
    assert replies[3].json()["identity"] == {**ZHOU, "nationality": "CN", "birth": "1996-07-26", "sex": "女"}
    for account in ("zhouting", MOBILE, ZHOU["number"]):
        await server.signed_in(account, NEW)
    assert [each.message.key for each in inbox(server)] == ["sms.registered", "sms.code.registration"]
    assert [account["login_name"] for account in accounts_of(server, ZHOU["number"])] == ["zhouting"]


async def test_an_id_number_of_a_foreigner_is_no_account(server: Running) -> None:
    """LOG-02, REG-04: login name and mobile number only."""
    issue(server, SMITH)
    one = await applicant(server).at_code(SMITH, login_name="maryj")
    assert (await one.finish()).json()["step"] == "done"
    await server.signed_in("maryj", NEW)
    assert code(await server.caller().login(SMITH["number"], NEW)) == "wrong_credentials"


async def test_by_face(server: Running) -> None:
    """REG-03: the link is looked at once, by another device, and the flow goes on."""
    one = await applicant(server).at_face()
    link = (await one.ask_face()).json()
    assert link["seconds"] == 180
    phone = server.caller().http
    shown = await phone.post(paths.PHONE_FACES, json={"link": link["link_id"]})
    assert shown.json() == {"state": "waiting", "masked_name": "周*", "seconds": 180}
    assert (await one.view())["step"] == "proof"
    assert (await phone.post(paths.PHONE_FACE_CHECKS, json={"link": link["link_id"]})).json()["state"] == "pass"
    assert (await one.face()).json()["state"] == "pass"
    assert (await one.view())["step"] == "settings"
    assert code(await phone.post(paths.PHONE_FACE_CHECKS, json={"link": link["link_id"]})) == "face_unknown"


@pytest.mark.parametrize("outcome", [FaceOutcome.other_person, FaceOutcome.unreachable])
async def test_a_face_check_that_does_not_pass(server: Running, outcome: FaceOutcome) -> None:
    """REG-03: three outcomes; one may ask again, and the earlier link is over."""
    with server.services.store.write() as connection:
        mine = select(persons.c.id).where(persons.c.document_number == ZHOU["number"])
        face_checks.decide(connection, connection.execute(mine).scalar_one(), outcome)
    one = await applicant(server).at_face()
    link = (await one.ask_face()).json()["link_id"]
    phone = server.caller().http
    assert (await phone.post(paths.PHONE_FACE_CHECKS, json={"link": link})).json()["state"] == outcome
    assert (await one.view())["step"] == "proof"
    again = (await one.ask_face()).json()["link_id"]
    assert code(await phone.post(paths.PHONE_FACES, json={"link": link})) == "face_unknown"
    assert (await phone.post(paths.PHONE_FACES, json={"link": again})).json()["state"] == "waiting"


async def test_nobody_has_the_face_of_another_name(server: Running) -> None:
    """REG-03: the document is known under another name."""
    one = await applicant(server).at_face({**ZHOU, "name": "周停"})
    link = (await one.ask_face()).json()["link_id"]
    assert (await server.caller().http.post(paths.PHONE_FACE_CHECKS, json={"link": link})).json()["state"] == "other_person"


async def test_a_face_check_lasts_three_minutes(server: Running) -> None:
    """REG-2: 180 seconds by the server's clock."""
    one = await applicant(server).at_face()
    link = (await one.ask_face()).json()["link_id"]
    await server.manual.advance(179)
    assert (await one.face()).json() == {"state": "waiting", "seconds": 1, "app": "itax"}
    await server.manual.advance(1)
    assert (await one.face()).json() == {"state": "expired", "seconds": 0, "app": "itax"}
    assert code(await server.caller().http.post(paths.PHONE_FACE_CHECKS, json={"link": link})) == "face_unknown"


async def test_what_is_looked_at_before_going_back_proves_nothing(server: Running) -> None:
    """REG-1: the link hangs on the identity that it was asked for."""
    one = await applicant(server).at_face()
    link = (await one.ask_face()).json()["link_id"]
    await one.back()
    assert code(await server.caller().http.post(paths.PHONE_FACE_CHECKS, json={"link": link})) == "face_unknown"


@pytest.mark.parametrize(
    ("policy", "ways", "by_face"),
    [("national", {"hall_code", "face"}, 1), ("jiangmen", {"hall_code", "face"}, 7), ("beijing", {"face"}, 7)],
)
async def test_ways_and_types_of_a_policy(start: Start, policy: str, ways: set[str], by_face: int) -> None:
    """REG-01, REG-03 and the table of policies."""
    server = await start(policy=policy)
    found = {way for way in ("hall_code", "face") if (await _at_way(server, way)) == 200}
    assert found == ways
    numbers = {
        "resident_id": "440199199607260029",
        "hk_macao_permit": "H00000001",
        "taiwan_permit": "00000001",
        "hk_macao_residence": "810000191203070013",
        "taiwan_residence": "830000191203070017",
        "foreign_permanent_resident": "911840191203070012",
        "cn_passport": "EA0000001",
        "foreign_passport": "AB1234567",
        "work_permit_a": "123456789012345678",
        "work_permit_b": "123456789012345678",
        "work_permit_c": "123456789012345678",
    }
    taken = 0
    for document_type, number in numbers.items():
        one = await applicant(server).at_identity("face")
        foreign = {"nationality": "US"} if document_type[:7] in ("foreign", "work_pe") else {}
        reply = await one.identify({"document_type": document_type, "number": number, "name": "周婷", **foreign})
        taken += reply.is_success
        assert reply.is_success or reply.json()["field"] == "document_type", reply.text
    assert taken == by_face


async def _at_way(server: Running, way: str) -> int:
    one = applicant(server)
    await one.begin()
    return (await one.choose(way)).status_code


async def test_without_a_login_name(start: Start) -> None:
    """The policy of jiangmen asks for none, and takes two classes in a password."""
    server = await start(policy="jiangmen")
    issue(server)
    one = await applicant(server).at_settings()
    assert (await one.set_up()).json()["field"] == "login_name"
    assert (await one.set_up(login_name=None, password="sunny7days")).json()["settings"]["login_name"] is None
    await one.send_code()
    assert (await one.finish()).json()["step"] == "done"
    await server.signed_in(MOBILE, "sunny7days")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"number": "440199199607260020"}, "number"),
        ({"number": ""}, "number"),
        ({"name": "周\ue000"}, "name"),
        ({"name": "ZHOU TING"}, "name"),
        ({"birth": "1996-07-27"}, "birth"),
        ({"sex": "男"}, "sex"),
        ({"nationality": "US"}, "nationality"),
    ],
)
async def test_an_identity_that_is_wrong_names_its_field(server: Running, changed: Json, field: str) -> None:
    """DOC-01, INP-2: nothing that the number tells is overruled."""
    one = await applicant(server).at_identity("face")
    reply = await one.identify({**ZHOU, **changed})
    assert (code(reply), reply.json()["field"]) == ("malformed", field)
    assert (await one.view())["step"] == "identity"


async def test_a_foreigners_nationality_is_asked_for(server: Running) -> None:
    """documents.md: a passport's number doesn't tell it, and it is not China's."""
    one = await applicant(server).at_identity()
    for nationality in (None, "CN"):
        reply = await one.identify({**SMITH, "nationality": nationality, "hall_code": CODE})
        assert reply.json()["field"] == "nationality"


@pytest.mark.parametrize(
    ("changed", "why", "field"),
    [
        ({"login_name": "1234567"}, "malformed", "login_name"),
        ({"login_name": "x"}, "malformed", "login_name"),
        ({"login_name": None}, "malformed", "login_name"),
        ({"login_name": "liming"}, "login_name_taken", "login_name"),
        ({"mobile": "12345"}, "malformed", "mobile"),
        ({"mobile": "13800000001"}, "mobile_taken", "mobile"),
        ({"password": "sunny7days"}, "malformed", "password"),
        ({"password": "Sunny 7Days"}, "malformed", "password"),
        ({"password": "Password123"}, "password_refused", "password"),
        ({"password": "Zhouting1"}, "password_refused", "password"),
        ({"password": "X800000009y"}, "password_refused", "password"),
        ({"household": "广东省江门市"}, "malformed", "household"),
    ],
)
async def test_settings_that_are_refused(server: Running, changed: dict[str, str | None], why: str, field: str) -> None:
    """REG-05, PWD-1, REG-3: each names its field."""
    issue(server)
    one = await applicant(server).at_settings()
    reply = await one.set_up(**changed)
    assert (code(reply), reply.json()["field"]) == (why, field)
    assert (await one.view())["step"] == "settings"


async def test_someone_who_is_registered_is_told_so(server: Running) -> None:
    """REG-05: by hall code behind the proof, and the code stays good; by face before one goes before the camera."""
    issue(server, LI)
    one = await applicant(server).with_code(LI)
    assert code(await one.hall_code(WRONG)) == "wrong_hall_code"
    assert code(await one.hall_code()) == "already_registered"
    by_face = await applicant(server).at_identity("face")
    assert code(await by_face.identify(LI)) == "already_registered"


async def test_who_is_registered_is_told_neither_often_nor_without_the_name(server: Running) -> None:
    """REG-05: name and number both have to be known, and an address is told so 20 times a minute at most."""
    one = await applicant(server).at_identity("face")
    assert (await one.identify({**LI, "name": "周停"})).is_success
    other = await applicant(server).at_identity("face")
    seen = [code(await other.identify(LI)) for _ in range(21)]
    assert seen == ["already_registered"] * 20 + ["too_many"]
    await server.manual.advance(60)
    assert code(await other.identify(LI)) == "already_registered"


async def test_whose_names_and_numbers_there_are_is_told_so_often_to_an_address(server: Running) -> None:
    """REG-05: one proof is enough to ask, as one stays at the settings; in another flow from there too, and then goes on."""
    issue(server)
    issue(server, SMITH)
    one, other = await applicant(server).at_settings(), await applicant(server).at_settings(SMITH)
    seen = [code(await one.set_up(login_name=each, mobile="13800000001")) for each in ["liming"] * 10 + ["zhouting"] * 10 + ["zhouting"]]
    assert seen == ["login_name_taken"] * 10 + ["mobile_taken"] * 10 + ["too_many"]
    assert code(await other.set_up(login_name="mary")) == "too_many"
    await server.manual.advance(60)
    assert (await other.set_up(login_name="mary")).is_success


async def test_a_flow_from_an_earlier_order_of_steps_goes_on(server: Running) -> None:
    """REG-01, REG-02: one that stood before the hall code asks for identity and code, one that had agreed first for the way."""
    issue(server)
    one = await applicant(server).with_code()
    with server.services.store.write() as connection:
        flow = connection.execute(select(flows.c.content)).scalar_one()
        connection.execute(update(flows).values(content=flow.replace('"identity"', '"proof"', 1)))
    assert (await one.view())["step"] == "identity"
    assert (await one.hall_code()).json()["step"] == "settings"


async def test_going_back_keeps_what_was_filled_in_but_no_secret(server: Running) -> None:
    """REG-06: settings stay, the password has to be typed again; no way leads back behind the proof."""
    issue(server)
    one = await applicant(server).at_code()
    back = (await one.back()).json()
    assert (back["step"], back["settings"]) == ("settings", {"login_name": "zhouting", "mobile": MOBILE, "household": None})
    assert NEW not in str(back)
    assert code(await one.finish("123456")) == "out_of_order"
    assert code(await one.back()) == "out_of_order"
    assert (await one.set_up(mobile="13800000019")).json()["step"] == "sms_code"


async def test_a_name_taken_meanwhile_leads_back_and_the_code_stays_good(server: Running) -> None:
    """COD-4, REG-05: two who chose the same name."""
    issue(server)
    issue(server, SMITH)
    one, other = await applicant(server).at_code(), await applicant(server).at_code(SMITH, mobile="13800000019")
    assert (await one.finish()).is_success
    right = sms_code(server, "13800000019")
    assert code(await other.finish(right)) == "login_name_taken"
    assert (await other.view())["step"] == "settings"
    assert (await other.set_up(login_name="mary", mobile="13800000019")).is_success
    assert (await other.finish(right)).json()["step"] == "done"


async def test_a_number_is_taken_over_where_the_policy_says_so(start: Start) -> None:
    """BJ-01, REG-3: it becomes empty at its old holder, and the codes that were sent to it are void."""
    server = await start(policy="beijing")
    one = await applicant(server).at_face()
    link = (await one.ask_face()).json()["link_id"]
    await server.caller().http.post(paths.PHONE_FACE_CHECKS, json={"link": link})
    assert (await one.set_up(mobile="13800000001")).is_success
    await one.send_code()
    assert (await one.finish(sms_code(server, "13800000001"))).json()["step"] == "done"
    assert [account["mobile"] for account in accounts_of(server, LI["number"])] == [None]
    assert [account["mobile"] for account in accounts_of(server, ZHOU["number"])] == ["13800000001"]


async def test_the_end_can_be_asked_for_again(server: Running) -> None:
    """IDM-1, IDM-2: an answer that was lost is given once more, and nothing is done twice."""
    issue(server)
    one = await applicant(server).at_code()
    right = sms_code(server)
    first, again = await one.finish(right), await one.finish(right)
    assert first.json() == again.json() == await one.view()
    assert len(accounts_of(server, ZHOU["number"])) == 1


async def test_a_flow_lasts_thirty_minutes(server: Running) -> None:
    """REG-1; one that is over, unknown or given up is told apart by nothing."""
    issue(server)
    one = await applicant(server).at_settings()
    await server.manual.advance(1799)
    assert (await one.view())["seconds"] == 1
    await server.manual.advance(1)
    over = await one.set_up()
    one.flow = "x" * 43
    unknown = await one.set_up()
    given_up = await applicant(server).with_code()
    assert (await given_up.abandon()).status_code == 204
    abandoned = await given_up.hall_code()
    assert over.content == unknown.content == abandoned.content
    assert code(over) == "flow_ended"


async def test_no_field_is_taken_from_the_client_that_is_the_servers(server: Running) -> None:
    """REG-2: mass assignment."""
    one = await applicant(server).at_identity()
    for extra in ({"step": "settings"}, {"verified": True}, {"person_id": 1}, {"face": "pass"}, {"level": 5}):
        assert code(await one.identify({**ZHOU, **extra})) == "malformed"
        assert code(await one.set_up(**{key: str(value) for key, value in extra.items()})) == "malformed"
    assert (await one.view())["step"] == "identity"


async def test_flows_can_not_be_begun_without_end(server: Running) -> None:
    """LCK-12 in spirit: nobody can push out others' flows."""
    one = applicant(server)
    seen = [(await one.begin()).status_code for _ in range(122)]
    assert seen == [201] * 120 + [429] * 2


async def test_what_the_hall_has_recorded_stands(server: Running) -> None:
    """REG-07: a name in other letters, or facts that are not typed, overwrite nothing."""
    with server.services.store.write() as connection:
        row = {"document_type": "foreign_passport", "document_number": SMITH["number"], "name": "MARY JONES", "nationality": "GB"}
        connection.execute(insert(persons).values(**row, birth="1980-01-01", sex="女"))
    issue(server, SMITH)
    one = await applicant(server).at_code({**SMITH, "name": "Mary Jones"}, login_name="maryj")
    await one.finish()
    [account] = accounts_of(server, SMITH["number"])
    assert (account["name"], account["birth"], account["sex"]) == ("MARY JONES", "1980-01-01", "女")
