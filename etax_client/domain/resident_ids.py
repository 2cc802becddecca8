"""The number of a 居民身份证: GB 11643 with ISO 7064 MOD 11-2 (DOC-01, documents.md)."""

import re
from dataclasses import dataclass
from datetime import date

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.numbers import normalise

_FORM = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    f"{tens}{ones}" for tens, last in zip("123456", (5, 3, 7, 6, 4, 5), strict=True) for ones in range(0 if tens == "5" else 1, last + 1)
)
_OTHER_TYPES = {"81": "hk_macao_residence", "82": "hk_macao_residence", "83": "taiwan_residence"}
_OLDEST = 150


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A valid number, with what it says of its holder; `sex` is 男 or 女 as the standard has it."""

    number: str
    birth: date
    sex: str


def check_character(first17: str) -> str:
    """The 18th character for 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True)) % 11]


def looks_like(text: str) -> bool:
    """Whether text has the form of a resident ID number, valid or not (LOG-02)."""
    return _FORM.fullmatch(normalise(text)) is not None


def real_date(digits: str) -> date | None:
    """The date of eight digits YYYYMMDD, or None if there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def judge(text: str, today: date) -> ResidentId | Invalid:
    """The normalised number with birth and sex, or what is wrong with it."""
    number = normalise(text)
    fault = _fault_of_form(number)
    if fault is not None:
        return fault
    birth = real_date(number[6:14])
    if birth is None or birth > today or _age(birth, today) > _OLDEST:
        return Invalid(Fault.birth_date)
    if check_character(number[:17]) != number[17]:
        return Invalid(Fault.checksum)
    return ResidentId(number, birth, "男" if int(number[16]) % 2 else "女")


def _age(birth: date, today: date) -> int:
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def _fault_of_form(number: str) -> Invalid | None:
    if not number:
        return Invalid(Fault.empty)
    if len(number) == 15 and re.fullmatch(r"[0-9]{15}", number):
        return Invalid(Fault.first_generation)
    if len(number) != 18:
        return Invalid(Fault.length)
    if not _FORM.fullmatch(number):
        return Invalid(Fault.form)
    if number[:2] in _OTHER_TYPES and number[2:6] == "0000":
        return Invalid(Fault.wrong_type, _OTHER_TYPES[number[:2]])
    if number[0] == "9":
        return Invalid(Fault.wrong_type, "foreign_permanent_resident")
    if number[:2] not in _PROVINCES:
        return Invalid(Fault.region)
    return None
