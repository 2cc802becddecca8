"""Many at once in recoveries of one person: five guesses at a code, one code sent, one new password (RST-1, RST-2, COD-2, COD-3)."""

import asyncio
from collections import Counter

import httpx
import pytest

from etax_client.domain.secret import Secret
from etax_client.server.services.identity import resets
from etax_client.wire import paths
from tests.server.identity.recovering import NEW, forgetful, keys, recovery_code
from tests.server.identity.test_security import bind, change, logged_in, send, sent_to, view
from tests.server.running import PASSWORD, Running, code

pytestmark = pytest.mark.sql

AT_ONCE = 100


def ends(replies: list[httpx.Response]) -> Counter[str]:
    """How often each end was met."""
    return Counter(reply.json()["step"] if reply.is_success else code(reply) for reply in replies)


async def test_a_hundred_guesses_at_one_code(server: Running) -> None:
    """COD-2, LCK-2: five are compared, and the right one among the rest is not."""
    one = await forgetful(server).at_code()
    right = recovery_code(server)
    guesses = [f"{(int(right) + each) % 1_000_000:06}" for each in range(1, AT_ONCE)]
    found = ends(list(await asyncio.gather(*(one.prove(guess) for guess in [*guesses, right]))))
    assert found == {"wrong_code": 5, "code_void": AT_ONCE - 5}
    assert (await one.view())["step"] == "proof"


async def test_guesses_from_many_flows_are_one_persons(server: Running) -> None:
    """COD-2: ten wrong ones in an hour, whatever flows they come from."""
    found: Counter[str] = Counter()
    for _ in range(4):
        one = await forgetful(server).at_code()
        wrong = f"{(int(recovery_code(server)) + 1) % 1_000_000:06}"
        found += ends(list(await asyncio.gather(*(one.prove(wrong) for _ in range(10)))))
        await server.manual.advance(60)
    assert found == {"wrong_code": 10, "code_void": 5, "locked": 25}


async def test_a_code_proves_once(server: Running) -> None:
    one = await forgetful(server).at_code()
    right = recovery_code(server)
    assert ends(list(await asyncio.gather(*(one.prove(right) for _ in range(20))))) == {"password": 1, "out_of_order": 19}


async def test_of_many_sends_one_is_sent(server: Running) -> None:
    """COD-3: from many flows too."""
    flows = [await forgetful(server).at_proof() for _ in range(20)]
    assert ends(list(await asyncio.gather(*(one.send_code() for one in flows)))) == {"proof": 1, "too_many": 19}
    assert keys(server) == ["sms.code.recovery"]


async def test_of_many_proved_recoveries_one_sets_the_password(server: Running) -> None:
    """RST-2: the first voids the others."""
    flows = []
    for _ in range(8):
        flows.append(await forgetful(server).at_password())
        await server.manual.advance(60)
    passwords = [f"Sunny{each}Days" for each in range(8)]
    pairs = zip(flows, passwords, strict=True)
    replies = list(await asyncio.gather(*(one.set_password(each) for one, each in pairs)))
    assert ends(replies) == {"done": 1, "flow_ended": 7}
    [winner] = [each for each, reply in zip(passwords, replies, strict=True) if reply.is_success]
    await server.signed_in("liming", winner)
    assert keys(server).count("sms.password_reset") == 1


async def test_new_passwords_at_once_tell_nothing_of_the_old_one(server: Running) -> None:
    """LCK-2, PWD-1: twelve at once on one proof, the old one among them: no more are compared than may be told."""
    assert (await (await forgetful(server).at_password()).set_password("Quiet7River")).is_success
    await server.manual.advance(60)
    one = await forgetful(server).at_password()
    server.compared.clear()
    replies = await asyncio.gather(*(one.set_password(each) for each in [*(f"Sunny{n}Days" for n in range(11)), "Quiet7River"]))
    assert len(server.compared) <= 2
    assert ends(list(replies))["done"] == 1


async def test_one_flow_finished_many_times_at_once(server: Running) -> None:
    """IDM-1: one password, and whoever sent another is told that it is not theirs."""
    one = await forgetful(server).at_password()
    passwords = [f"Sunny{each}Days" for each in range(10)]
    assert ends(list(await asyncio.gather(*(one.set_password(each) for each in passwords)))) == {"done": 1, "key_reused": 9}
    assert keys(server).count("sms.password_reset") == 1


@pytest.mark.parametrize("channel", ["client", "phone"])
async def test_a_login_that_was_being_compared_when_the_password_changed(
    server: Running, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    """RST-2: the old password was right when it was looked at, and lets nobody in any more; the new one does."""
    services, new = server.services, await server.services.hasher.make(Secret(NEW))
    verify = services.hasher.verify

    async def verify_and_then(phc: str | None, password: Secret) -> bool:
        right = await verify(phc, password)
        monkeypatch.setattr(services.hasher, "verify", verify)
        with services.store.write() as connection:
            assert resets.replace(connection, services.sessions, services.news, 1, new, server.clock.now())
        return right

    monkeypatch.setattr(services.hasher, "verify", verify_and_then)
    body = {"account": "liming", "password": PASSWORD, "channel": channel}
    assert code(await server.caller().http.post(paths.SESSIONS, json=body)) == "wrong_credentials"
    monkeypatch.setattr(services.hasher, "verify", verify_and_then)
    reply = await server.caller().http.post(paths.SESSIONS, json={**body, "account": "wangfang"})
    assert reply.is_success, "the change of one account's password is nothing to another's login"


async def test_a_change_that_was_being_compared_when_the_password_changed(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """RST-2: nor does it change the password, or the number, for who knows the old one."""
    services, new = server.services, await server.services.hasher.make(Secret(NEW))
    here, there = await logged_in(server), await logged_in(server)
    verify = services.hasher.verify
    await send(here)

    async def verify_and_then(phc: str | None, password: Secret) -> bool:
        right = await verify(phc, password)
        monkeypatch.setattr(services.hasher, "verify", verify)
        with services.store.write() as connection:
            assert resets.replace(connection, services.sessions, services.news, 1, new, server.clock.now())
        return right

    monkeypatch.setattr(services.hasher, "verify", verify_and_then)
    replies = await asyncio.gather(bind(here), change(there, "Stolen2Day"))
    assert {code(reply) for reply in replies} <= {"busy", "session_ended", "wrong_credentials", "captcha_required"}
    await server.signed_in("liming", NEW)


async def test_of_many_accounts_one_binds_a_number(server: Running) -> None:
    """REG-3: each had a code of its own sent to it."""
    people = [await logged_in(server, account=account) for account in ("liming", "wangfang", "chenjing", "zhaoqiang")]
    first = people[0]
    await send(first)
    right = sent_to(server)
    replies = await asyncio.gather(*(bind(one, sms=right) for one in people for _ in range(5)))
    found = Counter("bound" if reply.is_success else code(reply) for reply in replies)
    assert found == {"bound": 1, "code_void": 19}
    assert [(await view(one))["masked_mobile"] == "138****0100" for one in people] == [True, False, False, False]
