"""The watch over an open unit: it ends as soon as the unit is no longer open to this session (VER-04, AUT-04)."""

from etax_client.api.carrier import attempt
from etax_client.api.etax import Etax
from etax_client.clock import Clock
from etax_client.domain.refusals import RefusalCode, Refused

_ENDS = (RefusalCode.unit_closed, RefusalCode.unit_not_listed, RefusalCode.session_ended)
_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
"""Seconds between two tries while the server is gone or does not wait; each pause is twice the one before."""


async def watch(api: Etax, clock: Clock, unit_id: int) -> Refused:
    """Why the unit is closed, or the session over; cancelling the task stops the poll at once. A server that is gone is asked again."""
    pause = _PAUSE
    while True:
        since = clock.monotonic()
        outcome = await attempt(api.watch_unit(unit_id))
        if isinstance(outcome, Refused) and outcome.code in _ENDS:
            return outcome
        if outcome is None and clock.monotonic() - since >= _PAUSE:
            pause = _PAUSE
            continue
        await clock.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
