"""A client that a test can afford: styles are parsed once for all clients of a process, and nothing is painted before someone looks."""

from functools import cache
from typing import Any

from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import AwaitMount
from typing_extensions import override

from etax_client.app import EtaxApp
from etax_client.screens.desk import Desk
from etax_client.screens.keeper import Keeper

_SHEETS = 1000
"""Sheets that are kept for each set of colours; Textual has one for each kind of widget, and we have some of our own."""


class ThriftyApp(EtaxApp):
    """The client as it is, for a screen that nobody looks at most of the time."""

    CSS_PATH = "../etax.tcss"

    def __init__(self, desk: Desk, keeper: Keeper) -> None:
        super().__init__(desk, keeper)
        self.stylesheet = SharedStyles(self.get_css_variables())

    @override
    def _get_screen(self, screen: Screen[Any] | str) -> tuple[Screen[Any], AwaitMount]:
        shown = self.get_screen(screen)
        if not shown.is_running:
            shown._compositor = Unpainted()
        return super()._get_screen(shown)


class Unpainted(Compositor):
    """Lays a screen out, and paints it only for those who ask for all of it: a picture or its rows."""

    def __init__(self) -> None:
        super().__init__()
        self._behind: list[Screen[Any]] = []

    @override
    def render_update(
        self, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
    ) -> RenderableType | None:
        if full:
            return super().render_update(full, screen_stack, simplify)
        self._behind = screen_stack or []
        self._dirty_regions.clear()
        return None

    @override
    def render_strips(self, size: Size | None = None) -> list[Strip]:
        visible_screen_stack.set([*self._behind])  # taken from it: what a dialog leaves free is painted by the screens behind it
        return super().render_strips(size)


class SharedStyles(Stylesheet):
    """A style sheet whose parts are parsed by the first client that goes by the same colours."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = _parsed(frozenset(variables.items()))

    @override
    def set_variables(self, variables: dict[str, str]) -> None:
        self._parse_cache = LRUCache(1)  # what is cleared is nobody else's
        super().set_variables(variables)
        self._parse_cache = _parsed(frozenset(variables.items()))

    @override
    def reparse(self) -> None:
        self.parse()


@cache
def _parsed(variables: frozenset[tuple[str, str]]) -> LRUCache[tuple[Any, ...], list[RuleSet]]:
    return LRUCache(_SHEETS)
