"""Each act of a tester by the door's token, by its route: a request that is ready to be sent (IDM-1)."""

from collections.abc import Awaitable, Callable

from etax_client.wire import spelling
from tests.acts import filers
from tests.acts.stage import Ask
from tests.server.bureau.tying import B1, LIU, inside
from tests.server.control.test_control_hall import PROXY, ZHOU
from tests.server.control.testers import BEARER, AtDoor
from tests.server.identity.registering import Applicant
from tests.server.running import Json

Verb = Callable[[AtDoor], Awaitable[Ask]]
"""Leads a world to where the verb can be sent."""
FIRST, PETER = "91440199MA0QJ0100K", {"name": "PETER PAN", "document_type": "foreign_passport", "document_number": "AB7654321"}
SECOND = "91440199MA0QJ0207Y"
PAYEE = {"name": "王芳", "document_type": "resident_id", "document_number": "440199197503080024", "employment": "intern"}
NEW_UNIT = {"taxpayer_id": "91440199MA0QJ0717C", "name": "广东示例新厂"}
REPORT = {"unit": "91130199MA0HB0109Y", "number": "冀示税跨报〔2027〕0001号", "name": "示例工程"}
LOCAL: Json = {"path": "/nowhere", "scenario": "status=503"}


def ask(tester: AtDoor, method: str, path: str, body: object = None) -> Ask:
    at = f"/w/{tester.world}/control" if tester.world else "/control"
    headers = {**BEARER, **({} if body is None else {"Content-Type": "application/json"})}
    return Ask(tester.server.caller().http, method, at + path, lambda: None, b"" if body is None else spelling.write(body), headers)


AGENCY = "91110199MA0BJ030XN"


def plain(method: str, path: str, body: object = None) -> Verb:
    """One that needs no preparation."""

    async def ready(tester: AtDoor) -> Ask:
        return ask(tester, method, path, body)

    return ready


async def release_clock(tester: AtDoor) -> Ask:
    await tester.advance(300)
    return ask(tester, "DELETE", "/clock")


async def remove_world(tester: AtDoor) -> Ask:
    await tester.post("/worlds", {"name": "seat-1"})
    return ask(tester, "DELETE", "/worlds/seat-1")


async def restore_snapshot(tester: AtDoor) -> Ask:
    await tester.post("/snapshots", {"name": "morning"})
    await tester.delete("/people/sunlei")
    return ask(tester, "POST", "/snapshots/morning/restore")


async def remove_snapshot(tester: AtDoor) -> Ask:
    await tester.post("/snapshots", {"name": "morning"})
    return ask(tester, "DELETE", "/snapshots/morning")


async def remove_unit(tester: AtDoor) -> Ask:
    await tester.post("/units", NEW_UNIT)
    return ask(tester, "DELETE", f"/units/{NEW_UNIT['taxpayer_id']}")


async def end_tie(tester: AtDoor) -> Ask:
    made = await tester.post("/bureau/ties", {"unit": FIRST, "person": "liuyang"})
    return ask(tester, "DELETE", f"/bureau/ties/{made['tie_id']}")


async def decide_tie(tester: AtDoor) -> Ask:
    made = await tester.post("/bureau/ties", {"unit": FIRST, "person": "liuyang"})
    return ask(tester, "POST", f"/bureau/ties/{made['tie_id']}/decision", {"decision": "confirm"})


async def switch_identity(tester: AtDoor) -> Ask:
    await inside(tester.server, LIU, B1)
    [one] = (await tester.get("/sessions"))["sessions"]
    return ask(tester, "PUT", f"/bureau/sessions/{one['session_id']}/identity", {"identity": "person"})


async def serial(tester: AtDoor) -> str:
    found: str = (await tester.post(f"/units/{FIRST}/certificates", {}))["certificate"]["serial"]
    return found


async def revoke(tester: AtDoor) -> Ask:
    return ask(tester, "POST", f"/certificates/{await serial(tester)}/revoke")


async def expire(tester: AtDoor) -> Ask:
    return ask(tester, "POST", f"/certificates/{await serial(tester)}/expire")


async def end_session(tester: AtDoor) -> Ask:
    await tester.signed_in()
    [one] = (await tester.get("/sessions"))["sessions"]
    return ask(tester, "DELETE", f"/sessions/{one['session_id']}?reason=idle")


async def scan(tester: AtDoor) -> Ask:
    client = await tester.asking()
    return ask(tester, "POST", "/phone/scan", {"person": "liming", "code": client.ticket["scan_id"]})


async def face(tester: AtDoor) -> Ask:
    one = await Applicant(tester.server, tester.caller().http).at_face()
    assert (await one.ask_face()).is_success
    return ask(tester, "POST", "/phone/face", {})


def on_ticket(verb: str) -> Verb:
    async def ready(tester: AtDoor) -> Ask:
        held = (await (await scan(tester)).send()).json()
        return ask(tester, "POST", f"/phone/{verb}", {"ticket_id": held["ticket_id"]})

    return ready


async def remove_fault(tester: AtDoor) -> Ask:
    made = await tester.post("/faults", LOCAL)
    return ask(tester, "DELETE", f"/faults/{made['id']}")


async def pay_voucher(tester: AtDoor) -> Ask:
    ordered_by = await filers.ordered(tester.server, "voucher")
    made = (await ordered_by.send()).json()
    return ask(tester, "POST", f"/vouchers/{made['voucher']}/payment")


DEEDS: dict[tuple[str, str], Verb] = {
    ("POST", "/clock"): plain("POST", "/clock", {"advance": 300}),
    ("DELETE", "/clock"): release_clock,
    ("POST", "/worlds"): plain("POST", "/worlds", {"name": "seat-1"}),
    ("DELETE", "/worlds/{name}"): remove_world,
    ("POST", "/reset"): plain("POST", "/reset"),
    ("POST", "/world"): plain("POST", "/world", {"toml": None}),
    ("PUT", "/phase"): plain("PUT", "/phase", {"phase": "phase-2"}),
    ("POST", "/snapshots"): plain("POST", "/snapshots", {"name": "morning"}),
    ("POST", "/snapshots/{name}/restore"): restore_snapshot,
    ("DELETE", "/snapshots/{name}"): remove_snapshot,
    ("POST", "/people"): plain("POST", "/people", PETER),
    ("DELETE", "/people/{who}"): plain("DELETE", "/people/sunlei"),
    ("PUT", "/people/{who}/password"): plain("PUT", "/people/liming/password", {"password": "Sunny7Days"}),
    ("POST", "/units"): plain("POST", "/units", NEW_UNIT),
    ("DELETE", "/units/{which}"): remove_unit,
    ("PUT", "/units/{which}/declaration-password"): plain("PUT", f"/units/{FIRST}/declaration-password", {"password": "Unit2027b"}),
    ("POST", "/units/{which}/people"): plain("POST", f"/units/{SECOND}/people", {"payee": PAYEE}),
    ("PUT", "/units/{which}/people/{number}/outcome"): plain(
        "PUT", f"/units/{FIRST}/people/{PAYEE['document_number']}/outcome", {"outcome": "failed"}
    ),
    ("POST", "/units/{which}/people/{number}/deductions"): plain(
        "POST", f"/units/{FIRST}/people/{PAYEE['document_number']}/deductions", {"claim": {"kind": "loan", "begins": "2026-01"}}
    ),
    ("POST", "/units/{which}/people/reports"): plain("POST", f"/units/{FIRST}/people/reports"),
    ("POST", "/units/{which}/certificates"): plain("POST", f"/units/{FIRST}/certificates", {}),
    ("POST", "/certificates/{serial}/revoke"): revoke,
    ("POST", "/certificates/{serial}/expire"): expire,
    ("PUT", "/people/{who}/face"): plain("PUT", "/people/liming/face", {"outcome": "unreachable"}),
    ("POST", "/bureau/lock"): plain("POST", "/bureau/lock", {"person": "liuyang"}),
    ("POST", "/bureau/unlock"): plain("POST", "/bureau/unlock", {"person": "chenchen"}),
    ("PUT", "/bureau/accounts/{who}/face"): plain("PUT", "/bureau/accounts/liuyang/face", {"known": False}),
    ("PUT", "/bureau/sessions/{session_id}/identity"): switch_identity,
    ("PUT", "/bureau/old-login"): plain("PUT", "/bureau/old-login", {"on": False}),
    ("POST", "/bureau/ties"): plain("POST", "/bureau/ties", {"unit": FIRST, "person": "liuyang"}),
    ("POST", "/bureau/ties/{tie_id}/decision"): decide_tie,
    ("DELETE", "/bureau/ties/{tie_id}"): end_tie,
    ("POST", "/bureau/units/{which}/lock"): plain("POST", f"/bureau/units/{FIRST}/lock"),
    ("POST", "/bureau/units/{which}/unlock"): plain("POST", "/bureau/units/91110199MA0BJ04065/unlock"),
    ("PUT", "/bureau/units/{which}/password"): plain("PUT", f"/bureau/units/{FIRST}/password", {"password": "Qiye@2027"}),
    ("PUT", "/bureau/agreements"): plain("PUT", "/bureau/agreements", {"agency": AGENCY, "principal": FIRST}),
    ("DELETE", "/bureau/agreements/{agency}/{principal}"): plain("DELETE", f"/bureau/agreements/{AGENCY}/91110199MA0BJ01077"),
    ("POST", "/bureau/projects"): plain("POST", "/bureau/projects", REPORT),
    ("POST", "/bureau/projects/{project_id}/close"): plain("POST", "/bureau/projects/1/close"),
    ("PUT", "/bureau/register"): plain("PUT", "/bureau/register", {"unit": FIRST, "role": "finance_officer", "person": "liuyang"}),
    ("PUT", "/units/{which}/bank"): plain("PUT", f"/units/{FIRST}/bank", {"balance": "12.50", "agreement": "valid"}),
    ("PUT", "/units/{which}/next-answer"): plain("PUT", f"/units/{FIRST}/next-answer", {"refused_because": "不予受理"}),
    ("PUT", "/deadlines/{period}"): plain("PUT", "/deadlines/2026-10", {"day": "2026-11-20"}),
    ("POST", "/vouchers/{number}/payment"): pay_voucher,
    ("POST", "/lock"): plain("POST", "/lock", {"account": "liming"}),
    ("POST", "/unlock"): plain("POST", "/unlock", {"account": "sunlei"}),
    ("DELETE", "/sessions/{session_id}"): end_session,
    ("POST", "/hall-codes"): plain("POST", "/hall-codes", {"person": ZHOU}),
    ("POST", "/hall-codes/proxy"): plain("POST", "/hall-codes/proxy", PROXY),
    ("POST", "/phone/scan"): scan,
    ("POST", "/phone/confirm"): on_ticket("confirm"),
    ("POST", "/phone/wrong-number"): on_ticket("wrong-number"),
    ("POST", "/phone/refuse"): on_ticket("refuse"),
    ("POST", "/phone/face"): face,
    ("POST", "/faults"): plain("POST", "/faults", LOCAL),
    ("DELETE", "/faults"): plain("DELETE", "/faults"),
    ("DELETE", "/faults/{fault_id}"): remove_fault,
}


async def goes_on(tester: AtDoor) -> None:
    """What others do between an act and its repeat: done once more, any verb would undo some of it, or find another time."""
    await tester.advance(60)
    await tester.put("/phase", {"phase": "phase-1"})
    await tester.put("/people/liming/face", {"outcome": "other_person"})
    await tester.post("/lock", {"account": "sunlei"})
    await tester.post("/faults", LOCAL)
