"""The panel beside the login (looks.md): in the demo its people, of whom a click is one; there only where there is room for it."""

from etax_client.screens.login import LoginScreen
from etax_client.screens.login_panel import LoginPanel
from etax_client.screens.units.units import UnitsScreen
from etax_client.texts.words import Language
from tests.driving import Driver, driving

WIDE = (120, 36)


async def choose(etax: Driver, name: str) -> None:
    """A click on someone's line."""
    y = next(at for at, row in enumerate(etax.rows()) if row.strip().startswith(name))
    await etax.pilot.click(offset=(5, y))
    await etax.settle()


async def test_a_click_on_someone_is_a_login() -> None:
    async with driving(size=WIDE) as etax:
        assert "演示人员（点选即可登录）" in etax.text()
        await choose(etax, "王芳")
        etax.on(UnitsScreen)
        assert "王*" in etax.text()


async def test_by_keys_and_in_english() -> None:
    """The list is the first that Tab comes to; what each shows is told in full."""
    async with driving(size=(160, 45), language=Language.en) as etax:
        assert "no authorisation, but knows a declaration" in etax.text()
        etax.screen.set_focus(None)
        await etax.press("tab", "down", "enter")
        etax.on(UnitsScreen)
        assert "王*" in etax.text()


async def test_who_is_locked_and_who_has_no_account_are_told_so() -> None:
    """孙磊 is locked from the start (LOG-07); 周婷 is led to her registration, with her hall code."""
    async with driving(size=WIDE) as etax:
        await choose(etax, "孙磊")
        etax.on(LoginScreen)
        assert "剩余 120:00" in etax.text()
        await choose(etax, "周婷")
        assert "大厅注册码为 568068" in etax.text()
        await etax.press("enter")
        assert "用户注册" in etax.text()


async def test_there_is_none_where_it_is_narrow_and_it_comes_and_goes_with_the_room() -> None:
    async with driving() as etax:
        assert not etax.screen.query(LoginPanel)
        await etax.paste("li")
        await etax.pilot.resize_terminal(*WIDE)
        await etax.settle()
        assert "演示人员" in etax.text()
        await etax.pilot.resize_terminal(80, 24)
        await etax.settle()
        assert "演示人员" not in etax.text()
        await etax.paste("ming")
        assert "liming" in etax.text(), "what was typed stays, and the focus with it"


async def test_elsewhere_it_says_what_to_do() -> None:
    """Against a server nobody's people are known."""
    async with driving(size=WIDE, people=False) as etax:
        assert "请勿输入真实密码" in etax.text()
        assert "首次使用" in etax.text()
        assert "演示人员" not in etax.text()
