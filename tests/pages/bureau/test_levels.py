"""个人实名等级 on the bureau's pages, without scripts (BJ-03, BJ-53, BJ-55)."""

from sqlalchemy import insert

from etax_client.server.store.tables import hall_records
from tests.pages.bureau.insiders import logged_in
from tests.server.bureau.attempting import FENG, LIU, change, id_of
from tests.server.running import Running

LEVEL = "/bureau/account/level"
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
