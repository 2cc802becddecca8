"""Real-name levels: the strongest of what is known (BJ-03)."""

import pytest

from etax_client.domain.bureau.levels import Fact, level_of


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ((), 1),
        ((Fact.email,), 2),
        ((Fact.email, Fact.mobile), 3),
        ((Fact.old,), 3),
        ((Fact.old, Fact.mobile), 3),
        ((Fact.old, Fact.face), 4),
        ((Fact.hall, Fact.old), 5),
        (tuple(Fact), 5),
    ],
)
def test_the_strongest_fact_decides(facts: tuple[Fact, ...], level: int) -> None:
    assert level_of(facts) == level
