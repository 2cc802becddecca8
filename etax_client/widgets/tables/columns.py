"""The columns of a table that is edited in place, as data; and which of them are in sight at a width."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from etax_client.texts.words import Phrase

Reader = Callable[[str], str | Phrase]
"""What a cell keeps of what was typed or pasted, or what is wrong with that."""


@dataclass(frozen=True, slots=True)
class Column:
    """`read` judges what is typed: without it the column is not edited. A `frozen` one, at the left, stays in sight."""

    name: str
    heading: Phrase
    cells: int
    read: Reader | None = None
    frozen: bool = False
    right: bool = False
    """Whether it is set at the right of its cells."""
    summed: bool = False
    """Whether what it keeps are amounts, which are grouped by thousands and summed below."""
    labels: Mapping[str, Phrase] = field(default_factory=dict)
    """What one chooses from, by what the cell keeps: then nothing is typed into it."""


class Span(NamedTuple):
    """Where a column stands: its place among all, its first cell, and how many it takes."""

    at: int
    x: int
    cells: int


class Layout:
    """Each column has a blank cell behind it; the first cell is the cursor's bar, then come the row's number and its mark."""

    def __init__(self, columns: Sequence[Column], cells: Sequence[int], total: int, width: int) -> None:
        """`cells` are those of each column, with room for what stands below it."""
        self.number_cells = max(3, len(str(total)))
        self.frozen: list[Span] = []
        x = self.number_cells + 3
        for at, column in enumerate(columns):
            if column.frozen:
                self.frozen.append(Span(at, x, cells[at]))
                x += cells[at] + 1
        self.left_edge = x
        """Where the columns that are scrolled begin."""
        self.scrolled = [at for at, column in enumerate(columns) if not column.frozen]
        self._cells = [cells[at] for at in self.scrolled]
        self._room = max(0, width - x)
        self.starts = [sum(self._cells[:place]) + place for place in range(len(self.scrolled))]
        """How far the view has to be scrolled for each of them to stand at the left edge."""
        self.last = next((place for place in range(len(self.scrolled)) if self._fits(place, len(self.scrolled))), len(self.scrolled) - 1)
        """The first of them to stand there when the last one is in sight."""

    def _fits(self, first: int, stop: int) -> bool:
        """Whether the columns from `first` up to, not including, `stop` are in sight together."""
        return sum(self._cells[first:stop]) + stop - first - 1 <= self._room

    @property
    def extent(self) -> int:
        """How far the view can be scrolled."""
        return self.starts[self.last] if self.scrolled else 0

    def first_at(self, scrolled: int) -> int:
        """Which of the scrolled columns stands at the left edge when the view is scrolled by so many cells: always a whole one."""
        return max((place for place, start in enumerate(self.starts[: self.last + 1]) if start <= scrolled), default=0)

    def in_sight(self, scrolled: int) -> list[Span]:
        """The scrolled columns that are seen in full; the first one in any case."""
        spans: list[Span] = []
        x = self.left_edge
        for place in range(self.first_at(scrolled), len(self.scrolled)):
            if spans and x + self._cells[place] > self.left_edge + self._room:
                break
            spans.append(Span(self.scrolled[place], x, min(self._cells[place], self._room)))
            x += self._cells[place] + 1
        return spans

    def to_show(self, at: int, scrolled: int) -> int:
        """How far the view has to be scrolled so that a column is in sight: if it has to move, by half of what is seen, as rows do."""
        spans = self.in_sight(scrolled)
        if at not in self.scrolled or any(span.at == at for span in spans):
            return self.starts[self.first_at(scrolled)] if self.scrolled else 0
        place, first = self.scrolled.index(at), self.first_at(scrolled)
        half = max(1, len(spans) // 2)
        if place < first:
            return self.starts[min(place, max(0, first - half))]
        least = next(left for left in range(place + 1) if self._fits(left, place + 1) or left == place)
        return self.starts[min(max(least, min(first + half, place)), max(self.last, least))]
