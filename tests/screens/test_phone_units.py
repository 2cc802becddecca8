"""企业办税权限 on the phone beside the client: 重置申报密码, and who may have it (AUT-01, DPW-01 to DPW-04)."""

import re

import pytest

from etax_client.texts.words import Language
from tests.driving import LARGE, SMALL, Driver, driving
from tests.screens.phone_hands import choose, phone_of

LI, WANG, ZHAO, CHEN = 0, 1, 2, 3
NEW = "Tulip2027x"


async def press(etax: Driver, button: str) -> None:
    etax.screen.query_one(button).focus()
    await etax.press("enter")


async def at_the_form(etax: Driver) -> None:
    await choose(etax, WANG)
    await press(etax, "#units")
    await etax.press("enter", "enter")


def code_on(etax: Driver) -> str:
    found = re.search(r"验证码(\d{6})，|\](\d{6})is", phone_of(etax))
    assert found is not None, etax.text()
    return found[1] or found[2]


async def save(etax: Driver, password: str, again: str | None = None) -> None:
    await etax.fill("#new-password", password)
    await etax.fill("#new-password-again", again or password)
    await etax.press("enter")


@pytest.mark.parametrize(("size", "language"), [(SMALL, Language.zh), (LARGE, Language.en)])
async def test_the_declaration_password_is_reset(size: tuple[int, int], language: Language) -> None:
    """DPW-03: a code to the own number, the new password twice, and a page that says it is done."""
    zh = language is Language.zh
    async with driving(size=size, language=language) as etax:
        await at_the_form(etax)
        await press(etax, "#get-code")
        await etax.paste(code_on(etax))
        await save(etax, NEW)
        assert ("申报密码重置成功" if zh else "Thedeclarationpasswordwasreset") in phone_of(etax), etax.text()
        await etax.press("escape")
        await etax.log_in()
        await etax.press("enter")
        await etax.type_password(NEW)
        assert ("办税首页" if zh else "Home") in etax.text()
