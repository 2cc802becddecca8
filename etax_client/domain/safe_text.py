"""The one filter between any text of others and a terminal (TUI-1)."""

import re
import unicodedata

CELLS = 200
_REPLACEMENT = "\ufffd"
_HOSTILE = {
    **dict.fromkeys(range(0x20), _REPLACEMENT),
    **dict.fromkeys(range(0x7F, 0xA0), _REPLACEMENT),
    **dict.fromkeys([0x061C, 0x200B, 0xFEFF, *range(0x200E, 0x2010), *range(0x2028, 0x202F), *range(0x2066, 0x206A)], _REPLACEMENT),
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),
    0x09: " ",
    0x0A: " ",
    0x0D: " ",
}
_LATELY_WIDE = re.compile("[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d376]")
"""Two cells since Unicode 16, which the tables of older Pythons do not know."""


def safe_text(text: str, cells: int = CELLS) -> str:
    """Text without a character that a terminal would obey or that reorders others, cut to so many cells."""
    text = text[: cells * 4].translate(_HOSTILE)
    if len(text) * 2 <= cells:
        return text
    used = 0
    for index, char in enumerate(text):
        used += 2 if unicodedata.east_asian_width(char) in "WF" or _LATELY_WIDE.match(char) else 1
        if used > cells:
            return text[:index]
    return text
