"""Five wrong passwords lock, and 120 minutes later all is well again."""

ACCOUNT, PASSWORD, UNIT_PASSWORD = "lin_kuaiji", "Till#2026", "Shop2026a"


async def test_the_accountant_is_locked_out_until_lunch(shop):
    async with shop() as etax:
        for tries in (4, 3, 2, 1):
            await etax.login.with_password(ACCOUNT, "Wrong#2026")
            if tries < 4:
                await etax.captcha.answer()
            assert f"您还有 {tries} 次机会" in etax.screen_text()
        await etax.login.with_password(ACCOUNT, "Wrong#2026")
        await etax.captcha.answer()
        assert "已锁定，剩余 120:00" in etax.screen_text()

        await etax.advance(minutes=60)
        await etax.login.with_password(ACCOUNT, PASSWORD)
        assert "剩余 60:00" in etax.screen_text(), "under a lock even the right password is not looked at"

        await etax.advance(minutes=60)
        assert "锁定已解除" in etax.screen_text()
        await etax.login.with_password(ACCOUNT, PASSWORD)
        await etax.captcha.answer()
        assert "单位总数: 2" in etax.screen_text()


async def test_a_locked_shop_leaves_the_branch_alone(shop):
    async with shop(person=ACCOUNT, unit_locked=1) as etax:
        first, second = etax.units.rows()
        assert "锁定" in first
        assert "锁定" not in second
        await etax.units.enter(1)
        assert "剩余 120:00" in etax.screen_text()
        await etax.verify.cancel()
        await etax.units.enter(2, password=UNIT_PASSWORD)
        assert "示例文具店二分店" in etax.screen_text()
        assert "办税首页" in etax.screen_text()


async def test_the_shop_is_open_again_after_120_minutes(shop):
    async with shop(person=ACCOUNT, unit_locked="91440199MA0QJ0100K") as etax:
        for _ in range(6):
            await etax.advance(minutes=20)
            await etax.units.reload()  # as somebody who goes on working: a session that is left alone for 30 minutes ends
        assert "锁定" not in etax.units.rows()[0]
        await etax.units.enter(1, password=UNIT_PASSWORD)
        assert "办税首页" in etax.screen_text()


async def test_the_hall_unlocks_at_once(shop):
    async with shop(account_locked=ACCOUNT) as etax:
        await etax.login.with_password(ACCOUNT, PASSWORD)
        assert "剩余 120:00" in etax.screen_text()
        await etax.control.unlock_account(ACCOUNT)
        await etax.login.with_password(ACCOUNT, PASSWORD)
        assert "单位总数: 2" in etax.screen_text()
