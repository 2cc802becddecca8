"""Makes a page out of the server's HTML: each tag in one way, every text cleaned, no link that leads elsewhere (PGS-01, PGS-04)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from etax_client.domain.pages.addresses import Base
from etax_client.domain.pages.controls import CONTROLS, LOOKS, Controls, children, descendants, spoken, text_of
from etax_client.domain.pages.markup import BLOCKS, UNSAID, Element, parse
from etax_client.domain.pages.page import (
    Block,
    Button,
    Cell,
    Countdown,
    Fact,
    Facts,
    Heading,
    Inline,
    Items,
    Link,
    Look,
    Page,
    Paragraph,
    Picture,
    PictureKind,
    Sheet,
    Skin,
    Table,
    Text,
    Tone,
)
from etax_client.domain.pages.wording import LONGEST, MARKS, clean, collapsed
from etax_client.domain.safe_text import safe_text

_TONES = {
    "hint": Tone.hint,
    "quiet": Tone.quiet,
    "notice": Tone.notice,
    "done": Tone.done,
    "warning": Tone.warning,
    "error": Tone.error,
    "wrong": Tone.error,
    "banner": Tone.banner,
    "mock": Tone.banner,
}
_SKINS = {"phone": Skin.phone, "bureau": Skin.bureau, "site": Skin.portal, "trainer": Skin.counter}
_SHEETS = frozenset({"sheet", "slip"})
_BLANK = {False: "_" * 8, True: "_" * 20}
"""A line to write on, on a paper: short or long."""
_LONGEST_WAIT = 24 * 3600
_LONGEST_ADDRESS = 2000


def read_page(html: bytes, address: str, base: str = "") -> Page:
    """The page that stands at `address` of a server reached at `base`. Never raises, whatever the server has sent."""
    markup = parse(html)
    reader = _Reader(markup.elements, address, Base(base))
    return reader.page(markup.cut)


@dataclass(slots=True)
class _Line:
    """What is said in one line so far, its white space collapsed across the parts."""

    parts: list[Inline] = field(default_factory=list)

    def say(self, raw: str, strong: bool, quiet: bool) -> None:
        text = collapsed(raw)
        last = self.parts[-1] if self.parts else None
        if last is None or (isinstance(last, Text) and last.text.endswith((" ", *MARKS))):
            text = text.lstrip(" ")
        if not text:
            return
        if not isinstance(last, Text) or (last.strong, last.quiet) != (strong, quiet):
            self.parts.append(Text(text, strong, quiet))
        elif len(last.text) < LONGEST * 2:
            self.parts[-1] = Text(last.text + text, strong, quiet)

    def take(self) -> tuple[Inline, ...]:
        """What was said, cleaned; a new line begins."""
        said, self.parts = self.parts, []
        if said and isinstance(said[-1], Text):
            said[-1] = Text(said[-1].text.rstrip(" "), said[-1].strong, said[-1].quiet)
        cleaned = (Text(safe_text(one.text, LONGEST), one.strong, one.quiet) if isinstance(one, Text) else one for one in said)
        return tuple(one for one in cleaned if not isinstance(one, Text) or one.text)


class _Writer:
    """Writes down one part of a page, in reading order: a cell, an item, or all of it."""

    def __init__(self, reader: "_Reader") -> None:
        self._reader = reader
        self._line = _Line()
        self._tone = Tone.plain
        self.blocks: list[Block] = []

    def write(self, node: Element | str, strong: bool = False, quiet: bool = False) -> None:
        if isinstance(node, str):
            self._line.say(node, strong, quiet)
        elif not self._reader.is_unsaid(node):
            special = _SPECIAL.get(node.tag)
            if special is not None:
                special(self, node)
            elif node.tag in BLOCKS or node.tag in _LOOSE:
                self._block(node)
            elif node.get("id") == "seconds" and (seconds := _seconds(node)) is not None:
                self._line.parts.append(Countdown(seconds, clean(node.get("data-frees"))))
            else:
                strong, quiet = strong or node.tag in ("b", "strong"), quiet or node.tag == "small" or "quiet" in node.classes
                for one in node.children:
                    self.write(one, strong, quiet)

    def end(self) -> tuple[Block, ...]:
        self._flush()
        return tuple(self.blocks)

    def _flush(self) -> None:
        if parts := self._line.take():
            self.blocks.append(Paragraph(parts, self._tone))

    def _add(self, *blocks: Block | None) -> None:
        self._flush()
        self.blocks += [block for block in blocks if block is not None]

    def _block(self, node: Element) -> None:
        """What begins a line of its own, and ends it."""
        self._flush()
        outer, self._tone = self._tone, next((_TONES[name] for name in node.classes if name in _TONES), self._tone)
        if _SHEETS & set(node.classes):
            self._add(Sheet(self._reader.blocks(node)))
        else:
            for one in node.children:
                self.write(one)
        self._flush()
        self._tone = outer

    def _break(self, _: Element) -> None:
        self._flush()

    def _heading(self, node: Element) -> None:
        if parts := self._reader.inline(node):
            self._add(Heading(3 if node.tag in ("h3", "legend") else 2, parts))

    def _link(self, node: Element) -> None:
        link = self._reader.link(node)
        if link.look is Look.plain and node.within("nav", "header") is None:
            self._line.parts.append(link)
        else:
            self._add(link)

    def _blank(self, node: Element) -> None:
        """What has been filled in on a paper, or the line to do so."""
        self._line.say(text_of(node).strip() or _BLANK["long" in node.classes], strong=True, quiet=False)

    def _picture(self, node: Element) -> None:
        self._add(self._reader.picture(node))

    def _field(self, node: Element) -> None:
        self._add(self._reader.controls.field(node))

    def _button(self, node: Element) -> None:
        self._add(self._reader.controls.button(node))

    def _label(self, node: Element) -> None:
        """One around its field is said with it."""
        inside = [one for one in descendants(node) if one.tag in CONTROLS]
        for one in inside or node.children:
            self.write(one)

    def _facts(self, node: Element) -> None:
        rows: list[Fact] = []
        term = ""
        for one in node.children:
            if isinstance(one, Element) and one.tag == "dt":
                term = clean(text_of(one))
            elif isinstance(one, Element) and one.tag == "dd":
                rows.append(Fact(term, self._reader.inline(one)))
        self._add(Facts(tuple(rows)) if rows else None)

    def _items(self, node: Element) -> None:
        inside = [one for one in node.children if isinstance(one, Element) and one.tag == "li" and not self._reader.is_unsaid(one)]
        items = tuple(blocks for one in inside if (blocks := self._reader.blocks(one)))
        self._add(Items(items, node.tag == "ol") if items else None)

    def _table(self, node: Element) -> None:
        """Of a table within a cell its cells come after those of the row."""
        rows = [one for one in descendants(node) if one.tag == "tr" and one.within("table") is node]
        heads = [row for row in rows if row.within("thead", "table") is not node]
        names = [clean(text_of(one)) for row in heads[:1] for one in row.children if isinstance(one, Element)]
        body = tuple(cells for row in rows if row not in heads and (cells := self._cells(row)))
        self._add(Table(tuple(names), body) if body or names else None)

    def _cells(self, row: Element) -> tuple[Cell, ...]:
        cells = (one for one in row.children if isinstance(one, Element) and one.tag in ("td", "th"))
        return tuple(Cell(self._reader.blocks(one), one.tag == "th", _span(one)) for one in cells)


_SPECIAL: dict[str, Callable[[_Writer, Element], None]] = {
    "a": _Writer._link,
    "br": _Writer._break,
    "h2": _Writer._heading,
    "h3": _Writer._heading,
    "legend": _Writer._heading,
    "u": _Writer._blank,
    "img": _Writer._picture,
    "svg": _Writer._picture,
    "input": _Writer._field,
    "select": _Writer._field,
    "button": _Writer._button,
    "label": _Writer._label,
    "dl": _Writer._facts,
    "ul": _Writer._items,
    "ol": _Writer._items,
    "table": _Writer._table,
}
_LOOSE = frozenset(("li", "dt", "dd", "tr", "td", "th", "thead", "tbody"))
"""Blocks too, where they stand without what they belong to."""


class _Reader:
    def __init__(self, elements: Sequence[Element], address: str, base: Base) -> None:
        self._elements = elements
        self._address = address
        self._base = base
        self.controls = Controls(elements, self._path)

    def page(self, cut: bool) -> Page:
        found = {each.tag: each for each in reversed(self._elements)}
        body = found.get("body", self._elements[0])
        head, title = found.get("header"), found.get("h1") or found.get("title")
        tools = self._tools(head) if head is not None else []
        speaks = [one for one, spoken_there in tools if isinstance(one, Button) and spoken_there]
        name = next((one for one in children(head) if one.tag == "span"), None) if head is not None else None
        blocks = self.blocks(found.get("main", body))
        waits = next((each.get("data-waits") for each in self._elements if each.has("data-waits")), None)
        return Page(
            address=safe_text(self._address, _LONGEST_ADDRESS),
            title="" if title is None else clean(text_of(title)),
            language=clean(self._elements[0].get("lang"))[:2],
            skin=next((skin for word, skin in _SKINS.items() if word in body.classes), Skin.server),
            blocks=blocks,
            forms=self.controls.forms,
            product="" if name is None else clean(text_of(name)),
            home=next((self._path(one.get("href")) for one in descendants(name) if one.tag == "a"), None) if name is not None else None,
            marks=tuple(clean(text_of(one)) for one in children(head) if _is_mark(one)) if head is not None else (),
            tools=tuple(one for one, spoken_there in tools if not spoken_there),
            speaks=speaks[0] if speaks else None,
            waits=None if waits is None else self._path(waits),
            prints=any(isinstance(one, Sheet) for one in blocks),
            soon=next((_whole(each.get("data-soon")) for each in self._elements if each.has("data-soon")), None),
            cut=cut,
        )

    def is_unsaid(self, element: Element) -> bool:
        """What nobody sees, or what is said in its own place."""
        hidden = element.has("hidden") or element.get("aria-hidden") == "true" or element.tag in UNSAID or element.tag in ("h1", "datalist")
        return hidden or id(element) in self.controls.told

    def blocks(self, element: Element) -> tuple[Block, ...]:
        writer = _Writer(self)
        for one in element.children:
            writer.write(one)
        return writer.end()

    def inline(self, element: Element) -> tuple[Inline, ...]:
        """What stands in one line of its own."""
        return tuple(part for block in self.blocks(element) for part in (block.parts if isinstance(block, Paragraph) else _as_part(block)))

    def link(self, element: Element) -> Link:
        href = element.get("href")
        address = self._path(href) if element.has("href") else None
        text, notes = spoken(element)
        return Link(
            text,
            address,
            clean(href) if address is None else "",
            next((look for name, look in LOOKS.items() if name in element.classes), Look.plain),
            notes,
            element.get("target") == "_blank",
            element.has("aria-current"),
            clean(element.get("aria-label")),
        )

    def picture(self, element: Element) -> Picture | None:
        text = clean(element.get("alt") or element.get("aria-label"))
        cells = self._path(element.get("data-cells")) if element.has("data-cells") else None
        payload = clean(element.get("data-payload"))
        kind = PictureKind.captcha if cells else PictureKind.qr if payload else PictureKind.other
        return Picture(kind, text, cells, payload) if kind is not PictureKind.other or text else None

    def _tools(self, head: Element) -> list[tuple[Block, bool]]:
        """The links and buttons of the head; with a button comes whether it changes the language."""
        languages = {id(one) for one in descendants(head) if one.tag == "button" and one.has("lang")}
        found: list[tuple[Block, bool]] = []
        for one in children(head):
            if one.tag == "span" or _is_mark(one):
                continue
            writer = _Writer(self)
            writer.write(one)
            speaks = id(one) in languages or any(id(under) in languages for under in descendants(one))
            found += [(block, speaks) for block in writer.end()]
        return found

    def _path(self, address: str) -> str | None:
        return self._base.path(address, self._address)


def _as_part(block: Block) -> tuple[Inline, ...]:
    return (block,) if isinstance(block, Link) else block.parts if isinstance(block, Heading) else ()


def _is_mark(element: Element) -> bool:
    return element.tag == "strong" or "mark" in element.classes


def _seconds(element: Element) -> int | None:
    return _whole(text_of(element).strip())


def _whole(text: str) -> int | None:
    return min(int(text), _LONGEST_WAIT) if re.fullmatch("[0-9]{1,6}", text) else None


def _span(element: Element) -> int:
    return int(element.get("colspan")) if re.fullmatch("[1-9]", element.get("colspan")) else 1
