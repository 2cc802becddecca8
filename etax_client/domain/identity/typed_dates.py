"""Days as people type them: 1988-08-12, 19880812, 1988/8/12, 1988.8.12, or with the characters for year, month and day."""

import re
from datetime import date

from etax_client.domain.numbers import normalise

_FORM = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})|([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")


def read_day(text: str) -> date | None:
    """The day, full-width digits and blanks around it forgiven; None if there is no such day."""
    match = _FORM.fullmatch(normalise(text))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None
