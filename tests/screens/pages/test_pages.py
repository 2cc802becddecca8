"""The server's pages in the terminal (F10): procedures on the portal and at the counter, and what outlives what (PGS-02, PGS-03)."""

import re
import stat
from pathlib import Path

import pytest

from etax_client.screens.files.saving import SaveDialog, file_name
from etax_client.screens.home import HomeScreen
from etax_client.screens.login import LoginScreen
from etax_client.screens.pages.pages import PagesScreen
from etax_client.screens.units.units import UnitsScreen
from etax_client.testing.running import StartRun
from etax_client.texts.words import Language
from etax_client.widgets.fields.secret_field import SecretField
from etax_client.widgets.qr_code import QrCode
from tests.driving import LARGE, SMALL, Driver, driving
from tests.screens.flows.registration_hands import LOGIN_NAME, MOBILE, NAME, NUMBER, PASSWORD
from tests.screens.pages.reader_hands import entry, fill, press, read, title, view

WIDE = (120, 36)


async def log_in_to_portal(etax: Driver, account: str) -> None:
    say = etax.app.desk.words.say
    await etax.press("f10")
    await press(etax, say("reader.portal"))
    await fill(etax, **{say("login.account"): account, say("login.password"): "Etax@2026"})
    await etax.press("enter")


async def test_from_the_counter_to_an_account(etax_run: StartRun) -> None:
    """REG-02: a hall code is issued over the counter, and 周婷 registers with it on the portal; the code by SMS is read on the phone."""
    async with etax_run() as etax:
        await etax.press("f10")
        await press(etax, "办税服务厅窗口")
        await press(etax, "核发注册码")
        await fill(etax, 证件号码=NUMBER, 姓名=NAME, **{"已核对证件原件，人证一致": "yes"})
        await press(etax, "核发注册码")
        issued = re.search("注册码为([A-Z0-9]{6})", read(etax))
        assert issued is not None, read(etax)
        await etax.press("escape", "escape", "escape")
        await press(etax, "个人所得税网站")
        await press(etax, "立即注册")
        await press(etax, "同意并继续")
        asked = {each.field.label for each in view(etax).filling.asked}
        assert "国籍" not in asked, "a resident's document asks for none"
        await fill(etax, 注册码=issued[1], 证件号码=NUMBER, 姓名=NAME)
        await etax.press("enter")
        await fill(etax, 登录名=LOGIN_NAME, 手机号码=MOBILE, 新密码=PASSWORD, 确认密码=PASSWORD)
        await etax.press("enter")
        assert entry(etax, "户籍所在地").in_error, "a field of the page that is missing is said here, and nothing is sent"
        await fill(etax, 户籍所在地="广东省广州市")
        await etax.press("enter")
        await press(etax, "获取验证码")
        await press(etax, "打开短信")
        code = await etax.sms_code(MOBILE)
        assert code in read(etax)
        await etax.press("escape")
        await fill(etax, 短信验证码=code)
        await etax.press("enter")
        assert "注册成功" in etax.screen_text()
        await etax.press("f10")
        await etax.login.with_password(LOGIN_NAME, PASSWORD)
        etax.on(UnitsScreen)


async def test_a_login_at_the_bureau_with_its_slider(etax_run: StartRun) -> None:
    """BJ-11, BJ-33: the slider is a box to tick; the code by SMS is read on the phone."""
    async with etax_run() as etax:
        await etax.press("f10")
        await press(etax, "北京市电子税务局")
        await press(etax, "新版登录")
        slide = "请按住滑块，拖动到最右边"
        await fill(etax, 账号="liuyang", 个人用户密码="Etax@2026")
        await etax.press("enter")
        assert entry(etax, slide).in_error, "it is said here, and the password stays"
        await etax.press("space")
        await press(etax, "登录")
        await press(etax, "获取验证码")
        await fill(etax, 短信验证码=await etax.sms_code("13900000001"))
        await etax.press("enter")
        assert "刘*" in read(etax), etax.screen_text()


async def test_a_mistake_in_a_form_leads_to_its_field() -> None:
    """AUT-02 on the portal, in English; then it is right."""
    async with driving(size=LARGE, language=Language.en) as etax:
        say = etax.app.desk.words.say
        await log_in_to_portal(etax, "wangfang")
        await press(etax, say("managed.title"))
        await press(etax, say("managed.detail"))
        await press(etax, say("managed.add"))
        await fill(etax, **{say("idform.number"): "440199196009090014", say("idform.name"): "周婷"})
        await fill(etax, **{say("authorisation.permission"): "filing", say("managed.kind"): "long"})
        await press(etax, say("managed.add.do"))
        wrong = [each for each in view(etax).filling.entries if each.in_error]
        assert [each.field.name for each in wrong] == ["number"], etax.text()
        assert wrong[0] is view(etax).at, "to the first error"
        await fill(etax, **{say("idform.number"): "650199198606170018", say("idform.name"): "阿卜杜拉·买买提"})
        await press(etax, say("managed.add.do"))
        assert "阿卜杜拉·买买提" in read(etax), etax.text()


async def test_a_declaration_password_from_the_dialog_that_tells_of_it(etax_run: StartRun) -> None:
    """VER-05, DPW-03: 忘记申报密码? opens the portal's page here; the new password opens the unit."""
    async with etax_run(person="liming") as etax:
        await etax.press("enter", "f4", "enter")
        etax.on(PagesScreen)
        await fill(etax, 账号="wangfang", 密码="Etax@2026")
        await etax.press("enter")
        await press(etax, "查看详情")
        await press(etax, "重置申报密码")
        await press(etax, "获取验证码")
        await fill(etax, 新密码="Tulip2027x", 确认密码="Tulip2027x", 短信验证码=await etax.sms_code("13800000002"))
        await etax.press("enter")
        assert "申报密码重置成功" in read(etax), etax.screen_text()
        await etax.press("f10")
        await etax.verify.with_password("Tulip2027x")
        etax.on(HomeScreen)


async def test_what_is_typed_outlives_a_resize_another_language_and_help() -> None:
    """PGS-02: and a secret is typed again after the page has come anew."""
    async with driving(size=SMALL) as etax:
        await etax.press("f10")
        await press(etax, "个人所得税网站")
        await fill(etax, 账号="wangfang", 密码="Etax@2026")
        await etax.pilot.resize_terminal(*WIDE)
        await etax.press("f1", "escape")
        secret = entry(etax, "密码").box
        assert isinstance(secret, SecretField)
        assert (entry(etax, "账号").typed, secret.length) == ("wangfang", 9)
        view(etax).go_to(entry(etax, "账号"))
        await etax.press("f8")
        assert (view(etax).page.language, entry(etax, "Account").typed) == ("en", "wangfang")
        secret = entry(etax, "Password").box
        assert isinstance(secret, SecretField)
        assert secret.length == 0
        assert view(etax).at is entry(etax, "Account"), "one stays in the field that one was in"
        await etax.press("f5")
        assert view(etax).at is entry(etax, "Account")
        await press(etax, "Forgot password")
        await etax.press("escape")
        assert entry(etax, "Account").typed == "wangfang", "a page that is come back to"
        await fill(etax, Account="zhaoqiang")
        await etax.press("f10", "f10")
        assert entry(etax, "Account").typed == "zhaoqiang", "pages that were put away"


async def test_a_password_stays_while_a_code_is_sent_and_read() -> None:
    """As in a browser, which has the code sent without leaving the page and opens the messages beside it; gone elsewhere, it is gone."""
    async with driving(size=WIDE) as etax:
        await log_in_to_portal(etax, "wangfang")
        await etax.press("f10", "f10")
        await press(etax, "安全中心")
        await press(etax, "绑定手机")

        def length() -> int:
            box = entry(etax, "账号密码").box
            assert isinstance(box, SecretField)
            return box.length

        await fill(etax, 新手机号码="13800000055", 账号密码="Etax@2026")
        await press(etax, "获取验证码")
        assert (length(), view(etax).at) == (9, entry(etax, "短信验证码")), "what is missing is gone to"
        await press(etax, "打开短信")
        await etax.press("f5", "escape")
        assert (length(), view(etax).at) == (9, entry(etax, "短信验证码"))
        await press(etax, "打开短信")
        await etax.press("f10", "f10", "escape")
        assert length() == 0, "pages that were put away"


async def test_esc_no_longer_waits_for_a_page() -> None:
    """looks.md: a server that is slow keeps nobody; whether a form was heard is said to be unknown, and what stands in it stays."""
    async with driving() as etax:
        await etax.press("f10")
        etax.on(PagesScreen)._reading.user._carrier = line = etax.carrier
        line.hold()
        await press(etax, "个人所得税网站")
        await etax.press("escape")
        assert "已取消等待" in etax.screen_text()
        line.release()
        await etax.settle()
        etax.on(PagesScreen)
        await press(etax, "个人所得税网站")
        await fill(etax, 账号="wangfang", 密码="Etax@2026")
        line.hold()
        await etax.press("enter", "escape")
        assert "本次提交结果未知" in etax.screen_text()
        line.release()
        await etax.settle()
        assert title(etax) == "登录", "an answer that comes late changes nothing"
        await etax.press("enter")
        assert title(etax) != "登录"


async def test_f10_waits_for_no_page_either() -> None:
    """It is left as ever, and what was awaited stands there when one comes back."""
    async with driving() as etax:
        await etax.press("f10")
        etax.on(PagesScreen)._reading.user._carrier = line = etax.carrier
        line.hold()
        await press(etax, "个人所得税网站")
        await etax.press("f10")
        etax.on(LoginScreen)
        line.release()
        await etax.settle()
        await etax.press("f10")
        assert title(etax) == "登录"


async def test_esc_goes_one_step_back_in_what_has_steps(etax_run: StartRun) -> None:
    """REG-06: as the page's own button does; what was typed stands there again as one goes on."""
    async with etax_run() as etax:
        await etax.press("f10")
        await press(etax, "个人所得税网站")
        await press(etax, "立即注册")
        await press(etax, "同意并继续")
        await fill(etax, 证件号码=NUMBER, 姓名=NAME)
        await etax.press("escape")
        assert "同意并继续" in read(etax)
        await press(etax, "同意并继续")
        assert entry(etax, "姓名").typed == NAME
        await etax.press("escape", "escape")
        assert title(etax) == "登录", "the first step has none before it"


async def test_quitting_asks_about_a_form_that_is_not_sent() -> None:
    """PGS-02: leaving a page keeps what was typed, quitting does not."""
    async with driving() as etax:
        await etax.press("f10")
        await press(etax, "个人所得税网站")
        assert not etax.on(PagesScreen).unfinished
        await fill(etax, 账号="wangfang")
        await etax.press("ctrl+q")
        assert "网页尚未完成，已填内容不会保留" in etax.screen_text()
        await etax.press("escape", "escape", "f10")
        await etax.press("f9")
        await press(etax, "个人所得税APP")
        await fill(etax, 账号="liming")
        await etax.press("ctrl+q")
        assert "手机（模拟）尚未完成" in etax.screen_text()


async def test_a_session_that_ended_while_a_form_was_filled_in() -> None:
    """PGS-02, SES-01: the portal asks for a login, and then the form has what had been typed."""
    async with driving(size=WIDE) as etax:
        await log_in_to_portal(etax, "wangfang")
        await press(etax, "企业办税权限")
        await press(etax, "查看详情")
        await press(etax, "新增授权人员")
        await fill(etax, 证件号码="650199198606170018", 姓名="阿卜杜拉·买买提", 权限类型="filing")
        await etax.advance(minutes=31)
        await fill(etax, 授权期限类型="long")
        await press(etax, "确认授权")
        await fill(etax, 账号="wangfang", 密码="Etax@2026")
        await etax.press("enter")
        assert entry(etax, "姓名").typed == "阿卜杜拉·买买提", etax.text()
        assert entry(etax, "权限类型").typed == "filing"


async def test_a_page_that_stands_too_long_says_that_its_session_will_end() -> None:
    """SES-01: here as in a browser; where nobody is logged in there is nothing to end."""
    async with driving() as etax:
        await etax.press("f10")
        await press(etax, "个人所得税网站")
        await etax.advance(minutes=25)
        assert "登录将于" not in etax.screen_text()
        await fill(etax, 账号="wangfang", 密码="Etax@2026")
        await etax.press("enter")
        await etax.advance(minutes=23)
        assert "登录将于" not in etax.screen_text()
        await etax.press("f10", "f10")
        await etax.advance(minutes=1)
        assert "登录将于 5 分钟后失效，按 F5 继续" in etax.screen_text()
        await etax.press("f5")
        assert "登录将于" not in etax.screen_text()
        await etax.advance(minutes=20)
        await etax.press("f5")
        assert title(etax) != "登录"


async def test_a_page_that_waits_goes_on_by_itself_and_the_phone_scans_it() -> None:
    """PGS-03, PGS-05, REG-03: the portal's recovery shows a code; the phone beside looks into the camera; the page goes on."""
    async with driving(size=(140, 45)) as etax:
        await etax.press("f10")
        await press(etax, "个人所得税网站")
        await press(etax, "忘记密码")
        await fill(etax, 证件号码="440199198805120030", 姓名="李明")
        await etax.press("enter")
        await press(etax, "开始人脸识别")
        assert etax.app.screen.query_one(QrCode).region.width > 20
        await etax.press("f9")
        await press(etax, "扫一扫")
        assert "李*" in read(etax), etax.text()
        await press(etax, "开始人脸识别")
        await etax.until(lambda: "新密码" in etax.text(), "the portal's next page")


@pytest.mark.parametrize(
    ("title", "name"),
    [("注册码 568068", "注册码 568068.html"), (" a/b\\c:d\n", "abcd.html"), ('<"|?*>', "etax.html"), ("", "etax.html")],
)
def test_a_page_is_saved_under_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title, ".html") == name


async def test_a_slip_is_saved_for_oneself_and_never_over_another_unasked(etax_run: StartRun, tmp_path: Path) -> None:
    """PGS-06."""
    path = tmp_path / "slip.html"
    async with etax_run() as etax:
        await etax.press("f10")
        await press(etax, "办税服务厅窗口")
        await press(etax, "核发注册码")
        await fill(etax, 证件号码=NUMBER, 姓名=NAME, **{"已核对证件原件，人证一致": "yes"})
        await press(etax, "核发注册码")
        for before in (None, b"theirs"):
            if before is not None:
                path.write_bytes(before)
            await press(etax, "保存")
            etax.on(SaveDialog)
            await etax.press("ctrl+u")
            await etax.paste(str(path))
            await etax.press("enter")
            if before is not None:
                assert path.read_bytes() == before
                await etax.press("escape")
                assert path.read_bytes() == before
                await etax.press("enter", "enter")
            await etax.until(lambda: isinstance(etax.screen, PagesScreen), "the page")
            assert re.sub(r"\s", "", f"已保存到{path}") in re.sub(r"\s", "", etax.screen_text())
            assert b"<html" in path.read_bytes()
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_back_leads_to_where_one_came_from() -> None:
    """Not to what had been left before that."""
    async with driving(size=SMALL) as etax:
        await etax.press("f10")
        for site in ("北京市电子税务局", "个人所得税网站"):
            await press(etax, site)
            await etax.press("escape")
            assert title(etax) == "网页"


async def test_what_cannot_be_reached_says_what_to_do_and_f5_tries_again() -> None:
    async with driving(size=SMALL) as etax:
        await etax.press("f10")
        etax.phone.cut()
        await press(etax, "个人所得税网站")
        assert "无法连接" in etax.text(), etax.text()
        etax.phone.mend()
        await press(etax, "个人所得税网站")
        assert title(etax) == "登录"


async def test_a_counter_that_is_asked_for_before_the_server_has_started() -> None:
    """The demo starts its server behind the first paint: its pass is there once a page has been waited for."""
    passes: list[tuple[str, str] | None] = [None, ("seat", "1")]
    async with driving(size=SMALL) as etax:
        object.__setattr__(etax.app.desk.place, "counter", lambda: passes.pop(0))
        await etax.press("f10")
        await press(etax, "办税服务厅窗口")
        assert passes == []
        assert [path for _, path in etax.phone.sent] == ["/portal", "/control/page/hall"]
