"""QR login on the APP's pages, without a script: every way a ticket can go, in words (QR-03 to QR-05, QRT-3 to QRT-6, LCK-10)."""

import asyncio
import re

import pytest

from etax_client.domain.sessions.qr_login import SCAN_ID_ALPHABET
from etax_client.server.services.guessing import address_limits
from etax_client.server.services.repeats import new_key
from tests.pages.forms.test_forms import state
from tests.pages.surfing import Asking, Surfer, asking, surfer
from tests.server.running import PASSWORD, WRONG, Running, code


async def scanned(server: Running, device: str = "前台电脑") -> tuple[Surfer, Asking]:
    """Someone who is looking at the page that asks for confirmation."""
    someone, client = await surfer(server).logged_in(), await asking(server, device)
    await (await someone.open("/app/scan")).send("/app/scan", code=client.scan_id)
    assert (someone.status, someone.path) == (200, "/app/tickets/1")
    return someone, client


async def pick(someone: Surfer, client: Asking) -> str:
    """The number that the client shows; the phone offers it among others."""
    number = str((await client.view())["number"])
    assert number in someone.page.form("/app/tickets/1").radios["number"]
    return number


async def test_the_page_says_who_asks(server: Running) -> None:
    """QR-04, QRT-5: device, address, time, seconds, the mark, the warning, three numbers of which none is picked, two buttons."""
    someone, client = await scanned(server)
    await server.manual.advance(10)
    await someone.open("/app/tickets/1")
    for said in ("模拟环境", "前台电脑", "127.0.0.1", "2026-11-20 10:00:00", "170 秒", "李*", "由他人发来"):
        assert said in someone.text, said
    form = someone.page.form("/app/tickets/1")
    assert len(set(form.radios["number"])) == 3
    assert "checked" not in someone.page.attributes
    assert [(button.name, button.value) for button in form.buttons] == [("decision", "confirm"), ("decision", "refuse")]
    assert (await client.view())["masked_name"] == "李*"


@pytest.mark.parametrize("shown", ["scan_id", "short_code", "url", "spaced"])
async def test_a_login_is_confirmed(server: Running, shown: str) -> None:
    """QR-03: whatever was scanned or typed; the same once more changes nothing."""
    someone, client = await surfer(server).logged_in(), await asking(server)
    half = f"{client.short_code[:4]} - {client.short_code[4:]}".lower()
    codes = {"url": f"HTTP://X.EXAMPLE:80/Q/{client.scan_id}", "spaced": half, "scan_id": client.scan_id, "short_code": client.short_code}
    await (await someone.open("/app/scan")).send("/app/scan", code=codes[shown])
    number = await pick(someone, client)
    await someone.send("/app/tickets/1", decision="confirm", number=number)
    assert (someone.status, someone.path) == (200, "/app/tickets/1")
    assert "已确认" in someone.text
    assert (await client.view())["state"] == "confirmed"
    assert (await client.redeem()).status_code == 201
    assert "电脑已登录" in (await someone.open("/app/tickets/1")).text


async def test_without_a_number_one_is_asked_to_pick(server: Running) -> None:
    someone, client = await scanned(server)
    for typed in ({}, {"number": ""}, {"number": "1x"}):
        await (await someone.open("/app/tickets/1")).send("/app/tickets/1", decision="confirm", **typed)
        assert (someone.status, "请先选择电脑上显示的数字" in someone.text) == (422, True)
        assert "autofocus" in someone.page.attributes
    assert (await client.view())["state"] == "scanned"
    await someone.send("/app/tickets/1", decision="confirm", number=await pick(someone, client))
    assert "已确认" in someone.text


async def test_a_login_is_refused(server: Running) -> None:
    """Whether or not a number was picked."""
    someone, client = await scanned(server)
    await someone.send("/app/tickets/1", decision="refuse", number=await pick(someone, client))
    assert (someone.status, "已取消" in someone.text) == (200, True)
    assert "/app/scan" in someone.page.addresses
    view = await client.view()
    assert (view["state"], view["because"]) == ("refused", "person")


async def test_a_wrong_number_refuses(server: Running) -> None:
    """QR-04."""
    someone, client = await scanned(server)
    number = await pick(someone, client)
    form = someone.page.form("/app/tickets/1")
    wrong = next(other for other in form.radios["number"] if other != number)
    await someone.send("/app/tickets/1", decision="confirm", number=wrong)
    assert (someone.status, "数字不一致" in someone.text) == (200, True)
    await someone.http.post("/app/tickets/1", data={**form.fields, "decision": "confirm", "number": number})
    view = await client.view()
    assert (view["state"], view["because"]) == ("refused", "wrong_number")


async def test_a_ticket_that_is_too_old_says_so(server: Running) -> None:
    """QR-01."""
    someone, client = await scanned(server)
    number = await pick(someone, client)
    await server.manual.advance(180)
    await someone.send("/app/tickets/1", decision="confirm", number=number)
    assert (someone.status, "二维码已过期" in someone.text) == (200, True)
    other = await asking(server)
    await server.manual.advance(180)
    await (await someone.open("/app/scan")).send("/app/scan", code=other.scan_id)
    assert (someone.status, "请刷新后重新扫描" in someone.text) == (404, True)


async def test_a_ticket_that_the_client_gave_up_says_so(server: Running) -> None:
    """QRT-7."""
    someone, client = await scanned(server)
    number = await pick(someone, client)
    await client.cancel()
    await someone.send("/app/tickets/1", decision="confirm", number=number)
    assert "电脑端已取消本次登录" in someone.text
    assert code(await client.redeem()) == "ticket_not_confirmed" or (await client.redeem()).status_code >= 400


async def test_a_second_phone_is_told_that_the_code_was_used(server: Running) -> None:
    """QR-05, QRT-3: and sees nothing of the ticket."""
    someone, client = await scanned(server)
    other = await surfer(server).logged_in("wangfang")
    await (await other.open("/app/scan")).send("/app/scan", code=client.scan_id)
    assert (other.status, "该二维码已被扫描" in other.text) == (409, True)
    await other.open("/app/tickets/1")
    assert (other.status, "未找到本次登录" in other.text) == (404, True)
    assert "前台电脑" not in other.text
    token = (await other.open("/app")).page.forms[0].fields["token"]
    reply = await other.http.post("/app/tickets/1", data={"token": token, "decision": "refuse"})
    assert (reply.status_code, (await client.view())["state"]) == (404, "scanned")
    await (await someone.open("/app/scan")).send("/app/scan", code=client.scan_id)
    assert someone.path == "/app/tickets/1"


async def test_there_is_no_such_ticket(server: Running) -> None:
    someone, _ = await scanned(server)
    for ticket_id in ("0", "2", "-1", "9007199254740992", "9" * 30, "9" * 5000, "x", "1.5", "1/2"):
        assert (await someone.open(f"/app/tickets/{ticket_id}")).status == 404, ticket_id
        assert "返回首页" in someone.text


async def test_what_is_no_code_is_said(server: Running) -> None:
    someone = await (await surfer(server).logged_in()).open("/app/scan")
    for text in ("", " ", "AAAA-222", "AAAA-22222", "0000-0000", "https://evil.example/", "A" * 25, "A" * 27, "课堂"):
        await someone.send("/app/scan", code=text)
        assert (someone.status, "未识别出验证短码或二维码" in someone.text) == (422, True), text
        assert someone.page.inputs["code"]["aria-invalid"] == "true"


async def test_an_account_that_is_locked_confirms_nothing(server: Running) -> None:
    """LCK-10: neither a scan nor a confirmation; refusing still works."""
    someone, client = await scanned(server)
    number = await pick(someone, client)
    for _ in range(5):
        await (await server.caller().solved_login("liming", WRONG)).aread()
    await someone.send("/app/tickets/1", decision="confirm", number=number)
    assert (someone.status, "请 120 分钟后再试" in someone.text) == (423, True)
    assert "/app/forgot" in someone.page.addresses
    other = await asking(server)
    await (await someone.open("/app/scan")).send("/app/scan", code=other.scan_id)
    assert (someone.status, "请 120 分钟后再试" in someone.text) == (423, True)
    await (await someone.open("/app/tickets/1")).send("/app/tickets/1", decision="refuse")
    assert "已取消" in someone.text


async def test_guessing_is_cut_off_for_a_while(server: Running) -> None:
    """QRT-6: 429 with the seconds."""
    someone = await (await surfer(server).logged_in()).open("/app/scan")
    for _ in range(address_limits.MOST_MISSES):
        assert (await someone.send("/app/scan", code="AAAA-2222")).status == 404
    await server.manual.advance(15)
    await someone.send("/app/scan", code="AAAA-2222")
    assert (someone.status, "请 45 秒后再试" in someone.text) == (429, True)
    assert someone.reply is not None
    assert someone.reply.headers["Retry-After"] == "45"


UNKNOWN = SCAN_ID_ALPHABET[:26]


async def test_the_address_in_the_code_changes_nothing_and_tells_nothing(server: Running) -> None:
    """QRT-4: GET and HEAD, logged in or not: the same whether or not there is such a ticket."""
    client = await asking(server)
    for someone in (surfer(server), await surfer(server).logged_in()):
        await someone.open("/app")
        before = state(server)
        told = {}
        for scan_id in (client.scan_id, UNKNOWN):
            reply = await someone.http.get(f"/Q/{scan_id}")
            assert reply.status_code == 200
            # each form has a key of its own, whatever there is
            told[scan_id] = re.sub('name="once" value="[^"]+"', "", reply.text.replace(scan_id, ""))
            assert (await someone.http.head(f"/Q/{scan_id}")).status_code in (200, 405)
        assert told[client.scan_id] == told[UNKNOWN]
        assert state(server) == before
    for path in ("x", UNKNOWN.lower(), UNKNOWN + "A", UNKNOWN[:-1] + "0"):
        assert (await someone.open(f"/Q/{path}")).status == 404


async def test_a_phone_that_is_not_logged_in_comes_back_to_its_ticket(server: Running) -> None:
    """QR-03: by way of wrong passwords, and in another language."""
    client = await asking(server)
    someone = await surfer(server).open(f"/Q/{client.scan_id}")
    assert "请先登录" in someone.text
    await someone.log_in("liming", WRONG)
    await someone.speak("en")
    assert someone.path == f"/Q/{client.scan_id}"
    assert "Please log in first" in someone.text
    await someone.log_in()
    await someone.log_in(captcha=someone.solution())
    assert (someone.status, someone.path) == (200, f"/Q/{client.scan_id}")
    assert (await client.view())["state"] == "waiting"
    await someone.send("/app/scan")
    assert someone.path == "/app/tickets/1"
    assert (await client.view())["state"] == "scanned"


async def test_a_session_that_ends_on_the_way_leads_back_to_the_ticket(server: Running) -> None:
    """SES-03, QR-03."""
    someone = await (await surfer(server).logged_in()).open("/app/scan")
    await server.manual.advance(minutes=31)
    client = await asking(server)
    await someone.send("/app/scan", code=client.scan_id)
    assert (someone.status, "30 分钟未操作" in someone.text) == (401, True)
    await someone.log_in()
    assert someone.path == f"/Q/{client.scan_id}"
    await (await someone.open("/app/scan")).send("/app/scan", code=client.scan_id)
    await server.manual.advance(minutes=31)
    await someone.open("/app/tickets/1")
    assert someone.status == 401
    await someone.log_in()
    assert (someone.status, someone.path) == (404, "/app/tickets/1")


async def test_two_answers_at_once_are_one(server: Running) -> None:
    """QRT-2: confirm and refuse from two tabs of the same phone; both are told the same."""
    someone, client = await scanned(server)
    number = await pick(someone, client)
    fields = someone.page.form("/app/tickets/1").fields
    both = [{**fields, "decision": "confirm", "number": number}, {**fields, "once": new_key(), "decision": "refuse"}]
    replies = await asyncio.gather(*(someone.http.post("/app/tickets/1", data=one) for one in both))
    assert [reply.status_code for reply in replies] == [303, 303]
    ended = (await client.view())["state"]
    assert ended in ("confirmed", "refused")
    assert ("已确认" in (await someone.open("/app/tickets/1")).text) == (ended == "confirmed")


async def test_no_secret_stands_in_an_address(server: Running) -> None:
    """WEB-3: but for the QR code's own."""
    someone, client = await scanned(server)
    asked = [str(request) for request in (someone.path, *someone.page.addresses)]
    for path in ("/app", "/app/scan", "/app/messages"):
        asked += (await someone.open(path)).page.addresses
    for secret in (client.scan_id, client.short_code, client.poll_secret, PASSWORD, *someone.http.cookies.values()):
        assert not [address for address in asked if secret in address]
