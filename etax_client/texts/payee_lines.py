"""What is wrong in a field of 人员信息采集, and what its values are called."""

from functools import reduce

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.filing.people import PayeeField
from etax_client.domain.filing.people_rules import FLAGS, Texts, Unfitting
from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.identity.identity_numbers import Contradiction
from etax_client.texts import identity_lines
from etax_client.texts.document_names import type_name
from etax_client.texts.words import Phrase, phrase

_TOLD = (Fault.empty, Fault.length, Fault.too_long, Fault.negative, Fault.decimals, Fault.too_great)
_NUMBERS = {
    PayeeField.document_number: PayeeField.document_type,
    PayeeField.other_document_number: PayeeField.other_document_type,
}


def name(field: PayeeField) -> Phrase:
    return phrase(f"payee.field.{field}")


def fault(field: PayeeField, found: Invalid | Contradiction | Unfitting, texts: Texts) -> Phrase:
    """What to do about it."""
    if isinstance(found, Contradiction):
        return identity_lines.contradiction(found)
    if isinstance(found, Unfitting):
        return phrase(f"payee.fault.{found}")
    kind = texts.get(_NUMBERS.get(field, PayeeField.document_type), "")
    if field in _NUMBERS and texts.get(field) and kind in set(DocumentType):
        return identity_lines.number_fault(DocumentType(kind), found)
    if field is PayeeField.name and texts.get(field) and kind in set(DocumentType):
        return identity_lines.name_fault(DocumentType(kind), found)
    return phrase(f"payee.fault.{found.fault if found.fault in _TOLD else Fault.form}")


def value(field: PayeeField, text: str) -> Phrase:
    """One of the values that are chosen; a country is named by who has the table of them."""
    if field in (PayeeField.document_type, PayeeField.other_document_type):
        return type_name(DocumentType(text))
    if field is PayeeField.sex:
        return identity_lines.sex_name(Sex(text))
    if field in FLAGS:
        return phrase(f"payee.flag.{text}")
    if field is PayeeField.tax_reasons:
        return reduce(
            lambda before, after: phrase("payee.several", before=before, after=after),
            [phrase(f"payee.tax_reasons.{each}") for each in text.split(",")],
        )
    return phrase(f"payee.{field}.{text}")
