"""What documents 002, 003 and 004 have one do on phone and portal, read in the client by F9 and F10, to the last step (PGS-01).

At the counter, registration, recovery and the reset of a declaration password by both doors are in `tests/screens/pages/test_pages.py`,
`test_recovery.py` and `test_authorisations.py`; what the pages decide, without a screen, is in `test_pages.py`.
"""

import stat
from pathlib import Path

import pytest

from etax_client.testing.driver import Driver
from etax_client.testing.running import StartRun
from etax_client.texts.words import Language
from tests.driving import LARGE, driving
from tests.screens.pages.reader_hands import fill, press, read

UNIT = "广东示例查账有限公司"
GIVEN = "广东示例云合伙企业"
MOBILE = "13800000099"


def said(etax: Driver, key: str, **params: object) -> bool:
    """Whether the page says it, wherever its lines break."""
    return "".join(etax.app.desk.words.say(key, **params).split()) in read(etax)


async def take_up_the_phone(etax: Driver, name: str) -> None:
    """As one of the demo's people, who need not type what is known."""
    await etax.press("f9")
    await press(etax, name)


async def test_an_authorisation_is_changed_and_ended_on_the_portal(etax_run: StartRun) -> None:
    """AUT-02 to AUT-04, in English: what 王芳 had given to 李明 is for a fixed term, and then is no more."""
    async with etax_run(language="en") as etax:
        say = etax.app.desk.words.say
        await etax.press("f10")
        await press(etax, say("reader.portal"))
        await fill(etax, **{say("login.account"): "wangfang", say("login.password"): "Etax@2026"})
        await etax.press("enter")
        await press(etax, say("managed.title"))
        await press(etax, say("managed.detail"))
        await press(etax, say("managed.change"))
        await fill(etax, **{say("managed.kind"): "fixed", say("managed.end_day"): "2026-12-20"})
        await press(etax, say("managed.change.do"))
        assert said(etax, "managed.said.changed"), etax.screen_text()
        assert "2026-12-20" in read(etax)
        await press(etax, say("managed.end"))
        assert "李明" in read(etax), "who it is taken from is named first"
        await press(etax, say("managed.end"))
        assert said(etax, "managed.said.ended"), etax.screen_text()


async def test_an_authorisation_is_given_back_and_deleted_on_the_phone(etax_run: StartRun) -> None:
    """AUT-04: 李明 gives up the first unit of his list, and has it out of there."""
    async with etax_run(size=(120, 40)) as etax:
        await take_up_the_phone(etax, "李明")
        await press(etax, "我的办税权限")
        await press(etax, "解除授权")
        assert GIVEN in read(etax)
        await press(etax, "解除授权")
        assert said(etax, "mine.said.ended"), etax.screen_text()
        await press(etax, "删除")
        assert said(etax, "mine.said.forgotten"), etax.screen_text()
        assert GIVEN not in read(etax)


@pytest.mark.parametrize("language", list(Language))
async def test_a_number_is_bound_on_the_phone(etax_run: StartRun, language: Language) -> None:
    """FPW-02: 赵强 has none; the code comes to the new number, and his password is asked for."""
    async with etax_run(size=(120, 40), language=language) as etax:
        say = etax.app.desk.words.say
        await take_up_the_phone(etax, "赵强")
        await press(etax, say("app.security"))
        await press(etax, say("security.mobile"))
        await fill(etax, **{say("security.new_mobile"): MOBILE})
        await press(etax, say("smscode.get"))
        await fill(etax, **{say("smscode.code"): await etax.sms_code(MOBILE), say("security.account_password"): "Etax@2026"})
        await press(etax, say("security.bind"))
        assert said(etax, "security.done.mobile"), etax.screen_text()
        await press(etax, say("app.security"))
        assert "138****0099" in read(etax)


async def test_annexes_1_and_2_are_printed_to_a_file(tmp_path: Path) -> None:
    """003: what is filled in stands on both papers, the rest is lines to write on; one file for oneself."""
    path = tmp_path / "annexes.html"
    async with driving(size=LARGE) as etax:
        await etax.press("f10")
        await press(etax, "个人所得税网站")
        await press(etax, "外籍人员注册码申请附件")
        assert "请选择" in etax.text(), "a list of which nothing is chosen"
        await fill(etax, 扣缴义务人名称=UNIT)
        await etax.press("enter")
        for words in (UNIT, "附件1", "附件2", "________"):
            assert words in read(etax), words
        await press(etax, "保存")
        await etax.press("ctrl+u")
        await etax.paste(str(path))
        await etax.press("enter")
        await etax.until(path.exists, "the file")
    printed = path.read_text(encoding="utf-8")
    assert (printed.count("<article>"), UNIT in printed, "<form" in printed) == (2, True, False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
