"""One guess at a secret, as whoever puts a login together may ask for it (LCK-5, LCK-7, CAP-1)."""

from dataclasses import replace

import pytest

from etax_client.domain.guessing.captcha import CaptchaPurpose
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.services.guessing.counters import Subject
from etax_client.server.services.guessing.guesses import Guess
from etax_client.server.services.guessing.passwords import hash_password
from tests.server.running import CHEAP, PASSWORD, WRONG, Running

_OTHER = Subject(CounterKind.new_password, "another way in")


def guess_at(server: Running, password: str = PASSWORD) -> Guess[str]:
    """At a password that lets in."""
    subject, rule = Subject(CounterKind.account, "77"), server.services.policy.account_lockout
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
