"""Someone who registers at a server in this process, step by step, and what they read on their phone."""

from dataclasses import dataclass, field

import httpx
from sqlalchemy import select

from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.domain.secret import Secret
from etax_client.server.services.sessions.messages import Delivered
from etax_client.server.store.tables import accounts, persons
from etax_client.wire import paths
from tests.server.running import Json, Running

ZHOU = {"document_type": "resident_id", "number": "440199199607260029", "name": "周婷"}
"""周婷, who is not registered."""
SMITH = {"document_type": "foreign_passport", "number": "AB1234567", "name": "MARY JONES", "nationality": "GB"}
NEW = "Sunny7Days"
MOBILE = "13800000009"
CODE = "ABC234"
SETTINGS: Json = {"login_name": "zhouting", "password": NEW, "mobile": MOBILE}


def issue(server: Running, identity: Json = ZHOU, code: str = CODE) -> int:
    """A hall code, as the hall issues it."""
    found = {"nationality": "CN"} | identity
    issued = Identity(DocumentType(found["document_type"]), found["number"], found["name"], found["nationality"])
    with server.services.store.write() as connection:
        return server.services.hall_codes.issue(connection, issued, Secret(code), server.clock.now())


@dataclass
class Applicant:
    """Each step gives the server's reply; `flow` is the secret of the flow."""

    server: Running
    http: httpx.AsyncClient
    flow: str = ""
    who: Json = field(default_factory=lambda: ZHOU)

    async def begin(self) -> httpx.Response:
        reply = await self.http.post(paths.REGISTRATIONS)
        if reply.status_code == 201:
            self.flow = reply.json()["flow"]
        return reply

    async def view(self) -> Json:
        found: Json = (await self.http.get(paths.REGISTRATION, headers=self._headers)).json()
        return found

    async def step(self, path: str, body: Json | None = None) -> httpx.Response:
        return await self.http.post(path, json=body, headers=self._headers)

    async def agree(self) -> httpx.Response:
        return await self.step(paths.REGISTRATION_AGREEMENT)

    async def choose(self, way: str = "hall_code") -> httpx.Response:
        return await self.step(paths.REGISTRATION_WAY, {"way": way})

    async def identify(self, identity: Json = ZHOU) -> httpx.Response:
        return await self.step(paths.REGISTRATION_IDENTITY, identity)

    async def hall_code(self, code: str = CODE) -> httpx.Response:
        """Who it is, with the code."""
        return await self.identify({**self.who, "hall_code": code})

    async def ask_face(self) -> httpx.Response:
        return await self.step(paths.REGISTRATION_FACE)

    async def face(self, **query: str) -> httpx.Response:
        return await self.http.get(paths.REGISTRATION_FACE, params=query, headers=self._headers)

    async def set_up(self, **changed: str | None) -> httpx.Response:
        return await self.step(paths.REGISTRATION_SETTINGS, {**SETTINGS, **changed})

    async def send_code(self) -> httpx.Response:
        return await self.step(paths.REGISTRATION_SMS_CODE)

    async def finish(self, code: str | None = None) -> httpx.Response:
        return await self.step(paths.REGISTRATION_ACCOUNT, {"code": sms_code(self.server) if code is None else code})

    async def back(self) -> httpx.Response:
        return await self.step(paths.REGISTRATION_BACK)

    async def abandon(self) -> httpx.Response:
        return await self.http.delete(paths.REGISTRATION, headers=self._headers)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.flow}"}

    # --- up to a step

    async def at_identity(self, way: str = "hall_code") -> "Applicant":
        for reply in (await self.begin(), await self.choose(way), await self.agree()):
            assert reply.is_success, reply.text
        return self

    async def at_face(self, identity: Json = ZHOU) -> "Applicant":
        await self.at_identity("face")
        reply = await self.identify(identity)
        assert reply.is_success, reply.text
        return self

    async def with_code(self, identity: Json = ZHOU) -> "Applicant":
        """Where `hall_code` is the next thing to do."""
        self.who = identity
        return await self.at_identity()

    async def at_settings(self, identity: Json = ZHOU, code: str = CODE) -> "Applicant":
        await self.with_code(identity)
        reply = await self.hall_code(code)
        assert reply.is_success, reply.text
        return self

    async def at_code(self, identity: Json = ZHOU, code: str = CODE, **changed: str | None) -> "Applicant":
        await self.at_settings(identity, code)
        for reply in (await self.set_up(**changed), await self.send_code()):
            assert reply.is_success, reply.text
        return self


def applicant(server: Running) -> Applicant:
    return Applicant(server, server.caller().http)


def inbox(server: Running, mobile: str = MOBILE) -> list[Delivered]:
    """What came to a number, newest first."""
    return list(server.services.messages.delivered(mobile, None, 50))


def sms_code(server: Running, mobile: str = MOBILE) -> str:
    """The newest code that came to a number."""
    return next(each.message.params["code"] for each in inbox(server, mobile) if "code" in each.message.params)


def accounts_of(server: Running, number: str) -> list[Json]:
    """The accounts of a document's number."""
    with server.services.store.read() as connection:
        rows = connection.execute(select(accounts, persons).join_from(accounts, persons).where(persons.c.document_number == number)).all()
    return [dict(row._mapping) for row in rows]
