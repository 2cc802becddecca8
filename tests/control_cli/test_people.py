"""People, units, locks, sessions and faces from the shell."""

import io
import re
import sys

import pytest
from rich.cells import cell_len

from etax_client import shell
from etax_client.server.world.world_file import read_world
from etax_client.wire import paths
from tests.control_cli.shells import FIRST, Shell, login, rows
from tests.server.others import OtherServer
from tests.server.running import WRONG


def test_people_and_units_stand_in_columns(control: Shell) -> None:
    """looks.md: by cells, where a Chinese character takes two."""
    world = read_world()
    for table in (control.done("people"), control.done("units"), control.done("people", "--lang", "zh")):
        lines = table.splitlines()
        assert max(map(cell_len, lines)) <= 80
        assert len({cell_len(line.split(mark)[0]) for line in lines for mark in ("138000", "9144019") if mark in line}) == 1
    assert rows(control.done("people"))[0] == ["1", "李明", "liming", "13800000001", "440199198805120030", "-"]
    assert rows(control.done("people"))[6][5].startswith("locked ")
    assert rows(control.done("units"))[4] == ["5", "91440199MA0QJ0506W", "广东示例[/]科技公司", "-"]
    assert [row[0] for row in rows(control.done("people", "--after", "7"))] == [str(each) for each in range(8, len(world.people) + 1)]
    assert [row[0] for row in rows(control.done("units", "--after", "5"))] == [str(each) for each in range(6, len(world.units) + 1)]


def test_accounts_and_units_are_locked_and_unlocked(control: Shell, server: OtherServer) -> None:
    """LOG-06, LCK-10."""
    control.done("clock", "--freeze")
    assert control.done("lock", "liming") == "Locked for 2h.\n"
    assert login(server).status_code == 423
    assert rows(control.done("people"))[0][5] == "locked 2h"
    assert "is 0" in control.done("unlock", "13800000001")
    login(server, password=WRONG)
    assert rows(control.done("people"))[0][5] == "1 wrong"
    control.done("lock", "--unit", FIRST)
    assert rows(control.done("units"))[0][3] == "locked 2h"
    control.done("unlock", "--unit", "1")
    assert rows(control.done("units"))[0][3] == "-"
    assert "Nobody has this account" in control.done("unlock", "nobody")
    assert control.json("lock", "nobody")["person_id"] is None
    assert "there is no such unit" in control.failed("lock", "--unit", "99")
    for arguments in (["lock"], ["unlock", "liming", "--unit", "1"]):
        assert "--unit" in control.failed(*arguments, status=shell.WRONG_USE)


def test_sessions_are_listed_and_ended(control: Shell, server: OtherServer) -> None:
    """SES-03."""
    server.http.headers[paths.DEVICE_HEADER] = "front%20desk"
    token = login(server).json()["token"]
    [[number, name, login_name, where, machine, address, _, left, opened]] = rows(control.done("sessions"))
    assert (name, login_name, where, opened) == ("李明", "liming", "client", "-")
    assert (machine, address) == ("front desk", "127.0.0.1")
    assert re.fullmatch("(29m[0-9]+s|30m)", left)
    assert control.done("sessions", "--end", number, "--reason", "replaced") == f"Session {number} has ended.\n"
    told = server.http.get(paths.SESSION, headers={"Authorization": f"Bearer {token}"}).json()
    assert told["ended"] == "replaced"
    assert "Not found; check the id or name" in control.failed("sessions", "--end", "99999")
    assert "--end" in control.failed("sessions", "--reason", "idle", status=shell.WRONG_USE)
    assert control.done("sessions", "--end", number, "--json") == "", "nothing comes back"


def test_faces(control: Shell) -> None:
    """REG-03."""
    assert control.done("face", "liming") == "pass\n"
    assert control.done("face", "liming", "other_person") == "other person\n"
    assert control.done("face", "1", "--lang", "zh") == "不是本人\n"
    assert "there is no such person" in control.failed("face", "nobody")


def test_the_bureaus_accounts_and_its_old_login(control: Shell) -> None:
    """BJ-43, BJ-74."""
    control.done("clock", "--freeze")
    control.done("clock", "--set", "2026-11-20T22:00")
    assert rows(control.done("bureau", "lock", "liuyang", "--method", "code"))[0][2:] == ["liuyang", "13900000001", "-", "locked 2h", "-"]
    assert (
        rows(control.done("bureau", "unlock", "liuyang"))[0][4:]
        == ["-", "-", "-"]
        == rows(control.done("bureau", "show", "liuyang"))[0][4:]
    )
    assert "Level 4: Face check passed" in control.done("bureau", "face-fact", "liuyang", "on")
    assert "Level 3: Document and SMS code" in control.done("bureau", "face-fact", "liuyang", "off")
    assert rows(control.done("bureau", "attempts")) == []
    assert "Not found" in control.failed("bureau", "switch", "99", "person")
    assert "for good" in control.done("bureau", "old-login")
    assert "2026-12-31" in control.done("bureau", "old-login", "--until", "2026-12-31")
    assert "has ended" in control.done("bureau", "old-login", "off")
    assert "for good" in control.done("bureau", "old-login", "on")


def test_the_bureaus_units_and_its_agencies(control: Shell) -> None:
    """BJ-39, BJ-44."""
    agency, unit = "91110199MA0BJ030XN", "91110199MA0BJ04065"
    assert "locked" in control.done("bureau", "unit", unit)
    assert rows(control.done("bureau", "unlock-unit", unit))[0][-1] == "-"
    assert "locked" in control.done("bureau", "lock-unit", unit)
    assert unit in control.done("bureau", "agree", agency, unit, "--until", "2027-12-31").splitlines()[-1]
    assert "ended" in control.done("bureau", "end-agreement", agency, unit)
    assert unit not in control.done("bureau", "unit", agency)
    assert "No enterprise password" in control.done("bureau", "unit", "91440199MA0QJ0207Y")


def test_a_tie_that_waits_is_dealt_with(control: Shell) -> None:
    """BJ-59."""
    [waits] = [row[0] for row in rows(control.done("bureau", "ties", "--person", "zhengan"))]
    assert "confirmed" in control.done("bureau", "decide-tie", waits, "confirm").lower()
    assert control.failed("bureau", "decide-tie", waits, "decline")


def test_an_enterprise_password_comes_by_a_pipe_and_by_no_argument(control: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """BJ-76, SEC-1: it unlocks; and nothing that came is nothing."""
    unit = "91110199MA0BJ04065"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Qiye@2027\n")))
    assert "unlocked" in control.done("bureau", "enterprise-password", unit)
    assert rows(control.done("bureau", "unit", unit))[0][-1] == "-"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert "No password" in control.failed("bureau", "enterprise-password", unit, status=shell.WRONG_USE)


def test_the_bureaus_projects(control: Shell) -> None:
    """BJ-73: one that is reported stands among the others, and is closed."""
    asked = ("91130199MA0HB0109Y", "冀示税跨报〔2027〕0001号", "示例工程", "--contact", "lintao", "--until", "2099-12-31")
    [made] = rows(control.done("bureau", "report", *asked))
    assert made[1:] == ["91130199MA0HB0109Y", "冀示税跨报〔2027〕0001号", "not checked in 2099-12-31"]
    assert "closed" in control.done("bureau", "close-project", made[0]).lower()
    every, of_unit = (rows(control.done("bureau", "projects", *more)) for more in ((), ("--unit", "91130199MA0HB0109Y")))
    assert (of_unit[0][3], len(every) - len(of_unit)) == ("closed 2099-12-31", 1)
    assert {cell_len(line) <= 80 for line in control.done("bureau", "projects", "--lang", "zh").splitlines()} == {True}
    assert "Not found" in control.failed("bureau", "close-project", "999")
    assert control.failed("bureau", "report", "7", "京示税跨报〔2027〕0009号", "示例工程")


def test_payees_are_listed_added_and_reported(control: Shell) -> None:
    """PER-04: what the register says is fixed beforehand."""
    wang = ("name=王芳", "document_type=resident_id", "document_number=440199197503080024", "employment=intern")
    assert "to send" in control.done("payees", "add", "2", *wang)
    control.done("payees", "outcome", "2", "440199197503080024", "failed")
    assert "1 accepted" in control.done("payees", "report", "2")
    assert "mismatch" in control.done("payees", "list", "2")
    assert "deductions 1" in control.done("payees", "deduct", "2", "440199197503080024", "kind=loan", "begins=2026-01")
    assert control.failed("payees", "deduct", "2", "440199197503080024", "kind=illness")
