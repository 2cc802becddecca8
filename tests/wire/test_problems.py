"""Refusals as problem details and back (RFC 9457)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.refusals import EndReason, RefusalCode, Refused
from etax_client.domain.safe_text import safe_text
from etax_client.wire.problems import TYPE_PREFIX, Problem, to_problem, to_refused
from etax_client.wire.spelling import Misspelled, read_reply, write

COUNTS = st.none() | st.integers(0, 10**9)


@pytest.mark.parametrize("code", RefusalCode)
def test_every_code_goes_over_the_wire_and_back(code: RefusalCode) -> None:
    problem = to_problem(Refused(code))
    assert problem.type == TYPE_PREFIX + code.value
    assert problem.title
    assert problem.status == code.status
    assert to_refused(read_reply(write(problem), Problem)) == Refused(code)


@given(
    st.builds(
        Refused,
        st.sampled_from(RefusalCode),
        COUNTS,
        COUNTS,
        st.booleans(),
        st.none() | st.text(max_size=20).map(safe_text),
        st.none() | st.sampled_from(EndReason),
    )
)
def test_everything_that_a_refusal_says_arrives(refused: Refused) -> None:
    assert to_refused(read_reply(write(to_problem(refused)), Problem)) == refused


def test_a_status_and_a_detail_of_ones_own() -> None:
    problem = to_problem(Refused(RefusalCode.malformed), status=400, detail="depth")
    assert (problem.status, problem.detail) == (400, "depth")


def test_what_is_not_said_is_not_sent() -> None:
    assert b"attempts_left" not in write(to_problem(Refused(RefusalCode.locked, retry_after=7200)))


@pytest.mark.parametrize(("code", "ended"), [("made_up", None), ("", None), ("locked", "made_up")])
def test_a_code_that_is_not_ours_is_no_refusal(code: str, ended: str | None) -> None:
    assert to_refused(Problem("x", "x", 400, code, ended=ended)) is None


@pytest.mark.parametrize("field", ["attempts_left", "retry_after"])
@pytest.mark.parametrize("number", ["-1", "1000000001", "1.5", '"1"', "true"])
def test_numbers_that_no_clock_could_count_are_misspelled(field: str, number: str) -> None:
    with pytest.raises(Misspelled):
        read_reply(f'{{"type":"x","title":"x","status":423,"code":"locked","{field}":{number}}}'.encode(), Problem)
