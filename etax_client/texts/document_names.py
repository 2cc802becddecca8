"""The names of identity documents; apart from what is found wrong with them, which no first screen needs (P1)."""

from functools import reduce

from etax_client.domain.identity.documents import DocumentType
from etax_client.texts.words import Phrase, phrase


def type_name(document_type: DocumentType) -> Phrase:
    """The document's name as the tax office writes it (DOC-02, DOC-03)."""
    return phrase(f"identity.type.{document_type}")


def for_whom(types: tuple[DocumentType, ...]) -> Phrase:
    """Who may take a way to register (DOC-02)."""
    if len(types) == len(DocumentType):
        return phrase("registration.way_all")
    listed = reduce(lambda before, after: phrase("registration.type_and", before=before, after=after), map(type_name, types))
    return phrase("registration.way_only", types=listed)
