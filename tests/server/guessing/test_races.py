"""A hundred tries at once on one counter: never more than five are compared, and right ones all get in (LCK-2 to LCK-4, LOG-09)."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etax_client.domain.guessing import lockout
from etax_client.server.services.guessing import counters, guesses
from etax_client.wire import paths
from tests.server.running import PASSWORD, UNSHRUNK, WRONG, Caller, Running, code, running

pytestmark = pytest.mark.sql


@pytest.fixture
async def crowd(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """A server that hashes 32 at once, so that its one hashing place on a small machine is not what keeps the tries apart.

    Nobody of a crowd is turned away for having waited long: how fast a machine is decides nothing here.
    """
    monkeypatch.setattr(os, "cpu_count", lambda: 33)
    monkeypatch.setattr(guesses, "PATIENCE", 600.0)
    async with running() as one:
        yield one


async def all_at_once(callers: list[Caller], account: str, passwords: list[str]) -> list[httpx.Response]:
    pairs = zip(callers, passwords, strict=True)
    return list(await asyncio.gather(*(caller.login(account, password) for caller, password in pairs)))


def verdict(reply: httpx.Response) -> str:
    return "in" if reply.status_code == 201 else code(reply)


@pytest.mark.parametrize("account", ["liming", "nobody_has_it"])
async def test_of_a_hundred_wrong_passwords_five_are_compared(crowd: Running, account: str) -> None:
    """LCK-2: without captchas, from a hundred clients, so that nothing but the counter stands in the way."""
    for _ in range(5):
        crowd.compared.clear()
        callers = [crowd.caller() for _ in range(100)]
        verdicts = Counter(verdict(reply) for reply in await all_at_once(callers, account, [WRONG] * 100))
        assert len(crowd.compared) <= 5
        assert verdicts["wrong_credentials"] <= 4
        assert verdicts.keys() <= {"wrong_credentials", "locked", "captcha_required"}
        # those that came after the first failure were asked for a captcha; with one, the rest are compared
        while verdict(reply := await crowd.caller().solved_login(account, WRONG)) == "wrong_credentials":
            assert reply.json()["attempts_left"] == 5 - len(crowd.compared)
        assert len(crowd.compared) == 5
        await crowd.manual.advance(minutes=120)


async def test_of_a_hundred_with_captchas_five_are_compared_and_the_rest_locked_out(crowd: Running) -> None:
    """LCK-2, LOG-09: with a right captcha each, the counter alone decides."""
    for _ in range(5):
        crowd.compared.clear()
        callers = [crowd.caller() for _ in range(100)]
        solved = [await caller.captcha() for caller in callers]
        pairs = zip(callers, solved, strict=True)
        replies = await asyncio.gather(*(caller.login(password=WRONG, captcha=captcha) for caller, captcha in pairs))
        assert Counter(map(verdict, replies)) == {"wrong_credentials": 4, "locked": 96}
        assert crowd.compared == [WRONG] * 5
        await crowd.manual.advance(minutes=120)


async def test_units_are_guarded_by_the_same_counter(crowd: Running) -> None:
    """LCK-2, LCK-6: a hundred tries by three clerks at once."""
    clerks = [await crowd.signed_in(account) for account in ("liming", "wangfang", "chenjing")]
    callers = [clerks[number % 3] for number in range(100)]
    solved = [await caller.captcha("unit_verification") for caller in callers]
    crowd.compared.clear()
    pairs = zip(callers, solved, strict=True)
    replies = await asyncio.gather(*(caller.verify(1, WRONG, captcha) for caller, captcha in pairs))
    assert Counter(map(verdict, replies)) == {"wrong_declaration_password": 4, "locked": 96}
    assert len(crowd.compared) == 5


async def test_fifty_right_ones_all_get_in(crowd: Running) -> None:
    """LCK-3: the counter is no denial of service against the account itself, and ends at 0."""
    replies = await all_at_once([crowd.caller() for _ in range(50)], "liming", [PASSWORD] * 50)
    assert Counter(map(verdict, replies)) == {"in": 50}
    assert (await crowd.caller().login(password=WRONG)).json()["attempts_left"] == 4


@settings(max_examples=15, phases=UNSHRUNK)
@given(right=st.lists(st.booleans(), min_size=2, max_size=24))
async def test_every_outcome_is_that_of_some_order_of_the_tries(right: list[bool]) -> None:
    """LCK-4: replayed in the order in which they were compared, one after the other, the same ones get in and the same lock comes."""
    async with running() as server:
        callers = [server.caller() for _ in right]
        solved = [await caller.captcha() for caller in callers]
        triples = zip(callers, solved, right, strict=True)
        replies = await asyncio.gather(*(caller.login(password=PASSWORD if good else WRONG, captcha=c) for caller, c, good in triples))
        verdicts = Counter(map(verdict, replies))
        failures = admitted = 0
        for password in server.compared:
            assert failures < 5, "compared under a lock"
            failures = 0 if password == PASSWORD else failures + 1
            admitted += password == PASSWORD
        assert verdicts["in"] == admitted
        assert verdicts["locked"] == len(right) - admitted - verdicts["wrong_credentials"]
        assert (verdicts["locked"] > 0) == (failures == 5)


async def test_a_try_whose_asker_went_away_is_settled(server: Running) -> None:
    """A cancelled request, as the demo's in-process transport passes it on, leaves neither a slot taken nor a failure behind."""
    started = asyncio.Event()
    verify = server.services.hasher.verify

    async def slow(phc: str | None, password: object) -> bool:
        started.set()
        await asyncio.sleep(0.05)
        return await verify(phc, password)  # type: ignore[arg-type]

    server.services.hasher.verify = slow  # type: ignore[method-assign]
    request = asyncio.create_task(server.caller().login())
    await started.wait()
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    await server.services.guesses.finish()
    await server.manual.advance(11)
    assert (await server.caller().login(password=WRONG)).json()["attempts_left"] == 4


async def test_a_try_that_is_never_settled_counts_after_ten_seconds(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """security.md 3: a crash between reserving and settling fails closed."""

    async def crash(*_: object) -> bool:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(type(server.services.hasher), "verify", crash)
        for _ in range(5):
            assert (await server.caller().login()).status_code == 500
    monkeypatch.setattr(guesses, "PATIENCE", 0.1)
    busy = await server.caller().login()
    assert (busy.status_code, code(busy), busy.json()["retry_after"]) == (429, "busy", 1)
    await server.manual.advance(10)
    assert code(await server.caller().login()) == "locked"


async def test_waiting_for_a_slot_ends_when_one_is_free(server: Running) -> None:
    """security.md 3: a right password is not turned away while others are being compared elsewhere."""
    services = server.services
    caller = server.caller()
    for _ in range(4):
        await caller.solved_login(password=WRONG)
    # another process has the last slot; its try turns out to be right
    subject, rule = services.system.subject_of(1), services.policy.account_lockout

    def elsewhere(step: str) -> None:
        with services.store.write() as connection:
            counter, now = counters.load(connection, subject), services.clock.now()
            if step == "reserve":
                reserved = lockout.reserve(rule, counter, now, "elsewhere")
                assert isinstance(reserved, lockout.Reserved)
                changed = reserved.counter
            else:
                settled = lockout.succeed(rule, counter, now, "elsewhere")
                assert settled is not None
                changed = settled
            counters.save(connection, subject, changed, now)

    elsewhere("reserve")
    solved = await caller.captcha()
    request = asyncio.create_task(caller.login(captcha=solved))
    await asyncio.sleep(0.1)
    assert not request.done()
    elsewhere("settle")
    assert (await request).status_code == 201


async def test_reading_stays_quick_while_passwords_are_compared(server: Running) -> None:
    """P17: one core hashes at most, and never on the loop; the list answers in between."""
    inside = await server.signed_in()
    storm = [asyncio.create_task(server.caller().login(f"stranger{number}", WRONG)) for number in range(40)]
    answered = 0
    while not all(task.done() for task in storm):
        assert (await inside.get(paths.SESSION)).status_code == 200
        answered += 1
        await asyncio.sleep(0)
    assert answered > 10
    await asyncio.gather(*storm)
