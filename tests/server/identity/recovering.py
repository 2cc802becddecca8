"""Someone who recovers a forgotten password at a server in this process, step by step."""

from dataclasses import dataclass

import httpx

from etax_client.wire import paths
from tests.server.identity.registering import inbox
from tests.server.running import Json, Running

LIMING = {"document_type": "resident_id", "number": "440199198805120030", "name": "李明"}
ZHAO = {"document_type": "resident_id", "number": "440199197511300015", "name": "赵强"}
"""赵强, whose account has no number."""
SMITH = {"document_type": "foreign_passport", "number": "X12345678", "name": "JOHN SMITH"}
NOBODY = {"document_type": "resident_id", "number": "440199199003077434", "name": "钱多多"}
"""A number that is right, and nobody's."""
MOBILE = "13800000001"
NEW = "Sunny7Days"


@dataclass
class Forgetful:
    """Each step gives the server's reply; `flow` is the secret of the flow."""

    server: Running
    http: httpx.AsyncClient
    flow: str = ""

    async def begin(self) -> httpx.Response:
        reply = await self.http.post(paths.RECOVERIES)
        if reply.status_code == 201:
            self.flow = reply.json()["flow"]
        return reply

    async def view(self) -> Json:
        found: Json = (await self.http.get(paths.RECOVERY, headers=self.headers)).json()
        return found

    async def step(self, path: str, body: Json | None = None) -> httpx.Response:
        return await self.http.post(path, json=body, headers=self.headers)

    async def identify(self, identity: Json = LIMING) -> httpx.Response:
        return await self.step(paths.RECOVERY_IDENTITY, identity)

    async def send_code(self) -> httpx.Response:
        return await self.step(paths.RECOVERY_SMS_CODE)

    async def prove(self, code: str) -> httpx.Response:
        return await self.step(paths.RECOVERY_SMS_PROOF, {"code": code})

    async def ask_face(self) -> httpx.Response:
        return await self.step(paths.RECOVERY_FACE)

    async def face(self, **query: str) -> httpx.Response:
        return await self.http.get(paths.RECOVERY_FACE, params=query, headers=self.headers)

    async def set_password(self, password: str = NEW) -> httpx.Response:
        return await self.step(paths.RECOVERY_PASSWORD, {"password": password})

    async def back(self) -> httpx.Response:
        return await self.step(paths.RECOVERY_BACK)

    async def abandon(self) -> httpx.Response:
        return await self.http.delete(paths.RECOVERY, headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.flow}"}

    # --- up to a step

    async def at_proof(self, identity: Json = LIMING) -> "Forgetful":
        for reply in (await self.begin(), await self.identify(identity)):
            assert reply.is_success, reply.text
        return self

    async def at_code(self, identity: Json = LIMING) -> "Forgetful":
        await self.at_proof(identity)
        reply = await self.send_code()
        assert reply.is_success, reply.text
        return self

    async def at_password(self, identity: Json = LIMING, mobile: str = MOBILE) -> "Forgetful":
        await self.at_code(identity)
        reply = await self.prove(recovery_code(self.server, mobile))
        assert reply.is_success, reply.text
        return self


def forgetful(server: Running) -> Forgetful:
    return Forgetful(server, server.caller().http)


def recovery_code(server: Running, mobile: str = MOBILE) -> str:
    """The newest code for a recovery that came to a number."""
    return next(each.message.params["code"] for each in inbox(server, mobile) if each.message.key == "sms.code.recovery")


def keys(server: Running, mobile: str = MOBILE) -> list[str]:
    """What kinds of messages came to a number, newest first."""
    return [each.message.key for each in inbox(server, mobile)]


def other_than(right: str) -> str:
    """A wrong code."""
    return f"{(int(right) + 1) % 1_000_000:06}"


async def look(server: Running, link: str) -> Json:
    """Another device stands before the face."""
    found: Json = (await server.caller().http.post(paths.PHONE_FACE_CHECKS, json={"link": link})).json()
    return found
