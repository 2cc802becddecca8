"""The standard template of people: its headings in order, whose field each is, and what its cells say for what we keep (PER-06)."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from types import MappingProxyType
from typing import TypeVar

from etax_client.domain.filing.people import DisabilityDocument, Education, Employment, FirstYear, PayeeField, Position, TaxReason
from etax_client.domain.filing.people_rules import COUNTRIES, NO, YES
from etax_client.domain.identity.documents import DocumentType, Sex

SHEET = "人员信息"
Code = TypeVar("Code", bound=str)
_F = PayeeField
_FLAG = {"是": YES, "否": NO}
_DOCUMENTS = {
    "居民身份证": DocumentType.resident_id,
    "港澳居民来往内地通行证": DocumentType.hk_macao_permit,
    "台湾居民来往大陆通行证": DocumentType.taiwan_permit,
    "中华人民共和国港澳居民居住证": DocumentType.hk_macao_residence,
    "中华人民共和国台湾居民居住证": DocumentType.taiwan_residence,
    "外国人永久居留身份证": DocumentType.foreign_permanent_resident,
    "中国护照": DocumentType.cn_passport,
    "外国护照": DocumentType.foreign_passport,
    "中华人民共和国外国人工作许可证（A类）": DocumentType.work_permit_a,
    "中华人民共和国外国人工作许可证（B类）": DocumentType.work_permit_b,
    "中华人民共和国外国人工作许可证（C类）": DocumentType.work_permit_c,
}
_SHORT = ("中华人民共和国", "")
"""What is left out where the documents are named in full elsewhere."""
NOT_OFFERED = "港澳居民来往内地通行证_非中国籍"
"""A type of document that this rehearsal does not have; whoever reads a sheet says so in a sentence of its own (documents.md)."""


@dataclass(frozen=True, slots=True)
class PayeeColumn:
    """`words` are what cells say for what is kept, the first of several for one thing being what is written; none: a text as it is.

    `several`: a cell may hold some of them. `is_country`: by name, from the table of nationalities.
    """

    field: PayeeField
    heading: str
    words: Mapping[str, str] = made(default_factory=lambda: MappingProxyType({}))
    several: bool = False

    @property
    def is_country(self) -> bool:
        return self.field in COUNTRIES


def _taken(written: Mapping[str, Code]) -> dict[str, Code]:
    """What is written, and the same without what everyone leaves out, and with brackets of the other width."""
    taken = dict(written)
    for word, code in written.items():
        for short in (word, word.replace(*_SHORT)):
            taken.setdefault(short, code)
            taken.setdefault(short.replace("（", "(").replace("）", ")"), code)
    return taken


DOCUMENT_TYPES: Mapping[str, DocumentType] = MappingProxyType(_taken(_DOCUMENTS))


def _place(what: str, where: str) -> list[PayeeColumn]:
    parts = (("province", "省"), ("city", "市"), ("district", "区县"), ("detail", "详细地址"))
    return [PayeeColumn(_F(f"{where}_{part}"), f"{what}（{name}）") for part, name in parts]


COLUMNS: tuple[PayeeColumn, ...] = (
    PayeeColumn(_F.work_number, "工号"),
    PayeeColumn(_F.name, "*姓名"),
    PayeeColumn(_F.document_type, "*证件类型", DOCUMENT_TYPES),
    PayeeColumn(_F.document_number, "*证件号码"),
    PayeeColumn(_F.nationality, "*国籍(地区)"),
    PayeeColumn(_F.sex, "*性别", {each.value: each.value for each in Sex}),
    PayeeColumn(_F.birth, "*出生日期"),
    PayeeColumn(_F.is_senior_expert, "是否高级专家", _FLAG),
    PayeeColumn(
        _F.employment,
        "*任职受雇从业类型",
        _taken(
            {
                "雇员": Employment.employee,
                "保险营销员": Employment.insurance_agent,
                "证券经纪人": Employment.securities_broker,
                "实习学生（全日制学历教育）": Employment.intern,
                "平台内从业人员": Employment.platform_worker,
                "其他": Employment.other,
            }
        ),
    ),
    PayeeColumn(_F.other_circumstances, "其他情况说明"),
    PayeeColumn(_F.first_year, "入职年度就业情形", {"当年首次入职学生": FirstYear.student, "当年首次入职其他人员": FirstYear.other}),
    PayeeColumn(_F.mobile, "手机号码"),
    PayeeColumn(_F.employed_from, "任职受雇从业日期"),
    PayeeColumn(_F.left_on, "离职日期"),
    PayeeColumn(_F.is_paid_after_leaving, "是否离职后补发工资", _FLAG),
    PayeeColumn(_F.back_pay_period, "补发税款所属月份"),
    PayeeColumn(_F.is_disabled, "是否残疾", _FLAG),
    PayeeColumn(_F.is_martyrs_family, "是否烈属", _FLAG),
    PayeeColumn(_F.is_elderly_alone, "是否孤老", _FLAG),
    PayeeColumn(
        _F.disability_document,
        "残疾证件类型",
        {
            "残疾证": DisabilityDocument.disabled,
            "残疾军人证": DisabilityDocument.disabled_soldier,
            "伤残人民警察证": DisabilityDocument.injured_police,
            "残疾消防救援人员证": DisabilityDocument.disabled_firefighter,
            "伤残预备役人员、伤残民兵民工证": DisabilityDocument.injured_reservist,
            "因公伤残人员证": DisabilityDocument.injured_at_work,
        },
    ),
    PayeeColumn(_F.disability_number, "残疾证号"),
    PayeeColumn(_F.martyr_number, "烈属证号"),
    PayeeColumn(_F.takes_basic_deduction, "是否扣除减除费用", _FLAG),
    PayeeColumn(_F.invested, "个人投资额"),
    PayeeColumn(_F.share, "个人投资比例(%)"),
    PayeeColumn(_F.remark, "备注"),
    PayeeColumn(_F.chinese_name, "中文名"),
    PayeeColumn(
        _F.tax_reasons,
        "涉税事由",
        {
            "任职受雇": TaxReason.employment,
            "提供临时劳务": TaxReason.temporary_labour,
            "转让财产": TaxReason.transfer_of_property,
            "从事投资和经营活动": TaxReason.investment_and_business,
            "其他": TaxReason.other,
        },
        several=True,
    ),
    PayeeColumn(_F.birth_country, "出生国家(地区)"),
    PayeeColumn(_F.first_entry, "首次入境时间"),
    PayeeColumn(_F.expected_departure, "预计离境时间"),
    PayeeColumn(_F.other_document_type, "其他证件类型", DOCUMENT_TYPES),
    PayeeColumn(_F.other_document_number, "其他证件号码"),
    *_place("户籍所在地", "registered"),
    *_place("经常居住地", "residence"),
    *_place("联系地址", "contact"),
    PayeeColumn(_F.email, "电子邮箱"),
    PayeeColumn(
        _F.education,
        "学历",
        {"研究生": Education.postgraduate, "大学本科": Education.bachelor, "大学本科以下": Education.below_bachelor},
    ),
    PayeeColumn(_F.bank, "开户银行"),
    PayeeColumn(_F.bank_account, "银行账号"),
    PayeeColumn(_F.bank_province, "开户行省份"),
    PayeeColumn(_F.position, "职务", {"普通": Position.ordinary, "高层": Position.senior}),
)
