"""The button: whoever has the focus is seen in every theme (looks.md)."""

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color

from etax_client.texts.catalogue import words
from etax_client.texts.words import phrase
from etax_client.widgets.push_button import PushButton
from etax_client.widgets.themes import CONTRAST, DARK, LIGHT, THEMES


class TwoButtons(App[None]):
    def __init__(self, theme: str, classes: str) -> None:
        super().__init__(ansi_color=theme == "etax-ansi")
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme
        self._kind = classes

    def compose(self) -> ComposeResult:
        yield PushButton(words(), phrase("dialog.ok"), id="one", classes=self._kind)
        yield PushButton(words(), phrase("dialog.ok"), id="two", classes=self._kind)


def look(button: PushButton) -> set[Style | None]:
    return {segment.style for segment in button.render_line(0) if segment.text.strip()}


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
@pytest.mark.parametrize("classes", ["", "-primary", "-link"])
async def test_the_focus_is_seen(theme: str, classes: str) -> None:
    async with TwoButtons(theme, classes).run_test() as pilot:
        one, two = pilot.app.query_one("#one", PushButton), pilot.app.query_one("#two", PushButton)
        one.focus()
        await pilot.pause()
        assert look(one) != look(two)


def test_a_button_is_told_from_what_it_lies_on() -> None:
    """looks.md: in each theme that has its own colours, on the ground and on a surface."""
    for theme in (LIGHT, DARK, CONTRAST):
        ground = Color.parse(theme.variables["button"])
        for under in (theme.background, theme.surface, theme.panel):
            assert abs(ground.brightness - Color.parse(under or "").brightness) > 0.05, (theme.name, under)
