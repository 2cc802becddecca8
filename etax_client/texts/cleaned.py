"""What is left out of a number that was typed or pasted: said beside it, so that nobody looks for a fault that is none."""

from etax_client.domain.numbers import to_ascii, visible
from etax_client.texts.words import Phrase, phrase


def cleaned(typed: str, kept: str) -> Phrase | None:
    """None where nothing but what cannot be seen was left out."""
    seen = visible(typed)
    narrow = to_ascii(seen)
    blanks = any(char.isspace() for char in narrow) and not any(char.isspace() for char in kept)
    wide = any(char.isascii() and not char.isspace() for char, was in zip(narrow, seen, strict=True) if char != was)
    if blanks and wide:
        return phrase("cleaned.both")
    if blanks:
        return phrase("cleaned.blanks")
    return phrase("cleaned.wide") if wide else None
