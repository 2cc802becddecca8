"""Each act of a program that is logged in, by its route (ACT-1)."""

from base64 import b64decode, b64encode

from sqlalchemy import update

from etax_client.domain.policies import Phase
from etax_client.server.store.tables import payees
from etax_client.wire import paths, spelling
from etax_client.wire.filing import imports as wire_imports
from etax_client.wire.filing import people as wire_people
from tests.acts import filers
from tests.acts.stage import Ask, Deeds, by_token
from tests.pages.units.authorising import ABDULLA, TODAY, authorisation_of
from tests.server.deeds import UNLISTED
from tests.server.filing.payees import WANG
from tests.server.identity.registering import inbox
from tests.server.running import PASSWORD, UNIT_PASSWORD, Running
from tests.server.units.certificates import UNIT_1, holder

UNIT, ONE, TICKET, PAYEE = "{unit_id:int}", "{authorisation_id:int}", "{ticket_id:int}", "{payee_id:int}"
IMPORT = "{import_id:int}"
NEW, FREE, FANGS = "Sunny7Days", "13800000100", "13800000002"
_TERM = {"permission": "filing", "start": TODAY}


async def add_units(server: Running) -> Ask:
    units = [{"taxpayer_id": UNLISTED, "confirmation": UNLISTED}]
    return await by_token(server, "wangfang", "POST", paths.UNITS, {"units": units})


async def remove_unit(server: Running) -> Ask:
    return await by_token(server, "liming", "DELETE", paths.unit(2))


async def set_order(server: Running) -> Ask:
    return await by_token(server, "liming", "PUT", paths.UNIT_ORDER, {"sort": "name", "descending": True, "moved": []})


async def verify(server: Running) -> Ask:
    body = {"declaration_password": UNIT_PASSWORD}
    return await by_token(server, "liming", "POST", paths.unit_verification(1), body)


async def enter(server: Running) -> Ask:
    server.services.phases.switch(Phase.phase_2)
    return await by_token(server, "liming", "GET", paths.unit_home(1))


async def challenge(server: Running) -> Ask:
    return await by_token(server, "liming", "POST", paths.unit_challenges(1))


async def verify_by_certificate(server: Running) -> Ask:
    ask = await challenge(server)
    drawn = b64decode((await ask.send()).json()["challenge"])
    who = holder(server.services)
    said = {"challenge": drawn, "certificate": who.der, "signature": who.sign(drawn, UNIT_1)}
    body = {key: b64encode(value).decode() for key, value in said.items()}
    headers = {**ask.headers, "Content-Type": "application/json"}
    return Ask(ask.http, "POST", paths.unit_certificate(1), ask.end, spelling.write(body), headers)


async def authorise(server: Running) -> Ask:
    return await by_token(server, "wangfang", "POST", paths.authorised(1), {**ABDULLA, **_TERM})


async def change_authorisation(server: Running) -> Ask:
    path = paths.authorisation(1, authorisation_of(server, "李明"))
    return await by_token(server, "wangfang", "PUT", path, {**_TERM, "permission": "management"})


async def end_authorisation(server: Running) -> Ask:
    return await by_token(server, "wangfang", "DELETE", paths.authorisation(1, authorisation_of(server, "李明")))


async def give_back(server: Running) -> Ask:
    return await by_token(server, "liming", "POST", paths.my_authorisation_end(authorisation_of(server, "李明")))


async def forget(server: Running) -> Ask:
    await (await give_back(server)).send()
    return await by_token(server, "liming", "DELETE", paths.my_authorisation(authorisation_of(server, "李明")))


async def send_declaration_code(server: Running) -> Ask:
    return await by_token(server, "wangfang", "POST", paths.declaration_password_code(1))


async def reset_declaration_password(server: Running) -> Ask:
    await (await send_declaration_code(server)).send()
    body = {"password": NEW, "code": code_to(server, FANGS)}
    return await by_token(server, "wangfang", "PUT", paths.declaration_password(1), body)


async def change_password(server: Running) -> Ask:
    return await by_token(server, "liming", "PUT", paths.SECURITY_PASSWORD, {"current": PASSWORD, "password": NEW})


async def send_mobile_code(server: Running) -> Ask:
    return await by_token(server, "liming", "POST", paths.SECURITY_MOBILE_CODE, {"mobile": FREE})


async def bind_mobile(server: Running) -> Ask:
    ask = await send_mobile_code(server)
    await ask.send()
    body = {"mobile": FREE, "code": code_to(server, FREE), "password": PASSWORD}
    return Ask(ask.http, "PUT", paths.SECURITY_MOBILE, ask.end, spelling.write(body), ask.headers)


async def scan(server: Running) -> Ask:
    ticket = (await server.caller().http.post(paths.QR_TICKETS, json={"device": "desk-3"})).json()
    return await by_token(server, "liming", "POST", paths.PHONE_SCANS, {"code": ticket["scan_id"]}, "phone")


async def decide(server: Running) -> Ask:
    ask = await scan(server)
    ticket = (await ask.send()).json()
    body = spelling.write({"decision": "refuse", "number": None})
    return Ask(ask.http, "POST", paths.phone_decision(ticket["ticket_id"]), ask.end, body, ask.headers)


async def add_payee(server: Running) -> Ask:
    return await in_unit(server, "POST", wire_people.payees(2), {"facts": WANG})


async def payee(server: Running) -> Ask:
    """Of someone who has been added, by the same person."""
    ask = await add_payee(server)
    added = (await ask.send()).json()["payee_id"]
    return Ask(ask.http, "PUT", wire_people.payee(2, added), ask.end, spelling.write({"version": 1, "facts": WANG}), ask.headers)


async def mark_payee(server: Running) -> Ask:
    ask = await payee(server)
    return Ask(ask.http, "PUT", f"{ask.path}/state", ask.end, spelling.write({"version": 1, "person": "abnormal"}), ask.headers)


async def remove_payee(server: Running) -> Ask:
    ask = await payee(server)
    return Ask(ask.http, "DELETE", f"{ask.path}?version=1", ask.end, b"", {"Authorization": ask.headers["Authorization"]})


async def report_payees(server: Running) -> Ask:
    ask = await payee(server)
    return Ask(ask.http, "POST", wire_people.reports(2), ask.end, b"{}", ask.headers)


async def fetch_feedback(server: Running) -> Ask:
    ask = await report_payees(server)
    await ask.send()
    await server.manual.advance(60)
    return Ask(ask.http, "POST", wire_people.feedback(2), ask.end, b"", {"Authorization": ask.headers["Authorization"]})


async def verify_payees_again(server: Running) -> Ask:
    """周敏's number was reported by another name; the hall has found it to be right."""
    ask = await fetch_feedback(server)
    await ask.send()
    with server.services.store.write() as connection:
        connection.execute(update(payees).values(outcome="passed"))
    headers = {**ask.headers, "Content-Type": "application/json"}
    return Ask(ask.http, "POST", wire_people.verifications(2), ask.end, b"{}", headers)


async def begin_import(server: Running) -> Ask:
    return await in_unit(server, "POST", wire_imports.imports(2, "people"))


async def send_people(server: Running) -> Ask:
    """Into an import that has just been begun, by the same person."""
    ask = await begin_import(server)
    begun = (await ask.send()).json()["import_id"]
    body = spelling.write({"lines": [{"number": 2, "texts": WANG}]})
    return Ask(ask.http, "PUT", wire_imports.lines(2, "people", begun), ask.end, body, ask.headers)


async def take_people(server: Running) -> Ask:
    ask = await send_people(server)
    await ask.send()
    return Ask(ask.http, "POST", ask.path.removesuffix("/lines"), ask.end, b"{}", ask.headers)


async def drop_people(server: Running) -> Ask:
    ask = await take_people(server)
    return Ask(ask.http, "DELETE", ask.path, ask.end, b"", {"Authorization": ask.headers["Authorization"]})


async def in_unit(server: Running, method: str, path: str, body: object = None) -> Ask:
    """With unit 2 open."""
    ask = await verify(server)
    await Ask(ask.http, "POST", paths.unit_verification(2), ask.end, ask.body, ask.headers).send()
    return Ask(ask.http, method, path, ask.end, spelling.write(body), ask.headers)


def code_to(server: Running, number: str) -> str:
    """What was sent last."""
    return next(each.message.params["code"] for each in inbox(server, number) if "code" in each.message.params)


DEEDS: Deeds = {
    ("POST", paths.UNITS): add_units,
    ("DELETE", paths.unit(UNIT)): remove_unit,
    ("PUT", paths.UNIT_ORDER): set_order,
    ("POST", paths.unit_verification(UNIT)): verify,
    ("GET", paths.unit_home(UNIT)): enter,
    ("POST", paths.unit_challenges(UNIT)): challenge,
    ("POST", paths.unit_certificate(UNIT)): verify_by_certificate,
    ("POST", paths.authorised(UNIT)): authorise,
    ("PUT", paths.authorisation(UNIT, ONE)): change_authorisation,
    ("DELETE", paths.authorisation(UNIT, ONE)): end_authorisation,
    ("POST", paths.my_authorisation_end(ONE)): give_back,
    ("DELETE", paths.my_authorisation(ONE)): forget,
    ("POST", paths.declaration_password_code(UNIT)): send_declaration_code,
    ("PUT", paths.declaration_password(UNIT)): reset_declaration_password,
    ("PUT", paths.SECURITY_PASSWORD): change_password,
    ("POST", paths.SECURITY_MOBILE_CODE): send_mobile_code,
    ("PUT", paths.SECURITY_MOBILE): bind_mobile,
    ("POST", wire_people.payees(UNIT)): add_payee,
    ("PUT", wire_people.payee(UNIT, PAYEE)): payee,
    ("PUT", wire_people.payee_state(UNIT, PAYEE)): mark_payee,
    ("DELETE", wire_people.payee(UNIT, PAYEE)): remove_payee,
    ("POST", wire_people.reports(UNIT)): report_payees,
    ("POST", wire_people.feedback(UNIT)): fetch_feedback,
    ("POST", wire_people.verifications(UNIT)): verify_payees_again,
    ("POST", wire_imports.imports(UNIT, "people")): begin_import,
    ("PUT", wire_imports.lines(UNIT, "people", IMPORT)): send_people,
    ("POST", wire_imports.import_(UNIT, "people", IMPORT)): take_people,
    ("DELETE", wire_imports.import_(UNIT, "people", IMPORT)): drop_people,
    **filers.DEEDS,
    ("POST", paths.PHONE_SCANS): scan,
    ("POST", paths.phone_decision(TICKET)): decide,
}
