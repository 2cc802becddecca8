"""The people of a world: who there is, one more, one less, a new password."""

from litestar.params import JSONBody

from etax_client.domain.testing.tester_views import KnownPerson
from etax_client.server.control.handling import handles
from etax_client.server.control.tester_acts import Entry, Limit, acted, flawed, made_of, person_id_of, typeable
from etax_client.server.routes.answers import Turned, accepted
from etax_client.server.routes.parameters import Name, Place
from etax_client.server.routes.reading import Anyone, Served
from etax_client.server.world import world
from etax_client.server.world.world_file import Flaw, WorldPerson
from etax_client.wire.control.people import ADD_PERSON, LIST_PEOPLE, ONE_PERSON, REMOVE_PERSON, SET_PASSWORD, PasswordRequest, PeopleView


@handles(LIST_PEOPLE)
async def list_people(request: Anyone, services: Served, after: Place[int] = 0, limit: Limit = 100) -> PeopleView:
    """Who there is, with or without an account: everything but passwords."""
    acted(request, LIST_PEOPLE)
    return PeopleView(services.people.people(after, limit))


@handles(ONE_PERSON)
async def one_person(request: Anyone, services: Served, who: Name) -> KnownPerson:
    """By id, login name, mobile number or the number of a 居民身份证."""
    person_id = person_id_of(services, who)
    acted(request, ONE_PERSON, person=person_id)
    return accepted(services.people.person(person_id))


@handles(ADD_PERSON, dto=Entry[WorldPerson])
async def add_person(request: Anyone, services: Served, data: JSONBody[WorldPerson]) -> KnownPerson:
    """One person more, described as in a world's file (docs/worlds.md); `locked` as if the last wrong password had come now."""
    made = await world.add_person(services, made_of(request, services), data)
    if isinstance(made, Flaw):
        raise flawed(made)
    acted(request, ADD_PERSON, person=made)
    return accepted(services.people.person(made))


@handles(REMOVE_PERSON)
async def remove_person(request: Anyone, services: Served, who: Name) -> None:
    """One less, with account, sessions, tickets, list, roles and authorisations."""
    person_id = person_id_of(services, who)
    accepted(services.people.remove_person(person_id))
    acted(request, REMOVE_PERSON, person=person_id)


@handles(SET_PASSWORD)
async def set_password(request: Anyone, services: Served, who: Name, data: JSONBody[PasswordRequest]) -> None:
    """A new account password, as a reset: unlocked, and the person's sessions and pending QR tickets are over (RST-2)."""
    password, person_id = typeable(data.password), person_id_of(services, who)
    refused = await services.resets.account(person_id, password)
    if refused is not None:
        raise Turned(refused, detail="the person has no account")
    acted(request, SET_PASSWORD, person=person_id)


HANDLERS = (list_people, one_person, add_person, remove_person, set_password)
