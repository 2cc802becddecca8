"""The demo's people and units, and worlds of one's own (commands.md)."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest

from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.secret import Secret
from etax_client.domain.units.units import DepartmentFiling, Filing
from etax_client.server.control.verbs import certificates, codes, face, hall_codes, locks, people, phones, sessions, units, worlds
from etax_client.server.control.verbs import snapshots as snapshot_verbs
from etax_client.server.control.verbs.bureau import bureau_accounts, bureau_projects, bureau_ties, bureau_units
from etax_client.server.services.guessing import passwords
from etax_client.server.services.testing import snapshots
from etax_client.server.settings import HashCost
from etax_client.server.world import world_file
from etax_client.server.world.world_file import WorldBureauAccount, WorldError, WorldPerson, WorldUnit, parse_world, read_world
from etax_client.server.world.world_projects import WorldProject, WorldProjectRole
from etax_client.server.world.world_ties import WorldTie
from etax_client.server.world.world_units import WorldAgreement, WorldBureau, WorldBureauUnit
from etax_client.wire import paths
from tests.architecture.sources import PROJECT
from tests.server.running import PASSWORD, Start, code

PEOPLE = """
account_password = "Etax@2026"
declaration_password = "Unit2026a"

[[units]]
taxpayer_id = "91440199MA0QJ0100K"
name = "一"

[[people]]
name = "甲"
document_type = "resident_id"
document_number = "440199198805120030"
login_name = "jia"
mobile = "13900000001"
lists = ["91440199MA0QJ0100K"]
"""
UNITS = '["91440199MA0QJ0100K"]'


def test_the_demo_has_the_people_of_interfaces_md() -> None:
    known = [(p.name, p.login_name, p.mobile, p.document_number, p.locked, len(p.lists)) for p in read_world().people]
    assert known == [
        ("李明", "liming", "13800000001", "440199198805120030", False, 6),
        ("王芳", "wangfang", "13800000002", "440199197908230027", False, 2),
        ("赵强", "zhaoqiang", None, "440199197511300015", False, 1),
        ("陈静", "chenjing", "13800000004", "440199199103040049", False, 1),
        ("阿卜杜拉·买买提", "abdulla", "13800000005", "650199198606170018", False, 0),
        ("王𫍰", "wangzhan", "13800000006", "440199199309090017", False, 2),
        ("孙磊", "sunlei", "13800000007", "440199198402150016", True, 2),
        ("JOHN SMITH", "jsmith", "13800000008", "X12345678", False, 2),
        ("周婷", None, "13800000009", "440199199607260029", False, 0),
        ("刘洋", None, None, "110199198001010016", False, 0),
        ("冯云", None, None, "110199197512240011", False, 0),
        ("陈晨", None, None, "110199198810180023", False, 0),
        ("周敏", None, None, "110199198203150025", False, 0),
        ("吴磊", None, None, "110199199007020017", False, 0),
        ("郑安", None, None, "110199199309110026", False, 0),
        ("许可", None, None, "110199199604040016", False, 0),
        ("何静", None, None, "110199199406080025", False, 0),
        ("AIKO TANAKA", None, None, "11019920260001", False, 0),
        ("PETER NOVAK", None, None, "X20260002", False, 0),
        ("高远", None, None, "110199198602200018", False, 0),
        ("MARIA ROSSI", None, None, "X20260001", False, 0),
        ("林涛", None, None, "130199198408300019", False, 0),
        ("宋玉", None, None, "130199197905190020", False, 0),
    ]
    at_hall = {p.name: p.hall.mobile for p in read_world().people if p.hall is not None}
    assert at_hall == {"许可": "13900000007", "何静": "13900000008", "AIKO TANAKA": "13900000013", "PETER NOVAK": None, "MARIA ROSSI": None}
    at_bureau = {p.name: (p.bureau.login_name, p.bureau.mobile, p.bureau.locked) for p in read_world().people if p.bureau is not None}
    assert at_bureau == {
        "王芳": ("wangfang", "13800000002", None),
        "陈静": ("chenjing", "13800000004", None),
        "刘洋": ("liuyang", "13900000001", None),
        "冯云": (None, None, None),
        "陈晨": ("chenchen", "13900000006", "password"),
        "周敏": ("zhoumin", "13900000002", None),
        "吴磊": ("wulei90", "13900000003", None),
        "郑安": ("zhengan", "13900000004", None),
        "高远": ("gaoyuan", "13900000009", None),
        "MARIA ROSSI": (None, None, None),
        "林涛": ("lintao", "13900000010", None),
        "宋玉": ("songyu", "13900000011", None),
    }
    assert all(person.shows_zh and person.shows_en for person in read_world().people)


def test_the_demo_has_the_units_of_interfaces_md() -> None:
    world = read_world()
    assert (world.account_password, world.declaration_password) == ("Etax@2026", "Unit2026a")
    assert [(unit.taxpayer_id, unit.name) for unit in world.units] == [
        ("91440199MA0QJ0100K", "广东示例查账有限公司"),
        ("91440199MA0QJ0207Y", "广东示例核定一厂"),
        ("91440199MA0QJ03038", "广东示例云合伙企业"),
        ("91440199MA0QJ040XE", "广东示例核定四厂"),
        ("91440199MA0QJ0506W", "广东示例[/]科技公司"),
        ("91440199MA0QJ06026", "广东示例农村合作社"),
        ("91110199MA0BJ01077", "北京示例科技有限公司"),
        ("91110199MA0BJ0203G", "北京示例商贸有限公司"),
        ("91110199MA0BJ04065", "北京示例<b>文化</b>有限公司"),
        ("91110199MA0BJ030XN", "北京示例代理记账有限公司"),
        ("91130199MA0HB0109Y", "河北示例建筑有限公司"),
    ]
    assert [unit.taxpayer_id for unit in world.units if unit.locked] == ["91440199MA0QJ040XE"]
    assert [unit.taxpayer_id for unit in world.units if unit.has_certificate] == ["91440199MA0QJ0100K"]
    assert [unit.income_filing for unit in world.units] == [Filing.pending] * 5 + [Filing.filed] + [Filing.none] * 5
    assert (world.units[2].department, world.units[2].business_filing) == ("1[1]", Filing.pending)


def test_listing_the_demo_people_loads_no_server() -> None:
    """P2: the client's login screen shows them before the server is there."""
    program = "import sys; from etax_client.server.world.world_file import read_world; read_world(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {name.partition(".")[0] for name in loaded} & {"sqlalchemy", "litestar", "alembic", "cryptography", "uvicorn"}


@pytest.mark.parametrize(
    ("change", "why", "line"),
    [
        (("[[units]]", "[[units"), "line 5", 5),
        (("[[units]]", "[[unit]]"), "unknown field `unit`", None),
        (('name = "一"\n', ""), "name", 5),
        (('name = "一"', 'name = ""'), "name: must have 1 to 200 characters", 7),
        (('name = "一"', 'name = "一\\u0000"'), "name: has a character that no text may hold", 7),
        (('name = "一"', f'name = "{"一" * 201}"'), "name: must have 1 to 200 characters", 7),
        (('name = "一"', 'name = "一"\n# what it files\nincome = "filed"'), "unknown field `income`", 9),
        (('name = "一"', 'name = "一"\ndeclaration_password = "a b"'), "nobody can type it", 8),
        (("91440199MA0QJ0100K", "91440199MA0QJ0100L"), "not a taxpayer id", 6),
        (('"一"', "1"), "str", 7),
        (('"一"', '"""\n[[people]]\nname = "x"\n一"""\nlocked = 1'), "bool", 11),
        (('"resident_id"', '"passport"'), "passport", 11),
        (("440199198805120030", "440199198805120031"), "resident_id: checksum", 12),
        (('"resident_id"', '"cn_passport"'), "cn_passport: wrong_type", 12),
        (("440199198805120030", " 440199198805120030"), "is to be written as '440199198805120030'", 12),
        (('"jia"', '"1234"'), "not a login name", 13),
        (('"13900000001"', '"139"'), "not a mobile number", 14),
        (('"13900000001"', '"+8613900000001"'), "not a mobile number", 14),
        (('lists = ["91440199MA0QJ0100K"]', 'lists = ["91440199MA0QJ0207Y"]'), "lists: there is no unit", 15),
        (('lists = ["91440199MA0QJ0100K"]', 'lists = ["91440199MA0QJ0100K", "91440199MA0QJ0100K"]'), "lists: a unit is named twice", 15),
        (("lists =", f"legal_representative = {UNITS}\nfinance_officer = {UNITS}\nlists ="), "finance_officer: is the legal", 16),
        (("Etax@2026", "Etax 2026"), "nobody can type it", 2),
        (('"Etax@2026"', "1"), "str", 2),
        (('declaration_password = "Unit2026a"', ""), "declaration_password", None),
        (('declaration_password = "Unit2026a"', '"declaration_password" = 1'), "str", None),
        (('name = "一"', f"name = {'[' * 5000}"), "nested too deeply", None),
        (('name = "一"', f"locked = {'1' * 5000}"), "limit", None),
        (("lists = [", "lists = [["), "end of document", 15),
    ],
)
def test_a_broken_file_is_named_by_line(tmp_path: Path, change: tuple[str, str], why: str, line: int | None) -> None:
    assert change[0] in PEOPLE
    file = tmp_path / "world.toml"
    file.write_text(PEOPLE.replace(*change), encoding="utf-8")
    with pytest.raises(WorldError, match=why) as raised:
        read_world(str(file))
    assert raised.value.line == line


def test_a_second_of_the_same_is_refused(tmp_path: Path) -> None:
    for kind in ("units", "people"):
        entry = PEOPLE[PEOPLE.index(f"[[{kind}]]") :].partition("\n\n")[0]
        file = tmp_path / "world.toml"
        file.write_text(f"{PEOPLE}\n{entry}\n", encoding="utf-8")
        with pytest.raises(WorldError, match="used twice") as raised:
            read_world(str(file))
        assert raised.value.line == PEOPLE.count("\n") + {"units": 3, "people": 6}[kind]


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="No such file"):
        read_world(str(tmp_path / "none.toml"))
    (tmp_path / "ansi").write_bytes(PEOPLE.encode("gb18030"))
    with pytest.raises(WorldError, match="save it as UTF-8"):
        read_world(str(tmp_path / "ansi"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_as_editors_save_it(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "world.toml").write_bytes(PEOPLE.encode(encoding))
    assert read_world(str(tmp_path / "world.toml")) == parse_world(PEOPLE)


async def test_a_world_of_ones_own_is_laid(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "world.toml"
    file.write_text(PEOPLE.replace('login_name = "jia"', 'login_name = "jia"\npassword = "Other@2026"'), encoding="utf-8")
    server = await start(world=str(file))
    assert code(await server.caller().login("liming")) == "wrong_credentials"
    caller = await server.signed_in("jia", "Other@2026")
    assert await caller.unit_ids() == [1]


async def test_it_is_laid_once(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that has its people keeps them as they are, and nothing is hashed for them again."""
    database = str(tmp_path / "etax.sqlite3")
    first = await start(database=database)
    await (await first.signed_in()).http.delete(paths.unit(2))
    hashed: list[Secret] = []

    def counted(cost: HashCost, password: Secret) -> str:
        hashed.append(password)
        return passwords.hash_password(cost, password)

    monkeypatch.setattr("etax_client.server.world.world.hash_password", counted)
    second = await start(database=database)
    assert await (await second.signed_in("liming", PASSWORD)).unit_ids() == [1, 3, 4, 5, 6]
    assert hashed == []
    await start(database=str(tmp_path / "another.sqlite3"))
    assert len(hashed) == 3, "each password is hashed once, however many share it"


def documented() -> str:
    return (PROJECT / "docs" / "worlds.md").read_text(encoding="utf-8")


def test_the_documented_example_is_a_world() -> None:
    """docs/worlds.md: it shows every field that there is, and each with its default stands in a table."""
    [example] = re.findall(r"```toml\n(.*?)```", documented(), re.DOTALL)
    world = parse_world(example)
    assert [unit.name for unit in world.units] == ["广东示例查账有限公司", "广东示例核定一厂"]
    assert world.people[0].finance_officer == ("91440199MA0QJ0207Y",)
    kinds: dict[str, type[msgspec.Struct]] = {"units": WorldUnit, "people": WorldPerson, "bureau": WorldBureauAccount, "ties": WorldTie}
    kinds |= {
        "projects": WorldProject,
        "named": WorldProjectRole,
        "there": WorldBureauUnit,
        "agreements": WorldAgreement,
        "itself": WorldBureau,
    }
    spelt = {msgspec.NODEFAULT: "required", (): "empty", False: "`false`", True: "`true`", None: "none"}
    for entry, kind in kinds.items():
        fields = {field.name: field.default for field in msgspec.structs.fields(kind)}
        found = tomllib.loads(example)
        accounts = [one["bureau"] for one in found["people"] if "bureau" in one]
        there = [one["bureau"] for one in found["units"] if "bureau" in one]
        ties = [tie for one in accounts for tie in one.get("ties", ())]
        named = [one for each in accounts for one in each.get("projects", ())]
        shown = {**found, "named": named, "bureau": accounts, "ties": ties, "there": there, "itself": [found["bureau"]]}[entry]
        assert {name for one in shown for name in one} == set(fields)
        for name, default in fields.items():
            [row] = [line for line in _section(entry).splitlines() if line.startswith("|") and f"`{name}`" in line.split("|")[1]]
            told = row.split("|")[3].strip()
            spelled = f"`{default}`" if type(default) is int else spelt.get(default, f'`"{default}"`')
            assert told == spelled or (default is None and told == "the world's"), name


def _section(entry: str) -> str:
    headings = {"units": "### A unit", "people": "### A person", "bureau": "### An account at the bureau", "ties": "### A tie"}
    headings |= {"there": "### At the bureau, a unit", "agreements": "### An agreement", "itself": "### The bureau itself"}
    headings |= {"projects": "### A project", "named": "### Named in a project"}
    return documented().partition(f"{headings[entry]}\n")[2].partition("###")[0]


def test_the_documented_choices_are_all_there_are() -> None:
    for kind in (DocumentType, DepartmentFiling, Filing, FaceOutcome):
        for choice in kind:
            assert f"`{choice}`" in documented()
    assert f"1 to {world_file.LONGEST_NAME} characters" in documented()
    assert f"1 to {world_file.LONGEST_UNIT_NAME} characters" in documented()
    assert f"at most {snapshots.MOST};" in documented()


def test_the_documented_verbs_are_all_there_are() -> None:
    """But for those of the clock, the faults and the journal, which stand elsewhere."""
    told = {(method, re.sub(r"\b[A-Z]+\b", "*", path)) for method, path in re.findall(r"`(GET|POST|PUT|DELETE) (/[^`]*)`", documented())}
    modules = (
        bureau_accounts,
        bureau_ties,
        bureau_projects,
        worlds,
        people,
        units,
        snapshot_verbs,
        locks,
        sessions,
        codes,
        phones,
        face,
        hall_codes,
        certificates,
    )
    handlers = [handler for module in (*modules, bureau_accounts, bureau_ties, bureau_units) for handler in module.HANDLERS]
    there = {(method, re.sub(r"\{\w+:\w+\}", "*", path)) for one in handlers for path in one.paths for method in one.http_methods}
    assert there - told == set()
    assert told - there == {("POST", "/clock")}
