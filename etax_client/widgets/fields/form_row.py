"""One line of a form: label, field, what stands beside it, and a message line that is always reserved (looks.md)."""

from collections.abc import Sequence

from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from typing_extensions import override

from etax_client.texts.words import Phrase, Words, phrase
from etax_client.widgets.said import wrapped

_LABEL = 12
_INDENT = 14
"""Cells before a message."""


class FormRow(Horizontal):
    """The message line shows the hint, or an error until it is cleared; label and message are drawn, as boxes cost each start (P1)."""

    DEFAULT_CSS = """
    FormRow { height: auto; width: 100%; color: $foreground; text-wrap: nowrap; }
    FormRow > .row-field { margin: 0 0 0 13; }
    FormRow > PushButton, FormRow > Countdown { margin: 0 0 0 1; }
    FormRow > .row-message { color: $quiet; }
    FormRow.-error > .row-message { color: $error; text-style: bold; }
    """
    COMPONENT_CLASSES = {"row-message"}

    def __init__(
        self,
        words: Words,
        label: str,
        field: Widget,
        *,
        hint: str | Phrase | None = None,
        beside: Sequence[Widget] = (),
        in_line: bool = False,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """`in_line`: a message that is whole there stands behind the field, in its line; `field` has a width in cells then."""
        super().__init__(field.add_class("row-field", update=False), *beside, id=id)
        self._words = words
        self._label = label
        self.field = field
        self._hint = phrase(hint) if isinstance(hint, str) else hint
        self._message = self._hint
        self._in_line = in_line
        self._muted = False

    def reword(self) -> None:
        self.refresh(layout=True)

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        fields = super().get_content_height(container, viewport, width)
        return fields + self._rows(width)

    @override
    def render(self) -> Content:
        label = Content(self._words.say(self._label)).right(_LABEL)
        style = self.get_visual_style("row-message", partial=True)
        if self._is_beside(self.content_size.width):
            start = self._behind_field
            beside = (self._told(self.content_size.width - start)[0], style)
            return Content.assemble("\n" * self._level, label, " " * (start - _LABEL), beside)
        lines = self._lines(self.content_size.width)
        between = self.content_size.height - 1 - self._level - len(lines)
        told = (Content.assemble(" " * _INDENT, (line, style)) for line in lines)
        return Content("\n").join([*[""] * self._level, label, *[""] * between, *told])

    @property
    def _level(self) -> int:
        """How many rows of the field are above its text: those of a line around it."""
        return self.field.styles.gutter.top

    def _lines(self, width: int) -> list[str]:
        """What stands under the field: at least one line, so that nothing moves when something is said."""
        return [] if self._muted else self._told(width - _INDENT)

    @property
    def _behind_field(self) -> int:
        return _INDENT + (self.field.styles.width.cells or 0) + 1 if self.field.styles.width is not None else _INDENT

    def _is_beside(self, width: int) -> bool:
        return self._in_line and len(self._told(width - self._behind_field)) == 1

    def _told(self, width: int) -> list[str]:
        return wrapped("" if self._message is None else self._words.tell(self._message), width)

    def _say(self, what: Phrase | None) -> None:
        """The same again costs nothing, as fields say it at each key."""
        if what != self._message:
            self._message = what
            self.refresh(layout=True)  # not only where the rows are more or fewer at the size of now: it may be about to get another one

    def _rows(self, width: int) -> int:
        """How many a message takes under the field."""
        return 0 if self._is_beside(width) else len(self._lines(width))

    def relabel(self, label: str) -> None:
        """Another label from now on."""
        if label != self._label:
            self._label = label
            self.refresh()

    def hint(self, what: Phrase) -> None:
        """Another hint from now on; what is said meanwhile stays."""
        shown, self._hint = self._message == self._hint, what
        if shown:
            self._say(what)

    def mute(self, muted: bool) -> None:
        """Whether something else stands in the message's place."""
        self._muted = muted
        self.refresh(layout=True)

    @property
    def in_error(self) -> bool:
        return self.has_class("-error")

    @property
    def message(self) -> Phrase | None:
        return self._message

    def error(self, what: Phrase) -> None:
        """What is wrong with this field and what to do about it."""
        self._say(what)
        self.add_class("-error")

    def note(self, what: Phrase) -> None:
        """Something that is not an error."""
        self._say(what)
        self.remove_class("-error")

    def clear(self) -> None:
        self._say(self._hint)
        self.remove_class("-error")
