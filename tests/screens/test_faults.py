"""Login, verification and logout under each fault on demand: what is said and kept, and that no secret goes twice (TUI-3, TUI-5, IDM-2)."""

from pathlib import Path
from random import Random

import pytest

from etax_client.domain.secret import Secret
from etax_client.domain.testing.scenarios import parse
from etax_client.screens.home import HomeScreen
from etax_client.screens.login import LoginScreen
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.server.control.door import digest
from etax_client.server.services.testing.faults import Faults
from etax_client.server.settings import ServerSettings
from etax_client.server.store.database import open_store
from etax_client.texts.words import Language
from etax_client.wire import paths
from tests.driving import CHEAP, Driver
from tests.screens.faults import (
    CARRIED_OUT,
    EVERY_DEED,
    LANGUAGES,
    OF_DEEDS,
    OF_READING,
    SOME_DEEDS,
    fault,
    faulty,
    said,
    sent,
    sessions_begun,
)

KEEPS_PASSWORD = ("status=503;retry-after=2", "status=429")
"""What says for sure that the password was not looked at."""
STARS = "*" * 9
OVER = ["process", pytest.param("socket", marks=pytest.mark.variants)]


def unit_path(etax: Driver) -> str:
    with etax.server.state.services.store.read() as connection:
        return paths.unit_verification(connection.exec_driver_sql("SELECT min(id) FROM units").scalar_one())


@pytest.mark.parametrize(("scenario", "language"), EVERY_DEED)
async def test_login(scenario: str, language: Language) -> None:
    """The account stays, the password only where it was not looked at; a further login works, and the first may be a session too."""
    async with faulty(language=language) as etax:
        fault(etax, scenario, "POST", paths.SESSIONS)
        await etax.log_in()
        said(etax, OF_DEEDS[scenario])
        assert sent(etax, "POST", paths.SESSIONS) == 1
        assert "liming" in etax.text()
        assert (STARS in etax.text()) is (scenario in KEEPS_PASSWORD)
        if scenario not in KEEPS_PASSWORD:
            await etax.paste("Etax@2026")
        await etax.press("enter")
        assert "91440199MA0QJ0100K" in etax.text()
        assert sent(etax, "POST", paths.SESSIONS) == 2
        assert sessions_begun(etax) == (2 if scenario in CARRIED_OUT else 1)


@pytest.mark.parametrize("over", ["socket", pytest.param("process", marks=pytest.mark.variants)])
@pytest.mark.parametrize(
    "scenario", ["lose-answer", *(pytest.param(scenario, marks=pytest.mark.variants) for scenario in ("drop", "truncate"))]
)
async def test_login_over_a_broken_line(scenario: str, over: str) -> None:
    async with faulty(over=over) as etax:
        fault(etax, scenario, "POST", paths.SESSIONS)
        await etax.log_in()
        said(etax, OF_DEEDS[scenario])
        assert sent(etax, "POST", paths.SESSIONS) == 1
        await etax.type_password("Etax@2026")
        assert "单位总数: 6" in etax.text()
        assert sessions_begun(etax) == (1 if scenario == "drop" else 2)


async def test_a_wrong_password_whose_answer_was_lost_was_counted_all_the_same() -> None:
    """IDM-2: one failure; the next login is asked for a captcha, and keeps its password."""
    async with faulty() as etax:
        fault(etax, "lose-answer", "POST", paths.SESSIONS)
        await etax.log_in("liming", "Wrong@2026")
        said(etax, OF_DEEDS["lose-answer"])
        await etax.type_password("Etax@2026")
        assert "请输入图形验证码" in etax.text()
        assert STARS in etax.text()
        assert sent(etax, "POST", paths.SESSIONS) == 2
        await etax.answer_captcha()
        assert "单位总数: 6" in etax.text()
        assert sessions_begun(etax) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_captcha_that_does_not_come(language: Language) -> None:
    """F5 asks for it again; nothing hangs on the lost one, so nothing is called unknown."""
    async with faulty(language=language) as etax:
        await etax.log_in("liming", "Wrong@2026")
        for scenario, expected in OF_READING.items():
            fault(etax, scenario, "POST", paths.CAPTCHAS)
            await etax.press("f5")
            said(etax, expected)
            await etax.press("f5")
            assert expected[language] not in etax.text()
        await etax.type_password("Etax@2026")
        await etax.answer_captcha()
        assert "91440199MA0QJ0100K" in etax.text()


@pytest.mark.parametrize("scenario", ["drop", "lose-answer", "garble", "status=503;retry-after=2"])
async def test_a_captcha_that_was_typed_when_the_answer_was_lost(scenario: str) -> None:
    """It is spent: another is fetched, and what was typed of it is gone; the account is not."""
    async with faulty() as etax:
        await etax.log_in("liming", "Wrong@2026")
        await etax.type_password("Etax@2026")
        fault(etax, scenario, "POST", paths.SESSIONS)
        captchas = sent(etax, "POST", paths.CAPTCHAS)
        await etax.answer_captcha()
        said(etax, OF_DEEDS[scenario])
        assert sent(etax, "POST", paths.CAPTCHAS) == captchas + 1
        assert sent(etax, "POST", paths.SESSIONS) == 2
        if scenario not in KEEPS_PASSWORD:
            await etax.paste("Etax@2026")
        await etax.press("enter")
        await etax.answer_captcha()
        assert "单位总数: 6" in etax.text()


async def test_a_lock_that_is_none() -> None:
    """Any refusal can be had: this one counts down like a true one, and lets go."""
    async with faulty() as etax:
        fault(etax, "code=locked;retry-after=90", "POST", paths.SESSIONS)
        await etax.log_in()
        assert "已锁定，剩余" in etax.text()
        await etax.advance(91)
        assert "锁定已解除" in etax.text()
        await etax.type_password("Etax@2026")
        assert "单位总数: 6" in etax.text()


async def test_a_slow_login_says_what_is_going_on() -> None:
    """looks.md: after 300 ms; and nothing is sent again meanwhile."""
    async with faulty() as etax:
        fault(etax, "delay=4", "POST", paths.SESSIONS)
        await etax.paste("liming")
        await etax.press("enter")
        await etax.paste("Etax@2026")
        await etax.pilot.press("enter", "enter")
        await etax.clock.advance(3.9)
        await etax.pilot.pause()
        assert "正在登录" in etax.text()
        await etax.clock.advance(0.2)
        await etax.settle()
        assert "单位总数: 6" in etax.text()
        assert sent(etax, "POST", paths.SESSIONS) == 1


@pytest.mark.parametrize(("scenario", "language"), [("drop", Language.zh), ("drop", Language.en), ("garble=html", Language.zh)])
async def test_the_first_look_for_the_server(scenario: str, language: Language, tmp_path: Path) -> None:
    """It is said at once, and F5 looks again."""
    database = str(tmp_path / "etax.sqlite3")
    store = open_store(database)
    Faults(store, Random(0)).add(parse(scenario), "GET", paths.INFO, 100, 1)
    store.close()
    settings = ServerSettings(database=database, hash_cost=CHEAP, control=digest(Secret("t")))
    async with faulty(server=settings, language=language) as etax:
        said(etax, OF_READING[scenario])
        await etax.press("f5")
        assert OF_READING[scenario][language] not in etax.text()


@pytest.mark.parametrize(("scenario", "language"), EVERY_DEED)
async def test_verification(scenario: str, language: Language) -> None:
    """As at login; and where the unit was opened without a word, one is in at the next Enter."""
    async with faulty(language=language) as etax:
        await etax.log_in()
        await etax.press("enter")
        path = unit_path(etax)
        fault(etax, scenario, "POST", path)
        await etax.type_password("Unit2026a")
        said(etax, OF_DEEDS[scenario])
        assert sent(etax, "POST", path) == 1
        assert isinstance(etax.app.screen, VerifyDialog)
        assert (STARS in etax.text()) is (scenario in KEEPS_PASSWORD)
        await etax.press("escape", "enter")
        if scenario not in CARRIED_OUT:
            assert STARS not in etax.text(), "SEC-3: leaving the dialog forgets it"
            await etax.type_password("Unit2026a")
        assert isinstance(etax.app.screen, HomeScreen)
        assert sent(etax, "POST", path) == (1 if scenario in CARRIED_OUT else 2)


@pytest.mark.parametrize("over", OVER)
@pytest.mark.parametrize("scenario", ["drop", pytest.param("lose-answer", marks=pytest.mark.variants)])
async def test_verification_once_more_in_the_same_dialog(scenario: str, over: str) -> None:
    async with faulty(over=over) as etax:
        await etax.log_in()
        await etax.press("enter")
        fault(etax, scenario, "POST", unit_path(etax))
        await etax.type_password("Unit2026a")
        said(etax, OF_DEEDS[scenario])
        await etax.type_password("Unit2026a")
        assert isinstance(etax.app.screen, HomeScreen)


NOTICE = {Language.zh: "本练习不含", Language.en: "Not rehearsed"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_home(language: Language) -> None:
    """What is known of the unit stays on the screen."""
    async with faulty(language=language) as etax:
        await etax.log_in()
        await etax.press("enter")
        await etax.type_password("Unit2026a")
        assert isinstance(etax.app.screen, HomeScreen)
        for scenario, expected in OF_READING.items():
            fault(etax, scenario, "GET", "/api/units/*/home")
            await etax.press("f5")
            said(etax, expected)
            assert "2026-11-20 22:00" in etax.text()
            await etax.press("f5")
            assert expected[language] not in etax.text()
        fault(etax, scenario, "GET", "/api/units/*/home")
        await etax.press("f5")
        said(etax, expected)
        await etax.press("f1", "escape")
        assert NOTICE[language] in etax.text(), "what the screen says when nothing has happened"


@pytest.mark.parametrize(("scenario", "language"), SOME_DEEDS)
async def test_logout(scenario: str, language: Language) -> None:
    """Here nobody is logged in any more, whatever becomes of it; that the server has not confirmed it is said."""
    async with faulty(language=language) as etax:
        await etax.log_in()
        fault(etax, scenario, "DELETE", paths.SESSION)
        await etax.press("l", "enter")
        assert isinstance(etax.app.screen, LoginScreen)
        expected = {Language.zh: "服务器未确认", Language.en: "not confirmed by the server"}
        assert expected[language] in etax.text()
        assert sent(etax, "DELETE", paths.SESSION) == 1
        assert etax.app.desk.session.token() is None


async def test_a_logout_that_the_server_had_heard_of_before() -> None:
    """The session had ended: there is nothing to confirm."""
    async with faulty() as etax:
        await etax.log_in()
        fault(etax, "code=session_ended", "DELETE", paths.SESSION)
        await etax.press("l", "enter")
        assert "已退出登录" in etax.text()
        assert "未确认" not in etax.text()
