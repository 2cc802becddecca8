"""Unit verification by certificate: what is signed, how long a challenge lives, how large its parts may be (CA-01, CA-02)."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from etax_client.domain.secret import Secret

CHALLENGE_BYTES = 32
CHALLENGE_LIFE = timedelta(minutes=2)
LARGEST_CERTIFICATE = 4096
"""Bytes of DER; the simulated CA's have under 800."""
LARGEST_SIGNATURE = 160
"""Bytes; ECDSA over P-256 takes 72 at most."""
LARGEST_FILE = 1024 * 1024
"""Bytes of a PKCS#12 file."""
SHORTEST_PIN, LONGEST_PIN = 4, 32
SOON = timedelta(days=30)
"""So long before its end a unit is told to have another certificate issued."""
USUAL_DAYS, MOST_DAYS = 365, 3650
_CONTEXT = b"etax-client simulation: unit verification by certificate, 1"
_PIN = re.compile(rf"[!-~]{{{SHORTEST_PIN},{LONGEST_PIN}}}")
_SERIAL = re.compile(r"[0-9a-f]{16}")


class CertificateState(StrEnum):
    """Where a certificate stands at a moment."""

    valid = "valid"
    not_yet_valid = "not_yet_valid"
    expired = "expired"
    revoked = "revoked"


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is to be signed, in base64, and the seconds that are left for it."""

    challenge: str
    seconds: int


@dataclass(frozen=True, slots=True)
class CertificateSeen:
    """A certificate as its CA has it on record; `serial` is 16 hexadecimal digits."""

    serial: str
    taxpayer_id: str
    not_before: datetime
    not_after: datetime
    revoked_at: datetime | None
    state: CertificateState


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """A new certificate, with its PKCS#12 file and the file's PIN: the server keeps neither."""

    certificate: CertificateSeen
    pin: Secret
    file: bytes = field(repr=False)


def to_sign(challenge: bytes, taxpayer_id: str) -> bytes:
    """The message that a signature is over: good for nothing else than this challenge, at this unit."""
    return b"\0".join((_CONTEXT, taxpayer_id.encode(), challenge))


def runs_out_soon(not_after: datetime, now: datetime) -> bool:
    return not_after - now < SOON


def is_pin(pin: str) -> bool:
    """4 to 32 visible ASCII characters: every keyboard has them, and every program that reads the file spells them alike."""
    return _PIN.fullmatch(pin) is not None


def is_serial(text: str) -> bool:
    return _SERIAL.fullmatch(text) is not None


def state_of(not_before: datetime, not_after: datetime, revoked_at: datetime | None, now: datetime) -> CertificateState:
    """Revoked is revoked, whatever the dates say; both dates are included."""
    if revoked_at is not None:
        return CertificateState.revoked
    if now < not_before:
        return CertificateState.not_yet_valid
    return CertificateState.expired if now > not_after else CertificateState.valid
