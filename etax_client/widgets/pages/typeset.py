"""What is read of a page, set in lines of so many cells: columns aligned, Chinese wrapped as it is, kinds told by component classes."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual.content import Content

from etax_client.domain.pages.page import Cell, Countdown, Facts, Heading, Inline, Link, Paragraph, Text
from etax_client.widgets.pages.parts import Drawn, Rows, Rule, texts_of
from etax_client.widgets.said import wrapped

GAP = 2
_LONGEST_TERM = 20
_NARROWEST = 6
"""Cells of a column below which rows are told as facts."""

Line = Content


def lines_of(drawn: Iterable[Drawn], width: int, passed: float = 0) -> list[Line]:
    """`passed` are the seconds since the page came, by which its countdowns have run down."""
    lines: list[Line] = []
    above: Drawn | None = None
    for one in drawn:
        set_ = _set(one, width - cell_len(one.mark), passed)
        if one.apart and lines and set_ and not (above is not None and isinstance(above.block, Heading)):
            lines.append(Content(""))
        above = one
        before, under = Content(one.mark), Content(" " * cell_len(one.mark))
        lines.extend((before if place == 0 else under) + line if one.mark else line for place, line in enumerate(set_))
    return lines


def _set(one: Drawn, width: int, passed: float) -> list[Line]:
    block = one.block
    if isinstance(block, Rule):
        return [Content.styled("─" * width, ".page--rule")]
    if isinstance(block, Heading):
        return flow(sentence(block.parts, f".page--heading-{min(block.level, 3)}", passed), width)
    if isinstance(block, Paragraph):
        return flow(sentence(block.parts, f".page--{block.tone}", passed), width)
    if isinstance(block, Facts):
        return _facts([(row.term, sentence(row.value, "", passed)) for row in block.rows], width)
    return _rows(block, width, passed)


def sentence(parts: Iterable[Inline], style: str, passed: float = 0) -> Content:
    """What is read of its parts; a link that can't be followed says where it would have led (PGS-04)."""
    said: list[Content] = []
    for part in parts:
        if isinstance(part, Text):
            if part.quiet and said and not said[-1].plain.endswith(" ") and not part.text.startswith(" "):
                said.append(Content(" "))  # a note beside a text, set apart by its size alone
            said.append(Content.styled(part.text, ".page--strong" if part.strong else ".page--quiet" if part.quiet else style))
        elif isinstance(part, Countdown):
            said.append(Content.styled(str(max(0, round(part.seconds - passed))), ".page--strong"))
        elif part.address is None:
            said.append(Content.styled(f"{part.text} ({part.elsewhere})" if part.elsewhere else part.text, style))
        elif isinstance(part, Link) and len(said) > 0:
            said.append(Content(" "))
    return Content("").join(said)


def flow(content: Content, width: int) -> list[Line]:
    """Its lines, each with the styles that it had."""
    lines, at, plain = [], 0, content.plain
    for line in wrapped(plain, width):
        at = plain.index(line, at)
        lines.append(content[at : at + len(line)])
        at += len(line)
    return lines


def _facts(rows: Sequence[tuple[str, Content]], width: int) -> list[Line]:
    """Terms in a column of their own, values beside them."""
    longest = max((cell_len(term) for term, _ in rows), default=0)
    column = min(longest, _LONGEST_TERM, max(_NARROWEST, width // 3))
    lines: list[Line] = []
    for term, value in rows:
        terms = [Content.styled(line, ".page--quiet") for line in wrapped(term, column)]
        lines.extend(beside([(terms, column), (flow(value, width - column - GAP), width - column - GAP)]))
    return lines


def beside(columns: Sequence[tuple[Sequence[Line], int]]) -> list[Line]:
    """Columns of lines of so many cells, next to one another."""
    rows = max((len(lines) for lines, _ in columns), default=0)
    set_: list[Line] = []
    for place in range(rows):
        cells = [_padded(lines[place] if place < len(lines) else Content(""), width) for lines, width in columns]
        set_.append(Content(" " * GAP).join(cells).rstrip())
    return set_


def _padded(line: Line, width: int) -> Line:
    return line + Content(" " * max(0, width - line.cell_length))


# --- tables


def _rows(block: Rows, width: int, passed: float) -> list[Line]:
    table = block.table
    count = max((sum(cell.span for cell in row) for row in table.rows), default=len(table.heads))
    count = max(count, len(table.heads))
    if not count:
        return []
    cells = [[(cell, _cell(cell, passed)) for cell in row] for row in table.rows]
    used, widths = _widths(table.heads, cells, count, width)
    if widths is None:
        return _as_facts(table.heads, cells[block.start : block.stop], width)
    lines: list[Line] = []
    if any(table.heads) and block.start == 0:
        heads = [flow(Content.styled(head, ".page--head"), size) for head, size in zip(_filled(table.heads, count), widths, strict=True)]
        lines.extend(beside([(heads[place], widths[place]) for place in used]))
        lines.append(Content.styled("─" * (sum(widths) + GAP * (len(used) - 1)), ".page--rule"))
    for row in cells[block.start : block.stop]:
        lines.extend(_row(row, widths, used))
    return lines


def _filled(heads: Sequence[str], count: int) -> list[str]:
    return [*heads, *[""] * (count - len(heads))]


def _cell(cell: Cell, passed: float) -> list[Content]:
    return [sentence(parts, ".page--head" if cell.head else "", passed) for parts in texts_of(cell)]


_CellRow = Sequence[tuple[Cell, list[Content]]]


def _widths(heads: Sequence[str], rows: Sequence[_CellRow], count: int, width: int) -> tuple[list[int], list[int] | None]:
    """Which columns hold something, and the cells of each: as many as it needs, else the widest give way; None if there is no room."""
    widths = [cell_len(head) for head in _filled(heads, count)]
    for row in rows:
        at = 0
        for cell, said in row:
            if cell.span == 1:
                widths[at] = max(widths[at], *(content.cell_length for content in said), 0)
            at += cell.span
    for row in rows:
        at = 0
        for cell, said in row:
            last = at + cell.span - 1
            if cell.span > 1:
                over = max((content.cell_length for content in said), default=0) - sum(widths[at:last]) - GAP * (cell.span - 1)
                widths[last] = max(widths[last], over)
            at = last + 1
    used = [place for place in range(count) if widths[place]] or [0]
    over = sum(widths) + GAP * (len(used) - 1) - width
    while over > 0:
        widest = max(used, key=widths.__getitem__)
        if widths[widest] <= _NARROWEST:
            return used, None
        second = max((widths[place] for place in used if place != widest), default=0)
        by = min(over, max(1, widths[widest] - max(second, _NARROWEST)), widths[widest] - _NARROWEST)
        widths[widest] -= by
        over -= by
    return used, widths


def _row(row: _CellRow, widths: list[int], used: list[int]) -> list[Line]:
    columns: list[tuple[list[Line], int]] = []
    at = 0
    for cell, said in row:
        over = [place for place in range(at, at + cell.span) if place in used]
        at += cell.span
        if over:
            size = sum(widths[place] for place in over) + GAP * (len(over) - 1)
            columns.append(([line for content in said for line in flow(content, size)], size))
    return beside(columns)


def _as_facts(heads: Sequence[str], rows: Sequence[_CellRow], width: int) -> list[Line]:
    """Where the columns would be too narrow to read."""
    lines: list[Line] = []
    for row in rows:
        if lines:
            lines.append(Content(""))
        told = [(heads[place] if place < len(heads) else "", Content("\n").join(said)) for place, (_, said) in enumerate(row) if said]
        lines.extend(_facts(told, width))
    return lines
