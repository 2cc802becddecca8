"""A page's list is found in by what one types: what it is called in either language, or how it is said (PGS-04)."""

import pytest

from etax_client.screens.dialogs.choose import Choice
from etax_client.screens.pages.finding import finder

FIND = finder([Choice("cn", "居民身份证"), Choice("us", "美国 USA"), Choice("br", "Brésil"), Choice("id", "身份证 0")])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("身份证", ["id", "cn"]),
        ("shenfenzheng", ["id", "cn"]),
        ("jmsfz", ["cn"]),
        ("mei guo", ["us"]),
        ("usa", ["us"]),
        ("BRESIL", ["br"]),
        ("resident id card", ["cn"]),
        ("nothing of that", []),
        ("", ["cn", "us", "br", "id"]),
    ],
)
def test_by_its_name_by_its_sound_and_by_initials(typed: str, found: list[str]) -> None:
    """What begins so comes first; case, blanks and accents are no difference."""
    assert [choice.value for choice in FIND(typed)] == found
