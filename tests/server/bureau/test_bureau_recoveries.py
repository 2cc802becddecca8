"""忘记密码 at the bureau's services: what it ends and what it leaves alone, and races with a number that is lost (BJ-23, BJ-44, BJ-45)."""

import asyncio

from etax_client.domain.channels import Channel
from etax_client.domain.flows.attempt import AttemptView
from etax_client.domain.flows.recovery import Proof, RecoveryStep, RecoveryView
from etax_client.domain.guessing.lockout import CounterKind
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.domain.sessions.accounts import LoggedIn
from etax_client.server.services.bundle import Services
from etax_client.server.services.identity import new_accounts
from tests.server.bureau.attempting import ADDRESS, LIU, MOBILE, change, comer, failures, inside, other_than, told
from tests.server.running import WRONG, Running

NEW, WANGS = Secret("Other#2027"), "13800000002"
LIU_IS = (DocumentType.resident_id, "110199198001010016", "刘洋")
WANG_IS = (DocumentType.resident_id, "440199197908230027", "王芳")


def begun(services: Services, who: tuple[DocumentType, str, str] = LIU_IS) -> str:
    """The secret of a recovery in which someone was named."""
    made = services.bureau.recoveries.flow.begin(Channel.bureau, ADDRESS)
    assert not isinstance(made, Refused)
    assert isinstance(services.bureau.recoveries.identify(made[0].reveal(), *who), RecoveryView)
    return made[0].reveal()


def sent(services: Services, secret: str, mobile: str = MOBILE) -> Secret:
    assert isinstance(services.bureau.recoveries.flow.send_code(secret), RecoveryView)
    return Secret(services.messages.delivered(mobile, None, 1)[0].message.params["code"])


def at_password(services: Services) -> str:
    secret = begun(services)
    assert isinstance(services.bureau.recoveries.prove(secret, sent(services, secret)), RecoveryView)
    return secret


def step_of(services: Services, secret: str) -> RecoveryStep | None:
    view = services.bureau.recoveries.flow.view(secret)
    return view.step if isinstance(view, RecoveryView) else None


def lost(services: Services) -> None:
    """As someone else has confirmed the number."""
    with services.store.write() as connection:
        new_accounts.claim(connection, services.bureau.system, MOBILE, services.clock.now())


async def test_five_wrong_codes_over_several_sendings_and_then_forgotten(server: Running) -> None:
    """J6, BJ-42, BJ-44: three, another code, two: locked; 忘记密码 sets every method to zero, and the old password is none."""
    services, one = server.services, comer(server.services)
    await comer(services).first(WRONG)
    code = await one.at_code()
    for _ in range(3):
        one.second(other_than(code))
    await server.manual.advance(120)
    one.send()
    for _ in range(2):
        one.second(other_than(one.sent()))
    assert told(await comer(services).first()) == ("first.locked", "BJ-43")
    secret = at_password(services)
    assert isinstance(await services.bureau.recoveries.set_password(secret, NEW), RecoveryView)
    assert [failures(services, kind) for kind in (CounterKind.bureau_password, CounterKind.bureau_code)] == [0, 0]
    assert one.second("123456") == Refused(RefusalCode.flow_ended), "the attempt is over"
    assert isinstance(await comer(services).first(), Refused)
    await server.manual.advance(120)
    again = comer(services)
    assert isinstance(await again.first(NEW.reveal()), AttemptView)
    again.send()
    assert isinstance(again.second(again.sent()), LoggedIn)


async def test_it_leaves_the_platform_alone(server: Running) -> None:
    """BJ-45: 王芳 has an account at both; her clerk's session goes on, and its password."""
    services = server.services
    platform, session = await server.signed_in("wangfang"), await inside(services, "wangfang", WANGS)
    await server.manual.advance(120)
    secret = begun(services, WANG_IS)
    services.bureau.recoveries.prove(secret, sent(services, secret, WANGS))
    assert isinstance(await services.bureau.recoveries.set_password(secret, NEW), RecoveryView)
    assert isinstance(services.bureau.sessions.of_id(session.session_id), Refused)
    assert await platform.unit_ids()
    await server.signed_in("wangfang")
    assert services.messages.delivered(WANGS, None, 1)[0].message.key == "sms.bureau.password_reset"


async def test_what_a_number_has_proved_is_due_again_when_the_number_is_lost(server: Running) -> None:
    """BJ-23: back to the proof; what a face has proved stands."""
    services = server.services
    secret = at_password(services)
    lost(services)
    assert step_of(services, secret) is RecoveryStep.proof
    assert await services.bureau.recoveries.set_password(secret, NEW) == Refused(RefusalCode.out_of_order)
    change(services, LIU, mobile=MOBILE)
    by_face = begun(services)
    asked = services.bureau.recoveries.flow.ask_face(by_face)
    assert not isinstance(asked, Refused)
    assert not isinstance(services.bureau.faces.check(asked.link_id, ADDRESS), Refused)
    lost(services)
    assert step_of(services, by_face) is RecoveryStep.password


async def test_a_code_that_waits_is_void_when_the_number_is_lost(server: Running) -> None:
    """BJ-23: also if the number comes back."""
    services = server.services
    secret = begun(services)
    code = sent(services, secret)
    lost(services)
    assert services.bureau.recoveries.prove(secret, code) == Refused(RefusalCode.code_void)


async def test_a_lost_number_and_its_code_at_once(server: Running) -> None:
    """BJ-23: in whichever order, nobody sets a password by a number that is another's."""
    services = server.services
    for turn in range(6):
        change(services, LIU, mobile=MOBILE)
        secret = begun(services)
        code = sent(services, secret)
        acts = [asyncio.to_thread(services.bureau.recoveries.prove, secret, code), asyncio.to_thread(lost, services)]
        await asyncio.gather(*(acts if turn % 2 else reversed(acts)))
        assert step_of(services, secret) is RecoveryStep.proof
        await server.manual.advance(120)


async def test_two_recoveries_of_one_account(server: Running) -> None:
    """RST-2: the password that one sets ends the other, and a change in the account centre ends both."""
    services = server.services
    first = at_password(services)
    await server.manual.advance(120)
    second = at_password(services)
    assert isinstance(await services.bureau.recoveries.set_password(first, NEW), RecoveryView)
    assert await services.bureau.recoveries.set_password(second, Secret("Third#2028")) == Refused(RefusalCode.flow_ended)


def test_the_proofs_are_those_of_the_type(server: Running) -> None:
    """BJ-45: the face is for the seven types."""
    services = server.services
    view = services.bureau.recoveries.flow.view(begun(services))
    passport = services.bureau.recoveries.flow.view(begun(services, (DocumentType.foreign_passport, "X20260001", "MARIA ROSSI")))
    assert isinstance(view, RecoveryView)
    assert isinstance(passport, RecoveryView)
    assert (view.proofs, passport.proofs) == ((Proof.sms_code, Proof.face), (Proof.sms_code,))
