"""How the operations of both documents are asked wrongly: by another method, in another language, without a token."""

import json
from collections.abc import Iterator

import pytest

from tests.contract.arena import Arena, arena
from tests.server.control.testers import BEARER
from tests.server.running import Json, code
from tools.openapi import FOLDER, NAMES

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def server() -> Iterator[Arena]:
    with arena(None) as one:
        one.put_in_order()
        yield one


@pytest.fixture(params=NAMES)
def document(request: pytest.FixtureRequest) -> Json:
    found: Json = json.loads((FOLDER / request.param).read_text(encoding="utf-8"))
    return found


SPELLED = {"period": "2026-10", "year": "2026", "kind": "residents", "item": "wages"}
"""Parts of an address that are no numbers or names: at any other there is nothing."""


def addresses(document: Json) -> Iterator[tuple[str, Json]]:
    """Every path, with 1 in the place of its parameters, or what one must be, and its operations by method."""
    root = document["servers"][0]["url"].rstrip("/")
    for path, operations in document["paths"].items():
        parts = [SPELLED.get(part[1:-1], "1") if part.startswith("{") else part for part in path.split("/")]
        yield root + "/".join(parts), operations


def test_another_method_is_not_allowed(server: Arena, document: Json) -> None:
    """And the answer says which are; `/units/order` is a unit's address too."""
    asked = 0
    for address, operations in addresses(document):
        allowed = {method.upper() for method in operations}
        for method in METHODS - allowed:
            reply = server.ask(method, address, headers=BEARER)
            assert (reply.status_code, code(reply)) == (405, "not_found"), f"{method} {address}"
            assert allowed <= set(reply.headers["allow"].split(", ")), f"{method} {address}"
            asked += 1
    assert asked > 3 * len(document["paths"])


def test_a_body_in_another_language_is_not_read(server: Arena, document: Json) -> None:
    """INP-1; a body that is none is as wrong as one that can't be read."""
    tokens = [{"Authorization": f"Bearer {server.tokens[kind]}"} for kind in ("bearer", "phone", "tester")]
    for address, operations in addresses(document):
        for method, operation in operations.items():
            if "requestBody" not in operation:
                continue
            headers = tokens[2] if address.startswith("/control") else tokens["/phone/" in address]
            for media_type in ("text/plain", "application/xml", "application/x-www-form-urlencoded"):
                reply = server.ask(method.upper(), address, content=b"a=1", headers={**headers, "Content-Type": media_type})
                assert (reply.status_code, code(reply)) == (415, "malformed"), f"{method} {address} {media_type}"
            reply = server.ask(method.upper(), address, content=b"{", headers={**headers, "Content-Type": "application/json"})
            assert (reply.status_code, code(reply)) == (400, "malformed"), f"{method} {address}"
            large = b'{"a":"' + b"x" * 70_000 + b'"}'
            reply = server.ask(method.upper(), address, content=large, headers={**headers, "Content-Type": "application/json"})
            assert (reply.status_code, code(reply)) == (413, "too_large"), f"{method} {address}"


def _asks(operation: Json) -> bool:
    """Whether something has to be said beside the address."""
    return "requestBody" in operation or any(each["in"] == "query" and each["required"] for each in operation.get("parameters", ()))


def test_nothing_that_wants_a_token_is_done_without(server: Arena, document: Json) -> None:
    """SES-01, WEB-4: none, and one of nobody's."""
    for address, operations in addresses(document):
        for method, operation in operations.items():
            if not (operation.get("security") or document.get("security")):
                continue
            for headers in ({}, {"Authorization": "Bearer nobody"}):
                reply = server.ask(method.upper(), address, headers=headers, **({"json": {}} if "requestBody" in operation else {}))
                said = (reply.status_code, code(reply) if reply.content else "")
                if "ticket" in (operation.get("security") or [{}])[0]:
                    # a ticket that there is not can be cancelled: then it is as it should be
                    assert said in ((404, "ticket_unknown"), (429, "too_many"), (204, "")), f"{method} {address}"
                elif "flow" in (operation.get("security") or [{}])[0]:
                    assert said in ((404, "flow_ended"), (422, "malformed"), (204, "")), f"{method} {address}"
                elif said not in ((422, "malformed"), (400, "malformed")) or not _asks(operation):
                    # whether the body, what stands in the address or the token is looked at first is nobody's to know
                    assert said in ((401, "session_ended"), (429, "too_many")), f"{method} {address}"
