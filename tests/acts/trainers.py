"""Each act of a trainer who has come in, by the end of its route (ACT-1)."""

from etax_client.domain.filing.taxes.payments import Method, Payment
from tests.acts import filers
from tests.acts.stage import Ask, Deeds, trainer
from tests.pages.trainer.test_hall import ERRAND, FIRST, LIMING, PAPERS, ZHOU
from tests.server.bureau.tying import B1, unit_id_of
from tests.server.filing.books import OCTOBER, books
from tests.server.running import Running
from tests.server.testing.journal import BEARER

PAGE = "/control/page"
HALL, BUREAU, FILING = f"{PAGE}/hall", f"{PAGE}/bureau", f"{PAGE}/filing"
SECOND = "91440199MA0QJ0207Y"


async def clock(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(PAGE, f"{PAGE}/clock", do="120")


async def phase(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(PAGE, f"{PAGE}/phase", do="phase-2")


async def unlock(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(PAGE, f"{PAGE}/unlock", button="4", key="4")


async def end_session(server: Running) -> Ask:
    await server.signed_in()
    [seen] = server.services.logged_in.sessions()
    return await (await trainer(server)).fills_in(PAGE, f"{PAGE}/sessions/end", session=str(seen.session_id))


async def make_world(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(PAGE, f"{PAGE}/worlds", name="seat-1")


async def remove_world(server: Running) -> Ask:
    await (await make_world(server)).send()
    return await (await trainer(server)).fills_in(PAGE, f"{PAGE}/worlds/remove", name="seat-1", sure="yes")


async def reset(server: Running) -> Ask:
    await (await code(server)).send()
    return await (await trainer(server)).fills_in(PAGE, f"{PAGE}/reset", sure="yes")


async def remove_fault(server: Running) -> Ask:
    one = await trainer(server)
    await one.surfer.http.post("/control/faults", json={"path": "/nowhere", "scenario": "status=503"}, headers=BEARER)
    return await one.fills_in(PAGE, f"{PAGE}/faults", fault="all")


async def code(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(f"{HALL}/code", **ZHOU, seen="yes")


async def account(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(f"{HALL}/account", **LIMING, seen="yes")


async def declaration(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(f"{HALL}/declaration", **LIMING, unit=FIRST, seen="yes")


async def collect(server: Running) -> Ask:
    new = {**ZHOU, "number": "440199199607260045", "name": "周亭"}
    return await (await trainer(server)).fills_in(f"{HALL}/collect", **new, seen="yes")


async def proxy(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(f"{HALL}/proxy", **ERRAND, **PAPERS, do="issue")


async def issue(server: Running) -> Ask:
    at = f"{HALL}/certificates"
    return await (await trainer(server)).fills_in(f"{at}?unit={SECOND}", f"{at}/issue", pin="24680")


async def revoke(server: Running) -> Ask:
    await (await issue(server)).send()
    at = f"{HALL}/certificates"
    return await (await trainer(server)).fills_in(f"{at}?unit={SECOND}", f"{at}/revoke")


async def expire(server: Running) -> Ask:
    await (await issue(server)).send()
    at = f"{HALL}/certificates"
    return await (await trainer(server)).fills_in(f"{at}?unit={SECOND}", f"{at}/expire")


async def bureau_old(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(BUREAU, f"{BUREAU}/old", do="off", sure="yes")


async def bureau_lock(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(f"{BUREAU}?person=liuyang", f"{BUREAU}/lock", do="code")


async def bureau_unlock(server: Running) -> Ask:
    await (await bureau_lock(server)).send()
    return await (await trainer(server)).fills_in(f"{BUREAU}?person=liuyang", f"{BUREAU}/unlock")


async def bureau_face(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(f"{BUREAU}?person=liuyang", f"{BUREAU}/face", do="off")


async def bureau_unit(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(f"{BUREAU}?unit={B1}", f"{BUREAU}/unit", do="lock")


async def bureau_password(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(f"{BUREAU}?unit={B1}", f"{BUREAU}/password", password="Qiye@2027")


async def bureau_staff(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(f"{BUREAU}?person=wangfang&unit={B1}", f"{BUREAU}/staff")


async def bureau_untie(server: Running) -> Ask:
    one = await trainer(server)
    seen = server.services.hall_ties.seen(unit_id_of(server.services, B1), None, 9)
    tie = next(each for each in seen if each.person_name == "吴磊")
    return await one.fills_in(f"{BUREAU}?unit={B1}", f"{BUREAU}/untie", tie=str(tie.tie_id), sure="yes")


async def bureau_register(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(f"{BUREAU}?unit={B1}", f"{BUREAU}/register", do="finance_officer", sure="yes")


async def filing_bank(server: Running) -> Ask:
    typed = {"agreement": "valid", "bank": "示例银行", "account": "6222", "balance": "12.50", "next": "insufficient"}
    return await (await trainer(server)).fills_in(f"{FILING}?unit={FIRST}", f"{FILING}/bank", **typed)


async def filing_answer(server: Running) -> Ask:
    return await (await trainer(server)).fills_in(f"{FILING}?unit={FIRST}", f"{FILING}/answer", reason="材料不全")


async def filing_voucher(server: Running) -> Ask:
    ours = await filers.filed(server)
    due = ours.month()
    made = ours.filing.payments.order(ours.session, ours.unit, OCTOBER, due.kind, Method.voucher, due.unpaid, due.late_fee)
    assert isinstance(made, Payment)
    return await (await trainer(server)).fills_in(f"{FILING}?unit={SECOND}", f"{FILING}/voucher", voucher=made.voucher, sure="yes")


async def filing_register(server: Running) -> Ask:
    ours = await books(server)
    ours.hire("employee")
    typed = {"number": "X00000100", "outcome": "failed", "why": "姓名不符"}
    return await (await trainer(server)).fills_in(f"{FILING}?unit={SECOND}", f"{FILING}/register", **typed)


async def filing_report(server: Running) -> Ask:
    ours = await books(server)
    ours.hire("employee", report_state="pending")
    return await (await trainer(server)).fills_in(f"{FILING}?unit={SECOND}", f"{FILING}/report", sure="yes")


async def filing_deduction(server: Running) -> Ask:
    ours = await books(server)
    ours.hire("employee")
    typed = {"employee": "X00000100", "kind": "loan", "begins": "2026-01"}
    return await (await trainer(server)).fills_in(f"{FILING}?unit={SECOND}", f"{FILING}/deduction", **typed)


DEEDS: Deeds = {
    ("POST", "/page/filing/bank"): filing_bank,
    ("POST", "/page/filing/answer"): filing_answer,
    ("POST", "/page/filing/voucher"): filing_voucher,
    ("POST", "/page/filing/register"): filing_register,
    ("POST", "/page/filing/report"): filing_report,
    ("POST", "/page/filing/deduction"): filing_deduction,
    ("POST", "/page/bureau/old"): bureau_old,
    ("POST", "/page/bureau/lock"): bureau_lock,
    ("POST", "/page/bureau/unlock"): bureau_unlock,
    ("POST", "/page/bureau/face"): bureau_face,
    ("POST", "/page/bureau/unit"): bureau_unit,
    ("POST", "/page/bureau/password"): bureau_password,
    ("POST", "/page/bureau/staff"): bureau_staff,
    ("POST", "/page/bureau/untie"): bureau_untie,
    ("POST", "/page/bureau/register"): bureau_register,
    ("POST", "/page/clock"): clock,
    ("POST", "/page/phase"): phase,
    ("POST", "/page/unlock"): unlock,
    ("POST", "/page/sessions/end"): end_session,
    ("POST", "/page/worlds"): make_world,
    ("POST", "/page/worlds/remove"): remove_world,
    ("POST", "/page/reset"): reset,
    ("POST", "/page/faults"): remove_fault,
    ("POST", "/page/hall/code"): code,
    ("POST", "/page/hall/account"): account,
    ("POST", "/page/hall/declaration"): declaration,
    ("POST", "/page/hall/collect"): collect,
    ("POST", "/page/hall/proxy"): proxy,
    ("POST", "/page/hall/certificates/issue"): issue,
    ("POST", "/page/hall/certificates/revoke"): revoke,
    ("POST", "/page/hall/certificates/expire"): expire,
}
