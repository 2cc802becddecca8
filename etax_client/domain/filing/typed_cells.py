"""A cell as if someone had typed it, so that forms and spreadsheets are judged by the same rules (PER-05)."""

import re
from decimal import Decimal

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing.cells import Cell

_EXACT = Decimal(10) ** 15
"""A spreadsheet keeps 15 digits of a number: of a longer one the last are gone, and zeros stand in their place."""
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[Ee]\+[0-9]+")
"""What a spreadsheet shows of a long number, and saves of it as text."""
_ROUNDED = re.compile(r"[0-9]{15}0{3}")
_DEFUSED = re.compile("'[-=+@\t\r\n＝＋－＠]")


def typed(cell: Cell) -> str | Invalid:
    """The text of a cell; Invalid (rounded) for a number of which a spreadsheet has lost digits."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, Decimal):
        return Invalid(Fault.rounded) if abs(cell) >= _EXACT else _plainly(cell)
    if isinstance(cell, str):
        if _SCIENTIFIC.fullmatch(cell.strip()):
            return Invalid(Fault.rounded)
        return cell[1:] if _DEFUSED.match(cell) else cell
    return cell.isoformat()


def looks_rounded(text: str) -> bool:
    """Whether a number that its check character turns down is one of 18 digits that a spreadsheet has rounded."""
    return _ROUNDED.fullmatch(text.strip()) is not None


def shown(cell: Cell) -> str:
    """What stands there, to be told with what is wrong with it."""
    return _plainly(cell) if isinstance(cell, Decimal) else "" if cell is None else str(cell)


def _plainly(number: Decimal) -> str:
    """Without exponent, and without what is no digit of it: 3.0 is 3."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
