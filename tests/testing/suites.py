"""Somebody else's suite, run by a pytest of its own in a process of its own, with no setting of ours."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

INI = """[pytest]
asyncio_mode = auto
asyncio_default_fixture_loop_scope = function
filterwarnings = error
addopts = --strict-markers
"""


@dataclass(frozen=True)
class Outcome:
    """The exit status, and what stood in the terminal."""

    status: int
    text: str


def run_suite(folder: Path, *arguments: str, files: dict[str, str] | None = None, ini: str = INI) -> Outcome:
    """Write the files of a suite into a folder and run it there."""
    if files is not None:
        (folder / "pytest.ini").write_text(ini, encoding="utf-8")
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment["PYTHONUTF8"] = "1"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    return Outcome(done.returncode, done.stdout + done.stderr)
