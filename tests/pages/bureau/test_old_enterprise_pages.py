"""旧版登录 of a unit on the bureau's pages, without scripts: 企业密码, the acting person, and their proof (BJ-75, J13)."""

from etax_client.domain.sessions.old_login import OldLogin
from tests.pages.bureau.insiders import code_to
from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.tying import B1, B2, B4
from tests.server.running import PASSWORD, WRONG, Running

OLD, WHO, QIYE = "/bureau/old", "/bureau/old/who", "Qiye@2026"


async def at_who(server: Running, unit: str = B2, name: str = "") -> Surfer:
    one = await (await surfer(server).open(OLD)).send(OLD, taxpayer_id=unit, password=QIYE)
    assert (one.path, one.status) == (WHO, 200)
    return await chosen(one, name) if name else one


async def chosen(one: Surfer, name: str) -> Surfer:
    """The form of whom a name like this is on the button of."""
    form = next(each for each in one.page.forms if any(name in button.text for button in each.buttons))
    return await one.send(f"{WHO}/choose", tie=form.fields["tie"])


async def test_a_unit_comes_by_its_password_and_its_people_by_theirs(server: Running) -> None:
    """J13: 冯云, without a number, at B2."""
    one = await at_who(server, B2, "冯*")
    assert ("北京示例商贸有限公司" in one.text, "未带出手机号码" in one.text, f"{WHO}/code" in one.page.addresses) == (True, True, False)
    await one.send(f"{WHO}/password", password=WRONG)
    assert (one.status, "您还有 4 次机会" in one.text, "captcha" in one.page.inputs) == (401, True, True)
    await one.send(f"{WHO}/password", password=PASSWORD, captcha=one.solution())
    assert (one.path, "北京示例商贸有限公司" in one.text, "办税员" in one.text) == ("/bureau", True, True)
    assert not [name for name in one.http.cookies if "old" in name]


async def test_a_code_to_the_acting_persons_number(server: Running) -> None:
    one = await at_who(server, B1, "吴*")
    await one.send(f"{WHO}/code")
    assert "139****0003" in one.text
    assert (await one.send(f"{WHO}/enter", code="12")).status == 422
    await one.send(f"{WHO}/enter", code=code_to(server, "13900000003"))
    assert (one.path, "北京示例科技有限公司" in one.text) == ("/bureau", True)


async def test_what_is_wrong_is_said_once_and_alike(server: Running) -> None:
    """LOG-08, LOG-12: the number stays typed, the password never; a locked one says who can open it."""
    said = {}
    for number in (B2, "91110199MA0BJ99999"):
        one = await (await surfer(server).open(OLD)).send(OLD, taxpayer_id=number, password=WRONG)
        said[number] = (one.status, one.text.replace(number, ""))
        assert (one.page.inputs["taxpayer_id"]["value"], one.page.inputs["password"].get("value")) == (number, None)
    first, second = said.values()
    assert first == second
    assert "纳税人识别号或企业密码不正确，您还有 4 次机会" in first[1]
    locked = await (await surfer(server).open(OLD)).send(OLD, taxpayer_id=B4, password=QIYE)
    assert (locked.status, "该企业的旧版登录已锁定" in locked.text, "/bureau/old-password" in locked.page.addresses) == (423, True, True)


async def test_nobody_goes_on_without_the_enterprise_password(server: Running) -> None:
    """REG-1: nor after the old login has ended."""
    one = await surfer(server).open(WHO)
    assert ("企业密码" in one.text, "选择办税人员" in one.text) == (True, False)
    inside = await at_who(server, B2, "刘*")
    server.services.bureau.old_logins.switch(OldLogin(on=False))
    await inside.send(f"{WHO}/password", password=PASSWORD)
    assert (inside.status, "旧版登录已停用" in inside.text, "password" in inside.page.inputs) == (410, True, False)


async def test_another_enterprise_password_unlocks(server: Running) -> None:
    """BJ-76, J13: 周敏, finance officer of B4, by a code; the number of the unit stays typed, and what was done stands in her log."""
    at, new = "/bureau/old-password", "Xinmima@2026"
    one = await (await surfer(server).open(OLD)).open(at)
    who = {"document_type": "resident_id", "number": "110199198203150025", "name": "周敏"}
    await one.send(f"{at}/identity", taxpayer_id="", **who)
    assert ("请输入统一社会信用代码/纳税人识别号" in one.text, one.page.inputs["name"]["value"]) == (True, "周敏")
    await one.send(f"{at}/identity", taxpayer_id=B4, **who)
    await one.send(f"{at}/back")
    assert one.page.inputs["taxpayer_id"]["value"] == B4
    await one.send(f"{at}/identity", taxpayer_id=B4, **who)
    await one.send(f"{at}/sms-code")
    await one.send(f"{at}/sms-proof", code=code_to(server, "13900000002"))
    await one.send(f"{at}/password", password=new, again=new)
    assert "该企业的旧版登录已解锁" in one.text
    entered = await (await surfer(server).open(OLD)).send(OLD, taxpayer_id=B4, password=new)
    assert entered.path == WHO
    zhou = await chosen(entered, "周*")
    await zhou.send(f"{WHO}/password", password=PASSWORD)
    assert "设置企业密码" in (await zhou.open("/bureau/account/log")).text


async def test_the_new_logins_forgotten_password_is_another(server: Running) -> None:
    """BJ-46: the page of the personal password says that the unit's is not found there; each leads to its own."""
    assert "企业密码不在此处找回" in (await surfer(server).open("/bureau/forgot")).text
    assert "/bureau/forgot" in (await surfer(server).open("/bureau/old/person")).page.addresses


async def test_registering_is_offered_where_a_person_comes_in(server: Running) -> None:
    """BJ-10: 用户注册 at 自然人业务 and 境外自然人 only."""
    offered = {
        each: any("/register" in address for address in (await surfer(server).open(f"/bureau/login/{each}")).page.addresses)
        for each in ("person", "foreigner", "enterprise", "agency")
    }
    assert offered == {"person": True, "foreigner": True, "enterprise": False, "agency": False}
