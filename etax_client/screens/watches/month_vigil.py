"""The watch over a unit's month: what another clerk, the tax office or the bank does there is known without asking (FLW-04)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from etax_client.clock import Clock
from etax_client.domain.filing.returns import MonthDesk
from etax_client.screens.watches.tries import Tries

if TYPE_CHECKING:
    from etax_client.api.filing.returns import Filing

_LONGEST_PAUSE = 30.0
"""Seconds between two tries while the server is gone or does not wait."""


async def follow(api: "Filing", clock: Clock, unit_id: int, period: str, seen: int, told: Callable[[MonthDesk], None]) -> None:
    """Tell of the month whenever something has changed in it since the revision `seen`; it ends with its task alone."""
    tries = Tries(clock, longest=_LONGEST_PAUSE)
    while True:
        outcome = await tries.ask(api.watch_month(unit_id, period, seen))
        if isinstance(outcome, MonthDesk) and (outcome.revision != seen or tries.waited):
            if outcome.revision != seen:
                seen = outcome.revision
                told(outcome)
            await tries.answered()
        else:
            await tries.pause(outcome)
