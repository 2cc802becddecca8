"""What a new password must not be although it follows the rule: common, or holding what others know of its owner (PWD-1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.guessing.passwords import PRINTABLE, Own, Weakness, weakness
from etax_client.domain.secret import Secret

NAME, MOBILE, NUMBER = "Tax_clerk", "13800000001", "44019919880512003X"
HERS = Own(NAME, (MOBILE, NUMBER))
COMMON = frozenset({"p@ssw0rd1", "abc123456"})


@pytest.mark.parametrize("text", ["P@ssw0rd1", "p@SSW0RD1", "Abc123456"])
def test_common_ones_are_known_without_case(text: str) -> None:
    assert weakness(Secret(text), HERS, COMMON) is Weakness.common


@pytest.mark.parametrize(
    "text",
    ["Tax_clerk1!", "1tax_CLERK", "Ab13800000001", "Ab@000001", "Ab@138000", "19880512Ab!", "440199Ab!", "Ab!12003x", "Ab!512003"],
)
def test_what_holds_the_login_name_or_six_digits_of_a_number(text: str) -> None:
    weak = weakness(Secret(text), HERS, COMMON)
    assert weak is (None if text == "Ab!12003x" else Weakness.login_name if "tax" in text.lower() else Weakness.number)


@pytest.mark.parametrize("text", ["Tax_clark1!", "Tax-clerk1!", "Ab@00001!", "Ab@880512", "P@ssw0rd12", "Etax@2026"])
def test_what_only_looks_like_it(text: str) -> None:
    assert weakness(Secret(text), Own(NAME, (MOBILE, "44019919881512003X")), COMMON) is None


def test_who_has_no_login_name_or_number_holds_nothing() -> None:
    assert weakness(Secret("Etax@2026"), Own("", ("",)), COMMON) is None


@given(st.text(st.sampled_from(PRINTABLE), min_size=8, max_size=15), st.data())
def test_a_part_of_the_password_itself_is_found_wherever_it_stands(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    assert weakness(Secret(text), Own(numbers=(part.swapcase(),)), frozenset()) is Weakness.number
    by_name = weakness(Secret(text), Own(part.swapcase()), frozenset())
    assert by_name is (Weakness.login_name if len(part) >= 4 else None), "a short name stands in many a good password"
