"""申报期限: until when a month's return and tax are due, and 滞纳金 on what is paid later (FLW-01, SUB-04)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etax_client.domain.withholding.figures import to_cents
from etax_client.domain.withholding.months import Month, read_month

_ANNOUNCED = {
    2026: ("01-20", "02-24", "03-16", "04-20", "05-22", "06-15", "07-15", "08-17", "09-15", "10-26", "11-16", "12-15"),
}
"""By 税总办征科函〔2025〕64号, month by month."""
_USUAL_DAY = 15
_A_DAY = Decimal("0.0005")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, to its end in Shanghai; one of a year without a notice is not `announced` (待公布)."""

    day: date
    announced: bool


def deadline(month: Month) -> Deadline:
    """Until when what was withheld in this month is to be declared and paid: a day of the next one."""
    due = month.plus(1)
    days = _ANNOUNCED.get(due.year)
    if days is None:
        return Deadline(date(due.year, due.month, _USUAL_DAY), announced=False)
    return Deadline(date.fromisoformat(f"{due.year}-{days[due.month - 1]}"), announced=True)


def is_deadline(period: str, day: date) -> bool:
    """Whether a month, spelled YYYY-MM, may be due on this day: after its end."""
    try:
        due = read_month(period).plus(1)
    except ValueError:
        return False
    return day >= date(due.year, due.month, 1)


def late_days(last_day: date, paid: date) -> int:
    """From the day after the deadline through the day of payment; 0 if paid in time."""
    return max((paid - last_day).days, 0)


def late_fee(unpaid: Decimal, days: int) -> Decimal:
    """滞纳金: 0.05 % of the unpaid tax for each day."""
    return to_cents(unpaid * _A_DAY * days)
