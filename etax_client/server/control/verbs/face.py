"""The simulated face check: what it will say of a person, for registration and recovery (REG-03)."""

from litestar.params import JSONBody

from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, person_id_of
from etax_client.server.routes.parameters import Name
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.services.identity import face_checks
from etax_client.wire.control.people import READ_FACE, SET_FACE, FaceView


@handles(READ_FACE)
async def read_face(request: Anyone, services: Served, who: Name) -> FaceView:
    """`pass` unless it was told otherwise."""
    person_id = person_id_of(services, who)
    acted(request, READ_FACE, person=person_id)
    with services.store.read() as connection:
        return FaceView(face_checks.outcome(connection, person_id))


@handles(SET_FACE)
async def set_face(request: Anyone, services: Served, who: Name, data: JSONBody[FaceView]) -> FaceView:
    """From now on: `pass`, `other_person` or `unreachable`."""
    person_id = person_id_of(services, who)
    with services.store.write() as connection:
        face_checks.decide(connection, person_id, data.outcome)
    acted(request, SET_FACE, person=person_id, outcome=data.outcome)
    return data


HANDLERS = (read_face, set_face)
