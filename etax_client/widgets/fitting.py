"""Text made to fit: what of it may be typed, how many cells it may take, and whether marks may be drawn of which terminals disagree."""

from rich.cells import cell_len, set_cell_size
from textual.widget import Widget

from etax_client.domain.safe_text import safe_text

CUT = ".."
PLAIN = "-ascii"
"""The class of an app in whose terminal some characters take another width than they should (terminal.md)."""
_LONGEST_TYPED = 4096


def typable(text: str) -> str:
    """What is left of one typed or pasted line without the characters that a terminal would obey or that reorder others (TUI-1)."""
    return safe_text("".join(char for char in text if char >= " "), _LONGEST_TYPED).replace("\ufffd", "")


def fit(text: str, cells: int) -> str:
    """Text of others in exactly so many cells: filled with blanks, or cut at a cell boundary and marked with `..` (looks.md)."""
    text = safe_text(text)
    if cell_len(text) > cells:
        text = set_cell_size(text, cells - len(CUT)).rstrip() + CUT if cells > len(CUT) else ""
    return text + " " * (cells - cell_len(text))


def is_plain(widget: Widget) -> bool:
    return widget.app.has_class(PLAIN)
