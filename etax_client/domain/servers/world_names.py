"""The names of worlds: a server's main one has none, the others stand in front of every address of theirs."""

import re

MAIN = ""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def is_name(text: str) -> bool:
    """Whether a named world may be called so: small letters, digits and hyphens."""
    return _NAME.fullmatch(text) is not None


def prefix(name: str) -> str:
    """What stands in front of every address in a world."""
    return "" if name == MAIN else f"/w/{name}"
