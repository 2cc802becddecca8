"""The cookies of the pages: names, flags, and how they are read (WEB-2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

DEVICE = "etax-device"
"""Random, 256 bits: one browser. Forms and captchas are bound to it (WEB-1, CAP-2)."""
LANGUAGE = "etax-language"
TRAINER = "etax-trainer"
"""The token of the trainer's own session, never the door's."""
_VALUE = re.compile("[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Jar:
    """What a browser sent; under TLS the names bind each cookie to this very host and to TLS."""

    sent: Mapping[str, str]
    secure: bool

    def get(self, name: str) -> str:
        """The cookie's value, "" if there is none or it could not be one of ours."""
        value = self.sent.get(self._full(name), "")
        return value if _VALUE.fullmatch(value) else ""

    def keep(self, name: str, value: str, max_age: int | None = None) -> Cookie:
        """No script reads it; from elsewhere it comes along only when a link is followed, as from a camera to the QR code's address.

        Gone with the browser, unless it has an age in seconds.
        """
        return Cookie(self._full(name), path="/", value=value, max_age=max_age, secure=self.secure, httponly=True, samesite="lax")

    def drop(self, name: str) -> Cookie:
        return self.keep(name, "", max_age=0)

    def _full(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name


def in_world(name: str, world: str) -> str:
    """The name of a cookie in a world: a browser may have one in each."""
    return f"{name}-{world}" if world else name


def jar_of(request: Request[Any, Any, Any]) -> Jar:
    return Jar(request.cookies, request.url.scheme == "https")
