"""The Beijing bureau in a tester's hand: logging in by each way, registering, what was forgotten, ties and identities, by its own pages.

The site is `etax.browser`, the phone beside it `etax.phone`; both show what came of a verb. Where a page says no, a verb stops there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from etax_client.api.control import Control
from etax_client.domain.bureau.capacities import CapacityKind
from etax_client.domain.flows.attempt import FOR_UNITS, Entrance
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.masking import mask_name
from etax_client.domain.pages.page import Button, Fact, Facts, Field, Link, Picture, PictureKind, Text, all_blocks
from etax_client.domain.sessions.qr_login import App
from etax_client.testing.verbs.browser import Browser, Value
from etax_client.testing.verbs.inbox import sms_code
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language

SITE = "/bureau"
CENTRE = f"{SITE}/account"
_CODE, _EMAIL_CODE = "code", "email"
_ADDRESSES = {App.itax: "/app", App.bureau: "/bjapp"}


@dataclass(frozen=True)
class Bureau:
    """`by` is `code`, `email`, or the APP that stands before the face: `bureau` or `itax`; a `unit` goes by its taxpayer id."""

    _site: Browser
    _phone: Browser
    _control: Control
    _password_of: Callable[[str], str]
    _unit_names: Mapping[str, str]

    # --- in and out

    async def log_in(
        self, account: str, password: str | None = None, *, unit: str = "", role: str = "", by: str = _CODE, entrance: str = ""
    ) -> None:
        """By both factors: at 自然人业务, or at 企业业务 for a `unit`, in a `role` where one has several; `entrance` names another."""
        await self.give_password(account, password, unit=unit, entrance=entrance)
        if self._has_button(f"{SITE}/login/second/back"):
            await self.give_second_factor(by, role)

    async def give_password(self, account: str, password: str | None = None, *, unit: str = "", entrance: str = "") -> None:
        """第一因子, by an entrance: `person`, `foreigner`, or for a unit `enterprise`, `agency`; by the right `password` or another."""
        await self.log_out()
        at = Entrance(entrance or (Entrance.enterprise if unit else Entrance.person))
        await self._site.open(f"{SITE}/login/{at}")
        typed: dict[str, Value] = {"account": account, "password": self._password_of(account) if password is None else password}
        await self._send({**typed, "slide": True, **({"taxpayer_id": unit} if at in FOR_UNITS else {})})

    async def give_second_factor(self, by: str = _CODE, role: str = "") -> None:
        """第二因子, as whom if there is a choice; a code is asked for and typed."""
        chosen = {"role": role} if role else {}
        if by in (_CODE, _EMAIL_CODE):
            await self.get_code(by)
            if self._has_field("code"):
                await self._send({"code": await sms_code(self._control), **chosen})
            return
        await self.show_face(by)
        if self._has_button(f"{SITE}/login/second/enter"):
            self._site.fill(chosen)
            await self._press(f"{SITE}/login/second/enter")

    async def get_code(self, by: str = _CODE) -> None:
        """获取验证码, 获取邮箱验证码."""
        await self._site.press(self._say("bureau.get_email_code" if by == _EMAIL_CODE else "bureau.get_code"))

    async def log_in_by_scan(self, app: str = App.bureau, *, unit: str = "", role: str = "") -> None:
        """扫码登录 with the phone, which must be logged in to that APP (`log_in_on_phone`, `etax.phone.log_in`)."""
        await self.log_out()
        await self._site.open(f"{SITE}/login/{Entrance.enterprise if unit else Entrance.person}")
        await self._site.press(self._say(f"bureau.scan.by.{App(app)}"))
        [code] = [each.payload for each in all_blocks(self._site.page) if isinstance(each, Picture) and each.kind is PictureKind.qr]
        at = _ADDRESSES[App(app)]
        await self._phone.open(f"{at}/scan")
        self._phone.fill(code=code)
        await self._phone.enter()
        if not any(isinstance(each, Field) and each.name == "number" for each in all_blocks(self._phone.page)):
            return
        await self._site.wait()
        self._phone.fill(number=self._fact("bureau.scan.number"))
        await self._phone.press(self._say("app.confirm.yes"))
        await self._site.wait()
        await self._press(f"{SITE}/login/scan/enter")
        if self._has_button(f"{SITE}/login/choose"):
            await self._site.press(f"{self._name(unit)} {self._role(role)}")

    async def log_in_the_old_way(self, account: str, password: str | None = None) -> None:
        """旧版登录: one's own password alone, and a captcha where it is asked for."""
        if self._site.user.page is None or not self._has_field("captcha"):
            await self.log_out()
            await self._site.open(f"{SITE}/old/person")
        typed: dict[str, Value] = {"account": account, "password": self._password_of(account) if password is None else password}
        if self._has_field("captcha"):
            typed["captcha"] = (await self._control.latest_captcha()).answer
        await self._send(typed)

    async def log_in_for_unit_the_old_way(
        self, unit: str, enterprise_password: str, name: str, role: str, password: str | None = None
    ) -> None:
        """旧版登录 of a unit: its 企业密码, then the acting person `name` by their own password, or by a code where none is given."""
        await self.log_out()
        await self._site.open(f"{SITE}/old")
        await self._send({"taxpayer_id": unit, "password": enterprise_password})
        actor = f"{mask_name(name)} {self._role(role)}"
        if actor not in self._site.text():
            return
        await self._site.press(actor)
        if password is not None:
            self._site.fill(password=password)
            await self._press(f"{SITE}/old/who/password")
            return
        await self._site.press(self._say("bureau.get_code"))
        self._site.fill(code=await sms_code(self._control))
        await self._press(f"{SITE}/old/who/enter")

    async def log_in_on_phone(self, account: str, password: str | None = None) -> None:
        """北京税务APP on the phone, by both factors."""
        phone = self._phone
        await phone.open("/bjapp/mine")
        if self._say("bureau.logout") in phone.text():
            await phone.press(self._say("bureau.logout"))
        await phone.open("/bjapp/login")
        phone.fill(account=account, password=self._password_of(account) if password is None else password, slide=True)
        await phone.enter()
        await phone.press(self._say("bureau.get_code"))
        phone.fill(code=await sms_code(self._control))
        await phone.enter()

    async def log_out(self) -> None:
        """退出, whoever was in."""
        await self._site.open(SITE)
        if self._has_button(f"{SITE}/logout"):
            await self._press(f"{SITE}/logout")

    async def identity(self) -> str:
        """As whom one acts, as the home page says it: 个人, or the role and the unit."""
        await self._site.open(SITE)
        return " ".join(self._fact(term) for term in ("bureau.identity", "bureau.unit") if self._fact_of(term) is not None)

    # --- the face

    async def show_face(self, app: str = App.bureau) -> None:
        """Have the page ask for a face, and stand before it with the phone; `etax.control.set_face` decides what is said of it."""
        link = self._face_link()
        if link is None:
            await self._site.press(self._say(f"face.by.{App(app)}"))
            link = self._face_link()
        if link is not None:
            await self._phone.open(link)
            await self._phone.press(self._say("face.start"))
            await self._site.wait()

    # --- registering, and what was forgotten

    async def register(self, name: str, number: str, *, mobile: str, password: str, login_name: str = "", **who: str) -> None:
        """用户注册, all of it: the face by 北京税务APP, unless the hall knows number and person. `who`: document_type, sex, nationality."""
        await self._join("register", name, number, who, {"mobile": mobile, "login_name": login_name}, password)
        if self._has_button(f"{SITE}/register/face"):
            await self.show_face()

    async def register_by_email(self, name: str, number: str, *, email: str, password: str, **who: str) -> None:
        """境外自然人's 用户注册; `who`: nationality, sex, birth, and document_type where it is no foreign passport."""
        passport: dict[str, str] = {"document_type": DocumentType.foreign_passport}
        await self._join("register-foreigner", name, number, {**passport, **who}, {"email": email}, password)

    async def recover(self, name: str, number: str, password: str, *, by: str = _CODE, **who: str) -> None:
        """忘记密码: whose, by which proof, and the new personal password."""
        await self._identify(f"{SITE}/forgot", name, number, who)
        if by in (_CODE, _EMAIL_CODE):
            await self._press(f"{SITE}/forgot/{'email-code' if by == _EMAIL_CODE else 'sms-code'}")
            if self._has_field("code"):
                await self._send({"code": await sms_code(self._control)})
        else:
            await self.show_face(by)
        if self._has_field("again"):
            await self._send({"password": password, "again": password})

    async def recover_mobile(self, name: str, number: str, mobile: str, *, app: str = App.bureau, **who: str) -> None:
        """找回手机号码: the number by a code to it, then the face."""
        await self._identify(f"{SITE}/mobile", name, number, who)
        if not self._has_field("mobile"):
            return
        self._site.fill(mobile=mobile)
        await self._press(f"{SITE}/mobile/code")
        await self._send({"mobile": mobile, "code": await sms_code(self._control)})
        if self._has_button(f"{SITE}/mobile/face"):
            await self.show_face(app)

    async def raise_level(self, app: str = App.bureau) -> None:
        """个人实名等级: 提升实名等级, by the face."""
        await self._site.open(f"{CENTRE}/level")
        await self.show_face(app)

    # --- ties and identities

    async def confirm(self, unit: str) -> None:
        """待确认授权: 确认, in one's own name."""
        await self._answer("confirm", unit)

    async def decline(self, unit: str) -> None:
        """待确认授权: 拒绝."""
        await self._answer("decline", unit)

    async def add_staff(self, name: str, number: str, until: str = "", **who: str) -> None:
        """添加办税人员, by one who runs the unit; `until` is the last day, none for 长期."""
        await self._site.open(f"{CENTRE}/staff/new")
        await self._send({"name": name, "number": number, "until": until, **who})

    async def withdraw(self, name: str) -> None:
        """撤回 of what waits."""
        await self._site.open(f"{CENTRE}/staff")
        await self._site.press(f"{self._say('bureau.staff.withdraw')} {name}")

    async def remove(self, name: str) -> None:
        """删除 of who is confirmed, its question answered."""
        await self._site.open(f"{CENTRE}/staff")
        await self._site.press(f"{self._say('bureau.staff.remove')} {name}")
        await self._site.press(self._say("bureau.staff.remove"))

    async def switch(self, unit: str, role: str) -> None:
        """身份切换 to another unit, or to another role at this one: `legal_representative`, `finance_officer`, `tax_staff`.

        An agency's is `principal` for whom it acts for, and `agency` back to itself.
        """
        await self._site.open(f"{CENTRE}/switch")
        await self._site.press(f"{self._name(unit)} {self._role(role)}")

    async def switch_to_oneself(self) -> None:
        """个人办税; there is no way back but a new login."""
        await self._site.open(f"{CENTRE}/switch")
        await self._site.press(self._say("bureau.switch.to_person"))

    # --- what these are made of

    async def _join(self, flow: str, name: str, number: str, who: Mapping[str, str], reached: Mapping[str, str], password: str) -> None:
        await self._begin(f"{SITE}/{flow}")
        papers = [each.name for each in all_blocks(self._site.page) if isinstance(each, Field) and each.name.startswith("paper_")]
        await self._send(dict.fromkeys(papers, True))
        await self._send({"name": name, "number": number, **who})
        if not self._has_field("again"):
            return
        self._site.fill(dict(reached))
        await self._press(f"{SITE}/{flow}/code")
        code = await sms_code(self._control)
        await self._send({**reached, "password": password, "again": password, "code": code})

    async def _identify(self, address: str, name: str, number: str, who: Mapping[str, str]) -> None:
        await self._begin(address)
        await self._send({"name": name, "number": number, **who})

    async def _begin(self, address: str) -> None:
        """Anew, whatever was begun in this browser before."""
        await self._site.open(address)
        if self._has_button(f"{address}/leave"):
            await self._press(f"{address}/leave")
            await self._site.open(address)

    async def _answer(self, act: str, unit: str) -> None:
        await self._site.open(f"{CENTRE}/grants")
        await self._site.press(f"{self._say(f'bureau.tie.{act}')} {self._name(unit)}")

    async def _send(self, typed: Mapping[str, Value]) -> None:
        """By the button that Enter presses."""
        self._site.fill(typed)
        await self._site.enter()

    async def _press(self, action: str) -> None:
        """The button that leads there, whatever it says by now."""
        button = next((each for each in all_blocks(self._site.page) if isinstance(each, Button) and self._leads(each, action)), None)
        if button is None:
            raise AssertionError(f"no button leads to {action}:\n{self._site.text()}")
        await self._site.choose(button)

    def _face_link(self) -> str | None:
        """Where the face that this page waits for is looked at; None where it waits for none."""
        links = (each for each in all_blocks(self._site.page) if isinstance(each, Link))
        return next((each.address for each in links if each.text == self._say("face.here")), None)

    def _leads(self, button: Button, action: str) -> bool:
        return (button.action or self._site.page.forms[button.form].action) == action

    def _has_button(self, action: str) -> bool:
        return any(isinstance(each, Button) and self._leads(each, action) for each in all_blocks(self._site.page))

    def _has_field(self, name: str) -> bool:
        return any(isinstance(each, Field) and each.name == name for each in all_blocks(self._site.page))

    def _fact(self, term: str) -> str:
        found = self._fact_of(term)
        if found is None:
            raise AssertionError(f"the page does not say {self._say(term)}:\n{self._site.text()}")
        return "".join(part.text for part in found.value if isinstance(part, Text))

    def _fact_of(self, term: str) -> Fact | None:
        rows = (row for block in all_blocks(self._site.page) if isinstance(block, Facts) for row in block.rows)
        return next((row for row in rows if row.term == self._say(term)), None)

    def _name(self, unit: str) -> str:
        return self._unit_names.get(unit, unit)

    def _role(self, role: str) -> str:
        of_agency = role in (CapacityKind.agency, CapacityKind.principal)
        return self._say(f"bureau.identity.{role}" if of_agency else f"home.role.{role}")

    def _say(self, key: str) -> str:
        return words(Language(self._site.user.language)).say(key)
