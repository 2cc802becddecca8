"""Each act of someone who is logged in to the APP or the portal, by the end of its route, which both sites share (ACT-1)."""

from tests.acts.clients import FANGS, FREE, NEW, ONE, TICKET, UNIT, code_to
from tests.acts.stage import Ask, Deeds, visitor
from tests.pages.surfing import asking
from tests.pages.units.authorising import ABDULLA, FIXED, LONG, authorisation_of
from tests.server.running import PASSWORD, Running


async def add(server: Running) -> Ask:
    return await (await visitor(server, "wangfang", "/portal")).fills_in("/portal/units/1/new", **ABDULLA, **LONG)


async def change(server: Running) -> Ask:
    at = f"/app/units/1/people/{authorisation_of(server, '李明')}"
    return await (await visitor(server, "wangfang", "/app")).fills_in(at, **FIXED)


async def end(server: Running) -> Ask:
    at = f"/portal/units/1/people/{authorisation_of(server, '李明')}/end"
    return await (await visitor(server, "wangfang", "/portal")).fills_in(at)


async def give_back(server: Running) -> Ask:
    at = f"/app/authorisations/{authorisation_of(server, '李明')}/end"
    return await (await visitor(server, "liming", "/app")).fills_in(at)


async def forget(server: Running) -> Ask:
    await (await give_back(server)).send()
    at = f"/portal/authorisations/{authorisation_of(server, '李明')}/forget"
    return await (await visitor(server, "liming", "/portal")).fills_in("/portal/authorisations", at)


async def send_declaration_code(server: Running) -> Ask:
    at = "/portal/units/1/password"
    return await (await visitor(server, "wangfang", "/portal")).fills_in(at, f"{at}/sms-code")


async def reset_declaration_password(server: Running) -> Ask:
    await (await send_declaration_code(server)).send()
    typed = {"password": NEW, "again": NEW, "code": code_to(server, FANGS)}
    return await (await visitor(server, "wangfang", "/app")).fills_in("/app/units/1/password", **typed)


async def change_password(server: Running) -> Ask:
    typed = {"current": PASSWORD, "password": NEW, "again": NEW}
    return await (await visitor(server, "liming", "/portal")).fills_in("/portal/security/password", **typed)


async def send_mobile_code(server: Running) -> Ask:
    at = "/app/security/mobile"
    return await (await visitor(server, "liming", "/app")).fills_in(at, to=f"{at}/sms-code", mobile=FREE)


async def bind_mobile(server: Running) -> Ask:
    someone, at = await visitor(server, "liming", "/portal"), "/portal/security/mobile"
    await (await someone.fills_in(at, to=f"{at}/sms-code", mobile=FREE)).send()
    return await someone.fills_in(at, mobile=FREE, password=PASSWORD, code=code_to(server, FREE))


async def scan(server: Running) -> Ask:
    code = (await asking(server)).short_code
    return await (await visitor(server, "liming", "/app")).fills_in("/app/scan", code=code)


async def decide(server: Running) -> Ask:
    phone, code = await visitor(server, "liming", "/app"), (await asking(server)).scan_id
    at = (await (await phone.fills_in("/app/scan", code=code)).send()).headers["location"]
    return await phone.fills_in(at, decision="refuse")


DEEDS: Deeds = {
    ("POST", f"/units/{UNIT}/new"): add,
    ("POST", f"/units/{UNIT}/people/{ONE}"): change,
    ("POST", f"/units/{UNIT}/people/{ONE}/end"): end,
    ("POST", f"/authorisations/{ONE}/end"): give_back,
    ("POST", f"/authorisations/{ONE}/forget"): forget,
    ("POST", f"/units/{UNIT}/password/sms-code"): send_declaration_code,
    ("POST", f"/units/{UNIT}/password"): reset_declaration_password,
    ("POST", "/security/password"): change_password,
    ("POST", "/security/mobile/sms-code"): send_mobile_code,
    ("POST", "/security/mobile"): bind_mobile,
    ("POST", "/scan"): scan,
    ("POST", f"/tickets/{TICKET}"): decide,
}
