"""A page set in lines of so many cells: what is read of it, where each thing to go to stands, and where the client's own fields lie."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from etax_client.domain.pages.page import Button, FieldKind, Link, Look
from etax_client.texts.words import Words
from etax_client.widgets.fitting import fit
from etax_client.widgets.pages.entry import Entry, Keypad
from etax_client.widgets.pages.parts import Acts, Prose
from etax_client.widgets.pages.rows import Head, Row, acts_of
from etax_client.widgets.pages.typeset import GAP, Line, flow, lines_of
from etax_client.widgets.said import wrapped

BAR, SOLID = "page--focus", "page--focus-solid"
"""The component classes of what has the focus: a line with a bar at its left, or a button."""
_INDENT = 2
_PICK = 4
_CHARACTER, _MANY_CHARACTERS = 2, 8
"""Characters to choose from stand in rows, and with so many of them whatever stands among them."""
_WIDEST_LINK = 24
"""Cells of a link's text up to which notes stand in one column."""
_BESIDE = 56
"""Columns from which labels stand at the left of their fields."""
_LONGEST_LABEL = 20
_KEYPAD = 52
"""Columns that the soft keypad takes at least."""
_NARROWEST_TITLE = 12
_IN_ROWS = -1
_FEW = 4
"""Links, each with its notes, that stand apart."""
_LOOKS = {Look.main: "page--main", Look.quiet: "page--aside", Look.plain: "page--aside"}


Thing: TypeAlias = Link | Button | Entry | Keypad
"""What can be gone to."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a thing stands, or one of its choices; `focus` is how it shows that one is there."""

    thing: Thing
    region: Region
    focus: str
    strong: bool = False
    choice: int = 0


@dataclass(slots=True)
class Setting:
    width: int
    lines: list[Line] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    boxes: dict[Widget, Region] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(line.plain for line in self.lines)

    def place_of(self, thing: Thing) -> Region | None:
        regions = [spot.region for spot in self.spots if spot.thing is thing]
        return Region.from_union(regions) if regions else None

    @property
    def things(self) -> list[Thing]:
        """All that can be gone to, in reading order."""
        return list({id(spot.thing): spot.thing for spot in self.spots}.values())


def set_page(rows: Sequence[Row], width: int, words: Words, passed: float = 0, waiting: Collection[str] = ()) -> Setting:
    """`passed` are the seconds since the page came; buttons whose `ident` is `waiting` can't be pressed yet."""
    return _Setter(width, words, passed, waiting).set(rows)


class _Setter:
    def __init__(self, width: int, words: Words, passed: float, waiting: Collection[str]) -> None:
        self._width = max(2, width)
        self._words = words
        self._passed = passed
        self._waiting = waiting
        self._labels = 0
        """Cells of the column of labels; 0 where they stand above."""
        self._page = Setting(width)
        self._lines = self._page.lines

    def set(self, rows: Sequence[Row]) -> Setting:
        if self._width >= _BESIDE:
            self._labels = min(max((cell_len(row.label) for row in rows if isinstance(row, Entry)), default=0), _LONGEST_LABEL)
        above: Row | None = None
        links = [row for row in rows if isinstance(row, Link)]
        apart = len(links) <= _FEW and all(link.notes for link in links)
        for row, column in zip(rows, _columns(rows), strict=True):
            if above is not None and _is_apart(row, above, apart):
                self._lines.append(Content(""))
            before, above = above, row
            if isinstance(row, Head):
                self._head(row)
            elif isinstance(row, Prose):
                self._lines.extend(lines_of(row.drawn, self._width, self._passed))
            elif isinstance(row, Acts):
                self._in_a_row([self._button(act) for act in row.acts])
            elif isinstance(row, Link) and column == _IN_ROWS:
                self._short_link(row, first=not isinstance(before, Link))
            elif isinstance(row, Link):
                self._link(row, column)
            elif isinstance(row, Entry):
                self._entry(row)
            else:
                self._page.boxes[row.widget] = Region(0, len(self._lines), row.widget.columns, row.widget.rows)
                self._lines.extend([Content("")] * row.widget.rows)
        return self._page

    def _spot(self, thing: Thing, x: int, width: int, rows: int, focus: str, *, strong: bool = False, choice: int = 0) -> None:
        """In the next so many lines."""
        self._page.spots.append(Spot(thing, Region(x, len(self._lines), width, rows), focus, strong, choice))

    # --- buttons

    def _head(self, head: Head) -> None:
        """The title, with the tools beside it where there is room for both."""
        tools: list[tuple[Content, Link | Button | None]] = []
        for part in head.tools:
            if isinstance(part, Prose):
                tools.extend((Content.assemble(" ", line, " "), None) for line in lines_of(part.drawn, self._width, self._passed))
            elif isinstance(part, Acts | Link):
                tools.extend(self._button(act) for act in acts_of(part))
        room = self._width - sum(text.cell_length for text, _ in tools)
        if not tools or room < _NARROWEST_TITLE:
            self._in_a_row(tools)
            self._lines.extend(lines_of((head.title,), self._width))
            return
        first, *rest = lines_of((head.title,), room) or [Content("")]
        self._in_a_row(tools, first, gap=0)
        self._lines.extend(rest)

    def _button(self, act: Button | Link) -> tuple[Content, Link | Button]:
        look = "page--disabled" if self._waits(act) else _LOOKS.get(act.look, "page--button")
        pad = " " * (3 if act.look is Look.main else 1)
        text = "  ".join((act.text, *self._notes(act)))
        room = self._width - 2 * len(pad)
        return Content.styled(pad + (text if cell_len(text) <= room else fit(text, room)) + pad, f".{look}"), act

    def _waits(self, act: Button | Link) -> bool:
        return isinstance(act, Button) and act.ident in self._waiting

    def _in_a_row(self, texts: Sequence[tuple[Content, Link | Button | None]], before: Line | None = None, gap: int = 1) -> None:
        """At the right, in as few lines as they take; `before` stands at the left of the first."""
        left = list(texts)
        while left:
            count, cells = 0, -gap
            while count < len(left) and (count == 0 or cells + gap + left[count][0].cell_length <= self._width):
                cells += gap + left[count][0].cell_length
                count += 1
            line = before or Content("")
            line += Content(" " * (self._width - cells - line.cell_length))
            for place, (text, act) in enumerate(left[:count]):
                line += Content(" " * gap if place else "")
                if act is not None and not self._waits(act):
                    self._spot(act, line.cell_length, text.cell_length, 1, SOLID)
                line += text
            self._lines.append(line)
            left, before = left[count:], None

    # --- links

    def _notes(self, act: Button | Link) -> tuple[str, ...]:
        """Where one is already is said in words: a colour alone tells nobody."""
        return (*act.notes, self._words.say("reader.current")) if isinstance(act, Link) and act.current else act.notes

    def _link(self, link: Link, column: int) -> None:
        """Notes stand behind the text where all of them fit, else under it."""
        width = self._width - 1
        told = self._notes(link)
        text, notes = Content.styled(link.text, ".page--link"), "  ".join(told)
        gap = " " * (max(0, column - text.cell_length) + GAP)
        lines = [Content.assemble(text, gap, (notes, ".page--quiet"))] if notes else flow(text, width)
        if lines[0].cell_length > width:
            under = [line for note in told for line in flow(Content.styled(note, ".page--quiet"), width - _INDENT)]
            lines = [*flow(text, width), *(Content(" " * _INDENT) + line for line in under)]
        self._spot(link, 0, self._width, len(lines), BAR, strong=True)
        self._lines.extend(Content(" ") + line for line in lines)

    def _short_link(self, link: Link, *, first: bool) -> None:
        """Behind the one before it, as long as there is room."""
        told = "".join(f"{note} " for note in self._notes(link))
        text = Content.assemble((f" {link.text} ", ".page--link"), (told, ".page--quiet"))
        if first or self._lines[-1].cell_length + text.cell_length > self._width:
            self._lines.append(Content(""))
        line = self._lines.pop()
        self._spot(link, line.cell_length, text.cell_length, 1, SOLID)
        self._lines.append(line + text)

    # --- fields

    def _entry(self, entry: Entry) -> None:
        """Label beside it or above; the line for its hint is always there, and what is wrong with it stands in the hint's place."""
        left = self._labels + GAP if self._labels else 0
        labels = wrapped(entry.label, self._labels or self._width) if entry.label else []
        if not self._labels:
            self._lines.extend(Content.styled(label, ".page--plain") for label in labels)
        lines = [*self._field(entry, left), *self._messages(entry, left)]
        for place in range(max(len(lines), len(labels)) if left else len(lines)):
            line = lines[place] if place < len(lines) else Content("")
            if left:
                label = labels[place] if place < len(labels) else ""
                line = Content.assemble(" " * (self._labels - cell_len(label)), (label, ".page--plain"), " " * GAP, line)
            self._lines.append(line)

    def _messages(self, entry: Entry, left: int) -> list[Line]:
        indent = " " if left else ""
        room = self._width - left - len(indent)
        lines, style = wrapped(entry.hint, room), ".page--quiet"
        if entry.error is not None:
            told = wrapped(self._words.tell(entry.error), room)
            lines, style = told + [""] * (len(lines) - len(told)), ".page--error"
        return [Content.assemble(indent, (line, style)) for line in lines]

    def _field(self, entry: Entry, left: int) -> list[Line]:
        room = self._width - left
        kind = entry.field.kind
        if entry.box is not None:
            return [self._typed(entry, entry.box, left, room)]
        if kind is FieldKind.tick:
            mark = f"[{'x' if entry.value else ' '}] "
            labels = wrapped(entry.field.label, room - len(mark))
            self._spot(entry, left, len(mark) + max(map(cell_len, labels)), len(labels), SOLID)
            return [Content(mark if at == 0 else " " * len(mark)) + Content.styled(line, ".page--plain") for at, line in enumerate(labels)]
        if kind is FieldKind.radio:
            return self._picks(entry, left, room)
        width, mark = min(room, entry.cells), self._words.say("choice.mark")
        space = max(0, width - cell_len(mark) - 2)
        told = fit(entry.shown or self._words.say("choice.none"), space)
        text = Content(told) if entry.shown else Content.styled(told, ".page--quiet")
        self._spot(entry, left, width, 1, BAR)
        return [Content.assemble(" ", text, " ", mark).stylize_before(".page--field")]

    def _typed(self, entry: Entry, box: Widget, left: int, room: int) -> Line:
        """Nothing is drawn but what opens the keypad: the field lies over it."""
        keypad = entry.keypad if self._width >= _KEYPAD else None
        toggle = Content("") if keypad is None else Content.styled(f" {self._words.say('login.keypad')} ", ".page--button")
        gap = 0 if keypad is None else 1
        width = min(entry.cells, room - toggle.cell_length - gap)
        self._page.boxes[box] = Region(left, len(self._lines), width, 1)
        self._spot(entry, left, width, 1, BAR)
        if keypad is not None:
            self._spot(keypad, left + width + gap, toggle.cell_length, 1, SOLID)
        return Content.assemble(" " * (width + gap), toggle)

    def _picks(self, entry: Entry, left: int, room: int) -> list[Line]:
        """A line each, with what is said of it behind it or below."""
        lines: list[Line] = []
        for place, one in enumerate(entry.field.choices):
            under = place == entry.under
            mark = f" ({'x' if one.value == entry.value else ' '}) "
            whole = Content.assemble(mark, (one.label, ".page--plain"), "  " if one.note else "", (one.note, ".page--quiet"))
            told = [whole]
            if whole.cell_length > room:
                labels = [(line, ".page--plain") for line in wrapped(one.label, room - _PICK - 1)]
                notes = [(line, ".page--quiet") for line in wrapped(one.note, room - _PICK - 1) if line]
                told = [Content.assemble(mark if at == 0 else " " * len(mark), line) for at, line in enumerate([*labels, *notes])]
            region = Region(left, len(self._lines) + len(lines), room, len(told))
            self._page.spots.append(Spot(entry, region, BAR, under, place))
            lines.extend(told)
        return lines


def _columns(rows: Sequence[Row]) -> list[int]:
    """Of each row, how wide the texts of the links around it are; 0 for what is no link, _IN_ROWS for the short ones of many."""
    widths: list[int] = []
    for is_link, run in groupby(rows, lambda row: isinstance(row, Link)):
        links = list(run)
        cells = [cell_len(row.text) for row in links if isinstance(row, Link)]
        widest = max(cells, default=0)
        in_rows = widest <= _CHARACTER or sum(each <= _CHARACTER for each in cells) >= _MANY_CHARACTERS
        column = _IN_ROWS if in_rows else widest
        widths.extend([column if is_link and widest <= _WIDEST_LINK else 0] * len(links))
    return widths


def _is_apart(row: Row, above: Row, links: bool) -> bool:
    """Whether there is an empty line between them: a field ends with one of its own, and links stand in rows if not apart."""
    return not isinstance(above, Entry) and (links or not (isinstance(row, Link) and isinstance(above, Link)))
