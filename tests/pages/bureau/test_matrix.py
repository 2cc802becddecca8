"""J16: each page of the bureau, and its form, for each as whom one may act, and each way of 身份切换 from there (BJ-40, BJ-64 to BJ-66)."""

from collections.abc import Mapping
from typing import Any

import pytest

from etax_client.domain.bureau.capacities import CapacityKind
from tests.pages.bureau.insiders import for_project, inside
from tests.pages.surfing import Surfer
from tests.server.bureau.projecting import H1, PJ1, SONG, project_id
from tests.server.bureau.tying import B1, B2, B3, GAO, LIU, WU, ZHOU, unit_id_of
from tests.server.running import Running

CENTRE, SWITCH, SECOND = "/bureau/account", "/bureau/account/switch", "/bureau/login/second"
EVERYWHERE = ("account/person", "account/name", "account/password", "account/mobile", "account/email", "account/switch", "account/log")
PAGES = ("account/unit", "account/staff", "account/staff/new", "account/grants", "account/level", "reports/cross-region", "tasks/risk")
OPEN: Mapping[str, tuple[str, ...]] = {
    "oneself": ("account/grants", "account/level", "reports/cross-region", "tasks/risk"),
    "switched": ("account/grants", "account/level", "reports/cross-region", "tasks/risk"),
    "legal_representative": ("account/unit", "account/staff", "account/staff/new", "tasks/risk"),
    "finance_officer": ("account/unit", "account/staff", "account/staff/new", "tasks/risk"),
    "tax_staff": ("account/unit", "tasks/risk"),
    "project": ("account/unit",),
    "special": ("account/unit",),
    "agency": ("account/unit", "account/staff"),
    "principal": ("account/unit", "account/staff"),
}
"""Beside those that are everywhere, by who one is: the table of section 5."""
FORMS = {
    "account/staff/new": ("/bureau/account/staff/new", {"name": "王芳", "number": "440199197908230027"}),
    "account/grants": ("/bureau/account/grants/1/confirm", {}),
    "account/level": ("/bureau/level/face", {"way": "bureau"}),
    "reports/cross-region": ("/bureau/reports/cross-region", {"taxpayer_id": H1, "number": PJ1}),
    "tasks/risk": ("/bureau/tasks/risk", {}),
}
"""What is sent where the page is not for one: whoever has the address could try."""
MOVES: Mapping[str, frozenset[str]] = {
    "oneself": frozenset(),
    "switched": frozenset(),
    "legal_representative": frozenset({"enterprise", "person"}),
    "finance_officer": frozenset({"person"}),
    "tax_staff": frozenset({"enterprise", "person"}),
    "at_home": frozenset({"enterprise", "person", "project"}),
    "project": frozenset({"enterprise", "person", "project"}),
    "special": frozenset({"person", "project"}),
    "agency": frozenset({"person", "principal"}),
    "principal": frozenset({"person", "principal", "agency"}),
}
"""The table of section 6; `at_home` is one of the three at a unit from elsewhere. `enterprise` is by one's own tie, or else another's."""
WHO = {"oneself": LIU, "switched": LIU, "legal_representative": LIU, "finance_officer": ZHOU, "tax_staff": WU}
OTHER_TIE = {LIU: (B2, "tax_staff"), WU: (B2, "tax_staff"), SONG: (H1, "legal_representative"), GAO: (B3, "tax_staff")}


TARGETS = ("enterprise", "person", "project", "principal", "agency")
SHOWN = {
    *(("oneself", "enterprise"), ("switched", "enterprise"), ("tax_staff", "enterprise"), ("special", "enterprise")),
    *(("project", "project"), ("agency", "principal"), ("principal", "agency"), ("principal", "project")),
}
"""One of each kind of cell for every run; the whole table is played at full length."""


def _cell(*values: str, shown: bool) -> Any:
    return pytest.param(*values, marks=() if shown else pytest.mark.long)


async def being(server: Running, who: str) -> Surfer:
    """Somebody who acts so, with a level that is no obstacle."""
    match who:
        case "project":
            one = await inside(server, SONG, H1)
            return await (await one.open(SWITCH)).send(SWITCH, identity=f"project-{project_id(server.services, PJ1)}")
        case "at_home":
            return await inside(server, SONG, H1)
        case "special":
            return await for_project(server, SONG, H1, PJ1)
        case "agency":
            return await inside(server, GAO, B3, entrance="agency")
        case "principal":
            one = await inside(server, GAO, B3, entrance="agency")
            return await (await one.open(SWITCH)).send(SWITCH, identity=f"principal-{unit_id_of(server.services, B1)}")
        case "switched":
            one = await inside(server, LIU, B1)
            return await (await one.open(SWITCH)).send(SWITCH, identity="person")
        case "finance_officer":
            return await inside(server, ZHOU, "91110199MA0BJ04065")
    return await inside(server, WHO[who], "" if who == "oneself" else B1)


async def sends(one: Surfer, address: str, fields: Mapping[str, str]) -> int:
    """Whatever the page offers: by the mark of who one is."""
    await one.open(f"{CENTRE}/person")
    reply = await one.http.post(address, data={**one.page.form("/bureau/logout").fields, **fields})
    return reply.status_code


@pytest.mark.parametrize("who", [_cell(who, shown=who in ("oneself", "tax_staff", "special", "principal")) for who in OPEN])
async def test_each_page_is_there_for_whom_it_is_for(server: Running, who: str) -> None:
    """Section 5, cell by cell; where the page is not, its form is not either."""
    for person_id in (each.person_id for each in server.services.people.people(0, 100)):
        server.services.bureau.accounts.set_face_fact(person_id, True)
    one = await being(server, who)
    seen = {page: (await one.open(f"/bureau/{page}")).status for page in (*EVERYWHERE, *PAGES)}
    assert seen == {page: 200 if page in EVERYWHERE or page in OPEN[who] else 403 for page in (*EVERYWHERE, *PAGES)}
    tried = {page: await sends(one, *FORMS[page]) for page in FORMS if page not in OPEN[who]}
    assert tried == dict.fromkeys(tried, 403)
    await one.open("/bureau/account/staff")
    assert (who in ("legal_representative", "finance_officer")) is ("添加办税人员" in one.text)


def target(server: Running, account: str, person_id: int, to: str) -> str:
    """As the form says it: of what there is, whoever's it is."""
    services = server.services
    if to == "enterprise":
        unit, role = OTHER_TIE.get(account, (B2, "legal_representative"))
        ties = services.hall_ties.seen(unit_id_of(services, unit), person_id if account in OTHER_TIE else None, 50)
        return str(next(each.tie_id for each in ties if each.role == role and each.state == "confirmed"))
    if to == "project":
        return f"project-{project_id(services, '冀示税跨报〔2025〕1234号')}"
    return f"principal-{unit_id_of(services, B2)}" if to == "principal" else to


@pytest.mark.parametrize(("who", "to"), [_cell(who, to, shown=(who, to) in SHOWN) for who in MOVES for to in TARGETS])
async def test_one_switches_there_and_nowhere_else(server: Running, who: str, to: str) -> None:
    """Section 6, cell by cell: what is not listed changes nothing."""
    one = await being(server, who)
    account = {**WHO, "project": SONG, "at_home": SONG, "special": SONG, "agency": GAO, "principal": GAO}[who]
    session = next(each for each in server.services.logged_in.sessions() if each.channel == "bureau")
    before = session.acting
    status = await sends(one, SWITCH, {"identity": target(server, account, session.person_id, to)})
    after = next(each for each in server.services.logged_in.sessions() if each.session_id == session.session_id).acting
    assert after is not None
    if to in MOVES[who]:
        assert (status, after.kind) == (303, CapacityKind(to))
    else:
        assert (status, after) == (403, before)
