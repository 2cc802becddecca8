"""A page drawn line by line by one widget: what is read and what can be chosen; where one types, fields lie on it (PGS-08)."""

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import NULL_OFFSET, NULL_SPACING, Size
from textual.layout import Layout, WidgetPlacement
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.visual import RenderOptions
from textual.widget import Widget
from typing_extensions import override

from etax_client.domain.pages.page import Tone
from etax_client.widgets.pages.setting import BAR, SOLID, Setting, Spot, Thing

_UNKNOWN = 78
"""Cells that a page is set in before it has its place; what can be gone to is the same."""
_GROUNDED = ("page--field", "page--button", "page--main", "page--disabled")


class _Places(Layout):
    """Fields lie where the page is set to have them."""

    name = "page"

    @override
    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> list[WidgetPlacement]:
        boxes = parent.setting_in(size.width).boxes if isinstance(parent, PageBody) else {}
        return [WidgetPlacement(boxes[child], NULL_OFFSET, NULL_SPACING, child) for child in children if child in boxes]


_PLACES = _Places()


class PageBody(Widget, can_focus_children=False):
    """`lay` hands it what sets the page in so many cells; it says what was touched, and shows what one has gone to."""

    DEFAULT_CSS = """
    PageBody { width: 100%; max-width: 68; height: auto; padding: 0 1; color: $foreground; text-wrap: nowrap; }
    PageBody.-broad { max-width: 100; }
    .-roomy PageBody, .-tall PageBody { padding: 1; }
    PageBody > .page--heading-1 { color: $primary; text-style: bold; }
    PageBody > .page--heading-2 { color: $primary; text-style: bold; }
    PageBody > .page--heading-3 { text-style: bold; }
    PageBody > .page--strong { text-style: bold; }
    PageBody > .page--head { text-style: bold; color: $foreground; }
    PageBody > .page--plain { color: $foreground; }
    PageBody > .page--quiet { color: $quiet; }
    PageBody > .page--hint { color: $quiet; }
    PageBody > .page--banner { color: $quiet; }
    PageBody > .page--rule { color: $quiet; }
    PageBody > .page--notice { color: $primary; }
    PageBody > .page--done { color: $success; text-style: bold; }
    PageBody > .page--warning { color: $warning; }
    PageBody > .page--error { color: $error; text-style: bold; }
    PageBody > .page--link { color: $primary; }
    PageBody > .page--field { background: $field-ground; color: $foreground; }
    PageBody > .page--button { background: $button; color: $foreground; }
    PageBody > .page--main { background: $primary; color: $background; text-style: bold; }
    PageBody > .page--aside { color: $primary; text-style: underline; }
    PageBody > .page--disabled { background: $panel; color: $quiet; }
    PageBody:ansi > .page--button { background: ansi_default; color: ansi_default; }
    PageBody:ansi > .page--main { background: ansi_blue; color: ansi_bright_white; }
    PageBody > .page--hover { background: $focus-ground; color: $foreground; }
    PageBody > .page--focus { background: $focus-ground; color: $foreground; border-left: outer $primary; }
    PageBody > .page--focus-solid { background: $foreground; color: $background; text-style: bold; }
    PageBody:ansi > .page--focus-solid { text-style: bold reverse; }
    """
    COMPONENT_CLASSES = {
        *(f"page--heading-{level}" for level in (1, 2, 3)),
        *(f"page--{tone}" for tone in Tone),
        *(f"page--{part}" for part in ("strong", "head", "rule", "link", "field", "button", "main", "aside", "disabled", "hover")),
        BAR,
        SOLID,
    }

    class Touched(Message):
        """A click on something, or on one of its choices."""

        def __init__(self, spot: Spot) -> None:
            super().__init__()
            self.spot = spot

    def __init__(self) -> None:
        super().__init__()
        self._set: Callable[[int], Setting] = Setting
        self._setting = Setting(0)
        self._focused: Thing | None = None
        self._under: Spot | None = None
        """What the pointer is on."""
        self._held: Thing | None = None
        """What the mouse was pressed on."""

    # --- what is set

    async def hold(self, boxes: Sequence[Widget]) -> None:
        """These fields and pictures lie on it, in place of those before."""
        if self.children:
            await self.remove_children()
        if boxes:
            await self.mount_all(boxes)

    def lay(self, set_: Callable[[int], Setting]) -> None:
        before, self._set = self._setting, set_
        self._setting = after = set_(before.width or _UNKNOWN)
        self._under = None
        self._clear_arrangement_cache()
        self.refresh(layout=(len(before.lines), before.boxes) != (len(after.lines), after.boxes))

    def setting_in(self, width: int) -> Setting:
        if width != self._setting.width:
            self._setting = self._set(width)
        return self._setting

    @property
    def setting(self) -> Setting:
        """As it is now."""
        return self._setting

    @property
    @override
    def layout(self) -> Layout:
        return _PLACES

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.setting_in(width).lines)

    @override
    def get_selection(self, selection: Selection) -> tuple[str, str]:
        return selection.extract(self._setting.text), "\n"

    # --- how it looks

    def mark(self, thing: Thing | None) -> None:
        """Show what has the focus."""
        if thing is not self._focused:
            before, self._focused = self._focused, thing
            self._draw_again(before)
            self._draw_again(thing)

    def _draw_again(self, thing: Thing | None) -> None:
        if thing is not None and (place := self._setting.place_of(thing)) is not None:
            self.refresh(place)

    @override
    def render_line(self, y: int) -> Strip:
        width, ground = self.content_size.width, self.visual_style.rich_style
        if y >= len(self._setting.lines):
            return Strip.blank(width, ground)
        line, selection = self._setting.lines[y], self.text_selection
        if selection is not None and (span := selection.get_span(y)) is not None:
            start, end = span
            marked = VisualStyle.from_styles(self.screen.get_component_styles("screen--selection"))
            line = line.stylize(marked, start, len(line) if end == -1 else end)
        [strip] = line.render_strips(width, 1, self.visual_style, RenderOptions(self._part_style, self.styles.get_rules()))
        strip = strip.adjust_cell_length(width, ground)
        for spot in self._setting.spots:
            if spot.region.y <= y < spot.region.bottom:
                strip = self._shown(strip, spot)
        return strip.apply_offsets(0, y)

    def _part_style(self, style: VisualStyle | str) -> VisualStyle:
        """With its ground, which Textual leaves out of a part's style."""
        plain = self._get_style(style)
        name = style.removeprefix(".") if isinstance(style, str) else ""
        return plain + VisualStyle(self.get_component_styles(name).background) if name in _GROUNDED else plain

    def _shown(self, strip: Strip, spot: Spot) -> Strip:
        """How it looks while the pointer is on it, or one has gone to it."""
        focused = spot.thing is self._focused
        if not focused and (self._under is None or spot.thing is not self._under.thing):
            return strip
        style = self.get_component_rich_style(spot.focus if focused else "page--hover", partial=True)
        if focused and spot.strong:
            style += Style(bold=True)
        left, right = spot.region.x, min(spot.region.right, strip.cell_length)
        marked = list(Segment.apply_style(strip.crop(left, right), post_style=style))
        if focused and spot.focus == BAR:
            marked = [self._bar(style), *Strip(marked).crop(1)]
        return Strip([*strip.crop(0, left), *marked, *strip.crop(right)], strip.cell_length)

    def _bar(self, style: Style) -> Segment:
        kind, colour = self.get_component_styles(BAR).border_left
        return Segment("|" if kind == "ascii" else "▌", style + Style(color=colour.rich_color, bold=False))

    # --- the mouse

    def _spot_at(self, event: events.MouseEvent) -> Spot | None:
        offset = event.get_content_offset(self)
        return None if offset is None else next((spot for spot in self._setting.spots if spot.region.contains_point(offset)), None)

    def _point_at(self, spot: Spot | None) -> None:
        if spot is not self._under:
            before, self._under = self._under, spot
            self.styles.pointer = "default" if spot is None else "pointer"
            for each in (before, spot):
                self._draw_again(None if each is None else each.thing)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._point_at(self._spot_at(event))

    def on_leave(self, event: events.Leave) -> None:
        if event.node is self:
            self._point_at(None)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        spot = self._spot_at(event)
        self._held = None if spot is None else spot.thing

    def on_click(self, event: events.Click) -> None:
        """What was pressed and let go on the same thing; text that is marked ends anywhere."""
        spot = self._spot_at(event)
        if spot is not None and spot.thing is self._held:
            event.stop()
            self.post_message(self.Touched(spot))
