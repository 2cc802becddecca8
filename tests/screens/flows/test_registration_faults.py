"""用户注册 over a bad line: each step under faults, an answer that was lost after the commit among them (IDM-2, TUI-3, TUI-5)."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete

from etax_client.domain.channels import Channel
from etax_client.domain.flows.registration import RegistrationView, Step, Way
from etax_client.screens.login import LoginScreen
from etax_client.server.store.tables import flows
from etax_client.testing.verbs.registration import Registration
from etax_client.texts.words import Language
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.wire import paths
from tests.driving import Driver, driving
from tests.screens.faults import CARRIED_OUT, OF_DEEDS, fault, said, sent
from tests.screens.flows.registration_hands import ACTS, LOGIN_NAME, MOBILE, NAME, NUMBER, PASSWORD, at, flat, sms_code
from tests.screens.qr.qr_hands import Line, answer

NOT_SENT = "无法连接服务器"
NOT_DONE = "本步骤尚未完成，请重试"
KEPT = {"settings": [LOGIN_NAME, MOBILE], "identity": [NUMBER, NAME]}


@pytest.mark.parametrize("step", list(ACTS))
async def test_nobody_listens(step: str) -> None:
    """It says so, keeps what was typed, and the same again goes through."""
    path, act, after = ACTS[step]
    async with at(step) as (etax, wizard):
        etax.carrier.fail_next()
        await act(wizard)
        assert wizard.step == step
        assert NOT_SENT in etax.text()
        for text in KEPT.get(step, []):
            assert text in etax.text()
        assert sent(etax, "GET", paths.REGISTRATION) == 0, "nothing was sent, so nothing is open"
        await act(wizard)
        assert wizard.step == after
        assert NOT_SENT not in etax.text()
        assert sent(etax, "POST", path) == 2


@pytest.mark.parametrize(("step", "scenario"), [*((step, "lose-answer") for step in ACTS), ("settings", "garble=html")])
async def test_the_answer_is_lost_after_the_commit(step: str, scenario: str) -> None:
    """IDM-2: the flow is looked at, and the wizard goes on from where it stands; the act is not sent twice."""
    path, act, after = ACTS[step]
    assert scenario in CARRIED_OUT
    async with at(step) as (etax, wizard):
        fault(etax, scenario, "POST", path)
        await act(wizard)
        assert wizard.step == after
        assert "结果未知" not in etax.text()
        assert sent(etax, "POST", path) == 1
        assert sent(etax, "GET", paths.REGISTRATION) == 1


@pytest.mark.parametrize("step", ["identity", "settings"])
async def test_the_request_is_lost(step: str) -> None:
    """The server says that the step is not done: so does the wizard, and no failure is made up."""
    path, act, after = ACTS[step]
    async with at(step) as (etax, wizard):
        fault(etax, "drop", "POST", path)
        await act(wizard)
        assert wizard.step == step
        assert NOT_DONE in flat(etax)
        await act(wizard)
        assert wizard.step == after
        assert NOT_DONE not in flat(etax)


@pytest.mark.parametrize("language", list(Language))
async def test_nothing_can_be_found_out(language: Language) -> None:
    """The result is unknown and said to be; F5 looks again."""
    async with at("identity", "face", language=language) as (etax, wizard):
        fault(etax, "lose-answer", "POST", paths.REGISTRATION_IDENTITY)
        fault(etax, "drop", "GET", paths.REGISTRATION)
        await wizard.identify(NUMBER, NAME)
        said(etax, OF_DEEDS["lose-answer"])
        assert wizard.step == "identity"
        await etax.press("f5")
        assert wizard.step == "proof"


@pytest.mark.parametrize("scenario", ["status=503;retry-after=2", "status=429", "status=404"])
async def test_the_server_turns_it_down(scenario: str) -> None:
    async with at("settings") as (etax, wizard):
        fault(etax, scenario, "POST", paths.REGISTRATION_SETTINGS)
        await wizard.set_up(MOBILE, PASSWORD, LOGIN_NAME)
        said(etax, OF_DEEDS[scenario])
        assert LOGIN_NAME in etax.text()
        await wizard.set_up(MOBILE, PASSWORD, LOGIN_NAME)
        assert wizard.step == "sms_code"


async def at_the_code(etax: Driver, wizard: Registration) -> None:
    await wizard.set_up(MOBILE, PASSWORD, LOGIN_NAME)
    assert wizard.step == "sms_code", etax.text()


async def test_a_code_that_was_sent_without_an_answer() -> None:
    """The flow says that a code is on its way, and so does the screen."""
    async with at("settings") as (etax, wizard):
        await at_the_code(etax, wizard)
        fault(etax, "lose-answer", "POST", paths.REGISTRATION_SMS_CODE)
        await wizard.get_code()
        assert "已发送至 138****0009" in etax.text()
        fault(etax, "lose-answer", "POST", paths.REGISTRATION_ACCOUNT)
        await wizard.give_code(sms_code(etax))
        assert wizard.step == "done"
        assert sent(etax, "POST", paths.REGISTRATION_ACCOUNT) == 1


async def test_a_code_that_was_not_sent() -> None:
    async with at("settings") as (etax, wizard):
        await at_the_code(etax, wizard)
        fault(etax, "drop", "POST", paths.REGISTRATION_SMS_CODE)
        await wizard.get_code()
        assert "已发送" not in etax.text()
        assert NOT_DONE in flat(etax)
        await wizard.get_code()
        assert "已发送" in etax.text()
        fault(etax, "drop", "POST", paths.REGISTRATION_ACCOUNT)
        code = sms_code(etax)
        await wizard.give_code(code)
        assert wizard.step == "sms_code"
        assert code in etax.text(), "a code that was not looked at is still there"
        await etax.press("enter")
        assert wizard.step == "done"


async def test_it_can_not_begin() -> None:
    """The reason, and a button; nothing hangs on whether a flow began unseen."""
    async with driving() as etax:
        etax.carrier.fail_next(times=2)
        await etax.press("ctrl+n")
        assert "暂时无法开始注册" in etax.text()
        assert NOT_SENT in etax.text()
        await etax.press("enter")
        assert NOT_SENT in etax.text()
        await etax.press("f5")
        assert "请选择注册方式" in etax.text()
        assert NOT_SENT not in etax.text()


async def test_it_can_be_left_before_it_has_begun() -> None:
    async with driving() as etax:
        etax.carrier.fail_next()
        await etax.press("ctrl+n", "escape")
        etax.on(LoginScreen)


async def test_one_press_is_one_request() -> None:
    """TUI-5; and Esc ends the waiting, after which the flow is looked at."""
    async with at("identity", "face") as (etax, wizard):
        await etax.fill("#document-number", NUMBER)
        await etax.fill("#person-name", NAME)
        etax.carrier.hold()
        await etax.press("enter", "enter", "f5")
        await etax.advance(0.5)
        assert "请稍候" in etax.text()
        assert sent(etax, "POST", paths.REGISTRATION_IDENTITY) == 1
        await etax.press("escape")
        etax.carrier.release()
        await etax.settle()
        assert wizard.step == "identity"
        assert NOT_DONE in flat(etax)
        await etax.press("enter")
        assert wizard.step == "proof"


@pytest.mark.parametrize(
    "forged",
    [
        {"policy": "shenzhen"},
        {"channel": Channel.portal},
        {"way": None},
        {"step": Step.proof, "way": Way.face},
        {"step": Step.done, "way": Way.face},
    ],
    ids=["policy", "channel", "way", "identity", "settings"],
)
async def test_an_answer_that_makes_no_sense_is_none(forged: dict[str, Any]) -> None:
    """TUI-3: a view without what belongs to its step is not drawn."""
    async with at("way") as (etax, wizard):
        line = Line(etax.carrier._inner)
        etax.carrier._inner = line
        view = replace(RegistrationView("national", Channel.client, Step.agreement, Way.hall_code, None, None, 1800), **forged)
        line.forged[paths.REGISTRATION_WAY] = [answer(view)]
        await wizard.choose("hall_code")
        assert wizard.step == "way"
        assert NOT_DONE in flat(etax)


async def test_a_flow_that_the_server_has_no_more_takes_its_secrets_along() -> None:
    """SEC-3, REG-1: long before its half hour is over here, and although another one can't begin."""
    async with at("settings") as (etax, _):
        await etax.fill("#new-password", PASSWORD)
        with etax.server.state.services.store.write() as connection:
            connection.execute(delete(flows))
        fault(etax, "status=503", "POST", paths.REGISTRATIONS)
        await etax.press("f5")
        assert [field.length for field in etax.screen.query(SecretField)] == [0, 0]
