"""Who reads a message ends it: what goes on is heard once more by whoever stands around, whose fields and buttons have names too."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import Source, calls, sources, walk

_STREETS = ("screens/", "widgets/")
"""Above them there is the app, which nobody stands around."""


def readers(source: Source) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """The handlers that take a message, not an event of Textual's, and what they call it."""
    imports = [node for node in walk(source.tree, ast.ImportFrom) if node.module == "textual.events"]
    events = {each.asname or each.name for node in imports for each in node.names}
    for kind in walk(source.tree, ast.ClassDef):
        for node in kind.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and len(node.args.args) == 2:
                message = node.args.args[1]
                typed = "events." if message.annotation is None else ast.unparse(message.annotation)
                hears = node.name.startswith("on_") or any(ast.unparse(each).startswith("on(") for each in node.decorator_list)
                if hears and typed not in events and not typed.startswith("events."):
                    yield node, message.arg


def test_who_reads_a_message_ends_it() -> None:
    found = 0
    for source in sources():
        if source.name.startswith(_STREETS):
            for node, message in readers(source):
                found += 1
                assert any(called == f"{message}.stop" for called, _ in calls(node)), f"{source.name}:{node.lineno} lets it go on"
    assert found > 60
