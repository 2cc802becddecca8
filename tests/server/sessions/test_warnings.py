"""What others do is told by a short message: locks, logins elsewhere, authorisations (LOG-05, VER-02, AUT-02, AUT-04)."""

from datetime import date

from etax_client.domain.channels import Channel
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.sessions import Seat
from etax_client.domain.units.authorisations import Term
from etax_client.texts.catalogue import words
from etax_client.texts.short_messages import tell_message
from tests.server.running import PASSWORD, WRONG, Running
from tests.server.units.authorising import NEWCOMER, OWN, cast, register

LIMING, WANGFANG = "13800000001", "13800000002"
SAID = "【模拟环境】"


def came(server: Running, mobile: str) -> list[str]:
    """What came to a number in words, newest first."""
    return [tell_message(words(), each.message.key, each.message.params) for each in server.services.messages.delivered(mobile, None, 20)]


async def test_whose_account_is_locked_is_told_once(server: Running) -> None:
    """Until when, in the tax office's time; what is tried under the lock tells nothing more."""
    caller = server.caller()
    for _ in range(4):
        await caller.solved_login("liming", WRONG)
    assert came(server, LIMING) == []
    for _ in range(3):
        await caller.solved_login("liming", WRONG)
    assert came(server, LIMING) == [
        f"{SAID}您的账号因密码连续输错，已于 2026-11-20 10:00:00 锁定，2026-11-20 12:00:00 自动解锁。如非本人操作，请修改密码。"
    ]


async def test_who_runs_a_unit_is_told_of_its_lock(server: Running) -> None:
    """法定代表人 and 财务负责人, as far as a number is bound; not who tried."""
    caller = await server.signed_in()
    for _ in range(5):
        await caller.solved_verify(1, WRONG)
    [told] = came(server, WANGFANG)
    assert told.startswith(f"{SAID}广东示例查账有限公司 因申报密码连续输错，已于 2026-11-20 10:00:00 锁定")
    assert came(server, LIMING) == []


async def test_a_login_at_another_machine_is_told(server: Running) -> None:
    """By password as by code: the first machine is no other one, and each other one is told of once."""
    for device, so_far in (("甲", 0), ("甲", 0), ("", 0), ("乙", 1), ("乙", 1), ("甲", 1)):
        logged_in = await server.services.login.by_password("liming", Secret(PASSWORD), None, "", Channel.client, Seat(device))
        assert isinstance(logged_in, LoggedIn)
        assert len(came(server, LIMING)) == so_far, device
    assert "在设备 乙 上用密码登录扣缴端" in came(server, LIMING)[0]


async def test_what_becomes_of_an_authorisation_is_told_to_who_has_it(server: Running) -> None:
    """AUT-02, AUT-04: given, changed, ended; what was refused is told to nobody."""
    one, manager = await cast(server), "legal representative"
    mobile = "13800000006"
    before = len(came(server, mobile))
    assert one.add("nobody", OWN, NEWCOMER) == "404"
    assert one.add(manager, OWN, NEWCOMER, Term(date(2026, 11, 20), date(2026, 12, 1))) == "ok"
    authorisation = register(server)[-1].id
    await server.manual.advance(60)
    assert one.change(manager, OWN, authorisation, Term(date(2026, 11, 20))) == "ok"
    assert one.end(manager, OWN, authorisation) == "ok"
    told = came(server, mobile)
    unit, at = "广东示例查账有限公司", "2026-11-20 10:01:00"
    assert told[: len(told) - before] == [
        f"{SAID}您在 {unit} 的办税授权已于 {at} 解除。如有疑问，请联系该单位。",
        f"{SAID}您在 {unit} 的办税授权已于 {at} 变更为管理权限，长期，自 2026-11-20 起。如有疑问，请联系该单位。",
        f"{SAID}{unit} 已授予您办税权限，定期，2026-11-20 至 2026-12-01。如有疑问，请联系该单位。",
    ]
