"""The trainer's page: nothing without the door's token, forms bound to browser and session, what each button does (WEB-1 to WEB-5)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from etax_client.clock import ManualClock
from etax_client.server.pages.cookies import TRAINER as COOKIE
from etax_client.server.services.repeats import new_key
from etax_client.server.services.sessions.trainers import LIFE, MOST, Trainers
from etax_client.server.store.database import open_store
from etax_client.wire.control.worlds import LATEST
from tests.pages.surfing import Surfer, surfer
from tests.postgresql import Cluster
from tests.server.running import HOST, WRONG, running
from tests.server.sessions.qr import asking, confirmed, lock, phone_of
from tests.server.testing.journal import TOKEN, Door, door_open

PAGE = "/control/page"
FORMS = ("logout", "clock", "unlock", "sessions/end", "worlds", "worlds/remove", "reset", "faults")


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with door_open() as one:
        yield one


async def trainer(door: Door, page: str = PAGE, language: str = "zh-CN") -> Surfer:
    """A browser in which the trainer has come in."""
    one = await surfer(door.server, language).open(page)
    await one.send(f"{page}/login", key=TOKEN)
    assert one.status == 200
    assert one.path == page
    return one


async def test_without_the_token_the_page_shows_nothing(door: Door) -> None:
    """WEB-4: but the form to come in; wrong tokens are counted, and too many make wait."""
    await lock(door.server)
    one = await surfer(door.server).open(PAGE)
    assert "李" not in one.text
    assert "锁定时间" not in one.text
    assert one.page.tags.count("form") == 2, "the language, and the way in"
    await one.send(f"{PAGE}/login", key="wrong")
    assert (one.status, "口令不正确" in one.text) == (401, True)
    reply = await one.http.get(f"{PAGE}/journal")
    assert (reply.status_code, "wrong_credentials" in reply.text) == (401, False)
    for _ in range(20):
        await one.send(f"{PAGE}/login", key="wrong")
    assert (one.status, "操作过于频繁，请 60 秒后再试" in one.text) == (429, True)


async def test_the_door_shut_has_no_page() -> None:
    """WEB-4."""
    async with running() as server:
        assert (await surfer(server).open(PAGE)).status == 404


async def test_the_cookie_is_a_session_of_its_own(door: Door) -> None:
    """WEB-2: HttpOnly, SameSite=Strict, twelve hours, and the door's token nowhere in it."""
    one = await surfer(door.server).open(PAGE)
    form = one.page.form(f"{PAGE}/login")
    reply = await one.http.post(f"{PAGE}/login", data={**form.fields, "key": TOKEN})
    [cookie] = [value for value in reply.headers.get_list("set-cookie") if value.startswith(COOKIE)]
    assert {"HttpOnly", "SameSite=strict", "Path=/", f"Max-Age={12 * 3600}"} <= set(cookie.split("; "))
    assert TOKEN not in str(reply.headers)
    value = cookie.partition("=")[2].partition(";")[0]
    assert len(value) >= 43
    stranger = httpx.AsyncClient(transport=door.server.transport, base_url=HOST, headers={"Authorization": f"Bearer {value}"})
    assert (await stranger.get("/control/clock")).status_code == 401, "the page's session opens the page alone"


async def test_headers(door: Door) -> None:
    """WEB-2: no inline script or style, no frame, no other site; the script may ask this server for news."""
    one = await trainer(door)
    assert one.reply is not None
    policy = one.reply.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert one.reply.headers["cache-control"] == "no-store"
    assert not {name for name in one.page.attributes if name.startswith("on") or name == "style"}
    assert all(address.startswith("/") for address in one.page.addresses)
    for address in {address for address in one.page.addresses if address.endswith((".css", ".js", ".svg"))}:
        assert (await one.http.get(address)).status_code == 200


@pytest.mark.parametrize("form", FORMS)
async def test_forms_of_others_are_refused(door: Door, form: str) -> None:
    """WEB-1: without the form's token, with another browser's, or with nobody logged in."""
    one, other, out = await trainer(door), await trainer(door), await surfer(door.server).open(PAGE)
    before = await door.http.get("/control/clock")
    tokens = [("", one), (other.page.form(f"{PAGE}/clock").fields["token"], one)]
    tokens.append((out.page.form(f"{PAGE}/login").fields["token"], out))
    fields = {"clock": {"do": "120"}, "worlds": {"name": "x"}, "worlds/remove": {"name": "x"}, "reset": {"sure": "yes"}}.get(form, {})
    for token, browser in tokens:
        reply = await browser.http.post(f"{PAGE}/{form}", data={"token": token, **fields})
        assert reply.status_code in (401, 403)
        assert "操作未完成" in reply.text
    assert (await door.http.get("/control/clock")).json() == before.json()


async def test_the_clock_has_its_buttons(door: Door) -> None:
    one = await trainer(door)
    for do, shown in (
        ("5", "2026-11-20 10:05:00"),
        ("120", "2026-11-20 12:05:00"),
        ("midnight", "2026-11-21 00:00:00"),
        ("midnight", "2026-11-22 00:00:00"),
        ("true", "2026-11-20 10:00:00"),
    ):
        await one.send(f"{PAGE}/clock", do=do)
        assert (one.status, shown in one.text) == (200, True), one.text
    await one.send(f"{PAGE}/clock", do="freeze")
    assert "已暂停" in one.text
    await door.server.manual.advance(60)
    assert "2026-11-20 10:00:00" in (await one.open(PAGE)).text
    await one.send(f"{PAGE}/clock", do="go")
    await door.server.manual.advance(60)
    assert "2026-11-20 10:01:00" in (await one.open(PAGE)).text
    form = one.page.form(f"{PAGE}/clock")
    assert (await one.http.post(form.action, data={**form.fields, "do": "nonsense"})).status_code == 422
    assert (await door.http.post("/control/clock", json={"set": LATEST.isoformat()})).status_code == 200
    for do in ("5", "midnight"):
        assert (await one.http.post(form.action, data={**form.fields, "do": do})).status_code == 422, "a clock has an end"
    assert (await door.rows(path="/control/page/clock", decided="done"))[0]["rule"] == "WEB-4"


async def test_locks_are_shown_and_taken_off(door: Door) -> None:
    """LOG-06: of accounts, of units, and of accounts that nobody has."""
    await lock(door.server)
    await lock(door.server, "nobody_has_it")
    one = await trainer(door)
    for shown in ("账号 李明 liming", "账号 孙磊 sunlei", "单位 广东示例核定四厂", "不存在的账号 no**********t", "120:00"):
        assert shown in one.text
    form = next(form for form in one.page.forms if form.action.endswith("unlock") and form.fields["kind"] == "account")
    keys = [form.buttons[0].value for form in one.page.forms if form.action.endswith("/unlock")]
    assert len(keys) == 6, "two of them at the bureau: a person's, and a unit's 企业密码"
    await one.http.post(f"{PAGE}/unlock", data={**form.fields, "key": "1"})
    assert "账号 李明" not in (await one.open(PAGE)).text
    assert (await door.server.caller().login()).status_code == 201
    for kind, key in (("account", "999"), ("nonsense", "1"), ("unit", "1' OR 1")):
        reply = await one.http.post(f"{PAGE}/unlock", data={**form.fields, "once": new_key(), "kind": kind, "key": key})
        assert reply.status_code == 303


async def test_who_is_in_and_what_is_under_way(door: Door) -> None:
    """Who, in full, as nobody else has this page; numbers masked, the whole text of messages, hostile names as text (WEB-3)."""
    client = await asking(door.server, "<script>alert(1)</script>")
    await confirmed(door.server, client, await phone_of(door.server, "wangfang"))
    one = await trainer(door)
    for shown in ("王芳", "wangfang", "手机", "<script>alert(1)</script>", "已确认"):
        assert shown in one.text
    assert one.page.tags.count("script") == 1
    await client.redeem()
    await one.open(PAGE)
    assert "138****0002" in one.text
    assert "没有等待扫描或确认的二维码" in one.text
    assert "13800000002" not in one.text


async def test_faults_are_shown_and_taken_back(door: Door) -> None:
    one = await trainer(door)
    for scenario in ("status=503", "delay=2"):
        assert (await door.http.post("/control/faults", json={"scenario": scenario, "path": "/api/units*"})).status_code == 201
    await one.open(PAGE)
    assert "status=503" in one.text
    await one.send(f"{PAGE}/faults", fault="1")
    assert "status=503" not in one.text
    assert "delay=2" in one.text
    await one.send(f"{PAGE}/faults", fault="all")
    assert "无模拟故障" in one.text


async def test_worlds_are_made_entered_and_removed_when_one_is_sure(door: Door) -> None:
    await worlds(door)


async def test_worlds_in_postgresql(postgres: Cluster) -> None:
    """Schemas there; the trainer's session is kept in the main one."""
    async with door_open(database=postgres.fresh()) as door:
        await worlds(door)


async def worlds(door: Door) -> None:
    one = await trainer(door)
    await one.send(f"{PAGE}/worlds", name="seat-1", policy="national", phase="phase-2")
    assert "/w/seat-1/control/page" in one.page.addresses
    await one.send(f"{PAGE}/worlds", name="seat-1", policy="national", phase="phase-2")
    assert (one.status, "已有同名的环境" in one.text) == (409, True)
    await one.send(f"{PAGE}/worlds", name="Not A Name", policy="national", phase="phase-2")
    assert (one.status, "小写字母、数字和连字符" in one.text) == (409, True)
    assert one.reply is not None
    assert f'data-page="{PAGE}"' in one.reply.text, "its live part asks the page's address, not the form's"
    seat = await one.open("/w/seat-1/control/page")
    assert "seat-1规则：全国，第二阶段" in "".join(seat.text.split()), "one login opens all worlds"
    await seat.send("/w/seat-1/control/page/clock", do="120")
    assert "2026-11-20 12:00:00" in seat.text
    await one.open(PAGE)
    assert "2026-11-20 10:00:00" in one.text, "each world has a clock of its own"
    await one.send(f"{PAGE}/worlds/remove", name="seat-1")
    assert "无法恢复" in one.text
    assert (await door.http.get("/control/worlds")).json()["worlds"][1]["name"] == "seat-1"
    await one.send(f"{PAGE}/worlds/remove", sure="yes")
    assert "/w/seat-1/control/page" not in one.page.addresses
    await one.send(f"{PAGE}/worlds", name="seat-2", policy="beijing", phase="phase-1")
    assert "seat-2" in one.text


async def test_a_world_is_set_back_when_one_is_sure(door: Door) -> None:
    """Snapshots and journal stay, and so does the trainer."""
    await door.server.signed_in()
    one = await trainer(door)
    await one.send(f"{PAGE}/clock", do="5")
    await one.send(f"{PAGE}/reset")
    assert "确定恢复吗" in one.text
    assert "已登录（1）" in (await one.open(PAGE)).text
    await one.send(f"{PAGE}/reset")
    await one.send(f"{PAGE}/reset", sure="yes")
    assert (one.path, "无人登录" in one.text, "2026-11-20 10:00:00" in one.text) == (PAGE, True, True)


async def test_the_journal_stands_on_the_page_and_follows(door: Door) -> None:
    one = await trainer(door)
    last = (await door.last())["id"]
    await door.server.caller().login(password=WRONG)
    assert "密码错误，第 1 次，共 5 次" in (await one.open(PAGE)).text
    news = (await one.http.get(f"{PAGE}/journal", params={"after": last})).json()
    assert [(row["who"], row["why"], row["rule"], row["good"]) for row in news["rows"]] == [
        ("李*", "密码错误，第 1 次，共 5 次", "LOG-04", "no")
    ]
    assert news["last"] == (await door.last())["id"]


async def test_leaving_ends_the_session(door: Door) -> None:
    """退出: the cookie is of no use any more, wherever it was kept."""
    one = await trainer(door)
    kept = one.http.cookies[COOKIE]
    await one.send(f"{PAGE}/logout")
    assert "入口口令" in one.text
    thief = surfer(door.server)
    thief.http.cookies.set(COOKIE, kept)
    assert "入口口令" in (await thief.open(PAGE)).text
    assert [row["decided"] for row in await door.rows(path="/control/page")] == ["admitted", "logged_out"]


async def test_twelve_true_hours_end_it_whatever_the_clock_shows(door: Door) -> None:
    one = await trainer(door)
    for _ in range(7):
        await one.send(f"{PAGE}/clock", do="120")
    assert one.path == PAGE
    assert "入口口令" not in one.text
    await door.server.manual.advance(hours=12)
    assert "入口口令" in (await one.open(PAGE)).text


async def test_the_other_language(door: Door) -> None:
    one = await trainer(door, language="en")
    assert "Who is" not in one.text
    assert "Journal" in one.text
    await one.speak("zh")
    assert "操作记录" in one.text
    assert (await one.speak("xx")).status == 422


async def test_addresses_of_forms_lead_back_to_the_page(door: Door) -> None:
    one = await trainer(door)
    for form in ("login", "language", *FORMS):
        assert (await one.open(f"{PAGE}/{form}")).path == PAGE


def test_only_so_many_trainers_are_in() -> None:
    trainers = Trainers(open_store(None), ManualClock())
    tokens = [trainers.start() for _ in range(MOST + 1)]
    alive = [token for token in tokens if trainers.is_in(token)]
    assert len(alive) == MOST
    assert timedelta(hours=12) == LIFE
    assert not trainers.is_in("")
