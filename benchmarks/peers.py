"""P12, P19, P29 and P1 against the programs people know: `uv run python -m benchmarks.peers [--prism] [--posting]`.

Both are installed for the occasion into a folder that is thrown away: prism by npm, posting by pip in an environment of its own.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.client import COMPILED, spec
from benchmarks.goals import tell
from benchmarks.server import SOMEONE_ELSE, free_port, get, rate, serving
from etax_client.wire import paths

ROUNDS = 3


def prism(folder: Path) -> bool:
    """Our server and prism with our own OpenAPI document, the same GET, in turn."""
    npm = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--silent", "@stoplight/prism-cli@5"]
    subprocess.run(npm, check=True)
    port, its_port = free_port(), free_port()
    with serving("-m", "etax_client", "serve", "--port", str(port), "--database", str(folder / "bench.sqlite3"), port=port) as url:
        document = folder / "openapi.json"
        document.write_bytes(httpx.get(url + paths.OPENAPI, trust_env=False).raise_for_status().content)
        log_in = httpx.post(url + paths.SESSIONS, json=SOMEONE_ELSE, trust_env=False, timeout=30).raise_for_status()
        token = json.loads(log_in.content)["token"]
        command = [
            str(folder / "node_modules" / ".bin" / "prism"),
            "mock",
            "--port",
            str(its_port),
            "--multiprocess",
            "false",
            str(document),
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{its_port}{paths.SESSION}", token)
            ours, its = [], []
            for _ in range(ROUNDS):
                ours.append(asyncio.run(rate(port, get(paths.SESSION, token))))
                its.append(asyncio.run(rate(its_port, get(paths.SESSION, token))))
        finally:
            process.terminate()
            process.wait(20)
    print(f"      ours {statistics.median(ours):.0f}/s, prism {statistics.median(its):.0f}/s")
    checked = tell("P12", "GET with a session check / prism", statistics.median(ours) / statistics.median(its), 3, at_least=True)
    return checked & starts(folder, command, its_port, token)


@dataclass(frozen=True)
class Start:
    """Until the first answer."""

    seconds: float
    cpu: float
    peak_mb: float


def started(command: list[str], url: str, token: str) -> Start:
    began = time.perf_counter()
    environment = {**os.environ, **COMPILED}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(url, token, pause=0.01)
        seconds = time.perf_counter() - began
        spent = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        [peak] = [line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if line.startswith("VmHWM")]
        return Start(seconds, (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK"), int(peak.split()[1]) / 1024)
    finally:
        process.terminate()
        process.wait(20)


def starts(folder: Path, prism: list[str], its_port: int, token: str) -> bool:
    """Linux only: processor time and memory are read from /proc."""
    ours, its = [], []
    for number in range(ROUNDS):
        port = free_port()
        database = str(folder / f"start{number}.sqlite3")
        serve = [sys.executable, "-m", "etax_client", "serve", "--port", str(port), "--database", database]
        ours.append(started(serve, f"http://127.0.0.1:{port}{paths.INFO}", ""))
        its.append(started(prism, f"http://127.0.0.1:{its_port}{paths.SESSION}", token))

    def ratio(what: Callable[[Start], float]) -> float:
        return statistics.median(map(what, ours)) / statistics.median(map(what, its))

    return all(
        [
            tell("P19", "mock server's start to its first answer / prism", ratio(lambda start: start.seconds), 1 / 8),
            tell("P19", "its memory then / prism", ratio(lambda start: start.peak_mb), 1 / 4),
            tell("P29", "its processor time then / prism", ratio(lambda start: start.cpu), 0.5),
        ]
    )


def wait_for(url: str, token: str, pause: float = 0.1) -> None:
    """Until it answers as it should; prism takes seconds to start."""
    patience = time.perf_counter() + 60
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with httpx.Client(trust_env=False, headers=headers) as client:
        while time.perf_counter() < patience:
            try:
                client.get(url).raise_for_status()
                return
            except httpx.TransportError:
                time.sleep(pause)
    raise TimeoutError(url)


def posting(folder: Path, ptybench: Path) -> bool:
    """The login screen against posting's first screen, in turn."""
    venv.create(folder / "venv", with_pip=True)
    wanted = ["posting==2.11.1", "tree-sitter<0.26"]  # with 0.26 posting dies of a segmentation fault before its first screen
    subprocess.run([str(folder / "venv" / "bin" / "pip"), "install", "--quiet", *wanted], check=True)
    ours = [sys.executable, "-m", "etax_client", "--lang", "zh", "--server", "http://127.0.0.1:9"]
    env = {"ETAX_CONFIG": str(folder / "settings.toml"), **COMPILED}
    programs: list[dict[str, Any]] = [
        {"name": "posting", "cmd": [str(folder / "venv" / "bin" / "posting")], "ready": "Send|Collection", "fresh_home": True},
        {"name": "login", "cmd": ours, "env": env, "ready": "实名登录", "fresh_home": True},
    ]
    (folder / "spec.toml").write_text(spec(programs), encoding="utf-8")
    command = [sys.executable, str(ptybench), "run", "--spec", str(folder / "spec.toml"), "--runs", "5"]
    subprocess.run([*command, "--json", str(folder / "out.json")], check=True, stdout=subprocess.DEVNULL)
    found = json.loads((folder / "out.json").read_text())
    start = {name: statistics.median(run["start_ms"] for run in runs) for name, runs in found.items()}
    return tell("P1", "start to login readable / posting", start["login"] / start["posting"], 0.35)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prism", action="store_true")
    parser.add_argument("--posting", action="store_true")
    parser.add_argument("--ptybench", type=Path, default=Path("../shared/tools/ptybench.py"))
    given = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        if given.prism:
            results.append(prism(Path(folder)))
        if given.posting:
            results.append(posting(Path(folder), given.ptybench))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
