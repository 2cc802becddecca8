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


@dataclass(frozen=True, slots=True)
class Invalid:
    """An input that a rule turns down; `hint` names the document type it rather looks like, where that is known."""

    fault: Fault
    hint: str | None = None
