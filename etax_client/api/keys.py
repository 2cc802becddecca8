"""The keys of acts: a new one for each, and the same one when an act is asked for again whose answer was lost (IDM-1)."""

import hashlib
import secrets

_MOST = 16
"""Acts without an answer that are remembered; the oldest are forgotten."""
_SAFE = ("GET", "HEAD")
_UNDER_WAY, _BROKEN = 409, 500


class Keys:
    """Of what was asked only a keyed digest is held, as it may be a password."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._unanswered: dict[bytes, str] = {}

    def begin(self, method: str, path: str, body: bytes | None) -> str | None:
        """The key to send; None for what changes nothing. It stands for this very act until that is answered."""
        if method in _SAFE:
            return None
        asked = self._digest(method, path, body)
        key = self._unanswered.pop(asked, None) or secrets.token_urlsafe(24)
        self._unanswered[asked] = key
        if len(self._unanswered) > _MOST:
            del self._unanswered[next(iter(self._unanswered))]
        return key

    def answered(self, key: str | None, status: int) -> None:
        """The same asked from now on is another act, unless the answer left open what becomes of this one: it is under way, or broke."""
        if status != _UNDER_WAY and status < _BROKEN:
            self._unanswered = {asked: held for asked, held in self._unanswered.items() if held != key}

    def _digest(self, method: str, path: str, body: bytes | None) -> bytes:
        asked = hashlib.blake2b(key=self._key)
        for part in (method.encode(), path.encode(), body or b""):
            asked.update(len(part).to_bytes(8, "big") + part)
        return asked.digest()
