"""我的办税权限 on both sites, and what is turned away at either page: forms of others, hostile names, sessions that ended (AUT-05, WEB)."""

import pytest

from etax_client.server.pages.sites import APP, PORTAL
from tests.pages.surfing import Surfer, surfer
from tests.pages.units.authorising import (
    ABDULLA,
    CHENJING,
    FIXED,
    LONG,
    SITES,
    TODAY,
    added,
    authorisation_of,
    given,
    rename,
)
from tests.server.running import Running


def words_of(someone: Surfer) -> str:
    return " ".join(someone.text.split())


def token(someone: Surfer) -> str:
    return next(form.fields["token"] for form in someone.page.forms if "token" in form.fields)


@pytest.mark.parametrize("site", SITES)
async def test_aut_05_giving_an_authorisation_back_and_deleting_it(server: Running, site: str) -> None:
    someone = await (await surfer(server).logged_in("liming", site)).open(f"{site}/authorisations")
    assert words_of(someone).count("有效") == 3
    mine = authorisation_of(server, "李明", 2)
    path = f"{site}/authorisations/{mine}"
    assert f"{path}/forget" not in [form.action for form in someone.page.forms], "what still counts is not deleted"
    await someone.open(f"{path}/end")
    assert "广东示例核定一厂" in someone.text
    await someone.send(f"{path}/end")
    assert (someone.path, "可从列表中删除" in someone.text) == (f"{site}/authorisations", True)
    assert "广东示例核定一厂 已解除" in words_of(someone)
    await someone.send(f"{path}/forget")
    assert "已从列表中删除" in someone.text
    assert "广东示例核定一厂" not in someone.text
    assert given(server, "李明", 2)[0].hidden == 1, "it stays in the register"


async def test_aut_05_what_is_of_others_or_over_is_no_longer_there(server: Running) -> None:
    someone = await (await surfer(server).logged_in("liming")).open("/app/authorisations")
    others, mine = authorisation_of(server, "陈静"), authorisation_of(server, "李明", 1)
    for path in (f"{others}/end", f"{others}/forget", f"{mine}/forget", f"{10**15}/forget", "0/end", f"{10**40}/end"):
        reply = await someone.http.post(f"/app/authorisations/{path}", data={"token": token(someone)})
        can_be = path not in ("0/end", f"{10**40}/end")
        assert (reply.status_code, "该授权已不存在" in reply.text) == (404, can_be), path
    assert (await someone.open(f"/app/authorisations/{others}/end")).status == 404
    assert given(server, "陈静", 1)[0].ended_at is None
    assert given(server, "李明", 1)[0].hidden == 0


async def test_aut_05_states_follow_the_day_at_the_tax_office(server: Running) -> None:
    """AUZ-3: 10:00 there; the last day ends 14 hours later, with one day left until then."""
    await added(await surfer(server).logged_in("wangfang"), "/app", kind="fixed", end=TODAY)
    theirs = await (await surfer(server).logged_in("abdulla")).open("/app/authorisations")
    assert ("有效" in theirs.text, "剩余 1 天" in theirs.text) == (True, True)
    await server.manual.advance(hours=14)
    theirs = await (await surfer(server).logged_in("abdulla")).open("/app/authorisations")
    assert ("已到期" in theirs.text, "剩余" in theirs.text) == (True, False)
    assert "删除" in theirs.text


# --- by all means


@pytest.mark.parametrize("site", SITES)
async def test_web_1_a_form_without_our_token_does_nothing(server: Running, site: str) -> None:
    someone = await (await surfer(server).logged_in("wangfang", site)).open(f"{site}/units/1")
    other = await (await surfer(server).logged_in("liming", site)).open(f"{site}/authorisations")
    row = authorisation_of(server, "李明")
    acts = {f"{site}/units/1/new": {**ABDULLA, **LONG}, f"{site}/units/1/people/{row}": FIXED, f"{site}/units/1/people/{row}/end": {}}
    for path, form in acts.items():
        for stolen in ({"token": ""}, {"token": token(other)}):
            assert (await someone.http.post(path, data={**form, **stolen})).status_code == 403, path
        foreign = {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}
        assert (await someone.http.post(path, data={**form, "token": token(someone)}, headers=foreign)).status_code == 403
    assert (await other.http.post(f"{site}/authorisations/{row}/end", data={"token": "x"})).status_code == 403
    assert given(server, "李明", 1)[0].ended_at is None
    assert given(server, "阿卜杜拉·买买提", 1) == []


async def test_inp_1_what_no_form_of_ours_sends_is_malformed(server: Running) -> None:
    someone = await surfer(server).logged_in("wangfang")
    for typed in ({"permission": "everything"}, {"kind": "eternal"}, {"document_type": "badge"}, {"name": "x" * 201}, {"start": "2" * 21}):
        await added(someone, "/app", **typed)
        assert someone.status in (400, 422), typed
        assert "尚未授权" not in someone.text
    assert given(server, "阿卜杜拉·买买提", 1) == []


async def test_ses_03_a_session_that_ended_asks_to_log_in(server: Running) -> None:
    someone = await (await surfer(server).logged_in("wangfang")).open("/app/units/1/new")
    await server.manual.advance(minutes=30)
    await someone.send("/app/units/1/new", **ABDULLA, **LONG)
    assert (someone.status, "30 分钟未操作" in someone.text) == (401, True)
    assert someone.page.inputs["back"]["value"] == "/app/units/1/new"
    assert given(server, "阿卜杜拉·买买提", 1) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("广东示例[/]科技公司", "广东示例[/]科技公司"),
        ('<script>alert("1")</script>', "&lt;script&gt;alert("),
        ("{{ 7 * 7 }}%s{0}", "{{ 7 * 7 }}%s{0}"),
        ("正常\u202e文本", "正常"),
        ("一" * 200, "一" * 60),
    ],
)
async def test_web_3_a_hostile_unit_name_is_text(server: Running, name: str, shown: str) -> None:
    rename(server, 1, name)
    for account, pages in {"wangfang": ("/app/units", "/app/units/1", "/app/units/1/new"), "liming": ("/app/authorisations",)}.items():
        someone = await surfer(server).logged_in(account)
        for path in pages:
            await someone.open(path)
            assert someone.reply is not None
            assert (someone.status, "<script>alert" in someone.reply.text, "\u202e" in someone.reply.text) == (200, False, False)
            assert shown in someone.reply.text, path


async def test_web_3_what_was_searched_is_text(server: Running) -> None:
    someone = await surfer(server).logged_in("wangfang")
    await someone.open('/app/units?name="><script>alert(1)</script>')
    assert someone.reply is not None
    assert (someone.status, "<script>alert" in someone.reply.text) == (200, False)
    assert someone.page.inputs["name"]["value"] == '"><script>alert(1)</script>'


async def test_i18n_the_pages_speak_english_too(server: Running) -> None:
    someone = await surfer(server, "en").logged_in("chenjing", "/portal")
    assert {"Units I manage", "My authorisations"} <= {line.strip() for line in someone.text.splitlines()}
    await added(someone, "/portal", **FIXED)
    assert "Authorised, from the start date on." in someone.text
    assert not {char for char in someone.text if "\u4e00" <= char <= "\u9fff"} - set("广东示例查账有限公司李明陈静阿卜杜拉买提中文")


async def test_the_doors_have_sessions_of_their_own(server: Running) -> None:
    someone = await surfer(server).logged_in("wangfang", "/portal")
    assert (await someone.open("/app/units")).status == 401
    assert APP.session_cookie not in someone.http.cookies
    assert PORTAL.session_cookie in someone.http.cookies
    assert CHENJING["name"] in (await someone.open("/portal/units/1")).text
