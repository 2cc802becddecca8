"""The bureau's old login: open until its last day is over, one more way to the same account, counter and locks (BJ-74, BJ-77)."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.channels import Channel
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.old_login import OldLogin
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.services.sessions.login import Login
from etax_client.server.settings import ServerSettings
from etax_client.server.world.worlds import Worlds
from tests.server.bureau.attempting import ADDRESS, comer, told
from tests.server.bureau.tying import session_of
from tests.server.running import PASSWORD, WRONG, Running

TODAY = date(2026, 11, 20)
TO_MIDNIGHT = 14 * 3600
"""Seconds, from when these tests begin."""


async def old(server: Running, password: str = PASSWORD, account: str = "fengyun", mark: str = "one") -> LoggedIn | Refused:
    return await server.services.bureau.old_logins.by_person(account, Secret(password), None, mark, Seat("", ADDRESS))


FENG = "110199197512240011"
"""冯云, whom nobody can send a code to (BJ-37)."""


async def test_the_password_alone_lets_in_whoever_has_no_number(server: Running) -> None:
    """001 三(四)3: the third way."""
    result = await old(server, account=FENG)
    assert isinstance(result, LoggedIn)
    assert result.profile.masked_name == "冯*"
    session = session_of(server.services, result)
    capacity = server.services.bureau.capacities.find(session)
    assert (capacity.kind, bool(capacity.mark)) == (CapacityKind.person, True), "as after a new login: forms are held against it"


@pytest.mark.parametrize("until_midnight", [1, 0])
async def test_it_is_open_to_the_last_second_of_its_last_day(server: Running, until_midnight: int) -> None:
    """BJ-74, in Asia/Shanghai."""
    server.services.bureau.old_logins.switch(OldLogin(last_day=TODAY))
    await server.manual.advance(TO_MIDNIGHT - until_midnight)
    server.compared.clear()
    result = await old(server, account=FENG)
    assert isinstance(result, LoggedIn) is bool(until_midnight)
    assert (server.services.bureau.old_logins.now() is None, bool(server.compared)) == (not until_midnight, bool(until_midnight))
    if isinstance(result, Refused):
        assert (result.code, told(result)) == (RefusalCode.old_login_closed, ("old.closed", "BJ-74"))


async def test_one_that_ends_while_it_compares_lets_nobody_in(server: Running) -> None:
    """ACT-1: it is asked again where the session is made; who is in already stays so."""
    before = await old(server, account=FENG)
    assert isinstance(before, LoggedIn)
    logins = server.services.bureau.old_logins

    class Ending(Login):
        """It ends after the first look."""

        async def prove(self, *asked: Any, **more: Any) -> Any:
            logins.switch(OldLogin(on=False))
            return await super().prove(*asked, **more)

    ending = replace(logins, login=Ending(**{each.name: getattr(logins.login, each.name) for each in fields(Login)}))
    result = await ending.by_person(FENG, Secret(PASSWORD), None, "one", Seat("", ADDRESS))
    assert (result.code if isinstance(result, Refused) else None, server.compared) == (RefusalCode.old_login_closed, [PASSWORD, PASSWORD])
    assert not isinstance(server.services.bureau.sessions.find(before.token.reveal(), Channel.bureau), Refused)


async def test_it_counts_with_the_new_login(server: Running) -> None:
    """BJ-42, BJ-43: five in all, whichever door they came to, and the lock shuts both."""
    one = comer(server.services)
    assert await old(server, WRONG, "liuyang") == Refused(RefusalCode.wrong_credentials, attempts_left=4, captcha_required=True)
    for left in (3, 2, 1):
        assert await one.first(WRONG) == Refused(RefusalCode.wrong_credentials, attempts_left=left)
    assert told(await one.first(WRONG)) == ("lock.password", "BJ-43")
    locked = await old(server, account="liuyang", mark="another")
    assert (locked.code if isinstance(locked, Refused) else None) == RefusalCode.locked


async def test_it_does_not_say_who_has_no_account(server: Running) -> None:
    """LOG-08: other than the new login (BJ-31)."""
    assert await old(server, account="nobody1", mark="one") == await old(server, WRONG, "liuyang", mark="two")


def test_a_worlds_file_says_its_last_day(tmp_path: Path) -> None:
    text = 'account_password = "Etax@2026"\ndeclaration_password = "Sbmm@2026"\n[bureau]\nold_login_until = 2026-12-31\n'
    (tmp_path / "world.toml").write_text(text)
    worlds = Worlds(ServerSettings(world=str(tmp_path / "world.toml")))
    assert worlds.main.bureau.old_logins.now() == OldLogin(last_day=date(2026, 12, 31))
    worlds.main.store.close()
