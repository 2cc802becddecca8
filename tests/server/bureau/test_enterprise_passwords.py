"""找回企业密码: the two who run a unit set another one, by the steps of every recovery (BJ-76)."""

import asyncio

import pytest

from etax_client.domain.channels import Channel
from etax_client.domain.flows.recovery import OfUnitView, Proof, RecoveryStep, RecoveryView
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.qr_login import App
from etax_client.domain.units.units import Role
from etax_client.server.services.guessing import counters
from etax_client.server.services.identity.recovery import Recoveries
from tests.server.bureau.attempting import ADDRESS, told
from tests.server.bureau.test_old_enterprises import QIYE, Door
from tests.server.bureau.tying import B1, B2, B4, unit_id_of
from tests.server.running import Running

LIU, ZHOU, WU = ("刘洋", "110199198001010016"), ("周敏", "110199198203150025"), ("吴磊", "110199199007020017")
MOBILES = {LIU: "13900000001", ZHOU: "13900000002", WU: "13900000003"}
NEW = "Xinmima@2026"


class Asker:
    """Someone who has begun one, and said who they are and of which unit."""

    def __init__(self, server: Running, who: tuple[str, str], unit: str) -> None:
        self.server, self.who = server, who
        begun = self.services.flow.begin(Channel.bureau, ADDRESS)
        assert not isinstance(begun, Refused)
        self.secret = begun[0].reveal()
        name, number = who
        view = self.services.identify(self.secret, DocumentType.resident_id, number, name, also={"taxpayer_id": unit})
        assert isinstance(view, OfUnitView)
        assert (view.step, view.taxpayer_id) == (RecoveryStep.proof, unit)

    @property
    def services(self) -> Recoveries:
        return self.server.services.bureau.enterprise_passwords

    def sent(self) -> list[str]:
        found = self.server.services.messages.delivered(MOBILES[self.who], None, 5)
        return [each.message.params["code"] for each in found if each.message.key == "sms.code.bureau_enterprise"]

    def by_code(self) -> None:
        assert isinstance(self.services.send_code(self.secret, Proof.sms_code), RecoveryView)
        view = self.services.prove(self.secret, Secret(self.sent()[0]))
        assert isinstance(view, RecoveryView)
        assert view.step is RecoveryStep.password

    def by_face(self) -> object:
        asked = self.services.flow.ask_face(self.secret, App.itax)
        assert not isinstance(asked, Refused)
        return self.server.services.faces.check(asked.link_id, ADDRESS)

    async def sets(self, password: str = NEW) -> RecoveryView | Refused:
        return await self.services.set_password(self.secret, Secret(password), again=Secret(password))


async def enters(server: Running, unit: str, password: str) -> bool:
    door = Door(server, f"door {password}")
    return not isinstance(await door.unit(unit, password, door.captcha()), Refused)


@pytest.mark.parametrize("by", ["code", "face"])
async def test_either_of_the_two_sets_another_which_unlocks(server: Running, by: str) -> None:
    """J13: B4 is locked when the demo starts; 周敏 is its finance officer. Her own password and her session stay."""
    one = Asker(server, ZHOU, B4)
    one.by_code() if by == "code" else one.by_face()
    assert isinstance(await one.sets(), RecoveryView)
    assert (await enters(server, B4, QIYE), await enters(server, B4, NEW)) == (False, True)
    sent = server.services.messages.delivered(MOBILES[ZHOU], None, 1)[0].message
    assert (sent.key, sent.params["unit"]) == ("sms.bureau.enterprise_password", "北京示例<b>文化</b>有限公司")


@pytest.mark.parametrize(("who", "unit"), [(WU, B1), (ZHOU, B1), (LIU, B4), (LIU, "91110199MA0BJ99999")])
async def test_nobody_else_is_sent_a_code(server: Running, who: tuple[str, str], unit: str) -> None:
    """LOG-08: tax staff, a finance officer who has not confirmed, others, no such unit: each is told as everyone; REG-2 behind the face."""
    one, other = Asker(server, who, unit), Asker(server, *((ZHOU, B4) if who is LIU else (LIU, B2)))
    replies = [each.services.send_code(each.secret, Proof.sms_code) for each in (one, other)]
    assert [isinstance(each, RecoveryView) and each.resend for each in replies] == [120, 120]
    assert (len(one.sent()), len(other.sent())) == (0, 1)
    guessed = [one.services.prove(one.secret, Secret("000000"))]
    assert [each.code for each in guessed if isinstance(each, Refused)] == [RefusalCode.wrong_code]
    one.by_face()
    result = await one.sets()
    assert (result, told(result)) == (Refused(RefusalCode.beyond_rights), ("enterprise.not_runner", "BJ-76"))


async def test_who_runs_it_no_more_by_then_sets_nothing(server: Running) -> None:
    """ACT-1: looked at again in the transaction that sets it."""
    one = Asker(server, LIU, B2)
    one.by_code()
    assert server.services.register.name(unit_id_of(server.services, B2), Role.legal_representative, None) is None
    assert isinstance(await one.sets(), Refused)
    assert await enters(server, B2, QIYE)


async def test_what_was_begun_behind_the_old_one_leads_nowhere(server: Running) -> None:
    """And the rule of personal passwords holds; the old one is no new one (PWD-1)."""
    door, one = Door(server), Asker(server, LIU, B2)
    await door.unit(B2)
    one.by_code()
    for refused in (await one.sets(QIYE), await one.sets("short")):
        assert isinstance(refused, Refused)
    assert isinstance(await one.sets(), RecoveryView)
    gone = door.logins.who(door.held)
    assert isinstance(gone, Refused)
    assert gone.code is RefusalCode.flow_ended


@pytest.mark.sql
async def test_of_two_who_set_it_at_once_the_later_holds(server: Running) -> None:
    """Races: each is told that it was done; exactly one of the two is the password, and a guess meanwhile never locks what was unlocked."""
    services, first, second = server.services, Asker(server, LIU, B2), Asker(server, LIU, B2)
    first.by_code()
    await server.manual.advance(121)
    second.by_code()
    system = services.bureau.system
    services.locks.lock(counters.of_enterprise(unit_id_of(services, B2)), system.policy.account_lockout)
    results = await asyncio.gather(first.sets("First@2026"), second.sets("Second@2026"))
    assert [isinstance(each, RecoveryView) for each in results] == [True, True]
    assert sorted([await enters(server, B2, "First@2026"), await enters(server, B2, "Second@2026")]) == [False, True]
