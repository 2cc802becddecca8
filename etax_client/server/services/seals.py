"""What the server has to read again and nobody else: sealed with a key of the installation's, so that no copy of its tables tells it."""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Seal:
    """For one use: what was sealed for another, or in another place, can't be opened."""

    def __init__(self, key: bytes, use: str) -> None:
        self._sealing = AESGCM(HKDF(SHA256(), 32, None, f"seal {use}".encode()).derive(key))

    def close(self, content: bytes, place: str) -> str:
        """Sealed for a `place`: what the row says of whose it is."""
        nonce = secrets.token_bytes(_NONCE)
        return base64.b64encode(nonce + self._sealing.encrypt(nonce, content, place.encode())).decode()

    def open(self, sealed: str, place: str) -> bytes | None:
        """The content; None for what was not sealed by this key, for this place."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            return self._sealing.decrypt(raw[:_NONCE], raw[_NONCE:], place.encode())
        except (InvalidTag, ValueError, binascii.Error):
            return None
