"""Registration: each way through it, what each step refuses, its codes and its times (REG, COD, SMS)."""

import pytest
from sqlalchemy import select

from etax_client.domain.face_check import FaceOutcome
from etax_client.server.services import face_checks
from etax_client.server.store.tables import persons
from etax_client.wire import paths
from tests.server.registering import CODE, MOBILE, NEW, SMITH, ZHOU, accounts_of, applicant, inbox, issue, sms_code
from tests.server.running import Json, Running, Start, code

STEPS = ["agreement", "way", "identity", "proof", "settings", "sms_code", "done"]


async def test_by_hall_code(server: Running) -> None:
    """REG-01, REG-02, REG-04: step by step to an account that works with mobile number, login name and ID number."""
    issue(server)
    one = applicant(server)
    replies = [await one.begin(), await one.agree(), await one.choose(), await one.identify(), await one.hall_code(CODE.lower())]
    replies += [await one.set_up(), await one.send_code(), await one.finish()]
    assert [reply.json().get("registration", reply.json())["step"] for reply in replies] == [*STEPS[:6], "sms_code", "done"]
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
    one = await applicant(server).at_proof(way="face")
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
    one = await applicant(server).at_proof(way="face")
    link = (await one.ask_face()).json()["link_id"]
    phone = server.caller().http
    assert (await phone.post(paths.PHONE_FACE_CHECKS, json={"link": link})).json()["state"] == outcome
    assert (await one.view())["step"] == "proof"
    again = (await one.ask_face()).json()["link_id"]
    assert code(await phone.post(paths.PHONE_FACES, json={"link": link})) == "face_unknown"
    assert (await phone.post(paths.PHONE_FACES, json={"link": again})).json()["state"] == "waiting"
