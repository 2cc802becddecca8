"""Every Chinese character, found by radical and strokes, by pinyin, or by its code point (HAN-02)."""

import json
import re
import struct
import sys
import unicodedata
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any

_MAGIC, _FORMAT = b"HZT1", 1
_HEADER = struct.Struct("<4sBBBBII")
_INDEX = struct.Struct("<216I")
_FORM, _SECOND = 3, 4
_ZERO = chr(0x3007)
_ZERO_SYLLABLE = unicodedata.normalize("NFC", "li\u0301ng")
_TONES = {0x304: "1", 0x301: "2", 0x30C: "3", 0x300: "4"}
"""The marks above a syllable's vowel."""
_SPELT = re.compile("([a-zv]{1,6})([0-5]?)")
_CODE = re.compile(r"(?:u\+|0x)?([0-9a-f]{4,6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Radical:
    """`variant` is 0 for the traditional radical, else 1 to 3 for a simplified or other one (讠 is 149, 1).

    `forms` are the shapes it is drawn as, each with its strokes, the usual one first: labels, no part of names. `name` (三点水) may be
    empty; `sign` is the one that Unicode has for it, "" for none; `same` are radicals (number, variant) that look the same, whose
    characters are shown as well.
    """

    number: int
    variant: int
    name: str
    forms: tuple[tuple[str, int], ...]
    sign: str = ""
    same: tuple[tuple[int, int], ...] = ()

    @property
    def display(self) -> str:
        return self.forms[0][0]

    @property
    def key(self) -> str:
        """As Unicode writes it: `85`, `149'`."""
        return f"{self.number}{self.variant * chr(39)}"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a character; `residual` counts the strokes beside the radical, and `pinyin` is its first reading, "" for none.

    `becomes` is another character for one that is kept for compatibility only: names are stored with that one.
    """

    char: str
    radical: Radical
    residual: int
    total: int
    pinyin: str
    becomes: str = ""

    @property
    def code(self) -> str:
        return code_of(self.char)


class Table:
    """Rows are numbers; one character has a row for each of its radicals. What gives rows gives each character once."""

    def __init__(self, data: bytes, radicals: Iterable[Mapping[str, Any]]) -> None:
        """Raises ValueError for what is no table."""
        magic, kind, _, _, _, count, names = _HEADER.unpack_from(data)
        if magic != _MAGIC or kind != _FORMAT:
            raise ValueError("no table of characters")
        at = _HEADER.size
        self._index = _INDEX.unpack_from(data, at)
        at += _INDEX.size
        # A character of names without radical data stands behind all others: the zero.
        self._chars = data[at : at + 4 * count].decode("utf-32-le") + _ZERO
        at += 4 * count
        readings, at = data[at : at + 2 * count], at + 2 * count
        self._residuals = array("b", data[at : at + count] + b"\0")
        self._totals = data[at + count : at + 2 * count] + b"\1"
        self._flags = data[at + 2 * count : at + 3 * count] + b"\0"
        at += 3 * count
        self._syllables = data[at : at + names].decode("utf-8").split("\n")
        self._readings = readings + _two_bytes(self._syllables.index(_ZERO_SYLLABLE))
        self.radicals = (Radical(0, 0, "", ((_ZERO, 1),)), *map(_radical, radicals))
        self._by_key = {(radical.number, radical.variant): radical for radical in self.radicals}

    def __len__(self) -> int:
        return len(self._chars)

    def radical(self, number: int, variant: int) -> Radical | None:
        return self._by_key.get((number, variant))

    def forms(self) -> dict[int, list[tuple[str, Radical]]]:
        """The shapes to choose a radical by, grouped by their strokes (氵 3, 水 4); 阝 is there twice, told apart by name."""
        groups: dict[int, list[tuple[str, Radical]]] = {}
        for radical in self.radicals:
            for char, strokes in radical.forms:
                group = groups.setdefault(strokes, [])
                if not any(char == other and (radical.number, radical.variant) in twin.same for other, twin in group):
                    group.append((char, radical))
        return dict(sorted(groups.items()))

    def under(self, radical: Radical) -> list[int]:
        """The rows of a radical and of those that look the same, from few strokes to many, the best known first."""
        rows: list[int] = []
        totals, flags = self._totals, self._flags
        for number, variant in ((radical.number, radical.variant), *radical.same):
            span = range(*self._index[number : number + 2]) if number else range(len(self) - 1, len(self))
            rows += [row for row in span if flags[row] & _FORM == variant]
        # Within those that are known as well, the order of the table stays.
        rows.sort(key=lambda row: totals[row] << 3 | flags[row] >> 3 & 7)
        return self._once(rows)

    def search(self, text: str) -> list[int]:
        """What pinyin (`yan`, `yan3`, `yǎn`), a code point (`U+2B370`) or characters find; a radical brings all characters under it."""
        text = text.strip()
        if not text.isascii() and any(char in self._chars or self._drawn_as(char) for char in text):
            found = [row for char in dict.fromkeys(text) for row in self.rows_of(char)[:1]]
            return self._once([*found, *(row for radical in self._drawn_as(text) for row in self.under(radical))])
        if spelt := self._read(text):
            return spelt
        code = _CODE.fullmatch(text)
        return self.rows_of(chr(int(code[1], 16)))[:1] if code and int(code[1], 16) <= sys.maxunicode else []

    def rows_of(self, char: str) -> list[int]:
        """The rows of one character, that of its first radical first; none for what is no Chinese character."""
        rows, at = [], self._chars.find(char)
        while at >= 0:
            rows.append(at)
            at = self._chars.find(char, at + 1)
        return sorted(rows, key=lambda row: self._flags[row] & _SECOND)

    def strokes(self, rows: Sequence[int], *, beside: bool) -> dict[int, int]:
        """How many of these rows have so many strokes, from few to many; `beside` the radical, or in the whole character."""
        return dict(sorted(Counter(map(self._counted(beside), rows)).items()))

    def narrow(self, rows: Sequence[int], strokes: int, *, beside: bool) -> list[int]:
        """Those of the rows with so many strokes, the best known first."""
        counted = self._counted(beside)
        return sorted((row for row in rows if counted(row) == strokes), key=self._known)

    def char(self, row: int) -> str:
        return self._chars[row]

    def entry(self, row: int) -> Entry:
        char = self._chars[row]
        number = bisect_right(self._index, row) - 1 if char != _ZERO else 0
        composed = unicodedata.normalize("NFC", char)
        return Entry(
            char,
            self._by_key[number, self._flags[row] & _FORM],
            max(0, self._residuals[row]),
            self._totals[row],
            self._syllables[int.from_bytes(self._readings[2 * row : 2 * row + 2], "little")],
            "" if composed == char else composed,
        )

    def order(self, char: str) -> str:
        """What a Chinese character is sorted by, as dictionaries do: its syllable, tone, strokes, itself; "" for anything else."""
        rows = self.rows_of(char)
        if not rows:
            return ""
        entry = self.entry(rows[0])
        # what nobody can read stands behind what is read; a syllable ends in a digit, which stands before letters: gu before guan
        tone = _plain(entry.pinyin) if entry.pinyin else "~"
        return f"{tone}{'' if tone[-1] in '1234~' else '5'}{entry.total:02}{char}"

    def _counted(self, beside: bool) -> Callable[[int], int]:
        return (lambda row: max(0, self._residuals[row])) if beside else self._totals.__getitem__

    def _known(self, row: int) -> tuple[int, str]:
        """Orders by how well known a character is: its tier; those kept for compatibility only stand behind all others."""
        return self._flags[row] >> 3 & 7, self._chars[row]

    def _once(self, rows: list[int]) -> list[int]:
        if len(set(map(self._chars.__getitem__, rows))) == len(rows):
            return rows
        first: dict[str, int] = {}
        for row in rows:
            first.setdefault(self._chars[row], row)
        return list(first.values())

    def _drawn_as(self, text: str) -> list[Radical]:
        return [radical for radical in self.radicals if text == radical.sign or any(text == form for form, _ in radical.forms)]

    def _read(self, text: str) -> list[int]:
        spelt = _SPELT.fullmatch(_plain(text))
        wanted = {number for number, tone in self._spellings.get(spelt[1], ()) if spelt[2] in ("", tone)} if spelt else set()
        if not wanted:
            return []
        rows = [row for number in wanted for row in self._read_as(number) if not self._flags[row] & _SECOND]
        return sorted(rows, key=lambda row: (self._flags[row] >> 3 & 7, self._totals[row], self._chars[row]))

    def _read_as(self, number: int) -> Iterator[int]:
        """The rows of a syllable; found in the bytes, which is ten times as fast as row by row."""
        wanted, at = _two_bytes(number), -1
        while (at := self._readings.find(wanted, at + 1)) >= 0:
            if at % 2 == 0:
                yield at // 2

    @cached_property
    def _spellings(self) -> dict[str, list[tuple[int, str]]]:
        """The syllables by their letters: number and tone of each; a neutral tone is 5, or 0."""
        found: dict[str, list[tuple[int, str]]] = {}
        for number, syllable in enumerate(self._syllables[1:], 1):
            plain = _plain(syllable)
            letters, tones = plain.rstrip("1234"), plain[len(plain.rstrip("1234")) :] or "50"
            found.setdefault(letters, []).extend((number, tone) for tone in tones)
        return found


def load() -> Table:
    """Read the table; it takes some milliseconds, and whoever asks keeps it."""
    folder = resources.files("etax_client").joinpath("data", "hanzi")
    return Table(folder.joinpath("hanzi.bin").read_bytes(), json.loads(folder.joinpath("radicals.json").read_bytes()))


def _two_bytes(number: int) -> bytes:
    return number.to_bytes(2, "little")


def code_of(char: str) -> str:
    return f"U+{ord(char):04X}"


def _radical(given: Mapping[str, Any]) -> Radical:
    forms = tuple((char, strokes) for char, strokes in given["forms"])
    return Radical(given["number"], given["variant"], given["name"], forms, given["sign"], tuple((number, 0) for number in given["same"]))


def _plain(syllable: str) -> str:
    """Letters and the digit of the tone: `lǜ`, `lü4`, `lu:4` and `lv4` are `lv4`."""
    letters, tone = "", ""
    for char in unicodedata.normalize("NFD", syllable.lower().replace("u:", "v")):
        if char == "\u0308":
            letters = letters.removesuffix("u") + "v"
        elif ord(char) in _TONES:
            tone = _TONES[ord(char)]
        else:
            letters += char
    return letters + tone
