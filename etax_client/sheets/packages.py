"""The zip archive that an .xlsx is, unpacked under a limit and measured before anything is made of it.

Two cells at opposite corners are 17 thousand million cells to whoever lays the sheet out in memory, and a kilobyte may unpack to gigabytes.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.parsers import expat

from etax_client.domain.filing.cells import Unreadable

MOST_ROWS, MOST_COLUMNS = 100_100, 256
"""Up to and with the last cell that holds something. 100,000 people, and lines above their headings."""
_PARTS = 2_000
MOST_UNPACKED = 256 * 1024 * 1024
_WORKBOOK = "xl/workbook.xml"

_ELSEWHERE = re.compile(rb'<c r="(?!(?:[A-H]?[A-Z]|I[A-V])[0-9]{1,5}")')
"""A cell beyond column IV (256) or row 99,999, or one whose place is spelled as no spreadsheet program does."""
_OTHERWISE = (b"<!", b"\0", b":c")
"""What no spreadsheet program writes into a sheet: comments, cells with a prefix."""
_SHARED = "sharedstrings.xml"
_TEXT = re.compile(rb"<(?:[A-Za-z0-9_]+:)?si\b")
_NAMED = re.compile(rb"v(?:\s[^<>]*)?>\s*([0-9]{1,9})\s*<")
"""What a cell holds, where it may be the place of a text."""
_WRONG = re.compile(rb'(<c\b[^<>]*\st=)"e"')


class NotPlain(Exception):
    """It is no spreadsheet that can be taken, or a trap."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why)
        self.why = why


def plain(data: bytes) -> bytes:
    """The same workbook, stored without compression, with nothing but its XML, each name once, and within the limits. Raises NotPlain.

    Where a formula went wrong its error (#DIV/0!) becomes a text: else it would be read as an empty cell, and an amount be lost in silence.
    """
    out = io.BytesIO()
    left = MOST_UNPACKED
    texts = _Texts()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as stored:
            parts = {part.filename: part for part in packed.infolist()}
            if len(parts) > _PARTS:
                raise NotPlain(Unreadable.too_large)
            if _WORKBOOK not in parts:
                raise NotPlain(Unreadable.kind)
            for name, part in sorted(parts.items(), key=_texts_first):
                if not name.endswith((".xml", ".rels")):
                    continue
                with packed.open(part) as opened:
                    content = opened.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise NotPlain(Unreadable.too_large)
                if name.lower().endswith(_SHARED):
                    texts.hold(content)
                if b"sheetData" in content:
                    _measure(content)
                    texts.lay(content)
                    if b'"e"' in content:
                        content = _WRONG.sub(rb'\1"str"', content)
                stored.writestr(name, content)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, zlib.error) as error:
        raise NotPlain(Unreadable.damaged) from error
    return out.getvalue()


def _texts_first(part: tuple[str, zipfile.ZipInfo]) -> bool:
    return not part[0].lower().endswith(_SHARED)


@dataclass(slots=True)
class _Texts:
    """What the texts of all cells come to: each stands in the file once, and one of 32,000 characters may be that of a million cells."""

    left: int = MOST_UNPACKED
    lengths: list[int] = field(default_factory=list)

    def hold(self, xml: bytes) -> None:
        """The texts that there are, in order."""
        if self.lengths:
            raise NotPlain(Unreadable.damaged)
        self.lengths = [len(text) for text in _TEXT.split(xml)[1:]]

    def lay(self, xml: bytes) -> None:
        """A sheet of cells that name them; looked at cell by cell only if it could be too much."""
        longest = max(self.lengths, default=0)
        laid = (xml.count(b"<v") + xml.count(b":v")) * longest
        if laid > self.left:
            named = (int(index) for index in _NAMED.findall(xml))
            laid = sum(self.lengths[index] for index in named if index < len(self.lengths))
        self.left -= laid
        if self.left < 0:
            raise NotPlain(Unreadable.too_large)


def _measure(xml: bytes) -> None:
    """Quickly where all is as usual, else cell by cell: those far out may be empty, where someone coloured a whole column."""
    cells = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    unusual = any(each in xml for each in _OTHERWISE) or xml.count(b"<c", *cells) != xml.count(b'<c r="', *cells)
    if unusual or _ELSEWHERE.search(xml):
        _walk(xml)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@dataclass(slots=True)
class _Walk:
    """Where the cells are that hold something, as a reader meets them."""

    row: int = 0
    column: int = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        place = attributes.get("r", "")
        if local == "row":
            self.row, self.column = int(place) if place else self.row + 1, 0
        elif local == "c":
            letters = place.rstrip("0123456789")
            self.column = _column(letters) if letters else self.column + 1
            self.row = int(place[len(letters) :]) if place else self.row
        elif local in ("v", "is"):
            if self.row > MOST_ROWS:
                raise NotPlain(Unreadable.too_many_rows)
            if self.column > MOST_COLUMNS:
                raise NotPlain(Unreadable.too_many_columns)

    def doctype(self, *_: object) -> None:
        raise NotPlain(Unreadable.damaged)


def _walk(xml: bytes) -> None:
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.begin
    parser.StartDoctypeDeclHandler = walk.doctype
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise NotPlain(Unreadable.damaged) from error
