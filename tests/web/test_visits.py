"""Places for visitors in browsers: so many, shared fairly, given up by whoever leaves or does nothing (FAIR-1)."""

import asyncio

from etax_client.clock import ManualClock
from etax_client.web.visits import GIVES_WAY, IDLE, MOST, Visit, Visits

ONE, OTHER, THIRD = "192.0.2.1", "192.0.2.2", "192.0.2.3"


async def entered(visits: Visits, owner: str) -> Visit:
    found = await visits.enter(owner)
    assert found is not None
    return found


async def full_of(visits: Visits, *owners: str) -> list[Visit]:
    return [await entered(visits, owner) for owner in owners]


async def test_the_ninth_of_one_person_finds_no_place_until_another_is_left() -> None:
    visits = Visits(ManualClock())
    first, *_ = await full_of(visits, *[ONE] * MOST)
    assert MOST == 8
    assert await visits.enter(ONE) is None
    first.leave()
    first.leave()  # whoever leaves twice frees one place
    assert visits.wait(ONE) == 0
    await entered(visits, ONE)
    assert await visits.enter(ONE) is None


async def test_who_does_nothing_for_half_an_hour_is_out() -> None:
    clock = ManualClock()
    visit = await entered(Visits(clock), ONE)
    idle = asyncio.create_task(visit.idle())
    await clock.advance(minutes=29)
    visit.stir()
    await clock.advance(minutes=29)
    assert not idle.done()
    await clock.advance(minutes=1)
    assert idle.done()


async def test_nobody_holds_all_places() -> None:
    """The newcomer gets that of them which is unused for longest, once its client has ended; until both have as many."""
    clock = ManualClock()
    visits = Visits(clock, most=4)
    theirs = await full_of(visits, *[ONE] * 4)
    await clock.advance(1)
    for each in (theirs[0], theirs[2], theirs[3]):
        each.stir()
    coming = asyncio.create_task(visits.enter(OTHER))
    await asyncio.wait_for(theirs[1].wanted(), 30)
    assert not coming.done(), "there are never more clients than places"
    assert await visits.enter(ONE) is None, "the place is not to be had twice"
    theirs[1].leave()
    assert await coming is not None
    second = asyncio.create_task(visits.enter(OTHER))
    await asyncio.wait_for(theirs[0].wanted(), 30)
    theirs[0].leave()
    await second
    assert await visits.enter(OTHER) is None, "two and two"
    assert await visits.enter(ONE) is None


async def test_who_is_idle_makes_room_for_whoever_has_less_and_for_themselves() -> None:
    clock = ManualClock()
    visits = Visits(clock, most=2)
    idle, busy = await full_of(visits, ONE, OTHER)
    assert visits.wait(THIRD) == GIVES_WAY.total_seconds()
    await clock.advance(minutes=9)
    busy.stir()
    assert (visits.wait(THIRD), visits.wait(ONE), visits.wait(OTHER)) == (60, 60, 600)
    await clock.advance(minutes=1)
    assert await visits.enter(OTHER) is None, "who has as many takes nobody's place"
    assert visits.wait(OTHER) == 9 * 60
    coming = asyncio.create_task(visits.enter(THIRD))
    await asyncio.wait_for(idle.wanted(), 30)
    idle.leave()
    assert await coming is not None


async def test_a_newcomer_who_goes_away_while_waiting_leaves_no_place_taken() -> None:
    visits = Visits(ManualClock(), most=2)
    await full_of(visits, ONE, ONE)
    coming = asyncio.create_task(visits.enter(OTHER))
    await asyncio.sleep(0)
    coming.cancel()
    await asyncio.gather(coming, return_exceptions=True)
    assert visits.wait(THIRD) == 0
    assert IDLE > GIVES_WAY
