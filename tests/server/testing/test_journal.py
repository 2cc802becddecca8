"""The journal: each decision gives one row that says why, with the rule's id, and nothing secret (SEC-5)."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from etax_client.domain.policies import Phase
from etax_client.server.services.testing import journal
from etax_client.server.services.testing.journal import Asked, Note
from etax_client.server.store.errors import StoreError, StoreFault
from etax_client.wire import paths
from tests.server import deeds
from tests.server.others import OtherServer
from tests.server.running import PASSWORD, UNIT_PASSWORD, WRONG, Running, running
from tests.server.sessions import ticket_deeds as tickets
from tests.server.sessions.qr import asking, lock, phone_of, scanned, settle
from tests.server.testing.journal import BEARER, TOKEN, Door, door_open

Deed = Callable[[Running], Awaitable[object]]
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with door_open() as one:
        yield one


LEFT_OUT = "添加 1 个，未添加 2 个：第 2 行单位：该单位已在此人的列表中；第 3 行纳税人识别号：位数不正确"
SAYS: list[tuple[Deed, int, str, str, str, str]] = [
    (deeds.login_right, 201, "admitted", "LOG-06", "李*", "密码正确，失败次数清零"),
    (deeds.login_wrong, 401, "wrong_credentials", "LOG-04", "李*", "密码错误，第 1 次，共 5 次"),
    (deeds.login_wrong_thrice, 401, "wrong_credentials", "LOG-04", "李*", "密码错误，第 3 次，共 5 次"),
    (deeds.login_unknown, 401, "wrong_credentials", "LOG-02", "", "账号 no**********t 不存在，照常计数：第 1 次，共 5 次"),
    (deeds.login_locks, 423, "locked", "LOG-05", "李*", "第 5 次密码错误，账号从现在起锁定 120:00"),
    (deeds.login_locked, 423, "locked", "LOG-05", "李*", "账号自 10:00:00 起锁定，剩余 89:12，未核对密码"),
    (deeds.login_malformed, 422, "malformed", "LOG-03", "", "密码：含有空格"),
    (deeds.login_unreadable, 422, "malformed", "INP-1", "", "密码：缺少，或类型、取值不符合接口格式"),
    (deeds.captcha_for_login, 201, "captcha", "CAP-01", "", "新的验证码，5 分钟内一次有效"),
    (deeds.captcha_needed_by_account, 403, "captcha_required", "CAP-1", "李*", "该账号已有 1 次密码错误，须先输入验证码"),
    (deeds.captcha_needed_by_client, 403, "captcha_required", "CAP-1", "王*", "该客户端刚输错过密码，须先输入验证码"),
    (deeds.captcha_wrong, 403, "wrong_captcha", "CAP-02", "李*", "验证码不正确"),
    (deeds.captcha_of_another, 403, "wrong_captcha", "CAP-02", "李*", "验证码属于另一个客户端"),
    (deeds.captcha_used, 403, "wrong_captcha", "CAP-02", "李*", "验证码已使用"),
    (deeds.captcha_replaced, 403, "wrong_captcha", "CAP-02", "李*", "验证码已更换"),
    (deeds.captcha_expired, 403, "wrong_captcha", "CAP-02", "李*", "验证码已过期"),
    (deeds.captcha_for_another_purpose, 403, "wrong_captcha", "CAP-02", "李*", "验证码用于其他用途"),
    (deeds.captcha_that_never_was, 403, "wrong_captcha", "CAP-02", "李*", "验证码不存在，或已过期"),
    (deeds.logout, 204, "logged_out", "SES-01", "李*", "本人已退出"),
    (deeds.session_none, 401, "session_ended", "SES-01", "", "请求未带登录令牌"),
    (deeds.session_unknown, 401, "session_ended", "SES-01", "", "登录令牌不存在"),
    (deeds.session_of_a_phone, 401, "session_ended", "SES-01", "李*", "登录令牌属于其他渠道（各渠道的令牌不通用）"),
    (deeds.session_idle, 401, "session_ended", "SES-01", "李*", "30 分钟未操作，登录已失效"),
    (deeds.session_over, 401, "session_ended", "SES-01", "李*", "登录已满 12 小时"),
    (deeds.session_logged_out, 401, "session_ended", "SES-01", "李*", "本人已退出"),
    (deeds.session_replaced, 401, "session_ended", "SES-01", "李*", "同一人的登录过多，最早的登录已结束"),
    (deeds.unit_unknown, 200, "unit_unknown", "UNT-04", "王*", "未查询到该纳税人识别号对应的单位"),
    (deeds.unit_malformed, 200, "malformed", "UNT-04", "王*", "纳税人识别号：位数不正确"),
    (deeds.unit_already_listed, 200, "unit_already_listed", "UNT-04", "王*", "该单位已在此人的列表中"),
    (deeds.unit_added, 200, "added", "UNT-04", "王*", "添加 1 个，未添加 0 个"),
    (
        deeds.units_added,
        200,
        "added",
        "UNT-04",
        "王*",
        "添加 1 个，未添加 2 个：第 2 行单位：该单位已在此人的列表中；第 3 行纳税人识别号：位数不正确",
    ),
    (deeds.unit_removed, 204, "removed", "UNT-04", "李*", "已移出列表，单位信息不受影响"),
    (deeds.unit_not_there, 404, "unit_not_listed", "AUZ-1", "李*", "该单位不在此人的列表中"),
    (deeds.unit_order, 204, "ordered", "UNT-05", "李*", "列表按此排序保存"),
    (deeds.unit_of_others, 404, "unit_not_listed", "AUZ-1", "赵*", "该单位不在此人的列表中"),
    (deeds.unit_wrong, 403, "wrong_declaration_password", "VER-02", "李*", "申报密码错误，第 1 次，共 5 次"),
    (deeds.unit_captcha, 403, "captcha_required", "CAP-1", "李*", "该单位已有 1 次申报密码错误，须先输入验证码"),
    (deeds.unit_locked, 423, "locked", "VER-02", "李*", "该单位自 10:00:00 起锁定，剩余 120:00，未核对密码"),
    (deeds.unit_opened, 200, "opened", "VER-04", "李*", "申报密码正确，失败次数清零，该单位在本次登录内无需再次验证"),
    (deeds.unit_home, 200, "opened", "VER-04", "李*", "10:00:00 已用申报密码验证"),
    (deeds.unit_closed, 403, "unit_closed", "VER-04", "李*", "本次登录尚未验证该单位"),
    (tickets.ticket_asked, 201, "asked", "QR-01", "", "新的二维码，180 秒内有效"),
    (tickets.ticket_cancelled, 204, "cancelled", "QRT-7", "", "客户端已取消此二维码"),
    (tickets.ticket_scanned, 200, "scanned", "QR-05", "李*", "由本手机扫描，等待本人选择数字"),
    (tickets.ticket_scanned_by_a_second, 409, "ticket_used", "QRT-3", "王*", "已被另一部手机扫描"),
    (tickets.ticket_scanned_late, 404, "ticket_unknown", "QR-01", "李*", "二维码已过期"),
    (tickets.ticket_scanned_after_cancel, 404, "ticket_unknown", "QRT-7", "李*", "客户端已取消此二维码"),
    (tickets.ticket_that_never_was, 404, "ticket_unknown", "QRT-6", "李*", "二维码或验证短码不存在"),
    (tickets.ticket_guessed_too_often, 429, "too_many", "QRT-6", "李*", "同一地址一分钟内输错次数过多"),
    (tickets.ticket_polled_too_often, 429, "slow_down", "QRT-6", "", "同一二维码一秒内查询超过两次"),
    (tickets.ticket_ran_out, 200, "expired", "QR-01", "", "二维码已过期"),
    (tickets.ticket_of_another_phone, 404, "ticket_unknown", "QRT-3", "王*", "此二维码并非由本手机扫描"),
    (tickets.ticket_wrong_number, 200, "wrong_number", "QR-04", "李*", "所选数字与客户端显示的不一致，视为拒绝"),
    (tickets.ticket_refused, 200, "person", "QR-04", "李*", "本人在手机上取消"),
    (tickets.ticket_confirmed, 200, "confirmed", "QR-04", "李*", "数字一致，本人已确认"),
    (tickets.ticket_redeemed, 201, "admitted", "QR-05", "李*", "手机已确认，客户端凭自己的密钥取得登录"),
    (tickets.ticket_redeemed_again, 409, "ticket_used", "QRT-2", "", "此二维码已用于登录"),
    (tickets.ticket_redeemed_early, 409, "ticket_not_confirmed", "QR-03", "", "尚未在手机上确认"),
    (tickets.ticket_locked_meanwhile, 423, "locked", "LCK-10", "李*", "账号自 10:00:02 起锁定，剩余 120:00，也不能扫码登录"),
    (deeds.other_host, 421, "forbidden", "WEB-1", "", "请求头 Host 不是本服务器的名称"),
    (deeds.other_site, 403, "forbidden", "WEB-1", "", "请求来自其他网站（Origin 或 Sec-Fetch-Site）"),
    (deeds.form_of_others, 403, "forbidden", "WEB-1", "", "表单令牌不正确：并非本站发给此浏览器的表单"),
    (deeds.page_without_session, 401, "session_ended", "SES-01", "", "请求未带登录令牌"),
    (deeds.too_large, 413, "too_large", "INP-1", "", "请求内容超过上限"),
    (deeds.fault, 503, "fault", "", "", "测试人员设置的故障，请求未被处理（模拟故障：status=503）"),
    (deeds.fault_after_the_deed, 201, "admitted", "LOG-06", "李*", "密码正确，失败次数清零（模拟故障：garble=html）"),
    (deeds.door_without_token, 401, "session_ended", "WEB-4", "", "测试入口口令不正确"),
    (deeds.door_guessed, 429, "too_many", "WEB-4", "", "测试入口口令错误次数过多，请稍候"),
    (deeds.door_verb, 200, "done", "WEB-4", "", "测试人员的操作"),
    (deeds.door_twin_world, 409, "world_exists", "WEB-4", "", "已有同名的环境"),
]


@pytest.mark.parametrize(("deed", "status", "decided", "rule", "person", "why"), SAYS, ids=[case[0].__name__ for case in SAYS])
async def test_each_decision_says_why(door: Door, deed: Deed, status: int, decided: str, rule: str, person: str, why: str) -> None:
    await deed(door.server)
    row = await door.last()
    assert (row["status"], row["decided"], row["rule"], row["person"] or "") == (status, decided, rule, person)
    assert row["why"]["zh"] == why
    assert row["why"]["en"]
    assert row["outcome"]["zh"] != decided


async def test_phase_2_opens_by_authorisation_and_says_so() -> None:
    """VER-03."""
    async with door_open(phase=Phase.phase_2) as door:
        await (await door.server.signed_in()).get(paths.unit_home(1))
        row = await door.last()
        assert (row["decided"], row["rule"], row["why"]["zh"]) == ("opened", "VER-03", "第二阶段：此人有该单位的有效授权")
        await (await door.server.signed_in()).get(paths.unit_home(6))
        row = await door.last()
        assert (row["decided"], row["rule"]) == ("unit_closed", "VER-03")
        assert row["why"]["zh"] == "第二阶段：此人没有该单位的有效授权，须用申报密码验证"


@pytest.mark.sql
async def test_a_row_says_who_and_what(door: Door) -> None:
    """The world's clock, the masked name, the beginning of the client's mark, the address, the request without query or body."""
    caller = door.server.caller("client-1")
    await caller.http.post(f"{paths.SESSIONS}?account=liming", json={"account": "liming", "password": PASSWORD})
    row = await door.last()
    assert row["at"] == "2026-11-20T02:00:00Z"
    assert (row["person_id"], row["person"], row["address"]) == (1, "李*", "127.0.0.1")
    assert row["asked"] == "POST /api/sessions"
    assert re.fullmatch("[0-9a-f]{8}", row["client"])
    await door.server.caller("client-2").login()
    assert (await door.last())["client"] != row["client"]


async def test_reading_gives_no_rows(door: Door) -> None:
    """What asks for no decision is no news, the journal itself least of all."""
    caller = await door.server.signed_in()
    before = await door.rows()
    for path in (paths.INFO, paths.UNITS, paths.UNIT_TOTALS, "/", "/app", "/nothing"):
        await caller.get(path)
    await door.http.get("/control/clock")
    assert await door.rows() == before


async def test_the_door_shut_keeps_no_journal() -> None:
    """WEB-4: then the audit log alone tells."""
    async with running() as server:
        await server.caller().login()
        assert server.services.journal.read(journal.Wanted(), None, 10) == []
        assert (await server.caller().http.get(paths.JOURNAL, headers=BEARER)).status_code == 404


@pytest.mark.sql
@pytest.mark.parametrize("place", ["memory", "postgresql"], indirect=True)
async def test_filters(place: str | None) -> None:
    async with door_open(database=place) as door:
        await filters(door)


async def filters(door: Door) -> None:
    await (await door.server.signed_in()).verify(1, WRONG)
    await door.server.caller().login("wangfang", WRONG)

    async def decided(**query: object) -> list[str]:
        return [row["decided"] for row in await door.rows(**query)]

    assert await decided() == ["admitted", "wrong_declaration_password", "wrong_credentials"]
    assert await decided(person="liming") == await decided(person=1) == ["admitted", "wrong_declaration_password"]
    assert await decided(person="nobody") == await decided(person=999_999) == []
    assert await decided(decided="admitted") == ["admitted"]
    assert await decided(path="/verification") == ["wrong_declaration_password"]
    assert await decided(path="%") == await decided(path="_") == []
    assert await decided(rule="LOG-04") == ["wrong_credentials"]
    assert await decided(rule="LOG-04", person=1) == []
    assert await decided(limit=1) == ["wrong_credentials"]
    first = (await door.rows())[0]["id"]
    assert await decided(after=first, limit=1) == ["wrong_declaration_password"]
    assert set((await door.rows(lang="en", limit=1))[0]["why"]) == {"en"}
    for query in ({"limit": 0}, {"limit": 501}, {"wait": 26}, {"after": -1}, {"lang": "fr"}, {"rule": "x" * 201}, {"person": "\x00"}):
        assert (await door.http.get(paths.JOURNAL, params={key: str(value) for key, value in query.items()})).status_code == 422


async def test_follow_waits_for_what_is_wanted(door: Door) -> None:
    """At once when it is written, and not for other rows; an empty answer after the time."""
    await door.server.caller().login()
    after = (await door.last())["id"]
    follow = asyncio.create_task(door.http.get(paths.JOURNAL, params={"after": after, "wait": 25, "decided": "locked"}))
    await settle()
    await door.server.caller().login(password=WRONG)
    await settle()
    assert not follow.done()
    await lock(door.server, "wangfang")
    reply = await asyncio.wait_for(follow, 30)
    assert [row["decided"] for row in reply.json()["rows"]] == ["locked"]
    assert reply.json()["last"] == reply.json()["rows"][-1]["id"]
    last = (await door.last())["id"]
    idle = asyncio.create_task(door.http.get(paths.JOURNAL, params={"after": last, "wait": 25}))
    await settle()
    await door.server.manual.advance(25)
    assert (await asyncio.wait_for(idle, 30)).json() == {"rows": [], "last": last}


async def test_follow_hears_of_other_processes(tmp_path: Path) -> None:
    """CON-2: what another server of the same world decides is told at once."""
    database = tmp_path / "etax.sqlite3"
    other = OtherServer(database, tmp_path, control=BEARER["Authorization"].removeprefix("Bearer "))
    try:
        async with door_open(database=str(database)) as door:
            follow = asyncio.create_task(door.http.get(paths.JOURNAL, params={"after": 0, "wait": 25}))
            await settle()
            assert not follow.done()
            body = {"account": "liming", "password": WRONG}
            reply = await asyncio.to_thread(other.http.post, paths.SESSIONS, json=body)
            assert reply.status_code == 401
            [row] = (await asyncio.wait_for(follow, 30)).json()["rows"]
            assert (row["person"], row["decided"], row["rule"]) == ("李*", "wrong_credentials", "LOG-04")
            rows = other.http.get(paths.JOURNAL, headers=BEARER).json()["rows"]
            assert [one["id"] for one in rows] == [row["id"]]
            body["account"], body["password"] = "wangfang", PASSWORD
            with pytest.raises(httpx.RemoteProtocolError):
                await asyncio.to_thread(other.http.post, paths.SESSIONS, json=body, headers={"X-Etax-Scenario": "lose-answer"})
            row = await door.last()
            assert (row["person"], row["status"], row["decided"]) == ("王*", 0, "admitted"), "no answer went out, and yet it was done"
            assert row["why"]["zh"].endswith("（模拟故障：lose-answer）")
    finally:
        other.end()


async def test_each_world_has_a_journal_of_its_own(door: Door) -> None:
    assert (await door.http.post("/control/worlds", json={"name": "seat-1"})).status_code == 201
    await door.server.caller().http.post("/w/seat-1" + paths.SESSIONS, json={"account": "liming", "password": WRONG})
    assert [row["decided"] for row in await door.rows()] == ["done"]
    rows = (await door.http.get("/w/seat-1" + paths.JOURNAL)).json()["rows"]
    assert [(row["asked"], row["decided"]) for row in rows] == [("POST /api/sessions", "wrong_credentials")]
    await door.server.caller().http.post("/w/nowhere" + paths.SESSIONS, json={"account": "liming", "password": PASSWORD})
    assert ((await door.last())["asked"], (await door.last())["status"]) == ("POST /w/nowhere/api/sessions", 404)


@pytest.mark.sql
@pytest.mark.parametrize("place", ["memory", "postgresql"], indirect=True)
async def test_only_so_many_rows_are_kept(place: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert journal.MOST == 10_000
    monkeypatch.setattr(journal, "MOST", 3)
    async with door_open(database=place) as door:
        for number in range(5):
            note = Note()
            note.says("done", "done", "")
            door.server.services.journal.write(Asked(f"POST /{number}", "", 200), note)
        assert [row["asked"] for row in await door.rows()] == ["POST /2", "POST /3", "POST /4"]


@pytest.mark.parametrize(
    "path", ["/Q/AAAABBBBCCCCDDDDEEEEFFFFGG", "/x/440199198805120030", "/a/13800000001", "/a/" + "b" * 41, "/a/%E6%9D"]
)
async def test_a_path_is_no_way_in_for_secrets(door: Door, path: str) -> None:
    """SEC-5, WEB-3: QR codes, tokens, numbers and names in an address are not kept."""
    await door.server.caller().http.post(path, json={})
    asked = (await door.last())["asked"]
    assert asked.endswith("/...")
    assert path.rpartition("/")[2] not in asked


async def test_a_deep_path_is_cut(door: Door) -> None:
    await door.server.caller().http.post("/a" * 50, json={})
    assert (await door.last())["asked"] == "POST " + "/a" * 9 + "/..."


async def test_no_secret_gets_in(tmp_path: Path) -> None:
    """SEC-1, SEC-5: after every deed of this file, wrong and right, the journal holds no password, token, code, answer or full number."""
    canary = "Canary@2026-pass"
    async with door_open(database=str(tmp_path / "etax.sqlite3")) as door:
        server = door.server
        secrets = {canary, PASSWORD, UNIT_PASSWORD, WRONG, TOKEN, "440199198805120030", "13800000001", "13800009999", "李明", "CANARYFACE"}
        caller = server.caller("canary-client-mark")
        for account in ("440199198805120030", "13800000001", "13800009999", canary, "liming"):
            solved = await caller.captcha()
            secrets |= {solved["captcha_id"], solved["answer"]}
            await caller.login(account, canary, solved)
            await caller.login(account, PASSWORD, {**solved, "answer": canary[:16]})
        signed = await server.signed_in("wangfang")
        await signed.verify(1, canary)
        await signed.solved_verify(1, UNIT_PASSWORD)
        await signed.http.post(paths.UNITS, json={"units": [{"taxpayer_id": deeds.UNLISTED, "confirmation": canary}]})
        await signed.http.post(paths.UNITS, json={"units": [{"taxpayer_id": deeds.UNLISTED, "confirmation": deeds.UNLISTED}]})
        await signed.http.put(paths.UNIT_ORDER, json={canary: canary})
        client, phone = await asking(server, canary), await phone_of(server, "wangfang")
        await phone.scan(canary)
        ticket_id, number = await scanned(server, client, phone)
        await phone.decide(ticket_id, "confirm", number)
        token = (await client.redeem()).json()["token"]
        await server.caller().http.get(f"/Q/{client.ticket['scan_id']}", headers={"Host": canary})
        await server.caller().http.post(f"/app/{canary}?token={canary}", data={canary: canary}, headers={"X-Canary": canary})
        await server.caller().http.get(paths.UNITS, headers={"Authorization": f"Bearer {canary}"})
        await server.caller().http.post("/control/clock", json={"set": canary}, headers=BEARER)
        await server.caller().http.post("/control/clock", json={}, headers={"Authorization": f"Bearer {canary}"})
        secrets |= {token, client.ticket["scan_id"], client.ticket["short_code"], client.ticket["poll_secret"], deeds.UNLISTED}
        secrets |= {signed.http.headers["Authorization"][7:], phone.headers["Authorization"][7:], "canary-client-mark"}
        told = json.dumps(await door.rows(limit=500), ensure_ascii=False)
        assert told.count('"id"') >= 30
        assert [secret for secret in secrets if secret.lower() in told.lower()] == []


@pytest.mark.sql
async def test_a_store_that_cannot_write_answers_all_the_same(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal is no condition of an answer."""

    def broken(*_: object) -> None:
        raise StoreError(StoreFault.busy)

    monkeypatch.setattr(journal.Journal, "write", broken)
    assert (await door.server.caller().login()).status_code == 201
