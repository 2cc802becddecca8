"""Every writing operation of both OpenAPI documents honours a key, and says so, or stands here with a reason (IDM-1)."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import select

from etax_client.server.store import meta
from etax_client.server.store.tables import guess_counters, snapshots
from etax_client.wire import paths
from tests.acts import clients, doors, flows
from tests.acts.stage import Ask, Deed, done
from tests.server.control.testers import AtDoor, at_the_door
from tests.server.running import Running, code
from tools.openapi import documents

KEY = "0123456789abcdef"
SAFE = {"get", "head", "options"}
UNKEYED = {
    ("POST", paths.CAPTCHAS): "another picture does no harm, and the one before it is void",
    ("POST", paths.SESSIONS): "its answer is a session's token, which nobody may be given twice; a wrong password asks for a captcha next",
    ("DELETE", paths.SESSION): "what has ended is not ended again, and whoever asks with it is told so",
    ("POST", "/api/units/{unit_id}/certificate-challenges"): "another challenge does no harm, and is good once",
    ("POST", "/api/units/{unit_id}/certificate-verification"): "its challenge is good once; whoever lost the answer signs another",
    ("POST", paths.QR_TICKETS): "its answer is a ticket's secret; another one does no harm, and ends by itself",
    ("DELETE", paths.QR_TICKET): "cancelled is cancelled",
    ("POST", paths.QR_SESSION): "the ticket's secret is its key: the same session again for 30 seconds (QRT-2)",
    ("POST", paths.PHONE_SCANS): "the phone that has scanned a ticket is shown it again (QR-03)",
    ("POST", "/api/phone/tickets/{ticket_id}/decision"): "a ticket is decided once; the same again is told what became of it",
    ("POST", paths.REGISTRATIONS): "its answer is a flow's secret; another flow does no harm, and ends by itself",
    ("DELETE", paths.REGISTRATION): "abandoned is abandoned",
    ("POST", paths.REGISTRATION_FACE): "its answer is a link's secret; another one does no harm, and the one before it is void",
    ("POST", paths.RECOVERIES): "its answer is a flow's secret; another flow does no harm, and ends by itself",
    ("DELETE", paths.RECOVERY): "abandoned is abandoned",
    ("POST", paths.RECOVERY_FACE): "its answer is a link's secret; another one does no harm, and the one before it is void",
    ("POST", paths.PHONE_SIMS): "a card that is in the phone is in it",
    ("POST", paths.PHONE_FACES): "it shows what a link is for",
    ("POST", paths.PHONE_FACE_CHECKS): "a link is good for one look, and its flow says what came of it",
}
CLIENTS = {**clients.DEEDS, **flows.DEEDS}


def operations(name: str) -> Iterator[tuple[tuple[str, str], bool]]:
    """Those that write, and whether each says that it takes a key and what may come of that."""
    for path, methods in json.loads(documents()[name])["paths"].items():
        for method, said in methods.items():
            if method not in SAFE:
                takes = [each for each in said.get("parameters", ()) if each["name"] == paths.KEY_HEADER]
                told = ("key_reused" in said["responses"].get("422", {}).get("description", "")) + (
                    "in_flight" in said["responses"].get("409", {}).get("description", "")
                )
                assert (told, [each["required"] for each in takes]) in ((0, []), (2, [False])), path
                yield (method.upper(), path), bool(takes)


def as_documented(deeds: dict[tuple[str, str], Deed]) -> set[tuple[str, str]]:
    """Routes as a document has them: without the types of their parts."""
    return {(method, re.sub(r"{(\w+):\w+}", r"{\1}", path)) for method, path in deeds}


def test_each_writing_operation_of_the_api_honours_a_key_or_has_its_reason() -> None:
    found = dict(operations("openapi.json"))
    assert {route for route, keyed in found.items() if not keyed} == UNKEYED.keys()
    assert {route for route, keyed in found.items() if keyed} <= as_documented(CLIENTS)


def test_each_writing_operation_of_the_testers_door_honours_a_key() -> None:
    assert dict(operations("openapi-control.json")) == dict.fromkeys(doors.DEEDS, True)


async def is_done_once(ask: Ask, first: httpx.Response) -> None:
    """Sent again it is answered alike, and with another body refused."""
    again = await ask.send(key=KEY)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    other = await replace(ask, body=ask.body + b" ").send(key=KEY)
    assert (other.status_code, code(other)) == (422, "key_reused")


KEYED = [deed for (method, path), deed in CLIENTS.items() if as_documented({(method, path): deed}).isdisjoint(UNKEYED) and method != "GET"]


@pytest.mark.parametrize("deed", KEYED, ids=lambda deed: deed.__qualname__)
async def test_a_clients_act_sent_again_is_done_once(server: Running, deed: Deed) -> None:
    """IDM-1, IDM-2: each that has its key in the document."""
    ask = await deed(server)
    first = await ask.send(key=KEY)
    assert first.is_success, first.text
    after = done(server)
    await is_done_once(ask, first)
    assert done(server) == after


def state(tester: AtDoor) -> object:
    """All that a tester can steer."""
    with tester.services.store.write() as connection:
        clock = meta.get(connection, meta.STEERING)
        kept = connection.execute(select(snapshots.c.name, snapshots.c.made_at)).all()
        locks = connection.execute(select(guess_counters)).all()
    return tester.dump(), clock, kept, locks, tester.server.app.state.worlds.names()


@pytest.mark.parametrize("route", doors.DEEDS, ids=" ".join)
async def test_a_testers_act_sent_again_is_done_once(route: tuple[str, str]) -> None:
    """IDM-1: also when the world has gone on meanwhile, which doing it again would show."""
    async with at_the_door() as tester:
        ask = await doors.DEEDS[route](tester)
        first = await ask.send(key=KEY)
        assert first.is_success, first.text
        await doors.goes_on(tester)
        after = state(tester)
        await is_done_once(ask, first)
        assert state(tester) == after
