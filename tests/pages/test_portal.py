"""The web portal: the APP's rules at a second site, with sessions, cookies and addresses of its own (LOG, CAP, SES, WEB-1, WEB-2)."""

import pytest

from etax_client.server.pages.sites import APP, PORTAL, at_both, site_at
from tests.pages.surfing import surfer
from tests.server.running import WRONG, Running


async def test_a_person_logs_in_and_out(server: Running) -> None:
    someone = await surfer(server).open("/PORTAL")
    assert {"/portal/register", "/portal/forgot", "/portal/annexes"} <= set(someone.page.addresses)
    assert not {address for address in someone.page.addresses if address.startswith("/app")}
    await someone.log_in(site="/portal")
    assert (someone.status, someone.path) == (200, "/portal")
    assert "李*" in someone.text
    assert "扫一扫" not in someone.text
    assert "/portal/register" not in someone.page.addresses
    token = someone.http.cookies[PORTAL.session_cookie]
    await someone.send("/portal/logout")
    assert PORTAL.session_cookie not in someone.http.cookies
    someone.http.cookies.set(PORTAL.session_cookie, token, domain="127.0.0.1")
    assert "您已退出登录" in (await someone.open("/portal")).text


async def test_the_two_sites_know_nothing_of_each_other(server: Running) -> None:
    """A session opens the pages of its own site, never another's, nor what the client does."""
    someone = await (await surfer(server).logged_in("liming", "/portal")).logged_in("wangfang")
    assert "李*" in (await someone.open("/portal")).text
    assert "王*" in (await someone.open("/app")).text
    token = someone.http.cookies[PORTAL.session_cookie]
    for path in ("/api/units", "/api/phone/messages"):
        assert (await someone.http.get(path, headers={"Authorization": f"Bearer {token}"})).status_code == 401
    someone.http.cookies.set(APP.session_cookie, token, domain="127.0.0.1")
    assert "登录已失效" in (await someone.open("/app")).text
    assert "李*" in (await someone.open("/portal")).text


async def test_from_the_first_wrong_password_to_the_lock(server: Running) -> None:
    """LOG-04 to LOG-06: one counter on both sites; the portal's lock names its own way to a new password."""
    someone = await (await surfer(server).open("/portal")).log_in("liming", WRONG, "/portal")
    assert (someone.status, "您还有 4 次机会" in someone.text) == (401, True)
    await (await someone.open("/app")).log_in("liming", WRONG)
    assert (someone.status, "请输入图形验证码" in someone.text) == (403, True)
    for left in (3, 2, 1):
        await someone.log_in("liming", WRONG, captcha=someone.solution())
        assert f"您还有 {left} 次机会" in someone.text
    await (await someone.open("/portal")).log_in("liming", WRONG, "/portal")
    await someone.log_in("liming", WRONG, "/portal", captcha=someone.solution())
    assert (someone.status, "请 120 分钟后再试" in someone.text) == (423, True)
    assert "/portal/forgot" in someone.page.addresses


async def test_another_picture_and_another_language(server: Running) -> None:
    someone = await (await surfer(server).open("/portal")).log_in("liming", WRONG, "/portal")
    before = someone.page.inputs["captcha_id"]["value"]
    await someone.send("/portal/login", to="/portal/captcha", account="wangfang")
    assert someone.page.inputs["captcha_id"]["value"] != before
    await someone.speak("en")
    assert (someone.path, "The tax portal" in someone.text) == ("/portal", True)
    assert "The tax app" in (await someone.open("/app")).text


@pytest.mark.parametrize("back", ["/app", "/app/messages", "//evil.example", "/portal/tickets/1", "/portal/../app", "/Q/" + "A" * 26, "x"])
async def test_a_login_leads_to_no_other_site(server: Running, back: str) -> None:
    someone = await (await surfer(server).open("/portal")).log_in(site="/portal", back=back)
    assert (someone.status, someone.path) == (200, "/portal")


async def test_an_ended_session_says_why(server: Running) -> None:
    """SES-01, SES-03."""
    someone = await surfer(server).logged_in(site="/portal")
    await server.manual.advance(minutes=30)
    assert "30 分钟未操作" in (await someone.open("/portal")).text
    assert PORTAL.session_cookie not in someone.http.cookies


async def test_a_form_counts_on_its_own_site_only(server: Running) -> None:
    """WEB-1: the token is made for the browser and the session of its site."""
    someone = await surfer(server).logged_in(site="/portal")
    out = (await someone.open("/app")).page.form("/app/login").fields["token"]
    reply = await someone.http.post("/portal/logout", data={"token": out})
    assert (reply.status_code, "个人所得税网站" in reply.text) == (403, True)
    assert "李*" in (await someone.open("/portal")).text


async def test_what_goes_wrong_is_said_within_the_portal(server: Running) -> None:
    someone = await surfer(server).open("/portal/none")
    assert (someone.status, "页面不存在" in someone.text) == (404, True)
    assert "/portal" in someone.page.addresses


def test_no_address_is_at_both_sites() -> None:
    assert at_both("/x") == ["/app/x", "/portal/x"]
    assert [site_at(path) for path in ("/APP", "/app/x", "/PORTAL", "/portal/x", "/Q/A", "/F/A")] == [APP, APP, PORTAL, PORTAL, APP, APP]
    assert [site_at(path) for path in ("/", "/appx", "/api/info", "/portals", "/q/a")] == [None] * 5


async def test_whose_session_it_is_stands_in_the_head_of_every_page(server: Running) -> None:
    """Of forms that ask who somebody is, too."""
    someone = await surfer(server).logged_in("wangfang", "/portal")
    for page in ("/portal", "/portal/units/1/new"):
        await someone.open(page)
        assert someone.reply is not None
        assert '<b class="who">王*</b>' in someone.reply.text, page
