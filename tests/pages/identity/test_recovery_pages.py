"""The pages of 忘记密码 on both sites: order of steps, nothing said of who is registered, and what the new password ends (FPW-01, RST)."""

import re

import pytest
from sqlalchemy import update

from etax_client.server.pages.sites import APP
from etax_client.server.store.tables import accounts
from tests.pages.identity.registering import NEW_PASSWORD, sms_code
from tests.pages.surfing import Surfer, surfer
from tests.server.running import PASSWORD, WRONG, Running

SITES = ("/app", "/portal")
LI = {"document_type": "resident_id", "number": "440199198805120030", "name": "李明"}
MOBILE = "13800000001"


async def identified(someone: Surfer, site: str = "/app", **typed: str) -> Surfer:
    return await (await someone.open(f"{site}/forgot")).send(f"{site}/forgot/identity", **{**LI, **typed})


async def proved(server: Running, someone: Surfer, site: str = "/app") -> Surfer:
    await (await identified(someone, site)).send(f"{site}/forgot/sms-code")
    return await someone.send(f"{site}/forgot/sms-proof", code=sms_code(server, MOBILE))


@pytest.mark.parametrize("site", SITES)
async def test_the_whole_way_by_sms(server: Running, site: str) -> None:
    """FPW-01, RST-2: a locked account opens again with the new password, sessions end, and nobody is logged in by it."""
    inside = await surfer(server).logged_in()
    someone = await (await surfer(server).open(site)).log_in("liming", WRONG, site)
    for _ in range(4):
        await someone.log_in("liming", WRONG, site, captcha=someone.solution())
    assert someone.status == 423
    assert f"{site}/forgot" in someone.page.addresses
    await proved(server, someone, site)
    assert (someone.path, "第 3 步，共 3 步" in someone.text) == (f"{site}/forgot", True)
    await someone.send(f"{site}/forgot/password", password=NEW_PASSWORD, again=NEW_PASSWORD)
    assert "账号已解锁，请用新密码登录" in someone.text
    assert "李*" not in (await someone.open(site)).text
    assert "密码已重置" in (await inside.open("/app/scan")).text or inside.status == 401
    await someone.log_in("liming", NEW_PASSWORD, site)
    if someone.status == 403:
        await someone.log_in("liming", NEW_PASSWORD, site, captcha=someone.solution())
    assert "李*" in someone.text


@pytest.mark.parametrize("site", SITES)
async def test_the_whole_way_by_face(server: Running, site: str) -> None:
    someone = await identified(surfer(server), site)
    await someone.send(f"{site}/forgot/face")
    if site == "/app":
        link = someone.path
        assert link.startswith("/F/")
        await someone.send(link)
        assert "/app/forgot" in someone.page.addresses
    else:
        assert "svg" in someone.page.tags
        link = next(address for address in someone.page.addresses if address.startswith("/F/"))
        await (await surfer(server).open(link)).send(link)
    await (await someone.open(f"{site}/forgot")).send(f"{site}/forgot/password", password=NEW_PASSWORD, again=NEW_PASSWORD)
    assert "账号已解锁" in someone.text


def page_of(someone: Surfer, *hidden: str) -> str:
    """Its HTML without what differs anyway."""
    assert someone.reply is not None
    text = re.sub('name="(token|once)" value="[^"]+"', "", someone.reply.text)
    for each in hidden:
        text = text.replace(each, "")
    return text


async def test_nobody_is_told_who_is_registered(server: Running) -> None:
    """LOG-08 in spirit: a stranger's identity has the same pages, step by step, codes and wrong codes included."""
    known, unknown = surfer(server), surfer(server)
    who = {"number": "440199199607260029", "name": "周婷"}
    await identified(known)
    await identified(unknown, **who)
    hidden = [LI["number"], LI["name"], *who.values()]
    assert page_of(known, *hidden) == page_of(unknown, *hidden)
    for form, typed in (("sms-code", {}), ("sms-proof", {"code": "000001"}), ("sms-code", {})):
        for someone in (known, unknown):
            await someone.send(f"/app/forgot/{form}", **typed)
        assert known.status == unknown.status
        assert page_of(known, *hidden) == page_of(unknown, *hidden)


async def test_what_is_wrong_is_said_beside_the_field(server: Running) -> None:
    someone = await identified(surfer(server), number="440199198805120031", name="")
    assert (someone.status, "号码有误" in someone.text, "请输入姓名" in someone.text) == (422, True, True)
    await proved(server, someone)
    for password, again, said in (
        ("short", "short", "密码不符合下列要求"),
        (NEW_PASSWORD, "x", "两次输入的密码不一致"),
        (PASSWORD, PASSWORD, "与原密码相同"),
    ):
        await someone.send("/app/forgot/password", password=password, again=again)
        assert said in someone.text, said
        assert "value" not in someone.page.inputs["password"]
    await someone.send("/app/forgot/password", password=NEW_PASSWORD, again=NEW_PASSWORD)
    assert "账号已解锁" in someone.text


async def test_codes_are_counted_and_void_after_five(server: Running) -> None:
    """COD-2."""
    someone = await (await identified(surfer(server))).send("/app/forgot/sms-code")
    wrong = f"{(int(sms_code(server, MOBILE)) + 1) % 10**6:06}"
    for left in (4, 3, 2, 1):
        await someone.send("/app/forgot/sms-proof", code=wrong)
        assert f"您还有 {left} 次机会" in someone.text
    await someone.send("/app/forgot/sms-proof", code=wrong)
    await someone.send("/app/forgot/sms-proof", code=sms_code(server, MOBILE))
    assert "已失效" in someone.text
    await someone.send("/app/forgot/sms-proof", code="12")
    assert (someone.status, "请核对短信" in someone.text) == (422, True)
    await someone.send("/app/forgot/sms-proof", code=" ")
    assert "请输入短信验证码" in someone.text


async def test_only_the_step_that_is_due_is_taken(server: Running) -> None:
    """RST-1: no new password without the proof in this very flow; going back keeps the identity."""
    someone = await identified(surfer(server))
    token = someone.page.forms[0].fields["token"]
    fields = {"token": token, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    reply = await someone.http.post("/app/forgot/password", data=fields)
    assert (reply.status_code, "步骤已变化" in reply.text) == (409, True)
    await someone.send("/app/forgot/back")
    assert (someone.page.inputs["number"]["value"], someone.page.inputs["name"]["value"]) == (LI["number"], LI["name"])
    for form in ("sms-code", "face"):
        assert (await someone.http.post(f"/app/forgot/{form}", data={"token": token})).status_code == 409
    assert (await someone.http.post("/app/forgot/sms-proof", data={"token": token, "code": "123456"})).status_code == 409
    await someone.send("/app/forgot/leave")
    assert f"{APP.session_cookie}-forgot" not in someone.http.cookies
    await (await surfer(server).open("/app")).log_in()


async def test_a_flow_that_is_over_begins_anew(server: Running) -> None:
    someone = await identified(surfer(server))
    await server.manual.advance(minutes=30)
    await someone.send("/app/forgot/sms-code")
    assert (someone.status, "请重新开始" in someone.text) == (404, True)
    assert f"{APP.session_cookie}-forgot" not in someone.http.cookies


async def test_a_person_without_a_number_is_helped_by_face_alone(server: Running) -> None:
    """SMS codes for them are never sent, and nothing says so (LOG-08)."""
    with server.services.store.write() as connection:
        connection.execute(update(accounts).where(accounts.c.login_name == "liming").values(mobile=None))
    someone = await (await identified(surfer(server))).send("/app/forgot/sms-code")
    assert "验证码已发送至绑定的手机号码" in someone.text
    assert "使用人脸识别，或到办税服务厅" in someone.text


@pytest.mark.parametrize("form", ["identity", "sms-code", "sms-proof", "face", "password", "back", "leave"])
async def test_every_form_needs_the_token_of_its_page(server: Running, form: str) -> None:
    """WEB-1; and its address, opened as a page, leads to the step."""
    for site in SITES:
        someone = await surfer(server).open(f"{site}/forgot")
        assert (await someone.http.post(f"{site}/forgot/{form}", data={"token": "x"})).status_code == 403
        assert (await someone.open(f"{site}/forgot/{form}")).path == f"{site}/forgot"
