"""The package's sources as trees, for the tests that read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar, overload

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "etax_client"
_EXTENT = "extent"
M = TypeVar("M", bound=ast.AST)
N = TypeVar("N", bound=ast.AST)


@dataclass(frozen=True)
class Source:
    name: str
    """Path from the package on, with slashes."""
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Read when it is asked for: every worker collects all tests, and one plays these."""
        tree = ast.parse(self.text)
        _put_in_order(tree, [])
        return tree

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


@overload
def walk(tree: ast.AST, /) -> Iterator[ast.AST]: ...
@overload
def walk(tree: ast.AST, kind: type[N], /) -> Iterator[N]: ...
@overload
def walk(tree: ast.AST, kind: type[N], other: type[M], /) -> Iterator[N | M]: ...
def walk(tree: ast.AST, /, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """As `ast.walk`, those of these kinds alone and in the order in which they stand: of a source's tree, a slice of what is known."""
    extent = getattr(tree, _EXTENT, None)
    nodes = ast.walk(tree) if extent is None else extent[0][extent[1] : extent[2]]
    return (node for node in nodes if isinstance(node, kinds or ast.AST))


def _put_in_order(node: ast.AST, order: list[ast.AST]) -> None:
    """Each node is told where it stands in the order of all, and where what is in it ends: these tests walk every tree dozens of times."""
    start = len(order)
    order.append(node)
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr_context):  # one for all, and nobody asks for it
            _put_in_order(child, order)
    setattr(node, _EXTENT, (order, start, len(order)))


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the dotted name of what is called, as far as it is one."""
    return ((dotted(node.func), node) for node in walk(tree, ast.Call))


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def docstrings(tree: ast.AST) -> set[int]:
    """The ids of the string constants that stand alone as statements: docstrings, and those below attributes."""
    return {id(node.value) for node in walk(tree, ast.Expr) if isinstance(node.value, ast.Constant)}
