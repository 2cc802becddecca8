"""The countries and regions that a nationality may name, and how they are found by Chinese, English, pinyin or code."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from etax_client.domain.identity.country_codes import CHINESE

_APOSTROPHES = {0x2018: "'", 0x2019: "'"}


@dataclass(frozen=True, slots=True)
class Nationality:
    """A row of ISO 3166 with its names; `alpha2` is what we keep, `pinyin` has a space between syllables."""

    alpha2: str
    alpha3: str
    numeric: str
    zh: str
    en: str
    pinyin: str
    initials: str

    @property
    def is_chinese(self) -> bool:
        """China with Hong Kong, Macao and Taiwan: no nationality of a foreigner's document."""
        return self.alpha2 in CHINESE


def search(rows: Iterable[Nationality], query: str) -> list[Nationality]:
    """The rows that a query finds, best first: the very name, a beginning, a word's beginning, a part; all rows for an empty one."""
    wanted = " ".join(_folded(query).split())
    found = [(rank, row.pinyin, row) for row in rows if (rank := _rank(row, wanted)) is not None]
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])]


def _rank(row: Nationality, wanted: str) -> int | None:
    """0 for the best; within a word only Chinese and English are looked for, since parts of syllables mean nothing."""
    chinese, english, syllables = _folded(row.zh), _folded(row.en), row.pinyin.split()
    names = (chinese, english, row.pinyin, "".join(syllables), row.initials, row.alpha2.lower(), row.alpha3.lower())
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    rests = [syllables[place:] for place in range(1, len(syllables))]
    if any(" ".join(rest).startswith(wanted) or "".join(rest).startswith(wanted) for rest in rests) or re.search(
        rf"\b{re.escape(wanted)}", english
    ):
        return 2
    return 3 if wanted in chinese or wanted in english else None


def _folded(text: str) -> str:
    """Small letters without accents, and straight apostrophes: what people type for Côte d'Ivoire."""
    parts = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return "".join(char for char in parts if not unicodedata.combining(char)).lower()
