"""What stands in a table that is edited in place: cells, what is wrong with them, sums, what has changed, and the way back."""

from collections import deque
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from etax_client.texts.words import Phrase
from etax_client.widgets.fitting import typable
from etax_client.widgets.tables.columns import Column

Key: TypeAlias = Hashable
Line: TypeAlias = tuple[str, ...]
MOST_STEPS = 200
"""Steps that can be undone."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines that stand otherwise now: their key, what stood there (None: no such line), and what stands there."""

    lines: tuple[tuple[Key, Line | None, Line | None], ...]
    order: tuple[Key, ...] | None = None
    """All keys in order, where lines went or came back: those before."""
    order_after: tuple[Key, ...] | None = None


class Cells:
    """Lines have keys, and are counted from 0. A cell keeps what its column reads, which reads as itself.

    What can't be read is kept as it was typed, and is wrong.

    `saved` lines are those that somebody else keeps too: what differs from them has `changed`.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self.at = {column.name: place for place, column in enumerate(self.columns)}
        self._summed = [place for place, column in enumerate(self.columns) if column.summed]
        self._keys: list[Key] = []
        self._lines: dict[Key, Line] = {}
        self._saved: dict[Key, Line] = {}
        self._wrong: dict[Key, dict[int, Phrase]] = {}
        self._sums = [Decimal(0) for _ in self.columns]
        self._done: deque[_Edit] = deque(maxlen=MOST_STEPS)
        self._undone: list[_Edit] = []

    # --- what stands there

    @property
    def total(self) -> int:
        return len(self._keys)

    def key_of(self, row: int) -> Key:
        return self._keys[row]

    def row_of(self, key: Key) -> int | None:
        return self._keys.index(key) if key in self._lines else None

    def line(self, row: int) -> Line:
        return self._lines[self._keys[row]]

    def text(self, row: int, at: int) -> str:
        return self._lines[self._keys[row]][at]

    def wrong(self, row: int, at: int) -> Phrase | None:
        found = self._wrong.get(self._keys[row])
        return None if found is None else found.get(at)

    def sum_of(self, at: int) -> Decimal:
        """Of all cells of the column that are right."""
        return self._sums[at]

    def faults(self) -> Iterator[tuple[int, int]]:
        """Row and column of each cell that is wrong, from the top."""
        if self._wrong:
            for row, key in enumerate(self._keys):
                yield from ((row, at) for at in sorted(self._wrong.get(key, ())))

    @property
    def wrong_count(self) -> int:
        return sum(map(len, self._wrong.values()))

    # --- what is there to be kept

    def load(self, lines: Iterable[tuple[Key, Line]]) -> None:
        """Begin with these lines, which are saved, and right: whoever keeps them has judged them. Nothing can be undone."""
        self._keys, self._lines, self._wrong = [], {}, {}
        self._sums = [Decimal(0) for _ in self.columns]
        self._done.clear()
        self._undone.clear()
        for key, line in lines:
            self._keys.append(key)
            self._lines[key] = line
            for at in self._summed:
                if line[at]:
                    self._sums[at] += Decimal(line[at])
        self._saved = dict(self._lines)

    def has_changed(self, row: int) -> bool:
        key = self._keys[row]
        return self._saved.get(key) is not self._lines[key] and self._saved.get(key) != self._lines[key]

    def changed(self) -> dict[Key, Line | None]:
        """Lines that differ from what is saved; None for those that went."""
        here: dict[Key, Line | None] = {key: line for key, line in self._lines.items() if self._saved.get(key) != line}
        return here | {key: None for key in self._saved if key not in self._lines}

    def saved_line(self, key: Key) -> Line | None:
        return self._saved.get(key)

    def save(self, lines: Mapping[Key, Line | None]) -> None:
        """Somebody else keeps these lines now, as they were handed over: what was typed into them meanwhile still differs."""
        for key, line in lines.items():
            if line is None:
                self._saved.pop(key, None)
            else:
                self._saved[key] = line

    def take(self, lines: Mapping[Key, Line | None]) -> None:
        """Lines as somebody else has them now: they stand so here too, as one step that can be undone."""
        self.save(lines)
        self._do(lines)

    def refresh(self, lines: Mapping[Key, Line], but: Container[Key] = ()) -> None:
        """All lines as somebody else keeps them now, in order: what has not changed here stands so from now on; `but` stays as it is here.

        Nothing from before can be undone, if anything is otherwise now.
        """
        mine = self.changed()
        kept = {key: line for key, line in lines.items() if key not in mine and key not in but}
        gone = [key for key in self._saved if key not in lines and key not in mine and key not in but]
        if any(self._lines.get(key) != line for key, line in kept.items()) or gone:
            self._done.clear()
            self._undone.clear()
        for key in gone:
            del self._saved[key]
            self._set(key, None)
        for key, line in kept.items():
            self._saved[key] = line
            if self._lines.get(key) != line:
                self._set(key, line)
        there = [key for key in lines if key in self._lines]
        self._keys = [*there, *(key for key in self._keys if key in self._lines and key not in lines)]

    def amend(self, at: int, keys: Iterable[Key], text: str) -> None:
        """What stands in a column that is not edited is another now; that is no step, and nothing has changed by it."""
        for key in keys:
            for lines in (self._saved, self._lines):
                if key in lines:
                    line = (*lines[key][:at], text, *lines[key][at + 1 :])
                    if lines is self._lines:
                        self._set(key, line)
                    else:
                        lines[key] = line

    # --- what is done to it

    def put(self, changes: Iterable[tuple[int, int, str]]) -> int:
        """Row, column and what is typed there, as one step; how many cells are wrong then. What is not edited stays as it is."""
        lines: dict[Key, list[str]] = {}
        touched: list[tuple[Key, int]] = []
        for row, at, typed in changes:
            column, key = self.columns[at], self._keys[row]
            if column.read is not None:
                text = column.read(typable(typed))
                lines.setdefault(key, list(self._lines[key]))[at] = text if isinstance(text, str) else typable(typed)
                touched.append((key, at))
        self._do({key: tuple(line) for key, line in lines.items()})
        return sum(at in self._wrong.get(key, ()) for key, at in touched)

    def add(self, lines: Iterable[tuple[Key, Line]]) -> None:
        """New lines, below the others, as one step."""
        self._do(dict(lines))

    def remove(self, rows: Iterable[int]) -> None:
        """As one step."""
        self._do({self._keys[row]: None for row in rows})

    def undo(self) -> int | None:
        """Take the last step back; the first row that stands otherwise now, None if there was none to take back."""
        if not self._done:
            return None
        edit = self._done.pop()
        self._undone.append(edit)
        return self._lay(((key, before) for key, before, _ in edit.lines), edit.order)

    def redo(self) -> int | None:
        if not self._undone:
            return None
        edit = self._undone.pop()
        self._done.append(edit)
        return self._lay(((key, after) for key, _, after in edit.lines), edit.order_after)

    def _do(self, lines: Mapping[Key, Line | None]) -> None:
        found = tuple((key, self._lines.get(key), line) for key, line in lines.items() if self._lines.get(key) != line)
        if not found:
            return
        moves = any(before is None or after is None for _, before, after in found)
        before = tuple(self._keys) if moves else None
        after = None
        if moves:
            gone = {key for key, _, line in found if line is None}
            after = (*(key for key in self._keys if key not in gone), *(key for key, was, _ in found if was is None))
        self._done.append(_Edit(found, before, after))
        self._undone.clear()
        self._lay(((key, line) for key, _, line in found), after)

    def _lay(self, lines: Iterable[tuple[Key, Line | None]], order: tuple[Key, ...] | None) -> int:
        keys = []
        for key, line in lines:
            keys.append(key)
            self._set(key, line)
        if order is not None:
            self._keys = list(order)
        here = [self._keys.index(key) for key in keys[:1] if key in self._lines]
        return here[0] if here else max(0, len(self._keys) - 1)

    def _set(self, key: Key, line: Line | None) -> None:
        before, wrong = self._lines.get(key), self._wrong.pop(key, {})
        if line is None:
            self._lines.pop(key, None)
        else:
            self._lines[key] = line
        now: dict[int, Phrase] = {}
        for at, column in enumerate(self.columns):
            text = "" if line is None else line[at]
            if before is not None and line is not None and before[at] == text:
                if at in wrong:
                    now[at] = wrong[at]
                continue
            if line is not None and column.read is not None:
                read = column.read(text)
                if not isinstance(read, str):
                    now[at] = read
            if column.summed:
                old = "" if before is None or at in wrong else before[at]
                self._sums[at] += _amount("" if at in now else text) - _amount(old)
        if now:
            self._wrong[key] = now


def _amount(text: str) -> Decimal:
    return Decimal(text) if text else Decimal(0)
