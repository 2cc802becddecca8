"""Lengths of time as testers write them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.testing import durations

PARTS = st.fixed_dictionaries({}, optional={name: st.integers(0, 999_999) for name in "dhms"}).filter(bool)
SIZES = {"d": 86400, "h": 3600, "m": 60, "s": 1}


@given(PARTS)
def test_each_part_counts_for_what_it_is(parts: dict[str, int]) -> None:
    written = "".join(f"{parts[name]}{name}" for name in SIZES if name in parts)
    assert durations.read(written) == timedelta(seconds=sum(count * SIZES[name] for name, count in parts.items()))


@given(st.integers(0, 10**10))
def test_what_is_spelled_reads_the_same(seconds: int) -> None:
    spelled = durations.spell(seconds)
    assert durations.read(spelled) == timedelta(seconds=seconds)


@given(st.text(alphabet="0123456789dhms. -+HMx分", max_size=8))
def test_nothing_else_is_read(text: str) -> None:
    found = durations.read(text)
    if found is not None:
        assert found >= timedelta()
        assert durations.read(durations.spell(int(found.total_seconds()))) == found


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("2h30m", 9000), ("120m", 7200), ("45s", 45), ("1d", 86400), (" 1D2H ", 93600), ("0s", 0), ("1d1h1m1s", 90061)],
)
def test_examples(text: str, seconds: int) -> None:
    assert durations.read(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", " ", "5", "h", "30m2h", "1h1h", "-1h", "1.5h", "1h 30m", "1w", "1234567s", "２h", "2hours"])
def test_what_is_no_length(text: str) -> None:
    assert durations.read(text) is None


@pytest.mark.parametrize(("seconds", "text"), [(0, "0s"), (-5, "0s"), (59, "59s"), (7199, "1h59m59s"), (7200, "2h"), (86460, "1d1m")])
def test_spelling(seconds: int, text: str) -> None:
    assert durations.spell(seconds) == text
