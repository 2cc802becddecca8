"""The way into the APP's pages: the client's own rules, in words, without a script (LOG, CAP, SES, QR-03)."""

import re
from datetime import timedelta

import pytest

from etax_client.domain.sessions.sessions import SEEN_EVERY, WARNED
from etax_client.server.pages.sites import APP
from tests.pages.surfing import surfer
from tests.server.running import PASSWORD, WRONG, Running, running


async def test_a_person_logs_in_and_out(server: Running) -> None:
    someone = await surfer(server).open("/APP")
    assert (someone.status, someone.page.inputs["account"]["autocomplete"]) == (200, "username")
    assert someone.page.inputs["password"]["autocomplete"] == "current-password"
    await someone.log_in(" LIMING ".lower())
    assert (someone.status, someone.path) == (200, "/app")
    assert "李*" in someone.text
    assert "李明" not in someone.text
    assert "扫一扫" in someone.text
    token = someone.http.cookies[APP.session_cookie]
    await someone.send("/app/logout")
    assert "密码" in someone.text
    assert APP.session_cookie not in someone.http.cookies
    someone.http.cookies.set(APP.session_cookie, token, domain="127.0.0.1")
    assert "您已退出登录" in (await someone.open("/app")).text


async def test_a_phone_session_opens_no_client(server: Running) -> None:
    """What one channel may do, a token of another can't."""
    someone = await surfer(server).logged_in()
    headers = {"Authorization": f"Bearer {someone.http.cookies[APP.session_cookie]}"}
    assert (await someone.http.get("/api/units", headers=headers)).status_code == 401
    caller = await server.signed_in()
    token = caller.http.headers["Authorization"].removeprefix("Bearer ")
    someone.http.cookies.set(APP.session_cookie, token, domain="127.0.0.1")
    assert "登录已失效" in (await someone.open("/app")).text


async def test_from_the_first_wrong_password_to_the_lock(server: Running) -> None:
    """LOG-04, LOG-05, LOG-07, LOG-12: tries left, captcha, lock with the minutes; the account stays typed, the password never."""
    someone = await (await surfer(server).open("/app")).log_in("liming", WRONG)
    for left in (4, 3, 2, 1):
        assert (someone.status, someone.path) == (401, "/app/login")
        assert f"您还有 {left} 次机会" in someone.text
        page = someone.page
        assert page.inputs["account"]["value"] == "liming"
        assert "value" not in page.inputs["password"]
        assert "autofocus" in page.inputs["password"]
        assert WRONG not in (someone.reply.text if someone.reply else "")
        picture = next(address for address in page.addresses if address.startswith("/api/captchas/"))
        assert (await someone.http.get(picture)).headers["content-type"] == "image/png"
        await someone.log_in("liming", WRONG, captcha=someone.solution())
    assert someone.status == 423
    assert "请 120 分钟后再试" in someone.text
    assert {"/app/forgot"} <= set(someone.page.addresses)
    assert someone.reply is not None
    assert someone.reply.headers["Retry-After"] == "7200"
    await server.manual.advance(59, minutes=119)
    server.compared.clear()
    await (await someone.open("/app")).log_in()
    assert (someone.status, server.compared) == (423, [])
    assert "请 1 分钟后再试" in someone.text
    await server.manual.advance(1)
    await (await someone.open("/app")).log_in()
    if someone.status == 403:
        await someone.log_in(captcha=someone.solution())
    assert (someone.status, someone.path) == (200, "/app")


async def test_the_captcha_is_good_for_one_try_of_this_browser(server: Running) -> None:
    """CAP-02, CAP-2: a wrong one says nothing about the password, and another browser can't use it."""
    someone = await (await surfer(server).open("/app")).log_in("liming", WRONG)
    server.compared.clear()
    await someone.log_in(captcha="zzzz")
    assert (someone.status, server.compared) == (403, [])
    assert "验证码不正确或已失效" in someone.text
    answer, form = someone.solution(), someone.page.form("/app/login")
    thief = await (await surfer(server).open("/app")).log_in("liming", WRONG)
    assert thief.status == 403
    await thief.log_in(captcha_id=form.fields["captcha_id"], captcha=answer)
    assert (thief.status, server.compared) == (403, [])
    await someone.log_in(captcha=answer.lower())
    assert (someone.status, someone.path) == (200, "/app")


async def test_another_picture(server: Running) -> None:
    """CAP-01: 换一张 keeps the account, and asks for no password."""
    someone = await (await surfer(server).open("/app")).log_in("liming", WRONG)
    before = someone.page.form("/app/login").fields["captcha_id"]
    form = someone.page.form("/app/login")
    actions = [button.action for button in form.buttons]
    assert actions == [None, "/app/language", None, "/app/captcha"], "Enter must log in"
    await someone.send("/app/login", to="/app/captcha", account="wangfang")
    after = someone.page.form("/app/login").fields
    assert after["captcha_id"] not in ("", before)
    assert after["account"] == "wangfang"
    assert len(server.compared) == 1


NEVER_RIGHT = (
    (" ", PASSWORD, "请输入账号"),
    ("a" * 65, PASSWORD, "账号过长"),
    ("liming", "", "请输入密码"),
    ("liming", "Etax 2026", "密码中不能有空格"),
    ("liming", "Ｅtax@2026", "全角字符"),
    ("liming", "密码密码", "密码只能由"),
    ("liming", "a" * 65, "密码过长"),
)


async def test_what_could_be_no_account_or_password_is_said_and_not_counted(server: Running) -> None:
    """LCK-8."""
    for account, password, said in NEVER_RIGHT:
        someone = await (await surfer(server).open("/app")).log_in(account, password)
        assert (someone.status, server.compared) == (422, [])
        assert said in someone.text
        field = "account" if "账号" in said else "password"
        assert someone.page.inputs[field]["aria-invalid"] == "true"
        assert "autofocus" in someone.page.inputs[field]


@pytest.mark.parametrize(("pauses", "said"), [((30,), "30 分钟未操作"), ((20,) * 36, "登录已满 12 小时")])
async def test_an_ended_session_says_why_and_leads_back(server: Running, pauses: tuple[int, ...], said: str) -> None:
    """SES-01, SES-03."""
    someone = await surfer(server).logged_in()
    for minutes in pauses:
        assert (await someone.open("/app/scan")).status == 200
        await server.manual.advance(minutes=minutes)
    await someone.open("/app/scan")
    assert (someone.status, said in someone.text) == (401, True)
    assert APP.session_cookie not in someone.http.cookies
    assert said not in (await someone.open("/app")).text
    await (await someone.open("/app/scan")).log_in()
    assert (someone.status, someone.path) == (200, "/app/scan")


async def test_a_page_that_stands_too_long_says_that_its_session_will_end(server: Running) -> None:
    """SES-01: without a script, minutes before the server would end it; where nobody is logged in there is nothing to end."""
    rule = server.services.sessions.rule
    sheet = (await surfer(server).http.get("/pages.css")).text
    [after] = re.findall(r"animation: soon 0s (\d+)s", sheet)
    assert timedelta(seconds=int(after)) == rule.idle - WARNED - SEEN_EVERY
    someone, said = await surfer(server).open("/portal"), "长时间未操作，登录将于 5 分钟后失效"
    assert said not in someone.html
    await someone.logged_in(site="/portal")
    assert said in someone.html


async def test_that_the_hours_of_a_session_are_nearly_over_is_said_on_each_page(server: Running) -> None:
    """SES-01: from as long before as a page may stand unused, which is over by then anyway."""
    someone, said = await (await surfer(server).open("/portal")).logged_in(site="/portal"), "后（22:00）满 12 小时，请先完成手头的办理"
    for _ in range(34):
        await server.manual.advance(minutes=20)
        assert said not in (await someone.open("/portal")).text
    await server.manual.advance(minutes=15)
    assert f"25 分钟{said}" in (await someone.open("/portal")).text


async def test_a_login_leads_to_no_address_of_a_stranger(server: Running) -> None:
    for back in ("http://evil.example", "//evil.example", "/app/../portal", "/Q/x", "/appx", "javascript:1", "/app/tickets/x", ""):
        someone = await (await surfer(server).open("/app")).log_in(back=back)
        assert (someone.status, someone.path) == (200, "/app"), back


async def test_the_texts_name_the_ways_that_the_policy_has() -> None:
    """LOG-02: under jiangmen nobody has a login name, and every document's number is an account."""
    async with running(policy="jiangmen") as server:
        someone = await surfer(server).open("/app")
        assert "手机号码 / 证件号码" in someone.text
        assert "请使用注册时的手机号码或证件号码登录" in (await someone.log_in("liming", WRONG)).text
        assert "登录名" not in someone.text


@pytest.mark.parametrize(
    ("policy", "last", "lock"),
    [
        ("national", "您还有 1 次机会，再次输错将锁定 120 分钟。", "账号已锁定，请 120 分钟后再试。"),
        ("beijing", "您还有 1 次机会，再次输错将锁定至次日零时。", "账号已锁定，次日零时自动解锁（14 小时 0 分钟后）。"),
    ],
)
async def test_the_last_try_and_the_lock_follow_the_policy(policy: str, last: str, lock: str) -> None:
    """LOG-12, LOG-05: what the last try costs is said before it is taken; under beijing a lock ends at midnight, and not at the hall."""
    async with running(policy=policy) as server:
        someone = await (await surfer(server).open("/app")).log_in("liming", WRONG)
        for _ in range(3):
            await someone.log_in("liming", WRONG, captcha=someone.solution())
        assert last in someone.text
        await someone.log_in("liming", WRONG, captcha=someone.solution())
        assert lock in someone.text
        assert ("到办税服务厅办理" in someone.text) is (policy == "national")


async def test_the_language_is_the_browsers_until_one_is_chosen(server: Running) -> None:
    someone = await surfer(server, "en-GB").open("/app")
    assert "Password" in someone.text
    await someone.speak("zh")
    assert "密码" in someone.text
    assert someone.path == "/app"
    await (await someone.open("/app")).log_in("liming", WRONG)
    assert "您还有 4 次机会" in someone.text
    await someone.speak("en")
    assert "Password" in someone.text
    assert "SIMULATION" in (await someone.open("/portal")).text


async def test_a_reload_of_a_form_leads_home(server: Running) -> None:
    someone = await surfer(server).logged_in()
    for path in ("/app/login", "/app/captcha", "/app/logout", "/app/language"):
        assert (await someone.open(path)).path == "/app"
        assert "李*" in someone.text, "a GET must not log out"
