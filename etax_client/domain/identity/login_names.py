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
_IDEOGRAPH = re.compile(  # Unicode 17; Python's own table depends on its version
    "[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9\U00020000-\U0002a6df"
    "\U0002a700-\U0002b81d\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0\U0002ebf0-\U0002ee5d"
    "\U0002f800-\U0002fa1d\U00030000-\U0003134a\U00031350-\U00033479]"
)


def is_ideograph(char: str) -> bool:
    """Whether char is a Chinese character: unified or compatibility ideograph, or 〇."""
    return _IDEOGRAPH.fullmatch(char) is not None


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
