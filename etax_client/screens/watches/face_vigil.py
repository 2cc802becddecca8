"""The watch over a face check: ask for one, wait for its outcome; what happens comes out as values (REG-03)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from etax_client.api.carrier import Accident, Garbled, attempt
from etax_client.clock import Clock
from etax_client.domain.flows.face_check import LIFE, FaceRequest, FaceState, FaceView, link_in
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.screens.watches.tries import Interrupted, Tries, is_final


class AsksForFace(Protocol):
    """A flow that a face check can prove: a registration or a recovery."""

    async def ask_face(self) -> FaceRequest | Refused: ...

    async def face(self, seen: FaceState | None) -> FaceView | Refused: ...


@dataclass(frozen=True, slots=True)
class FaceOver:
    """The check has come to an end, which is never `waiting`."""

    state: FaceState


@dataclass(frozen=True, slots=True)
class FaceFailed:
    """There is no check: what the server said, or what befell the request."""

    outcome: Refused | Accident


FaceNews = FaceRequest | Interrupted | FaceOver | FaceFailed
"""A code to show, a broken connection, and the two ways in which the watch ends."""


async def watch(flow: AsksForFace, clock: Clock, tell: Callable[[FaceNews], None]) -> None:
    """One check from its beginning to its end; cancelling the task stops the poll at once."""
    asked = await attempt(flow.ask_face())
    if isinstance(asked, FaceRequest) and not _is_sound(asked):
        asked = Garbled("face check")
    if not isinstance(asked, FaceRequest):
        return tell(FaceFailed(asked))
    tell(asked)
    tries = Tries(clock, asked.seconds)
    while True:
        outcome = await tries.ask(flow.face(FaceState.waiting))
        if isinstance(outcome, FaceView):
            if outcome.state is not FaceState.waiting:
                return tell(FaceOver(outcome.state))
            await tries.answered()
            continue
        if isinstance(outcome, Refused) and is_final(outcome):
            gone = outcome.code is RefusalCode.face_unknown
            return tell(FaceOver(FaceState.expired) if gone else FaceFailed(outcome))
        if tries.left <= 0:
            return tell(FaceOver(FaceState.expired))
        if isinstance(outcome, Accident):
            tell(Interrupted())
        await tries.pause(outcome)


def _is_sound(request: FaceRequest) -> bool:
    """Whether it is a link that a phone would take: anything else is not drawn (TUI-3)."""
    return link_in(request.link_id.reveal()) == request.link_id and 0 < request.seconds <= LIFE.total_seconds()
