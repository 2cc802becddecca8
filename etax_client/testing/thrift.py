"""A client that a test can afford: styles are parsed and matched once for all clients of a process, and nothing is painted unseen."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count
from typing import Any, cast

from rich.console import RenderableType
from textual._compositor import Compositor, ReflowResult
from textual._context import visible_screen_stack
from textual.app import App
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import AwaitMount, Widget
from typing_extensions import override

from etax_client.app import EtaxApp
from etax_client.screens.desk import Desk
from etax_client.session import Keeper

_SHEETS = 1000
"""Sheets that are kept for each set of colours; Textual has one for each kind of widget, and we have some of our own."""
_KINDS, _PLACES = 4_000, 1_000
"""Kinds of nodes that are kept, and for each the places where one has stood."""


class ThriftyApp(EtaxApp):
    """The client as it is, for a screen that nobody looks at most of the time."""

    CSS_PATH = [f"../{path}" for path in EtaxApp.CSS_PATH]

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
    """Lays a screen out, and paints it only for those who ask for all of it, a picture or its rows: once until something changes."""

    def __init__(self) -> None:
        super().__init__()
        self._behind: list[Screen[Any]] = []
        self._painted: list[Strip] | None = None

    @override
    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        self._painted = None
        return super().reflow(parent, size)

    @override
    def render_update(
        self, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
    ) -> RenderableType | None:
        if full:
            return super().render_update(full, screen_stack, simplify)
        self._behind, self._painted = screen_stack or [], None
        self._dirty_regions.clear()
        return None

    @override
    def render_strips(self, size: Size | None = None) -> list[Strip]:
        if self._painted is None or size is not None or self._behind[1:] or self._about_to_change():
            visible_screen_stack.set([*self._behind])  # taken from it: what a dialog leaves free is painted by the screens behind it
            self._painted = super().render_strips(size)
        return self._painted

    def _about_to_change(self) -> bool:
        """Whether anything of the screen has said that it is to be painted anew."""
        screen = self.root
        if not isinstance(screen, Screen) or screen._dirty_widgets:
            return True
        return any(node._repaint_required or node._layout_required for node in screen.walk_children(Widget, with_self=True))


@dataclass(frozen=True, slots=True)
class _Look:
    """What a sheet says of a node: its styles, and what has to happen for them to be asked for again."""

    styles: RulesMap | None
    hover: bool
    focus_within: bool
    order: bool
    odd_or_even: bool


@dataclass(frozen=True, slots=True)
class _Matched:
    """What the rules that may concern a node come to, by where it stands and in which state; no others that a sheet has change that."""

    states: tuple[str, ...]
    """The pseudo-classes on which its styles depend, its own or of those around it."""
    looks: LRUCache[Hashable, _Look]


class SharedStyles(Stylesheet):
    """A style sheet whose parts are parsed, and matched, by the first client that goes by the same colours."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = _parsed(frozenset(variables.items()))
        self._matched: dict[Hashable, _Matched] = {}
        self._turns: dict[int, int] = {}
        self._found: dict[DOMNode, RulesMap] = {}

    @override
    def set_variables(self, variables: dict[str, str]) -> None:
        self._parse_cache = LRUCache(1)  # what is cleared is nobody else's
        super().set_variables(variables)
        self._parse_cache = _parsed(frozenset(variables.items()))

    @override
    def reparse(self) -> None:
        self.parse()

    @override
    def parse(self) -> None:
        super().parse()
        self._matched = {}
        self._turns = dict(zip(map(id, self._rules), count()))

    @override
    def apply(self, node: DOMNode, *, animate: bool = False, cache: dict[tuple[Any, ...], RulesMap] | None = None) -> None:
        """What was found for a node of the same kind, in the same state and place, is true of this one too."""
        matched = self._matching(node)
        place = tuple((type(each), each._id, each.classes, *map(each.has_pseudo_class, matched.states)) for each in node.css_path_nodes)
        look = matched.looks.get(place)
        if look is None:
            super().apply(node, animate=animate)
            styles = self._found.pop(node, None)
            if styles is not None and not animate:
                styles = cast(RulesMap, dict(node._css_styles._rules))  # as the node spells them, so that they are known again
            looks = (node._has_hover_style, node._has_focus_within, node._has_order_style, node._has_odd_or_even)
            matched.looks[place] = _Look(styles, *looks)
            return
        node._has_hover_style, node._has_focus_within = look.hover, look.focus_within
        node._has_order_style, node._has_odd_or_even = look.order, look.odd_or_even
        if look.styles is not None:
            if node._css_styles._rules == look.styles:
                node.notify_style_update()
            elif isinstance(node, Widget | App):
                super().replace_rules(node, look.styles, animate=animate)
            else:  # a part of a widget, made anew each time, which has nobody to tell
                node._css_styles._rules.update(look.styles)
        self._process_component_classes(node)

    def replace_rules(self, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:  # type: ignore[override]
        self._found[node] = rules
        super().replace_rules(node, rules, animate=animate)

    def _matching(self, node: DOMNode) -> _Matched:
        by_name = self.rules_map
        kind = (type(node), node._id, node.classes)
        matched = self._matched.get(kind)
        if matched is None:
            concerned = {rule for name in node._selector_names & by_name.keys() for rule in by_name[name]}
            matched = self._matched[kind] = _matched(tuple(sorted(concerned, key=lambda rule: self._turns[id(rule)])))
        return matched


@lru_cache(_KINDS)
def _matched(rules: tuple[RuleSet, ...]) -> _Matched:
    return _Matched(tuple(sorted({state for rule in rules for state in rule.pseudo_classes})), LRUCache(_PLACES))


@cache
def _parsed(variables: frozenset[tuple[str, str]]) -> LRUCache[tuple[Any, ...], list[RuleSet]]:
    return LRUCache(_SHEETS)
