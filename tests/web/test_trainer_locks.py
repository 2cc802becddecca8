"""Locks on the trainer's page: of every kind that there is, each with its words, its rule and its unlock (LOG-05, COD-2, COD-5, WEB-4)."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from etax_client.domain.lockout import CounterKind
from etax_client.domain.policies import POLICIES
from etax_client.server.services.counter_kinds import KINDS
from etax_client.texts.catalogue import catalogue
from tests.server.journal import TOKEN, Door, door_open
from tests.server.qr import lock
from tests.server.recovering import forgetful
from tests.server.registering import applicant, issue, sms_code
from tests.server.running import WRONG, Running
from tests.web.surfing import Surfer, surfer

PAGE = "/control/page"


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with door_open() as one:
        yield one


async def trainer(door: Door) -> Surfer:
    one = await surfer(door.server).open(PAGE)
    await one.send(f"{PAGE}/login", key=TOKEN)
    return one


async def lock_account(server: Running) -> None:
    await lock(server)


async def lock_unknown(server: Running) -> None:
    await lock(server, "nobody_has_it")


async def lock_unit(server: Running) -> None:
    clerk = await server.signed_in()
    for _ in range(5):
        await clerk.solved_verify(1, WRONG)


async def lock_hall_codes(server: Running) -> None:
    """周婷's, at the phone APP's form as in the terminal."""
    one = await applicant(server).at_proof()
    for number in range(2, 7):
        last = await one.hall_code(f"AAAAA{number}")
    assert last.json()["code"] == "locked"


async def lock_sms_target(server: Running) -> None:
    """Ten wrong codes within an hour, whatever was sent anew."""
    issue(server)
    one = await applicant(server).at_code()
    for _ in range(2):
        right = sms_code(server)
        for _ in range(5):
            await one.finish("000000" if right != "000000" else "111111")
        await server.manual.advance(60)
        await one.send_code()
    assert (await one.finish(sms_code(server))).json()["code"] == "locked"


async def lock_new_passwords(server: Running) -> None:
    """The old one twice as the new one, on one proof."""
    assert (await (await forgetful(server).at_password()).set_password("Quiet7River")).is_success
    await server.manual.advance(60)
    one = await forgetful(server).at_password()
    for _ in range(2):
        assert (await one.set_password("Quiet7River")).json()["code"] == "password_refused"


LOCKED: dict[CounterKind, tuple[Callable[[Running], Awaitable[None]], str, str]] = {
    CounterKind.account: (lock_account, "账号 李*", "120:00"),
    CounterKind.unit: (lock_unit, "单位 广东示例查账有限公司", "120:00"),
    CounterKind.unknown: (lock_unknown, "不存在的账号", "120:00"),
    CounterKind.sms_target: (lock_sms_target, "短信验证码", "59:00"),
    CounterKind.hall_code: (lock_hall_codes, "大厅注册码", "120:00"),
    CounterKind.new_password: (lock_new_passwords, "新密码与原密码相同", "30:00"),
}
"""How it comes to each kind of lock, how its row begins, and the time that its rule gives."""


def test_every_kind_is_in_the_table_and_has_its_words() -> None:
    assert set(KINDS) == set(CounterKind) == set(LOCKED)
    for kind in CounterKind:
        assert f"trainer.locks.{kind}" in catalogue()
        assert all(KINDS[kind].rule(policy).tries for policy in POLICIES.values())


@pytest.mark.parametrize("kind", list(CounterKind))
async def test_a_lock_of_each_kind_is_shown_by_its_own_rule_and_taken_off(door: Door, kind: CounterKind) -> None:
    """LOG-06: the page goes on whoever guessed at what, and the trainer takes off what is shown."""
    deed, shown, left = LOCKED[kind]
    await deed(door.server)
    one = await trainer(door)
    assert one.status == 200
    row = next(line for line in one.page.rows if line and line[0].startswith(shown))
    assert row[2].strip() == left
    form = next(form for form in one.page.forms if form.fields.get("kind") == kind and form.buttons[0]["value"] not in laid(kind))
    await one.http.post(form.action, data={**form.fields, "key": form.buttons[0]["value"]})
    await one.open(PAGE)
    assert not any(line[0].startswith(shown) for line in one.page.rows if line)


def laid(kind: CounterKind) -> set[str]:
    """The keys of what is locked from the start: 孙磊 and unit 4."""
    return {CounterKind.account: {"7"}, CounterKind.unit: {"4"}}.get(kind, set())
