"""Locks at the bureau: counted by person and method within a day in Shanghai; one of them is the account's (BJ-42, BJ-43)."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from etax_client.domain.flows.attempt import AttemptView
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import App
from etax_client.server.services.bureau.attempts import Second
from etax_client.server.services.guessing import locks
from etax_client.server.services.guessing.counters import Subject
from tests.server.bureau.attempting import LIU, Comer, comer, failures, id_of, other_than, told
from tests.server.running import WRONG, Running

pytestmark = pytest.mark.sql
AT_ONCE = 100
TO_MIDNIGHT = 14 * 3600
"""Seconds, from when these tests begin."""


def ends(results: list[object]) -> Counter[str]:
    return Counter(each.code.value if isinstance(each, Refused) else "in" for each in results)


async def test_the_fifth_wrong_password_locks_until_midnight_for_every_method(server: Running) -> None:
    """BJ-42, BJ-43, LCK-7: the second factor of an attempt that stands there already, too."""
    waiting, one = comer(server.services), comer(server.services)
    code = await waiting.at_code()
    for left in (4, 3, 2, 1):
        assert await one.first(WRONG) == Refused(RefusalCode.wrong_credentials, attempts_left=left)
    locked = await one.first(WRONG)
    assert isinstance(locked, Refused)
    assert (locked.code, locked.retry_after, told(locked)) == (RefusalCode.locked, TO_MIDNIGHT, ("lock.password", "BJ-43"))
    server.compared.clear()
    assert (told(await one.first()), server.compared) == (("first.locked", "BJ-43"), [])
    assert told(waiting.second(code)) == told(waiting.send()) == ("second.locked", "BJ-43")
    await server.manual.advance(TO_MIDNIGHT - 1)
    assert isinstance(await one.first(), Refused)
    await server.manual.advance(1)
    assert isinstance(await one.first(), AttemptView)


async def test_wrong_codes_count_for_the_person_over_all_that_are_sent(server: Running) -> None:
    """BJ-42, BJ-43: three, another code, two; the password, right in between, has a count of its own."""
    one = comer(server.services)
    code = await one.at_code()
    for left in (4, 3, 2):
        assert one.second(other_than(code)) == Refused(RefusalCode.wrong_code, attempts_left=left)
    server.services.bureau.attempts.back(one.held)
    assert isinstance(await one.first(), AttemptView)
    await server.manual.advance(120)
    one.send()
    assert one.second(other_than(one.sent())) == Refused(RefusalCode.wrong_code, attempts_left=1)
    locked = one.second(other_than(one.sent()))
    assert (told(locked), locked.code if isinstance(locked, Refused) else None) == (("lock.code", "BJ-43"), RefusalCode.locked)
    assert told(await comer(server.services).first()) == ("first.locked", "BJ-43")


async def test_a_success_sets_its_own_method_to_zero_and_no_other(server: Running) -> None:
    """BJ-42."""
    one = comer(server.services)
    for _ in range(3):
        await one.first(WRONG)
    code = await one.at_code()
    one.second(other_than(code))
    services = server.services
    assert (failures(services, CounterKind.bureau_password), failures(services, CounterKind.bureau_code)) == (0, 1)
    await one.first(WRONG)
    await one.first()
    one.send()
    assert isinstance(one.second(one.sent()), LoggedIn)
    assert (failures(services, CounterKind.bureau_password), failures(services, CounterKind.bureau_code)) == (0, 0)


async def test_a_lock_is_nothing_to_the_platform_and_running_sessions_go_on(server: Running) -> None:
    """BJ-43: 王芳 has an account at both."""
    one = comer(server.services)
    await one.first(account="wangfang")
    one.send()
    inside = one.second(one.sent("13800000002"))
    assert isinstance(inside, LoggedIn)
    for _ in range(5):
        await one.first(WRONG, "wangfang")
    assert isinstance(await one.first(account="wangfang"), Refused)
    await server.signed_in("wangfang")
    assert not isinstance(server.services.bureau.sessions.find(inside.token.reveal(), None), Refused)


async def test_a_hundred_wrong_passwords_at_once(server: Running) -> None:
    """LCK-2: five are compared, whatever browsers they come from."""
    found = ends(list(await asyncio.gather(*(comer(server.services).first(WRONG) for _ in range(AT_ONCE)))))
    assert found == {"wrong_credentials": 4, "locked": AT_ONCE - 4}
    assert len(server.compared) == 5


async def test_a_hundred_wrong_codes_over_several_sendings(server: Running) -> None:
    """COD-2, BJ-42: five count, none is compared after the lock, and the right one among the rest is not."""
    one = comer(server.services)
    await one.at_code()
    results: list[object] = []
    for _ in range(3):
        code = one.sent()
        results += [one.second(other_than(code)) for _ in range(2)]
        await server.manual.advance(120)
        one.send()
    results += [one.second(f"{number:06}") for number in range(AT_ONCE)]
    results.append(one.second(one.sent()))
    assert ends(results) == {"wrong_code": 4, "locked": 6 + AT_ONCE + 1 - 4}
    assert failures(server.services, CounterKind.bureau_code) == 5


async def test_a_wrong_password_and_the_right_code_at_once(server: Running) -> None:
    """BJ-07, LCK-4: whoever is in had a code that was good, and a code that was voided lets nobody in."""
    for turn in range(10):
        one = comer(server.services)
        code = await one.at_code()
        wrong = asyncio.create_task(one.first(WRONG))
        for _ in range(turn):
            await asyncio.sleep(0)
        again = Comer(server.services, one.mark, one.held)
        inside = again.second(code)
        assert isinstance(await wrong, Refused)
        second = server.services.bureau.attempts.second(one.held)
        if isinstance(inside, LoggedIn):
            assert second == Refused(RefusalCode.flow_ended)
        else:
            assert isinstance(await one.first(), AttemptView)
            second = server.services.bureau.attempts.second(one.held)
            assert isinstance(second, Second)
            assert second.withdrawn
        assert isinstance(await one.first(), AttemptView)
        await server.manual.advance(120)


async def test_two_right_codes_at_once_give_one_session(server: Running) -> None:
    one = comer(server.services)
    code = await one.at_code()
    results: list[object] = list(await asyncio.gather(*(asyncio.to_thread(one.second, code) for _ in range(8))))
    assert ends(results) == {"in": 1, "flow_ended": 7}


async def test_no_face_is_asked_for_where_a_lock_has_come_meanwhile(server: Running) -> None:
    """BJ-43, ACT-1: the lock is looked at in the transaction that makes the link."""
    one, attempts = comer(server.services), server.services.bureau.attempts
    assert isinstance(await one.first(), AttemptView)

    def comes(connection: Connection) -> None:
        subject = Subject(CounterKind.bureau_code, str(id_of(server.services, LIU)))
        locks.lock(connection, subject, attempts.system.policy.account_lockout, server.manual.now())

    late = replace(attempts, flow=replace(attempts.flow, store=server.services.store.acted_on(comes)))
    assert told(late.ask_face(one.held, App.bureau)) == ("second.locked", "BJ-43")
