"""Certificates and challenges, as they are sent; bytes are base64."""

import binascii
from base64 import b64decode, b64encode
from typing import Annotated

import msgspec

from etax_client.domain.secret import Secret
from etax_client.domain.units.ca import LARGEST_CERTIFICATE, LARGEST_SIGNATURE

_LINE = 76
"""Characters: a text of one's own for each line, as a client cuts long ones (TUI-1)."""


class CertificateVerificationRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`certificate` is DER; `signature` is ECDSA with SHA-256 over what `domain.ca.to_sign` makes of the challenge."""

    challenge: Annotated[str, msgspec.Meta(min_length=4, max_length=64)]
    certificate: Annotated[str, msgspec.Meta(min_length=4, max_length=(LARGEST_CERTIFICATE + 2) // 3 * 4)]
    signature: Annotated[str, msgspec.Meta(min_length=4, max_length=(LARGEST_SIGNATURE + 2) // 3 * 4)]


def spelled(data: bytes) -> str:
    return b64encode(data).decode()


def bytes_of(text: str) -> bytes | None:
    """None for what is not base64."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def lines_of(data: bytes) -> tuple[Secret, ...]:
    text = spelled(data)
    return tuple(Secret(text[at : at + _LINE]) for at in range(0, len(text), _LINE))


def bytes_of_lines(lines: tuple[Secret, ...]) -> bytes | None:
    return bytes_of("".join(line.reveal() for line in lines))
