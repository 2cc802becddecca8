"""P1 to P4, P7 to P11, P23 and P27 through a real terminal: `uv run python -m benchmarks.client [--ptybench PATH] [--runs N]`."""

import argparse
import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.goals import tell

APPS = Path(__file__).parent / "apps"
PYTHON = sys.executable
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
"""Everyone's second start reads compiled modules; a machine that forbids writing them would compile ours at each start."""


def programs(config: Path) -> list[dict[str, Any]]:
    hello, table = str(APPS / "hello.py"), str(APPS / "table.py")
    client = [PYTHON, "-m", "etax_client", "--lang", "zh", "--server", "http://127.0.0.1:9"]
    env = {"ETAX_CONFIG": str(config), **COMPILED}
    down = {"keys": "down", "n": 60, "gap": 0.05}
    page = {"keys": "pagedown", "n": 20, "gap": 0.1}
    ready = "第1号"
    return [
        {"name": "hello", "cmd": [PYTHON, hello], "ready": "Hello", "env": COMPILED, "idle": 3.0, "quit": "ctrl+q"},
        {"name": "hello+Input", "cmd": [PYTHON, hello, "input"], "ready": "Hello", "keys": "a", "n": 40, "expect": "grow"},
        {"name": "login", "cmd": client, "env": env, "ready": "实名登录", "setup": ["quiet:1"], "idle": 3.0, "quit": "ctrl+q"},
        {"name": "demo", "cmd": [PYTHON, "-m", "etax_client", "demo", "--lang", "zh"], "env": env, "ready": "实名登录"},
        {"name": "typing", "cmd": client, "env": env, "ready": "实名登录", "setup": ["quiet:1"], "keys": "q", "n": 40, "expect": "grow"},
        {
            "name": "keypad",
            "cmd": client,
            "env": env,
            "ready": "实名登录",
            "setup": ["quiet:1", "key:tab", "key:down", "quiet:0.3"],
            "keys": "enter",
            "n": 40,
            "region": "0:10",
        },
        {
            "name": "cell",
            "cmd": [PYTHON, "-m", "benchmarks.apps.cells", "10000"],
            "ready": "示例1号",
            "setup": ["key:down", "key:enter", "quiet:0.3"],
            "keys": ["7", "backspace"],
            "n": 40,
        },
        {"name": "ours", "cmd": [PYTHON, table, "ours", "10000"], "ready": ready, "idle": 3.0, **down},
        {"name": "datatable", "cmd": [PYTHON, table, "datatable", "10000"], "ready": ready, **down},
        {"name": "ours-page", "cmd": [PYTHON, table, "ours", "10000"], "ready": ready, **page},
        {"name": "datatable-page", "cmd": [PYTHON, table, "datatable", "10000"], "ready": ready, **page},
    ]


def spec(programs_: list[dict[str, Any]]) -> str:
    lines = []
    for program in programs_:
        lines.append("[[prog]]")
        for key, value in program.items():
            spelled = (
                "{" + ", ".join(f"{k} = {json.dumps(v)}" for k, v in value.items()) + "}" if isinstance(value, dict) else json.dumps(value)
            )
            lines.append(f"{key} = {spelled}")
    return "\n".join(lines)


def measure(ptybench: Path, runs: int) -> dict[str, list[dict[str, Any]]]:
    """What each run of each program gave, by the program's name."""
    with tempfile.TemporaryDirectory() as folder:
        asked, given = Path(folder) / "spec.toml", Path(folder) / "out.json"
        asked.write_text(spec(programs(Path(folder) / "settings.toml")), encoding="utf-8")
        command = [PYTHON, str(ptybench), "run", "--spec", str(asked), "--runs", str(runs), "--cols", "80", "--rows", "24"]
        subprocess.run([*command, "--json", str(given)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found: dict[str, list[dict[str, Any]]] = json.loads(given.read_text())
        return found


def list_after_login(ptybench: Path, runs: int) -> float:
    """Seconds from the demo's start until the list stands for who typed a login as soon as it was asked for, over hello's start."""
    found = importlib.util.spec_from_file_location("ptybench", ptybench)
    assert found is not None
    assert found.loader is not None
    bench = importlib.util.module_from_spec(found)
    sys.modules["ptybench"] = bench
    found.loader.exec_module(bench)

    def start(command: list[str], ready: str, typed: bytes = b"", then: str = "") -> float:
        with tempfile.TemporaryDirectory() as folder:
            env = {"ETAX_CONFIG": str(Path(folder) / "settings.toml"), **COMPILED}
            with bench.Session([PYTHON, *command], cols=80, rows=24, env=env) as session:
                seen, _ = session.wait_for(ready, 30, 0)
                if then:
                    session.write(typed)
                    seen, _ = session.wait_for(then, 30, 0)
                return float(seen - session.t0)

    hello, demo = [], []
    for _ in range(runs):
        hello.append(start([str(APPS / "hello.py")], "Hello"))
        demo.append(start(["-m", "etax_client", "demo", "--lang", "zh"], "实名登录", b"liming\rEtax@2026\r", "单位总数"))
    return statistics.median(demo) / statistics.median(hello)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ptybench", type=Path, default=Path("../shared/tools/ptybench.py"))
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    if not given.ptybench.exists():
        print(f"{given.ptybench} is not there: give its place with --ptybench")
        return 2
    found = measure(given.ptybench, given.runs)

    def median(name: str, key: str) -> float:
        return float(statistics.median(run[key] for run in found[name]))

    def strokes(name: str, key: str = "paint_ms") -> list[float]:
        return [stroke[key] for run in found[name] for stroke in run["strokes"] if stroke[key] is not None]

    def p50(name: str) -> float:
        return statistics.median(strokes(name))

    def idle(name: str, key: str) -> float:
        return float(statistics.median(run["idle"][key] for run in found[name]))

    start = median("hello", "start_ms")
    results = [
        tell("P1", "start to login readable / hello", median("login", "start_ms") / start, 1.35),
        tell("P2", "start of the demo to login readable / hello", median("demo", "start_ms") / start, 1.5),
        tell("P3", "typing, key to paint p50 / hello+Input", p50("typing") / p50("hello+Input"), 1.5),
        tell("P3", "typing, key to paint p95", statistics.quantiles(strokes("typing"), n=20)[-1], 16, unit="ms"),
        tell("P4", "keypad press to field shown p50 / hello+Input", p50("keypad") / p50("hello+Input"), 2),
        tell("P7", "cursor down p50 / DataTable", p50("ours") / p50("datatable"), 0.5),
        tell("P7", "page down p50 / DataTable", p50("ours-page") / p50("datatable-page"), 0.25),
        tell("P8", "bytes for a cursor move", statistics.median(strokes("ours", "bytes")), 450, unit="B"),
        tell("P9", "idle CPU, login / hello", idle("login", "cpu_pct") / idle("hello", "cpu_pct"), 1.1),
        tell("P9", "idle CPU, list / hello", idle("ours", "cpu_pct") / idle("hello", "cpu_pct"), 1.1),
        tell("P9", "idle bytes in the list", idle("ours", "bytes_per_s"), 0, unit="B/s"),
        tell("P10", "peak memory, login / hello", median("login", "peak_rss_mb") / median("hello", "peak_rss_mb"), 1.6),
        tell("P10", "peak memory, 10,000 units / hello", median("ours", "peak_rss_mb") / median("hello", "peak_rss_mb"), 1.3),
        tell("P11", "quit / hello", median("login", "quit_ms") / median("hello", "quit_ms"), 1.15),
        tell("P23", "typing in a cell among 10,000 rows p50 / hello+Input", p50("cell") / p50("hello+Input"), 1.5),
        tell("P27", "demo's start to the list of who typed ahead / hello", list_after_login(given.ptybench, given.runs), 4),
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
