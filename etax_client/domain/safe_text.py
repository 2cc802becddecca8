"""The one filter between any text of others and a terminal (TUI-1)."""

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
