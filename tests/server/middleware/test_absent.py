"""What there is not: refused in the same form wherever one looks for it, at the API and at the tester's door (INP-1)."""

import pytest

from tests.server.control.testers import BEARER, AtDoor
from tests.server.running import HOST, code


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/api/nothing",
        "/api/nothing/at/all",
        "/api/openapi.jso",
        "/api/openapi.json/x",
        "/control/nothing",
        "/control/nothing/at/all",
        "/control/clock%00",
        "/w/nowhere/api/info",
        "/w/nowhere/control/clock",
    ],
)
async def test_an_address_that_there_is_not(tester: AtDoor, path: str) -> None:
    reply = await tester.server.caller().http.get(HOST + path, headers=BEARER)
    assert (reply.status_code, code(reply)) == (404, "not_found")


@pytest.mark.parametrize("path", ["/api/openapi.json", "/control/openapi.json"])
async def test_the_documents_are_where_they_are_said_to_be(tester: AtDoor, path: str) -> None:
    reply = await tester.server.caller().http.get(HOST + path, headers=BEARER)
    assert reply.status_code == 200
    assert reply.json()["openapi"]
