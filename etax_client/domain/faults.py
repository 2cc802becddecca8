"""What can be wrong with a number, a name or a password that someone typed."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    empty = "empty"
    length = "length"
    form = "format"
    checksum = "checksum"
    birth_date = "birth_date"
    region = "region"
    first_generation = "first_generation"
    wrong_type = "wrong_type"
    space = "space"
    full_width = "full_width"
    character = "character"
    digits_only = "digits_only"
    classes = "classes"
    different = "different"
    nationality = "nationality"
    separator = "separator"
    private_use = "private_use"
    surrogate = "surrogate"
    too_long = "too_long"
    negative = "negative"
    decimals = "decimals"
    """More than two of an amount."""
    too_great = "too_great"
    rounded = "rounded"
    """A number of which a spreadsheet has lost the last digits."""


@dataclass(frozen=True, slots=True)
class Invalid:
    """An input that a rule turns down; `hint`: the document type that it rather looks like, or the character as U+XXXX, where known."""

    fault: Fault
    hint: str | None = None
