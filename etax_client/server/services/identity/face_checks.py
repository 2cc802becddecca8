"""What the simulated face check says of a person; nothing is looked at, and no picture is taken (security.md 2)."""

from sqlalchemy import Connection, delete, insert, select

from etax_client.domain.flows.face_check import FaceOutcome
from etax_client.server.store.tables import face_checks


def outcome(connection: Connection, person_id: int) -> FaceOutcome:
    """Everyone passes of whom nothing else was decided."""
    found = connection.execute(select(face_checks.c.outcome).where(face_checks.c.person_id == person_id)).scalar_one_or_none()
    return FaceOutcome.passed if found is None else FaceOutcome(found)


def decide(connection: Connection, person_id: int, outcome: FaceOutcome) -> None:
    """From the end of the caller's transaction on."""
    connection.execute(delete(face_checks).where(face_checks.c.person_id == person_id))
    connection.execute(insert(face_checks).values(person_id=person_id, outcome=outcome.value))
