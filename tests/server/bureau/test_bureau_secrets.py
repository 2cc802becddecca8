"""No secret of the bureau's pages lies in the database's files, is said in a log, or stands in the journal (SEC-1, SEC-5)."""

import json
import logging
import re
from pathlib import Path

import pytest

from etax_client.domain.sessions.qr_login import App
from tests.pages.bureau.insiders import FIRST, SECOND, code_to, for_project, in_app, inside
from tests.pages.bureau.test_bureau_registration import FREE, HE, TICKED
from tests.pages.bureau.test_scan_login import SCAN, scanned
from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.projecting import H1, LIN, PJ1, PJ3
from tests.server.bureau.tying import B1, B2, B3, B4, GAO, unit_id_of
from tests.server.running import PASSWORD, Running
from tests.server.testing.journal import door_open

CANARY, OWN, MAIL = "Canary@2026-pass", "Own@2026x", "canary.bird@example.com"
NAME, WRONG_NAME = "何静", "金丝雀"


async def _registers(server: Running) -> tuple[Surfer, set[str]]:
    """With every refusal on the way, up to the face; the secrets that came up."""
    one, at = surfer(server), "/bureau/register"
    await (await one.open(at)).send(f"{at}/papers", **TICKED)
    await one.send(f"{at}/identity", **{**HE, "name": WRONG_NAME, "sex": "male"})
    await one.send(f"{at}/identity", **{**HE, "sex": "female"})
    await one.send(f"{at}/settings", to=f"{at}/code", mobile=FREE)
    code = code_to(server, FREE)
    typed = {"mobile": FREE, "login_name": "hejing1"}
    await one.send(f"{at}/settings", **typed, password=CANARY, again=CANARY, code=code)
    await one.send(f"{at}/settings", **typed, password=OWN, again=OWN, code=f"{(int(code) + 1) % 1_000_000:06}")
    await one.send(f"{at}/settings", **typed, password=OWN, again=OWN, code=code)
    link = one.html.partition('data-payload="')[2].partition('"')[0].rpartition("/")[2]
    assert len(link) == 26
    phone = await surfer(server).open(f"/F/{link}")
    await (await phone.open(f"/BF/{link}")).send(f"/BF/{link}")
    await phone.open(f"/BF/{link}")
    assert phone.status == 200
    return one, {code, link, *one.http.cookies.values()}


async def _logs_in(server: Running) -> set[str]:
    """Wrong, right, at another entrance, in the old way; then what an account is reached by is changed, and a mailbox bound."""
    one = surfer(server)
    for account in ("hejing1", FREE, HE["number"], MAIL):
        await (await one.open(FIRST)).send(FIRST, account=account, password=CANARY, slide="100")
    await (await one.open("/bureau/old/person")).send("/bureau/old/person", account=HE["number"], password=CANARY)
    await (await one.open("/bureau/old")).send("/bureau/old", taxpayer_id="91110199MA0BJ0203G", password=CANARY)
    await (await one.open(FIRST)).send(FIRST, account="hejing1", password=OWN, slide="100")
    attempt = set(one.http.cookies.values())
    await one.send(f"{SECOND}/code")
    code = code_to(server, FREE)
    await one.send(SECOND, code=code)
    assert one.path == "/bureau"
    at = "/bureau/account/email"
    await (await one.open(at)).send(at, to=f"{at}/sms-code", email=MAIL)
    mailed = server.services.messages.delivered(MAIL, None, 1)[0].message.params["code"]
    await one.send(at, email=MAIL, password=OWN, code=mailed)
    await one.open(f"/bureau/{CANARY}")
    return {code, mailed, *attempt, *one.http.cookies.values()}


async def test_neither_in_the_files_nor_in_log_and_journal(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """SEC-1: from the papers to a mailbox; the log of an account itself holds no more than what was done, when, and from where."""
    caplog.set_level(logging.DEBUG)
    async with door_open(database=str(tmp_path / "etax.sqlite3")) as door:
        applicant, secrets = await _registers(door.server)
        secrets |= await _logs_in(door.server) | set(applicant.http.cookies.values()) | {CANARY, OWN, PASSWORD}
        told = json.dumps(await door.rows(limit=500), ensure_ascii=False)
        assert told.count('"id"') >= 15
        with door.server.services.store.read() as connection:
            own = json.dumps([list(map(str, row)) for row in connection.exec_driver_sql("SELECT * FROM account_acts")])
    personal = {FREE, HE["number"], MAIL, NAME, WRONG_NAME}
    _nowhere(secrets, personal, tmp_path, caplog, told, own)


def _nowhere(secrets: set[str], personal: set[str], files: Path, caplog: pytest.LogCaptureFixture, *sinks: str) -> None:
    """Secrets in no file, log or other sink; what is personal, which the files have to keep, in none of the others."""
    kept = b"".join(path.read_bytes() for path in files.iterdir())
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    assert any(each.encode() in kept for each in personal), "what is no secret is found in this way"
    secrets = {each for each in secrets if len(each) >= 6}
    assert [each for each in secrets if each.encode() in kept and not each.isdigit()] == []
    for sink in (said, *sinks):
        assert [each for each in secrets | personal if each.lower() in sink.lower()] == []


OF_THE_UNIT, NEW_OF_THE_UNIT, TESTERS = "Qiye@2026", "Xinmima@2026-y", "Ceshi@2026-zz"
WU_NUMBER, ZHOU_NUMBER, LIN_MOBILE = "110199199007020017", "110199198203150025", "13900000010"


async def _by_the_old_login(server: Running) -> set[str]:
    """A unit's wrong and right 企业密码, the acting person's password and code; then 企业密码 is found, and another is set."""
    old, who, at = "/bureau/old", "/bureau/old/who", "/bureau/old-password"
    one = await (await surfer(server).open(old)).send(old, taxpayer_id=B1, password=CANARY)
    await one.send(old, taxpayer_id=B1, password=OF_THE_UNIT, captcha=one.solution())
    assert one.path == who
    form = next(each for each in one.page.forms if any("吴*" in button.text for button in each.buttons))
    await one.send(f"{who}/choose", tie=form.fields["tie"])
    begun = set(one.http.cookies.values())
    await one.send(f"{who}/password", password=CANARY)
    await one.send(f"{who}/code")
    code = code_to(server, "13900000003")
    await one.send(f"{who}/enter", code=code)
    assert one.path == "/bureau"
    zhou = await surfer(server).open(at)
    await zhou.send(f"{at}/identity", taxpayer_id=B4, document_type="resident_id", number=ZHOU_NUMBER, name="周敏")
    await zhou.send(f"{at}/sms-code")
    proof = code_to(server, "13900000002")
    await zhou.send(f"{at}/sms-proof", code=proof)
    flow = set(zhou.http.cookies.values())
    await zhou.send(f"{at}/password", password=NEW_OF_THE_UNIT, again=NEW_OF_THE_UNIT)
    assert "该企业的旧版登录已解锁" in zhou.text
    return {code, proof, *begun, *flow, *one.http.cookies.values(), *zhou.http.cookies.values()}


async def _as_others(server: Running) -> set[str]:
    """An agency and for whom it acts; a project, reported and chosen; what a scan leads to, and the APP's mailbox."""
    agent = await inside(server, GAO, B3, entrance="agency")
    switch, reports = "/bureau/account/switch", "/bureau/reports/cross-region"
    await (await agent.open(switch)).send(switch, identity=f"principal-{unit_id_of(server.services, B1)}")
    await agent.open("/bureau/account/staff")
    lin = await inside(server, LIN)
    await (await lin.open(reports)).send(reports, taxpayer_id=H1, number=PJ3)
    await lin.send(f"{lin.path}/check-in")
    assert "报验" in lin.text
    builder = await for_project(server, LIN, H1, PJ1)
    await server.manual.advance(121)
    phone = await in_app(server, LIN, LIN_MOBILE)
    await phone.open("/bjapp/messages")
    await (await phone.open("/bjapp/mail")).send("/bjapp/mail", email=MAIL)
    assert phone.status == 200
    site = await (await surfer(server).open("/bureau/login/special")).send(SCAN, way="bureau")
    ticket = set(site.http.cookies.values())
    await scanned(phone, site, App.bureau)
    picked = re.search(r"选择数字\s*([0-9]{2})", (await site.open(SCAN)).text)
    assert picked is not None
    await phone.send(phone.path, number=picked[1], decision="confirm")
    await (await site.open(SCAN)).send(f"{SCAN}/enter")
    assert site.path == "/bureau/login/choose"
    choosing = set(site.http.cookies.values())
    await site.open(f"{site.path}?number={CANARY}")
    return {*ticket, *choosing, *(each for one in (agent, lin, builder, phone, site) for each in one.http.cookies.values())}


async def test_nor_what_units_agencies_and_projects_are_done_with(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """SEC-1, S-9: nor does the tester's door say any of it, whatever it is asked of the bureau."""
    caplog.set_level(logging.DEBUG)
    async with door_open(database=str(tmp_path / "etax.sqlite3")) as door:
        secrets = await _by_the_old_login(door.server) | await _as_others(door.server)
        await door.http.put(f"/control/bureau/units/{B2}/password", json={"password": TESTERS})
        secrets |= {CANARY, OF_THE_UNIT, NEW_OF_THE_UNIT, TESTERS, PASSWORD}
        told = json.dumps(await door.rows(limit=500), ensure_ascii=False)
        assert told.count('"id"') >= 30
        asked = ("accounts/wulei90", f"units/{B1}", f"units/{B4}", "ties", "projects", "attempts", "old-login")
        answers = [await door.http.get(f"/control/bureau/{each}") for each in asked] + [await door.http.get("/control/sessions")]
        assert {each.status_code for each in answers} == {200}
        door_says = "".join(each.text for each in answers)
        assert [each for each in secrets if len(each) >= 6 and each in door_says] == []
        with door.server.services.store.read() as connection:
            own = json.dumps([list(map(str, row)) for row in connection.exec_driver_sql("SELECT * FROM account_acts")])
    _nowhere(secrets, {WU_NUMBER, ZHOU_NUMBER, LIN_MOBILE, MAIL, "吴磊", "周敏", "林涛"}, tmp_path, caplog, told, own)
