"""What is installed is what was tested: constraints, dependencies, and every module of the package."""

import importlib
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from importlib.util import find_spec

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from etax_client import __version__
from tests.architecture.sources import PROJECT, sources

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
CONSTRAINTS = [line for line in (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


TESTED = {name: Version(version) for name, _, version in (line.partition("==") for line in CONSTRAINTS)}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required() -> list[Requirement]:
    project, groups = PYPROJECT["project"], PYPROJECT["dependency-groups"]
    lists = [project["dependencies"], *groups.values(), *project["optional-dependencies"].values()]
    return [Requirement(line) for wanted in lists for line in wanted]


def test_what_was_tested_is_the_newest_that_uv_takes_and_no_only_choice() -> None:
    """A mirror that is some days behind has the version before it, and the README's first command works there too."""
    assert PYPROJECT["tool"]["uv"]["constraint-dependencies"] == [line.replace("==", "<=") for line in CONSTRAINTS]


def test_constraints_hold_versions_and_no_addresses() -> None:
    assert not [line for line in CONSTRAINTS if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9A-Za-z.]*", line)]
    assert sorted(set(CONSTRAINTS)) == CONSTRAINTS


def test_every_dependency_was_tested_in_a_version_that_it_allows_and_is_not_bound_to_it() -> None:
    """The list is an upper bound for uv: what a dependency asks for at least is then all that keeps it from a version too old."""
    for wanted in required():
        assert TESTED[normal(wanted.name)] in wanted.specifier, wanted
        operators = [bound.operator for bound in wanted.specifier]
        assert ">=" in operators, wanted
        assert "==" not in operators, wanted


def test_an_editable_install_finds_the_package_in_a_folder_of_any_name() -> None:
    """ENV-1: Python before 3.13 reads a .pth in the locale's encoding; only ASCII means the same in all of them."""
    signposts = [file for file in metadata.files("etax-client") or [] if file.suffix == ".pth"]
    if not signposts:
        pytest.skip("no editable install")
    for signpost in signposts:
        written = signpost.read_binary()
        assert written.isascii()
        assert written.startswith(b"import os, sys; sys.path.append(os.fsdecode(b")


def test_every_module_can_be_imported() -> None:
    for source in sources():
        missing = source.name == "web/line.py" and find_spec("websockets") is None  # an extra that is optional
        if "/migrations/" not in source.name and not missing:
            importlib.import_module("etax_client." + source.name.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))


def test_the_command_is_there() -> None:
    assert PYPROJECT["project"]["scripts"]["etax-client"] == "etax_client.__main__:main"
    done = subprocess.run([sys.executable, "-m", "etax_client", "--version"], capture_output=True, text=True, timeout=60)
    assert done.stdout == f"etax-client {__version__}\n"


def test_no_lock_file_with_addresses_is_committed() -> None:
    assert "uv.lock" in (PROJECT / ".gitignore").read_text(encoding="utf-8").splitlines()
