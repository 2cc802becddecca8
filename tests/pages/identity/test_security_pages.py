"""The security centre on both sites: the password and the mobile number, behind the current password (FPW-02, PWD-1, WEB-1)."""

import pytest

from tests.pages.identity.registering import NEW_PASSWORD, sms_code
from tests.pages.surfing import Surfer, surfer
from tests.server.running import PASSWORD, WRONG, Running

SITES = ("/app", "/portal")
CHANGE = {"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}


async def inside(server: Running, site: str, account: str = "liming", page: str = "password") -> Surfer:
    return await (await surfer(server).logged_in(account, site)).open(f"{site}/security/{page}")


@pytest.mark.parametrize("site", SITES)
async def test_the_centre_shows_what_the_account_has(server: Running, site: str) -> None:
    someone = await (await surfer(server).logged_in("liming", site)).open(site)
    assert f"{site}/security" in someone.page.addresses
    await someone.open(f"{site}/security")
    assert "138****0001" in someone.text
    assert "13800000001" not in someone.text
    assert {f"{site}/security/password", f"{site}/security/mobile"} <= set(someone.page.addresses)


@pytest.mark.parametrize("site", SITES)
async def test_the_password_is_changed_and_others_end(server: Running, site: str) -> None:
    other = await surfer(server).logged_in("liming", "/app" if site == "/portal" else "/portal")
    someone = await inside(server, site)
    await someone.send(f"{site}/security/password", **CHANGE)
    assert (someone.path, "密码已修改" in someone.text) == (f"{site}/security/password/done", True)
    assert "李*" in (await someone.open(site)).text
    home = "/app" if site == "/portal" else "/portal"
    assert "李*" not in (await other.open(home)).text
    assert "李*" in (await (await surfer(server).open(site)).log_in("liming", NEW_PASSWORD, site)).text


async def test_a_wrong_current_password_is_counted_as_at_login(server: Running) -> None:
    """LOG-04, LOG-05, CAP-1: captcha from the second, lock at the fifth; what is wrong with the new one is said first and not counted."""
    someone = await inside(server, "/app")
    await someone.send("/app/security/password", current=WRONG, password="short", again="short")
    assert (someone.status, "密码不符合下列要求" in someone.text, len(server.compared)) == (422, True, 1)
    await someone.send("/app/security/password", **{**CHANGE, "current": WRONG})
    assert "您还有 4 次机会" in someone.text
    assert someone.page.inputs["current"]["aria-invalid"] == "true"
    before = someone.page.inputs["captcha_id"]["value"]
    await someone.send("/app/security/password", to="/app/security/password/captcha")
    assert someone.page.inputs["captcha_id"]["value"] != before
    for _ in range(4):
        await someone.send("/app/security/password", **{**CHANGE, "current": WRONG}, captcha=someone.solution())
    assert (someone.status, "请 120 分钟后再试" in someone.text) == (423, True)
    assert someone.reply is not None
    for secret in (WRONG, NEW_PASSWORD):
        assert secret not in someone.reply.text


async def test_the_new_password_is_another_one(server: Running) -> None:
    """PWD-1."""
    someone = await inside(server, "/portal")
    for password in (PASSWORD, "Liming#2026x", "123456@abc"):
        await someone.send("/portal/security/password", current=PASSWORD, password=password, again=password)
        assert someone.status == 422, password
        assert someone.page.inputs["password"]["aria-invalid"] == "true"


@pytest.mark.parametrize("site", SITES)
async def test_a_number_is_bound(server: Running, site: str) -> None:
    """FPW-02: with a code that came to it, and the password; then it is an account's name."""
    someone = await inside(server, site, "zhaoqiang", "mobile")
    await someone.send(f"{site}/security/mobile", to=f"{site}/security/mobile/sms-code", mobile="139 0000 0007")
    assert (someone.status, "验证码已发送" in someone.text) == (200, True)
    assert someone.page.inputs["mobile"]["value"] == "13900000007"
    code = sms_code(server, "13900000007")
    assert code not in someone.text
    await someone.send(f"{site}/security/mobile", mobile="13900000007", code=code, password=WRONG)
    assert "您还有 4 次机会" in someone.text
    await someone.send(f"{site}/security/mobile", to=f"{site}/security/mobile/sms-code", mobile="139 0000 000")
    assert someone.page.inputs["captcha_id"]["value"], "it is still asked for, whichever button was pressed"
    await someone.send(f"{site}/security/mobile", mobile="13900000007", code=code, password=PASSWORD, captcha=someone.solution())
    assert (someone.path, "手机号码已绑定" in someone.text) == (f"{site}/security/mobile/done", True)
    assert "139****0007" in (await someone.open(f"{site}/security")).text
    assert "赵*" in (await (await surfer(server).open("/app")).log_in("13900000007")).text


async def test_what_is_wrong_with_a_number_is_said_beside_it(server: Running) -> None:
    someone = await inside(server, "/app", page="mobile")
    for mobile, said in (("", "请输入手机号码"), ("12", "11 位数字")):
        await someone.send("/app/security/mobile", to="/app/security/mobile/sms-code", mobile=mobile)
        assert (said in someone.text, someone.page.inputs["mobile"]["aria-invalid"]) == (True, "true")
    await someone.send("/app/security/mobile", mobile="12", code="1", password="")
    for field in ("mobile", "code", "password"):
        assert someone.page.inputs[field]["aria-invalid"] == "true"


async def test_that_a_number_is_anothers_is_said_behind_its_code(server: Running) -> None:
    """REG-3, LOG-08: until then it looks like any other."""
    someone, taken = await inside(server, "/app", page="mobile"), "13800000002"
    await someone.send("/app/security/mobile", to="/app/security/mobile/sms-code", mobile=taken)
    assert (someone.status, "验证码已发送" in someone.text) == (200, True)
    await someone.send("/app/security/mobile", mobile=taken, code=sms_code(server, taken), password=PASSWORD)
    assert "已绑定其他账号" in someone.text
    assert someone.page.inputs["mobile"]["aria-invalid"] == "true"


PAGES = ("", "/password", "/mobile", "/password/done", "/mobile/done")
FORMS = ("/password", "/password/captcha", "/mobile", "/mobile/captcha", "/mobile/sms-code")


@pytest.mark.parametrize("site", SITES)
async def test_it_needs_a_login_and_the_token_of_the_page(server: Running, site: str) -> None:
    """SES-03, WEB-1: after the login one is where one wanted to be."""
    for page in PAGES:
        assert (await surfer(server).open(f"{site}/security{page}")).status == 401
    out = await surfer(server).open(site)
    token = out.page.forms[0].fields["token"]
    for form in FORMS:
        assert (await out.http.post(f"{site}/security{form}", data={"token": token})).status_code == 401
    someone = await (await surfer(server).open(f"{site}/security/password")).log_in(site=site)
    assert someone.path == f"{site}/security/password"
    for form in FORMS:
        assert (await someone.http.post(f"{site}/security{form}", data={"token": token})).status_code == 403
