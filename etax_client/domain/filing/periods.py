"""Which months a unit may be at: the year's past ones, and last year's, for filing late (FLW-01)."""

from datetime import date

from etax_client.domain.withholding.months import Month


def fileable(today: date) -> tuple[Month, ...]:
    """The newest first; `today` where the tax office is."""
    newest = Month.of(today).plus(-1)
    return tuple(newest.plus(-back) for back in range(newest.since(Month(today.year - 1, 1)) + 1))
