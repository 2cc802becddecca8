"""Who someone is as the register has it, with what the number of their document tells besides."""

from datetime import date
from typing import Any

from sqlalchemy import Row

from etax_client.domain.identity import identity as identities
from etax_client.domain.identity.documents import DocumentType, Sex
from etax_client.domain.identity.identity import Identity


def identity_of(row: Row[Any], today: date) -> Identity:
    """Of a row with the columns of `persons`."""
    birth = None if row.birth is None else date.fromisoformat(row.birth)
    sex = None if row.sex is None else Sex(row.sex)
    known = Identity(DocumentType(row.document_type), row.document_number, row.name, row.nationality, birth, sex)
    return identities.judge(known.document_type, known.number, known.name, today, known.nationality, birth, sex).identity or known
