"""The tax hall's counter and the portal's annexes, without scripts: what each form does, and what stands on paper (REG-07, DPW-05)."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from etax_client.server.world.world_file import read_world
from tests.pages.surfing import Seen, Surfer, surfer
from tests.server.identity.registering import Applicant
from tests.server.running import PASSWORD, UNIT_PASSWORD
from tests.server.testing.journal import TOKEN, Door, door_open

PAGE = "/control/page"
HALL = f"{PAGE}/hall"
ANNEXES = "/portal/annexes"
FIRST = "91440199MA0QJ0100K"
ZHOU = {"document_type": "resident_id", "number": "440199199607260029", "name": "周婷"}
LIMING = {"document_type": "resident_id", "number": "440199198805120030", "name": "李明"}
PAPERS = {f"paper_{paper}": "yes" for paper in ("authorisation", "principals_copy", "handlers_document", "detail_list")}
TWO = {
    "name_1": "MARY JONES",
    "document_type_1": "foreign_passport",
    "number_1": "AB 1234567",
    "nationality_1": "英国",
    "name_2": "PIERRE DUPONT",
    "document_type_2": "work_permit_a",
    "number_2": "123456789012",
    "nationality_2": "france",
}
HANDLER = {"unit": FIRST, "handler_name": "李明", "handler_number": "440199198805120030"}
ERRAND = {**HANDLER, "lines": "3", **TWO}


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with door_open() as one:
        yield one


async def trainer(door: Door, language: str = "zh-CN") -> Surfer:
    one = await surfer(door.server, language).open(PAGE)
    await one.send(f"{PAGE}/login", key=TOKEN)
    assert one.path == PAGE
    return one


async def post(one: Surfer, act: str, **typed: str) -> Surfer:
    """Open the form and send just this: what a browser does with boxes that nobody ticked."""
    await one.open(act)
    hidden = {name: one.page.form(act).fields[name] for name in ("token", "once")}
    one.reply = await one.http.post(act, data={**hidden, **typed}, follow_redirects=True)
    return one


def secret(one: Surfer) -> list[str]:
    assert one.reply is not None
    return re.findall(r'class="secret">([^<]+)<', one.reply.text)


async def registers(door: Door, identity: dict[str, str], code: str) -> bool:
    applicant = await Applicant(door.server, door.server.caller().http).with_code(identity)
    return (await applicant.hall_code(code)).is_success


async def test_nothing_of_it_without_the_token(door: Door) -> None:
    """WEB-4: the way in, and forms that do nothing."""
    one = surfer(door.server)
    for path in (HALL, f"{HALL}/code", f"{HALL}/account", f"{HALL}/declaration", f"{HALL}/collect", f"{HALL}/proxy"):
        assert (await one.open(path)).path == PAGE
        assert "周" not in one.text
        if path != HALL:
            token = one.page.form(f"{PAGE}/login").fields["token"]
            reply = await one.http.post(path, data={"token": token, **ZHOU, "seen": "yes"})
            assert reply.status_code in (401, 403, 422)
    assert await registers(door, ZHOU, "568068"), "the old code is still the one"


async def test_a_slip_masks_the_number_as_the_documents_do(door: Door) -> None:
    """004: 申请人, 办理事项, the code once, 430*****438; MCK-1."""
    one = await post(await trainer(door), f"{HALL}/code", **ZHOU, seen="yes")
    assert one.status == 200
    for shown in (
        "申请人",
        "纳税人注册码申请",
        "您的注册码为",
        "有效期为7天",
        "(http://127.0.0.1/portal/register)",
        "居民身份证",
        "440*****029",
        "2026-11-27 10:00:00 前有效",
        "模拟环境",
    ):
        assert shown in one.text
    assert ZHOU["number"] not in one.text
    [code] = secret(one)
    assert code not in (await one.open(HALL)).text, "shown once"
    assert ("有效" in one.text, "已被替换" in one.text) == (True, True)
    assert await registers(door, ZHOU, code)


async def test_another_slip_is_another_code(door: Door) -> None:
    """REG-02: a reprint replaces."""
    one = await trainer(door)
    [first] = secret(await post(one, f"{HALL}/code", **ZHOU, seen="yes"))
    [second] = secret(await post(one, f"{HALL}/code", **ZHOU, seen="yes"))
    assert not await registers(door, ZHOU, first)
    assert await registers(door, ZHOU, second)


@pytest.mark.parametrize(
    ("act", "typed", "said"),
    [
        ("code", {**ZHOU}, "请核对证件原件后勾选"),
        ("code", {**ZHOU, "name": "周听", "seen": "yes"}, "与已采集的信息不一致"),
        ("code", {**ZHOU, "number": "440199199607260028", "seen": "yes"}, "号码有误"),
        ("code", {**LIMING, "seen": "yes"}, "此人已注册"),
        ("code", {"document_type": "foreign_passport", "number": "AB1", "name": "X Y", "nationality": "火星", "seen": "yes"}, "未找到"),
        ("account", {**LIMING}, "请核对证件原件后勾选"),
        ("account", {**ZHOU, "seen": "yes"}, "此人尚未注册"),
        ("account", {**LIMING, "name": "李鸣", "seen": "yes"}, "与已采集的信息不一致"),
        ("declaration", {**LIMING, "unit": FIRST}, "请核对证件原件后勾选"),
        ("declaration", {**LIMING, "unit": "1", "seen": "yes"}, "未查询到该纳税人识别号对应的单位"),
        ("declaration", {**LIMING, "name": "", "unit": FIRST, "seen": "yes"}, "请输入姓名"),
        ("collect", {**ZHOU, "name": "周听", "seen": "yes"}, "与已采集的信息不一致"),
    ],
)
async def test_what_is_wrong_stands_at_its_field_and_the_rest_stays(door: Door, act: str, typed: dict[str, str], said: str) -> None:
    """DPW-05, LOG-12: nothing is done, and nothing that was good is cleared."""
    one = await post(await trainer(door), f"{HALL}/{act}", **typed)
    assert (one.status, said in one.text) == (422, True), one.text
    assert one.page.inputs["number"]["value"] == typed["number"]
    assert "checked" not in one.page.inputs["seen"] or "seen" in typed
    await door.server.signed_in()
    assert await registers(door, ZHOU, "568068")


async def test_an_account_password_is_issued(door: Door) -> None:
    """RST-2: the old one is over, whoever is in is out, the new one lets in."""
    caller = await door.server.signed_in()
    one = await post(await trainer(door), f"{HALL}/account", **LIMING, seen="yes")
    [password] = secret(one)
    assert ("账号密码发放" in one.text, "440*****030" in one.text) == (True, True)
    assert (await caller.get("/api/units")).status_code == 401
    await door.server.signed_in(password=password)
    assert (await door.server.caller().login(password=PASSWORD)).status_code == 401
    assert password not in (await one.open(HALL)).text


async def test_a_declaration_password_is_issued_to_whoever_has_papers(door: Door) -> None:
    """DPW-05: a first one or a new one; the unit's lock is gone (DPW-03)."""
    locked = "91440199MA0QJ040XE"
    one = await post(await trainer(door), f"{HALL}/declaration", **LIMING, unit=locked.lower(), seen="yes")
    [password] = secret(one)
    assert "广东示例核定四厂的申报密码为" in one.text
    caller = await door.server.signed_in()
    assert (await caller.verify(4, password)).status_code == 200
    assert (await caller.verify(1, UNIT_PASSWORD)).status_code == 200, "other units keep theirs"


async def test_a_real_name_is_taken_down_and_put_right(door: Door) -> None:
    one = await trainer(door)
    new = {"document_type": "foreign_passport", "number": "AB7654321", "name": "PETER PAN", "nationality": "United Kingdom"}
    await post(one, f"{HALL}/collect", **new, seen="yes")
    assert (one.status, "已采集：PETER PAN，AB7*****321" in one.text) == (200, True)
    await post(one, f"{HALL}/collect", **{**new, "name": "PETER PANN"}, seen="yes", correct="yes")
    assert "已按证件更新：PETER PANN" in one.text
    assert (await door.http.get(f"/control/people/{len(read_world().people) + 1}")).json()["name"] == "PETER PANN"


async def test_a_handler_gets_codes_for_several_at_once(door: Door) -> None:
    """REG-07."""
    one = await post(await trainer(door), f"{HALL}/proxy", **ERRAND, **PAPERS, do="issue")
    mary, pierre = secret(one)
    assert one.page.tags.count("article") == 2
    identity = {"document_type": "foreign_passport", "number": "AB1234567", "name": "Mary Jones", "nationality": "GB"}
    assert await registers(door, identity, mary)
    identity = {"document_type": "work_permit_a", "number": "123456789012", "name": "PIERRE DUPONT", "nationality": "FR"}
    assert await registers(door, identity, pierre)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"paper_detail_list": ""}, "此项资料须收到并核对"),
        ({"unit": "91440199MA0QJ0717C"}, "未查询到该纳税人识别号对应的单位"),
        ({"handler_name": "周婷", "handler_number": ZHOU["number"]}, "未找到该注册用户"),
        ({"handler_name": "王𫍰", "handler_number": "440199199309090017"}, "经办人不在该单位任职"),
        ({"number_2": "1"}, "格式不正确"),
        ({"nationality_2": ""}, "请选择国籍"),
        ({"nationality_2": "火星"}, "未找到"),
        (
            {"name_3": "MARY JONES", "document_type_3": "foreign_passport", "number_3": "AB1234567", "nationality_3": "GBR"},
            "同一证件重复填写",
        ),
        ({name: "" for name in TWO if not name.startswith("document")}, "请至少填写一名委托人"),
    ],
)
async def test_by_proxy_nobody_gets_a_code_if_anything_is_wrong(door: Door, change: dict[str, str], said: str) -> None:
    one = await post(await trainer(door), f"{HALL}/proxy", **{**ERRAND, **PAPERS, **change}, do="issue")
    assert (one.status, said in one.text) == (422, True), one.text
    codes = (await door.http.get("/control/hall-codes")).json()["codes"]
    assert [each["name"] for each in codes] == ["周婷"]
    assert one.page.inputs["name_1"]["value"] == {**ERRAND, **change}["name_1"]
    assert ("checked" in one.page.inputs["paper_authorisation"]) is True, "ticks stay"


async def test_a_line_more_without_a_script(door: Door) -> None:
    """Up to ten; what was typed stays."""
    one = await post(await trainer(door), f"{HALL}/proxy", **ERRAND, do="more")
    assert ("name_4" in one.page.inputs, "name_5" in one.page.inputs) == (True, False)
    assert one.page.inputs["name_2"]["value"] == "PIERRE DUPONT"
    await post(one, f"{HALL}/proxy", **{**ERRAND, "lines": "10"}, do="more")
    assert ("name_10" in one.page.inputs, "增加一人" in one.text) == (True, False)
    for lines in ("11", "2", "x", ""):
        assert (await post(one, f"{HALL}/proxy", **{**ERRAND, "lines": lines}, do="more")).status == 422
    assert (await post(one, f"{HALL}/proxy", **{**ERRAND, "document_type_1": "resident_id"}, do="more")).status == 422


def papers_on(page: Seen) -> list[str]:
    """The sheets' texts, without blanks."""
    return "".join(page.text.split()).split("模拟环境，仅供教学和测试，无任何效力")[1:]


async def test_the_annexes_are_filled_in_from_the_same_form(door: Door) -> None:
    """003: annex 1 for each of them, annex 2 for all, in the documents' words; and back again without typing twice."""
    one = await post(await trainer(door), f"{HALL}/proxy", **ERRAND, **PAPERS, do="annexes")
    first, second, listed = papers_on(one.page)
    assert first.startswith(
        "附件1办理个人所得税办税系统注册码事项授权委托书"
        "授权人MARYJONES（身份证件类型：外国护照身份证件号码：AB1234567）委托个人所得税扣缴单位广东示例查账有限公司"
        f"（纳税人识别号：{FIRST}）经办人：李明（身份证件号码：440199198805120030）"
        "代为获取个人所得税办税系统远程办税端的大厅注册码，办理结果及相关法律责任由授权人负责。"
        "授权人签名：日期：被授权单位名称（公章）：被授权单位经办人签名：日期：填表说明："
    )
    assert "中华人民共和国外国人工作许可证（A类）" in second
    assert listed == (
        "附件2外籍人员申请个人所得税办税系统注册码明细表扣缴义务人名称（盖章）：广东示例查账有限公司"
        f"扣缴义务人识别号：{FIRST}填表日期：2026年11月20日序号纳税人姓名身份证件类型身份证件号码国籍"
        "1MARYJONES外国护照AB1234567英国2PIERREDUPONT中华人民共和国外国人工作许可证（A类）123456789012法国"
    )
    await one.send(f"{HALL}/proxy", do="edit")
    assert one.page.inputs["name_2"]["value"] == "PIERRE DUPONT"
    assert "checked" in one.page.inputs["paper_detail_list"]
    codes = (await door.http.get("/control/hall-codes")).json()["codes"]
    assert len(codes) == 1, "printing hands nothing out"


async def test_anyone_fills_in_the_annexes_at_the_portal(door: Door) -> None:
    """REG-07: empty ones become lines to write on; what can't be right is told; nothing is kept."""
    one = await surfer(door.server).open(ANNEXES)
    assert one.status == 200
    await post(one, ANNEXES, **ERRAND, unit_name="某公司", do="print")
    first, _, listed = papers_on(one.page)
    assert "委托个人所得税扣缴单位某公司（纳税人识别号" in first
    assert "1MARYJONES外国护照AB1234567英国" in listed
    await one.send(ANNEXES, do="edit")
    assert one.page.inputs["unit_name"]["value"] == "某公司"
    await post(one, ANNEXES, lines="3", do="print")
    first, listed = papers_on(one.page)
    assert "授权人（身份证件类型：外国护照身份证件号码：）委托" in first
    for change, said in (
        ({"number_1": "!"}, "格式不正确"),
        ({"unit": "123"}, "未查询到该纳税人识别号"),
        ({"nationality_1": "中国"}, "不能是中国"),
    ):
        await post(one, ANNEXES, **{**ERRAND, **change}, do="print")
        assert (one.status, said in one.text) == (422, True)
    assert [
        each["name"] for each in (await door.http.get("/control/people", params={"after": str(len(read_world().people))})).json()["people"]
    ] == []


async def test_names_are_text_and_texts_are_plain(door: Door) -> None:
    """WEB-3, WEB-2: on slips and on annexes; no inline script or style."""
    hostile = {**ERRAND, "handler_name": "<script>alert(1)</script>", "unit": ""}
    for one, act, do in ((await trainer(door), f"{HALL}/proxy", "annexes"), (surfer(door.server), ANNEXES, "print")):
        await post(one, act, **hostile, do=do)
        assert "<script>alert(1)</script>" in one.text
        assert one.page.tags.count("script") == 1
        assert not {name for name in one.page.attributes if name.startswith("on") or name == "style"}
        assert one.reply is not None
        assert "unsafe" not in one.reply.headers["content-security-policy"]
        for address in {each for each in one.page.addresses if each.endswith((".css", ".js", ".svg"))}:
            assert (await one.http.get(address)).status_code == 200


async def test_forms_of_others_are_refused(door: Door) -> None:
    """WEB-1."""
    one, other = await trainer(door), await trainer(door)
    for act in ("code", "account", "declaration", "collect", "proxy"):
        token = (await other.open(f"{HALL}/{act}")).page.form(f"{HALL}/{act}").fields["token"]
        for sent in ("", token):
            reply = await one.http.post(f"{HALL}/{act}", data={"token": sent, **ZHOU, "seen": "yes"})
            assert reply.status_code in (403, 422), act
    assert await registers(door, ZHOU, "568068")


async def test_in_english_and_in_a_world_of_its_own(door: Door) -> None:
    reply: httpx.Response = await door.http.post("/control/worlds", json={"name": "seat-1"})
    assert reply.status_code == 201
    one = await trainer(door, language="en")
    hall = "/w/seat-1/control/page/hall"
    await post(one, f"{hall}/code", **ZHOU, seen="yes")
    assert "Your registration code is" in one.text
    assert "/w/seat-1/control/page/hall" in one.page.addresses
    assert not re.search("[\u4e00-\u9fff]", one.text.replace("周婷", "").replace("中文", "")), one.text
    assert await registers(door, ZHOU, "568068"), "the main world's code is another"
