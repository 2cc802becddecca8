"""Hall codes from the shell (REG-02)."""

import re

from etax_client import shell
from tests.control_cli.shells import HAN, Shell, rows

ZHOU = "440199199607260029"


def test_a_code_is_handed_out_and_listed(control: Shell) -> None:
    """To a person, or to the holder of a document; the number masked as on the slip."""
    said = control.done("hall-code", "issue", ZHOU)
    assert re.fullmatch(r"Code [0-9A-Z]{6}: 周婷, 440\*{5}029, valid until [0-9-]{10} [0-9:]{8}\n", said)
    code = control.json("hall-code", "issue", "--number", ZHOU, "--name", "周婷")["code"]
    foreigner = ("--type", "foreign_passport", "--number", "AB1234567", "--name", "MARY JONES", "--nationality", "GB")
    assert "MARY JONES" in control.done("hall-code", "issue", *foreigner)
    listed = control.done("hall-code", "list", ZHOU)
    assert [row[1] for row in rows(listed)] == ["valid", "replaced", "replaced"]
    assert code not in control.done("hall-code", "list")
    assert len(rows(control.done("hall-code", "list"))) == 4
    assert HAN.search(rows(control.done("hall-code", "list", "--lang", "zh"))[0][1])


def test_what_is_wrong_is_said(control: Shell) -> None:
    assert "differs" in control.failed("hall-code", "issue", "--number", ZHOU, "--name", "周听")
    assert "周听" in control.done("hall-code", "issue", "--number", ZHOU, "--name", "周听", "--correct")
    assert "checksum" in control.failed("hall-code", "issue", "--number", "440199199607260028", "--name", "周婷")
    assert "Already registered" in control.failed("hall-code", "issue", "liming")
    assert "no such person" in control.failed("hall-code", "issue", "nobody")
    for arguments in ((), (ZHOU, "--name", "周婷"), ("--name", "周婷"), (ZHOU, "--correct")):
        assert "one of them" in control.failed("hall-code", "issue", *arguments, status=shell.WRONG_USE)
