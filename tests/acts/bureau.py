"""Each act of someone who is logged in at the Beijing bureau, by the end of its route (ACT-1)."""

from tests.acts.clients import FREE, NEW, code_to
from tests.acts.stage import Ask, Deeds, Visitor, ending
from tests.pages.bureau.insiders import logged_in
from tests.server.running import PASSWORD, Running


async def insider(server: Running) -> Visitor:
    someone = await logged_in(server)
    return Visitor(someone, ending(server, someone.http.cookies["etax-bureau"], server.services.bureau.sessions))


async def set_name(server: Running) -> Ask:
    return await (await insider(server)).fills_in("/bureau/account/name", login_name="another1")


async def change_password(server: Running) -> Ask:
    typed = {"current": PASSWORD, "password": NEW, "again": NEW}
    return await (await insider(server)).fills_in("/bureau/account/password", **typed)


async def send_mobile_code(server: Running) -> Ask:
    at = "/bureau/account/mobile"
    return await (await insider(server)).fills_in(at, to=f"{at}/sms-code", mobile=FREE)


async def bind_mobile(server: Running) -> Ask:
    someone, at = await insider(server), "/bureau/account/mobile"
    await (await someone.fills_in(at, to=f"{at}/sms-code", mobile=FREE)).send()
    return await someone.fills_in(at, mobile=FREE, password=PASSWORD, code=code_to(server, FREE))


DEEDS: Deeds = {
    ("POST", "/account/name"): set_name,
    ("POST", "/account/password"): change_password,
    ("POST", "/account/mobile/sms-code"): send_mobile_code,
    ("POST", "/account/mobile"): bind_mobile,
}
