"""代理业务, the old login of units and the choice behind a scan, through the terminal's reader: J11, J13 (BJ-36, BJ-39, BJ-74 to BJ-76)."""

import asyncio
from pathlib import Path

import pytest

from etax_client.domain.pages.page import Picture, PictureKind, all_blocks
from etax_client.testing.verbs.browser import Browser
from tests.journeys.at_the_pages import Demo, at_the_demo, browser
from tests.journeys.test_bureau_ties import B1, B1_NAME, B2, B2_NAME, CENTRE, comes
from tests.server.running import PASSWORD

in_both = pytest.mark.parametrize("language", ["zh", "en"])
B3, B3_NAME, B4 = "91110199MA0BJ030XN", "北京示例代理记账有限公司", "91110199MA0BJ04065"
QIYE, NEW = "Qiye@2026", "Tulip2027x"


@in_both
async def test_an_agent_acts_for_two_units(language: str) -> None:
    """J11: 高远: agency, B1, B2, the agency, himself; the staff of B1 is there to be read, and nothing to press in it."""
    async with at_the_demo(language) as demo:
        say, one = demo.say, browser(demo.carrier, demo.clock, language)
        await one.open("/bureau/login")
        await one.press(say("bureau.entrance.agency"))
        typed: dict[str, str | bool | Path] = {say("bureau.taxpayer_id"): B3, say("bureau.account"): "gaoyuan"}
        one.fill({**typed, say("bureau.password"): PASSWORD, say("bureau.slide"): True})
        await one.press(say("bureau.log_in"))
        await one.press(say("bureau.get_code"))
        one.fill({say("bureau.code"): await demo.code_to("13900000009")})
        await one.press(say("bureau.log_in"))
        assert B3_NAME in one.text()
        for name in (B1_NAME, B2_NAME):
            await one.open(f"{CENTRE}/switch")
            await one.press(f"{name} {say('bureau.identity.principal')}")
            assert (name in one.text(), say("bureau.identity.principal") in one.text()) == (True, True)
        await one.open(f"{CENTRE}/staff")
        assert say("bureau.staff.read_only") in one.text()
        assert not [each for each in one._pressable() if each.text in (say("bureau.staff.withdraw"), say("bureau.staff.remove"))]
        await one.open(f"{CENTRE}/switch")
        await one.press(f"{B3_NAME} {say('bureau.identity.agency')}")
        await one.open(f"{CENTRE}/switch")
        await one.press(say("bureau.switch.to_person"))
        await one.open(f"{CENTRE}/switch")
        assert say("bureau.switch.none") in one.text()


async def at_the_old_door(demo: Demo, unit: str, password: str = QIYE) -> Browser:
    say, one = demo.say, browser(demo.carrier, demo.clock, demo.language)
    await one.open("/bureau")
    await one.press(say("bureau.old.way"))
    one.fill({say("bureau.unit_number"): unit, say("bureau.old.enterprise_password"): password})
    await one.press(say("bureau.log_in"))
    return one


@in_both
async def test_a_unit_by_the_old_login_to_its_end(language: str) -> None:
    """J13: 冯云 acts for B2 by her own password; at B1 neither she nor 郑安 is offered; B4 is locked, until 周敏 sets another 企业密码."""
    async with at_the_demo(language) as demo:
        say = demo.say
        feng = await at_the_old_door(demo, B2)
        await feng.press(f"冯* {say('home.role.tax_staff')}")
        feng.fill({say("bureau.password"): PASSWORD})
        await feng.press(say("bureau.log_in"))
        assert B2_NAME in feng.text()
        at_b1 = await at_the_old_door(demo, B1)
        assert ("刘*" in at_b1.text(), "冯*" in at_b1.text(), "郑*" in at_b1.text()) == (True, False, False)
        locked = await at_the_old_door(demo, B4)
        assert say("bureau.old.locked_unit", left="").split("（")[0].split(" (")[0] in locked.text()
        await locked.press(say("bureau.old.forgot"))
        locked.fill({say("bureau.unit_number"): B4, say("idform.number"): "110199198203150025", say("idform.name"): "周敏"})
        await locked.press(say("registration.next"))
        await locked.press(say("smscode.get"))
        locked.fill({say("smscode.code"): await demo.code_to("13900000002")})
        await locked.press(say("recovery.next"))
        locked.fill({say("newpw.password"): NEW, say("newpw.again"): NEW})
        await locked.press(say("recovery.set"))
        assert say("bureau.enterprise.done") in locked.text()
        zhou = await at_the_old_door(demo, B4, NEW)
        await zhou.press(f"周* {say('home.role.finance_officer')}")
        await zhou.press(say("bureau.get_code"))
        zhou.fill({say("bureau.code"): await demo.code_to("13900000002")})
        await zhou.enter()
        assert say("bureau.centre") in zhou.text()


@in_both
async def test_behind_a_scan_one_chooses_as_what(language: str) -> None:
    """BJ-36: 刘洋 by 北京税务APP at 企业业务, as tax staff of B2."""
    async with at_the_demo(language) as demo:
        say, site, phone = demo.say, demo.site, demo.phone
        await phone.open("/bjapp/login/person")
        phone.fill({say("bureau.account"): "liuyang", say("bureau.password"): PASSWORD, say("bureau.slide"): True})
        await phone.press(say("bureau.log_in"))
        await phone.press(say("bureau.get_code"))
        phone.fill({say("bureau.code"): await demo.code_to("13900000001")})
        await phone.press(say("bureau.log_in"))
        await site.open("/bureau/login/enterprise")
        await site.press(say("bureau.scan.by.bureau"))
        [code] = [each.payload for each in all_blocks(site.page) if isinstance(each, Picture) and each.kind is PictureKind.qr]
        goes_on = asyncio.ensure_future(site.wait())
        await phone.press(say("app.scan"))
        phone.fill({say("app.scan.code"): code})
        await phone.enter()
        await goes_on
        number = next(word for word in site.text().split() if len(word) == 2 and word.isdigit())
        goes_on = asyncio.ensure_future(site.wait())
        phone.fill(number=number)
        await phone.press(say("app.confirm.yes"))
        await goes_on
        if say("bureau.scan.choose") not in site.text():
            await site.press(say("bureau.log_in"))
        await site.press(f"{B2_NAME} {say('home.role.tax_staff')}")
        assert (B2_NAME in site.text(), say("home.role.tax_staff") in site.text()) == (True, True)
        assert await comes(demo, "liuyang", B1)
