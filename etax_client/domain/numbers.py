"""How every number that people type is normalised, once and for all, wherever it comes in (documents.md)."""

import re

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FULL_WIDTH[0x3000] = 0x20
_CAPITALS = {code: code - 0x20 for code in range(ord("a"), ord("z") + 1)}
INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    r"\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Unicode's Default_Ignorable_Code_Point: what nobody sees, and comes along when something is copied from contacts, chats and PDFs."""
NO_BREAK_SPACE = "\u00a0"


def visible(text: str) -> str:
    """What can be seen of a text: of all that people type but passwords, which are compared as they are."""
    return INVISIBLE.sub("", text)


def to_ascii(text: str) -> str:
    """Full-width ASCII to ASCII, and nothing else: NFKC would turn other characters into letters."""
    return text.translate(_FULL_WIDTH)


def plain(text: str) -> str:
    """What can be seen, full-width as ASCII, with ordinary blanks inside and none around it."""
    return to_ascii(visible(text)).replace(NO_BREAK_SPACE, " ").strip()


def normalise(text: str) -> str:
    """That in capitals, a-z alone: str.upper would make letters of ı and ſ."""
    return plain(text).translate(_CAPITALS)
