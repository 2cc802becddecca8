"""No secret of the bureau's pages lies in the database's files, is said in a log, or stands in the journal (SEC-1, SEC-5)."""

import json
import logging
from pathlib import Path

import pytest

from tests.pages.bureau.insiders import FIRST, SECOND, code_to
from tests.pages.bureau.test_bureau_registration import FREE, HE, TICKED
from tests.pages.surfing import Surfer, surfer
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
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    assert FREE.encode() in kept, "what is no secret is found in this way"
    secrets -= {each for each in secrets if len(each) < 6}
    assert [each for each in secrets if each.encode() in kept and not each.isdigit()] == []
    personal = {FREE, HE["number"], MAIL, NAME, WRONG_NAME}
    for sink in (told, said, own):
        assert [each for each in secrets | personal if each.lower() in sink.lower()] == []
