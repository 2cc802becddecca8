"""The unit's certificate on this machine: a PKCS#12 file is opened with its PIN, and its key signs the server's challenge (CA-01)."""

import stat
import warnings
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from etax_client.domain.secret import Secret
from etax_client.domain.units.ca import LARGEST_CERTIFICATE, LARGEST_FILE, to_sign

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_SEQUENCE, _VERSION_3 = 0x30, b"\x02\x01\x03"
"""How every PKCS#12 file begins: a sequence, and the version in it."""


class SigningFault(StrEnum):
    """Why a file can't be signed with."""

    missing = "missing"
    unreadable = "unreadable"
    too_large = "too_large"
    not_pkcs12 = "not_pkcs12"
    wrong_pin = "wrong_pin"
    no_key = "no_key"
    """No certificate with its key, or of a kind that the simulated CA does not issue."""


@dataclass(frozen=True, slots=True, repr=False)
class Signed:
    """What goes to the server: the certificate (DER), and the signature."""

    certificate: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A key out of its file, in memory only for as long as this is held."""

    certificate: bytes
    until: datetime
    """The last moment at which it is valid, as it says itself."""
    _key: "EllipticCurvePrivateKey"

    def sign(self, challenge: str, taxpayer_id: str) -> Signed:
        """Raises ValueError for a challenge that is not base64."""
        from cryptography.hazmat.primitives import hashes  # start-up budget: cryptography takes 100 ms, and few have a certificate
        from cryptography.hazmat.primitives.asymmetric import ec

        message = to_sign(b64decode(challenge, validate=True), taxpayer_id)
        return Signed(self.certificate, self._key.sign(message, ec.ECDSA(hashes.SHA256())))


def open_file(path: Path, pin: Secret) -> Signer | SigningFault:
    """The signer in a PKCS#12 file, or what is wrong with the file or the PIN. Slow: a PIN is stretched; call it in a thread."""
    data = _read(path)
    return data if isinstance(data, SigningFault) else _open(data, pin)


def _read(path: Path) -> bytes | SigningFault:
    try:
        # a pipe or a device would keep us for ever
        if not stat.S_ISREG(path.stat().st_mode):
            return SigningFault.unreadable
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError):
        return SigningFault.missing
    except (OSError, ValueError):
        return SigningFault.unreadable
    return SigningFault.too_large if len(data) > LARGEST_FILE else data


def _open(data: bytes, pin: Secret) -> Signer | SigningFault:
    from cryptography.exceptions import UnsupportedAlgorithm  # start-up budget: as above
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

    if not _looks_like_pkcs12(data):
        return SigningFault.not_pkcs12
    try:
        with warnings.catch_warnings():
            # a file that is spelled loosely is told of on standard error, which is the screen
            warnings.simplefilter("ignore")
            key, certificate, _ = pkcs12.load_key_and_certificates(data, pin.reveal().encode())
    except ValueError as error:
        # the library has one exception for both, with two texts
        return SigningFault.wrong_pin if "password" in str(error).lower() else SigningFault.not_pkcs12
    except (TypeError, UnsupportedAlgorithm):
        return SigningFault.no_key
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey):
        return SigningFault.no_key
    der = certificate.public_bytes(Encoding.DER)
    return SigningFault.no_key if len(der) > LARGEST_CERTIFICATE else Signer(der, certificate.not_valid_after_utc, key)


def _looks_like_pkcs12(data: bytes) -> bool:
    if len(data) < 8 or data[0] != _SEQUENCE:
        return False
    begin = 2 + (data[1] & 0x7F if data[1] & 0x80 else 0)
    return data[begin : begin + 3] == _VERSION_3
