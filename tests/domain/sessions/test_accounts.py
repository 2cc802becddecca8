"""What is looked up for a typed account, and what a bystander sees of it (LOG-02, LOG-03, LOG-11, LCK-5, SEC-5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.masking import mask_document, mask_identifier, mask_mobile, mask_name
from etax_client.domain.sessions.accounts import is_mobile, normalise_identifier


@pytest.mark.parametrize(
    ("typed", "looked_up"),
    [
        ("  liming ", "liming"),
        ("LiMing", "LiMing"),
        ("ｌｉｍｉｎｇ", "liming"),
        ("44019919800101002x", "44019919800101002X"),
        ("４４０１９９１９８００１０１００２ｘ\u3000", "44019919800101002X"),
        ("138 0000-0001", "13800000001"),
        ("+86 13800000001", "13800000001"),
        ("１３８００００００01", "13800000001"),
        ("10000000000", "10000000000"),
        ("e\u0301", "é"),
        ("ⅹ", "ⅹ"),
    ],
)
def test_how_an_account_is_looked_up(typed: str, looked_up: str) -> None:
    assert normalise_identifier(typed) == looked_up


@given(st.text())
def test_looking_up_twice_is_looking_up_once(typed: str) -> None:
    once = normalise_identifier(typed)
    assert normalise_identifier(once) == once


def test_login_names_that_differ_in_case_are_two() -> None:
    assert normalise_identifier("LIMING") != normalise_identifier("liming")


@pytest.mark.parametrize(("text", "mobile"), [("13800000001", True), ("12800000001", False), ("liming", False), ("1380000000", False)])
def test_what_is_a_mobile_number(text: str, mobile: bool) -> None:
    assert is_mobile(text) is mobile


@pytest.mark.parametrize(
    ("identifier", "shown"),
    [
        ("13812345678", "138****5678"),
        ("44030119800101123X", "4403**********123X"),
        ("liming", "li***g"),
        ("wang", "wa*g"),
        ("abc", "a**"),
        ("ab", "a**"),
        ("a", "a**"),
        ("", "**"),
    ],
)
def test_a_remembered_account_in_a_list(identifier: str, shown: str) -> None:
    assert mask_identifier(identifier) == shown


@pytest.mark.parametrize(("name", "shown"), [("李明", "李*"), ("𫍰", "𫍰"), ("阿卜杜拉·买买提", "阿*******"), ("", "")])
def test_a_masked_name(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@given(st.text("0123456789X", max_size=20))
def test_no_mask_shows_a_whole_number(number: str) -> None:
    """SEC-5: at most eight characters of any number are left, and never all of them."""
    for masked in (mask_mobile(number), mask_document(number)):
        seen = masked.replace("*", "")
        assert len(seen) <= 8
        assert not number or masked != number
    assert len(mask_document(number)) == len(number)


@given(st.text(min_size=2, max_size=64).filter(lambda text: "*" not in text))
def test_no_mask_of_an_account_shows_all_of_it(identifier: str) -> None:
    assert len(mask_identifier(identifier).replace("*", "")) < len(identifier)
