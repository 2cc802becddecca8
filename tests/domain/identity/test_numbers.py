"""Numbers of people and units, against the vectors and against what holds for every input (documents.md)."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity import login_names, mobiles, resident_ids
from etax_client.domain.identity.documents import Sex
from etax_client.domain.identity.resident_ids import ResidentId
from etax_client.domain.numbers import normalise, to_ascii, visible
from etax_client.domain.units import taxpayer_ids
from etax_client.domain.units.taxpayer_ids import TaxpayerId, TaxpayerKind
from tests.domain.identity.vectors import Vector, name_of, of_type

TODAY = date(2026, 11, 20)
DIGITS = st.text("0123456789", min_size=1, max_size=20)
DAYS = st.dates(TODAY - timedelta(days=365 * 149), TODAY)
FULL_WIDTH = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


@pytest.mark.parametrize("vector", of_type("resident_id"), ids=name_of)
def test_resident_id_vectors(vector: Vector) -> None:
    judged = resident_ids.judge(vector["input"], TODAY)
    if vector["valid"]:
        assert judged == ResidentId(vector["normalized"], date.fromisoformat(vector["birth"]), Sex(vector["sex"]))
    else:
        assert isinstance(judged, Invalid)
        fault, _, hint = vector["error"].partition(":")
        assert (judged.fault.value, judged.hint) == (fault, hint or None)


@pytest.mark.parametrize("vector", of_type("taxpayer_id"), ids=name_of)
def test_taxpayer_id_vectors(vector: Vector) -> None:
    judged = taxpayer_ids.judge(vector["input"], TODAY)
    if vector["valid"]:
        assert isinstance(judged, TaxpayerId)
        assert judged.number == vector["normalized"]
    else:
        assert judged == Invalid(Fault(vector["error"]))


@pytest.mark.parametrize("vector", of_type("uscc"), ids=name_of)
def test_credit_code_vectors(vector: Vector) -> None:
    expected = vector["normalized"] if vector["valid"] else Invalid(Fault(vector["error"]))
    assert taxpayer_ids.judge_credit_code(vector["input"]) == expected


@pytest.mark.parametrize("vector", of_type("login_name"), ids=name_of)
def test_login_name_vectors(vector: Vector) -> None:
    judged = login_names.judge(vector["input"])
    if vector["valid"]:
        assert judged == vector["normalized"]
    else:
        assert isinstance(judged, Invalid)
        assert judged.fault is (Fault.empty if not vector["input"] else Fault(vector["error"].replace("character", "format")))


@pytest.mark.parametrize("vector", of_type("mobile_cn"), ids=name_of)
def test_mobile_vectors(vector: Vector) -> None:
    expected = vector["normalized"] if vector["valid"] else Invalid(Fault(vector["error"]))
    assert mobiles.judge(vector["input"]) == expected


@given(st.from_regex("[1-6][0-9]{5}", fullmatch=True), DAYS, st.integers(0, 999))
def test_a_resident_id_says_birth_and_sex(region: str, birth: date, sequence: int) -> None:
    first17 = f"{region}{birth:%Y%m%d}{sequence:03}"
    number = first17 + resident_ids.check_character(first17)
    judged = resident_ids.judge(number, TODAY)
    if isinstance(judged, Invalid):
        assert judged.fault is Fault.region
    else:
        assert judged == ResidentId(number, birth, Sex.male if sequence % 2 else Sex.female)


@given(DAYS, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_a_changed_digit_is_never_a_valid_resident_id_of_the_same_length(birth: date, sequence: int, place: int, shift: int) -> None:
    """ISO 7064 MOD 11-2 finds every single wrong digit."""
    first17 = f"440199{birth:%Y%m%d}{sequence:03}"
    number = first17 + resident_ids.check_character(first17)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert isinstance(resident_ids.judge(wrong, TODAY), Invalid)


@given(DAYS, st.integers(0, 999))
def test_how_a_number_is_typed_makes_no_difference(birth: date, sequence: int) -> None:
    first17 = f"440199{birth:%Y%m%d}{sequence:03}"
    number = first17 + resident_ids.check_character(first17)
    assert isinstance(resident_ids.judge(number, TODAY), ResidentId)
    marked = f"\u202a{number[:6]}\u200b{number[6:]}\u202c\ufe0f"
    for typed in (marked, f"\u00a0{number}\ufeff", number.lower(), f" {number}\n", f"\u3000{number}", number.translate(FULL_WIDTH)):
        assert resident_ids.judge(typed, TODAY) == resident_ids.judge(number, TODAY)
        assert resident_ids.looks_like(typed)


def born(day: date) -> str:
    first17 = f"440199{day:%Y%m%d}001"
    return first17 + resident_ids.check_character(first17)


@pytest.mark.parametrize(
    ("birth", "valid"),
    [(TODAY, True), (TODAY + timedelta(days=1), False), (date(1875, 11, 21), True), (date(1875, 11, 20), False), (date(1876, 1, 1), True)],
)
def test_nobody_is_born_tomorrow_or_older_than_150(birth: date, valid: bool) -> None:
    """Born on 1875-11-21 one is still 150 on 2026-11-20; a day earlier, 151."""
    assert isinstance(resident_ids.judge(born(birth), TODAY), ResidentId) is valid


@pytest.mark.parametrize("day", ["20230229", "19000229", "20231301", "20230431", "20230000", "00000101"])
def test_days_that_never_were(day: str) -> None:
    first17 = f"440199{day}001"
    assert resident_ids.judge(first17 + resident_ids.check_character(first17), TODAY) == Invalid(Fault.birth_date)


def test_the_provinces_are_thirty_one() -> None:
    found = {
        f"{province:02}"
        for province in range(100)
        for first17 in [f"{province:02}019919800101001"]
        if isinstance(resident_ids.judge(first17 + resident_ids.check_character(first17), TODAY), ResidentId)
    }
    assert len(found) == 31
    assert {"11", "15", "21", "46", "50", "54", "65"} <= found


@given(st.text())
def test_no_text_at_all_upsets_a_judge(text: str) -> None:
    assert isinstance(resident_ids.judge(text, TODAY), ResidentId | Invalid)
    assert isinstance(taxpayer_ids.judge(text, TODAY), TaxpayerId | Invalid)
    assert isinstance(taxpayer_ids.judge_credit_code(text), str | Invalid)
    assert isinstance(mobiles.judge(text), str | Invalid)
    assert isinstance(login_names.judge(text), str | Invalid)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ٣Ⅹ１ａ\n ", min_size=14, max_size=21))
def test_what_is_valid_is_normalised_and_stays_valid(text: str) -> None:
    judged = taxpayer_ids.judge(text, TODAY)
    if isinstance(judged, TaxpayerId):
        assert judged.number.isascii()
        assert taxpayer_ids.judge(judged.number, TODAY) == judged


@pytest.mark.parametrize("digits", ["9144019900000000", "914401990000000000"])
def test_a_check_character_is_of_seventeen_others(digits: str) -> None:
    with pytest.raises(ValueError, match="zip"):
        taxpayer_ids.credit_code_check(digits)


@given(st.from_regex("[1-9ANY][1-9A-Z][0-9]{6}[0-9ABCDEFGHJKLMNPQRTUWXY]{9}", fullmatch=True))
def test_every_credit_code_has_exactly_one_check_character(first17: str) -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if first17[1] in "IOSVZ":
        assert taxpayer_ids.judge_credit_code(first17 + "0") == Invalid(Fault.form)
        return
    valid = [char for char in alphabet if taxpayer_ids.judge_credit_code(first17 + char) == first17 + char]
    assert valid == [taxpayer_ids.credit_code_check(first17)]
    judged = taxpayer_ids.judge("L" + first17 + valid[0], TODAY)
    assert judged == TaxpayerId("L" + first17 + valid[0], TaxpayerKind.temporary)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("441011011107004", TaxpayerKind.organisation_15),
        ("44019980010100101", TaxpayerKind.id15_plus_2),
        ("91440199MA0QJ0100K", TaxpayerKind.uscc),
        ("440199198805120030", TaxpayerKind.natural_person),
        ("44019919880512003001", TaxpayerKind.id18_plus_2),
        ("L440199198805120030", TaxpayerKind.temporary),
        ("C44019919880512003", TaxpayerKind.natural_person_other),
    ],
)
def test_the_kinds_of_taxpayer_id(number: str, kind: TaxpayerKind) -> None:
    assert taxpayer_ids.judge(number, TODAY) == TaxpayerId(number, kind)


@given(st.from_regex("1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "+86", "86", "0086"]), st.data())
def test_a_mobile_number_however_it_is_written(number: str, prefix: str, data: st.DataObject) -> None:
    typed = "".join(char + data.draw(st.sampled_from(["", "", " ", "-"])) for char in prefix + number)
    assert mobiles.judge(typed) == number
    assert mobiles.judge(typed.translate(FULL_WIDTH)) == number
    assert mobiles.judge(typed + "0") == Invalid(Fault.form)


@given(st.text())
def test_normalising_is_idempotent_and_makes_no_new_letters(text: str) -> None:
    """No NFKC and no Unicode capitals: Ⅹ stays Ⅹ, ı stays ı, ß stays one character."""
    once = normalise(text)
    assert normalise(once) == once
    assert len(to_ascii(text)) == len(text)
    assert sum(map(str.isascii, once)) <= sum(char.isascii() or "！" <= char <= "～" or char in "\u3000\u00a0" for char in text)


def test_what_is_dropped_is_what_unicode_calls_ignorable() -> None:
    """documents.md, "Numbers": Default_Ignorable_Code_Point, whose last block is 4,096 wide; what is seen stays, a blank becomes one."""
    dropped = {code for code in range(0x110000) if not visible(chr(code))}
    assert len(dropped) == 4174
    named = (0xAD, 0x34F, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF)
    assert dropped >= {*named, 0xE0100, 0xE01EF}
    assert all(unicodedata.category(chr(code)) in ("Cf", "Mn", "Lo", "Cn") for code in dropped)
    assert normalise("\u202d138\u00a0x\u202c") == "138 X"


@pytest.mark.parametrize("char", ["ı", "ſ", "ß", "Ⅹ", "٣", "²", "ﬁ"])
def test_look_alikes_stay_what_they_are(char: str) -> None:
    assert normalise(char) == char


@given(st.text())
def test_a_login_name_keeps_its_case_and_its_rules(text: str) -> None:
    """LOG-03; 2 to 16, not digits only."""
    judged = login_names.judge(text)
    if isinstance(judged, str):
        assert 2 <= len(judged) <= 16
        assert not judged.isdigit()
        assert login_names.judge(judged) == judged
        assert isinstance(mobiles.judge(judged), Invalid)
        assert not resident_ids.looks_like(judged)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("liuyang", None),
        ("Wulei90", None),
        ("liuya", Fault.length),
        ("a" * 20, None),
        ("a" * 21, Fault.length),
        ("90wulei", Fault.form),
        ("wu_lei", Fault.form),
        ("吴磊wulei", Fault.form),
        ("", Fault.empty),
    ],
)
def test_a_login_name_is_judged_by_the_rule_that_it_is_given(name: str, fault: Fault | None) -> None:
    """REG-04: six to twenty letters and digits, a letter first, is a rule as well as the platform's."""
    rule = login_names.LoginNameRule(6, 20, letter_first=True)
    assert login_names.judge(name, rule) == (name if fault is None else Invalid(fault))


@pytest.mark.parametrize("char", ["〇", "𠮷", "𫍰", "䶮", "\u9fb4", "\U00020087", "\ufa0e", "\U00031350", "\U0002ebf0", "\U000323b0"])
def test_every_ideograph_may_stand_in_a_login_name(char: str) -> None:
    """HAN-02: Extensions H, I and J too, whatever Unicode this Python knows."""
    assert login_names.judge("王" + char) == "王" + char


def test_there_are_as_many_ideographs_as_in_unicode_17() -> None:
    """HAN-02: 102,998, and 〇."""
    assert sum(login_names.is_ideograph(chr(code)) for code in range(0x110000)) == 102_998 + 1


@pytest.mark.parametrize("char", ["々", "ぁ", "한", "\ue863", "⿰", "⺀", "·", "，", "\ufffd", "\U0003fffd", "\u3006", "\u2f00"])
def test_what_is_no_ideograph_may_not(char: str) -> None:
    assert login_names.judge("王" + char) == Invalid(Fault.form)


def test_a_persons_number_in_a_taxpayer_id_has_a_province_that_there_is() -> None:
    """documents.md: the 31, and 81, 82, 83 of the residence permits, which had 18 digits from the start; 16 is none."""
    permits = ("810000191203070013", "820000191203070017", "830000191203070017")
    for number in permits:
        whole = number[:17] + resident_ids.check_character(number[:17])
        for typed, kind in (
            (whole, TaxpayerKind.natural_person),
            (whole + "01", TaxpayerKind.id18_plus_2),
            ("L" + whole, TaxpayerKind.temporary),
        ):
            assert taxpayer_ids.judge(typed, TODAY) == TaxpayerId(typed, kind)
    for province in ("16", "81", "90"):
        assert taxpayer_ids.judge(f"{province}0105491231002" + "01", TODAY) == Invalid(Fault.form)
        first17 = f"{province}010519491231002"
        assert taxpayer_ids.judge(first17 + resident_ids.check_character(first17) + "01", TODAY) == Invalid(Fault.form)
    assert taxpayer_ids.judge("11010549123100201", TODAY) == TaxpayerId("11010549123100201", TaxpayerKind.id15_plus_2)


def test_old_codes_of_xiamen_are_taken_with_a_word() -> None:
    """documents.md, UNT-04: real units have such; the same fault anywhere else is one."""
    first = "91350203MA2XXXXX2"
    right = taxpayer_ids.credit_code_check(first)
    old = first + ("A" if right != "A" else "B")
    assert taxpayer_ids.judge(first + right, TODAY) == TaxpayerId(first + right, TaxpayerKind.uscc)
    assert taxpayer_ids.judge(old, TODAY) == TaxpayerId(old, TaxpayerKind.uscc, old_check=True)
    elsewhere = "91350204" + first[8:]
    wrong = elsewhere + ("A" if taxpayer_ids.credit_code_check(elsewhere) != "A" else "B")
    assert taxpayer_ids.judge(wrong, TODAY) == Invalid(Fault.checksum)


def test_capitals_are_made_of_the_letters_alone() -> None:
    """documents.md: what stands beside a and z in ASCII stays what it is."""
    others = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalpha())
    assert normalise(others) == others
    assert normalise("az") == "AZ"
