"""Which rows of a long list are asked for, kept and moved (UNT-05, UNT-07)."""

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from etax_client.domain.units.units import Unit
from etax_client.widgets.tables.row_pages import CHUNK, KEPT, MOST_ASKED, MOST_MOVED, Gap, RowPages
from tests.units import PLAIN


def unit(row: int) -> Unit:
    """The unit in a row; its id tells the row."""
    return replace(PLAIN, unit_id=1000 + row, taxpayer_id=f"91440199MA0QJ{row:04}K", name=f"示例{row}")


def filled(total: int, *spans: range) -> RowPages[Unit]:
    pages = RowPages(attrgetter("unit_id"))
    pages.reset(total)
    for span in spans:
        pages.put(span.start, [unit(row) for row in span], total)
    return pages


def test_scrolling_down_asks_behind_what_is_there() -> None:
    pages = filled(1000, range(50))
    assert pages.gaps(0, 40) == []
    assert pages.gaps(20, 60) == [Gap(50, 50 + CHUNK, 1049, None)]
    assert pages.gaps(21, 61) == []


def test_scrolling_up_asks_before_what_is_there() -> None:
    pages = filled(1000, range(500, 600))
    assert pages.gaps(490, 530) == [Gap(400, 500, None, 1500)]


def test_a_jump_asks_around_and_knows_no_neighbours() -> None:
    pages = filled(100_000, range(50))
    (gap,) = pages.gaps(60_000, 60_060)
    assert gap.start <= 60_000 < 60_060 <= gap.stop
    assert gap.stop - gap.start == CHUNK
    assert (gap.after, gap.before) == (None, None)


def test_a_hole_between_two_pages_knows_both_neighbours() -> None:
    pages = filled(1000, range(50), range(80, 120))
    assert pages.gaps(40, 90) == [Gap(50, 80, 1049, 1080)]


def test_the_ends_of_the_list() -> None:
    assert filled(30).gaps(-20, 60) == [Gap(0, 30, None, None)]
    assert filled(1000).gaps(990, 1040) == [Gap(900, 1000, None, None)]
    assert filled(0).gaps(-20, 60) == []


def test_more_rows_than_are_given_at_once_are_asked_for_in_parts() -> None:
    gaps = filled(100_000).gaps(1000, 1450)
    assert [(gap.start, gap.stop) for gap in gaps] == [(1000, 1200), (1200, 1400), (1400, 1450)]


def test_what_left_the_view_may_be_asked_for_again() -> None:
    """A screen may give up requests for rows that nobody looks at any more."""
    pages = filled(100_000)
    assert len(pages.gaps(0, 60)) == 1
    assert len(pages.gaps(50_000, 50_060)) == 1
    assert len(pages.gaps(0, 60)) == 1


def test_retry_asks_again_and_a_short_answer_does_not() -> None:
    pages = filled(1000)
    (gap,) = pages.gaps(0, 60)
    pages.put(0, [unit(row) for row in range(10)], 1000)
    assert pages.gaps(0, 60) == []
    pages.put(0, [], 1000)
    assert pages.gaps(0, 60) == []
    pages.retry()
    assert pages.gaps(0, 60) == [Gap(10, 10 + CHUNK, 1009, None)]
    assert gap.start == 0


def test_another_total_means_that_rows_have_shifted() -> None:
    pages = filled(1000, range(100))
    pages.swap(3, 4)
    pages.put(200, [unit(row) for row in range(200, 250)], 999)
    assert pages.total == 999
    assert pages.row_at(5) is None
    assert pages.row_at(210) == unit(210)
    assert pages.arranged() == []


def test_rows_out_of_the_list_are_dropped() -> None:
    pages = RowPages(attrgetter("unit_id"))
    pages.put(-2, [unit(row) for row in range(-2, 8)], 5)
    assert [pages.row_at(row) for row in range(-2, 8)] == [None, None, *(unit(row) for row in range(5)), None, None, None]
    pages.put(0, [], -7)
    assert pages.total == 0


def test_memory_is_bounded_and_the_moved_stay() -> None:
    """P10: of 100,000 units a thousand are kept, those in sight among them."""
    pages = filled(100_000, range(100))
    assert pages.swap(0, 1)
    for start in range(100, 50_000, 100):
        pages.gaps(start - 50, start + 50)
        pages.put(start, [unit(row) for row in range(start, start + 100)], 100_000)
        assert len(pages._rows) <= KEPT + 2
        assert all(pages.row_at(row) == unit(row) for row in range(start, start + 50))
    assert pages.arranged() == [1001, 1000]


def test_what_was_dropped_is_asked_for_again() -> None:
    pages = filled(100_000, *(range(start, start + 200) for start in range(0, 3000, 200)))
    pages.gaps(2900, 2960)
    pages.put(3000, [unit(row) for row in range(3000, 3100)], 100_000)
    assert pages.gaps(0, 60)


def test_no_more_moves_than_can_be_kept() -> None:
    """The request takes 2,000 moved units."""
    pages = filled(5000, *(range(start, start + 200) for start in range(0, 1000, 200)))
    for row in range(0, MOST_MOVED, 2):
        if row >= 1000:
            pages.put(row, [unit(row), unit(row + 1)], 5000)
        assert pages.swap(row, row + 1)
    pages.put(4000, [unit(4000), unit(4001)], 5000)
    assert not pages.swap(4000, 4001)
    assert pages.swap(0, 1), "those already moved can be moved on"
    assert len(pages.arranged()) == MOST_MOVED - 2


def test_what_is_not_here_is_not_moved() -> None:
    pages = filled(100, range(10))
    assert not pages.swap(9, 10)
    assert not pages.swap(-1, 0)
    assert not pages.swap(99, 100)
    assert pages.arranged() == []


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=60))
def test_swaps_are_the_swaps_of_a_list(swaps: list[tuple[int, int]]) -> None:
    """UNT-05: what is shown is what a list would show; what is sent, laid into its rows, gives that list again."""
    pages = filled(20, range(20))
    shown = [unit(row).unit_id for row in range(20)]
    for row, other in swaps:
        assert pages.swap(row, other)
        shown[row], shown[other] = shown[other], shown[row]
    assert _ids(pages, range(20)) == shown
    sent = pages.arranged()
    places = sorted(unit_id - 1000 for unit_id in sent)
    again = [unit(row).unit_id for row in range(20)]
    for place, unit_id in zip(places, sent, strict=True):
        again[place] = unit_id
    assert again == shown
    assert len(sent) == sum(shown[row] != 1000 + row for row in range(20)), "what stands in its own row is not sent"
    pages.clear_arrangement()
    assert _ids(pages, range(20)) == [1000 + row for row in range(20)]


def _ids(pages: RowPages[Unit], rows: Iterable[int]) -> list[int]:
    units = [pages.row_at(row) for row in rows]
    return [one.unit_id for one in units if one is not None]


class Reader(RuleBasedStateMachine):
    """Somebody scrolls about in a list of 5,000 while answers arrive late, out of order, or not at all."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = filled(5000)
        self.open: list[Gap] = []
        self.first = 0

    def look(self) -> None:
        gaps = self.pages.gaps(self.first - 20, self.first + 40)
        for gap in gaps:
            assert 0 <= gap.start < gap.stop <= 5000
            assert gap.stop - gap.start <= MOST_ASKED
            assert gap.after in (None, 1000 + gap.start - 1), "the hint is the unit right before the gap"
            assert gap.before in (None, 1000 + gap.stop), "and the unit right behind it"
            assert all(self.pages.row_at(row) is None for row in range(gap.start, gap.stop)), "nothing is asked for that is here"
        assert not self.pages.gaps(self.first - 20, self.first + 40), "each gap is asked for once"
        self.open += gaps

    @rule(to=st.integers(0, 4980))
    def jump(self, to: int) -> None:
        self.first = to
        self.look()

    @rule(by=st.integers(-25, 25))
    def scroll(self, by: int) -> None:
        self.first = min(max(0, self.first + by), 4980)
        self.look()

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        gap = self.open.pop(data.draw(st.integers(0, len(self.open) - 1)))
        self.pages.put(gap.start, [unit(row) for row in range(gap.start, gap.stop)], 5000)
        self.look()

    @precondition(lambda self: self.open)
    @rule()
    def fail(self) -> None:
        self.open.clear()
        self.pages.retry()
        self.look()

    @invariant()
    def what_is_shown_is_right(self) -> None:
        for row in range(self.first, self.first + 20):
            assert self.pages.row_at(row) in (None, unit(row))

    def teardown(self) -> None:
        self.look()
        for gap in self.open:
            self.pages.put(gap.start, [unit(row) for row in range(gap.start, gap.stop)], 5000)
        assert all(self.pages.row_at(row) == unit(row) for row in range(self.first, self.first + 20)), (
            "when all has been answered, all is there"
        )


TestReader = Reader.TestCase
