"""People whom a unit pays, as tests say them, and a clerk who has its unit open."""

from typing import Any

from etax_client.wire.filing import people as wire
from tests.server.running import Caller, Json, Running

UNIT = 2
"""A unit of the demo's for which nobody has been entered."""
WANG = {
    "name": "王芳",
    "document_type": "resident_id",
    "document_number": "110199198203150025",
    "employment": "employee",
    "mobile": "13800000001",
    "employed_from": "2020-03-01",
}
LI = {**WANG, "name": "李思远", "document_number": "110199198810180023"}
NOVAK = {
    "name": "PETER NOVAK",
    "document_type": "foreign_passport",
    "document_number": "X20260002",
    "nationality": "CZ",
    "sex": "男",
    "birth": "1980-01-02",
    "employment": "other",
    "other_circumstances": "译者",
    "tax_reasons": "other",
    "birth_country": "SK",
    "first_entry": "2026-02-01",
    "expected_departure": "2026-12-31",
}


async def clerk(server: Running, account: str = "liming", unit_id: int = UNIT) -> Caller:
    """Someone with the unit open."""
    caller = await server.signed_in(account)
    reply = await caller.verify(unit_id)
    assert reply.status_code == 200, reply.text
    return caller


async def add(caller: Caller, typed: Json, unit_id: int = UNIT) -> dict[str, Any]:
    reply = await caller.http.post(wire.payees(unit_id), json={"facts": typed})
    assert reply.status_code == 201, reply.text
    added: dict[str, Any] = reply.json()
    return added


async def report(caller: Caller, *payees: int, unit_id: int = UNIT) -> int:
    """报送 of these, or of all; how many were sent."""
    reply = await caller.http.post(wire.reports(unit_id), json={"payees": list(payees)} if payees else {})
    assert reply.status_code == 200, reply.text
    count: int = reply.json()["count"]
    return count


async def feedback(caller: Caller, unit_id: int = UNIT) -> Json:
    reply = await caller.http.post(wire.feedback(unit_id))
    assert reply.status_code == 200, reply.text
    found: Json = reply.json()
    return found


async def standing(caller: Caller, payee_id: int, unit_id: int = UNIT) -> tuple[str, str, str]:
    """人员状态, 报送状态, 身份验证状态."""
    said = (await caller.get(wire.payee(unit_id, payee_id))).json()["standing"]
    return said["person"], said["report"], said["identity"]
