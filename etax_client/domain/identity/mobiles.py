"""Mobile numbers of the mainland: eleven digits, with or without +86, spaces and hyphens (documents.md)."""

import re

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.numbers import normalise

_FORM = re.compile(r"(?:\+86|0086|86)?(1[3-9][0-9]{9})")


def judge(text: str) -> str | Invalid:
    """The eleven digits, or what is wrong with them; spaces and hyphens may stand anywhere."""
    number = normalise(text).replace(" ", "").replace("-", "")
    if not number:
        return Invalid(Fault.empty)
    match = _FORM.fullmatch(number)
    return match[1] if match else Invalid(Fault.form)
