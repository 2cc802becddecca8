"""What a user sees while a request is under way without a button: nothing for a moment, then what is being done (looks.md)."""

from collections.abc import Sequence

import pytest

from etax_client.screens.units.units import UnitsScreen
from etax_client.screens.verification.verify import VerifyDialog
from etax_client.wire import paths
from tests.driving import Driver, driving
from tests.screens.faults import fault, faulty

MOMENT = 0.3
WAYS: dict[str, tuple[Sequence[str], Sequence[str], str]] = {
    "list": (("liming",), ("f5",), "正在加载单位列表"),
    "removal": (("liming", "delete"), ("enter",), "正在移出 广东示例查账有限公司"),
    "order": (("liming", "s", "]"), ("d",), "正在保存排序"),
    "logout": (("liming", "l"), ("enter",), "正在退出登录"),
    "unit": (("liming",), ("enter",), "正在进入 广东示例查账有限公司"),
    "home": (("liming", "enter", "Unit2026a"), ("f5",), "正在刷新"),
    "registration": ((), ("ctrl+n",), "正在连接"),
    "recovery": ((), ("f4",), "正在连接"),
}


@pytest.mark.parametrize("place", WAYS)
async def test_it_is_said_after_a_moment_and_gone_with_the_answer(place: str) -> None:
    before, act, sign = WAYS[place]
    async with driving() as etax:
        for step in before:
            await (etax.log_in() if step == "liming" else etax.type_password(step) if step[0].isupper() else etax.press(step))
        etax.carrier.hold()
        await etax.press(*act)
        await etax.advance(MOMENT - 0.1)
        assert sign not in etax.text()
        await etax.advance(0.1)
        assert sign in etax.text()
        etax.carrier.release()
        await etax.settle()
        assert sign not in etax.text()


async def waiting_for_a_unit(etax: Driver) -> None:
    await etax.log_in()
    etax.carrier.hold()
    await etax.press("enter")
    await etax.advance(MOMENT)
    assert "正在进入" in etax.text()


async def test_an_answer_that_comes_at_once_is_not_announced() -> None:
    async with driving() as etax:
        await etax.log_in()
        await etax.press("enter")
        await etax.advance(MOMENT)
        etax.on(VerifyDialog)
        assert "正在进入" not in etax.text()


async def test_esc_takes_the_sign_away_and_says_what_became_of_it() -> None:
    async with driving() as etax:
        await waiting_for_a_unit(etax)
        await etax.press("escape")
        assert "未进入单位" in etax.text()
        assert "正在进入" not in etax.text()
        etax.carrier.release()
        await etax.settle()
        etax.on(UnitsScreen)


async def test_an_error_takes_its_place() -> None:
    async with faulty() as etax:
        await waiting_for_a_unit(etax)
        fault(etax, "status=503;retry-after=2", "GET", paths.UNITS + "/*")
        etax.carrier.release()
        await etax.settle()
        assert "服务器暂时不可用" in etax.text()
        assert "正在进入" not in etax.text()
