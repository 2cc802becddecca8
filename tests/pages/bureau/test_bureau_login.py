"""The bureau's home, login, second factor and 退出, in a browser without scripts and in the terminal's reader (BJ-11, BJ-33, BJ-43)."""

from datetime import date

import pytest

from etax_client.domain.flows.attempt import Entrance
from etax_client.domain.pages.page import Button, Field, FieldKind, Page, Skin
from etax_client.domain.pages.reading import read_page
from etax_client.domain.sessions.old_login import OldLogin
from etax_client.server.pages.sites import BUREAU, PORTAL
from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.attempting import LIU, MOBILE, change, other_than
from tests.server.running import PASSWORD, WRONG, Running

FIRST, SECOND = "/bureau/login/person", "/bureau/login/second"
OLD = "/bureau/old/person"


async def first(one: Surfer, password: str = PASSWORD, account: str = "liuyang", slide: str = "100") -> Surfer:
    return await (await one.open(FIRST)).send(FIRST, account=account, password=password, slide=slide)


def code_to(server: Running, mobile: str = MOBILE) -> str:
    return server.services.messages.delivered(mobile, None, 1)[0].message.params["code"]


async def test_from_the_home_page_in_and_out_again(server: Running) -> None:
    """BJ-14, BJ-33, SES-1: a session of its own, which opens no page of the platform, nor the other way round."""
    one = await surfer(server).open("/bureau")
    assert "/bureau/login" in one.page.addresses
    await one.open("/bureau/login")
    assert (one.path, one.page.inputs["slide"]["type"]) == (FIRST, "range")
    await one.send(FIRST, account="liuyang", password=PASSWORD, slide="100")
    assert one.path == SECOND
    assert "刘*" in one.text
    assert "139****0001" in one.text
    assert MOBILE not in one.text
    await one.send(f"{SECOND}/code")
    assert (one.path, "120" in one.text) == (SECOND, True)
    await one.send(SECOND, code=code_to(server))
    assert (one.status, one.path, "刘*" in one.text) == (200, "/bureau", True)
    token = one.http.cookies[BUREAU.session_cookie]
    one.http.cookies.set(PORTAL.session_cookie, token, domain="127.0.0.1")
    assert "登录已失效" in (await one.open("/portal")).text
    assert (await one.open(FIRST)).path == "/bureau", "whoever is in need not log in"
    await one.send("/bureau/logout")
    assert (one.path, "新版登录" in one.text, BUREAU.session_cookie in one.http.cookies) == ("/bureau", True, False)
    one.http.cookies.set(BUREAU.session_cookie, token, domain="127.0.0.1")
    assert "您已退出登录" in (await one.open("/bureau")).text


async def test_a_session_ends_with_the_browser_and_with_a_way_out(server: Running) -> None:
    """BJ-06, BJ-41: no cookie has an age, no page is kept; closing a tab ends nothing, 退出 ends it at the server."""
    one = await (await first(surfer(server))).send(f"{SECOND}/code")
    reply = await one.http.post(SECOND, data={**one.page.form(SECOND).fields, "code": code_to(server)})
    [kept] = [each for each in reply.headers.get_list("set-cookie") if each.startswith(f"{BUREAU.session_cookie}=")]
    assert not {"max-age", "expires"} & {part.strip().partition("=")[0].lower() for part in kept.split(";")}
    assert {"HttpOnly", "SameSite=lax"} <= {part.strip() for part in kept.split(";")}
    await one.open("/bureau")
    assert one.reply is not None
    assert one.reply.headers["Cache-Control"] == "no-store"
    [session] = server.services.logged_in.sessions()
    assert (session.channel, session.login_name) == (BUREAU.channel, "liuyang")
    await one.send("/bureau/logout")
    assert server.services.logged_in.sessions() == ()


async def test_a_session_of_the_platform_is_none_here(server: Running) -> None:
    one = await surfer(server).logged_in("wangfang", "/portal")
    one.http.cookies.set(BUREAU.session_cookie, one.http.cookies[PORTAL.session_cookie], domain="127.0.0.1")
    assert "新版登录" in (await one.open("/bureau")).text


@pytest.mark.parametrize("entrance", Entrance)
async def test_each_entrance_has_its_form(server: Running, entrance: Entrance) -> None:
    """BJ-10."""
    one = await surfer(server).open(f"/bureau/login/{entrance}")
    assert one.status == 200
    assert "password" in one.page.inputs
    assert {"企业业务", "代理业务"} <= set(one.text.split()) or entrance in (Entrance.special, Entrance.foreigner)


async def test_what_is_refused_keeps_the_account_and_never_the_password(server: Running) -> None:
    """BJ-11, BJ-31, LOG-12; each page has a slider of its own."""
    one = surfer(server)
    for typed, status, said in (
        ({"slide": "90"}, 403, "请按住滑块，拖动到最右边"),
        ({"password": WRONG}, 401, "账号或个人用户密码不正确，您还有 4 次机会"),
        ({"account": "nobody"}, 404, "该用户未注册"),
        ({"account": " "}, 422, "请输入账号"),
        ({"password": "a space"}, 422, "密码中不能有空格"),
    ):
        before = "" if one.reply is None else one.page.inputs["slider"]["value"]
        await first(one, **typed)
        assert (one.status, said in one.text) == (status, True), typed
        assert one.page.inputs["account"]["value"] == typed.get("account", "liuyang")
        assert "value" not in one.page.inputs["password"]
        assert one.page.inputs["slider"]["value"] not in ("", before)
    assert server.compared == [WRONG]


async def test_the_lock_tells_until_when(server: Running) -> None:
    """BJ-43: 14 hours to midnight; the second factor that is due elsewhere is locked with it."""
    waiting = await (await first(surfer(server))).send(f"{SECOND}/code")
    one = surfer(server)
    for _ in range(5):
        await first(one, WRONG)
    assert (one.status, "（剩余 14:00:00）" in one.text, "一天内连续失败5次" in one.text) == (423, True, True)
    assert one.reply is not None
    assert one.reply.headers["Retry-After"] == str(14 * 3600)
    await waiting.send(SECOND, code=code_to(server))
    assert (waiting.status, "一天内连续失败5次" in waiting.text) == (423, True)
    await server.manual.advance(hours=14)
    assert (await first(one)).path == SECOND


async def test_a_wrong_password_on_the_way_voids_the_code_and_says_so(server: Running) -> None:
    """BJ-07, BJ-30, BJ-34: back, wrong, right; the account stands there again."""
    one = await (await first(surfer(server))).send(f"{SECOND}/code")
    code = code_to(server)
    await one.send(f"{SECOND}/back")
    assert (one.path, one.page.inputs["account"]["value"]) == (FIRST, "liuyang")
    await one.send(FIRST, password=WRONG, slide="100")
    await one.send(FIRST, password=PASSWORD, slide="100")
    assert "原验证码作废，请重新获取" in one.text
    await one.send(SECOND, code=code)
    assert (one.status, "验证码已失效" in one.text) == (403, True)
    await one.send(f"{SECOND}/code")
    await one.send(SECOND, code=code_to(server))
    assert one.path == "/bureau"


async def test_wrong_codes_say_how_many_tries_are_left(server: Running) -> None:
    """BJ-42; what can be no code is not counted."""
    one = await (await first(surfer(server))).send(f"{SECOND}/code")
    await one.send(SECOND, code="12")
    assert one.status == 422
    for left in (4, 3, 2, 1):
        await one.send(SECOND, code=other_than(code_to(server)))
        assert (one.status, f"您还有 {left} 次机会" in one.text) == (403, True)
    await one.send(SECOND, code=other_than(code_to(server)))
    assert one.status == 423


async def test_without_a_number_the_page_says_so_and_so_does_the_button(server: Running) -> None:
    """BJ-37."""
    change(server.services, LIU, mobile=None)
    one = await first(surfer(server))
    assert (one.status, "未带出手机号码" in one.text, "/bureau/old/person" in one.page.addresses) == (200, True, True)
    await one.send(f"{SECOND}/code")
    assert (one.status, "手机号码不存在" in one.text) == (409, True)


async def test_an_attempt_that_is_over_leads_to_its_beginning(server: Running) -> None:
    """BJ-30: addresses of its steps are none without it."""
    one = await surfer(server).open(SECOND)
    assert (one.status, "请重新登录" in one.text) == (404, True)
    await first(one)
    await server.manual.advance(600)
    await one.send(f"{SECOND}/code")
    assert (one.status, one.page.form(FIRST).action) == (404, FIRST)
    for path in ("code", "back"):
        assert (await one.open(f"{SECOND}/{path}")).path == SECOND


async def test_a_form_that_is_sent_again_is_answered_as_it_was(server: Running) -> None:
    """ACT-2: after a lost answer, of which the browser has kept nothing; the session is there once, by the same cookie."""
    one = await (await first(surfer(server))).send(f"{SECOND}/code")
    form, cookies = {**one.page.form(SECOND).fields, "code": code_to(server)}, dict(one.http.cookies)
    sent = []
    for _ in range(2):
        again = surfer(server)
        for name, value in cookies.items():
            again.http.cookies.set(name, value, domain="127.0.0.1")
        reply = await again.http.post(SECOND, data=form)
        sent.append((reply.status_code, reply.headers["location"], reply.cookies[BUREAU.session_cookie]))
    assert sent[0][:2] == (303, "/bureau")
    assert sent[1] == sent[0]
    assert len(server.services.logged_in.sessions()) == 1


async def test_another_language_keeps_the_account(server: Running) -> None:
    one = await surfer(server).open(FIRST)
    await one.speak("en", account="liuyang", password=PASSWORD, slide="100", slider=one.page.inputs["slider"]["value"] or "")
    assert (one.path, "Personal password" in one.text, one.page.inputs["account"]["value"]) == (FIRST, True, "liuyang")


async def test_it_can_be_read_and_filled_in_without_a_browser(server: Running) -> None:
    """PGS-01, BJ-11: there the slider is a box to tick."""
    one = await surfer(server).open(FIRST)
    page = page_of(one)
    fields = {each.name: each for each in page.blocks if isinstance(each, Field)}
    assert (page.skin, list(fields)) == (Skin.bureau, ["account", "password", "slide"])
    slide = fields["slide"]
    assert (slide.kind, slide.value, slide.ticks, slide.label) == (FieldKind.tick, "", "100", "请按住滑块，拖动到最右边")
    main, *_ = [each for each in page.blocks if isinstance(each, Button) and each.enter]
    assert main.text == "登录"
    form = page.forms[main.form]
    data = {**dict(form.hidden), "account": "liuyang", "password": PASSWORD, "slide": slide.ticks}
    reply = await one.http.post(form.action or "", data=data)
    assert (reply.status_code, reply.headers["location"]) == (303, SECOND)


def page_of(one: Surfer) -> Page:
    assert one.reply is not None
    return read_page(one.reply.content, one.path)


async def test_the_old_login_beside_the_new_one_until_it_ends(server: Running) -> None:
    """BJ-09, BJ-74, BJ-77: no second factor; a captcha from the second try on; said beforehand, and afterwards."""
    logins = server.services.bureau.old_logins
    logins.switch(OldLogin(last_day=date(2026, 12, 31)))
    one = await surfer(server).open("/bureau")
    assert ("/bureau/old" in one.page.addresses, "2026-12-31" in one.text) == (True, True)
    await one.open(OLD)
    await one.send(OLD, account="110199197512240011", password=WRONG)
    assert ("还有 4 次" in one.text, "captcha" in one.page.inputs) == (True, True)
    await one.send(OLD, account="110199197512240011", password=PASSWORD, captcha=one.solution())
    assert (one.path, "冯*" in one.text) == ("/bureau", True)
    logins.switch(OldLogin(on=False))
    assert "冯*" in (await one.open("/bureau")).text, "who is in stays in"
    late = await surfer(server).open("/bureau")
    assert "/bureau/old" not in late.page.addresses
    assert "旧版登录已停用，请使用新版登录" in (await late.open(OLD)).text
