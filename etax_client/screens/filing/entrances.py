"""Which places of 办税首页 can be entered, in their order, and the screen that each begins with."""

from collections.abc import Callable, Mapping
from typing import Any

from textual.screen import Screen

from etax_client.screens.desk import Desk
from etax_client.screens.work import Work

Entrance = Callable[[Desk, Work], Screen[Any]]


def _people(desk: Desk, work: Work) -> Screen[Any]:
    from etax_client.screens.filing.people import PeopleScreen  # start-up budget: not before a place is entered

    return PeopleScreen(desk, work)


ENTRANCES: Mapping[str, Entrance] = {"people": _people}
"""By the place's name; a place stands here once what is behind it works."""
