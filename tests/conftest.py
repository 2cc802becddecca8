"""What a plain run of the tests holds, what CI adds and what is run by name: decided here, for all of them."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.postgresql import Cluster

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("brief", settings.get_profile("any machine"), max_examples=25)  # on a second Python: `--hypothesis-profile brief`
settings.load_profile("any machine" if os.environ.get("CI") else "brief")  # however busy it is: no example fails for having taken long

KINDS = {
    "guards": "what is complete and in its place: layers, texts, documents; seconds",
    "sql": "SQL decides: on PostgreSQL and files as well as in memory",
    "postgresql": "needs PostgreSQL; skipped with a reason where there is none",
    "journeys": "whole ways through client and server, each in one language, size and way: which, changes from test to test",
    "browser": "pages in Chromium; skipped with a reason where there is none",
    "e2e": "programs as one starts them, in processes of their own",
    "contract": "the server against its OpenAPI documents",
    "models": "played at random against a model, or by many at once, for as long as it takes",
    "variants": "a screen or page once more, with other parameters or over a bad line",
    "long": "full matrices, what real time decides: `uv run pytest -m long`, with a report of what it cost if `-p tools.costs` is added",
}
ADDED = ("postgresql", "journeys", "browser", "e2e", "contract", "models", "variants")
"""By CI (`CI=true`), or by `-m`, or by naming the file."""
_DRAWN = ("screens", "pages", "widgets", "journeys")
"""Folders in which a test draws something; what its parameters decide is tested where it is decided."""
_CI = {"journeys": 0}
_MOST = 3
"""Variants of one of their tests that CI adds at most: as many as show each value of each parameter. All of them are `long`."""
_FOLDERS = {"control_cli": "e2e", "architecture": "guards", "texts": "guards", "journeys": "journeys", "e2e": "e2e", "contract": "contract"}
_FILES = {
    "test_docs": "guards",
    "test_suites": "e2e",
    "test_plugin": "e2e",
    "test_processes": "e2e",
    "test_serve_command": "e2e",
    "test_crash_on_screen": "e2e",
    "test_qr_processes": "e2e",
    "test_recovery_processes": "e2e",
    "test_control_apart": "e2e",
    "test_demo_lan": "e2e",
    "test_serve_time": "e2e",
    "test_web_command": "e2e",
    "test_long_names": "browser",
    "test_faults_and_guesses": "models",
    "test_filing_races": "models",
    "test_races": "models",
    "test_qr_races": "models",
    "test_recovery_races": "models",
    "test_registration_races": "models",
    "test_attempts_model": "models",
    "test_qr_model": "models",
    "test_recovery_model": "models",
    "test_registration_model": "models",
    "test_phone_security": "journeys",
    "test_phone_tickets": "journeys",
    "test_phone_units": "journeys",
    "test_phone_without_login": "journeys",
    "test_qr_faults": "variants",
    "test_qr_pictures": "variants",
    "test_qr_vigil": "variants",
    "test_registration_faults": "variants",
    "test_unit_faults": "variants",
}
_WHOLE = ("guards", "journeys", "contract", "models")
"""Kinds that are told by where a test stands alone."""
_GARBAGE = (30_000, 10, 1_000)
"""How often it is looked for: a sixth of a Pilot test's time went into that as Python does it by itself."""
_ROOT = Path(__file__).parent


@pytest.fixture(scope="session")
def postgres() -> Iterator["Cluster"]:
    """One for all tests of a worker: to make one and to migrate its first database takes seconds."""
    from tests.postgresql import cluster  # by whom it is used: it needs the server's libraries

    with cluster() as made:
        yield made


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until all is collected: nearly all of it stays
    for name, said in KINDS.items():
        config.addinivalue_line("markers", f"{name}: {said}")
    cache: pytest.Cache | None = getattr(config, "cache", None)  # None with `-p no:cacheprovider`
    _compile_once(None if cache is None else Path(cache.mkdir("bytecode")))
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as for whoever runs in the background; programs of ours would inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.option.markexpr:
        return
    if any("::" in named for named in config.args):  # whoever names a test gets it
        return
    plain = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not os.environ.get("CI")
    config.option.markexpr = " and ".join(f"not {kind}" for kind in ((*ADDED, "long") if plain else ("long",)))


def _compile_once(folder: Path | None) -> None:
    """Where nothing may be written beside the sources, elsewhere: else each worker, and each program of a test, compiles all of it."""
    if sys.dont_write_bytecode and folder is not None:
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(folder)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_report_header(config: pytest.Config) -> str:
    return f"kinds: {config.option.markexpr}"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What is not run as a whole is not even imported."""
    kind, wanted = _kind(collection_path), config.option.markexpr
    if wanted in _WHOLE and collection_path.suffix == ".py" and collection_path.name.startswith("test_"):
        return True if kind != wanted else None
    return True if kind is not None and f"not {kind}" in wanted.split(" and ") else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        kind = _kind(item.path)
        if kind is not None:
            item.add_marker(kind)
        if isinstance(item, pytest.Function) and "other" in item.fixturenames:  # servers in processes of their own
            item.add_marker("e2e")
        if isinstance(item, pytest.Function) and ("postgres" in item.fixturenames or "postgresql" in _parameters(item)):
            item.add_marker("postgresql")
    _thin_out(items)


def pytest_collection_finish() -> None:
    """What has been imported stays, the little garbage among it too: to look through all of it once takes half a second of each worker."""
    gc.freeze()
    gc.set_threshold(*_GARBAGE)
    gc.enable()


@cache
def _folder(path: Path) -> str | None:
    """In which of our folders a file or folder is, or which of them it is."""
    return path.relative_to(_ROOT).parts[0] if _ROOT in path.parents else None


@cache
def _kind(path: Path) -> str | None:
    """By where a test stands; None for those of a plain run."""
    folder, name = _folder(path), path.stem
    if path.suffix not in ("", ".py") or folder is None:
        return None
    if name.endswith("_browser") or name == "test_browser":
        return "browser"
    return _FOLDERS.get(folder) or _FILES.get(name)


def _thin_out(items: list[pytest.Item]) -> None:
    """Of the variants of a test that draws, some are enough: languages, sizes and themes in pairs, some of each kind of trouble."""
    tests: dict[str, list[pytest.Function]] = {}
    for item in items:
        if isinstance(item, pytest.Function) and _folder(item.path) in _DRAWN:
            tests.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for variants in tests.values():
        most = _CI.get(variants[0].path.relative_to(_ROOT).parts[0], _MOST)
        seen: set[tuple[int, str]] = set()
        for place, item in enumerate(_farthest_first(variants)):
            shows = set(enumerate(map(repr, _parameters(item))))
            if place:
                item.add_marker("variants" if place <= most and not shows <= seen else "long")
            seen |= shows


def _farthest_first(variants: list[pytest.Function]) -> list[pytest.Function]:
    """Each next one differs in the most parameters from all before it; the first is another one in each test, so that all are seen."""
    first = crc32(variants[0].nodeid.partition("[")[0].encode()) % len(variants)
    variants = [*variants[first:], *variants[:first]]
    left = [(item, [repr(value) for value in _parameters(item)]) for item in variants]
    nearest = {id(item): len(parameters) + 1 for item, parameters in left}
    ordered: list[pytest.Function] = []
    while left:
        item, chosen = max(left, key=lambda each: nearest[id(each[0])])
        left.remove((item, chosen))
        ordered.append(item)
        for other, parameters in left:
            distance = sum(a != b for a, b in zip(chosen, parameters, strict=True))
            nearest[id(other)] = min(nearest[id(other)], distance)
    return ordered


def _parameters(item: pytest.Function) -> list[object]:
    return list(item.callspec.params.values()) if hasattr(item, "callspec") else []
