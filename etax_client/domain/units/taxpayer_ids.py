"""Taxpayer ids and unified social credit codes: 15, 17, 18, 19 or 20 characters, judged by form (documents.md)."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity import resident_ids
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.numbers import normalise

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_FORM = re.compile(rf"[1-9ANY][1-9A-HJ-NP-RTUWXY][0-9]{{6}}[{_USCC_ALPHABET}]{{10}}")
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION = re.compile(r"[0-9]{6}[0-9A-Z]{9}")
_OLD_PERSON = re.compile(r"[0-9]{17}")
_OTHER_PERSON = re.compile(r"[A-Z][0-9]{16}[0-9X]")
_DIGITS = re.compile(r"[0-9]{2}")
_XIAMEN = "91350203M"
_RESIDENCE = (DocumentType.hk_macao_residence, DocumentType.taiwan_residence)


class TaxpayerKind(StrEnum):
    organisation_15 = "organisation_15"
    id15_plus_2 = "id15_plus_2"
    uscc = "uscc"
    natural_person = "natural_person"
    natural_person_other = "natural_person_other"
    temporary = "temporary"
    id18_plus_2 = "id18_plus_2"


@dataclass(frozen=True, slots=True)
class TaxpayerId:
    """`old_check`: accepted although its check character is not today's, as real units of Xiamen have such."""

    number: str
    kind: TaxpayerKind
    old_check: bool = False


def credit_code_check(first17: str) -> str:
    """The 18th character of a unified social credit code (GB 32100, mod 31)."""
    total = sum(weight * _USCC_ALPHABET.index(char) for weight, char in zip(_USCC_WEIGHTS, first17, strict=True))
    return _USCC_ALPHABET[(31 - total % 31) % 31]


def judge_credit_code(text: str) -> str | Invalid:
    """The normalised unified social credit code, or what is wrong with it."""
    code = normalise(text)
    if not code:
        return Invalid(Fault.empty)
    if len(code) != 18:
        return Invalid(Fault.length)
    if not _USCC_FORM.fullmatch(code):
        return Invalid(Fault.form)
    return code if credit_code_check(code[:17]) == code[17] else Invalid(Fault.checksum)


def judge(text: str, today: date) -> TaxpayerId | Invalid:
    """The normalised taxpayer id with its kind, or what is wrong with it (UNT-04)."""
    number = normalise(text)
    if not number:
        return Invalid(Fault.empty)
    by_length = {15: _judge_15, 17: _judge_17, 18: _judge_18, 19: _judge_19, 20: _judge_20}.get(len(number))
    if by_length is None:
        return Invalid(Fault.length)
    kind = by_length(number, today)
    if isinstance(kind, Invalid):
        return TaxpayerId(number, TaxpayerKind.uscc, old_check=True) if _is_old_xiamen(number, kind) else kind
    return TaxpayerId(number, kind)


def _judge_15(number: str, today: date) -> TaxpayerKind | Invalid:
    return TaxpayerKind.organisation_15 if _ORGANISATION.fullmatch(number) else Invalid(Fault.form)


def _judge_17(number: str, today: date) -> TaxpayerKind | Invalid:
    """A number of 15 digits, as 居民身份证 had until 1999: the residence permits of 2018 never had such."""
    if not _OLD_PERSON.fullmatch(number) or number[:2] not in resident_ids.PROVINCES or resident_ids.real_date("19" + number[6:12]) is None:
        return Invalid(Fault.form)
    return TaxpayerKind.id15_plus_2


def _judge_18(number: str, today: date) -> TaxpayerKind | Invalid:
    if _is_persons(number, today):
        return TaxpayerKind.natural_person
    code = judge_credit_code(number)
    if isinstance(code, str):
        return TaxpayerKind.uscc
    if number[0] not in "ANYL" and _OTHER_PERSON.fullmatch(number):
        return TaxpayerKind.natural_person_other
    return Invalid(Fault.checksum) if number[0] == "L" else code


def _judge_19(number: str, today: date) -> TaxpayerKind | Invalid:
    if number[0] != "L":
        return Invalid(Fault.form)
    inner = _judge_18(number[1:], today)
    return inner if isinstance(inner, Invalid) else TaxpayerKind.temporary


def _judge_20(number: str, today: date) -> TaxpayerKind | Invalid:
    if not (_is_persons(number[:18], today) and _DIGITS.fullmatch(number[18:])):
        return Invalid(Fault.form)
    return TaxpayerKind.id18_plus_2


def _is_old_xiamen(number: str, wrong: Invalid) -> bool:
    """Codes of Xiamen's first years were given out with another check character, and are still in use (documents.md)."""
    return wrong.fault is Fault.checksum and len(number) == 18 and number.startswith(_XIAMEN)


def _is_persons(number: str, today: date) -> bool:
    """Whether it is the number of a 居民身份证, or of a 居住证 of someone from Hong Kong, Macao or Taiwan."""
    judged = (resident_ids.judge(number, today), *(resident_ids.judge_residence(kind, number, today) for kind in _RESIDENCE))
    return any(isinstance(each, resident_ids.ResidentId) for each in judged)
