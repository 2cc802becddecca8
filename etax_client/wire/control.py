"""The tester's door, as it is sent."""

from datetime import datetime
from typing import Annotated

import msgspec

from etax_client.domain.policies import POLICIES, Phase

FASTEST = 10
LONGEST_STEP = 10 * 366 * 24 * 3600
LONGEST_SOURCE = 60_000
Name = Annotated[str, msgspec.Meta(max_length=40)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=LONGEST_STEP)]
Rate = Annotated[int, msgspec.Meta(ge=0, le=FASTEST)]
PolicyName = Annotated[str, msgspec.Meta(pattern=f"^({'|'.join(POLICIES)})$")]


class ClockView(msgspec.Struct, frozen=True):
    """The time that a world's clock shows, and how fast it goes: 0 frozen, 1 as usual, more when it goes fast."""

    now: datetime
    rate: int


class ClockRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays: `set` shows another time, `advance` lets so many seconds pass, `rate` freezes (0) or lets go (1)."""

    set: datetime | None = None
    advance: Seconds = 0
    rate: Rate | None = None


class WorldView(msgspec.Struct, frozen=True):
    """A world: the main one has no name."""

    name: str
    policy: str
    phase: Phase
    now: datetime


class WorldsView(msgspec.Struct, frozen=True):
    worlds: tuple[WorldView, ...]


class NewWorldRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`toml` describes people and units (docs/worlds.md); left out, the world begins as the main one did."""

    name: Name
    toml: Annotated[str, msgspec.Meta(max_length=LONGEST_SOURCE)] | None = None
    policy: PolicyName | None = None
    phase: Phase | None = None
