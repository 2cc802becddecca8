"""Which addresses in a page may be followed: pages of the same server and world, and nothing else (PGS-04)."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

FIRST = frozenset({"", "app", "bjapp", "portal", "bureau", "q", "f", "bq", "bf", "rare-characters", "captchas", "control"})
"""How the addresses of pages begin, in small letters; "" is the server's first page."""
LONGEST = 2000
_PLAIN = re.compile("[!-~]+")
"""As a request writes it: what has a blank, a control character or anything beyond ASCII is no address of ours."""


@dataclass(frozen=True, slots=True)
class Base:
    """Where a server's world is reached, as `http://127.0.0.1:8765/w/seat-1`; "" where only paths are known."""

    text: str = ""

    def path(self, address: str, page: str = "/") -> str | None:
        """The path within the world that an address in `page` names, as requests there have it; None for any other place."""
        if not _PLAIN.fullmatch(address) or len(address) > LONGEST or "\\" in address:
            return None
        try:
            own, there = urlsplit(self.text), urlsplit(address)
            if (there.scheme or there.netloc) and (there.scheme.lower(), there.netloc.lower()) != (own.scheme, own.netloc.lower()):
                return None
            root = own.path.rstrip("/")
            path = there.path if there.path.startswith("/") else urljoin(root + page.partition("?")[0], there.path)
        except ValueError:
            return None
        if not f"{path}/".startswith(f"{root}/"):
            return None
        path = path[len(root) :] or "/"
        if path.split("/")[1].lower() not in FIRST or "//" in path or "/." in path:
            return None
        return f"{path}?{there.query}" if there.query else path
