"""The watch over an open unit: told at once when it is closed, and no use of the session (VER-04, AUT-04, DPW-03, SES-01)."""

import asyncio
import logging
import re
from datetime import timedelta

import httpx
import pytest

from etax_client.domain.channels import Channel
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.local_time import local_day
from etax_client.domain.policies import Phase
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.units.authorisations import Term
from etax_client.domain.units.units import Permission
from etax_client.server.services.sessions.sessions import Session
from etax_client.wire import paths
from tests.server.running import PASSWORD, Caller, Running, Start, code


async def session_of(server: Running, account: str) -> Session:
    """A phone's session, as the pages use it."""
    logged_in = await server.services.login.by_password(account, Secret(PASSWORD), None, "", Channel.phone)
    assert isinstance(logged_in, LoggedIn)
    found = server.services.sessions.find(logged_in.token.reveal(), Channel.phone)
    assert isinstance(found, Session)
    return found


async def watching(caller: Caller, unit_id: int) -> "asyncio.Task[httpx.Response]":
    task = asyncio.create_task(caller.http.get(paths.unit_opening(unit_id), params={"wait": "25"}))
    for _ in range(50):
        await asyncio.sleep(0)
    assert not task.done()
    return task


async def test_nothing_happens(server: Running) -> None:
    """No content after as long as was asked for, and not before."""
    caller = await server.signed_in()
    await caller.verify(1)
    task = await watching(caller, 1)
    await server.manual.advance(24.5)
    with server.services.store.write() as connection:
        server.services.news.tell(connection)
    await server.manual.advance()
    assert not task.done(), "news that are about something else"
    await server.manual.advance(0.5)
    assert (await task).status_code == 204


async def test_a_reset_of_the_declaration_password(server: Running) -> None:
    """DPW-03: open verifications end, and who is inside hears of it."""
    caller = await server.signed_in()
    await caller.verify(1)
    task = await watching(caller, 1)
    await server.services.resets.unit(1, Secret("Other2026b"))
    assert code(await asyncio.wait_for(task, 30)) == "unit_closed"


@pytest.mark.parametrize("outcome", ["ended", "changed", "given_back"])
async def test_an_authorisation_that_is_no_more(start: Start, outcome: str, caplog: pytest.LogCaptureFixture) -> None:
    """AUT-04: at once, in open sessions too; and who did it is written down (SEC-5)."""
    caplog.set_level(logging.INFO, "etax_client.audit")
    server = await start(phase=Phase.phase_2)
    caller = await server.signed_in()
    assert (await caller.get(paths.unit_home(1))).json()["opened_by"] == "authorisation"
    task = await watching(caller, 1)
    fang = await session_of(server, "wangfang")
    detail = server.services.authorisations.detail(fang, 1)
    assert isinstance(detail, tuple)
    mine = next(each for each in detail[1] if each.name == "李明")
    acts, tomorrow = server.services.authorisations, Term(local_day(server.clock.now()) + timedelta(days=1), None)
    if outcome == "ended":
        done = acts.end(fang, 1, mine.authorisation_id)
    elif outcome == "changed":
        done = acts.change(fang, 1, mine.authorisation_id, Permission.filing, tomorrow)
    else:
        done = acts.end_mine(await session_of(server, "liming"), mine.authorisation_id)
    assert done is None
    assert re.search(f"authorisation by=[12] .*outcome={outcome}$", caplog.messages[-1])
    assert code(await asyncio.wait_for(task, 30)) == "unit_closed"
    assert code(await caller.get(paths.unit_home(1))) == "unit_closed"


async def test_an_authorisation_that_runs_out(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """AUZ-3: at midnight in Shanghai, which nobody writes down; that it was given is (SEC-5)."""
    caplog.set_level(logging.INFO, "etax_client.audit")
    server = await start(phase=Phase.phase_2)
    fang, now = await session_of(server, "wangfang"), server.clock.now()
    term = Term(local_day(now), local_day(now))
    added = server.services.authorisations.add(
        fang,
        1,
        name="阿卜杜拉·买买提",
        document_type=DocumentType.resident_id,
        number="650199198606170018",
        permission=Permission.filing,
        term=term,
        address="192.0.2.1",
    )
    assert isinstance(added, int)
    assert caplog.messages[-1].endswith("permission=filing outcome=added")
    caller = await server.signed_in("abdulla")
    await caller.http.post(paths.UNITS, json={"units": [{"taxpayer_id": "91440199MA0QJ0100K", "confirmation": "91440199MA0QJ0100K"}]})
    assert term.ends_at is not None
    await server.manual.advance((term.ends_at - now - timedelta(seconds=10)).total_seconds())
    await caller.sign_in("abdulla")
    assert (await caller.get(paths.unit_home(1))).is_success
    task = await watching(caller, 1)
    await server.manual.advance(10)
    assert code(await asyncio.wait_for(task, 30)) == "unit_closed"


async def test_the_phase_goes_back(start: Start) -> None:
    """VER-03: in phase-1 everyone gives the password."""
    server = await start(phase=Phase.phase_2)
    caller = await server.signed_in()
    await caller.get(paths.unit_home(1))
    task = await watching(caller, 1)
    server.services.phases.switch(Phase.phase_1)
    assert code(await asyncio.wait_for(task, 30)) == "unit_closed"


async def test_waiting_is_no_use_of_the_session(server: Running) -> None:
    """SES-01: thirty idle minutes end it, whoever waits."""
    caller = await server.signed_in()
    await caller.verify(1)
    for _ in range(72):
        task = await watching(caller, 1)
        await server.manual.advance(25)
        await task
    reply = await caller.http.get(paths.unit_opening(1))
    assert (code(reply), reply.json()["ended"]) == ("session_ended", "idle")


async def test_a_unit_that_is_not_open_or_not_there(server: Running) -> None:
    """AUZ-1."""
    caller = await server.signed_in()
    assert code(await caller.http.get(paths.unit_opening(1))) == "unit_closed"
    for unknown, said in ((99, "unit_not_listed"), (2**53, "not_found"), (0, "not_found")):
        assert code(await caller.http.get(paths.unit_opening(unknown))) == said
    assert code(await server.caller().http.get(paths.unit_opening(1))) == "session_ended"
