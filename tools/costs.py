"""What tests cost, as a pytest plugin: `uv run python -m pytest -p tools.costs` ends with processor seconds by folder, file and test.

Wall time says how busy a machine was; processor time, with that of programs which a test started and waited for, says what a test takes.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Generator
from pathlib import PurePosixPath

import pytest

_MOST = 25
"""Files and tests that are named."""
_KEY = "cpu"
_costs: dict[str, float] = defaultdict(float)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    item.stash[_SPENT] = _spent()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    before, item.stash[_SPENT] = item.stash[_SPENT], _spent()
    report.user_properties.append((_KEY, item.stash[_SPENT] - before))
    item.user_properties = []
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _costs[report.nodeid] += sum(value for name, value in report.user_properties if name == _KEY and isinstance(value, float))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _costs:
        return
    for title, part, most in (("folder", _folder, 0), ("file", _file, _MOST), ("test", str, _MOST)):
        spent, count = Counter[str](), Counter[str]()
        for test, cost in _costs.items():
            spent[part(test)] += cost
            count[part(test)] += 1
        terminalreporter.section(f"processor seconds by {title}")
        for name, cost in spent.most_common(most or None):
            terminalreporter.write_line(f"{cost:8.2f} s {count[name]:6}  {name}")
    terminalreporter.write_line(f"{sum(_costs.values()):8.2f} s {len(_costs):6}  together")


_SPENT = pytest.StashKey[float]()


def _spent() -> float:
    return sum(os.times()[:4])


def _file(test: str) -> str:
    return test.partition("::")[0]


def _folder(test: str) -> str:
    return str(PurePosixPath(_file(test)).parent)
