"""The tester's door, as it is sent."""

from datetime import UTC, datetime
from types import NoneType
from typing import Annotated

import msgspec

from etax_client.domain.policies import POLICIES, Phase
from etax_client.domain.refusals import RefusalCode
from etax_client.domain.servers.server_info import FASTEST
from etax_client.domain.testing.tester_views import SnapshotSeen
from etax_client.wire.control.verb import Order, Verb

LONGEST_STEP = 10 * 366 * 24 * 3600
LONGEST_SOURCE = 60_000
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""How far a clock may be set or advanced: beyond it there would be no room for what lies before and after a moment."""
Name = Annotated[str, msgspec.Meta(max_length=40)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=LONGEST_STEP)]
Rate = Annotated[int, msgspec.Meta(ge=0, le=FASTEST)]
Source = Annotated[str, msgspec.Meta(max_length=LONGEST_SOURCE)]
SnapshotName = Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9][A-Za-z0-9-]{0,39}$")]
PolicyName = Annotated[str, msgspec.Meta(pattern=f"^({'|'.join(POLICIES)})$")]


class ClockView(msgspec.Struct, frozen=True):
    """The time that a world's clock shows, and how fast it goes: 0 frozen, 1 as usual, more when it goes fast."""

    now: datetime
    rate: int


class ClockRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays: `set` shows another time, `advance` lets so many seconds pass, `rate` freezes (0) or lets go (1).

    Between 1970 and 2200.
    """

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


class LoadRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`toml` describes people and units (docs/worlds.md); None goes back to what the main world began with."""

    toml: Source | None


class SnapshotRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Letters, digits and hyphens; an earlier snapshot of that name is replaced."""

    name: SnapshotName


class SnapshotsView(msgspec.Struct, frozen=True):
    """By name."""

    snapshots: tuple[SnapshotSeen, ...]


class PhaseRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """phase-1: everyone gives the declaration password; phase-2: who is authorised enters without (VER-03)."""

    phase: Phase


class NewWorldRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`toml` describes people and units (docs/worlds.md); left out, the world begins as the main one did."""

    name: Name
    toml: Source | None = None
    policy: PolicyName | None = None
    phase: Phase | None = None


READ_CLOCK = Verb("read_clock", "GET", "/clock", ClockView)
STEER_CLOCK = Order("steer_clock", "POST", "/clock", ClockView, ClockRequest)
RELEASE_CLOCK = Verb("release_clock", "DELETE", "/clock", ClockView)

LIST_WORLDS = Verb("list_worlds", "GET", "/worlds", WorldsView)
MAKE_WORLD = Order(
    "make_world", "POST", "/worlds", WorldView, NewWorldRequest, refuses=(RefusalCode.world_exists, RefusalCode.too_many), status=201
)
REMOVE_WORLD = Verb("remove_world", "DELETE", "/worlds/{name:str}", NoneType, refuses=(RefusalCode.not_found,))
RESET_WORLD = Verb("reset_world", "POST", "/reset", WorldView)
LOAD_WORLD = Order("load_world", "POST", "/world", WorldView, LoadRequest)
SWITCH_PHASE = Order("switch_phase", "PUT", "/phase", WorldView, PhaseRequest)

LIST_SNAPSHOTS = Verb("list_snapshots", "GET", "/snapshots", SnapshotsView)
MAKE_SNAPSHOT = Order("make_snapshot", "POST", "/snapshots", SnapshotSeen, SnapshotRequest, refuses=(RefusalCode.too_many,), status=201)
RESTORE_SNAPSHOT = Verb("restore_snapshot", "POST", "/snapshots/{name:str}/restore", NoneType, refuses=(RefusalCode.not_found,))
REMOVE_SNAPSHOT = Verb("remove_snapshot", "DELETE", "/snapshots/{name:str}", NoneType, refuses=(RefusalCode.not_found,))
