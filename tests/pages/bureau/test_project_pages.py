"""Projects of units from elsewhere in a browser without scripts: 特定主体, the way between projects, 报验 (J12, BJ-66 to BJ-73)."""

import pytest

from etax_client.domain.bureau.capacities import Place
from tests.pages.bureau.insiders import SECOND, at_special, code_to, for_project, inside
from tests.pages.surfing import Surfer
from tests.server.bureau.attempting import change
from tests.server.bureau.projecting import CHEN_JING, H1, H1_NAME, LIN, PJ1, PJ2, PJ3, PJ4, PJ5, SONG, UNIT_1, project_id
from tests.server.bureau.tying import LIU, MOBILES, WU
from tests.server.running import Running

CENTRE, HOME, PROJECT = "/bureau/account", "/bureau", f"{SECOND}/project"
SWITCH, REPORTS = f"{CENTRE}/switch", "/bureau/reports/cross-region"
NONE = "没有查到可选的编号，说明没有五员人企关联关系"


def header(one: Surfer) -> str:
    return " ".join(one.text.partition("退出")[0].split())


async def enter(server: Running, one: Surfer, account: str) -> Surfer:
    await one.send(f"{SECOND}/code")
    return await one.send(SECOND, code=code_to(server, MOBILES[account]))


async def test_a_project_is_chosen_before_one_is_in(server: Running) -> None:
    """J12, BJ-69, BJ-70: 1234 finds two; without a choice 必填; what does not concern one is not found, and says why."""
    one = await at_special(server, LIN, H1, "234")
    assert (one.status, "请至少输入编号后 4 位" in one.text, one.page.inputs["number"]["value"]) == (422, True, "234")
    await enter(server, one, LIN)
    assert (one.status, "必填" in one.text, NONE in one.text) == (422, True, False), "there is one, but none is chosen"
    await one.send(PROJECT, number="1234")
    assert (one.status, PJ1 in one.text, PJ2 in one.text, H1_NAME in one.text) == (200, True, True, False)
    await one.send(PROJECT, number=PJ3)
    assert (one.status, NONE in one.text, "必填" in one.text) == (200, True, False)
    await one.send(SECOND, code="000000")
    assert (one.status, "必填" in one.text, NONE in one.text) == (422, True, True)
    await one.send(PROJECT, number="1234")
    for number in (PJ1, PJ2):
        await one.send(PROJECT, way=str(project_id(server.services, number)))
        assert (one.status, f"跨区域项目{number}" in one.text.replace("\n", "")) == (200, True)
    await one.send(SECOND, code=code_to(server, MOBILES[LIN]))
    assert (one.status, one.path) == (200, HOME)
    assert f"{H1_NAME} {PJ2} 项目切换主管税务机关" in header(one)


@pytest.mark.parametrize(("account", "unit"), [(WU, H1), (LIN, "91110199MA0BJ01077"), (LIU, "no-such-unit")])
async def test_who_is_tied_to_none_is_told_so_however_it_comes(server: Running, account: str, unit: str) -> None:
    """BJ-70: alike for a unit that there is, one that there is not, and a number that there is."""
    one = await at_special(server, account, unit, "1234")
    assert NONE in one.text
    await enter(server, one, account)
    assert (one.status, "必填" in one.text, NONE in one.text, "河北" in one.text) == (422, True, True, False)


async def test_one_who_is_tied_to_none_and_searches_for_nothing(server: Running) -> None:
    one = await enter(server, await at_special(server, WU, H1), WU)
    assert (one.status, "必填" in one.text, NONE in one.text) == (422, True, True)


async def test_what_is_no_project_is_no_choice(server: Running) -> None:
    one = await at_special(server, LIN, H1, "1234")
    form = {**one.page.form(PROJECT).fields, "number": ""}
    for way, status in (("x", 422), ("999999", 422), (str(project_id(server.services, PJ4)), 422)):
        reply = await one.http.post(PROJECT, data={**form, "way": way})
        assert reply.status_code == status, way
    one = await inside(server, LIN)
    form = {**one.page.form("/bureau/logout").fields, "number": "1234"}
    assert (await one.http.post(PROJECT, data=form)).status_code in (404, 409), "no attempt, no search"


async def test_one_goes_from_project_to_project_by_the_head_of_any_page(server: Running) -> None:
    """BJ-71: what a pointer or focus shows is on the page; the link leads to all of them."""
    one = await for_project(server, LIN, H1, PJ1)
    await one.open(f"{CENTRE}/person")
    [beside] = [form for form in one.page.forms if form.action == SWITCH]
    assert (beside.fields["identity"], SWITCH in one.page.addresses) == (f"project-{project_id(server.services, PJ2)}", True)
    said = next(button.text for button in beside.buttons)
    assert ("北京市示范县税务局（模拟）" in said, "跨区域报验户" in said, PJ2 in said) == (True, True, True)
    await one.send(SWITCH, **beside.fields)
    assert (one.path, PJ2 in header(one), "<b>桥梁</b>" in one.text) == (HOME, True, True)
    await one.open(SWITCH)
    assert ("不能切换为企业身份" in one.text, "跨区域办税" in one.text, "企业办税" in one.text) == (True, True, False)
    await one.send(SWITCH, **{**beside.fields, "once": one.page.forms[1].fields["once"]})
    assert (one.status, "当前身份已变更为 河北示例建筑有限公司（冀示税跨报〔2025〕1234号）" in one.text) == (409, True)
    await one.open(SWITCH)
    to_person = next(form for form in one.page.forms if form.fields.get("identity") == "person")
    await one.send(SWITCH, **to_person.fields)
    assert "项目切换主管税务机关" not in one.text
    assert "不能由个人业务切换为企业业务" in (await one.open(SWITCH)).text


async def test_the_three_go_from_the_unit_to_its_projects_and_back(server: Running) -> None:
    """BJ-66, J12: 宋玉 by 企业业务 sees all of them, and finds one by its end."""
    one = await inside(server, SONG, H1)
    await one.open(SWITCH)
    assert {number for number in (PJ1, PJ2, PJ3, PJ4) if number in one.text} == {PJ1, PJ2, PJ4}
    await one.open(f"{SWITCH}?number=0001")
    assert {number for number in (PJ1, PJ2, PJ3, PJ4) if number in one.text} == {PJ4}
    [to] = [form for form in one.page.forms if form.fields.get("identity", "").startswith("project-")]
    one.reply = await one.http.post(SWITCH, data=to.fields, follow_redirects=True)
    assert ("跨区域税源登记纳税人" in one.text, PJ4 in header(one)) == (True, True)
    assert "法定代表人" in (await one.open(SWITCH)).text
    closed = project_id(server.services, PJ1)
    assert server.services.project_office.close(closed) is None
    await one.send(SWITCH, identity=f"project-{closed}")
    assert (one.status, "该项目已结束，或与您没有关联，请核对" in one.text) == (403, True)
    for made_up in ("project-", "project-x", "project--1", "project-99999999999999999", "tie-1"):
        await one.open(SWITCH)
        assert (await one.send(SWITCH, identity=made_up)).status == 422, made_up


MATRIX = {Place.profile: "f", Place.unit: "r", Place.staff: "-", Place.grants: "-", Place.level: "-", Place.switch: "f", Place.log: "f"}
"""Section by section as for others (BJ-40)."""


async def test_each_page_that_there_is_for_a_project(server: Running) -> None:
    """BJ-40: by address and by the links that are offered; the key task and reports are for others."""
    one = await for_project(server, SONG, H1, PJ4)
    for path in ("/bureau/reports", REPORTS, "/bureau/tasks/risk"):
        assert path not in one.page.addresses
        assert (await one.open(path)).status == 403, path
        await one.open(HOME)
    offered = set((await one.open(CENTRE)).page.addresses)
    for place, cell in MATRIX.items():
        await one.open(f"{CENTRE}/{place}")
        assert (f"{CENTRE}/{place}" in offered, one.status) == ((True, 200) if cell != "-" else (False, 403)), place
    assert PJ4 in (await one.open(f"{CENTRE}/unit")).text


async def test_a_project_that_is_closed_is_over_at_the_next_page(server: Running) -> None:
    """BJ-63, BJ-73: no answer after that shows the unit's name but to say that it is over."""
    one = await for_project(server, LIN, H1, PJ2)
    await one.open(SWITCH)
    to = next(form for form in one.page.forms if form.fields.get("identity", "").startswith("project-"))
    assert server.services.project_office.close(project_id(server.services, PJ2)) is None
    await one.send(SWITCH, **to.fields)
    assert (one.status, f"您与 {H1_NAME} {PJ2} 的关联关系已结束，当前为个人身份" in one.text) == (409, True)
    await one.open(HOME)
    assert ("项目切换主管税务机关" in one.text, "综合信息报告" in one.text) == (False, True)


async def test_a_report_is_looked_up_checked_in_and_then_entered(server: Running) -> None:
    """J12, BJ-72, BJ-73: a second 提交 says 该项目已报验, and shows it."""
    one, song = await inside(server, LIN), await inside(server, SONG)
    assert "/bureau/reports" in one.page.addresses
    await one.open("/bureau/reports")
    await one.open(REPORTS)
    await one.send(REPORTS, taxpayer_id="", number="")
    assert (one.status, "请输入纳税人识别号" in one.text) == (422, True)
    await one.send(REPORTS, taxpayer_id=H1, number=PJ5)
    assert (one.status, "没有查到与您有关的报告，请核对" in one.text, one.page.inputs["number"]["value"]) == (404, True, PJ5)
    await one.send(REPORTS, taxpayer_id=f" {H1.lower()}", number="冀示税跨报(2026)0077")
    at = f"{REPORTS}/{project_id(server.services, PJ3)}"
    assert (one.status, one.path, "示例学校装修工程" in one.text, "联系人林*" in one.text, "未报验" in one.text) == (
        200,
        at,
        True,
        True,
        True,
    )
    await song.open(at)
    await one.send(f"{at}/check-in")
    assert (one.status, one.path, "报验成功" in one.text, "已报验" in one.text) == (200, at, True, True)
    await song.send(f"{at}/check-in")
    assert (song.status, "该项目已报验" in song.text, "示例学校装修工程" in song.text) == (409, True, True)
    assert f"{at}/check-in" not in {form.action for form in song.page.forms}
    assert PJ3 in (await at_special(server, LIN, H1, "0077")).text
    stranger = await inside(server, LIU)
    assert ((await stranger.open(at)).status, "示例学校" in stranger.text) == (404, False)
    assert (await stranger.open(f"{at}/check-in")).path == at


async def test_below_the_fourth_level_the_report_asks_for_the_face_and_goes_on(server: Running) -> None:
    """BJ-54: and leads back to the report that was to be checked in."""
    one, at = await inside(server, CHEN_JING), f"{REPORTS}/{project_id(server.services, PJ5)}"
    await one.open(REPORTS)
    await one.send(REPORTS, taxpayer_id=UNIT_1, number=PJ5)
    await one.send(f"{at}/check-in")
    assert (one.status, "该业务需要实名等级四级，请扫码完成人脸识别" in one.text) == (403, True)
    for elsewhere in ("/portal", "//example.com", "/bureau/reports/cross-region/x", "https://example.com/"):
        await one.send("/bureau/level/face", way="bureau", task=elsewhere)
        assert one.status == 422, elsewhere
        await one.open(at)
        await one.send(f"{at}/check-in")
    await one.send("/bureau/level/face", way="bureau")
    waits = ("data-waits" in one.html, "示例展厅安装工程" in one.text, f"{at}/check-in" in one.html)
    assert (one.status, one.path, waits) == (200, at, (True, True, False)), "with the code, and the report"
    change(server.services, "陈静", face_at=server.clock.now())
    await one.open("/bureau/level")
    assert one.path == at
    await one.send(f"{at}/check-in")
    assert "报验成功" in one.text


async def test_names_with_markup_are_text(server: Running) -> None:
    """S-6: of a project as of a unit."""
    one = await at_special(server, LIN, H1, "1234")
    assert ("示例<b>桥梁</b>加固工程" in one.text, "<b>桥梁" in one.html) == (True, False)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_page_speaks_both_languages(server: Running, language: str) -> None:
    one = await for_project(server, SONG, H1, PJ4)
    await one.speak(language)
    for path in (HOME, SWITCH, f"{CENTRE}/unit"):
        await one.open(path)
        assert (one.status, "bureau." in one.text) == (200, False)
