"""HTML as a tree of the tags and attributes that the simulated systems use, whatever else comes: bounded, in one pass.

The standard library's parser takes minutes for a quarter of a megabyte of `<a`. Here a tag holds neither `<` nor `>`, as in every page of
ours, whose texts are escaped: so each character is looked at once. What is no tag is text, and so is what an unknown tag holds.
"""

import re
from dataclasses import dataclass, field
from html import unescape

MOST_BYTES = 512 * 1024
MOST_ELEMENTS = 6000
DEEPEST = 40


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _names("html body header main section article nav div form fieldset p noscript details summary")
"""What begins a line of its own and is nothing more than what it holds."""
INLINE = _names("span b strong small bdi u code time")
READ = _names("a br h1 h2 h3 dl dt dd ul ol li table thead tbody tr th td label legend input select option datalist button img svg")
"""What is read each in its own way."""
UNSAID = _names("head meta title link script style path video progress dialog")
"""What says nothing to a reader."""
TAGS = BLOCKS | INLINE | READ | UNSAID
INPUTS = _names("hidden text tel password date file checkbox radio range")
"""The types of `input`."""
VOID = _names("meta link input br img path")

_MEANT = (
    "id class name value type href for list form method action enctype formaction formnovalidate maxlength min max placeholder required "
    "checked selected disabled readonly hidden autofocus target lang alt colspan aria-describedby aria-hidden aria-current aria-label "
    "data-cells data-payload data-waits data-frees data-field data-fields data-form data-back data-soon"
)
_UNMEANT = (
    "content charset rel src defer title role scope datetime tabindex autocomplete autocapitalize spellcheck inputmode pattern accept "
    "viewbox d step playsinline muted aria-labelledby aria-live aria-details aria-invalid data-ask data-lost data-left data-rate data-live "
    "data-last data-page data-start data-print data-close data-insert data-char data-alone data-rare-for data-failed data-check data-rule "
    "data-text data-met data-unmet data-shortest data-longest data-classes data-least data-sends data-goes-on data-no-loss"
)
"""For browsers, for those who hear a page, and for its scripts."""
ATTRIBUTES = _names(f"{_MEANT} {_UNMEANT}")

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|<!--|<[!?][^<>]*>")
_ATTRIBUTE = re.compile(r"""([a-zA-Z][a-zA-Z0-9-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=`]+)))?""")
_ENDS = {"<!--": re.compile("-->"), **{tag: re.compile(f"(?=</{tag})", re.IGNORECASE) for tag in ("script", "style")}}
"""Where what is no HTML ends."""
_HUGE = re.compile("&#[0-9a-fA-FxX]{9,};?")
"""No character has such a number, and the standard library raises for one of 5,000 digits."""


@dataclass(slots=True, eq=False)
class Element:
    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def has(self, name: str) -> bool:
        return name in self.attributes

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()

    def within(self, *tags: str) -> "Element | None":
        """The nearest element of these tags that it stands in."""
        above = self.parent
        while above is not None and above.tag not in tags:
            above = above.parent
        return above


@dataclass(frozen=True, slots=True)
class Markup:
    """`elements` are all, in the order in which they begin; `unknown` names what no page of ours has; `cut`: there was more."""

    elements: tuple[Element, ...]
    unknown: frozenset[str]
    cut: bool

    @property
    def root(self) -> Element:
        return self.elements[0]


def parse(html: bytes) -> Markup:
    """Never raises, whatever it is given."""
    text = html[:MOST_BYTES].decode(errors="replace")
    tree, ends, at = _Tree(len(html) > MOST_BYTES), dict(_ENDS), 0
    while (found := _TAG.search(text, at)) is not None and not tree.is_full:
        tree.text(text[at : found.start()])
        at = found.end()
        closing, tag, inside = found[1], (found[2] or "").lower(), found[3]
        if closing:
            tree.end(tag)
        elif tag:
            tree.begin(tag, inside)
        end = None if closing else ends.get(tag or found[0])
        if end is not None:
            place = end.search(text, at)
            if place is None:  # looked for once, or many beginnings without an end would each read all the rest
                del ends[tag or found[0]]
            else:
                at = place.end()
    if not tree.is_full:
        tree.text(text[at:])
    return Markup(tuple(tree.elements), frozenset(tree.unknown), tree.cut or tree.is_full)


class _Tree:
    """The tree as far as it has grown."""

    def __init__(self, cut: bool) -> None:
        self.elements = [Element("html", {})]
        self.unknown = set[str]()
        self.cut = cut
        self._open = [self.elements[0]]

    @property
    def is_full(self) -> bool:
        return len(self.elements) >= MOST_ELEMENTS

    def text(self, raw: str) -> None:
        if raw:
            self._open[-1].children.append(_unescaped(raw))

    def begin(self, tag: str, inside: str) -> None:
        attributes = {name.lower(): _unescaped(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(inside)} if inside else {}
        self._note(tag, attributes)
        if tag == "html":
            self.elements[0].attributes.update(attributes)
            return
        element = Element(tag, attributes, self._open[-1])
        self.elements.append(element)
        self._open[-1].children.append(element)
        if len(self._open) >= DEEPEST:
            self.cut = True
        elif tag not in VOID and not inside.endswith("/"):
            self._open.append(element)

    def end(self, tag: str) -> None:
        """Of the innermost one of this tag; what was left open in it ends with it."""
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in TAGS:
            self.unknown.add(f"<{tag}>")
        if not attributes.keys() <= ATTRIBUTES:
            self.unknown |= {f"{name}=" for name in attributes.keys() - ATTRIBUTES}
        if tag == "input" and attributes.get("type", "text").lower() not in INPUTS:
            self.unknown.add(f"type={attributes['type']}")


def _unescaped(raw: str) -> str:
    return unescape(_HUGE.sub("\ufffd", raw)) if "&" in raw else raw
