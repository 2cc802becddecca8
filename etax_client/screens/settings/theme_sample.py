"""What a theme looks like: each of its tokens by a word, what one works with above what one is told."""

from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Words

_LINES = (("bar", "text", "quiet", "field", "focus", "button"), ("good", "warning", "wrong"))


class ThemeSample(Widget):
    DEFAULT_CSS = """
    ThemeSample {
        width: 1fr; height: 2; text-wrap: nowrap; color: $foreground; border-left: blank;
        &>.theme-sample--bar { background: $bar; color: $bar-text; }
        &>.theme-sample--quiet { color: $quiet; }
        &>.theme-sample--field { background: $field-ground; }
        &>.theme-sample--focus { background: $focus-ground; text-style: bold; }
        &>.theme-sample--button { background: $primary; color: $background; text-style: bold; }
        &>.theme-sample--good { color: $success; }
        &>.theme-sample--warning { color: $warning; }
        &>.theme-sample--wrong { color: $error; text-style: bold; }
    }
    """
    COMPONENT_CLASSES = {f"theme-sample--{each}" for line in _LINES for each in line}

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        return Content("\n").join(Content.assemble(*map(self._word, line)) for line in _LINES)

    def _word(self, token: str) -> Content:
        return Content.styled(f" {self._words.say(f'sample.{token}')} ", self.get_visual_style(f"theme-sample--{token}"))
