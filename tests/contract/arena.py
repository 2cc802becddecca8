"""A running server with its tester's door open, asked from tests that are no coroutines, and put in order as often as one likes."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from etax_client.clock import SystemClock
from etax_client.server.control.door import digest
from etax_client.wire import paths
from tests.contract.flows import NUMBERS, ways
from tests.server.control.testers import BEARER, TOKEN
from tests.server.running import HOST, PASSWORD, UNIT_PASSWORD, Json, running

CLIENT = "the-fuzzer"


@dataclass
class Arena:
    """`tokens` are by the name of the document's security scheme, the phone's by "phone", a recovery's by "recovery"; `known` is what was
    answered, by name.
    """

    runner: asyncio.Runner
    http: httpx.AsyncClient
    tokens: dict[str, str] = field(default_factory=dict)
    known: dict[str, list[object]] = field(default_factory=dict)

    def ask(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Raises TimeoutError for an answer that doesn't come."""
        return self.runner.run(asyncio.wait_for(self.http.request(method, url, **options), 30))

    def put_in_order(self) -> None:
        """The world that the demo begins with, and someone at work in it: a client, a phone, two tickets, a captcha, a snapshot."""
        self.known = {}
        for verb, path in (("DELETE", "/faults"), ("DELETE", "/clock")):
            self._done(verb, paths.CONTROL + path, headers=BEARER)
        self._done("POST", f"{paths.CONTROL}/world", json={"toml": None}, headers=BEARER)
        for world in self._done("GET", f"{paths.CONTROL}/worlds", headers=BEARER)["worlds"][1:]:
            self._done("DELETE", f"{paths.CONTROL}/worlds/{world['name']}", headers=BEARER)
        self.tokens = {"tester": TOKEN.reveal()}
        self.work()
        self._done("POST", f"{paths.CONTROL}/snapshots", json={"name": "before"}, headers=BEARER)
        self.learn({"name": "before", "account": "liming", "password": PASSWORD, "declaration_password": UNIT_PASSWORD, "unit_id": 1})
        self.learn({"login_name": "wangfang", "taxpayer_id": "91440199MA0QJ0506W", "address": "13800000001"})

    def go_on(self, without: str) -> None:
        """Another token of the scheme `without`, whose own opens nothing any more; with the whole world if there is none to be had."""
        del self.tokens[without]
        try:
            self.work()
        except AssertionError:
            self.put_in_order()

    def work(self) -> None:
        """Whoever has no token gets one."""
        if "bearer" not in self.tokens:
            self.tokens["bearer"] = self._logged_in("client")
        if "phone" not in self.tokens:
            self.tokens["phone"] = self._logged_in("phone")
        for kind, path in (("flow", paths.REGISTRATIONS), ("recovery", paths.RECOVERIES)):
            if kind not in self.tokens:
                self.tokens[kind] = self._done("POST", path)["flow"]
        if "ticket" not in self.tokens:
            confirmed = self._done("POST", paths.QR_TICKETS, json={"device": "desk-3"})
            self.tokens["ticket"] = confirmed["poll_secret"]
            scan = {"person": "liming", "code": confirmed["scan_id"]}
            ticket_id = self._done("POST", f"{paths.CONTROL}/phone/scan", json=scan, headers=BEARER)["ticket_id"]
            self._done("POST", f"{paths.CONTROL}/phone/confirm", json={"ticket_id": ticket_id}, headers=BEARER)
            self._done("POST", paths.QR_TICKETS, json={"device": "desk-4"})
            self._done("POST", paths.CAPTCHAS, json={"purpose": "login"})
            for listing in ("tickets", "captchas/latest", "sessions"):
                self._done("GET", f"{paths.CONTROL}/{listing}", headers=BEARER)

    def lead_to(self, path: str) -> None:
        """Have the flow that `path` belongs to go as far as it has to be for that step, with its code in hand."""
        kind = "recovery" if path.startswith(paths.RECOVERY) else "flow"
        headers = {"Authorization": f"Bearer {self.tokens[kind]}"}
        for step, body in ways(path):
            self._done("POST", step, json=body, headers=headers)
        inbox = self._done("GET", f"{paths.CONTROL}/inbox?address={NUMBERS[kind]}", headers=BEARER)["messages"]
        self.learn({"code": inbox[0]["params"]["code"] if inbox else "568068"})
        if path == paths.RECOVERY_PASSWORD:
            self._done("POST", paths.RECOVERY_SMS_PROOF, json={"code": inbox[0]["params"]["code"]}, headers=headers)

    def learn(self, answer: object) -> None:
        """What an answer says may be asked again, where a request wants something of the same name."""
        if isinstance(answer, dict):
            for name, value in answer.items():
                if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
                    known = self.known.setdefault(name, [])
                    known[:] = [value, *(other for other in known if other != value)][:4]
                self.learn(value)
        elif isinstance(answer, list):
            for one in answer[:4]:
                self.learn(one)

    def _logged_in(self, channel: str) -> str:
        body = {"account": "liming", "password": PASSWORD, "channel": channel}
        token: str = self._done("POST", paths.SESSIONS, json=body)["token"]
        return token

    def _done(self, method: str, url: str, **options: Any) -> Json:
        reply = self.ask(method, url, **options)
        assert reply.is_success, f"{method} {url}: {reply.status_code} {reply.text}"
        found: Json = reply.json() if reply.content else {}
        self.learn(found)
        return found


@contextmanager
def arena(database: str | None) -> Iterator[Arena]:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        server = runner.run(stack.enter_async_context(running(database=database, clock=SystemClock(), control=digest(TOKEN))))
        http = httpx.AsyncClient(transport=server.transport, base_url=HOST, headers={paths.CLIENT_HEADER: CLIENT})
        try:
            yield Arena(runner, http)
        finally:
            runner.run(stack.aclose())
