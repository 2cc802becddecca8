"""The table of all Chinese characters: what is in it, and that each one is found (HAN-02)."""

import os
import sys
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.identity.login_names import is_ideograph
from etax_client.reference import hanzi
from etax_client.reference.hanzi import Radical, Table
from tools.hanzi import OUTPUT, made

TABLE = hanzi.load()
NUMBERS = range(len(TABLE))


@cache
def every() -> str:
    """Made when it is asked for: every worker imports this file, and one plays it."""
    return "".join(filter(is_ideograph, map(chr, range(sys.maxunicode + 1))))


def radical(number: int, variant: int = 0) -> Radical:
    found = TABLE.radical(number, variant)
    assert found is not None
    return found


def chars(rows: list[int]) -> list[str]:
    return [TABLE.char(row) for row in rows]


def test_the_file_is_as_its_header_says() -> None:
    data = (OUTPUT / "hanzi.bin").read_bytes()
    assert data[:7] == b"HZT1\x01\x11\x00"
    assert int.from_bytes(data[8:12], "little") == 103_449
    assert len(data) == 16 + 216 * 4 + 103_449 * 9 + int.from_bytes(data[12:16], "little")
    assert len(TABLE) == 103_450, "with the zero, which the database lacks"


def test_it_holds_every_ideograph_and_nothing_else() -> None:
    assert len(every()) == 102_999
    assert {TABLE.char(row) for row in NUMBERS} == set(every())


def test_its_rows_are_in_order() -> None:
    entries = [TABLE.entry(row) for row in NUMBERS[:-1]]
    places = [entry.radical.number for entry in entries]
    assert places == sorted(places)
    assert set(places) == set(range(1, 215))
    pairs = pairwise(entries)
    assert all(one.residual <= other.residual for one, other in pairs if one.radical.number == other.radical.number)
    assert min(entry.total for entry in entries) == 1
    assert max(entry.total for entry in entries) == 84


@pytest.mark.parametrize("beside", [False, True])
def test_every_character_is_reached_by_its_radical_and_strokes(beside: bool) -> None:
    """HAN-02: by the shapes that are offered, and each by exactly one count of strokes."""
    reached = set()
    for one in {id(one): one for group in TABLE.forms().values() for _, one in group}.values():
        rows = TABLE.under(one)
        counts = TABLE.strokes(rows, beside=beside)
        assert list(counts) == sorted(counts)
        assert min(counts) >= 0
        parts = [TABLE.narrow(rows, strokes, beside=beside) for strokes in counts]
        assert [len(part) for part in parts] == list(counts.values())
        assert sorted(row for part in parts for row in part) == sorted(rows)
        assert len(set(chars(rows))) == len(rows), "each character once"
        reached |= set(chars(rows))
    assert reached == set(every())


@given(st.deferred(lambda: st.sampled_from(every())))
def test_a_character_is_found_by_its_code_itself_and_its_pinyin(char: str) -> None:
    rows = TABLE.search(f"U+{ord(char):04x}")
    assert chars(rows) == [char]
    assert chars(TABLE.search(char))[0] == char
    entry = TABLE.entry(rows[0])
    assert entry.code == f"U+{ord(char):04X}"
    assert rows[0] in TABLE.under(entry.radical)
    if entry.pinyin:
        assert char in chars(TABLE.search(entry.pinyin))


@given(st.text(max_size=30))
def test_any_text_may_be_searched(text: str) -> None:
    assert all(0 <= row < len(TABLE) for row in TABLE.search(text))


@pytest.mark.parametrize(
    ("char", "number", "variant", "total", "beside", "pinyin"),
    [
        ("𫍰", 149, 1, 11, 9, "xǐ"),
        ("𫖯", 181, 1, 12, 6, "fǔ"),
        ("䶮", 212, 1, 9, 4, "yǎn"),
        ("龘", 212, 0, 48, 32, "dá"),
        ("𠮷", 30, 0, 6, 3, ""),
        ("王", 96, 0, 4, 0, "wáng"),
        ("月", 74, 0, 4, 0, "yuè"),
        ("〇", 0, 0, 1, 0, "líng"),
    ],
)
def test_some_that_are_known(char: str, number: int, variant: int, total: int, beside: int, pinyin: str) -> None:
    """王 has -1 strokes beside 玉 in the database: it is shown under 0."""
    entry = TABLE.entry(TABLE.rows_of(char)[0])
    assert (entry.radical, entry.total, entry.residual, entry.pinyin) == (radical(number, variant), total, beside, pinyin)
    assert char in chars(TABLE.narrow(TABLE.under(entry.radical), total, beside=False))
    assert char in chars(TABLE.narrow(TABLE.under(entry.radical), beside, beside=True))


def test_a_second_radical_leads_there_as_well() -> None:
    several = [char for char, count in Counter(map(TABLE.char, NUMBERS)).items() if count > 1]
    assert len(several) == 448
    under = {one: set(chars(TABLE.under(one))) for one in TABLE.radicals}
    assert all(char in under[TABLE.entry(row).radical] for char in several for row in TABLE.rows_of(char))


def test_shapes_stand_under_their_own_strokes() -> None:
    """氵 is under 3 and 水 under 4; 阝 is two radicals; 月 leads to the moon's and the flesh's characters."""
    forms = {strokes: [char for char, _ in group] for strokes, group in TABLE.forms().items()}
    assert [strokes for strokes, group in forms.items() for char in group if char in "氵水讠〇"] == [1, 2, 3, 4]
    assert list(forms) == list(range(1, 18))
    ears = [one for char, one in TABLE.forms()[2] if char == "阝"]
    assert [ear.name for ear in ears] == ["右耳旁(邑)", "左耳旁(阜)"]
    assert forms[4].count("月") == 1
    moon = chars(TABLE.under(radical(74)))
    assert {"朗", "腌", "肉"} < set(moon)
    assert set(moon) == set(chars(TABLE.under(radical(130))))
    assert all(len(set(group)) == len(group) for strokes, group in forms.items() if strokes != 2)


def test_the_best_known_come_first() -> None:
    rows = TABLE.narrow(TABLE.under(radical(85)), 11, beside=False)
    assert chars(rows)[:3] == ["涪", "涫", "涮"]
    assert chars(rows)[-3:] == ["\uf9d6", "\uf9f5", "\U0002f907"]
    assert chars(TABLE.search("yan"))[0] == "厌"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lv4", "绿"),
        ("LÜ4", "绿"),
        ("lǜ", "绿"),
        ("lu:4", "绿"),
        ("nv", "女"),
        ("yan3", "䶮"),
        (" yǎn ", "䶮"),
        ("ma5", "吗"),
        ("ma0", "吗"),
        ("ling", "〇"),
        ("2B370", "𫍰"),
        ("0x2b370", "𫍰"),
        ("u+3007", "〇"),
        ("王小𫍰", "𫍰"),
        ("氵", "淋"),
        ("⽔", "淋"),
        ("⻈", "𫍰"),
        ("⺮", "竹"),
    ],
)
def test_searching(text: str, found: str) -> None:
    assert found in chars(TABLE.search(text))


@pytest.mark.parametrize("text", ["", " ", "q", "yan4x", "yan6", "U+", "U+41", "U+110000", "ffffff", "U+D800", "あ", "[/]", "\x1b"])
def test_what_finds_nothing(text: str) -> None:
    assert TABLE.search(text) == []


def test_a_tone_narrows_and_letters_alone_do_not() -> None:
    toneless = set(TABLE.search("yan"))
    tones = [set(TABLE.search(f"yan{tone}")) for tone in "1234"]
    assert set.union(*tones) <= toneless
    assert not tones[2] & tones[3]
    assert TABLE.search("yan5") == []


def test_what_is_kept_for_compatibility_says_what_it_becomes() -> None:
    """documents.md: names are stored in NFC; the twelve that are unified stay."""
    entry = TABLE.entry(TABLE.search("U+FA20")[0])
    assert entry.becomes == "蘒"
    assert TABLE.entry(TABLE.search("U+FA0E")[0]).becomes == ""
    assert len({entry.char for row in NUMBERS if (entry := TABLE.entry(row)).becomes}) == 1002


def test_what_is_no_table_is_refused() -> None:
    data = (OUTPUT / "hanzi.bin").read_bytes()
    for broken in (b"HZT2" + data[4:], data[:4] + b"\2" + data[5:]):
        with pytest.raises(ValueError, match="no table"):
            Table(broken, [])


def test_the_files_are_what_the_generator_makes() -> None:
    """The folder with Debian's files of the right version is named by ETAX_UNICODE_DATA, if they are not installed."""
    folder = Path(os.environ.get("ETAX_UNICODE_DATA", "/usr/share/unicode"))
    try:
        files = made(folder)
    except (OSError, SystemExit) as error:
        pytest.skip(f"no Unicode Han Database 17.0.0 in {folder}: {error}")
    assert files == {name: (OUTPUT / name).read_bytes() for name in files}
