"""What names are sorted and found by on every database: Chinese by pinyin, behind digits and letters of any case (UNT-03, PER-01)."""

import unicodedata
from functools import cache

from etax_client.domain.numbers import plain
from etax_client.reference import hanzi

_LONGEST = 100
"""Characters that count: an index of PostgreSQL takes no more than 2,700 bytes of a row."""


def key(name: str) -> str:
    """Compared by code point; names with the same one are told apart by whoever compares."""
    return "".join(map(_of, unicodedata.normalize("NFC", plain(name))[:_LONGEST]))


def initials(name: str) -> str:
    """The first letter of each Chinese character's first reading, small; other characters stand for themselves."""
    return "".join((_order(char) or char)[0] for char in name).lower()


def _of(char: str) -> str:
    """`~` is behind all digits and letters, so Chinese stands behind both. The first reading counts: 重 is zhòng, also in 重庆."""
    order = _order(char)
    return f"~{order}" if order else char.lower()


@cache
def _order(char: str) -> str:
    return _table().order(char)


@cache
def _table() -> hanzi.Table:
    return hanzi.load()
