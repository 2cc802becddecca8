"""Which columns of a wide table are in sight: whole ones, the last one too, and the cursor's in any case (INC-03)."""

from hypothesis import given
from hypothesis import strategies as st

from etax_client.widgets.tables.columns import Column, Layout
from tests.widgets.tables.some_cells import said


def layout(cells: list[int], width: int) -> Layout:
    columns = [Column("name", said("姓名"), 10, frozen=True), *(Column(str(at), said("列"), each) for at, each in enumerate(cells))]
    return Layout(columns, [column.cells for column in columns], 100, width)


@given(st.lists(st.integers(4, 24), min_size=1, max_size=30), st.integers(44, 200), st.integers(0, 600), st.data())
def test_whole_columns_and_the_one_that_is_wanted(cells: list[int], width: int, scrolled: int, data: st.DataObject) -> None:
    laid = layout(cells, width)
    scrolled = min(scrolled, laid.extent)
    wanted = data.draw(st.integers(1, len(cells)))
    for at in (scrolled, laid.extent, laid.to_show(wanted, scrolled)):
        spans = laid.in_sight(at)
        assert [span.at for span in spans] == list(range(spans[0].at, spans[-1].at + 1))
        assert all(span.x + span.cells <= width for span in spans)
    assert laid.in_sight(laid.extent)[-1].at == len(cells)
    assert wanted in [span.at for span in laid.in_sight(laid.to_show(wanted, scrolled))]
    assert 0 <= laid.to_show(wanted, scrolled) <= laid.extent


def test_all_in_sight_needs_no_scrolling() -> None:
    assert layout([10, 10], 80).extent == 0
