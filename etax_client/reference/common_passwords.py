"""The passwords that too many people have, read from the package when they are first asked for (PWD-1)."""

from functools import cache
from importlib import resources


@cache
def common_passwords() -> frozenset[str]:
    """In small letters, as `domain.passwords.weakness` wants them."""
    text = resources.files("etax_client").joinpath("data", "common_passwords.txt").read_text(encoding="ascii")
    return frozenset(line for line in text.lower().splitlines() if not line.startswith("# "))
