"""The eleven types of identity document, with the tax codes that the e-tax interfaces use (DOC-01 to DOC-03)."""

from enum import StrEnum


class DocumentType(StrEnum):
    resident_id = "resident_id"
    hk_macao_permit = "hk_macao_permit"
    taiwan_permit = "taiwan_permit"
    hk_macao_residence = "hk_macao_residence"
    taiwan_residence = "taiwan_residence"
    foreign_permanent_resident = "foreign_permanent_resident"
    cn_passport = "cn_passport"
    foreign_passport = "foreign_passport"
    work_permit_a = "work_permit_a"
    work_permit_b = "work_permit_b"
    work_permit_c = "work_permit_c"


class Sex(StrEnum):
    """As the documents of China write it, and the standard of their numbers (GB 11643)."""

    male = "男"
    female = "女"


TAX_CODES = {
    DocumentType.resident_id: "201",
    DocumentType.foreign_passport: "208",
    DocumentType.hk_macao_permit: "210",
    DocumentType.taiwan_permit: "213",
    DocumentType.cn_passport: "227",
    DocumentType.foreign_permanent_resident: "233",
    DocumentType.hk_macao_residence: "237",
    DocumentType.taiwan_residence: "238",
    DocumentType.work_permit_a: "239",
    DocumentType.work_permit_b: "240",
    DocumentType.work_permit_c: "241",
}

THE_SEVEN = frozenset(
    {
        DocumentType.resident_id,
        DocumentType.taiwan_residence,
        DocumentType.hk_macao_residence,
        DocumentType.hk_macao_permit,
        DocumentType.taiwan_permit,
        DocumentType.foreign_permanent_resident,
        DocumentType.cn_passport,
    }
)
THE_OTHER_FOUR = frozenset(DocumentType) - THE_SEVEN
FOR_FOREIGNERS = THE_OTHER_FOUR | {DocumentType.foreign_permanent_resident}
"""Held by foreigners only, who are asked for their nationality (documents.md, "Cross-field")."""
