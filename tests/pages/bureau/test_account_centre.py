"""账户中心 of the bureau on its pages, without scripts: what is shown and masked, and what is changed there (BJ-48 to BJ-51)."""

import pytest

from tests.pages.bureau.insiders import FIRST, code_to, logged_in
from tests.pages.surfing import surfer
from tests.server.bureau.attempting import LIU, MOBILE, change
from tests.server.running import PASSWORD, WRONG, Running

CENTRE, PERSON = "/bureau/account", "/bureau/account/person"
NEW, FREE = "Other#2027", "13900000077"


async def test_from_home_to_ones_own_data_which_are_masked(server: Running) -> None:
    """BJ-48: real-name facts are read only."""
    one = await logged_in(server)
    assert CENTRE in one.page.addresses
    await one.open(CENTRE)
    assert {PERSON, f"{CENTRE}/level", f"{CENTRE}/log"} <= set(one.page.addresses)
    await one.open(PERSON)
    for shown in ("刘*", "1101**********0016", "居民身份证", "1980-01-01", "139****0001", "liuyang", "四级"):
        assert shown in one.text
    for hidden in ("刘洋", "110199198001010016", MOBILE):
        assert hidden not in one.text
    assert one.reply is not None
    assert one.reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", ["", "/person", "/name", "/name/done", "/password", "/mobile", "/password/done", "/log", "/level"])
async def test_nothing_is_shown_to_who_is_not_logged_in(server: Running, page: str) -> None:
    """SES-1: there stands the login."""
    one = await surfer(server).open(CENTRE + page)
    assert (one.status, one.page.form(FIRST).action) == (401, FIRST)


async def test_a_session_that_has_ended_says_why(server: Running) -> None:
    """SES-03, ACT-1: also to a form."""
    one = await (await logged_in(server)).open(f"{CENTRE}/name")
    await server.manual.advance(1801)
    await one.send(f"{CENTRE}/name", login_name="another1")
    assert (one.status, "30 分钟未操作" in one.text, one.page.form(FIRST).action) == (401, True, FIRST)


async def test_the_user_name_is_changed_and_the_next_change_waits(server: Running) -> None:
    """BJ-49."""
    one = await (await logged_in(server)).open(f"{CENTRE}/name")
    for typed, said in (("short", "用户名应为 6 至 20 位"), ("wangfang", "该用户名已被使用"), ("", "请输入用户名")):
        await one.send(f"{CENTRE}/name", login_name=typed)
        assert (said in one.text, one.page.inputs["login_name"]["value"]) == (True, typed)
    await one.send(f"{CENTRE}/name", login_name="liuyang2026")
    assert (one.path, "用户名已保存" in one.text) == (f"{CENTRE}/name/done", True)
    assert "liuyang2026" in (await one.open(PERSON)).text
    await one.open(f"{CENTRE}/name")
    day = f"{server.services.clock.now().year + 1}-"
    assert f"用户名一年可修改一次，{day}" in one.text
    await one.send(f"{CENTRE}/name", login_name="liuyang2027")
    assert (one.status, "起可再次修改" in one.text) == (409, True)
    assert (await one.open(f"{CENTRE}/name/done")).path == CENTRE, "there is nothing to say"


async def test_the_password_is_changed_without_a_captcha(server: Running) -> None:
    """BJ-51."""
    other = await logged_in(server)
    await server.manual.advance(120)
    one = await (await logged_in(server)).open(f"{CENTRE}/password")
    assert "个人密码修改" in one.text
    typed = {"password": NEW, "again": NEW}
    await one.send(f"{CENTRE}/password", current=WRONG, **typed)
    assert (one.status, "您还有 4 次机会" in one.text, "captcha" in one.page.inputs) == (401, True, False)
    await one.send(f"{CENTRE}/password", current=PASSWORD, **typed)
    assert (one.path, "密码已修改" in one.text) == (f"{CENTRE}/password/done", True)
    assert (await other.open(CENTRE)).status == 401
    assert (await one.open(CENTRE)).status == 200
    await server.manual.advance(120)
    await logged_in(server, password=NEW)


async def test_the_number_is_changed_by_a_code_and_the_password(server: Running) -> None:
    """BJ-50: the log tells of it."""
    at = f"{CENTRE}/mobile"
    one = await (await logged_in(server)).open(at)
    assert "手机号码修改" in one.text
    await one.send(at, to=f"{at}/sms-code", mobile=FREE)
    assert (one.path, one.page.inputs["mobile"]["value"], "120" in one.text) == (at, FREE, True)
    await one.send(at, mobile=FREE, code=code_to(server, FREE), password=PASSWORD)
    assert (one.path, "手机号码已绑定" in one.text) == (f"{at}/done", True)
    assert "139****0077" in (await one.open(PERSON)).text
    rows = (await one.open(f"{CENTRE}/log")).page.rows
    assert [row[1] for row in rows] == ["事项", "绑定手机号码", "登录"]
    assert rows[1][2] == "127.0.0.1"


async def test_who_has_no_name_and_number_is_told_so(server: Running) -> None:
    """BJ-49, BJ-50, BJ-52: they are added on the same pages."""
    one = await logged_in(server)
    change(server.services, LIU, login_name=None, mobile=None)
    await one.open(PERSON)
    assert one.text.count("未设置") == 3


async def test_another_language_keeps_what_was_typed(server: Running) -> None:
    one = await (await logged_in(server)).open(f"{CENTRE}/name")
    await one.speak("en", login_name="typedname")
    assert (one.path, "User name" in one.text, one.page.inputs["login_name"]["value"]) == (f"{CENTRE}/name", True, "typedname")


async def test_a_mailbox_is_bound_by_a_code_and_the_password(server: Running) -> None:
    """BJ-52: one account for each address, which is said to who has read the code alone; one logs in with it."""
    at, address = f"{CENTRE}/email", "Liu.Yang@Example.com"
    one = await (await logged_in(server)).open(at)
    await one.send(at, to=f"{at}/sms-code", email="nonsense")
    assert (one.status, one.page.inputs["email"]["aria-invalid"]) == (422, "true")
    await one.send(at, to=f"{at}/sms-code", email=address)
    code = server.services.messages.delivered("liu.yang@example.com", None, 1)[0].message.params["code"]
    await one.send(at, email=address, code=code, password=PASSWORD)
    assert (one.path, "邮箱已绑定" in one.text) == (f"{at}/done", True)
    assert "l***@example.com" in (await one.open(PERSON)).text
    await server.manual.advance(120)
    again = await logged_in(server, "liu.yang@example.com")
    assert [row[1] for row in (await again.open(f"{CENTRE}/log")).page.rows][2] == "绑定邮箱"
    wang = await (await logged_in(server, "wangfang", "13800000002")).open(at)
    await wang.send(at, to=f"{at}/sms-code", email=address)
    assert wang.status == 200
    code = server.services.messages.delivered("liu.yang@example.com", None, 1)[0].message.params["code"]
    await wang.send(at, email=address, code=code, password=PASSWORD)
    assert (wang.status, "该邮箱已被其他账户使用" in wang.text) == (409, True)
