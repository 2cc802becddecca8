"""What the hall finds wrong, as phrases beside the fields of its pages."""

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.identity.hall import HallFault, HallReason
from etax_client.texts import identity_lines
from etax_client.texts.words import Phrase, phrase


def fault_line(document_type: DocumentType, fault: HallFault) -> Phrase:
    """`document_type` is that of the person whom the fault is about."""
    field, why = fault.field.rpartition(".")[2], fault.why
    if isinstance(why, HallReason):
        return phrase(f"hall.reason.{why}")
    if not isinstance(why, Invalid):
        return identity_lines.contradiction(why)
    if field == "name":
        return identity_lines.name_fault(document_type, why)
    if field == "nationality" and why.fault is Fault.empty:
        return phrase("idform.nationality_empty")
    if field == "mobile":
        return phrase(f"registration.mobile_fault.{'empty' if why.fault is Fault.empty else 'form'}")
    if field == "sex":
        return phrase("idform.sex_empty")
    return identity_lines.number_fault(document_type, why)
