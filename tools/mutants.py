"""Small faults put into the program one at a time, to see whether the tests of its street notice: `uv run python -m tools.mutants`.

The faults are drawn by a fixed seed, so that two runs over the same program try the same ones. Each is tried in a copy of the project
that is thrown away; `--from` and `--to` take a slice, `--list` only names them.

With `--data FILE`, what `pytest --cov=etax_client --cov-context=test` wrote over this very program, the tests are those that run the
fault's line, and a fault in a line that none runs has survived.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Protocol

PROJECT = Path(__file__).parent.parent
STREETS = {"domain": "etax_client/domain", "services": "etax_client/server/services", "screens": "etax_client/screens"}
HOMES = {"domain": ("domain", "server"), "services": ("server", "pages"), "screens": ("screens", "journeys")}
"""The folders of tests that look at a street."""
SEED, COUNT = 20261130, 150
GUARDS = ("tests/test_docs.py", "tests/architecture/test_messages.py", "tests/architecture/test_waiting.py")
"""What looks at all of the program at once: limits as the documents have them, who hears what, what waits."""
FILES = 5
"""Files of tests at most for one fault: those that name its module most."""
RUNNING, LATER = 40, 160
"""Tests at most for one fault, of those that run its line: all of the files that name its module, then of every other one, and so on; what
the first let live is tried by more of them, and by the guards."""
PATIENCE = 400
PLAIN, WHOLE = "not long and not postgresql and not variants", "not postgresql"
"""What is run of these files: as a plain run has it, or every variant that there is."""
_SLOW = ("postgresql", "_browser.py", "tests/e2e/")
_TALL = 8
"""Lines at most of what stands over several."""
_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


@dataclass(frozen=True)
class Mutant:
    """The fault number `site` of a file."""

    street: str
    file: str
    site: int
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.what}"


class Ran(Protocol):
    """What coverage.py has written down: the files that ran, and by line the tests that ran it."""

    def measured_files(self) -> set[str]: ...
    def contexts_by_lineno(self, filename: str) -> dict[int, list[str]]: ...


Fault = tuple[int, str, Callable[[], None]]
"""Line, what it is in words, and what makes it in the tree."""


def faults(tree: ast.Module) -> list[Fault]:
    """Every fault that can be made in a module, in a fixed order."""
    found: list[Fault] = []
    for node in _live(tree):
        found += _faults_of(node)
    return found


def _live(node: ast.AST) -> Iterator[ast.AST]:
    """What runs: neither annotations nor decorators, docstrings nor imports for types."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _silent(child):
                yield from _live(child)


def _silent(node: ast.AST) -> bool:
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return text or (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING")


def _faults_of(node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARE:
        other = _COMPARE[type(node.ops[0])]
        yield node.lineno, f"{type(node.ops[0]).__name__} becomes {other.__name__}", lambda: node.ops.__setitem__(0, other())
    elif isinstance(node, ast.BoolOp):
        other_op = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield node.lineno, f"{type(node.op).__name__} becomes {other_op.__name__}", lambda: setattr(node, "op", other_op())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.lineno, "not is lost", lambda: _truth(node)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        flipped = not node.value
        yield node.lineno, f"{node.value} becomes {flipped}", lambda: setattr(node, "value", flipped)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        more = node.value + 1
        yield node.lineno, f"{node.value} becomes {more}", lambda: setattr(node, "value", more)
    for name in ("body", "orelse"):
        statements = getattr(node, name, None)
        if isinstance(statements, list):
            yield from (_lost(statements, place) for place, each in enumerate(statements) if _removable(each))


def _truth(node: ast.UnaryOp) -> None:
    """`not x` has become `not not x`: the same truth as `x`, and still a bool."""
    node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)


def _removable(node: ast.stmt) -> bool:
    call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await)
    return call or isinstance(node, ast.Raise | ast.AugAssign)


def _lost(statements: list[ast.stmt], place: int) -> Fault:
    node = statements[place]
    text = ast.unparse(node).partition("\n")[0][:60]
    return node.lineno, f"lost: {text}", lambda: statements.__setitem__(place, ast.copy_location(ast.Pass(), node))


def mutants() -> list[Mutant]:
    """As many of each street, drawn by the seed."""
    drawn: list[Mutant] = []
    chance = random.Random(SEED)
    for street, folder in STREETS.items():
        all_of_it = [
            Mutant(street, str(path.relative_to(PROJECT)), site, line, what)
            for path in sorted((PROJECT / folder).rglob("*.py"))
            for site, (line, what, _) in enumerate(faults(ast.parse(path.read_text(encoding="utf-8"))))
        ]
        drawn += chance.sample(all_of_it, COUNT // len(STREETS))
    chance.shuffle(drawn)
    return drawn


def mutated(source: str, site: int) -> str:
    tree = ast.parse(source)
    faults(tree)[site][2]()
    return ast.unparse(ast.fix_missing_locations(tree))


def tests_of(mutant: Mutant) -> list[str]:
    """The files that name its module most, those called after it first; the street's whole folder if nobody names it."""
    module = mutant.file.removesuffix(".py").replace("/", ".")
    above, stem = module.split(".")[-2:]
    theme = above.partition("_")[0] if "_" in above else stem
    scores = Counter[str]()
    for folder in HOMES[mutant.street]:
        for path in sorted((PROJECT / "tests" / folder).rglob("test_*.py")):
            text = path.read_text(encoding="utf-8")
            named = text.count(f"from {module} import") + text.count(f"from {module.rpartition('.')[0]} import {stem}")
            called = 3 if path.stem.removeprefix("test_") == stem else 2 * (stem in path.stem or theme in path.stem)
            if named or called:
                scores[str(path.relative_to(PROJECT))] = named + called
    return [name for name, _ in scores.most_common(FILES)] or [f"tests/{HOMES[mutant.street][0]}"]


def tests_that_run(mutant: Mutant, data: Ran) -> list[str]:
    """The tests that ran the fault's line, the nearest first; what names its module if it ran at import alone; else none."""
    measured = next((name for name in data.measured_files() if name.replace(os.sep, "/").endswith(f"/{mutant.file}")), None)
    lines = data.contexts_by_lineno(measured) if measured else {}
    # what stands over several lines is told by the first of them
    told = next((lines[line] for line in range(mutant.line, mutant.line - _TALL, -1) if lines.get(line)), [])
    ran = sorted({each.partition("|")[0] for each in told} - {""})
    if told and not ran:
        return tests_of(mutant)
    files: dict[str, list[str]] = {}
    for test in ran:
        if not any(slow in test for slow in _SLOW):
            files.setdefault(test.partition("::")[0], []).append(test)
    near = [test for name in tests_of(mutant) for test in files.pop(name, ())]
    others = (test for turn in zip_longest(*files.values()) for test in turn if test is not None)
    return [*near, *others]


class Fate(StrEnum):
    killed = "killed"
    no_end = "no end"
    """The tests did not come to theirs: the fault has them wait, or there were too many for the machine. Whoever reads it judges."""
    survived = "SURVIVED"


def fate(mutant: Mutant, tests: list[str], copy: Path, kinds: str) -> Fate:
    """By the nearest tests, then by others and the guards."""
    rounds = (tests[:RUNNING], [*tests[RUNNING : RUNNING + LATER], *GUARDS])
    return next((found for some in rounds if some and (found := _tried(mutant, some, copy, kinds)) is not Fate.survived), Fate.survived)


def _tried(mutant: Mutant, tests: list[str], copy: Path, kinds: str) -> Fate:
    file = copy / mutant.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(mutated(whole, mutant.site), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-m", kinds]
    try:
        done = subprocess.run(
            [*command, *tests], cwd=copy, capture_output=True, timeout=PATIENCE + 5 * len(tests), env={**os.environ, "PYTHONPATH": "."}
        )
    except subprocess.TimeoutExpired:
        return Fate.no_end
    finally:
        file.write_text(whole, encoding="utf-8")
    if done.returncode == 5:  # none of these tests is of the kinds that are run
        return Fate.survived
    if done.returncode not in (0, 1, 2):  # else every fault would be called found where the tests don't even start
        raise RuntimeError(done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace"))
    return Fate.killed if done.returncode else Fate.survived


def _read(file: Path) -> Ran:
    data = import_module("coverage").CoverageData(basename=str(file))  # not among what the tests need: `uv pip install pytest-cov`
    data.read()
    ran: Ran = data
    return ran


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--to", type=int, default=COUNT, dest="last")
    parser.add_argument("--list", action="store_true", dest="only_list")
    parser.add_argument("--whole", action="store_true", help="with every variant of each test")
    parser.add_argument("--data", type=Path, help="which tests run which line, as pytest-cov wrote it")
    given = parser.parse_args()
    data = None if given.data is None else _read(given.data)
    chosen = list(enumerate(mutants()))[given.first : given.last]
    if given.only_list:
        for number, mutant in chosen:
            print(f"{number:3} {mutant}   {' '.join(tests_of(mutant))}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache"))
        fates = Counter[Fate]()
        for number, mutant in chosen:
            began = time.monotonic()
            tests = tests_of(mutant) if data is None else tests_that_run(mutant, data)
            found = fate(mutant, tests, copy, WHOLE if given.whole or data is not None else PLAIN)
            print(f"{number:3} {found:8} {time.monotonic() - began:5.0f} s  {len(tests):3} {mutant}", flush=True)
            fates[found] += 1
    print(f"of {len(chosen)}: {', '.join(f'{count} {each}' for each, count in fates.items())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
