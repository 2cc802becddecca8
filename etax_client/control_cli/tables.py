"""Tables for the shell: columns aligned by cells, where a Chinese character takes two."""

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from etax_client.domain.safe_text import safe_text
from etax_client.domain.testing import durations
from etax_client.domain.testing.tester_views import Guessing
from etax_client.texts.words import Words

_GAP = "  "
_LONGEST_CELL = 400
NOTHING = "-"


class Table:
    """Lines with their heading; columns only grow, so that lines that come later stay below those before them."""

    def __init__(self, heads: Sequence[str]) -> None:
        self._heads = tuple(heads)
        self._widths = [0] * len(heads)
        self._begun = False

    def lines(self, rows: Iterable[Sequence[object]]) -> Iterator[str]:
        """The next rows, below the heading if they are the first; None and "" are shown as `-`."""
        cells = [tuple(NOTHING if cell in (None, "") else safe_text(str(cell), _LONGEST_CELL) for cell in row) for row in rows]
        if not self._begun:
            cells.insert(0, self._heads)
            self._begun = True
        self._widths = (
            [max(width, *(cell_len(row[column]) for row in cells)) for column, width in enumerate(self._widths)] if cells else self._widths
        )
        for row in cells:
            yield _GAP.join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, self._widths, strict=True)).rstrip()


def guessed(words: Words, guessing: Guessing) -> str:
    """Wrong guesses or a lock, as a cell; "" where there are none."""
    if guessing.locked_seconds is not None:
        return words.say("control.locked", time=durations.spell(guessing.locked_seconds))
    return words.say("control.failures", count=guessing.failures) if guessing.failures else ""
