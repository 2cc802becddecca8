"""Each act of someone who is logged in at the Beijing bureau, by the end of its route (ACT-1)."""

from tests.acts.clients import FREE, NEW, code_to
from tests.acts.stage import Ask, Deed, Deeds, Visitor, ending
from tests.pages.bureau.insiders import inside
from tests.server.bureau.attempting import change
from tests.server.bureau.projecting import LIN, PJ3, project_id
from tests.server.bureau.tying import B1, LIU, ZHOU
from tests.server.running import PASSWORD, Running

TIE = "{tie_id:int}"
_REPORTS = "/bureau/reports/cross-region"
_STAFF, _GRANTS, _SWITCH = (f"/bureau/account/{name}" for name in ("staff", "grants", "switch"))


async def insider(server: Running, account: str = LIU, unit: str = "") -> Visitor:
    """Someone in their own name, or in a unit's."""
    someone = await inside(server, account, unit)
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


async def send_email_code(server: Running) -> Ask:
    at = "/bureau/account/email"
    return await (await insider(server)).fills_in(at, to=f"{at}/sms-code", email="liu@example.com")


async def bind_email(server: Running) -> Ask:
    someone, at, address = await insider(server), "/bureau/account/email", "liu@example.com"
    await (await someone.fills_in(at, to=f"{at}/sms-code", email=address)).send()
    return await someone.fills_in(at, email=address, password=PASSWORD, code=code_to(server, address))


def answering(act: str) -> Deed:
    async def deed(server: Running) -> Ask:
        zhou = await insider(server, ZHOU)
        forms = (await zhou.surfer.open(_GRANTS)).page.forms
        return await zhou.fills_in(_GRANTS, next(each.action for each in forms if each.action.endswith(act)))

    return deed


async def withdraw(server: Running) -> Ask:
    liu = await insider(server, LIU, B1)
    found = [each.action for each in (await liu.surfer.open(_STAFF)).page.forms if each.action.endswith("/withdraw")]
    return await liu.fills_in(_STAFF, min(found, key=lambda action: int(action.split("/")[-2])))


async def remove(server: Running) -> Ask:
    liu = await insider(server, LIU, B1)
    return await liu.fills_in(next(each for each in (await liu.surfer.open(_STAFF)).page.addresses if each.endswith("/remove")))


async def add_staff(server: Running) -> Ask:
    return await (await insider(server, LIU, B1)).fills_in(f"{_STAFF}/new", name="王芳", number="440199197908230027")


async def switch(server: Running) -> Ask:
    return await (await insider(server, LIU, B1)).fills_in(_SWITCH, identity="person")


async def ask_face(server: Running) -> Ask:
    """As someone of the third level."""
    change(server.services, "刘洋", face_at=None)
    return await (await insider(server)).fills_in("/bureau/account/level", "/bureau/level/face", way="bureau")


async def do_task(server: Running) -> Ask:
    return await (await insider(server)).fills_in("/bureau/tasks/risk")


async def check_in(server: Running) -> Ask:
    at = f"{_REPORTS}/{project_id(server.services, PJ3)}"
    return await (await insider(server, LIN)).fills_in(at, f"{at}/check-in")


DEEDS: Deeds = {
    ("POST", "/account/name"): set_name,
    ("POST", "/account/password"): change_password,
    ("POST", "/account/mobile/sms-code"): send_mobile_code,
    ("POST", "/account/mobile"): bind_mobile,
    ("POST", "/account/email/sms-code"): send_email_code,
    ("POST", "/account/email"): bind_email,
    ("POST", f"/account/grants/{TIE}/confirm"): answering("/confirm"),
    ("POST", f"/account/grants/{TIE}/decline"): answering("/decline"),
    ("POST", "/account/staff/new"): add_staff,
    ("POST", f"/account/staff/{TIE}/withdraw"): withdraw,
    ("POST", f"/account/staff/{TIE}/remove"): remove,
    ("POST", "/account/switch"): switch,
    ("POST", "/level/face"): ask_face,
    ("POST", "/tasks/risk"): do_task,
    ("POST", "/reports/cross-region/{project_id:int}/check-in"): check_in,
}
