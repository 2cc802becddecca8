"""What is left out of a number that was typed or pasted: said beside it, so that nobody looks for a fault that is none."""

from collections.abc import Callable, Mapping

from etax_client.domain.identity import mobiles
from etax_client.domain.numbers import normalise, plain, to_ascii, visible
from etax_client.domain.sessions.accounts import normalise_identifier
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


def _mobile(typed: str) -> str:
    judged = mobiles.judge(typed)
    return judged if isinstance(judged, str) else plain(typed)


_KEPT: Mapping[str, Callable[[str], str]] = {
    "account": normalise_identifier,
    "number": normalise,
    "mobile": _mobile,
    "hall_code": normalise,
    "code": normalise,
}
"""What is taken of a page's fields, by their names."""


def left_out(typed: str, name: str) -> Phrase | None:
    """Of a page's field, as its form is shown again."""
    return cleaned(typed, _KEPT[name](typed)) if name in _KEPT else None
