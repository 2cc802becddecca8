"""The boss logs in with the phone, or thinks better of it."""

import pytest


@pytest.mark.parametrize("over", ["process", pytest.param("socket", marks=pytest.mark.etax(over="socket"))])
async def test_the_boss_refuses(shop, over):
    async with shop() as etax:
        await etax.login.by_qr()
        await etax.phone.log_in("qian_laoban")
        await etax.phone.scan()
        assert "钱**" in etax.screen_text(), "the client shows whose phone it was"
        await etax.phone.refuse()
        assert "已在手机上取消登录" in etax.screen_text()
        assert await etax.control.tickets() == ()

        await etax.press("f5")
        await etax.phone.scan_and_confirm()
        assert "单位总数: 1" in etax.screen_text()


async def test_a_number_that_the_client_does_not_show(shop):
    async with shop() as etax:
        await etax.login.by_qr()
        await etax.phone.log_in("qian_laoban")
        await etax.phone.scan()
        await etax.phone.pick_wrong_number()
        assert "数字不一致，已拒绝登录" in etax.screen_text()
        assert [row.decided for row in (await etax.control.journal(path="/app/tickets")).rows] != []


async def test_a_code_that_nobody_confirms(shop):
    async with shop() as etax:
        await etax.login.by_qr()
        await etax.phone.log_in("qian_laoban")
        await etax.phone.scan()
        await etax.advance(minutes=3)
        await etax.wait_for("二维码已过期")
