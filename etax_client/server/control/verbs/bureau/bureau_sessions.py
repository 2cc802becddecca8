"""The Beijing bureau: who is on the way in, as whom those inside act, and what is known of a face (BJ-30, BJ-53, BJ-64)."""

from litestar.params import JSONBody

from etax_client.domain.testing.bureau_views import BureauAccountSeen
from etax_client.domain.testing.tester_views import ActingAs
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import acted, person_id_of, unit_id_of
from etax_client.server.routes.answers import accepted
from etax_client.server.routes.parameters import Id, Name
from etax_client.server.routes.reading import Anyone, Served
from etax_client.wire.control.bureau import (
    LIST_ATTEMPTS,
    SET_FACE_FACT,
    SWITCH_IDENTITY,
    AttemptsView,
    FaceFactRequest,
    IdentityRequest,
)
from etax_client.wire.control.people import MOST_IN_A_PAGE


@handles(LIST_ATTEMPTS)
async def list_attempts(request: Anyone, services: Served) -> AttemptsView:
    """Logins that go on: by which entrance, what is due, and whose."""
    acted(request, LIST_ATTEMPTS)
    return AttemptsView(services.bureau.on_the_way.attempts(MOST_IN_A_PAGE))


@handles(SWITCH_IDENTITY)
async def switch_identity(request: Anyone, services: Served, session_id: Id, data: JSONBody[IdentityRequest]) -> ActingAs:
    """身份切换 under the user's hands, to where they could switch themself; their open forms are told so."""
    unit_id = None if data.unit is None else unit_id_of(services, data.unit, "unit")
    found = accepted(services.bureau.on_the_way.switch(session_id, data.identity, unit_id, data.role, data.project))
    acted(request, SWITCH_IDENTITY, session=session_id, identity=data.identity)
    return found


@handles(SET_FACE_FACT)
async def set_face_fact(request: Anyone, services: Served, who: Name, data: JSONBody[FaceFactRequest]) -> BureauAccountSeen:
    """As if a face had been theirs, or none had been looked at; the level follows."""
    person_id = person_id_of(services, who, at_bureau=True)
    seen = accepted(services.bureau.accounts.set_face_fact(person_id, data.known))
    acted(request, SET_FACE_FACT, person=person_id, known=data.known)
    return seen


HANDLERS = (list_attempts, switch_identity, set_face_fact)
