"""The filters between any text of others and what keeps or shows it: a terminal (TUI-1), databases and pages (INP-1)."""

import re

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
_MAYBE_WIDE = "\u1100"
"""From here on a character may take two cells. No table is asked: each Python has another one, and none has the one that draws."""

_FORBIDDEN = r"\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
"""Control characters and noncharacters: no text of ours holds them, and the databases differ on them."""
_BEYOND = "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
_UNCLEAN = re.compile(rf"[{_FORBIDDEN}{_BEYOND}\ud800-\udfff]")
CLEAN = rf"^[^{_FORBIDDEN}]*(?![\s\S])"
"""For what stands in an address, where lone surrogates can't be, in a spelling that every reader of the OpenAPI document knows.

`$` would let a last line break pass.
"""


def is_clean(text: str) -> bool:
    """Whether text from outside, a form's or a query's included, holds nothing that a request may not (INP-1)."""
    return _UNCLEAN.search(text) is None


def safe_text(text: str, cells: int = CELLS) -> str:
    """Text without a character that a terminal would obey or that reorders others, cut to what surely takes no more than so many cells."""
    text = text[: cells * 4].translate(_HOSTILE)
    if len(text) * 2 <= cells:
        return text
    used = 0
    for index, char in enumerate(text):
        used += 1 if char < _MAYBE_WIDE or char == _REPLACEMENT else 2
        if used > cells:
            return text[:index]
    return text
