"""The names of identity documents; apart from what is found wrong with them, which no first screen needs (P1)."""

from etax_client.domain.identity.documents import DocumentType
from etax_client.texts.words import Phrase, phrase


def type_name(document_type: DocumentType) -> Phrase:
    """The document's name as the tax office writes it (DOC-02, DOC-03)."""
    return phrase(f"identity.type.{document_type}")
