"""Everything quick that a change has to pass, with its time, and the OpenAPI documents written anew: `uv run python -m tools.check`."""

import subprocess
import sys
import time

from tools import openapi

STEPS = {
    "guards": ("pytest", "-q", "-m", "guards"),
    "ruff": ("ruff", "check"),
    "format": ("ruff", "format", "--check"),
    "types": ("mypy",),
    "contracts": ("lint-imports", "--no-logo"),
}


def main() -> int:
    """Every step is run, whatever became of those before it; 1 if one has failed."""
    failed: list[str] = []
    began = time.monotonic()
    openapi.main()
    _tell("documents", began, True)
    for name, command in STEPS.items():
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True)
        _tell(name, began, done.returncode == 0)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)
    return 1 if failed else 0


def _tell(name: str, began: float, well: bool) -> None:
    print(f"{name:<10} {time.monotonic() - began:6.1f} s  {'ok' if well else 'FAILED'}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
