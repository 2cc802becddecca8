"""What a field of one line has left out of something that was pasted: said to whoever pasted it, so that nobody looks for it there."""

from enum import StrEnum


class Cut(StrEnum):
    """`length`: it was longer than the field; `lines`: only its first line was taken; `breaks`: its lines became one."""

    length = "length"
    lines = "lines"
    breaks = "breaks"


def lines_in(text: str) -> list[str]:
    """Those that say something."""
    return [line for line in text.splitlines() if line.strip()]
