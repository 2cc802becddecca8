"""旧版登录 of a unit: its 企业密码, who acts, and what stands against it (BJ-44, BJ-74, BJ-75, J13)."""

import asyncio
from dataclasses import dataclass, field

import pytest
from sqlalchemy import delete, select, update

from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.flows.attempt import Entrance
from etax_client.domain.guessing.captcha import CaptchaAnswer, CaptchaPurpose
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.domain.sessions.old_login import OldLogin
from etax_client.domain.sessions.sessions import Seat
from etax_client.domain.units.units import Role
from etax_client.server.services.bureau.other_ways.old_enterprises import ActingFor, OldEnterprises
from etax_client.server.services.guessing import counters
from etax_client.server.services.guessing.passwords import hash_password
from etax_client.server.services.identity import resets
from etax_client.server.store.tables import bureau_units, guess_counters
from tests.server.bureau.attempting import ADDRESS, comer, failures, id_of, other_than, told
from tests.server.bureau.tying import B1, B2, B4, WU, inside, mine, session_of, unit_id_of
from tests.server.running import CHEAP, PASSWORD, WRONG, Running

QIYE, SEAT = "Qiye@2026", Seat("", ADDRESS)


@dataclass
class Door:
    """A browser at the old login of units."""

    server: Running
    mark: str = "old-door"
    held: str = field(default="", repr=False)

    @property
    def logins(self) -> OldEnterprises:
        return self.server.services.bureau.old_enterprises

    def captcha(self, purpose: CaptchaPurpose = CaptchaPurpose.enterprise_password) -> CaptchaAnswer:
        captchas = self.server.services.captchas
        picture = captchas.issue(self.mark, purpose, ADDRESS)
        assert not isinstance(picture, Refused)
        seen = captchas.peek(picture.captcha_id)
        assert not isinstance(seen, Refused)
        return CaptchaAnswer(picture.captcha_id, seen.answer)

    async def unit(self, taxpayer_id: str = B2, password: str = QIYE, captcha: CaptchaAnswer | None = None) -> object:
        result = await self.logins.by_unit(taxpayer_id, Secret(password), captcha, self.mark, SEAT)
        if isinstance(result, Refused):
            return result
        self.held = result[0]
        return result[1]

    def who(self) -> ActingFor:
        found = self.logins.who(self.held)
        assert isinstance(found, ActingFor), found
        return found

    def chooses(self, name: str, role: Role | None = None) -> None:
        one = next(each for each in self.who().actors if each.masked_name == name and role in (None, each.role))
        assert not isinstance(self.logins.choose(self.held, one.tie_id), Refused)

    async def password(self, password: str = PASSWORD, captcha: CaptchaAnswer | None = None) -> LoggedIn | Refused:
        return await self.logins.by_password(self.held, Secret(password), captcha, self.mark, SEAT)

    def code(self, code: str) -> LoggedIn | Refused:
        return self.logins.by_code(self.held, Secret(code), SEAT)

    def sent(self, mobile: str) -> str:
        return self.server.services.messages.delivered(mobile, None, 1)[0].message.params["code"]


async def at_who(server: Running, taxpayer_id: str = B2, name: str = "") -> Door:
    door = Door(server)
    assert not isinstance(await door.unit(taxpayer_id), Refused)
    if name:
        door.chooses(name)
    return door


def code_of(result: object) -> RefusalCode | None:
    return result.code if isinstance(result, Refused) else None


async def test_who_has_no_number_acts_by_their_own_password(server: Running) -> None:
    """001 三(四)3, J13: 冯云 at B2, as its tax staff; the identity is as after a new login."""
    door = await at_who(server, B2, "冯*")
    result = await door.password()
    assert isinstance(result, LoggedIn)
    found = server.services.bureau.capacities.find(session_of(server.services, result))
    told_of = (found.kind, found.entrance, found.unit and found.unit.taxpayer_id, found.role)
    assert told_of == (CapacityKind.enterprise, Entrance.enterprise, B2, Role.tax_staff)
    assert code_of(await door.password()) is RefusalCode.flow_ended, "it is over with the login"
    assert code_of(door.logins.send_code(door.held)) is RefusalCode.flow_ended


async def test_none_who_wait_are_offered(server: Running) -> None:
    """J13: at B1 neither 冯云 nor 郑安, who have not confirmed; the others masked, the representative first."""
    door = await at_who(server, B1)
    assert [(each.masked_name, each.role) for each in door.who().actors] == [("刘*", Role.legal_representative), ("吴*", Role.tax_staff)]
    session = await inside(server, "zhengan")
    waits = mine(server, session, B1).tie_id
    assert code_of(door.logins.choose(door.held, waits)) is RefusalCode.no_tie
    assert code_of(await door.password()) is RefusalCode.out_of_order, "nobody is chosen"


async def test_a_code_lets_in_and_counts_as_everywhere(server: Running) -> None:
    """BJ-42: a wrong one counts for the person; of another one chosen meanwhile it is no code."""
    door = await at_who(server, B2, "吴*")
    assert not isinstance(door.logins.send_code(door.held), Refused)
    code = door.sent("13900000003")
    wrong = door.code(other_than(code))
    assert (code_of(wrong), failures(server.services, CounterKind.bureau_code, "吴磊")) == (RefusalCode.wrong_code, 1)
    door.chooses("刘*", Role.tax_staff)
    assert code_of(door.code(code)) in (RefusalCode.code_void, RefusalCode.wrong_code)
    door.chooses("吴*")
    result = door.code(code)
    assert isinstance(result, LoggedIn)
    assert result.profile.masked_name == "吴*"
    nobody = await at_who(server, B2, "冯*")
    assert code_of(nobody.logins.send_code(nobody.held)) is RefusalCode.no_mobile


async def test_a_captcha_comes_from_the_second_try_on(server: Running) -> None:
    """CAP-1; each of the two secrets asks for its own."""
    door = Door(server)
    wrong = await door.unit(password=WRONG)
    assert wrong == Refused(RefusalCode.wrong_enterprise_password, attempts_left=4, captcha_required=True)
    assert code_of(await door.unit()) is RefusalCode.captcha_required
    assert not isinstance(await door.unit(captcha=door.captcha()), Refused)
    door.chooses("冯*")
    assert code_of(await door.password(WRONG)) is RefusalCode.wrong_credentials
    assert code_of(await door.password(PASSWORD, door.captcha())) is RefusalCode.wrong_captcha, "one for the unit's"
    assert isinstance(await door.password(PASSWORD, door.captcha(CaptchaPurpose.login)), LoggedIn)


async def test_what_is_wrong_with_the_unit_looks_alike(server: Running) -> None:
    """LOG-08, LCK-13: no such unit, one without a 企业密码, a wrong one; each is hashed against something, and counted to the lock."""
    units = {"wrong": B2, "none": B1, "nobody": "91110199MA0BJ99999"}
    with server.services.store.write() as connection:
        b1 = bureau_units.c.unit_id == unit_id_of(server.services, B1)
        connection.execute(update(bureau_units).where(b1).values(enterprise_hash=None))
    replies: dict[str, list[object]] = {name: [] for name in units}
    for name, number in units.items():
        door = Door(server, name)
        for place in range(6):
            reply = await door.unit(number, QIYE if name != "wrong" else WRONG, door.captcha() if place else None)
            replies[name].append(reply)
    assert replies["wrong"] == replies["none"] == replies["nobody"]
    assert code_of(replies["nobody"][-1]) is RefusalCode.locked
    assert len(server.compared) == 15, "as often for each"
    assert (await Door(server, "form").unit(" ")) == Refused(RefusalCode.malformed, field="taxpayer_id")


async def test_five_wrong_ones_lock_the_units_old_login_alone(server: Running) -> None:
    """BJ-44: until the next midnight in Asia/Shanghai; its people, other units and the new login are not touched."""
    door = Door(server)
    for place in range(5):
        last = await door.unit(B2, WRONG, door.captcha() if place else None)
    assert told(last) == ("now_locked.enterprise_password", "BJ-44")
    server.compared.clear()
    assert (code_of(await door.unit(B2, QIYE, door.captcha())), server.compared) == (RefusalCode.locked, [])
    assert not isinstance(await Door(server, "other").unit(B1), Refused)
    assert (await inside(server, WU, B2)).person_id == id_of(server.services, "吴磊")
    await server.manual.advance(14 * 3600)
    assert not isinstance(await door.unit(B2, QIYE, door.captcha()), Refused)


async def test_the_demo_begins_with_a_locked_one(server: Running) -> None:
    """J13: B4, until midnight."""
    assert code_of(await Door(server).unit(B4)) is RefusalCode.locked


@pytest.mark.parametrize("what", ["unit_locked", "closed", "tie_ended", "password_changed", "account_locked"])
async def test_what_changes_meanwhile_is_seen_where_the_session_is_made(server: Running, what: str) -> None:
    """ACT-1, S-1: lock, tie, both passwords and the switch are asked again in the transaction of the login."""
    services, by_code, door = server.services, await at_who(server, B2, "吴*"), await at_who(server, B2, "吴*")
    by_code.logins.send_code(by_code.held)
    code = by_code.sent("13900000003")
    system, unit = services.bureau.system, unit_id_of(services, B2)
    if what == "unit_locked":
        services.locks.lock(counters.of_enterprise(unit), system.policy.account_lockout)
    elif what == "closed":
        services.bureau.old_logins.switch(OldLogin(on=False))
    elif what == "tie_ended":
        chosen = door.who().chosen
        assert chosen is not None
        assert services.hall_ties.end(chosen.tie_id) is None
    elif what == "password_changed":
        with services.store.write() as connection:
            another = hash_password(CHEAP, Secret("Other@2026"))
            connection.execute(update(bureau_units).where(bureau_units.c.unit_id == unit).values(enterprise_hash=another))
    else:
        services.locks.lock(system.subjects_of(id_of(services, "吴磊"))[1], system.policy.account_lockout)
    expected = {
        "unit_locked": RefusalCode.locked,
        "closed": RefusalCode.old_login_closed,
        "tie_ended": RefusalCode.no_tie,
        "password_changed": RefusalCode.flow_ended,
        "account_locked": RefusalCode.locked,
    }[what]
    assert (code_of(await door.password()), code_of(by_code.code(code))) == (expected, expected)


@pytest.mark.sql
async def test_of_many_at_once_five_are_compared(server: Running) -> None:
    """LCK-2, races 3: however many doors they come to."""
    doors = [Door(server, f"door-{each}") for each in range(20)]
    results = await asyncio.gather(*(door.unit(B2, WRONG, door.captcha()) for door in doors))
    assert len(server.compared) == 5
    assert {code_of(each) for each in results} == {RefusalCode.wrong_enterprise_password, RefusalCode.locked}


async def test_a_unit_that_is_gone_leaves_no_lock_behind(server: Running) -> None:
    services, unit = server.services, unit_id_of(server.services, B4)
    assert services.people.remove_unit(unit) is None
    with services.store.write() as connection:
        mine = (guess_counters.c.kind == CounterKind.enterprise_password.value) & (guess_counters.c.subject == str(unit))
        assert connection.execute(delete(guess_counters).where(mine)).rowcount == 0


async def test_the_acting_persons_counter_is_the_accounts(server: Running) -> None:
    """BJ-42, BJ-43: two here and three at the new login are five; the lock shuts both."""
    door, one = await at_who(server, B2, "吴*"), comer(server.services)
    for captcha in (None, door.captcha(CaptchaPurpose.login)):
        assert code_of(await door.password(WRONG, captcha)) is RefusalCode.wrong_credentials
    last = [await one.first(WRONG, account=WU) for _ in range(3)][-1]
    assert told(last) == ("lock.password", "BJ-43")
    assert code_of(await door.password(PASSWORD, door.captcha(CaptchaPurpose.login))) is RefusalCode.locked


async def test_a_reset_of_the_acting_person_ends_what_they_were_chosen_in(server: Running) -> None:
    """RST-2: what stands behind the 企业密码 about someone whose password has changed is over."""
    services, door = server.services, await at_who(server, B2, "吴*")
    with services.store.write() as connection:
        accounts, whom = services.bureau.system.accounts, id_of(services, "吴磊")
        own = connection.execute(select(accounts.c.password_hash).where(accounts.c.person_id == whom)).scalar_one()
        resets.replace(connection, services.bureau.sessions, services.news, whom, own, services.clock.now())
    assert code_of(await door.password()) is RefusalCode.flow_ended
