"""Each act of a clerk in an open unit's filing, by its route (ACT-1)."""

from sqlalchemy import insert, select, update

from etax_client.domain.filing.deductions.claims import ClaimField
from etax_client.domain.withholding.months import Month
from etax_client.server.services.filing.deductions import claims as services
from etax_client.server.store.tables import claims, filing_months, income_rows, tax_accounts
from etax_client.wire import paths, spelling
from etax_client.wire.filing import annexes, deductions, imports, income, payments, returns
from tests.acts.stage import Ask, Deeds, by_token
from tests.server.filing.books import OCTOBER, UNIT, Books, books
from tests.server.running import UNIT_PASSWORD, Running

_UNIT, _MONTH, _ITEM = "{unit_id:int}", ("{unit_id:int}", "{period:str}"), ("{unit_id:int}", "{period:str}", "{item:str}")
_KIND, _PAYMENT = ("{unit_id:int}", "{period:str}", "{kind:str}"), ("{unit_id:int}", "{payment_id:int}")
_TARGET, _IMPORT = imports.item("{period:str}", "{item:str}"), "{import_id:int}"
_WAGES_TARGET = imports.item(str(OCTOBER), "wages")
_WAGES, _RESIDENTS = (UNIT, str(OCTOBER), "wages"), (UNIT, str(OCTOBER), "residents")


async def ask(server: Running, method: str, path: str, body: object = None) -> Ask:
    """Of someone else than whoever has kept the books so far, with the unit open."""
    opening = await by_token(server, "liming", "POST", paths.unit_verification(UNIT), {"declaration_password": UNIT_PASSWORD})
    await opening.send()
    headers = opening.headers if body is not None else {"Authorization": opening.headers["Authorization"]}
    return Ask(opening.http, method, path, opening.end, b"" if body is None else spelling.write(body), headers)


async def filled(server: Running) -> tuple[Books, int]:
    """Books with one row of wages."""
    ours = await books(server)
    [one] = ours.hire("employee", takes_basic_deduction="no")
    ours.fill(one, 30_000)
    return ours, one


async def filed(server: Running) -> Books:
    """October is in force, and 900.00 are to be paid."""
    ours, _ = await filled(server)
    await ours.calculate()
    ours.send()
    ours.account(agreement="valid", known_agreement="valid", balance=200_000)
    return ours


async def save_rows(server: Running) -> Ask:
    _, one = await filled(server)
    rows = [{"payee_id": one, "version": 1, "amounts": {"income": "20000.00"}}]
    return await ask(server, "POST", income.rows(*_WAGES), {"rows": rows})


async def clear_rows(server: Running) -> Ask:
    await filled(server)
    return await ask(server, "DELETE", income.item(*_WAGES))


async def copy_rows(server: Running) -> Ask:
    await filled(server)
    return await ask(server, "POST", income.copies(UNIT, "2026-09", "wages"), {"source": str(OCTOBER)})


async def zero_wages(server: Running) -> Ask:
    await filled(server)
    return await ask(server, "POST", income.zero_wages(UNIT, "2026-09"))


async def choose_at_once(server: Running) -> Ask:
    ours = await books(server)
    [one] = ours.hire("employee")
    january = Month(2025, 1)
    await ours.file(january, (one, 5_000))
    with server.services.store.write() as connection:
        for each in (income_rows, filing_months):
            [row] = connection.execute(select(each).where(each.c.period == str(january))).all()
            connection.execute(insert(each), [{**row._mapping, "period": str(january.plus(more))} for more in range(1, 12)])
    return await ask(server, "PUT", income.at_once(UNIT, 2026), {"payees": [one], "at_once": True})


async def calculate(server: Running) -> Ask:
    await filled(server)
    return await ask(server, "POST", income.calculation(*_RESIDENTS))


async def stop_calculation(server: Running) -> Ask:
    await filled(server)
    with server.services.store.write() as connection:
        connection.execute(update(filing_months).values(running="of another process"))
    return await ask(server, "DELETE", income.calculation(*_RESIDENTS))


async def send(server: Running) -> Ask:
    ours, _ = await filled(server)
    month = await ours.calculate()
    return await ask(server, "POST", returns.returns(*_RESIDENTS), {"version": month.version})


async def save_annex(server: Running) -> Ask:
    _, one = await filled(server)
    line = {"payee_id": one, "item": "wages", "texts": {"matter": "hardship", "document": "残疾"}, "amounts": {"amount": "10.00"}}
    return await ask(server, "POST", annexes.lines(*_RESIDENTS, "reliefs"), {"lines": [line]})


async def fetch_answer(server: Running) -> Ask:
    await (await send(server)).send()
    return await ask(server, "POST", returns.answer(*_RESIDENTS))


async def correct(server: Running) -> Ask:
    await filed(server)
    return await ask(server, "POST", returns.correction(*_RESIDENTS))


async def withdraw(server: Running) -> Ask:
    await (await correct(server)).send()
    return await ask(server, "DELETE", returns.correction(*_RESIDENTS))


async def void(server: Running) -> Ask:
    await filed(server)
    return await ask(server, "POST", returns.voiding(*_RESIDENTS))


async def redo(server: Running) -> Ask:
    await filed(server)
    with server.services.store.write() as connection:
        connection.execute(update(filing_months).values(redo=1))
    return await ask(server, "POST", returns.marked(UNIT, 2026))


async def pay(server: Running) -> Ask:
    return await ordered(server, "agreement")


async def ordered(server: Running, method: str) -> Ask:
    ours = await filed(server)
    month = ours.month()
    sums = {"amount": str(month.unpaid), "late_fee": str(month.late_fee)}
    return await ask(server, "POST", payments.new_payment(*_RESIDENTS), {"method": method, **sums})


async def query_payment(server: Running) -> Ask:
    made = (await (await pay(server)).send()).json()["payment_id"]
    await server.manual.advance(5)
    return await ask(server, "POST", payments.query(UNIT, made))


async def cancel_payment(server: Running) -> Ask:
    made = (await (await ordered(server, "voucher")).send()).json()["payment_id"]
    return await ask(server, "POST", payments.cancellation(UNIT, made))


async def renew_agreement(server: Running) -> Ask:
    await filed(server)
    with server.services.store.write() as connection:
        connection.execute(update(tax_accounts).values(agreement="invalid"))
    return await ask(server, "POST", payments.agreement(UNIT))


LOAN = {"kind": "loan", "begins": "2026-01"}


async def claimed(server: Running) -> tuple[int, int]:
    """A payee and what a clerk has entered for them."""
    ours = await books(server)
    [one] = ours.hire("employee")
    added = await ours.caller.http.post(deductions.claims(UNIT, one), json={"claim": LOAN})
    return one, added.json()["claim_id"]


async def add_claim(server: Running) -> Ask:
    [one] = (await books(server)).hire("employee")
    return await ask(server, "POST", deductions.claims(UNIT, one), {"claim": LOAN})


async def change_claim(server: Running) -> Ask:
    path = deductions.claim(UNIT, *await claimed(server))
    return await ask(server, "PUT", path, {"version": 1, "claim": {**LOAN, "whole": "no"}})


async def remove_claim(server: Running) -> Ask:
    return await ask(server, "DELETE", f"{deductions.claim(UNIT, *await claimed(server))}?version=1")


async def download_claims(server: Running) -> Ask:
    [one] = (await books(server)).hire("employee")
    with server.services.store.write() as connection:
        connection.execute(
            insert(claims).values(services.filed(one, {ClaimField(name): text for name, text in LOAN.items()}, server.clock.now()))
        )
    return await ask(server, "POST", deductions.waiting(UNIT))


async def begin_import(server: Running) -> Ask:
    await filled(server)
    return await ask(server, "POST", imports.imports(UNIT, _WAGES_TARGET))


async def send_incomes(server: Running) -> Ask:
    """Into an import that has just been begun, by the same person."""
    begun = (await (await begin_import(server)).send()).json()["import_id"]
    who = {"name": "员工100", "document_type": "resident_id", "document_number": "X00000100"}
    body = {"lines": [{"number": 2, "texts": {**who, "income": "20000.00"}}]}
    return await ask(server, "PUT", imports.lines(UNIT, _WAGES_TARGET, begun), body)


async def take_incomes(server: Running) -> Ask:
    sent = await send_incomes(server)
    await sent.send()
    return await ask(server, "POST", sent.path.removesuffix("/lines"), {})


async def drop_incomes(server: Running) -> Ask:
    sent = await send_incomes(server)
    return await ask(server, "DELETE", sent.path.removesuffix("/lines"))


DEEDS: Deeds = {
    ("POST", deductions.claims(_UNIT, "{payee_id:int}")): add_claim,
    ("PUT", deductions.claim(_UNIT, "{payee_id:int}", "{claim_id:int}")): change_claim,
    ("DELETE", deductions.claim(_UNIT, "{payee_id:int}", "{claim_id:int}")): remove_claim,
    ("POST", deductions.waiting(_UNIT)): download_claims,
    ("POST", imports.imports(_UNIT, _TARGET)): begin_import,
    ("PUT", imports.lines(_UNIT, _TARGET, _IMPORT)): send_incomes,
    ("POST", imports.import_(_UNIT, _TARGET, _IMPORT)): take_incomes,
    ("DELETE", imports.import_(_UNIT, _TARGET, _IMPORT)): drop_incomes,
    ("POST", income.rows(*_ITEM)): save_rows,
    ("DELETE", income.item(*_ITEM)): clear_rows,
    ("POST", income.copies(*_ITEM)): copy_rows,
    ("POST", income.zero_wages(*_MONTH)): zero_wages,
    ("POST", income.calculation(*_KIND)): calculate,
    ("PUT", income.at_once(_UNIT, "{year:int}")): choose_at_once,
    ("DELETE", income.calculation(*_KIND)): stop_calculation,
    ("POST", annexes.lines(*_KIND, "{annex:str}")): save_annex,
    ("POST", returns.returns(*_KIND)): send,
    ("POST", returns.answer(*_KIND)): fetch_answer,
    ("POST", returns.correction(*_KIND)): correct,
    ("DELETE", returns.correction(*_KIND)): withdraw,
    ("POST", returns.voiding(*_KIND)): void,
    ("POST", returns.marked(_UNIT, "{year:int}")): redo,
    ("POST", payments.new_payment(*_KIND)): pay,
    ("POST", payments.query(*_PAYMENT)): query_payment,
    ("POST", payments.cancellation(*_PAYMENT)): cancel_payment,
    ("POST", payments.agreement(_UNIT)): renew_agreement,
}
