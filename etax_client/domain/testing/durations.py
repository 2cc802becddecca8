"""Lengths of time as testers write and read them: 2h30m, 45s, 1d."""

import re
from datetime import timedelta

_PARTS = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))
_SPELLING = re.compile("".join(f"(?:([0-9]{{1,6}}){name})?" for name, _ in _PARTS))


def read(text: str) -> timedelta | None:
    """What a text spells: days, hours, minutes and seconds in this order, each whole and at most once; None if it spells none."""
    spelled = _SPELLING.fullmatch(text.strip().lower())
    if spelled is None or not any(spelled.groups()):
        return None
    return timedelta(seconds=sum(int(digits or 0) * size for digits, (_, size) in zip(spelled.groups(), _PARTS, strict=True)))


def spell(seconds: int) -> str:
    """The shortest spelling: `1h59m`; `0s` for none and for less."""
    parts, left = [], max(0, seconds)
    for name, size in _PARTS:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{name}")
    return "".join(parts) or "0s"
