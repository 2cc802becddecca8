"""The watch over an open unit: it ends as soon as the unit is no longer open to this session (VER-04, AUT-04)."""

from etax_client.api.etax import Etax
from etax_client.clock import Clock
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens.watches.tries import Tries

_ENDS = (RefusalCode.unit_closed, RefusalCode.unit_not_listed, RefusalCode.session_ended)
_LONGEST_PAUSE = 30.0
"""Seconds between two tries while the server is gone or does not wait."""


async def watch(api: Etax, clock: Clock, unit_id: int) -> Refused:
    """Why the unit is closed, or the session over; cancelling the task stops the poll at once. A server that is gone is asked again."""
    tries = Tries(clock, longest=_LONGEST_PAUSE)
    while True:
        outcome = await tries.ask(api.watch_unit(unit_id))
        if isinstance(outcome, Refused) and outcome.code in _ENDS:
            return outcome
        if outcome is None and tries.waited:
            await tries.answered()
        else:
            await tries.pause(outcome)
