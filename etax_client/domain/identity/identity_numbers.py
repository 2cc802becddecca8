"""The numbers of all eleven types of identity document: what is right, what it says of its holder, what contradicts it (DOC-01)."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity import permanent_residence, resident_ids
from etax_client.domain.identity.country_codes import ALPHA2_BY_ALPHA3, CHINESE
from etax_client.domain.identity.documents import FOR_FOREIGNERS, DocumentType, Sex
from etax_client.domain.numbers import normalise

SAR_PASSPORT = "sar_passport"
"""A hint that is none of the eleven types: passports of Hong Kong and Macao (235, 236)."""
_ICAO_LENGTH = 9
_FOREIGN_PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,20}")
_WORK_PERMIT = re.compile(r"(?=(?:.*[0-9]){6})[A-Z0-9]{8,20}")
_HK_MACAO_PERMIT = re.compile(r"[HM][0-9]{8}(?P<old>[0-9]{2})?")
_TAIWAN_PERMIT = re.compile(r"[0-9]{8}(?P<old>[0-9]{2})?")
_CN_PASSPORT = re.compile(r"E[0-9A-HJ-NP-Z][0-9]{7}|[PSD]E[0-9]{7}|(?P<old>G[0-9]{8}|1[45][0-9]{7}|[PSD][0-9]{7}|S[0-9]{8})")
_SAR_PASSPORT = re.compile(r"K[0-9A-Z][0-9]{7}|M[A-Z][0-9]{7}")
_TELLING = (
    DocumentType.resident_id,
    DocumentType.hk_macao_residence,
    DocumentType.taiwan_residence,
    DocumentType.foreign_permanent_resident,
    DocumentType.hk_macao_permit,
    DocumentType.cn_passport,
)
"""The types whose numbers can be told by their form; eight digits alone may lack a letter as well."""


class NumberWarning(StrEnum):
    """What is odd about a number that is accepted all the same."""

    old_form = "old_form"
    longer_than_icao = "longer_than_icao"


class Contradiction(StrEnum):
    """What was typed beside a number and can't be true with it."""

    birth = "birth"
    sex = "sex"
    nationality = "nationality"
    not_foreign = "not_foreign"
    not_chinese = "not_chinese"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A valid number, normalised, with what it says of its holder; None and empty where it says nothing.

    `births` holds the days that the holder may be born on: one, or two where the number leaves the century open.
    `nationality` is the ISO 3166 alpha-2 code.
    """

    document_type: DocumentType
    number: str
    births: tuple[date, ...] = ()
    sex: Sex | None = None
    nationality: str | None = None
    warning: NumberWarning | None = None

    @property
    def birth(self) -> date | None:
        """The day of birth, if the number leaves no doubt of it."""
        return self.births[0] if len(self.births) == 1 else None


def judge(document_type: DocumentType, text: str, today: date) -> IdentityNumber | Invalid:
    """The normalised number of a document, or what is wrong with it; `Fault.wrong_type` has the type it belongs to as hint."""
    judged = _judge(document_type, text, today)
    if isinstance(judged, IdentityNumber) or judged.fault not in (Fault.form, Fault.length, Fault.region):
        return judged
    other = _other_type(document_type, normalise(text), today)
    return judged if other is None else Invalid(Fault.wrong_type, other)


def contradictions(
    number: IdentityNumber, birth: date | None = None, sex: Sex | None = None, nationality: str | None = None
) -> tuple[Contradiction, ...]:
    """What of the typed values (nationality: alpha-2) can't be true with the number and its type; None is not typed."""
    found = []
    if birth is not None and number.births and birth not in number.births:
        found.append(Contradiction.birth)
    if sex is not None and number.sex not in (None, sex):
        found.append(Contradiction.sex)
    if nationality is not None:
        if number.document_type not in FOR_FOREIGNERS:
            found += [] if nationality in CHINESE else [Contradiction.not_chinese]
        elif nationality in CHINESE:
            found.append(Contradiction.not_foreign)
        elif number.nationality not in (None, nationality) or nationality not in ALPHA2_BY_ALPHA3.values():
            found.append(Contradiction.nationality)
    return tuple(found)


def normalised(document_type: DocumentType, text: str) -> str:
    """The number of such a document as it is kept and compared; not judged."""
    number = normalise(text)
    return number.replace(" ", "").replace("-", "") if document_type is DocumentType.foreign_passport else number


def _judge(document_type: DocumentType, text: str, today: date) -> IdentityNumber | Invalid:
    match document_type:
        case DocumentType.resident_id:
            return _from_18(document_type, resident_ids.judge(text, today))
        case DocumentType.hk_macao_residence | DocumentType.taiwan_residence:
            return _from_18(document_type, resident_ids.judge_residence(document_type, text, today))
        case DocumentType.foreign_permanent_resident:
            return _from_card(permanent_residence.judge(text, today))
        case DocumentType.hk_macao_permit:
            return _by_form(document_type, _HK_MACAO_PERMIT, normalise(text))
        case DocumentType.taiwan_permit:
            return _by_form(document_type, _TAIWAN_PERMIT, normalise(text))
        case DocumentType.cn_passport:
            return _by_form(document_type, _CN_PASSPORT, normalise(text))
        case DocumentType.foreign_passport:
            return _foreign_passport(normalised(document_type, text))
        case DocumentType.work_permit_a | DocumentType.work_permit_b | DocumentType.work_permit_c:
            return _by_form(document_type, _WORK_PERMIT, normalise(text))


def _from_18(document_type: DocumentType, judged: resident_ids.ResidentId | Invalid) -> IdentityNumber | Invalid:
    if isinstance(judged, Invalid):
        return judged
    return IdentityNumber(document_type, judged.number, (judged.birth,), judged.sex)


def _from_card(judged: permanent_residence.PermanentResidence | Invalid) -> IdentityNumber | Invalid:
    if isinstance(judged, Invalid):
        return judged
    warning = NumberWarning.old_form if judged.is_old else None
    return IdentityNumber(DocumentType.foreign_permanent_resident, judged.number, judged.births, judged.sex, judged.nationality, warning)


def _by_form(document_type: DocumentType, form: re.Pattern[str], number: str) -> IdentityNumber | Invalid:
    """A number that has a form and says nothing; what the group "old" matches is an old one."""
    if not number:
        return Invalid(Fault.empty)
    match = form.fullmatch(number)
    if match is None:
        return Invalid(Fault.form)
    return IdentityNumber(document_type, number, warning=NumberWarning.old_form if match.groupdict().get("old") else None)


def _foreign_passport(number: str) -> IdentityNumber | Invalid:
    judged = _by_form(DocumentType.foreign_passport, _FOREIGN_PASSPORT, number)
    if isinstance(judged, Invalid) or len(number) <= _ICAO_LENGTH:
        return judged
    return IdentityNumber(DocumentType.foreign_passport, number, warning=NumberWarning.longer_than_icao)


def _other_type(document_type: DocumentType, number: str, today: date) -> str | None:
    if document_type is DocumentType.cn_passport and _SAR_PASSPORT.fullmatch(number):
        return SAR_PASSPORT
    if document_type is DocumentType.taiwan_residence and _TAIWAN_PERMIT.fullmatch(number):
        return DocumentType.taiwan_permit
    fits = (other for other in _TELLING if other is not document_type and isinstance(_judge(other, number, today), IdentityNumber))
    return next(fits, None)
