"""The package's sources as trees, for the tests that read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "etax_client"


@dataclass(frozen=True)
class Source:
    name: str
    """Path from the package on, with slashes."""
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Read when it is asked for: every worker collects all tests, and one plays these."""
        return ast.parse(self.text)

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


@cache
def sources() -> tuple[Source, ...]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Source(path.relative_to(PACKAGE).as_posix(), text))
    assert len(found) > 50, "the package is somewhere else"
    return tuple(found)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the dotted name of what is called, as far as it is one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def docstrings(tree: ast.AST) -> set[int]:
    """The ids of the string constants that stand alone as statements: docstrings, and those below attributes."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
