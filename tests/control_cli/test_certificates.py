"""Certificates from the shell (CA-01)."""

import re
import sys
from pathlib import Path

import pytest

from etax_client import shell
from etax_client.domain.secret import Secret
from etax_client.machine.signing import Signer, SigningFault, open_file
from tests.control_cli.shells import FIRST, HAN, Shell, rows


def test_one_is_issued_into_a_file_of_ones_own(control: Shell, tmp_path: Path) -> None:
    """0600, behind the PIN that is shown once; never in place of another file."""
    path = tmp_path / "unit.p12"
    said = control.done("certificate", "issue", FIRST, str(path), "--days", "30")
    found = re.fullmatch(rf"Certificate ([0-9a-f]{{16}}), valid until [0-9-]{{10}} [0-9:]{{8}}, PIN (\d{{6}})\nWritten to {path}\n", said)
    assert found, said
    assert isinstance(open_file(path, Secret(found[2])), Signer)
    assert open_file(path, Secret("999999x")) is SigningFault.wrong_pin
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    assert "already exists" in control.failed("certificate", "issue", FIRST, str(path), status=shell.WRONG_USE)
    assert path.read_bytes() == before
    assert [row[:2] for row in rows(control.done("certificate", "list", FIRST))] == [[found[1], "valid"]]


def test_they_are_revoked_and_run_out(control: Shell, tmp_path: Path) -> None:
    first, second = (
        control.json("certificate", "issue", FIRST, str(tmp_path / name))["certificate"]["serial"] for name in ("1.p12", "2.p12")
    )
    assert control.done("certificate", "revoke", first) == f"Certificate {first}: revoked\n"
    assert control.done("certificate", "expire", second) == f"Certificate {second}: expired\n"
    states = {row[0]: row[1] for row in rows(control.done("certificate", "list", "1"))}
    assert states == {first: "revoked", second: "expired"}
    assert HAN.search(control.done("certificate", "list", "1", "--lang", "zh"))


def test_what_is_wrong_is_said(control: Shell, tmp_path: Path) -> None:
    assert "no such unit" in control.failed("certificate", "issue", "999", str(tmp_path / "no.p12"))
    assert not (tmp_path / "no.p12").exists()
    assert "cannot be written" in control.failed("certificate", "issue", "1", str(tmp_path / "none" / "no.p12"))
    assert "Not found; check the id or name" in control.failed("certificate", "revoke", "0" * 16)
    assert "no such certificate" in control.failed("certificate", "expire", "one")


@pytest.mark.parametrize("days", ["0", "3651"])
def test_days_have_their_bounds(control: Shell, tmp_path: Path, days: str) -> None:
    control.failed("certificate", "issue", "1", str(tmp_path / "no.p12"), "--days", days, status=shell.WRONG_USE)
