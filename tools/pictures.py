"""Make docs/screens.md and its pictures, of the real screens: `uv run python -m tools.pictures`; an SVG each in docs/images.

Every screen at two sizes, in Chinese and the light theme, and in English and the dark one.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from etax_client.testing.running import EtaxRun, run
from etax_client.texts.words import Language
from tests.screens.pages.reader_hands import fill, press
from tools.drawing import svg

DOCS = Path(__file__).parent.parent / "docs"
FOLDER = DOCS / "images"
SIZES = ((80, 24), (140, 45))
LOOKS = {Language.zh: "etax-light", Language.en: "etax-dark"}
NEW = "Sunny7Days"
ZHOU, CODE, MOBILE = ("440199199607260029", "周婷"), "568068", "13800000009"
SUN = ("440199198402150016", "孙磊")

PLACES = {
    "login": ("登录", "Log in"),
    "captcha": ("登录，密码不正确之后", "Log in, after a wrong password"),
    "keypad": ("软键盘", "Soft keypad"),
    "help": ("帮助", "Help"),
    "commands": ("命令", "Commands"),
    "qr-login": ("扫码登录", "QR login"),
    "qr-phone": ("扫码登录，旁边是模拟手机", "QR login, the simulated phone beside it"),
    "qr-number": ("扫码之后核对数字", "Comparing the number after the scan"),
    "qr-other-ways": ("无法扫码", "Other ways than scanning"),
    "units": ("单位管理", "Units"),
    "add": ("添加单位", "Add units"),
    "arrange": ("自定义排序", "Arrange the list"),
    "verify": ("在线登录", "Unit login"),
    "certificate": ("CA 登录", "Unit login by certificate"),
    "reset-channels": ("忘记申报密码", "Declaration password forgotten"),
    "home": ("办税首页", "Home"),
    "registration-way": ("用户注册：注册方式", "Registration: the way"),
    "registration-agreement": ("用户注册：协议", "Registration: the agreement"),
    "registration-identity": ("用户注册：身份信息", "Registration: identity"),
    "rare-characters": ("录入生僻字", "Rare characters"),
    "registration-settings": ("用户注册：账号设置", "Registration: settings"),
    "registration-code": ("用户注册：短信验证码", "Registration: the SMS code"),
    "registration-done": ("用户注册：完成", "Registration: done"),
    "recovery-identity": ("忘记密码：身份信息", "Recovery: identity"),
    "recovery-proof": ("忘记密码：短信验证码", "Recovery: the SMS code"),
    "recovery-face": ("忘记密码：人脸识别", "Recovery: face check"),
    "recovery-password": ("忘记密码：新密码", "Recovery: the new password"),
    "pages": ("网页", "Pages"),
    "portal": ("个人所得税网站", "The web portal"),
    "portal-unit": ("企业办税权限", "Authorisations of a unit"),
    "portal-form": ("新增授权人员", "Authorising someone"),
    "bureau": ("北京市电子税务局", "The Beijing bureau"),
    "counter": ("办税服务厅窗口", "The tax hall's counter"),
    "phone": ("手机（模拟）", "The simulated phone"),
    "settings": ("设置", "Settings"),
}
"""In the order of the document. The walks below come to each of them."""


async def logging_in(etax: EtaxRun) -> AsyncIterator[str]:
    yield "login"
    await etax.press("f1")
    yield "help"
    await etax.press("escape", "ctrl+p")
    yield "commands"
    await etax.press("escape", "f9")
    yield "phone"
    await etax.press("f9")
    await etax.login.with_password("liming", "Wrong@2026")
    yield "captcha"


async def scanning(etax: EtaxRun) -> AsyncIterator[str]:
    say = etax.app.desk.words.say
    await etax.press("f2")
    yield "qr-login"
    await etax.press("f6")
    yield "qr-other-ways"
    await etax.press("escape", "f9")
    yield "qr-phone"
    await press(etax, "李明")
    await press(etax, say("app.scan"))
    await press(etax, say("beside.scan_screen"))
    yield "qr-number"


async def at_units(etax: EtaxRun) -> AsyncIterator[str]:
    await etax.press("f3")
    yield "keypad"
    await etax.press("f3")
    await etax.login.with_password("liming", "Etax@2026")
    yield "units"
    await etax.press("a")
    yield "add"
    await etax.press("escape", "s")
    yield "arrange"
    await etax.press("escape", "enter")
    yield "verify"
    await etax.press("f6")
    yield "certificate"
    await etax.press("escape", "f4")
    yield "reset-channels"
    await etax.press("escape")
    await etax.paste("Unit2026a")
    await etax.press("enter")
    yield "home"


async def registering(etax: EtaxRun) -> AsyncIterator[str]:
    registration = etax.registration
    await registration.open()
    yield "registration-way"
    await registration.choose("hall_code")
    yield "registration-agreement"
    await registration.agree()
    yield "registration-identity"
    await etax.press("f7")
    for key in "ting2":
        await etax.press(key)
    await etax.press("enter")
    yield "rare-characters"
    await etax.press("escape", "escape")
    await registration.identify(*ZHOU, hall_code=CODE)
    yield "registration-settings"
    await registration.set_up(MOBILE, NEW, "zhouting")
    await registration.get_code()
    yield "registration-code"
    await registration.give_code()
    yield "registration-done"


async def recovering(etax: EtaxRun) -> AsyncIterator[str]:
    recovery = etax.recovery
    await recovery.open()
    yield "recovery-identity"
    await recovery.identify(*SUN)
    yield "recovery-proof"
    await recovery.by_face()
    yield "recovery-face"
    await etax.press("f2")
    await recovery.get_code()
    await recovery.give_code()
    yield "recovery-password"


async def reading(etax: EtaxRun) -> AsyncIterator[str]:
    say = etax.app.desk.words.say
    await etax.press("ctrl+s")
    yield "settings"
    await etax.press("escape", "f10")
    yield "pages"
    await press(etax, say("reader.bureau"))
    yield "bureau"
    await etax.press("escape")
    await press(etax, say("reader.counter"))
    yield "counter"
    await etax.press("escape")
    await press(etax, say("reader.portal"))
    yield "portal"
    await fill(etax, **{say("login.account"): "wangfang", say("login.password"): "Etax@2026"})
    await etax.press("enter")
    await press(etax, say("managed.title"))
    await press(etax, say("managed.detail"))
    yield "portal-unit"
    await press(etax, say("managed.add"))
    yield "portal-form"


WALKS: tuple[Callable[[EtaxRun], AsyncIterator[str]], ...] = (logging_in, scanning, at_units, registering, recovering, reading)


def file_name(place: str, size: tuple[int, int], language: Language) -> str:
    return f"{place}-{size[0]}x{size[1]}-{language.value}.svg"


def take(etax: EtaxRun, name: str) -> None:
    colours = etax.app.theme_variables
    (FOLDER / name).write_text(
        svg(etax.app.screen._compositor.render_strips(), colours["foreground"], colours["background"]), encoding="utf-8"
    )


_HEAD = """# Screens

What the client looks like, at 80x24 and at 140x45; Chinese in the light theme, English in the dark one. `uv run python -m tools.pictures`
writes this page and takes its pictures anew.

As text, at four sizes: [60x20](../tests/screens/snapshots/60x20-zh.txt) and [120x40](../tests/screens/snapshots/120x40-zh.txt) in Chinese,
[80x24](../tests/screens/snapshots/80x24-en.txt) and [200x50](../tests/screens/snapshots/200x50-en.txt) in English."""


def document() -> str:
    """docs/screens.md."""
    lines = [_HEAD]
    for place, titles in PLACES.items():
        lines += ["", f"## {titles[0]} ({titles[1]})", ""]
        for size in SIZES:
            for language, title in zip(LOOKS, titles, strict=True):
                lines.append(f"![{title}, {size[0]}x{size[1]}](images/{file_name(place, size, language)})")
    return "\n".join([*lines, ""])


async def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.svg"):
        old.unlink()
    for size in SIZES:
        for language, theme in LOOKS.items():
            for walk in WALKS:
                async with run(size=size, language=language, settings={"theme": theme}, seed=1) as etax:
                    async for place in walk(etax):
                        take(etax, file_name(place, size, language))
    (DOCS / "screens.md").write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
