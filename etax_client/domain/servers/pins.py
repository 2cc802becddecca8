"""Pins: the fingerprint of a server's public key, by which a client knows it again (TLS-2)."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

_KIND = "sha256:"
_DIGITS = 64
_GROUP = 8
_SPELLING = re.compile(rf"sha256:([0-9a-f]{{{_DIGITS}}})")


@dataclass(frozen=True, slots=True)
class Pin:
    """SHA-256 of a public key in its DER form (SubjectPublicKeyInfo), in small hexadecimal digits."""

    digits: str

    def __str__(self) -> str:
        """`sha256:` and eight groups of eight digits with hyphens between them: 78 characters, a line of a terminal."""
        return _KIND + "-".join(self.groups)

    @property
    def groups(self) -> tuple[str, ...]:
        """The digits as people compare them."""
        return tuple(self.digits[start : start + _GROUP] for start in range(0, _DIGITS, _GROUP))


def pin_of(public_key: bytes) -> Pin:
    """The pin of a public key (DER, SubjectPublicKeyInfo)."""
    return Pin(hashlib.sha256(public_key).hexdigest())


def read(text: str) -> Pin | None:
    """The pin that a text spells, in capitals or not, with hyphens, colons or spaces between the digits; None if it spells none."""
    kind, colon, digits = text.strip().lower().partition(":")
    spelled = _SPELLING.fullmatch(kind + colon + re.sub(r"[-: ]", "", digits))
    return Pin(spelled[1]) if spelled else None


def pin_for(origin: str, known: Sequence[str]) -> Pin | None:
    """The pin of a server among lines such as "https://192.168.1.20:8765 sha256:..."; lines that are none are passed by."""
    for line in known:
        server, _, spelled = line.partition(" ")
        if server == origin:
            return read(spelled)
    return None


def with_pin(origin: str, pin: Pin, known: Sequence[str]) -> tuple[str, ...]:
    """The lines with a server's pin on top, in place of any other that it had."""
    others = tuple(line for line in known if line.partition(" ")[0] != origin)
    return (f"{origin} {pin}", *others)
