"""A line of text that knows what it says, not only how: it is said again when the language changes."""

import re
from typing import Protocol, runtime_checkable

from rich.cells import cell_len, chop_cells
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions
from textual.widgets import Static
from typing_extensions import override

from etax_client.texts.words import Phrase, Words

_NEVER_FIRST, _NEVER_LAST = frozenset("，。、；：！？）」』】》”’"), frozenset("（「『【《“‘")

_FIRST_WORD, _LAST_WORD, _SHORT = re.compile(r"[!-~]*\w[!-~]*", re.ASCII), re.compile(r"[!-~]*\w[!-~]*$", re.ASCII), 12
_MARK = re.compile(r".*? {2,}")
_ALONE = 4
"""Cells of a character with the mark behind it."""


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells (looks.md).

    No mark that closes begins one, none that opens ends one; no Latin word is cut, nor parted from its neighbours where that can be
    helped; no single character is left alone for the last.
    """
    lines, room = [], max(2, width)  # a wide character takes two cells even where there is one
    for rest in map(str.rstrip, text.split("\n")):
        while cell_len(rest) > room:
            full = len(chop_cells(rest, room)[0])
            ends = [end for end in range(full, 0, -1) if _may_part(rest[end - 1], rest[end])]
            good = [end for end in ends if not _parts_word(rest, end)] or ends or [full]
            end = next((end for end in good if cell_len(rest[end:].lstrip()) > _ALONE), good[0])
            lines.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
        lines.append(rest)
    return lines


def _may_part(before: str, after: str) -> bool:
    """Whether a line may end between these two characters."""
    if before.isascii() and after.isascii():
        return before == " " or after == " "
    return after not in _NEVER_FIRST and before not in _NEVER_LAST


def _parts_word(text: str, end: int) -> bool:
    """Whether a line that ends here parts a short Latin word, such as the name of a key, from its neighbour, as in 按 F3 打开."""
    left, right = text[:end].rstrip(), text[end:].lstrip()
    word, other = (_LAST_WORD.search(left), right[:1]) if left[-1:].isascii() else (_FIRST_WORD.match(right), left[-1:])
    return bool(word and len(word[0]) <= _SHORT and not other.isascii() and other not in _NEVER_FIRST | _NEVER_LAST)


def hung(text: str, width: int) -> list[str]:
    """The same, where each line begins with a mark and a gap, as in 未满足  8 至 20 位: what follows it stays to its right."""
    lines = []
    for line in text.split("\n"):
        mark = _MARK.match(line)
        before = 0 if mark is None or cell_len(mark[0]) > width // 2 else len(mark[0])
        under = cell_len(line[:before])
        first, *more = wrapped(line[before:], width - under)
        lines += [line[:before] + first, *(" " * under + each for each in more)]
    return lines


class Told(Content):
    """A text that is wrapped so."""

    _wrap = staticmethod(wrapped)

    @override
    def get_height(self, rules: RulesMap, width: int) -> int:
        return self._in_lines(rules, width).get_height(rules, width)

    @override
    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return self._in_lines(options.rules, width).render_strips(width, height, style, options)

    def _in_lines(self, rules: RulesMap, width: int) -> Content:
        return Content(self.plain if rules.get("text_wrap") == "nowrap" else "\n".join(self._wrap(self.plain, width)))


class _Hung(Told):
    _wrap = staticmethod(hung)


@runtime_checkable
class Worded(Protocol):
    """Any widget that has words on it."""

    def reword(self) -> None:
        """Show them again in what is now the current language."""


class Said(Static):
    """Shows a phrase, or nothing."""

    DEFAULT_CSS = """
    Said { width: auto; height: auto; }
    """
    _told: type[Told] = Told

    def __init__(self, words: Words, phrase: Phrase | None = None, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes, markup=False)
        self._words = words
        self.phrase = phrase
        self.reword()

    def say(self, phrase: Phrase | None) -> None:
        """Show something else; the same again costs nothing, as fields say it at each key."""
        if phrase == self.phrase:
            return
        self.phrase = phrase
        self.reword()

    def reword(self) -> None:
        self.update(self._told("" if self.phrase is None else self._words.tell(self.phrase)))


class Marked(Said):
    """Lines that each begin with a mark, and go on beside it."""

    _told = _Hung
