"""What a password may look like; the form shows each rule met or unmet and the server decides, by the same function (PWD-01)."""

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum

from etax_client.domain.numbers import to_ascii
from etax_client.domain.secret import Secret

PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F))


class CharacterClass(StrEnum):
    capital = "capital"
    small = "small"
    letter = "letter"
    digit = "digit"
    symbol = "symbol"


_MEMBERS = {
    CharacterClass.capital: re.compile("[A-Z]"),
    CharacterClass.small: re.compile("[a-z]"),
    CharacterClass.letter: re.compile("[A-Za-z]"),
    CharacterClass.digit: re.compile("[0-9]"),
    CharacterClass.symbol: re.compile(r"[!-/:-@\[-`{-~]"),
}


class PasswordCheck(StrEnum):
    """One line of the list that the form shows."""

    length = "length"
    classes = "classes"
    no_space = "no_space"
    plain = "plain"


@dataclass(frozen=True, slots=True)
class PasswordRule:
    """Length in characters, and at least so many of these classes (rules.md, the table of policies)."""

    shortest: int
    longest: int
    classes: tuple[CharacterClass, ...]
    at_least: int


DECLARATION_PASSWORD = PasswordRule(8, 20, (CharacterClass.capital, CharacterClass.small, CharacterClass.digit), 3)
"""DPW-04."""


def check(rule: PasswordRule, password: Secret) -> dict[PasswordCheck, bool]:
    """Each rule with whether it is met; all of them must be."""
    text = password.reveal()
    present = sum(1 for name in rule.classes if _MEMBERS[name].search(text))
    return {
        PasswordCheck.length: rule.shortest <= len(text) <= rule.longest,
        PasswordCheck.classes: present >= rule.at_least,
        PasswordCheck.no_space: bool(text) and not any(char.isspace() for char in text),
        PasswordCheck.plain: bool(text) and all(char in PRINTABLE or char.isspace() for char in text),
    }


def first_unmet(rule: PasswordRule, password: Secret) -> PasswordCheck | None:
    return next((each for each, met in check(rule, password).items() if not met), None)


def fits(rule: PasswordRule, password: Secret) -> bool:
    return all(check(rule, password).values())


class Weakness(StrEnum):
    """What is wrong with a new password that follows the policy's rule (PWD-1)."""

    common = "common"
    login_name = "login_name"
    number = "number"
    same = "same"
    """The one that is there already, which only the server can tell."""


@dataclass(frozen=True, slots=True)
class Own:
    """What others know of who sets the password: the login name, and the numbers (mobile, document, or the unit's taxpayer id)."""

    login_name: str | None = None
    numbers: tuple[str, ...] = ()


DIGITS_IN_A_ROW = 6
SHORTEST_TELLING = 4
"""Characters of a login name: a shorter one stands in many a good password by chance."""


def weakness(password: Secret, own: Own, common: Container[str]) -> Weakness | None:
    """`common` has small letters only. Case is no difference.

    A document's number is longer than a password may be: six digits in a row of it, or of the mobile number, are as bad as the whole.
    """
    text = password.reveal().translate(_SMALL)
    name = (own.login_name or "").translate(_SMALL)
    if text in common:
        return Weakness.common
    if len(name) >= SHORTEST_TELLING and name in text:
        return Weakness.login_name
    return Weakness.number if any(part in text for number in own.numbers for part in _telling(number.translate(_SMALL))) else None


_SMALL = {code: code + 0x20 for code in range(ord("A"), ord("Z") + 1)}


def _telling(number: str) -> list[str]:
    runs = (number[start : start + DIGITS_IN_A_ROW] for start in range(len(number) - DIGITS_IN_A_ROW + 1))
    return [part for part in (number, *runs) if part and (part == number or part.isdecimal())]


class TypingFault(StrEnum):
    """What is said about a typed password before anything is sent (LOG-03, INP-2)."""

    empty = "empty"
    space = "space"
    full_width = "full_width"
    character = "character"
    too_long = "too_long"


LONGEST_TYPED = 64
"""No system here has a longer password; a longer text is never sent or hashed."""


def typing_fault(password: Secret) -> TypingFault | None:
    """The first thing that keeps a typed password from being one at all, whatever its policy."""
    text = password.reveal()
    if not text:
        return TypingFault.empty
    if any(char.isspace() for char in text):
        return TypingFault.space
    if text != to_ascii(text):
        return TypingFault.full_width
    if any(char not in PRINTABLE for char in text):
        return TypingFault.character
    return TypingFault.too_long if len(text) > LONGEST_TYPED else None
