"""Locks and sessions on the trainer's page: whose they are, from where, and what is done with them (LOG-05, COD-2, COD-5, SES-03)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import quote

import pytest

from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.policies import POLICIES
from etax_client.server.services.account_system import BUREAU, platform
from etax_client.server.services.guessing.counters import of_enterprise
from etax_client.server.services.repeats import new_key
from etax_client.server.services.testing.locked_now import kinds
from etax_client.texts.catalogue import catalogue
from etax_client.wire import paths
from etax_client.wire.paths import DEVICE_HEADER
from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.attempting import LIU, comer, id_of, other_than
from tests.server.identity.recovering import forgetful
from tests.server.identity.registering import applicant, issue, sms_code
from tests.server.running import WRONG, Running
from tests.server.sessions.qr import asking, confirmed, lock, phone_of
from tests.server.testing.journal import TOKEN, Door, door_open

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
    one = await applicant(server).with_code()
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


async def lock_bureau_password(server: Running) -> None:
    """刘洋's, whatever browsers they come from."""
    for _ in range(5):
        await comer(server.services).first(WRONG)


async def lock_bureau_code(server: Running) -> None:
    one = comer(server.services)
    code = await one.at_code()
    for _ in range(5):
        one.second(other_than(code))


async def lock_bureau_face(server: Running) -> None:
    """As five faces of others do."""
    system, services = server.services.bureau.system, server.services
    services.locks.lock(system.subjects_of(id_of(services, LIU))[2], system.policy.account_lockout)


async def lock_bureau_unknown(server: Running) -> None:
    """At the old login, which does not say that there is none."""
    services = server.services
    subject = services.bureau.old_logins.login.subject_of("nobody_has_it")
    assert subject is not None
    services.locks.lock(subject, services.bureau.system.policy.account_lockout)


async def lock_enterprise_password(server: Running) -> None:
    """A unit's, at the old login of units."""
    services = server.services
    services.locks.lock(of_enterprise(1), services.bureau.system.policy.account_lockout)


LOCKED: dict[CounterKind, tuple[Callable[[Running], Awaitable[None]], str, str]] = {
    CounterKind.account: (lock_account, "账号 李明 liming", "120:00"),
    CounterKind.unit: (lock_unit, "单位 广东示例查账有限公司 91440199MA0QJ0100K", "120:00"),
    CounterKind.unknown: (lock_unknown, "不存在的账号 no**********t", "120:00"),
    CounterKind.sms_target: (lock_sms_target, "短信验证码 138****0009", "59:00"),
    CounterKind.hall_code: (lock_hall_codes, "大厅注册码 周婷 440*****029", "120:00"),
    CounterKind.new_password: (lock_new_passwords, "新密码与原密码相同", "30:00"),
    CounterKind.bureau_password: (lock_bureau_password, "北京电子税务局（密码） 刘洋 liuyang", "840:00"),
    CounterKind.bureau_code: (lock_bureau_code, "北京电子税务局（验证码） 刘洋 liuyang", "840:00"),
    CounterKind.bureau_unknown: (lock_bureau_unknown, "北京电子税务局（不存在的账号） no", "840:00"),
    CounterKind.enterprise_password: (lock_enterprise_password, "北京电子税务局（企业密码） 广东示例查账有限公司", "840:00"),
    CounterKind.bureau_face: (lock_bureau_face, "北京电子税务局（人脸识别） 刘洋 liuyang", "840:00"),
}
"""How it comes to each kind of lock, how its row begins, and the time that its rule gives."""


def test_every_kind_is_in_the_table_and_has_its_words() -> None:
    for policy in POLICIES.values():
        assert set(kinds(platform(policy), BUREAU)) == set(CounterKind) == set(LOCKED)
    for kind in CounterKind:
        assert f"trainer.locks.{kind}" in catalogue()


@pytest.mark.parametrize("kind", list(CounterKind))
async def test_a_lock_of_each_kind_is_shown_by_its_own_rule_and_taken_off(door: Door, kind: CounterKind) -> None:
    """LOG-06: the page goes on whoever guessed at what, and the trainer takes off what is shown."""
    deed, shown, left = LOCKED[kind]
    await deed(door.server)
    one = await trainer(door)
    assert one.status == 200
    row = next(line for line in one.page.rows if line and line[0].replace("  ", " ").startswith(shown))
    assert row[2].strip() == left
    form = next(form for form in one.page.forms if form.fields.get("kind") == kind and form.buttons[0].value not in laid(kind))
    await one.http.post(form.action, data={**form.fields, "key": form.buttons[0].value})
    await one.open(PAGE)
    assert not any(line[0].replace("  ", " ").startswith(shown) for line in one.page.rows if line)


def laid(kind: CounterKind) -> set[str]:
    """The keys of what is locked from the start: 孙磊, unit 4, and 企业密码 of unit 9."""
    return {CounterKind.account: {"7"}, CounterKind.unit: {"4"}, CounterKind.enterprise_password: {"9"}}.get(kind, set())


async def test_a_lock_that_is_another_by_now_is_asked_for(door: Door) -> None:
    """ACT-1: what the page showed is over, and someone has locked the account anew; nobody unlocks that unasked."""
    await lock(door.server)
    one = await trainer(door)
    form = next(form for form in one.page.forms if form.fields.get("kind") == "account" and form.buttons[0].value == "1")
    assert (await one.http.post(form.action, data={**form.fields, "key": "1"})).status_code == 303
    await door.server.manual.advance(60)
    await lock(door.server)
    asked = await one.http.post(form.action, data={**form.fields, "once": new_key(), "key": "1"})
    assert (asked.status_code, "账号 李明 liming 的锁定在页面打开后已变化" in asked.text) == (200, True)
    assert (await door.server.caller().login()).status_code == 423
    one.reply = asked
    await one.send(form.action)
    assert "账号 李明 liming" not in " ".join(one.text.split())
    assert (await door.server.caller().login()).status_code == 201


async def test_who_is_logged_in_and_where_and_their_sessions_are_ended(door: Door) -> None:
    """SES-03: name, account, machine and address, for a client as for a browser, by password as by QR code."""
    clerk = door.server.caller()
    clerk.http.headers[DEVICE_HEADER] = quote("前台电脑 3")
    await clerk.sign_in("wangfang")
    phone = surfer(door.server)
    phone.http.headers["User-Agent"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15"
    await phone.logged_in("liming")
    client = await asking(door.server, "desk-9")
    await confirmed(door.server, client, await phone_of(door.server, "chenjing"))
    await client.redeem()
    one = await trainer(door)
    rows = [" ".join(row[0].split()) for row in one.page.rows if len(row) == 5]
    for shown in (
        "王芳 wangfang 客户端 前台电脑 3 127.0.0.1",
        "李明 liming 手机 iPhone; CPU iPhone OS 17_0 like Mac OS X 127.0.0.1",
        "陈静 chenjing 客户端 desk-9 127.0.0.1",
    ):
        assert shown in rows
    ends = [form for form in one.page.forms if form.action.endswith("sessions/end")]
    reply = await one.http.post(ends[0].action, data={**ends[0].fields, "session": ends[0].buttons[0].value})
    assert reply.status_code == 303
    assert (await clerk.get(paths.UNITS)).json()["ended"] == "trainer"
    assert "wangfang" not in (await one.open(PAGE)).text
    for form in [each for each in one.page.forms if each.action.endswith("sessions/end")]:
        await one.http.post(form.action, data={**form.fields, "session": form.buttons[0].value})
    assert "教师已结束您的登录" in (await phone.open("/app")).text
    for which, status in (("999", 303), ("0", 422), ("x", 422)):
        assert (await one.http.post(ends[0].action, data={**ends[0].fields, "once": new_key(), "session": which})).status_code == status


async def test_a_lock_says_where_the_last_wrong_guess_came_from(door: Door) -> None:
    clerk = door.server.caller()
    clerk.http.headers[DEVICE_HEADER] = quote("前台电脑 3")
    for _ in range(5):
        await clerk.solved_login(password=WRONG)
    await lock_hall_codes(door.server)
    rows = [" ".join(row[0].split()) for row in (await trainer(door)).page.rows if row]
    assert "账号 李明 liming 前台电脑 3 127.0.0.1" in rows
    assert "大厅注册码 周婷 440*****029 127.0.0.1" in rows
