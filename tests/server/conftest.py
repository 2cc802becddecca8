"""What the tests of the server share: servers made on demand, in this process or in others."""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.postgresql import Cluster
from tests.server import running as servers
from tests.server.control.testers import AtDoor, at_the_door
from tests.server.others import OtherServer
from tests.server.running import Running, Start, running


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that is marked `sql` is run on each kind of database: what holds in memory has to hold where SQL is another one."""
    definition = metafunc.definition
    if definition.get_closest_marker("sql") is None:
        return
    chosen = [marker.args[0] for marker in definition.iter_markers("parametrize")]
    if "place" in chosen or "usual" in chosen:
        return
    if "place" in metafunc.fixturenames:
        metafunc.parametrize("place", ["memory", "file", "postgresql"], indirect=True)
    elif inspect.iscoroutinefunction(metafunc.function):
        metafunc.parametrize("usual", ["memory", "postgresql"], indirect=True)


@pytest.fixture(autouse=True)
def usual(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a server keeps its things unless its test says where."""
    if getattr(request, "param", "memory") == "postgresql":
        made: Cluster = request.getfixturevalue("postgres")
        monkeypatch.setattr(servers, "unnamed", made.fresh)


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """`await start(database=..., clock=..., phase=...)` gives a running server; all end with the test."""
    async with AsyncExitStack() as stack:

        async def start_one(**settings: Any) -> Running:
            return await stack.enter_async_context(running(**settings))

        yield start_one


@pytest.fixture
async def server() -> AsyncIterator[Running]:
    """A running server with the demo's world and a clock that stands still."""
    async with running() as one:
        yield one


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Callable[..., OtherServer]]:
    """`other(database)` gives a server in a process of its own, behind a socket; all end with the test."""
    begun: list[OtherServer] = []

    def begin(database: Path, **options: Any) -> OtherServer:
        begun.append(OtherServer(database, tmp_path, **options))
        return begun[-1]

    yield begin
    for one in begun:
        one.end()


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    """A database for a server: in memory, or of each kind in turn for a test that is marked `sql`."""
    kind = getattr(request, "param", "memory")
    if kind == "postgresql":
        made: Cluster = request.getfixturevalue("postgres")
        return made.fresh()
    return str(tmp_path / "etax.sqlite3") if kind == "file" else None


@pytest.fixture
async def tester(place: str | None) -> AsyncIterator[AtDoor]:
    """At the door of a server with the demo's world and a true clock that stands still; the database is `place`."""
    async with at_the_door(database=place) as one:
        yield one
