"""The part of a long list that is at hand: which rows are here, which have to be asked for, and how a person has moved them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

CHUNK = 100
"""A gap grows to so many rows, so that scrolling on does not ask at every row."""
MOST_ASKED = 200
"""Nobody gives more at once."""
KEPT = 1000
"""Rows at hand at most, besides those that were moved."""
MOST_MOVED = 2000
"""An order with more moved rows than these cannot be kept (UNT-05)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Rows `start` up to, not including, `stop` are missing; `after` and `before` are the ids of those around them, where known."""

    start: int
    stop: int
    after: int | None
    before: int | None


class RowPages(Generic[T]):
    """Rows are counted from 0, in the order of the server; `swap` changes only what `row_at` shows. `id_of`: what is asked beside."""

    def __init__(self, id_of: Callable[[T], int]) -> None:
        self.total = 0
        self._id_of = id_of
        self._rows: dict[int, T] = {}
        self._asked: list[range] = []
        self._moved: dict[int, int] = {}
        self._middle = 0

    def reset(self, total: int) -> None:
        """Forget all."""
        self.total = max(0, total)
        self._rows.clear()
        self._asked.clear()
        self._moved.clear()

    def put(self, start: int, rows: Sequence[T], total: int) -> None:
        """Those that follow one another from row `start`. Another total than before means that rows have shifted: the others go."""
        if total != self.total:
            self.reset(total)
        self._rows.update((row, each) for row, each in enumerate(rows, start) if 0 <= row < self.total)
        given = range(start, start + len(rows))
        # What was asked for and not given stays asked for, so that a server that gives too little is not asked for ever.
        self._asked = [rest for asked in self._asked for rest in _without(asked, given)]
        self._drop_far_rows()

    def retry(self) -> None:
        """Nothing is under way any more: what is missing may be asked for again."""
        self._asked.clear()

    def row_at(self, row: int) -> T | None:
        """What is shown in a row; None where it is not here yet."""
        return self._rows.get(self._moved.get(row, row))

    def gaps(self, first: int, stop: int) -> list[Gap]:
        """What is missing in rows `first` to `stop`, grown to a chunk; each row is asked for once while it stays in question."""
        first, stop = max(0, first), min(stop, self.total)
        self._middle = (first + stop) // 2
        self._asked = [asked for asked in self._asked if asked.start < stop and first < asked.stop]
        found: list[Gap] = []
        row = first
        while row < stop:
            if self._is_open(row):
                for part in self._grow(row, stop):
                    self._asked.append(part)
                    found.append(Gap(part.start, part.stop, self._id_at(part.start - 1), self._id_at(part.stop)))
                    row = part.stop
            else:
                row += 1
        return found

    @property
    def moved(self) -> bool:
        """Whether anything stands elsewhere than the server has it."""
        return bool(self._moved)

    def swap(self, row: int, other: int) -> bool:
        """Show each of two rows in the place of the other; False, and nothing is changed, if one is not here or too many were moved."""
        here, there = self._moved.get(row, row), self._moved.get(other, other)
        if here not in self._rows or there not in self._rows or len({*self._moved, row, other}) > MOST_MOVED:
            return False
        for place, source in ((row, there), (other, here)):
            if place == source:
                self._moved.pop(place, None)
            else:
                self._moved[place] = source
        return True

    def arranged(self) -> list[int]:
        """The ids of those that now stand in the rows where something has moved, from the top (the `moved` of UnitOrderRequest)."""
        return [self._id_of(self._rows[self._moved[row]]) for row in sorted(self._moved)]

    def clear_arrangement(self) -> None:
        self._moved.clear()

    def _is_open(self, row: int) -> bool:
        return 0 <= row < self.total and row not in self._rows and not any(row in asked for asked in self._asked)

    def _id_at(self, row: int) -> int | None:
        found = self._rows.get(row)
        return None if found is None else self._id_of(found)

    def _grow(self, first: int, end: int) -> Iterator[range]:
        """The missing rows from `first` on, and as many beside them as make a chunk, in parts that may be asked for."""
        stop = first + 1
        while stop < end and self._is_open(stop):
            stop += 1
        while stop - first < CHUNK:
            below, above = self._is_open(stop), self._is_open(first - 1)
            if not below and not above:
                break
            stop += below
            first -= above
        for start in range(first, stop, MOST_ASKED):
            yield range(start, min(start + MOST_ASKED, stop))

    def _drop_far_rows(self) -> None:
        moved = set(self._moved.values())
        loose = [row for row in self._rows if row not in moved]
        if len(loose) > KEPT:
            loose.sort(key=lambda row: abs(row - self._middle))
            for row in loose[KEPT:]:
                del self._rows[row]


def _without(asked: range, given: range) -> list[range]:
    parts = (range(asked.start, min(asked.stop, given.start)), range(max(asked.start, given.stop), asked.stop))
    return [part for part in parts if part] if given else [asked]
