"""The taxpayer ids in what is copied from a spreadsheet, a message or a text: a line, a cell or a piece each (UNT-04)."""

import re
from collections.abc import Sequence
from datetime import date

from etax_client.domain.numbers import normalise
from etax_client.domain.units import taxpayer_ids
from etax_client.domain.units.taxpayer_ids import TaxpayerId

_BETWEEN = re.compile("[,;、]")
"""Full-width ones are these by then."""
_LIKE_AN_ID = re.compile("(?=.*[0-9])[0-9A-Z]{15,20}")


def find(text: str, today: date) -> list[str]:
    """Each once, normalised, in order; a table gives the column that holds ids, anything else every piece, right or wrong.

    What could have been meant as an id is never left out, so that whoever adds it is told what is wrong with it.
    """
    lines = [line for line in text.splitlines() if normalise(line)]
    tabbed = any("\t" in line for line in lines)
    rows = [[normalise(cell) for cell in (line.split("\t") if tabbed else _BETWEEN.split(normalise(line)))] for line in lines]
    column = _column(rows, today)
    if column is None:
        cells = [cell for row in rows for cell in row]
    else:
        # a row without a cell there is told of whole
        cells = [(row[column] if column < len(row) else "") or " ".join(row).strip() for row in rows]
        if len(cells) > 1 and not any(char.isdigit() for char in cells[0]):
            del cells[0]  # the heading
    pieces = [piece.strip() for cell in cells for piece in _BETWEEN.split(cell)]
    return list(dict.fromkeys(piece for piece in pieces if piece))


def _column(rows: Sequence[Sequence[str]], today: date) -> int | None:
    """The only column with ids in it, if these are the rows of a table; with what looks like one, where none is right."""
    width = max(map(len, rows), default=0)
    if width < 2 or len({len(row) for row in rows}) > 1:
        return None
    placed = [(place, cell) for row in rows for place, cell in enumerate(row)]
    good = {place for place, cell in placed if isinstance(taxpayer_ids.judge(cell, today), TaxpayerId)}
    alike = {place for place, cell in placed if _LIKE_AN_ID.fullmatch(cell)}
    found = alike if len(rows) == 1 else good or alike  # a row of ids, one of them right, is no table
    return found.pop() if len(found) == 1 else None
