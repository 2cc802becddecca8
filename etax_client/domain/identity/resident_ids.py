"""Numbers of 18 characters with birth and check character (GB 11643, ISO 7064 MOD 11-2), first of all the 居民身份证's (DOC-01)."""

import re
from dataclasses import dataclass
from datetime import date
from operator import mul

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.numbers import normalise

PROVINCES = frozenset(
    f"{tens}{ones}" for tens, last in zip("123456", (5, 3, 7, 6, 4, 5), strict=True) for ones in range(0 if tens == "5" else 1, last + 1)
)
"""The first two digits of the codes of regions; counties come and go, so nothing more is checked."""
_FORM = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_RESIDENCE = {
    "810000": DocumentType.hk_macao_residence,
    "820000": DocumentType.hk_macao_residence,
    "830000": DocumentType.taiwan_residence,
}
_OLDEST = 150


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A valid number of 18 characters, with what it says of its holder."""

    number: str
    birth: date
    sex: Sex


def check_character(first17: str) -> str:
    """The 18th character for 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(map(mul, _WEIGHTS, map(int, first17))) % 11]


def looks_like(text: str) -> bool:
    """Whether text has the form of a resident ID number, valid or not (LOG-02)."""
    return _FORM.fullmatch(normalise(text)) is not None


def real_date(digits: str) -> date | None:
    """The date of eight digits YYYYMMDD, or None if there is no such day."""
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None


def is_plausible_birth(birth: date, today: date) -> bool:
    """Not in the future, and no more than 150 years ago."""
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    return birth <= today and age <= _OLDEST


def judge(text: str, today: date) -> ResidentId | Invalid:
    """The number of a 居民身份证, normalised, with birth and sex; or what is wrong with it."""
    number = normalise(text)
    if re.fullmatch(r"[0-9]{15}", number):
        return Invalid(Fault.first_generation)
    fault = fault_of_form(number)
    if fault is not None:
        return fault
    if number[:6] in _RESIDENCE:
        return Invalid(Fault.wrong_type, _RESIDENCE[number[:6]])
    if number[0] == "9":
        return Invalid(Fault.wrong_type, DocumentType.foreign_permanent_resident)
    return read(number, today) if number[:2] in PROVINCES else Invalid(Fault.region)


def judge_residence(document_type: DocumentType, text: str, today: date) -> ResidentId | Invalid:
    """The same for a 居住证 of residents of Hong Kong, Macao or Taiwan, whose region is fixed (国办发〔2018〕81号)."""
    number = normalise(text)
    fault = fault_of_form(number)
    if fault is not None:
        return fault
    return read(number, today) if _RESIDENCE.get(number[:6]) is document_type else Invalid(Fault.region)


def fault_of_form(number: str) -> Invalid | None:
    """What keeps a normalised number from being 17 digits and a check character."""
    if not number:
        return Invalid(Fault.empty)
    if len(number) != 18:
        return Invalid(Fault.length)
    return None if _FORM.fullmatch(number) else Invalid(Fault.form)


def read(number: str, today: date) -> ResidentId | Invalid:
    """Birth and sex of a number of the right form: birth in the digits 7 to 14, sex in the 17th, all of it checked by the last."""
    birth = real_date(number[6:14])
    if birth is None or not is_plausible_birth(birth, today):
        return Invalid(Fault.birth_date)
    if check_character(number[:17]) != number[17]:
        return Invalid(Fault.checksum)
    return ResidentId(number, birth, Sex.male if int(number[16]) % 2 else Sex.female)
