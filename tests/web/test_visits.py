"""Places for visitors in browsers: so many, given up by whoever leaves or does nothing."""

import asyncio

from etax_client.clock import ManualClock
from etax_client.web.visits import MOST, Visits


def test_the_ninth_finds_no_place_until_someone_has_left() -> None:
    visits = Visits(ManualClock())
    first, *_ = [visits.enter() for _ in range(MOST)]
    assert MOST == 8
    assert first is not None
    assert visits.full
    assert visits.enter() is None
    first.leave()
    first.leave()  # whoever leaves twice frees one place
    assert visits.enter() is not None
    assert visits.enter() is None


async def test_who_does_nothing_for_half_an_hour_is_out() -> None:
    clock = ManualClock()
    visit = Visits(clock).enter()
    assert visit is not None
    idle = asyncio.create_task(visit.idle())
    await clock.advance(minutes=29)
    visit.stir()
    await clock.advance(minutes=29)
    assert not idle.done()
    await clock.advance(minutes=1)
    assert idle.done()
