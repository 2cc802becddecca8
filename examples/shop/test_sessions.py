"""Sessions end: by time, and under the user's hands."""

from etax_client.domain.refusals import EndReason

ACCOUNT, PASSWORD, UNIT_PASSWORD = "lin_kuaiji", "Till#2026", "Shop2026a"


async def test_a_session_ended_under_the_user(shop):
    async with shop(person=ACCOUNT) as etax:
        await etax.units.enter(2, password=UNIT_PASSWORD)
        [session] = await etax.control.sessions()
        await etax.control.end_session(session.session_id, EndReason.expired)

        await etax.home.reload()
        assert "登录已满 12 小时" in etax.screen_text()
        await etax.login.with_password(ACCOUNT, PASSWORD)
        await etax.verify.with_password(UNIT_PASSWORD)
        assert "示例文具店二分店" in etax.screen_text(), "back where the user was"


async def test_an_hour_at_lunch(shop):
    async with shop(person=ACCOUNT) as etax:
        await etax.advance(hours=1)
        await etax.units.reload()
        assert "30 分钟未操作" in etax.screen_text()
        await etax.login.with_password(ACCOUNT, PASSWORD)
        assert "单位总数: 2" in etax.screen_text()
