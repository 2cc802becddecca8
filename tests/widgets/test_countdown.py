"""The countdown counts by the clock it is given, and by nothing else (CLK-3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etax_client.clock import ManualClock
from etax_client.texts.words import Language, Words
from etax_client.widgets.countdown import Countdown, remaining
from tests.widgets.stage import Stage

TEXTS = {"locked": ("已锁定，剩余 {left}", "Locked for {left}"), "resend": ("{left} 后可重新获取", "Again in {left}")}


def countdown(clock: ManualClock) -> tuple[Countdown, Words]:
    words = Words(TEXTS)
    return Countdown(clock, words, "locked"), words


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00"),
        (-5, "0:00"),
        (0.2, "0:01"),
        (59, "0:59"),
        (60, "1:00"),
        (5352, "89:12"),
        (7200, "120:00"),
        (10799, "179:59"),
        (10800, "3:00:00"),
        (86399, "23:59:59"),
    ],
)
def test_remaining(seconds: float, text: str) -> None:
    """Looks: 锁定 89:12."""
    assert remaining(seconds) == text


@given(st.integers(0, 200_000))
def test_remaining_reads_back(seconds: int) -> None:
    total = 0
    for part in remaining(seconds).split(":"):
        total = total * 60 + int(part)
    assert total == seconds


async def test_a_whole_lock() -> None:
    """LCK-1 as it is seen: 120 minutes, second for second, then one message."""
    clock = ManualClock()
    line, _ = countdown(clock)
    app = Stage(line)
    async with app.run_test(size=(80, 24)) as pilot:
        line.start(7200)
        await pilot.pause()
        assert app.rows()[0].rstrip() == "已锁定，剩余 120:00"
        await clock.advance(1)
        await pilot.pause()
        assert app.rows()[0].rstrip() == "已锁定，剩余 119:59"
        assert line.seconds == 7199
        await clock.advance(minutes=119, seconds=58)
        await pilot.pause()
        assert app.rows()[0].rstrip() == "已锁定，剩余 0:01"
        assert not app.heard(Countdown.Ended)
        await clock.advance(1)
        await pilot.pause()
        assert app.rows()[0].strip() == ""
        assert [message.control for message in app.heard(Countdown.Ended)] == [line]
        assert line.seconds == 0
        await clock.advance(hours=1)
        await pilot.pause()
        assert len(app.heard(Countdown.Ended)) == 1


async def test_every_second_is_shown_once() -> None:
    clock = ManualClock()
    line, _ = countdown(clock)
    app = Stage(line)
    shown = []
    async with app.run_test(size=(80, 24)) as pilot:
        line.start(2.5)
        for _ in range(8):
            await pilot.pause()
            shown.append(line.seconds)
            await clock.advance(0.5)
        assert shown == [3, 2, 2, 1, 1, 0, 0, 0]


async def test_stop_and_start_again() -> None:
    clock = ManualClock()
    line, _ = countdown(clock)
    app = Stage(line)
    async with app.run_test(size=(80, 24)) as pilot:
        line.start(10)
        await clock.advance(4)
        line.stop()
        await pilot.pause()
        assert app.rows()[0].strip() == ""
        await clock.advance(100)
        await pilot.pause()
        assert not app.heard(Countdown.Ended)
        line.start(10)
        await clock.advance(4)
        line.start(20, "resend")
        await clock.advance(10)
        await pilot.pause()
        assert app.rows()[0].rstrip() == "0:10 后可重新获取"
        assert not app.heard(Countdown.Ended)
        await clock.advance(10)
        await pilot.pause()
        assert len(app.heard(Countdown.Ended)) == 1


async def test_nothing_left_ends_at_once() -> None:
    clock = ManualClock()
    line, _ = countdown(clock)
    app = Stage(line)
    async with app.run_test(size=(80, 24)) as pilot:
        line.start(0)
        await pilot.pause()
        assert len(app.heard(Countdown.Ended)) == 1


async def test_it_ends_with_its_screen() -> None:
    """Architecture: a vigil ends with its screen."""
    clock = ManualClock()
    line, _ = countdown(clock)
    app = Stage(line)
    async with app.run_test(size=(80, 24)) as pilot:
        line.start(100)
        await pilot.pause()
        assert [worker.group for worker in app.workers] == ["vigil"]
        await line.remove()
        await pilot.pause()
        assert not [worker for worker in app.workers if worker.is_running]
        await clock.advance(200)
        assert not app.heard(Countdown.Ended)


async def test_the_language_changes_while_it_counts() -> None:
    clock = ManualClock()
    line, words = countdown(clock)
    app = Stage(line)
    async with app.run_test(size=(80, 24)) as pilot:
        line.start(65)
        words.language = Language.en
        line.reword()
        await pilot.pause()
        assert app.rows()[0].rstrip() == "Locked for 1:05"
