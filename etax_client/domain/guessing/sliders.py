"""The slider before a first factor at the bureau: brought to its right end, good for one try and five minutes (BJ-11)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LIFE = timedelta(minutes=5)
END = 100
"""Its right end; it begins at 0."""


class SliderPurpose(StrEnum):
    """What a slider was fetched for; it is good for nothing else."""

    bureau_login = "bureau_login"


@dataclass(frozen=True, slots=True)
class Slid:
    """A slider as it comes back: which one, and where it was brought, as a browser spells that."""

    slider_id: str
    position: str

    @property
    def at_end(self) -> bool:
        return self.position == str(END)
