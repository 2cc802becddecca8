"""The inbox: one's own messages only, in the reader's language and time (WEB-5)."""

from etax_client.domain.phone_messages import Medium
from etax_client.server.services.messages import send
from tests.server.running import Running
from tests.web.surfing import Surfer, asking, surfer


async def qr_login(server: Running, someone: Surfer, device: str) -> None:
    client = await asking(server, device)
    await (await someone.open("/app/scan")).send("/app/scan", code=client.scan_id)
    await someone.send(someone.path, decision="confirm", number=str((await client.view())["number"]))
    assert (await client.redeem()).status_code == 201


async def test_each_reads_what_came_to_their_own_number(server: Running) -> None:
    someone, other = await surfer(server).logged_in(), await surfer(server, "en").logged_in("wangfang")
    assert "还没有短信" in (await someone.open("/app/messages")).text
    await qr_login(server, someone, "前台电脑")
    await server.manual.advance(90)
    await qr_login(server, someone, "office-2")
    await someone.open("/app/messages")
    first, second = someone.text.index("office-2"), someone.text.index("前台电脑")
    assert first < second, "newest first"
    for said in ("138****0001", "模拟环境", "2026-11-20 10:01:30", "2026-11-20 10:00:00"):
        assert said in someone.text
    assert "13800000001" not in someone.text
    assert "模拟短信 2" in " ".join((await someone.open("/app")).text.split())
    assert "office-2" not in (await other.open("/app/messages")).text
    await qr_login(server, other, "<b>")
    assert "QR login on <b> at 2026-11-20 10:01:30" in (await other.open("/app/messages")).text


async def test_without_a_number_no_messages_come(server: Running) -> None:
    """赵强 has no number bound."""
    someone = await surfer(server).logged_in("zhaoqiang")
    await qr_login(server, someone, "前台电脑")
    assert "没有绑定手机号码" in (await someone.open("/app/messages")).text


async def test_without_a_login_there_are_the_cards_in_this_phone_only(server: Running) -> None:
    """WEB-5: a number that no account has, and in no other phone; nobody reads another's messages."""
    someone, other = await surfer(server).open("/app/messages"), await surfer(server).open("/app/messages")
    assert someone.status == 200
    assert "138" not in someone.text
    await someone.send("/app/messages", mobile="139 0000 0001")
    assert (someone.path, "139****0001" in someone.text, "还没有短信" in someone.text) == ("/app/messages", True, True)
    with server.services.store.write() as connection:
        send(connection, Medium.sms, "13900000001", "sms.code.registration", {"code": "246810"}, server.services.clock.now())
    assert "246810" in (await someone.open("/app/messages")).text
    for number, status, said in (
        ("13900000001", 409, "在别的手机里"),
        ("13800000001", 409, "已有账户"),
        ("12", 422, "11 位数字"),
        ("", 422, "请输入手机号码"),
    ):
        await other.send("/app/messages", mobile=number)
        assert (other.status, said in other.text) == (status, True), other.text
        assert other.page.inputs["mobile"]["aria-invalid"] == "true"
        assert "246810" not in other.text


async def test_the_card_of_an_account_is_in_the_phone_of_its_last_login(server: Running) -> None:
    """WEB-5: and stays in it after a logout, until its owner logs in elsewhere; a login on the portal puts no card in."""
    someone = await surfer(server).logged_in()
    await someone.send("/app/logout")
    assert "138****0001" in (await someone.open("/app/messages")).text
    await surfer(server).logged_in("liming", "/portal")
    assert "138****0001" in (await someone.open("/app/messages")).text
    await surfer(server).logged_in()
    assert "138****0001" not in (await someone.open("/app/messages")).text


async def test_a_card_needs_the_token_of_its_page(server: Running) -> None:
    """WEB-1."""
    someone = await surfer(server).open("/app/messages")
    reply = await someone.http.post("/app/messages", data={"token": "x", "mobile": "13900000001"})
    assert reply.status_code == 403
    assert "139" not in (await someone.open("/app/messages")).text
