"""Worlds that runs are lent: copied, and the same as if each had been laid."""

from etax_client.clock import ManualClock
from etax_client.server.settings import ServerSettings
from etax_client.server.store import rows
from etax_client.testing.lending import lent
from tests.server.running import CHEAP


async def kept(settings: ServerSettings, clock: ManualClock, *, copied: bool = True) -> rows.Rows:
    async with lent(settings, clock) as app:
        if not copied:
            app.state.opening = type(app.state.opening)(settings, clock)
        async with app.lifespan():
            with app.state.services.store.write() as connection:
                return rows.dump(connection)


async def test_a_world_that_is_copied_is_as_one_that_is_laid() -> None:
    """All but what is drawn anew each time: salts, and the keys of the store."""
    settings = ServerSettings(hash_cost=CHEAP)
    first, second = await kept(settings, ManualClock()), await kept(settings, ManualClock())
    assert first == second, "the same salt: it was copied"
    laid = await kept(settings, ManualClock(), copied=False)
    assert {table: len(each) for table, each in second.items()} == {table: len(each) for table, each in laid.items()}
    assert all(second[table] == laid[table] for table in ("listings", "roles", "ties", "authorisations", "payees", "claims"))


async def test_another_moment_and_another_policy_have_a_world_of_their_own() -> None:
    settings, clock = ServerSettings(hash_cost=CHEAP), ManualClock()
    found = [await kept(settings, clock), await kept(ServerSettings(hash_cost=CHEAP, policy="beijing"), clock)]
    await clock.advance(86_400)
    found.append(await kept(settings, clock))
    assert all(one != other for at, one in enumerate(found) for other in found[:at])
