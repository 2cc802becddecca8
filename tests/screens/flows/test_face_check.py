"""The face check on the screen: its code, its time, its outcomes, and a line that breaks (REG-03, QR-06, TUI-3)."""

import pytest

from etax_client.domain.flows.face_check import LIFE, FaceOutcome, FaceRequest, FaceState, FaceView
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.screens.forms.face_check_form import FaceCheckForm
from etax_client.testing.verbs.registration import Registration
from etax_client.texts.words import Language
from etax_client.wire import paths
from tests.driving import Driver
from tests.screens.faults import fault
from tests.screens.flows.registration_hands import NAME, NUMBER, at, decide_face, flat, look_into_the_camera
from tests.screens.qr.qr_hands import Line, answer, refused_by


async def at_the_camera(etax: Driver, wizard: Registration) -> Line:
    """With a line that can break, and lies."""
    line = Line(etax.carrier._inner)
    etax.carrier._inner = line
    await wizard.identify(NUMBER, NAME)
    assert wizard.step == "proof", etax.text()
    return line


def shown(etax: Driver) -> bool:
    return etax.text().count("▀") > 150


async def until_settings(etax: Driver, wizard: Registration) -> None:
    await etax.until(lambda: wizard.step == "settings", "the settings")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("outcome", [FaceOutcome.other_person, FaceOutcome.unreachable])
async def test_an_outcome_that_is_no_proof(outcome: FaceOutcome, language: Language) -> None:
    """REG-03: what happened and what to do; F5 and the button give another check, which may pass."""
    words = {
        FaceOutcome.other_person: ("与所填身份信息不一致", "核对姓名和证件号码", "not the person", "check name and number"),
        FaceOutcome.unreachable: ("暂时无法连接", "稍后按 F5 重试", "cannot be reached", "try again later (F5)"),
    }[outcome]
    async with at("identity", way="face", language=language) as (etax, wizard):
        await at_the_camera(etax, wizard)
        decide_face(etax, outcome)
        assert await look_into_the_camera(etax) is FaceState(outcome)
        await etax.until(lambda: not shown(etax), "the outcome")
        for text in words[:2] if language is Language.zh else words[2:]:
            assert text.replace(" ", "") in flat(etax)
        decide_face(etax, FaceOutcome.passed)
        await etax.press("enter")
        assert shown(etax)
        await look_into_the_camera(etax)
        await until_settings(etax, wizard)


async def test_the_time_runs_out() -> None:
    async with at("identity", way="face") as (etax, wizard):
        await at_the_camera(etax, wizard)
        first = etax.screen.query_one(FaceCheckForm).payload
        assert "剩余 3:00" in etax.text()
        await etax.advance(100)
        assert "剩余 1:20" in etax.text()
        assert shown(etax)
        await etax.advance(LIFE.total_seconds() - 99)
        await etax.wait_for("二维码已过期")
        assert not shown(etax)
        await etax.press("f5")
        assert shown(etax)
        second = etax.screen.query_one(FaceCheckForm).payload
        assert second not in (None, first)
        await look_into_the_camera(etax)
        await until_settings(etax, wizard)


async def test_going_back_gives_up_the_check_and_coming_back_gives_another() -> None:
    async with at("identity", way="face") as (etax, wizard):
        await at_the_camera(etax, wizard)
        first = etax.screen.query_one(FaceCheckForm).payload
        await etax.press("enter")
        assert wizard.step == "identity"
        assert etax.carrier.polls.total() == 0
        await etax.press("enter")
        assert wizard.step == "proof"
        assert etax.screen.query_one(FaceCheckForm).payload not in (None, first)


async def test_a_window_too_small_for_the_code() -> None:
    """QR-06: it says how large it must be, and what the code says, where there are pages."""
    async with at("identity", way="face", size=(60, 20), pages="http://127.0.0.1:8765") as (etax, wizard):
        await at_the_camera(etax, wizard)
        assert not shown(etax)
        assert "无法显示二维码" in flat(etax)
        assert "HTTP://127.0.0.1:8765/F/" in flat(etax)
        await etax.pilot.resize_terminal(80, 24)
        await etax.settle()
        assert shown(etax)


async def test_the_line_breaks_and_is_mended() -> None:
    """The code stays, as the phone may reach the server all the same; what it says then gets here."""
    async with at("identity", way="face") as (etax, wizard):
        line = await at_the_camera(etax, wizard)
        line.cut()
        await etax.wait_for("连接中断，正在重试")
        assert shown(etax)
        tries = etax.carrier.sent.count(("GET", paths.REGISTRATION_FACE))
        for pause in (1, 2, 4):
            await etax.advance(pause)
            tries += 1
            assert etax.carrier.sent.count(("GET", paths.REGISTRATION_FACE)) == tries
        await look_into_the_camera(etax)
        line.mend()
        await etax.advance(8)
        await until_settings(etax, wizard)


async def test_the_server_stays_away() -> None:
    async with at("identity", way="face") as (etax, wizard):
        line = await at_the_camera(etax, wizard)
        line.cut()
        await etax.advance(LIFE.total_seconds() + 8)
        await etax.wait_for("二维码已过期")


@pytest.mark.parametrize(
    "forged",
    [
        FaceRequest(Secret("../../etc"), 180),
        FaceRequest(Secret("A" * 26), 0),
        FaceRequest(Secret("A" * 26), 10**6),
    ],
    ids=["link", "no time", "too long"],
)
async def test_a_link_that_no_phone_would_take_is_not_drawn(forged: FaceRequest) -> None:
    async with at("identity", way="face") as (etax, wizard):
        line = Line(etax.carrier._inner)
        etax.carrier._inner = line
        line.forged[paths.REGISTRATION_FACE] = [answer(forged)]
        await wizard.identify(NUMBER, NAME)
        assert not shown(etax)
        assert "未能获取二维码" in etax.text()
        await etax.press("f5")
        assert shown(etax)


async def test_a_server_that_does_not_wait_is_not_asked_without_end() -> None:
    async with at("identity", way="face") as (etax, wizard):
        line = Line(etax.carrier._inner)
        etax.carrier._inner = line
        begun = answer(FaceRequest(Secret("A" * 26), 180))
        line.forged[paths.REGISTRATION_FACE] = [begun, *[answer(FaceView(FaceState.waiting, 180))] * 50]
        await wizard.identify(NUMBER, NAME)
        asked = etax.carrier.sent.count(("GET", paths.REGISTRATION_FACE))
        await etax.advance(3)
        assert etax.carrier.sent.count(("GET", paths.REGISTRATION_FACE)) - asked <= 4


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (Refused(RefusalCode.face_unknown), "二维码已过期"),
        (Refused(RefusalCode.forbidden), "未能获取二维码"),
    ],
    ids=["unknown", "forbidden"],
)
async def test_a_poll_that_is_refused(refused: Refused, said: str) -> None:
    async with at("identity", way="face") as (etax, wizard):
        line = Line(etax.carrier._inner)
        etax.carrier._inner = line
        line.forged[paths.REGISTRATION_FACE] = [answer(FaceRequest(Secret("A" * 26), 180)), refused_by(refused)]
        await wizard.identify(NUMBER, NAME)
        await etax.wait_for(said)


async def test_no_check_is_to_be_had() -> None:
    async with at("identity", way="face") as (etax, wizard):
        fault(etax, "status=503", "POST", paths.REGISTRATION_FACE)
        await wizard.identify(NUMBER, NAME)
        assert "未能获取二维码" in etax.text()
        assert "服务器暂时不可用" in flat(etax)
        await etax.press("enter")
        assert shown(etax)


async def test_the_flow_ends_under_it() -> None:
    """REG-1: the poll hears of it, and the wizard begins again by itself."""
    async with at("identity", way="face") as (etax, wizard):
        await etax.advance(minutes=28)
        await wizard.identify(NUMBER, NAME)
        assert shown(etax)
        await etax.advance(minutes=2)
        await etax.press("f5")
        await etax.until(lambda: wizard.step == "way", "a new beginning")
        assert "已重新开始" in etax.text()
