"""Who someone says they are: a document, a name, and what goes with them; judged by the same function in a form and at the server (DOC-01)."""

from dataclasses import dataclass
from datetime import date

from etax_client.domain.documents import DocumentType


@dataclass(frozen=True, slots=True)
class Identity:
    """A judged identity: number and name normalised, `nationality` as an ISO 3166 alpha-2 code, `sex` 男 or 女; None where nobody said."""

    document_type: DocumentType
    number: str
    name: str
    nationality: str | None = None
    birth: date | None = None
    sex: str | None = None
