"""The numbers of the eleven documents: the vectors, what holds for every number, and what was typed beside them (DOC-01)."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity import country_codes, permanent_residence, resident_ids
from etax_client.domain.identity.documents import FOR_FOREIGNERS, DocumentType, Sex
from etax_client.domain.identity.identity_numbers import SAR_PASSPORT, Contradiction, IdentityNumber, NumberWarning, contradictions, judge
from etax_client.reference import countries
from etax_client.texts import identity_lines
from etax_client.texts.catalogue import words
from etax_client.texts.document_names import type_name
from etax_client.texts.words import Language
from tests.domain.identity.vectors import Vector, name_of, of_type

TODAY = date(2026, 11, 20)
NUMERIC = {code: numeric for numeric, code in country_codes.ALPHA2_BY_NUMERIC.items()}
ALPHA3 = {code: alpha3 for alpha3, code in country_codes.ALPHA2_BY_ALPHA3.items()}
TYPES = st.sampled_from(DocumentType)
FOREIGN = st.sampled_from(sorted(NUMERIC.keys() - country_codes.CHINESE))
DAYS = st.dates(TODAY - timedelta(days=365 * 149), TODAY)
PROVINCES = st.sampled_from(sorted(resident_ids.PROVINCES))
TYPED = st.one_of(
    st.text(), st.text("0123456789ABCEGHJKMPSX٣Ⅹ１ａ- \n", max_size=21), st.from_regex(r"[A-Z]{0,3}[0-9]{6,15}X?", fullmatch=True)
)


@pytest.mark.parametrize("vector", [vector for each in DocumentType for vector in of_type(each)], ids=name_of)
def test_vectors(vector: Vector) -> None:
    document_type = DocumentType(vector["type"])
    judged = judge(document_type, vector["input"], TODAY)
    if not vector["valid"]:
        assert isinstance(judged, Invalid)
        fault, _, hint = vector["error"].partition(":")
        if judged.fault is Fault.wrong_type and judged.hint != SAR_PASSPORT and not hint:
            assert isinstance(judge(DocumentType(judged.hint or ""), vector["input"], TODAY), IdentityNumber)
        else:
            assert (judged.fault.value, judged.hint) == (fault, hint or None)
        return
    assert isinstance(judged, IdentityNumber)
    assert (judged.document_type, judged.number) == (document_type, vector["normalized"])
    assert judged.birth == (date.fromisoformat(vector["birth"]) if "birth" in vector else None)
    assert judged.sex == vector.get("sex")
    assert (judged.warning, judged.nationality) == (vector.get("warning"), nationality_of(vector))


def nationality_of(vector: Vector) -> str | None:
    code = vector.get("nationality")
    return None if code is None else country_codes.ALPHA2_BY_NUMERIC.get(code) or country_codes.ALPHA2_BY_ALPHA3[code]


@pytest.mark.parametrize(
    ("document_type", "example", "wrong"),
    [
        (DocumentType.resident_id, "11010519491231002X", "110105194912310020"),
        (DocumentType.hk_macao_permit, "H00000001", "C00000001"),
        (DocumentType.taiwan_permit, "00000001", "0000000101(B)"),
        (DocumentType.hk_macao_residence, "810000191203070013", "830000191203070017"),
        (DocumentType.taiwan_residence, "830000191203070017", "710000191203070017"),
        (DocumentType.foreign_permanent_resident, "911840191203070012", "911156191203070015"),
        (DocumentType.foreign_permanent_resident, "USA110112030717", "CHN110112030711"),
        (DocumentType.cn_passport, "EA0000001", "EI0000001"),
        (DocumentType.foreign_passport, "AB1234567", "AB12345<"),
        (DocumentType.work_permit_a, "310199201700000013", "3101992"),
    ],
)
def test_the_examples_of_documents_md(document_type: DocumentType, example: str, wrong: str) -> None:
    assert isinstance(judge(document_type, example, TODAY), IdentityNumber)
    assert isinstance(judge(document_type, wrong, TODAY), Invalid)


@pytest.mark.parametrize(
    ("document_type", "typed", "hint"),
    [
        (DocumentType.hk_macao_residence, "H00000001", DocumentType.hk_macao_permit),
        (DocumentType.hk_macao_permit, "810000191203070013", DocumentType.hk_macao_residence),
        (DocumentType.hk_macao_residence, "830000191203070017", DocumentType.taiwan_residence),
        (DocumentType.resident_id, "810000191203070013", DocumentType.hk_macao_residence),
        (DocumentType.resident_id, "911840191203070012", DocumentType.foreign_permanent_resident),
        (DocumentType.resident_id, "ｅ12345678", DocumentType.cn_passport),
        (DocumentType.cn_passport, "11010519491231002x", DocumentType.resident_id),
        (DocumentType.taiwan_permit, "E12345678", DocumentType.cn_passport),
        (DocumentType.taiwan_residence, "00000001", DocumentType.taiwan_permit),
        (DocumentType.foreign_permanent_resident, "11010519491231002X", DocumentType.resident_id),
        (DocumentType.cn_passport, "K00000001", SAR_PASSPORT),
        (DocumentType.cn_passport, "MA0000001", SAR_PASSPORT),
    ],
)
def test_a_number_of_another_document_says_so(document_type: DocumentType, typed: str, hint: str) -> None:
    assert judge(document_type, typed, TODAY) == Invalid(Fault.wrong_type, hint)


@pytest.mark.parametrize("document_type", [DocumentType.hk_macao_permit, DocumentType.cn_passport])
def test_eight_digits_may_rather_lack_their_letter(document_type: DocumentType) -> None:
    assert judge(document_type, "12345678", TODAY) == Invalid(Fault.form)


@given(TYPES, TYPED)
def test_no_text_at_all_upsets_a_judge_and_what_is_valid_stays_so(document_type: DocumentType, text: str) -> None:
    judged = judge(document_type, text, TODAY)
    if isinstance(judged, IdentityNumber):
        assert re.fullmatch("[0-9A-Z]{5,20}", judged.number)
        assert judge(document_type, judged.number, TODAY) == judged
    else:
        assert judged.fault is not Fault.wrong_type or judged.hint is not None
        for language in Language:
            assert words(language).tell(identity_lines.number_fault(document_type, judged))


@given(PROVINCES, FOREIGN, DAYS, st.integers(0, 999))
def test_a_new_permanent_card_says_nationality_birth_and_sex(province: str, nationality: str, birth: date, sequence: int) -> None:
    first17 = f"9{province}{NUMERIC[nationality]}{birth:%Y%m%d}{sequence:03}"
    number = first17 + resident_ids.check_character(first17)
    judged = judge(DocumentType.foreign_permanent_resident, number, TODAY)
    assert judged == IdentityNumber(
        DocumentType.foreign_permanent_resident, number, (birth,), Sex.male if sequence % 2 else Sex.female, nationality
    )


def old_card(nationality: str, birth: date, sequence: int = 1, province: str = "11") -> str:
    first14 = f"{ALPHA3[nationality]}{province}01{birth:%y%m%d}{sequence}"
    return first14 + permanent_residence.old_check_digit(first14)


@given(PROVINCES, FOREIGN, DAYS, st.integers(0, 9))
def test_an_old_permanent_card_leaves_the_century_open(province: str, nationality: str, birth: date, sequence: int) -> None:
    judged = judge(DocumentType.foreign_permanent_resident, old_card(nationality, birth, sequence, province), TODAY)
    assert isinstance(judged, IdentityNumber)
    assert birth in judged.births
    assert len(judged.births) <= 2
    assert all(day.year % 100 == birth.year % 100 and day <= TODAY for day in judged.births)
    assert (judged.birth is None) is (len(judged.births) == 2)
    assert (judged.nationality, judged.sex, judged.warning) == (nationality, None, NumberWarning.old_form)


@given(FOREIGN, DAYS, st.integers(3, 13), st.integers(1, 9))
def test_the_check_digit_of_an_old_card_finds_a_wrong_digit(nationality: str, birth: date, place: int, shift: int) -> None:
    """7 and 3 and 1 have no factor in common with 10."""
    number = old_card(nationality, birth)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert isinstance(judge(DocumentType.foreign_permanent_resident, wrong, TODAY), Invalid)


def test_the_century_is_settled_where_the_calendar_settles_it() -> None:
    """2000 had a 29 February, 1900 had none; 2050 has not come, and nobody is from 1850."""
    leap = judge(DocumentType.foreign_permanent_resident, old_card("US", date(2000, 2, 29)), TODAY)
    past = judge(DocumentType.foreign_permanent_resident, old_card("US", date(1950, 5, 1)), TODAY)
    assert isinstance(leap, IdentityNumber)
    assert isinstance(past, IdentityNumber)
    assert (leap.birth, past.birth) == (date(2000, 2, 29), date(1950, 5, 1))


def test_what_contradicts_an_old_card() -> None:
    number = judge(DocumentType.foreign_permanent_resident, "USA110112030717", TODAY)
    assert isinstance(number, IdentityNumber)
    assert number.births == (date(1912, 3, 7), date(2012, 3, 7))
    for birth in number.births:
        assert contradictions(number, birth, Sex.male, "US") == ()
    assert contradictions(number, date(2012, 3, 8), Sex.female, "GB") == (Contradiction.birth, Contradiction.nationality)
    assert contradictions(number, date(1812, 3, 7)) == (Contradiction.birth,)


def test_what_contradicts_a_resident_id() -> None:
    number = judge(DocumentType.resident_id, "440199198805120030", TODAY)
    assert isinstance(number, IdentityNumber)
    assert (number.birth, number.sex) == (date(1988, 5, 12), Sex.male)
    assert contradictions(number) == contradictions(number, date(1988, 5, 12), Sex.male, "CN") == ()
    assert contradictions(number, date(1988, 5, 13), Sex.female, "US") == (
        Contradiction.birth,
        Contradiction.sex,
        Contradiction.not_chinese,
    )


@pytest.mark.parametrize("document_type", DocumentType)
@pytest.mark.parametrize("nationality", ["CN", "HK", "MO", "TW", "US", "ZZ"])
def test_documents_for_foreigners_name_no_chinese_nationality(document_type: DocumentType, nationality: str) -> None:
    """documents.md, "Cross-field"; a code that does not exist is never right."""
    found = contradictions(IdentityNumber(document_type, "1"), nationality=nationality)
    if document_type in FOR_FOREIGNERS:
        expected = {"US": (), "ZZ": (Contradiction.nationality,)}.get(nationality, (Contradiction.not_foreign,))
        assert found == expected
    else:
        assert found == ((Contradiction.not_chinese,) if nationality in ("US", "ZZ") else ())


@given(TYPES, st.one_of(st.none(), st.dates()), st.one_of(st.none(), st.sampled_from(Sex)))
def test_a_number_that_says_nothing_contradicts_neither_birth_nor_sex(
    document_type: DocumentType, birth: date | None, sex: Sex | None
) -> None:
    assert contradictions(IdentityNumber(document_type, "1"), birth, sex) == ()


def test_the_codes_are_those_of_the_nationalities() -> None:
    rows = countries.nationalities()
    assert {row.alpha3: row.alpha2 for row in rows} == country_codes.ALPHA2_BY_ALPHA3
    assert {row.numeric: row.alpha2 for row in rows} == country_codes.ALPHA2_BY_NUMERIC
    assert len(rows) == len({row.alpha2 for row in rows}) == 249


def test_what_is_odd_and_what_contradicts_has_words() -> None:
    for language in Language:
        say = words(language).tell
        for warning in NumberWarning:
            assert say(identity_lines.warning(warning))
        for contradiction in Contradiction:
            assert say(identity_lines.contradiction(contradiction))
        assert {say(identity_lines.sex_name(sex)) for sex in Sex} == ({"男", "女"} if language is Language.zh else {"male", "female"})
        assert len({say(type_name(each)) for each in DocumentType}) == 11
        assert all(say(identity_lines.number_form(each)) for each in DocumentType)


def test_a_wrong_number_says_what_to_do() -> None:
    said = words().tell
    assert (
        said(identity_lines.number_fault(DocumentType.hk_macao_permit, Invalid(Fault.form)))
        == "格式不正确，应为：H 或 M 加 8 位数字（旧证加 10 位）"
    )
    hint = Invalid(Fault.wrong_type, DocumentType.cn_passport)
    assert said(identity_lines.number_fault(DocumentType.resident_id, hint)) == "疑似中国护照号码，请核对号码或改选证件类型"
    passport = judge(DocumentType.cn_passport, "K00000001", TODAY)
    assert isinstance(passport, Invalid)
    assert said(identity_lines.number_fault(DocumentType.cn_passport, passport)) == "疑似港澳特别行政区护照，不能用于注册，请使用其他证件"
