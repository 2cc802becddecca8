"""What of a page is drawn together, and what is a thing of its own to go to: the page as a row of parts, in reading order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from etax_client.domain.pages.page import (
    Block,
    Button,
    Cell,
    Countdown,
    Facts,
    Field,
    Heading,
    Inline,
    Items,
    Link,
    Look,
    Paragraph,
    Picture,
    Sheet,
    Table,
    Text,
)

MARK = "- "


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table, set like all of it."""

    table: Table
    start: int
    stop: int


Said: TypeAlias = Heading | Paragraph | Facts | Rows | Rule


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something that is only read; `mark` stands before its first line, and `apart` puts an empty line before it."""

    block: Said
    mark: str = ""
    apart: bool = True


@dataclass(frozen=True, slots=True)
class Prose:
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Acts:
    """Buttons, and links that look like some, in one row."""

    acts: tuple[Button | Link, ...]


Part: TypeAlias = Prose | Acts | Link | Field | Picture
Atom: TypeAlias = Drawn | Link | Button | Field | Picture


def parts_of(blocks: Iterable[Block]) -> list[Part]:
    """Everything of a page, nothing twice."""
    parts: list[Part] = []
    for kind, atoms in groupby(atoms_of(blocks), _kind):
        if kind is Prose:
            parts.append(Prose(tuple(atom for atom in atoms if isinstance(atom, Drawn))))
        elif kind is Acts:
            parts.append(Acts(tuple(atom for atom in atoms if isinstance(atom, Button | Link))))
        else:
            parts.extend(atom for atom in atoms if isinstance(atom, Link | Field | Picture))
    return parts


def _kind(atom: Atom) -> type[Prose] | type[Acts] | None:
    if isinstance(atom, Drawn):
        return Prose
    return Acts if isinstance(atom, Button) or (isinstance(atom, Link) and atom.look is not Look.plain) else None


def atoms_of(blocks: Iterable[Block]) -> Iterator[Atom]:
    """One after another, whatever they stand in."""
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield from _sentence(block, block.parts)
        elif isinstance(block, Facts):
            yield Drawn(block)
            yield from (link for row in block.rows for link in _ways(row.value))
        elif isinstance(block, Items):
            yield from _items(block)
        elif isinstance(block, Table):
            yield from _table(block)
        elif isinstance(block, Sheet):
            yield Drawn(Rule())
            yield from atoms_of(block.blocks)
            yield Drawn(Rule())
        elif isinstance(block, Picture):
            if block.cells or block.payload:
                yield block
            elif block.text:
                yield Drawn(Paragraph((Text(block.text, quiet=True),)))
        elif isinstance(block, Link) and block.address is None:
            yield Drawn(Paragraph((block,)))
        else:
            yield block


def _sentence(block: Heading | Paragraph, parts: tuple[Inline, ...], mark: str = "", *, apart: bool = True) -> Iterator[Atom]:
    """What is read of it, then where it leads."""
    if any(not (isinstance(part, Link) and part.address) and (not isinstance(part, Text) or part.text.strip()) for part in parts):
        yield Drawn(block, mark, apart=apart)
    yield from _ways(parts)


def _ways(parts: Iterable[Inline]) -> Iterator[Link]:
    return (part for part in parts if isinstance(part, Link) and part.address is not None)


def _items(block: Items) -> Iterator[Atom]:
    """Lines with a mark; an item of several blocks is set as a page of its own."""
    for place, item in enumerate(block.items):
        only = item[0] if len(item) == 1 else None
        if isinstance(only, Paragraph):
            yield from _sentence(only, only.parts, f"{place + 1}. " if block.ordered else MARK, apart=place == 0)
        else:
            yield from atoms_of(item)


def _table(table: Table) -> Iterator[Atom]:
    """In as few pieces as can be: what can be chosen in a row stands under it."""
    start = 0
    for place, row in enumerate(table.rows):
        acts = [atom for cell in row for atom in atoms_of(cell.blocks) if not isinstance(atom, Drawn)]
        if acts:
            yield Drawn(Rows(table, start, place + 1), apart=start == 0)
            yield from acts
            start = place + 1
    if start < len(table.rows) or start == 0:
        yield Drawn(Rows(table, start, len(table.rows)), apart=start == 0)


def texts_of(cell: Cell) -> list[tuple[Inline, ...]]:
    """What is read in a cell, paragraph by paragraph."""
    lines: list[tuple[Inline, ...]] = []
    for atom in atoms_of(cell.blocks):
        if isinstance(atom, Drawn) and isinstance(atom.block, Heading | Paragraph):
            lines.append(atom.block.parts)
        elif isinstance(atom, Drawn) and isinstance(atom.block, Facts):
            lines.extend((Text(f"{row.term} ", quiet=True), *row.value) for row in atom.block.rows)
    return lines


def countdowns(blocks: Iterable[Block]) -> list[Countdown]:
    """All of a page, wherever they stand."""
    said = [atom.block for atom in atoms_of(blocks) if isinstance(atom, Drawn)]
    lines: list[Iterable[Inline]] = [block.parts for block in said if isinstance(block, Heading | Paragraph)]
    lines += [row.value for block in said if isinstance(block, Facts) for row in block.rows]
    return [part for line in lines for part in line if isinstance(part, Countdown)]
