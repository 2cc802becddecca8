"""The inbox: one's own messages only, in the reader's language and time (WEB-5)."""

import re

import pytest

from etax_client.domain.sessions.phone_messages import Medium
from etax_client.server.services.sessions.messages import send
from etax_client.server.settings import ServerSettings
from tests.pages.surfing import Surfer, asking, surfer
from tests.server.running import Running, running


async def qr_login(server: Running, someone: Surfer, device: str) -> None:
    client = await asking(server, device)
    await (await someone.open("/app/scan")).send("/app/scan", code=client.scan_id)
    await someone.send(someone.path, decision="confirm", number=str((await client.view())["number"]))
    assert (await client.redeem()).status_code == 201


async def test_each_reads_what_came_to_their_own_number(server: Running) -> None:
    someone, other = await surfer(server).logged_in(), await surfer(server, "en").logged_in("wangfang")
    assert "暂无短信" in (await someone.open("/app/messages")).text
    await qr_login(server, someone, "前台电脑")
    await server.manual.advance(90)
    await qr_login(server, someone, "office-2")
    await someone.open("/app/messages")
    first, second = someone.text.index("office-2"), someone.text.index("前台电脑")
    assert first < second, "newest first"
    for said in ("138****0001", "模拟环境", "2026-11-20 10:01:30", "2026-11-20 10:00:00"):
        assert said in someone.text
    assert "13800000001" not in someone.text
    assert "短信（模拟） 2" in " ".join((await someone.open("/app")).text.split())
    assert "office-2" not in (await other.open("/app/messages")).text
    await qr_login(server, other, "<b>")
    assert "logged in by QR code on <b> at 2026-11-20 10:01:30" in (await other.open("/app/messages")).text


async def test_without_a_number_no_messages_come(server: Running) -> None:
    """赵强 has no number bound."""
    someone = await surfer(server).logged_in("zhaoqiang")
    await qr_login(server, someone, "前台电脑")
    assert "未绑定手机号码" in (await someone.open("/app/messages")).text


async def test_without_a_login_there_are_the_cards_in_this_phone_only(server: Running) -> None:
    """WEB-5, LOG-08: nobody reads another's messages, and whether someone has a number is not said."""
    someone, other = await surfer(server).open("/app/messages"), await surfer(server).open("/app/messages")
    assert someone.status == 200
    assert "138" not in someone.text
    await someone.send("/app/messages", mobile="139 1111 0001")
    assert (someone.path, "139****0001" in someone.text, "暂无短信" in someone.text) == ("/app/messages", True, True)
    sent_to(server, "13911110001", "246810")
    assert "246810" in (await someone.open("/app/messages")).text
    assert "246810" not in (await other.open("/app/messages")).text
    await other.send("/app/messages", mobile="13800000001")
    sent_to(server, "13800000001", "135791")
    assert "暂无短信" in (await other.open("/app/messages")).text
    for number, said in (("12", "11 位数字"), ("", "请输入手机号码")):
        await other.send("/app/messages", mobile=number)
        assert (other.status, said in other.text) == (422, True), other.text
        assert other.page.inputs["mobile"]["aria-invalid"] == "true"


def sent_to(server: Running, number: str, code: str) -> None:
    with server.services.store.write() as connection:
        send(connection, Medium.sms, number, "sms.code.registration", {"code": code}, server.services.clock.now())


@pytest.mark.parametrize("site", ["/app", "/portal"])
async def test_what_comes_to_an_account_leaves_the_browser_with_its_owner(server: Running, site: str) -> None:
    """WEB-5: in the APP or on the portal; the next one before a shared machine reads nothing."""
    someone = await surfer(server).logged_in(site=site)
    sent_to(server, "13800000001", "246810")
    assert "246810" in (await someone.open("/app/messages")).text
    await (await someone.open(site)).send(f"{site}/logout")
    assert "138****0001" not in (await someone.open("/app/messages")).text


async def test_a_flows_code_is_read_in_the_browser_in_which_it_runs(server: Running) -> None:
    """WEB-5: to bind a number that nobody has; not where someone has it, and in no other browser of the same person."""
    someone, elsewhere = await surfer(server).logged_in(site="/portal"), await surfer(server).logged_in()
    await someone.open("/portal/security/mobile")
    await someone.send("/portal/security/mobile", to="/portal/security/mobile/sms-code", mobile="13800000009")
    await someone.open("/app/messages")
    assert ("138****0009" in someone.text, "绑定手机验证码" in someone.text) == (True, True), someone.text
    assert "138****0009" not in (await elsewhere.open("/app/messages")).text
    await server.manual.advance(60)
    await someone.open("/portal/security/mobile")
    await someone.send("/portal/security/mobile", to="/portal/security/mobile/sms-code", mobile="13800000002")
    assert "138****0002" not in (await someone.open("/app/messages")).text


async def recovering(someone: Surfer) -> Surfer:
    """孙磊, who is locked, has had a code sent in a browser in which nobody ever logged in."""
    await someone.open("/app/forgot")
    await someone.send("/app/forgot/identity", document_type="resident_id", number="440199198402150016", name="孙磊")
    await someone.send("/app/forgot/sms-code")
    assert someone.status == 200, someone.text
    return await someone.open("/app/messages")


async def test_a_recoverys_code_is_not_for_whoever_asks_for_it(server: Running) -> None:
    """FPW-01, WEB-5: the page says where it can be read."""
    someone = await recovering(surfer(server))
    assert ("138****0007" in someone.text, "请教师代查" in someone.text) == (False, True)
    assert "请教师代查" not in (await surfer(server).open("/app/messages")).text


async def test_who_is_alone_reads_the_code_of_a_recovery(monkeypatch: pytest.MonkeyPatch) -> None:
    """FPW-01, WEB-5: 忘记密码 by SMS comes to its end in a browser in which nobody ever logged in, and the page says why it may."""
    monkeypatch.setattr("tests.server.running.ServerSettings", lambda **chosen: ServerSettings(**chosen, open_inbox=True))
    async with running() as server:
        someone = await recovering(surfer(server))
        assert ("138****0007" in someone.text, "本机一人使用" in someone.text) == (True, True)
        [code] = re.findall(r"\d{6}", someone.text)
        await someone.open("/app/forgot")
        await someone.send("/app/forgot/sms-proof", code=code)
        assert "/app/forgot/password" in {form.action for form in someone.page.forms}, someone.text


async def test_a_card_needs_the_token_of_its_page(server: Running) -> None:
    """WEB-1."""
    someone = await surfer(server).open("/app/messages")
    reply = await someone.http.post("/app/messages", data={"token": "x", "mobile": "13911110001"})
    assert reply.status_code == 403
    assert "139" not in (await someone.open("/app/messages")).text
