"""Requests made up from an OpenAPI document, sent to a server, and its answers held against the document."""

import copy
import os
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks

from etax_client.wire import paths, problems
from tests.contract.arena import Arena, arena
from tests.server.running import HOST
from tools.openapi import FOLDER

EXAMPLES = 250 if os.environ.get("ETAX_LONG") == "1" else 3
"""Requests of each kind for each operation."""
MORE = max(EXAMPLES, 12)
"""On PostgreSQL, which is `long`."""
CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
ALIASES = {
    "who": ("person_id", "login_name"),
    "which": ("unit_id", "taxpayer_id"),
    "person": ("person_id", "login_name"),
    "unit": ("unit_id", "taxpayer_id"),
    "account": ("account", "login_name"),
    "code": ("code", "scan_id", "short_code"),
    "current": ("password",),
    "link": ("link_id",),
    "confirmation": ("taxpayer_id",),
}
"""What a request calls by another name than answers do."""
WAIT = "wait"
Operation = APIOperation[Any, Any, Any, Any]
Sent = Case[Operation]


@dataclass
class Fuzz:
    """What came of asking; `faults` are in words. `moved` says whether the world is another one than that which was put in order."""

    arena: Arena
    examples: int = EXAMPLES
    moved: bool = True
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    heard: dict[str, list[object]] = field(default_factory=dict)

    def ask_all(self, document: str) -> None:
        """Every operation of a document: as it wants to be asked, with what was heard before, and as it must not be asked."""
        schema = schemathesis.openapi.from_path(FOLDER / document)
        for result in schema.get_all_operations():
            assert isinstance(result, Ok)
            operation = result.ok()
            self._put_in_order()
            if operation.path.startswith((paths.REGISTRATION, paths.RECOVERY, paths.PHONE_FACES)):
                self.arena.lead_to(operation.path)
                self.moved = True
            self._ask(operation, GenerationMode.POSITIVE, linked=True)
            self._ask(operation, GenerationMode.POSITIVE, linked=False)
            self._ask(operation, GenerationMode.NEGATIVE, linked=False)

    def _put_in_order(self) -> None:
        """Reading leaves a world as it was."""
        if self.moved:
            self.arena.put_in_order()
            self.heard = copy.deepcopy(self.arena.known)
        self.arena.known = copy.deepcopy(self.heard)
        self.moved = False

    def _ask(self, operation: Operation, mode: GenerationMode, *, linked: bool) -> None:
        @settings(
            max_examples=self.examples,
            derandomize=True,
            database=None,
            deadline=None,
            # a server remembers: what went wrong once need not go wrong again, so nothing is shrunk or replayed
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(mode), picks=st.lists(st.integers(0, 7), min_size=1, max_size=8))
        def ask(case: Sent, picks: list[int]) -> None:
            if linked:
                link(case, self.arena.known, picks)
            be_patient(case)
            self._ask_once(case)

        try:
            ask()
        except Unsatisfiable:
            # there is no wrong way to ask without parameters and a body
            assert mode is GenerationMode.NEGATIVE, operation.label

    def _ask_once(self, case: Sent) -> None:
        scheme = scheme_of(case.operation)
        self.moved |= case.method != "GET"
        prepared = spelled(case, self.arena.tokens.get(scheme, ""))
        try:
            reply = self.arena.ask(prepared.method or "", prepared.url or "", headers=dict(prepared.headers), content=prepared.body)
        except TimeoutError:
            self.faults.append(f"{told(prepared)}\n  no answer")
            return
        self.statuses[reply.status_code] += 1
        self.faults += [f"{told(prepared)}\n  {reply.status_code} {reply.text[:300]}\n  {fault}" for fault in faults_of(case, reply)]
        if reply.is_success and reply.content and reply.headers["content-type"] == "application/json":
            self.arena.learn(reply.json())
        if outworn(case, reply):
            self.moved = True
            self.arena.go_on(without=scheme)


def hold_to(document: str, database: str | None) -> None:
    """A server on that database answers as that document says, and is asked in ways that lead to all sorts of answers."""
    with arena(database) as one:
        fuzz = Fuzz(one, EXAMPLES if database is None else MORE)
        fuzz.ask_all(document)
    assert "\n".join(fuzz.faults) == ""
    assert {200, 201, 204, 400, 404, 422} <= set(fuzz.statuses)


def scheme_of(operation: Operation) -> str:
    """Whose token the operation wants, "" if it wants none."""
    raw = operation.definition.raw
    wanted = raw.get("security") or operation.schema.raw_schema.get("security") or [{"": []}]
    scheme: str = next(iter(wanted[0]))
    if scheme == "flow":
        return "recovery" if operation.path.startswith(paths.RECOVERY) else scheme
    return "phone" if operation.path.startswith("/api/phone/") and scheme else scheme


def spelled(case: Sent, token: str) -> requests.PreparedRequest:
    """The request on the wire, in the name of whoever has the token."""
    prefix = case.operation.schema.raw_schema["servers"][0]["url"].rstrip("/")
    parts = case.as_transport_kwargs(base_url=HOST + prefix)
    wanted = {key: parts[key] for key in ("method", "url", "headers", "params", "json", "data") if key in parts}
    prepared = requests.Request(**wanted).prepare()
    if token:
        prepared.headers["Authorization"] = f"Bearer {token}"
    return prepared


def link(case: Sent, known: dict[str, list[object]], picks: list[int]) -> None:
    """Ask with what was heard before, in some of the places where it fits; `picks` say which."""
    turn = iter(picks * 20)

    def of(name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {inner: of(inner, held) for inner, held in value.items()}
        if isinstance(value, list):
            return [of(name, held) for held in value]
        heard = [one for alias in ALIASES.get(name, (name,)) for one in known.get(alias, [])]
        pick = next(turn, 0)
        return heard[pick % len(heard)] if heard and pick else value

    case.path_parameters = {name: of(name, value) for name, value in (case.path_parameters or {}).items()}
    body: Any = case.body
    if isinstance(body, dict):
        case.body = {name: of(name, value) for name, value in body.items()}


def be_patient(case: Sent) -> None:
    """Whoever may wait for news does so with a time that runs: here, not at all."""
    try:
        waits = float(case.query.get(WAIT, 0)) >= 0 if case.query else False
    except (TypeError, ValueError):
        return
    if waits:
        case.query[WAIT] = 0


def faults_of(case: Sent, reply: httpx.Response) -> list[str]:
    """What is wrong with an answer: with its status, media type or shape, or with the code of its refusal."""
    found = [] if reply.status_code < 500 else ["the server failed"]
    try:
        case.validate_response(reply, checks=CHECKS)
    except FailureGroup as group:
        found += [f"{failure.title}: {failure.message}" for failure in group.exceptions]
    if reply.headers.get("content-type") == problems.MEDIA_TYPE:
        answer = case.operation.definition.raw["responses"].get(str(reply.status_code), {})
        code = reply.json()["code"]
        if code not in answer.get("description", "").split(" or "):
            found.append(f"the document does not tell of {code} with {reply.status_code}")
    return found


def outworn(case: Sent, reply: httpx.Response) -> bool:
    """Whether someone's token opens nothing any more."""
    scheme = scheme_of(case.operation)
    if scheme in ("flow", "recovery"):
        return case.method == "DELETE" or reply.status_code == 404
    if scheme == "ticket":
        return case.method == "DELETE" or reply.status_code in (404, 409)
    return bool(scheme) and (reply.status_code == 401 or case.operation.definition.raw["operationId"] == "log_out")


def told(request: requests.PreparedRequest) -> str:
    body: Any = request.body
    return f"{request.method} {request.url} {body!r}"[:600]
