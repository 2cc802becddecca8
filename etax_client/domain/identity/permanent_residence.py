"""The number of a foreigner's permanent residence card: 18 characters since 2023, 15 on the cards of 2004 and 2017 (documents.md)."""

import re
from dataclasses import dataclass
from datetime import date

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity import resident_ids
from etax_client.domain.identity.country_codes import ALPHA2_BY_ALPHA3, ALPHA2_BY_NUMERIC, CHINESE
from etax_client.domain.identity.documents import Sex
from etax_client.domain.numbers import normalise

_OLD_FORM = re.compile(r"[A-Z]{3}[0-9]{12}")
_OLD_LENGTH = 15
_CENTURIES = ("18", "19", "20")


@dataclass(frozen=True, slots=True)
class PermanentResidence:
    """A valid number with what it says: an old one leaves the century of birth open and says no sex; `nationality` is alpha-2."""

    number: str
    births: tuple[date, ...]
    sex: Sex | None
    nationality: str
    is_old: bool


def judge(text: str, today: date) -> PermanentResidence | Invalid:
    """The normalised number, or what is wrong with it; both forms are valid side by side."""
    number = normalise(text)
    if len(number) == _OLD_LENGTH:
        return _judge_old(number, today)
    fault = resident_ids.fault_of_form(number)
    if fault is not None:
        return fault
    if number[0] != "9" or number[1:3] not in resident_ids.PROVINCES:
        return Invalid(Fault.region)
    nationality = ALPHA2_BY_NUMERIC.get(number[3:6])
    if nationality is None or nationality in CHINESE:
        return Invalid(Fault.nationality)
    said = resident_ids.read(number, today)
    if isinstance(said, Invalid):
        return said
    return PermanentResidence(number, (said.birth,), said.sex, nationality, is_old=False)


def old_check_digit(first14: str) -> str:
    """The 15th character of an old number: weights 7, 3, 1 over digits and letters (A is 10), modulo 10, as in passports."""
    return str(sum((7, 3, 1)[place % 3] * int(char, 36) for place, char in enumerate(first14)) % 10)


def _judge_old(number: str, today: date) -> PermanentResidence | Invalid:
    if not _OLD_FORM.fullmatch(number):
        return Invalid(Fault.form)
    nationality = ALPHA2_BY_ALPHA3.get(number[:3])
    if nationality is None or nationality in CHINESE:
        return Invalid(Fault.nationality)
    if number[3:5] not in resident_ids.PROVINCES:
        return Invalid(Fault.region)
    days = (resident_ids.real_date(century + number[7:13]) for century in _CENTURIES)
    births = tuple(day for day in days if day is not None and resident_ids.is_plausible_birth(day, today))
    if not births:
        return Invalid(Fault.birth_date)
    if old_check_digit(number[:14]) != number[14]:
        return Invalid(Fault.checksum)
    return PermanentResidence(number, births, None, nationality, is_old=True)
