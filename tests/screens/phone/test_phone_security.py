"""安全中心 of the phone beside the client: binding a number, changing the password (FPW-02, PWD-1, REG-3)."""

import re

import pytest

from etax_client.texts.words import Language
from tests.driving import LARGE, SMALL, Driver, driving
from tests.screens.phone.phone_hands import choose, phone_of

ZHAO, NUMBER, PASSWORD = 2, "13900000003", "Sunny7Days"


async def press(etax: Driver, button: str) -> None:
    etax.screen.query_one(button).focus()
    await etax.press("enter")


def code_on(etax: Driver) -> str:
    found = re.search(r"验证码(\d{6})|\](\d{6})is", phone_of(etax))
    assert found is not None, etax.text()
    return found[1] or found[2]


@pytest.mark.parametrize(("size", "language"), [(SMALL, Language.zh), (LARGE, Language.en)])
async def test_a_number_is_bound_to_whoever_has_none(size: tuple[int, int], language: Language) -> None:
    """赵强: the new number's card is put in, its code is read beside the field, and the number works from then on."""
    zh = language is Language.zh
    async with driving(size=size, language=language) as etax:
        await choose(etax, ZHAO)
        await press(etax, "#security")
        assert ("未绑定" if zh else "none") in phone_of(etax)
        assert "zhaoqiang" in phone_of(etax)
        await press(etax, "#bind")
        await etax.paste(NUMBER)
        await etax.press("enter")
        assert ("验证码已发送" if zh else "Thecodehasbeensent") in phone_of(etax), etax.text()
        await etax.paste("000000" if code_on(etax) != "000000" else "000001")
        await etax.press("enter")
        assert ("验证码不正确" if zh else "Wrongcode") in phone_of(etax)
        await etax.fill("#mobile-code", code_on(etax))
        await etax.press("enter")
        assert ("手机号码已绑定" if zh else "Thenumberisbound") in phone_of(etax), etax.text()
        assert "139****0003" in phone_of(etax)
        await etax.press("escape")
        await etax.log_in(NUMBER, "Etax@2026")
        assert ("单位总数: 1" if zh else "Units: 1") in etax.text()


async def test_what_keeps_a_number_from_being_bound() -> None:
    """REG-3: no code yet; no number at all; another account's number, said to who has read the code that came there (LOG-08)."""
    async with driving() as etax:
        await choose(etax, ZHAO)
        await press(etax, "#security")
        await press(etax, "#bind")
        await etax.fill("#mobile-code", "123456")
        await etax.press("enter")
        assert "请输入短信验证码；尚未获取的，请先【获取验证码】" in phone_of(etax)
        for typed, said in (("12", "手机号码是11位数字"), ("13800000001", "验证码已发送")):
            await etax.fill("#new-mobile", typed)
            await etax.press("enter")
            assert said in phone_of(etax), etax.text()
        await etax.fill("#mobile-code", code_on(etax))
        await etax.press("enter")
        assert "该手机号码已绑定其他账号" in phone_of(etax), etax.text()


@pytest.mark.parametrize("language", list(Language))
async def test_the_password_is_changed(language: Language) -> None:
    """PWD-1: other sessions end, the phone's own goes on; the rules are shown, the old password is refused."""
    zh = language is Language.zh
    async with driving(language=language) as etax:
        await etax.log_in("wangfang", "Etax@2026")
        await choose(etax, 1)
        await press(etax, "#security")
        await press(etax, "#change-password")
        for password, said in (
            ("short", "密码不符合下列要求" if zh else "Itdoesnotmeettherules"),
            ("Etax@2026", "新密码不能与原密码相同" if zh else "Thenewpasswordistheoldone"),
            (PASSWORD, "密码已修改，其他设备上的登录已退出" if zh else "Changed;allothersessionshaveended"),
        ):
            await etax.fill("#new-password", password)
            await etax.fill("#new-password-again", password)
            await etax.press("enter")
            assert said in phone_of(etax), etax.text()
        await press(etax, "#leave-page")
        assert ("扫一扫" if zh else "Scan") in phone_of(etax), "this phone's session goes on"
        await etax.press("escape", "f5")
        assert ("密码已重置，请使用新密码登录" if zh else "Your password was reset") in etax.text()
        await etax.paste(PASSWORD)
        await etax.press("enter")
        assert ("单位总数: 2" if zh else "Units: 2") in etax.text()
