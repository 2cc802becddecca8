"""The bureau on the trainer's page: accounts and locks, ties, the register, and the old login's last day (BJ-43, BJ-56, BJ-62, BJ-74)."""

from collections.abc import AsyncIterator

import pytest

from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.attempting import comer, id_of
from tests.server.bureau.test_old_enterprises import Door as OldDoor
from tests.server.bureau.test_old_enterprises import code_of
from tests.server.bureau.tying import B1, WU, inside
from tests.server.testing.journal import TOKEN, Door, door_open

PAGE = "/control/page"
BUREAU = f"{PAGE}/bureau"


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with door_open() as one:
        yield one


async def trainer(door: Door, page: str = "") -> Surfer:
    one = await surfer(door.server).open(PAGE)
    await one.send(f"{PAGE}/login", key=TOKEN)
    return await one.open(page) if page else one


async def test_an_account_is_locked_and_unlocked(door: Door) -> None:
    """BJ-43: by a method, until midnight; of all methods free."""
    one = await trainer(door, f"{BUREAU}?person=liuyang")
    assert "139****0001" in one.text
    await one.send(f"{BUREAU}/lock", do="face")
    assert "已锁定到次日零时" in one.text
    await one.open(PAGE)
    assert "刘洋" in one.text
    await one.open(f"{BUREAU}?person=liuyang")
    await one.send(f"{BUREAU}/unlock")
    assert "已锁定到次日零时" not in one.text
    await one.open(f"{BUREAU}?person=liming")
    assert "未在北京市电子税务局注册" in one.text
    await one.open(f"{BUREAU}?person=nobody")
    assert (one.status, "没有该人员" in one.text) == (422, True)
    assert "刘洋" not in (await surfer(door.server).open(f"{BUREAU}?person=liuyang")).text, "the door's token comes first (WEB-4)"


async def test_ties_end_under_the_hands_of_who_is_in_them(door: Door) -> None:
    """BJ-62, BJ-63, BJ-40: the list of sessions says as whom, and as whom no more; staff are added, and someone else is registered."""
    await inside(door.server, WU, B1)
    one = await trainer(door)
    assert "北京示例科技有限公司（办税员）" in one.text
    await one.open(f"{BUREAU}?person={WU}&unit={B1}")
    [tie] = [each for each in door.server.services.hall_ties.seen(None, id_of(door.server.services, "吴磊"), 9) if each.taxpayer_id == B1]
    await one.send(f"{BUREAU}/untie", tie=str(tie.tie_id))
    assert "确定要解除吴磊与北京示例科技有限公司的关联关系吗？" in one.text
    assert door.server.services.hall_ties.seen(None, tie.person_id, 9)[-1].state == "confirmed", "it is asked first"
    await one.send(f"{BUREAU}/untie", sure="yes")
    assert "已删除" in one.text
    await one.open(PAGE)
    assert "北京示例科技有限公司（办税员）" not in one.text
    await one.open(f"{BUREAU}?person={WU}&unit={B1}")
    await one.send(f"{BUREAU}/staff", until="2020-01-01")
    assert (one.status, "有效期止不能早于今天" in one.text) == (409, True)
    await one.send(f"{BUREAU}/staff", until="2027-12-31")
    assert "2027-12-31" in one.text
    assert "待确认" in one.text
    await one.send(f"{BUREAU}/staff", until="2027-12-31")
    assert one.status == 409
    await one.send(f"{BUREAU}/register", do="legal_representative")
    assert "【登记吴磊为法定代表人】" in one.text
    await one.send(f"{BUREAU}/register", sure="yes")
    assert "登记已变更" in (await one.open(f"{BUREAU}?unit={B1}")).text


async def test_the_old_login_has_its_last_day(door: Door) -> None:
    """BJ-74: and no day is guessed from what is none."""
    one = await trainer(door, BUREAU)
    await one.send(f"{BUREAU}/old", do="until", last_day="tomorrow")
    assert (one.status, door.server.services.bureau.old_logins.track().last_day) == (422, None)
    await one.send(f"{BUREAU}/old", do="until", last_day="2026-12-31")
    assert "旧版登录将于 2026-12-31 24:00 停用" in one.text
    await one.send(f"{BUREAU}/old", do="off")
    assert (door.server.services.bureau.old_logins.now() is None, "【立即停用】" in one.text) == (False, True)
    await one.send(f"{BUREAU}/old", sure="yes")
    assert door.server.services.bureau.old_logins.now() is None
    await one.send(f"{BUREAU}/old", do="on")
    assert "没有停用日期" in one.text


async def test_a_level_an_enterprise_password_and_who_is_on_the_way(door: Door) -> None:
    """BJ-30, BJ-53, BJ-76: a face is known or not; a unit is locked, and unlocked by another 企业密码, which the page shows nobody."""
    one = await trainer(door, f"{BUREAU}?person=liuyang&unit={B1}")
    assert ("四级" in one.text, "没有进行中的登录" in one.text) == (True, True)
    await one.send(f"{BUREAU}/face", do="off")
    assert ("三级" in one.text, "四级" in one.text) == (True, False)
    await one.send(f"{BUREAU}/unit", do="lock")
    assert "已锁定到次日零时" in one.text
    await one.send(f"{BUREAU}/password", password="")
    assert (one.status, "请输入可以键入的密码" in one.text) == (422, True)
    await comer(door.server.services).first()
    await one.send(f"{BUREAU}/password", password="Qiye@2027")
    assert ("已锁定到次日零时" in one.text, "Qiye" in one.html, "第二因子" in one.text) == (False, False, True)
    assert code_of(await OldDoor(door.server).unit(B1, "Qiye@2027")) is None
