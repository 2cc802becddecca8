"""What the verbs of the tester's door have in common: each act is audited, people and units go by any of their names."""

from typing import Annotated, Any, TypeVar

from litestar.params import QueryParameter

from etax_client.domain.guessing.passwords import typing_fault
from etax_client.domain.refusals import RefusalCode, Refused
from etax_client.domain.secret import Secret
from etax_client.server.control.clock import steered
from etax_client.server.routes.answers import Turned
from etax_client.server.routes.reading import Anyone, Spelled, world_of
from etax_client.server.services.audit import audit
from etax_client.server.services.bundle import Services
from etax_client.server.services.testing import people as service
from etax_client.server.services.testing.snapshots import Snapshots
from etax_client.server.services.why import unfit
from etax_client.server.world.world_file import Flaw, World, WorldError, read_entry
from etax_client.server.world.worlds import Worlds
from etax_client.wire import spelling
from etax_client.wire.control.people import MOST_IN_A_PAGE
from etax_client.wire.control.verb import Verb

T = TypeVar("T")
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_IN_A_PAGE)]


class Entry(Spelled[T]):
    """`dto=Entry[Kind]` has `data` read as an entry of a world's file is, and what is wrong with it told by its field."""

    def read(self, body: bytes) -> T:
        found = spelling.read_request(body, dict[str, Any])
        try:
            return read_entry(found, self.model_type)
        except WorldError as error:
            raise Turned(_unusable(error.field or "toml"), detail=error.why) from None


def _unusable(field: str) -> Refused:
    """What is wrong is said to the tester; it may name what was sent, so the journal has the field alone."""
    return unfit(field, "unusable", "WEB-4")


def flawed(flaw: Flaw) -> Turned:
    """The answer to an entry that no world could have."""
    return Turned(_unusable(flaw.field), detail=str(flaw))


def acted(request: Anyone, verb: Verb[Any] | str, **facts: object) -> None:
    """`facts` are ids, names of snapshots and codes: nothing secret."""
    audit("control", verb=verb.name if isinstance(verb, Verb) else verb, world=world_of(request), **facts)


def worlds_of(request: Anyone) -> Worlds:
    worlds: Worlds = request.app.state.worlds
    return worlds


def made_of(request: Anyone, services: Services) -> World:
    """What the world was made of. Raises Turned for a file that has become unreadable meanwhile, StoreError."""
    try:
        return worlds_of(request).source_of(services)
    except WorldError as error:
        raise no_world(error) from None


def no_world(error: WorldError) -> Turned:
    """The answer to a text that is no world: where and why."""
    return Turned(_unusable("toml"), detail=str(error))


def snapshots_of(services: Services) -> Snapshots:
    return Snapshots(services.store, steered(services), services.news)


def typeable(password: Secret) -> Secret:
    """A new password that somebody can type. Raises Turned."""
    if typing_fault(password) is not None:
        raise Turned(unfit("password", "character", "LOG-03"), detail="password: nobody can type it")
    return password


def person_id_of(services: Services, who: str, field: str | None = None, *, at_bureau: bool = False) -> int:
    """The person of an id or any identifier, the platform's or else the bureau's, or the other way round. Raises Turned, StoreError."""
    return _known(find_person(services, who, at_bureau=at_bureau), field, "there is no such person")


def unit_id_of(services: Services, which: str, field: str | None = None) -> int:
    """The unit of an id or a taxpayer id. Raises Turned, StoreError."""
    return _known(find_unit(services, which), field, "there is no such unit")


def find_person(services: Services, who: str, *, at_bureau: bool = False) -> int | None:
    """None for nobody. Raises StoreError."""
    systems = (services.system, services.bureau.system)
    with services.store.read() as connection:
        return service.person_id_of(connection, systems[::-1] if at_bureau else systems, who)


def find_unit(services: Services, which: str) -> int | None:
    """None for none. Raises StoreError."""
    with services.store.read() as connection:
        return service.unit_id_of(connection, which)


def _known(found: int | None, field: str | None, why: str) -> int:
    if found is None:
        raise Turned(Refused(RefusalCode.not_found, field=field), detail=why)
    return found
