"""The main job by keys alone, in process and over a socket: login, unit list, 在线登录, 办税首页 (LOG-01, UNT-06, VER-01)."""

import pytest

from etax_client.texts.words import Language
from tests.driving import LARGE, SMALL, driving


@pytest.mark.parametrize("over", ["process", "socket"])
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_from_login_to_home(over: str, size: tuple[int, int]) -> None:
    async with driving(over=over, size=size) as etax:
        assert "实名登录" in etax.text()
        assert "模拟环境" in etax.text()
        await etax.log_in()
        assert "单位总数: 6" in etax.text()
        assert "综合所得申报情况: 1/6" in etax.text()
        assert "经营所得预缴申报情况: 0/6" in etax.text()
        await etax.press("enter")
        assert "在线登录" in etax.text()
        assert "91440199MA0QJ0100K" in etax.text()
        await etax.type_password("Unit2026a")
        text = etax.text()
        assert "办税首页" in text
        assert "广东示例查账有限公司" in text
        assert "2026 年 10 月（上月）" in text
        assert "李明" in text
        await etax.press("u")
        assert "单位总数: 6" in etax.text()
        await etax.press("enter")
        assert "办税首页" in etax.text(), "a verified unit stays open in this session (VER-04)"
        await etax.press("l")
        await etax.press("enter")
        assert "已退出登录" in etax.text()


async def test_in_english() -> None:
    async with driving(language=Language.en) as etax:
        assert "Real-name login" in etax.text()
        await etax.log_in()
        assert "Units: 6" in etax.text()
        await etax.press("enter")
        assert "Unit login" in etax.text()
        await etax.type_password("Unit2026a")
        assert "Tax period" in etax.text()
        chinese = [row for row in etax.rows() if any("\u4e00" <= char <= "\u9fff" for char in row)]
        assert all("广东示例" in row or "李" in row or "中文" in row for row in chinese), "names only"


@pytest.mark.parametrize("over", ["process", "socket"])
async def test_the_account_lock_of_120_minutes(over: str) -> None:
    """LCK-1, LOG-04, LOG-05, LOG-07, LOG-12: five wrong passwords through the screen, the countdown, and the way back in."""
    async with driving(over=over) as etax:
        await etax.paste("liming")
        await etax.press("enter")
        for tries in (4, 3, 2, 1):
            await etax.type_password("Wrong@2026")
            if tries < 4:
                await etax.answer_captcha()
            assert f"您还有 {tries} 次机会" in etax.text()
            assert "liming" in etax.text(), "a good field is never cleared"
            assert "验证码" in etax.text()
        await etax.type_password("Wrong@2026")
        await etax.answer_captcha()
        assert "已锁定，剩余 120:00" in etax.text()
        await etax.advance(minutes=30, seconds=48)
        assert "剩余 89:12" in etax.text()
        await etax.type_password("Etax@2026")
        assert "剩余 89:12" in etax.text(), "under a lock the right password is not looked at (LCK-7)"
        await etax.advance(minutes=89, seconds=11)
        assert "剩余 0:01" in etax.text()
        await etax.advance(seconds=1)
        assert "锁定已解除" in etax.text()
        await etax.type_password("Etax@2026")
        await etax.answer_captcha()
        assert "单位总数: 6" in etax.text()


@pytest.mark.parametrize("over", ["process", "socket"])
async def test_the_unit_lock_leaves_other_units_alone(over: str) -> None:
    """VER-02, LCK-6: the fifth wrong declaration password locks this unit, and nothing else."""
    async with driving(over=over) as etax:
        await etax.log_in()
        await etax.press("enter")
        for tries in (4, 3, 2, 1):
            await etax.type_password("Wrong2026a")
            if tries < 4:
                await etax.answer_captcha()
            assert f"您还有 {tries} 次机会" in etax.text()
        await etax.type_password("Wrong2026a")
        await etax.answer_captcha()
        assert "已锁定，剩余 120:00" in etax.text()
        await etax.press("escape")
        await etax.press("down", "enter")
        await etax.type_password("Unit2026a")
        await etax.answer_captcha()
        assert "广东示例核定一厂" in etax.text()
        assert "办税首页" in etax.text()
        await etax.press("u", "home")
        assert "锁定 120:00" in etax.text() or "锁定" in etax.text()


@pytest.mark.parametrize("over", ["process", "socket"])
async def test_a_session_that_ends_under_the_user(over: str) -> None:
    """SES-01, SES-03: after 30 idle minutes the client asks for login again, and is then where it was."""
    async with driving(over=over) as etax:
        await etax.log_in()
        await etax.press("down", "down", "enter")
        await etax.type_password("Unit2026a")
        assert "广东示例云合伙企业" in etax.text()
        await etax.advance(minutes=31)
        await etax.press("f5")
        assert "30 分钟没有操作" in etax.text()
        await etax.type_password("Etax@2026")
        assert "在线登录" in etax.text(), "a new session has to verify the unit again (VER-04)"
        await etax.type_password("Unit2026a")
        assert "广东示例云合伙企业" in etax.text()
        assert "办税首页" in etax.text()


async def test_the_locked_people_and_units_of_the_demo() -> None:
    """孙磊 and unit 4 are locked when the demo starts (interfaces.md)."""
    async with driving() as etax:
        await etax.log_in("sunlei")
        assert "剩余 120:00" in etax.text()
        await etax.press("shift+tab")
        await etax.log_in("liming")
        await etax.press("down", "down", "down", "enter")
        assert "广东示例核定四厂" in etax.text()
        assert "剩余 120:00" in etax.text()
