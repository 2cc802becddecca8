"""The clocks (CLK-1, CLK-3): a manual one wakes its sleepers in order, a steady one never goes back."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from etax_client import clock
from etax_client.clock import FollowingClock, ManualClock, SteadyClock, SystemClock

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


async def test_it_stands_still_until_it_is_told_to() -> None:
    manual = ManualClock(START)
    assert (manual.now(), manual.monotonic()) == (START, 0)
    await manual.advance(seconds=1.5, minutes=2, hours=3)
    assert manual.now() - START == timedelta(hours=3, minutes=2, seconds=1.5)
    assert manual.monotonic() == 3 * 3600 + 2 * 60 + 1.5


async def test_sleepers_wake_at_their_own_moments_in_their_order() -> None:
    manual = ManualClock(START)
    woken: list[tuple[str, float]] = []

    async def sleep(name: str, *naps: float) -> None:
        for nap in naps:
            await manual.sleep(nap)
            woken.append((name, manual.monotonic()))

    tasks = [asyncio.create_task(sleep(*person)) for person in [("late", 30), ("naps", 10, 10, 10), ("early", 5)]]  # type: ignore[arg-type]
    await manual.advance(seconds=29)
    assert woken == [("early", 5), ("naps", 10), ("naps", 20)]
    await manual.advance(seconds=1)
    assert woken[3:] == [("late", 30), ("naps", 30)]
    await asyncio.gather(*tasks)


async def test_nobody_wakes_too_early() -> None:
    manual = ManualClock(START)
    sleeper = asyncio.create_task(manual.sleep(10))
    await manual.advance(seconds=9.999)
    assert not sleeper.done()
    await manual.advance(seconds=0.001)
    assert sleeper.done()


async def test_one_who_is_woken_sees_the_time_it_asked_for() -> None:
    manual = ManualClock(START)
    seen = []

    async def sleep() -> None:
        await manual.sleep(60)
        seen.append(manual.now())

    sleeper = asyncio.create_task(sleep())
    await manual.advance(hours=1)
    await sleeper
    assert seen == [START + timedelta(minutes=1)]


async def test_a_cancelled_sleeper_disturbs_no_other() -> None:
    manual = ManualClock(START)
    gone, stays = asyncio.create_task(manual.sleep(5)), asyncio.create_task(manual.sleep(5))
    await manual.advance()
    gone.cancel()
    await manual.advance(seconds=5)
    assert gone.cancelled()
    assert stays.done()
    assert not stays.cancelled()


@pytest.mark.parametrize("breaths", range(6))
async def test_a_sleeper_cancelled_as_it_wakes_disturbs_no_other(breaths: int) -> None:
    manual = ManualClock(START)
    tasks: list[asyncio.Task[None]] = []

    async def wake_and_cancel() -> None:
        await manual.sleep(5)
        for _ in range(breaths):
            await asyncio.sleep(0)
        tasks[1].cancel()

    tasks.append(asyncio.create_task(wake_and_cancel()))
    tasks.append(asyncio.create_task(manual.sleep(5)))
    tasks.append(asyncio.create_task(manual.sleep(5)))
    await manual.advance(seconds=5)
    await asyncio.gather(*tasks, return_exceptions=True)
    assert not tasks[2].cancelled()


@pytest.mark.parametrize("seconds", [0, -1])
async def test_no_sleep_at_all_still_lets_others_run(seconds: float) -> None:
    manual = ManualClock(START)
    ran: list[str] = []
    asyncio.get_running_loop().call_soon(ran.append, "other")
    await manual.sleep(seconds)
    assert ran == ["other"]


async def test_advancing_runs_what_a_woken_sleeper_starts() -> None:
    manual = ManualClock(START)
    done: list[float] = []

    async def chain(left: int) -> None:
        await manual.sleep(1)
        done.append(manual.monotonic())
        if left:
            await asyncio.create_task(chain(left - 1))

    first = asyncio.create_task(chain(4))
    await manual.advance(seconds=5)
    assert done == [1, 2, 3, 4, 5]
    await first


def test_a_steady_clock_counts_from_its_start_and_heeds_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """CLK-1: only the time since boot moves it."""
    since = [100.0]
    monkeypatch.setattr(clock, "since_boot", lambda: since[0])
    steady = SteadyClock(START)
    assert steady.now() == START
    since[0] += 7200
    assert steady.now() == START + timedelta(hours=2)
    assert steady.monotonic() == 7300


def test_a_steady_clock_never_goes_back() -> None:
    steady = SteadyClock(START)
    moments = [steady.now() for _ in range(1000)]
    assert moments == sorted(moments)
    assert moments[0] >= START
    ticks = [steady.monotonic() for _ in range(1000)]
    assert ticks == sorted(ticks)


async def test_the_machines_own_clock() -> None:
    system = SystemClock()
    assert system.now().tzinfo is UTC
    assert system.monotonic() <= system.monotonic()
    await system.sleep(0)
    await SteadyClock(START).sleep(0)


async def test_a_following_clock_is_the_real_one_until_it_is_told_of_another() -> None:
    real = ManualClock()
    following = FollowingClock(real)
    await real.advance(90)
    assert (following.now(), following.monotonic()) == (real.now(), real.monotonic())


@pytest.mark.parametrize(("rate", "passed", "shown"), [(1, 60, 60), (0, 60, 0), (10, 60, 600)])
async def test_a_following_clock_goes_as_fast_as_the_server_says(rate: int, passed: float, shown: float) -> None:
    """The client's countdowns follow the server's time."""
    real = ManualClock()
    following = FollowingClock(real)
    told = real.now() + timedelta(days=400)
    following.follow(told, rate)
    before = following.monotonic()
    await real.advance(passed)
    assert following.now() == told + timedelta(seconds=shown)
    assert following.monotonic() == before + shown


async def test_whoever_sleeps_wakes_when_the_server_lets_time_pass() -> None:
    """A lock of 120 minutes ends here when a tester lets 120 minutes pass there; frozen, nothing ends by waiting."""
    real = ManualClock()
    following = FollowingClock(real)
    following.follow(real.now(), 0)
    sleeping = asyncio.create_task(following.sleep(7200))
    await real.advance(hours=3)
    assert not sleeping.done()
    following.follow(following.now() + timedelta(hours=1), 1)
    await breathe()
    await real.advance(minutes=59)
    assert not sleeping.done()
    following.follow(following.now() + timedelta(minutes=2), 1)
    await asyncio.wait_for(sleeping, 30)


async def test_a_time_that_is_set_back_gives_more_to_wait_for() -> None:
    real = ManualClock()
    following = FollowingClock(real)
    following.follow(real.now(), 1)
    sleeping = asyncio.create_task(following.sleep(60))
    await real.advance(30)
    following.follow(following.now() - timedelta(seconds=40), 1)
    await breathe()
    await real.advance(60)
    assert not sleeping.done()
    await real.advance(10)
    await asyncio.wait_for(sleeping, 30)


async def breathe() -> None:
    """Let whoever was woken go back to sleep."""
    for _ in range(10):
        await asyncio.sleep(0)
