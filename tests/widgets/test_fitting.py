"""Text made to fit (TUI-1, looks.md: names are cut with `..` at a cell boundary)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from etax_client.widgets.fitting import fit, typable
from tests.widgets.stage import FORBIDDEN, HOSTILE


@pytest.mark.parametrize(
    ("text", "cells", "fitted"),
    [
        ("示例", 6, "示例  "),
        ("示例公司", 8, "示例公司"),
        ("示例公司", 7, "示例.. "),
        ("示例公司", 6, "示例.."),
        ("示例公司", 5, "示.. "),
        ("abc", 2, "  "),
        ("", 3, "   "),
    ],
)
def test_cut_at_a_cell_boundary(text: str, cells: int, fitted: str) -> None:
    assert fit(text, cells) == fitted


@given(st.text(max_size=60) | st.sampled_from(HOSTILE), st.integers(0, 80))
def test_always_as_many_cells_and_never_hostile(text: str, cells: int) -> None:
    """TUI-1."""
    fitted = fit(text, cells)
    assert cell_len(fitted) == cells
    assert not set(fitted) & FORBIDDEN


@given(st.text(max_size=60) | st.sampled_from(HOSTILE))
def test_nothing_hostile_can_be_typed(text: str) -> None:
    """TUI-1."""
    clean = typable(text)
    assert not set(clean) & FORBIDDEN
    assert typable(clean) == clean


def test_what_people_type_stays() -> None:
    assert typable("李明 Zhāng[/]\U0003134f") == "李明 Zhāng[/]\U0003134f"
