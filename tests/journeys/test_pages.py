"""Every procedure on phone, portal and counter, to its last step, without a browser and a socket, by words (PGS-01, PGS-07)."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from etax_client.domain.local_time import local_day
from etax_client.domain.pages.page import Picture, PictureKind, Sheet, all_blocks
from tests.journeys.at_the_pages import APP, HALL, PORTAL, Demo, at_the_demo
from tests.server.running import PASSWORD

in_both = pytest.mark.parametrize("language", ["zh", "en"])
at_both = pytest.mark.parametrize(("language", "door"), [("zh", APP), ("en", PORTAL), ("zh", PORTAL), ("en", APP)])
ZHOU, ZHOUS_NUMBER, ZHOUS_MOBILE = "周婷", "440199199607260029", "13800000009"
UNIT = "广东示例查账有限公司"
NEW = "Tulip2027x"


async def hall_code_for_zhou(demo: Demo) -> str:
    """At the counter; the slip is a page that may be printed."""
    say, counter = demo.say, demo.counter
    await counter.open(HALL)
    await counter.press(say("hall.code"))
    counter.fill({say("idform.number"): ZHOUS_NUMBER, say("idform.name"): ZHOU, say("hall.seen"): True})
    await counter.press(say("hall.code.do"))
    assert counter.page.prints, counter.text()
    [sheet] = [block for block in counter.page.blocks if isinstance(block, Sheet)]
    [code] = [part.text for block in all_blocks(counter.page) for part in getattr(block, "parts", ()) if getattr(part, "strong", False)]
    assert len(code) == 6
    assert say("portal.product") in counter.text()
    assert "http" not in counter.text(), "an address that is nowhere"
    assert sheet.blocks
    return str(code)


@in_both
async def test_a_code_from_the_counter_and_a_registration_on_the_portal(language: str) -> None:
    """REG-02, REG-04: 周婷, to the last step; then she logs in on the phone."""
    async with at_the_demo(language) as demo:
        say, site = demo.say, demo.site
        code = await hall_code_for_zhou(demo)
        await site.open(PORTAL)
        await site.press(say("app.forgotten"))
        await site.back()
        await site.open(f"{PORTAL}/register")
        await site.press(say("registration.agree"))
        site.fill({say("registration.hall_code"): code, say("idform.number"): ZHOUS_NUMBER, say("idform.name"): "周停"})
        await site.press(say("registration.next"))
        assert say("registration.hall_code") in site.text(), "what was typed is wrong, and still there"
        site.fill({say("registration.hall_code"): code, say("idform.name"): ZHOU})
        await site.press(say("registration.next"))
        typed = {"registration.login_name": "zhouting", "newpw.password": NEW, "newpw.again": NEW, "registration.mobile": ZHOUS_MOBILE}
        typed["signup.household"] = "广东省广州市"
        site.fill({say(label): value for label, value in typed.items()})
        await site.press(say("registration.next"))
        await site.press(say("smscode.get"))
        site.fill({say("smscode.code"): await demo.code_to(ZHOUS_MOBILE)})
        await site.press(say("registration.finish"))
        assert say("signup.step.done") in site.text()
        await demo.log_in(demo.phone, "zhouting", APP, NEW)
        assert "周*" in demo.phone.text()


@in_both
async def test_a_page_goes_on_by_itself_when_a_phone_has_done_its_part(language: str) -> None:
    """FPW-01, PGS-03: the portal shows what a phone scans, and waits; the phone looks, and the portal asks for the new password."""
    async with at_the_demo(language) as demo:
        say, site, phone = demo.say, demo.site, demo.phone
        await site.open(f"{PORTAL}/forgot")
        site.fill({say("idform.number"): "440199198402150016", say("idform.name"): "孙磊"})
        await site.press(say("registration.next"))
        await site.press(say("face.start"))
        [qr] = [block for block in all_blocks(site.page) if isinstance(block, Picture) and block.kind is PictureKind.qr]
        assert say("face.here") in site.text(), "and there is a way without another device"
        waiting = asyncio.create_task(site.wait())
        await demo.log_in(phone, "liming", APP)
        await phone.press(say("app.scan"))
        phone.fill({say("app.scan.code"): qr.payload})
        await phone.press(say("app.scan.next"))
        await phone.press(say("face.start"))
        assert phone.page.title == say("face.over.passed")
        await demo.clock.advance(1)
        await waiting
        site.fill({say("newpw.password"): NEW, say("newpw.again"): NEW})
        await site.press(say("recovery.set"))
        assert say("recovery.done") in site.text(), site.text()


@in_both
async def test_a_registration_by_face_on_the_phone(language: str) -> None:
    """REG-03: 周婷 looks into the phone on which she registers, and comes back to the next step."""
    async with at_the_demo(language) as demo:
        say, phone = demo.say, demo.phone
        await phone.open(f"{APP}/register")
        await phone.press(say("registration.way.face"))
        await phone.press(say("registration.agree"))
        phone.fill({say("idform.number"): ZHOUS_NUMBER, say("idform.name"): ZHOU})
        for _ in ("who it is", "the step", "the camera"):
            await phone.press(say("face.start"))
        await phone.press(say("face.back.register"))
        assert say("registration.login_name") in phone.text(), phone.text()


@at_both
async def test_an_authorisation_is_given_changed_ended_given_back_and_deleted(language: str, door: str) -> None:
    """AUT-01 to AUT-04 at both doors: 王芳 authorises 赵强's colleague, changes and ends it; 李明 gives his own back, and deletes it."""
    async with at_the_demo(language) as demo:
        say, her, his = demo.say, demo.phone, demo.site
        await demo.log_in(her, "wangfang", door)
        await her.press(say("managed.title"))
        await her.press(f"{say('managed.detail')} {UNIT}")
        await her.press(say("managed.add"))
        her.fill(
            {
                say("idform.number"): "650199198606170018",
                say("idform.name"): "阿卜杜拉·买买提",
                say("authorisation.permission"): say("authorisation.permission.filing"),
                say("managed.kind"): say("managed.kind.fixed"),
            }
        )
        await her.press(say("managed.add.do"))
        assert say("managed.day.empty") in her.text(), "an end is asked for, beside its field"
        last = (local_day(demo.clock.now()) + timedelta(days=30)).isoformat()
        her.fill({say("managed.end_day"): last})
        await her.press(say("managed.add.do"))
        assert say("managed.said.added") in her.text(), her.text()
        await her.press(f"{say('managed.change')} 阿卜杜拉·买买提")
        her.fill({say("managed.kind"): say("managed.kind.long")})
        await her.press(say("managed.change.do"))
        assert say("managed.said.changed") in her.text(), her.text()
        await her.press(f"{say('managed.end')} 阿卜杜拉·买买提")
        assert say("managed.end.ask")[:20] in her.text()
        await her.press(say("managed.end"))
        assert say("managed.said.ended") in her.text()

        await demo.log_in(his, "liming", door)
        await his.press(say("mine.title"))
        await his.press(f"{say('mine.end')} {UNIT}")
        await his.press(say("mine.end"))
        assert say("mine.said.ended") in his.text()
        await his.press(f"{say('mine.forget')} {UNIT}")
        assert say("mine.said.forgotten") in his.text()
        assert UNIT not in his.text()


@at_both
async def test_a_declaration_password_is_reset(language: str, door: str) -> None:
    """DPW-03 at both doors, with a wrong code first."""
    async with at_the_demo(language) as demo:
        say, her = demo.say, demo.site
        await demo.log_in(her, "wangfang", door)
        await her.press(say("managed.title"))
        await her.press(f"{say('managed.detail')} {UNIT}")
        await her.press(say("newdecl.title"))
        await her.press(say("smscode.get"))
        code = await demo.code_to("13800000002")
        for given, said in (("000000" if code != "000000" else "111111", say("smscode.wrong", tries=4)), (code, say("newdecl.done"))):
            her.fill({say("newpw.password"): NEW, say("newpw.again"): NEW, say("smscode.code"): given})
            await her.press(say("newdecl.save.phone" if door == APP else "newdecl.save.portal"))
            assert said in her.text(), her.text()


@at_both
async def test_a_number_is_bound(language: str, door: str) -> None:
    """FPW-02: 赵强 has none; the security centre sends a code to it, and asks for the password, with a captcha after a wrong one."""
    async with at_the_demo(language) as demo:
        say, his = demo.say, demo.phone
        await demo.log_in(his, "zhaoqiang", door)
        await his.press(say("app.security"))
        assert say("security.no_mobile") in his.text()
        await his.press(say("security.mobile"))
        his.fill({say("security.new_mobile"): "13800000099"})
        await his.press(say("smscode.get"))
        code = await demo.code_to("13800000099")
        his.fill({say("smscode.code"): code, say("security.account_password"): "Wrong@2026"})
        await his.press(say("security.bind"))
        [captcha] = [block for block in all_blocks(his.page) if isinstance(block, Picture) and block.kind is PictureKind.captcha]
        drawn = await his.user.captcha(captcha)
        assert len(getattr(drawn, "rows", ())) == 8, "as the client draws its own"
        assert say("login.captcha") in his.text()
        assert "13800000099" in his.text(), "what was typed is still there, but for the secrets"


@in_both
async def test_annexes_are_printed_to_a_file(language: str, tmp_path: Path) -> None:
    """003: annex 1 of each person and annex 2, filled in on the portal, changed once more, and saved."""
    async with at_the_demo(language) as demo:
        say, site = demo.say, demo.site
        await site.open(f"{PORTAL}/annexes")
        site.fill({say("hall.unit.name"): UNIT, "name_1": "JOHN SMITH", "number_1": "X12345678", "nationality_1": "USA"})
        await site.press(say("hall.more"))
        site.fill({"name_2": "ANNA IVANOVA"})
        await site.press(say("hall.annexes"))
        assert site.page.prints, site.text()
        assert len([block for block in site.page.blocks if isinstance(block, Sheet)]) == 3
        await site.press(say("hall.edit"))
        site.fill({"number_2": "Y7654321"})
        await site.press(say("hall.annexes"))
        for said in (UNIT, "JOHN SMITH", "ANNA IVANOVA", "Y7654321", say("annex.2.title"), "________"):
            assert said in site.text(), said
        file = tmp_path / "annexes.html"
        site.save(file)
        printed = file.read_text(encoding="utf-8")
        assert printed.count("<article>") == 3
        assert "ANNA IVANOVA" in printed
        assert not {"<form", "<input", "<script", "<link", "token"} & set(printed.split())


@in_both
async def test_a_proxy_fetches_codes_at_the_counter(language: str) -> None:
    """REG-07: several people, their papers ticked, a slip for each."""
    async with at_the_demo(language) as demo:
        say, counter = demo.say, demo.counter
        await counter.open(HALL)
        await counter.press(say("hall.proxy"))
        await counter.press(say("hall.proxy.do"))
        assert say("hall.declined.fields") in counter.text()
        counter.fill({say("hall.unit"): "91440199MA0QJ0100K", say("hall.handler.name"): "李明"})
        counter.fill(
            {say("hall.handler.number"): "440199198805120030", "name_1": "ANNA IVANOVA", "number_1": "Y7654321", "nationality_1": "RUS"}
        )
        for block in all_blocks(counter.page):
            if getattr(block, "ticks", ""):
                counter.fill({getattr(block, "name", ""): True})
        await counter.press(say("hall.proxy.do"))
        assert counter.page.prints, counter.text()


@at_both
async def test_a_forgotten_password(language: str, door: str) -> None:
    """FPW-01: 孙磊 is locked; by SMS code to a new password, and in."""
    async with at_the_demo(language) as demo:
        say, his = demo.say, demo.site
        await his.open(door)
        his.fill(account="sunlei", password=PASSWORD)
        await his.enter()
        await his.press(say("app.locked.forgot"))
        his.fill({say("idform.number"): "440199198402150016", say("idform.name"): "孙磊"})
        await his.press(say("registration.next"))
        await his.press(say("smscode.get"))
        his.fill({say("smscode.code"): await demo.code_to("13800000007")})
        await his.press(say("recovery.next"))
        his.fill({say("newpw.password"): NEW, say("newpw.again"): NEW})
        await his.press(say("recovery.set"))
        assert say("recovery.done") in his.text(), his.text()
        await demo.log_in(his, "sunlei", door, NEW)


@in_both
async def test_the_language_changes_and_what_was_typed_stays(language: str) -> None:
    other = "en" if language == "zh" else "zh"
    async with at_the_demo(language) as demo:
        site = demo.site
        await site.open(f"{PORTAL}/annexes")
        page = await site.user.speak(other, {"unit_name": UNIT, "name_1": "ANNA"})
        assert getattr(page, "language", "") == other
        assert UNIT in site.text()
        assert "ANNA" in site.text()
