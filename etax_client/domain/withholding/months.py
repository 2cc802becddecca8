"""税款所属月份: months of a tax year, in order."""

from datetime import date
from typing import NamedTuple


class Month(NamedTuple):
    """A month of a year; earlier ones are less."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def number(self) -> int:
        """Months since the year 0, to count with."""
        return self.year * 12 + self.month - 1

    def plus(self, months: int) -> "Month":
        """So many months later, or earlier if negative."""
        year, month = divmod(self.number + months, 12)
        return Month(year, month + 1)

    def since(self, other: "Month") -> int:
        """How many months lie from `other` to this one: 0 for the same."""
        return self.number - other.number


def read_month(text: str) -> Month:
    """The month that YYYY-MM spells. Raises ValueError."""
    day = date.fromisoformat(f"{text}-01")
    if len(text) != len("2026-10"):
        raise ValueError(text)
    return Month.of(day)
