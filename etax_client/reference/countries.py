"""The nationalities that there are to choose from, read from the package when they are first asked for."""

import json
from functools import cache
from importlib import resources

from etax_client.domain.identity.nationalities import Nationality


@cache
def nationalities() -> tuple[Nationality, ...]:
    """All 249 of ISO 3166, with China, Hong Kong, Macao and Taiwan (`is_chinese`), in the order of their pinyin."""
    text = resources.files("etax_client").joinpath("data", "nationalities.json").read_text(encoding="utf-8")
    return tuple(sorted((Nationality(**row) for row in json.loads(text)), key=lambda row: row.pinyin))


def foreign() -> tuple[Nationality, ...]:
    """Those that a foreigner's document may name (documents.md, "Cross-field")."""
    return tuple(row for row in nationalities() if not row.is_chinese)
