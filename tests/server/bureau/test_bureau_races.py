"""What many do at the bureau in the same moment, and what must come of it.

The other races are told beside what they are about: one number of two people (test_bureau_registration, test_own_accounts,
pages/bureau/test_mobile_recovery), a lost number against its code (test_bureau_recoveries, test_attempts), a wrong password against a right
code (test_bureau_locks, test_attempts_model), 确认 against 撤回, 添加 twice, 删除 against an act (test_capacities), forms of two tabs
(test_capacities), the hall's number against its code (test_bureau_registration), lost answers (tests/acts/test_sent_again), last seconds
(test_ties, test_old_login), 365 days (test_own_accounts), a guess across midnight (tests/domain/guessing/test_lockout).
"""

import asyncio
import itertools
from collections import Counter
from collections.abc import Awaitable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from etax_client.domain.flows.attempt import AttemptView, Entrance
from etax_client.domain.flows.bureau_registration import JoiningView, JoinStep
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPurpose
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.qr_login import ScannedTicket
from etax_client.domain.sessions.sessions import Seat
from etax_client.server.store.tables import bureau_accounts, sessions
from tests.server.bureau.attempting import ADDRESS, comer, inside
from tests.server.bureau.test_bureau_registration import XU, Joiner
from tests.server.bureau.test_scan_login import phone_in, scanner
from tests.server.bureau.tying import B1
from tests.server.running import WRONG, Running

pytestmark = pytest.mark.sql
NAME = "chosenname"
EACH = 12


def codes_of(results: list[object]) -> Counter[str]:
    return Counter(each.code.value if isinstance(each, Refused) else "in" for each in results)


async def test_of_two_who_choose_one_user_name_the_other_stays_at_the_settings_with_a_good_code(server: Running) -> None:
    """BJ-49, COD-4: at once; and behind the face, where only then the name turns out to be taken."""
    one, other = Joiner(server).at_settings(), Joiner(server, XU).at_settings()
    codes = [each.sent() for each in (one, other)]
    told = await asyncio.gather(*(each.set_up(code, NAME) for each, code in zip((one, other), codes, strict=True)))
    assert [each.step for each in told if isinstance(each, JoiningView)] == [JoinStep.face, JoinStep.face]
    links = [server.services.bureau.registrations.flow.ask_face(each.secret) for each in (one, other)]
    for each, asked in zip((one, other), links, strict=True):
        assert not isinstance(asked, Refused)
        each.look(asked.link_id)
    assert [each.view().step for each in (one, other)] == [JoinStep.done, JoinStep.settings]
    again = await other.set_up(codes[1], "another1")
    assert isinstance(again, JoiningView), "the code that was answered is not asked for again"
    with server.services.store.read() as connection:
        named = select(func.count()).select_from(bureau_accounts).where(bureau_accounts.c.login_name == NAME)
        assert connection.execute(named).scalar_one() == 1


async def test_wrong_passwords_by_every_door_at_once_are_five(server: Running) -> None:
    """LCK-2, BJ-42: 自然人业务, 企业业务, the old login and the account centre count as one."""
    services, session = server.services, await inside(server.services)
    server.compared.clear()
    marks = itertools.count()

    def old() -> Awaitable[object]:
        mark = f"old {next(marks)}"
        picture = services.captchas.issue(mark, CaptchaPurpose.login, ADDRESS)
        assert not isinstance(picture, Refused)
        seen = services.captchas.peek(picture.captcha_id)
        assert not isinstance(seen, Refused)
        answer = CaptchaAnswer(picture.captcha_id, seen.answer)
        return services.bureau.old_logins.by_person("liuyang", Secret(WRONG), answer, mark, Seat("", ADDRESS))

    def centre() -> Awaitable[object]:
        return services.bureau.security.change_password(session, Secret(WRONG), Secret("Tulip2027x"), None, "")

    def by_unit() -> Awaitable[object]:
        return comer(services).first(WRONG, entrance=Entrance.enterprise, taxpayer_id=B1)

    doors = (lambda: comer(services).first(WRONG), by_unit, old, centre)
    found = codes_of(list(await asyncio.gather(*(door() for _ in range(EACH) for door in doors))))
    assert len(server.compared) == 5
    assert (found["in"], found["wrong_credentials"] <= 4, found["locked"] >= 1) == (0, True, True)
    assert not isinstance(services.bureau.sessions.of_id(session.session_id), Refused), "sessions go on"


async def test_a_code_that_is_confirmed_lets_one_browser_in_once(server: Running) -> None:
    """QRT-2, QRT-3: of two phones one has it, and however often it is redeemed at once, there is one session."""
    it = await scanner(server)
    other = await phone_in(server, "wangfang", it.app)
    scans = [lambda: it.scan(), lambda: server.services.qr_login.scan(other, it.ticket.scan_id, ADDRESS)]
    taken = await asyncio.gather(*(asyncio.to_thread(each) for each in scans))
    assert sorted(isinstance(each, ScannedTicket) for each in taken) == [False, True]
    assert [each.code for each in taken if isinstance(each, Refused)] == [RefusalCode.ticket_used]
    if isinstance(taken[1], ScannedTicket):
        it.phone = other
    it.confirmed()
    before = count(server)
    results = await asyncio.gather(*(asyncio.to_thread(it.redeem) for _ in range(6)))
    assert {each.token.reveal() for each in results if isinstance(each, LoggedIn)} != set()
    assert len({each.token.reveal() for each in results if isinstance(each, LoggedIn)}) == 1
    assert count(server) == before + 1


async def test_the_fifth_in_the_last_moment_of_a_day_locks_for_that_moment(server: Running) -> None:
    """BJ-42, BJ-44: at 23:59:59.999 the lock is a millisecond's; from 00:00:00 on all counts begin anew."""
    one = comer(server.services)
    await server.manual.advance(timedelta(hours=13, minutes=59, seconds=59, milliseconds=999).total_seconds())
    for _ in range(4):
        await one.first(WRONG)
    locked = await one.first(WRONG)
    assert isinstance(locked, Refused)
    assert (locked.code, locked.retry_after) == (RefusalCode.locked, 1)
    await server.manual.advance(0.001)
    assert await one.first(WRONG) == Refused(RefusalCode.wrong_credentials, attempts_left=4)
    assert isinstance(await one.first(), AttemptView)


def count(server: Running) -> int:
    with server.services.store.read() as connection:
        return connection.execute(select(func.count()).select_from(sessions)).scalar_one()
