"""The rows of an item as they are filled in here, beside those that the server keeps (INC-02, FLW-04, FLW-05)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from etax_client.domain.filing.income import Item, RowKey
from etax_client.domain.filing.taxes.pages import IncomeLine, RowChange, RowRemoval
from etax_client.domain.local_time import local_time
from etax_client.domain.safe_text import safe_text
from etax_client.screens.desk import Desk
from etax_client.screens.filing.income import columns as income_columns
from etax_client.screens.filing.income.conflict import Difference
from etax_client.screens.work import Work
from etax_client.texts.words import Phrase, phrase
from etax_client.widgets.tables.cells import Cells, Key, Line
from etax_client.widgets.tables.columns import Column

MOST_SAVED = 100
"""Rows of a block that is saved at once."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows to be saved together, with the lines that they were made of (None: the row goes)."""

    lines: Mapping[RowKey, Line | None]
    changes: tuple[RowChange, ...]
    removals: tuple[RowRemoval, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that both have changed: `theirs` is None where it is gone."""

    key: RowKey
    mine: Line | None
    theirs: IncomeLine | None


class IncomeSheet:
    """What is not saved is kept with the session, until it is."""

    def __init__(self, desk: Desk, work: Work, item: Item, *, editable: bool) -> None:
        self._item = item
        columns = income_columns.columns_of(desk.words, item)
        self.cells = Cells(columns if editable else [replace(column, read=None) for column in columns])
        self._versions: dict[RowKey, int] = {}
        """Of the rows that the server has, as they were last seen."""
        self._who: dict[RowKey, tuple[str, str]] = {}
        """Name and number."""

    @classmethod
    def of(cls, desk: Desk, work: Work, item: Item, *, editable: bool) -> "IncomeSheet":
        """The one that was left unsaved, or a new one."""
        kept = desk.session.unsent.get((work.unit_id, work.period, item)) if editable else None
        return kept if isinstance(kept, cls) else cls(desk, work, item, editable=editable)

    def keep(self, desk: Desk, work: Work) -> None:
        """With the session, while anything is not saved."""
        place = (work.unit_id, work.period, self._item)
        if self.cells.changed():
            desk.session.unsent[place] = self
        else:
            desk.session.unsent.pop(place, None)

    # --- whose row it is

    def name_of(self, key: RowKey) -> str:
        return self._who.get(key, ("", ""))[0]

    def about(self, key: Key) -> Phrase:
        """Said below the table."""
        name, number = self._who.get(key, ("", "")) if isinstance(key, RowKey) else ("", "")
        return phrase("plain", text=safe_text(f"{name} {number}".strip()))

    def add(self, payee_id: int, name: str, number: str, *, several: bool) -> RowKey | None:
        """A row for someone; None where there is one already and may be no other."""
        taken = [key.place for key in self._who if key.payee_id == payee_id and self.cells.row_of(key) is not None]
        if taken and not several:
            return None
        key = RowKey(payee_id, max(taken, default=0) + 1)
        self._who[key] = (name, number)
        self.cells.add([(key, income_columns.new_line(self._item, name))])
        return key

    # --- what the server has

    def show(self, lines: list[IncomeLine]) -> list[Conflict]:
        """As they are there now: what has not changed here follows; what has changed on both sides is told."""
        there = {line.row.key: line for line in lines}
        conflicts = [
            Conflict(key, mine, there.get(key))
            for key, mine in self.cells.changed().items()
            if isinstance(key, RowKey) and self._versions.get(key, 0) != (there[key].version if key in there else 0)
        ]
        apart = {conflict.key for conflict in conflicts}
        self.cells.refresh({key: income_columns.line_of(self._item, line) for key, line in there.items()}, apart)
        self._who |= {key: (line.name, line.document_number) for key, line in there.items()}
        seen = {key: line.version for key, line in there.items() if key not in apart}
        self._versions = seen | {key: version for key, version in self._versions.items() if key in apart}
        return conflicts

    def settle(self, conflict: Conflict, *, mine: bool) -> None:
        """One of both is kept: mine is saved over theirs, knowingly; or theirs stands here too, and the way back leads to mine."""
        line = None if conflict.theirs is None else income_columns.line_of(self._item, conflict.theirs)
        if conflict.theirs is None:
            self._versions.pop(conflict.key, None)
        else:
            self._versions[conflict.key] = conflict.theirs.version
        if mine:
            self.cells.save({conflict.key: line})
        else:
            self.cells.take({conflict.key: line})

    def told(self, conflict: Conflict) -> tuple[Phrase, str, list[Difference]]:
        """The conflict in words, who made it, and all in which both differ."""
        name, theirs = self.name_of(conflict.key), conflict.theirs
        if theirs is None:
            return phrase("conflict.gone", name=name), "-", []
        told = phrase("conflict.told", name=name, by=theirs.changed_by, at=local_time(theirs.changed_at))
        return told, theirs.changed_by, list(self._differences(conflict.mine, income_columns.line_of(self._item, theirs)))

    def _differences(self, mine: Line | None, theirs: Line) -> Iterator[Difference]:
        for at, column in enumerate(self.cells.columns):
            own = theirs[at] if mine is None else mine[at]
            if column.name != income_columns.TAX and (mine is None or own != theirs[at]):
                yield Difference(
                    column.heading, phrase("conflict.removed") if mine is None else _said(column, own), _said(column, theirs[at])
                )

    # --- what is saved

    def blocks(self) -> Iterator[Block]:
        """All that is not saved, in blocks."""
        changed = [(key, line) for key, line in self.cells.changed().items() if isinstance(key, RowKey)]
        for start in range(0, len(changed), MOST_SAVED):
            lines = dict(changed[start : start + MOST_SAVED])
            yield Block(
                lines,
                tuple(
                    RowChange(income_columns.row_of(self._item, key, line), self._versions.get(key, 0))
                    for key, line in lines.items()
                    if line is not None
                ),
                tuple(RowRemoval(key.payee_id, key.place, self._versions.get(key, 0)) for key, line in lines.items() if line is None),
            )

    def saved(self, block: Block, version: int) -> None:
        """The server has it, and no tax of these rows any more."""
        self.cells.save(dict(block.lines.items()))
        self._versions |= {key: version for key, line in block.lines.items() if line is not None}
        for key in [key for key, line in block.lines.items() if line is None]:
            self._versions.pop(key, None)
        self.forget_taxes([key for key, line in block.lines.items() if line is not None])

    def forget_taxes(self, keys: Iterable[RowKey]) -> None:
        """They were computed from something else."""
        self.cells.amend(self.cells.at[income_columns.TAX], keys, "")


def _said(column: Column, text: str) -> Phrase:
    return column.labels.get(text) or phrase("plain", text=text or "-")
