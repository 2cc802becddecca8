"""企业办税权限, 我的办税权限 and 重置申报密码 over HTTP (AUT-01 to AUT-05, DPW-01 to DPW-04, RST-3)."""

import asyncio

from tests.server.identity.registering import inbox
from tests.server.running import Caller, Json, Running, code

UNITS = "/api/managed-units"
WANGS = "13800000002"
ABDULLA: Json = {"name": "阿卜杜拉·买买提", "document_type": "resident_id", "number": "650199198606170018"}


def sent(server: Running, mobile: str) -> str:
    return next(each.message.params["code"] for each in inbox(server, mobile) if "code" in each.message.params)


def today(server: Running) -> str:
    return f"{server.clock.now():%Y-%m-%d}"


async def authorise(caller: Caller, server: Running, **changed: object) -> Json:
    body = {**ABDULLA, "permission": "filing", "start": today(server), **changed}
    reply = await caller.http.post(f"{UNITS}/1/authorisations", json=body)
    return {"status": reply.status_code, **reply.json()}


async def test_one_authorises_changes_and_ends(server: Running) -> None:
    """AUT-01, AUT-02, AUT-04."""
    fang = await server.signed_in("wangfang")
    units = (await fang.get(UNITS)).json()["units"]
    assert [unit["unit_id"] for unit in units] == [1, 2]
    assert [unit["unit_id"] for unit in (await fang.get(UNITS, name="核定一")).json()["units"]] == [2]
    made = await authorise(fang, server)
    assert made["status"] == 201
    path = f"{UNITS}/1/authorisations/{made['authorisation_id']}"
    names = [each["name"] for each in (await fang.get(f"{UNITS}/1/authorisations")).json()["people"]]
    assert names == ["李明", "陈静", "阿卜杜拉·买买提"]
    assert (await fang.http.put(path, json={"permission": "management", "start": today(server), "end": today(server)})).status_code == 204
    assert (await authorise(fang, server))["code"] == "already_authorised"
    mine = await server.signed_in("abdulla")
    [given] = (await mine.get("/api/authorisations")).json()["authorisations"]
    assert (given["state"], given["permission"], given["days_left"]) == ("valid", "management", 1)
    assert (await fang.http.delete(path)).status_code == 204
    assert code(await fang.http.delete(path)) == "authorisation_unknown"
    [ended] = (await mine.get("/api/authorisations")).json()["authorisations"]
    assert ended["state"] == "ended"
    assert (await mine.http.delete(f"/api/authorisations/{given['authorisation_id']}")).status_code == 204
    assert (await mine.get("/api/authorisations")).json()["authorisations"] == []


async def test_what_is_refused(server: Running) -> None:
    """AUT-02, AUZ-1, AUZ-2."""
    fang = await server.signed_in("wangfang")
    assert (await authorise(fang, server, name="阿卜杜拉"))["code"] == "person_unknown"
    assert (await authorise(fang, server, name="周婷", number="440199199607260029"))["code"] == "person_unknown"
    assert (await authorise(fang, server, name="王芳", number="440199197908230027"))["code"] == "beyond_rights"
    assert (await authorise(fang, server, name="赵强", number="440199197511300015"))["code"] == "already_authorised"
    assert (await authorise(fang, server, start="2020-01-01"))["field"] == "term"
    assert (await authorise(fang, server, number="1"))["field"] == "number"
    assert code(await fang.get(f"{UNITS}/3/authorisations")) == "unit_unknown"
    clerk = await server.signed_in("liming")
    assert (await clerk.get(UNITS)).json()["units"] == []
    assert (await authorise(clerk, server))["code"] == "unit_unknown"


async def test_one_gives_back_what_one_has(server: Running) -> None:
    """AUT-05: then it can be deleted, and not before."""
    clerk = await server.signed_in("liming")
    first = (await clerk.get("/api/authorisations")).json()["authorisations"][0]
    path = f"/api/authorisations/{first['authorisation_id']}"
    assert code(await clerk.http.delete(path)) == "authorisation_unknown"
    other = await server.signed_in("chenjing")
    assert code(await other.http.post(f"{path}/end")) == "authorisation_unknown"
    assert (await clerk.http.post(f"{path}/end")).status_code == 204
    assert (await clerk.http.delete(path)).status_code == 204


async def test_a_declaration_password_is_reset(server: Running) -> None:
    """DPW-01, DPW-03, DPW-04, RST-3: the lock is gone, and open verifications are over."""
    clerk, fang = await server.signed_in(), await server.signed_in("wangfang")
    await clerk.verify(1)
    path = f"{UNITS}/1/declaration-password"
    assert (await fang.get(path)).json()["masked_mobile"] == "138****0002"
    assert code(await fang.http.put(path, json={"password": "Another2026", "code": "123456"})) == "code_void"
    shown = (await fang.http.post(f"{path}/sms-code")).json()
    assert shown["resend"] == 60
    right = sent(server, "13800000002")
    for weak, why in (("another2026", "malformed"), ("Password123", "password_refused"), ("Unit2026a", "password_refused")):
        assert code(await fang.http.put(path, json={"password": weak, "code": right})) == why
    assert (await fang.http.put(path, json={"password": "Another2026", "code": right})).status_code == 204
    assert code(await clerk.get("/api/units/1/home")) == "unit_closed"
    assert (await clerk.verify(1, "Another2026")).is_success
    assert inbox(server, "13800000002")[0].message.key == "sms.declaration_password"


async def test_that_a_new_declaration_password_is_the_old_one_is_said_twice(server: Running) -> None:
    """PWD-1, LOG-09: then the code is void; and of many at once no more are compared."""
    fang, path = await server.signed_in("wangfang"), f"{UNITS}/1/declaration-password"
    await fang.http.post(f"{path}/sms-code")
    assert (await fang.http.put(path, json={"password": "Quiet7River", "code": sent(server, WANGS)})).status_code == 204
    await server.manual.advance(60)
    await fang.http.post(f"{path}/sms-code")
    right = sent(server, WANGS)
    server.compared.clear()
    tried = [{"password": each, "code": right} for each in ("Quiet7River", "Quiet7River", "Quiet7River", "Other7Words")]
    said = [code(await fang.http.put(path, json=each)) for each in tried]
    assert said == ["password_refused", "password_refused", "code_void", "code_void"]
    assert server.compared == ["Quiet7River"] * 2
    await server.manual.advance(60)
    await fang.http.post(f"{path}/sms-code")
    right = sent(server, WANGS)
    server.compared.clear()
    candidates = [*(f"Sunny{n}Days" for n in range(7)), "Quiet7River"]
    replies = await asyncio.gather(*(fang.http.put(path, json={"password": each, "code": right}) for each in candidates))
    assert len(server.compared) <= 2
    assert sorted(each.status_code for each in replies).count(204) == 1


async def test_who_may_not_reset_it(server: Running) -> None:
    """DPW-01, DPW-02: others are refused, and without a bound number there is nowhere to send the code."""
    for account, unit, why in (
        ("zhaoqiang", 1, "no_mobile"),
        ("chenjing", 1, "beyond_rights"),
        ("liming", 1, "beyond_rights"),
        ("abdulla", 1, "unit_unknown"),
        ("wangfang", 3, "unit_unknown"),
    ):
        caller = await server.signed_in(account)
        path = f"{UNITS}/{unit}/declaration-password"
        asked = [await caller.get(path), await caller.http.post(f"{path}/sms-code")]
        asked.append(await caller.http.put(path, json={"password": "Another2026", "code": "123456"}))
        assert {code(reply) for reply in asked} == {why}


async def test_a_new_declaration_password_tells_nothing_of_the_old_one(server: Running) -> None:
    """LOG-09: without the code, the right guess at it looks like any other."""
    fang = await server.signed_in("wangfang")
    path = f"{UNITS}/1/declaration-password"
    answers = {code(await fang.http.put(path, json={"password": each, "code": "123456"})) for each in ("Unit2026a", "Other2026b")}
    assert answers == {"code_void"}
    assert "Unit2026a" not in server.compared


async def test_an_authorisation_that_is_given_anew_is_in_the_list_again(server: Running) -> None:
    """AUT-05: also where who had it had deleted it, when it had run out."""
    fang = await server.signed_in("wangfang")
    made = await authorise(fang, server, end=today(server))
    await server.manual.advance(2 * 24 * 3600)
    mine = await server.signed_in("abdulla")
    assert (await mine.http.delete(f"/api/authorisations/{made['authorisation_id']}")).status_code == 204
    fang = await server.signed_in("wangfang")
    path = f"{UNITS}/1/authorisations/{made['authorisation_id']}"
    assert (await fang.http.put(path, json={"permission": "filing", "start": today(server)})).status_code == 204
    assert [each["state"] for each in (await mine.get("/api/authorisations")).json()["authorisations"]] == ["valid"]
