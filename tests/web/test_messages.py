"""The inbox: one's own messages only, in the reader's language and time (WEB-5)."""

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
    assert "短信 2" in " ".join((await someone.open("/app")).text.split())
    assert "office-2" not in (await other.open("/app/messages")).text
    await qr_login(server, other, "<b>")
    assert "QR login on <b> at 2026-11-20 10:01:30" in (await other.open("/app/messages")).text


async def test_without_a_number_no_messages_come(server: Running) -> None:
    """赵强 has no number bound."""
    someone = await surfer(server).logged_in("zhaoqiang")
    await qr_login(server, someone, "前台电脑")
    assert "没有绑定手机号码" in (await someone.open("/app/messages")).text


async def test_the_inbox_needs_a_login(server: Running) -> None:
    assert (await surfer(server).open("/app/messages")).status == 401
