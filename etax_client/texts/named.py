"""Several people in a sentence: the first of them by their names, and how many there are."""

from collections.abc import Sequence

from etax_client.domain.safe_text import safe_text
from etax_client.texts.words import Phrase, phrase

_NAMED = 3


def named(names: Sequence[str]) -> Phrase:
    """Of one at least."""
    told, *rest = [phrase("plain", text=safe_text(name)) for name in names[:_NAMED]]
    for each in rest:
        told = phrase("named.and", before=told, after=each)
    return told if len(names) <= _NAMED else phrase("named.others", names=told, count=len(names))
