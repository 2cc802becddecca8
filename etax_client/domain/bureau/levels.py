"""Real-name levels: no number that anyone sets, but what is known of a person, the strongest of it (BJ-03)."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Fact(StrEnum):
    """What a level rests on, the strongest first."""

    hall = "hall"
    face = "face"
    old = "old"
    mobile = "mobile"
    email = "email"


LEVELS: Mapping[Fact, int] = {Fact.hall: 5, Fact.face: 4, Fact.old: 3, Fact.mobile: 3, Fact.email: 2}
LOWEST, KEY_TASKS = 1, 4
"""That of whom nothing is known, and the one that key tasks need (BJ-54)."""


def level_of(facts: Collection[Fact]) -> int:
    return max((LEVELS[fact] for fact in facts), default=LOWEST)
