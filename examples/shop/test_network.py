"""The shop's line is not the best: what the client says when the server goes away."""

ACCOUNT, PASSWORD = "lin_kuaiji", "Till#2026"


async def test_the_server_goes_down_in_the_middle_of_a_login(shop):
    async with shop() as etax:
        etax.network.hold()
        await etax.login.with_password(ACCOUNT, PASSWORD)
        assert "单位总数" not in etax.screen_text()

        etax.network.cut()
        await etax.wait_for("结果未知")
        assert ACCOUNT in etax.screen_text(), "what was typed is still there"

        etax.network.release()
        etax.network.mend()
        asked = etax.network.sent.count(("POST", "/api/sessions"))
        await etax.advance(minutes=5)
        assert etax.network.sent.count(("POST", "/api/sessions")) == asked == 1, "a password is never sent again by itself"
        await etax.login.with_password(ACCOUNT, PASSWORD)
        assert "单位总数: 2" in etax.screen_text()


async def test_the_server_is_out_of_order(shop):
    async with shop() as etax:
        await etax.control.add_fault("status=503", path="/api/sessions", count=1)
        await etax.login.with_password(ACCOUNT, PASSWORD)
        assert "单位总数" not in etax.screen_text()
        await etax.press("enter")
        assert "单位总数: 2" in etax.screen_text(), "the password did not have to be typed again"


async def test_nobody_listens(shop):
    async with shop() as etax:
        etax.network.fail_next()
        await etax.login.with_password(ACCOUNT, PASSWORD)
        assert "无法连接服务器" in etax.screen_text()
