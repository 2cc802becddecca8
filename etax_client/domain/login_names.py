"""What a login name may look like: 2 to 16 letters, digits, Chinese characters and underscores, not digits only (002, 004)."""

import re
import unicodedata

from etax_client.domain.faults import Fault, Invalid

SHORTEST, LONGEST = 2, 16
_PLAIN = re.compile("[A-Za-z0-9_]")


def is_ideograph(char: str) -> bool:
    """Whether char is a Chinese character: unified or compatibility ideograph, or 〇."""
    return char == "〇" or unicodedata.name(char, "").startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH"))


def judge(text: str) -> str | Invalid:
    """The login name as it is kept, blanks around it dropped; case counts (LOG-03)."""
    name = unicodedata.normalize("NFC", text.strip())
    if not name:
        return Invalid(Fault.empty)
    if not all(_PLAIN.fullmatch(char) or is_ideograph(char) for char in name):
        return Invalid(Fault.form)
    if not SHORTEST <= len(name) <= LONGEST:
        return Invalid(Fault.length)
    return Invalid(Fault.digits_only) if re.fullmatch("[0-9]+", name) else name
