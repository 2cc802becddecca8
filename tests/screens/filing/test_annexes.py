"""附表填写 on the screen, with a server behind it: named, filled in, and then the return goes (SUB-01)."""

from etax_client.domain.filing.annexes.annexes import Annex
from etax_client.domain.filing.returns import Stage
from etax_client.screens.filing.annexes.annexes import AnnexesScreen
from etax_client.screens.filing.returns.returns import ReturnScreen
from etax_client.screens.filing.returns.sending import SendScreen
from etax_client.testing.running import run
from tests.screens.filing.hiring import LI, UNIT, WANG, hire


async def test_what_lacks_is_named_filled_in_and_sent() -> None:
    """SUB-01, FLW-05: who, which column, how much; a line is begun with the amount that lacks; the rest is judged beside it."""
    async with run(person="liming") as etax:
        await etax.units.enter(UNIT, "Unit2026a")
        await hire(etax, WANG, LI)
        await etax.annexes.open()
        assert "本期无需填写附表" in etax.screen_text()
        await etax.press("enter")
        etax.on(ReturnScreen)
        await etax.income.open()
        await etax.income.fill(WANG, income=9000, health_insurance=200)
        await etax.income.fill(LI, income=9000)
        await etax.income.save()
        await etax.income.close()
        await etax.returns.calculate()
        await etax.press("s", "s")
        etax.on(SendScreen)
        assert "附表与收入不一致" in etax.screen_text()
        await etax.press("escape")
        await etax.annexes.open()
        await etax.press("down")
        assert "王芳 正常工资薪金所得 商业健康保险：附表缺少 200.00" in etax.screen_text()
        await etax.annexes.open(Annex.health_insurance)
        assert "尚未填写商业健康保险" in etax.screen_text()
        await etax.press("enter")  # 按差额填入
        assert etax.annexes.cells.line(0)[0] == WANG
        await etax.annexes.fill(0, document="110101202600000001", day="20260105", monthly=100)
        await etax.annexes.save()
        assert "本期金额不能超过月度保费" in etax.screen_text()
        await etax.annexes.fill(0, monthly=200)
        await etax.press("f8", "f8", "escape")
        etax.on(AnnexesScreen)
        await etax.annexes.open(Annex.health_insurance)
        await etax.annexes.save()
        assert etax.annexes.cells.changed() == {}, etax.screen_text()
        await etax.annexes.close()
        assert "已填写，与收入一致" in etax.screen_text()
        await etax.returns.send()
        month = await etax.app.desk.api.filing.month(UNIT, "2026-10")
        assert month.returns[0].progress.stage is Stage.sent  # type: ignore[union-attr]
