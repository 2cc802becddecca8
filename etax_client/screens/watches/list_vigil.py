"""The watch over a unit list: what is declared in it changes at once, whoever declared it (FLW-03)."""

from collections.abc import Callable

from etax_client.api.etax import Etax
from etax_client.clock import Clock
from etax_client.domain.units.units import ListMark
from etax_client.screens.watches import following


async def follow(api: Etax, clock: Clock, told: Callable[[], None]) -> None:
    """Call `told` whenever something else is declared than before."""
    known = False

    def hear(_: ListMark) -> None:
        nonlocal known
        if known:
            told()
        known = True

    await following.follow(clock, api.watch_units, lambda found: found.mark, None, hear)
