"""用户注册 at the bureau, by its pages: with and without the face, the number taken over, the four types (BJ-15 to BJ-28)."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select, update

from etax_client.domain.flows.face_check import FaceOutcome, link_in
from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.identity.hall import Claim, Collected, Declined
from etax_client.domain.refusals import RefusalCode
from etax_client.server.services.identity import face_checks
from etax_client.server.store.tables import bureau_accounts, persons
from tests.pages.surfing import Surfer, surfer
from tests.server.bureau.attempting import LIU, MOBILE, change, id_of, other_than
from tests.server.running import PASSWORD, WRONG, Running

AT = "/bureau/register"
HE = {"document_type": "resident_id", "number": "110199199406080025", "name": "何静"}
XU = {"document_type": "resident_id", "number": "110199199604040016", "name": "许可"}
AIKO = {"document_type": "work_permit_a", "number": "11019920260001", "name": "AIKO TANAKA", "nationality": "日本", "sex": "female"}
TICKED = {"paper_consent": "yes", "paper_face": "yes"}
OWN = "Own@2026x"
FREE = "13900000012"


@dataclass
class Applicant(Surfer):
    """Someone who registers, up to the step that a test is about."""

    async def at_settings(self, **who: str) -> "Applicant":
        await self.open(AT)
        await self.send(f"{AT}/papers", **TICKED)
        await self.send(f"{AT}/identity", **who)
        assert "基本信息填写" in self.text, self.text
        return self

    async def settings(self, mobile: str, **typed: str) -> "Applicant":
        """With the code that came to the number."""
        await self.send(f"{AT}/settings", to=f"{AT}/code", mobile=mobile)
        assert "验证码已发送" in self.text, self.text
        form = {"password": OWN, "again": OWN, "mobile": mobile, "code": code_to(self.server, mobile)}
        await self.send(f"{AT}/settings", **{**form, **typed})
        return self


def applicant(server: Running) -> Applicant:
    one = surfer(server)
    return Applicant(one.server, one.http)


def code_to(server: Running, mobile: str) -> str:
    return next(
        each.message.params["code"] for each in server.services.messages.delivered(mobile, None, 9) if "code" in each.message.params
    )


def account_of(server: Running, name: str) -> tuple[str | None, str | None, bool] | None:
    """User name, number, and whether a face was known; None without an account."""
    found = select(bureau_accounts).join_from(bureau_accounts, persons).where(persons.c.name == name)
    with server.services.store.read() as connection:
        row = connection.execute(found).one_or_none()
    return None if row is None else (row.login_name, row.mobile, row.face_at is not None)


async def look(server: Running, one: Applicant) -> Surfer:
    """On a phone: 「+」, 扫一扫, what stands on the page, 开始人脸识别."""
    assert one.reply is not None
    payload = one.reply.text.partition('data-payload="')[2].partition('"')[0]
    link = link_in(payload)
    assert link is not None
    assert "/BF/" in payload
    phone = await surfer(server).open("/bjapp/scan")
    await phone.send("/bjapp/scan", code=payload)
    return await phone.send(phone.path)


async def test_the_whole_way_by_the_face(server: Running) -> None:
    """J1: 何静 with another number than the hall's; the page goes on by itself; nobody is logged in by it (BJ-16 to BJ-21)."""
    one = await applicant(server).open("/bureau/login/person")
    assert AT in one.page.addresses
    await one.open(AT)
    assert "账户注册" in one.text
    assert "第 1 步" in one.text or "1/" in one.text.replace(" ", "")
    assert isinstance(one, Applicant)
    await one.at_settings(**HE)
    await one.settings(FREE, login_name="hejing")
    assert (one.path, "人脸识别验证" in one.text, "/bjapp/download" in one.page.addresses) == (AT, True, True)
    assert account_of(server, "何静") is None
    assert "比对通过" in (await look(server, one)).text
    assert account_of(server, "何静") == ("hejing", FREE, True), "made by whoever knew the face, in one transaction"
    await one.open(AT)
    for said in ("注册完成!", "您已完成注册，可以通过账户中心查看您的个人信息", "139****0012"):
        assert said in one.text
    assert one.text.count("注册完成") == 1
    assert "/bureau/login/person" in one.page.addresses
    assert server.services.logged_in.sessions() == ()
    await (await one.open("/bureau/login/person")).send("/bureau/login/person", account="hejing", password=OWN, slide="100")
    assert one.path == "/bureau/login/second"


async def test_the_number_of_the_hall_stands_for_the_face(server: Running) -> None:
    """J2, BJ-02, BJ-22: the account is there with the code; what the hall has is said."""
    one = await applicant(server).at_settings(**XU)
    await one.settings("13900000007")
    for said in ("注册完成!", "实名信息已自动带出"):
        assert said in one.text
    assert account_of(server, "许可") == (None, "13900000007", False)


async def test_a_number_is_taken_over_with_the_account_and_not_before(server: Running) -> None:
    """J3, BJ-01, BJ-23: who had it is told at the second factor; a registration that is given up has taken nothing."""
    one = await applicant(server).at_settings(**HE)
    await one.settings(MOBILE)
    assert account_of(server, LIU) == ("liuyang", MOBILE, True)
    await look(server, one)
    assert account_of(server, LIU) == ("liuyang", None, True)
    assert account_of(server, "何静") == (None, MOBILE, True)
    old = await surfer(server).open("/bureau/login/person")
    await old.send("/bureau/login/person", account="liuyang", password=PASSWORD, slide="100")
    assert "未带出手机号码" in old.text
    await old.send("/bureau/login/second/code")
    assert "手机号码不存在" in old.text


@pytest.mark.parametrize(("outcome", "said"), [(FaceOutcome.other_person, "未通过"), (FaceOutcome.unreachable, "无法连接")])
async def test_another_person_and_no_answer_make_no_account(server: Running, outcome: FaceOutcome, said: str) -> None:
    """BJ-20: another code is offered, and the flow stays where it is."""
    with server.services.store.write() as connection:
        face_checks.decide(connection, id_of(server.services, "何静"), outcome)
    one = await applicant(server).at_settings(**HE)
    await one.settings(FREE)
    assert said in (await look(server, one)).text
    await one.open(AT)
    assert ("人脸识别验证" in one.text, f"{AT}/face" in [form.action for form in one.page.forms]) == (True, True)
    assert account_of(server, "何静") is None
    with server.services.store.write() as connection:
        face_checks.decide(connection, id_of(server.services, "何静"), FaceOutcome.passed)
    await one.send(f"{AT}/face")
    await look(server, one)
    assert account_of(server, "何静") is not None


async def test_nobody_goes_on_without_the_papers_or_the_code(server: Running) -> None:
    """BJ-16, BJ-18: a code of another number, a wrong one, none."""
    one = await applicant(server).open(AT)
    await one.send(f"{AT}/papers", paper_consent="yes")
    assert (one.status, "勾选全部协议" in one.text) == (422, True)
    await one.at_settings(**HE)  # type: ignore[attr-defined]
    form = {"password": OWN, "again": OWN}
    await one.send(f"{AT}/settings", **form, mobile=FREE, code="123456")
    assert (one.status, "验证码已失效" in one.text) == (403, True)
    await one.send(f"{AT}/settings", to=f"{AT}/code", mobile=FREE, login_name="hejing")
    assert one.page.inputs["login_name"]["value"] == "hejing", "what is no secret stays"
    code = code_to(server, FREE)
    await one.send(f"{AT}/settings", **form, mobile=FREE, code=other_than(code))
    assert (one.status, "还可以" in one.text or "次" in one.text) == (403, True)
    await one.send(f"{AT}/settings", **form, mobile="13900000099", code=code)
    assert one.status == 403, "it is this number's"
    await one.send(f"{AT}/settings", **form, mobile=FREE, code="")
    assert one.status == 422
    await one.send(f"{AT}/settings", **form, mobile=FREE, code=code)
    assert "人脸识别验证" in one.text


async def test_what_else_is_wrong_leaves_the_code_good(server: Running) -> None:
    """COD-4, BJ-49: a user name that someone has or that is none, a password against the rule; back, and no other code is needed."""
    one = await applicant(server).at_settings(**HE)
    await one.settings(FREE, login_name="liuyang")
    assert (one.status, "已被" in one.text) == (409, True)
    code = code_to(server, FREE)
    for typed, status in (({"login_name": "1hejing"}, 422), ({"password": "short", "again": "short"}, 422), ({"again": "Other@2026"}, 422)):
        form = {"password": OWN, "again": OWN, "mobile": FREE, "code": code, **typed}
        await one.send(f"{AT}/settings", **form)
        assert one.status == status, typed
    await one.send(f"{AT}/settings", password=OWN, again=OWN, mobile=FREE, code=code, login_name="hejing")
    assert "人脸识别验证" in one.text
    await one.send(f"{AT}/back")
    assert ("验证码已通过" in one.text, one.page.inputs["login_name"]["value"]) == (True, "hejing")
    await one.send(f"{AT}/settings", password=OWN, again=OWN, mobile=FREE, code="")
    assert "人脸识别验证" in one.text
    await one.send(f"{AT}/back")
    await one.send(f"{AT}/back")
    await one.send(f"{AT}/identity", **HE)
    assert "验证码已通过" not in one.text, "behind the settings it is forgotten"


async def test_a_name_that_went_meanwhile_leads_back_with_the_code_still_good(server: Running) -> None:
    """BJ-18: two at once with one user name; the later face finds it taken."""
    first, later = await applicant(server).at_settings(**HE), await applicant(server).at_settings(**XU)
    await first.settings(FREE, login_name="someone")
    await later.settings("13900000014", login_name="someone")
    await look(server, first)
    await look(server, later)
    await later.open(AT)
    assert ("登录名已被" in later.text or "用户名" in later.text, "验证码已通过" in later.text) == (True, True)
    assert account_of(server, "许可") is None
    await later.send(f"{AT}/settings", password=OWN, again=OWN, mobile="13900000014", login_name="xuke2026", code="")
    await look(server, later)
    assert account_of(server, "许可") == ("xuke2026", "13900000014", True)


async def test_who_has_an_account_is_told_behind_document_and_name(server: Running) -> None:
    """BJ-28: with the way to 忘记密码; a wrong name is told nothing, and an address not often."""
    liu = {"document_type": "resident_id", "number": "110199198001010016", "name": LIU}
    one = await applicant(server).open(AT)
    await one.send(f"{AT}/papers", **TICKED)
    await one.send(f"{AT}/identity", **liu)
    assert (one.status, "/bureau/forgot" in one.page.addresses) == (409, True)
    for _ in range(19):
        await one.send(f"{AT}/identity", **liu)
    await one.send(f"{AT}/identity", **liu)
    assert one.status == 429
    await server.manual.advance(61)
    await one.send(f"{AT}/identity", **{**liu, "name": "刘阳"})
    assert "基本信息填写" in one.text


async def test_the_four_need_the_hall_and_its_number(server: Running) -> None:
    """J4, BJ-24, BJ-25: AIKO TANAKA by the hall's number; with another one, and AMELIA BROWN without the hall, they are told what to do."""
    one = await applicant(server).open(AT)
    await one.send(f"{AT}/papers", **TICKED)
    await one.send(
        f"{AT}/identity", document_type="foreign_passport", number="X20260003", name="AMELIA BROWN", nationality="英国", sex="female"
    )
    assert (one.status, "请先到办税服务厅进行实名信息采集，再进行用户注册" in one.text) == (RefusalCode.hall_first.status, True)
    await one.send(f"{AT}/identity", **{**AIKO, "sex": ""})
    assert (one.status, "请选择性别" in one.text) == (422, True)
    await one.send(f"{AT}/identity", **AIKO)
    assert isinstance(one, Applicant)
    await one.settings(FREE)
    assert (one.status, "请使用在办税服务厅登记的手机号码，或到办税服务厅变更" in one.text) == (RefusalCode.face_not_offered.status, True)
    await one.settings("13900000013")
    assert "注册完成!" in one.text
    assert account_of(server, "AIKO TANAKA") == (None, "13900000013", False)


async def test_what_the_hall_has_stands_whatever_was_typed(server: Running) -> None:
    """BJ-22: beside a right number the record is brought in, and shown on the last page; what it has not stays as typed."""
    mine = {"document_number": AIKO["number"], "document_type": AIKO["document_type"]}
    with server.services.store.write() as connection:
        connection.execute(update(persons).where(*(persons.c[name] == value for name, value in mine.items())).values(birth="1990-02-03"))
    one = await applicant(server).open(AT)
    await one.send(f"{AT}/papers", **TICKED)
    await one.send(f"{AT}/identity", **AIKO, birth="1991-12-31")
    assert isinstance(one, Applicant)
    await one.settings("13900000013")
    assert ("注册完成!" in one.text, "1990-02-03" in one.text, "1991-12-31" in one.text) == (True, True, False)
    assert ("日本" in one.text, "性别女" in one.text.replace(" ", "").replace("\n", "")) == (True, True)


async def test_eleven_types_are_offered(server: Running) -> None:
    """BJ-24."""
    one = await applicant(server).open(AT)
    await one.send(f"{AT}/papers", **TICKED)
    assert one.reply is not None
    assert one.reply.text.count("<option value=") - one.reply.text.count("datalist") >= 11


PETER = {"document_type": "foreign_passport", "number": "X20260002", "name": "PETER NOVAK", "nationality": "捷克", "sex": "male"}
BY_MAIL, MAIL = "/bureau/register-foreigner", "/bjapp/mail"


async def by_mail(server: Running, **who: str) -> Surfer:
    one = await surfer(server).open(BY_MAIL)
    assert "通过邮箱进行注册" in one.text
    await one.send(f"{BY_MAIL}/papers", paper_consent="yes")
    return await one.send(f"{BY_MAIL}/identity", **(PETER | who))


async def test_a_foreigner_registers_by_email(server: Running) -> None:
    """J4, BJ-26: four steps, no number and no face; the code is read in the mailbox of this very browser, and a used one is void."""
    one = await by_mail(server)
    await one.send(f"{BY_MAIL}/settings", to=f"{BY_MAIL}/code", email="Peter.Novak@Example.com")
    assert "验证码已发送至邮箱" in one.text
    mail = Surfer(one.server, one.http)
    await mail.open(MAIL)
    code = code_to(server, "peter.novak@example.com")
    assert (code in mail.text, "p***@example.com" in mail.text) == (True, True)
    assert code not in (await surfer(server).open(MAIL)).text, "nobody else reads it"
    await one.send(f"{BY_MAIL}/settings", password=OWN, again=OWN, email="peter.novak@example.com", code=code)
    assert ("注册完成!" in one.text, "/bureau/login/foreigner" in one.page.addresses) == (True, True)
    with server.services.store.read() as connection:
        row = connection.execute(select(bureau_accounts).where(bureau_accounts.c.email == "peter.novak@example.com")).one()
    assert (row.mobile, row.login_name, row.face_at) == (None, None, None)
    stranger = await surfer(server).open(MAIL)
    await stranger.send(MAIL, email="peter.novak@example.com")
    assert "完成北京市电子税务局用户注册" not in stranger.text, "an account's mail is its owner's (WEB-5)"


async def test_the_hall_comes_first_for_foreigners_and_says_so(server: Running) -> None:
    """J4, D-4, BJ-27: AMELIA BROWN is sent to the hall, which collects her; another nationality or sex than the hall's is not hers."""
    amelia = {"number": "X20260003", "name": "AMELIA BROWN", "nationality": "英国", "sex": "female"}
    one = await by_mail(server, **amelia)
    assert (one.status, "请先到办税服务厅进行实名信息采集，再进行用户注册" in one.text) == (RefusalCode.hall_first.status, True)
    claim = Claim(DocumentType.foreign_passport, "X20260003", "AMELIA BROWN", "GB", sex=Sex.female)
    assert isinstance(server.services.hall.collect(claim, "not a number"), Declined)
    assert isinstance(server.services.hall.collect(claim), Collected)
    assert (await by_mail(server, **{**amelia, "sex": "male"})).status == 409
    assert "基本信息填写" in (await by_mail(server, **amelia)).text


async def test_an_address_is_one_accounts_and_that_is_said_behind_the_code(server: Running) -> None:
    """BJ-29: who reads the mailbox alone learns it; the code stays good for another try with another address."""
    change(server.services, LIU, email="peter.novak@example.com")
    one = await by_mail(server)
    await one.send(f"{BY_MAIL}/settings", to=f"{BY_MAIL}/code", email="peter.novak@example.com")
    assert "已被" not in one.text
    form = {"password": OWN, "again": OWN, "email": "peter.novak@example.com"}
    await one.send(f"{BY_MAIL}/settings", **form, code=code_to(server, "peter.novak@example.com"))
    assert (one.status, "该邮箱已被其他账户使用" in one.text) == (RefusalCode.email_taken.status, True)
    for address, status in (("", 422), ("peter", 422), ("a@b", 422)):
        await one.send(f"{BY_MAIL}/settings", to=f"{BY_MAIL}/code", email=address)
        assert one.status == status, address


async def test_a_foreigner_logs_in_by_mailbox(server: Running) -> None:
    """J4, BJ-12, BJ-38: 邮箱地址 and 邮箱验证码, however the address is written; a wrong password withdraws that code too (BJ-34)."""
    change(server.services, LIU, email="liu.yang@example.com", mobile=None)
    at, second = "/bureau/login/foreigner", "/bureau/login/second"
    one = await surfer(server).open(at)
    assert "邮箱地址/手机号码/用户名" in (one.page.inputs["account"]["placeholder"] or "")
    assert BY_MAIL in one.page.addresses
    await one.send(at, account="Liu.Yang@example.COM", password=PASSWORD, slide="100")
    assert (one.path, "l***@example.com" in one.text) == (second, True)
    await one.send(f"{second}/code", way="email")
    code = code_to(server, "liu.yang@example.com")
    await one.send(f"{second}/back")
    await one.send(at, account="liu.yang@example.com", password=WRONG, slide="100")
    await one.send(at, account="liu.yang@example.com", password=PASSWORD, slide="100")
    await one.send(f"{second}/code", way="email")
    await one.send(second, code=code)
    assert one.status == 403
    await one.send(second, code=code_to(server, "liu.yang@example.com"))
    assert (one.path, "刘*" in one.text) == ("/bureau", True)
    assert (await (await surfer(server).open("/bjapp/mail")).send("/bjapp/mail", email="liu.yang@example.com")).text.count(
        "登录邮箱验证码"
    ) == 0


async def test_a_code_by_sms_stays_good_beside_one_by_email(server: Running) -> None:
    """BJ-38: the medium is the last that was asked for; without a mailbox there is none to choose."""
    at, second = "/bureau/login/person", "/bureau/login/second"
    one = await surfer(server).open(at)
    await one.send(at, account="liuyang", password=PASSWORD, slide="100")
    assert "获取邮箱验证码" not in one.text
    await one.send(f"{second}/code", way="email")
    assert (one.status, "手机号码不存在" in one.text) == (409, True)
    change(server.services, LIU, email="liu.yang@example.com")
    for way, address in (("email", "liu.yang@example.com"), ("sms", MOBILE)):
        await one.send(f"{second}/code", way=way)
        assert code_to(server, address)
    await one.send(second, code=code_to(server, MOBILE))
    assert one.path == "/bureau"
