"""The watch over a unit's month: what another clerk, the tax office or the bank does there is known without asking (FLW-04)."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from etax_client.clock import Clock
from etax_client.domain.filing.returns import MonthDesk
from etax_client.screens.watches import following

if TYPE_CHECKING:
    from etax_client.api.filing.returns import Filing


async def follow(api: "Filing", clock: Clock, unit_id: int, period: str, seen: int | None, told: Callable[[MonthDesk], None]) -> None:
    """Tell of the month whenever something has changed in it since the revision `seen`; first as it is, where nothing was seen."""
    await following.follow(clock, partial(api.watch_month, unit_id, period), lambda month: month.revision, seen, told)
