"""The account centre at the bureau's services: the user name once in 365 days, the number, the password, the log (BJ-48 to BJ-51)."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.identity.login_names import changeable_from
from etax_client.domain.local_time import local_time
from etax_client.domain.policies import BEIJING
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.own_acts import MOST, OwnAct
from etax_client.domain.sessions.phone_messages import Medium
from etax_client.server.services.bundle import Services
from etax_client.server.services.bureau.own_accounts import OwnAccount
from etax_client.server.services.guessing.address_limits import MOST_MISSES
from etax_client.server.services.identity.security import Bound
from etax_client.server.services.sessions import own_log
from etax_client.server.services.sessions.sessions import Session
from etax_client.server.store.tables import hall_records
from tests.server.bureau.attempting import CHEN, FENG, LIU, MOBILE, change, comer, failures, id_of, inside, told
from tests.server.running import PASSWORD, WRONG, Running

NEW, FREE, WANGS = "Other#2027", "13900000077", "13800000002"
DAY = 24 * 3600


def own(services: Services, session: Session) -> OwnAccount:
    found = services.bureau.own_accounts.read(session)
    assert isinstance(found, OwnAccount)
    return found


def acts(services: Services, session: Session) -> list[OwnAct]:
    return [entry.act for entry in services.bureau.own_accounts.log(session)]


async def code_to(services: Services, session: Session, mobile: str) -> Secret:
    sent = services.bureau.security.send_code(session, mobile)
    assert not isinstance(sent, Refused)
    return Secret(services.messages.delivered(mobile, None, 1)[0].message.params["code"])


async def test_a_user_name_is_set_and_changed_once_a_year(server: Running) -> None:
    """BJ-49: setting the first one is no change; the refusal names the day, and on that day it may be done."""
    change(server.services, LIU, login_name=None)
    session, names = await inside(server.services, MOBILE), server.services.bureau.own_accounts
    for name in ("first1", "second2"):
        assert names.set_name(session, name) == name
    refused = names.set_name(session, "third3")
    assert isinstance(refused, Refused)
    assert (refused.code, told(refused)) == (RefusalCode.login_name_too_soon, ("login_name_too_soon", "BJ-49"))
    assert names.set_name(session, "second2") == "second2", "what it is already is no change"
    day = own(server.services, session).changeable_from
    assert day == server.services.clock.now().date() + timedelta(days=365)
    assert isinstance(await comer(server.services).first(account="first1"), Refused), "the old one is nobody's"
    # they begin at ten in the morning there: 14 hours are left of the day
    await server.manual.advance(364 * DAY + 14 * 3600 - 1)
    session = await inside(server.services, "second2")
    assert isinstance(names.set_name(session, "third3"), Refused)
    await server.manual.advance(1)
    assert own(server.services, session).changeable_from is None
    assert names.set_name(session, "third3") == "third3"
    assert acts(server.services, session)[:2] == [OwnAct.name_set, OwnAct.logged_in]


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        (datetime(2026, 3, 1, 16, 30, tzinfo=UTC), date(2027, 3, 2)),
        (datetime(2027, 3, 1, 15, 59, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2028, 2, 28, 18, 0, tzinfo=UTC), date(2029, 2, 28)),
    ],
)
def test_a_year_is_of_365_days_there(changed: datetime, again: date) -> None:
    """BJ-49: by the days of Shanghai, wherever the machine stands, also over a leap day."""
    assert BEIJING.login_name_change is not None
    found = changeable_from(changed, BEIJING.login_name_change)
    assert local_time(found) == f"{again} 00:00:00"


@pytest.mark.parametrize("typed", ["", "abc12", "a" * 21, "1abcdef", "刘洋刘洋刘洋", "abc_def"])
async def test_what_no_user_name_looks_like(server: Running, typed: str) -> None:
    """BJ-49: 6 to 20 letters and digits, first a letter."""
    refused = server.services.bureau.own_accounts.set_name(await inside(server.services), typed)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.field) == (RefusalCode.malformed, "login_name")


async def test_a_user_name_is_one_persons(server: Running) -> None:
    """BJ-49: case counts; a name that is taken costs nobody their year. Whoever was first has it, of two at once."""
    services = server.services
    change(services, LIU, login_name=None)
    liu, wang = await inside(services, MOBILE), await inside(services, "wangfang", WANGS)
    names = services.bureau.own_accounts
    assert names.set_name(liu, "wangfang") == Refused(RefusalCode.login_name_taken, field="login_name")
    assert names.set_name(liu, "WangFang") == "WangFang"
    found = await asyncio.gather(*(asyncio.to_thread(names.set_name, each, "oneName1") for each in (liu, wang)))
    assert sorted(isinstance(each, Refused) for each in found) == [False, True]


async def test_whether_a_name_is_taken_is_said_so_often_to_an_address(server: Running) -> None:
    """BJ-49: in a minute; then nothing is said of any name."""
    services, session = server.services, await inside(server.services)
    names = services.bureau.own_accounts
    for _ in range(MOST_MISSES):
        assert names.set_name(session, "wangfang") == Refused(RefusalCode.login_name_taken, field="login_name")
    for name in ("wangfang", "nobody1"):
        refused = names.set_name(session, name)
        assert isinstance(refused, Refused)
        assert refused.code is RefusalCode.too_many
    await server.manual.advance(60)
    assert names.set_name(session, "nobody1") == "nobody1"


async def test_the_password_is_changed_by_the_one_there_is(server: Running) -> None:
    """BJ-51, BJ-42, PWD-1: other sessions of the bureau end, none of the platform's; wrong ones count as at login, without a captcha."""
    services = server.services
    other = await inside(services, "wangfang", WANGS)
    await server.manual.advance(120)
    session = await inside(services, "wangfang", WANGS)
    platform = await server.signed_in("wangfang")
    refused = await services.bureau.security.change_password(session, Secret(WRONG), Secret(NEW), None, "")
    assert refused == Refused(RefusalCode.wrong_credentials, attempts_left=4)
    assert failures(services, CounterKind.bureau_password, "王芳") == 1
    assert await services.bureau.security.change_password(session, Secret(PASSWORD), Secret(NEW), None, "") is None
    with pytest.raises(Exception, match="session_ended"):
        services.bureau.own_accounts.set_name(other, "another1")
    assert own(services, session).login_name == "wangfang"
    assert acts(services, session)[0] is OwnAct.password_changed
    assert await platform.unit_ids()
    assert services.messages.delivered(WANGS, None, 1)[0].message.key == "sms.bureau.password_changed"


async def test_the_fifth_wrong_password_locks_here_too(server: Running) -> None:
    """BJ-42, BJ-43: the account, until midnight; the session goes on."""
    session = await inside(server.services)
    for _ in range(4):
        await server.services.bureau.security.change_password(session, Secret(WRONG), Secret(NEW), None, "")
    locked = await server.services.bureau.security.change_password(session, Secret(WRONG), Secret(NEW), None, "")
    assert isinstance(locked, Refused)
    assert (locked.code, locked.retry_after) == (RefusalCode.locked, 14 * 3600)
    assert told(await comer(server.services).first()) == ("first.locked", "BJ-43")
    assert own(server.services, session).login_name == "liuyang"


async def test_a_number_that_is_bound_here_is_empty_where_it_was(server: Running) -> None:
    """BJ-50, BJ-23, BJ-01: the old number is told, and the old holder by e-mail; the platform's numbers are its own."""
    services = server.services
    change(services, CHEN, email="chenchen@example.com", mobile="13900000006")
    liu = await inside(services)
    bound = await services.bureau.security.bind(liu, "13900000006", await code_to(services, liu, "13900000006"), Secret(PASSWORD), None, "")
    assert bound == Bound("13900000006", "陈*")
    with services.store.read() as connection:
        assert own_log.read(connection, services.bureau.system, id_of(services, CHEN))[0].act is OwnAct.mobile_lost
    [mail] = services.messages.delivered("chenchen@example.com", None, 5)
    assert (mail.medium, mail.message.key) == (Medium.email, "email.bureau.mobile_lost")
    assert services.messages.delivered(MOBILE, None, 1)[0].message.key == "sms.bureau.mobile_changed"
    taken = await services.bureau.security.bind(liu, WANGS, await code_to(services, liu, WANGS), Secret(PASSWORD), None, "")
    assert taken == Bound(WANGS, "王*")
    assert (await server.signed_in("wangfang")).http is not None
    assert services.messages.delivered(None, 2, 5), "the platform's account has it still"
    assert acts(services, liu)[:2] == [OwnAct.mobile_bound, OwnAct.mobile_bound]


async def test_the_first_number_is_added_on_the_same_page(server: Running) -> None:
    """BJ-50: a wrong password leaves the code good (COD-4)."""
    services = server.services
    liu = await inside(services)
    change(services, LIU, mobile=None)
    code = await code_to(services, liu, FREE)
    wrong = await services.bureau.security.bind(liu, FREE, code, Secret(WRONG), None, "")
    assert wrong == Refused(RefusalCode.wrong_credentials, attempts_left=4)
    assert await services.bureau.security.bind(liu, FREE, code, Secret(PASSWORD), None, "") == Bound(FREE)
    assert own(services, liu).mobile == FREE


async def test_two_take_one_number_at_once(server: Running) -> None:
    """BJ-23: both have proved it; it is the later one's, and never two people's."""
    services = server.services
    liu, wang = await inside(services), await inside(services, "wangfang", WANGS)
    # one after the other, as a later code voids the one before it (SMS-01)
    first = await code_to(services, liu, FREE)
    assert await services.bureau.security.bind(liu, FREE, first, Secret(PASSWORD), None, "") == Bound(FREE)
    await server.manual.advance(120)
    second = await code_to(services, wang, FREE)
    mine = services.bureau.security.send_code(liu, MOBILE)
    assert not isinstance(mine, Refused)
    code = Secret(services.messages.delivered(MOBILE, None, 1)[0].message.params["code"])
    found = await asyncio.gather(
        services.bureau.security.bind(wang, FREE, second, Secret(PASSWORD), None, ""),
        services.bureau.security.bind(liu, MOBILE, code, Secret(PASSWORD), None, ""),
    )
    assert list(found) == [Bound(FREE, "刘*"), Bound(MOBILE)]
    assert (own(services, liu).mobile, own(services, wang).mobile) == (MOBILE, FREE)


async def test_the_log_keeps_the_last_fifty(server: Running) -> None:
    """BJ-48."""
    services, session = server.services, await inside(server.services)
    with services.store.write() as connection:
        for _ in range(MOST + 5):
            own_log.note(connection, services.bureau.system, session.person_id, OwnAct.name_set, services.clock.now())
        own_log.note(connection, services.system, session.person_id, OwnAct.name_set, services.clock.now())
        own_log.note(connection, services.bureau.system, id_of(services, FENG), OwnAct.name_set, services.clock.now())
    assert acts(services, session) == [OwnAct.name_set] * MOST


async def test_a_key_task_is_decided_by_what_is_known_when_it_is_done(server: Running) -> None:
    """BJ-54, BJ-55: what the hall collects is enough at once, in an open session."""
    services, session = server.services, await inside(server.services)
    assert services.bureau.raisings.do_task(session) is None
    change(services, LIU, face_at=None)
    refused = services.bureau.raisings.do_task(session)
    assert (refused, told(refused)) == (Refused(RefusalCode.level_too_low), ("level.asked", "BJ-54"))
    with services.store.write() as connection:
        connection.execute(insert(hall_records).values(person_id=session.person_id, collected_at=services.clock.now()))
    assert services.bureau.raisings.do_task(session) is None
    assert acts(services, session)[0] is OwnAct.task_done
