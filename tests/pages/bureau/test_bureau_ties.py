"""企业业务 in a browser without scripts: ties from the offer to the end, identities, forms that are one identity's (J9, J10)."""

import pytest
from sqlalchemy import insert, select

from etax_client.domain.bureau.capacities import Access, Capacity, CapacityKind, Place, access, moves
from etax_client.domain.bureau.ties import MOST_SHOWN
from etax_client.domain.flows.attempt import Entrance
from etax_client.domain.units.units import Role
from etax_client.server.pages.sites import BUREAU
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import ties, units
from tests.pages.bureau.insiders import inside
from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.attempting import id_of
from tests.server.bureau.tying import B1, B2, B3, B4, GAO, LIU, WU, ZHOU, unit_id_of
from tests.server.running import Running

CENTRE = "/bureau/account"
GRANTS, STAFF, SWITCH = (f"{CENTRE}/{name}" for name in ("grants", "staff", "switch"))
LEGAL, TAX_STAFF = Role.legal_representative.value, Role.tax_staff.value


def header(one: Surfer) -> str:
    return " ".join(one.text.partition("退出")[0].split())


def forms(one: Surfer, end: str) -> list[str]:
    return [form.action for form in one.page.forms if form.action.endswith(end)]


async def test_ties_from_the_offer_to_the_end(server: Running) -> None:
    """J9: 周敏 confirms, enters, adds; who was added confirms and enters; 撤回, its refusal, 删除 while someone is inside."""
    zhou = await inside(server, ZHOU, B1)
    assert (zhou.status, "授权尚未确认" in zhou.text, zhou.page.inputs["taxpayer_id"]["value"]) == (403, True, B1)
    zhou = await inside(server, ZHOU)
    await zhou.open(GRANTS)
    [confirm] = forms(zhou, "/confirm")
    await zhou.send(confirm)
    assert "确认成功" in zhou.text
    assert not forms(zhou, "/confirm")
    zhou = await inside(server, ZHOU, B1)
    assert "北京示例科技有限公司 财务负责人" in header(zhou)

    await zhou.open(f"{STAFF}/new")
    await zhou.send(f"{STAFF}/new", name="王方", number="440199197908230027", until="2020-01-01")
    assert (zhou.status, "不能早于今天" in zhou.text) == (422, True)
    await zhou.send(f"{STAFF}/new", until="")
    assert (zhou.status, "该用户未注册" in zhou.text, zhou.page.inputs["name"]["value"]) == (404, True, "王方")
    await zhou.send(f"{STAFF}/new", name="王芳")
    assert (zhou.path, "添加成功" in zhou.text) == (STAFF, True)
    wang = await (await inside(server, "wangfang")).open(GRANTS)
    await wang.send(forms(wang, "/confirm")[0])
    wang = await inside(server, "wangfang", B1)
    assert "办税员" in header(wang)

    wu = await inside(server, WU, B1)
    await zhou.open(STAFF)
    before = zhou.text
    assert "110199197512240011" not in before
    withdrawals = forms(zhou, "/withdraw")
    assert len(withdrawals) == 2, "冯云 online, 郑安 at the hall"
    said = {}
    for action in withdrawals:
        await (await zhou.open(STAFF)).send(action)
        said[zhou.status] = zhou.text
    assert "该纳税人不可以撤回，请到大厅办理" in said[409]
    assert "已撤回" in said[200]
    removals = [address for address in zhou.page.addresses if address.endswith("/remove")]
    for address in removals:
        await zhou.open(address)
        if "吴磊" in zhou.text:
            assert "确定要删除吗" in zhou.text
            await zhou.send(address)
            break
    assert "已删除" in zhou.text
    await wu.open(CENTRE)
    assert "您与 北京示例科技有限公司 的关联关系已结束，当前为个人身份" in wu.text
    assert "个人" in header(wu)
    assert f"{CENTRE}/unit" not in wu.page.addresses


async def test_identities_are_switched_and_forms_are_one_identitys(server: Running) -> None:
    """J10, BJ-67, D-9: nothing is done in the name of another than the form says."""
    one = await inside(server, LIU, B1)
    await one.open(f"{STAFF}/new")
    old = one.page.form(f"{STAFF}/new").fields | {"name": "王芳", "number": "440199197908230027"}
    for role in (TAX_STAFF, LEGAL):
        await one.open(SWITCH)
        to = next(
            tie.tie_id
            for tie in server.services.bureau.ties.in_force(session_of(server, one))
            if (tie.unit.taxpayer_id, tie.role) == (B2, role)
        )
        await one.send(SWITCH, identity=str(to))
        assert (one.path, "北京示例商贸有限公司" in header(one)) == ("/bureau", True)
    reply = await one.http.post(f"{STAFF}/new", data=old, follow_redirects=True)
    assert (reply.status_code, "当前身份已变更为 北京示例商贸有限公司（法定代表人）" in reply.text) == (409, True)
    assert all(person.name != "王芳" for person in server.services.bureau.ties.staff(session_of(server, one)))
    reply = await one.http.post(f"{STAFF}/new", data=old | {"number": "x"})
    assert reply.status_code == 409, "said before all else that is wrong with it"
    without = {name: value for name, value in old.items() if name != "as"}
    assert (await one.http.post(f"{STAFF}/new", data=without)).status_code == 409, "a form that does not say is nobody's"

    await one.open(SWITCH)
    assert "切换后无法直接返回" in one.text
    form = one.page.form(SWITCH).fields
    await one.send(SWITCH, identity="person")
    assert "个人" in header(one)
    await one.open(SWITCH)
    assert "不能由个人业务切换为企业业务" in one.text
    assert not forms(one, SWITCH)
    forged = {"token": form["token"], "as": server.services.bureau.capacities.find(session_of(server, one)).mark, "identity": str(to)}
    reply = await one.http.post(SWITCH, data=forged)
    assert (reply.status_code, "请退出后从【企业业务】登录" in reply.text) == (403, True)
    await one.open("/bureau")
    await one.send("/bureau/logout")
    assert "新版登录" in one.text


async def test_a_form_of_before_still_lets_one_leave(server: Running) -> None:
    one = await inside(server, LIU, B1)
    old = one.page.form("/bureau/logout").fields
    await one.open(SWITCH)
    await one.send(SWITCH, identity="person")
    reply = await one.http.post("/bureau/logout", data=old, follow_redirects=True)
    assert (reply.status_code, "新版登录" in reply.text) == (200, True)


async def test_several_roles_are_chosen_from_beside_the_code(server: Running) -> None:
    """BJ-32."""
    one = await inside(server, LIU, B2)
    assert (one.status, "请选择身份" in one.text) == (422, True)
    one = await inside(server, LIU, B2, TAX_STAFF)
    assert "北京示例商贸有限公司 办税员" in header(one)


async def test_nobody_who_is_not_in_sees_anything(server: Running) -> None:
    one = surfer(server)
    for path in (CENTRE, GRANTS, STAFF, SWITCH, f"{STAFF}/new", f"{CENTRE}/unit"):
        await one.open(path)
        assert (one.status, "password" in one.page.inputs) == (401, True), path


COLUMNS = {
    "person": (ZHOU, "", ""),
    "runner": (LIU, B2, LEGAL),
    "staff": (LIU, B2, TAX_STAFF),
    "agency": (GAO, B3, "", Entrance.agency),
    "principal": (GAO, B3, "", Entrance.agency),
}
MATRIX = {
    Place.profile: "fffff",
    Place.unit: "-rrrr",
    Place.staff: "-f-rr",
    Place.grants: "f----",
    Place.level: "f----",
    Place.switch: "fffff",
    Place.log: "fffff",
}
"""Section by section as the bureau's documents have it: - no page, r to read, f to act (BJ-40)."""


@pytest.mark.parametrize("column", COLUMNS)
async def test_each_page_of_the_account_centre_is_for_whom_it_is(server: Running, column: str) -> None:
    """BJ-40: every cell, by address and by the links that are offered."""
    one = await inside(server, *COLUMNS[column])
    if column == "principal":
        await (await one.open(SWITCH)).send(SWITCH, identity=f"principal-{unit_id_of(server.services, B1)}")
    await one.open(CENTRE)
    offered = set(one.page.addresses)
    assert set(MATRIX) == set(Place)
    for place, row in MATRIX.items():
        path, cell = f"{CENTRE}/{place}", row[list(COLUMNS).index(column)]
        await one.open(path)
        assert (path in offered, one.status) == ((True, 200) if cell != "-" else (False, 403)), (place, column)


ENTERPRISE, PERSON, PROJECT = CapacityKind.enterprise, CapacityKind.person, CapacityKind.project
MOVES: tuple[tuple[CapacityKind, Entrance, Role | None, set[CapacityKind]], ...] = (
    (PERSON, Entrance.person, None, set()),
    (PERSON, Entrance.foreigner, None, set()),
    (PERSON, Entrance.enterprise, None, set()),
    (ENTERPRISE, Entrance.enterprise, Role.legal_representative, {ENTERPRISE, PERSON, PROJECT}),
    (ENTERPRISE, Entrance.enterprise, Role.tax_staff, {ENTERPRISE, PERSON, PROJECT}),
    (PROJECT, Entrance.enterprise, None, {ENTERPRISE, PERSON, PROJECT}),
    (PROJECT, Entrance.special, None, {PERSON, PROJECT}),
    (CapacityKind.agency, Entrance.agency, None, {PERSON, CapacityKind.principal}),
    (CapacityKind.principal, Entrance.agency, None, {PERSON, CapacityKind.principal, CapacityKind.agency}),
)


@pytest.mark.parametrize(("kind", "entrance", "role", "to"), MOVES)
def test_moves_of_identity(kind: CapacityKind, entrance: Entrance, role: Role | None, to: set[CapacityKind]) -> None:
    """BJ-05, BJ-64, BJ-65: and nobody comes from their own name to anything."""
    assert set(moves(Capacity(kind, entrance, "", role=role))) == to


@pytest.mark.parametrize("kind", CapacityKind)
def test_every_cell_of_the_matrix(kind: CapacityKind) -> None:
    cells = {place: access(place, Capacity(kind, Entrance.person, "")) for place in Place}
    own, units = kind is PERSON, kind in (CapacityKind.agency, CapacityKind.principal)
    assert cells == {
        Place.profile: Access.full,
        Place.unit: Access.none if own else Access.read,
        Place.staff: Access.read if units else Access.none,
        Place.grants: Access.full if own else Access.none,
        Place.level: Access.full if own else Access.none,
        Place.switch: Access.full,
        Place.log: Access.full,
    }


def session_of(server: Running, one: Surfer) -> Session:
    found = server.services.bureau.sessions.find(one.http.cookies[BUREAU.session_cookie], None)
    assert isinstance(found, Session)
    return found


async def test_who_has_thousands_of_units_is_shown_some_and_searches(server: Running) -> None:
    """BJ-64: the register may name a person anywhere; a page is one that can be read, and everything is found."""
    whose, now = id_of(server.services, "周敏"), server.clock.now()
    with server.services.store.write() as connection:
        any_unit = dict(connection.execute(select(units).where(units.c.taxpayer_id == B1)).mappings().one())
        del any_unit["id"]
        named = [{**any_unit, "taxpayer_id": f"91110199MA{number:08}", "name": f"很多企业{number:04}"} for number in range(MOST_SHOWN * 5)]
        connection.execute(insert(units), named)
        every = connection.execute(select(units.c.id).where(units.c.name.startswith("很多企业"))).scalars().all()
        tie = {"person_id": whose, "role": TAX_STAFF, "origin": "hall", "state": "confirmed", "made_at": now}
        connection.execute(insert(ties), [{**tie, "unit_id": each} for each in every])
    for one, at in ((await inside(server, ZHOU, B4), SWITCH), (await inside(server, ZHOU), GRANTS)):
        await one.open(at)
        assert (one.text.count("很多企业") <= MOST_SHOWN, f"最多显示 {MOST_SHOWN} 个单位" in one.text) == (True, True)
        assert set(one.page.form(at).fields) == {"taxpayer_id", "name"}
        await one.open(f"{at}?name=企业0007")
        assert ("很多企业0007" in one.text, one.text.count("很多企业")) == (True, 1)
        await one.open(f"{at}?taxpayer_id=%25")
        assert "很多企业" not in one.text
