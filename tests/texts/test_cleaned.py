"""What is left out of a number is said, and only where something was (LOG-03)."""

import pytest

from etax_client.domain.numbers import plain
from etax_client.texts.catalogue import words
from etax_client.texts.cleaned import cleaned


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("440199198805120030", "440199198805120030", None),
        ("4401 9919 8805 1200 30", "440199198805120030", "已去除空格"),
        (" 440199198805120030", "440199198805120030", "已去除空格"),
        ("４４０１99198805120030", "440199198805120030", "全角已改为半角"),
        ("４４０１\u300099198805120030", "440199198805120030", "已去除空格，全角已改为半角"),
        ("44019919880512003x", "44019919880512003X", None),
        ("\u200b440199198805120030", "440199198805120030", None),
        ("李 明", plain("李 明"), None),
    ],
)
def test_what_is_said(typed: str, kept: str, said: str | None) -> None:
    found = cleaned(typed, kept)
    assert (None if found is None else words().tell(found)) == said
