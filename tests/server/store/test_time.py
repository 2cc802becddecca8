"""The server's time: steady while it runs, never behind what it has seen, shared by processes (CLK-1, CLK-2)."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from etax_client.clock import ManualClock
from etax_client.server.store import meta
from etax_client.server.store.clocks import timekeeping
from etax_client.server.store.clocks.timekeeping import ServerClock, keep_time
from etax_client.server.store.columns import from_micros, to_micros
from etax_client.server.store.database import Store, open_store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "etax.sqlite3")


def write(store: Store) -> None:
    with store.write() as connection:
        meta.put(connection, "x", "y")


def served(file: str, wall: datetime) -> tuple[datetime, datetime]:
    """A server that starts when the time of day is `wall`, writes once, and ends: its first time and its last."""
    store = open_store(file)
    clock = keep_time(store, wall=ManualClock(wall))
    first = clock.now()
    write(store)
    store.close()
    return first, clock.now()


def about(moment: datetime) -> tuple[datetime, datetime]:
    return (moment, moment + timedelta(minutes=1))


@pytest.mark.parametrize("jump", [timedelta(seconds=-1), timedelta(minutes=-90), timedelta(days=-3653)], ids=str)
def test_a_backward_jump_over_a_restart_takes_nothing_off_a_lock(file: str, jump: timedelta, caplog: pytest.LogCaptureFixture) -> None:
    """CLK-1, CLK-2: time goes on from the latest moment that was acted upon."""
    _, last = served(file, NOON)
    again, _ = served(file, NOON + jump)
    assert last <= again <= last + timedelta(minutes=1)
    assert "behind what the store has seen" in caplog.text


@pytest.mark.parametrize("jump", [timedelta(minutes=5), timedelta(days=3653)], ids=str)
def test_a_forward_jump_over_a_restart_is_logged(file: str, jump: timedelta, caplog: pytest.LogCaptureFixture) -> None:
    """CLK-2: it can't be told from a pause for sure, but on the same boot of the machine it can."""
    served(file, NOON)
    low, high = about(NOON + jump)
    assert low <= served(file, NOON + jump)[0] <= high
    assert "ahead of what was expected" in caplog.text


def test_an_ordinary_restart_is_not_worth_a_line(file: str, caplog: pytest.LogCaptureFixture) -> None:
    served(file, NOON)
    served(file, NOON + timedelta(seconds=2))
    assert caplog.text == ""


def test_after_a_reboot_only_a_long_gap_is_noted(file: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    served(file, NOON)
    monkeypatch.setattr(timekeeping, "_boot_id", lambda: "another")
    served(file, NOON + timedelta(hours=20))
    assert caplog.text == ""
    monkeypatch.setattr(timekeeping, "_boot_id", lambda: "a third")
    served(file, NOON + timedelta(days=30))
    assert "ahead of what was expected" in caplog.text


async def test_the_mark_is_written_about_once_a_second(file: str) -> None:
    """CLK-1: with a write that is made anyway."""
    store, clock = open_store(file), ManualClock(NOON)
    keep_time(store, clock)
    marks = []
    for pause in (0, 0.4, 0.4, 0.2, 0.9, 0.6):
        await clock.advance(pause)
        write(store)
        with store.read() as connection:
            marks.append(int((meta.get(connection, "high_water_mark") or "").split(" ")[0]))
    assert [round((from_micros(mark) - NOON).total_seconds(), 3) for mark in marks] == [0, 0, 0, 1, 1, 2.5]
    store.close()


def test_a_server_that_is_behind_catches_up_with_another(file: str) -> None:
    """CLK-2: two processes that were started before and after a jump don't give each other locks that are too long."""
    first, second = open_store(file), open_store(file)
    clock = keep_time(first, wall=ManualClock(NOON))
    ahead = keep_time(second, wall=ManualClock(NOON + timedelta(hours=3)))
    write(second)
    assert ahead.now() - clock.now() > timedelta(hours=2)
    write(first)
    assert abs(ahead.now() - clock.now()) < timedelta(seconds=30)
    first.close()
    second.close()


def test_it_never_goes_back(file: str) -> None:
    clock = ServerClock(NOON)
    clock.catch_up(NOON - timedelta(days=1))
    assert clock.now() >= NOON


def test_moments_are_kept_to_the_microsecond() -> None:
    for moment in (
        NOON,
        NOON + timedelta(microseconds=1),
        datetime(1969, 12, 31, 23, 59, 59, 999999, UTC),
        datetime.max.replace(tzinfo=UTC),
    ):
        assert from_micros(to_micros(moment)) == moment


@pytest.mark.skipif(shutil.which("faketime") is None, reason="needs faketime, to put the time of day forward and back")
@pytest.mark.parametrize("jump", ["+10y", "-10y"])
def test_a_running_server_ignores_the_time_of_day(file: str, jump: str) -> None:
    """CLK-1: the clock of the machine is put ten years forward or back under the server; its own goes on."""
    program = (
        "import sys, time, pathlib\n"
        "from datetime import datetime, UTC\n"
        "from etax_client.server.store.database import open_store\n"
        "from etax_client.server.store.clocks.timekeeping import keep_time\n"
        "clock = keep_time(open_store(sys.argv[1]))\n"
        "before, wall = clock.now(), datetime.now(UTC)\n"
        "pathlib.Path(sys.argv[2]).write_text(sys.argv[3])\n"
        "after, jumped = clock.now(), datetime.now(UTC)\n"
        "print((after - before).total_seconds(), (jumped - wall).total_seconds())\n"
    )
    timestamps = Path(file).with_suffix(".time")
    timestamps.write_text("+0", encoding="ascii")
    library = _library()
    environment = {
        "LD_PRELOAD": library,
        "FAKETIME_TIMESTAMP_FILE": str(timestamps),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", program, file, str(timestamps), jump], capture_output=True, text=True, env=environment, timeout=60
    )
    assert done.returncode == 0, done.stderr
    own, wall = map(float, done.stdout.split())
    if abs(wall) < 3600:
        pytest.skip("this faketime can't move the clock of a running program")
    assert 0 <= own < 30


def _library() -> str:
    """Where the library lies that the command preloads."""
    faketime = shutil.which("faketime")
    assert faketime is not None
    shown = subprocess.run([faketime, "-f", "+0", "sh", "-c", "echo $LD_PRELOAD"], capture_output=True, text=True, check=True)
    return shown.stdout.strip().split(":")[-1]
