"""The texts of a page: one line each, and nothing that a terminal would obey (TUI-1)."""

import re

from etax_client.domain.safe_text import safe_text

LONGEST = 4000
"""Cells of one text."""
MARKS = "，。、；：！？）（」』】《》「『【"
"""Those of two cells, one of which is blank."""
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BESIDE_MARK = re.compile(f"(?<=[{MARKS}]) | (?=[{MARKS}])")


def collapsed(text: str) -> str:
    """Runs of white space as one blank, as HTML means them; none beside a mark that is half blank itself."""
    return _BESIDE_MARK.sub("", _SPACE.sub(" ", text[: LONGEST * 4]))


def clean(text: str) -> str:
    return safe_text(collapsed(text).strip(" "), LONGEST)
