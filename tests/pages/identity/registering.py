"""Hands for the pages of registration and recovery: they fill forms in, and look where no browser can for codes of the hall and by SMS."""

import json
import re

from sqlalchemy import select

from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.secret import Secret
from etax_client.server.store.tables import messages
from tests.pages.surfing import Surfer
from tests.server.running import Running

NEW_PASSWORD = "Shuiwu#26x"
ZHOU = Identity(DocumentType.resident_id, "440199199607260029", "周婷", "CN")
"""The demo's person without an account."""
SMITH = {"document_type": "foreign_passport", "number": "X98765432", "name": "Anna Smith", "nationality": "usa"}
SETTINGS = {"login_name": "zhouting", "password": NEW_PASSWORD, "again": NEW_PASSWORD, "mobile": "13800000009", "household": "广东省广州市"}
WHO = {"document_type": "resident_id", "number": ZHOU.number, "name": ZHOU.name}


def issue(server: Running, identity: Identity = ZHOU, code: str = "ABC234") -> str:
    """A hall code, as the tax hall hands it out."""
    services = server.services
    with services.store.write() as connection:
        services.hall_codes.issue(connection, identity, Secret(code), services.clock.now())
    return code


def sms_code(server: Running, mobile: str = "13800000009") -> str:
    """The code in the last message to a number."""
    with server.services.store.read() as connection:
        found = select(messages.c.params).where(messages.c.address == mobile).order_by(messages.c.id.desc()).limit(1)
        params = json.loads(connection.execute(found).scalar_one())
    code: str = params["code"]
    assert re.fullmatch("[0-9]{6}", code)
    return code


async def agreed(someone: Surfer, site: str = "/app", way: str = "hall_code") -> Surfer:
    """At the identity: the APP asks for the way first, the portal, where there is a choice, behind the agreement (REG-01)."""
    await someone.open(f"{site}/register")
    for _ in range(2):
        forms = [form.action for form in someone.page.forms]
        if f"{site}/register/way" in forms:
            await someone.send(f"{site}/register/way", way=way)
        elif f"{site}/register/agreement" in forms:
            await someone.send(f"{site}/register/agreement")
    assert someone.status == 200, someone.text
    return someone


async def identified(someone: Surfer, site: str = "/app", way: str = "face", **typed: str) -> Surfer:
    """At the face check; by hall code with the code, `hall_code="..."`."""
    await agreed(someone, site, way)
    return await someone.send(f"{site}/register/identity", **{**WHO, **typed})


async def proved(server: Running, someone: Surfer, site: str = "/app") -> Surfer:
    """At the settings, by hall code."""
    return await identified(someone, site, "hall_code", hall_code=issue(server).lower())


async def set_up(someone: Surfer, site: str = "/app", **typed: str) -> Surfer:
    """At the SMS code."""
    fields = {**SETTINGS, **typed}
    if "household" not in someone.page.inputs:
        fields.pop("household")
    return await someone.send(f"{site}/register/settings", **fields)


async def registered(server: Running, someone: Surfer, site: str = "/app") -> Surfer:
    await set_up(await proved(server, someone, site), site)
    await someone.send(f"{site}/register/sms-code")
    return await someone.send(f"{site}/register/account", code=sms_code(server))
