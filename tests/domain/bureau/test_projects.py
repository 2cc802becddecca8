"""Numbers of projects as they are compared, and when a project is over (BJ-08, BJ-73)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.bureau.projects import ProjectState, ending_of, state_at

NUMBER = "冀示税跨报〔2026〕1234号"


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        "冀示税跨报[2026]1234",
        "冀示税跨报（2026）1234 号",
        "冀示税跨报【2026】１２３４号",
        " 冀示税跨报〔 2026 〕\u200b1234号 ",
        "冀示税跨报“2026”1234号",
    ],
)
def test_blanks_brackets_and_the_last_character_count_on_neither_side(typed: str) -> None:
    assert ending_of(typed) == "冀示税跨报20261234"


def test_what_else_there_is_stays() -> None:
    assert [ending_of(typed) for typed in ("ab_12", "号1234", "1234号号", "号", "")] == ["AB_12", "号1234", "1234号", "", ""]


@given(st.text(max_size=40))
def test_the_end_of_a_number_is_an_end_of_it(end: str) -> None:
    """However it is written: what is found by a number is found by its end."""
    assert ending_of(f"{NUMBER.removesuffix('号')}{end}").endswith(ending_of(end)) or ending_of(end) == ""


def test_a_project_is_over_with_its_last_day_or_when_it_is_closed() -> None:
    now = datetime(2026, 12, 1, tzinfo=UTC)
    moments = (None, now + timedelta(microseconds=1), now)
    assert [state_at(ProjectState.checked_in, ends_at, now) for ends_at in moments] == ["checked_in", "checked_in", "closed"]
    assert state_at(ProjectState.closed, None, now) is ProjectState.closed
