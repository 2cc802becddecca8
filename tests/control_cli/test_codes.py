"""Messages, captchas and the phone from the shell."""

import json
import re

from etax_client import shell
from etax_client.wire import paths
from tests.control_cli.shells import HAN, Following, Shell, door, rows, ticket
from tests.server.others import OtherServer


def test_captchas(control: Shell, server: OtherServer) -> None:
    """CAP-03."""
    assert "Not found; check the id or name" in control.failed("captcha")
    drawn = server.http.post(paths.CAPTCHAS, json={"purpose": "login"}, headers={paths.CLIENT_HEADER: "mine"}).json()
    seen = control.json("captcha", drawn["captcha_id"])
    assert control.json("captcha", "--latest")["answer"] == seen["answer"]
    assert re.fullmatch(rf"{seen['answer']} \(valid for (5m|4m[0-9]+s)\)\n", control.done("captcha", "--purpose", "login"))
    assert "Not found; check the id or name" in control.failed("captcha", "--purpose", "unit_verification")
    assert control.failed("captcha", drawn["captcha_id"], "--latest", status=shell.WRONG_USE)


def test_the_phone_goes_all_the_way(control: Shell, server: OtherServer) -> None:
    """QR-04: with one code alive nobody has to name it."""
    assert "No QR code is waiting" in control.failed("phone", "scan", "liming")
    assert "has been scanned" in control.failed("phone", "confirm")
    assert "ask for a new one" in control.failed("phone", "face")
    mine = ticket(server)
    [[number, state, _, device, *_]] = rows(control.done("phone", "list"))
    assert (state, device) == ("waiting", "desk-3")
    assert control.done("phone", "scan", "liming") == f"QR code {number}: scanned\n"
    assert control.done("phone", "confirm") == f"QR code {number}: confirmed\n"
    bearer = {"Authorization": f"Bearer {mine['poll_secret']}"}
    assert server.http.post(paths.QR_SESSION, headers=bearer).json()["profile"]["name"] == "李明"
    [[_, to, by, text]] = rows(control.done("inbox"))
    assert (to, by, "desk-3" in text) == ("13800000001", "SMS", True)
    assert "desk-3" in control.done("inbox", "--person", "liming", "--lang", "zh")
    assert HAN.search(rows(control.done("inbox", "--lang", "zh"))[0][3])
    assert rows(control.done("inbox", "--person", "wangfang")) == []
    assert "there is no such person" in control.failed("inbox", "--person", "nobody")


def test_the_phone_says_no(control: Shell, server: OtherServer) -> None:
    first, second = ticket(server, "desk-1"), ticket(server, "desk-2")
    newer, older = (row[0] for row in rows(control.done("phone", "list")))
    assert f"{newer} {older}" in control.failed("phone", "scan", "liming")
    control.done("phone", "scan", "liming", older)
    assert control.done("phone", "refuse") == f"QR code {older}: refused\n"
    control.done("phone", "scan", "wangfang", "--code", second["short_code"])
    assert control.done("phone", "wrong-number", newer) == f"QR code {newer}: refused: wrong number\n"
    assert control.failed("phone", "scan", "liming", older, "--code", first["short_code"], status=shell.WRONG_USE)
    assert "code" in control.failed("phone", "scan", "liming", "--code", "nonsense")
    assert "invalid" in control.failed("phone", "confirm", "99999")
    third = ticket(server)
    control.done("phone", "scan", "liming", "--code", third["scan_id"])
    right = control.json("phone", "list")["tickets"][0]
    wrong = next(number for number in right["numbers"] if number != right["number"])
    assert "wrong number" in control.done("phone", "confirm", "--number", str(wrong))


def test_the_inbox_is_followed_as_json(server: OtherServer) -> None:
    with Following("inbox", "--json") as inbox:
        for device in ("desk-1", "desk-2"):
            mine = ticket(server, device)
            scanned = door(server, "POST", "/phone/scan", {"person": "liming", "code": mine["short_code"]}).json()
            door(server, "POST", "/phone/confirm", {"ticket_id": scanned["ticket_id"]})
            server.http.post(paths.QR_SESSION, headers={"Authorization": f"Bearer {mine['poll_secret']}"})
            assert json.loads(inbox.line())["params"]["device"] == device
        assert inbox.interrupted() == (0, False, "")
