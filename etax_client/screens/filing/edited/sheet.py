"""Rows as they are filled in here, beside those that the server keeps (INC-02, SUB-01, FLW-04, FLW-05)."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from etax_client.domain.filing.income import RowKey
from etax_client.domain.filing.taxes.pages import RowRemoval
from etax_client.domain.local_time import local_time
from etax_client.domain.safe_text import safe_text
from etax_client.screens.desk import Desk
from etax_client.screens.filing.edited.conflict import Difference
from etax_client.texts.named import named
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.tables.cells import Cells, Key, Line
from etax_client.widgets.tables.columns import Column

MOST_SAVED = 100
"""Rows of a block that is saved at once."""


class Row(Protocol):
    """A row as the server keeps it."""

    @property
    def version(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def document_number(self) -> str: ...

    @property
    def changed_by(self) -> str: ...

    @property
    def changed_at(self) -> datetime: ...


L = TypeVar("L", bound=Row)
C = TypeVar("C")


@dataclass(frozen=True)
class Form(Generic[L, C]):
    """What the rows are: their `columns`, where they are kept while they are not saved (`place`), and how a row is read and written.

    `computed` is the column that the server fills in; `most` is how many rows somebody may have.
    """

    place: tuple[Hashable, ...]
    columns: Sequence[Column]
    key_of: Callable[[L], RowKey]
    line_of: Callable[[L], Line]
    new_line: Callable[[str], Line]
    change_of: Callable[[RowKey, Line, int], C]
    most: int = 1
    computed: str | None = None


@dataclass(frozen=True, slots=True)
class Block(Generic[C]):
    """Rows to be saved together, with the lines that they were made of (None: the row goes)."""

    lines: Mapping[RowKey, Line | None]
    changes: tuple[C, ...]
    removals: tuple[RowRemoval, ...]


@dataclass(frozen=True, slots=True)
class Conflict(Generic[L]):
    """A row that both have changed: `theirs` is None where it is gone."""

    key: RowKey
    mine: Line | None
    theirs: L | None


def only_shown(columns: Sequence[Column]) -> list[Column]:
    """Without anything to be edited."""
    return [replace(column, read=None) for column in columns]


class Sheet(Generic[L, C]):
    """What is not saved is kept with the session, until it is."""

    def __init__(self, form: Form[L, C], *, editable: bool) -> None:
        self.form = form
        self.cells = Cells(form.columns if editable else only_shown(form.columns))
        self._versions: dict[RowKey, int] = {}
        """Of the rows that the server has, as they were last seen."""
        self._who: dict[RowKey, tuple[str, str]] = {}
        """Name and number."""

    @classmethod
    def of(cls, desk: Desk, form: Form[L, C], *, editable: bool) -> "Sheet[L, C]":
        """The one that was left unsaved, or a new one."""
        kept = desk.session.unsent.get(form.place) if editable else None
        return kept if isinstance(kept, cls) else cls(form, editable=editable)

    def keep(self, desk: Desk) -> None:
        """With the session, while anything is not saved."""
        if self.cells.changed():
            desk.session.unsent[self.form.place] = self
        else:
            desk.session.unsent.pop(self.form.place, None)

    # --- whose row it is

    def name_of(self, key: RowKey) -> str:
        return self._who.get(key, ("", ""))[0]

    def about(self, key: Key) -> Phrase:
        """Said below the table."""
        name, number = self._who.get(key, ("", "")) if isinstance(key, RowKey) else ("", "")
        return phrase("plain", text=safe_text(f"{name} {number}".strip()))

    def add(self, payee_id: int, name: str, number: str) -> RowKey | None:
        """A row for someone; None where there may be no other."""
        key = self.free_key(payee_id)
        if key is not None:
            self.put_new({key: (name, number, self.form.new_line(name))})
        return key

    def free_key(self, payee_id: int) -> RowKey | None:
        """The next of somebody's rows."""
        taken = [key.place for key in self._who if key.payee_id == payee_id and self.cells.row_of(key) is not None]
        place = max(taken, default=0) + 1
        if place > self.form.most:
            place = next((each for each in range(1, self.form.most + 1) if each not in taken), 0)
        return RowKey(payee_id, place) if place else None

    def put_new(self, rows: Mapping[RowKey, tuple[str, str, Line]]) -> None:
        """Rows with whose they are, below the others, as one step."""
        self._who |= {key: (name, number) for key, (name, number, _) in rows.items()}
        self.cells.add([(key, line) for key, (_, _, line) in rows.items()])

    # --- what the server has

    def show(self, lines: Sequence[L]) -> list[Conflict[L]]:
        """As they are there now: what has not changed here follows; what has changed on both sides is told."""
        there = {self.form.key_of(line): line for line in lines}
        conflicts = [
            Conflict(key, mine, there.get(key))
            for key, mine in self.cells.changed().items()
            if isinstance(key, RowKey) and self._versions.get(key, 0) != (there[key].version if key in there else 0)
        ]
        apart = {conflict.key for conflict in conflicts}
        self.cells.refresh({key: self.form.line_of(line) for key, line in there.items()}, apart)
        self._who |= {key: (line.name, line.document_number) for key, line in there.items()}
        seen = {key: line.version for key, line in there.items() if key not in apart}
        self._versions = seen | {key: version for key, version in self._versions.items() if key in apart}
        return conflicts

    def news(self, lines: Sequence[L]) -> Phrase | None:
        """What others have changed since these rows were last seen here; said before they are shown."""
        there = {self.form.key_of(line): line for line in lines}
        other = [line for key, line in there.items() if self._versions.get(key, 0) != line.version]
        names = list(dict.fromkeys([line.name for line in other] + [self.name_of(key) for key in self._versions if key not in there]))
        if not names:
            return None
        who = max(other, key=lambda line: line.changed_at).changed_by if other else ""
        return phrase("income.others", who=safe_text(who), names=named(names)) if who else phrase("income.others.gone", names=named(names))

    def settle(self, conflict: Conflict[L], *, mine: bool) -> None:
        """One of both is kept: mine is saved over theirs, knowingly; or theirs stands here too, and the way back leads to mine."""
        line = None if conflict.theirs is None else self.form.line_of(conflict.theirs)
        if conflict.theirs is None:
            self._versions.pop(conflict.key, None)
        else:
            self._versions[conflict.key] = conflict.theirs.version
        if mine:
            self.cells.save({conflict.key: line})
        else:
            self.cells.take({conflict.key: line})

    def told(self, conflict: Conflict[L]) -> tuple[Phrase, str, list[Difference]]:
        """The conflict in words, who made it, and all in which both differ."""
        name, theirs = self.name_of(conflict.key), conflict.theirs
        if theirs is None:
            return phrase("conflict.gone", name=name), "-", []
        told = phrase("conflict.told", name=name, by=theirs.changed_by, at=local_time(theirs.changed_at))
        return told, theirs.changed_by, list(self._differences(conflict.mine, self.form.line_of(theirs)))

    def _differences(self, mine: Line | None, theirs: Line) -> Iterator[Difference]:
        for at, column in enumerate(self.cells.columns):
            own = theirs[at] if mine is None else mine[at]
            if column.name != self.form.computed and (mine is None or own != theirs[at]):
                yield Difference(
                    column.heading, phrase("conflict.removed") if mine is None else _said(column, own), _said(column, theirs[at])
                )

    # --- what is saved

    def blocks(self) -> Iterator[Block[C]]:
        """All that is not saved, in blocks."""
        changed = [(key, line) for key, line in self.cells.changed().items() if isinstance(key, RowKey)]
        for start in range(0, len(changed), MOST_SAVED):
            lines = dict(changed[start : start + MOST_SAVED])
            yield Block(
                lines,
                tuple(self.form.change_of(key, line, self._versions.get(key, 0)) for key, line in lines.items() if line is not None),
                tuple(RowRemoval(key.payee_id, key.place, self._versions.get(key, 0)) for key, line in lines.items() if line is None),
            )

    def saved(self, block: Block[C], version: int) -> None:
        """The server has it, and nothing computed of these rows any more."""
        self.cells.save(dict(block.lines.items()))
        self._versions |= {key: version for key, line in block.lines.items() if line is not None}
        for key in [key for key, line in block.lines.items() if line is None]:
            self._versions.pop(key, None)
        self._forget_computed([key for key, line in block.lines.items() if line is not None])

    def _forget_computed(self, keys: Iterable[RowKey]) -> None:
        """It was computed from something else."""
        if self.form.computed is not None:
            self.cells.amend(self.cells.at[self.form.computed], keys, "")


def _said(column: Column, text: str) -> Phrase:
    return column.labels.get(text) or phrase("plain", text=text or "-")
