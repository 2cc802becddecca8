"""找回手机号码 on the bureau's pages and at its services: identity, number, face; never by codes alone (BJ-47, BJ-23)."""

import asyncio
import re

import pytest
from sqlalchemy import update

from etax_client.domain.channels import Channel
from etax_client.domain.flows.mobile_recovery import MobileStep, MobileView
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.own_acts import OwnAct
from etax_client.domain.sessions.qr_login import App
from etax_client.server.services.bundle import Services
from etax_client.server.services.sessions import own_log
from etax_client.server.store.tables import persons
from tests.pages.bureau.insiders import code_to, logged_in
from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.attempting import ADDRESS, CHEN, FENG, LIU, MOBILE, change, id_of
from tests.server.running import Running

AT, FREE, CHENS = "/bureau/mobile", "13900000077", "13900000006"
FENG_IS = {"document_type": "resident_id", "number": "110199197512240011", "name": "冯云"}
LIU_IS = {"document_type": "resident_id", "number": "110199198001010016", "name": "刘洋"}


async def numbered(server: Running, someone: Surfer, who: dict[str, str], mobile: str) -> Surfer:
    """Behind the code to a number."""
    await (await someone.open(AT)).send(f"{AT}/identity", **who)
    await someone.send(f"{AT}/number", to=f"{AT}/code", mobile=mobile)
    return await someone.send(f"{AT}/number", mobile=mobile, code=code_to(server, mobile))


@pytest.mark.parametrize("app", App)
async def test_a_number_is_found_again_by_code_and_face(server: Running, app: App) -> None:
    """BJ-47, J3: 冯云, who has no number, takes it over from 陈晨; then it logs her in."""
    one = await numbered(server, surfer(server), FENG_IS, CHENS)
    assert "第 3 步，共 3 步" in one.text
    await one.send(f"{AT}/face", way=app)
    link = next(address for address in one.page.addresses if address.startswith(f"/{app.at('F')}/"))
    await (await surfer(server).open(link)).send(link)
    await one.open(AT)
    assert "139****0006 已绑定" in one.text
    with server.services.store.read() as connection:
        system = server.services.bureau.system
        assert own_log.read(connection, system, id_of(server.services, CHEN))[0].act is OwnAct.mobile_lost
        assert own_log.read(connection, system, id_of(server.services, FENG))[0].act is OwnAct.mobile_bound
    await server.manual.advance(120)
    await logged_in(server, CHENS, CHENS)


async def test_what_is_wrong_is_said_beside_the_field(server: Running) -> None:
    one = await (await surfer(server).open(AT)).send(f"{AT}/identity", **FENG_IS)
    await one.send(f"{AT}/number", to=f"{AT}/code", mobile="123")
    assert (one.status, one.page.inputs["mobile"]["value"]) == (422, "123")
    await one.send(f"{AT}/number", to=f"{AT}/code", mobile=FREE)
    await one.send(f"{AT}/number", mobile=FREE, code="12")
    assert (one.status, one.page.inputs["code"]["aria-invalid"]) == (422, "true")
    await one.send(f"{AT}/number", mobile=CHENS, code=code_to(server, FREE))
    assert (one.status, "验证码" in one.text) == (403, True), "the code is another number's"
    await one.send(f"{AT}/number", mobile=FREE, code=code_to(server, FREE))
    assert "第 3 步" in one.text
    await one.send(f"{AT}/back")
    await one.send(f"{AT}/number", mobile=FREE, code=code_to(server, FREE))
    assert one.status == 403, "one step back, and the code is to be had anew"


def page_of(someone: Surfer, *hidden: str) -> str:
    """Its HTML without what differs anyway."""
    assert someone.reply is not None
    text = re.sub('name="(token|once)" value="[^"]+"', "", someone.reply.text)
    for each in hidden:
        text = text.replace(each, "")
    return text


async def test_nobody_is_told_who_is_registered_before_the_face(server: Running) -> None:
    """BJ-47: 李明 has no account at the bureau; at the face he is another person, as he would be with another's document."""
    who = {**FENG_IS, "number": "440199198805120030", "name": "李明"}
    known = await numbered(server, surfer(server), FENG_IS, FREE)
    await server.manual.advance(120)
    unknown = await numbered(server, surfer(server), who, FREE)
    hidden = [FENG_IS["number"], FENG_IS["name"], who["number"], who["name"]]
    assert page_of(known, *hidden) == page_of(unknown, *hidden)
    await unknown.send(f"{AT}/face", way="bureau")
    link = next(address for address in unknown.page.addresses if address.startswith("/BF/"))
    face = await (await surfer(server).open(link)).send(link)
    assert "人脸识别未通过" in face.text


async def test_the_four_types_prove_it_by_their_mailbox_or_go_to_the_hall(server: Running) -> None:
    """BJ-47: the face is not for them; who has no account is told nothing."""
    maria = {"document_type": "foreign_passport", "number": "X20260007", "name": "MARTA ROSSI"}
    nobody = {**maria, "number": "X20260009", "name": "NO BODY"}
    change(server.services, FENG, email="m.rossi@example.com")
    with server.services.store.write() as connection:
        hers = {"document_type": maria["document_type"], "document_number": maria["number"], "name": maria["name"]}
        connection.execute(update(persons).where(persons.c.name == FENG).values(hers))
    one = await numbered(server, surfer(server), maria, FREE)
    assert ("请到办税服务厅办理" in one.text, any(form.action == f"{AT}/face" for form in one.page.forms)) == (True, False)
    await one.send(f"{AT}/sms-code")
    code = server.services.messages.delivered("m.rossi@example.com", None, 1)[0].message.params["code"]
    await server.manual.advance(120)
    other = await (await numbered(server, surfer(server), nobody, CHENS)).send(f"{AT}/sms-code")
    assert (other.status, "验证码已发送" in other.text) == (200, True)
    await other.send(f"{AT}/email-proof", code=code)
    assert other.status == 403
    await one.send(f"{AT}/email-proof", code=code)
    assert "139****0077 已绑定" in one.text


# --- at the services


def at_face(services: Services, who: dict[str, str], mobile: str) -> str:
    recoveries = services.bureau.mobile_recoveries
    begun = recoveries.flow.begin(Channel.bureau, ADDRESS)
    assert not isinstance(begun, Refused)
    secret = begun[0].reveal()
    recoveries.identify(secret, DocumentType(who["document_type"]), who["number"], who["name"])
    assert isinstance(recoveries.send_code(secret, mobile), MobileView)
    code = Secret(services.messages.delivered(mobile, None, 1)[0].message.params["code"])
    assert isinstance(recoveries.prove(secret, mobile, code), MobileView)
    return secret


def test_no_number_is_bound_by_codes_alone(server: Running) -> None:
    """BJ-47: whoever knows an ID number would else have the account by two SMS codes."""
    services = server.services
    secret = at_face(services, LIU_IS, FREE)
    view = services.bureau.mobile_recoveries.flow.view(secret)
    assert isinstance(view, MobileView)
    assert view.step is MobileStep.face
    assert services.bureau.mobile_recoveries.flow.send_code(secret) == Refused(RefusalCode.out_of_order)
    with services.store.read() as connection:
        assert own_log.read(connection, services.bureau.system, id_of(services, LIU)) == ()


async def test_two_find_one_number_again_at_once(server: Running) -> None:
    """BJ-23: both faces are looked at; exactly one has the number, the other's is empty, and twenty looks at one link are one."""
    services = server.services
    first = at_face(services, FENG_IS, FREE)
    await server.manual.advance(120)
    second = at_face(services, LIU_IS, FREE)
    links = []
    for secret in (first, second):
        asked = services.bureau.mobile_recoveries.flow.ask_face(secret)
        assert not isinstance(asked, Refused)
        links += [asked.link_id] * 10
    seen = await asyncio.gather(*(asyncio.to_thread(services.bureau.faces.check, link, ADDRESS) for link in links))
    assert sum(not isinstance(each, Refused) for each in seen) == 2
    with services.store.read() as connection:
        system = services.bureau.system
        mine = [own_log.read(connection, system, id_of(services, name)) for name in (FENG, LIU)]
    assert sorted(tuple(entry.act for entry in each) for each in mine) == sorted(
        [(OwnAct.mobile_lost, OwnAct.mobile_bound), (OwnAct.mobile_bound,)]
    )


async def test_a_change_in_the_account_centre_meanwhile(server: Running) -> None:
    """BJ-23: the last commit wins, nobody keeps the number twice; the one that was there before is told."""
    services = server.services
    secret = at_face(services, LIU_IS, FREE)
    change(services, CHEN, mobile=FREE)
    asked = services.bureau.mobile_recoveries.flow.ask_face(secret)
    assert not isinstance(asked, Refused)
    assert not isinstance(services.bureau.faces.check(asked.link_id, ADDRESS), Refused)
    assert services.messages.delivered(MOBILE, None, 1)[0].message.key == "sms.bureau.mobile_changed"
    assert services.messages.delivered(FREE, None, 1)[0].message.key == "sms.bureau.mobile_bound"
