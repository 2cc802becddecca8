"""扫码登录 on the bureau's pages, without scripts (BJ-36, BJ-79, J7)."""

import re

import pytest

from etax_client.domain.sessions.qr_login import App
from tests.pages.bureau.insiders import FIRST, in_app
from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.attempting import id_of
from tests.server.running import Running

SCAN = "/bureau/login/scan"


async def phone_in(server: Running, app: App, account: str = "wangfang") -> Surfer:
    if app is App.itax:
        return await surfer(server).logged_in(account)
    return await in_app(server, account, "13800000002")


async def scanned(phone: Surfer, site: Surfer, app: App) -> Surfer:
    """By the short code on the page."""
    shown = re.search("[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", site.text)
    assert shown, site.text
    scan = "/app/scan" if app is App.itax else "/bjapp/scan"
    return await (await phone.open(scan)).send(scan, code=shown[0])


async def news(site: Surfer, seen: str) -> int:
    return (await site.http.get(f"{SCAN}/news/{seen}")).status_code


@pytest.mark.parametrize(("app", "other"), [(App.itax, "北京税务APP"), (App.bureau, "个人所得税APP")])
async def test_in_by_either_app(server: Running, app: App, other: str) -> None:
    """J7: the page goes on by itself at each step, and shows the number to pick."""
    phone = await phone_in(server, app)
    site = await surfer(server).open(FIRST)
    await site.send(SCAN, way=app)
    assert (site.path, "svg" in site.page.tags, f"打开{other}扫一扫" in site.text) == (SCAN, True, False)
    assert await news(site, "waiting") == 204
    await scanned(phone, site, app)
    await server.manual.advance(2)
    assert await news(site, "waiting") == 200
    await site.open(SCAN)
    picked = re.search(r"选择数字\s*([0-9]{2})", site.text)
    assert picked, site.text
    assert "王*" in site.text
    await phone.send(phone.path, number=picked[1], decision="confirm")
    await server.manual.advance(2)
    assert await news(site, "scanned") == 200
    await site.open(SCAN)
    assert ("手机已确认" in site.text, site.reply is not None and "data-goes-on" in site.reply.text) == (True, True)
    await site.send(f"{SCAN}/enter")
    assert (site.path, "王*" in site.text) == ("/bureau", True)
    assert not [name for name in site.http.cookies if "scan" in name]


async def test_who_is_not_registered_is_told_on_the_phone(server: Running) -> None:
    """J7: 李明 is the platform's only; nothing happens to the code."""
    phone = await phone_in(server, App.itax, "liming")
    site = await (await surfer(server).open(FIRST)).send(SCAN, way="itax")
    await scanned(phone, site, App.itax)
    assert "该用户未注册" in phone.text
    assert await news(site, "waiting") == 204


@pytest.mark.parametrize("app", App)
async def test_a_lock_at_the_bureau_is_told_in_its_own_words(server: Running, app: App) -> None:
    """BJ-44: till midnight, and by 忘记密码 at the bureau; the tax hall ends none. The APP's own lock is told in its own."""
    phone = await phone_in(server, app)
    site = await (await surfer(server).open(FIRST)).send(SCAN, way=app)
    await scanned(phone, site, app)
    bureau, services = server.services.bureau.system, server.services
    lock = services.locks.lock(bureau.subject_of(id_of(services, "王芳")), bureau.policy.account_lockout)
    assert lock
    await phone.send(phone.path, number=phone.page.inputs["number"]["value"], decision="confirm")
    assert ("次日零时系统自动解锁" in phone.text, "/bureau/forgot" in phone.page.addresses, "到办税服务厅" in phone.text) == (
        True,
        True,
        False,
    )
    services.bureau.accounts.unlock(id_of(services, "王芳"))
    if app is App.itax:
        services.locks.lock(services.system.subject_of(id_of(services, "王芳")), services.system.policy.account_lockout)
        await scanned(phone, await (await surfer(server).open(FIRST)).send(SCAN, way=app), app)
        assert ("请 120 分钟后再试" in phone.text, "次日零时" in phone.text) == (True, False)


async def test_the_other_app_says_whose_the_code_is_and_a_code_ends(server: Running) -> None:
    """BJ-79, QR-01: another one takes its place."""
    site = await (await surfer(server).open(FIRST)).send(SCAN, way="bureau")
    phone = await scanned(await phone_in(server, App.itax), site, App.itax)
    assert "请使用北京税务APP扫描该二维码" in phone.text
    await server.manual.advance(180)
    await site.open(SCAN)
    assert ("二维码已失效" in site.text, "svg" in site.page.tags) == (True, False)
    assert (await site.send(f"{SCAN}", way="itax")).path == SCAN
    assert "打开个人所得税APP扫一扫" in site.text
    assert (await site.send(SCAN, way="other")).status == 422


async def test_nobody_is_in_before_the_phone_has_confirmed(server: Running) -> None:
    """QRT-3: nor without the cookie, though a form of the page says so."""
    phone = await phone_in(server, App.itax)
    site = await (await surfer(server).open(FIRST)).send(SCAN, way="itax")
    await scanned(phone, site, App.itax)
    fields = site.page.form(SCAN).fields
    for one in (site, await surfer(server).open(FIRST)):
        own = fields if one is site else one.page.form(SCAN).fields
        reply = await one.http.post(f"{SCAN}/enter", data={**own})
        assert (reply.status_code >= 400, "/bureau" in reply.headers.get("location", "")) == (True, False)


async def test_what_a_browser_says_of_its_code_is_no_more_than_shown(server: Running) -> None:
    """INP-1: a cookie that no page of ours has set shows no code, and is no failure."""
    site = await (await surfer(server).open(FIRST)).send(SCAN, way="itax")
    site.http.cookies.delete("etax-bureau-scan-shown")
    for shown in ("a_b_c", "a_b", "_"):
        site.http.cookies.set("etax-bureau-scan-shown", shown)
        await site.open(SCAN)
        assert (site.status, "svg" in site.page.tags) == (200, False)


async def test_at_an_entrance_for_units_one_chooses_as_what(server: Running) -> None:
    """BJ-36: 刘洋 has three ties, out of which one is entered; nothing of the scan is left in the browser."""
    at, choose = "/bureau/login/enterprise", "/bureau/login/choose"
    phone = await in_app(server, "liuyang", "13900000001")
    site = await (await surfer(server).open(at)).send(SCAN, way="bureau")
    await scanned(phone, site, App.bureau)
    await site.open(SCAN)
    picked = re.search(r"选择数字\s*([0-9]{2})", site.text)
    assert picked, site.text
    await phone.send(phone.path, number=picked[1], decision="confirm")
    await (await site.open(SCAN)).send(f"{SCAN}/enter")
    assert (site.path, site.text.count("北京示例商贸有限公司"), "北京示例科技有限公司" in site.text) == (choose, 2, True)
    form = next(each for each in site.page.forms if any("商贸" in button.text and "办税员" in button.text for button in each.buttons))
    assert (await site.send(choose, tie="999")).status == 403
    await site.send(choose, tie=form.fields["tie"])
    assert (site.path, "北京示例商贸有限公司" in site.text, "办税员" in site.text) == ("/bureau", True, True)
    assert not [name for name in site.http.cookies if "scan" in name or "attempt" in name]
    late = await surfer(server).open(choose)
    assert ("登录已超过 10 分钟或已结束" in late.text, late.path) == (True, choose)


async def test_at_the_entrance_for_projects_one_chooses_a_project(server: Running) -> None:
    """BJ-36, BJ-69: 林涛 by his phone, found by the end of a number."""
    choose = "/bureau/login/choose"
    phone = await in_app(server, "lintao", "13900000010")
    site = await (await surfer(server).open("/bureau/login/special")).send(SCAN, way="bureau")
    await scanned(phone, site, App.bureau)
    picked = re.search(r"选择数字\s*([0-9]{2})", (await site.open(SCAN)).text)
    assert picked, site.text
    await phone.send(phone.path, number=picked[1], decision="confirm")
    await (await site.open(SCAN)).send(f"{SCAN}/enter")
    assert (site.path, "冀示税跨报〔2026〕1234号" in site.text, "冀示税跨报〔2026〕0077号" in site.text) == (choose, True, False)
    await site.open(f"{choose}?number=9999")
    assert "1234" not in site.text
    await site.open(f"{choose}?number=2025-1234")
    assert "1234号" not in site.text
    await site.open(f"{choose}?number=20251234号")
    [form] = [each for each in site.page.forms if "tie" in each.fields]
    site.reply = await site.http.post(choose, data=form.fields, follow_redirects=True)
    assert (site.path, "冀示税跨报〔2025〕1234号" in site.text) == ("/bureau", True)
