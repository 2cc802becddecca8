"""Projects of a unit from elsewhere through the terminal's reader, to the last step: J7's unit, J12 (BJ-66 to BJ-73)."""

from pathlib import Path

import pytest

from etax_client.testing.verbs.browser import Browser
from tests.journeys.at_the_pages import Demo, at_the_demo, browser
from tests.server.running import PASSWORD

in_both = pytest.mark.parametrize("language", ["zh", "en"])
H1, H1_NAME = "91130199MA0HB0109Y", "河北示例建筑有限公司"
PJ1, PJ2, PJ3, PJ4 = "冀示税跨报〔2026〕1234号", "冀示税跨报〔2025〕1234号", "冀示税跨报〔2026〕0077号", "京示税源〔2026〕0001号"
MOBILES = {"lintao": "13900000010", "songyu": "13900000011", "wulei90": "13900000003"}


async def first(demo: Demo, account: str, entrance: str, unit: str = "") -> Browser:
    """A browser of their own, behind the password."""
    say, one = demo.say, browser(demo.carrier, demo.clock, demo.language)
    await demo.clock.advance(121)
    await one.open("/bureau")
    await one.press(say("bureau.new_login"))
    if entrance != "person":
        await one.press(say("bureau.entrance.enterprise"))
    if entrance == "special":
        await one.press(say("bureau.entrance.special.way"))
    typed: dict[str, str | bool | Path] = {say("bureau.account"): account, say("bureau.password"): PASSWORD, say("bureau.slide"): True}
    one.fill(typed | ({say("bureau.taxpayer_id"): unit} if unit else {}))
    await one.press(say("bureau.log_in"))
    return one


async def finds(demo: Demo, one: Browser, number: str) -> None:
    one.fill({demo.say("bureau.project.number"): number})
    await one.press(demo.say("bureau.project.find"))


async def second(demo: Demo, one: Browser, account: str) -> Browser:
    say = demo.say
    await one.press(say("bureau.get_code"))
    one.fill({say("bureau.code"): await demo.code_to(MOBILES[account])})
    await one.press(say("bureau.log_in"))
    return one


def told(demo: Demo, number: str, name: str, authority: str) -> str:
    """A project as it is chosen from on the page of the second factor."""
    return f"{number} {name} {demo.say('bureau.project.kind.reported')} {authority}"


@in_both
async def test_from_a_report_to_its_project_and_on_to_another(language: str) -> None:
    """J12: 1234 finds two; what waits is not found; it is checked in in one's own name, and is there."""
    async with at_the_demo(language) as demo:
        say = demo.say
        lin = await first(demo, "lintao", "special", H1)
        await finds(demo, lin, "1234")
        for number in (PJ1, PJ2):
            assert number in lin.text()
        await lin.press(told(demo, PJ2, "示例<b>桥梁</b>加固工程", "北京市示范县税务局（模拟）"))
        await second(demo, lin, "lintao")
        assert f"{say('bureau.project')} {PJ2}" in lin.text()
        await lin.press(say("bureau.project.switch"))
        await lin.press(f"北京市示例区税务局（模拟） {say('bureau.project.kind.reported')} {PJ1} 示例大厦一期工程")
        assert f"{say('bureau.project')} {PJ1}" in lin.text()
        await lin.press(say("bureau.logout"))

        lin = await first(demo, "lintao", "special", H1)
        await finds(demo, lin, "0077")
        assert say("bureau.project.none") in lin.text()
        await second(demo, lin, "lintao")
        assert say("bureau.project.required") in lin.text()

        lin = await second(demo, await first(demo, "lintao", "person"), "lintao")
        await lin.press(say("bureau.reports"))
        await lin.press(say("bureau.report"))
        lin.fill({say("bureau.unit_number"): H1, say("bureau.report.number"): PJ3})
        await lin.press(say("bureau.project.find"))
        assert say("bureau.project.state.reported") in lin.text()
        await lin.press(say("bureau.report.submit"))
        assert say("bureau.report.done") in lin.text()

        lin = await first(demo, "lintao", "special", H1)
        await finds(demo, lin, "0077")
        await second(demo, lin, "lintao")
        assert f"{say('bureau.project')} {PJ3}" in lin.text()


@in_both
async def test_the_unit_sees_all_of_its_projects_and_strangers_none(language: str) -> None:
    """J12: 宋玉 by 企业业务 goes to one and back; 吴磊 is told that he is tied to none."""
    async with at_the_demo(language) as demo:
        say = demo.say
        song = await second(demo, await first(demo, "songyu", "enterprise", H1), "songyu")
        await song.press(say("bureau.centre"))
        await song.press(say("bureau.centre.switch"))
        await song.press(f"北京市示范县税务局（模拟） {say('bureau.project.kind.source')} {PJ4} 示例仓库")
        assert f"{say('bureau.project')} {PJ4}" in song.text()
        await song.press(say("bureau.project.switch"))
        await song.press(f"{H1_NAME} {say('home.role.legal_representative')}")
        assert f"{say('bureau.identity')} {say('home.role.legal_representative')}" in song.text()

        wu = await first(demo, "wulei90", "special", H1)
        await second(demo, wu, "wulei90")
        for said in ("bureau.project.required", "bureau.project.none"):
            assert say(said) in wu.text()
