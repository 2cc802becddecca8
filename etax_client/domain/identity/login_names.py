"""What a login name may look like: a rule that the policy gives, and whether a name keeps it (002, 004)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from etax_client.domain.faults import Fault, Invalid
from etax_client.domain.numbers import visible
from etax_client.domain.spans import UntilMidnight


@dataclass(frozen=True, slots=True)
class LoginNameRule:
    """Letters and digits, not digits only; `chinese` adds Chinese characters and underscores, `letter_first` wants a letter first."""

    shortest: int
    longest: int
    chinese: bool = False
    letter_first: bool = False


OF_THE_PLATFORM = LoginNameRule(2, 16, chinese=True)
OF_THE_BUREAU = LoginNameRule(6, 20, letter_first=True)
_LETTER_OR_DIGIT, _LETTER = re.compile("[A-Za-z0-9]"), re.compile("[A-Za-z]")
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


def judge(text: str, rule: LoginNameRule = OF_THE_PLATFORM) -> str | Invalid:
    """The login name as it is kept, without what can't be seen and blanks around it; case counts (LOG-03)."""
    name = unicodedata.normalize("NFC", visible(text).strip())
    if not name:
        return Invalid(Fault.empty)
    if not all(_may_stand(char, rule) for char in name) or (rule.letter_first and not _LETTER.match(name)):
        return Invalid(Fault.form)
    if not rule.shortest <= len(name) <= rule.longest:
        return Invalid(Fault.length)
    return Invalid(Fault.digits_only) if re.fullmatch("[0-9]+", name) else name


def changeable_from(changed: datetime, every: timedelta) -> datetime:
    """When a name that was changed may be changed again: at the beginning of the day that so many days lead to, in Shanghai (BJ-49)."""
    return UntilMidnight().end(changed) + every - timedelta(days=1)


def _may_stand(char: str, rule: LoginNameRule) -> bool:
    return _LETTER_OR_DIGIT.fullmatch(char) is not None or (rule.chinese and (char == "_" or is_ideograph(char)))
