"""Named snapshots of a world: made, listed, restored, removed."""

from litestar.params import JSONBody

from etax_client.domain.refusals import RefusalCode
from etax_client.domain.testing.tester_views import SnapshotSeen
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, snapshots_of
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import Anyone, Served
from etax_client.wire.control.worlds import LIST_SNAPSHOTS, MAKE_SNAPSHOT, REMOVE_SNAPSHOT, RESTORE_SNAPSHOT, SnapshotRequest, SnapshotsView


@handles(LIST_SNAPSHOTS)
async def list_snapshots(request: Anyone, services: Served) -> SnapshotsView:
    """Every snapshot of this world."""
    acted(request, LIST_SNAPSHOTS)
    return SnapshotsView(snapshots_of(services).all())


@handles(MAKE_SNAPSHOT)
async def make_snapshot(request: Anyone, services: Served, data: JSONBody[SnapshotRequest]) -> SnapshotSeen:
    """Keep all that this world holds, its clock if it is steered, but not its journal and its other snapshots."""
    made = accepted(snapshots_of(services).make(data.name))
    acted(request, MAKE_SNAPSHOT, snapshot=data.name)
    return made


@handles(RESTORE_SNAPSHOT)
async def restore_snapshot(request: Anyone, services: Served, name: Name) -> None:
    """Set the world back to it, at once for everyone; a clock that was steered goes on from what it showed then."""
    refused = snapshots_of(services).restore(name)
    if refused is not None:
        raise Turned(refused, detail="kept by another version" if refused.code is RefusalCode.malformed else None)
    acted(request, RESTORE_SNAPSHOT, snapshot=name)


@handles(REMOVE_SNAPSHOT)
async def remove_snapshot(request: Anyone, services: Served, name: Name) -> None:
    """Forget it; the world stays as it is."""
    refused = snapshots_of(services).remove(name)
    if refused is not None:
        raise Turned(refused)
    acted(request, REMOVE_SNAPSHOT, snapshot=name)


HANDLERS = (list_snapshots, make_snapshot, restore_snapshot, remove_snapshot)
