"""What nobody sees comes along when numbers and names are copied, and makes no difference at any door (documents.md)."""

import tomllib

import pytest

from etax_client.domain.guessing import one_time_codes
from etax_client.domain.identity import hall_codes, login_names
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.hall import Claim, Paper, Proxy
from etax_client.domain.secret import Secret
from etax_client.server.control.door import digest
from etax_client.server.world.world_file import parse_world
from etax_client.wire import paths
from tests.pages.surfing import surfer
from tests.server.control.testers import BEARER, TOKEN
from tests.server.running import PASSWORD, Running, Start

MARKS = (("\u202d", "\u202c"), ("\u2066", "\u2069"), ("\u200b", "\ufeff"), ("\u00ad", "\u2060"), ("\ufe0f", "\u00a0"))
NUMBER = "440199198805120030"


def marked(text: str, marks: tuple[str, str]) -> str:
    """With the marks around it, and the first of them inside."""
    return f"{marks[0]}{text[:3]}{marks[0]}{text[3:]}{marks[1]}"


@pytest.mark.parametrize("marks", MARKS, ids=ascii)
async def test_an_account_is_the_same_one(server: Running, marks: tuple[str, str]) -> None:
    """LOG-02, LCK-5: by the API and on a page; a password is taken as it is, and none has such a character."""
    for account in ("13800000001", NUMBER, "liming"):
        assert (await server.caller().login(marked(account, marks))).status_code == 201
    someone = await surfer(server).open("/app")
    await someone.log_in(marked("13800000001", marks))
    assert (someone.status, "退出" in someone.text) == (200, True)
    assert (await server.caller().login("chenjing", marked(PASSWORD, marks))).status_code == 422


async def test_a_unit_is_the_same_one(server: Running) -> None:
    """UNT-03, UNT-04: added, searched."""
    caller = await server.signed_in("wangfang")
    number = "91440199MA0QJ0506W"
    unit = {"taxpayer_id": marked(number, MARKS[0]), "confirmation": marked(number, MARKS[1])}
    reply = await caller.http.post(paths.UNITS, json={"units": [unit]})
    assert reply.json()["units"][0]["refused"] is None
    managed = await caller.get(paths.MANAGED_UNITS, taxpayer_id=marked("0100K", MARKS[0]), name=marked("查账有限", MARKS[2]))
    assert [each["taxpayer_id"] for each in managed.json()["units"]] == ["91440199MA0QJ0100K"]
    found = await caller.get(paths.UNITS, taxpayer_id=marked("0506W", MARKS[0]), name=marked("科技公司", MARKS[2]))
    assert [each["taxpayer_id"] for each in found.json()["units"]] == [number]


@pytest.mark.parametrize("marks", MARKS, ids=ascii)
def test_codes_and_login_names_are_read_as_they_are_seen(marks: tuple[str, str]) -> None:
    """COD-1, REG-02, LOG-03: typed off a slip, out of a message, or chosen."""
    read = {"654321": one_time_codes.read, "K7M2P9": hall_codes.read}
    for code, reads in read.items():
        found = reads(Secret(marked(code, marks)))
        assert found is not None
        assert found.reveal() == code
    assert login_names.judge(marked("liming", marks).replace("\u00a0", "")) == "liming"


async def test_at_the_counter_too(server: Running) -> None:
    """REG-07: whose proxy it is, and for which unit."""
    foreigner = Claim(DocumentType.foreign_passport, "AB1234567", "MARY JONES", "GB")
    unit, number = marked("91440199MA0QJ0100K", MARKS[0]), marked(NUMBER, MARKS[1])
    slips = server.services.hall.issue_by_proxy(Proxy(unit, marked("李明", MARKS[2]), number, frozenset(Paper), (foreigner,)))
    assert isinstance(slips, tuple), slips


async def test_the_testers_door_finds_the_same_ones(start: Start) -> None:
    """WEB-4: by any identifier and by id, in addresses and in bodies."""
    server = await start(control=digest(TOKEN))
    http = server.caller().http
    for who in ("liming", "1", NUMBER, "13800000001"):
        reply = await http.get(f"{paths.CONTROL}/people/{marked(who, MARKS[0])}", headers=BEARER)
        assert (reply.status_code, reply.json().get("person_id")) == (200, 1), who
    for which in ("91440199MA0QJ0100K", "1"):
        reply = await http.get(f"{paths.CONTROL}/units/{marked(which, MARKS[1])}", headers=BEARER)
        assert (reply.status_code, reply.json().get("unit_id")) == (200, 1), which
    person = {"name": marked("周小宝", MARKS[2]), "document_type": "resident_id", "document_number": marked("440199199607260037", MARKS[0])}
    reply = await http.post(f"{paths.CONTROL}/people", json=person, headers=BEARER)
    assert (reply.json().get("name"), reply.json().get("document_number")) == ("周小宝", "440199199607260037"), reply.text


def test_a_worlds_file_is_read_as_it_is_seen() -> None:
    """docs/worlds.md; a unit's name may be as odd as it likes, for those who test what a terminal shows of it."""
    text = f"""
account_password = "{PASSWORD}"
declaration_password = "Unit2026a"
[[units]]
taxpayer_id = "{marked("91440199MA0QJ0100K", MARKS[0])}"
name = "\u202eodd"
[[people]]
name = "{marked("李明明", MARKS[2])}"
document_type = "resident_id"
document_number = "{marked(NUMBER, MARKS[1])}"
login_name = "{marked("liming", MARKS[3])}"
mobile = "{marked("13800000001", MARKS[0])}"
lists = ["{marked("91440199MA0QJ0100K", MARKS[2])}"]
"""
    assert "\u202d" in tomllib.loads(text)["units"][0]["taxpayer_id"]
    world = parse_world(text)
    [unit], [person] = world.units, world.people
    assert (unit.taxpayer_id, unit.name) == ("91440199MA0QJ0100K", "\u202eodd")
    assert (person.name, person.document_number, person.login_name, person.mobile) == ("李明明", NUMBER, "liming", "13800000001")
    assert person.lists == (unit.taxpayer_id,)
