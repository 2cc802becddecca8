"""企业业务 at the Beijing bureau through the terminal's reader, to the last step: J5's unit, J9 and J10 (BJ-32, BJ-57 to BJ-65)."""

from pathlib import Path

import pytest

from etax_client.testing.verbs.browser import Browser
from tests.journeys.at_the_pages import Demo, at_the_demo, browser
from tests.server.running import PASSWORD

in_both = pytest.mark.parametrize("language", ["zh", "en"])
B1, B1_NAME, B2, B2_NAME = "91110199MA0BJ01077", "北京示例科技有限公司", "91110199MA0BJ0203G", "北京示例商贸有限公司"
MOBILES = {"liuyang": "13900000001", "zhoumin": "13900000002", "wulei90": "13900000003", "wangfang": "13800000002"}
CENTRE = "/bureau/account"


async def comes(demo: Demo, account: str, unit: str = "", role: str = "") -> Browser:
    """A browser of their own, in which someone is in by both factors, or has been told why not."""
    say, one = demo.say, browser(demo.carrier, demo.clock, demo.language)
    await demo.clock.advance(121)
    await one.open("/bureau")
    await one.press(say("bureau.new_login"))
    await one.press(say(f"bureau.entrance.{'enterprise' if unit else 'person'}"))
    typed: dict[str, str | bool | Path] = {say("bureau.account"): account, say("bureau.password"): PASSWORD, say("bureau.slide"): True}
    one.fill(typed | ({say("bureau.taxpayer_id"): unit} if unit else {}))
    await one.press(say("bureau.log_in"))
    if say("bureau.get_code") not in one.text():
        return one
    await one.press(say("bureau.get_code"))
    one.fill({say("bureau.code"): await demo.code_to(MOBILES[account])} | ({say("bureau.role.choose"): role} if role else {}))
    await one.press(say("bureau.log_in"))
    return one


async def answers(demo: Demo, account: str, act: str) -> None:
    """In one's own name, by 企业授权管理."""
    one, say = await comes(demo, account), demo.say
    await one.press(say("bureau.centre"))
    await one.press(say("bureau.centre.grants"))
    await one.press(f"{say(f'bureau.tie.{act}')} {B1_NAME}")
    assert say(f"bureau.tie.said.{act}") in one.text()


@in_both
async def test_from_the_offer_to_the_end_of_a_tie(language: str) -> None:
    """J9: 周敏 confirms and adds 王芳, who confirms and enters; 撤回 works and is refused; 吴磊 is out at his next step."""
    async with at_the_demo(language) as demo:
        say = demo.say
        assert say("refused.tie_pending") in (await comes(demo, "zhoumin", B1)).text()
        assert say("refused.no_tie") in (await comes(demo, "wangfang", B1)).text()
        await answers(demo, "zhoumin", "confirm")

        zhou = await comes(demo, "zhoumin", B1)
        assert say("home.role.finance_officer") in zhou.text()
        await zhou.press(say("bureau.centre"))
        await zhou.press(say("bureau.centre.staff"))
        await zhou.press(say("bureau.staff.add"))
        zhou.fill({say("idform.number"): "440199197908230027", say("idform.name"): "王方"})
        await zhou.press(say("bureau.staff.add.do"))
        assert say("bureau.staff.unregistered") in zhou.text()
        zhou.fill({say("idform.name"): "王芳"})
        await zhou.press(say("bureau.staff.add.do"))
        assert say("bureau.tie.said.added") in zhou.text()
        await answers(demo, "wangfang", "confirm")
        assert B1_NAME in (await comes(demo, "wangfang", B1)).text()

        wu = await comes(demo, "wulei90", B1)
        await zhou.open(f"{CENTRE}/staff")
        await zhou.press(f"{say('bureau.staff.withdraw')} 郑安")
        assert say("refused.not_withdrawable") in zhou.text()
        await zhou.press(f"{say('bureau.staff.withdraw')} 冯云")
        assert say("bureau.tie.said.withdraw") in zhou.text()
        await zhou.press(f"{say('bureau.staff.remove')} 吴磊")
        assert say("bureau.staff.remove.ask") in zhou.text()
        await zhou.press(say("bureau.staff.remove"))
        assert say("bureau.tie.said.remove") in zhou.text()
        await wu.press(say("bureau.centre"))
        assert say("bureau.identity.ended", unit=B1_NAME) in wu.text()
        assert say("bureau.centre.grants") in wu.text()


@in_both
async def test_from_unit_to_unit_and_to_oneself(language: str) -> None:
    """J10: 刘洋 goes from B1 to B2 as tax staff, there as its representative, to himself, and no way back; an old form does nothing."""
    async with at_the_demo(language) as demo:
        say = demo.say
        one = await comes(demo, "liuyang", B2, demo.say("home.role.tax_staff"))
        await one.press(say("bureau.centre"))
        assert say("bureau.centre.staff") not in one.text()
        await one.press(say("bureau.centre.switch"))
        await one.press(f"{B1_NAME} {say('home.role.legal_representative')}")
        assert B1_NAME in one.text()
        await one.open(f"{CENTRE}/staff")
        old = f"{say('bureau.staff.withdraw')} 冯云"
        other = browser(demo.carrier, demo.clock, language)
        other.user._jar.update(one.user._jar)
        await other.open(f"{CENTRE}/switch")
        await other.press(f"{B2_NAME} {say('home.role.legal_representative')}")
        await one.press(old)
        assert say("bureau.identity.check") in one.text()
        assert B2_NAME in one.text()
        await one.open(f"{CENTRE}/switch")
        await one.press(say("bureau.switch.to_person"))
        await one.open(f"{CENTRE}/switch")
        assert say("bureau.switch.none") in one.text()
        await one.press(say("bureau.logout"))
        assert say("bureau.new_login") in one.text()
