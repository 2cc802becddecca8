"""The one filter between other people's text and a terminal (TUI-1)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from etax_client.domain.safe_text import CELLS, safe_text

HOSTILE = [
    *range(0x20),
    *range(0x7F, 0xA0),
    0x061C,
    0x200B,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
    *range(0xD800, 0xE000),
]
ANY_TEXT = st.text(st.characters()) | st.text(st.sampled_from([chr(code) for code in HOSTILE] + list("a税😀é\u0301\ufe0f\u200d")))


@pytest.mark.parametrize("code", HOSTILE[:75] + HOSTILE[-2:])
def test_no_hostile_character_is_let_through(code: int) -> None:
    assert safe_text(f"a{chr(code)}b") == ("a b" if code in (9, 10, 13) else "a\ufffdb")


@given(ANY_TEXT)
def test_whatever_comes_in_what_goes_out_is_harmless(text: str) -> None:
    safe = safe_text(text)
    assert not {ord(char) for char in safe} & set(HOSTILE)
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in safe)
    safe.encode()
    assert safe_text(safe) == safe


@given(ANY_TEXT, st.integers(0, 30))
def test_it_takes_no_more_cells_than_it_may(text: str, cells: int) -> None:
    safe = safe_text(text, cells)
    assert cell_len(safe) <= cells
    assert safe_text(safe, cells) == safe


def test_every_single_character_is_measured_at_least_as_wide_as_it_is_drawn() -> None:
    """By the tables that draw, whatever the ones of this Python say (U+31E4 is wide for one, narrow for the other)."""
    for code in range(0x20000):  # beyond it all are ideographs, tags or unassigned
        char = chr(code)
        assert cell_len(safe_text(char * 3, 4)) <= 4, hex(code)


@given(st.text("abc税务😀[/]\\{}<>&'\"", max_size=CELLS // 2))
def test_harmless_text_is_left_alone(text: str) -> None:
    """Brackets too: markup is kept out by never being parsed (TUI-2), not by taking it out."""
    assert safe_text(text) == text


def test_long_text_is_cut_at_the_cells_it_may_take() -> None:
    assert safe_text("a" * 300) == "a" * CELLS
    assert safe_text("税" * 300) == "税" * (CELLS // 2)
    assert safe_text("a" + "税" * 300) == "a" + "税" * 99
    assert safe_text("税税", 3) == "税"


def test_a_million_characters_take_no_time_worth_naming() -> None:
    assert len(safe_text("\x1b" * 10_000_000)) == CELLS


@pytest.mark.parametrize("name", ["阿卜杜拉·买买提", "王𫍰", "广东示例[/]科技公司", "O'Neil-Smith, J.", "é", "क्ष", "👨\u200d👩\u200d👧"])
def test_names_of_people_and_units_pass_whole(name: str) -> None:
    assert safe_text(name) == name
