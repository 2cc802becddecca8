"""How every number that people type is normalised, once and for all (documents.md)."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FULL_WIDTH[0x3000] = 0x20
_CAPITALS = {code: code - 0x20 for code in range(ord("a"), ord("z") + 1)}


def to_ascii(text: str) -> str:
    """Full-width ASCII to ASCII, and nothing else: NFKC would turn other characters into letters."""
    return text.translate(_FULL_WIDTH)


def normalise(text: str) -> str:
    """Full-width to ASCII, outer white space off, a-z to capitals: str.upper would make letters of ı and ſ."""
    return to_ascii(text).strip().translate(_CAPITALS)
