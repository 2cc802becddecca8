"""Hall codes: six digits and letters that a tax hall hands out against papers (REG-02, COD-5)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from etax_client.domain.guessing.lockout import LockoutRule
from etax_client.domain.identity.documents import DocumentType
from etax_client.domain.numbers import normalise
from etax_client.domain.secret import Secret

LIFE = timedelta(days=7)
LENGTH = 6
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What the hall draws from: no 0/O, 1/I/L, since it is copied from paper; typed ones may hold any digit or letter."""
GUESSES = LockoutRule()
"""Wrong codes for one document lock this way of registering, and void the code (COD-5)."""
_FORM = re.compile(f"[0-9A-Z]{{{LENGTH}}}")


@dataclass(frozen=True, slots=True)
class Slip:
    """What the hall hands over: the code in full, the document's number for the printer to mask."""

    code: Secret
    name: str
    document_type: DocumentType
    document_number: str
    issued_at: datetime
    expires_at: datetime


def read(typed: Secret) -> Secret | None:
    """The six characters in capitals; None if it can't be a hall code."""
    text = normalise(typed.reveal())
    return Secret(text) if _FORM.fullmatch(text) else None


def mask_on_slip(number: str) -> str:
    """As the documents' slip has it: three at each end (430*****438), fewer of a short number."""
    ends = min(3, len(number) // 3)
    return number[:ends] + "*****" + number[len(number) - ends :]
