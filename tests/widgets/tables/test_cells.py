"""The cells of a table that is edited in place: what they keep, sums, what has changed, and the way back (INC-03)."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from etax_client.widgets.tables.cells import MOST_STEPS, Cells, Key, Line
from tests.widgets.tables.some_cells import COLUMNS, WRONG, amount, some_cells

INCOME, FUND, KIND, TAX = 1, 2, 3, 4


def lines(cells: Cells) -> list[tuple[Key, Line]]:
    return [(cells.key_of(row), cells.line(row)) for row in range(cells.total)]


def test_what_is_typed_is_kept_as_its_column_reads_it() -> None:
    cells = some_cells(3)
    assert cells.put([(0, INCOME, "12,345.6"), (1, KIND, "乙类")]) == 0
    assert cells.text(0, INCOME) == "12345.60"
    assert cells.text(1, KIND) == "b"
    assert cells.sum_of(INCOME) == Decimal("12345.60") + 1001 + 1002


def test_what_cannot_be_read_stays_as_it_was_typed_and_is_in_no_sum() -> None:
    """INC-03: nothing typed is lost, wrong or not."""
    cells = some_cells(2)
    assert cells.put([(0, INCOME, "12x")]) == 1
    assert (cells.text(0, INCOME), cells.wrong(0, INCOME)) == ("12x", WRONG)
    assert cells.sum_of(INCOME) == 1001
    assert list(cells.faults()) == [(0, INCOME)]
    cells.put([(0, FUND, "5")])
    assert cells.wrong(0, INCOME) == WRONG, "another cell of the line says nothing of this one"
    cells.put([(0, INCOME, "12")])
    assert cells.wrong_count == 0


def test_a_column_that_is_not_edited_stays() -> None:
    cells = some_cells(1)
    cells.put([(0, 0, "别人"), (0, TAX, "9")])
    assert cells.line(0) == ("示例0号", "1000.00", "", "a", "1.50")
    assert cells.undo() is None


def test_hostile_text_is_cleaned_where_it_comes_in() -> None:
    """TUI-1."""
    cells = some_cells(1)
    cells.put([(0, INCOME, "1\x1b[2J\u202e")])
    assert cells.text(0, INCOME) == "1[2J"


def test_what_has_changed_is_what_differs_from_what_is_saved() -> None:
    cells = some_cells(3)
    cells.put([(0, INCOME, "7")])
    cells.put([(0, INCOME, "1000")])
    assert cells.changed() == {}
    cells.put([(1, INCOME, "8")])
    cells.remove([2])
    cells.add([("new", ("新人", "", "", "", ""))])
    assert {key: line and line[INCOME] for key, line in cells.changed().items()} == {1: "8.00", 2: None, "new": ""}
    sent = cells.changed()
    cells.put([(1, FUND, "9")])
    cells.save(sent)
    assert list(cells.changed()) == [1], "what was typed while it was being saved is still to be"


def test_lines_that_went_come_back_where_they_were() -> None:
    cells = some_cells(4)
    before = lines(cells)
    cells.remove([1, 2])
    assert [key for key, _ in lines(cells)] == [0, 3]
    assert cells.undo() == 1
    assert lines(cells) == before
    cells.redo()
    assert [key for key, _ in lines(cells)] == [0, 3]


_TYPED = st.sampled_from(["", "1", "2.50", "x", "99,999,999.99", "甲类"])
_PUT = st.tuples(st.just("put"), st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), _TYPED), max_size=4))
_DONE = st.one_of(_PUT, st.tuples(st.sampled_from(["undo", "redo", "remove", "add"]), st.integers(0, 99)))


@given(st.lists(_DONE, max_size=12))
def test_the_way_back_leads_to_where_one_began(done: list[tuple[str, object]]) -> None:
    """Whatever was done: sums and faults are those of what stands there, and undoing all of it restores the beginning."""
    cells = some_cells(3)
    before = lines(cells)
    for place, (what, how) in enumerate(done):
        if what == "put" and isinstance(how, list):
            cells.put([each for each in how if each[0] < cells.total])
        elif what == "undo":
            cells.undo()
        elif what == "redo":
            cells.redo()
        elif what == "remove" and cells.total:
            cells.remove([int(str(how)) % cells.total])
        elif what == "add":
            cells.add([(f"new{place}", ("新人", "3", "x", "", ""))])
        for at in (INCOME, FUND):
            read = [amount(line[at]) for _, line in lines(cells)]
            assert cells.sum_of(at) == sum(Decimal(text) for text in read if isinstance(text, str) and text)
            assert [row for row, each in cells.faults() if each == at] == [
                row for row, text in enumerate(read) if not isinstance(text, str)
            ]
    while cells.undo() is not None:
        pass
    assert lines(cells) == before
    assert cells.changed() == {}


def test_steps_are_bounded() -> None:
    cells = some_cells(1)
    for step in range(MOST_STEPS + 5):
        cells.put([(0, INCOME, str(step))])
    undone = 0
    while cells.undo() is not None:
        undone += 1
    assert undone == MOST_STEPS
    assert len(COLUMNS) == len(cells.line(0))
