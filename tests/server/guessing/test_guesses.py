"""One guess at a secret, as whoever puts a login together may ask for it (LCK-5, LCK-7, CAP-1)."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from etax_client.clock import ManualClock
from etax_client.domain.guessing.captcha import CaptchaPurpose
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.acting import Over
from etax_client.server.services.bundle import Services, put_together
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.guessing.guesses import Guess
from etax_client.server.services.guessing.passwords import hash_password
from etax_client.server.settings import ServerSettings
from etax_client.server.store.database import open_store
from tests.server.running import CHEAP, PASSWORD, WRONG, Running

_OTHER = Subject(CounterKind.new_password, "another way in")


def guess_at(server: Running, password: str = PASSWORD) -> Guess[str]:
    """At a password that lets in."""
    return guess_by(server.services, password)


def guess_by(services: Services, password: str = PASSWORD) -> Guess[str]:
    subject, rule = Subject(CounterKind.account, "77"), services.policy.account_lockout
    phc, purpose = hash_password(CHEAP, Secret(PASSWORD)), CaptchaPurpose.login
    wrong = RefusalCode.wrong_credentials
    return Guess(subject, rule, phc, Secret(password), "desk", purpose, None, wrong, lambda connection, renewed: "in")


async def refused(server: Running, guess: Guess[str]) -> Refused:
    found = await server.services.guesses.attempt(guess)
    assert isinstance(found, Refused)
    return found


async def test_where_something_else_stands_in_its_place_no_captcha_is_asked_for(server: Running) -> None:
    """After a wrong guess, by the same client, nor is one promised; the failures count all the same."""
    right, wrong = replace(guess_at(server), captchas=False), replace(guess_at(server, WRONG), captchas=False)
    first = await refused(server, wrong)
    assert (first.attempts_left, first.captcha_required) == (4, False)
    assert await server.services.guesses.attempt(right) == "in"
    for _ in range(5):
        locked = await refused(server, wrong)
    assert (locked.code, locked.captcha_required) == (RefusalCode.locked, False)
    elsewhere = replace(guess_at(server), subject=Subject(CounterKind.account, "78"))
    assert await server.services.guesses.attempt(elsewhere) == "in", "the client is not marked either"
    asked = replace(guess_at(server, WRONG), subject=elsewhere.subject)
    assert (await refused(server, asked)).captcha_required
    assert (await refused(server, asked)).code is RefusalCode.captcha_required


async def test_whoever_may_ask_no_more_meanwhile_is_given_no_answer(server: Running) -> None:
    """ACT-1: it is raised, so that nobody goes on with it; nothing is compared."""

    def ended(connection: Connection) -> None:
        raise Over(Refused(RefusalCode.session_ended))

    with pytest.raises(Over):
        await server.services.guesses.attempt(replace(guess_at(server), by=ended))
    assert server.compared == []


async def test_one_that_has_begun_is_settled_before_the_store_is_let_go() -> None:
    """LCK-7: what was reserved and never settled counts as a failure."""
    services = put_together(ServerSettings(hash_cost=CHEAP), open_store(None), ManualClock())
    begun = services.guesses.attempt(guess_by(services))
    guess = asyncio.create_task(begun)
    await asyncio.sleep(0)
    await services.close()
    assert await guess == "in"


async def test_a_lock_of_another_subject_stops_it_too(server: Running) -> None:
    """Nothing is compared, and its own counter stays as it was; afterwards it goes on."""
    guess, locks = replace(guess_at(server), locked_by=(_OTHER,)), server.services.locks
    locks.lock(_OTHER, guess.rule)
    server.compared.clear()
    assert (await refused(server, guess)).code is RefusalCode.locked
    assert server.compared == []
    assert await server.services.guesses.attempt(replace(guess, locked_by=())) == "in"
    locks.unlock(_OTHER, guess.rule)
    assert await server.services.guesses.attempt(guess) == "in"


async def test_a_lock_that_comes_while_it_is_compared_lets_nobody_in(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """LCK-10: looked at once more in the transaction that settles."""
    guess, verify = replace(guess_at(server), locked_by=(_OTHER,)), server.services.hasher.verify

    async def verify_then_lock(phc: str | None, password: Secret) -> bool:
        right = await verify(phc, password)
        server.services.locks.lock(_OTHER, guess.rule)
        return right

    monkeypatch.setattr(type(server.services.hasher), "verify", lambda self, *given: verify_then_lock(*given))
    assert (await refused(server, guess)).code is RefusalCode.locked
