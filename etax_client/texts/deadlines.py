"""申报期限 in words: until when a month is to be declared, and how many days that is from today while it is not (FLW-01)."""

from datetime import date

from etax_client.domain.units.units import Filing
from etax_client.domain.withholding.deadlines import deadline
from etax_client.domain.withholding.months import Month, read_month
from etax_client.texts.words import Phrase, phrase


def period(text: str, today: date, filing: Filing) -> Phrase:
    """The month that a server spells as YYYY-MM, with its deadline; anything else that it sent is shown as it is (TUI-1)."""
    try:
        month = read_month(text)
        return phrase("home.period_value", year=f"{month.year:04}", month=f"{month.month:02}", due=due(month, today, filing))
    except ValueError:
        return phrase("plain", text=text)


def due(month: Month, today: date, filing: Filing) -> Phrase:
    """`today` in Asia/Shanghai; of what is declared already only the day is said."""
    last = deadline(month)
    return due_on(last.day, last.announced, today, done=filing is not Filing.pending)


def due_on(last: date, announced: bool, today: date, *, done: bool) -> Phrase:
    """The same of a day that the server has told."""
    day, left = f"{last:%m-%d}", (last - today).days
    told = "done" if done else "left" if left > 0 else "last" if left == 0 else "over"
    return phrase(f"home.due.{told}", day=day if announced else phrase("home.due.unannounced", day=day), days=abs(left))
