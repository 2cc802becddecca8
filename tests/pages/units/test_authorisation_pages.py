"""企业办税权限 and 我的办税权限 on both sites, without a script: who sees what, what is done at once, and what is said (AUT, AUZ, WEB)."""

import pytest

from etax_client.domain.policies import Phase
from etax_client.wire import paths
from tests.pages.surfing import Surfer, surfer
from tests.pages.units.authorising import (
    ABDULLA,
    FIXED,
    LIMING,
    LONG,
    SITES,
    TODAY,
    WANGFANG,
    added,
    authorisation_of,
    given,
    make_runner,
)
from tests.server.running import Running, running

PEOPLE = ("wangfang", "zhaoqiang", "chenjing", "liming", "abdulla")
ACTS = {
    "detail": "/units/{unit}",
    "add": "/units/{unit}/new",
    "change": "/units/{unit}/people/{someone}",
    "change a manager": "/units/{unit}/people/{manager}",
    "end": "/units/{unit}/people/{someone}/end",
    "reset": "/units/{unit}/password",
}
STATUS = {
    (1, "detail"): (200, 200, 200, 404, 404),
    (1, "add"): (200, 200, 200, 404, 404),
    (1, "change"): (200, 200, 200, 404, 404),
    (1, "change a manager"): (200, 200, 403, 404, 404),
    (1, "end"): (200, 200, 200, 404, 404),
    (1, "reset"): (200, 409, 403, 403, 404),
    (2, "detail"): (200, 404, 404, 404, 404),
    (2, "add"): (200, 404, 404, 404, 404),
    (2, "change"): (200, 404, 404, 404, 404),
    (2, "change a manager"): (404, 404, 404, 404, 404),
    (2, "end"): (200, 404, 404, 404, 404),
    (2, "reset"): (200, 404, 404, 403, 404),
    (6, "detail"): (404, 404, 404, 404, 404),
    (6, "reset"): (404, 404, 404, 404, 404),
    (999, "detail"): (404, 404, 404, 404, 404),
}
"""What each of PEOPLE gets; 陈静 manages unit 1, and 李明 files for units 1 and 2."""


def words_of(someone: Surfer) -> str:
    return " ".join(someone.text.split())


def token(someone: Surfer) -> str:
    return next(form.fields["token"] for form in someone.page.forms if "token" in form.fields)


# --- who sees what


@pytest.mark.parametrize("site", SITES)
async def test_aut_01_dpw_01_auz_1_who_may_open_what(server: Running, site: str) -> None:
    """Each page for each person: to whom a unit is nothing, it does not exist."""
    people = [await surfer(server).logged_in(account, site) for account in PEOPLE]
    manager, clerk = authorisation_of(server, "陈静"), {unit: authorisation_of(server, "李明", unit) for unit in (1, 2)}
    seen = {}
    for unit, act in STATUS:
        path = site + ACTS[act].format(unit=unit, someone=clerk.get(unit), manager=manager)
        seen[unit, act] = tuple([(await someone.open(path)).status for someone in people])
    assert seen == STATUS


@pytest.mark.parametrize(
    ("account", "manages", "is_authorised"),
    [
        ("wangfang", True, False),
        ("zhaoqiang", True, False),
        ("chenjing", True, True),
        ("liming", False, True),
        ("abdulla", False, False),
    ],
)
@pytest.mark.parametrize("site", SITES)
async def test_aut_01_aut_05_the_home_page_shows_what_there_is(
    server: Running, site: str, account: str, manages: bool, is_authorised: bool
) -> None:
    someone = await surfer(server).logged_in(account, site)
    assert ("企业办税权限" in someone.text, "我的办税权限" in someone.text) == (manages, is_authorised)
    assert (f"{site}/units" in someone.page.addresses, f"{site}/authorisations" in someone.page.addresses) == (manages, is_authorised)


@pytest.mark.parametrize("site", SITES)
async def test_aut_04_who_may_not_change_a_row_has_no_buttons_for_it(server: Running, site: str) -> None:
    manager = await (await surfer(server).logged_in("chenjing", site)).open(f"{site}/units/1")
    own, other = authorisation_of(server, "陈静"), authorisation_of(server, "李明")
    assert f"{site}/units/1/people/{other}" in manager.page.addresses
    assert not {address for address in manager.page.addresses if f"/people/{own}" in address}
    assert f"{site}/units/1/password" not in manager.page.addresses, "DPW-01: others do not see the entry"
    runner = await (await surfer(server).logged_in("wangfang", site)).open(f"{site}/units/1")
    assert {f"{site}/units/1/people/{own}", f"{site}/units/1/people/{other}/end", f"{site}/units/1/password"} <= set(runner.page.addresses)


@pytest.mark.parametrize("path", ["/units", "/units/1", "/units/1/new", "/units/1/people/1/end", "/units/1/password", "/authorisations"])
@pytest.mark.parametrize("site", SITES)
async def test_ver_05_a_login_leads_back_to_where_it_was_asked_for(server: Running, site: str, path: str) -> None:
    someone = await surfer(server).open(f"{site}{path}")
    assert someone.status == 401
    await someone.log_in("wangfang", site=site, back=someone.page.inputs["back"]["value"] or "")
    assert someone.path == f"{site}{path}"


async def test_ver_05_the_address_in_the_qr_code_is_in_capitals(server: Running) -> None:
    someone = await (await surfer(server).open("/APP/UNITS")).log_in("wangfang", back="/app/units")
    assert someone.path == "/app/units"
    assert "广东示例查账有限公司" in (await someone.open("/APP/UNITS")).text
    await someone.speak("en")
    assert (someone.path, "Units I manage" in someone.text) == ("/APP/UNITS", True)


@pytest.mark.parametrize("back", ["/app/units/1/password/done", "/app/units/1?x=1", "/app/units/../scan", "/portal/units", "//evil/units"])
async def test_a_login_leads_to_no_other_address(server: Running, back: str) -> None:
    someone = await (await surfer(server).open("/app/units")).log_in("wangfang", back=back)
    assert someone.path == "/app"


# --- 企业办税权限


async def test_aut_01_units_are_searched_by_name_or_taxpayer_id(server: Running) -> None:
    someone = await surfer(server).logged_in("wangfang", "/portal")
    for query, seen in {
        "": ("查账", "一厂"),
        "?name=一厂": ("一厂",),
        "?name= 查账 ": ("查账",),
        "?taxpayer_id=0207y": ("一厂",),
        "?taxpayer_id=０２０７": ("一厂",),
        "?taxpayer_id=91440199&name=查账": ("查账",),
        "?name=农村": (),
        "?name=%25": (),
        "?taxpayer_id=_": (),
    }.items():
        await someone.open(f"/portal/units{query}")
        shown = {"查账": "广东示例查账有限公司", "一厂": "广东示例核定一厂"}
        assert [part for part, name in shown.items() if name in someone.text] == list(seen), query
        assert ("未查询到符合条件的单位" in someone.text) == (not seen)
    for odd in ("%00", "x" * 65):
        assert (await someone.open(f"/portal/units?name={odd}")).status == 422


async def test_aut_01_who_manages_nothing_is_told_so(server: Running) -> None:
    """VER-05: the dialog of the client leads anyone here."""
    someone = await (await surfer(server).logged_in("liming")).open("/app/units")
    assert (someone.status, "您不是任何单位的法定代表人或财务负责人" in someone.text) == (200, True)


@pytest.mark.parametrize("site", SITES)
async def test_aut_02_authorising_someone(server: Running, site: str) -> None:
    someone = await surfer(server).logged_in("wangfang", site)
    await someone.open(f"{site}/units/1/new")
    assert someone.page.inputs["start"]["min"] == TODAY
    assert someone.page.inputs["start"]["value"] == TODAY
    assert "录入生僻字" in someone.text
    await added(someone, site, **FIXED)
    assert (someone.status, someone.path) == (200, f"{site}/units/1")
    assert "授权已添加" in someone.text
    assert "阿卜杜拉·买买提 有效" in words_of(someone)
    assert "2026-11-20 至 2026-12-31" in someone.text
    assert "6501**********0018" in someone.text
    theirs = await (await surfer(server).logged_in("abdulla", site)).open(f"{site}/authorisations")
    assert "广东示例查账有限公司 有效" in words_of(theirs)
    assert "剩余 42 天" in theirs.text


async def test_aut_02_a_term_that_begins_later_is_not_yet_valid(server: Running) -> None:
    someone = await added(await surfer(server).logged_in("zhaoqiang"), "/app", start="2026-11-21")
    assert "阿卜杜拉·买买提 未生效" in words_of(someone)


WRONG_FIELDS = [
    ({"name": ""}, "name", ""),
    ({"number": "650199198606170019"}, "number", "证件号码"),
    ({"permission": ""}, "permission", "请选择权限类型"),
    ({"kind": ""}, "kind", "请选择长期或定期"),
    ({"start": ""}, "start", "请选择日期"),
    ({"start": "2026-13-01"}, "start", "日期格式应为"),
    ({"start": "2026-11-19"}, "start", "不能早于今天（2026-11-20）"),
    ({"kind": "fixed"}, "end", "请选择日期"),
    ({"kind": "fixed", "end": "mañana"}, "end", "日期格式应为"),
    ({"kind": "fixed", "start": "2026-12-02", "end": "2026-12-01"}, "end", "不能早于授权期限起"),
    ({"kind": "fixed", "end": "9999-12-31"}, "end", "日期过晚"),
    ({"start": "9999-12-31"}, "start", "日期过晚"),
]


@pytest.mark.parametrize(("typed", "field", "said"), WRONG_FIELDS)
async def test_aut_02_every_error_stands_beside_its_field(server: Running, typed: dict[str, str], field: str, said: str) -> None:
    someone = await added(await surfer(server).logged_in("wangfang"), "/app", **typed)
    assert someone.status == 422
    reply = someone.reply
    assert reply is not None
    assert f'id="{field}-error"' in reply.text
    assert reply.text.count('class="wrong"') == 1
    assert said in someone.text
    for name in ("number", "name", "start", "end"):
        assert someone.page.inputs[name]["value"] == {**ABDULLA, **LONG, **typed}[name], "good input is kept"
    assert given(server, "阿卜杜拉·买买提", 1) == []


async def test_aut_02_what_is_not_asked_for_does_not_matter(server: Running) -> None:
    """长期 has no last day, whatever a hidden field still holds; a day may be typed as people write it."""
    someone = await added(await surfer(server).logged_in("wangfang"), "/app", start="2026年11月22日", end="1999-01-01")
    assert "长期，自 2026-11-22 起" in someone.text


@pytest.mark.parametrize(
    ("whom", "said", "status"),
    [
        ({**ABDULLA, "name": "阿卜杜拉"}, "未找到姓名与证件均一致的注册用户", 404),
        ({"document_type": "resident_id", "number": "440199199607260029", "name": "周婷"}, "未找到姓名与证件均一致的注册用户", 404),
        (LIMING, "该人员在本单位已有授权", 409),
        (WANGFANG, "不能向本人授权", 403),
        ({"document_type": "resident_id", "number": "440199197511300015", "name": "赵强"}, "法定代表人、财务负责人（无需授权）", 409),
    ],
)
async def test_aut_02_auz_2_whom_one_cannot_authorise(server: Running, whom: dict[str, str], said: str, status: int) -> None:
    someone = await added(await surfer(server).logged_in("wangfang"), "/app", **whom)
    assert (someone.status, said in someone.text) == (status, True)
    assert someone.page.inputs["name"]["value"] == whom["name"]


async def test_auz_2_management_gives_nothing_beyond_its_own_term(server: Running) -> None:
    runner = await surfer(server).logged_in("wangfang")
    manager = authorisation_of(server, "陈静")
    await runner.open(f"/app/units/1/people/{manager}")
    own = {"permission": "management", "kind": "fixed", "start": "2026-11-21", "end": "2026-12-20"}
    await runner.send(f"/app/units/1/people/{manager}", **own)
    assert "授权已变更" in runner.text
    await server.manual.advance(hours=24)
    someone = await surfer(server).logged_in("chenjing")
    await someone.open("/app/units/1/new")
    assert "您的管理权限期限：2026-11-21 至 2026-12-20" in someone.text
    assert someone.page.inputs["end"]["max"] == "2026-12-20"
    await added(someone, "/app", kind="long", start="2026-11-21")
    assert (someone.status, "您的授权期限止为 2026-12-20，不能授予长期" in someone.text) == (422, True)
    await added(someone, "/app", kind="fixed", start="2026-11-21", end="2026-12-21")
    assert (someone.status, "晚于您自己的授权期限止（2026-12-20）" in someone.text) == (422, True)
    await added(someone, "/app", kind="fixed", start="2026-11-21", end="2026-12-20", permission="management")
    assert (someone.status, "授权已添加" in someone.text) == (200, True)
    other = authorisation_of(server, "李明")
    assert not {address for address in someone.page.addresses if f"/people/{other}" in address}, "AUT-03: a longer term than one's own"


async def test_aut_03_management_does_not_touch_who_runs_the_unit(server: Running) -> None:
    """Nor what a finance officer was given before they were one."""
    make_runner(server, "李明", 1, "finance_officer")
    theirs = authorisation_of(server, "李明")
    someone = await (await surfer(server).logged_in("chenjing")).open("/app/units/1")
    assert not {address for address in someone.page.addresses if f"/people/{theirs}" in address}
    for act in ("", "/end"):
        reply = await someone.http.post(f"/app/units/1/people/{theirs}{act}", data={"token": token(someone), **(LONG if not act else {})})
        assert (reply.status_code, "超出您的权限" in reply.text) == (403, True)
    assert given(server, "李明", 1)[0].ended_at is None


@pytest.mark.parametrize("site", SITES)
async def test_aut_04_changing_an_authorisation(server: Running, site: str) -> None:
    someone = await surfer(server).logged_in("wangfang", site)
    path = f"{site}/units/1/people/{authorisation_of(server, '李明')}"
    await someone.open(path)
    assert (someone.page.inputs["start"]["value"], someone.page.inputs["start"]["min"]) == ("2026-10-21", "2026-10-21")
    assert "李明" in someone.text
    await someone.send(path, permission="filing", kind="fixed", start="2026-10-20", end="2026-12-31")
    assert (someone.status, "不能早于今天" in someone.text) == (422, True)
    await someone.send(path, permission="management", kind="fixed", start="2026-10-21", end="2026-12-31")
    assert (someone.path, "2026-10-21 至 2026-12-31" in someone.text) == (f"{site}/units/1", True)
    assert "/units" in "".join((await surfer(server).logged_in("liming", site)).page.addresses), "at once"


async def test_aut_04_ending_one_names_the_person_first(server: Running) -> None:
    """And takes effect at once, in a session that is inside the unit (AUZ-3, VER-03)."""
    async with running(phase=Phase.phase_2) as server:
        clerk = await server.signed_in("liming")
        assert (await clerk.get(paths.unit_home(1))).status_code == 200
        someone = await surfer(server).logged_in("wangfang")
        path = f"/app/units/1/people/{authorisation_of(server, '李明')}/end"
        await someone.open(path)
        assert "被授权人李明" in "".join(someone.text.split())
        assert given(server, "李明", 1)[0].ended_at is None, "asking ends nothing"
        await someone.send(path)
        assert (someone.path, "授权已解除" in someone.text) == ("/app/units/1", True)
        assert "李明" not in someone.text
        assert (await clerk.get(paths.unit_home(1))).json()["code"] == "unit_closed"
        await someone.open(path)
        assert (someone.status, "该授权已不存在" in someone.text) == (404, True)


async def test_aut_04_two_at_once_the_second_is_told(server: Running) -> None:
    one, two = await surfer(server).logged_in("wangfang"), await surfer(server).logged_in("zhaoqiang")
    path = f"/app/units/1/people/{authorisation_of(server, '李明')}"
    await one.open(f"{path}/end")
    await two.open(path)
    await one.send(f"{path}/end")
    await two.send(path)
    assert (two.status, "该授权已不存在，请刷新" in two.text) == (404, True)


async def test_auz_3_what_has_run_out_may_be_given_anew_but_nobody_has_two(server: Running) -> None:
    someone = await added(await surfer(server).logged_in("wangfang"), "/app", **FIXED)
    (first,) = given(server, "阿卜杜拉·买买提", 1)
    await server.manual.advance(hours=60 * 24)
    someone = await (await surfer(server).logged_in("wangfang")).open("/app/units/1")
    assert "阿卜杜拉·买买提 已到期" in words_of(someone)
    await added(someone, "/app", start="2027-01-19")
    assert "阿卜杜拉·买买提 有效" in words_of(someone)
    path = f"/app/units/1/people/{first.id}"
    await someone.open(path)
    await someone.send(path, kind="long", permission="management")
    assert (someone.status, "已有授权" in someone.text) == (409, True)


# --- 我的办税权限
