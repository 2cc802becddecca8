"""Which places of 办税首页 can be entered, in their order, and the screen that each begins with."""

from collections.abc import Callable, Mapping
from typing import Any

from textual.screen import Screen

from etax_client.screens.desk import Desk
from etax_client.screens.work import Work

Entrance = Callable[[Desk, Work], Screen[Any]]
ENTRANCES: Mapping[str, Entrance] = {}
"""By the place's name; a place stands here once what is behind it works."""
