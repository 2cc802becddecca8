"""Whoever acts is looked up when all of the request is there, and again in the act's own transaction, on every route (ACT-1, AUZ-1)."""

import pytest

from tests.acts import bureau, clients, pages, trainers
from tests.acts.stage import done, kept, overtaken
from tests.server.running import Running

Route = tuple[str, str]
DEEDS = {"client": clients.DEEDS, "page": pages.DEEDS, "bureau": bureau.DEEDS, "trainer": trainers.DEEDS}
ROUTES = [pytest.param(house, route, id=" ".join((house, *route))) for house, deeds in DEEDS.items() for route in deeds]
OUTSIDE = {("POST", "/page/worlds"), ("POST", "/page/worlds/remove")}
"""Acts on no database but on which there are: the trainer is looked up just before them."""
MOST_WRITES = 8


@pytest.mark.parametrize(("house", "route"), ROUTES)
async def test_a_session_that_ends_before_the_act_does_nothing(server: Running, house: str, route: Route) -> None:
    """Between the head and the body; and as another process may end it, at the last moment: before each write of the request in turn, until

    there is none left, and it is done. Each time all is as it was when the request was ready.
    """
    ask = await DEEDS[house][route](server)
    before, statuses = done(server), []
    with kept(server, ask.http) as begin_anew:
        reply = await ask.send(ask.end)
        assert (reply.status_code, done(server)) == (401, before), "held back"
        for number in range(1, MOST_WRITES):
            begin_anew()
            with overtaken(number, ask.end):
                reply = await ask.send()
            statuses.append(reply.status_code)
            if reply.status_code < 400:
                assert done(server) != before
                break
            assert (reply.status_code, done(server)) == (401, before), number
    assert statuses[-1] < 400, statuses
    assert statuses[0] == 401 or route in OUTSIDE, "it writes nothing for which the session would have to be looked up"
