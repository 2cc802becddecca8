"""An account at the bureau lost and found again, through the terminal's reader, in the offline demo, by words (J3, J6, J7, J8)."""

import asyncio

import pytest

from etax_client.domain.pages.page import Picture, PictureKind, all_blocks
from tests.journeys.at_the_pages import APP, Demo, at_the_demo
from tests.server.running import PASSWORD

BUREAU, BUREAU_APP = "/bureau", "/bjapp"
in_both = pytest.mark.parametrize("language", ["zh", "en"])
NEW, CHENS = "Tulip2027x", "13900000006"
FENG, LIU = ("冯云", "110199197512240011"), ("刘洋", "110199198001010016")
YEAR = 365 * 24 * 3600


async def identify(demo: Demo, who: tuple[str, str]) -> None:
    name, number = who
    demo.site.fill({demo.say("idform.number"): number, demo.say("idform.name"): name})
    await demo.site.press(demo.say("registration.next"))


async def before_the_face(demo: Demo, button: str, app: str) -> None:
    """By the code on the site, which goes on by itself."""
    say, site, phone = demo.say, demo.site, demo.phone
    await site.press(say(button))
    [code] = [each.payload for each in all_blocks(site.page) if isinstance(each, Picture) and each.kind is PictureKind.qr]
    goes_on = asyncio.ensure_future(site.wait())
    if app == APP:
        await demo.log_in(phone, "liming", APP)
    else:
        await phone.open(app)
    await phone.press(say("app.scan"))
    phone.fill({say("app.scan.code"): code})
    await phone.enter()
    await phone.press(say("face.start"))
    assert say("face.next.passed") in phone.text()
    await goes_on


async def log_in(demo: Demo, account: str, mobile: str, password: str = PASSWORD) -> None:
    """By both factors, at 自然人业务; another code is sent after two minutes."""
    await demo.clock.advance(120)
    say, site = demo.say, demo.site
    await site.open(f"{BUREAU}/login/person")
    site.fill(account=account, password=password, slide=True)
    await site.enter()
    await site.press(say("bureau.get_code"))
    site.fill(code=await demo.code_to(mobile))
    await site.enter()
    assert say("bureau.centre") in site.text()


async def set_name(demo: Demo, name: str) -> str:
    await demo.site.open(f"{BUREAU}/account/name")
    demo.site.fill(login_name=name)
    await demo.site.press(demo.say("bureau.centre.name.set"))
    return demo.site.text()


@in_both
async def test_feng_yun_finds_a_number_raises_her_level_and_names_herself(language: str) -> None:
    """J3, J8: 陈晨's number becomes hers by code and face; the key task asks for the scan and goes on; a name once in 365 days."""
    async with at_the_demo(language) as demo:
        say, site = demo.say, demo.site
        await site.open(f"{BUREAU}/login")
        await site.press(say("bureau.mobile"))
        await identify(demo, FENG)
        site.fill({say("security.new_mobile"): CHENS})
        await site.press(say("smscode.get"))
        site.fill({say("smscode.code"): await demo.code_to(CHENS)})
        await site.press(say("registration.next"))
        await before_the_face(demo, "face.by.itax", APP)
        assert say("bureau.mobile.done", mobile="139****0006") in site.text()
        await log_in(demo, FENG[1], CHENS)
        await site.open(f"{BUREAU}/account/level")
        assert say("bureau.level.3") in site.text()
        await site.open(BUREAU)
        await site.press(say("bureau.task"))
        assert say("bureau.level_too_low") in site.text()
        await before_the_face(demo, "face.by.bureau", BUREAU_APP)
        await site.press(say("bureau.task.do"))
        assert say("bureau.task.done") in site.text()
        await site.open(f"{BUREAU}/account/level")
        assert say("bureau.level.4") in site.text()
        for name in ("fengyun1", "fengyun2"):
            assert say("bureau.centre.name.done") in await set_name(demo, name)
        assert say("bureau.centre.name.done") not in await set_name(demo, "fengyun3")
        await demo.clock.advance(YEAR)
        await log_in(demo, "fengyun2", CHENS)
        assert say("bureau.centre.name.done") in await set_name(demo, "fengyun3")


@in_both
async def test_liu_yang_forgets_the_password(language: str) -> None:
    """J6: by the SMS code to the bound number; then the account centre tells of it, and the password is changed there."""
    async with at_the_demo(language) as demo:
        say, site = demo.say, demo.site
        await site.open(f"{BUREAU}/login")
        await site.press(say("bureau.forgot"))
        assert say("bureau.forgot.note") in site.text()
        await identify(demo, LIU)
        await site.press(say("smscode.get"))
        site.fill({say("smscode.code"): await demo.code_to("13900000001")})
        await site.press(say("recovery.next"))
        site.fill({say("newpw.password"): NEW, say("newpw.again"): NEW})
        await site.press(say("recovery.set"))
        assert say("recovery.done") in site.text()
        await log_in(demo, "liuyang", "13900000001", NEW)
        await site.open(f"{BUREAU}/account/log")
        assert say("bureau.act.password_reset") in site.text()
        await site.open(f"{BUREAU}/account/password")
        site.fill({say("security.current"): NEW, say("newpw.password"): "Lotus2028y", say("newpw.again"): "Lotus2028y"})
        await site.press(say("security.change"))
        assert say("security.done.password") in site.text()


@pytest.mark.parametrize(("language", "app"), [("zh", BUREAU_APP), ("en", APP)])
async def test_feng_yun_logs_in_by_her_face(language: str, app: str) -> None:
    """J8: she has no number; 获取验证码 says so, and the face leads in and raises her level."""
    async with at_the_demo(language) as demo:
        say, site = demo.say, demo.site
        await site.open(f"{BUREAU}/login/person")
        site.fill(account=FENG[1], password=PASSWORD, slide=True)
        await site.enter()
        await site.press(say("bureau.get_code"))
        assert say("bureau.no_mobile") in site.text()
        await before_the_face(demo, "face.by.bureau" if app == BUREAU_APP else "face.by.itax", app)
        await site.press(say("bureau.log_in"))
        assert say("bureau.centre") in site.text()
        await site.open(f"{BUREAU}/account/level")
        assert say("bureau.level.4") in site.text()


@in_both
async def test_wang_fang_scans_with_the_income_tax_app(language: str) -> None:
    """J7: the code on the site, the number picked on the phone, and the site goes on by itself."""
    async with at_the_demo(language) as demo:
        say, site, phone = demo.say, demo.site, demo.phone
        await demo.log_in(phone, "wangfang", APP)
        await site.open(f"{BUREAU}/login/person")
        await site.press(say("bureau.scan.by.itax"))
        [code] = [each.payload for each in all_blocks(site.page) if isinstance(each, Picture) and each.kind is PictureKind.qr]
        goes_on = asyncio.ensure_future(site.wait())
        await phone.press(say("app.scan"))
        phone.fill({say("app.scan.code"): code})
        await phone.enter()
        await goes_on
        assert say("bureau.scan.number") in site.text()
        number = next(word for word in site.text().split() if len(word) == 2 and word.isdigit())
        goes_on = asyncio.ensure_future(site.wait())
        phone.fill(number=number)
        await phone.press(say("app.confirm.yes"))
        await goes_on
        await site.press(say("bureau.log_in"))
        assert say("bureau.centre") in site.text()
