"""What a login name may look like: 2 to 16 letters, digits, Chinese characters and underscores, not digits only (002, 004)."""

import re
import unicodedata

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.numbers import visible

SHORTEST, LONGEST = 2, 16
_PLAIN = re.compile("[A-Za-z0-9_]")
_IDEOGRAPHS = (  # Unicode 17; Python's own table depends on its version
    (0x3007, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFA6D),
    (0xFA70, 0xFAD9),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B81D),
    (0x2B820, 0x2CEAD),
    (0x2CEB0, 0x2EBE0),
    (0x2EBF0, 0x2EE5D),
    (0x2F800, 0x2FA1D),
    (0x30000, 0x3134A),
    (0x31350, 0x33479),
)


def is_ideograph(char: str) -> bool:
    """Whether char is a Chinese character: unified or compatibility ideograph, or 〇."""
    return any(first <= ord(char) <= last for first, last in _IDEOGRAPHS)


def judge(text: str) -> str | Invalid:
    """The login name as it is kept, without what can't be seen and blanks around it; case counts (LOG-03)."""
    name = unicodedata.normalize("NFC", visible(text).strip())
    if not name:
        return Invalid(Fault.empty)
    if not all(_PLAIN.fullmatch(char) or is_ideograph(char) for char in name):
        return Invalid(Fault.form)
    if not SHORTEST <= len(name) <= LONGEST:
        return Invalid(Fault.length)
    return Invalid(Fault.digits_only) if re.fullmatch("[0-9]+", name) else name
