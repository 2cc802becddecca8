"""Names as documents write them: the vectors, every row of the table "Names", and what holds for any text (HAN-03, documents.md)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity import names
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.login_names import is_ideograph
from etax_client.domain.identity.names import ChangeKind, Name, NameChange, Script, judge, same_name
from etax_client.domain.identity.private_use import STANDARD
from etax_client.texts import identity_lines
from etax_client.texts.catalogue import words
from etax_client.texts.words import Language
from tests.domain.identity.vectors import Vector, name_of, of_type

CITIZEN, FOREIGNER = DocumentType.resident_id, DocumentType.foreign_passport
ODD = (
    "王李𠮷〇䶮𲎰阿三· •‧∙⋅・･．●.·\u0387\u200b\ufeff\ufe00\U000e0100\ue863\ue81e\ue78d\uf8ff\U000f0000\U00100000\ufa20\ufa0e\U0002f800"
    "\u2f00\u2fd5\u2e80\u2ff0々ぁ□?1\ufffd\u202e\u200d\ud800\udc00Aaz'-,ＡＺ　\u00e9\u0301\u212a\n\t"
)
TEXTS = st.one_of(st.text(), st.text(ODD, max_size=12), st.text(ODD, min_size=45, max_size=60), st.text("王·•ＡAb ", max_size=8))
TYPES = st.sampled_from(DocumentType)


@pytest.mark.parametrize("vector", of_type("person_name_zh"), ids=name_of)
def test_vectors(vector: Vector) -> None:
    judged = judge(vector["input"], CITIZEN)
    if vector["valid"]:
        assert isinstance(judged, Name)
        assert (judged.text, judged.script) == (vector["normalized"], Script.chinese)
    else:
        assert isinstance(judged, Invalid)
        assert judged.fault.value == vector["error"]


@pytest.mark.parametrize("dot", "\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e\u25cf.\u0387")
def test_every_look_alike_becomes_the_middle_dot_and_is_said(dot: str) -> None:
    judged = judge(f"阿卜杜拉{dot}买买提", CITIZEN)
    assert judged == Name("阿卜杜拉·买买提", Script.chinese, (NameChange(ChangeKind.middle_dot, dot, "·"),))
    assert told(judged) == ["间隔号已统一为标准间隔号（·）"]


@pytest.mark.parametrize("name", ["·张三", "张三·", "张··三", "张•.三", "·", "··"])
def test_a_dot_stands_inside_and_alone(name: str) -> None:
    assert judge(name, CITIZEN) == Invalid(Fault.separator)


def test_what_old_systems_wrote_becomes_the_standard_character() -> None:
    assert len(STANDARD) == 91
    assert (STANDARD["\ue863"], STANDARD["\ue81e"], STANDARD["\ue816"]) == ("䶮", "\u9fb4", "\U00020087")
    judged = judge("王\ue863", CITIZEN)
    assert judged == Name("王䶮", Script.chinese, (NameChange(ChangeKind.private_use, "\ue863", "䶮"),))
    assert told(judged) == ["旧编码 U+E863 已改为标准字䶮（U+4DAE）"]


@pytest.mark.parametrize(("private", "standard"), STANDARD.items())
def test_a_mapped_character_is_judged_like_its_standard_one(private: str, standard: str) -> None:
    """Some of the 91 are radicals and punctuation, which no name holds."""
    judged = judge("王" + private, CITIZEN)
    if is_ideograph(standard):
        assert isinstance(judged, Name)
        assert judged.text == "王" + standard
    else:
        assert judged == Invalid(Fault.character, f"U+{ord(standard):04X}")


@pytest.mark.parametrize("char", ["\ue000", "\uf8ff", "\U000f0000", "\U0010fffd"])
def test_other_private_characters_are_turned_down_with_a_way_out(char: str) -> None:
    judged = judge("王" + char, CITIZEN)
    assert judged == Invalid(Fault.private_use, f"U+{ord(char):04X}")
    assert said(judged) == f"U+{ord(char):04X} 为自造字，请改用标准字或到办税服务厅办理"


@pytest.mark.parametrize("mark", ["\ufe00", "\ufe0f", "\U000e0100", "\U000e01ef"])
def test_variant_marks_are_taken_away_and_said(mark: str) -> None:
    judged = judge(f"葛{mark}洪", CITIZEN)
    assert judged == Name("葛洪", Script.chinese, (NameChange(ChangeKind.selector, mark, ""),))
    assert told(judged) == [f"已去除字形选择符 U+{ord(mark):04X}"]


def test_compatibility_ideographs_become_unified_ones_but_the_twelve_stay() -> None:
    assert judge("\ufa20山", CITIZEN) == Name("\u8612山", Script.chinese, (NameChange(ChangeKind.compatibility, "\ufa20", "\u8612"),))
    twelve = [chr(code) for code in (0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29)]
    for char in twelve:
        assert judge("山" + char, CITIZEN) == Name("山" + char, Script.chinese)


@pytest.mark.parametrize("code", range(0x2F00, 0x2FD6))
def test_radicals_pasted_from_a_document_become_ideographs(code: int) -> None:
    judged = judge("王" + chr(code), CITIZEN)
    assert isinstance(judged, Name)
    assert is_ideograph(judged.text[1])
    assert [change.kind for change in judged.changes] == [ChangeKind.radical]


@pytest.mark.parametrize(
    "char",
    [
        "⺀",
        "\u2ef3",
        "⿰",
        "々",
        "ぁ",
        "カ",
        "1",
        "１",
        "٣",
        "□",
        "\ufffd",
        "?",
        "？",
        "한",
        "é",
        "(",
        "\n",
    ],
)
def test_what_is_no_part_of_a_chinese_name(char: str) -> None:
    judged = judge(f"张{char}三", CITIZEN)
    assert judged == Invalid(Fault.character, f"U+{ord(char):04X}")
    assert "姓名中不能含有" in said(judged)
    assert char.isprintable() or char not in said(judged)


@pytest.mark.parametrize("char", ["\u200b", "\ufeff", "\u202e", "\u2066", "\u200c", "\u200d", "\u2060", "\u00ad", "\u3164"])
def test_what_nobody_sees_is_dropped_anywhere_and_said(char: str) -> None:
    judged = judge(f"{char} 张{char}三\u3000{char}", CITIZEN)
    assert isinstance(judged, Name)
    assert (judged.text, told(judged)) == ("张三", [f"已去除不可见字符 U+{ord(char):04X}"])


def test_apostrophes_and_hyphens_are_what_documents_write() -> None:
    """documents.md, "Names": as phones, Word and input methods write them; a Chinese name has neither."""
    for typed, kept in {"O’BRIEN": "O'BRIEN", "D‘ARC ʼT′": "D'ARC 'T'", "ANNE‐MARIE–LOU": "ANNE-MARIE-LOU", "A‑B‒C−D": "A-B-C-D"}.items():
        judged = judge(typed, FOREIGNER)
        assert isinstance(judged, Name)
        assert judged.text == kept
        assert same_name(typed, kept)
    judged = judge("O’BRIEN", FOREIGNER)
    assert isinstance(judged, Name)
    assert told(judged) == ["U+2019 已改为'（U+0027）"]
    assert judge("王‐小", CITIZEN) == Invalid(Fault.character, "U+2010")


@pytest.mark.parametrize("text", ["王\ud87e", "\udc00王", "\ud83d\ude00"])
def test_surrogates_are_turned_down_before_anything_encodes_them(text: str) -> None:
    judged = judge(text, FOREIGNER)
    assert isinstance(judged, Invalid)
    assert judged.fault is Fault.surrogate
    said(judged).encode()


def test_code_points_are_counted() -> None:
    assert isinstance(judge("𠮷" * 50, CITIZEN), Name)
    assert judge("𠮷" * 51, CITIZEN) == Invalid(Fault.too_long)
    assert isinstance(judge("X" * 50, FOREIGNER), Name)
    assert judge("X" * 51, FOREIGNER) == Invalid(Fault.too_long)
    assert isinstance(judge("王", CITIZEN), Name)
    assert judge("X", FOREIGNER) == Invalid(Fault.length)
    for empty in ("", " \u3000", "\u200b"):
        assert judge(empty, CITIZEN) == Invalid(Fault.empty)


def test_spaces_part_latin_names_only() -> None:
    assert judge("张 三", CITIZEN) == Invalid(Fault.space)
    assert judge("  John   SMITH ", FOREIGNER) == Name("John SMITH", Script.latin)
    for name in ("O'BRIEN, JR.", "ANNE-MARIE", "SMITH, JOHN P."):
        assert judge(name, FOREIGNER) == Name(name, Script.latin)
    assert judge("JOHN\u00a0SMITH", FOREIGNER) == Name("JOHN SMITH", Script.latin)
    assert judge("张\u00a0三", CITIZEN) == Invalid(Fault.space)
    full = judge("ＪＯＨＮ　ＳＭＩＴＨ", FOREIGNER)
    assert isinstance(full, Name)
    assert full.text == "JOHN SMITH"
    assert told(full) == ["全角字符已改为半角"]
    for name in ("JOSÉ", "JOHN·SMITH", "JOHN1", "JOHN_SMITH", "ИВАН X", "JOHN <b>"):
        judged = judge(name, FOREIGNER)
        assert isinstance(judged, Invalid)
        assert judged.fault is Fault.character


@pytest.mark.parametrize("document_type", DocumentType)
def test_which_documents_write_names_how(document_type: DocumentType) -> None:
    assert isinstance(judge("王䶮", document_type), Name)
    judged = judge("JOHN SMITH", document_type)
    if document_type in (DocumentType.resident_id, DocumentType.cn_passport):
        assert judged == Invalid(Fault.character, "U+004A")
        assert words().tell(identity_lines.name_fault(document_type, judged)) == "请填写证件上的中文姓名"
    else:
        assert isinstance(judged, Name)


@given(TEXTS, TYPES)
def test_a_name_that_is_valid_holds_nothing_banned_and_stays_as_it_is(text: str, document_type: DocumentType) -> None:
    judged = judge(text, document_type)
    if isinstance(judged, Invalid):
        for language in Language:
            words(language).tell(identity_lines.name_fault(document_type, judged)).encode()
        return
    assert (2 if judged.script is Script.latin else 1) <= len(judged.text) <= 50
    assert unicodedata.is_normalized("NFC", judged.text)
    if judged.script is Script.latin:
        assert judged.text.isascii()
        assert judged.text == " ".join(judged.text.split())
        assert not set(judged.text) & set('<>&"\\/_0123456789')
    else:
        assert all(is_ideograph(char) or char == "·" for char in judged.text)
        assert all(judged.text.split("·"))
    assert judge(judged.text, document_type) == Name(judged.text, judged.script)
    assert same_name(text, judged.text)
    for language in Language:
        assert all(map(words(language).tell, identity_lines.name_changes(judged)))


@given(TEXTS, TEXTS, TEXTS)
def test_same_name_is_an_equivalence(one: str, other: str, third: str) -> None:
    assert same_name(one, one)
    assert same_name(one, other) is same_name(other, one)
    assert not (same_name(one, other) and same_name(other, third)) or same_name(one, third)


@given(st.text("王李三·阿", min_size=2, max_size=6), st.text("王李三·阿", min_size=2, max_size=6))
def test_two_valid_chinese_names_are_the_same_only_if_they_are_equal(one: str, other: str) -> None:
    if isinstance(judge(one, CITIZEN), Name) and isinstance(judge(other, CITIZEN), Name):
        assert same_name(one, other) is (one == other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("JOHN SMITH", "  John\u3000 smith", True),
        ("JOHN SMITH", "JOHNSMITH", False),
        ("JOHN SMITH", "SMITH JOHN", False),
        ("阿卜杜拉·买买提", "阿卜杜拉.买买提", True),
        ("阿卜杜拉·买买提", "阿卜杜拉买买提", False),
        ("王\ue863", "王䶮", True),
        ("王䶮", "王龑", False),
        ("J. SMITH", "J SMITH", False),
        ("ſMITH", "SMITH", False),
    ],
)
def test_which_names_are_the_same(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


def told(judged: Name) -> list[str]:
    return [words().tell(each) for each in identity_lines.name_changes(judged)]


def said(judged: Name | Invalid) -> str:
    assert isinstance(judged, Invalid)
    return words().tell(identity_lines.name_fault(CITIZEN, judged))


def test_limits_are_said_as_they_are() -> None:
    assert str(names.LONGEST) in said(Invalid(Fault.too_long))
    assert str(names.SHORTEST_LATIN) in said(Invalid(Fault.length))
