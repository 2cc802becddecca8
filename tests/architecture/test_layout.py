"""The house keeps its shape: contracts, sizes, and where imports may stand (architecture.md, "Rules that are run")."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.architecture.sources import PACKAGE, PROJECT, Source, sources, walk

LONGEST_APP = 200
LONGEST = 400
MOST_FILES = 15


def test_the_import_contracts_hold() -> None:
    """Rules 1 to 5, by import-linter."""
    program = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo"], cwd=PROJECT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]


def test_no_file_holds_two_things() -> None:
    """Rule 6."""
    files = [path for folder in ("etax_client", "tests") for kind in ("*.py", "*.tcss") for path in (PROJECT / folder).rglob(kind)]
    long = {path.name: count for path in files if (count := len(path.read_text(encoding="utf-8").splitlines())) >= LONGEST}
    assert long == {}
    assert len((PACKAGE / "app.py").read_text(encoding="utf-8").splitlines()) < LONGEST_APP


def test_no_folder_is_a_map_that_nobody_reads() -> None:
    """Rule 6; words have a file for each feature, migrations one for each step."""
    folders = Counter(path.parent for path in PACKAGE.rglob("*.py"))
    crowded = {str(folder.relative_to(PACKAGE)): count for folder, count in folders.items() if count > MOST_FILES}
    assert crowded.keys() - {"texts", "server/store/migrations/versions"} == set()


def imported_names(tree: ast.AST) -> Iterator[str]:
    for node in walk(tree, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        else:
            yield node.module or ""


@pytest.mark.parametrize(
    "source",
    [source for source in sources() if source.name.startswith("domain/") or source.name == "clock.py"],
    ids=lambda source: source.name,
)
def test_domain_and_clock_import_the_standard_library_only(source: Source) -> None:
    """Rule 4."""
    foreign = {
        name
        for name in imported_names(source.tree)
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("etax_client.domain")
    }
    assert foreign == set()


FREE_TO_DEFER = ("cli.py", "__main__.py", "testing/plugin.py")


def deferred_blocks(source: Source) -> Iterator[ast.stmt]:
    """The first of each run of imports that stand inside a function."""
    for function in walk(source.tree, ast.FunctionDef, ast.AsyncFunctionDef):
        for node in walk(function, ast.stmt, ast.excepthandler):
            for body in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
                before: ast.stmt | None = None
                for statement in body if isinstance(body, list) else []:
                    is_import = isinstance(statement, (ast.Import, ast.ImportFrom))
                    if is_import and not isinstance(before, (ast.Import, ast.ImportFrom)):
                        yield statement
                    before = statement


def test_a_deferred_import_has_its_reason_beside_it() -> None:
    """Rule 7."""
    without = {
        f"{source.name}:{node.lineno}"
        for source in sources()
        if source.name not in FREE_TO_DEFER
        for node in deferred_blocks(source)
        if "#" not in source.lines[node.lineno - 1] and not source.lines[node.lineno - 2].strip().startswith("#")
    }
    assert without == set()


def test_the_app_is_named_by_its_roots_only() -> None:
    """Rule 5: nothing below reaches up into it."""
    naming = {source.name for source in sources() if "etax_client.app" in imported_names(source.tree)}
    assert naming <= {"client.py", "demo.py", "testing/driver.py", "testing/thrift.py"}


def test_every_module_says_what_it_is_for() -> None:
    assert [source.name for source in sources() if source.text.strip() and not ast.get_docstring(source.tree)] == []


HEAVY = {
    "litestar",
    "uvicorn",
    "sqlalchemy",
    "alembic",
    "keyring",
    "httpx",
    "httpcore",
    "qrcode",
    "cryptography",
    "jinja2",
    "python_calamine",
    "xlsxwriter",
}
FUNNEL = {"etax_client.api.etax", "etax_client.api.pages", "etax_client.api.flows"}
"""All that can be asked of a server; nothing is asked before the first paint."""
PAPERS = {"etax_client.domain.identity.identity_numbers", "etax_client.domain.identity.names"}
"""What documents are judged by."""
PARTS = {"sqlalchemy.dialects.postgresql", "cryptography.x509"}
"""Of what a server needs, what it does not need to start."""
OPENED = """
import asyncio
from etax_client.server.app import create_app
from etax_client.server.settings import ServerSettings
async def start():
    async with create_app(ServerSettings(control="0")).lifespan(): pass
asyncio.run(start())"""


@pytest.mark.parametrize(
    ("program", "late"),
    [
        (
            "import etax_client.__main__, etax_client.cli, etax_client.client, etax_client.app",
            HEAVY | FUNNEL | PAPERS | {"etax_client.server"},
        ),
        ("import etax_client.demo", HEAVY | FUNNEL),
        ("from etax_client.cli import run; run(['--version'])", HEAVY | {"etax_client.server", "textual", "msgspec"}),
        (OPENED, {"alembic", "mako", "jinja2", "etax_client.server.pages", "etax_client.server.control", *PARTS}),
    ],
    ids=["client", "demo", "version", "server"],
)
def test_what_is_needed_late_is_imported_late(program: str, late: set[str]) -> None:
    """P1, P2: the first paint loads Textual and little else. P27, P29: a server starts without pages, a tester's door and migrations."""
    program += f"\nimport sys; print(sorted({late!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stdout + done.stderr
