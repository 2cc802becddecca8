"""Who gets in at the tester's door, that every verb is audited, and that nothing sent there is an accident (WEB-4, INP-1)."""

import logging
import re
from functools import cache
from typing import Any

import pytest
from litestar.routes import HTTPRoute

from etax_client.server import tester_door as control
from etax_client.server.control.door import digest
from etax_client.server.settings import ServerSettings
from etax_client.wire.spelling import LARGEST_REQUEST
from tests.acts import filers
from tests.server.bureau.tying import B1, LIU, inside
from tests.server.control.testers import BEARER, TOKEN, AtDoor, at_the_door
from tests.server.identity.registering import Applicant
from tests.server.running import HOST, Json, code

PAGES = re.compile(r"^/page(/|$)|\.(css|js|svg)$")
"""The trainer's page lets people in by a form; the token is asked for there."""


@cache
def routes() -> list[tuple[str, str]]:
    """Every method and path of the door but the trainer's page."""
    found = control.create_app(ServerSettings(control=digest(TOKEN))).routes
    return [
        (method, route.path)
        for route in found
        if isinstance(route, HTTPRoute) and not PAGES.search(route.path)
        for method in sorted(route.methods - {"OPTIONS"})
    ]


NEW_PAYEE = {"name": "林若曦", "document_type": "resident_id", "document_number": "440199199912010018", "employment": "intern"}
BODIES: dict[str, Json] = {
    "/people": {"name": "吴新", "document_type": "foreign_passport", "document_number": "P7654321", "login_name": "wuxin"},
    "/units": {"taxpayer_id": "91440199MA0QJ0717C", "name": "新厂"},
    "/worlds": {"name": "seat-1"},
    "/world": {"toml": None},
    "/snapshots": {"name": "here"},
    "/lock": {"account": "liming"},
    "/unlock": {"account": "liming"},
    "/bureau/lock": {"person": "liuyang"},
    "/bureau/unlock": {"person": "liuyang"},
    "/bureau/old-login": {"on": False},
    "/bureau/ties/{tie_id:int}/decision": {"decision": "confirm"},
    "/bureau/ties": {"unit": "1", "person": "liuyang"},
    "/bureau/register": {"unit": "1", "role": "finance_officer", "person": "liuyang"},
    "/clock": {"advance": 1},
    "/faults": {"scenario": "status=503", "path": "/api/nowhere"},
    "/people/{who:str}/password": {"password": "Neues@2026"},
    "/units/{which:str}/declaration-password": {"password": "Neues2026a"},
    "/people/{who:str}/face": {"outcome": "pass"},
    "/phase": {"phase": "phase-2"},
    "/hall-codes": {"person": "440199199607260029"},
    "/hall-codes/proxy": {
        "unit": "1",
        "handler": "liming",
        "papers": ["authorisation", "principals_copy", "handlers_document"],
        "people": [{"document_type": "foreign_passport", "number": "AB1234567", "name": "MARY JONES", "nationality": "GB"}],
    },
    "/units/{which:str}/people": {"payee": NEW_PAYEE},
    "/units/{which:str}/people/{number:str}/deductions": {"claim": {"kind": "loan", "begins": "2026-01"}},
    "/units/{which:str}/people/{number:str}/outcome": {"outcome": "passed"},
    "/units/{which:str}/certificates": {},
    "/bureau/units/{which:str}/password": {"password": "Neues2026a"},
    "/bureau/projects": {"unit": "91130199MA0HB0109Y", "number": "冀示税跨报〔2027〕0001号", "name": "示例工程"},
    "/units/{which:str}/bank": {"balance": "12.50", "agreement": "valid"},
    "/units/{which:str}/next-answer": {"refused_because": "不予受理"},
    "/bureau/sessions/{session_id:int}/identity": {"identity": "person"},
    "/bureau/accounts/{who:str}/face": {"known": False},
    "/deadlines/{period:str}": {"day": "2026-11-20"},
    "/phone/face": {},
    "/bureau/agreements": {"agency": "91110199MA0BJ030XN", "principal": "1"},
    "/phone/scan": {"person": "wangfang", "ticket_id": 2},
    "/phone/confirm": {"ticket_id": 1},
    "/phone/wrong-number": {"ticket_id": 1},
    "/phone/refuse": {"ticket_id": 1},
}
TIE = "6"
"""The first of tax staff that the demo's world has."""
UNAUDITED = {"/bureau/old-login", "/clock", "/worlds", "/faults", "/journal", "/openapi.json", "/", "/{path:str}"}
"""Reading these shows nothing that is somebody's."""


def filled(path: str, chosen: dict[str, str] | None = None) -> str:
    """An address of that path, of what is there at the start of a test."""
    usual = {
        "who": "1",
        "which": "1",
        "project_id": "1",
        "period": "2026-10",
        "name": "kept",
        "session_id": "1",
        "captcha_id": "latest",
        "fault_id": "1",
        "path": "x",
    }
    usual |= {
        "agency": "91110199MA0BJ030XN",
        "principal": "91110199MA0BJ01077",
        "serial": "1",
        "voucher": "1",
        "number": "440199197503080024",
        "tie_id": TIE,
        "who": "liuyang" if path.startswith("/bureau/") else "1",
    }
    usual |= chosen or {}
    if path.startswith("/vouchers/"):
        usual["number"] = usual["voucher"]
    if path.startswith("/bureau/"):
        usual["session_id"] = usual.get("insider", "2")
    if path.endswith("/decision"):
        usual["tie_id"] = usual.get("waiting", TIE)
    return re.sub(r"\{(\w+):\w+\}", lambda found: usual[found[1]], path)


async def with_something_in_it(tester: AtDoor) -> dict[str, str]:
    """What the verbs can be used on: a session, a snapshot, a captcha, a fault, a world, tickets of which one is scanned, a certificate.

    A voucher and a face that is asked for as well. The parts of addresses that are not known beforehand.
    """
    await tester.signed_in()
    await inside(tester.server, LIU, B1)
    [insider] = [each for each in (await tester.get("/sessions"))["sessions"] if each["session_id"] != 1]
    waiting = await tester.post("/bureau/ties", {"unit": "2", "person": "liuyang"})
    await tester.post("/snapshots", {"name": "kept"})
    await tester.post("/worlds", {"name": "kept"})
    await tester.post("/faults", BODIES["/faults"])
    client = await tester.asking()
    await tester.asking()
    await tester.post("/phone/scan", {"person": "liming", "code": client.ticket["scan_id"]})
    await tester.caller().http.post("/api/captchas", json={"purpose": "login"})
    issued = await tester.post("/units/1/certificates", {})
    made = (await (await filers.ordered(tester.server, "voucher")).send()).json()
    applying = await Applicant(tester.server, tester.caller().http).at_face()
    assert (await applying.ask_face()).is_success
    return {
        "insider": str(insider["session_id"]),
        "waiting": str(waiting["tie_id"]),
        "serial": issued["certificate"]["serial"],
        "voucher": made["voucher"],
    }


def test_the_door_has_the_verbs_of_interfaces_md() -> None:
    verbs = {f"{method} {path}" for method, path in routes()}
    assert len(verbs) > 40
    assert {"POST /reset", "POST /world", "GET /inbox", "GET /captchas/latest", "DELETE /sessions/{session_id:int}"} <= verbs


async def test_no_verb_does_anything_without_the_token() -> None:
    """WEB-4: in the main world and in a named one, with none, a wrong, a nearly right one, or the right one in the wrong way."""
    async with at_the_door() as tester:
        await with_something_in_it(tester)
        before = tester.dump()
        wrong = ["", "Bearer x", f"Bearer {TOKEN.reveal()}x", f"Bearer {TOKEN.reveal()[:-1]}", f"Basic {TOKEN.reveal()}", TOKEN.reveal()]
        http = tester.caller("").http
        for method, path in routes():
            for number, root in enumerate(("/control", "/w/kept/control")):
                header = wrong[(len(path) + number) % len(wrong)]
                headers = {"Authorization": header} if header else {}
                reply = await http.request(method, root + filled(path), json=BODIES.get(path), headers=headers)
                assert (reply.status_code, code(reply), reply.headers["www-authenticate"]) == (401, "session_ended", "Bearer"), (
                    method,
                    path,
                )
                await tester.server.manual.advance(10)
        after = tester.dump()
        changed = {name for name in before if before[name] != after[name]}
        assert changed <= {"strangers"}


async def test_guessing_the_token_is_cut_off() -> None:
    """WEB-4: 20 a minute; whoever has the token gets in all the while, and phones of the same address scan as before."""
    async with at_the_door() as tester:
        http = tester.caller("").http
        codes = [code(await http.get("/control/clock", headers={"Authorization": f"Bearer {number}"})) for number in range(22)]
        assert codes == ["session_ended"] * 20 + ["too_many"] * 2
        refused = await http.post("/w/nowhere/control/reset", headers={"Authorization": "Bearer 23"})
        assert (code(refused), refused.headers["retry-after"]) == ("too_many", "60")
        assert (await http.get("/control/clock", headers=BEARER)).status_code == 200
        client = await tester.asking()
        assert (await tester.ask("POST", "/phone/scan", {"person": "liming", "code": client.ticket["scan_id"]})).status_code == 200
        await tester.server.manual.advance(60)
        assert code(await http.get("/control/clock")) == "session_ended"


async def test_every_verb_is_audited(caplog: pytest.LogCaptureFixture) -> None:
    """WEB-4: with its name and its world, and nothing secret."""
    caplog.set_level(logging.INFO, logger="etax_client.audit")
    async with at_the_door() as tester:
        chosen = await with_something_in_it(tester)
        await tester.post("/snapshots", {"name": "all"})
        for method, path in routes():
            await tester.post("/snapshots/all/restore")
            caplog.clear()
            reply = await tester.ask(method, filled(path, chosen), BODIES.get(path))
            assert reply.is_success or path in ("/", "/{path:str}"), reply.text
            said = [record.getMessage() for record in caplog.records if record.name == "etax_client.audit"]
            verbs = [line for line in said if line.startswith("control verb=")]
            assert len(verbs) == (0 if method == "GET" and path in UNAUDITED else 1), (method, path, said)
            for secret in (TOKEN.reveal(), "Neues", "13800000001", "4401991988"):
                assert not any(secret in line for line in said)


ODD: list[Any] = [
    None,
    [],
    {},
    1,
    "x",
    {"": 1},
    {"name": None},
    {"name": "x", "toml": 1},
    {"account": "\u0000"},
    {"person": "1", "code": ""},
]
ODD_PARTS = ["%00", "%FF", "%ED%A0%80", "0", "-1", "1e3", "9" * 30, "%F0%A0%AE%B7", "x" * 200, "1%20", "..%2f", "'"]


@pytest.mark.parametrize("place", ["memory", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True)
async def test_nothing_that_is_sent_is_an_accident(tester: AtDoor) -> None:
    """INP-1: no 5xx for any body or address, on either kind of database."""
    await with_something_in_it(tester)
    await tester.post("/snapshots", {"name": "all"})
    moved = False
    for method, path in routes():
        if moved:
            await tester.post("/snapshots/all/restore")
            moved = False
        for odd in ODD:
            reply = await tester.ask(method, filled(path), odd)
            assert reply.status_code < 500, (method, path, odd)
            moved |= reply.is_success and method != "GET"
        names = re.findall(r"\{(\w+):", path)
        for part in ODD_PARTS if names else []:
            reply = await tester.ask(method, filled(path, dict.fromkeys(names, part)), BODIES.get(path))
            assert reply.status_code < 500, (method, path, part)
            moved |= reply.is_success and method != "GET"


@pytest.mark.parametrize("place", ["memory", "postgresql"], indirect=True)
@pytest.mark.parametrize("path", ["/people", "/units", "/inbox", "/captchas/latest"])
async def test_odd_questions_are_refused_or_answered(tester: AtDoor, path: str) -> None:
    for key in ("after", "limit", "address", "person", "client", "purpose"):
        for value in ("\u0000", "-1", "0", "9" * 30, "x" * 300, "\ud7ff\uffff", "𠮷", ""):
            assert (await tester.ask("GET", path, **{key: value})).status_code in (200, 404, 422), (key, value)


async def test_a_world_may_be_as_long_as_a_body() -> None:
    """A text of several lines, tabs and all; what is too long is refused."""
    async with at_the_door() as tester:
        text = 'account_password = "Etax@2026"\r\n\tdeclaration_password = "Unit2026a"\r\n# ' + "x" * 59_000
        assert (await tester.ask("POST", "/world", {"toml": text})).status_code == 200
        assert (await tester.ask("POST", "/world", {"toml": text + "x" * 2000})).json()["field"] == "toml"
        assert (await tester.ask("POST", "/world", {"toml": "一" * LARGEST_REQUEST})).status_code == 413
        assert code(await tester.ask("POST", "/world", {"toml": text + "\u0007"})) == "malformed"


async def test_the_document_tells_every_verb() -> None:
    """OpenAPI, behind the same door."""
    async with at_the_door() as tester:
        document = await tester.get("/openapi.json")
        told = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods if method != "parameters"}
        mine = {(method, re.sub(r":\w+\}", "}", path)) for method, path in routes()} - {
            ("GET", "/openapi.json"),
            ("GET", "/"),
            ("GET", "/{path}"),
        }
        assert mine <= told
        assert (await tester.server.caller().http.get(f"{HOST}/control/openapi.json")).status_code == 401
