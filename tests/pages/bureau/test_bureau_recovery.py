"""忘记密码 on the bureau's pages, without scripts: by SMS code and by the face before either APP (BJ-44 to BJ-46)."""

import re

import pytest

from etax_client.domain.sessions.qr_login import App
from etax_client.server.services.identity import new_accounts
from tests.pages.bureau.insiders import FIRST, code_to, logged_in
from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.attempting import LIU, MOBILE, change, id_of
from tests.server.running import WRONG, Running

FORGOT = "/bureau/forgot"
LIU_IS = {"document_type": "resident_id", "number": "110199198001010016", "name": "刘洋"}
NEW = "Other#2027"


async def identified(someone: Surfer, **typed: str) -> Surfer:
    return await (await someone.open(FORGOT)).send(f"{FORGOT}/identity", **{**LIU_IS, **typed})


async def proved(server: Running, someone: Surfer) -> Surfer:
    await (await identified(someone)).send(f"{FORGOT}/sms-code")
    return await someone.send(f"{FORGOT}/sms-proof", code=code_to(server))


def lock_of_codes(server: Running) -> None:
    system = server.services.bureau.system
    server.services.locks.lock(system.subjects_of(id_of(server.services, LIU))[1], system.policy.account_lockout)


async def test_a_locked_account_opens_again_by_an_sms_code(server: Running) -> None:
    """BJ-44, BJ-45, J6: from the login page; all methods are at zero, the bureau's sessions and attempts end, and nobody is logged in."""
    inside = await logged_in(server)
    lock_of_codes(server)
    one = await surfer(server).open(FIRST)
    for _ in range(2):
        await one.send(FIRST, account="liuyang", password=WRONG, slide="100")
    assert (one.status, "一天内连续失败5次" in one.text, FORGOT in one.page.addresses) == (423, True, True)
    await server.manual.advance(120)
    await proved(server, one)
    assert "第 3 步，共 3 步" in one.text
    await one.send(f"{FORGOT}/password", password=NEW, again=NEW)
    assert ("密码已重置" in one.text, "/bureau/login" in one.page.addresses) == (True, True)
    assert (await inside.open("/bureau/account")).status == 401
    assert LIU not in [each.whose.name for each in server.services.locked_now.all()]
    await server.manual.advance(120)
    again = await logged_in(server, password=NEW)
    rows = (await again.open("/bureau/account/log")).page.rows
    assert [row[1] for row in rows[1:4]] == ["登录", "通过忘记密码重置个人用户密码", "登录"]


@pytest.mark.parametrize("app", App)
async def test_by_the_face_before_either_app(server: Running, app: App) -> None:
    """BJ-45: which is chosen here; the code is for that one, and for whoever has no number too (BJ-37)."""
    change(server.services, LIU, mobile=None, password_hash=None)
    one = await identified(surfer(server))
    await one.send(f"{FORGOT}/face", way=app)
    link = next(address for address in one.page.addresses if address.startswith(f"/{app.at('F')}/"))
    other = await surfer(server).open(f"/{app.other.at('F')}/{link.rpartition('/')[2]}")
    assert other.status == 409
    await (await surfer(server).open(link)).send(link)
    await (await one.open(FORGOT)).send(f"{FORGOT}/password", password=NEW, again=NEW)
    assert "密码已重置" in one.text


async def test_no_app_but_those_two(server: Running) -> None:
    """S-3: what no button says is none of ours."""
    one = await identified(surfer(server))
    assert (await one.send(f"{FORGOT}/face", way="other")).status == 422


def page_of(someone: Surfer, *hidden: str) -> str:
    """Its HTML without what differs anyway."""
    assert someone.reply is not None
    text = re.sub('name="(token|once)" value="[^"]+"', "", someone.reply.text)
    for each in hidden:
        text = text.replace(each, "")
    return text


async def test_nobody_is_told_who_is_registered(server: Running) -> None:
    """BJ-45: who is at the platform alone is as much a stranger here as who is nowhere."""
    known, unknown = surfer(server), surfer(server)
    who = {"number": "440199198805120030", "name": "李明"}
    await identified(known)
    await identified(unknown, **who)
    hidden = [LIU_IS["number"], LIU_IS["name"], *who.values()]
    for form, typed in ((None, {}), ("sms-code", {}), ("sms-proof", {"code": "000001"})):
        for someone in (known, unknown):
            if form is not None:
                await someone.send(f"{FORGOT}/{form}", **typed)
        assert (known.status, page_of(known, *hidden)) == (unknown.status, page_of(unknown, *hidden))


async def test_it_says_which_password_it_is(server: Running) -> None:
    """BJ-46."""
    one = await surfer(server).open(FORGOT)
    assert ("个人用户密码" in one.text, "企业密码不在此处找回" in one.text) == (True, True)


async def test_a_browser_reads_the_code_of_its_own_flow_only_where_the_owner_is(server: Running) -> None:
    """WEB-5: the number is an account's, so that whoever began the recovery reads nothing."""
    one = await (await identified(surfer(server))).send(f"{FORGOT}/sms-code")
    code = code_to(server, MOBILE)
    assert code not in (await one.open("/bjapp/messages")).text


async def test_by_a_code_from_the_mailbox(server: Running) -> None:
    """BJ-45: the one code does not wait for the other, and is no proof of the number, which may be lost meanwhile (BJ-23)."""
    address = "liu.yang@example.com"
    change(server.services, LIU, email=address)
    one = await (await identified(surfer(server))).send(f"{FORGOT}/sms-code")
    await one.send(f"{FORGOT}/email-code")
    code = server.services.messages.delivered(address, None, 1)[0].message.params["code"]
    await one.send(f"{FORGOT}/sms-proof", code=code)
    assert "第 3 步" in one.text
    with server.services.store.write() as connection:
        new_accounts.claim(connection, server.services.bureau.system, MOBILE, server.services.clock.now())
    await one.send(f"{FORGOT}/password", password=NEW, again=NEW)
    assert "密码已重置" in one.text


async def test_the_platforms_recovery_sends_no_mail(server: Running) -> None:
    one = await surfer(server).open("/app/forgot")
    assert (await one.http.post("/app/forgot/email-code")).status_code == 404
