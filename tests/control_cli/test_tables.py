"""Columns of the shell, aligned by cells (looks.md)."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from etax_client.control_cli.tables import Table
from etax_client.domain.safe_text import safe_text

WORDS = st.text(alphabet="ab1李明 \x1b\u202e\n🀄-", max_size=12)
ROWS = st.lists(st.tuples(WORDS, WORDS), max_size=5)


@given(ROWS, ROWS)
def test_the_second_column_begins_below_itself_and_only_moves_to_the_right(
    early: list[tuple[str, str]], late: list[tuple[str, str]]
) -> None:
    table = Table(["名称", "X"])
    begins: list[int] = []
    for rows in (early, late):
        lines = list(table.lines([(first, f"|{second}") for first, second in rows]))
        if rows is early:
            assert lines.pop(0).startswith("名称  ")
        assert len(lines) == len(rows)
        found = {cell_len(line[: line.index("|")]) for line in lines}
        assert len(found) <= 1
        begins += found
    assert begins == sorted(begins)
    assert all(begin >= 6 for begin in begins)


@given(WORDS)
def test_nothing_of_others_is_obeyed(text: str) -> None:
    """TUI-1."""
    [_, line] = Table(["A"]).lines([(text,)])
    assert safe_text(line) == line
    assert "\n" not in line


def test_what_is_not_there_is_said() -> None:
    assert list(Table(["A", "B", "C"]).lines([(None, "", 0)])) == ["A  B  C", "-  -  0"]
    table = Table(["A"])
    assert (list(table.lines([])), list(table.lines([]))) == (["A"], [])
