"""Whoever acts is looked up when all of the request is there, and again in the act's own transaction, on every route (ACT-1, AUZ-1)."""

import pytest

from tests.acts import bureau, clients, pages, trainers
from tests.acts.stage import begin_anew, done, overtaken, world
from tests.server.running import Running

Route = tuple[str, str]
DEEDS = {"client": clients.DEEDS, "page": pages.DEEDS, "bureau": bureau.DEEDS, "trainer": trainers.DEEDS}
ROUTES = [pytest.param(house, route, id=" ".join((house, *route))) for house, deeds in DEEDS.items() for route in deeds]
OUTSIDE = {("POST", "/page/worlds"), ("POST", "/page/worlds/remove")}
"""Acts on no database but on which there are: the trainer is looked up just before them."""
MOST_WRITES = 8


@pytest.mark.parametrize(("house", "route"), ROUTES)
async def test_a_body_held_back_over_the_end_of_the_session_does_nothing(server: Running, house: str, route: Route) -> None:
    """First the head, then the session ends, then the body."""
    ask = await DEEDS[house][route](server)
    before = done(server)
    reply = await ask.send(ask.end)
    assert (reply.status_code, done(server)) == (401, before)


@pytest.mark.parametrize(("house", "route"), ROUTES)
async def test_a_session_that_ends_at_the_last_moment_does_nothing(server: Running, house: str, route: Route) -> None:
    """As another process may end it: before each write of the request in turn, until there is none left, and it is done."""
    statuses: list[int] = []
    with world(server) as kept:
        for number in range(1, MOST_WRITES):
            ask = await DEEDS[house][route](server)
            before = done(server)
            with overtaken(number, ask.end):
                reply = await ask.send()
            statuses.append(reply.status_code)
            if reply.status_code < 400:
                assert done(server) != before
                break
            assert (reply.status_code, done(server)) == (401, before), number
            begin_anew(server, kept)
    assert statuses[-1] < 400, statuses
    assert statuses[0] == 401 or route in OUTSIDE, "it writes nothing for which the session would have to be looked up"
