"""The pytest plugin: fixture, marker, option, and what a failing test shows; it loads nothing of ours before it is used."""

from collections.abc import Generator
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from etax_client.testing.endings import Ending
    from etax_client.testing.running import EtaxRun, StartRun

_MARKER = "etax"
_KNOBS = ("over", "database")
_ENDINGS: "pytest.StashKey[list[Ending]]" = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "URL of the database that the servers of etax_run share (a file, sqlite:///..., postgresql://...); in memory without one"
    parser.getgroup("etax").addoption("--etax-database", metavar="URL", default=None, help=told)
    parser.addini("etax_database", told, default="")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", f'{_MARKER}(over="process"|"socket", database=URL): how the servers of etax_run are reached and kept'
    )


@pytest.fixture
def etax_run(request: pytest.FixtureRequest) -> "StartRun":
    """`async with etax_run(person="liming", unit_locked=1) as etax:`, see docs/testing.md; any number of runs in a test."""
    from etax_client.testing.running import run

    knobs = _knobs(request)
    endings = request.node.stash.setdefault(_ENDINGS, [])

    def begin(**how: Any) -> "AbstractAsyncContextManager[EtaxRun]":
        return run(**{**knobs, **how}, ended=endings.append)

    return begin


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that failed shows how its runs ended."""
    report = yield
    if report.when == "call" and report.failed:
        endings: list[Ending] = item.stash.get(_ENDINGS, [])
        for number, ending in enumerate(endings, 1):
            report.sections.append((f"etax: the screen at the end of run {number}", ending.screen))
            report.sections.append((f"etax: the journal of run {number}, the newest line last", ending.journal))
    return report


def _knobs(request: pytest.FixtureRequest) -> dict[str, str]:
    """From the nearest markers, then the option, then the ini file."""
    config = request.config
    database = config.getoption("--etax-database") or config.getini("etax_database")
    found: dict[str, str] = {"database": database} if database else {}
    for marker in reversed(list(request.node.iter_markers(_MARKER))):
        if marker.args or not set(marker.kwargs) <= set(_KNOBS):
            raise pytest.UsageError(f"the marker {_MARKER} takes {' and '.join(_KNOBS)} by name: {marker}")
        found.update(marker.kwargs)
    return found
