"""A form at the bureau does nothing for another than it was drawn for, whenever whoever sends it has become another (BJ-67)."""

import pytest
from sqlalchemy import update

from etax_client.server.store.tables import bureau_sessions
from tests.acts import bureau
from tests.acts.stage import done, kept, overtaken
from tests.acts.test_acts import MOST_WRITES
from tests.server.running import Running


@pytest.mark.parametrize("route", bureau.DEEDS, ids=" ".join)
async def test_a_switch_at_the_last_moment_does_nothing(server: Running, route: tuple[str, str]) -> None:
    """As in another tab, by another process: before each write of the request in turn, until there is none left, and it is done."""

    def switched() -> None:
        with server.services.store._writing() as connection:
            connection.execute(update(bureau_sessions).values(mark="another"))

    ask = await bureau.DEEDS[route](server)
    before, statuses = done(server), []
    with kept(server, ask.http) as begin_anew:
        for number in range(1, MOST_WRITES):
            begin_anew()
            with overtaken(number, switched):
                reply = await ask.send()
            statuses.append(reply.status_code)
            if reply.status_code < 400:
                break
            assert (reply.status_code, done(server)["ties"]) == (409, before["ties"]), number
    assert statuses[:2] == [409, 409], "before anything is read of it, and in the act's own transaction"
    assert statuses[-1] < 400, statuses
