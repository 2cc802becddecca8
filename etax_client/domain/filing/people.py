"""人员信息采集: the people whom a unit pays, and what it says of each (PER-01, PER-02)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from etax_client.domain.filing.people_states import NEW, Standing
from etax_client.domain.identity.documents import DocumentType, Sex


class PayeeField(StrEnum):
    """What is asked of a payee, in the order of the standard template (PER-06)."""

    work_number = "work_number"
    name = "name"
    document_type = "document_type"
    document_number = "document_number"
    nationality = "nationality"
    sex = "sex"
    birth = "birth"
    is_senior_expert = "is_senior_expert"
    employment = "employment"
    other_circumstances = "other_circumstances"
    first_year = "first_year"
    mobile = "mobile"
    employed_from = "employed_from"
    left_on = "left_on"
    is_paid_after_leaving = "is_paid_after_leaving"
    back_pay_period = "back_pay_period"
    is_disabled = "is_disabled"
    is_martyrs_family = "is_martyrs_family"
    is_elderly_alone = "is_elderly_alone"
    disability_document = "disability_document"
    disability_number = "disability_number"
    martyr_number = "martyr_number"
    takes_basic_deduction = "takes_basic_deduction"
    invested = "invested"
    share = "share"
    remark = "remark"
    chinese_name = "chinese_name"
    tax_reasons = "tax_reasons"
    birth_country = "birth_country"
    first_entry = "first_entry"
    expected_departure = "expected_departure"
    other_document_type = "other_document_type"
    other_document_number = "other_document_number"
    registered_province = "registered_province"
    registered_city = "registered_city"
    registered_district = "registered_district"
    registered_detail = "registered_detail"
    residence_province = "residence_province"
    residence_city = "residence_city"
    residence_district = "residence_district"
    residence_detail = "residence_detail"
    contact_province = "contact_province"
    contact_city = "contact_city"
    contact_district = "contact_district"
    contact_detail = "contact_detail"
    email = "email"
    education = "education"
    bank = "bank"
    bank_account = "bank_account"
    bank_province = "bank_province"
    position = "position"


class Employment(StrEnum):
    """任职受雇从业类型."""

    employee = "employee"
    insurance_agent = "insurance_agent"
    securities_broker = "securities_broker"
    intern = "intern"
    platform_worker = "platform_worker"
    other = "other"


class FirstYear(StrEnum):
    """入职年度就业情形: who is employed for the first time in the year, whose basic deduction counts from January on."""

    student = "student"
    other = "other"


class DisabilityDocument(StrEnum):
    """残疾证件类型."""

    disabled = "disabled"
    disabled_soldier = "disabled_soldier"
    injured_police = "injured_police"
    disabled_firefighter = "disabled_firefighter"
    injured_reservist = "injured_reservist"
    injured_at_work = "injured_at_work"


class TaxReason(StrEnum):
    """涉税事由: what someone from abroad is paid for."""

    employment = "employment"
    temporary_labour = "temporary_labour"
    transfer_of_property = "transfer_of_property"
    investment_and_business = "investment_and_business"
    other = "other"


class Education(StrEnum):
    """学历."""

    postgraduate = "postgraduate"
    bachelor = "bachelor"
    below_bachelor = "below_bachelor"


class Position(StrEnum):
    """职务."""

    ordinary = "ordinary"
    senior = "senior"


DOMESTIC = frozenset({DocumentType.resident_id, DocumentType.cn_passport})
"""The documents of 境内人员; whoever has another one is one of 境外人员 (PER-02)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeFacts:
    """What a unit says of someone, judged: a field for each of `PayeeField`, by the same name.

    Countries are alpha-2 codes, `back_pay_period` is YYYY-MM; a text that was not given is empty.
    """

    name: str
    document_type: DocumentType
    document_number: str
    nationality: str
    sex: Sex
    birth: date
    employment: Employment
    work_number: str = ""
    is_senior_expert: bool = False
    other_circumstances: str = ""
    first_year: FirstYear | None = None
    mobile: str = ""
    employed_from: date | None = None
    left_on: date | None = None
    is_paid_after_leaving: bool = False
    back_pay_period: str = ""
    is_disabled: bool = False
    is_martyrs_family: bool = False
    is_elderly_alone: bool = False
    disability_document: DisabilityDocument | None = None
    disability_number: str = ""
    martyr_number: str = ""
    takes_basic_deduction: bool = True
    invested: Decimal | None = None
    share: Decimal | None = None
    """In per cent of the unit's capital."""
    remark: str = ""
    chinese_name: str = ""
    tax_reasons: tuple[TaxReason, ...] = ()
    birth_country: str = ""
    first_entry: date | None = None
    expected_departure: date | None = None
    other_document_type: DocumentType | None = None
    other_document_number: str = ""
    registered_province: str = ""
    registered_city: str = ""
    registered_district: str = ""
    registered_detail: str = ""
    residence_province: str = ""
    residence_city: str = ""
    residence_district: str = ""
    residence_detail: str = ""
    contact_province: str = ""
    contact_city: str = ""
    contact_district: str = ""
    contact_detail: str = ""
    email: str = ""
    education: Education | None = None
    bank: str = ""
    bank_account: str = ""
    bank_province: str = ""
    position: Position | None = None

    @property
    def is_domestic(self) -> bool:
        return self.document_type in DOMESTIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee(PayeeFacts):
    """Someone whom a unit pays; `version` grows with every change, which `changed_by` made."""

    payee_id: int
    version: int
    standing: Standing = NEW
    reason: str = ""
    """Why the report failed, in the tax office's words; empty where the state says it all."""
    changed_at: datetime
    changed_by: str
