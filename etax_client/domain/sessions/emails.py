"""E-mail addresses, as the simulated mailboxes have them: what they look like, and how they are compared (documents.md)."""

import re

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.numbers import visible

LONGEST = 64
"""As what one logs in with."""
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_FORM = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")


def judge(text: str) -> str | Invalid:
    """The address as it is kept and compared, in small letters; or what is wrong with it."""
    address = visible(text).strip()
    if not address:
        return Invalid(Fault.empty)
    if len(address) > LONGEST:
        return Invalid(Fault.length)
    match = _FORM.fullmatch(address)
    return address.lower() if match is not None else Invalid(Fault.form)
