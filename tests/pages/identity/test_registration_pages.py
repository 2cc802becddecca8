"""The pages of registration on both sites, without a script: order of steps, what stays filled in, and what is said (REG, REG-1, WEB-1)."""

import pytest
from sqlalchemy import select

from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.identity import Identity
from etax_client.server.pages.sites import APP, PORTAL
from etax_client.server.services.identity import face_checks
from etax_client.server.store.tables import accounts, persons
from tests.pages.identity.registering import (
    NEW_PASSWORD,
    SETTINGS,
    SMITH,
    WHO,
    ZHOU,
    agreed,
    identified,
    issue,
    proved,
    registered,
    set_up,
    sms_code,
)
from tests.pages.surfing import Surfer, surfer
from tests.server.running import Running, running

SITES = ("/app", "/portal")


@pytest.mark.parametrize("site", SITES)
async def test_the_whole_way_by_hall_code(server: Running, site: str) -> None:
    """REG-01, REG-02, REG-04: each step is a page of its own by GET, and at the end one logs in with what was chosen."""
    code = issue(server)
    someone = await surfer(server).open(site)
    assert f"{site}/register" in someone.page.addresses
    await someone.open(f"{site}/register")
    if site == "/app":
        assert "请选择注册方式" in someone.text
        assert "人脸识别认证注册" in someone.text
        await someone.send("/app/register/way", way="hall_code")
    assert f"第 {2 if site == '/app' else 1} 步，共 {5 if site == '/app' else 4} 步" in someone.text
    assert "同意并继续" in someone.text
    await someone.send(f"{site}/register/agreement")
    assert "人脸识别认证注册" not in someone.text
    assert (someone.path, "填写身份信息" in someone.text) == (f"{site}/register", True)
    await someone.send(f"{site}/register/identity", **WHO, hall_code=f" {code.lower()} ")
    assert ("户籍所在地" in someone.text) == (site == "/portal")
    await set_up(someone, site)
    assert "138****0009" in someone.text
    await someone.send(f"{site}/register/sms-code")
    assert "验证码已发送" in someone.text
    await someone.send(f"{site}/register/account", code=sms_code(server))
    assert (someone.path, "注册成功" in someone.text) == (f"{site}/register", True)
    for account in ("zhouting", "13800000009", ZHOU.number):
        other = await (await surfer(server).open(site)).log_in(account, NEW_PASSWORD, site)
        assert (other.path, "周*" in other.text) == (site, True), other.text


async def test_the_household_is_kept(server: Running) -> None:
    """REG-04: asked for on the portal alone."""
    await registered(server, surfer(server), "/portal")
    with server.services.store.read() as connection:
        row = connection.execute(select(accounts).where(accounts.c.login_name == "zhouting")).one()
    assert row.household == "广东省广州市"


async def test_no_secret_is_in_an_address_or_on_a_page(server: Running) -> None:
    """WEB-3, REG-1, REG-06: the flow's secret is in an HttpOnly cookie of its site, passwords and codes nowhere."""
    someone = await proved(server, surfer(server))
    cookie = next(each for each in someone.http.cookies.jar if each.name == f"{APP.session_cookie}-register")
    assert cookie.value is not None
    assert len(cookie.value) == 43
    assert cookie.has_nonstandard_attr("HttpOnly")
    seen: list[str] = []
    await set_up(someone, mobile="1380000000")
    assert someone.status == 422
    await set_up(someone)
    await someone.send("/app/register/sms-code")
    code = sms_code(server)
    for page in (
        await someone.open("/app/register"),
        await someone.send("/app/register/account", code="000000" if code != "000000" else "1"),
    ):
        assert page.reply is not None
        seen.append(page.reply.text + str(page.reply.url))
    for text in seen:
        for secret in (cookie.value, NEW_PASSWORD, code, "ABC234"):
            assert secret not in text
    assert f"{PORTAL.session_cookie}-register" not in someone.http.cookies


async def test_what_was_filled_in_stays_and_secrets_do_not(server: Running) -> None:
    """REG-06."""
    someone = await identified(surfer(server))
    await someone.send("/app/register/back")
    assert (someone.page.inputs["number"]["value"], someone.page.inputs["name"]["value"]) == (ZHOU.number, "周婷")
    issue(server)
    await agreed(someone)
    assert someone.status == 200
    for _ in range(2):
        await someone.send("/app/register/back")
    await someone.send("/app/register/way", way="hall_code")
    await someone.send("/app/register/agreement")
    assert (someone.page.inputs["number"]["value"], someone.page.inputs["name"]["value"]) == (ZHOU.number, "周婷")
    await someone.send("/app/register/identity", hall_code="ABC23")
    assert someone.page.inputs["hall_code"].get("value") == "", "a code is typed again"
    assert someone.page.inputs["name"]["value"] == "周婷"
    await someone.send("/app/register/identity", hall_code="ABC234")
    assert "/app/register/back" not in [form.action for form in someone.page.forms], "never behind a proof"
    await set_up(someone)
    await someone.send("/app/register/back")
    assert (someone.page.inputs["login_name"]["value"], someone.page.inputs["mobile"]["value"]) == ("zhouting", "13800000009")
    assert "value" not in someone.page.inputs["password"]
    await someone.send("/app/register/settings")
    assert someone.status == 422, "the password has to be typed again"


async def test_on_the_portal_going_back_skips_the_choice_that_is_none(server: Running) -> None:
    someone = await agreed(surfer(server), "/portal")
    await someone.send("/portal/register/back")
    assert "同意并继续" in someone.text
    await someone.send("/portal/register/agreement")
    assert "填写身份信息" in someone.text


WRONG_IDENTITIES: tuple[tuple[dict[str, str], str, str], ...] = (
    ({"number": ""}, "number", "请输入证件号码"),
    ({"number": "440199199607260028"}, "number", "号码有误"),
    ({"number": "X12345678"}, "number", "外国护照"),
    ({"name": "Zhou"}, "name", "中文姓名"),
    ({"name": ""}, "name", "请输入姓名"),
    ({"birth": "1990-02-31"}, "birth", "日期不正确"),
    ({"birth": "1990-01-31"}, "birth", "出生日期不一致"),
    ({**SMITH, "nationality": ""}, "nationality", "请选择国籍"),
    ({**SMITH, "nationality": "中国"}, "nationality", "国籍不能是中国"),
    ({**SMITH, "nationality": "无此国"}, "nationality", "未找到"),
)


@pytest.mark.parametrize(("typed", "field", "said"), WRONG_IDENTITIES)
async def test_an_identity_that_is_wrong_is_said_beside_its_field(server: Running, typed: dict[str, str], field: str, said: str) -> None:
    """DOC-01: the error has an id that the field names; what was typed stays."""
    someone = await identified(surfer(server), way="hall_code", hall_code="ABC234", **typed)
    assert (someone.status, said in someone.text) == (422, True), someone.text
    control = someone.page.inputs[field]
    assert control["aria-invalid"] == "true"
    assert f"{field}-error" in (control["aria-describedby"] or "")
    assert someone.reply is not None
    assert f'id="{field}-error"' in someone.reply.text
    assert someone.page.inputs["number"]["value"] == typed.get("number", ZHOU.number)
    assert "autofocus" in control


@pytest.mark.parametrize("nationality", ["美国", "usa", "United States", "mg"])
async def test_a_nationality_is_found_by_any_of_its_names(server: Running, nationality: str) -> None:
    code = issue(server, Identity(DocumentType.foreign_passport, SMITH["number"], SMITH["name"], "US"))
    someone = await identified(surfer(server), way="hall_code", hall_code=code, **{**SMITH, "nationality": nationality})
    if nationality == "mg":
        assert someone.status == 422, "initials of several countries, and another one's code"
    else:
        assert "登录设置" in someone.text, someone.text


async def test_settings_that_are_wrong_are_said_beside_their_fields(server: Running) -> None:
    """PWD-01, REG-05: all at once; the rules of the password are shown met or unmet."""
    someone = await proved(server, surfer(server), "/portal")
    await set_up(someone, "/portal", login_name="12345", password="short", again="x", mobile="12", household=" ")
    assert someone.status == 422
    for said in (
        "登录名不支持纯数字",
        "密码不符合下列要求",
        "手机号码应为 1 开头",
        "请输入户籍所在地",
        "未满足 8 至 15 位",
        "已满足 不含空格",
    ):
        assert said in " ".join(someone.text.split()), said
    await set_up(someone, "/portal", again="Another#26x")
    assert "两次输入的密码不一致" in someone.text
    await set_up(someone, "/portal", login_name="liming")
    assert (someone.status, "该登录名已被使用" in someone.text) == (409, True)
    assert someone.page.inputs["login_name"]["aria-invalid"] == "true"
    await set_up(someone, "/portal", mobile="13800000001")
    assert "该手机号码已绑定其他账号" in someone.text
    await set_up(someone, "/portal", password="zhouting#A1", again="zhouting#A1")
    assert someone.page.inputs["password"]["aria-invalid"] == "true"


async def test_wrong_hall_codes_lock_this_way(server: Running) -> None:
    """REG-02, COD-5: with the tries left."""
    issue(server)
    someone = await identified(surfer(server), way="hall_code", hall_code="12345", name="")
    assert (someone.status, "6 位数字、字母" in someone.text) == (422, True)
    assert "请输入姓名" in someone.text, "all that is wrong at once"
    for left in (4, 3, 2, 1):
        await someone.send("/app/register/identity", hall_code="ZZZZZZ", name="周婷")
        assert f"您还有 {left} 次机会" in someone.text
    await someone.send("/app/register/identity", hall_code="ZZZZZZ")
    assert (someone.status, "请 120 分钟后再试" in someone.text) == (423, True)
    assert someone.reply is not None
    assert someone.reply.headers["Retry-After"] == "7200"


async def test_codes_by_sms_on_the_page(server: Running) -> None:
    """SMS-01: tries left, another one after a minute, a void one."""
    someone = await set_up(await proved(server, surfer(server)))
    assert "获取验证码" in someone.text
    assert "code" not in someone.page.inputs
    await someone.send("/app/register/sms-code")
    assert "/app/messages" in someone.page.addresses
    await someone.send("/app/register/sms-code")
    assert someone.status == 429
    await someone.send("/app/register/account", code="12")
    assert "请核对短信" in someone.text
    wrong = f"{(int(sms_code(server)) + 1) % 10**6:06}"
    await someone.send("/app/register/account", code=wrong)
    assert "您还有 4 次机会" in someone.text
    await server.manual.advance(60)
    await (await someone.open("/app/register")).send("/app/register/sms-code")
    assert someone.status == 200
    await someone.send("/app/register/account", code=sms_code(server))
    assert "注册成功" in someone.text


async def test_a_person_registers_once(server: Running) -> None:
    """REG-05: says so, and points to 忘记密码; by then the hall code has shown that it is them."""
    li = Identity(DocumentType.resident_id, "440199198805120030", "李明", "CN")
    issue(server, li)
    someone = await identified(surfer(server), way="hall_code", number=li.number, name=li.name, hall_code="ABC234")
    assert (someone.status, "该身份信息已注册" in someone.text) == (409, True)
    assert {"/app", "/app/forgot"} <= set(someone.page.addresses)


STEPS = ("agreement", "identity", "face", "settings", "sms-code", "account")


async def test_only_the_step_that_is_due_is_taken(server: Running) -> None:
    """REG-1: any other form is refused with 409, shows the due step, and moves nothing."""
    someone = await (await surfer(server).open("/app/register")).send("/app/register/way", way="face")
    await someone.send("/app/register/back")
    token = someone.page.forms[0].fields["token"]
    filled: dict[str, dict[str, str]] = {
        "identity": WHO,
        "settings": {key: value for key, value in SETTINGS.items() if key != "household"},
        "account": {"code": "123456"},
    }
    for step in STEPS:
        reply = await someone.http.post(f"/app/register/{step}", data={"token": token, **filled.get(step, {})})
        assert reply.status_code == 409, step
        assert "步骤已变化" in reply.text
        assert "请选择注册方式" in reply.text


async def test_a_flow_that_is_over_begins_anew(server: Running) -> None:
    """REG-1: after 30 minutes, by 放弃, or with a cookie that is none of ours."""
    someone = await identified(surfer(server))
    await server.manual.advance(minutes=30)
    await someone.send("/app/register/face")
    assert (someone.status, "请重新开始" in someone.text) == (404, True)
    assert "请选择注册方式" in someone.text
    assert f"{APP.session_cookie}-register" not in someone.http.cookies
    await identified(someone)
    await someone.send("/app/register/leave")
    assert (someone.status, "请选择注册方式" in someone.text) == (200, True)
    someone.http.cookies.set(f"{APP.session_cookie}-register", "A" * 43, domain="127.0.0.1")
    assert "请重新开始" in (await someone.open("/app/register")).text


async def test_each_door_has_a_flow_of_its_own(server: Running) -> None:
    someone = await identified(surfer(server))
    assert "同意并继续" in (await someone.open("/portal/register")).text
    assert "人脸识别" in (await someone.open("/app/register")).text


async def test_forms_opened_as_pages_lead_to_the_step(server: Running) -> None:
    for site in SITES:
        for form in (*STEPS, "way", "back", "leave"):
            assert (await surfer(server).open(f"{site}/register/{form}")).path == f"{site}/register"


@pytest.mark.parametrize("form", ["way", *STEPS, "back", "leave"])
async def test_every_form_needs_the_token_of_its_page(server: Running, form: str) -> None:
    """WEB-1."""
    someone = await agreed(surfer(server))
    for token in ("", "x"):
        reply = await someone.http.post(f"/app/register/{form}", data={"token": token})
        assert reply.status_code == 403
    assert "填写身份信息" in (await someone.open("/app/register")).text


async def test_hostile_names_are_text(server: Running) -> None:
    """WEB-3."""
    for name in ('"><img src=x onerror=alert(1)>', "<script>alert(1)</script>", "{{ 7*7 }}"):
        someone = await identified(surfer(server), name=name)
        assert someone.status == 422
        assert someone.page.inputs["name"]["value"] == name
        assert "img" not in someone.page.tags
        ours = ["/identity.js", "/identity-check.js", "/rare-characters.js"]
        assert [address for address in someone.page.addresses if address.endswith(".js")] == ours
        assert someone.page.tags.count("script") == len(ours)


async def face_asked(server: Running, someone: Surfer) -> Surfer:
    """On the phone itself, before the camera."""
    await identified(someone, way="face")
    return await someone.send("/app/register/face")


async def test_by_face_on_the_phone_itself(server: Running) -> None:
    """REG-03: straight to the page of the check, and back to the registration."""
    someone = await face_asked(server, surfer(server))
    assert someone.path.startswith("/F/")
    assert "周*" in someone.text
    await someone.send(someone.path)
    assert "比对通过" in someone.text
    assert "/app/register" in someone.page.addresses
    assert "登录设置" in (await someone.open("/app/register")).text


@pytest.mark.parametrize(("outcome", "said"), [(FaceOutcome.other_person, "不是本人"), (FaceOutcome.unreachable, "无法连接")])
async def test_a_check_that_fails_may_be_asked_for_again(server: Running, outcome: FaceOutcome, said: str) -> None:
    """REG-03: three different outcomes."""
    with server.services.store.write() as connection:
        person = connection.execute(select(persons.c.id).where(persons.c.document_number == ZHOU.number)).scalar_one()
        face_checks.decide(connection, person, outcome)
    someone = await face_asked(server, surfer(server))
    await someone.send(someone.path)
    assert said in someone.text
    await someone.open("/app/register")
    assert said in someone.text
    with server.services.store.write() as connection:
        face_checks.decide(connection, person, FaceOutcome.passed)
    await someone.send("/app/register/face")
    await someone.send(someone.path)
    assert "比对通过" in someone.text


async def test_from_the_portal_a_phone_is_sent_before_the_camera() -> None:
    """REG-01: where the policy has registration by face on the portal: a code to scan, and the page goes on by itself."""
    async with running(policy="jiangmen") as server:
        someone = await identified(surfer(server), "/portal", "face")
        await someone.send("/portal/register/face")
        assert someone.path == "/portal/register"
        assert "svg" in someone.page.tags
        link = next(address for address in someone.page.addresses if address.startswith("/F/"))
        phone = await surfer(server).open(link)
        await phone.send(link)
        assert "请回到发起人脸识别的设备上继续" in phone.text
        assert "登录设置" in (await someone.open("/portal/register")).text
        assert "login_name" not in someone.page.inputs, "003 asks for none"
