"""Tokens that show that a form came from this server, to this browser, in this session (WEB-1)."""

import base64
import hashlib
import hmac
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormTokens:
    """Nothing is kept: a token is made again from the installation's key when it comes back."""

    key: bytes

    def make(self, device: str, session_token: str) -> str:
        """For the browser that holds the cookie `device`, and its session's token ("": nobody is logged in)."""
        made = hmac.new(self.key, f"form {device} {session_token}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()

    def fits(self, token: str, device: str, session_token: str) -> bool:
        return bool(device) and hmac.compare_digest(token.encode(), self.make(device, session_token).encode())
