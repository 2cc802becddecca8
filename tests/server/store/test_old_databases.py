"""Databases of commit eb72860 (revision 0005), with flows under way, as its own code filled them: today's goes on with them (DUR-3, REG-1).

`tests/data/revision_0005` has one of each kind as SQL (`iterdump`, `pg_dump --inserts`), and the secrets that its people hold. There one
agreed before one chose the way, and the hall code was a step behind the identity.
"""

import json
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from etax_client.server.store import tables
from etax_client.wire import paths
from tests.postgresql import Cluster
from tests.server.identity.recovering import Forgetful, forgetful, recovery_code
from tests.server.identity.registering import Applicant, accounts_of, applicant, issue, sms_code
from tests.server.running import PASSWORD, WRONG, Json, Running, code, running

_DATA = Path(__file__).parents[2] / "data" / "revision_0005"
_NEW = "Sunny7Days"
_PEOPLE: dict[str, Json] = {
    name: {"document_type": "resident_id", "number": number, "name": name}
    for name, number in (
        ("测试乙", "44019919960812001X"),
        ("测试丙", "440199199608120028"),
        ("测试丁", "440199199608120036"),
        ("测试戊", "440199199608120044"),
        ("测试己", "440199199608120052"),
        ("测试庚", "440199199608120060"),
    )
}


@dataclass
class Old:
    """A server of today over such a database, and what its people hold."""

    server: Running
    held: dict[str, str]

    def registration(self, stage: str) -> Applicant:
        one = applicant(self.server)
        one.flow = self.held[stage]
        return one

    def recovery(self, stage: str) -> Forgetful:
        one = forgetful(self.server)
        one.flow = self.held[f"recovery_{stage}"]
        return one


@pytest.fixture(params=["sqlite", "postgresql"])
async def old(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Old]:
    kind: str = request.param
    sql = (_DATA / f"{kind}.sql").read_text(encoding="utf-8")
    if kind == "sqlite":
        database = str(tmp_path / "etax.sqlite3")
        made = sqlite3.connect(database)
        made.executescript(sql)
        made.close()
    else:
        cluster: Cluster = request.getfixturevalue("postgres")
        database = cluster.holding(sql)
    async with running(database=database) as server:
        yield Old(server, json.loads((_DATA / "held.json").read_text(encoding="utf-8"))[kind])


async def registered(one: Applicant, number: str, login_name: str, mobile: str) -> None:
    """From the settings on, to an account that one can log in with."""
    assert (await one.view())["step"] == "settings"
    for reply in (await one.set_up(login_name=login_name, mobile=mobile), await one.send_code()):
        assert reply.is_success, reply.text
    assert (await one.finish(sms_code(one.server, mobile))).json()["step"] == "done"
    assert [account["login_name"] for account in accounts_of(one.server, number)] == [login_name]
    await one.server.signed_in(mobile, _NEW)


async def looked_at(server: Running, link: str) -> str:
    """What became of a face check whose link was made by the code of before."""
    found: str = (await server.caller().http.post(paths.PHONE_FACE_CHECKS, json={"link": link})).json()["state"]
    return found


async def test_it_is_brought_up_to_today(old: Old) -> None:
    """The tables are today's, and who was in is still in, their guesses counted."""
    with old.server.services.store.write() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert [each for each in compare_metadata(context, tables.metadata) if "alembic_version" not in str(each)] == []
        assert connection.execute(select(tables.listings.c.unit_id).where(tables.listings.c.name_order == "")).all() == []
    inside = old.server.caller()
    inside.http.headers["Authorization"] = f"Bearer {old.held['token']}"
    (unit,) = await inside.unit_ids()
    asked = await inside.verify(unit, WRONG)
    assert code(asked) == "captcha_required", "one wrong password was counted before"
    assert (await inside.solved_verify(unit, WRONG)).json()["attempts_left"] == 3
    await old.server.signed_in("liming", PASSWORD)


async def test_a_registration_before_its_way_is_asked_what_comes_first_today(old: Old) -> None:
    """REG-01: whoever had agreed, or was about to, chooses the way and agrees."""
    for stage, name, login_name, mobile in (
        ("agreement", "测试庚", "geng2026", "13800000021"),
        ("way", "测试乙", "yi_2026", "13800000022"),
    ):
        one = old.registration(stage)
        assert (await one.view())["step"] == "way"
        for reply in (await one.choose("face"), await one.agree(), await one.identify(_PEOPLE[name])):
            assert reply.is_success, reply.text
        assert await looked_at(old.server, (await one.ask_face()).json()["link_id"]) == "pass"
        await registered(one, _PEOPLE[name]["number"], login_name, mobile)


async def test_a_registration_at_the_hall_code_asks_for_it_with_the_identity(old: Old) -> None:
    """REG-02: what was filled in is there still, and the code that was issued before is good."""
    one = old.registration("hall_code")
    found = await one.view()
    assert (found["step"], found["way"], found["identity"]["name"]) == ("identity", "hall_code", "测试乙")
    assert (await one.identify({**_PEOPLE["测试乙"], "hall_code": "CODE23"})).is_success
    await registered(one, _PEOPLE["测试乙"]["number"], "yi_2026", "13800000021")


async def test_a_registration_goes_on_from_each_later_step(old: Old) -> None:
    """REG-1, COD-1: the link of a face check, the proof of a hall code and a code that was sent are as good as they were."""
    one = old.registration("identity")
    issue(old.server, _PEOPLE["测试庚"])
    assert (await one.identify(_PEOPLE["测试庚"])).json()["step"] == "proof"
    one = old.registration("face")
    assert (await one.view())["face"]["state"] == "waiting"
    assert await looked_at(old.server, old.held["face_link"]) == "pass"
    await registered(one, _PEOPLE["测试丙"]["number"], "bing2026", "13800000021")
    await registered(old.registration("settings"), _PEOPLE["测试丁"]["number"], "ding2026", "13800000022")
    one = old.registration("sms_code")
    assert (await one.finish(sms_code(old.server, "13800000014"))).json()["step"] == "done"
    await old.server.signed_in("dinghao", _NEW)
    assert (await old.registration("registered").view())["step"] == "done"
    await old.server.signed_in("jihao2026", _NEW)


async def test_a_recovery_goes_on_from_each_step(old: Old) -> None:
    """RST-1: by code, by face, and from behind the proof; the account has the new password, and its sessions of before are over."""
    liming = old.recovery("sms_code")
    assert (await liming.prove(recovery_code(old.server, "13800000001"))).json()["step"] == "password"
    zhao = old.recovery("face")
    assert await looked_at(old.server, old.held["recovery_face_link"]) == "pass"
    chen = old.recovery("identity")
    chenjing = {"document_type": "resident_id", "number": "440199199103040049", "name": "陈静"}
    for reply in (await chen.identify(chenjing), await chen.send_code(), await chen.prove(recovery_code(old.server, "13800000004"))):
        assert reply.is_success, reply.text
    for one, account in ((liming, "liming"), (zhao, "zhaoqiang"), (old.recovery("password"), "wangfang"), (chen, "chenjing")):
        assert (await one.view())["step"] == "password"
        assert (await one.set_password(_NEW)).json()["step"] == "done"
        await old.server.signed_in(account, _NEW)
    before = old.server.caller()
    before.http.headers["Authorization"] = f"Bearer {old.held['token']}"
    assert (await before.get(paths.UNITS)).json()["ended"] == "password_reset"
