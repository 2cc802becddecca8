"""What must not leak when things go wrong: no recorded keys, no core dump, and a report that holds places but no values (SEC-2)."""

import ctypes
import os
import sys
import tempfile
import threading
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from types import TracebackType

from etax_client import __version__
from etax_client.machine import files

LEAKY_VARIABLES = (
    "TEXTUAL",
    "TEXTUAL_DEBUG",
    "TEXTUAL_LOG",
    "TEXTUAL_DEVTOOLS_HOST",
    "TEXTUAL_DEVTOOLS_PORT",
    "TEXTUAL_SCREENSHOT",
    "TEXTUAL_SCREENSHOT_LOCATION",
    "TEXTUAL_SCREENSHOT_FILENAME",
    "TEXTUAL_SHOW_RETURN",
    "SSLKEYLOGFILE",
)
"""What makes Textual write keys, pictures or values down, or TLS its keys."""

MOST_FRAMES = 60
MOST_REPORTS = 10
_PR_SET_DUMPABLE = 4


def harden(environment: MutableMapping[str, str] = os.environ) -> None:
    """Call first of all, before Textual is imported: it reads its variables at import. `ETAX_DEV=1` leaves all as it is."""
    if environment.get("ETAX_DEV") == "1":
        return
    for name in LEAKY_VARIABLES:
        environment.pop(name, None)
    _no_core_dumps()
    threading.excepthook = _report_thread


def report(error: BaseException, folder: Path | None) -> Path | None:
    """Write a report of mode 0600 and say where it is; None where nothing can be written. The file's own date is the time of the crash."""
    if folder is None:
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _drop_oldest(folder)
        handle, name = tempfile.mkstemp(prefix="crash-", suffix=".txt", dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(describe(error))
    except OSError:
        return None
    return Path(name)


def describe(error: BaseException) -> str:
    """Versions, kinds of error and places in the code; no message and no local variable, since either may hold what was typed."""
    import platform  # late: 20 ms of every start, for a moment that should never come

    lines = [
        f"etax-client {__version__}",
        f"Python {platform.python_version()} {sys.platform} {platform.machine()}",
        *(f"{name} {_version(name)}" for name in ("textual", "httpx", "litestar", "sqlalchemy")),
        f"TERM {os.environ.get('TERM', '')[:40]!r}",
    ]
    for role, link in _chain(error):
        lines += ["", f"{role}{type(link).__module__}.{type(link).__qualname__}", *_places(link.__traceback__)]
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> Iterator[tuple[str, BaseException]]:
    waiting: list[tuple[str, BaseException | None]] = [("", error)]
    seen: set[int] = set()
    while waiting and len(seen) < 10:
        role, link = waiting.pop(0)
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        yield role, link
        if isinstance(link, BaseExceptionGroup):
            waiting += [("part of it: ", part) for part in link.exceptions]
        wrapped = getattr(link, "error", None)  # Textual's WorkerFailed keeps the worker's error so
        waiting.append(("from: ", wrapped if isinstance(wrapped, BaseException) else None))
        waiting.append(("because of: ", link.__cause__))
        waiting.append(("while handling: ", None if link.__suppress_context__ else link.__context__))


def _places(traceback: TracebackType | None) -> list[str]:
    places: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"  {_short(code.co_filename)}:{traceback.tb_lineno} {code.co_qualname}")
        traceback = traceback.tb_next
    if len(places) > MOST_FRAMES:
        half = MOST_FRAMES // 2
        places[half:-half] = [f"  ... {len(places) - 2 * half} more"]
    return places


def _short(filename: str) -> str:
    """The path from its package on, since a full one names the user."""
    parts = Path(filename).parts
    for root in ("site-packages", "etax_client"):
        if root in parts:
            start = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[start + (root == "site-packages") :])
    return "/".join(parts[-2:])


def _version(name: str) -> str:
    from importlib import metadata  # late, as above

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "-"


def _drop_oldest(folder: Path) -> None:
    reports = sorted(folder.glob("crash-*.txt"), key=lambda path: path.stat().st_mtime)
    for path in reports[: max(0, len(reports) + 1 - MOST_REPORTS)]:
        path.unlink(missing_ok=True)


def _report_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        report(args.exc_value, files.log_folder())


def _no_core_dumps() -> None:
    """A dump would hold every password typed so far."""
    if sys.platform == "win32":
        return
    import resource  # not there on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
