"""How a row of the unit list is set in cells (UNT-01)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from etax_client.domain.units.units import DepartmentFiling, Filing, Unit, UnitSort
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from etax_client.widgets.units.unit_rows import ID, LONGEST_ID, RowText, columns, heading_text, row_text
from tests.units import PLAIN
from tests.widgets.stage import FORBIDDEN, HOSTILE

UNIT = replace(
    PLAIN, department="总部", department_filing=DepartmentFiling.enabled, income_filing=Filing.pending, business_filing=Filing.filed
)
LOCKED = replace(PLAIN, taxpayer_id="91440199MA0QJ0207Y", name="广东示例核定一厂", locked_seconds=5352)
OPENED = replace(PLAIN, taxpayer_id="440301199001011234ZZ", name="示例", opened=True)


def whole(row: RowText) -> str:
    return row.before + row.state + row.after


def test_at_80_columns() -> None:
    layout = columns(79, 6)
    assert heading_text(layout, words(), UnitSort.taxpayer_id, False) == (
        "序号 纳税人识别号 ^     纳税人名称           部门   分部门  综合所得 经营所得 "
    )
    assert whole(row_text(layout, words(), 0, UNIT)) == "1    91440199MA0QJ0100K 广东示例查账有限公司 总部   已启用  待申报   已申报   "
    assert whole(
        row_text(layout, words(), 1, LOCKED)
    ) == "2    91440199MA0QJ0207Y 广东示例核定一. 锁定        未备案                    ".replace("一. ", "..  ")
    assert whole(row_text(layout, words(), 2, None)) == "3    ..                 ..                   ..     ..      ..       ..       "


def test_wide_there_are_long_headings_and_whole_names() -> None:
    layout = columns(139, 6)
    heading = heading_text(layout, words(), UnitSort.custom, True)
    assert heading.split() == ["序号", "纳税人识别号", "纳税人名称", "部门", "分部门申报", "综合所得申报", "经营所得"]
    long = replace(PLAIN, name="长" * 30, locked_seconds=1)
    assert "长" * 30 in whole(row_text(layout, words(), 0, long))


def test_the_longest_taxpayer_id_in_full() -> None:
    """Looks: the taxpayer id in full; 20 cells for those who trade under a personal id."""
    assert OPENED.taxpayer_id in row_text(columns(79, 6, LONGEST_ID), words(), 2, OPENED).before


@pytest.mark.parametrize(
    ("sort", "descending", "mark"), [(UnitSort.name, False, "纳税人名称 ^"), (UnitSort.income_filing, True, "综合所得v")]
)
def test_the_sort_mark(sort: UnitSort, descending: bool, mark: str) -> None:
    """Looks: ^ and v."""
    heading = heading_text(columns(79, 6), words(), sort, descending)
    assert mark in heading
    assert heading.count("^") + heading.count("v") == 1


def test_states_are_words() -> None:
    """Looks: never told by colour alone."""
    layout = columns(79, 6)
    assert [row_text(layout, words(), 0, one).state for one in (UNIT, LOCKED, OPENED, None)] == ["", "锁定", "已进入", ""]
    assert [row_text(layout, words(Language.en), 0, one).state for one in (LOCKED, OPENED)] == ["locked", "open"]


@pytest.mark.parametrize("width", [40, 47, 59, 60, 66])
def test_on_narrow_terminals_columns_are_dropped_and_number_id_and_name_stay(width: int) -> None:
    layout = columns(width, 6)
    assert [column.sort for column in layout][:3] == [UnitSort.custom, UnitSort.taxpayer_id, UnitSort.name]
    assert len(layout) < 7


texts = st.text(max_size=40) | st.sampled_from(HOSTILE)
units = st.builds(
    Unit,
    st.integers(1, 10**6),
    texts,
    texts,
    texts,
    st.sampled_from(DepartmentFiling),
    st.sampled_from(Filing),
    st.sampled_from(Filing),
    locked_seconds=st.none() | st.integers(1, 9999),
    opened=st.booleans(),
)


@given(
    width=st.integers(40, 220),
    total=st.integers(0, 10**6),
    id_cells=st.integers(ID, LONGEST_ID),
    language=st.sampled_from(Language),
    sort=st.sampled_from(UnitSort),
    descending=st.booleans(),
    unit=st.none() | units,
)
def test_rows_and_headings_are_aligned_and_harmless(
    width: int, total: int, id_cells: int, language: Language, sort: UnitSort, descending: bool, unit: Unit | None
) -> None:
    """TUI-1; whatever the names are made of, each column starts at the same cell, and all fits."""
    layout = columns(width, total, id_cells)
    said = words(language)
    heading, row = heading_text(layout, said, sort, descending), row_text(layout, said, max(0, total - 1), unit)
    end = layout[-1].x + layout[-1].cells + 1
    assert end <= width or width < 47
    assert cell_len(heading) == cell_len(whole(row)) == end - 1
    assert not set(heading + whole(row)) & FORBIDDEN


@pytest.mark.parametrize("language", list(Language))
def test_states_are_whole_where_columns_are_narrow(language: Language) -> None:
    """looks.md: only what users have called something may be cut."""
    states = {"department_filing": DepartmentFiling, "income_filing": Filing, "business_filing": Filing}
    for column in columns(80, 6):
        for state in states.get(column.sort, ()):
            text = words(language).say(f"table.{state}")
            assert cell_len(text) <= column.cells, text
