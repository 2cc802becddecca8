"""A session that time is about to end is told of minutes before; what is done with it takes that away (SES-01)."""

from tests.driving import Driver, driving


def told(etax: Driver) -> list[str]:
    return [each.message for each in etax.app._notifications]


IDLE, LAST = "登录将于 5 分钟后（{at}）失效，按任意键继续", "登录将于 5 分钟后（{at}）满 12 小时，请先完成手头的办理"


async def test_a_key_goes_on_with_a_session_that_nobody_used() -> None:
    """At 25 minutes, less the one that the server may lag behind; once more after as long a silence; and then it does end."""
    async with driving() as etax:
        await etax.log_in()
        await etax.advance(minutes=23)
        assert told(etax) == []
        await etax.advance(minutes=1)
        assert told(etax) == [IDLE.format(at="10:29")]
        await etax.press("down")
        assert told(etax) == []
        await etax.advance(minutes=24)
        assert told(etax) == [IDLE.format(at="10:53")]
        await etax.advance(minutes=6)
        assert told(etax) == []
        await etax.press("f5")
        assert "30 分钟未操作" in etax.text()


async def test_what_the_session_is_used_for_is_as_good_as_a_key() -> None:
    async with driving() as etax:
        await etax.log_in()
        await etax.advance(minutes=15)
        await etax.press("f5")
        await etax.advance(minutes=23)
        assert told(etax) == []
        await etax.advance(minutes=1)
        assert told(etax) == [IDLE.format(at="10:44")]


async def test_the_end_of_the_hours_is_said_once_and_no_key_helps() -> None:
    async with driving() as etax:
        await etax.log_in()
        for _ in range(35):
            await etax.advance(minutes=20)
            await etax.press("f5")
        assert told(etax) == []
        await etax.advance(minutes=15)
        assert told(etax) == [LAST.format(at="22:00")]
        await etax.press("f5")
        assert told(etax) == [LAST.format(at="22:00")]
        await etax.advance(minutes=6)
        await etax.press("f5")
        assert "登录已满 12 小时" in etax.text()
        assert told(etax) == []


async def test_whoever_has_logged_out_is_told_nothing() -> None:
    async with driving() as etax:
        await etax.log_in()
        await etax.press("l", "enter")
        await etax.advance(minutes=29)
        assert told(etax) == []
