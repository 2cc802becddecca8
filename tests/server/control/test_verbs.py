"""Every verb of the tester's door is declared once: its row, its handler and the client's function are of one name and one type."""

import ast
import inspect
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, get_type_hints

import pytest
from litestar.handlers import HTTPRouteHandler

from etax_client.api import bureau_control as of_bureau
from etax_client.api import control as client
from etax_client.api.filing import control as of_filing
from etax_client.server.tester_door import HANDLERS
from etax_client.wire import control
from etax_client.wire.control.people import Entry
from etax_client.wire.control.verb import Order, Verb

ROWS: dict[str, Verb[Any]] = {
    name: row
    for module in iter_modules(control.__path__, f"{control.__name__}.")
    for name, row in vars(import_module(module.name)).items()
    if isinstance(row, Verb)
}
BY_NAME = {handler.handler_name: handler for handler in HANDLERS}


def test_each_row_has_a_handler_and_each_handler_a_row() -> None:
    assert sorted(row.name for row in ROWS.values()) == sorted(BY_NAME)
    assert {(row.method, row.path) for row in ROWS.values()} == {
        (str(method), path) for handler in HANDLERS for method in handler.http_methods for path in handler.paths
    }


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.name)
def test_its_handler_takes_and_tells_what_the_row_says(row: Verb[Any]) -> None:
    """The answer's type is mypy's business too; a world's file is read as one, which the client cannot spell."""
    handler: HTTPRouteHandler = BY_NAME[row.name]
    hints = get_type_hints(inspect.unwrap(handler.fn))
    assert hints["return"] == row.tells
    if not isinstance(row, Order):
        assert "data" not in hints
    elif row.takes != Entry:
        assert hints["data"] == row.takes
    parts = {name for name in handler.parsed_fn_signature.parameters if f"{{{name}:" in row.path}
    assert row.at(dict.fromkeys(parts, "a/b")).count("a%2Fb") == len(parts) == row.path.count("{")


def test_each_has_a_function_of_the_client() -> None:
    trees = [ast.parse(inspect.getsource(each)) for each in (client, of_bureau, of_filing)]
    asked = {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in ROWS}
    assert asked == ROWS.keys()
