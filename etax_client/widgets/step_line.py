"""The steps of a wizard: those done, the one that is shown, and those to come; told by words as well as by colour."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Words


class StepLine(Widget):
    """`keys` are the text keys of the steps' names. The one that is shown stands in brackets; where there is no room, it stands alone.

    One line, or one below the other where its style leaves it the height that it needs (`height: auto`).
    """

    DEFAULT_CSS = """
    StepLine { height: 1; width: 1fr; color: $quiet; text-wrap: nowrap; }
    """

    def __init__(self, words: Words, keys: Sequence[str], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._words = words
        self._keys = tuple(keys)
        self._at = 0

    def show(self, at: int, keys: Sequence[str] | None = None) -> None:
        """The step that is shown now, counted from 0; with `keys` the steps are others from now on."""
        self._at = at
        self._keys = self._keys if keys is None else tuple(keys)
        self.refresh(layout=True)

    def reword(self) -> None:
        self.refresh()

    @override
    def render(self) -> Content:
        named = [f"{place + 1} {self._words.say(key)}" for place, key in enumerate(self._keys)]
        if self.styles.is_auto_height:
            return self._column(named)
        if cell_len(" ".join(named)) + 2 > self.content_size.width:
            return Content.styled(f"[{named[self._at]}] ({self._at + 1}/{len(named)})", self._style(self._at))
        # Brackets stand where blanks stand around the others, so that nothing moves.
        parts = [Content.styled("[" if self._at == 0 else " ", self._style(self._at))]
        for place, name in enumerate(named):
            between = "]" if place == self._at else "[" if place + 1 == self._at else " "
            parts += [Content.styled(name, self._style(place)), Content.styled(between, self._style(self._at))]
        return Content("").join(parts)

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 2 * len(self._keys) - 1

    def _column(self, named: Sequence[str]) -> Content:
        done = self._words.say("step.done")
        rows = [f"[{name}]" if place == self._at else f" {name}" for place, name in enumerate(named)]
        room = self.content_size.width - cell_len(done)
        told = [f"{row}{' ' * max(1, room - cell_len(row))}{done}" if place < self._at else row for place, row in enumerate(rows)]
        return Content("\n\n").join([Content.styled(row, self._style(place)) for place, row in enumerate(told)])

    def _style(self, place: int) -> str:
        variables = self.app.theme_variables
        if place == self._at:
            return f"bold {variables.get('primary', '')}"
        return variables.get("success", "") if place < self._at else ""
