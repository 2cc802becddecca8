"""The main job by keys alone, in process and over a socket: login, unit list, 在线登录, 办税首页 (LOG-01, UNT-06, VER-01)."""

import pytest

from etax_client.screens.home import HomeScreen
from etax_client.screens.units.units import UnitsScreen
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.testing.running import EtaxRun, StartRun

in_both = pytest.mark.parametrize("over", ["process", "socket"])


async def type_password(etax: EtaxRun, password: str) -> None:
    """Into what has the focus, as one who has failed does."""
    await etax.paste(password)
    await etax.press("enter")


@in_both
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_from_login_to_home(etax_run: StartRun, over: str, size: tuple[int, int]) -> None:
    async with etax_run(over=over, size=size) as etax:
        assert "实名登录" in etax.screen_text()
        assert "模拟环境" in etax.screen_text()
        await etax.login.with_password("liming", "Etax@2026")
        assert "单位总数: 6" in etax.screen_text()
        assert "综合所得申报情况: 1/6" in etax.screen_text()
        assert "经营所得预缴申报情况: 0/6" in etax.screen_text()
        await etax.press("enter")
        assert "在线登录" in etax.screen_text()
        assert "91440199MA0QJ0100K" in etax.screen_text()
        await type_password(etax, "Unit2026a")
        text = etax.screen_text()
        assert "办税首页" in text
        assert "广东示例查账有限公司" in text
        assert "2026 年 10 月" in text
        assert "申报期限 11-16" in text
        assert "李明" in text
        await etax.press("u")
        assert "单位总数: 6" in etax.screen_text()
        await etax.press("enter")
        assert "办税首页" in etax.screen_text(), "a verified unit stays open in this session (VER-04)"
        await etax.press("l")
        await etax.press("enter")
        assert "已退出登录" in etax.screen_text()


async def test_in_english(etax_run: StartRun) -> None:
    async with etax_run(language="en") as etax:
        assert "Real-name login" in etax.screen_text()
        await etax.login.with_password("liming", "Etax@2026")
        assert "Units: 6" in etax.screen_text()
        await etax.press("enter")
        assert "Unit login" in etax.screen_text()
        await type_password(etax, "Unit2026a")
        assert "due 11-16" in etax.screen_text()
        chinese = [row for row in etax.rows() if any("\u4e00" <= char <= "\u9fff" for char in row)]
        assert all("广东示例" in row or "李" in row or "中文" in row for row in chinese), "names only"


@in_both
async def test_the_account_lock_of_120_minutes(etax_run: StartRun, over: str) -> None:
    """LCK-1, LOG-04, LOG-05, LOG-07, LOG-12: five wrong passwords through the screen, the countdown, and the way back in."""
    async with etax_run(over=over) as etax:
        await etax.paste("liming")
        await etax.press("enter")
        for tries in (4, 3, 2, 1):
            await type_password(etax, "Wrong@2026")
            if tries < 4:
                await etax.captcha.answer()
            assert f"您还有 {tries} 次机会" in etax.screen_text()
            assert "liming" in etax.screen_text(), "a good field is never cleared"
            assert "验证码" in etax.screen_text()
        await type_password(etax, "Wrong@2026")
        await etax.captcha.answer()
        assert "已锁定，剩余 120:00" in etax.screen_text()
        await etax.advance(minutes=30, seconds=48)
        assert "剩余 89:12" in etax.screen_text()
        await type_password(etax, "Etax@2026")
        assert "剩余 89:12" in etax.screen_text(), "under a lock the right password is not looked at (LCK-7)"
        await etax.advance(minutes=89, seconds=11)
        assert "剩余 0:01" in etax.screen_text()
        await etax.advance(seconds=1)
        assert "锁定已解除" in etax.screen_text()
        await type_password(etax, "Etax@2026")
        await etax.captcha.answer()
        assert "单位总数: 6" in etax.screen_text()


@in_both
async def test_the_unit_lock_leaves_other_units_alone(etax_run: StartRun, over: str) -> None:
    """VER-02, LCK-6: the fifth wrong declaration password locks this unit, and nothing else."""
    async with etax_run(over=over) as etax:
        await etax.login.with_password("liming", "Etax@2026")
        await etax.press("enter")
        for tries in (4, 3, 2, 1):
            await type_password(etax, "Wrong2026a")
            if tries < 4:
                await etax.captcha.answer()
            assert f"您还有 {tries} 次机会" in etax.screen_text()
        await type_password(etax, "Wrong2026a")
        await etax.captcha.answer()
        assert "已锁定，剩余 120:00" in etax.screen_text()
        await etax.press("escape")
        await etax.press("down", "enter")
        await type_password(etax, "Unit2026a")
        await etax.captcha.answer()
        assert "广东示例核定一厂" in etax.screen_text()
        assert "办税首页" in etax.screen_text()
        await etax.press("u", "home")
        assert "锁定" in etax.units.rows()[0]
        assert "锁定" not in etax.units.rows()[1]


@in_both
async def test_a_session_that_ends_under_the_user(etax_run: StartRun, over: str) -> None:
    """SES-01, SES-03: after 30 idle minutes the client asks for login again, and is then where it was."""
    async with etax_run(over=over) as etax:
        await etax.login.with_password("liming", "Etax@2026")
        await etax.press("down", "down", "enter")
        await type_password(etax, "Unit2026a")
        assert "广东示例云合伙企业" in etax.screen_text()
        await etax.advance(minutes=31)
        await etax.press("f5")
        assert "30 分钟未操作" in etax.screen_text()
        await type_password(etax, "Etax@2026")
        assert "在线登录" in etax.screen_text(), "a new session has to verify the unit again (VER-04)"
        await type_password(etax, "Unit2026a")
        assert "广东示例云合伙企业" in etax.screen_text()
        assert "办税首页" in etax.screen_text()


async def test_a_unit_that_a_new_login_closed_can_be_left(etax_run: StartRun) -> None:
    """VER-04: who does not verify it again is in the list, with the reason; and the list works."""
    async with etax_run(person="liming") as etax:
        await etax.units.enter(1, "Unit2026a")
        etax.on(HomeScreen)
        await etax.advance(minutes=31)
        await etax.press("f5")
        await etax.login.with_password("liming", "Etax@2026")
        etax.on(VerifyDialog)
        await etax.press("escape")
        etax.on(UnitsScreen)
        [why] = [each.message for each in etax.app._notifications]
        assert why == "重新登录后，须再次验证 广东示例查账有限公司"
        await etax.units.enter(1, "Unit2026a")
        etax.on(HomeScreen)


async def test_the_locked_people_and_units_of_the_demo(etax_run: StartRun) -> None:
    """孙磊 and unit 4 are locked when the demo starts (commands.md)."""
    async with etax_run() as etax:
        await etax.login.with_password("sunlei", "Etax@2026")
        assert "剩余 120:00" in etax.screen_text()
        await etax.login.with_password("liming", "Etax@2026")
        await etax.press("down", "down", "down", "enter")
        assert "广东示例核定四厂" in etax.screen_text()
        assert "剩余 120:00" in etax.screen_text()
