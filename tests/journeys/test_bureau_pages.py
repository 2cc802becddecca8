"""Registration at the bureau and 北京税务APP through the terminal's reader, in the offline demo, by words (J1, J4, J15)."""

import asyncio

import pytest

from etax_client.domain.pages.page import Picture, PictureKind, all_blocks
from tests.journeys.at_the_pages import HALL, Demo, at_the_demo

BUREAU, BUREAU_APP = "/bureau", "/bjapp"
in_both = pytest.mark.parametrize("language", ["zh", "en"])
NEW, MOBILE = "Tulip2027x", "13900000012"


def shown_code(demo: Demo) -> str:
    [code] = [each.payload for each in all_blocks(demo.site.page) if isinstance(each, Picture) and each.kind is PictureKind.qr]
    return code


async def mail_to(demo: Demo, address: str) -> str:
    """The code in the mailbox, which anyone opens where one user is alone."""
    await demo.phone.open(f"{BUREAU_APP}/mail")
    demo.phone.fill(email=address)
    await demo.phone.enter()
    return next(word for word in demo.phone.text().replace("，", " ").replace(",", " ").split() if len(word) == 6 and word.isdigit())


async def tick_papers(demo: Demo, *papers: str) -> None:
    """With their names as the page has them."""
    say = demo.say
    demo.site.fill({f"paper_{each}": True for each in papers})
    await demo.site.press(say("registration.next"))


@in_both
async def test_he_jing_registers_with_the_face_and_logs_in(language: str) -> None:
    """J1, J15: the site waits with its code, the phone's 「+」 leads to 扫一扫, and the site goes on by itself."""
    async with at_the_demo(language) as demo:
        say, site, phone = demo.say, demo.site, demo.phone
        await site.open(f"{BUREAU}/login")
        await site.press(say("bureau.register"))
        await tick_papers(demo, "consent", "face")
        site.fill({say("idform.number"): "110199199406080025", say("idform.name"): "何静"})
        await site.press(say("registration.next"))
        site.fill({say("bureau.join.login_name"): "hejing", say("bureau.join.mobile"): MOBILE})
        await site.press(say("bureau.get_code"))
        typed = {say("bureau.join.login_name"): "hejing", say("bureau.password"): NEW, say("newpw.again"): NEW}
        site.fill({**typed, say("bureau.code"): await demo.code_to(MOBILE)})
        await site.press(say("registration.next"))
        assert say("bureau.join.face") in site.text()
        goes_on = asyncio.ensure_future(site.wait())
        await phone.open(BUREAU_APP)
        await phone.press(say("app.scan"))
        phone.fill({say("app.scan.code"): shown_code(demo)})
        await phone.enter()
        assert say("face.who") in phone.text()
        await phone.press(say("face.start"))
        assert say("face.next.passed") in phone.text()
        await goes_on
        assert say("bureau.join.finished") in site.text()
        await site.press(say("bureau.join.to_login"))
        await log_in(demo, "hejing")
        assert "何*" in site.text()


async def log_in(demo: Demo, account: str) -> None:
    """By both factors, at the form that is open."""
    say, site = demo.say, demo.site
    site.fill(account=account, password=NEW, slide=True)
    await site.enter()
    await site.press(say("bureau.get_code"))
    site.fill(code=await demo.code_to(MOBILE))
    await site.enter()


@in_both
async def test_amelia_brown_comes_to_the_hall_first_and_registers_by_email(language: str) -> None:
    """J4: told so, collected at the counter, then a mailbox stands for number and face."""
    async with at_the_demo(language) as demo:
        say, site, counter = demo.say, demo.site, demo.counter
        who = {
            say("idform.type"): say("identity.type.foreign_passport"),
            say("idform.number"): "X20260003",
            say("idform.name"): "AMELIA BROWN",
            say("idform.nationality"): "United Kingdom",
        }
        await site.open(f"{BUREAU}/register-foreigner")
        await tick_papers(demo, "consent")
        site.fill({**who, say("idform.sex"): say("identity.sex.female")})
        await site.press(say("registration.next"))
        assert say("refused.hall_first") in site.text()
        await counter.open(f"{HALL}/collect")
        counter.fill({**who, say("hall.seen"): True})
        await counter.press(say("hall.collect.do"))
        await site.press(say("registration.next"))
        address = "amelia.brown@example.com"
        site.fill({say("bureau.join.email"): address})
        await site.press(say("bureau.get_code"))
        site.fill({say("bureau.password"): NEW, say("newpw.again"): NEW, say("bureau.join.email_code"): await mail_to(demo, address)})
        await site.press(say("registration.next"))
        assert say("bureau.join.finished") in site.text()
