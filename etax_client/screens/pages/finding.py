"""Choices of a page's list, found by what is typed: by what they are called, in either language, or by the pinyin of it."""

import unicodedata
from collections.abc import Callable, Sequence

from etax_client.reference import hanzi
from etax_client.screens.dialogs.choose import Choice
from etax_client.texts.catalogue import catalogue


def finder(choices: Sequence[Choice]) -> Callable[[str], Sequence[Choice]]:
    """For FindDialog: what a query begins comes before what only has it in it."""
    twins = {text: other for pair in catalogue().values() for text, other in (pair, pair[::-1])}
    table = hanzi.load()
    named = [(choice, _names(table, str(choice.label), twins.get(str(choice.label), ""))) for choice in choices]

    def find(query: str) -> Sequence[Choice]:
        wanted = "".join(_folded(query).split())
        first = [choice for choice, names in named if any(name.startswith(wanted) for name in names)]
        return first + [choice for choice, names in named if choice not in first and any(wanted in name for name in names)]

    return find


def _names(table: hanzi.Table, label: str, twin: str) -> tuple[str, ...]:
    syllables = [_syllable(table, char) for char in label]
    texts = (label, twin, "".join(syllables), "".join(syllable[:1] for syllable in syllables))
    return tuple("".join(_folded(text).split()) for text in texts if text)


def _syllable(table: hanzi.Table, char: str) -> str:
    if char.isascii():
        return char
    rows = table.rows_of(char)
    return table.entry(rows[0]).pinyin if rows else ""


def _folded(text: str) -> str:
    """Small letters without tones or accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).lower()
