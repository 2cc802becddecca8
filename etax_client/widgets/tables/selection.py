"""What is selected in a table: from where one began to where the cursor is."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """Rows from `top` up to, not including, `bottom`; and columns, as they stand side by side."""

    top: int
    bottom: int
    columns: tuple[int, ...]

    def holds(self, row: int, at: int) -> bool:
        return self.top <= row < self.bottom and at in self.columns

    @property
    def is_one(self) -> bool:
        return self.bottom - self.top == 1 and len(self.columns) == 1


class Selection:
    """True while something is selected beside the cursor's own cell."""

    def __init__(self) -> None:
        self._from: tuple[int, int] | None = None

    def __bool__(self) -> bool:
        return self._from is not None

    def begin(self, row: int, at: int) -> None:
        """From this cell on, unless something is selected already."""
        self._from = self._from or (row, at)

    def drop(self) -> bool:
        """Whether anything was selected."""
        had, self._from = self._from is not None, None
        return had

    def block(self, row: int, at: int, places: Sequence[int]) -> Block:
        """With the cursor there; `places` are the columns that there are, in order."""
        start, column = self._from or (row, at)
        if at not in places or column not in places:
            return Block(row, row + 1, (at,))
        left, right = sorted((places.index(at), places.index(column)))
        return Block(min(start, row), max(start, row) + 1, tuple(places[left : right + 1]))
