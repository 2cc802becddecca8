"""The phone beside the client without a login to the APP: SIM cards, papers, the face check (WEB-5, REG-03, SMS-02)."""

import re

import pytest

from etax_client.screens.recovery import RecoveryScreen
from etax_client.server.settings import ServerSettings
from etax_client.texts.words import Language
from tests.driving import CHEAP, LARGE, SMALL, Driver, driving
from tests.screens.phone.phone_hands import choose, phone_of

SUN = 6
NOBODYS = "13900000099"


async def take_up(etax: Driver, button: str, place: int = SUN) -> None:
    """The phone, the cursor on a person, and one of the entries below the list."""
    await etax.press("f9", *["down"] * place)
    etax.screen.query_one(button).focus()
    await etax.press("enter")


async def recovering(etax: Driver) -> None:
    """孙磊's identity is given, and it is to be proved."""
    await etax.press("f4")
    await take_up(etax, "#papers")
    await etax.press("enter", "enter")
    assert etax.on(RecoveryScreen).step == "proof"


async def stand_before(etax: Driver) -> None:
    """The phone still shows the papers: back to the people, and before the camera."""
    await etax.press("f9")
    for button in ("#leave-page", "#face"):
        etax.screen.query_one(button).focus()
        await etax.press("enter")


@pytest.mark.parametrize(("size", "language"), [(SMALL, Language.zh), (LARGE, Language.en)])
async def test_the_message_of_a_locked_person(size: tuple[int, int], language: Language) -> None:
    """WEB-5: the card is put in, nobody logs in; F5 shows what came meanwhile; and it is there when the phone is taken up again."""
    async with driving(size=size, language=language) as etax:
        await take_up(etax, "#sims")
        assert "13800000007" in phone_of(etax)
        assert ("还没有短信" if language is Language.zh else "Nomessagesyet") in phone_of(etax)
        assert ("单人演示" if language is Language.zh else "Single-userdemo") in phone_of(etax)
        assert ("POST", "/api/sessions") not in etax.phone.sent
        services = etax.server.state.services
        flow, _ = services.recoveries.flow.begin("terminal", "127.0.0.1")
        services.recoveries.identify(flow.reveal(), "resident_id", "440199198402150016", "孙磊")
        services.recoveries.flow.send_code(flow.reveal())
        await etax.press("f5")
        assert re.search(r"\d{6}，5分钟内有效|\d{6}isyourcode", phone_of(etax)), etax.text()
        await etax.press("escape", "f9")
        assert re.search(r"\d{6}，5分钟内有效|\d{6}isyourcode", phone_of(etax))


async def test_the_card_of_any_number() -> None:
    """By keys: a number that is typed; one that is none is said; 赵强 has none."""
    async with driving() as etax:
        await take_up(etax, "#sims", 2)
        assert "本手机未插入SIM卡" in phone_of(etax)
        await etax.fill("#sim-number", "139")
        await etax.press("enter")
        assert "手机号码是11位数字" in phone_of(etax)
        await etax.fill("#sim-number", NOBODYS)
        await etax.press("enter")
        assert f"SIM卡{NOBODYS}" in phone_of(etax)
        await etax.press("tab", "tab", "enter")


async def test_where_there_are_other_users_an_accounts_card_is_its_owners() -> None:
    """WEB-5: not in single-user mode nothing is read of an account's card, and the phone doesn't say that one were alone."""
    async with driving(server=ServerSettings(hash_cost=CHEAP)) as etax:
        services = etax.server.state.services
        flow, _ = services.recoveries.flow.begin("terminal", "127.0.0.1")
        services.recoveries.identify(flow.reveal(), "resident_id", "440199198805120030", "李明")
        services.recoveries.flow.send_code(flow.reveal())
        await take_up(etax, "#sims", 0)
        for said in ("SIM卡13800000001", "还没有短信", "账户的号码，本人登录后才能看"):
            assert said in phone_of(etax)
        assert "验证码" not in phone_of(etax)


async def test_the_papers_say_who_one_is() -> None:
    """commands.md: 周婷 and the hall code that waits for her, to be read off; filled in only where a form asks."""
    async with driving() as etax:
        await take_up(etax, "#papers", 8)
        for text in ("周婷", "居民身份证", "440199199607260029", "13800000009", "568068"):
            assert text in phone_of(etax)
        assert "填入左侧表单" not in phone_of(etax)
        await etax.press("enter")
        assert etax.screen.query_one("#people").highlighted == 8, "the cursor is where it was"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("size", "language"), [(SMALL, Language.zh), ((60, 20), Language.zh), (SMALL, Language.en)])
async def test_the_face_check(size: tuple[int, int], language: Language) -> None:
    """REG-03: labelled; frame, blink, outcome; the client goes on by itself. Nobody is logged in to the phone, and no picture is sent."""
    zh = language is Language.zh
    async with driving(size=size, language=language) as etax:
        await recovering(etax)
        await etax.press("f2")
        await stand_before(etax)
        for words in ("模拟的公安人脸比对", "孙*", "请将人脸置于框内") if zh else ("Asimulatedpolicecheck", "孙*", "Putyourfacein"):
            assert words in phone_of(etax) or (size < SMALL and words.startswith("模拟")), "scrolled out where there is no room"
        await etax.press("enter")
        assert ("请眨眼" if zh else "Pleaseblink") in phone_of(etax)
        assert ("POST", "/api/phone/faces/checks") not in etax.phone.sent
        await etax.press("enter")
        assert ("人脸识别通过，请看电脑屏幕" if zh else "Passed.Lookatthecomputer") in phone_of(etax)
        assert etax.phone.sent.count(("POST", "/api/phone/faces/checks")) == 1
        assert ("POST", "/api/sessions") not in etax.phone.sent
        await etax.press("escape")
        assert etax.on(RecoveryScreen).step == "password"


async def test_someone_who_is_logged_in_scans_it() -> None:
    """The APP's 扫一扫 takes the code of a face check too."""
    async with driving() as etax:
        await choose(etax)
        await etax.press("escape")
        await etax.press("f4")
        await etax.fill("#document-number", "440199198402150016")
        await etax.fill("#person-name", "孙磊")
        await etax.press("enter", "f2", "f9", "enter")
        assert "请将人脸置于框内" in phone_of(etax)


async def test_no_check_is_waited_for() -> None:
    """And the code of a login is none."""
    async with driving() as etax:
        await take_up(etax, "#face")
        assert "屏幕上没有人脸识别的二维码" in phone_of(etax)
        await etax.press("escape", "f2")
        await take_up(etax, "#face")
        assert "屏幕上没有人脸识别的二维码" in phone_of(etax)


async def test_a_check_that_has_expired() -> None:
    """180 seconds: said on the phone, which asks by itself when its countdown is over."""
    async with driving() as etax:
        await recovering(etax)
        await etax.press("f2")
        await stand_before(etax)
        await etax.advance(minutes=3, seconds=1)
        assert "二维码已过期，请在电脑上更换二维码" in phone_of(etax), etax.text()
