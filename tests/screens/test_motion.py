"""With the setting `reduced_motion` nothing moves by itself, in colours or without: no blinking, no gliding, no fading (looks.md)."""

import pytest
from textual.widget import Widget

from etax_client.machine.settings import Settings
from etax_client.screens.login import LoginScreen
from tests.driving import Driver, driving
from tests.screens.test_keys_and_room import WAYS, back_to, walk

STILL = Settings(keypad=True, reduced_motion=True)


def moving(etax: Driver) -> list[str]:
    """What is on the screen and changes without anybody's doing."""
    return [repr(each) for screen in etax.app.screen_stack for each in screen.walk_children(Widget, with_self=True) if _moves(each)]


def _moves(widget: Widget) -> bool:
    repaints = widget.auto_refresh is not None or getattr(widget, "cursor_blink", False)
    return bool(repaints or widget.styles.transitions or widget.rich_style.blink)


@pytest.mark.parametrize("colours", [True, False], ids=["colours", "NO_COLOR"])
async def test_nothing_moves(colours: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not colours:
        monkeypatch.setenv("NO_COLOR", "1")
    async with driving(settings=STILL) as etax:
        assert etax.app.no_color is not colours
        for place, way in (WAYS | {"help": ("f1",), "commands": ("ctrl+p",), "phone": ("f9",)}).items():
            await walk(etax, way)
            assert moving(etax) == [], place
            assert etax.app.animation_level == "none", place
            await back_to(etax, LoginScreen)


async def test_the_choice_counts_at_once() -> None:
    levels: list[str] = []
    async with driving() as etax:
        levels.append(etax.app.animation_level)
        await etax.press("ctrl+s")
        etax.app.screen.query_one("#reduced_motion").focus()
        await etax.press("space")
        levels.append(etax.app.animation_level)
    assert levels == ["full", "none"]
