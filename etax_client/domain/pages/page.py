"""What a page of the simulated systems says, as data in reading order: whoever draws it needs no HTML.

Every text is clean (TUI-1) and is text: nothing in it is markup. Fields and buttons stand where they are read and name their form by its
place in `Page.forms`; what a form carries unseen is kept there, so that it is never drawn.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Skin(StrEnum):
    """Which of the simulated systems a page belongs to."""

    server = "server"
    """The server's own first page, and what stands beside the others, as the table of rare characters."""
    phone = "phone"
    portal = "portal"
    bureau = "bureau"
    counter = "counter"
    """The hall's counter and the trainer's desk."""


class Tone(StrEnum):
    """What kind of saying a paragraph is."""

    plain = "plain"
    quiet = "quiet"
    hint = "hint"
    notice = "notice"
    done = "done"
    warning = "warning"
    error = "error"
    banner = "banner"
    """What is said about the simulation itself."""


class Look(StrEnum):
    """How much a link or a button asks to be chosen."""

    plain = "plain"
    """A link in a text or a list."""
    button = "button"
    main = "main"
    danger = "danger"
    quiet = "quiet"


class FieldKind(StrEnum):
    text = "text"
    password = "password"  # noqa: S105
    date = "date"
    file = "file"
    tick = "tick"
    radio = "radio"
    select = "select"


class PictureKind(StrEnum):
    captcha = "captcha"
    qr = "qr"
    other = "other"


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    strong: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Countdown:
    """Seconds that run down. At 0 the button `frees` (a `Button.ident`) may be pressed; without one the page is to be reloaded."""

    seconds: int
    frees: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """`address` is a path of this server's pages, None for what can't be followed; then `elsewhere` shows where it would lead.

    One that opens `beside` the page leaves the page, and what has been typed there, as it is.
    """

    text: str
    address: str | None
    elsewhere: str = ""
    look: Look = Look.plain
    notes: tuple[str, ...] = ()
    beside: bool = False
    current: bool = False
    about: str = ""
    """The same with what it is about, where many say the same: 修改 李明."""


Inline: TypeAlias = Text | Link | Countdown


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` is 1 to 3; the first level is `Page.title` alone."""

    level: int
    parts: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    parts: tuple[Inline, ...]
    tone: Tone = Tone.plain


@dataclass(frozen=True, slots=True)
class Fact:
    term: str
    value: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is blocks of its own, mostly one paragraph."""

    items: "tuple[tuple[Block, ...], ...]"
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    blocks: "tuple[Block, ...]"
    head: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """`heads` are the names of the columns, () if there are none; every row is cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A captcha has the address of its `cells`, a QR code the text that is in it; any other picture is what it says."""

    kind: PictureKind
    text: str
    cells: str | None = None
    payload: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper that may be printed, as an annex, a slip, a receipt."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Choice:
    """`parts` names those parts of the form that are asked for with it (`Field.part`); `note` says what then is to be typed."""

    value: str
    label: str
    note: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A place to fill in. `value` is what stands in it: of a tick box `ticks` if it is ticked, else ""; of a password nothing.

    `choices` are those of `radio` and `select`; for a `text`, what may be suggested while one types. A field with a `part` is asked for
    while no select of its form has `Choice.parts`, or the chosen one names it; else it isn't sent. One without a name is for reading only.
    """

    form: int
    name: str
    kind: FieldKind
    label: str
    value: str = ""
    hint: str = ""
    error: str = ""
    required: bool = False
    most: int | None = None
    choices: tuple[Choice, ...] = ()
    ticks: str = ""
    placeholder: str = ""
    earliest: str = ""
    latest: str = ""
    part: str = ""
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """`enter`: what Enter in a field of its form presses. `action` is where it sends the form, if not to the form's own address.

    One that `skips` sends the form whatever is missing in it; one that goes `back` leads a step back in what the page is a step of.
    """

    form: int
    text: str
    name: str = ""
    value: str = ""
    action: str | None = None
    look: Look = Look.button
    notes: tuple[str, ...] = ()
    enter: bool = False
    skips: bool = False
    back: bool = False
    ident: str = ""
    about: str = ""
    """As of a link."""


Block: TypeAlias = Heading | Paragraph | Facts | Items | Table | Picture | Sheet | Link | Field | Button


@dataclass(frozen=True, slots=True)
class Form:
    """`action` is a path of this server's pages; None would lead elsewhere, and it can't be sent. `hidden` goes along unseen."""

    action: str | None
    post: bool = True
    files: bool = False
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """`tools` are the links and buttons of the page's head, `home` where its product's name leads; the button that changes the
    language stands apart.

    `waits` is the address of a long poll: when it answers, the page is to be reloaded. A page that `prints` holds sheets.
    """

    address: str
    title: str
    language: str
    skin: Skin
    blocks: tuple[Block, ...]
    forms: tuple[Form, ...] = ()
    product: str = ""
    home: str | None = None
    marks: tuple[str, ...] = ()
    tools: tuple[Block, ...] = ()
    speaks: Button | None = None
    waits: str | None = None
    prints: bool = False
    soon: int | None = None
    """Seconds after which who is logged in is to be told that nothing was done for long."""
    cut: bool = False
    """Whether there was more of it than is read."""


def all_blocks(page: Page) -> Iterator[Block]:
    """Every block of a page, those within others too, in reading order; those of its head come last."""
    yield from _within([*page.blocks, *page.tools, *([] if page.speaks is None else [page.speaks])])


def _within(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        match block:
            case Items():
                for item in block.items:
                    yield from _within(item)
            case Table():
                for cell in (cell for row in block.rows for cell in row):
                    yield from _within(cell.blocks)
            case Sheet():
                yield from _within(block.blocks)
