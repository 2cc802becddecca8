"""个人实名等级 on the bureau's pages, without scripts (BJ-03, BJ-53, BJ-55)."""

import pytest
from sqlalchemy import insert

from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.sessions.qr_login import App
from etax_client.server.services.identity import face_checks
from etax_client.server.store.tables import hall_records
from tests.pages.bureau.insiders import FIRST, SECOND, code_to, in_app, logged_in
from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.attempting import FENG, LIU, change, comer, failures, id_of, told
from tests.server.running import PASSWORD, Running

LEVEL, TASK = "/bureau/account/level", "/bureau/tasks/risk"
FENGS = "13900000088"


def collected(server: Running, name: str) -> None:
    """As the hall does it."""
    with server.services.store.write() as connection:
        values = {"person_id": id_of(server.services, name), "collected_at": server.services.clock.now()}
        connection.execute(insert(hall_records).values(values))


async def test_the_level_rests_on_what_is_known(server: Running) -> None:
    """BJ-03, BJ-55: what the hall collects holds in the open session at once."""
    change(server.services, FENG, mobile=FENGS)
    one = await logged_in(server, "110199197512240011", FENGS)
    await one.open(LEVEL)
    assert ("三级" in one.text, "新版登录上线前的实名注册" in one.text, "已通过人脸识别" in one.text) == (True, True, False)
    collected(server, FENG)
    await one.open(LEVEL)
    assert "五级" in one.text


async def test_a_face_is_the_fourth(server: Running) -> None:
    one = await (await logged_in(server)).open(LEVEL)
    assert ("四级" in one.text, "已通过人脸识别" in one.text) == (True, True)
    change(server.services, LIU, face_at=None)
    assert "已通过人脸识别" not in (await one.open(LEVEL)).text


async def before_the_face(server: Running, one: Surfer, app: App = App.bureau) -> Surfer:
    """On another device, by the code that stands on the page."""
    link = next(address for address in one.page.addresses if address.startswith(f"/{app.at('F')}/"))
    return await (await surfer(server).open(link)).send(link)


@pytest.mark.parametrize("app", App)
async def test_the_level_is_raised_by_a_face_before_either_app(server: Running, app: App) -> None:
    """BJ-53: and the page goes on by itself."""
    change(server.services, LIU, face_at=None)
    one = await (await logged_in(server)).open(LEVEL)
    assert ("三级" in one.text, "提升实名等级" in one.text) == (True, True)
    await one.send("/bureau/level/face", way=app)
    assert (one.path, "svg" in one.page.tags) == (LEVEL, True)
    assert (await one.http.get("/bureau/level/face-news")).status_code == 204
    await before_the_face(server, one, app)
    assert (await one.http.get("/bureau/level/face-news")).status_code == 200
    await one.open(LEVEL)
    assert ("四级" in one.text, "提升实名等级" in [*one.page.text.split()]) == (True, False)
    rows = (await one.open("/bureau/account/log")).page.rows
    assert rows[1][1] == "提升实名等级"


async def test_a_key_task_asks_for_the_face_and_goes_on(server: Running) -> None:
    """BJ-54, J8: where it was; a form that was sent before does nothing."""
    change(server.services, LIU, face_at=None)
    one = await (await logged_in(server)).open("/bureau")
    assert TASK in one.page.addresses
    await one.open(TASK)
    assert (one.status, "该业务需要实名等级四级，请扫码完成人脸识别" in one.text) == (403, True)
    await one.send("/bureau/level/face", way="itax")
    assert one.path == TASK
    await before_the_face(server, one, App.itax)
    await one.open(TASK)
    assert one.status == 200
    await one.send(TASK)
    assert (one.path, "已提交（模拟）" in one.text) == (f"{TASK}/done", True)
    await one.open(TASK)
    form = one.page.form(TASK).fields
    change(server.services, LIU, face_at=None)
    reply = await one.http.post(TASK, data=form)
    assert reply.status_code == 403


async def test_in_the_app_the_phone_itself_goes_before_the_camera(server: Running) -> None:
    """BJ-54, BJ-78: the key task's tile, and 提升实名等级 under 我的; from the face one comes back to where it was asked for."""
    change(server.services, LIU, face_at=None)
    phone = await in_app(server)
    assert "/bjapp/tasks/risk" in phone.page.addresses
    await phone.open("/bjapp/tasks/risk")
    assert (phone.status, "该业务需要实名等级四级" in phone.text) == (403, True)
    assert "开始人脸识别" in phone.text
    await phone.send("/bjapp/level/face")
    assert phone.path.startswith("/BF/")
    await phone.send(phone.path)
    assert "/bjapp/level" in phone.page.addresses
    await phone.open("/bjapp/level")
    assert (phone.path, phone.status) == ("/bjapp/tasks/risk", 200)
    await phone.send("/bjapp/tasks/risk")
    assert "已提交（模拟）" in phone.text
    await phone.open("/bjapp/mine")
    assert "/bjapp/mine/level" in phone.page.addresses
    await phone.open("/bjapp/mine/level")
    assert ("四级" in phone.text, "/bjapp/mine" in phone.page.addresses) == (True, True)
    change(server.services, LIU, face_at=None)
    await phone.open("/bjapp/mine/level")
    await phone.send("/bjapp/level/face")
    await phone.send(phone.path)
    assert (await phone.open("/bjapp/level")).path == "/bjapp/mine/level"
    await (await phone.open("/bjapp/mine")).send("/bjapp/logout")
    for page in ("/bjapp/mine/level", "/bjapp/tasks/risk"):
        assert "四级" not in (await phone.open(page)).text


async def test_another_persons_face_raises_nothing_and_counts(server: Running) -> None:
    """BJ-42, BJ-43: the fifth in a day locks the account for every method; one that fails for want of a line does not count."""
    services = server.services
    change(services, LIU, face_at=None)
    one = await (await logged_in(server)).open(LEVEL)
    decide(server, FaceOutcome.unreachable)
    await before_the_face(server, await one.send("/bureau/level/face", way="bureau"))
    assert failures(services, CounterKind.bureau_face) == 0
    decide(server, FaceOutcome.other_person)
    for count in range(1, 6):
        await one.open(LEVEL)
        await before_the_face(server, await one.send("/bureau/level/face", way="bureau"))
        assert failures(services, CounterKind.bureau_face) == count
    await one.open(LEVEL)
    assert ("三级" in one.text, "比对未通过" in one.text) == (True, True)
    await one.send("/bureau/level/face", way="bureau")
    assert (one.status, "一天内连续失败5次" in one.text) == (423, True)
    assert told(await comer(services).first()) == ("first.locked", "BJ-43")
    await server.manual.advance(hours=14)
    decide(server, FaceOutcome.passed)
    again = await (await logged_in(server)).open(LEVEL)
    await before_the_face(server, await again.send("/bureau/level/face", way="bureau"))
    assert "四级" in (await again.open(LEVEL)).text


async def test_a_flow_is_its_persons(server: Running) -> None:
    """REG-2: in a browser in which someone else logs in, theirs is another."""
    change(server.services, LIU, face_at=None)
    one = await (await logged_in(server)).open(LEVEL)
    await one.send("/bureau/level/face", way="bureau")
    await one.send("/bureau/logout")
    await one.open(FIRST)
    await one.send(FIRST, account="wangfang", password=PASSWORD, slide="100")
    await one.send(f"{SECOND}/code")
    await one.send(SECOND, code=code_to(server, "13800000002"))
    await one.open(LEVEL)
    assert "svg" not in one.page.tags


def decide(server: Running, outcome: FaceOutcome) -> None:
    with server.services.store.write() as connection:
        face_checks.decide(connection, id_of(server.services, LIU), outcome)
