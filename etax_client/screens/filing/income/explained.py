"""Why a tax is what it is, as lines to be read from the result down to what was typed (CAL-08)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from etax_client.domain.filing.taxes.explanation import Explanation, Line, TableRow
from etax_client.domain.withholding.figures import How, Term
from etax_client.texts.amounts import grouped
from etax_client.texts.words import Phrase, phrase

_MONTHS = 12
_SIGNS = {How.sum: "sum", How.less: "less", How.product: "product"}
_COUNTED = (Term.months, Term.spread, Term.times)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line, so deep below the result; `sign` is what joins it to the one before."""

    depth: int
    sign: Phrase | None
    label: Phrase
    amount: str


@dataclass(frozen=True, slots=True)
class _Node:
    line: Line
    parts: tuple["_Node", ...]


def shown(explanation: Explanation) -> list[Shown]:
    """What only passes an amount on is left out, and what a tax was made of by the table stands in its own line."""
    (top,) = _trees(explanation.lines, 0)
    return list(_told(top, 0, ""))


def facts(explanation: Explanation) -> Iterator[Phrase]:
    """What holds for all of it: the rule, the row of the table, the months, and what a bonus would have come to the other way."""
    yield phrase("taxes.rule", what=phrase(f"taxes.rule.{explanation.rule}"))
    yield _table(explanation.table)
    if len(explanation.months) > 1:
        yield phrase("taxes.months", months=" ".join(explanation.months[-_MONTHS:]))
    if explanation.ways is not None:
        yield phrase("taxes.ways", alone=grouped(explanation.ways.alone), merged=grouped(explanation.ways.merged))
    if explanation.carried < 0:
        yield phrase("taxes.carried", amount=grouped(explanation.carried))


def _table(row: TableRow) -> Phrase:
    upto = phrase("taxes.above") if row.up_to is None else phrase("taxes.up_to", amount=grouped(row.up_to))
    return phrase("taxes.table", row=row.row, range=upto, rate=_percent(row.rate), quick=grouped(row.quick))


def _trees(lines: Sequence[Line], depth: int) -> tuple[_Node, ...]:
    """The nodes of this depth, each with all that lies deeper behind it."""
    if not lines:
        return ()
    starts = [place for place, line in enumerate(lines) if line.depth == depth]
    ends = [*starts[1:], len(lines)]
    return tuple(_Node(lines[start], _trees(lines[start + 1 : end], depth + 1)) for start, end in zip(starts, ends, strict=True))


def _told(node: _Node, depth: int, sign: str) -> Iterator[Shown]:
    line = node.line
    if line.how is How.not_below_zero and node.parts[0].line.amount == line.amount:
        passed = node.parts[0]
        yield from _told(_Node(_as(passed.line, line), passed.parts), depth, sign)
        return
    yield Shown(depth, phrase(f"taxes.sign.{sign}") if sign else None, _label(node), _amount(line))
    parts = node.parts
    if line.how is How.tax:
        parts = parts[:1]
    elif line.how is How.sum and len(parts) == 1:
        parts = ()
    for place, part in enumerate(parts):
        yield from _told(part, depth + 1, _SIGNS.get(line.how, "") if place else "")


def _as(line: Line, named: Line) -> Line:
    """The same under another name: that of the result."""
    return Line(line.depth, named.term, line.how, line.amount, line.month)


def _label(node: _Node) -> Phrase:
    line = node.line
    if line.month is not None:
        return phrase("taxes.line_month", month=line.month)
    told = phrase(f"taxes.term.{line.term}")
    if line.how is How.not_below_zero:
        return phrase("taxes.not_below_zero", term=told)
    if line.how is not How.tax:
        return told
    rate, quick = node.parts[1].line.amount, node.parts[2].line.amount * node.parts[3].line.amount
    return phrase("taxes.by_table", term=told, rate=_percent(rate), quick=grouped(quick))


def _amount(line: Line) -> str:
    if line.term is Term.rate:
        return f"{_percent(line.amount)}%"
    return str(int(line.amount)) if line.term in _COUNTED else grouped(line.amount)


def _percent(rate: Decimal) -> str:
    return f"{rate * 100:f}".rstrip("0").rstrip(".") if rate else "0"
