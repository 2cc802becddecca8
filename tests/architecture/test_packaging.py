"""What is installed is what was tested: constraints, dependencies, and every module of the package."""

import importlib
import re
import subprocess
import sys
import tomllib

from etax_client import __version__
from tests.architecture.sources import PROJECT, sources

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
CONSTRAINTS = [line for line in (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required() -> set[str]:
    project = PYPROJECT["project"]
    wanted = [*project["dependencies"], *PYPROJECT["dependency-groups"]["dev"]]
    for extra in project.get("optional-dependencies", {}).values():
        wanted += extra
    return {normal(re.split(r"[\s\[<>=!~;]", requirement)[0]) for requirement in wanted}


def test_both_lists_of_constraints_are_one() -> None:
    assert PYPROJECT["tool"]["uv"]["constraint-dependencies"] == CONSTRAINTS


def test_constraints_hold_versions_and_no_addresses() -> None:
    assert not [line for line in CONSTRAINTS if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9A-Za-z.]*", line)]
    assert sorted(set(CONSTRAINTS)) == CONSTRAINTS


def test_every_dependency_is_constrained() -> None:
    constrained = {line.partition("==")[0] for line in CONSTRAINTS}
    assert required() - constrained == set()


def test_every_module_can_be_imported() -> None:
    for source in sources():
        if "/migrations/" not in source.name:
            importlib.import_module("etax_client." + source.name.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))


def test_the_command_is_there() -> None:
    assert PYPROJECT["project"]["scripts"]["etax-client"] == "etax_client.__main__:main"
    done = subprocess.run([sys.executable, "-m", "etax_client", "--version"], capture_output=True, text=True, timeout=60)
    assert done.stdout == f"etax-client {__version__}\n"


def test_no_lock_file_with_addresses_is_committed() -> None:
    assert "uv.lock" in (PROJECT / ".gitignore").read_text(encoding="utf-8").splitlines()
