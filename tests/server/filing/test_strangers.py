"""Another unit's data by its ids: in the path, in the body, by every route of a unit's filing (VER-04, ACT-1)."""

from collections.abc import Iterator

import httpx
from litestar.routes import HTTPRoute

from etax_client.domain.filing.deductions.claims import ClaimField, KeptClaim
from etax_client.domain.filing.taxes.payments import Method, Payment
from etax_client.wire.filing import deductions, imports, income, people
from etax_client.wire.filing import payments as wire_payments
from etax_client.wire.filing import returns as wire_returns
from tests.server.filing.books import OCTOBER, UNIT, Books, books
from tests.server.filing.payees import WANG, clerk
from tests.server.filing.test_returns import RESIDENTS
from tests.server.running import Running, code

PERIOD = str(OCTOBER)
OTHER = 1
"""Whose data is wanted: the demo's first unit, of which wangfang is the legal representative too."""
NOT_THERE = {"payee_unknown", "claim_unknown", "not_found", "not_calculated", "not_eligible"}


async def kept(server: Running) -> tuple[Books, dict[str, int]]:
    """Books of the other unit with one of everything, and their ids."""
    theirs = await books(server, "wangfang", OTHER)
    [payee] = theirs.hire("employee", takes_basic_deduction="no", nationality="CN", sex="男", birth="1980-01-02")
    theirs.fill(payee, 30_000)
    made = theirs.filing.claims.add(theirs.session, OTHER, payee, {ClaimField.kind: "loan", ClaimField.begins: "2026-01"})
    assert isinstance(made, KeptClaim)
    await theirs.calculate()
    theirs.send()
    due = theirs.month()
    theirs.account(agreement="valid", known_agreement="valid", bank="示例银行", account="6222", balance=99_999_900)
    paid = theirs.filing.payments.order(theirs.session, OTHER, OCTOBER, RESIDENTS, Method.agreement, due.unpaid, due.late_fee)
    assert isinstance(paid, Payment)
    begun = theirs.filing.imports.begin(theirs.session, OTHER, theirs.filing.people_target)
    return theirs, {
        "payee_id": payee,
        "claim_id": made.claim_id,
        "return_id": due.in_force.return_id if due.in_force else 0,
        "payment_id": paid.payment_id,
        "import_id": begun,
    }


def routes(server: Running) -> Iterator[tuple[str, str]]:
    """All that lies under a unit and needs it to be open."""
    for route in server.app.routes:
        if isinstance(route, HTTPRoute) and any(part in route.path for part in ("/filing", "/payees", "{unit_id:int}/people")):
            for handler in route.route_handlers:
                yield from ((method, route.path) for method in set(handler.http_methods) - {"HEAD", "OPTIONS"})


def filled(path: str, unit: int, ids: dict[str, int]) -> str:
    said = {"period": PERIOD, "item": "wages", "kind": "residents", "annex": "reliefs", "year": "2026", "place": "1", "unit_id": str(unit)}
    for name, value in (said | {name: str(each) for name, each in ids.items()}).items():
        path = path.replace(f"{{{name}:int}}", value).replace(f"{{{name}:str}}", value)
    return path


async def test_nothing_of_a_unit_that_is_not_open_is_read_or_done(server: Running) -> None:
    """Though the clerk may file for it, and knows every id."""
    theirs, ids = await kept(server)
    before = theirs.month()
    stranger = await clerk(server)
    found = list(routes(server))
    assert len(found) > 50
    for method, path in found:
        reply = await stranger.http.request(method, filled(path, OTHER, ids), json=None if method in ("GET", "DELETE") else {})
        assert "{" not in filled(path, OTHER, ids), path
        said = code(reply) if reply.status_code >= 400 else "done"
        needs_more = said == "malformed"
        assert said == "unit_closed" or (needs_more and method != "GET"), (method, path, said)
    assert theirs.month() == before


async def test_ids_of_another_unit_are_those_of_nobody(server: Running) -> None:
    """In a unit that is open, by every id that a path or a body may name."""
    theirs, ids = await kept(server)
    before = theirs.month()
    mine = await clerk(server)
    unit, payee, claim = UNIT, ids["payee_id"], ids["claim_id"]
    asked = [
        mine.get(people.payee(unit, payee)),
        mine.http.put(people.payee(unit, payee), json={"version": 1, "facts": WANG}),
        mine.http.put(people.payee_state(unit, payee), json={"version": 1, "person": "abnormal"}),
        mine.http.delete(people.payee(unit, payee), params={"version": "1"}),
        mine.get(deductions.of_payee(unit, PERIOD, payee)),
        mine.http.post(deductions.claims(unit, payee), json={"claim": {"kind": "rent", "begins": "2026-01", "city": "other"}}),
        mine.http.put(deductions.claim(unit, payee, claim), json={"version": 1, "claim": {"kind": "loan", "begins": "2026-02"}}),
        mine.http.delete(deductions.claim(unit, payee, claim), params={"version": "1"}),
        mine.http.post(income.rows(unit, PERIOD, "wages"), json={"rows": [{"payee_id": payee, "amounts": {"income": "1.00"}}]}),
        mine.get(income.explanation(unit, PERIOD, "wages", payee, 1)),
        mine.http.put(income.at_once(unit, 2026), json={"payees": [payee], "at_once": True}),
        mine.get(wire_returns.lines(unit, ids["return_id"]), item="wages"),
        mine.http.post(wire_payments.query(unit, ids["payment_id"])),
        mine.http.post(wire_payments.cancellation(unit, ids["payment_id"])),
        mine.http.put(imports.lines(unit, "people", ids["import_id"]), json={"lines": [{"number": 2, "texts": WANG}]}),
        mine.http.post(imports.import_(unit, "people", ids["import_id"]), json={"only_right": True}),
        mine.http.delete(imports.import_(unit, "people", ids["import_id"])),
    ]
    replies = [await each for each in asked]
    assert {told(each) for each in replies} <= NOT_THERE, [told(each) for each in replies]
    assert (await mine.http.post(people.reports(unit), json={"payees": [payee]})).json()["count"] == 0
    nobodys = (await mine.get(wire_returns.person(unit, 2026, payee))).json()
    assert nobodys["months"] == []
    assert theirs.month() == before


def told(reply: httpx.Response) -> str:
    return code(reply) if reply.status_code >= 400 else f"{reply.status_code} {reply.text[:200]}"
