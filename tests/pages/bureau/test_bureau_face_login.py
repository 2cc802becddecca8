"""The second factor by face: either APP, one look, its own counter, and what a pass is good for (BJ-35, BJ-42, BJ-53, J3)."""

import pytest
from sqlalchemy import select

from etax_client.domain.flows.face_check import FaceOutcome, link_in
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.qr_login import App
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.services.identity import face_checks
from etax_client.server.store.tables import bureau_accounts
from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.attempting import FENG, LIU, change, comer, failures, id_of
from tests.server.running import PASSWORD, WRONG, Running

FIRST, SECOND = "/bureau/login/person", "/bureau/login/second"


async def at_second(server: Running) -> Surfer:
    one = await surfer(server).open(FIRST)
    return await one.send(FIRST, account="liuyang", password=PASSWORD, slide="100")


async def look(server: Running, one: Surfer) -> Surfer:
    """On a phone on which nobody is logged in, at the address that the code says."""
    assert one.reply is not None
    link = link_in(one.reply.text.partition('data-payload="')[2].partition('"')[0])
    assert link is not None
    mark = "BF" if "/BF/" in one.reply.text else "F"
    phone = await surfer(server).open(f"/{mark}/{link.reveal()}")
    return await phone.send(phone.path)


@pytest.mark.parametrize("app", App)
async def test_who_has_lost_the_number_comes_in_by_the_face(server: Running, app: App) -> None:
    """J3, BJ-35, BJ-53: by 税务APP扫码 or 个人所得税APP扫码; the level is known from then on."""
    change(server.services, LIU, mobile=None, face_at=None)
    one = await at_second(server)
    assert ("未带出手机号码" in one.text, "税务APP扫码" in one.text, "个人所得税APP扫码" in one.text) == (True, True, True)
    await one.send(f"{SECOND}/code")
    assert (one.status, [way in one.text for way in ("手机号码不存在", "扫码登录", "旧版登录")]) == (409, [True, True, True])
    await one.send(f"{SECOND}/face", way=app.value)
    assert one.path == SECOND
    await one.send(f"{SECOND}/face", way=app.value)
    assert "比对通过" in (await look(server, one)).text
    await one.open(SECOND)
    assert "人脸识别通过" in one.text
    assert one.reply is not None
    assert ("data-goes-on" in one.reply.text, "/goes-on.js" in one.reply.text) == (True, True), "by itself, where scripts run"
    await one.send(f"{SECOND}/enter")
    assert (one.path, "刘*" in one.text) == ("/bureau", True)
    with server.services.store.read() as connection:
        mine = bureau_accounts.c.person_id == id_of(server.services, LIU)
        assert connection.execute(select(bureau_accounts.c.face_at).where(mine)).scalar() is not None


async def test_another_persons_face_counts_and_the_fifth_locks(server: Running) -> None:
    """BJ-42, BJ-43: apart from passwords and codes; under the lock nothing is asked for any more."""
    with server.services.store.write() as connection:
        face_checks.decide(connection, id_of(server.services, LIU), FaceOutcome.other_person)
    one = await at_second(server)
    for count in range(1, 6):
        await one.send(f"{SECOND}/face", way="bureau")
        assert "未通过" in (await look(server, one)).text
        assert failures(server.services, CounterKind.bureau_face) == count
        await one.open(SECOND)
        assert (f"您还有 {5 - count} 次机会" in one.text, "账号已锁定" in one.text) == (count < 5, count == 5)
    await one.send(f"{SECOND}/face", way="bureau")
    assert (one.status, "账号已锁定" in one.text) == (423, True)


async def test_a_pass_is_this_attempts_and_gone_with_a_wrong_password(server: Running) -> None:
    """BJ-30, S-4: going in asks for the lock and the step once more."""
    one = await at_second(server)
    await one.send(f"{SECOND}/face", way="bureau")
    await look(server, one)
    twin = Surfer(one.server, one.http)
    await (await twin.open(FIRST)).send(FIRST, account="liuyang", password=WRONG, slide="100")
    await one.open(SECOND)
    assert one.page.form(FIRST).action == FIRST
    await twin.send(FIRST, account="liuyang", password=PASSWORD, slide="100")
    assert "人脸识别通过" not in twin.text
    refused = server.services.bureau.attempts.by_face("", Seat("", "192.0.2.1"))
    assert isinstance(refused, Refused)


async def test_no_session_without_the_look(server: Running) -> None:
    """S-1: neither before it was asked for, nor while it waits, nor after another's face."""
    one = comer(server.services)
    attempts, seat = server.services.bureau.attempts, Seat("", "192.0.2.1")
    assert isinstance(attempts.ask_face(one.held, App.bureau), Refused)
    await one.first()
    for _ in range(2):
        entered = attempts.by_face(one.held, seat)
        assert isinstance(entered, Refused)
        assert entered.code is RefusalCode.out_of_order
        assert not isinstance(attempts.ask_face(one.held, App.bureau), Refused)
    assert failures(server.services, CounterKind.bureau_face, FENG) == 0


@pytest.mark.parametrize("raised", [True, False])
async def test_the_log_tells_of_a_level_that_was_raised_alone(server: Running, raised: bool) -> None:
    """BJ-48, BJ-53: who was at the fourth level is there still."""
    if raised:
        change(server.services, LIU, face_at=None)
    one = await at_second(server)
    await one.send(f"{SECOND}/face", way="bureau")
    await look(server, one)
    await (await one.open(SECOND)).send(f"{SECOND}/enter")
    rows = (await one.open("/bureau/account/log")).page.rows
    assert ("提升实名等级" in [row[1] for row in rows if len(row) > 1]) is raised
