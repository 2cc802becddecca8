"""代理业务 on the bureau's pages, without scripts: the entrance, 身份切换 and a list of staff that one reads only (BJ-39)."""

from tests.pages.bureau.insiders import SECOND, inside
from tests.server.bureau.tying import B1, B3, GAO, LIU, unit_id_of
from tests.server.running import Running

AGENCY, STAFF, SWITCH = "/bureau/login/agency", "/bureau/account/staff", "/bureau/account/switch"


async def test_an_agent_goes_to_a_principal_and_back(server: Running) -> None:
    """J11; what stands above says as whom and for whom one acts."""
    one = await inside(server, GAO, B3, entrance="agency")
    assert (one.path, "代理机构" in one.text, "北京示例代理记账有限公司" in one.text) == ("/bureau", True, True)
    await one.open(SWITCH)
    assert [name in one.text for name in ("北京示例科技有限公司", "北京示例商贸有限公司", "文化")] == [True, True, False]
    await one.send(SWITCH, identity=f"principal-{unit_id_of(server.services, B1)}")
    assert ("委托企业" in one.text, "北京示例科技有限公司" in one.text, "北京示例代理记账有限公司" in one.text) == (True,) * 3
    await (await one.open(SWITCH)).send(SWITCH, identity="agency")
    assert "委托企业" not in one.text
    await (await one.open(SWITCH)).send(SWITCH, identity="person")
    assert "北京示例代理记账有限公司" not in one.text


async def test_nothing_is_there_to_press_in_the_list_of_staff(server: Running) -> None:
    """Section 5: read only, for the agency and for whom it acts for; the forms of others are refused."""
    one = await inside(server, GAO, B3, entrance="agency")
    for principal in ("", f"principal-{unit_id_of(server.services, B1)}"):
        if principal:
            await (await one.open(SWITCH)).send(SWITCH, identity=principal)
        await one.open(STAFF)
        assert ("仅可查看" in one.text, "添加办税人员" in one.text) == (True, False)
        assert [each.action for each in one.page.forms if STAFF in each.action] == []
        assert (await one.open(f"{STAFF}/new")).status == 403
    assert "刘*" in (await one.open(STAFF)).text
    assert "添加办税人员" in (await (await inside(server, LIU, B1)).open(STAFF)).text


async def test_who_has_no_tie_with_an_agency_is_told_behind_the_password(server: Running) -> None:
    one = await inside(server, LIU, B1, entrance="agency")
    assert (one.path, one.status, "没有人企关联关系" in one.text) == (AGENCY, 403, True)
    assert one.path != SECOND
