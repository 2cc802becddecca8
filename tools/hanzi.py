"""Make etax_client/data/hanzi out of the Unicode Han Database: `uv run python -m tools.hanzi FOLDER`.

FOLDER holds the Unicode files of Debian's package `unicode-data` 17.0.0, plain or as .bz2; with Debian's sid among the sources of apt:

    apt-get download unicode-data && dpkg -x unicode-data_17*.deb X       # FOLDER is then X/usr/share/unicode

The same input gives the same bytes. Another version of Unicode needs `--unicode 18.0.0`, and other counts in the tests.
"""

import argparse
import bz2
import json
import re
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

OUTPUT = Path(__file__).parent.parent / "etax_client" / "data" / "hanzi"
UNICODE = "17.0.0"
MAGIC, FORMAT = b"HZT1", 1

# Radical: form used on the mainland, other forms, name of the first form. A form is a CJK ideograph where there is one in the basic plane,
# else a sign of the supplement.
FORMS: dict[int, tuple[str, str, str]] = {
    1: ("一", "", "横"),
    2: ("丨", "", "竖"),
    3: ("丶", "", "点"),
    4: ("丿", "", "撇"),
    5: ("乙", "乚乛⺄", "折"),
    8: ("亠", "", "文字头"),
    9: ("亻", "人", "单人旁"),
    10: ("儿", "", "儿字底"),
    12: ("八", "丷", "八字头"),
    13: ("冂", "", "同字框"),
    14: ("冖", "", "秃宝盖"),
    15: ("冫", "", "两点水"),
    16: ("几", "", "风字框"),
    17: ("凵", "", "凶字框"),
    18: ("刂", "刀⺈", "立刀旁"),
    20: ("勹", "", "包字头"),
    22: ("匚", "", "三框"),
    23: ("匸", "", "区字框"),
    26: ("卩", "㔾", "单耳旁"),
    27: ("厂", "", "厂字头"),
    28: ("厶", "", "私字儿"),
    30: ("口", "", "口字旁"),
    31: ("囗", "", "国字框"),
    32: ("土", "", "提土旁"),
    34: ("夂", "", "冬字头"),
    35: ("夊", "", "夊部"),
    38: ("女", "", "女字旁"),
    39: ("子", "", "子字旁"),
    40: ("宀", "", "宝盖"),
    42: ("小", "⺌⺍", "小字头"),
    43: ("尢", "尣兀", "尤字旁"),
    45: ("屮", "", ""),
    46: ("山", "", "山字旁"),
    47: ("巛", "川巜", "三拐"),
    49: ("己", "已巳", ""),
    50: ("巾", "", "巾字旁"),
    52: ("幺", "", "幼字旁"),
    53: ("广", "", "广字头"),
    54: ("廴", "", "建之旁"),
    55: ("廾", "", "弄字底"),
    57: ("弓", "", "弓字旁"),
    58: ("彐", "彑", "雪字底"),
    59: ("彡", "", "三撇"),
    60: ("彳", "", "双人旁"),
    61: ("忄", "心㣺", "竖心旁"),
    63: ("户", "戶戸", "户字头"),
    64: ("扌", "手龵", "提手旁"),
    66: ("攵", "攴", "反文旁"),
    70: ("方", "", "方字旁"),
    71: ("无", "旡", ""),
    72: ("日", "", "日字旁"),
    73: ("曰", "", "曰字旁"),
    74: ("月", "", "月字旁"),
    75: ("木", "", "木字旁"),
    78: ("歹", "歺", "歹字旁"),
    79: ("殳", "", ""),
    80: ("毋", "母", ""),
    84: ("气", "", "气字头"),
    85: ("氵", "水氺", "三点水"),
    86: ("火", "灬", "火字旁/四点底"),
    87: ("爪", "爫", "爪字头"),
    90: ("爿", "", "将字旁"),
    93: ("牛", "牜", "牛字旁"),
    94: ("犭", "犬", "反犬旁"),
    96: ("王", "玉玊", "王字旁(斜玉旁)"),
    102: ("田", "", "田字旁"),
    103: ("疋", "⺪", ""),
    104: ("疒", "", "病字旁"),
    105: ("癶", "", "登字头"),
    108: ("皿", "", "皿字底"),
    109: ("目", "", "目字旁"),
    112: ("石", "", "石字旁"),
    113: ("礻", "示", "示字旁"),
    115: ("禾", "", "禾木旁"),
    116: ("穴", "", "穴宝盖"),
    117: ("立", "", "立字旁"),
    118: ("⺮", "竹", "竹字头"),
    119: ("米", "", "米字旁"),
    120: ("糹", "糸", "绞丝旁(繁)"),
    122: ("罒", "网罓㓁", "四字头"),
    123: ("羊", "⺶⺷", "羊字旁"),
    125: ("老", "耂", "老字头"),
    127: ("耒", "", "耒字旁"),
    128: ("耳", "", "耳字旁"),
    129: ("聿", "肀", ""),
    130: ("肉", "⺼月", "肉部(肉月旁)"),
    134: ("臼", "", ""),
    137: ("舟", "", "舟字旁"),
    140: ("艹", "艸", "草字头"),
    141: ("虍", "", "虎字头"),
    142: ("虫", "", "虫字旁"),
    145: ("衤", "衣", "衣字旁"),
    146: ("覀", "西襾", "西字头"),
    148: ("角", "⻆", "角字旁"),
    149: ("言", "訁", "言字旁(繁)"),
    151: ("豆", "", ""),
    157: ("足", "⻊", "足字旁"),
    162: ("辶", "辵", "走之底"),
    163: ("阝", "邑", "右耳旁(邑)"),
    164: ("酉", "", "酉字旁"),
    167: ("金", "釒", "金字旁(繁)"),
    168: ("長", "镸", ""),
    170: ("阝", "阜", "左耳旁(阜)"),
    172: ("隹", "", "隹字旁"),
    173: ("雨", "⻗", "雨字头"),
    174: ("青", "靑", ""),
    177: ("革", "", "革字旁"),
    184: ("食", "飠", "食字旁(繁)"),
    186: ("香", "", ""),
    188: ("骨", "", "骨字旁"),
    190: ("髟", "", "髦字头"),
    194: ("鬼", "", "鬼字旁"),
    198: ("鹿", "", ""),
    213: ("龜", "龜", ""),
}
SIMPLIFIED_NAMES = {
    "90'": "将字旁(简)",
    "120'": "绞丝旁",
    "147'": "见字旁",
    "149'": "言字旁",
    "154'": "贝字旁",
    "159'": "车字旁",
    "167'": "金字旁",
    "169'": "门字框",
    "178'": "韦字旁",
    "181'": "页字旁",
    "182'": "风字旁",
    "184'": "食字旁",
    "187'": "马字旁",
    "195'": "鱼字旁",
    "196'": "鸟字旁",
    "197'": "卤字旁",
    "199'": "麦字旁",
    "205'": "黾字旁",
}
SAME = {74: [130], 130: [74]}
"""What looks the same on the mainland: the moon and the flesh."""
SIGN_STROKES = {0x2E88: 2, 0x2E8C: 3, 0x2E8D: 3, 0x2EBC: 4, 0x2EB6: 6, 0x2EB7: 6}
"""Signs of the supplement that are drawn with other strokes than the ideographs they stand for."""
PLACE = re.compile(r"([1-9][0-9]{0,2})('{0,3})\.(-?[0-9]{1,2})")


@dataclass(frozen=True, order=True)
class Row:
    """A character under one of its radicals; rows are sorted by these fields."""

    radical: int
    residual: int
    tier: int
    compatibility: bool
    code: int
    variant: int
    total: int
    second: bool
    pinyin: str


@dataclass(frozen=True)
class Radical:
    """As in radicals.json: `sign` is the one that Unicode has for it, "" for none; each form goes with its strokes."""

    number: int
    variant: int
    name: str
    sign: str
    forms: list[tuple[str, int]]
    same: list[int]


def lines(folder: Path, name: str) -> Iterator[str]:
    path = folder / name
    if path.exists():
        yield from path.read_text(encoding="utf-8").splitlines()
    else:
        yield from bz2.decompress((folder / f"{name}.bz2").read_bytes()).decode("utf-8").splitlines()


def columns(folder: Path, name: str, wanted: set[str], version: str) -> dict[str, dict[int, str]]:
    """Of a file of the database: column, code point, value. Raises SystemExit for a file of another version."""
    found: dict[str, dict[int, str]] = {column: {} for column in wanted}
    of_version = False
    for line in lines(folder, name):
        if line.startswith("U+"):
            code, column, value = line.split("\t", 2)
            if column in found:
                found[column][int(code[2:], 16)] = value
        elif re.search(rf"Unicode [Vv]ersion:? {re.escape(version)}", line):
            of_version = True
    if not of_version:
        raise SystemExit(f"{name} is not of Unicode {version}")
    return found


def read_rows(folder: Path, version: str) -> tuple[list[Row], dict[int, str]]:
    """The rows in order, and the strokes of every character."""
    sources = columns(folder, "Unihan_IRGSources.txt", {"kRSUnicode", "kTotalStrokes", "kIRG_GSource", "kCompatibilityVariant"}, version)
    readings = columns(folder, "Unihan_Readings.txt", {"kMandarin", "kXHC1983", "kHanyuPinyin"}, version)
    standard = columns(folder, "Unihan_OtherMappings.txt", {"kTGH"}, version)["kTGH"]

    def pinyin(code: int) -> str:
        if code in readings["kMandarin"]:
            return readings["kMandarin"][code].split()[0]  # the mainland's comes first
        for column in ("kXHC1983", "kHanyuPinyin"):
            if code in readings[column]:
                return readings[column][code].split()[0].split(":", 1)[1].split(",")[0]
        return ""

    rows = []
    for code, places in sources["kRSUnicode"].items():
        source = sources["kIRG_GSource"].get(code, "")
        tier = 0 if code in standard else 1 if source.startswith("GIDC") else 2 if source else 3
        total = int(sources["kTotalStrokes"][code].split()[0])
        for index, place in enumerate(places.split()):
            found = PLACE.fullmatch(place)
            if found is None:
                raise SystemExit(f"U+{code:04X}: radical and strokes {place!r}")
            compatibility = code in sources["kCompatibilityVariant"]
            rows.append(Row(int(found[1]), int(found[3]), tier, compatibility, code, len(found[2]), total, index > 0, pinyin(code)))
    return sorted(rows), sources["kTotalStrokes"]


def read_radicals(folder: Path, totals: dict[int, str]) -> list[Radical]:
    equivalent: dict[int, int] = {}
    for line in lines(folder, "EquivalentUnifiedIdeograph.txt"):
        if body := line.split("#")[0].strip():
            span, target = (part.strip() for part in body.split(";"))
            first, _, last = span.partition("..")
            equivalent |= dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), int(target, 16))

    def strokes(char: str) -> int:
        code = ord(char)
        return SIGN_STROKES.get(code) or int((totals.get(code) or totals[equivalent[code]]).split()[0])

    found: list[Radical] = []
    for line in lines(folder, "CJKRadicals.txt"):
        if not (body := line.split("#")[0].strip()):
            continue
        key, sign, unified = (part.strip() for part in body.split(";"))
        number, variant, char = int(key.rstrip("'")), key.count("'"), chr(int(unified, 16))
        display, others, name = (char, "", SIMPLIFIED_NAMES.get(key, "")) if variant else FORMS.get(number, (char, "", ""))
        forms = [(form, strokes(form)) for form in dict.fromkeys((display, char, *others))]
        same = [] if variant else SAME.get(number, [])
        found.append(Radical(number, variant, name, chr(int(sign, 16)) if sign else "", forms, same))
    return sorted(found, key=lambda radical: (radical.number, radical.variant))


def packed(rows: list[Row], version: str) -> bytes:
    """The table as etax_client/data/hanzi/README.md describes it."""
    syllables = sorted({row.pinyin for row in rows} - {""})
    numbers = {syllable: number for number, syllable in enumerate(["", *syllables])}
    starts = [sum(1 for row in rows if row.radical < radical) for radical in range(216)]
    names = "\n".join(numbers).encode()
    major, minor, _ = map(int, version.split("."))
    return b"".join(
        [
            struct.pack("<4sBBBBII", MAGIC, FORMAT, major, minor, 0, len(rows), len(names)),
            struct.pack("<216I", *starts),
            "".join(chr(row.code) for row in rows).encode("utf-32-le"),
            struct.pack(f"<{len(rows)}H", *(numbers[row.pinyin] for row in rows)),
            struct.pack(f"<{len(rows)}b", *(row.residual for row in rows)),
            bytes(row.total for row in rows),
            bytes(row.variant | row.second << 2 | row.tier << 3 | row.compatibility << 5 for row in rows),
            names,
        ]
    )


def made(folder: Path, version: str = UNICODE) -> dict[str, bytes]:
    """The files by their names. Raises SystemExit for input of another version, OSError if files are missing."""
    rows, totals = read_rows(folder, version)
    radicals = (json.dumps(asdict(one), ensure_ascii=False, separators=(",", ":")) for one in read_radicals(folder, totals))
    text = "[\n" + ",\n".join(radicals) + "\n]\n"
    return {"hanzi.bin": packed(rows, version), "radicals.json": text.encode()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.hanzi", description="Make etax_client/data/hanzi.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--unicode", default=UNICODE)
    given = parser.parse_args()
    for name, data in made(given.folder, given.unicode).items():
        (OUTPUT / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
